"""Somebody is forgotten: name, telephone, account and words go; numbers, dates and categories stay (DESIGN 8).

What a station has on its screens is rewritten too, as far as Telegram allows: cards and notes of the reports
keep their number, photos beside them that are not too old are deleted. What nobody can reach from here is
what somebody copied, printed or exported, and copies of the database.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, delete, func, or_, select, update
from sqlmodel import Session

from fieldwork.letters import Kind, Letter, Priority
from fieldwork.numbers import printed
from fieldwork.people import TOMBSTONE
from fieldwork.reports import AttachmentState
from storage import parting, roll
from storage.network import table_of
from storage.outbox import CARDS, LETTERS
from storage.people import INVITATIONS
from storage.putting_off import write_out
from storage.reports import OPEN
from storage.tables import (
    AttachmentRow,
    ConversationRow,
    DraftRow,
    ErrandRow,
    ErrandState,
    EventRow,
    LetterState,
    ReportRow,
    SourceRow,
    UpdateRow,
    UpdateState,
    WordingRow,
)

REPORTS, EVENTS, WORDINGS = table_of(ReportRow), table_of(EventRow), table_of(WordingRow)
ATTACHMENTS, SOURCES, UPDATES = table_of(AttachmentRow), table_of(SourceRow), table_of(UpdateRow)
DRAFTS, ERRANDS, CONVERSATIONS = table_of(DraftRow), table_of(ErrandRow), table_of(ConversationRow)
DELETABLE = timedelta(hours=47)  # Telegram lets a bot delete its own messages for 48
_FEW = 500  # values that one statement takes


class Found(NamedTuple):
    """What is kept of somebody: how much goes."""

    roles: int
    reports: int
    open: int
    files: int


class Forgotten(NamedTuple):
    """What became of it: letters that rewrite the station's screens, and files that nobody needs any more."""

    letters: list[Letter]
    sums: list[str]


def look(session: Session, person_id: int, day: Any) -> Found:
    """What forgetting somebody would take away."""
    serials = _serials(session, person_id)
    open_ = select(func.count()).where(REPORTS.c.reporter_id == person_id, REPORTS.c.state.in_(OPEN))
    files = sum(_count(session, ATTACHMENTS, ATTACHMENTS.c.serial.in_(some)) for some in _some(serials))
    roles = len(roll.roles_of(session, person_id, day))
    return Found(roles, len(serials), int(session.connection().execute(open_).scalar_one()), files)


def forget(session: Session, person_id: int, account: int | None, at: datetime) -> Forgotten:
    """Takes it away, as part of the caller's transaction; the letters are the caller's to write."""
    write_out(session)
    serials = _serials(session, person_id)
    letters = [letter for some in _some(serials) for letter in _on_screens(session, some, account, at)]
    sums = [sum_ for some in _some(serials) for sum_ in _files_of(session, some)]
    for some in _some(serials):
        _bury_words(session, some, person_id)
    _bury_person(session, person_id, at)
    if account is not None:
        _bury_chat(session, account)
    return Forgotten(letters, _unshared(session, sums))


def _serials(session: Session, person_id: int) -> list[int]:
    own = select(REPORTS.c.serial).where(REPORTS.c.reporter_id == person_id).order_by(REPORTS.c.serial)
    return list(session.connection().execute(own).scalars())


def _some(values: Sequence[Any]) -> list[Sequence[Any]]:
    return [values[start : start + _FEW] for start in range(0, len(values), _FEW)]


def _count(session: Session, table: Table, *which: ColumnElement[bool]) -> int:
    many = select(func.count()).select_from(table).where(*which)
    return int(session.connection().execute(many).scalar_one())


def _change(session: Session, table: Table, which: ColumnElement[bool], **values: Any) -> None:
    session.connection().execute(update(table).where(which).values(**values))


def _bury_words(session: Session, serials: Sequence[int], person_id: int) -> None:
    """Each text becomes a tombstone where there was one; what names somebody becomes empty."""
    own = REPORTS.c.serial.in_(serials)
    empty = {name: "" for name in ("words", "door", "named", "for_name", "for_telephone")}
    _change(session, REPORTS, own, text=TOMBSTONE, **empty)
    _change(session, WORDINGS, WORDINGS.c.serial.in_(serials), words=TOMBSTONE, chat=0)
    theirs = EVENTS.c.serial.in_(serials) & (EVENTS.c.actor_id == person_id)
    for event, reason in session.connection().execute(select(EVENTS.c.id, EVENTS.c.reason).where(theirs)):
        if reason:
            _change(session, EVENTS, EVENTS.c.id == event, reason=TOMBSTONE)
    sent = {"caption": "", "detail": "", "transcript": "", "file_id": "", "sha256": None}
    _change(session, ATTACHMENTS, ATTACHMENTS.c.serial.in_(serials) & ATTACHMENTS.c.proof.is_(False),
            state=AttachmentState.REFUSED, reason="forgotten", **sent)  # fmt: skip
    session.connection().execute(delete(SOURCES).where(SOURCES.c.serial.in_(serials)))


