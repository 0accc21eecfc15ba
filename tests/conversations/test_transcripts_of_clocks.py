"""The transcripts of what comes when a limit is over: their story is a week in which nobody signs."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.conversations.test_transcripts import (
    CLOCKS,
    CONVERSATIONS,
    _everything_said,
    _was_said,
    transcript,
)
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks


async def until(talk: Talk, day: int, hour: int, minute: int = 0) -> None:
    at = datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    talk.passes(at - talk.hand.at)
    await talk.settle()


async def test_what_comes_when_a_limit_is_over_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor
) -> None:
    await chen.says("4号楼楼道灯坏了")
    await _supervised(talk, luo)
    await _burns(talk, chen, zhang)
    await until(talk, 5, 16)
    await wang.chooses("说明超时原因", on=await wang.card("N-10001-6"))
    await wang.says("配件厂家停产，在找替代的")
    await until(talk, 9, 9, 1)
    said = set(_everything_said(talk))
    pieces = [
        (file.stem, piece) for file in CONVERSATIONS if file.stem in CLOCKS for piece in transcript(file)
    ]
    assert {name for name, _ in pieces} == set(CLOCKS)
    assert [one for one in pieces if not _was_said(one[1], said, "\n".join(said))] == []


async def _supervised(talk: Talk, luo: Actor) -> None:
    await until(talk, 2, 16, 1)
    await until(talk, 3, 16, 1)
    await luo.says("N-10001-6")
    await luo.taps("我来督办")
    await luo.taps("3个工作日")


async def _burns(talk: Talk, chen: Actor, zhang: Actor) -> None:
    await until(talk, 4, 2)
    await chen.says("4号楼着火了")
    await chen.taps("有")
    talk.passes(600)
    await talk.settle()
    await zhang.taps("签收", on=(await zhang.chat())[-1])
    await zhang.taps("办结")
    await zhang.taps("打了电话")
    await zhang.taps("已修好，现场确认过")
