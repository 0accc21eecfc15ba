"""What comes in and goes out: updates and conversations, letters and errands, at Telegram's pace."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Float, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from fieldwork.letters import Kind, Priority
from storage.sealing import Sealed, SealedJson
from storage.tables.columns import BYTEWISE, Moment, by_value


class UpdateState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SET_ASIDE = "set_aside"  # raised three times; kept with its error until somebody retries it


class UpdateRow(SQLModel, table=True):
    """An update as Telegram gave it: committed before Telegram is told (promise 1)."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("bot", "update_id"), Index("inbox_waiting", "state", "id"))
    id: int | None = Field(default=None, primary_key=True)
    bot: int = Field(sa_type=BigInteger)
    update_id: int | None = Field(sa_type=BigInteger)  # emptied after seven days: Telegram may use it again
    chat: int = Field(sa_type=BigInteger, index=True)
    body: str = Field(default="", sa_type=Sealed)
    state: UpdateState = Field(default=UpdateState.WAITING, sa_type=by_value(UpdateState))
    tries: int = 0
    error: str = Field(default="", sa_type=Sealed)
    received_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)


class ConversationRow(SQLModel, table=True):
    """Where a conversation stands, by every field of aiogram's key."""

    __tablename__ = "conversations"
    bot: int = Field(sa_type=BigInteger, primary_key=True)
    chat: int = Field(sa_type=BigInteger, primary_key=True)
    person: int = Field(sa_type=BigInteger, primary_key=True)
    thread: int = Field(default=0, sa_type=BigInteger, primary_key=True)
    business: str = Field(default="", primary_key=True)
    destiny: str = Field(default="default", primary_key=True)
    state: str | None = None
    data: Any = Field(default=None, sa_type=SealedJson)
    touched_at: datetime | None = Field(default=None, sa_type=Moment)


class ChatRow(SQLModel, table=True):
    """A chat, as the machinery sees it: one owner at a time, and when it may be written to next."""

    __tablename__ = "chats"
    id: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    next_at: float = Field(default=0.0, sa_type=Float)  # machine's clock
    moved_to: int | None = Field(default=None, sa_type=BigInteger)  # a group that became a supergroup


class LetterState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"  # somebody is sending it, until the lease ends
    DELIVERED = "delivered"  # Telegram took it
    UNKNOWN = "unknown"  # it may have arrived: tried once more at most, and marked
    FAILED = "failed"  # permanently; the reason is kept
    DROPPED = "dropped"  # its worth was over, or a newer letter of its card took its place


class LetterRow(SQLModel, table=True):
    """One letter on its way (fieldwork/letters)."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("letters_waiting", "state", "priority", "id"),
        Index("letters_of_chat", "chat", "state", "priority", "id"),
        Index("letters_of_card", "card", "chat", "state"),
        Index("letters_by_message", "chat", "message_id"),
        Index("letters_about", "about", "delivered_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    chat: int = Field(sa_type=BigInteger)
    kind: Kind = Field(default=Kind.TEXT, sa_type=by_value(Kind))
    card: str | None = None
    about: str | None = Field(
        default=None, sa_type=BYTEWISE
    )  # the card it is, or stands beside: what a reply to it is a reply to
    serial: int | None = Field(default=None, index=True)  # of the report it tells of
    priority: Priority = Field(sa_type=Integer)
    content: Any = Field(default=None, sa_type=SealedJson, nullable=True)  # the Letter; emptied after 30 days
    step: str | None = Field(default=None, unique=True)  # (subject, step, recipient): never written twice
    state: LetterState = Field(default=LetterState.WAITING, sa_type=by_value(LetterState))
    not_before: datetime | None = Field(default=None, sa_type=Moment)  # field's clock
    held_until: float = Field(default=0.0, sa_type=Float)  # machine's clock
    expires: float | None = Field(default=None, sa_type=Float)  # machine's clock
    owner: str | None = None
    lease_until: float | None = Field(default=None, sa_type=Float)  # machine's clock
    tries: int = 0
    failing_since: float | None = Field(default=None, sa_type=Float)  # machine's clock: first failure
    doubtful: bool = False  # an earlier try may have arrived
    error: str = ""  # Telegram's reason, no words of people
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    written_at: datetime = Field(sa_type=Moment)
    delivered_at: datetime | None = Field(default=None, sa_type=Moment)


class ErrandState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"  # the one who asked was told why


class ErrandRow(SQLModel, table=True):
    """Work too heavy for a handler (a picture, a workbook, a network file): a worker does it, outside any
    write transaction, and posts what came of it as letters (DESIGN 3)."""

    __tablename__ = "errands"
    __table_args__ = (Index("errands_waiting", "state", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    chat: int = Field(sa_type=BigInteger)
    person_id: int | None = None
    content: Any = Field(default=None, sa_type=SealedJson, nullable=True)  # what to do; emptied when done
    result: Any = Field(default=None, sa_type=SealedJson, nullable=True)  # what a later tap needs: a plan
    files: Any = Field(
        default=None, sa_type=SealedJson, nullable=True
    )  # sums of what it made: a week later they go
    state: ErrandState = Field(default=ErrandState.WAITING, sa_type=by_value(ErrandState))
    tries: int = 0
    owner: str | None = None
    lease_until: float | None = Field(default=None, sa_type=Float)  # machine's clock
    asked_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)


PATTERNS = text("subject LIKE 'pattern/%'")
"""Of cards, those that tell what came up again and again. In these very words, by which the index is known."""


class CardRow(SQLModel, table=True):
    """The message that shows a subject in a chat, once Telegram has told its id."""

    __tablename__ = "cards"
    __table_args__ = (
        Index("cards_by_message", "chat", "message_id"),
        Index("cards_of_patterns", "subject", sqlite_where=PATTERNS, postgresql_where=PATTERNS),
    )
    subject: str = Field(primary_key=True)
    chat: int = Field(sa_type=BigInteger, primary_key=True)
    message_id: int = Field(sa_type=BigInteger)


class PaceRow(SQLModel, table=True):
    """When the bot as a whole may send next; a global pause after 429 is the same number further ahead."""

    __tablename__ = "pace"
    name: str = Field(primary_key=True)
    next_at: float = Field(default=0.0, sa_type=Float)  # machine's clock