def _bury_person(session: Session, person_id: int, at: datetime) -> None:
    roll.end_all_roles(session, person_id, at, None)
    roll.unlink(session, person_id, left_at=at)
    roll.change(session, person_id, name="", telephone="", asked_deletion_at=None)
    whose = or_(INVITATIONS.c.used_by == person_id, INVITATIONS.c.for_person == person_id)
    _change(session, INVITATIONS, whose, name="", telephone="")
    session.connection().execute(delete(DRAFTS).where(DRAFTS.c.person_id == person_id))


def _bury_chat(session: Session, chat: int) -> None:
    """What came from a chat and what was said to it; what has not been handled yet stays, as a stranger's."""
    connection = session.connection()
    _change(session, UPDATES, (UPDATES.c.chat == chat) & (UPDATES.c.state != UpdateState.WAITING), body="",
            error="", chat=0)  # fmt: skip
    _change(session, ERRANDS, (ERRANDS.c.chat == chat) & (ERRANDS.c.state != ErrandState.WAITING),
            content=None, result=None, chat=0)  # fmt: skip
    parting.drop_waiting(session, chat)
    said = (LETTERS.c.chat == chat) & (LETTERS.c.state != LetterState.CLAIMED)
    connection.execute(delete(LETTERS).where(said))
    for table in (CARDS, CONVERSATIONS):
        connection.execute(delete(table).where(table.c.chat == chat))


# -- the station's screens --------------------------------------------------------------------------


def _on_screens(session: Session, serials: Sequence[int], account: int | None, at: datetime) -> list[Letter]:
    """Letters that take the words off the screens of others; the old ones are emptied where they are kept."""
    found: dict[tuple[int, int], Letter] = {}
    for serial in serials:
        about = LETTERS.c.about.like(f"_:{serial}") | LETTERS.c.about.like(f"_:{serial}.%")
        columns = (LETTERS.c.chat, LETTERS.c.message_id, LETTERS.c.kind, LETTERS.c.delivered_at)
        for row in session.connection().execute(select(*columns).where(about).order_by(LETTERS.c.id)):
            letter = None if row.chat == account else _rewritten(row, serial, at)
            if letter and row.message_id:
                found.setdefault((row.chat, row.message_id), letter)
        ended = LETTERS.c.state.not_in((LetterState.WAITING, LetterState.CLAIMED))
        _change(session, LETTERS, about & ended, content=None)
        _change(session, LETTERS, about & (LETTERS.c.state == LetterState.WAITING), state=LetterState.DROPPED)
    return list(found.values())


def _rewritten(row: Any, serial: int, at: datetime) -> Letter | None:
    """A text keeps its number; anything else goes while Telegram lets it."""
    common = {"chat": row.chat, "message_id": row.message_id, "silent": True, "priority": Priority.REMINDER}
    if row.kind == Kind.TEXT:
        return Letter(text=f"{printed(serial)} · {TOMBSTONE}", **common)
    young = row.delivered_at is not None and at - row.delivered_at < DELETABLE
    return Letter(kind=Kind.DELETE, **common) if young else None


# -- files ------------------------------------------------------------------------------------------


def _files_of(session: Session, serials: Sequence[int]) -> list[str]:
    kept = ATTACHMENTS.c.serial.in_(serials) & ATTACHMENTS.c.sha256.is_not(None)
    sums = select(ATTACHMENTS.c.sha256).where(kept, ATTACHMENTS.c.proof.is_(False)).distinct()
    return list(session.connection().execute(sums).scalars())


def _unshared(session: Session, sums: Sequence[str]) -> list[str]:
    """Those that no other report holds."""
    held: set[str] = set()
    for some in _some(sums):
        others = select(ATTACHMENTS.c.sha256).where(ATTACHMENTS.c.sha256.in_(some))
        held.update(session.connection().execute(others).scalars())
    return [sum_ for sum_ in sums if sum_ not in held]
