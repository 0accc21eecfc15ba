"""A sandbox to deliver to and to fetch from, books to do it from, and a clock that the test turns."""

import handlers.first_use  # isort: skip  # noqa: F401  before aiogram: it spares the start seconds

import asyncio
import json
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
from sqlmodel import Session, SQLModel

from bot.clock import Clock
from bot.commands import opening
from bot.commands.opening import Place
from bot.delivery import deliver, make_bot
from bot.example import cast_text, network_text, settle_in
from bot.settings import sandbox_key
from fieldwork.letters import Letter
from storage import network, outbox, people
from storage.books import Books
from storage.outbox import Listed
from storage.sealing import Seal
from storage.sending import Pace
from tests.sandbox.conftest import LIU, TOKEN, Sandbox, clock, open_sandbox, sandbox, schema

__all__ = ["clock", "open_sandbox", "sandbox", "schema"]

T = TypeVar("T")
SETTLED_AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class WatchedBooks(Books):
    """Books that tell when something was written, so that a test waits for that and not for a time."""

    def __init__(self, url: str, seal: Seal) -> None:
        super().__init__(url, seal)
        self.written = asyncio.Event()
        self.broken = False

    async def write(self, job: Callable[[Session], T]) -> T:
        if self.broken:
            self.written.set()
            raise OSError("the disk is full")
        done = await super().write(job)
        self.written.set()
        return done

    async def until(self, happened: Callable[[Session], bool]) -> None:
        """Until it is so; the suite's own time limit ends a wait for what never comes."""
        while not await self.read(happened):
            await self.written.wait()
            self.written.clear()


@dataclass
class Hand:
    """A clock's hand, in seconds."""

    at: float = 1_760_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Post:
    """Delivery to a sandbox, with the clock in the test's hand."""

    sandbox: Sandbox
    books: WatchedBooks
    hand: Hand = field(default_factory=Hand)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    folder: Path | None = None
    api_base: str = ""

    def __post_init__(self) -> None:
        self.clock = Clock(self.hand, self.hand)
        self.api_base = self.api_base or self.sandbox.url

    async def writes(self, *letters: Letter) -> None:
        at, ticks = self.clock.now(), self.clock.ticks()
        await self.books.write(lambda s: outbox.write_many(s, letters, at=at, ticks=ticks))
        self.wake.set()

    def passes(self, seconds: float) -> None:
        """So much time goes by."""
        self.hand.at += seconds
        self.wake.set()

    @asynccontextmanager
    async def delivering(self, owner: str = "this run") -> AsyncIterator[None]:
        self.stop.clear()
        bot = make_bot(TOKEN, self.api_base, None, Pace(off=True))
        work = deliver(
            bot, self.books, self.clock, Pace(off=True), self.wake, self.stop, owner, folder=self.folder
        )
        task = asyncio.create_task(work)
        try:
            yield
        finally:
            self.stop.set()
            await task

    async def until(self, *states: str) -> None:
        """Until the letters, oldest first, stand like this."""
        await self.books.until(lambda s: [row.state for row in outbox.listed(s)[::-1]] == list(states))

    async def a_round(self) -> None:
        """Until delivery has asked the books once more."""
        self.books.written.clear()
        await self.books.written.wait()

    async def until_failing(self, reason: str) -> None:
        """Until some letter waits because of this."""
        await self.books.until(lambda s: any(reason in row.error for row in outbox.listed(s)))

    async def delivers(self, *letters: Letter) -> None:
        """Writes letters and sees them delivered."""
        before = len(self.listed())
        await self.writes(*letters)
        await self.books.until(
            lambda s: [row.state for row in outbox.listed(s)[::-1]][before:] == ["delivered"] * len(letters)
        )

    async def commands(self, person: int) -> list[str]:
        """What stands behind ☰ in a private chat."""
        told = await self.sandbox.look(f"commands?person={person}")
        return [one["command"] for one in told["commands"]]

    def listed(self) -> list[Listed]:
        return self.books.now_read(outbox.listed)[::-1]

    async def texts(self, person: int) -> list[str]:
        """What the bot has written to somebody, as it stands in the chat now."""
        heard = await self.sandbox.hears(person)
        return [message["text"] for message in heard if not message["out"] and not message.get("deleted")]

    async def misbehave(self, kind: str, **how: Any) -> None:
        await self.sandbox.does("faults", kind=kind, **how)


