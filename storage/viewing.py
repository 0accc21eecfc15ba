"""Who has looked at what, who was named to it, and which messages about a report stand in whose chat."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlmodel import Session

from fieldwork.letters import Kind, Letter
from fieldwork.letters.matter import OPENED
from fieldwork.viewing import Admission, Viewing
from storage.network import table_of
from storage.outbox import CARDS, LETTERS
from storage.tables import AFTER, AdmissionRow, LetterState, ViewingRow

_VIEWINGS, _ADMISSIONS = table_of(ViewingRow), table_of(AdmissionRow)
_SHOWS = (Kind.TEXT, Kind.PHOTO, Kind.ALBUM, Kind.DOCUMENT, Kind.VOICE, Kind.AUDIO, Kind.VIDEO, Kind.LOCATION)
_COLUMNS = tuple(
    LETTERS.c[name] for name in ("id", "chat", "message_id", "kind", "delivered_at", "about", "content")
)


class Standing(NamedTuple):
    """A message about a report that stands in a chat."""

    row: int
    chat: int
    message_id: int
    is_text: bool
    since: datetime
    about: str
    is_card: bool


def note(session: Session, viewing: Viewing) -> None:
    """Keeps that somebody looked."""
    session.execute(insert(_VIEWINGS).values(**viewing.model_dump()))


def of_report(session: Session, serial: int) -> list[Viewing]:
    """Who has looked at a report, oldest first."""
    rows = session.execute(select(_VIEWINGS).where(_VIEWINGS.c.serial == serial).order_by(_VIEWINGS.c.id))
    return [Viewing.model_validate(dict(row)) for row in rows.mappings()]


def admit(session: Session, admission: Admission) -> None:
    """Names somebody to a report; who was named and is not any more, anew."""
    same = (_ADMISSIONS.c.serial == admission.serial, _ADMISSIONS.c.person_id == admission.person_id)
    session.execute(delete(_ADMISSIONS).where(*same))
    session.execute(insert(_ADMISSIONS).values(**admission.model_dump()))


def is_admitted(session: Session, serial: int, person_id: int) -> bool:
    return person_id in admitted(session, serial)


def admitted(session: Session, serial: int) -> list[int]:
    """Who is named to a report beside those whose it is."""
    in_force = (_ADMISSIONS.c.serial == serial, _ADMISSIONS.c.ended_at.is_(None))
    return list(session.execute(select(_ADMISSIONS.c.person_id).where(*in_force)).scalars())


# -- what stands in chats ---------------------------------------------------------------------------


def standing(session: Session, subject: str) -> list[Standing]:
    """The messages that are a card of this name, or stand beside it, in every chat, oldest first."""
    return _standing(session, LETTERS.c.about == subject)


def opened_before(session: Session, before: datetime, named: str = f"{OPENED}:") -> list[Standing]:
    """What was opened for some hours, delivered before a moment, and stands there still: reports, or what
    else is named so."""
    opened = LETTERS.c.about >= named, LETTERS.c.about < named + AFTER
    return _standing(session, *opened, LETTERS.c.delivered_at < before)


def _standing(session: Session, *which: ColumnElement[bool]) -> list[Standing]:
    """`is_card`: the message that is rewritten; what a newer one has left behind is none."""
    there = (
        LETTERS.c.message_id.is_not(None),
        LETTERS.c.delivered_at.is_not(None),
        LETTERS.c.kind.in_(_SHOWS),
    )
    rows = session.execute(select(*_COLUMNS).where(*there, *which).order_by(LETTERS.c.id)).all()
    cards = _cards(session, {row.about for row in rows})
    found: dict[tuple[int, int], Standing] = {}
    for row in rows:
        for step in range(_many(row.kind, row.content)):
            one = Standing(row.id, row.chat, row.message_id + step, row.kind == Kind.TEXT, row.delivered_at,
                           row.about, (row.about, row.chat, row.message_id) in cards)  # fmt: skip
            found.setdefault((one.chat, one.message_id), one)
    return list(found.values())


def _cards(session: Session, subjects: set[str]) -> set[tuple[str, int, int]]:
    """Subject, chat and message of the cards of these names."""
    if not subjects:
        return set()
    named = select(CARDS.c.subject, CARDS.c.chat, CARDS.c.message_id).where(CARDS.c.subject.in_(subjects))
    return {(subject, chat, message) for subject, chat, message in session.execute(named)}


def _many(kind: Kind, content: object) -> int:
    """Telegram tells only an album's first number; the others follow it."""
    return len(Letter.model_validate(content).files) if kind == Kind.ALBUM and content else 1


def let_go(session: Session, stood: Sequence[Standing]) -> None:
    """They are being taken away: nothing about them is known, or kept, any more."""
    gone = update(LETTERS).where(LETTERS.c.id.in_([one.row for one in stood]))
    session.execute(gone.values(about=None, content=None))


def drop_waiting(session: Session, subject: str) -> None:
    """What waits to be sent beside a card, and shows more than may be shown now, does not leave."""
    beside = (LETTERS.c.about == subject, LETTERS.c.state == LetterState.WAITING, LETTERS.c.card.is_(None),
              LETTERS.c.kind != Kind.DELETE)  # fmt: skip
    session.execute(update(LETTERS).where(*beside).values(state=LetterState.DROPPED, content=None))


class Undeleted(NamedTuple):
    """A message that Telegram would not delete."""

    row: int
    chat: int
    message_id: int
    about: str


def undeleted(session: Session) -> list[Undeleted]:
    """What was to be taken out of a chat and could not be: it is emptied instead."""
    failed = (
        LETTERS.c.kind == Kind.DELETE,
        LETTERS.c.state == LetterState.FAILED,
        LETTERS.c.about.is_not(None),
    )
    rows = session.execute(
        select(LETTERS.c.id, LETTERS.c.chat, LETTERS.c.content, LETTERS.c.about).where(*failed)
    )
    return [
        Undeleted(row.id, row.chat, letter.message_id, row.about)
        for row in rows
        if row.content and (letter := Letter.model_validate(row.content)).message_id
    ]


def settled(session: Session, row: int) -> None:
    """What could not be deleted was dealt with another way."""
    session.execute(update(LETTERS).where(LETTERS.c.id == row).values(about=None))
