"""Conversing: waiting updates are handled in order of arrival, many in one transaction, committed once.

A batch is one job of the writer: the updates, what the handlers did, where each conversation stands, and
every letter are committed together. If one update raises, the batch is rolled back and its updates run
again, each in a transaction of its own; that is harmless, because all a handler does is in the database.
One that raises three times is set aside with its error, the person gets one kind sentence, and its chat
goes on. Nothing is kept in memory between two batches but what can be read again.

aiogram is the listener only: the `Bot` that handlers hold has a session that turns each call into a letter.
"""

import asyncio
import json
import logging
import traceback
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime, timedelta
from functools import partial
from math import inf
from typing import Any, cast

import handlers.first_use  # isort: skip  # noqa: F401  before aiogram: it spares the start seconds

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.fsm.strategy import FSMStrategy
from aiogram.methods import AnswerCallbackQuery, SendChatAction, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message
from aiogram.utils.callback_answer import CallbackAnswerMiddleware
from sqlmodel import Session

from bot.clock import Clock
from bot.means import Means, Shelf
from bot.words import WordsError
from fieldwork.clocks import Calendars
from fieldwork.letters import Kind, Letter, clipped
from fieldwork.people import Person, Staffing
from fieldwork.routing import Router
from fieldwork.understanding.reading import Reader
from handlers import erasing, noticing_patterns, routers
from handlers.dispatching import put_right, stranded
from handlers.grouping import tell_of_gone
from handlers.still_heard import StillHeard
from handlers.sweeping import SWEEPS, Sweep
from handlers.turn import Desk, Turn
from storage import alike, groups, inbox, network, outbox, people, reachability
from storage.books import Books, Unavailable
from storage.conversations import Conversations, Key, Standing
from storage.inbox import Waiting

log = logging.getLogger("fieldbot.conversing")

MANY = 64  # updates a transaction
ANSWER_WORTH = 15.0  # seconds after which the answer to a tap helps nobody
MORNING = timedelta(hours=8)  # when a day's absences begin to be felt
PATTERNS_EVERY = 600.0  # seconds between two looks for what has come up often
PAUSE = 1.0  # seconds before trying again while the database cannot be written
Values = Mapping[str, Any]


class CapturedCallError(Exception):
    """A handler called something that does not become a letter."""


class LetterSession(BaseSession):
    """Turns the calls of handlers into letters. A closed list: any other call raises at once, naming itself."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Letter] = []
        self.chat = 0  # of the update that is being handled

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        match method:
            case SendMessage(reply_markup=None):  # buttons belong to a letter of fieldwork's
                self.letters.append(
                    Letter(
                        chat=int(method.chat_id),
                        thread=method.message_thread_id or 0,
                        text=clipped(method.text),
                    )
                )
            case AnswerCallbackQuery():
                self.letters.append(_answer(method, self.chat))
            case SendChatAction():
                return cast(TelegramType, True)
            case _:
                raise CapturedCallError(f"{type(method).__name__} does not become a letter")
        return cast(TelegramType, Message.model_construct())

    async def close(self) -> None:
        return None

    async def stream_content(
        self, url: str, headers: dict[str, Any] | None = None, timeout: int = 30, chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:  # fmt: skip
        raise CapturedCallError("downloads belong to bot/fetching.py")
        yield b""


def _answer(method: AnswerCallbackQuery, chat: int) -> Letter:
    return Letter(chat=chat, kind=Kind.ANSWER, query=method.callback_query_id, text=(method.text or "")[:200],
                  worth=ANSWER_WORTH)  # fmt: skip


class StandingStorage(BaseStorage):
    """aiogram's storage over the conversations of the running transaction."""

    def __init__(self) -> None:
        self.conversations: Conversations | None = None

    def _at(self, key: StorageKey) -> tuple[Conversations, Key]:
        if self.conversations is None:
            raise RuntimeError("a conversation was asked for outside a transaction")
        return self.conversations, Key(key.bot_id, key.chat_id, key.user_id, key.thread_id or 0,
                                       key.business_connection_id or "", key.destiny)  # fmt: skip

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        conversations, ours = self._at(key)
        name = state.state if isinstance(state, State) else state
        conversations.move(ours, Standing(name, conversations.at(ours).data))

    async def get_state(self, key: StorageKey) -> str | None:
        conversations, ours = self._at(key)
        return conversations.at(ours).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        conversations, ours = self._at(key)
        # As the next batch will find it: whoever keeps a date, or a number as a key, learns it here.
        kept = json.loads(json.dumps(data))
        conversations.move(ours, Standing(conversations.at(ours).state, kept))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        conversations, ours = self._at(key)
        return deepcopy(conversations.at(ours).data)  # what changes inside it must be set again

    async def close(self) -> None:
        return None


