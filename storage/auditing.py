"""What is read for an audit beside the records themselves: their histories and the sums of their files."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlmodel import Session

from fieldwork.reports import Attachment, AttachmentState, Event
from storage.network import table_of
from storage.tables import AttachmentRow, EventRow

AT_ONCE = 500  # records
_EVENTS, _ATTACHMENTS = table_of(EventRow), table_of(AttachmentRow)


def histories(session: Session, serials: Sequence[int]) -> Iterator[tuple[int, list[Event]]]:
    """The histories of some records, in the order of their serials."""
    columns = [_EVENTS.c[name] for name in Event.model_fields]
    for some in _parts(serials):
        asked = select(*columns).where(_EVENTS.c.serial.in_(some)).order_by(_EVENTS.c.serial, _EVENTS.c.id)
        rows = session.connection().execute(asked).mappings()
        for serial, of_one in groupby(rows, key=lambda row: int(row["serial"])):
            yield serial, [Event.model_construct(**row) for row in of_one]


def kept_files(session: Session, serials: Sequence[int]) -> Iterator[Attachment]:
    """The files of some records that were kept."""
    columns = [_ATTACHMENTS.c[name] for name in Attachment.model_fields]
    for some in _parts(serials):
        asked = select(*columns).where(
            _ATTACHMENTS.c.serial.in_(some), _ATTACHMENTS.c.state == AttachmentState.KEPT
        )
        rows = (
            session.connection().execute(asked.order_by(_ATTACHMENTS.c.serial, _ATTACHMENTS.c.id)).mappings()
        )
        yield from (Attachment.model_construct(**row) for row in rows)


def _parts(serials: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(serials), AT_ONCE):
        yield serials[begin : begin + AT_ONCE]
