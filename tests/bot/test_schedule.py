"""The sweeps: what is tidied away, when, and what stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.schedule import LETTERS_KEPT, Tidied, make_schedule, tidy
from fieldwork.letters import Letter
from storage import inbox, outbox, sending
from storage.sending import Delivered, Pace
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
        sending.settle(session, [Delivered(letter.id, 7)], at=START, ticks=0.0, owner="a")

    books.now_write(job)


def tidied(books: WatchedBooks, after: timedelta) -> Tidied:
    return books.now_write(lambda session: tidy(session, at(START + after)))


async def test_what_came_in_goes_after_seven_days_and_what_went_out_after_thirty(books: WatchedBooks) -> None:
    settle(books)
    assert tidied(books, timedelta(days=7)) == Tidied(updates=0, letters=0, results=0)
    assert tidied(books, timedelta(days=7, seconds=1)) == Tidied(updates=1, letters=0, results=0)
    assert tidied(books, LETTERS_KEPT) == Tidied(updates=0, letters=0, results=0)
    assert tidied(books, LETTERS_KEPT + timedelta(seconds=1)) == Tidied(updates=0, letters=1, results=0)
    assert tidied(books, timedelta(days=400)) == Tidied(updates=0, letters=0, results=0)


async def test_a_letter_that_still_waits_keeps_its_words(books: WatchedBooks) -> None:
    books.now_write(lambda s: outbox.write(s, Letter(chat=VERA, text="收到了"), at=START, ticks=0.0))
    assert tidied(books, timedelta(days=400)) == Tidied(updates=0, letters=0, results=0)
    (row,) = books.now_read(outbox.listed)
    assert row.letter is not None
    assert row.letter.text == "收到了"


async def test_it_is_done_at_the_start_and_each_hour(books: WatchedBooks) -> None:
    settle(books)
    schedule = make_schedule(books, at(START + timedelta(days=40)), lambda: None)
    schedule.start()
    try:
        await books.until(lambda session: outbox.listed(session)[0].letter is None)
        rhythms = {job.id: job.trigger.interval for job in schedule.get_jobs()}
        assert rhythms == {"tidy up": timedelta(hours=1), "drafts left lying": timedelta(minutes=10)}
    finally:
        schedule.shutdown(wait=False)


async def test_a_late_sweep_runs_once_and_never_beside_itself(books: WatchedBooks) -> None:
    schedule = make_schedule(books, at(START), lambda: None)
    schedule.start(paused=True)
    for job in schedule.get_jobs():
        assert (job.coalesce, job.misfire_grace_time, job.max_instances) == (True, None, 1)
    schedule.shutdown(wait=False)
