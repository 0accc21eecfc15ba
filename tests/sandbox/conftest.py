"""A sandbox for each test, its clock turned by hand, its answers held against the specification."""

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.ogg import ogg
from bot.sandbox.server import Exchange, make_app
from bot.sandbox.telegram import Outcome, Telegram
from tests.botapi import Schema, check_exchange, load_schema

VERA, LIU, STRANGER = 1001, 1002, 1003
NOON = 1_760_000_000.0
TOKEN = "42:sandbox"


@dataclass
class Clock:
    """Unix seconds, turned by the test."""

    now: float = NOON

    def __call__(self) -> float:
        return self.now


@dataclass
class Sandbox:
    """One running sandbox as both sides see it."""

    telegram: Telegram
    client: TestClient[Any, Any]
    clock: Clock
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def url(self) -> str:
        return str(self.client.make_url("")).rstrip("/")

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The bot calls a method; the whole answer."""
        async with self.client.post(f"/bot{TOKEN}/{method}", json=params) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] == (response.status == 200)
            return answer

    async def done(self, method: str, **params: Any) -> Any:
        """The bot calls a method, and it must work; the result."""
        answer = await self.call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The bot calls a method, and it must be refused; code and description."""
        answer = await self.call(method, **params)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"

    async def does(self, what: str, **asked: Any) -> dict[str, Any]:
        """A person does something in their app, and it must work."""
        async with self.client.post(f"/sandbox/api/{what}", json=asked) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def cannot(self, what: str, **asked: Any) -> str:
        """A person tries something, and it must not work; the sentence."""
        async with self.client.post(f"/sandbox/api/{what}", json=asked) as response:
            assert response.status in (400, 404, 409), await response.text()
            return str((await response.json())["error"])

    async def sends(self, person: int, files: list[tuple[str, bytes]], **fields: Any) -> dict[str, Any]:
        """A person sends files."""
        form = FormData()
        for name, value in {"person": person, **fields}.items():
            form.add_field(name, str(value))
        for name, data in files:
            form.add_field("files", BytesIO(data), filename=name, content_type="application/octet-stream")
        async with self.client.post("/sandbox/api/send", data=form) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def gives(
        self, person: int, kind: str, file: tuple[str, bytes, str], **fields: Any
    ) -> dict[str, Any]:
        """A person sends one file of a certain type; what the bot hears of it."""
        name, data, mime = file
        given = {"person": person, "kind": kind, **fields}
        form = FormData({key: str(value) for key, value in given.items()}, quote_fields=False)
        form.add_field("files", BytesIO(data), filename=name, content_type=mime)
        async with self.client.post("/sandbox/api/send", data=form) as response:
            assert response.status == 200, await response.text()
        return dict((await self.updates())[-1]["message"])

    async def look(self, path: str) -> dict[str, Any]:
        async with self.client.get(f"/sandbox/api/{path}") as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def hears(self, person: int) -> list[dict[str, Any]]:
        """What stands in a person's chat."""
        return list((await self.look(f"chats/{person}"))["messages"])

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        return list(await self.done("getUpdates", **params))

    async def polling(self, **params: Any) -> "asyncio.Task[dict[str, Any]]":
        """A getUpdates that is waiting inside the sandbox when this returns."""
        begun, poll = asyncio.Event(), self.telegram.poll

        async def polled(seconds: float) -> Outcome:
            begun.set()
            return await poll(seconds)

        with patch.object(self.telegram, "poll", polled):
            task = asyncio.create_task(self.call("getUpdates", timeout=20, **params))
            await begun.wait()
        return task


def png(width: int, height: int) -> bytes:
    """A picture of that size, all black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes((width + 7) // 8)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def voice_note(seconds: int) -> bytes:
    """Silence as Telegram's apps record it; of a long one only the first seconds are there."""
    return ogg([b"\xf8\xff\xfe"] * 50 * min(seconds, 3))


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_sandbox(tmp_path: Path, clock: Clock, schema: Schema) -> Callable[[], Any]:
    """Opens the sandbox of this test's folder, as often as it was closed."""

    async def opened() -> Sandbox:
        telegram = Telegram(tmp_path / "sandbox", clock, TOKEN, limits=False)
        exchanges: list[Exchange] = []
        client = TestClient(TestServer(make_app(telegram, watch=exchanges.append)))
        await client.start_server()
        return Sandbox(telegram, client, clock, exchanges)

    return opened


async def close(sandbox: Sandbox, schema: Schema) -> None:
    """End it in order, and hold what was said against the specification."""
    await sandbox.client.close()
    sandbox.telegram.close()
    wrong = [sentence for exchange in sandbox.exchanges for sentence in faults_in(exchange, schema)]
    assert not wrong


def faults_in(exchange: Exchange, schema: Schema) -> list[str]:
    """A refused call may have been wrong on purpose: there only the answer is looked at."""
    if exchange.method not in schema.methods:
        return []
    said = check_exchange(schema, exchange.method, exchange.params, exchange.answer)
    return said if exchange.answer["ok"] else [one for one in said if "parameter" not in one]


@pytest.fixture
async def sandbox(open_sandbox: Callable[[], Any], schema: Schema) -> AsyncIterator[Sandbox]:
    """Vera has started the bot; Liu and the stranger have not."""
    opened: Sandbox = await open_sandbox()
    await settle(opened)
    yield opened
    await close(opened, schema)


async def settle(sandbox: Sandbox) -> None:
    """Vera starts the bot, and it has seen it; Liu and the stranger are only there."""
    people = [{"id": VERA, "first_name": "Vera"}, {"id": LIU, "first_name": "刘"}]
    await sandbox.does("people", people=[*people, {"id": STRANGER, "first_name": "Anyone"}])
    started = await sandbox.does("say", person=VERA, text="/start")
    assert await sandbox.updates(offset=started["update_id"] + 1) == []
