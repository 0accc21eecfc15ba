"""All that people send: voices, places on the map, what others wrote, files, films; and what is no report."""

from typing import Any

import pytest

from storage import inbox, reports
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
HERE = (23.70012345, 113.05)


async def kinds(talk: Talk, serial: int = 10_001) -> list[str]:
    return [sent.kind for sent in await talk.asks(lambda s: reports.attachments(s, serial))]


# -- voices -----------------------------------------------------------------------------------------


async def test_a_voice_alone_is_a_report_at_once(talk: Talk, chen: Actor, wang: Actor) -> None:
    heard = await chen.sends_voice(12)
    assert "✅ 收到了 · N-10001-6" in heard
    assert "🎤 语音（12 秒）收到" in heard
    assert len(heard.messages) == 1, "nothing is asked: a voice says what it is about"
    card = await wang.card(NUMBER)
    assert {"🎧 听", "⌨️ 代录"} < set(card.labels)
    assert "（没有文字）" in card.text
    assert len(card.rows) <= 6


async def test_words_after_a_voice_join_it_for_ten_minutes(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_voice(12)
    talk.passes(500)
    heard = await chen.says("化粪池漏了")
    assert "合在一起" in heard
    assert "🏷 社区治理 · 下水化粪池" in heard
    assert "「化粪池漏了」" in await wang.card_text(NUMBER)
    talk.passes(200)
    assert "N-10002" in await chen.says("楼道灯坏了")


async def test_what_is_whole_by_itself_never_joins_a_voice(talk: Talk, chen: Actor) -> None:
    await chen.sends_voice(12)
    assert "N-10002" in await chen.says("5号楼电梯坏了")


async def test_a_voice_within_the_minute_joins_words(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    assert "合在一起" in await chen.sends_voice(3)
    assert (await talk.report(NUMBER)).text == LEAK
    assert await kinds(talk) == ["voice"]


async def test_a_voice_answers_what_a_photo_shows(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_photo()
    await wang.hears()
    talk.passes(300)
    assert "好的，记下了" in await chen.sends_voice(8)
    assert (await talk.report(NUMBER)).question == ""
    assert any(said.voice for said in (await wang.hears()).messages)
    assert await kinds(talk) == ["photo", "voice"]


async def test_a_voice_can_be_added(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(300)
    await chen.taps("补充")
    assert "加上了" in await chen.sends_voice(70)
    assert "🎤 语音（1 分 10 秒）收到" in await wang.card_text(NUMBER)


async def test_a_voice_of_an_hour_is_a_report_and_is_heard(talk: Talk, chen: Actor, wang: Actor) -> None:
    """14 MB are fetched; 30 MB are too much for a bot, and still passed on."""
    assert "🎤 语音（60 分 0 秒）收到" in await chen.sends_voice(3600, size=14_000_000)
    talk.passes(700)
    assert "文件太大" in await chen.sends_voice(3600, size=30_000_000)
    await wang.hears()
    heard = await wang.taps("🎧 听", on=await wang.card("N-10002-4"))
    assert [said.voice != "" for said in heard.messages] == [True]
    found = await talk.asks(lambda s: [reports.attachments(s, serial)[0] for serial in (10_001, 10_002)])
    assert [each.state.value for each in found] == ["wanted", "refused"]


# -- places on the map ------------------------------------------------------------------------------


async def test_a_place_on_the_map_joins_the_words_before_it(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(30)
    heard = await chen.shares_location(*HERE)
    assert "🗺 位置" in heard
    assert "合在一起" in heard
    await wang.hears()
    await wang.taps("🗺 看位置")
    (sent,) = talk.calls("sendLocation")
    assert [round(float(sent.params[name]), 5) for name in ("latitude", "longitude")] == [23.70012, 113.05]
    (place,) = await talk.asks(lambda s: reports.attachments(s, 10_001))
    assert (place.kind, place.detail) == ("location", "23.70012,113.05000")


async def test_a_place_on_the_map_alone_is_asked_what_it_is(talk: Talk, chen: Actor) -> None:
    heard = await chen.shares_location(*HERE)
    assert "这个地方出了什么事" in heard
    await chen.says("谢谢")
    talk.passes(300)
    await chen.says("井盖没了")
    (report,) = await talk.reports()
    assert (report.text, report.question) == ("井盖没了", "")


async def test_a_photo_and_its_place_are_one_report(talk: Talk, chen: Actor) -> None:
    await chen.sends_photo()
    talk.passes(10)
    await chen.shares_location(*HERE)
    await chen.says("井盖没了")
    assert [report.text for report in await talk.reports()] == ["井盖没了"]
    assert await kinds(talk) == ["photo", "location"]


# -- what others wrote ------------------------------------------------------------------------------


async def test_what_somebody_else_wrote_is_the_forwarders_report(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    assert "收到了" in await chen.forwards(LEAK, "住在一楼的老李")
    card = await wang.card_text(NUMBER)
    assert "（转发）" in card
    assert "老李" not in card
    report = await talk.report(NUMBER)
    assert (report.forwarded, report.text) == (True, LEAK)


# -- files and films --------------------------------------------------------------------------------


async def test_a_document_is_counted_and_passed_on(talk: Talk, chen: Actor, wang: Actor) -> None:
    heard = await chen.sends_file("报修单.pdf", b"%PDF-1.4", "application/pdf", "4号楼水管坏了")
    assert "📎 文件 1 个" in heard
    heard = await wang.hears()
    assert "📎 文件 1 个" in heard
    assert [said.document for said in heard.messages if said.document] == ["报修单.pdf"]
    (kept,) = await talk.asks(lambda s: reports.attachments(s, 10_001))
    assert (kept.kind, kept.detail) == ("document", "报修单.pdf")


async def test_a_document_without_a_name_is_kept(talk: Talk, chen: Actor) -> None:
    await chen.sends("document", 1, ["4号楼水管坏了"], nameless=True)
    assert len(await kinds(talk)) == 1


async def test_a_document_alone_is_asked_what_it_is_about(talk: Talk, chen: Actor) -> None:
    assert "里面是什么事" in await chen.sends_file("报修单.pdf", b"%PDF-1.4", "application/pdf")


async def test_a_film_too_large_is_said_and_passed_on(talk: Talk, chen: Actor, wang: Actor) -> None:
    heard = await chen.sends_video(25_000_000, LEAK, seconds=95)
    assert "收到了 · N-10001-6" in heard
    assert "🎬 视频（1 分 35 秒）" in heard
    assert "这里存不下" in heard
    assert "这里存不下" in await wang.hears()
    assert len(talk.calls("sendVideo")) == 1


async def test_a_photo_with_spaces_under_it_is_a_photo_without_words(talk: Talk, chen: Actor) -> None:
    assert "照片里是什么事" in await chen.sends_photo("   ")
    assert (await talk.report(NUMBER)).text == ""


# -- what is no report ------------------------------------------------------------------------------


ODD: dict[str, Any] = {
    "contact": {"phone_number": "13800000000", "first_name": "老李"},
    "dice": {"emoji": "🎲", "value": 4},
    "game": {"title": "a game", "description": "", "photo": []},
}


@pytest.mark.parametrize("kind", ["contact", "dice", "game"])
async def test_what_says_nothing_is_answered(talk: Talk, chen: Actor, kind: str) -> None:
    """The sandbox has none of these: they come as Telegram gives them."""
    who = {"id": chen.account, "is_bot": False, "first_name": "陈"}
    message = {"message_id": 90_001, "date": int(talk.hand.at), "from": who, kind: ODD[kind],
               "chat": {"id": chen.account, "type": "private"}}  # fmt: skip
    update = {"update_id": 900_001, "message": message}
    await talk.books.write(lambda s: inbox.keep(s, 42, [update], talk.clock.now()))
    await talk.settle()
    assert "这个我看不懂" in await chen.hears()
    assert await talk.reports() == []
