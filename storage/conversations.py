"""Where each conversation stands, in the same database and the same transaction as what it did.

A batch of updates loads the conversations of its chats at once and saves those that moved at its end.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlmodel import Session, SQLModel, col

from storage.tables import ConversationRow
from storage.upserting import upsert


class Key(NamedTuple):
    """Every field by which a conversation is told from another."""

    bot: int
    chat: int
    person: int
    thread: int = 0
    business: str = ""
    destiny: str = "default"


class Standing(NamedTuple):
    """What a conversation remembers: the name of what is going on, and what was said so far."""

    state: str | None = None
    data: dict[str, Any] = {}  # noqa: RUF012 - never written to: a change makes a new Standing


NOTHING = Standing()


class Conversations:
    """The conversations of one transaction."""

    def __init__(self, session: Session, chats: Iterable[int]) -> None:
        self._session = session
        found = session.execute(select(*_COLUMNS).where(col(ConversationRow.chat).in_(list(chats))))
        self._standing = {Key(*row[:6]): Standing(row[6], row[7]) for row in found}
        self._moved: set[Key] = set()

    def at(self, key: Key) -> Standing:
        return self._standing.get(key, NOTHING)

    def move(self, key: Key, standing: Standing) -> None:
        if standing != self.at(key):
            self._standing[key] = standing
            self._moved.add(key)

    def save(self, at: datetime) -> None:
        """Writes what moved; a conversation that is over leaves no row."""
        over = [key for key in self._moved if self._standing[key] == NOTHING]
        for key in over:
            self._session.execute(delete(ConversationRow).where(*_is(key)))
        going_on = [_row(key, self._standing[key], at) for key in self._moved if key not in over]
        if going_on:
            upsert(self._session.connection(), _TABLE, going_on)
        self._moved.clear()


def waits_for_words(session: Session, account: int, since: datetime) -> bool:
    """Whether somebody was asked something in their private chat, and went on with it since a moment."""
    asked = select(col(ConversationRow.person)).where(
        col(ConversationRow.chat) == account,
        col(ConversationRow.person) == account,
        col(ConversationRow.state).is_not(None),
        col(ConversationRow.touched_at) > since,
    )
    return session.execute(asked.limit(1)).scalar() is not None


_TABLE = SQLModel.metadata.tables[str(ConversationRow.__tablename__)]
_KEY = tuple(_TABLE.c[name] for name in Key._fields)
_COLUMNS = (*_KEY, _TABLE.c.state, _TABLE.c.data)


def _is(key: Key) -> list[Any]:
    return [column == part for column, part in zip(_KEY, key, strict=True)]


def _row(key: Key, standing: Standing, at: datetime) -> dict[str, Any]:
    return {**key._asdict(), "state": standing.state, "data": standing.data, "touched_at": at}
