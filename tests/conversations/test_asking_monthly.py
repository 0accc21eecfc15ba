"""Once a month a building head is asked how things are, where nothing was heard from them lately."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.talk import Actor, Talk

CHINA = ZoneInfo("Asia/Shanghai")
ASKED, SILENT = "最近有什么事吗", "都没有回音"


def comes(talk: Talk, when: str) -> None:
    """The clock goes forward to a moment."""
    talk.hand.at = datetime.fromisoformat(when).replace(tzinfo=CHINA).timestamp()


async def test_a_question_once_a_month_from_start_to_end(talk: Talk, chen: Actor) -> None:
    comes(talk, "2026-04-01 09:20")
    assert ASKED not in await chen.hears_now()
    comes(talk, "2026-04-01 09:31")
    heard = await chen.hears_now()
    assert "🏠 西湖花园4号楼最近有什么事吗？" in heard
    assert heard.labels == ["没事，都好", "有事要报", "这个月别问了"]
    assert "谢谢您" in await chen.taps("没事，都好")
    comes(talk, "2026-04-02 09:31")
    assert ASKED not in await chen.hears_now(), "once a month"
    comes(talk, "2026-05-06 09:31")
    assert ASKED in await chen.hears_now(), "the first working day after the holidays"


async def test_whoever_was_heard_lately_is_not_asked(talk: Talk, chen: Actor, li: Actor) -> None:
    comes(talk, "2026-03-25 10:00")
    await chen.says("4号楼楼道灯坏了")
    comes(talk, "2026-04-01 09:31")
    assert ASKED not in await chen.hears_now()
    assert ASKED in await li.hears()


async def test_after_two_silences_it_stops_and_the_head_can_begin_again(
    talk: Talk, chen: Actor, luo: Actor
) -> None:
    for day in ("04-01", "05-06"):
        comes(talk, f"2026-{day} 09:31")
        assert ASKED in await chen.hears_now()
    assert SILENT not in await luo.hears()
    comes(talk, "2026-06-01 09:31")
    assert ASKED not in await chen.hears_now()
    heard = await luo.hears()
    assert "📭 陈桂芳（西湖花园4号楼）2次都没有回音" in heard
    comes(talk, "2026-07-01 09:31")
    assert ASKED not in await chen.hears_now()
    card = next(said for said in await luo.chat() if "陈桂芳" in said.text and SILENT in said.text)
    assert "下个月起会再问" in (await luo.taps("下个月再问问看", on=card)).answer
    comes(talk, "2026-08-03 09:31")
    assert ASKED in await chen.hears_now()


async def test_any_word_is_an_answer(talk: Talk, chen: Actor) -> None:
    for day in ("04-01", "05-06", "06-01", "07-01"):
        comes(talk, f"2026-{day} 09:31")
        assert ASKED in await chen.hears_now()
        talk.passes(60)
        await chen.says("谢谢")


async def test_only_the_head_of_their_station_begins_it_again(
    talk: Talk, chen: Actor, luo: Actor, zhao: Actor
) -> None:
    comes(talk, "2026-04-01 09:31")
    await talk.settle()
    heard = await zhao.taps_data("month_again:1:0:", 1)
    assert "已经过期" in heard.answer


async def test_something_to_report_and_not_this_month(talk: Talk, chen: Actor, li: Actor) -> None:
    comes(talk, "2026-04-01 09:31")
    await talk.settle()
    assert "请直接写在这里" in await chen.taps("有事要报")
    await chen.says("4号楼楼道灯坏了")
    assert len(await talk.reports()) == 1
    assert "下个月再问您" in await li.taps("这个月别问了")
