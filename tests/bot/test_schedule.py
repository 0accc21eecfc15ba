"""The sweeps: what is tidied away, when, and what stays."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.schedule import LETTERS_KEPT, Tidied, clear_out, make_schedule, tidy
from fieldwork.letters import Letter
from fieldwork.reports import Attachment
from storage import errands, inbox, outbox, reports, sending, settling
from storage.cabinet import Cabinet
from storage.sending import Pace
from storage.settling import Delivered
from storage.tables import ErrandRow, ErrandState
from tests.bot.conftest import WatchedBooks

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
VERA = 1001
UPDATE: dict[str, Any] = {"update_id": 1, "message": {"message_id": 1, "chat": {"id": VERA}, "text": "4号楼"}}


def at(moment: datetime) -> Clock:
    return Clock(moment.timestamp, lambda: 0.0)


def settle(books: WatchedBooks) -> None:
    """An update that is done and a letter that is delivered, both at the start."""

    def job(session: Any) -> None:
        inbox.keep(session, 42, [UPDATE], START)
        inbox.done(session, [one.id for one in inbox.take(session, 1)], START)
        outbox.write(session, Letter(chat=VERA, text="收到了"), at=START, ticks=0.0)
        (letter,) = sending.claim(session, ticks=0.0, now=START, owner="a", many=1, pace=Pace(off=True))
        settling.settle(session, [Delivered(letter.id, 7)], at=START, ticks=0.0, owner="a")

    books.now_write(job)


def tidied(books: WatchedBooks, after: timedelta) -> Tidied:
    return books.now_write(lambda session: tidy(session, at(START + after)))


async def test_what_came_in_goes_after_seven_days_and_what_went_out_after_thirty(books: WatchedBooks) -> None:
    settle(books)
    assert tidied(books, timedelta(days=7)) == Tidied(updates=0, letters=0, results=0, files=0)
    assert tidied(books, timedelta(days=7, seconds=1)) == Tidied(updates=1, letters=0, results=0, files=0)
    assert tidied(books, LETTERS_KEPT) == Tidied(updates=0, letters=0, results=0, files=0)
    assert tidied(books, LETTERS_KEPT + timedelta(seconds=1)) == Tidied(
        updates=0, letters=1, results=0, files=0
    )
    assert tidied(books, timedelta(days=400)) == Tidied(updates=0, letters=0, results=0, files=0)


async def test_a_letter_that_still_waits_keeps_its_words(books: WatchedBooks) -> None:
    books.now_write(lambda s: outbox.write(s, Letter(chat=VERA, text="收到了"), at=START, ticks=0.0))
    assert tidied(books, timedelta(days=400)) == Tidied(updates=0, letters=0, results=0, files=0)
    (row,) = books.now_read(outbox.listed)
    assert row.letter is not None
    assert row.letter.text == "收到了"


async def test_it_is_done_at_the_start_and_each_hour(books: WatchedBooks, cabinet: Cabinet) -> None:
    settle(books)
    schedule = make_schedule(books, at(START + timedelta(days=40)), lambda: None, cabinet)
    schedule.start()
    try:
        await books.until(lambda session: outbox.listed(session)[0].letter is None)
        rhythms = {job.id: job.trigger.interval for job in schedule.get_jobs()}
        assert rhythms == {
            "tidy up": timedelta(hours=1),
            "what time has brought": timedelta(minutes=1),
            "clear out": timedelta(days=1),
        }
    finally:
        schedule.shutdown(wait=False)


async def test_a_late_sweep_runs_once_and_never_beside_itself(books: WatchedBooks, cabinet: Cabinet) -> None:
    schedule = make_schedule(books, at(START), lambda: None, cabinet)
    schedule.start(paused=True)
    for job in schedule.get_jobs():
        assert (job.coalesce, job.misfire_grace_time, job.max_instances) == (True, None, 1)
    schedule.shutdown(wait=False)


# -- files that nothing holds -----------------------------------------------------------------------


@pytest.fixture
def cabinet(books: WatchedBooks, tmp_path: Path) -> Cabinet:
    return Cabinet(tmp_path / "photos", books.seal)


def laid_down(cabinet: Cabinet, data: bytes, ago: timedelta) -> str:
    """A file that was put in some time before the start."""
    sum_, at_ = cabinet.keep(data), (START - ago).timestamp()
    os.utime(cabinet.at(sum_), (at_, at_))
    return sum_


def the_clock() -> Clock:
    return Clock(START.timestamp, START.timestamp)


async def test_a_file_that_nothing_has_held_for_a_week_goes(books: WatchedBooks, cabinet: Cabinet) -> None:
    old = laid_down(cabinet, b"left behind", timedelta(days=8))
    young = laid_down(cabinet, b"just fetched", timedelta(days=6))
    photo = laid_down(cabinet, b"a photo", timedelta(days=800))
    made = laid_down(cabinet, b"a sheet", timedelta(days=8))
    attached = Attachment(serial=1, file_id="f", file_unique_id="u", sha256=photo)
    books.now_write(lambda s: reports.attach(s, attached))
    books.now_write(lambda s: s.add(ErrandRow(kind="sheets", chat=1, asked_at=START, files=[made])))
    cut_off = cabinet.at(old).with_name(f"{cabinet.at(old).name}.0123abcd.part")
    cut_off.write_bytes(b"half")
    os.utime(cut_off, (0, 0))
    assert await clear_out(books, the_clock(), cabinet) == 2
    assert [cabinet.at(sum_).exists() for sum_ in (old, young, photo, made)] == [False, True, True, True]
    assert not cut_off.exists()


async def test_the_folder_of_another_database_is_left_alone(books: WatchedBooks, cabinet: Cabinet) -> None:
    theirs = laid_down(cabinet, b"not ours", timedelta(days=800))
    assert cabinet.belongs_to("another database")
    assert await clear_out(books, the_clock(), cabinet) == 0
    assert cabinet.at(theirs).exists()


async def test_what_an_errand_made_goes_a_week_after_it_was_done(books: WatchedBooks) -> None:
    done = ErrandRow(
        kind="qr", chat=VERA, asked_at=START, done_at=START, state=ErrandState.DONE, files=["a" * 64]
    )
    books.now_write(lambda s: s.add(done))
    assert tidied(books, timedelta(days=7)).files == 0
    assert tidied(books, timedelta(days=7, seconds=1)).files == 1
    asked = books.now_write(lambda s: errands.claim(s, "one", 0.0))
    assert asked is not None
    assert (asked.kind, asked.content) == (errands.SHRED, {"sums": ["a" * 64]})
