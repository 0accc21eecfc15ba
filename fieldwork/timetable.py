"""What time brings to a report, and when: reckoned from its events, never kept (RULES 3.3 and 3.4).

A *leg* is a stretch of a report's life that has a limit (`legs`). On each leg stand *marks*: the reminder before
the limit, the limit itself, what rises after it; beside the legs, days that somebody has named (`marks`). How the
clocks begin anew and when they stand still is the report's course (`course`).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property

from fieldwork.course import STOPS, Course
from fieldwork.marks import LATE, MARKS, Due
from fieldwork.reports import Event, ReportKind

FIRED = "clock"  # the event that says that a mark was reached and acted on


class Sheet(Course):
    """One report's timetable."""

    @cached_property
    def table(self) -> list[Due]:
        """Everything that time brings to it, past and to come, in the order it comes."""
        if self.report.kind is ReportKind.ACTIVITY or self.report.state not in MARKS:
            return []
        found = [due for make in MARKS[self.report.state] for due in make(self)]
        return sorted(found, key=lambda due: due.at)


def coming(sheet: Sheet) -> list[Due]:
    """What of the timetable was not acted on yet, in the order it comes."""
    done, table = fired(sheet.events), sheet.table
    passed = {(due.leg, due.round): due.at for due in table if due.leg != "day" and due.step in done}
    return [due for due in table if due.step not in done and not _is_passed_over(due, passed)]


def to_act_on(sheet: Sheet, now: datetime) -> list[Due]:
    """What is due now: of each leg the last mark alone, since it says more than those before it."""
    reached = {due.leg if due.leg != "day" else due.name: due for due in coming(sheet) if due.at <= now}
    return sorted(reached.values(), key=lambda due: due.at)


def next_due(sheet: Sheet) -> datetime | None:
    """When time brings something next; None where nothing is waited for."""
    return min((due.at for due in coming(sheet)), default=None)


def next_look(sheet: Sheet, now: datetime) -> datetime | None:
    """When to look again: when time brings something, or a level that is to rise once more.

    A limit that was acted on and then moved, by a closure that was said later, is over a second time; nobody is
    told twice.
    """
    rising = (due.at for due in sheet.table if due.level and due.at > now)
    come = next_due(sheet)
    return min((*rising, *((come,) if come else ())), default=None)


def level(sheet: Sheet, now: datetime) -> int:
    """The overdue level, 0 to 3; what is done again begins at 1 (RULES 3.3). It stands still when time does."""
    if sheet.report.state in STOPS:
        return sheet.report.level
    base = 1 if sheet.was_reworked else 0
    own = (due.level for due in sheet.table if due.at <= now and not due.leg.startswith("reporter"))
    return max(base, *own, 0)


def limits(sheet: Sheet) -> dict[str, datetime]:
    """When each leg that runs now ends: `sign`, `contact`, `done`; `reporter.done` as the reporter counts."""
    return {due.leg: due.at for due in sheet.table if due.mark == LATE}


def fired(events: Sequence[Event]) -> frozenset[str]:
    """The steps that were acted on, as the history has them."""
    return frozenset(str(json.loads(event.reason)["step"]) for event in events if event.step == FIRED)


def _is_passed_over(due: Due, passed: Mapping[tuple[str, int], datetime]) -> bool:
    """Whether a later mark of the same leg was acted on."""
    latest = passed.get((due.leg, due.round))
    return latest is not None and latest >= due.at
