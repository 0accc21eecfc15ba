"""The transcripts of reminders: their story is a day on which little is signed for."""

import pytest

from tests.conversations.test_reminding import LEAK, LIGHT, until
from tests.conversations.test_transcripts import (
    CONVERSATIONS,
    REMINDERS,
    _everything_said,
    _was_said,
    transcript,
)
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks


async def test_what_people_are_reminded_of_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    for words in ("5号楼下水道堵了，污水倒灌", LIGHT, "4号楼电梯坏了"):
        await chen.says(words)
    await _another_signs(talk, wang, zhang)
    await chen.says(LEAK)
    await until(talk, 2, 12, 1)
    await wang.taps("不再由我负责")
    await wang.taps("请罗永康安排")
    await until(talk, 2, 16)
    await wang.says("提醒时间")
    await wang.taps("09:00、15:00")
    await wang.taps("写时间…")
    await wang.says("10点和下午三点")
    said = set(_everything_said(talk))
    pieces = [
        (file.stem, piece) for file in CONVERSATIONS if file.stem in REMINDERS for piece in transcript(file)
    ]
    assert {name for name, _ in pieces} == set(REMINDERS)
    assert [one for one in pieces if not _was_said(one[1], said, "\n".join(said))] == []


async def _another_signs(talk: Talk, wang: Actor, zhang: Actor) -> None:
    await until(talk, 2, 11)
    await zhang.says("N-10001-6")
    await zhang.taps("签收", await zhang.card("N-10001-6"))
    await wang.taps("转给…")
