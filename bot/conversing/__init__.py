"""Conversing: waiting updates are handled in order of arrival, many in one transaction, committed once.

A batch is one job of the writer: the updates, what the handlers did, where each conversation stands, and
every letter are committed together. If one update raises, the batch is rolled back and its updates run
again, each in a transaction of its own; that is harmless, because all a handler does is in the database.
One that raises three times is set aside with its error, the person gets one kind sentence, and its chat
goes on. aiogram is the listener only (listening.py); what a turn is given is made in desks.py; what nobody asked
for is done in sweeping.py.
"""

import asyncio
import json
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import handlers.first_use  # isort: skip  # noqa: F401  before aiogram: it spares the start seconds

from aiogram import Bot, Dispatcher
from aiogram.fsm.strategy import FSMStrategy
from aiogram.utils.callback_answer import CallbackAnswerMiddleware
from sqlmodel import Session

from bot.clock import Clock
from bot.conversing.desks import Desks
from bot.conversing.listening import LetterSession, StandingStorage
from bot.conversing.sweeping import Sweeping
from bot.means import Means
from bot.words import WordsError
from fieldwork.letters import Letter
from fieldwork.people import Person
from handlers import routers
from handlers.still_heard import StillHeard
from handlers.switchboard import Switchboard
from handlers.turn import Turn
from storage import inbox, outbox, people, reachability
from storage.books import Books, Unavailable
from storage.conversations import Conversations
from storage.inbox import Waiting

log = logging.getLogger("fieldbot.conversing")

MANY = 64  # updates a transaction
PAUSE = 1.0  # seconds before trying again while the database cannot be written
Values = Mapping[str, Any]


class Conversing:
    """Works on the inbox until it is told to stop."""

    def __init__(self, books: Books, clock: Clock, token: str, means: Means) -> None:
        self._books, self._clock, self.desks = books, clock, Desks(clock, means)
        self.sweeping = Sweeping(books, clock, self.desks)
        self._session = LetterSession()
        self._bot = Bot(token, session=self._session)
        self._storage = StandingStorage()
        # aiogram tells each error with all that it quotes, people's words too; ours are kept sealed, below.
        logging.getLogger("aiogram.event").setLevel(logging.CRITICAL + 1)
        self._dispatcher = Dispatcher(storage=self._storage, fsm_strategy=FSMStrategy.USER_IN_TOPIC)
        self._dispatcher.callback_query.middleware(CallbackAnswerMiddleware())
        self._dispatcher.callback_query.middleware(StillHeard())
        self._dispatcher.include_router(Switchboard(routers()))
        self._loop = asyncio.new_event_loop()  # runs handlers inside the writer's thread, and nothing else
        self._people = 0  # the version of who can be reached, as of the last batch

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
            return await self._worked() + await self.sweeping.work(self._people)
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
        t = self.desks.means.speak(person.language if person else "")
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
        desk = self.desks.desk(session, now)
        for update, raw in heard:
            if reachability.changed_just_now(session):
                desk = self.desks.desk(session, now)
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
        t = self.desks.means.speak(speaker.language if speaker else _spoken(raw))
        await self._dispatcher.feed_raw_update(self._bot, raw, turn=turn, person=speaker, roles=roles, t=t)

    def _is_back(self, turn: Turn, person: Person) -> Person:
        """Whoever writes has not blocked the bot, whatever a refused letter told."""
        people.set_blocked(turn.session, person.account or 0, None)
        turn.desk = self.desks.desk(turn.session, turn.now)
        return person.model_copy(update={"blocked_at": None})


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


async def _either(*events: asyncio.Event) -> None:
    """Sleeps until one of the events is set; wakes by itself now and then, for updates of other processes."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=PAUSE, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
