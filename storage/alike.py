"""Reports that may be one matter, those that were joined, and how often a kind comes up at a place."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlmodel import Session

from fieldwork import life
from fieldwork.reports import PrivacyClass, Report, ReportKind, State
from storage.network import table_of
from storage.tables import ReportRow

MOST = 12  # open reports of one kind in one building that are compared; the newest
JOINABLE = [s for s in State if s in life.UNSIGNED | life.AT_WORK | {State.NEEDS_INFO}]  # what can lead
FOLLOWING = (State.MERGED, State.CALLBACK, State.CLOSED)
_PRIVATE = (PrivacyClass.P3, PrivacyClass.P4)
_REPORTS = table_of(ReportRow)
# Built once: each report with a building and a kind asks them.
_OF_KIND = (
    _REPORTS.c.place.in_(bindparam("places", expanding=True)),
    _REPORTS.c.category == bindparam("category"),
    _REPORTS.c.kind == ReportKind.NEED,
)
_OPEN = (
    select(_REPORTS)
    .where(*_OF_KIND, _REPORTS.c.sent_at >= bindparam("since"), _REPORTS.c.state.in_(JOINABLE))
    .order_by(_REPORTS.c.serial.desc())
    .limit(MOST)
)
_DONE = (
    select(_REPORTS.c.serial, _REPORTS.c.closed_at)
    .where(*_OF_KIND, _REPORTS.c.state == State.CLOSED, _REPORTS.c.closed_at >= bindparam("since"))
    .order_by(_REPORTS.c.closed_at.desc())
    .limit(1)
)


def open_like(session: Session, places: Sequence[str], category: str, since: datetime) -> list[Report]:
    """Open needs of a category at some places, the newest first; of many only the newest."""
    values = {"places": list(places), "category": category, "since": since}
    rows = session.connection().execute(_OPEN, values)
    return [Report.model_construct(**row) for row in rows.mappings()]


class Done(NamedTuple):
    """A report of the same kind that was closed at the same place."""

    serial: int
    at: datetime


def closed_like(session: Session, places: Sequence[str], category: str, since: datetime) -> Done | None:
    """The last report of a category that was closed at some places since a day."""
    values = {"places": list(places), "category": category, "since": since}
    row = session.connection().execute(_DONE, values).first()
    return Done(*row) if row else None


# -- those that joined ------------------------------------------------------------------------------


def followers(session: Session, serial: int, *states: State) -> list[Report]:
    """The reports that joined one and are in a state (that still follow it: MERGED), oldest first."""
    mine = (_REPORTS.c.lead_serial == serial, _REPORTS.c.state.in_(states or FOLLOWING))
    rows = session.connection().execute(select(_REPORTS).where(*mine).order_by(_REPORTS.c.serial))
    return [Report.model_construct(**row) for row in rows.mappings()]


def lead_others(session: Session, serials: Sequence[int], to: int) -> None:
    """These reports follow another one from now on."""
    theirs = update(_REPORTS).where(_REPORTS.c.serial.in_(serials), _REPORTS.c.state == State.MERGED)
    session.connection().execute(theirs.values(lead_serial=to, version=_REPORTS.c.version + 1))


def seat_others(session: Session, serial: int, station: str) -> None:
    """What follows a report is with the station that the report is with."""
    theirs = (
        _REPORTS.c.lead_serial == serial,
        _REPORTS.c.state == State.MERGED,
        _REPORTS.c.station != station,
    )
    session.connection().execute(
        update(_REPORTS).where(*theirs).values(station=station, version=_REPORTS.c.version + 1)
    )


# -- patterns ---------------------------------------------------------------------------------------


class Counted(NamedTuple):
    """One report as it counts for a pattern."""

    serial: int
    place: str
    category: str
    private: bool


def _counted(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    within = (_REPORTS.c.sent_at >= since, _REPORTS.c.sent_at < until, _REPORTS.c.kind == ReportKind.NEED)
    return (*within, _REPORTS.c.state != State.WITHDRAWN, ~_REPORTS.c.excluded,
            _REPORTS.c.place.is_not(None), _REPORTS.c.category.is_not(None))  # fmt: skip


def newest(session: Session) -> int:
    """The serial of the newest report."""
    return session.connection().execute(select(func.max(_REPORTS.c.serial))).scalar() or 0


def counted(session: Session, since: datetime, until: datetime) -> list[Counted]:
    """Each need of a time with a place and a kind, those that joined another among them."""
    of = select(_REPORTS.c.serial, _REPORTS.c.place, _REPORTS.c.category, _REPORTS.c.privacy)
    rows = session.connection().execute(of.where(*_counted(since, until)).order_by(_REPORTS.c.serial))
    return [
        Counted(serial, place, category, privacy in _PRIVATE) for serial, place, category, privacy in rows
    ]


def many_of(session: Session, places: Sequence[str], category: str, since: datetime, until: datetime) -> int:
    """How many needs of a category came from some places in a time."""
    many = select(func.count()).select_from(_REPORTS).where(*_counted(since, until))
    here = many.where(_REPORTS.c.place.in_(places), _REPORTS.c.category == category)
    return int(session.connection().execute(here).scalar_one())