@pytest.fixture(scope="session")
def a_seal() -> Seal:
    return Seal("a key for the tests")


@pytest.fixture(scope="session")
def ruled_file(tmp_path_factory: pytest.TempPathFactory, a_seal: Seal) -> Path:
    """Empty books with all tables, to be copied."""
    path = tmp_path_factory.mktemp("ruled") / "books.db"
    with closing(Books(f"sqlite:///{path}", a_seal)) as opened:
        SQLModel.metadata.create_all(opened.engine)
    return path


@pytest.fixture
async def books(tmp_path: Path, a_seal: Seal, ruled_file: Path) -> AsyncIterator[WatchedBooks]:
    shutil.copy(ruled_file, tmp_path / "books.db")
    opened = WatchedBooks(f"sqlite:///{tmp_path / 'books.db'}", a_seal)
    yield opened
    opened.close()


@pytest.fixture
async def post(sandbox: Sandbox, books: WatchedBooks) -> Post:
    """Vera and Liu have started the bot."""
    started = await sandbox.does("say", person=LIU, text="/start")
    await sandbox.updates(offset=started["update_id"] + 1)
    return Post(sandbox, books)


class Kept(NamedTuple):
    """A data folder to be copied, and the codes to join with: shaping books takes longer than most commands."""

    folder: Path
    codes: dict[str, str]

    def laid_out(self, data: Path) -> Path:
        return Path(shutil.copytree(self.folder, data, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def begun_data(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """What the sandbox's first command leaves: its key, and empty books."""
    data = tmp_path_factory.mktemp("begun") / "data"
    with closing(_books_in(data)):
        return Kept(data, {})


@pytest.fixture(scope="session")
def settled_data(tmp_path_factory: pytest.TempPathFactory, begun_data: Kept) -> Kept:
    """The same with the example and its cast, and with the name that Telegram told the bot."""
    data = begun_data.laid_out(tmp_path_factory.mktemp("settled") / "data")
    cast = json.loads(cast_text())["people"]
    with closing(_books_in(data)) as books:
        books.now_write(lambda s: network.remember(s, people.BOT_USERNAME, "fieldbot_sandbox_bot"))
        return Kept(data, books.now_write(lambda s: settle_in(s, network_text(), cast, SETTLED_AT)))


def _books_in(data: Path) -> Books:
    folder = data / "sandbox"
    key = sandbox_key(folder)
    return opening.opened(Place(f"sqlite:///{folder / 'fieldbot.db'}", key))


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nobody's settings, on which nothing was typed yet; where its data will lie."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIELDBOT_DATA_DIR", str(tmp_path / "data"))
    for name in ("FIELDBOT_TOKEN", "FIELDBOT_DATABASE_URL", "FIELDBOT_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "data"


@pytest.fixture
def begun_machine(bare_machine: Path, begun_data: Kept) -> Path:
    """The same with empty books."""
    return begun_data.laid_out(bare_machine)


@pytest.fixture
def settled_machine(bare_machine: Path, settled_data: Kept) -> dict[str, str]:
    """The same with the example in its books; the codes to join with."""
    settled_data.laid_out(bare_machine)
    return settled_data.codes


@pytest.fixture(autouse=True)
def _quiet_libraries_again() -> Iterator[None]:
    """A bot lowers the voice of three libraries; each test begins as the process does."""
    names = ("httpx", "httpcore", "telegram")
    before = {name: logging.getLogger(name).level for name in names}
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
