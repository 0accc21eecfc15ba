"""Reminders: each written once, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select, update
from sqlmodel import Session

from fieldwork.reminders import Manner, Reminder, ReminderState
from storage.network import table_of
from storage.tables import LetterRow, LetterState, PersonRow, ReminderRow
from storage.upserting import insert_into

_REMINDERS, _LETTERS, _PEOPLE = table_of(ReminderRow), table_of(LetterRow), table_of(PersonRow)
OF_ONE = 16  # reminders of one person among those that are looked through
_WAITING = _REMINDERS.c.state == ReminderState.WAITING


def add(session: Session, reminders: Iterable[Reminder]) -> list[int]:
    """Writes down who is to be told of what; a step that somebody was told of already is not written again.

    Gives the ids of those that are new.
    """
    fresh = insert_into(session.connection(), _REMINDERS)
    once = fresh.on_conflict_do_nothing(index_elements=["subject", "step", "person_id"])
    added = []
    for reminder in reminders:
        values = reminder.model_dump(exclude={"id"})
        new = session.connection().execute(once.returning(_REMINDERS.c.id), values).scalar()
        if new is not None:
            added.append(int(new))
    return added


def people_due(session: Session, now: datetime, most: int) -> list[int]:
    """Who is to be told something by now, who waits longest first."""
    # Limited before it is grouped: among millions of rows PostgreSQL believes that half a million are due.
    first = select(_REMINDERS.c.person_id, _REMINDERS.c.send_at).where(_WAITING, _REMINDERS.c.send_at <= now)
    some = first.order_by(_REMINDERS.c.send_at).limit(most * OF_ONE).subquery()
    due = select(some.c.person_id).group_by(some.c.person_id).order_by(func.min(some.c.send_at)).limit(most)
    return list(session.execute(due).scalars())


def claim_of(session: Session, person: int, now: datetime) -> list[Reminder]:
    """What one person is to be told by now, oldest first, locked: what another process works on is left to it."""
    of = select(_REMINDERS).where(_REMINDERS.c.person_id == person, _WAITING, _REMINDERS.c.send_at <= now)
    return _read(session, of.order_by(_REMINDERS.c.due_at, _REMINDERS.c.id).with_for_update(skip_locked=True))


def claim_all(session: Session, person: int, manner: Manner, now: datetime) -> list[Reminder]:
    """All that waits to be said to one person in a manner, be it put off or not, oldest first, locked."""
    of = select(_REMINDERS).where(
        _REMINDERS.c.person_id == person, _WAITING, _REMINDERS.c.manner == manner, _REMINDERS.c.due_at <= now
    )
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


def say(session: Session, reminders: Iterable[Reminder], card: str, at: datetime) -> None:
    """Their letter is written, in the same transaction; `card` finds it again."""
    ids = [reminder.id for reminder in reminders]
    if ids:
        said = {"state": ReminderState.SAID, "settled_at": at, "said_in": card}
        session.execute(update(_REMINDERS).where(_REMINDERS.c.id.in_(ids)).values(**said))


def put_off(session: Session, reminders: Iterable[Reminder], until: datetime) -> None:
    """They are looked at again at another time."""
    ids = [reminder.id for reminder in reminders]
    if ids:
        session.execute(update(_REMINDERS).where(_REMINDERS.c.id.in_(ids)).values(send_at=until))


# -- what was said, and has not arrived ------------------------------------------------------------------

_TELLS = exists().where(
    _REMINDERS.c.person_id == _PEOPLE.c.id, _REMINDERS.c.said_in == _LETTERS.c.card,
    _REMINDERS.c.state == ReminderState.SAID, _REMINDERS.c.settled_at >= _LETTERS.c.written_at,
)  # fmt: skip
_TELLING = (
    select(_PEOPLE.c.id, _LETTERS.c.card)
    .join(_PEOPLE, _PEOPLE.c.account == _LETTERS.c.chat)
    .where(_TELLS)
    .distinct()
)
"""Begins with the few letters that are looked for, not with all that was ever said."""


def unsent(session: Session, before: datetime) -> list[tuple[int, str]]:
    """Letters of reminders that were written before a moment and have not left: to whom, and on which card."""
    waiting = _TELLING.where(_LETTERS.c.state == LetterState.WAITING, _LETTERS.c.written_at < before)
    return [(person, card) for person, card in session.execute(waiting)]


def refused(session: Session, since: datetime) -> list[tuple[int, str]]:
    """Those that failed since a moment because the person has blocked the bot."""
    failed = _TELLING.where(_LETTERS.c.state == LetterState.FAILED, _LETTERS.c.written_at >= since)
    return [
        (person, card) for person, card in session.execute(failed.where(_PEOPLE.c.blocked_at.is_not(None)))
    ]


def said_in(session: Session, person: int, card: str, state: LetterState) -> list[Reminder]:
    """What the newest letter of a card tells somebody, while it is in a state; locked, oldest first."""
    written = (
        select(func.max(_LETTERS.c.written_at))
        .join(_PEOPLE, _PEOPLE.c.account == _LETTERS.c.chat)
        .where(_PEOPLE.c.id == person, _LETTERS.c.card == card, _LETTERS.c.state == state)
    )
    since = session.execute(written).scalar()
    if since is None:
        return []
    of = select(_REMINDERS).where(
        _REMINDERS.c.person_id == person, _REMINDERS.c.said_in == card,
        _REMINDERS.c.state == ReminderState.SAID, _REMINDERS.c.settled_at >= since,
    )  # fmt: skip
    return _read(session, of.order_by(_REMINDERS.c.due_at, _REMINDERS.c.id).with_for_update(skip_locked=True))


def take_back(session: Session, reminders: Iterable[Reminder], at: datetime) -> None:
    """What was said did not arrive: it waits again."""
    ids = [reminder.id for reminder in reminders]
    if ids:
        again = {"state": ReminderState.WAITING, "send_at": at, "settled_at": None, "said_in": ""}
        session.execute(update(_REMINDERS).where(_REMINDERS.c.id.in_(ids)).values(**again))


def look_anew(session: Session, person: int, at: datetime) -> None:
    """Somebody's times have changed: when their next list goes is reckoned anew."""
    lists = (_REMINDERS.c.person_id == person, _WAITING, _REMINDERS.c.manner == Manner.LIST)
    session.execute(update(_REMINDERS).where(*lists).values(send_at=at))


def _read(session: Session, statement: Select[Any]) -> list[Reminder]:
    rows = session.execute(statement)
    return [Reminder.model_construct(**row) for row in rows.mappings()]
