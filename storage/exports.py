"""Records read for a way out, a thousand at a time, so that a year of them needs no more memory than a day;
and who took what."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, func, insert, select
from sqlmodel import Session

from fieldwork.activities import Activity, Unit
from fieldwork.counting_in import Beside
from fieldwork.exports import (
    Moments,
    Order,
    Row,
    Scope,
    Tags,
    Taken,
    What,
    activity_row,
    need_row,
)  # fmt: skip
from fieldwork.reports import Report, ReportKind
from storage import attending, outings
from storage.network import table_of
from storage.sealing import Sealed
from storage.tables import (
    ActivityRow,
    CountRow,
    EventRow,
    ExportRow,
    OrganisationRow,
    ProjectRow,
    ReportRow,
)

AT_ONCE = 1_000  # records
_REPORTS, _EVENTS, _EXPORTS = table_of(ReportRow), table_of(EventRow), table_of(ExportRow)
_ACTIVITIES, _COUNTS = table_of(ActivityRow), table_of(CountRow)
_OPEN = [c for c in _REPORTS.columns if c.name in Report.model_fields and not isinstance(c.type, Sealed)]
_WORDS = [_REPORTS.c.text, _REPORTS.c.words]  # opened only where words are asked for: that takes time
_WORDLESS = Report.model_construct()
_TURNING = ("sign", "contact", "done", "imported")


class Within(NamedTuple):
    """From a moment or a day to another, the last not included; None is without end."""

    since: Any = None
    until: Any = None

    @classmethod
    def of(cls, order: Order, zone: tzinfo) -> "Within":
        """The time of an order: needs by when they were sent, activities by the day held."""
        after = order.until + timedelta(days=1) if order.until else None
        if order.what is What.ACTIVITIES:
            return cls(order.since, after)
        begin, end = (day and datetime.combine(day, time(), zone) for day in (order.since, after))
        return cls(begin, end)


class Need(NamedTuple):
    """A need with its turning points."""

    report: Report
    moments: Moments


class Done(NamedTuple):
    """An activity with its report and its numbers, and what counts beside them."""

    report: Report
    activity: Activity
    counts: dict[Unit, float]
    beside: Beside = Beside()


def many(session: Session, order: Order, zone: tzinfo) -> int:
    """How many records are looked at; those that are not the reader's are among them."""
    within = Within.of(order, zone)
    return many_needs(session, within) if order.what is What.NEEDS else many_activities(session, within)


def rows(session: Session, order: Order, scope: Scope, zone: tzinfo) -> Iterator[Row | None]:
    """The records of an order, in the order of their numbers; None for one that is not the reader's."""
    within = Within.of(order, zone)
    if order.what is What.NEEDS:
        for need in needs(session, within, order.words):
            yield need_row(scope, *need) if scope.holds(need.report) else None
    else:
        named = tags(session)
        for done in activities(session, within, order.words):
            yield activity_row(scope, *done, named) if scope.holds(done.report) else None


def many_needs(session: Session, within: Within) -> int:
    """How many needs were sent in a time."""
    counted = select(func.count()).select_from(_REPORTS).where(*_needs(within))
    return int(session.connection().execute(counted).scalar_one())


def needs(session: Session, within: Within, words: bool) -> Iterator[Need]:
    """The needs sent in a time, in the order of their numbers."""
    last = 0
    while found := _some_needs(session, words, *_needs(within), _REPORTS.c.serial > last):
        last = found[-1].report.serial
        yield from found


def needs_of(session: Session, serials: Sequence[int]) -> Iterator[Need]:
    """Some needs, without words, in the order of their numbers."""
    for begin in range(0, len(serials), AT_ONCE):
        some = _REPORTS.c.serial.in_(serials[begin : begin + AT_ONCE])
        yield from _some_needs(session, False, some, _REPORTS.c.kind == ReportKind.NEED)


def _some_needs(session: Session, words: bool, *which: ColumnElement[bool]) -> list[Need]:
    asked = (
        select(*_OPEN, *(_WORDS if words else [])).where(*which).order_by(_REPORTS.c.serial).limit(AT_ONCE)
    )
    found = [_report(row) for row in session.connection().execute(asked).mappings()]
    moments = _moments(session, [report.serial for report in found])
    return [Need(report, moments.get(report.serial, Moments())) for report in found]


def _report(row: RowMapping) -> Report:
    """A report as the books have it; a copy of one without words takes a fifth of making each anew."""
    return _WORDLESS.model_copy(update=dict(row))


def _needs(within: Within) -> list[ColumnElement[bool]]:
    return [_REPORTS.c.kind == ReportKind.NEED, *_between(_REPORTS.c.sent_at, within)]


