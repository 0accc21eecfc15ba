"""The transcripts of what waits for a day or for somebody else: they name days, so their story begins on one."""

from tests.conversations.test_transcripts import (
    CONVERSATIONS,
    WAITING,
    _everything_said,
    _was_said,
    transcript,
)
from tests.talk import Actor, Talk


async def test_what_waits_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await _held(talk, chen, wang, luo)
    await _referred(talk, chen, wang)
    await _verified(talk, chen, wang, zhang)
    talk.passes(8 * 86_400)
    await wang.hears_now()
    await wang.taps("对方答复了")
    await wang.says("下周三上门看")
    said = set(_everything_said(talk))
    pieces = [piece for file in CONVERSATIONS if file.stem in WAITING for piece in transcript(file)]
    assert len(pieces) > len(WAITING)
    assert [one for one in pieces if not _was_said(one, said, "\n".join(said))] == []


async def _held(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    for matter in ("4号楼化粪池漏了", "4号楼楼道灯坏了"):
        talk.passes(300)
        await chen.says(matter)
        await wang.taps("联系了")
        await wang.chooses("挂起…")
        await wang.taps("等材料或配件")
        await wang.taps("一周")
    await luo.taps("不同意…")
    await luo.says("先请物业看")
    await luo.taps("同意")
    await wang.taps("恢复办理")
    await wang.chooses("挂起…")
    await wang.taps("等材料或配件")
    await wang.taps("一周")
    await luo.taps("同意")


async def _referred(talk: Talk, chen: Actor, wang: Actor) -> None:
    talk.passes(300)
    await chen.says("4号楼化粪池漏了")
    await wang.taps("联系了")
    await wang.chooses("转介…")
    await wang.taps("社区医院")
    await wang.says("张医生 0763-1234567")
    await wang.taps("5天")


async def _verified(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    for done in (True, False):
        talk.passes(300)
        await chen.says("4号楼的灭火器过期了")
        await wang.taps("联系了")
        await wang.taps("办结")
        await wang.taps("已清理干净")
        if done:
            await zhang.taps("看过，办好了")
            await zhang.sends_photo()
            await zhang.says("换上新的了")
        else:
            await zhang.taps("看过，没办好")
            await zhang.says("门还是开着")
