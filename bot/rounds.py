"""The postman's rounds: what is claimed, who carries it, what is settled. Knows no Telegram library.

Eight senders work beside each other; a round settles what they have learned and claims what comes next, in
one job of the books. Between two rounds they go on from the queue, so that a busy pen holds nobody up.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from sqlmodel import Session

from bot.clock import Clock
from fieldwork.letters import Kind
from storage import sending, settling
from storage.books import Books
from storage.sending import Claimed, Pace
from storage.settling import Delivered, Outcome, Passing, Permanent, Unknown, Unsent
from storage.waybill import Past, Waybill

SENDERS = 8  # each send costs milliseconds of work; at 32 beside each other the library collapses
AHEAD = 32  # letters claimed and not yet settled, when nothing is paced: a crash puts no more in doubt
AHEAD_PACED = 10  # a third of a second: an urgent letter never waits behind more
BETWEEN_ROUNDS = 0.04  # seconds at least after something was learned: a commit serves many letters
SHORTEST_SLEEP, LONGEST_SLEEP = 0.02, 5.0  # seconds without asking the outbox
LAST_WORDS = 10.0  # seconds that letters on their way get when the bot stops
LONGEST_OUTAGE_PAUSE = 30.0  # seconds between two knocks at a Telegram that cannot be reached

T = TypeVar("T")
Send = Callable[[Claimed], Awaitable[Outcome]]
_log = logging.getLogger("fieldbot.delivery")


class Rounds:
    """One run of delivery: the letters that it has claimed, and what is known of them.

    `send` hands one letter to Telegram and says what became of it; it raises nothing. `outages` are the
    reasons of passing failures that mean Telegram as a whole, not the letter.
    """

    def __init__(
        self, send: Send, outages: frozenset[str], books: Books, clock: Clock, pace: Pace,
        wake: asyncio.Event, stop: asyncio.Event, owner: str, waybill: Waybill | None = None,
    ) -> None:  # fmt: skip
        self.waybill = waybill
        self.send, self.books, self.clock, self.pace = send, books, clock, pace
        self.wake, self.stop, self.owner = wake, stop, owner
        self.queue: deque[list[Claimed]] = deque()  # each entry: letters of one chat, in order
        self.held = 0  # letters claimed whose outcome is not settled
        self.outcomes: list[Outcome] = []
        self.queued, self.learned = asyncio.Event(), asyncio.Event()
        self.line = _Line(clock, outages)
        self.lapsed_at = clock.ticks()

    async def run(self, alone: bool) -> None:
        """Works until `stop`, then waits for the letters on their way; the rest is left to lapse."""
        await self._take_over(alone)
        senders = [asyncio.create_task(self._keep_sending()) for _ in range(SENDERS)]
        try:
            await self._keep_claiming()
        finally:
            self.stop.set()
            self._give_back_what_waits()
            await asyncio.wait(senders, timeout=LAST_WORDS)
            for sender in senders:
                sender.cancel()
            await asyncio.gather(*senders, return_exceptions=True)
            if self.outcomes:
                await self._round()

    async def go_once(self) -> int:
        """One round without senders beside it: claims, sends, settles. Gives how many letters were tried."""
        await self._round()
        tried = sum(len(chain) for chain in self.queue)
        while self.queue:
            await self._send_chain(self.queue.popleft())
        if tried:
            await self._round()
        return tried

    # -- claiming and settling

    async def _keep_claiming(self) -> None:
        while not self.stop.is_set():
            self.wake.clear()
            self.learned.clear()
            due = await self._round()
            if self.clock.ticks() - self.lapsed_at > sending.LEASE:
                await self._lapse()
            await self._until_worth_a_round(due)

    async def _until_worth_a_round(self, due: float | None) -> None:
        """Until there is something to settle or to claim, or until the clock says so."""
        if not self.outcomes:
            sleep = LONGEST_SLEEP if due is None else due - self.clock.ticks()
            sleep = min(max(sleep, SHORTEST_SLEEP), LONGEST_SLEEP)
            await any_of((self.wake, self.learned, self.stop), sleep)
        await any_of((self.stop,), BETWEEN_ROUNDS if self.outcomes else 0.0)

    async def _round(self) -> float | None:
        """Settles and claims. Returns when the next letter is due (machine's clock), if that is known."""
        told = list(self.outcomes)
        room = (AHEAD if self.pace.off else AHEAD_PACED) - (self.held - len(told))
        room = 0 if self.stop.is_set() else room

        def job(session: Session) -> tuple[list[Claimed], float | None]:
            ticks, now = self.clock.ticks(), self.clock.now()
            settling.settle(session, told, at=now, ticks=ticks, owner=self.owner)
            found = sending.claim(session, ticks=ticks, now=now, owner=self.owner, many=room, pace=self.pace)
            return found, None if len(found) == room else sending.next_due(session, ticks=ticks, now=now)

        done = await self._written(job)
        if done is None:
            return self.clock.ticks() + 1.0
        found, due = done
        del self.outcomes[: len(told)]
        if self.waybill:
            self.waybill.settled(outcome.id for outcome in told)
        self.held += len(found) - len(told)
        self._enqueue(found)
        return due

    async def _written(self, job: Callable[[Session], T]) -> T | None:
        """A job in the books, or None when it could not be written: the next round tries it again."""
        try:
            done = await self.books.write(job)
        except Exception as error:  # whatever the database says: nothing is lost, it is tried again
            self.line.books_failed(type(error).__name__)
            return None
        self.line.books_work()
        return done

    async def _take_over(self, alone: bool) -> None:
        """What an earlier run had claimed is settled, as far as its waybill knows; then ours begins."""
        past = self.waybill.past() if self.waybill else None
        while not self.stop.is_set() and not await self._lapse(self.owner if alone else None, past):
            await any_of((self.stop,), 1.0)
        if self.waybill and not self.stop.is_set():
            self.waybill.begin()

    async def _lapse(self, alive: str | None = None, past: Past | None = None) -> bool:
        """Letters whose lease ended, or those of earlier runs, are settled. False: not written."""
        self.lapsed_at = ticks = self.clock.ticks()
        at = self.clock.now()
        lapsed = await self._written(lambda s: settling.lapse(s, at=at, ticks=ticks, alive=alive, past=past))
        if lapsed:
            _log.warning("%d letters were on their way when their sender stopped; tried once more", lapsed)
        return lapsed is not None

    def _enqueue(self, found: list[Claimed]) -> None:
        """Answers to taps go by themselves; the letters of one chat one after another."""
        chains: dict[object, list[Claimed]] = {}
        for claimed in found:
            alone = claimed.letter.kind is Kind.ANSWER
            chains.setdefault(("answer", claimed.id) if alone else claimed.letter.chat, []).append(claimed)
        self.queue.extend(chains.values())
        self.queue = deque(sorted(self.queue, key=lambda chain: (chain[0].letter.priority, chain[0].send_at)))
        if self.queue:
            self.queued.set()

    def _learn(self, outcomes: Iterable[Outcome]) -> None:
        self.outcomes.extend(outcomes)
        self.learned.set()

    def _give_back_what_waits(self) -> None:
        for chain in self.queue:
            self._learn(Unsent(claimed.id) for claimed in chain)
        self.queue.clear()
        self.queued.set()

    # -- sending

    async def _keep_sending(self) -> None:
        while not self.stop.is_set():
            if self.queue:
                await self._send_chain(self.queue.popleft())
            else:
                self.queued.clear()
                await self.queued.wait()

    async def _send_chain(self, chain: list[Claimed]) -> None:
        """One chat's letters in order. After one that must be tried again, those behind it are given back."""
        cards: dict[str, int] = {}
        for number, claimed in enumerate(chain):
            await any_of((self.stop,), claimed.send_at - self.clock.ticks())
            outcome: Outcome = Unsent(claimed.id)
            if self._may_send(claimed):
                outcome = await self._handed_over(_with_cards(claimed, cards))
            self._learn([outcome])
            if not isinstance(outcome, Delivered | Permanent):
                self._learn(Unsent(behind.id) for behind in chain[number + 1 :])
                return
            if claimed.letter.card and isinstance(outcome, Delivered) and outcome.message_id:
                cards[claimed.letter.card] = outcome.message_id

    async def _handed_over(self, claimed: Claimed) -> Outcome:
        """One letter to Telegram and what became of it, both on the waybill."""
        if self.waybill:
            self.waybill.left(claimed.id)
        outcome = self._noted(await self.send(claimed))
        if self.waybill and isinstance(outcome, Delivered):
            self.waybill.took(claimed.id, outcome.message_id)
        elif self.waybill and not isinstance(outcome, Unknown):
            self.waybill.back(claimed.id)
        return outcome

    def _may_send(self, claimed: Claimed) -> bool:
        """Not while everybody pauses, and not so late that the lease could end while it is on its way."""
        ticks = self.clock.ticks()
        in_time = ticks < claimed.lease_until - sending.LEASE / 2
        return in_time and not self.stop.is_set() and not self.line.pauses(ticks)

    def _noted(self, outcome: Outcome) -> Outcome:
        """Tells an operator what they should know; gives an outage its growing pause."""
        if isinstance(outcome, Permanent):
            _log.warning("letter %d cannot be delivered: %s", outcome.id, outcome.reason)
        elif isinstance(outcome, Passing):
            return self.line.lost(outcome)
        elif isinstance(outcome, Delivered):
            self.line.works()
        return outcome


class _Line:
    """Whether Telegram and the books can be reached: one line of log a change, one growing pause for all."""

    def __init__(self, clock: Clock, outages: frozenset[str]) -> None:
        self.clock, self.outages = clock, outages
        self.down_since: float | None = None
        self.paused_until = 0.0
        self.books_down = False

    def pauses(self, ticks: float) -> bool:
        return ticks < self.paused_until

    def lost(self, outcome: Passing) -> Passing:
        """An outage pauses for as long as it has lasted, 1 to 30 s: so the pauses double by themselves."""
        ticks = self.clock.ticks()
        if self.down_since is None:
            self.down_since = ticks
            _log.warning("Telegram takes no letters now (%s); they are kept and tried again", outcome.reason)
        if outcome.retry_after is None and outcome.reason in self.outages:
            pause = min(max(ticks - self.down_since, 1.0), LONGEST_OUTAGE_PAUSE)
            outcome = outcome._replace(retry_after=pause)
        if outcome.retry_after is not None:
            self.paused_until = max(self.paused_until, ticks + outcome.retry_after)
        return outcome

    def works(self) -> None:
        if self.down_since is not None:
            _log.warning("Telegram takes letters again, after %.0f s", self.clock.ticks() - self.down_since)
        self.down_since = None

    def books_failed(self, reason: str) -> None:
        if not self.books_down:
            _log.error("the outbox cannot be written (%s); nothing is lost, it is tried again", reason)
        self.books_down = True

    def books_work(self) -> None:
        if self.books_down:
            _log.warning("the outbox can be written again")
        self.books_down = False


def _with_cards(claimed: Claimed, cards: dict[str, int]) -> Claimed:
    """A card that was delivered a moment ago in this chain is known before it is written down."""
    letter = claimed.letter
    edited = claimed.message_id or (cards.get(letter.card) if letter.card else None)
    beside = claimed.reply_to or (cards.get(letter.beside) if letter.beside else None)
    return claimed._replace(message_id=edited, reply_to=beside)


async def any_of(events: Iterable[asyncio.Event], seconds: float) -> None:
    """Until one of these happens, or so long; at once when the time is over already."""
    events = tuple(events)
    if seconds <= 0 or any(event.is_set() for event in events):
        return
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
