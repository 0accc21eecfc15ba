"""Fetching what people sent: kept once and for its owner alone, or refused with a reason."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import update
from sqlmodel import select

from bot import fetching
from bot.clock import Clock
from bot.fetching import fetch
from bot.receiving import Api
from fieldwork.reports import AttachmentState
from storage.cabinet import Cabinet
from storage.tables import AttachmentRow
from tests.bot.conftest import Hand, WatchedBooks
from tests.bot.test_pictures import drawn, opened
from tests.sandbox.conftest import TOKEN, VERA, Sandbox, png

KEPT, REFUSED, WANTED = AttachmentState.KEPT, AttachmentState.REFUSED, AttachmentState.WANTED


@dataclass
class Fetching:
    """The fetcher at work, with the clock in the test's hand."""

    sandbox: Sandbox
    books: WatchedBooks
    folder: Path
    hand: Hand = field(default_factory=Hand)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def sent(self, data: bytes, name: str = "a.jpg", kind: str = "document") -> None:
        """Vera sends a file, and a report of hers wants it."""
        await self.sandbox.sends(VERA, [(name, data)], kind=kind)
        update = (await self.sandbox.updates())[-1]
        file = update["message"][kind]
        await self.wants((file[-1] if kind == "photo" else file)["file_id"], kind)
        await self.sandbox.updates(offset=update["update_id"] + 1)

    async def wants(self, file_id: str, kind: str = "document") -> None:
        row = AttachmentRow(serial=1, kind=kind, file_id=file_id, file_unique_id="u")
        await self.books.write(lambda s: s.add(row))
        self.wake.set()

    def passes(self, seconds: float) -> None:
        self.hand.at += seconds
        self.wake.set()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as http:
            api = Api(http, self.sandbox.url, TOKEN)
            work = fetch(api, self.books, Clock(self.hand, self.hand), self.folder, self.wake, self.stop)
            task = asyncio.create_task(work)
            try:
                yield
            finally:
                self.stop.set()
                await task

    async def until(self, *states: AttachmentState) -> list[AttachmentRow]:
        await self.books.until(lambda s: [row.state for row in self.rows()] == list(states))
        return self.rows()

    def rows(self) -> list[AttachmentRow]:
        return list(self.books.now_read(lambda s: s.exec(select(AttachmentRow).order_by("id")).all()))

    def files(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]


@pytest.fixture
def fetching_files(sandbox: Sandbox, books: WatchedBooks, tmp_path: Path) -> Fetching:
    return Fetching(sandbox, books, tmp_path / "files")


async def test_a_photo_is_kept_under_its_sum_without_its_traces(fetching_files: Fetching) -> None:
    before = drawn("JPEG")
    async with fetching_files.working():
        await fetching_files.sent(before)
        (row,) = await fetching_files.until(KEPT)
    assert row.sha256
    cabinet = Cabinet(fetching_files.folder, fetching_files.books.seal)
    path, kept = cabinet.at(row.sha256), cabinet.read(row.sha256)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert (b"Vera" in before, b"Vera" in kept) == (True, False)
    assert opened(kept).size == opened(before).size
    assert (row.size, row.sha256) == (len(kept), hashlib.sha256(kept).hexdigest())
    assert kept[:64] not in path.read_bytes(), "it lies there sealed"
    assert row.sha256 not in path.name, "under a name that does not tell of what"


async def test_the_same_photo_twice_is_one_file(fetching_files: Fetching) -> None:
    async with fetching_files.working():
        await fetching_files.sent(png(300, 200), kind="photo")
        await fetching_files.sent(png(300, 200), kind="photo")
        first, second = await fetching_files.until(KEPT, KEPT)
    assert first.sha256 == second.sha256
    assert len(fetching_files.files()) == 1


async def test_a_file_that_is_no_picture_is_refused_and_not_kept(fetching_files: Fetching) -> None:
    async with fetching_files.working():
        await fetching_files.sent(b"MZ not a picture at all", "a.jpg")
        (row,) = await fetching_files.until(REFUSED)
    assert row.reason == "not a picture or a document that can be kept"
    assert fetching_files.files() == []


async def test_a_file_over_20_mb_is_refused(fetching_files: Fetching) -> None:
    async with fetching_files.working():
        await fetching_files.sent(bytes(20 * 1024 * 1024 + 1), "film.pdf")
        (row,) = await fetching_files.until(REFUSED)
    assert row.reason == "larger than 20 MB"


async def test_a_file_that_turns_out_larger_than_announced_is_cut_off_while_it_comes(
    fetching_files: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def announced_small(*_: object) -> str:
        return path

    async with fetching_files.working():
        await fetching_files.sent(png(40, 30), "a.png")
        (row,) = await fetching_files.until(KEPT)
        path = str((await fetching_files.sandbox.done("getFile", file_id=row.file_id))["file_path"])
        monkeypatch.setattr(fetching, "LARGEST_KEPT", 50)
        monkeypatch.setattr(fetching.Downloads, "_path", announced_small)
        await fetching_files.wants(row.file_id)
        _, second = await fetching_files.until(KEPT, REFUSED)
    assert second.reason == "larger than 20 MB"


async def test_a_file_that_telegram_does_not_know_is_refused(fetching_files: Fetching) -> None:
    async with fetching_files.working():
        await fetching_files.wants("no such file")
        (row,) = await fetching_files.until(REFUSED)
    assert row.reason == "Telegram no longer has it"


async def test_a_failure_that_passes_is_tried_again_after_a_pause(fetching_files: Fetching) -> None:
    await fetching_files.sandbox.does("faults", kind="500", times=1, methods=["getFile"])
    async with fetching_files.working():
        await fetching_files.sent(png(40, 30), "a.png")
        await fetching_files.books.until(lambda s: fetching_files.rows()[0].tries == 1)
        assert [row.state for row in fetching_files.rows()] == [WANTED]
        fetching_files.passes(2.1)
        await fetching_files.until(KEPT)


async def test_a_clock_that_was_ahead_holds_no_file_up(fetching_files: Fetching) -> None:
    await fetching_files.sent(drawn("JPEG"))
    await fetching_files.books.write(
        lambda s: s.execute(update(AttachmentRow).values(not_before=fetching_files.hand.at + 9_000_000.0))
    )
    async with fetching_files.working():
        await fetching_files.until(KEPT)
    assert fetching_files.rows()[0].state is KEPT


async def test_a_folder_that_cannot_be_written_is_tried_again(fetching_files: Fetching) -> None:
    fetching_files.folder.write_text("a file stands where the folder should be")
    async with fetching_files.working():
        await fetching_files.sent(png(40, 30), "a.png")
        await fetching_files.books.until(lambda s: fetching_files.rows()[0].tries == 1)
        assert fetching_files.rows()[0].reason.startswith("cannot be kept: ")
        fetching_files.folder.unlink()
        fetching_files.passes(2.1)
        await fetching_files.until(KEPT)


async def test_neither_rows_nor_logs_hold_the_token(
    fetching_files: Fetching, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await fetching_files.sandbox.does("faults", kind="drop_before", times=1, methods=["getFile"])
    async with fetching_files.working():
        await fetching_files.sent(b"no picture", "a.png")
        await fetching_files.books.until(lambda s: fetching_files.rows()[0].tries == 1)
        reason = fetching_files.rows()[0].reason
        fetching_files.passes(2.1)
        await fetching_files.until(REFUSED)
    assert reason.startswith("getFile: ")
    assert TOKEN not in reason
    assert not [
        one for one in caplog.records if one.name.startswith("fieldbot") and TOKEN in one.getMessage()
    ]
