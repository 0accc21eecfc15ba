"""The running programme: receive, converse, deliver, fetch, schedule, and the pages (DESIGN 3).

Without a token it runs in the sandbox: a Telegram on this machine is started as a child that ends with us,
however we end; how it begins stands in bot/beginnings.py.
"""

import asyncio
import contextlib
import gc
import json
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
from aiohttp import web
from aiohttp_socks import ProxyConnector
from sqlmodel import Session

from bot import beginnings, example, page
from bot.clock import Clock
from bot.commands.opening import opened, place_of
from bot.errands import Errands
from bot.fetching import fetch
from bot.making import Workshop
from bot.means import Means, Shelf, means_of, newest_means
from bot.menus import menus
from bot.preview_examples import Stage
from bot.receiving import Api, ApiError, Receiver
from bot.schedule import make_schedule
from bot.settings import Settings, SettingsError
from bot.turning import Hand
from fieldwork.texts import Translators
from storage import schema, shifting
from storage.books import Books
from storage.cabinet import PHOTOS
from storage.occupying import folder_held, occupied
from storage.sealing import Seal
from storage.sending import Pace

log = logging.getLogger("fieldbot")

SANDBOX_TOKEN = "42:sandbox"
START_PAUSE = 5.0  # seconds between two tries to reach Telegram at the start
CONVERSING, DELIVERY = "bot.conversing", "bot.delivery"
AT_WORK = "fieldbot is at work."
START_WAIT = 20.0  # seconds a child may take until it listens

COLLECTED_AFTER = 20_000, 20, 20  # new objects until the collector looks at them; Python's own is 700, 10, 10


class CannotStart(Exception):
    """Something stands in the way of the start. The message is the sentence for the person."""


@dataclass(frozen=True)
class Plan:
    """What is to be run: settings, and whether in the sandbox."""

    settings: Settings
    sandbox: bool
    port: int
    db: str | None = None
    empty: bool = False  # the sandbox without its example

    @property
    def folder(self) -> Path:
        return self.settings.sandbox_folder if self.sandbox else self.settings.data_dir

    @property
    def token(self) -> str:
        if self.sandbox:
            return SANDBOX_TOKEN
        if self.settings.token is None:
            raise CannotStart("FIELDBOT_TOKEN is missing: --telegram needs the bot's token.")
        return self.settings.token.get_secret_value()

    @property
    def pace(self) -> Pace:
        if (
            self.settings.pace != "telegram"
            and not self.sandbox
            and not _on_this_machine(self.settings.api_base)
        ):
            raise CannotStart("FIELDBOT_PACE is for a sandbox alone; Telegram would stop the bot.")
        return Pace(off=self.settings.pace == "off")


def _on_this_machine(address: str) -> bool:
    return urlsplit(address).hostname in ("127.0.0.1", "::1", "localhost")


async def run(plan: Plan, clock: Clock) -> None:
    """Runs until SIGINT or SIGTERM. Raises CannotStart, SettingsError, SchemaError or WordsError with a sentence."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    token, pace = plan.token, plan.pace
    if plan.empty and not plan.sandbox:
        raise CannotStart("--empty is for the sandbox; a real bot begins with nothing anyway.")
    place = place_of(plan.settings, plan.db, plan.sandbox)
    with (
        _alone(plan.folder),
        occupied(place.url) as alone,
        contextlib.closing(opened(place)) as books,
    ):
        empty = plan.sandbox and await books.read(lambda s: _without_example(s, plan))
        ahead = await books.read(shifting.shift) if plan.sandbox else timedelta()
        clock.turn(ahead)
        async with _telegram(plan, empty) as base, http_session(plan.settings, plan.sandbox) as http:
            api = Api(http, base, token)
            means = means_of(plan.settings)  # broken words stop the start before all else
            bot = await _introduced(api, stop, means.speak)
            if bot is None:
                return
            first = await books.write(
                lambda s: _settle(s, plan, bot, Seal(place.key).fingerprint(), clock, empty)
            )
            if plan.sandbox:
                await _clock_told(plan, http, base, ahead)
            if first and plan.sandbox:
                await _shown_on_the_page(first, http, base)
            shelf, bells = Shelf(means), Bells()
            hand = _hand(plan, books, clock, shelf, http, base, bells)
            async with _page(plan, books, clock, hand):
                _tell_who_may_begin(first)
                await _work(plan, api, int(bot["id"]), books, clock, pace, stop, alone, bells)


class Bells:
    """What the six that work side by side sleep beside."""

    def __init__(self) -> None:
        self.arrived, self.written, self.wanted, self.asked = (asyncio.Event() for _ in range(4))

    def ring(self) -> None:
        """Letters may have been written, and work for others."""
        for bell in (self.written, self.wanted, self.asked):
            bell.set()

    def rouse(self) -> None:
        """Time has passed: everybody looks."""
        self.arrived.set()
        self.ring()


async def _work(
    plan: Plan, api: Api, bot: int, books: Books, clock: Clock, pace: Pace, stop: asyncio.Event, alone: bool,
    bells: Bells,
) -> None:  # fmt: skip
    """The six that work side by side; if one of them fails, all stop and the failure is raised."""
    arrived, written = bells.arrived, bells.written
    settings, photos = plan.settings, plan.folder / PHOTOS
    means = means_of(settings)
    await books.read(Shelf(means).means)  # rules that a newer programme has written stop the start, too
    workshop = Workshop(api, books, clock, photos, means)
    await asyncio.to_thread(workshop.cabinet.clear_up)  # before anybody puts something in
    schedule = make_schedule(books, clock, arrived.set, workshop.cabinet)
    schedule.start()
    loading = asyncio.ensure_future(_chat_libraries_loaded())
    works = [
        Receiver(api, bot, books, clock, arrived, stop).run(),
        fetch(api, books, clock, photos, bells.wanted, stop),
        Errands(workshop, uuid4().hex).run(bells.asked, stop, written.set, alone=alone),
        _converse(loading, books, clock, api.token, means, arrived, stop, bells.ring),
    ]
    if settings.pace != "held":
        proxy = None if plan.sandbox else settings.proxy
        works.append(_deliver(loading, api, proxy, books, clock, pace, written, stop, photos, alone))
    try:
        await _side_by_side(stop, *works)
    finally:
        schedule.shutdown(wait=False)


async def _chat_libraries_loaded() -> None:
    """They take seconds to import. The pages are up and updates are received meanwhile."""
    gc.set_threshold(*COLLECTED_AFTER)  # before: looking for garbage is a fifth of the import's time
    await asyncio.gather(*(asyncio.to_thread(import_module, name) for name in (CONVERSING, DELIVERY)))
    _let_the_collector_rest()
    print(AT_WORK, flush=True)


def _let_the_collector_rest() -> None:
    """What is loaded by now stays: looking through it for garbage again and again is a tenth of a batch's time."""
    gc.collect()
    gc.freeze()


