"""From an accepted activity to its lines in the figures, and out of them again (RULES 3.2).

What is taken out is not deleted: the same lines stand there once more with the opposite number. A line whose day
was closed (封账) moves to the first open one, as 补报; so does its opposite, and a closed period stays as it is.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from fieldwork.activities import Activity, ActivityKind, Counts, Unit
from fieldwork.tallies import Closing, Tally, entry

VOLUNTEER_HOURS = "volunteer_hours"  # of those on the list whose minutes the organiser confirmed
CALLS_COUNTED = "calls_counted"  # home visits of which 户次 are known: the others have 户 alone
DOORS_NOT_MET = "not_met"  # 未遇: calls from door to door at which nobody was in
_OF_ONE_LINE = {"day", "number", "late", "at"}  # what differs between a line and its opposite


class Beside(NamedTuple):
    """What counts beside an activity's own numbers."""

    hours: float = 0  # of volunteers
    not_met: int = 0  # doors of an outing


def lines(
    activity: Activity, counts: Counts, beside: Beside, path: str, category: str, at: datetime
) -> list[Tally]:
    """What an accepted activity adds: a line a unit, on the day it was held."""
    amounts = {(activity.kind.value, unit): number for unit, number in counts.items()}
    amounts[VOLUNTEER_HOURS, Unit.HOURS] = beside.hours
    amounts[DOORS_NOT_MET, Unit.TIMES] = beside.not_met
    if activity.kind is ActivityKind.HOME_VISIT and Unit.HOUSEHOLD_VISITS in counts:
        amounts[CALLS_COUNTED, Unit.TIMES] = counts.get(Unit.TIMES, 1)
    by_time = activity.decided_by is None and not activity.imported
    return [
        Tally(day=activity.held_on, name=name, unit=unit.value, number=number, serial=activity.serial, path=path,
              station=activity.station, category=category, person_id=activity.person_id,
              organisation_id=activity.organisation_id, project_id=activity.project_id, by_time=by_time, at=at)
        for (name, unit), number in amounts.items() if number
    ]  # fmt: skip


def opposites(entered: Iterable[Tally], at: datetime) -> list[Tally]:
    """What takes out all that still stands of a record's lines, given in the order they were entered."""
    standing = dict[tuple[Any, ...], Tally]()
    for line in entered:
        what = tuple(line.model_dump(exclude=_OF_ONE_LINE).values())
        before = standing.pop(what, None)
        number = line.number + (before.number if before else 0)
        if number:
            standing[what] = (before or line).model_copy(update={"number": number})
    return [line.model_copy(update={"number": -line.number, "at": at}) for line in standing.values()]


def on_open_days(told: Iterable[Tally], closings: Sequence[Closing]) -> list[Tally]:
    """The same lines, each where it may still be entered."""
    return [_on_open_day(line, closings) for line in told]


def _on_open_day(line: Tally, closings: Sequence[Closing]) -> Tally:
    where = entry(line.day, line.path, closings)
    return line.model_copy(update={"day": where.day, "late": line.late or where.late})
