"""What is left in a chat whose account is nobody's any more: letters on their way, messages that were sent.

Telegram lets a bot delete its own messages for 48 hours; older ones are edited.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select, update
from sqlmodel import Session

from fieldwork.letters import Kind, Letter
from storage.network import table_of
from storage.outbox import CARDS, LETTERS
from storage.tables import ConversationRow, DraftRow, LetterState

CONVERSATIONS, DRAFTS = table_of(ConversationRow), table_of(DraftRow)
_SEEN = (Kind.TEXT, Kind.PHOTO, Kind.ALBUM, Kind.DOCUMENT, Kind.VOICE, Kind.AUDIO, Kind.VIDEO, Kind.LOCATION)


class Shown(NamedTuple):
    """A message of the bot in a chat."""

    message_id: int
    since: datetime
    is_text: bool
    about: str | None  # the card it is, or stands beside


def drop_waiting(session: Session, chat: int) -> None:
    """Nothing that waits for a chat leaves any more."""
    waits = (LETTERS.c.chat == chat) & (LETTERS.c.state == LetterState.WAITING)
    dropped = update(LETTERS).where(waits)
    session.connection().execute(dropped.values(state=LetterState.DROPPED, error="the account has ended"))


def shown(session: Session, chat: int) -> list[Shown]:
    """Every message that stands in a chat, as far as Telegram told its number, oldest first."""
    there = (LETTERS.c.chat == chat) & LETTERS.c.message_id.is_not(None) & LETTERS.c.kind.in_(_SEEN)
    columns = (LETTERS.c.message_id, func.min(LETTERS.c.delivered_at), func.min(LETTERS.c.kind),
               func.max(LETTERS.c.about))  # fmt: skip
    rows = session.connection().execute(
        select(*columns).where(there).group_by(LETTERS.c.message_id).order_by(LETTERS.c.message_id)
    )
    found = [Shown(row[0], row[1], row[2] == Kind.TEXT, row[3]) for row in rows if row[1] is not None]
    return sorted([*found, *_rest_of_albums(session, chat)])


def _rest_of_albums(session: Session, chat: int) -> list[Shown]:
    """Telegram tells only an album's first number; the others follow it."""
    album = (LETTERS.c.chat == chat) & LETTERS.c.message_id.is_not(None) & (LETTERS.c.kind == Kind.ALBUM)
    columns = (LETTERS.c.message_id, LETTERS.c.delivered_at, LETTERS.c.about, LETTERS.c.content)
    rows = session.connection().execute(select(*columns).where(album, LETTERS.c.content.is_not(None)))
    return [
        Shown(first + step, at, False, about)
        for first, at, about, content in rows
        for step in range(1, len(Letter.model_validate(content).files))
    ]


def forget_chat(session: Session, chat: int, person_id: int) -> None:
    """No card is rewritten there any more, and no conversation goes on."""
    connection = session.connection()
    connection.execute(delete(CARDS).where(CARDS.c.chat == chat))
    connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.chat == chat))
    connection.execute(delete(DRAFTS).where(DRAFTS.c.person_id == person_id))


def serials_held(session: Session, chat: int, prefix: str) -> Sequence[str]:
    """The cards of one kind that stand in a chat, or are on their way to it."""
    named = f"{prefix}:"
    standing = select(CARDS.c.subject).where(
        CARDS.c.chat == chat, CARDS.c.subject.startswith(named, autoescape=True)
    )
    waits = LETTERS.c.state.in_((LetterState.WAITING, LetterState.CLAIMED))
    coming = select(LETTERS.c.card).where(
        LETTERS.c.chat == chat, waits, LETTERS.c.card.startswith(named, autoescape=True)
    )
    return sorted(set(session.connection().execute(standing.union(coming)).scalars()))
