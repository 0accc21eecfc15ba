"""An account of what was done in some days: each activity, whether it counts there, and with what.

An activity counts on the day that its lines stand on. Where its own day was closed (封账) that is a later one, and what
was made void after that is taken off later too. So an account of a month lists what was held in it and what counts in
it; a row that counts has the numbers of its lines, and the rows that count come to the figures of that place and time.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from fieldwork.activities import Activity, ActivityKind, Counts, Stage, Unit
from fieldwork.counting_in import DOORS_NOT_MET, VOLUNTEER_HOURS, Beside
from fieldwork.days import Span
from fieldwork.exports import ACTIVITY_COLUMNS, Row, plain
from fieldwork.figures import Line, Sums

COLUMNS = ("number", "standing", "kind", *ACTIVITY_COLUMNS[3:-1])
_BESIDE = (VOLUNTEER_HOURS, DOORS_NOT_MET)


class Standing(StrEnum):
    """How a row stands to the figures of the days that are asked for."""

    COUNTED = "counted"  # 已计入
    LATE = "late"  # 补报: counts here, since its own day was closed
    BACK = "back"  # taken off here, since the day that it counted on is closed
    ELSEWHERE = "elsewhere"  # held in these days, counted in others
    UNCONFIRMED = "unconfirmed"  # whoever told of it has not confirmed its numbers
    WAITING = "waiting"  # nobody has accepted it yet
    RETURNED = "returned"
    VOID = "void"


IN_THE_FIGURES = (Standing.COUNTED, Standing.LATE, Standing.BACK)
STANDINGS: Mapping[Stage, Standing] = {
    Stage.DRAFT: Standing.UNCONFIRMED, Stage.SUBMITTED: Standing.WAITING, Stage.RESUBMITTED: Standing.WAITING,
    Stage.RETURNED: Standing.RETURNED, Stage.ACCEPTED: Standing.ELSEWHERE, Stage.VOID: Standing.VOID,
}  # fmt: skip


class Entry(NamedTuple):
    """A row of the account: how it stands, as what kind, and how much of each unit."""

    standing: Standing
    kind: ActivityKind
    counts: Counts
    not_met: float = 0
    hours: float = 0  # of volunteers

    def over(self, row: Row) -> Row:
        """A row of ACTIVITY_COLUMNS with what this entry says instead; what was kept back stays so."""
        said = {
            "standing": self.standing.value, "kind": self.kind.value, "not_met": plain(self.not_met) or None,
            VOLUNTEER_HOURS: plain(self.hours) or None,
            **{unit.value: plain(self.counts[unit]) if unit in self.counts else None for unit in Unit},
        }  # fmt: skip
        shown = row.keys() | {"standing"}
        return {**row, **{name: value for name, value in said.items() if name in shown}}


def entries(activity: Activity, told: Counts, beside: Beside, lines: Sums, days: Span) -> Iterator[Entry]:
    """The rows of one activity: what its lines in these days come to, or how it stands where it has none.

    Mostly one. A kind that was corrected after its day was closed is taken off as the one and added as the other.
    """
    kinds = {line.name: None for line in lines if line.name not in _BESIDE} or dict.fromkeys(
        [activity.kind.value] if lines else []
    )
    main = next((name for name in kinds if name == activity.kind.value), next(iter(kinds), ""))
    for name in kinds:
        yield _counted(name, {line: added for line, added in lines.items()
                              if line.name == name or (name == main and line.name in _BESIDE)})  # fmt: skip
    if not kinds and days.since <= activity.held_on <= days.until:
        yield Entry(STANDINGS[activity.stage], activity.kind, told, beside.not_met, beside.hours)


def _counted(name: str, lines: Sums) -> Entry:
    counts = {Unit(line.unit): added.number for line, added in lines.items() if line.name == name}
    not_met, hours = (sum(added.number for line, added in lines.items() if line.name == of)
                      for of in (DOORS_NOT_MET, VOLUNTEER_HOURS))  # fmt: skip
    taken_off = all(added.number < 0 for added in lines.values())
    late = Standing.LATE if any(added.late for added in lines.values()) else Standing.COUNTED
    return Entry(Standing.BACK if taken_off else late, ActivityKind(name), counts, not_met, hours)


def totals(found: Iterable[Entry]) -> dict[Line, float]:
    """What the rows that count come to, kind by kind and unit by unit."""
    summed = dict[Line, float]()
    for entry in found:
        if entry.standing in IN_THE_FIGURES:
            of = {Line(entry.kind.value, unit.value): number for unit, number in entry.counts.items()}
            of[Line(DOORS_NOT_MET, Unit.TIMES.value)] = entry.not_met
            of[Line(VOLUNTEER_HOURS, Unit.HOURS.value)] = entry.hours
            for line, number in of.items():
                summed[line] = summed.get(line, 0) + number
    return {line: number for line, number in summed.items() if number}
