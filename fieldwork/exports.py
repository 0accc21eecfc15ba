"""What leaves the books as a table: which records, which columns, and what of each (FIELD 4.1; RULES 3.5).

A record is a row of plain values. What its privacy class keeps back (fieldwork.seeing) is an empty cell, never
a missing row, so that the rows can be counted. Who took what, when and why is kept (`Taken`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, NamedTuple

from fieldwork import seeing
from fieldwork.activities import Activity, Stage, Unit
from fieldwork.counting_in import VOLUNTEER_HOURS, Beside
from fieldwork.people import HEADS, STAFF, Role
from fieldwork.places import Network, Station
from fieldwork.reports import Report
from fieldwork.seeing import Part, Sight, Surface, Viewer

Row = Mapping[str, Any]
"""A record by the names of columns: texts, numbers, days, times; what is kept back or unknown is None."""
LONGEST_REASON = 200  # characters


class What(StrEnum):
    """Which records. Names are stored."""

    NEEDS = "report"
    ACTIVITIES = "activity"
    AUDIT = "audit"  # both, with all that proves them


class Order(NamedTuple):
    """What is to be taken out: which records, of which days (both included), with or without words."""

    what: What
    since: date | None = None
    until: date | None = None
    words: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table."""
        all_ = NEED_COLUMNS if self.what is What.NEEDS else ACTIVITY_COLUMNS
        return all_ if self.words else all_[:-1]


class Taken(NamedTuple):
    """That somebody took something out."""

    what: str
    place: str
    since: date | None
    until: date | None
    reason: str
    at: datetime
    many: int
    sha256: str
    person_id: int | None = None  # at the command line whose view was taken, if anybody's
    operator: str = ""  # the machine's account, at the command line


class Moments(NamedTuple):
    """When the turning points of a need were, as its history has them."""

    signed: datetime | None = None
    contacted: datetime | None = None
    done: datetime | None = None
    imported: datetime | None = None  # 补录: when it was brought in from a file


class Scope:
    """Whose records: those at a place and below it, and of them what somebody may know of."""

    def __init__(
        self, network: Network, day: date, place: str = "", reader: Sequence[Role] | None = None
    ) -> None:
        """`reader`: the roles of whom it is for; None, whoever sits at the machine. No `place`: everywhere."""
        self.network, self._day, self._place, self._reader = network, day, place, reader
        self._viewers: dict[str, Viewer] = {}
        self._lie_there: dict[str, bool] = {}
        self._names: dict[str, str] = {}

    @property
    def tops(self) -> list[str]:
        """The places whose records these are, none within another; an empty one is everywhere."""
        if self._place or self._reader is None:
            return [self._place]
        seats = {self._seat(station) for station in self._stations(iter(self._reader))}
        trails = sorted((self.network.trail(seat), seat) for seat in seats)
        return [seat for trail, seat in trails
                if not any(trail != other and trail.startswith(other) for other, _ in trails)]  # fmt: skip

    @cached_property
    def paths(self) -> list[str]:
        """Where these stand in the tree, as lines of the figures keep it."""
        return [self.network.trail(top) for top in self.tops]

    def lies(self, place: str | None, station: str) -> bool:
        """Whether what happened at a place (or, where nobody knows, at a station) counts there."""
        where = place or self._seat(station)
        if where not in self._lie_there:
            self._lie_there[where] = self.network.trail(where).startswith(tuple(self.paths))
        return self._lie_there[where]

    def may_list(self, report: Report) -> bool:
        """Whether the reader may know at all that there is such a record."""
        return Part.NUMBER in self.sight(report)

    def holds(self, report: Report) -> bool:
        """Whether a record belongs to what is taken out."""
        there = not self._place or self.lies(report.place, report.station)
        return there and self.may_list(report)

    def name(self, place: str | None) -> str | None:
        """What a place is called, from the top."""
        if place and place not in self._names:
            self._names[place] = self.network.path(place)
        return self._names[place] if place else None

    def sight(self, report: Report) -> Sight:
        """What of a record may be taken out."""
        return seeing.sight(self._viewer(report.station), report, Surface.EXPORT)

    def _viewer(self, station: str) -> Viewer:
        if self._reader is None:
            return Viewer.MACHINE
        if station not in self._viewers:
            self._viewers[station] = self._looks_as(station, self._reader)
        return self._viewers[station]

    def _looks_as(self, station: str, reader: Sequence[Role]) -> Viewer:
        above = {each.code for each in self.network.stations_above(self._seat(station), self._day)} | {
            station
        }
        if not above.isdisjoint(self._stations(role for role in reader if role.kind in HEADS)):
            return Viewer.ABOVE
        staffed = self._stations(role for role in reader if role.kind in STAFF)
        return Viewer.OUTSIDER if above.isdisjoint(staffed) else Viewer.COLLEAGUE

    def _stations(self, roles: Iterator[Role]) -> set[str]:
        seats: list[list[Station]] = [self.network.stations_above(role.place, self._day) for role in roles]
        return {found[0].code for found in seats if found}

    def _seat(self, station: str) -> str:
        seat = self.network.stations.get(station)
        return seat.place if seat else ""


