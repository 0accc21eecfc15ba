"""Receiving: what was sent is kept before Telegram is told, whatever fails (promise 1)."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlmodel import Session

from bot.clock import Clock as BotClock
from bot.receiving import ALLOWED, PAUSES, SECOND_BOT_PAUSE, Api, ApiError, Receiver
from storage import inbox
from storage.books import Unavailable
from tests.bot.conftest import WatchedBooks
from tests.sandbox.conftest import TOKEN, VERA, Sandbox

BOT = 42
NOW = BotClock(lambda: 1_760_000_000.0, lambda: 0.0)


class Impatient(Receiver):
    """A receiver that does not wait, but tells how long it would have."""

    waits: list[float]

    async def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)


@dataclass
class Station:
    """A receiver at a sandbox, and what it has kept."""

    sandbox: Sandbox
    books: WatchedBooks
    http: aiohttp.ClientSession
    base: str = ""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        api = Api(self.http, self.base or self.sandbox.url, TOKEN)
        self.receiver = Impatient(api, BOT, self.books, NOW, self.arrived, self.stop)
        self.receiver.waits = []

    @asynccontextmanager
    async def receiving(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.receiver.run())
        try:
            yield
        finally:
            self.stop.set()
            await task

    def kept(self) -> list[str]:
        """The texts that wait in the inbox, in order."""
        rows = self.books.now_read(lambda session: inbox.peek(session, 1000))
        return [text_of(row.body) for row in rows]

    async def until_kept(self, *texts: str) -> None:
        await self.books.until(lambda s: [text_of(row.body) for row in inbox.peek(s, 1000)] == list(texts))


def text_of(body: str) -> str:
    return str(json.loads(body)["message"]["text"])


@pytest.fixture
async def station(sandbox: Sandbox, books: WatchedBooks) -> AsyncIterator[Station]:
    async with aiohttp.ClientSession() as http:
        yield Station(sandbox, books, http)


async def says(sandbox: Sandbox, *texts: str) -> None:
    for text in texts:
        await sandbox.does("say", person=VERA, text=text)


# -- kept, then told --------------------------------------------------------------------------------


async def test_what_people_say_is_kept_in_order(station: Station) -> None:
    await says(station.sandbox, "one", "two")
    async with station.receiving():
        await station.until_kept("one", "two")
        await says(station.sandbox, "three")
        await station.until_kept("one", "two", "three")
    assert station.arrived.is_set()


async def test_telegram_is_told_only_after_the_commit(station: Station) -> None:
    """The question that acknowledges an update comes after the commit that keeps it."""
    await says(station.sandbox, "one")
    assert await station.receiver.receive(None, patience=0)
    assert station.kept() == ["one"]
    assert [text["message"]["text"] for text in await station.sandbox.updates()] == ["one"]


async def test_what_could_not_be_kept_comes_again(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    await says(station.sandbox, "one", "two")
    _locked_for(monkeypatch, station.books, times=3)
    async with station.receiving():
        await station.until_kept("one", "two")
    assert station.receiver.waits == [PAUSES[0]] * 3


async def test_an_update_that_comes_again_after_a_crash_is_kept_once(station: Station) -> None:
    await says(station.sandbox, "one")
    await station.receiver.receive(None, patience=0)
    await says(station.sandbox, "two")
    again = Station(station.sandbox, station.books, station.http)
    await again.receiver.receive(None, patience=0)
    assert station.kept() == ["one", "two"]


async def test_a_commit_that_fails_for_good_stops_the_bot(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of ours is no trouble that passes: going on would lose what was sent."""

    async def fails(job: Callable[[Session], Any]) -> Any:
        raise ValueError("a mistake")

    monkeypatch.setattr(station.books, "write", fails)
    await says(station.sandbox, "one")
    with pytest.raises(ValueError, match="a mistake"):
        await station.receiver.run()
    assert [text["message"]["text"] for text in await station.sandbox.updates()] == ["one"]


async def test_a_hundred_come_at_once_and_the_rest_after_them(station: Station) -> None:
    texts = [str(number) for number in range(120)]
    await says(station.sandbox, *texts)
    offset = await station.receiver.receive(None, patience=0)
    assert station.kept() == texts[:100]
    await station.receiver.receive(offset, patience=0)
    assert station.kept() == texts


