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
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    for words in (LEAK, LIGHT, "4号楼电梯坏了"):
        await chen.says(words)
    await until(talk, 2, 11)
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
