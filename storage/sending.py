"""Letters on their way: which may leave now, at Telegram's pace. What became of them: settling.py.

One process sends a letter at a time: it is claimed by a conditional UPDATE with a lease. One chat has one sender at
a time, so the letters of one chat and priority keep their order.

The pace is Telegram's: 30 messages a second, one a second a chat, 20 a minute a group, all evenly spaced; a 429 is a
pause for everybody. It is kept in rows, because several processes may share the bot.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, case, exists, func, or_, select, update
from sqlmodel import Session

from fieldwork.letters import Kind, Letter
from storage.network import table_of
from storage.outbox import LETTERS
from storage.tables import CardRow, ChatRow, LetterState, PaceRow
from storage.upserting import insert_into, upsert

LEASE = 60.0  # seconds
HORIZON = 0.5  # seconds: letters are given out no earlier, so that an urgent one never waits behind a queue
HOLDS_BEHIND = 600.0  # seconds that a letter waiting for its retry holds those behind it in its chat
CARDS, CHATS, PACE = table_of(CardRow), table_of(ChatRow), table_of(PaceRow)
WHOLE_BOT = "bot"


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
_CHAT_NEXT = func.coalesce(CHATS.c.next_at, 0.0)
# Only ANSWERs leave out of turn: they show nothing in the chat, and are worthless in 15 seconds.
_ITS_TURN = or_(LETTERS.c.kind == Kind.ANSWER, and_(~_BUSY, ~_BEHIND))
_WITH_CHAT = LETTERS.outerjoin(CHATS, CHATS.c.id == LETTERS.c.chat)
_CANDIDATES = (
    select(
        *(LETTERS.c[name] for name in ("id", "chat", "kind", "card", "content", "expires", "doubtful")),
        CARDS.c.message_id.label("card_message"),
        CHATS.c.moved_to,
    )
    .select_from(
        _WITH_CHAT.outerjoin(CARDS, and_(CARDS.c.subject == LETTERS.c.card, CARDS.c.chat == LETTERS.c.chat))
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
_PAUSE = select(PACE.c.next_at)
_NEXT_OF_BOT = _PAUSE.where(PACE.c.name == WHOLE_BOT).with_for_update()


def claim(
    session: Session, *, ticks: float, now: datetime, owner: str, many: int, pace: Pace
) -> list[Claimed]:
    """Takes at most `many` letters that may leave now, for `owner` alone, until the lease ends.

    By priority, then in the order written. Letters of one chat come out in the order in which they must
    be sent, one after another. What is past its worth is dropped on the way.
    """
    connection = session.connection()
    slots = _Slots(next_of_bot(connection), ticks, pace)
    if many <= 0 or slots.paused:
        return []
    bound = {"ticks": ticks, "now": now, "window": many * 4}
    rows = connection.execute(_CANDIDATES, bound).all()
    late = [row.id for row in rows if row.expires is not None and row.expires <= ticks]
    _drop(connection, late)
    taken = slots.given([row for row in rows if row.id not in late], many)
    _take(connection, taken, owner, ticks + LEASE)
    slots.keep(connection)
    return [_claimed(connection, row, send_at, ticks + LEASE) for row, send_at in taken]


def next_due(session: Session, *, ticks: float, now: datetime) -> float | None:
    """When (machine's clock) the next waiting letter may leave; None while none is waiting for the clock."""
    connection = session.connection()
    due: float | None = connection.execute(_NEXT_DUE, {"ticks": ticks, "now": now}).scalar()
    if due is None:
        return None
    pause: float = connection.execute(_PAUSE).scalar() or 0.0
    return max(due, pause - HORIZON)


def _take(connection: Connection, taken: Sequence[tuple[Any, float]], owner: str, until: float) -> None:
    if taken:
        ids = [row.id for row, _ in taken]
        connection.execute(_CLAIM, {"ids": ids, "by": owner, "until": until})
    for row, _ in taken:
        if row.moved_to is not None:
            moved = update(LETTERS).where(LETTERS.c.id == row.id).values(chat=row.moved_to)
            connection.execute(moved)


def _drop(connection: Connection, late: Sequence[int]) -> None:
    if late:
        dropped = update(LETTERS).where(LETTERS.c.id.in_(late))
        connection.execute(dropped.values(state=LetterState.DROPPED, error="it came too late to help"))


def _claimed(connection: Connection, row: Any, send_at: float, until: float) -> Claimed:
    chat = row.moved_to or row.chat
    letter = Letter.model_validate(row.content).model_copy(update={"chat": chat})
    card = _card_message(connection, letter.beside, chat) if letter.beside else None
    reply_to = letter.answers or card
    target = None if letter.anew else row.card_message or letter.message_id
    return Claimed(row.id, letter, target, reply_to, row.doubtful, send_at, until)


def _card_message(connection: Connection, subject: str, chat: int) -> int | None:
    query = select(CARDS.c.message_id).where(CARDS.c.subject == subject, CARDS.c.chat == chat)
    found: int | None = connection.execute(query).scalar()
    return found


# -- at Telegram's pace ----------------------------------------------------------------------------


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
        connection.execute(update(PACE).where(PACE.c.name == WHOLE_BOT).values(next_at=self.next_at))
        apart = {chat: self.pace.group if chat < 0 else self.pace.chat for chat in used}
        upsert(connection, CHATS, [{"id": chat, "next_at": at + apart[chat]} for chat, at in used.items()])


def next_of_bot(connection: Connection) -> float:
    """When the bot may send next. On PostgreSQL whoever asks holds the pace until they commit."""
    found: float | None = connection.execute(_NEXT_OF_BOT).scalar()
    if found is None:
        insert = insert_into(connection, PACE).values(name=WHOLE_BOT, next_at=0.0)
        connection.execute(insert.on_conflict_do_nothing())
        found = connection.execute(_NEXT_OF_BOT).scalar()
    return found or 0.0
