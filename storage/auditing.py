"""What is read for an audit beside the records themselves: their histories, the sums of their files, their lines."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from fieldwork.activities import Attendance
from fieldwork.reports import Attachment, Event
from fieldwork.tallies import Tally
from storage.network import table_of
from storage.tables import AFTER, AttachmentRow, AttendanceRow, EventRow, TallyRow

LOCATION = "location"
AT_ONCE = 500  # records
_EVENTS, _ATTACHMENTS, _TALLIES = table_of(EventRow), table_of(AttachmentRow), table_of(TallyRow)
_ATTENDANCES = table_of(AttendanceRow)


def histories(session: Session, serials: Sequence[int]) -> Iterator[tuple[int, list[Event]]]:
    """The histories of some records, in the order of their serials."""
    columns = [_EVENTS.c[name] for name in Event.model_fields]
    for some in _parts(serials):
        asked = select(*columns).where(_EVENTS.c.serial.in_(some)).order_by(_EVENTS.c.serial, _EVENTS.c.id)
        rows = session.connection().execute(asked).mappings()
        for serial, of_one in groupby(rows, key=lambda row: int(row["serial"])):
            yield serial, [Event.model_construct(**row) for row in of_one]


def hours(session: Session, serials: Sequence[int]) -> Iterator[Attendance]:
    """The hours of volunteers that were confirmed, of some records; names stay in the books."""
    columns = [_ATTENDANCES.c[name] for name in Attendance.model_fields if name != "name"]
    for some in _parts(serials):
        confirmed = _ATTENDANCES.c.serial.in_(some), _ATTENDANCES.c.confirmed_at.is_not(None)
        asked = select(*columns).where(*confirmed).order_by(_ATTENDANCES.c.serial, _ATTENDANCES.c.id)
        yield from (
            Attendance.model_construct(**row) for row in session.connection().execute(asked).mappings()
        )


def files(session: Session, serials: Sequence[int]) -> Iterator[Attachment]:
    """The files of some records, also those that were not kept; a place on the map is none."""
    columns = [_ATTACHMENTS.c[name] for name in Attachment.model_fields]
    for some in _parts(serials):
        asked = select(*columns).where(_ATTACHMENTS.c.serial.in_(some), _ATTACHMENTS.c.kind != LOCATION)
        rows = (
            session.connection().execute(asked.order_by(_ATTACHMENTS.c.serial, _ATTACHMENTS.c.id)).mappings()
        )
        yield from (Attachment.model_construct(**row) for row in rows)


def lines(session: Session, path: str, since: date, until: date) -> Iterator[Tally]:
    """The lines of the figures of a place and some days, by their records."""
    columns = [_TALLIES.c[name] for name in Tally.model_fields]
    asked = select(*columns).where(*_at(path, since, until)).order_by(_TALLIES.c.serial, _TALLIES.c.id)
    rows = session.connection().execute(asked.execution_options(yield_per=AT_ONCE)).mappings()
    yield from (Tally.model_construct(**row) for row in rows)


def counted(session: Session, path: str, since: date, until: date) -> list[int]:
    """The serials of the records behind these lines."""
    asked = select(_TALLIES.c.serial).where(*_at(path, since, until), _TALLIES.c.serial > 0)
    return list(session.connection().execute(asked.distinct().order_by(_TALLIES.c.serial)).scalars())


def _at(path: str, since: date, until: date) -> tuple[ColumnElement[bool], ...]:
    below = _TALLIES.c.path >= path, _TALLIES.c.path < path + AFTER
    return (*below, _TALLIES.c.day >= since, _TALLIES.c.day <= until)


def _parts(serials: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(serials), AT_ONCE):
        yield serials[begin : begin + AT_ONCE]
