"""The cast on one stage, each a rival of all others, and how a life that they live is told.

A story is kept under its name, with the buttons that are pressed in it; the tests of every button live them all.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from tests import cast
from tests.conversations.racing import Racer
from tests.talk import Actor, Talk

LEAK, NUMBER, DONE = "4号楼化粪池漏了", "N-10001-6", "A-10001-6"
THIEVES = (cast.SUN, cast.LIN, cast.GRACE)  # a worker, an outsider and a volunteer, none of them of here


@dataclass
class Stage:
    """Everybody of the cast, each by name; whoever sees a button that another presses, presses it too."""

    talk: Talk
    chen: Racer
    wang: Racer
    zhang: Racer
    luo: Racer
    feng: Racer
    wu: Racer
    zhao: Racer
    li: Racer
    liang: Racer
    jianye: Racer
    team: Racer
    others: list[Racer] = field(default_factory=list, init=False)  # whom one story alone needs

    @property
    def everybody(self) -> list[Racer]:
        """All of them, in the order in which they press."""
        named = [one for each in fields(self) if isinstance(one := getattr(self, each.name), Racer)]
        return [*named, *self.others]

    def also(self, member: cast.Member) -> Racer:
        """One more of the cast, a rival like the others."""
        one = Racer(member, self.talk, rivals=self.everybody, thieves=self.wang.thieves)
        self.others.append(one)
        return one


async def on_stage(talk: Talk) -> Stage:
    """The cast, each a rival of all others; whom nothing of it concerns, stands by and grabs at every button."""
    stage = Stage(talk, *(Racer(getattr(cast, each.name.upper()), talk) for each in fields(Stage)[1:-1]))
    thieves = [Actor(member, talk) for member in THIEVES]
    for thief in thieves:
        await thief.says("/start")
    for racer in stage.everybody:
        racer.thieves = thieves
        racer.rivals = [other for other in stage.everybody if other is not racer]
    return stage


Life = Callable[[Stage], Awaitable[None]]


class Story(NamedTuple):
    """A life, and the actions of all buttons that somebody presses in it."""

    live: Life
    pressed: frozenset[str]


STORIES: dict[str, Story] = {}


def story(*actions: str) -> Callable[[Life], Life]:
    """Keeps a life among the stories, by its name; it leaves all its buttons behind."""

    def kept(live: Life) -> Life:
        STORIES[live.__name__.replace("_", " ")] = Story(live, frozenset(" ".join(actions).split()))
        return live

    return kept


async def looked_at_by_all(stage: Stage) -> None:
    """The card in the hands of the station and of those above."""
    for one in (stage.zhang, stage.luo, stage.feng):
        await one.says(NUMBER)


async def over(reporter: Racer, *numbers: str) -> None:
    """Its reporter needs it no more, so that no old screen has anything to do."""
    for number in numbers:
        await reporter.taps("不对，改一下", await reporter.card(number))
        await reporter.taps("不用管了")
