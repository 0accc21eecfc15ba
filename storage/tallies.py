"""The lines that figures are summed from, and the periods that places have closed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, insert, or_, select
from sqlmodel import Session

from fieldwork.counting_in import on_open_days
from fieldwork.tallies import Closing, Tally
from storage.likelihood import likely
from storage.network import table_of
from storage.tables import AFTER, ClosingRow, TallyRow

TALLIES, CLOSINGS = table_of(TallyRow), table_of(ClosingRow)
CLOSING = 0x636C6F73696E67  # ours among PostgreSQL's advisory locks: "closing"


class Sum(NamedTuple):
    """What lines of one name and unit come to."""

    name: str
    unit: str
    number: float
    late: float  # of it 补报
    by_time: float  # of it accepted by nobody


def enter(session: Session, lines: Iterable[Tally]) -> None:
    """Adds lines. On which day they stand `fieldwork.tallies.entry` has said."""
    rows = [line.model_dump() for line in lines]
    if rows:
        session.connection().execute(insert(TALLIES), rows)


def enter_where_open(session: Session, lines: Sequence[Tally]) -> list[Tally]:
    """Adds lines on their days or, where these are closed, on the first open ones; gives them as they stand."""
    entered = on_open_days(lines, closings(session, *{line.path for line in lines}) if lines else [])
    enter(session, entered)
    return entered


def of_record(session: Session, serial: int) -> list[Tally]:
    """The lines that one record has in the figures, in the order they were entered."""
    return _lines(session, TALLIES.c.serial == serial, order=(TALLIES.c.id,))


def sums(session: Session, path: str, since: date, until: date) -> list[Sum]:
    """What everything at a place and below comes to, from a day to a day (both included)."""
    number = TALLIES.c.number
    late = func.sum(number).filter(TALLIES.c.late)
    by_time = func.sum(number).filter(TALLIES.c.by_time)
    summed = select(TALLIES.c.name, TALLIES.c.unit, func.sum(number), late, by_time)
    found = session.connection().execute(
        summed.where(*_at(path, since, until)).group_by(TALLIES.c.name, TALLIES.c.unit)
    )
    return [Sum(name, unit, total, of_late or 0, timed or 0) for name, unit, total, of_late, timed in found]


def any_until(session: Session, path: str, share: float, until: date) -> bool:
    """Whether a place, which is that `share` of all places, has any line up to a day (included)."""
    one = select(TALLIES.c.id).where(*within(path, share), TALLIES.c.day <= until).limit(1)
    return session.connection().execute(one).first() is not None


def behind(
    session: Session, path: str, since: date, until: date, names: Sequence[str], unit: str
) -> list[Tally]:
    """The lines of a figure, by day."""
    of = TALLIES.c.name.in_(names), TALLIES.c.unit == unit
    return _lines(session, *_at(path, since, until), *of)


def close(session: Session, closing: Closing) -> None:
    """Closes a period of a place. Before it is decided on, `hold_closings` lets nobody else enter or close."""
    session.connection().execute(insert(CLOSINGS).values(closing.model_dump(exclude={"id"})))


def hold_closings(session: Session) -> None:
    """Until this transaction ends nobody enters a line: whoever was about to has finished, or waits."""
    _lock(session, func.pg_advisory_xact_lock)


def closings(session: Session, *paths: str) -> list[Closing]:
    """What was ever closed at these places and above them; nothing else will be before this transaction ends, so
    that lines can be entered by it."""
    _lock(session, func.pg_advisory_xact_lock_shared)
    return _closings(session, CLOSINGS.c.place.in_(_around(paths)))


def closings_there(
    session: Session, paths: Collection[str], since: date | None = None, until: date | None = None
) -> list[Closing]:
    """What was closed at these places, above them and below, of periods that touch some days: to be told."""
    below = (and_(CLOSINGS.c.path >= path, CLOSINGS.c.path < path + AFTER) for path in paths)
    ends = () if since is None else (CLOSINGS.c.until >= since,)
    begins = () if until is None else (CLOSINGS.c.since <= until,)
    return _closings(session, or_(CLOSINGS.c.place.in_(_around(paths)), *below), *ends, *begins)


def _around(paths: Iterable[str]) -> list[str]:
    """The codes of some places and of those above them."""
    return sorted({code for path in paths for code in path.strip("/").split("/")})


def _closings(session: Session, *which: ColumnElement[bool]) -> list[Closing]:
    columns = (CLOSINGS.c[name] for name in Closing.model_fields)
    rows = session.connection().execute(select(*columns).where(*which).order_by(CLOSINGS.c.id))
    return [Closing.model_validate(dict(row)) for row in rows.mappings()]


def closed(
    session: Session, since: date, until: date, places: Collection[str] | None = None
) -> frozenset[str]:
    """Which places (or which of these) have closed all of some days. To be told, not to enter by."""
    whole = CLOSINGS.c.since <= since, CLOSINGS.c.until >= until
    which = () if places is None else (CLOSINGS.c.place.in_(places),)
    return frozenset(session.connection().execute(select(CLOSINGS.c.place).where(*whole, *which)).scalars())


def _lock(session: Session, lock: Any) -> None:
    """On PostgreSQL alone: an embedded database has one writer, who sees all that was written before."""
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(select(lock(CLOSING)))


def within(path: str, share: float) -> tuple[ColumnElement[bool], ...]:
    """Lines at a place and below. `share`: which part of all places that is, so that the narrower of place and
    day is looked up first."""
    return likely(TALLIES.c.path >= path, share), likely(TALLIES.c.path < path + AFTER, share)


def _at(path: str, since: date, until: date) -> tuple[ColumnElement[bool], ...]:
    below = TALLIES.c.path >= path, TALLIES.c.path < path + AFTER
    return (*below, TALLIES.c.day >= since, TALLIES.c.day <= until)


def _lines(
    session: Session, *conditions: Any, order: Sequence[Any] = (TALLIES.c.day, TALLIES.c.id)
) -> list[Tally]:
    columns = (TALLIES.c[name] for name in Tally.model_fields)
    rows = session.connection().execute(select(*columns).where(*conditions).order_by(*order))
    return [Tally.model_validate(dict(row)) for row in rows.mappings()]
