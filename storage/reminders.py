"""Reminders: each written once, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from fieldwork.reminders import Manner, Reminder, ReminderState
from storage.network import table_of
from storage.tables import ReminderRow

_REMINDERS = table_of(ReminderRow)
_WAITING = _REMINDERS.c.state == ReminderState.WAITING


def add(session: Session, reminders: Iterable[Reminder]) -> list[int]:
    """Writes down who is to be told of what; a step that somebody was told of already is not written again.

    Gives the ids of those that are new.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    once = dialect.insert(_REMINDERS).on_conflict_do_nothing(index_elements=["subject", "step", "person_id"])
    added = []
    for reminder in reminders:
        values = reminder.model_dump(exclude={"id"})
        new = session.connection().execute(once.returning(_REMINDERS.c.id), values).scalar()
        if new is not None:
            added.append(int(new))
    return added


def people_due(session: Session, now: datetime, most: int) -> list[int]:
    """Who is to be told something by now, who waits longest first."""
    due = select(_REMINDERS.c.person_id).where(_WAITING, _REMINDERS.c.send_at <= now)
    due = due.group_by(_REMINDERS.c.person_id).order_by(func.min(_REMINDERS.c.send_at)).limit(most)
    return list(session.execute(due).scalars())


def claim_of(session: Session, person: int, now: datetime) -> list[Reminder]:
    """What one person is to be told by now, oldest first, locked: what another process works on is left to it."""
    of = select(_REMINDERS).where(_REMINDERS.c.person_id == person, _WAITING, _REMINDERS.c.send_at <= now)
    return _read(session, of.order_by(_REMINDERS.c.due_at, _REMINDERS.c.id).with_for_update(skip_locked=True))


def about(session: Session, subject: str) -> list[Reminder]:
    """All reminders about one thing, oldest first."""
    return _read(session, select(_REMINDERS).where(_REMINDERS.c.subject == subject).order_by(_REMINDERS.c.id))


def waiting(session: Session, until: datetime, people: Sequence[int] | None = None) -> list[Reminder]:
    """What is to be said until a moment, the sooner first; to some people alone where they are given."""
    coming = select(_REMINDERS).where(_WAITING, _REMINDERS.c.send_at <= until)
    if people is not None:
        coming = coming.where(_REMINDERS.c.person_id.in_(people))
    return _read(session, coming.order_by(_REMINDERS.c.send_at, _REMINDERS.c.id))


def settle(session: Session, reminders: Iterable[Reminder], state: ReminderState, at: datetime) -> None:
    """What became of some reminders."""
    ids = [reminder.id for reminder in reminders]
    if ids:
        session.execute(update(_REMINDERS).where(_REMINDERS.c.id.in_(ids)).values(state=state, settled_at=at))


def put_off(session: Session, reminders: Iterable[Reminder], until: datetime) -> None:
    """They are looked at again at another time."""
    ids = [reminder.id for reminder in reminders]
    if ids:
        session.execute(update(_REMINDERS).where(_REMINDERS.c.id.in_(ids)).values(send_at=until))


def said_since(session: Session, person: int, manner: Manner, since: datetime) -> int:
    """How many reminders of a manner somebody was told since a moment."""
    many = select(func.count()).where(
        _REMINDERS.c.person_id == person, _REMINDERS.c.manner == manner,
        _REMINDERS.c.state == ReminderState.SAID, _REMINDERS.c.settled_at >= since,
    )  # fmt: skip
    return int(session.execute(many).scalar_one())


def _read(session: Session, statement: Select[Any]) -> list[Reminder]:
    rows = session.execute(statement)
    return [Reminder.model_construct(**row) for row in rows.mappings()]
