"""The transcripts of who is on duty and of what comes in a rhythm: their stories turn the clock."""

from tests.conversations.test_asking_monthly import comes
from tests.conversations.test_claiming import WORDS, call_for
from tests.conversations.test_transcripts import (
    CONVERSATIONS,
    DUTY,
    RHYTHMS,
    _everything_said,
    _was_said,
    transcript,
)
from tests.talk import Actor, Talk


def untrue(talk: Talk, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """The pieces of these transcripts that were not said."""
    said = set(_everything_said(talk))
    pieces = [
        (file.stem, piece) for file in CONVERSATIONS if file.stem in names for piece in transcript(file)
    ]
    assert {name for name, _ in pieces} == set(names)
    return [one for one in pieces if not _was_said(one[1], said, "\n".join(said))]


async def test_who_is_on_duty_is_told_as_the_transcripts_say(
    talk: Talk, wang: Actor, zhang: Actor, luo: Actor, deng: Actor
) -> None:
    await luo.says("休息")
    await luo.says("西湖站 3-4到3-5 休息 盘点")
    await luo.taps("照常上班")
    await luo.says("值班")
    await luo.taps("西湖站")
    await luo.taps("周六")
    await luo.taps("张立文")
    comes(talk, "2026-03-06 16:05")
    await talk.settle()
    await zhang.says("值班")
    await zhang.taps("换班 03-07 周六")
    await zhang.taps("王慧敏")
    await wang.taps("我来值")
    comes(talk, "2026-12-01 10:00")
    await deng.hears_now()
    assert untrue(talk, DUTY) == []


async def test_what_comes_in_a_rhythm_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, li: Actor, wang: Actor, team: Actor, luo: Actor
) -> None:
    await chen.says(WORDS)
    await wang.taps("签收")
    await call_for(wang, line="周六上午帮忙搬旧家具")
    await team.taps("我来")
    comes(talk, "2026-03-06 18:10")
    await talk.settle()
    await team.taps("去不了了")
    await li.says("我的提醒")
    await li.taps("改时间")
    await li.taps("19:00")
    await li.taps("停：")
    for day in ("04-01", "05-06", "06-01"):
        comes(talk, f"2026-{day} 09:31")
        await chen.hears_now()
    comes(talk, "2026-08-03 09:31")
    await luo.taps("下个月再问问看")
    comes(talk, "2026-09-01 09:31")
    await chen.hears_now()
    await chen.taps("没事，都好")
    assert untrue(talk, RHYTHMS) == []
