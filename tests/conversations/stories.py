"""Whole lives of reports, as the tests of every button live them: each leaves all its buttons behind."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests import cast
from tests.conversations.racing import Racer
from tests.talk import Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


@dataclass
class Stage:
    """Everybody of the cast, each by name; whoever sees a button that another presses, presses it too."""

    talk: Talk
    chen: Racer
    wang: Racer
    zhang: Racer
    luo: Racer
    feng: Racer
    liu: Racer
    li: Racer
    zhao: Racer
    lin: Racer

    @property
    def everybody(self) -> list[Racer]:
        return [self.chen, self.wang, self.zhang, self.luo, self.feng, self.liu, self.li, self.zhao, self.lin]


def on_stage(talk: Talk) -> Stage:
    """The cast, each a rival of all others."""
    members = (cast.CHEN, cast.WANG, cast.ZHANG, cast.LUO, cast.FENG, cast.LIU, cast.LI, cast.ZHAO, cast.LIN)
    stage = Stage(talk, *(Racer(member, talk) for member in members))
    for racer in stage.everybody:
        racer.rivals = [other for other in stage.everybody if other is not racer]
    return stage


Story = Callable[[Stage], Awaitable[None]]


async def looked_at_by_all(stage: Stage) -> None:
    """The card in the hands of the station and of those above."""
    for one in (stage.zhang, stage.luo, stage.feng):
        await one.says(NUMBER)


async def plain(stage: Stage) -> None:
    """Signed, done, not solved, done again by another, closed."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("更多")
    await stage.wang.taps("签收")
    await stage.wang.taps("联系了")
    await stage.wang.taps("办结")
    await stage.wang.taps("已清理干净")
    await stage.chen.taps("还没解决")
    await stage.zhang.taps("签收")
    await stage.zhang.taps("办结")
    await stage.zhang.taps("上门了")
    await stage.zhang.taps("已修好，现场确认过")
    await stage.chen.taps("解决了")
    await stage.chen.taps("满意")


async def handed_over(stage: Stage) -> None:
    """From colleague to colleague, and taken over by the head."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("签收")
    await stage.wang.taps("转给…")
    await stage.wang.taps("张立文")
    await stage.luo.taps("我来接手")
    await stage.luo.taps("办结")
    await stage.luo.taps("打了电话")
    await stage.luo.taps("已请物业处理完毕")
    await stage.chen.taps("解决了一部分")
    await stage.chen.taps("基本满意")


STORIES: dict[str, Story] = {"plain": plain, "handed over": handed_over}