# -- needs ------------------------------------------------------------------------------------------

NEED_COLUMNS = (
    "number", "state", "urgency", "category", "place", "place_name", "station", "sent_at", "signed_at",
    "contacted_at", "done_at", "closed_at", "due_on", "level", "hops", "returns", "finding", "answer", "grade",
    "answered_by_phone", "excluded", "imported", "words",
)  # fmt: skip
_OPEN_TO_ALL = (
    "number", "state", "category", "sent_at", "signed_at", "contacted_at", "done_at", "closed_at", "kind", "stage",
    "held_on", "held_until",
)  # fmt: skip
_NEEDS: Mapping[str, Part] = {
    "state": Part.STATE, "category": Part.CATEGORY, "urgency": Part.URGENCY, "place": Part.BUILDING,
    "place_name": Part.BUILDING, "station": Part.STATION, "words": Part.WORDS,
}  # fmt: skip
"""Which part of a report a column shows; what is not named here goes with the place."""


def need_row(scope: Scope, report: Report, moments: Moments) -> Row:
    """A need as a row of NEED_COLUMNS."""
    whole = {
        "number": report.number,
        "state": report.state.value,
        "urgency": report.urgency.value,
        "category": report.category,
        "place": report.place,
        "place_name": scope.name(report.place),
        "station": report.station,
        "sent_at": report.sent_at,
        "signed_at": moments.signed,
        "contacted_at": moments.contacted,
        "done_at": moments.done,
        "closed_at": report.closed_at,
        "due_on": report.due_on,
        "level": report.level,
        "hops": report.hops,
        "returns": report.returns,
        "finding": report.finding.value if report.finding else None,
        "answer": report.answer,
        "grade": report.grade,
        "answered_by_phone": report.answered_by_phone,
        "excluded": report.excluded,
        "imported": moments.imported is not None,
        "words": report.words or report.text,
    }
    return _let_out(whole, scope.sight(report))


def _let_out(whole: Row, sight: Sight) -> Row:
    """What of a row the record's class lets out."""
    shown = _shown(sight.parts)
    return {name: value for name, value in whole.items() if name in shown}


@cache
def _shown(parts: frozenset[Part]) -> frozenset[str]:
    """The columns that may be filled of what may be seen in these parts."""
    plain_ = {*NEED_COLUMNS, *ACTIVITY_COLUMNS} - _NEEDS.keys() if Part.BUILDING in parts else set()
    return frozenset(
        {*_OPEN_TO_ALL, *plain_} - _NEEDS.keys() | {n for n, part in _NEEDS.items() if part in parts}
    )


# -- activities -------------------------------------------------------------------------------------

UNITS = tuple(unit.value for unit in Unit)
ACTIVITY_COLUMNS = (
    "number", "kind", "stage", "held_on", "held_until", "period", "place", "place_name", "station", *UNITS,
    "not_met", VOLUNTEER_HOURS, "minutes", "volunteers", "person", "organisation", "project", "imported",
    "accepted_by", "accepted_at", "by_time", "counted_on", "words",
)  # fmt: skip


class Tags(NamedTuple):
    """The names of organisations and projects, by number."""

    organisations: Mapping[int, str]
    projects: Mapping[int, str]


def activity_row(
    scope: Scope, report: Report, activity: Activity, counts: Mapping[Unit, float], beside: Beside, tags: Tags
) -> Row:
    """An activity as a row of ACTIVITY_COLUMNS. Who did it is told by number; 未遇 and hours stand beside."""
    accepted = activity.stage is Stage.ACCEPTED
    whole = {
        "number": report.number,
        "kind": activity.kind.value,
        "stage": activity.stage.value,
        "held_on": activity.held_on,
        "held_until": activity.held_until,
        "period": activity.period,
        "place": activity.place,
        "place_name": scope.name(activity.place),
        "station": activity.station,
        **{unit.value: plain(counts[unit]) for unit in Unit if unit in counts},
        "not_met": beside.not_met or None,
        VOLUNTEER_HOURS: plain(beside.hours) or None,
        "minutes": activity.minutes,
        "volunteers": activity.volunteers,
        "person": activity.person_id,
        "organisation": tags.organisations.get(activity.organisation_id or 0),
        "project": tags.projects.get(activity.project_id or 0),
        "imported": activity.imported,
        "accepted_by": activity.decided_by if accepted else None,
        "accepted_at": activity.decided_at if accepted else None,
        "by_time": accepted and activity.decided_by is None,
        "counted_on": activity.counted_on,
        "words": activity.topic or report.words or report.text,
    }
    return _let_out(whole, scope.sight(report))


def plain(number: float) -> int | float:
    """Whole numbers without a point."""
    return int(number) if number == int(number) else number
