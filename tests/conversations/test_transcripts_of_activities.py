"""The transcripts of what was done: their story begins with an activity that is the first of all reports."""

from sqlmodel import Session

from fieldwork.numbers import printed
from storage import activities
from tests.conversations.test_transcripts import (
    ACTIVITIES,
    CONVERSATIONS,
    _everything_said,
    _was_said,
    transcript,
)
from tests.talk import Actor, Talk

DAY = 24 * 3600


async def test_what_was_done_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await _reviewed(chen, wang)
    await _many(talk, chen, wang)
    await _taken_back(chen)
    await chen.says("昨天入户走访6户")
    await chen.taps("对，记下")
    await luo.says("封账")
    await luo.taps("2026年第9周")
    await luo.taps("就这样封账")
    talk.passes(8 * DAY)
    await talk.settle()
    said = set(_everything_said(talk))
    pieces = [piece for file in CONVERSATIONS if file.stem in ACTIVITIES for piece in transcript(file)]
    assert len(pieces) > len(ACTIVITIES)
    assert [one for one in pieces if not _was_said(one, said, "\n".join(said))] == []


async def _reviewed(chen: Actor, wang: Actor) -> None:
    await chen.says("今天入户走访5户12人次")
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    await wang.taps("退回")
    await wang.taps("数字不符")
    await wang.says("只有4户签了字")
    await chen.taps("没错，不用改")
    await chen.taps("核对过，没有错")
    await wang.taps("退回")
    await wang.taps("数字不符")
    await wang.taps("没有要补的")
    await chen.taps("🔢 改数字")
    await chen.says("4户12人次")
    await chen.taps("对，记下")
    await wang.taps("作废")
    await wang.says("这次走访取消了")


async def _many(talk: Talk, chen: Actor, wang: Actor) -> None:
    for words in ("今天入户走访5户", "今天入户走访3户7人次", "今天入户走访2户2人次"):
        talk.passes(300)
        await chen.says(words)
        await chen.taps("对，记下")
    await talk.books.write(_draw)
    talk.passes(300)
    await chen.says("今天入户走访1户1人次")
    await wang.says("待办")
    await wang.taps("活动待核实")
    await wang.taps("核实本页 2 次")
    await chen.taps("对，记下")


async def _taken_back(chen: Actor) -> None:
    await chen.says("今天入户走访6户6人次")
    number = printed(10006, "A")
    await chen.says(f"{number} 现在怎么样了")
    await chen.says(f"{number} 不要了")
    await chen.taps("不用管了")


def _draw(session: Session) -> None:
    """The second of those that wait."""
    activity = activities.by_serial(session, 10003)
    assert activity is not None
    activities.change(session, activity, sampled=True, next_due=None)
