"""What comes when it takes longer is told as the transcripts say."""

import pytest

from tests.conversations.clockwork import until
from tests.conversations.test_transcripts import CONVERSATIONS, transcript
from tests.conversations.test_transcripts import _everything_said as everything_said
from tests.conversations.test_transcripts import _was_said as was_said
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
LATE = ("running_late", "nudging", "phoning")


async def test_what_comes_late_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says("4号楼楼道灯坏了")
    await until(talk, 3, 10)
    await chen.taps("催一下")
    await chen.says("催一下")
    for label in ("联系了", "办结", "已清理干净"):
        await wang.taps(label)
    await until(talk, 6, 12)
    for label in ("待电话回访", "N-10001-6", "已电话回访", "解决了", "满意"):
        if label == "待电话回访":
            await zhang.says("待办")
        await zhang.taps(label)
    said = set(everything_said(talk))
    pieces = [piece for file in CONVERSATIONS if file.stem in LATE for piece in transcript(file)]
    assert len(pieces) > 2 * len(LATE)
    assert [one for one in pieces if not was_said(one, said, "\n".join(said))] == []
