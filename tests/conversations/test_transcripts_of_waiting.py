"""The transcripts of what waits for a day or for somebody else: they name days, so their story begins on one."""

from tests.conversations.test_transcripts import (
    CONVERSATIONS,
    WAITING,
    _everything_said,
    _was_said,
    transcript,
)
from tests.menus import chooses
from tests.talk import Actor, Talk


async def test_what_waits_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await _story(talk, chen, wang, luo)
    said = set(_everything_said(talk))
    pieces = [piece for file in CONVERSATIONS if file.stem in WAITING for piece in transcript(file)]
    assert len(pieces) > len(WAITING)
    assert [one for one in pieces if not _was_said(one, said, "\n".join(said))] == []


async def _story(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    for _ in range(2):
        talk.passes(300)
        await chen.says("4号楼化粪池漏了")
        await wang.taps("联系了")
        await chooses(wang, "挂起…")
        await wang.taps("等材料或配件")
        await wang.taps("一周")
    await luo.taps("不同意…")
    await luo.says("先请物业看")
    await luo.taps("同意")
    await wang.taps("恢复办理")
    await chooses(wang, "挂起…")
    await wang.taps("等材料或配件")
    await wang.taps("一周")
    await luo.taps("同意")
    talk.passes(8 * 86_400)
    await wang.hears_now()
