"""Somebody adds to an own report."""

import json

from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_adding_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.hears()
    assert "请接着写，或者发照片" in await chen.taps("补充")
    talk.passes(120)
    assert "加上了" in await chen.says("味道很大，一楼进水了")
    heard = await wang.hears()
    assert "➕ N-10001-6，陈桂芳补充：\n味道很大，一楼进水了" in heard
    assert not heard.sounds
    assert "➕ 味道很大，一楼进水了" in await wang.card_text(NUMBER)
    report = await talk.report(NUMBER)
    assert report.text == LEAK, "the first words stay as they were"


async def test_a_photo_can_be_added(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.hears()
    talk.passes(120)
    await chen.taps("补充")
    await chen.sends_photo("井盖这边")
    heard = await wang.hears()
    assert len(heard.photos) == 1
    assert "井盖这边" in heard
    assert "🖼 照片 1 张" in await chen.card_text(NUMBER)


async def test_more_words_within_the_minute_are_added_by_themselves(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    talk.passes(20)
    assert "加上了" in await chen.says("味道很大")
    assert len(await talk.reports()) == 1
    assert "➕ 味道很大" in await wang.card_text(NUMBER)


async def test_adding_can_be_given_up(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("补充")
    await chen.says("取消")
    talk.passes(120)
    assert "N-10002" in await chen.says("楼道灯坏了")


async def test_a_sticker_is_asked_for_words_instead(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("补充")
    assert "照片或者语音" in await chen.sends("sticker", 0)
    assert "加上了" in await chen.says("味道很大")


async def test_somebody_elses_report_cannot_be_added_to(talk: Talk, chen: Actor, li: Actor) -> None:
    await chen.says(LEAK)
    key = (await chen.card(NUMBER)).key("补充")
    assert key is not None
    assert (await li.taps_data(key.data, key.message)).answer == "这不是您的上报。"


async def test_an_old_button_of_a_finished_report_says_so(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    key = (await chen.card(NUMBER)).key("补充")
    assert key is not None
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    assert "已经结束了" in (await chen.taps_data(key.data, key.message)).answer


async def test_what_words_that_join_make_of_a_report_stands_in_its_history(talk: Talk, chen: Actor) -> None:
    await chen.sends_photo()
    await chen.says("消防通道被堵住了")
    (report,) = await talk.reports()
    (understood,) = [e for e in await talk.events(report.number) if e.step == "understood"]
    assert json.loads(understood.reason)["of"]["category"] == report.category == "safety.fire"
