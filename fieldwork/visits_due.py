"""When somebody is to be visited, who comes first today, and how many were visited in time (RULES 3.6).

The rhythm runs from the last visit. An appointment is never on a day off: it stands on the working day before, at
high risk on the nearest one. It is reckoned when it is asked for, so that a new holiday moves it by itself.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from fieldwork.calendars import Calendar
from fieldwork.care import CarePlan, Mute, Outcome, Risk, Visit
from fieldwork.places import Network

AHEAD = timedelta(days=21)  # no holidays are longer: further ahead nothing can stand on today
_FURTHEST = 40  # days that are looked through for a working day
_RANK = {risk: rank for rank, risk in enumerate(Risk)}


def on_working_day(day: date, risk: Risk, calendar: Calendar) -> date:
    """The day an appointment stands on: the working day before a day off, at high risk the nearest one."""
    for away in range(_FURTHEST):
        before, after = day - timedelta(days=away), day + timedelta(days=away)
        if calendar.is_working_day(before):
            return before
        if risk is Risk.HIGH and calendar.is_working_day(after):
            return after
    return day  # nobody works for weeks: it stands as it is


def appointment(plan: CarePlan, calendar: Calendar) -> date | None:
    """The day on which somebody is to be visited next; None for what has ended."""
    if plan.next_on is None:
        return None
    day = on_working_day(plan.next_on, plan.risk, calendar)
    fresh = plan.visited_on is not None and day <= plan.visited_on
    return plan.next_on if fresh else day  # holidays longer than the rhythm: not on the day of the last visit


def is_due(plan: CarePlan, day: date, calendar: Calendar) -> bool:
    """Whether somebody is to be visited on a day: by the rhythm, after a change, or in an extra round."""
    if plan.next_on is None:
        return False
    if plan.changed_at is not None or (plan.extra_on is not None and plan.extra_on <= day):
        return True
    stands = appointment(plan, calendar)
    return stands is not None and stands <= day


def deadline(plan: CarePlan, days: int) -> date:
    """The last day of the running interval, whatever was put off."""
    return plan.visited_on + timedelta(days=days) if plan.visited_on else plan.first_on


def late(plan: CarePlan, days: int, day: date, pauses: Sequence[Mute] = ()) -> int:
    """By how many days the interval is over; 0 while it runs, and where it ended in a pause, from its end on."""
    return max((day - _after_pauses(deadline(plan, days), pauses)).days, 0)


def most_urgent_first(plans: Iterable[CarePlan], days: dict[Risk, int], day: date) -> list[CarePlan]:
    """A change first, then what is overdue, then by risk; of these what is later."""

    def key(plan: CarePlan) -> tuple[bool, bool, int, int, int]:
        over = late(plan, days[plan.risk], day)
        return plan.changed_at is None, over == 0, _RANK[plan.risk], -over, plan.id

    return sorted(plans, key=key)


class Today(NamedTuple):
    """What one person has to do on a day: so many, by building; and how many wait for the next."""

    plans: tuple[CarePlan, ...]
    later: int = 0


def todays(plans: Iterable[CarePlan], days: dict[Risk, int], day: date, a_day: int) -> Today:
    """The most urgent of what is due, grouped by building; a change and an extra round never wait."""
    ordered = most_urgent_first(plans, days, day)
    at_once = [plan for plan in ordered if plan.changed_at or (plan.extra_on and plan.extra_on <= day)]
    others = [plan for plan in ordered if plan not in at_once]
    room = max(a_day - len(at_once), 0)
    chosen = [plan for plan in ordered if plan in at_once or plan in others[:room]]
    buildings = list(dict.fromkeys(plan.place for plan in chosen))
    grouped = sorted(chosen, key=lambda plan: buildings.index(plan.place))
    return Today(tuple(grouped), len(others) - len(others[:room]))


# -- pauses -----------------------------------------------------------------------------------------


def covers(mute: Mute, plan: CarePlan, network: Network) -> bool:
    """Whether a pause is of this household: its own, or one of a place that it lies in."""
    return mute.plan_id == plan.id if mute.plan_id else network.contains(mute.place, plan.place)


def paused(plan: CarePlan, mutes: Iterable[Mute], network: Network, day: date) -> Mute | None:
    """The pause that holds on a day, the longest of several; a change is stronger than any."""
    if plan.changed_at is not None:
        return None
    holding = [mute for mute in mutes if mute.in_force(day) and covers(mute, plan, network)]
    return max(holding, key=lambda mute: mute.until, default=None)


# -- a visit that is told in other words -------------------------------------------------------------

_CALL = "走访|入户|探访|家访|探望|看望|慰问|上门"
_CALLS = re.compile(
    rf"(?:今天|今日|今早|昨天|刚才?|上午|下午|早上|中午|已经?).{{0,8}}(?:{_CALL})|(?:{_CALL}).{{0,6}}[了过]|去过|"
    r"^\s*(?:入户)?(?:走访|家访|探访)|\bVISITED\b"
)
_WISHES = re.compile("请|希望|能不能|可不可以|什么时候|麻烦|派人|安排|PLEASE|COULD")
_NOBODY = re.compile(
    "没人应|没人开|没人在|无人应|无人在|不在家|未遇|没遇到|没见到|敲门不应|NOBODY|NO ANSWER", re.IGNORECASE
)


def tells_of_visits(folded: str) -> bool:
    """Whether a text, as it is matched, tells of a visit at a door, and does not ask for one."""
    return _CALLS.search(folded) is not None and _WISHES.search(folded) is None


def nobody_opened(folded: str) -> bool:
    """Whether it says that nobody was there."""
    return _NOBODY.search(folded) is not None


def names_door(folded: str, door: str) -> bool:
    """Whether a text names a door: 502, 2-302, 2单元302; 走访502户 is a count."""
    unit, _, room = door.rpartition("-")
    if not room:
        return False
    before = rf"(?<!\d){re.escape(unit)}\s*(?:-|单元|座)?\s*" if unit else r"(?<![\d.])"
    return re.search(before + re.escape(room) + r"(?![\d.]|\s*[户人次个])", folded) is not None


# -- the month's rate -------------------------------------------------------------------------------


class Kept(NamedTuple):
    """One household in a span of days."""

    plan: CarePlan
    due: bool  # an interval of its ended then, or had ended before and nobody has come since
    met: bool = False  # in each of these intervals somebody was met
    paused: bool = False  # left out: a pause lay where it would have been due


class Rate(NamedTuple):
    """探访率: of the households that were due how many were visited in their interval; and who was left out."""

    due: int = 0
    met: int = 0
    paused: int = 0
    ended: int = 0
    phoned: int = 0  # reached by telephone: told beside it, never counted as met
    behind: tuple[CarePlan, ...] = ()
    in_time: tuple[CarePlan, ...] = ()


def kept(
    plan: CarePlan, visits: Sequence[Visit], mutes: Sequence[Mute], days: int, since: date, until: date
) -> Kept:
    """How one household was looked after from a day to a day; `until` is not over where it is today."""
    met_on = sorted(visit.day for visit in visits if visit.outcome is Outcome.MET)
    ends, left_out = list[tuple[date, date | None]](), False
    expected = plan.first_on
    for day in [*met_on, None]:
        moved = _after_pauses(expected, mutes)
        left_out |= moved != expected and since <= expected <= until
        ends.append((moved, day))
        expected = day + timedelta(days=days) if day else expected
    counted = [(end, day) for end, day in ends if _counts(end, day, since, until)]
    in_time = all(day is not None and day <= end for end, day in counted)
    return Kept(plan, bool(counted), bool(counted) and in_time, left_out and not counted)


def _counts(end: date, met: date | None, since: date, until: date) -> bool:
    """An interval belongs to where it ends; one that is over and open belongs to each day since."""
    if met is None or met > until:
        return end < until
    return since <= end <= until or (since <= met <= until and end >= since)


def _after_pauses(day: date, mutes: Sequence[Mute]) -> date:
    """An interval that would end in a pause ends with the day after it."""
    for mute in sorted(mutes, key=lambda mute: mute.since):
        over = mute.until if mute.ended_at is None else min(mute.until, mute.ended_at.date())
        if mute.since <= day <= over:
            day = over + timedelta(days=1)
    return day


def rate(those: Sequence[Kept], ended: int, visits: Iterable[Visit], since: date, until: date) -> Rate:
    """All of them together."""
    due = [each for each in those if each.due]
    phoned = sum(visit.outcome is Outcome.PHONED and since <= visit.day <= until for visit in visits)
    return Rate(
        due=len(due), met=sum(each.met for each in due), paused=sum(each.paused for each in those), ended=ended,
        phoned=phoned, behind=tuple(each.plan for each in due if not each.met),
        in_time=tuple(each.plan for each in due if each.met),
    )  # fmt: skip
