"""Somebody is forgotten: name, telephone, account and words go; numbers, dates and categories stay (DESIGN 8).

Of their own reports all words go, whoever wrote them; of the reports of others what they wrote there as staff,
as a partner or as a volunteer. Their number stays where the history and the log of who looked name it, and
leads to nobody. What a station has on its screens is rewritten too, as far as Telegram allows: cards and notes
of the reports keep their number, photos beside them that are not too old are deleted (storage/erasing.py).
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, delete, func, or_, select
from sqlmodel import Session

from fieldwork.letters import Kind, Letter, Priority
from fieldwork.people import TOMBSTONE
from storage import attachments, care, erasing, parting, people, roll
from storage.erasing import (
    ACTIVITIES,
    ATTACHMENTS,
    ATTENDANCES,
    EVENTS,
    HELPS,
    REPORTS,
    REQUESTS,
    Screen,
    change,
    some,
)
from storage.network import table_of
from storage.outbox import CARDS, LETTERS
from storage.people import INVITATIONS
from storage.putting_off import write_out
from storage.reports import OPEN
from storage.tables import (
    ConversationRow,
    DraftRow,
    ErrandRow,
    ErrandState,
    LetterState,
    UpdateRow,
    UpdateState,
)

UPDATES, DRAFTS = table_of(UpdateRow), table_of(DraftRow)
ERRANDS, CONVERSATIONS = table_of(ErrandRow), table_of(ConversationRow)


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
    files = sum(_count(session, ATTACHMENTS, ATTACHMENTS.c.serial.in_(few)) for few in some(serials))
    roles = len(roll.roles_of(session, person_id, day))
    return Found(roles, len(serials), int(session.connection().execute(open_).scalar_one()), files)


def forget(session: Session, person_id: int, account: int | None, at: datetime) -> Forgotten:
    """Takes it away, as part of the caller's transaction; the letters are the caller's to write."""
    write_out(session)
    serials = _serials(session, person_id)
    letters, sums, chats = list[Letter](), list[str](), set[int]()
    for few in some(serials):
        shown = erasing.screens(session, few, at)
        chats |= {each.chat for each in shown}
        letters += [letter for each in shown if each.chat != account and (letter := _rewritten(each))]
        sums += erasing.bury(session, few, TOMBSTONE, "forgotten", proofs=False)
    for chat in chats:
        _bury_updates(session, chat)
    _bury_typed(session, person_id)
    care.forget(session, person_id, at)
    _bury_mentions(session, person_id)
    _bury_person(session, person_id, at)
    if account is not None:
        _bury_chat(session, account)
    return Forgotten(letters, attachments.unheld(session, sums))


def _serials(session: Session, person_id: int) -> list[int]:
    own = select(REPORTS.c.serial).where(REPORTS.c.reporter_id == person_id).order_by(REPORTS.c.serial)
    return list(session.connection().execute(own).scalars())


def _count(session: Session, table: Table, *which: ColumnElement[bool]) -> int:
    many = select(func.count()).select_from(table).where(*which)
    return int(session.connection().execute(many).scalar_one())


def _bury_typed(session: Session, person_id: int) -> None:
    """What somebody wrote about the reports of others: outcomes, answers, requests, help, transcripts."""
    outcome = (REPORTS.c.handler_id == person_id) & (REPORTS.c.outcome != "")
    change(session, REPORTS, outcome, outcome="")
    erasing.bury_reasons(session, EVENTS.c.actor_id == person_id, TOMBSTONE)
    change(session, ATTACHMENTS, ATTACHMENTS.c.transcribed_by == person_id, transcript="")
    change(session, ACTIVITIES, ACTIVITIES.c.decided_by == person_id, note="")
    change(session, REQUESTS, REQUESTS.c.asked_by == person_id, reason="")
    change(session, REQUESTS, REQUESTS.c.answered_by == person_id, answer="")
    change(session, HELPS, HELPS.c.asked_by == person_id, words="")
    change(session, HELPS, or_(HELPS.c.taken_by == person_id, HELPS.c.person_id == person_id), said="")


def _bury_updates(session: Session, chat: int) -> None:
    """Taps bring the message along that they were made on, words and all; what was handled is not needed."""
    done = (UPDATES.c.chat == chat) & (UPDATES.c.state == UpdateState.DONE)
    change(session, UPDATES, done & (UPDATES.c.body != ""), body="")


def _bury_mentions(session: Session, person_id: int) -> None:
    """What was said to others and names them: lists, notices. Sealed, so all of the last days is opened."""
    who = people.by_id(session, person_id)
    named = [each for each in (who.name, who.telephone) if each] if who else []
    over = LETTERS.c.state.not_in((LetterState.WAITING, LetterState.CLAIMED)) & LETTERS.c.content.is_not(None)
    rows = session.connection().execute(select(LETTERS.c.id, LETTERS.c.content).where(over)) if named else ()
    ids = [id_ for id_, content in rows if any(each in str(content) for each in named)]
    for few in some(ids):
        change(session, LETTERS, LETTERS.c.id.in_(few), content=None)


def _bury_person(session: Session, person_id: int, at: datetime) -> None:
    roll.end_all_roles(session, person_id, at, None)
    roll.unlink(session, person_id, left_at=at)
    roll.change(session, person_id, name="", telephone="", asked_deletion_at=None)
    whose = or_(INVITATIONS.c.used_by == person_id, INVITATIONS.c.for_person == person_id)
    change(session, INVITATIONS, whose, name="", telephone="")
    change(session, ATTENDANCES, ATTENDANCES.c.person_id == person_id, name="")
    session.connection().execute(delete(DRAFTS).where(DRAFTS.c.person_id == person_id))


def _bury_chat(session: Session, chat: int) -> None:
    """What came from a chat and what was said to it; what has not been handled yet stays, as a stranger's."""
    connection = session.connection()
    change(session, UPDATES, (UPDATES.c.chat == chat) & (UPDATES.c.state != UpdateState.WAITING), body="",
            error="", chat=0)  # fmt: skip
    change(session, ERRANDS, (ERRANDS.c.chat == chat) & (ERRANDS.c.state != ErrandState.WAITING),
            content=None, result=None, chat=0)  # fmt: skip
    parting.drop_waiting(session, chat)
    said = (LETTERS.c.chat == chat) & (LETTERS.c.state != LetterState.CLAIMED)
    connection.execute(delete(LETTERS).where(said))
    for table in (CARDS, CONVERSATIONS):
        connection.execute(delete(table).where(table.c.chat == chat))


# -- the station's screens --------------------------------------------------------------------------


def _rewritten(screen: Screen) -> Letter | None:
    """A text keeps its number; anything else goes while Telegram lets it."""
    common: dict[str, Any] = {"chat": screen.chat, "message_id": screen.message_id, "silent": True}
    common["priority"] = Priority.REMINDER
    if screen.is_text:
        return Letter(text=f"{screen.number} · {TOMBSTONE}", **common)
    return Letter(kind=Kind.DELETE, **common) if screen.deletable else None
