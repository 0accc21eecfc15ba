"""What became of the letters that left: delivered, tried again, given up, or nobody knows.

A lease that ends and a time-out after sending are the same thing, an unknown outcome: tried once more at most, and
marked. `settle` and `sending.claim` belong in one job, so that a round of delivery costs one commit.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeAlias

from sqlalchemy import Connection, and_, bindparam, delete, or_, select, update
from sqlmodel import Session

from fieldwork.groups import Gone
from fieldwork.letters import Kind, Letter, Priority
from storage import groups, people
from storage.moving import follow
from storage.outbox import LETTERS, newer_of, stored
from storage.sending import CARDS, CHATS, PACE, WHOLE_BOT, next_of_bot
from storage.tables import LetterState
from storage.upserting import upsert
from storage.waybill import Past, Trip

LONGEST_PAUSE = 300.0  # seconds between two tries of one letter
FURTHEST = 3_600.0  # seconds ahead: what waits longer was written by a clock that was wrong, then or now
GIVEN_UP = 86_400.0  # seconds after its first failure: Telegram keeps nothing longer either
_UNREACHABLE = ("blocked", "deactivated", "not_found")


class Delivered(NamedTuple):
    """Telegram took it."""

    id: int
    message_id: int | None = None


class Passing(NamedTuple):
    """Certainly not delivered, and trying again can help. `retry_after` seconds are a pause for everybody."""

    id: int
    reason: str
    retry_after: float | None = None


class Unknown(NamedTuple):
    """It may have been delivered."""

    id: int
    reason: str


Refusal: TypeAlias = Literal[
    "blocked", "deactivated", "not_found", "migrated", "removed", "silenced", "topic", "refused"
]


class Permanent(NamedTuple):
    """Trying again cannot help. `to` is the new chat of one that migrated."""

    id: int
    reason: str
    kind: Refusal = "refused"
    to: int | None = None


class CannotEdit(NamedTuple):
    """The message is gone or too old to be edited: a new one becomes the card."""

    id: int


class Unsent(NamedTuple):
    """Claimed and given back without a try."""

    id: int


Outcome: TypeAlias = Delivered | Passing | Unknown | Permanent | CannotEdit | Unsent
_GONE: dict[str, Gone] = {
    **dict.fromkeys((*_UNREACHABLE, "removed"), Gone.REMOVED), "silenced": Gone.SILENCED, "topic": Gone.TOPIC
}  # fmt: skip
_ROWS = select(
    *(
        LETTERS.c[name]
        for name in (
            "id", "chat", "kind", "card", "priority", "state", "owner", "tries", "failing_since", "doubtful"
        )
    )
)  # fmt: skip
_ARRIVED = (
    update(LETTERS)
    .where(LETTERS.c.id == bindparam("row"))
    .values(
        state=LetterState.DELIVERED,
        delivered_at=bindparam("told"),
        message_id=bindparam("message"),
        owner=None,
        lease_until=None,
        error="",
    )
)


def settle(session: Session, outcomes: Sequence[Outcome], *, at: datetime, ticks: float, owner: str) -> None:
    """Records what became of letters that `owner` had claimed. `at` is the field's clock, `ticks` is not.

    A letter that was delivered is delivered, whoever has it now; any other outcome counts only from the
    one who still holds the letter.
    """
    if not outcomes:
        return
    connection = session.connection()
    next_of_bot(connection)  # taken first, as in claim: two processes never wait for each other
    found = connection.execute(_ROWS.where(LETTERS.c.id.in_([o.id for o in outcomes])))
    rows = {row.id: row for row in found}
    _arrived(connection, [(rows[o.id], o) for o in outcomes if isinstance(o, Delivered) and o.id in rows], at)
    for outcome in outcomes:
        row = rows.get(outcome.id)
        if row is not None and row.state is LetterState.CLAIMED and row.owner == owner:
            _settle_one(session, row, outcome, at, ticks)


def _settle_one(session: Session, row: Any, outcome: Outcome, at: datetime, ticks: float) -> None:
    connection = session.connection()
    match outcome:
        case Passing():
            _passing(connection, row, outcome, ticks)
        case Unknown():
            _unknown(connection, row, outcome.reason, ticks)
        case Permanent():
            _permanent(session, row, outcome, at)
        case CannotEdit():
            _cannot_edit(connection, row, ticks)
        case Unsent():
            _again(connection, row, tries=row.tries - 1)


def _arrived(connection: Connection, arrived: Sequence[tuple[Any, Delivered]], at: datetime) -> None:
    fresh = [(row, told) for row, told in arrived if row.state is not LetterState.DELIVERED]
    if not fresh:
        return
    told = [{"row": row.id, "told": at, "message": told.message_id} for row, told in fresh]
    connection.execute(_ARRIVED, told)
    upsert(
        connection,
        CARDS,
        [
            {"subject": row.card, "chat": row.chat, "message_id": told.message_id}
            for row, told in fresh
            if row.card and row.kind is Kind.TEXT and told.message_id
        ],
    )
    for row, _ in fresh:
        if row.card and row.kind is Kind.DELETE:
            _forget_card(connection, row)


def _passing(connection: Connection, row: Any, outcome: Passing, ticks: float) -> None:
    if outcome.retry_after:
        pause = update(PACE).where(PACE.c.name == WHOLE_BOT, PACE.c.next_at < ticks + outcome.retry_after)
        connection.execute(pause.values(next_at=ticks + outcome.retry_after))
    since = ticks if row.failing_since is None else row.failing_since
    if row.kind is Kind.ANSWER:
        _end(connection, [row.id], LetterState.DROPPED, outcome.reason)
    elif ticks - since >= GIVEN_UP:
        _end(connection, [row.id], LetterState.FAILED, f"given up after a day: {outcome.reason}")
    else:
        wait = outcome.retry_after or min(2.0 ** min(row.tries - 1, 10), LONGEST_PAUSE)
        _again(connection, row, held_until=ticks + wait, failing_since=since, error=outcome.reason)


def _unknown(connection: Connection, row: Any, reason: str, ticks: float, pause: float = 1.0) -> None:
    """Once more at most, and marked; never a digest, which nobody misses as much as they mind it twice."""
    if row.kind is Kind.ANSWER:
        _end(connection, [row.id], LetterState.DROPPED, reason)
    elif row.doubtful or row.priority == Priority.DIGEST:
        _end(connection, [row.id], LetterState.UNKNOWN, reason)
    else:
        _again(connection, row, doubtful=True, held_until=ticks + pause, error=reason)


def _permanent(session: Session, row: Any, outcome: Permanent, at: datetime) -> None:
    connection = session.connection()
    if outcome.kind == "migrated" and outcome.to is not None:
        follow(session, row.chat, outcome.to)
        _again(connection, row, chat=outcome.to)
        return
    if row.chat < 0 and outcome.kind in _GONE:
        thread = _letter(connection, row.id).thread if outcome.kind == "topic" else None
        groups.gone(session, row.chat, _GONE[outcome.kind], at, thread)
    elif outcome.kind in _UNREACHABLE:
        people.set_blocked(session, row.chat, at)
    worthless = row.kind is Kind.ANSWER
    _end(connection, [row.id], LetterState.DROPPED if worthless else LetterState.FAILED, outcome.reason)


def _cannot_edit(connection: Connection, row: Any, ticks: float) -> None:
    if row.card:
        _forget_card(connection, row)
    if row.kind is not Kind.TEXT:
        _end(connection, [row.id], LetterState.DROPPED, "its message is gone")
        return
    letter = _letter(connection, row.id)
    _again(connection, row, content=stored(letter.model_copy(update={"message_id": None})))


def _again(connection: Connection, row: Any, **changes: Any) -> None:
    """Back among the waiting, unless a newer letter of its card waits there already and takes its place."""
    newer = _newer(connection, row) if row.card and row.kind is Kind.TEXT else None
    if newer is None:
        changes |= {"state": LetterState.WAITING, "owner": None, "lease_until": None}
        connection.execute(update(LETTERS).where(LETTERS.c.id == row.id).values(**changes))
        return
    merged = newer_of(_letter(connection, row.id), _letter(connection, newer))
    kept = {"content": stored(merged), "priority": int(merged.priority)}
    connection.execute(update(LETTERS).where(LETTERS.c.id == newer).values(**kept))
    _end(connection, [row.id], LetterState.DROPPED, "a newer one took its place")


def _newer(connection: Connection, row: Any) -> int | None:
    same = and_(LETTERS.c.card == row.card, LETTERS.c.chat == row.chat, LETTERS.c.kind == Kind.TEXT)
    query = select(LETTERS.c.id).where(same, LETTERS.c.state == LetterState.WAITING, LETTERS.c.id > row.id)
    found: int | None = connection.execute(query.with_for_update()).scalar()
    return found


def _letter(connection: Connection, row: int) -> Letter:
    return Letter.model_validate(connection.execute(select(LETTERS.c.content).filter_by(id=row)).scalar_one())


def _end(connection: Connection, ids: Sequence[int], state: LetterState, reason: str) -> None:
    if ids:
        ended = update(LETTERS).where(LETTERS.c.id.in_(ids))
        connection.execute(ended.values(state=state, error=reason, owner=None, lease_until=None))


def _forget_card(connection: Connection, row: Any) -> None:
    connection.execute(delete(CARDS).where(CARDS.c.subject == row.card, CARDS.c.chat == row.chat))


# -- letters whose sender is gone ------------------------------------------------------------------


def lapse(
    session: Session, *, at: datetime, ticks: float, alive: str | None = None, past: Past | None = None
) -> int:
    """Letters whose lease ended become unknown outcomes; with `alive`, those of every other owner too.

    `alive` is for the start, when the lock file says that nobody else is there; `past` is the waybill of the
    run before, which tells what had really left and what Telegram took. Returns how many are in doubt.
    """
    connection = session.connection()
    next_of_bot(connection)
    if alive is not None:
        _believe_no_later_clock(connection, ticks)
    ended = LETTERS.c.lease_until < ticks
    gone = ended if alive is None else or_(ended, LETTERS.c.owner != alive)
    rows = connection.execute(_ROWS.where(LETTERS.c.state == LetterState.CLAIMED, gone)).all()
    return sum(_lapsed(connection, row, at, ticks, past) for row in rows)


def _believe_no_later_clock(connection: Connection, ticks: float) -> None:
    """A machine that starts before it knows the time, or that did so last time, holds nothing up for years."""
    waits = LETTERS.c.state == LetterState.WAITING
    for table, name, fresh in (
        (PACE, "next_at", 0.0), (CHATS, "next_at", 0.0), (LETTERS, "held_until", 0.0),
        (LETTERS, "failing_since", None), (LETTERS, "expires", ticks),
    ):  # fmt: skip
        later = update(table).where(table.c[name] > ticks + FURTHEST)
        connection.execute((later.where(waits) if table is LETTERS else later).values({name: fresh}))


def _lapsed(connection: Connection, row: Any, at: datetime, ticks: float, past: Past | None) -> bool:
    """Settles a letter whose sender is gone, as far as the waybill knows; True: nobody knows."""
    if past is None or past.owner != row.owner:
        trip: Trip | None = Trip()
    else:
        trip = past.trips.get(row.id)
    if trip is None:
        _again(connection, row, tries=row.tries - 1)
    elif trip.took:
        _arrived(connection, [(row, Delivered(row.id, trip.message_id))], at)
    else:
        _unknown(connection, row, "the sender stopped before it had an answer", ticks, pause=0.0)
    return trip is not None and not trip.took
