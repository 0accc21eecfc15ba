"""Fetching: what people sent is downloaded afterwards, checked, and kept sealed beside the database.

A report is valid before that, and a photo can be passed on by Telegram's own id. The link to a file holds
the token: it is asked for anew each time, never kept, never logged, and no error that could hold it
leaves this file.
"""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
from sqlmodel import Session

from bot.clock import Clock
from bot.pictures import Unfit, cleaned
from bot.receiving import NO_ANSWER, Api, ApiError
from bot.rounds import any_of
from fieldwork.reports import LARGEST_KEPT, TOO_LARGE
from storage import attachments
from storage.attachments import Wanted
from storage.books import Books
from storage.cabinet import Cabinet

AT_ONCE = 4  # files beside each other: 80 MB at most in memory
PATIENCE = 120.0  # seconds for one file
LONGEST_SLEEP = 30.0  # seconds without asking what is wanted
MOST_TRIES = 200  # more than a day

_log = logging.getLogger("fieldbot.fetching")
_GONE_FOR_GOOD = ("wrong file", "file is too big", "invalid file")


class Passing(Exception):
    """A failure that trying again can help. The message holds no address."""


async def fetch(
    api: Api, books: Books, clock: Clock, folder: Path, wake: asyncio.Event, stop: asyncio.Event
) -> None:
    """Downloads what is wanted until `stop`; `wake` says that something new may be wanted.

    `folder` is made when it is missing, for its owner alone.
    """
    fetcher = Fetcher(api, books, clock, folder)
    while not stop.is_set():
        wake.clear()
        pause = await fetcher.round()
        await any_of((wake, stop), pause)


class Fetcher:
    """One round after another: what is wanted now, and when to look again."""

    def __init__(self, api: Api, books: Books, clock: Clock, folder: Path) -> None:
        self.api, self.books, self.clock = api, books, clock
        self.cabinet = Cabinet(folder, books.seal)
        self.downloads = Downloads(api)
        self.drawing = asyncio.Lock()  # one picture in the works: some take 200 MB

    async def round(self) -> float:
        """Fetches what can be fetched now; returns for how many seconds nothing else is to do."""
        try:
            found = await self.books.read(
                lambda s: attachments.wanted(s, ticks=self.clock.ticks(), limit=AT_ONCE)
            )
            await asyncio.gather(*(self._fetched(wanted) for wanted in found))
            due = await self.books.read(attachments.next_try)
        except Exception as error:  # the books: what was not written is wanted still
            _log.warning("attachments could not be written down (%s); trying again", type(error).__name__)
            return LONGEST_SLEEP
        return LONGEST_SLEEP if due is None else min(due - self.clock.ticks(), LONGEST_SLEEP)

    async def _fetched(self, wanted: Wanted) -> None:
        await self.books.write(await self._outcome(wanted))

    async def _outcome(self, wanted: Wanted) -> Callable[[Session], None]:
        try:
            data = await self.downloads.file(wanted.file_id)
            async with self.drawing:
                data = await asyncio.to_thread(cleaned, data, wanted.kind)
            sha256 = await asyncio.to_thread(self.cabinet.keep, data)
        except Unfit as unfit:
            return self._refused(wanted, str(unfit))
        except (Passing, OSError) as passing:
            reason = str(passing) if isinstance(passing, Passing) else f"cannot be kept: {passing.strerror}"
            return self._later(wanted, reason)
        return lambda session: attachments.kept(session, wanted.id, sha256=sha256, size=len(data))

    def _refused(self, wanted: Wanted, reason: str) -> Callable[[Session], None]:
        _log.info("attachment %d is not kept: %s", wanted.id, reason)
        return lambda session: attachments.refused(session, wanted.id, reason=reason)

    def _later(self, wanted: Wanted, reason: str) -> Callable[[Session], None]:
        if wanted.tries + 1 >= MOST_TRIES:
            return self._refused(wanted, f"could not be fetched for a day: {reason}")
        ticks = self.clock.ticks()
        return lambda session: attachments.later(
            session, wanted.id, tries=wanted.tries, ticks=ticks, reason=reason
        )


class Downloads:
    """Files from Telegram, one by one, into memory."""

    def __init__(self, api: Api) -> None:
        self.api = api

    async def file(self, file_id: str) -> bytes:
        """Its bytes. Raises Unfit where it never comes, Passing where trying again can help."""
        return await self._downloaded(await self._path(file_id))

    async def _path(self, file_id: str) -> str:
        """Where the file lies for the next hour."""
        try:
            file: dict[str, Any] = await self.api.call("getFile", {"file_id": file_id})
        except ApiError as refusal:
            if refusal.code == 400 and any(words in refusal.description for words in _GONE_FOR_GOOD):
                raise Unfit(_reason(refusal)) from None
            raise Passing(f"getFile: {refusal.code}") from None
        except ConnectionError as failed:
            raise Passing(str(failed)) from None
        if file.get("file_size", 0) > LARGEST_KEPT:
            raise Unfit(TOO_LARGE)
        if not file.get("file_path"):
            raise Passing("getFile: no path")
        return str(file["file_path"])

    async def _downloaded(self, path: str) -> bytes:
        address = f"{self.api.base}/file/bot{self.api.token}/{quote(path)}"
        limit = aiohttp.ClientTimeout(total=PATIENCE)
        try:
            async with self.api.http.get(
                address, timeout=limit, proxy=self.api.proxy, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise Passing(f"download: {response.status}")
                return await _at_most(response.content, LARGEST_KEPT)
        except NO_ANSWER as failed:
            raise Passing(f"download: {type(failed).__name__}") from None


async def _at_most(content: aiohttp.StreamReader, limit: int) -> bytes:
    """All of it; Unfit as soon as it is more than it may be, whatever was announced."""
    data = bytearray()
    async for piece in content.iter_chunked(64 * 1024):
        data += piece
        if len(data) > limit:
            raise Unfit(TOO_LARGE)
    return bytes(data)


def _reason(refusal: ApiError) -> str:
    return TOO_LARGE if "too big" in refusal.description else "Telegram no longer has it"
