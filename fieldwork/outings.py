"""开始走访 … 结束: what a walk from door to door comes to, reckoned from its lines.

Units stay apart: 户 are the doors, each once; 户次 are the calls, so many as there are lines, and are told where
a door was called at more than once; 人次 are only what the lines themselves say. A wrong address is no household. Who
was not met was called at all the same (未遇).
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from fieldwork.activities import HouseholdLine, Met, Outing, Unit

EVENING = time(20, 25)  # when closing is offered: what leaves then is there before quiet hours
LONGEST = timedelta(days=3)  # then it is closed by itself, with what there is


class Walked(NamedTuple):
    """What an outing comes to."""

    households: int = 0  # 户
    visits: int = 0  # 户次
    not_met: int = 0  # 未遇, as attempts
    person_times: int | None = None  # 人次, where any line says them
    unsaid: tuple[str, ...] = ()  # the doors at which somebody was met, and no line says how many

    @property
    def is_to_ask(self) -> bool:
        """Whether 人次 are not known of all who were met."""
        return self.person_times is None or bool(self.unsaid)

    @property
    def counts(self) -> dict[Unit, float]:
        """The numbers of the activity, all of which its card shows: what is counted was confirmed there."""
        beside = {
            Unit.HOUSEHOLD_VISITS: self.visits if self.visits != self.households else None,
            Unit.PERSON_TIMES: self.person_times,
        }
        said = {unit: number for unit, number in beside.items() if number is not None}
        return {Unit.TIMES: 1, Unit.HOUSEHOLDS: self.households, **said}


def walked(lines: Sequence[HouseholdLine]) -> Walked:
    """Sums an outing up. A line without a door is a household of its own: nobody knows which."""
    there = [line for line in lines if line.met is not Met.WRONG]
    doors = {line.door or f"#{line.id}" for line in there}
    said = [line.person_times for line in there if line.person_times is not None]
    missed = sum(line.met is Met.NOT_MET for line in there)
    return Walked(len(doors), len(there), missed, sum(said) if said else None, _unsaid(there))


def _unsaid(there: Sequence[HouseholdLine]) -> tuple[str, ...]:
    """Who is named may not have been alone, so nobody is counted whom no line counts."""
    told = {line.door for line in there if line.person_times is not None}
    met = dict.fromkeys(line.door for line in there if line.met is Met.MET and line.door)
    return tuple(door for door in met if door not in told)


def next_evening(now: datetime, zone: tzinfo) -> datetime:
    """When closing what is under way is offered next."""
    here = now.astimezone(zone)
    today = datetime.combine(here.date(), EVENING, zone)
    return today if today > here else datetime.combine(here.date() + timedelta(days=1), EVENING, zone)


def was_open(outing: Outing, at: datetime) -> bool:
    """Whether somebody was on it at a moment: a message that comes late belongs to the outing of its time."""
    return outing.began_at <= at and (outing.ended_at is None or at < outing.ended_at)
