"""Attachments on their way to us: which are still at Telegram, which are kept, which were refused and why.

A file is asked for by its sum (storage/cabinet.py), so that the same photo sent twice is kept once. The sum
itself is sealed; rows of the same file are found by its name, which the key makes of it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import String, func, or_, select, type_coerce, update
from sqlmodel import Session, SQLModel

from fieldwork.reports import AttachmentState
from storage import sealing
from storage.tables import AttachmentRow, ErrandRow

_ATTACHMENTS = SQLModel.metadata.tables[str(AttachmentRow.__tablename__)]
_ERRANDS = SQLModel.metadata.tables[str(ErrandRow.__tablename__)]
LONGEST_PAUSE = 600.0  # seconds between two tries


class Wanted(NamedTuple):
    """An attachment that is still at Telegram."""

    id: int
    kind: str
    file_id: str
    tries: int


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
    _change(session, id, state=AttachmentState.KEPT, sha256=sha256, kept_as=sha256, size=size, reason="")


def refused(session: Session, id: int, *, reason: str) -> None:
    """It will not be kept; the report stays valid without it."""
    _change(session, id, state=AttachmentState.REFUSED, reason=reason)


def later(session: Session, id: int, *, tries: int, ticks: float, reason: str) -> None:
    """A failure that may pass: tried again after 2, 4, 8 ... 600 s."""
    pause = min(2.0 ** min(tries + 1, 10), LONGEST_PAUSE)
    _change(session, id, tries=tries + 1, not_before=ticks + pause, reason=reason)


def unheld(session: Session, sums: Sequence[str]) -> list[str]:
    """Of these sums those that no report holds, and nothing that was made in the last days."""
    made = _made(session)
    return [sum_ for sum_ in sums if sum_ not in made and not _held(session, sum_)]


def names_held(session: Session, shelf: str) -> set[str]:
    """The names of files that reports hold, as far as they begin like this."""
    plain = type_coerce(_ATTACHMENTS.c.kept_as, String)
    ours = select(plain).where(plain >= shelf, plain < shelf + "g")  # behind the last of the sixteen letters
    return set(session.connection().execute(ours).scalars())


def names_made(session: Session) -> set[str]:
    """The names of files that errands made in the last days."""
    seal = sealing.of(session.get_bind().dialect)
    return {seal.name(sum_) for sum_ in _made(session)}


def _made(session: Session) -> set[str]:
    rows = session.connection().execute(select(_ERRANDS.c.files).where(_ERRANDS.c.files.is_not(None)))
    return {sum_ for (files,) in rows for sum_ in files}


def _held(session: Session, sum_: str) -> bool:
    held = select(_ATTACHMENTS.c.id).where(_ATTACHMENTS.c.kept_as == sum_).limit(1)
    return session.connection().execute(held).scalar() is not None


def _change(session: Session, id: int, **values: object) -> None:
    session.connection().execute(update(_ATTACHMENTS).where(_ATTACHMENTS.c.id == id).values(**values))
