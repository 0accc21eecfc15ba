"""The worker of errands: a picture is made outside any transaction, and said once, whatever ends the process."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot import errands as worker
from bot.clock import Clock
from bot.errands import PATIENCE, PAUSE, Errands
from bot.fetching import Passing
from bot.making import Made, Workshop
from bot.means import Means, means_in
from bot.receiving import Api
from bot.rules import load_rules
from bot.words import SHIPPED, load_words
from fieldwork.letters import Kind, Letter
from fieldwork.reports import Attachment
from fieldwork.texts import Language
from storage import errands, outbox, reports
from storage.cabinet import Cabinet
from tests.bot.conftest import Hand, Post, WatchedBooks
from tests.sandbox.conftest import TOKEN, VERA, Sandbox

LINK = "https://t.me/fieldbot?start=K7M2XQ9PRT"
SORRY = "没有做成，再试也没有用。请重新要一次。"


@dataclass
class Shop:
    """One worker after another at one set of books, with the clock in the test's hand."""

    books: WatchedBooks
    folder: Path
    api: Api
    means: Means
    hand: Hand = field(default_factory=Hand)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    rung: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = Clock(self.hand, self.hand)

    def worker(self, owner: str = "this run") -> Errands:
        return Errands(Workshop(self.api, self.books, self.clock, self.folder, self.means), owner)

    def asks(self, kind: str = "qr", **content: Any) -> int:
        at = self.clock.now()
        return self.books.now_write(
            lambda s: errands.ask(s, kind, VERA, None, content or {"link": LINK, "caption": "请扫码"}, at)
        )

    def letters(self) -> list[Letter]:
        return [row.letter for row in self.books.now_read(outbox.listed)[::-1] if row.letter]

    @asynccontextmanager
    async def working(self, owner: str = "this run") -> AsyncIterator[None]:
        self.stop.clear()
        run = self.worker(owner).run(self.wake, self.stop, lambda: self.rung.append(owner))
        task = asyncio.create_task(run)
        try:
            yield
        finally:
            self.stop.set()
            await task


@pytest.fixture
async def shop(sandbox: Sandbox, books: WatchedBooks, tmp_path: Path) -> AsyncIterator[Shop]:
    means = means_in(Language.HANS, ZoneInfo("Asia/Shanghai"), load_words([SHIPPED]), load_rules())
    async with aiohttp.ClientSession() as http:
        yield Shop(books, tmp_path / "files", Api(http, sandbox.url, TOKEN), means)


async def test_a_link_becomes_a_picture_that_delivery_finds(shop: Shop) -> None:
    shop.asks(link=LINK, caption="请扫码", beside="card:1")
    assert await shop.worker().work()
    (letter,) = shop.letters()
    assert (letter.kind, letter.text, letter.beside, letter.chat) == (Kind.PHOTO, "请扫码", "card:1", VERA)
    picture = Cabinet(shop.folder, shop.books.seal).read(letter.files[0])
    assert picture.startswith(b"\x89PNG")
    assert hashlib.sha256(picture).hexdigest() == letter.files[0]
    assert not await shop.worker().work(), "and it is done"


async def test_a_picture_arrives_in_the_chat(shop: Shop, post: Post) -> None:
    shop.asks()
    await shop.worker().work()
    post.folder = shop.folder
    async with post.delivering():
        await post.until("delivered")
    newest = (await post.sandbox.hears(VERA))[-1]
    assert (newest["caption"], bool(newest["photo"])) == ("请扫码", True)


async def test_a_document_that_we_keep_has_its_name_in_the_chat(shop: Shop, post: Post) -> None:
    sum_ = await Workshop(shop.api, shop.books, shop.clock, shop.folder, shop.means).kept(b"kind,code,name\n")
    post.folder = shop.folder
    async with post.delivering():
        await post.delivers(Letter(chat=VERA, kind=Kind.DOCUMENT, files=(sum_,), file_name="错误行.csv"))
    newest = (await post.sandbox.hears(VERA))[-1]
    assert newest["document"]["file_name"] == "错误行.csv"


async def test_the_worker_wakes_and_rings(shop: Shop) -> None:
    async with shop.working():
        shop.asks()
        shop.wake.set()
        await shop.books.until(lambda s: len(outbox.listed(s)) == 1)
    assert shop.rung == ["this run"]


async def test_what_a_killed_process_had_in_hand_is_made_once_more_and_said_once(shop: Shop) -> None:
    shop.asks()
    await shop.books.write(lambda s: errands.claim(s, "killed", shop.clock.ticks()))
    assert not await shop.worker().work(), "its lease still holds"
    async with shop.working():
        await shop.books.until(lambda s: len(outbox.listed(s)) == 1)
    assert [letter.kind for letter in shop.letters()] == [Kind.PHOTO]


async def test_what_ends_every_process_is_given_up_with_a_sentence(shop: Shop) -> None:
    shop.asks()
    for run in ("first", "second"):
        await shop.books.write(partial(errands.claim, owner=run, ticks=shop.clock.ticks()))
        shop.hand.at += errands.LEASE
    assert await shop.worker().work()
    assert [letter.text for letter in shop.letters()] == [SORRY]
    assert not await shop.worker().work()


async def test_what_no_maker_knows_is_told_and_the_next_errand_is_made(shop: Shop) -> None:
    shop.asks("sing")
    shop.asks()
    assert [await shop.worker().work(), await shop.worker().work()] == [True, True]
    assert [(letter.kind, letter.text) for letter in shop.letters()] == [
        (Kind.TEXT, SORRY),
        (Kind.PHOTO, "请扫码"),
    ]


async def test_what_is_passing_is_tried_again_for_an_hour(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cannot(*_: object) -> Made:
        raise Passing("getFile: 500")

    monkeypatch.setattr(worker, "MAKERS", {"qr": cannot})
    shop.asks()
    for _ in range(5):
        assert await shop.worker().work()
        assert not await shop.worker().work()
        shop.hand.at += PAUSE
    assert shop.letters() == []
    shop.hand.at += PATIENCE.total_seconds()
    assert await shop.worker().work()
    assert [letter.text for letter in shop.letters()] == [SORRY]


async def test_books_that_cannot_be_written_stop_nothing(shop: Shop) -> None:
    shop.books.broken = True
    shop.asks()
    async with shop.working():
        await shop.books.written.wait()
        shop.books.broken = False
        shop.wake.set()
        await shop.books.until(lambda s: len(outbox.listed(s)) == 1)
    assert [letter.kind for letter in shop.letters()] == [Kind.PHOTO]


async def test_files_are_shredded_and_nobody_is_told(shop: Shop) -> None:
    cabinet = Cabinet(shop.folder, shop.books.seal)
    gone, held = cabinet.keep(b"nobody's"), cabinet.keep(b"a photo of a report")
    attached = Attachment(serial=1, file_id="f", file_unique_id="u", sha256=held)
    shop.books.now_write(lambda s: reports.attach(s, attached))
    shop.books.now_write(lambda s: errands.shred(s, [gone, held], shop.clock.now()))
    assert await shop.worker().work()
    assert [cabinet.at(sum_).exists() for sum_ in (gone, held)] == [False, True]
    assert shop.letters() == []