async def _converse(
    loading: asyncio.Future[None], books: Books, clock: Clock, token: str, means: Means,
    arrived: asyncio.Event, stop: asyncio.Event,
    ring: Callable[[], None],
) -> None:  # fmt: skip
    await loading
    conversing: ModuleType = import_module(CONVERSING)
    await conversing.Conversing(books, clock, token, means).run(arrived, stop, ring)


async def _deliver(
    loading: asyncio.Future[None], api: Api, proxy: str | None, books: Books, clock: Clock, pace: Pace,
    written: asyncio.Event, stop: asyncio.Event, photos: Path, alone: bool,
) -> None:  # fmt: skip
    await loading
    delivery: ModuleType = import_module(DELIVERY)
    sender = delivery.make_bot(api.token, api.base, proxy, pace)
    await delivery.deliver(sender, books, clock, pace, written, stop, uuid4().hex, folder=photos, alone=alone)


async def _side_by_side(stop: asyncio.Event, *works: Any) -> None:
    tasks = [asyncio.ensure_future(work) for work in works]
    await asyncio.wait(
        [*tasks, stopped := asyncio.ensure_future(stop.wait())], return_when=asyncio.FIRST_COMPLETED
    )
    stop.set()
    stopped.cancel()
    done, late = await asyncio.wait(tasks, timeout=15.0)
    for task in late:
        task.cancel()
    for task in done:
        task.result()


# -- before the work --------------------------------------------------------------------------------


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, so that no second `run` writes here."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "run.lock").touch()
    except OSError as refused:
        raise SettingsError(f"FIELDBOT_DATA_DIR: cannot write in {folder}: {refused.strerror}.") from refused
    with folder_held(folder):
        yield


@asynccontextmanager
async def _telegram(plan: Plan, empty: bool) -> AsyncIterator[str]:
    """The Bot API's address: Telegram's, or that of a sandbox that is started for it."""
    if not plan.sandbox:
        yield plan.settings.api_base.rstrip("/")
        return
    cast = plan.folder / "cast.json"
    cast.write_text(json.dumps({"people": beginnings.cast_of(empty)}, ensure_ascii=False), encoding="utf-8")
    recording = ("--record", str(plan.settings.record)) if plan.settings.record else ()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", "--port", str(plan.port), "--folder", str(plan.folder / "telegram"),
        "--cast", str(cast), "--token", SANDBOX_TOKEN, "--beside", f"http://127.0.0.1:{plan.port + 1}/",
        "--limits" if plan.settings.pace == "telegram" else "--no-limits", "--parent-pipe", *recording,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    complaints = None
    try:
        address = await _address_of(child)
        complaints = asyncio.ensure_future(_passed_on(child))
        yield address
    finally:
        if child.stdin:
            child.stdin.close()
        await child.wait()
        if complaints is not None:
            await complaints


async def _passed_on(child: asyncio.subprocess.Process) -> None:
    """What the sandbox complains of, line by line, so that its pipe never fills."""
    assert child.stderr is not None
    async for line in child.stderr:
        sys.stderr.write(line.decode(errors="replace"))


