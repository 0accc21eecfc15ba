"""A proxy that is gone is a Telegram that cannot be reached: waited for, and no reason to stop."""

import asyncio
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.clock import Clock
from bot.receiving import Api, Receiver
from bot.running import http_session
from bot.settings import read_settings
from storage.books import Books
from tests.sandbox.conftest import TOKEN


@pytest.fixture
def nobody() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(params=["http", "socks5"])
async def proxied(request: pytest.FixtureRequest, nobody: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with http_session(read_settings({}, proxy=f"{request.param}://{nobody}"), sandbox=False) as http:
        yield http


async def test_a_proxy_that_is_gone_is_no_answer(proxied: aiohttp.ClientSession) -> None:
    with pytest.raises(ConnectionError, match="getMe: Proxy") as told:
        await Api(proxied, "http://telegram.invalid", TOKEN).call("getMe")
    assert TOKEN not in str(told.value)


class Once(Receiver):
    """A receiver that is stopped where it would wait to ask again."""

    async def _wait(self, seconds: float) -> None:
        self.stop.set()


async def test_a_receiver_waits_for_it(proxied: aiohttp.ClientSession, books: Books) -> None:
    api = Api(proxied, "http://telegram.invalid", TOKEN)
    receiver = Once(api, 42, books, Clock(), asyncio.Event(), asyncio.Event())
    await receiver.run()
    assert "Telegram cannot be reached (getUpdates: Proxy" in receiver.trouble
