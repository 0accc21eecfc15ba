"""Cards: which message shows a subject in which chat."""

from collections.abc import Iterator, Sequence

from sqlalchemy import delete, select, union, update
from sqlmodel import Session, col

from fieldwork.letters import Letter
from storage.tables import CardRow, LetterRow, LetterState

_GONE = (LetterState.FAILED, LetterState.DROPPED)


def chats_of(session: Session, subject: str) -> list[int]:
    """The chats that show a subject, or will as soon as its letter is delivered."""
    shown = select(col(CardRow.chat)).where(col(CardRow.subject) == subject)
    coming = select(col(LetterRow.chat)).where(
        col(LetterRow.card) == subject, col(LetterRow.state).not_in(_GONE)
    )
    return sorted(session.execute(union(shown, coming)).scalars())


def subject_at(session: Session, chat: int, message_id: int) -> str | None:
    """What a message of a chat is a card of, or was sent beside; None for any other message."""
    card = select(col(CardRow.subject)).where(
        col(CardRow.chat) == chat, col(CardRow.message_id) == message_id
    )
    letter = select(col(LetterRow.about)).where(
        col(LetterRow.chat) == chat,
        col(LetterRow.message_id) == message_id,
        col(LetterRow.about).is_not(None),
    )
    return session.execute(card).scalar() or session.execute(letter).scalar()


def shows(session: Session, subject: str, chat: int, message_id: int) -> bool:
    """Whether a message is the card of a subject now; what it was once is no matter."""
    which = col(CardRow.subject) == subject, col(CardRow.chat) == chat, col(CardRow.message_id) == message_id
    return session.execute(select(col(CardRow.message_id)).where(*which)).first() is not None


def lately(session: Session, chat: int, many: int) -> Iterator[tuple[int, Letter]]:
    """The messages of the last so many letters to a chat as they stand now, the newest first; each once."""
    told = select(col(LetterRow.message_id), col(LetterRow.content)).where(
        col(LetterRow.chat) == chat,
        col(LetterRow.state) == LetterState.DELIVERED,
        col(LetterRow.content).is_not(None),
    )
    seen = set[int]()
    for message_id, content in session.execute(told.order_by(col(LetterRow.id).desc()).limit(many)):
        letter = Letter.model_validate(content)
        message = letter.message_id or message_id
        if message and message not in seen:
            seen.add(message)
            yield message, letter


def newest_round(session: Session, subject: str, chat: int) -> str | None:
    """Of the cards of one subject that are told apart by a round (`c:10427.3`), the newest one in a chat."""
    rounds = select(col(CardRow.subject)).where(
        col(CardRow.chat) == chat, col(CardRow.subject).startswith(f"{subject}.", autoescape=True)
    )
    return session.execute(rounds.order_by(col(CardRow.message_id).desc()).limit(1)).scalar()


def take_back(session: Session, subject: str, chat: int) -> bool:
    """Drops a card's letter that has not left yet. True when nothing of the card was or will be seen."""
    unsent = update(LetterRow).where(
        col(LetterRow.card) == subject,
        col(LetterRow.chat) == chat,
        col(LetterRow.state) == LetterState.WAITING,
    )
    session.execute(unsent.values(state=LetterState.DROPPED))
    return chat not in chats_of(session, subject)


def let_go(session: Session, subject: str, chat: int) -> int | None:
    """The message that was a card is none any more; gives it."""
    which = col(CardRow.subject) == subject, col(CardRow.chat) == chat
    message = session.execute(select(col(CardRow.message_id)).where(*which)).scalar()
    session.execute(delete(CardRow).where(*which))
    return message


def withhold(session: Session, subject: str) -> None:
    """What has not left of a card and of what stands beside it is not sent, in chats that do not show it yet."""
    unsent = update(LetterRow).where(
        col(LetterRow.about) == subject,
        col(LetterRow.state) == LetterState.WAITING,
        col(LetterRow.chat).not_in(select(col(CardRow.chat)).where(col(CardRow.subject) == subject)),
    )
    session.execute(unsent.values(state=LetterState.DROPPED))


def release(session: Session, subjects: Sequence[str]) -> None:
    """What was held back for a moment, of some cards and of what stands beside them, leaves now."""
    held = update(LetterRow).where(
        col(LetterRow.about).in_(subjects),
        col(LetterRow.state) == LetterState.WAITING,
        col(LetterRow.failing_since).is_(None),
    )
    session.execute(held.values(held_until=0.0))


def first_of(session: Session, subjects: Sequence[str]) -> str | None:
    """The first of these that is shown in some chat, or will be."""
    shown = select(col(CardRow.subject)).where(col(CardRow.subject).in_(subjects))
    coming = select(col(LetterRow.card)).where(
        col(LetterRow.card).in_(subjects), col(LetterRow.state).not_in(_GONE)
    )
    found = set(session.execute(union(shown, coming)).scalars())
    return next((name for name in subjects if name in found), None)
