"""A station asks the reporter one thing, and any message of theirs answers it."""

import pytest

from fieldwork.reports import PrivacyClass
from storage import people, reports
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_asking_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    heard = await wang.chooses("问上报人一句")
    assert heard.labels == ["具体是几栋、几单元、几楼？", "是从什么时候开始的？", "能发一张照片看看吗？"]
    await chen.catches_up()
    heard = await wang.taps("是从什么时候开始的？")
    assert f"❓ {NUMBER}：问过了，等上报人回答，最多等5天。" in heard
    assert "待补充" in await wang.card_text(NUMBER)
    assert "❓ 等上报人回答：是从什么时候开始的？" in await wang.card_text(NUMBER)
    heard = await chen.hears()
    assert heard.sounds == [
        f"❓ {NUMBER} · 西湖站王慧敏想问一下：\n是从什么时候开始的？\n\n直接在这里回答就行，也可以发照片。"
    ]
    assert "西湖站想问：是从什么时候开始的？" in await chen.card_text(NUMBER)

    await wang.catches_up()
    assert "加上了" in await chen.says("昨天晚上")
    heard = await wang.hears()
    assert f"📨 {NUMBER}，陈桂芳回答：\n昨天晚上" in heard.sounds
    assert "➕ 昨天晚上" in await wang.card_text(NUMBER)
    report = await talk.report(NUMBER)
    assert (report.state, report.before, report.waits_for) == ("signed", None, "")
    assert await talk.steps(NUMBER) == ["sent", "dispatched", "sign", "ask", "added", "answer"]
    assert "想问" not in await chen.card_text(NUMBER)


