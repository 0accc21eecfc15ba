"""A group that became a supergroup has another number: whatever was kept under the old one follows it.

Told twice, in any order: by a service message in either chat, and by Telegram's refusal of a letter to the
old one (DESIGN 3). Following once more changes nothing. The old messages can no longer be edited, so cards
are sent anew with the next change of what they show.
"""

from sqlalchemy import Connection, delete, select, update
from sqlmodel import Session

from fieldwork.letters import Kind
from storage import groups
from storage.network import table_of
from storage.tables import BindingRow, CardRow, ChatRow, LetterRow, LetterState
from storage.upserting import insert_into

_BINDINGS, _CARDS = table_of(BindingRow), table_of(CardRow)
_CHATS, _LETTERS = table_of(ChatRow), table_of(LetterRow)
_OF_A_MESSAGE = (Kind.DELETE, Kind.BUTTONS)  # worthless without the message that stayed behind


def follow(session: Session, chat: int, to: int) -> None:
    """From here on everything for `chat` goes to `to`."""
    connection = session.connection()
    _remember(connection, chat, to)
    connection.execute(delete(_CARDS).where(_CARDS.c.chat == chat))
    waits = (_LETTERS.c.chat == chat) & (_LETTERS.c.state == LetterState.WAITING)
    connection.execute(
        update(_LETTERS).where(waits, _LETTERS.c.kind.in_(_OF_A_MESSAGE)).values(state=LetterState.DROPPED)
    )
    connection.execute(update(_LETTERS).where(waits).values(chat=to))
    _bindings_follow(connection, chat, to)
    groups.read_again(session)


def _remember(connection: Connection, chat: int, to: int) -> None:
    known = insert_into(connection, _CHATS).values(id=chat, next_at=0.0, moved_to=to)
    connection.execute(known.on_conflict_do_update(index_elements=["id"], set_={"moved_to": to}))


def _bindings_follow(connection: Connection, chat: int, to: int) -> None:
    """Where the new group is bound already, that stands; what was told to it as a stranger is forgotten."""
    old, new = _BINDINGS.c.chat == chat, _BINDINGS.c.chat == to
    if connection.execute(select(_BINDINGS.c.chat).where(old).limit(1)).scalar() is None:
        return
    connection.execute(delete(_BINDINGS).where(new, _BINDINGS.c.station == ""))
    taken = set(connection.execute(select(_BINDINGS.c.thread).where(new)).scalars())
    connection.execute(delete(_BINDINGS).where(old, _BINDINGS.c.thread.in_(taken)))
    there = {"chat": to, "gone_at": None, "gone_why": None, "gone_told_at": None}
    connection.execute(update(_BINDINGS).where(old).values(there))
