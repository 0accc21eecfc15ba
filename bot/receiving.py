"""Receiving: raw updates from Telegram into the inbox, and only then is Telegram told (promise 1).

No Telegram library stands between: a batch is one commit, and the next question to Telegram carries the
offset that acknowledges it. What arrives twice is kept once.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.clock import Clock
from storage import inbox
from storage.books import Books, Unavailable

log = logging.getLogger("fieldbot.receiving")

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
BATCH = 100  # updates, Telegram's most
LONG_POLL = 25  # seconds
SECOND_BOT_PAUSE = 30.0  # seconds
NO_ANSWER = (aiohttp.ClientError, TimeoutError, ProxyConnectionError, ProxyError, ProxyTimeoutError)
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds between tries while Telegram cannot be reached


class ApiError(Exception):
    """Telegram answered no."""

    def __init__(self, code: int, description: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code, self.description, self.retry_after = code, description, retry_after


@dataclass(frozen=True)
class Api:
    """Raw calls to a Bot API server. The token is part of each address, so addresses are never logged."""

    http: aiohttp.ClientSession
    base: str
    token: str
    proxy: str | None = None

    async def call(
        self, method: str, parameters: dict[str, Any] | None = None, patience: float = 15.0
    ) -> Any:
        """The result of a method. Raises ApiError for a no, ConnectionError (without token) for none."""
        address = f"{self.base}/bot{self.token}/{method}"
        limit = aiohttp.ClientTimeout(total=patience)
        try:
            async with self.http.post(
                address, json=parameters or {}, timeout=limit, proxy=self.proxy
            ) as response:
                answer = await response.json(content_type=None)
        except (*NO_ANSWER, ValueError) as failed:
            raise ConnectionError(f"{method}: {type(failed).__name__}") from None
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise _refusal(answer)
        return answer["result"]


def _refusal(answer: Any) -> ApiError:
    answer = answer if isinstance(answer, dict) else {}
    wait = (answer.get("parameters") or {}).get("retry_after")
    return ApiError(int(answer.get("error_code", 0)), str(answer.get("description", "no answer")), wait)


@dataclass
class Receiver:
    """Asks Telegram for updates until `stop`, keeps them, and rings `arrived`."""

    api: Api
    bot: int
    books: Books
    clock: Clock
    arrived: asyncio.Event
    stop: asyncio.Event
    trouble: str = ""  # the last sentence that was said about trouble: said once, not at each try

    async def run(self) -> None:
        """Long polling; each kind of trouble is one line in the log, and waits longer each time."""
        offset, failures = None, 0
        while not self.stop.is_set():
            try:
                offset = await self.receive(offset)
                failures = 0
                self._calm()
            except (ApiError, ConnectionError, Unavailable) as trouble:
                failures += 1
                await self._wait(self._pause(trouble, failures))

    async def receive(self, offset: int | None, patience: int = LONG_POLL) -> int | None:
        """One question to Telegram, which waits `patience` seconds for news; gives the next one's offset."""
        question = {"timeout": patience, "limit": BATCH, "allowed_updates": ALLOWED}
        if offset is not None:
            question["offset"] = offset
        updates = await self._asked(question, patience + 10.0)
        if not updates:
            # All is acknowledged. Without an offset the earliest comes next, also after a quiet week, when
            # Telegram goes on with a number that may be lower.
            return None
        at = self.clock.now()
        await self.books.write(lambda session: inbox.keep(session, self.bot, updates, at))
        self.arrived.set()
        return int(updates[-1]["update_id"]) + 1

    async def _asked(self, question: dict[str, Any], patience: float) -> list[dict[str, Any]]:
        """The answer; nothing when `stop` comes first, since nothing was taken yet that could be lost."""
        asking = asyncio.ensure_future(self.api.call("getUpdates", question, patience))
        stopping = asyncio.ensure_future(self.stop.wait())
        try:
            await asyncio.wait((asking, stopping), return_when=asyncio.FIRST_COMPLETED)
            return list(asking.result()) if asking.done() else []
        finally:
            asking.cancel()
            stopping.cancel()

    def _pause(self, trouble: ApiError | ConnectionError | Unavailable, failures: int) -> float:
        """Says what is wrong, once, and how long to wait."""
        if isinstance(trouble, Unavailable):
            self._say(f"The database cannot be written ({trouble}); what came is asked for again.")
            return PAUSES[0]
        if isinstance(trouble, ApiError) and trouble.code == 409:
            self._say("Another bot is listening on this token; two cannot. Trying again every 30 seconds.")
            return SECOND_BOT_PAUSE
        if isinstance(trouble, ApiError) and trouble.code in (401, 404):
            self._say("Telegram does not know this token: check FIELDBOT_TOKEN.")
            return PAUSES[-1]
        self._say(f"Telegram cannot be reached ({trouble}); trying again.")
        wait = trouble.retry_after if isinstance(trouble, ApiError) else None
        return wait or PAUSES[min(failures, len(PAUSES)) - 1]

    def _say(self, sentence: str) -> None:
        if sentence != self.trouble:
            log.warning(sentence)
        self.trouble = sentence

    def _calm(self) -> None:
        if self.trouble:
            log.warning("What comes in is received again.")
        self.trouble = ""

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.stop.wait(), seconds)
        except TimeoutError:
            return