async def test_after_an_empty_answer_the_earliest_comes_next_whatever_its_number(station: Station) -> None:
    """After a quiet week Telegram goes on with a number that may be lower than the last one."""
    await says(station.sandbox, "one")
    offset = await station.receiver.receive(None, patience=0)
    assert offset is not None
    assert await station.receiver.receive(offset, patience=0) is None


async def test_it_asks_for_the_four_kinds_it_understands(station: Station) -> None:
    await station.receiver.receive(None, patience=0)
    asked = station.sandbox.exchanges[-1].params["allowed_updates"]
    assert asked == ALLOWED == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_stopping_does_not_wait_for_the_end_of_the_poll(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, poll = asyncio.Event(), station.sandbox.telegram.poll
    patience: list[float] = []

    async def polled(seconds: float) -> Any:
        patience.append(seconds)
        begun.set()
        return await poll(seconds)

    monkeypatch.setattr(station.sandbox.telegram, "poll", polled)
    async with asyncio.timeout(10):
        async with station.receiving():
            await begun.wait()
    assert min(patience) > 10  # the poll would have gone on longer than the stop was given


# -- trouble ----------------------------------------------------------------------------------------


async def test_a_second_bot_is_one_sentence_and_it_goes_on_when_the_other_is_gone(
    station: Station, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await station.sandbox.done("setWebhook", url="https://127.0.0.1:1/somebody-elses")

    async def wait(seconds: float) -> None:
        station.receiver.waits.append(seconds)
        if len(station.receiver.waits) == 3:
            await station.sandbox.done("deleteWebhook")

    monkeypatch.setattr(station.receiver, "_wait", wait)
    with caplog.at_level(logging.WARNING, "fieldbot.receiving"):
        async with station.receiving():
            await says(station.sandbox, "one")
            await station.until_kept("one")
    assert station.receiver.waits == [SECOND_BOT_PAUSE] * 3
    assert caplog.messages == [
        "Another bot is listening on this token; two cannot. Trying again every 30 seconds.",
        "What comes in is received again.",
    ]


@pytest.mark.parametrize("kind", ["500", "drop_before", "drop_after"])
async def test_a_telegram_that_fails_now_and_then_loses_nothing(station: Station, kind: str) -> None:
    await says(station.sandbox, "one", "two")
    await station.sandbox.does("faults", kind=kind, methods=["getUpdates"], times=3)
    async with station.receiving():
        await station.until_kept("one", "two")
        await says(station.sandbox, "three")
        await station.until_kept("one", "two", "three")
    assert station.receiver.waits == list(PAUSES[:3])


async def test_too_many_requests_are_waited_for_as_long_as_telegram_says(station: Station) -> None:
    await says(station.sandbox, "one")
    await station.sandbox.does("faults", kind="429", methods=["getUpdates"], times=1, retry_after=7)
    async with station.receiving():
        await station.until_kept("one")
    assert station.receiver.waits == [7]


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", "null", '{"ok": false}', '{"ok": false, "parameters": null}']
)
async def test_an_answer_that_is_none_of_telegrams_is_trouble_like_any_other(
    station: Station, body: str
) -> None:
    async with _server(body) as base:
        api = Api(station.http, base, TOKEN)
        with pytest.raises((ApiError, ConnectionError)) as trouble:
            await api.call("getMe")
    assert TOKEN not in str(trouble.value)


async def test_the_token_is_in_no_sentence_about_trouble(
    station: Station, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = Station(station.sandbox, station.books, station.http, base="http://127.0.0.1:1")

    async def wait(seconds: float) -> None:
        nowhere.stop.set()

    monkeypatch.setattr(nowhere.receiver, "_wait", wait)
    with caplog.at_level(logging.DEBUG):
        await nowhere.receiver.run()
    assert "Telegram cannot be reached (getUpdates: " in caplog.text
    assert TOKEN not in caplog.text
    assert TOKEN.partition(":")[2] not in caplog.text.replace("bot/sandbox", "")


def _locked_for(monkeypatch: pytest.MonkeyPatch, books: WatchedBooks, times: int) -> None:
    """The database is locked for the next writes."""
    write, left = books.write, iter(range(times))

    async def locked(job: Callable[[Session], Any]) -> Any:
        if next(left, None) is not None:
            raise Unavailable("database is locked")
        return await write(job)

    monkeypatch.setattr(books, "write", locked)


@asynccontextmanager
async def _server(body: str) -> AsyncIterator[str]:
    """Something that answers every call with the same."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=body)

    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield "http://{}:{}".format(*runner.addresses[0])
    finally:
        await runner.cleanup()
