"""Letters on their way: which may leave now, at Telegram's pace, and what became of those that left.

One process sends a letter at a time: it is claimed by a conditional UPDATE with a lease. A lease that ends
and a time-out after sending are the same thing, an unknown outcome: tried once more at most, and marked.
One chat has one sender at a time, so the letters of one chat and priority keep their order. `settle` and
`claim` belong in one job, so that a round of delivery costs one commit.

The pace is Telegram's: 30 messages a second, one a second a chat, 20 a minute a group, all evenly spaced; a
429 is a pause for everybody. It is kept in rows, because several processes may share the bot.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias

from sqlalchemy import Connection, and_, bindparam, case, delete, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from fieldwork.groups import Gone
from fieldwork.letters import Kind, Letter, Priority
from storage import groups, people
from storage.moving import follow
from storage.outbox import LETTERS, newer_of, stored
from storage.tables import CardRow, ChatRow, LetterState, PaceRow
from storage.waybill import Past, Trip

LEASE = 60.0  # seconds
HORIZON = 0.5  # seconds: letters are given out no earlier, so that an urgent one never waits behind a queue
HOLDS_BEHIND = 600.0  # seconds that a letter waiting for its retry holds those behind it in its chat
LONGEST_PAUSE = 300.0  # seconds between two tries of one letter
FURTHEST = 3_600.0  # seconds ahead: what waits longer was written by a clock that was wrong, then or now
GIVEN_UP = 86_400.0  # seconds after its first failure: Telegram keeps nothing longer either

_TABLES = SQLModel.metadata.tables
_CARDS, _CHATS = _TABLES[str(CardRow.__tablename__)], _TABLES[str(ChatRow.__tablename__)]
_PACE = _TABLES[str(PaceRow.__tablename__)]
_WHOLE_BOT = "bot"


class Pace(NamedTuple):
    """How fast letters may leave. `off` (the sandbox alone) lifts all but the pause after a 429."""

    off: bool = False
    apart: float = 1 / 30  # seconds between two letters
    chat: float = 1.0  # seconds between two letters to one person
    group: float = 3.0  # seconds between two letters to one group
    together: int = 8  # letters of one chat given out at once, to be sent one after another, when off


class Claimed(NamedTuple):
    """A letter that this process, and no other, is to send now."""

    id: int
    letter: Letter
    message_id: int | None  # the message to edit or delete; None: a new one
    reply_to: int | None  # the card in the same chat that it stands beside
    doubtful: bool  # an earlier try may have arrived
    send_at: float  # machine's clock: not earlier
    lease_until: float  # machine's clock


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
_UNREACHABLE = ("blocked", "deactivated", "not_found")
_GONE: dict[str, Gone] = {
    **dict.fromkeys((*_UNREACHABLE, "removed"), Gone.REMOVED), "silenced": Gone.SILENCED, "topic": Gone.TOPIC
}  # fmt: skip


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

# -- which may leave --------------------------------------------------------------------------------

_other = LETTERS.alias("other")
_NO_ANSWER = _other.c.kind != Kind.ANSWER
_DUE = or_(LETTERS.c.not_before.is_(None), LETTERS.c.not_before <= bindparam("now"))
_BUSY = exists().where(_other.c.chat == LETTERS.c.chat, _other.c.state == LetterState.CLAIMED, _NO_ANSWER)
_BEHIND = exists().where(
    _other.c.chat == LETTERS.c.chat,
    _other.c.state == LetterState.WAITING,
    _other.c.priority == LETTERS.c.priority,
    _other.c.id < LETTERS.c.id,
    _NO_ANSWER,
    _other.c.held_until > bindparam("ticks"),
    or_(_other.c.not_before.is_(None), _other.c.not_before <= bindparam("now")),
    or_(_other.c.failing_since.is_(None), _other.c.failing_since > bindparam("ticks") - HOLDS_BEHIND),
)
_CHAT_NEXT = func.coalesce(_CHATS.c.next_at, 0.0)
# Only ANSWERs leave out of turn: they show nothing in the chat, and are worthless in 15 seconds.
_ITS_TURN = or_(LETTERS.c.kind == Kind.ANSWER, and_(~_BUSY, ~_BEHIND))
_WITH_CHAT = LETTERS.outerjoin(_CHATS, _CHATS.c.id == LETTERS.c.chat)
_CANDIDATES = (
    select(
        *(LETTERS.c[name] for name in ("id", "chat", "kind", "card", "content", "expires", "doubtful")),
        _CARDS.c.message_id.label("card_message"),
        _CHATS.c.moved_to,
    )
    .select_from(
        _WITH_CHAT.outerjoin(
            _CARDS, and_(_CARDS.c.subject == LETTERS.c.card, _CARDS.c.chat == LETTERS.c.chat)
        )
    )
    .where(LETTERS.c.state == LetterState.WAITING, LETTERS.c.held_until <= bindparam("ticks"), _DUE)
    .where(or_(LETTERS.c.kind == Kind.ANSWER, bindparam("ticks") >= _CHAT_NEXT), _ITS_TURN)
    .order_by(LETTERS.c.priority, LETTERS.c.id)
    .limit(bindparam("window"))
    .with_for_update(of=LETTERS, skip_locked=True)  # PostgreSQL: one that is being rewritten leaves next time
)
_CLAIM = (
    update(LETTERS)
    .where(LETTERS.c.id.in_(bindparam("ids", expanding=True)), LETTERS.c.state == LetterState.WAITING)
    .values(
        state=LetterState.CLAIMED,
        owner=bindparam("by"),
        lease_until=bindparam("until"),
        tries=LETTERS.c.tries + 1,
    )
)
_NEXT_DUE = (
    select(func.min(case((LETTERS.c.held_until > _CHAT_NEXT, LETTERS.c.held_until), else_=_CHAT_NEXT)))
    .select_from(_WITH_CHAT)
    .where(LETTERS.c.state == LetterState.WAITING, _DUE, _ITS_TURN)
)


def claim(
    session: Session, *, ticks: float, now: datetime, owner: str, many: int, pace: Pace
) -> list[Claimed]:
    """Takes at most `many` letters that may leave now, for `owner` alone, until the lease ends.

    By priority, then in the order written. Letters of one chat come out in the order in which they must
    be sent, one after another. What is past its worth is dropped on the way.
    """
    connection = session.connection()
    slots = _Slots(_next_of_bot(connection), ticks, pace)
    if many <= 0 or slots.paused:
        return []
    bound = {"ticks": ticks, "now": now, "window": many * 4}
    rows = connection.execute(_CANDIDATES, bound).all()
    late = [row.id for row in rows if row.expires is not None and row.expires <= ticks]
    _end(connection, late, LetterState.DROPPED, "it came too late to help")
    taken = slots.given([row for row in rows if row.id not in late], many)
    _take(connection, taken, owner, ticks + LEASE)
    slots.keep(connection)
    return [_claimed(connection, row, send_at, ticks + LEASE) for row, send_at in taken]


def next_due(session: Session, *, ticks: float, now: datetime) -> float | None:
    """When (machine's clock) the next waiting letter may leave; None while none is waiting for the clock."""
    connection = session.connection()
    due: float | None = connection.execute(_NEXT_DUE, {"ticks": ticks, "now": now}).scalar()
    pause = connection.execute(select(_PACE.c.next_at)).scalar() or 0.0
    return None if due is None else max(due, pause - HORIZON)


class _Slots:
    """Gives each letter its moment to leave."""

    def __init__(self, next_at: float, ticks: float, pace: Pace) -> None:
        self.pace, self.ticks, self.next_at = pace, ticks, next_at
        self.paused = next_at > ticks + HORIZON
        self.chats: dict[int, list[float]] = {}

    def given(self, rows: Iterable[Any], many: int) -> list[tuple[Any, float]]:
        found: list[tuple[Any, float]] = []
        for row in rows:
            if len(found) < many and (send_at := self._slot(row)) is not None:
                found.append((row, send_at))
        return found

    def _slot(self, row: Any) -> float | None:
        """The moment for this letter, or None when it must wait for a later round."""
        if row.kind is Kind.ANSWER:
            return self.ticks
        before = self.chats.setdefault(row.chat, [])
        slot = max(self.ticks, self.next_at)
        full = len(before) >= (self.pace.together if self.pace.off else 1)
        if full or slot > self.ticks + HORIZON:
            return None
        before.append(slot)
        self.next_at = self.next_at if self.pace.off else slot + self.pace.apart
        return slot

    def keep(self, connection: Connection) -> None:
        """Writes down when the bot, and each chat, may be written to next."""
        used = {chat: slots[-1] for chat, slots in sorted(self.chats.items()) if slots}
        if self.pace.off or not used:
            return
        connection.execute(update(_PACE).where(_PACE.c.name == _WHOLE_BOT).values(next_at=self.next_at))
        apart = {chat: self.pace.group if chat < 0 else self.pace.chat for chat in used}
        _upsert(connection, _CHATS, [{"id": chat, "next_at": at + apart[chat]} for chat, at in used.items()])


def _next_of_bot(connection: Connection) -> float:
    """When the bot may send next. On PostgreSQL whoever asks holds the pace until they commit."""
    query = select(_PACE.c.next_at).where(_PACE.c.name == _WHOLE_BOT).with_for_update()
    found: float | None = connection.execute(query).scalar()
    if found is None:
        insert = _dialect(connection).insert(_PACE).values(name=_WHOLE_BOT, next_at=0.0)
        connection.execute(insert.on_conflict_do_nothing())
        found = connection.execute(query).scalar()
    return found or 0.0


def _take(connection: Connection, taken: Sequence[tuple[Any, float]], owner: str, until: float) -> None:
    if taken:
        ids = [row.id for row, _ in taken]
        connection.execute(_CLAIM, {"ids": ids, "by": owner, "until": until})
    for row, _ in taken:
        if row.moved_to is not None:
            moved = update(LETTERS).where(LETTERS.c.id == row.id).values(chat=row.moved_to)
            connection.execute(moved)


def _claimed(connection: Connection, row: Any, send_at: float, until: float) -> Claimed:
    chat = row.moved_to or row.chat
    letter = Letter.model_validate(row.content).model_copy(update={"chat": chat})
    card = _card_message(connection, letter.beside, chat) if letter.beside else None
    reply_to = letter.answers or card
    target = None if letter.anew else row.card_message or letter.message_id
    return Claimed(row.id, letter, target, reply_to, row.doubtful, send_at, until)


def _card_message(connection: Connection, subject: str, chat: int) -> int | None:
    query = select(_CARDS.c.message_id).where(_CARDS.c.subject == subject, _CARDS.c.chat == chat)
    found: int | None = connection.execute(query).scalar()
    return found


# -- what became of them ----------------------------------------------------------------------------

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
    _next_of_bot(connection)  # taken first, as in claim: two processes never wait for each other
    found = connection.execute(_ROWS.where(LETTERS.c.id.in_([o.id for o in outcomes])))
    rows = {row.id: row for row in found}
    _arrived(connection, [(rows[o.id], o) for o in outcomes if isinstance(o, Delivered) and o.id in rows], at)
    for outcome in outcomes:
        row = rows.get(outcome.id)
        if row is not None and row.state is LetterState.CLAIMED and row.owner == owner:
            _settle_one(session, row, outcome, at, ticks)


def lapse(
    session: Session, *, at: datetime, ticks: float, alive: str | None = None, past: Past | None = None
) -> int:
    """Letters whose lease ended become unknown outcomes; with `alive`, those of every other owner too.

    `alive` is for the start, when the lock file says that nobody else is there; `past` is the waybill of the
    run before, which tells what had really left and what Telegram took. Returns how many are in doubt.
    """
    connection = session.connection()
    _next_of_bot(connection)
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
        (_PACE, "next_at", 0.0), (_CHATS, "next_at", 0.0), (LETTERS, "held_until", 0.0),
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
    _upsert(
        connection,
        _CARDS,
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
        pause = update(_PACE).where(_PACE.c.name == _WHOLE_BOT, _PACE.c.next_at < ticks + outcome.retry_after)
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
    connection.execute(delete(_CARDS).where(_CARDS.c.subject == row.card, _CARDS.c.chat == row.chat))


def _dialect(connection: Connection) -> Any:
    return sqlite if connection.dialect.name == "sqlite" else postgresql


def _upsert(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """INSERT, or UPDATE of what is no key; the same on both databases."""
    if rows:
        connection.execute(_upserting(_dialect(connection), table, tuple(rows[0])), rows)


@cache
def _upserting(dialect: Any, table: Any, names: tuple[str, ...]) -> Any:
    # Once: naming what was to be inserted takes longer than inserting it.
    insert = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    changes = {name: insert.excluded[name] for name in names if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changes)
