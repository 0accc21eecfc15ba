"""The lines of needs in the figures, entered by reading on in the history from where the last look ended.

Each report that something happened to is reckoned anew and compared with the lines it has: looking twice enters
nothing twice. On PostgreSQL a lower number may be committed after a higher one: where more of the last numbers are
there than the last look saw, the next one begins so many events before. The cursor's row is locked first, so that of
several processes one reckons.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from sqlalchemy import func, or_, select, update
from sqlmodel import Session

from fieldwork.calendars import Runs
from fieldwork.clocks import Calendars
from fieldwork.need_lines import Hours, Need, has_lines, lines_of
from fieldwork.places import Network
from fieldwork.reports import Report, State
from fieldwork.tallies import Tally, difference
from storage import reports, tallies
from storage.network import FACTS, remember, table_of
from storage.putting_off import write_out
from storage.tables import EventRow, ImportRow, ReportRow

CURSOR = "figures_of_needs"  # the fact: the last event that was read
SEEN = "figures_of_needs_seen"  # the fact: how many of the last numbers up to it were there
MADE = "figures_of_needs_made"  # the fact: by which of the versions below
LINES = 2
"""1: what is out of the rates says so of what was received and closed. 2: what nobody signs for is late for contact and
work, too, and past records (补录) are neither in time nor late."""
MANY = 256  # events a look
OVERLAP = 64  # numbers up to the cursor among which one may still appear
PIECES = "件"
HOURS = "小时"

_EVENTS, _REPORTS, _IMPORTS = table_of(EventRow), table_of(ReportRow), table_of(ImportRow)
_NAMES = frozenset(Need)


class Day(NamedTuple):
    """By what lines are reckoned: the tree, where day turns into day, and how long stations work."""

    network: Network
    zone: tzinfo
    hours: Hours
    now: datetime


def working_hours(calendars: Calendars) -> Hours:
    """Hours of working time at a station between two moments."""

    def hours(station: str, since: datetime, until: datetime) -> float:
        spent = calendars.of(station).between(since, until, Runs.WORKING)
        return round(spent.total_seconds() / 3600, 2)

    return hours


def newest(session: Session) -> int:
    """The last event there is."""
    write_out(session)
    return int(session.connection().execute(select(func.max(_EVENTS.c.id))).scalar() or 0)


def cursor(session: Session) -> int:
    """The last event that was read."""
    return _kept(session, CURSOR)


def entered_until(session: Session, now: datetime) -> datetime:
    """Until when everything that happened is in the lines: until the first event that was not read yet."""
    write_out(session)
    first = select(_EVENTS.c.at).where(_EVENTS.c.id > cursor(session)).order_by(_EVENTS.c.id).limit(1)
    unread = session.connection().execute(first).scalar()
    return now if unread is None else min(unread, now)


def _kept(session: Session, name: str) -> int:
    return int(session.connection().execute(select(FACTS.c.value).where(FACTS.c.name == name)).scalar() or 0)


def read_on(session: Session, day: Day) -> int:
    """Reads the next events and enters what follows from them; gives how many there were."""
    _lock(session)
    _catch_up(session, day)
    after, last = cursor(session), newest(session)
    until = min(after + MANY, last)
    if until == after:
        return 0
    seen = _there(session, until)  # before the events are read: what comes between is read now and once more
    since = after if _there(session, after) == _kept(session, SEEN) else after - OVERLAP
    enter_all(session, _touched(session, since, until), day)
    remember(session, CURSOR, until)
    remember(session, SEEN, seen)
    return until - after


def _catch_up(session: Session, day: Day) -> None:
    """Once after an older version: reports of which lines were added since are reckoned anew."""
    if _kept(session, MADE) < LINES:
        unsigned, past = (
            _REPORTS.c.state == State.DISPATCHED,
            _REPORTS.c.serial.in_(select(_IMPORTS.c.serial)),
        )
        older = select(_REPORTS.c.serial).where(or_(_REPORTS.c.excluded, unsigned, past))
        enter_all(session, sorted(session.connection().execute(older).scalars()), day)
        remember(session, MADE, LINES)


def _there(session: Session, until: int) -> int:
    """How many of the last numbers up to one are there: a missing one may be committed yet."""
    last = select(func.count()).where(_EVENTS.c.id > until - OVERLAP, _EVENTS.c.id <= until)
    return int(session.connection().execute(last).scalar() or 0)


def _lock(session: Session) -> None:
    """From here to the end of the transaction no other process reads on."""
    own = update(FACTS).where(FACTS.c.name == CURSOR).values(value=FACTS.c.value)
    if session.connection().execute(own).rowcount == 0:
        remember(session, CURSOR, 0)


def _touched(session: Session, after: int, until: int) -> list[int]:
    events = select(_EVENTS.c.serial).where(_EVENTS.c.id > after, _EVENTS.c.id <= until).distinct()
    return sorted(session.connection().execute(events).scalars())


def enter_all(session: Session, serials: Sequence[int], day: Day) -> None:
    """Brings some reports' lines to what they should be."""
    for serial in serials:
        report = reports.by_serial(session, serial)
        if report and has_lines(report):
            standing = [line for line in tallies.of_record(session, serial) if line.name in _NAMES]
            wanted = _wanted(session, report, day)
            tallies.enter_where_open(session, difference(wanted, standing, day.now))


def _wanted(session: Session, report: Report, day: Day) -> list[Tally]:
    found = lines_of(report, reports.moments(session, report.serial), day.hours)
    return [
        Tally(
            day=line.at.astimezone(day.zone).date(), name=line.name.value, number=line.number,
            unit=HOURS if line.name is Need.FIRST_RESPONSE else PIECES, serial=report.serial, station=line.station,
            path=_path(day.network, report, line.station), category=report.category or "",
            person_id=line.person_id, at=day.now,
        )
        for line in found
    ]  # fmt: skip


def _path(network: Network, report: Report, station: str) -> str:
    """Where it is; as long as nobody knows, where its station is."""
    seat = network.stations.get(station)
    return network.trail(report.place or (seat.place if seat else ""))
