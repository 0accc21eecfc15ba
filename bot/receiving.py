"""Receiving: raw updates from Telegram into the inbox, and only then is Telegram told (promise 1).

No Telegram library stands between: a batch is one commit, and the next question to Telegram carries the
offset that acknowledges it. What arrives twice is kept once.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.clock import Clock
from storage import inbox
from storage.books import Books

log = logging.getLogger("fieldbot.receiving")

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
BATCH = 100  # updates, Telegram's most
LONG_POLL = 25  # seconds
SECOND_BOT_PAUSE = 30.0  # seconds
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
        """The result of a method. Raises ApiError for a no, ConnectionError (without the address) for no answer."""
        address = f"{self.base}/bot{self.token}/{method}"
        limit = aiohttp.ClientTimeout(total=patience)
        try:
            async with self.http.post(
                address, json=parameters or {}, timeout=limit, proxy=self.proxy
            ) as response:
                answer = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError) as failed:
            raise ConnectionError(f"{method}: {type(failed).__name__}") from None
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise _refusal(answer)
        return answer["result"]


def _refusal(answer: Any) -> ApiError:
    answer = answer if isinstance(answer, dict) else {}
    wait = answer.get("parameters", {}).get("retry_after")
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
            except (ApiError, ConnectionError) as trouble:
                failures += 1
                await self._wait(self._pause(trouble, failures))

    async def receive(self, offset: int | None, patience: int = LONG_POLL) -> int | None:
        """One question to Telegram, which waits `patience` seconds for news; gives the next question's offset."""
        question = {"timeout": patience, "limit": BATCH, "allowed_updates": ALLOWED}
        if offset is not None:
            question["offset"] = offset
        updates = await self.api.call("getUpdates", question, patience + 10.0)
        if not updates:
            return offset
        at = self.clock.now()
        await self.books.write(lambda session: inbox.keep(session, self.bot, updates, at))
        self.arrived.set()
        return int(updates[-1]["update_id"]) + 1

    def _pause(self, trouble: ApiError | ConnectionError, failures: int) -> float:
        """Says what is wrong, once, and how long to wait."""
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
            log.warning("Telegram answers again.")
        self.trouble = ""

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.stop.wait(), seconds)
        except TimeoutError:
            return
