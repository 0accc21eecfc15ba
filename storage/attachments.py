"""Attachments on their way to us: which are still at Telegram, which are kept, which were refused and why.

A file is kept under its own sum, so that the same photo sent twice is kept once.
"""

import re
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, or_, select, update
from sqlmodel import Session, SQLModel

from fieldwork.reports import AttachmentState
from storage.tables import AttachmentRow

_ATTACHMENTS = SQLModel.metadata.tables[str(AttachmentRow.__tablename__)]
_SUM = re.compile(r"[0-9a-f]{64}")
LONGEST_PAUSE = 600.0  # seconds between two tries


class Wanted(NamedTuple):
    """An attachment that is still at Telegram."""

    id: int
    kind: str
    file_id: str
    tries: int


def kept_at(folder: Path, sha256: str) -> Path | None:
    """Where the file with this sum is kept, or None for what is no sum (Telegram's own file ids)."""
    return folder / sha256[:2] / sha256 if _SUM.fullmatch(sha256) else None


def wanted(session: Session, *, ticks: float, limit: int = 8) -> list[Wanted]:
    """Those to fetch now, oldest first; a failed one waits for its next try (machine's clock).

    One that would wait longer than any does was written by a clock that was wrong: it is fetched now.
    """
    due = _ATTACHMENTS.c.not_before
    now = or_(due <= ticks, due > ticks + LONGEST_PAUSE)
    query = select(*(_ATTACHMENTS.c[name] for name in Wanted._fields))
    query = query.where(_ATTACHMENTS.c.state == AttachmentState.WANTED, now).order_by(_ATTACHMENTS.c.id)
    return [Wanted(*row) for row in session.connection().execute(query.limit(limit))]


def next_try(session: Session) -> float | None:
    """When (machine's clock) the next one is to be fetched; None when none is wanted."""
    query = select(func.min(_ATTACHMENTS.c.not_before)).where(_ATTACHMENTS.c.state == AttachmentState.WANTED)
    due: float | None = session.connection().execute(query).scalar()
    return due


def kept(session: Session, id: int, *, sha256: str, size: int) -> None:
    """It is with us now. `size` in bytes, as kept."""
    _change(session, id, state=AttachmentState.KEPT, sha256=sha256, size=size, reason="")


def refused(session: Session, id: int, *, reason: str) -> None:
    """It will not be kept; the report stays valid without it."""
    _change(session, id, state=AttachmentState.REFUSED, reason=reason)


def later(session: Session, id: int, *, tries: int, ticks: float, reason: str) -> None:
    """A failure that may pass: tried again after 2, 4, 8 ... 600 s."""
    pause = min(2.0 ** min(tries + 1, 10), LONGEST_PAUSE)
    _change(session, id, tries=tries + 1, not_before=ticks + pause, reason=reason)


def _change(session: Session, id: int, **values: object) -> None:
    session.connection().execute(update(_ATTACHMENTS).where(_ATTACHMENTS.c.id == id).values(**values))
