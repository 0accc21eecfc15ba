"""The webhook: updates are posted to the bot, each chat's in order, again and again until it says 2xx."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp

from bot.sandbox.calls import Call
from bot.sandbox.refusals import Refused
from bot.sandbox.telegram import Telegram

Method = Callable[[Telegram, Call], str | Awaitable[str]]

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.5  # seconds before a refused update is posted again; doubled each time
LONGEST_PAUSE = 60.0
PATIENCE = 60.0  # seconds that the bot has to answer
AT_ONCE = 200


class Poster:
    """Posts what waits while a webhook is set. `run` goes on until it is cancelled."""

    def __init__(self, telegram: Telegram, methods: Mapping[str, Method]) -> None:
        self._telegram, self._methods = telegram, methods
        self._under_way: dict[int, asyncio.Task[None]] = {}  # by chat: one update of a chat at a time
        self._refused: dict[int, tuple[int, float]] = {}  # by chat: how often, and not before this loop time
        self._session: aiohttp.ClientSession | None = None

    async def run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
            self._session = session
            try:
                while True:
                    await self._next_round()
            finally:
                for task in self._under_way.values():
                    task.cancel()

    async def _next_round(self) -> None:
        self._telegram.arrived.clear()
        pause = self._begin() if self._telegram.webhook.url else None
        try:
            await asyncio.wait_for(self._telegram.arrived.wait(), pause)
        except TimeoutError:
            return  # a pause after a refusal is over

    def _begin(self) -> float | None:
        """Post what can be posted now; seconds until a refused one is due again, None if there is none."""
        self._telegram.drop_expired()
        now = asyncio.get_running_loop().time()
        begun = set(self._under_way)
        for update, chat, body in self._telegram.store.waiting_with_queue(AT_ONCE):
            if len(self._under_way) >= self._telegram.webhook.max_connections:
                break
            if chat not in begun and self._refused.get(chat, (0, 0.0))[1] <= now:
                self._under_way[chat] = asyncio.create_task(self._post(update, chat, body))
            begun.add(chat)
        due = [at - now for chat, (_, at) in self._refused.items() if chat not in self._under_way]
        return max(0.01, min(due)) if due else None

    async def _post(self, update: int, chat: int, body: str) -> None:
        try:
            answer = await self._delivered(body)
            self._telegram.acknowledge_one(update)
            self._refused.pop(chat, None)
            self._reply(answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(chat, f"{type(error).__name__}: {error}")
        finally:
            self._under_way.pop(chat, None)
            self._telegram.arrived.set()

    async def _delivered(self, body: str) -> str:
        """The bot's answer to one post; raises when it is not 2xx."""
        hook = self._telegram.webhook
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        if self._session is None:
            raise RuntimeError("the poster is not running")
        async with self._session.post(hook.url, data=body.encode(), headers=headers) as response:
            if response.status // 100 != 2:
                raise aiohttp.ClientError(
                    f"Wrong response from the webhook: {response.status} {response.reason}"
                )
            return await response.text()

    def _failed(self, chat: int, why: str) -> None:
        times = self._refused.get(chat, (0, 0.0))[0] + 1
        pause = min(FIRST_PAUSE * 2 ** (times - 1), LONGEST_PAUSE)
        self._refused[chat] = times, asyncio.get_running_loop().time() + pause
        self._telegram.webhook.last_error_date = int(self._telegram.clock())
        self._telegram.webhook.last_error_message = why

    def _reply(self, answer: str) -> None:
        """An answer may hold one method call, whose result the bot is not told."""
        try:
            said: Any = json.loads(answer)
        except ValueError:
            return  # most bots answer with nothing, or with "ok"
        method = self._methods.get(str(said.get("method", "")).lower()) if isinstance(said, dict) else None
        if method is None:
            return
        try:
            method(self._telegram, Call(said["method"], said))
        except Refused as refusal:
            log.info("the call in a webhook's answer was refused: %s", refusal.description)