async def test_own_words_are_asked_too(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await asks(wang, "井盖是哪一个？")
    assert "井盖是哪一个？" in await chen.hears()
    assert (await talk.report(NUMBER)).state == "needs_info"
    await chen.says("门口右边那个")
    report = await talk.report(NUMBER)
    assert (report.state, report.handler_id) == ("dispatched", None), "it goes back to where it was"


@pytest.mark.parametrize(
    "words", ["3单元", "4号楼3单元的化粪池", "前天开始的，很臭", "没有", "好的", "不知道", "3-502"]
)
async def test_any_words_answer(talk: Talk, chen: Actor, wang: Actor, words: str) -> None:
    await chen.says(LEAK)
    await asks(wang)
    talk.passes(3 * 3600)
    await chen.says(words)
    assert len(await talk.reports()) == 1
    assert (await talk.report(NUMBER)).state == "dispatched"
    assert f"回答：\n{words}" in await wang.hears()


async def test_a_photo_or_a_voice_answers_too(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await asks(wang)
    talk.passes(900)
    await chen.sends_photo()
    heard = await wang.hears()
    assert "没有写字" in heard
    assert len(heard.photos) == 1
    assert (await talk.report(NUMBER)).state == "dispatched"
    await asks(wang)
    talk.passes(900)
    await chen.sends_voice(4)
    assert (await talk.report(NUMBER)).state == "dispatched"
    assert len(await talk.reports()) == 1


async def test_an_album_answers_once_and_stays_whole(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(900)
    await chen.says("4号楼电梯坏了")
    await asks(wang, number=NUMBER)
    await asks(wang, number="N-10002-4")
    await chen.sends_album("", "", "")
    assert [str(report.state) for report in await talk.reports()] == ["needs_info", "dispatched"]
    sent = await talk.asks(lambda s: reports.attachments(s, 10_002))
    assert len(sent) == 3


@pytest.mark.parametrize("words", ["5号楼电梯坏了", "4号楼电梯坏了", "今天入户走访5户12人次"])
async def test_a_matter_of_its_own_is_a_report_and_the_question_stays(
    talk: Talk, chen: Actor, wang: Actor, words: str
) -> None:
    await chen.says(LEAK)
    await asks(wang)
    talk.passes(900)
    assert "-10002-" in await chen.says(words)
    assert (await talk.report(NUMBER)).state == "needs_info"
    await chen.says("三单元")
    assert (await talk.report(NUMBER)).state == "dispatched"


async def test_a_reply_answers_whatever_it_says(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await asks(wang)
    asked = [said for said in await chen.chat() if said.text.startswith("❓") and "想问一下" in said.text]
    await chen.replies(asked[-1], "4号楼电梯坏了那边")
    assert len(await talk.reports()) == 1
    assert (await talk.report(NUMBER)).state == "dispatched"


async def test_a_greeting_answers_nothing(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await asks(wang)
    assert "不客气" in await chen.says("谢谢")
    await chen.says("你好")
    await chen.says("我的上报")
    assert (await talk.report(NUMBER)).state == "needs_info"


async def test_nobody_else_answers_it(talk: Talk, chen: Actor, wang: Actor, li: Actor) -> None:
    await chen.says(LEAK)
    await asks(wang)
    await li.says("昨天晚上")
    assert (await talk.report(NUMBER)).state == "needs_info"


async def test_the_station_may_go_on_without_the_answer(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("联系了")
    await asks(wang)
    old = (await wang.card(NUMBER)).key("不等了，继续办")
    assert old is not None
    assert (await wang.taps("不等了，继续办")).answer == "接着办了。"
    assert (await talk.report(NUMBER)).state == "in_progress"
    assert "现在做不了" in (await wang.taps_data(old.data, old.message)).answer
    talk.passes(900)
    await chen.says("昨天晚上漏的")
    assert len(await talk.reports()) == 2, "nothing waits for it any more"


async def test_who_signed_and_left_meanwhile_has_it_no_more(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await asks(wang)
    await wang.blocks()
    await luo.catches_up()
    await chen.says("昨天晚上")
    assert "昨天晚上" in await luo.card_text(NUMBER)


async def test_a_reporter_who_left_cannot_be_asked(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.blocks()
    assert "请打电话" in (await wang.chooses("问上报人一句")).answer
    assert (await talk.report(NUMBER)).state == "dispatched"


async def test_what_is_restricted_is_not_asked_in_the_chat(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.chooses("问上报人一句")
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, privacy=PrivacyClass.P4))
    await chen.catches_up()
    await wang.taps("是从什么时候开始的？")
    assert not await chen.hears()
    assert (await talk.report(NUMBER)).state == "dispatched"


async def test_withdrawing_ends_the_question(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await asks(wang)
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    assert (await talk.report(NUMBER)).state == "withdrawn"
    talk.passes(900)
    assert "收到了" in await chen.says("4号楼电梯坏了")


async def test_it_is_asked_once(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(LEAK)
    for worker in (wang, zhang):
        await worker.says(NUMBER)
        await worker.chooses("问上报人一句")
    await wang.taps("是从什么时候开始的？")
    await chen.catches_up()
    assert "现在做不了" in (await zhang.taps("能发一张照片看看吗？")).answer
    assert not await chen.hears()


async def test_forged_and_foreign_presses(
    talk: Talk, chen: Actor, wang: Actor, liu: Actor, lin: Actor
) -> None:
    await chen.says(LEAK)
    card = (await wang.card(NUMBER)).id
    assert "已经过期" in (await wang.taps_data("ask_this:2711:0:why", card)).answer
    for other in (chen, liu, lin):
        for forged in ("ask:2711:0:", "ask_this:2711:0:since", "go_on:2711:0:", "talk:2711:0:"):
            assert (await other.taps_data(forged, card)).answer in ("这件事不归您办理。", "这不是您的上报。")
    assert (await talk.report(NUMBER)).state == "dispatched"


async def asks(worker: Actor, words: str = "", number: str = NUMBER) -> None:
    await worker.says(number)
    await worker.chooses("问上报人一句")
    await (worker.says(words) if words else worker.taps("是从什么时候开始的？"))


async def test_after_five_days_it_goes_on_with_what_there_is(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await asks(wang)
    talk.passes(5 * 24 * 3600 - 3600)
    await talk.settle()
    assert (await talk.report(NUMBER)).state == "needs_info"
    await wang.catches_up()
    talk.passes(2 * 3600)
    heard = await wang.hears_now()
    assert heard.sounds == [f"⏰ {NUMBER}：上报人5天没有回答，请先按现有情况办。"]
    report = await talk.report(NUMBER)
    assert (report.state, report.waits_for) == ("signed", "")
    talk.passes(3600)
    assert not (await wang.hears_now()).sounds
    assert "不再等" in (await story(wang))


async def story(worker: Actor) -> str:
    await worker.says(NUMBER)
    return (await worker.chooses("办理经过")).text


@pytest.mark.shipped_clocks
async def test_what_went_on_without_an_answer_shows_its_level_though_another_person_has_it(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await asks(wang)
    await wang.says("请假 3-5到3-20")
    await wang.taps("没有人代")
    talk.passes(14 * 24 * 3600)  # nothing ran: the answer was waited for, and the limit passed
    await talk.settle()
    report = await talk.report(NUMBER)
    away = await talk.asks(lambda session: people.by_account(session, wang.account))
    assert away
    assert report.rung_id != away.id
    assert (report.state, report.level > 0) == ("dispatched", True)
