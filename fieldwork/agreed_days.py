"""Days that were agreed on by hand, and stand in a limit's place: a plan (方案), 延期, 督办, what a council set.

Where a report leads others instead of another, what was agreed on for that one is handed on to it.
"""

import json
from datetime import date, datetime
from typing import NamedTuple

from fieldwork.course import Course
from fieldwork.reports import Event

PLANNED = "plan_approved"  # 方案: how the work is done was agreed on, and its limit counts from there
HANDED_ON = "agreed_too"  # what had been agreed on goes on with the report that takes the lead …
_TOLD = "told"  # … and its reporter counts with that day
PLAN_HANDED_ON = "planned_too"  # the plan, too, goes on with the report that takes the lead
AGAIN = frozenset(
    {"extend", "supervise", "unpark", "council_set", PLANNED, PLAN_HANDED_ON, HANDED_ON}
)  # its limit was set anew


class Agreed(NamedTuple):
    """A day that was set by hand: 延期, 督办. What is left of it is counted from then on."""

    since: datetime
    end: datetime


def planned_at(course: Course) -> datetime | None:
    """When its plan was agreed on; it holds wherever the report goes, and for the one that takes its lead."""
    last = next((e for e in reversed(course.events) if e.step in (PLANNED, PLAN_HANDED_ON)), None)
    told = _handed_on(last).get("at") if last and last.step == PLAN_HANDED_ON else None
    return datetime.fromisoformat(told) if told else last.at if last else None


def agreed(course: Course) -> Agreed | None:
    """The day that the station was given last, unless its clock began anew since (RULES 3.3 e)."""
    report = course.report
    days = {"extend": report.due_on, "council_set": report.due_on, "supervise": report.supervise_until}
    last = _set_last(course)
    day = days.get(_set_by(last)) if last else None
    return Agreed(last.at, _end_of(course, day)) if last and day else None


def _set_last(course: Course) -> Event | None:
    """The step that set the limit of the work last, unless the clock began anew since."""
    anew = course.began(lambda _turning: True) or course.came_at
    return next((e for e in reversed(course.events) if e.step in AGAIN and e.at >= anew), None)


def _end_of(course: Course, day: date) -> datetime:
    """When a day that was agreed on is over. In working time a day off ends with the next day that is worked."""
    return course.calendar.closing(course.worked(day))


# -- what the reporter was told --------------------------------------------------------------------


def agreed_with_reporter(course: Course) -> Agreed | None:
    """The day that the reporter was told of: 延期. It holds wherever the report goes."""
    anew = course.began(lambda turning: turning.again or turning.raised) or course.came_at
    anew = max(anew, planned_at(course) or anew)  # with it they were told another day
    since, day = course.last(_told_reporter), course.report.due_on
    return Agreed(since, _end_of(course, day)) if since and since >= anew and day else None


def _told_reporter(event: Event) -> bool:
    return event.step == "extend" or (event.step == HANDED_ON and _handed_on(event).get("kind") == _TOLD)


# -- what is handed on -----------------------------------------------------------------------------


def to_hand_on(course: Course) -> dict[str, str]:
    """What was agreed on and is in force, as the reason of the event that hands it on; empty where nothing is."""
    last = _set_last(course) if agreed(course) else None
    step, told = _set_by(last) if last else "", agreed_with_reporter(course) is not None
    day = course.report.supervise_until if step == "supervise" else course.report.due_on
    if not day or not (last or told):
        return {}
    return {"step": step, "kind": _TOLD if told else "", "until": day.isoformat()}


def _set_by(event: Event) -> str:
    """The step that set a limit; of one that was handed on, the step that it had been set with."""
    return _handed_on(event).get("step", "") if event.step == HANDED_ON else event.step


def _handed_on(event: Event) -> dict[str, str]:
    return dict(json.loads(event.reason)) if event.reason.startswith("{") else {}
