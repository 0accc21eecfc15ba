"""The lines that figures are summed from, and the periods that places have closed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, insert, select
from sqlmodel import Session

from fieldwork.tallies import Closing, Tally
from storage.network import table_of
from storage.tables import AFTER, ClosingRow, TallyRow

TALLIES, CLOSINGS = table_of(TallyRow), table_of(ClosingRow)


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


def of_record(session: Session, serial: int) -> list[Tally]:
    """The lines that one record has in the figures."""
    return _lines(session, TALLIES.c.serial == serial)


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


def behind(
    session: Session, path: str, since: date, until: date, names: Sequence[str], unit: str
) -> list[Tally]:
    """The lines of a figure, by day."""
    of = TALLIES.c.name.in_(names), TALLIES.c.unit == unit
    return _lines(session, *_at(path, since, until), *of)


def close(session: Session, closing: Closing) -> None:
    """Closes a period of a place."""
    session.connection().execute(insert(CLOSINGS).values(closing.model_dump(exclude={"id"})))


def closings(session: Session) -> list[Closing]:
    """All that was ever closed."""
    columns = (CLOSINGS.c[name] for name in Closing.model_fields)
    rows = session.connection().execute(select(*columns).order_by(CLOSINGS.c.id))
    return [Closing.model_validate(dict(row)) for row in rows.mappings()]


def _at(path: str, since: date, until: date) -> tuple[ColumnElement[bool], ...]:
    below = TALLIES.c.path >= path, TALLIES.c.path < path + AFTER
    return (*below, TALLIES.c.day >= since, TALLIES.c.day <= until)


def _lines(session: Session, *conditions: Any) -> list[Tally]:
    columns = (TALLIES.c[name] for name in Tally.model_fields)
    rows = session.connection().execute(
        select(*columns).where(*conditions).order_by(TALLIES.c.day, TALLIES.c.id)
    )
    return [Tally.model_validate(dict(row)) for row in rows.mappings()]
