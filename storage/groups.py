"""Which group of the chat belongs to which station: the allow-list, and who was told what (FIELD 5.5).

A row without a station is a group that was told it is not set up: nothing else is kept of it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from fieldwork.groups import Binding, Gone
from storage import reachability
from storage.network import table_of
from storage.tables import BindingRow, CardRow, LetterRow, LetterState
from storage.upserting import insert_into

_BINDINGS, _CARDS, _LETTERS = table_of(BindingRow), table_of(CardRow), table_of(LetterRow)
_COLUMNS = tuple(_BINDINGS.c[name] for name in Binding.model_fields)
_ORDER = (_BINDINGS.c.chat, _BINDINGS.c.thread)
_LIVE = select(*_COLUMNS).where(_BINDINGS.c.gone_at.is_(None), _BINDINGS.c.station != "").order_by(*_ORDER)
_READ = "groups that show cards"  # in a session's info
_BACK = {"gone_at": None, "gone_why": None, "gone_told_at": None}


def live(session: Session) -> list[Binding]:
    """The groups that show cards now, of every station: a handful, read once a transaction."""
    if _READ not in session.info:
        session.info[_READ] = [_binding(row) for row in session.connection().execute(_LIVE)]
    return list(session.info[_READ])


def read_again(session: Session) -> None:
    """What this transaction has read of the groups no longer holds."""
    session.info.pop(_READ, None)


def of_stations(session: Session, stations: Sequence[str]) -> list[Binding]:
    """All groups of some stations, those that cannot be written to among them."""
    chosen = select(*_COLUMNS).where(_BINDINGS.c.station.in_(stations), _BINDINGS.c.station != "")
    return [_binding(row) for row in session.connection().execute(chosen.order_by(*_ORDER))]


def of_chat(session: Session, chat: int) -> list[Binding]:
    """What one group, with all its topics, is bound to."""
    rows = session.connection().execute(
        select(*_COLUMNS).where(_BINDINGS.c.chat == chat, _BINDINGS.c.station != "").order_by(*_ORDER)
    )
    return [_binding(row) for row in rows]


def at(session: Session, chat: int, thread: int) -> Binding | None:
    """What a group, or one topic of it, is bound to itself."""
    return next((found for found in of_chat(session, chat) if found.thread == thread), None)


def bind(session: Session, binding: Binding) -> None:
    """Puts a group on the allow-list; one that stood there gets the new station, and is back."""
    unbind(session, binding.chat, binding.thread)
    session.connection().execute(
        delete(_BINDINGS).where(_BINDINGS.c.chat == binding.chat, _BINDINGS.c.station == "")
    )
    session.connection().execute(insert(_BINDINGS).values(**binding.model_dump()))


def unbind(session: Session, chat: int, thread: int) -> bool:
    """Takes a group, or one topic, off the list; False when it did not stand there."""
    read_again(session)
    here = (_BINDINGS.c.chat == chat) & (_BINDINGS.c.thread == thread)
    return session.connection().execute(delete(_BINDINGS).where(here)).rowcount > 0


def told_first_time(session: Session, chat: int) -> bool:
    """Notes that a group was told it is not set up. False: it was told before, or belongs to a station."""
    known = insert_into(session.connection(), _BINDINGS).values(chat=chat, thread=0, station="", title="")
    once = known.on_conflict_do_nothing(index_elements=["chat", "thread"]).returning(_BINDINGS.c.chat)
    return session.connection().execute(once).scalar() is not None


# -- gone, and back ---------------------------------------------------------------------------------


def gone(session: Session, chat: int, why: Gone, at: datetime, thread: int | None = None) -> bool:
    """Nothing can be said there: what waits is dropped, and the head is to be told. True when that is news."""
    here = (_BINDINGS.c.chat == chat) & (_BINDINGS.c.station != "") & _BINDINGS.c.gone_at.is_(None)
    here = here if thread is None else here & (_BINDINGS.c.thread == thread)
    read_again(session)
    done = session.connection().execute(
        update(_BINDINGS).where(here).values(gone_at=at, gone_why=why, gone_told_at=None)
    )
    if thread is None:
        _drop_letters(session, chat)
    if done.rowcount:
        reachability.changed(session)
    return done.rowcount > 0


def _drop_letters(session: Session, chat: int) -> None:
    waits = (_LETTERS.c.chat == chat) & (_LETTERS.c.state == LetterState.WAITING)
    session.connection().execute(
        update(_LETTERS)
        .where(waits)
        .values(state=LetterState.DROPPED, error="the group cannot be written to")
    )


def back(session: Session, chat: int) -> bool:
    """The bot may write again in a group that it never left. True when it could not before."""
    read_again(session)
    here = (_BINDINGS.c.chat == chat) & (_BINDINGS.c.gone_why == Gone.SILENCED)
    return session.connection().execute(update(_BINDINGS).where(here).values(_BACK)).rowcount > 0


def untold(session: Session) -> list[Binding]:
    """Groups that are gone, and whose station's head does not know it yet."""
    chosen = select(*_COLUMNS).where(_BINDINGS.c.gone_at.is_not(None), _BINDINGS.c.gone_told_at.is_(None))
    return [_binding(row) for row in session.connection().execute(chosen.order_by(*_ORDER))]


def told(session: Session, binding: Binding, at: datetime) -> bool:
    """The update is the lock: of two processes that would tell, one does."""
    here = (_BINDINGS.c.chat == binding.chat) & (_BINDINGS.c.thread == binding.thread)
    news = here & _BINDINGS.c.gone_at.is_not(None) & _BINDINGS.c.gone_told_at.is_(None)
    return session.connection().execute(update(_BINDINGS).where(news).values(gone_told_at=at)).rowcount > 0


# -- cards ------------------------------------------------------------------------------------------


def shown(session: Session, cards: Sequence[str]) -> set[tuple[str, int]]:
    """Which of these cards stand in which chats, or will as soon as their letter is delivered."""
    there = select(_CARDS.c.subject, _CARDS.c.chat).where(_CARDS.c.subject.in_(cards))
    coming = select(_LETTERS.c.card, _LETTERS.c.chat).where(
        _LETTERS.c.card.in_(cards), _LETTERS.c.state.in_((LetterState.WAITING, LetterState.CLAIMED))
    )
    return {(card, chat) for card, chat in session.connection().execute(there.union(coming))}


def _binding(row: Any) -> Binding:
    return Binding.model_construct(**dict(zip(Binding.model_fields, row, strict=True)))