async def _address_of(child: asyncio.subprocess.Process) -> str:
    """Waits until the sandbox says where it listens; its own sentence where it cannot."""
    assert child.stdout is not None
    assert child.stderr is not None
    try:
        line = (await asyncio.wait_for(child.stdout.readline(), START_WAIT)).decode().strip()
    except TimeoutError:
        raise CannotStart(f"The sandbox did not start within {START_WAIT:.0f} seconds.") from None
    if not line:
        raise CannotStart((await child.stderr.read()).decode().strip() or "The sandbox did not start.")
    return line.rpartition(" ")[2]


@asynccontextmanager
async def http_session(settings: Settings, sandbox: bool) -> AsyncIterator[aiohttp.ClientSession]:
    """Raw HTTP to the Bot API, through the proxy where one is set; the sandbox is on this machine."""
    connector = ProxyConnector.from_url(settings.proxy) if settings.proxy and not sandbox else None
    async with aiohttp.ClientSession(connector=connector) as http:
        yield http


async def _introduced(api: Api, stop: asyncio.Event, speak: Translators) -> dict[str, Any] | None:
    """Who the bot is; waits while Telegram cannot be reached. Raises CannotStart for a wrong token."""
    said = ""
    while not stop.is_set():
        try:
            bot: dict[str, Any] = await api.call("getMe")
            await api.call("deleteWebhook")
            await _list_commands(api, speak)
            return bot
        except ApiError as refusal:
            if refusal.code in (401, 404):
                raise CannotStart("Telegram does not know this token: check FIELDBOT_TOKEN.") from refusal
            trouble = str(refusal)
        except ConnectionError as gone:
            trouble = str(gone)
        if trouble != said:
            log.warning("Telegram cannot be reached (%s); trying again.", trouble)
        said = trouble
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), START_PAUSE)
    return None


async def _list_commands(api: Api, speak: Translators) -> None:
    for scope, languages in menus(speak).items():
        for language, commands in languages.items():
            listed = [{"command": name, "description": what} for name, what in commands.items()]
            asked = {"commands": listed, "language_code": language, "scope": {"type": scope}}
            await api.call("setMyCommands", asked)


def _without_example(session: Session, plan: Plan) -> bool:
    try:
        return beginnings.without_example(session, plan.empty)
    except beginnings.TooLate as late:
        raise CannotStart(str(late)) from None


def _settle(
    session: Session, plan: Plan, bot: dict[str, Any], fingerprint: str, clock: Clock, empty: bool
) -> str | None:
    """Writes down whose database this is. Gives the link to the first administrator, where there is none."""
    schema.check_owner(session, "sandbox" if plan.sandbox else "telegram", int(bot["id"]), fingerprint)
    schema.note_fact(session, "bot_username", bot["username"])
    session.flush()
    at = clock.now().astimezone(plan.settings.zone)
    if plan.sandbox and not empty:
        beginnings.settle_example(session, bot["username"], plan.settings, at, clock.ticks())
        return None
    if plan.sandbox:
        beginnings.note_without_example(session)
    return beginnings.first_link(session, bot["username"], at)


def _tell_who_may_begin(first: str | None) -> None:
    """A bot that nobody runs says at each start how to become its administrator."""
    if first:
        print(f"Nobody runs this bot yet. Become its administrator: {first}", flush=True)


async def _shown_on_the_page(first: str, http: aiohttp.ClientSession, sandbox: str) -> None:
    async with http.post(f"{sandbox}/sandbox/api/welcome", json={"link": first}) as answer:
        answer.raise_for_status()


async def _clock_told(plan: Plan, http: aiohttp.ClientSession, sandbox: str, ahead: timedelta) -> None:
    """The sandbox's Telegram dates its messages by the field's clock, and tells times in its zone."""
    told = {"shift": int(ahead.total_seconds()), "zone": plan.settings.timezone}
    async with http.post(f"{sandbox}/sandbox/api/clock", json=told) as answer:
        answer.raise_for_status()


def _hand(
    plan: Plan,
    books: Books,
    clock: Clock,
    shelf: Shelf,
    http: aiohttp.ClientSession,
    sandbox: str,
    bells: Bells,
) -> Hand:
    """What the page turns the field's clock with."""
    return Hand(books, clock, shelf, partial(_clock_told, plan, http, sandbox), bells.rouse)


def _stage(plan: Plan, books: Books) -> Stage:
    """What the preview is drawn from: the example's network, with the words and rules in force."""
    means = books.now_read(lambda session: newest_means(plan.settings, session))
    return Stage(example.network_(), means.words, means.speak)


@asynccontextmanager
async def _page(plan: Plan, books: Books, clock: Clock, hand: Hand) -> AsyncIterator[None]:
    """The bot's own page, beside the chat page; in the sandbox alone, since it shows every letter."""
    if not plan.sandbox:
        yield
        return
    runner = web.AppRunner(
        page.make_app(books, clock, lambda: _stage(plan, books), hand), access_log=None, shutdown_timeout=1.0
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, "127.0.0.1", plan.port + 1).start()
        except OSError as taken:
            raise CannotStart(f"Port {plan.port + 1} is in use; choose another with --port.") from taken
        print(f"fieldbot (演示) → http://127.0.0.1:{plan.port}/", flush=True)
        yield
    finally:
        await runner.cleanup()
