"""A stage for rehearsals: a sandbox, a fresh database with a staffed district, and the bot itself as a process.

Replays, benchmarks and the torture use it. The bot is what runs in earnest, `fieldbot run --telegram`, with
the sandbox as its Bot API server; so it can be killed at any moment, and measured without the sandbox.
"""

import asyncio
import contextlib
import json
import secrets
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from sqlmodel import Session

from bot.clock import Clock
from bot.commands.opening import Place, opened
from bot.running import AT_WORK
from bot.settings import without_ours
from fieldwork.invitations import AGREEMENT
from fieldwork.network_files import decode
from fieldwork.network_plans import plan
from fieldwork.network_reading import read
from fieldwork.people import RoleKind
from fieldwork.places import PlaceKind
from storage import network, people
from storage.books import Books

TOKEN = "42:sandbox"
STAFF_FROM = 800_001  # the made-up workers' accounts
VOICES_FROM = 900_001  # the volunteers' accounts
CHUNK = 500  # messages offered in one request
EXCHANGES = "exchanges.jsonl"
PATIENCE = 60.0  # seconds until the bot must be listening


class StageError(Exception):
    """The stage could not be set. The message is the sentence for the person."""


@dataclass
class Stage:
    """Everything a rehearsal needs; `start_bot` and `kill_bot` may be called as often as wanted."""

    folder: Path
    base: str
    http: aiohttp.ClientSession
    books: Books
    key: str
    pace: str
    bot: asyncio.subprocess.Process | None = None
    offered: list[tuple[int, int]] = field(default_factory=list)  # (update_id, voice's account) in order

    async def call(self, path: str, body: Any = None) -> dict[str, Any]:
        """Asks the sandbox's people's side."""
        method = "GET" if body is None else "POST"
        async with self.http.request(method, f"{self.base}/sandbox/api/{path}", json=body) as response:
            answer: dict[str, Any] = await response.json()
        if response.status != 200:
            raise StageError(f"The sandbox refused {path}: {answer}")
        return answer

    async def start_bot(self) -> None:
        """Starts the bot and waits until it is at work."""
        environment = {
            **without_ours(),
            "FIELDBOT_TOKEN": TOKEN, "FIELDBOT_API_BASE": self.base, "FIELDBOT_SECRET_KEY": self.key,
            "FIELDBOT_DATA_DIR": str(self.folder), "FIELDBOT_PACE": self.pace, "FIELDBOT_DATABASE_URL": self.books.url,
        }  # fmt: skip
        command = (sys.executable, "-m", "bot", "run", "--telegram")
        self.bot = await asyncio.create_subprocess_exec(
            *command, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
        )
        assert self.bot.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while (said := (await self.bot.stdout.readline()).decode()) and said.strip() != AT_WORK:
                continue  # what it says before it is at work is for whoever runs it
        if not said:
            raise StageError("The bot ended at once; its sentence stands above.")

    async def kill_bot(self) -> None:
        """kill -9, at whatever the bot is doing."""
        if self.bot and self.bot.returncode is None:
            self.bot.kill()
            await self.bot.wait()

    async def end_bot(self) -> None:
        """Lets the bot end in order."""
        if self.bot and self.bot.returncode is None:
            self.bot.terminate()
            await self.bot.wait()

    async def offer(self, messages: Sequence[Mapping[str, Any]]) -> None:
        """Lets people write; remembers which update each message became."""
        for start in range(0, len(messages), CHUNK):
            part = messages[start : start + CHUNK]
            answer = await self.call("offer", {"messages": part})
            first = int(answer["first_update_id"])
            self.offered += [(first + i, message["person"]) for i, message in enumerate(part)]

    def exchanges(self) -> Iterator[dict[str, Any]]:
        """What bot and sandbox said to each other, where that is recorded."""
        with (self.folder / EXCHANGES).open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    def memory(self) -> int:
        """The most memory the bot held at once, in bytes, as the system counts it; 0 where it does not say."""
        if self.bot is None:
            return 0
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{self.bot.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM"):
                    return int(line.split()[1]) * 1024
        return 0


@asynccontextmanager
async def stage(
    network_file: bytes,
    voices: int,
    pace: str,
    clock: Clock,
    database: str | None = None,
    record: bool = False,
) -> AsyncIterator[Stage]:
    """A fresh stage with a staffed district; `database` is an empty one's address, by default a file of its own.

    With `record` the sandbox writes down what it and the bot say to each other (`Stage.exchanges`).

    Raises StageError or BadNetwork with a sentence.
    """
    with TemporaryDirectory(prefix="fieldbot-") as name:
        folder, key = Path(name), secrets.token_urlsafe(24)
        books = opened(Place(database or f"sqlite:///{folder}/fieldbot.db", key))
        try:
            accounts = books.now_write(lambda session: _staffed(session, network_file, voices, clock.now()))
            async with _sandbox(folder, record) as base, aiohttp.ClientSession() as http:
                stage_ = Stage(folder, base, http, books, key, pace)
                people_ = [{"id": account, "first_name": "演", "started": True} for account in accounts]
                await stage_.call("people", {"people": people_})
                try:
                    yield stage_
                finally:
                    await stage_.kill_bot()
        finally:
            books.close()


@asynccontextmanager
async def _sandbox(folder: Path, record: bool) -> AsyncIterator[str]:
    recording = ("--record", str(folder / EXCHANGES)) if record else ()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", "--port", "0", "--folder", str(folder / "telegram"), "--no-limits",
        "--token", TOKEN, "--parent-pipe", *recording, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        line = (await child.stdout.readline()).decode().strip()
        if not line:
            raise StageError("The sandbox did not start; its sentence stands above.")
        yield line.rpartition(" ")[2]
    finally:
        child.stdin.close()
        await child.wait()


def _staffed(session: Session, network_file: bytes, voices: int, at: datetime) -> list[int]:
    """Imports the network; one made-up worker a community, one for the district, and the volunteers. Gives accounts."""
    network.apply(session, plan(read(decode(network_file)), network.kept(session)))
    tree = network.load(session)
    top = tree.below(None)[0]
    seats = [(top.code, RoleKind.COORDINATOR)]
    seats += [(p.code, RoleKind.SOCIAL_WORKER) for p in tree.places.values() if p.kind is PlaceKind.COMMUNITY]
    roles = [(STAFF_FROM + i, *seat) for i, seat in enumerate(seats)]
    roles += [(VOICES_FROM + i, top.code, RoleKind.VOLUNTEER) for i in range(voices)]
    for account, place, kind in roles:
        person = people.enter(session, account, f"演练{account}", "", at, agreed=AGREEMENT)
        people.grant(session, person, kind, place, at.date())
    return [account for account, _, _ in roles]