class Conversing:
    """Works on the inbox until it is told to stop."""

    def __init__(self, books: Books, clock: Clock, token: str, means: Means) -> None:
        self._books, self._clock, self._means = books, clock, means
        self._shelf = Shelf(means)
        self._session = LetterSession()
        self._bot = Bot(token, session=self._session)
        self._storage = StandingStorage()
        # aiogram tells each error with all that it quotes, people's words too; ours are kept sealed, below.
        logging.getLogger("aiogram.event").setLevel(logging.CRITICAL + 1)
        self._dispatcher = Dispatcher(storage=self._storage, fsm_strategy=FSMStrategy.USER_IN_TOPIC)
        self._dispatcher.callback_query.middleware(CallbackAnswerMiddleware())
        self._dispatcher.callback_query.middleware(StillHeard())
        self._dispatcher.include_routers(*routers())
        self._loop = asyncio.new_event_loop()  # runs handlers inside the writer's thread, and nothing else
        self._atlas, self._roster = network.Atlas(), people.Roster()
        self._reader: tuple[int, int, Reader] | None = None
        self._calendars: tuple[object, Calendars] | None = None
        self._people = 0  # the version of who can be reached, as of the last batch
        self._swept: tuple[int, date] | None = None  # that version and the day, as of the last sweep
        self._erased_at: datetime | None = None  # when nothing more was found over its time
        self._newest = 0  # the newest report when patterns were looked for
        self._looked: dict[str, tuple[float, datetime]] = {}  # when each sweep last looked, by both clocks
        self._noticed: float | None = None  # when patterns were looked for last, by the machine's clock

    async def run(self, arrived: asyncio.Event, stop: asyncio.Event, ring: Callable[[], None]) -> None:
        """Handles what waits; sleeps until `arrived` rings. Calls `ring` when letters may have been written."""
        while not stop.is_set():
            arrived.clear()
            if await self.work():
                ring()
            else:
                await _either(arrived, stop)

    def close(self) -> None:
        """Lets go of the loop that handlers run in; nothing may be at work any more."""
        self._loop.close()

    async def work(self) -> int:
        """One batch; gives how many updates it took. A database that cannot be written is waited for."""
        try:
            return (
                await self._worked()
                + await self._swept_up()
                + await self._swept_in_turn()
                + await self._noticed_patterns()
                + await self._erased()
            )
        except Unavailable as trouble:
            log.warning("The database cannot be written (%s); trying again.", trouble)
            await asyncio.sleep(PAUSE)
            return 1

    async def _worked(self) -> int:
        try:
            return await self._books.write(self._batch)
        except (Unavailable, WordsError):
            raise
        except Exception:  # whatever a handler raises: alone, each update tells whether it was the one
            return await self._one_by_one()

    def _batch(self, session: Session) -> int:
        waiting = inbox.take(session, MANY)
        if waiting:
            self._handle(session, waiting)
        self._people = reachability.version(session)
        return len(waiting)

    async def _one_by_one(self) -> int:
        """After a batch that raised: each update in its own transaction; behind a failed one its chat waits."""
        waiting = await self._books.read(lambda session: inbox.peek(session, MANY))
        halted: set[int] = set()
        for update in waiting:
            if update.chat not in halted and not await self._alone(update):
                halted.add(update.chat)
        return len(waiting)

    async def _alone(self, update: Waiting) -> bool:
        try:
            await self._books.write(lambda session: self._handle_if_waiting(session, update))
        except (Unavailable, WordsError):
            raise
        except Exception as error:
            failure = (
                f"{type(error).__name__}: {error}\n{''.join(traceback.format_tb(error.__traceback__)[-4:])}"
            )
            log.error("Update %s raised %s.", update.id, type(error).__name__)
            return await self._books.write(lambda session: self._set_back(session, update, failure))
        return True

    async def _swept_up(self) -> int:
        """What nobody can act on goes to somebody who can (promise 3).

        Delivery only records that a letter was refused, and an absence begins with its day: looked through
        at the start, whenever somebody came or went, and each morning. Gives how many reports were put right.
        """
        mark = (self._people, self._working_day())
        if mark == self._swept:
            return 0
        serials, silent = await self._books.read(lambda s: (stranded(self._turn(s)), groups.untold(s)))
        done = [await self._swept_one(partial(put_right, serial=serial)) for serial in serials]
        done += [await self._swept_one(partial(tell_of_gone, bound=binding)) for binding in silent]
        self._swept = mark
        return sum(done)

    def _working_day(self) -> date:
        """The day as far as people begin it: nobody's absence rings a stand-in in the night."""
        return (self._clock.now().astimezone(self._means.zone) - MORNING).date()

    async def _swept_one(self, sweep: Callable[[Turn], int]) -> int:
        """One of them, in a transaction of its own; what raises is tried again after the next change."""
        try:
            return await self._books.write(lambda session: self._in_a_turn(session, sweep))
        except (Unavailable, WordsError):
            raise
        except Exception as error:
            log.error("A sweep raised %s.", type(error).__name__)
            return False

    def _in_a_turn(self, session: Session, sweep: Callable[[Turn], int]) -> int:
        turn = self._turn(session)
        done = sweep(turn)
        outbox.write_many(session, turn.letters, at=turn.now, ticks=self._clock.ticks())
        return done

    def _turn(self, session: Session) -> Turn:
        """A turn in which nobody speaks."""
        now = self._clock.now()
        return Turn(session, self._desk(session, now), now)

    async def _swept_in_turn(self) -> int:
        """What time has brought, sweep by sweep. Gives how much was done.

        One look goes through them until one finds something; what that one did, those after it see.
        """
        done, ahead = 0, [sweep for sweep in SWEEPS if self._is_time_for(sweep)]
        while ahead:
            number, found = await self._books.read(partial(self._first_finding, ahead))
            self._have_looked(ahead[: number + 1])
            if found:
                done += await self._looked_after_all(ahead[number], found)
            ahead = ahead[number + 1 :]
        return done

    def _is_time_for(self, sweep: Sweep) -> bool:
        """By the machine's clock, or because the field's was turned forward."""
        ticks, now = self._clock.ticks(), self._clock.now()
        looked, at = self._looked.get(sweep.name, (-inf, now))
        return ticks - looked >= sweep.every.total_seconds() or now - at >= sweep.every

    def _have_looked(self, sweeps: Iterable[Sweep]) -> None:
        self._looked |= {sweep.name: (self._clock.ticks(), self._clock.now()) for sweep in sweeps}

    async def _looked_after_all(self, sweep: Sweep, found: Sequence[Any]) -> int:
        done = await self._looked_after(sweep, found)
        if done == MANY:
            del self._looked[sweep.name]  # there may be more
        return done

    def _first_finding(self, ahead: Sequence[Sweep], session: Session) -> tuple[int, Sequence[Any]]:
        """The number of the first sweep that finds something, and what."""
        turn = self._turn(session)
        looks = ((number, sweep.find(turn)) for number, sweep in enumerate(ahead))
        return next(((number, found) for number, found in looks if found), (len(ahead), ()))

    async def sweep(self, sweep: Sweep) -> int:
        """One look of a sweep, whether its time has come or not. Gives for how many there was something to do."""
        _number, found = await self._books.read(partial(self._first_finding, [sweep]))
        return await self._looked_after(sweep, found) if found else 0

    async def _looked_after(self, sweep: Sweep, found: Sequence[Any]) -> int:
        """All that was found in one transaction; where one of them raises, each in its own."""
        try:
            return await self._books.write(
                lambda session: self._in_a_turn(session, lambda turn: _each(sweep, turn, found))
            )
        except (Unavailable, WordsError):
            raise
        except Exception as error:
            log.error("A sweep (%s) raised %s.", sweep.name, type(error).__name__)
        return sum([await self._swept_one(partial(_each, sweep, found=[one])) for one in found])

    async def _noticed_patterns(self) -> int:
        """What has come up often by now; where no report came since the last look, there is nothing to see."""
        if self._noticed is not None and self._clock.ticks() - self._noticed < PATTERNS_EVERY:
            return 0
        self._noticed = self._clock.ticks()
        newest, before = await self._books.read(lambda session: alike.newest(session)), self._newest
        if newest == before:
            return 0
        grown = await self._books.read(lambda session: noticing_patterns.found(self._turn(session), before))
        self._newest = newest
        return sum([await self._swept_one(partial(noticing_patterns.tell, pattern=one)) for one in grown])

    async def _erased(self) -> int:
        """What is over its time loses its words: looked for each hour, a few at a time until none is left."""
        now = self._clock.now()
        if self._erased_at and now - self._erased_at < erasing.EVERY:
            return 0
        gone = await self._swept_one(erasing.erase_a_few)
        self._erased_at = self._erased_at if gone else now
        return gone

    def _handle_if_waiting(self, session: Session, update: Waiting) -> None:
        self._handle(session, inbox.take_alone(session, update.id))

    def _set_back(self, session: Session, update: Waiting, failure: str) -> bool:
        """Counts the try; at the third the person gets one kind sentence. True when its chat may go on."""
        at = self._clock.now()
        aside = inbox.failed(session, update, failure, at)
        if aside:
            self._say_sorry(session, update, at)
        return aside

    def _say_sorry(self, session: Session, update: Waiting, at: datetime) -> None:
        """In private, also after something was said in a group: of those there only to people we know."""
        account = _speaker(json.loads(update.body), update.chat)
        person = people.by_account(session, account)
        if person is None and update.chat < 0:
            return
        t = self._means.speak(person.language if person else "")
        sorry = t.both(
            "Something went wrong here, not with you. Your message is kept and somebody will look at it."
        )
        outbox.write(session, Letter(chat=account, text=sorry), at=at, ticks=self._clock.ticks())

    def _handle(self, session: Session, waiting: Sequence[Waiting]) -> None:
        """Handles updates in order and writes all they did; the caller's transaction commits it."""
        now, ticks = self._clock.now(), self._clock.ticks()
        heard = [(update, json.loads(update.body)) for update in waiting]
        chats = {chat for update, raw in heard for chat in (update.chat, _speaker(raw, update.chat))}
        self._storage.conversations = Conversations(session, chats)
        letters: list[Letter] = []
        forgotten: list[int] = []
        self._session.letters = letters
        desk = self._desk(session, now)
        for update, raw in heard:
            if reachability.changed_just_now(session):
                desk = self._desk(session, now)
            turn = Turn(session, desk, now, letters)
            self._loop.run_until_complete(self._converse(turn, update.chat, raw))
            if turn.forgotten:
                forgotten.append(update.id)
        self._storage.conversations.save(now)
        outbox.write_many(session, letters, at=now, ticks=ticks)
        inbox.done(session, [update.id for update in waiting], now)
        inbox.forget(session, forgotten)

    async def _converse(self, turn: Turn, chat: int, raw: dict[str, Any]) -> None:
        self._session.chat = chat
        speaker = people.by_account(turn.session, _speaker(raw, chat))
        if speaker and speaker.blocked_at and chat == speaker.account and "my_chat_member" not in raw:
            speaker = self._is_back(turn, speaker)
        roles = people.roles_of(turn.session, speaker.id, turn.desk.day) if speaker else []
        t = self._means.speak(speaker.language if speaker else _spoken(raw))
        await self._dispatcher.feed_raw_update(self._bot, raw, turn=turn, person=speaker, roles=roles, t=t)

    def _is_back(self, turn: Turn, person: Person) -> Person:
        """Whoever writes has not blocked the bot, whatever a refused letter told."""
        people.set_blocked(turn.session, person.account or 0, None)
        turn.desk = self._desk(turn.session, turn.now)
        return person.model_copy(update={"blocked_at": None})

    def _desk(self, session: Session, now: datetime) -> Desk:
        day = now.astimezone(self._means.zone).date()
        tree = self._atlas.network(session)
        staffing = self._roster.staffing(session, tree, day)
        means = self._renewed(session)
        return Desk(
            network=tree, staffing=staffing, router=Router(tree, staffing, self._atlas.rules(session), day),
            reader=self._read_with(tree.version, lambda: means.reader(tree)), words=means.words,
            rules=means.rules, calendars=self._calendars_with(staffing),
            ruleset=means.ruleset, discretion=means.discretion, sameness=means.sameness,
            speak=means.speak, script=means.script, zone=means.zone, day=day,
        )  # fmt: skip

    def _calendars_with(self, staffing: Staffing) -> Calendars:
        """The stations' calendars, made anew when the rules or a closure changed."""
        mark = (self._means.ruleset, staffing.closures)
        if self._calendars is None or self._calendars[0] != mark:
            self._calendars = (mark, self._means.calendars(staffing.closures))
        return self._calendars[1]

    def _renewed(self, session: Session) -> Means:
        """The means under the newest rules; a version that cannot be read stops the programme (WordsError)."""
        self._means = self._shelf.means(session)
        return self._means

    def _read_with(self, version: int, make: Callable[[], Reader]) -> Reader:
        if self._reader is None or self._reader[:2] != (version, self._means.ruleset):
            self._reader = (version, self._means.ruleset, make())
        return self._reader[2]


def _speaker(raw: Values, chat: int) -> int:
    """The account of whoever speaks: the private chat's own, in a group the sender's; 0 for nobody."""
    return chat if chat > 0 else int(_sender(raw).get("id", 0))


def _sender(raw: Values) -> Values:
    """Who sent it, as Telegram tells: nobody where a channel speaks."""
    return next((event["from"] for event in raw.values() if isinstance(event, dict) and "from" in event), {})


def _spoken(raw: Values) -> str:
    """A stranger's language, as their app says it; the station's where that says nothing we speak."""
    code = str(_sender(raw).get("language_code", ""))
    return _as_language(code) if code else ""


def _as_language(code: str) -> str:
    if code.startswith("zh"):
        return "zh-hant" if any(part in code.lower() for part in ("hant", "tw", "hk", "mo")) else "zh-hans"
    return "en"


def _each(sweep: Sweep, turn: Turn, found: Sequence[Any]) -> int:
    """Looks after all that a sweep found; gives for how many there was something to do."""
    done = sum(bool(sweep.look_after(turn, one)) for one in found)
    return done or int(bool(turn.letters))


async def _either(*events: asyncio.Event) -> None:
    """Sleeps until one of the events is set; wakes by itself now and then, for updates of other processes."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=PAUSE, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
