"""The inbox: every update as Telegram gave it, until it is done (promise 1).

*Lost* would be an accepted update that is neither in a report nor in the failed list, so an update is
only ever waiting, done, or set aside with its error.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Update, bindparam, func, or_, select, update
from sqlmodel import Session, SQLModel, col

from storage.tables import ChatRow, UpdateRow, UpdateState
from storage.upserting import insert_into

_INBOX = SQLModel.metadata.tables[str(UpdateRow.__tablename__)]
_CHATS = SQLModel.metadata.tables[str(ChatRow.__tablename__)]
TRIES = 3  # an update that raises so often is set aside
REMEMBERED = timedelta(days=7)  # how long an update_id may not come again


class Waiting(NamedTuple):
    """An update that waits for its turn."""

    id: int
    chat: int
    body: str
    tries: int


class Kept(NamedTuple):
    """An update as it is listed: no words, only where it stands."""

    id: int
    chat: int
    state: UpdateState
    tries: int
    error: str
    at: datetime


def chat_of(body: dict[str, Any]) -> int:
    """Whose turn an update belongs to: its chat; for a tap on a message that is gone, the person."""
    for kind in ("message", "edited_message", "my_chat_member"):
        if kind in body:
            return int(body[kind]["chat"]["id"])
    tap = body.get("callback_query", {})
    home = tap.get("message", {}).get("chat") or tap.get("from") or {"id": 0}
    return int(home["id"])


def keep(session: Session, bot: int, updates: Sequence[dict[str, Any]], at: datetime) -> int:
    """Takes a batch in; one that is already here is passed over. Gives how many were new."""
    rows = [_row(bot, body, at) for body in updates]
    if not rows:
        return 0
    chats = [{"id": chat, "next_at": 0.0} for chat in sorted({row["chat"] for row in rows})]
    connection = session.connection()
    connection.execute(insert_into(connection, _CHATS).on_conflict_do_nothing(), chats)
    kept = insert_into(connection, _INBOX).on_conflict_do_nothing().returning(_INBOX.c.id)
    return len(connection.execute(kept, rows).all())


def _row(bot: int, body: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {
        "bot": bot,
        "update_id": body["update_id"],
        "chat": chat_of(body),
        "received_at": at,
        "tries": 0,
        "error": "",
        "state": UpdateState.WAITING,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    }


_ROWS = select(*(_INBOX.c[name] for name in Waiting._fields))
_WAITS = _INBOX.c.state == UpdateState.WAITING
_WAITING = _ROWS.where(_WAITS).order_by(_INBOX.c.id).limit(bindparam("many"))
_FIRST_CHATS = select(_INBOX.c.chat).where(_WAITS).order_by(_INBOX.c.id).limit(bindparam("many"))
_LOCK_CHATS = select(_CHATS.c.id).where(_CHATS.c.id.in_(_FIRST_CHATS)).with_for_update(skip_locked=True)


def take(session: Session, many: int) -> list[Waiting]:
    """The longest waiting updates, in order of arrival; PostgreSQL locks their chats to this process."""
    connection, waiting = session.connection(), _WAITING
    if connection.dialect.name == "postgresql":
        ours = connection.execute(_LOCK_CHATS, {"many": many}).scalars()
        waiting = waiting.where(_INBOX.c.chat.in_(list(ours)))
    return [Waiting(*row) for row in connection.execute(waiting, {"many": many})]


def peek(session: Session, many: int) -> list[Waiting]:
    """The longest waiting updates, only looked at."""
    return [Waiting(*row) for row in session.connection().execute(_WAITING, {"many": many})]


def take_alone(session: Session, id_: int) -> list[Waiting]:
    """One update, with its chat locked to this process; nothing when it is not waiting any more."""
    connection, this = session.connection(), _INBOX.c.id == id_
    lock = select(_CHATS.c.id).join(_INBOX, _INBOX.c.chat == _CHATS.c.id)
    connection.execute(lock.where(this).with_for_update())
    return [Waiting(*row) for row in connection.execute(_ROWS.where(_WAITS, this))]


def forget(session: Session, ids: Sequence[int]) -> None:
    """Empties bodies whose words are not kept: a stranger's."""
    if ids:
        _set(session, ids, body="")


def done(session: Session, ids: Iterable[int], at: datetime) -> None:
    _set(session, ids, state=UpdateState.DONE, done_at=at)


def failed(session: Session, waiting: Waiting, error: str, at: datetime) -> bool:
    """Counts a try that raised; at the third the update is set aside. Tells whether it was."""
    aside = waiting.tries + 1 >= TRIES
    state = UpdateState.SET_ASIDE if aside else UpdateState.WAITING
    _set(
        session,
        [waiting.id],
        state=state,
        tries=waiting.tries + 1,
        error=error,
        done_at=at if aside else None,
    )
    return aside


def retry(session: Session, id_: int) -> bool:
    """Puts one that was set aside back in its place; False when there is none of that id."""
    there = update(UpdateRow).where(col(UpdateRow.id) == id_, col(UpdateRow.state) == UpdateState.SET_ASIDE)
    return _changed(session, there.values(state=UpdateState.WAITING, tries=0, done_at=None)) == 1


def heard_since(session: Session, chats: Sequence[int], since: datetime) -> set[int]:
    """From which of these chats anything came since a moment: words, photos, taps."""
    came = select(col(UpdateRow.chat)).where(
        col(UpdateRow.chat).in_(list(chats)), col(UpdateRow.received_at) > since
    )
    return set(session.execute(came.distinct()).scalars())


def listed(session: Session, failed_only: bool = False, limit: int = 500) -> list[Kept]:
    """The updates that are not done, newest last; or only those set aside."""
    states = [UpdateState.SET_ASIDE] if failed_only else [UpdateState.SET_ASIDE, UpdateState.WAITING]
    rows = session.execute(
        select(
            col(UpdateRow.id), col(UpdateRow.chat), col(UpdateRow.state), col(UpdateRow.tries),
            col(UpdateRow.error), col(UpdateRow.received_at),
        )
        .where(col(UpdateRow.state).in_(states)).order_by(col(UpdateRow.id)).limit(limit)
    )  # fmt: skip
    return [Kept(*row) for row in rows]


def counts(session: Session) -> dict[str, int]:
    """How many updates stand where."""
    rows = session.execute(select(col(UpdateRow.state), func.count()).group_by(col(UpdateRow.state)))
    return {state.value: many for state, many in rows}


def tidy(session: Session, now: datetime) -> int:
    """Empties what was done seven days ago: its words, and its update_id, which Telegram may use again.

    What was set aside keeps its words until somebody retries it. Gives how many were emptied.
    """
    aside = update(UpdateRow).where(
        col(UpdateRow.state) == UpdateState.SET_ASIDE, col(UpdateRow.done_at) < now - REMEMBERED
    )
    _changed(session, aside.values(update_id=None))
    old = update(UpdateRow).where(
        col(UpdateRow.state) == UpdateState.DONE,
        col(UpdateRow.done_at) < now - REMEMBERED,
        or_(col(UpdateRow.body) != "", col(UpdateRow.update_id).is_not(None)),
    )
    return _changed(session, old.values(body="", error="", update_id=None))


def _changed(session: Session, statement: Update) -> int:
    """How many rows a change reached."""
    return session.connection().execute(statement).rowcount


def _set(session: Session, ids: Iterable[int], **values: object) -> None:
    session.connection().execute(update(_INBOX).where(_INBOX.c.id.in_(list(ids))).values(**values))