def _between(column: Any, within: Within) -> list[ColumnElement[bool]]:
    since = [] if within.since is None else [column >= within.since]
    return since + ([] if within.until is None else [column < within.until])


def _moments(session: Session, serials: Sequence[int]) -> dict[int, Moments]:
    """When each was signed for and contacted first, finished last, and brought in from a file."""
    of = _EVENTS.c.serial.in_(serials), _EVENTS.c.step.in_(_TURNING)
    asked = select(_EVENTS.c.serial, _EVENTS.c.step, _EVENTS.c.at).where(*of).order_by(_EVENTS.c.id)
    found: dict[int, dict[str, datetime]] = {}
    for serial, step, at in session.connection().execute(asked):
        of_one = found.setdefault(serial, {})
        of_one[step] = at if step == "done" else of_one.get(step, at)
    return {serial: Moments(*(at.get(step) for step in _TURNING)) for serial, at in found.items()}


def many_activities(session: Session, within: Within) -> int:
    """How many activities were held in a time."""
    counted = select(func.count()).select_from(_ACTIVITIES).where(*_between(_ACTIVITIES.c.held_on, within))
    return int(session.connection().execute(counted).scalar_one())


def activities(session: Session, within: Within, words: bool) -> Iterator[Done]:
    """The activities held in a time, in the order of their numbers."""
    last = 0
    while found := _activities(session, within, last):
        last = found[-1].serial
        yield from _done(session, found, words)


def activities_of(session: Session, serials: Sequence[int]) -> Iterator[Done]:
    """Some activities, without words, in the order of their numbers."""
    for begin in range(0, len(serials), AT_ONCE):
        some = _ACTIVITIES.c.serial.in_(serials[begin : begin + AT_ONCE])
        yield from _done(session, _asked_for(session, some), words=False)


def _done(session: Session, found: Sequence[Activity], words: bool) -> Iterator[Done]:
    serials = [activity.serial for activity in found]
    reports, counts = _reports(session, serials, words), _counts(session, serials)
    hours, missed = attending.many_hours(session, serials), outings.many_not_met(session, serials)
    beside = {serial: Beside(hours.get(serial, 0), missed.get(serial, 0)) for serial in serials}
    return (Done(reports[each.serial], each, counts.get(each.serial, {}), beside[each.serial])
            for each in found)  # fmt: skip


def _activities(session: Session, within: Within, after: int) -> list[Activity]:
    return _asked_for(session, _ACTIVITIES.c.serial > after, *_between(_ACTIVITIES.c.held_on, within))


def _asked_for(session: Session, *which: ColumnElement[bool]) -> list[Activity]:
    columns = [_ACTIVITIES.c[name] for name in Activity.model_fields]
    asked = select(*columns).where(*which).order_by(_ACTIVITIES.c.serial)
    rows = session.connection().execute(asked.limit(AT_ONCE)).mappings()
    return [Activity.model_construct(**row) for row in rows]


def _reports(session: Session, serials: Sequence[int], words: bool) -> dict[int, Report]:
    columns = [*_OPEN, *(_WORDS if words else [])]
    rows = session.connection().execute(select(*columns).where(_REPORTS.c.serial.in_(serials))).mappings()
    return {row["serial"]: _report(row) for row in rows}


def _counts(session: Session, serials: Sequence[int]) -> dict[int, dict[Unit, float]]:
    asked = select(_COUNTS.c.serial, _COUNTS.c.unit, _COUNTS.c.number).where(_COUNTS.c.serial.in_(serials))
    found: dict[int, dict[Unit, float]] = {}
    for serial, unit, number in session.connection().execute(asked):
        found.setdefault(serial, {})[Unit(unit)] = number
    return found


def tags(session: Session) -> Tags:
    """What organisations and projects are called."""
    named = [{row.id: row.name for row in session.connection().execute(select(table.c.id, table.c.name))}
             for table in (table_of(OrganisationRow), table_of(ProjectRow))]  # fmt: skip
    return Tags(*named)


# -- who took what ----------------------------------------------------------------------------------


def note(session: Session, taken: Taken) -> None:
    """Keeps that somebody took something out."""
    session.connection().execute(insert(_EXPORTS).values(taken._asdict()))


def taken(session: Session, since: date | None = None, until: date | None = None) -> list[Taken]:
    """What was taken out of periods that touch these days, the oldest first."""
    columns = (_EXPORTS.c[name] for name in Taken._fields)
    begins = [] if until is None else [func.coalesce(_EXPORTS.c.since, date.min) <= until]
    ends = [] if since is None else [func.coalesce(_EXPORTS.c.until, date.max) >= since]
    asked = select(*columns).where(*begins, *ends).order_by(_EXPORTS.c.id)
    return [Taken(*row) for row in session.connection().execute(asked)]
