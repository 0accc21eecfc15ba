"""Schedule: a few named sweeps over due rows. In memory, because the rows are the truth and the sweeps only look.

What time brings to reports and people is looked after by conversing, which this wakes each minute.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlmodel import Session

from bot.clock import Clock
from storage import attachments, errands, inbox, outbox, schema
from storage.books import Books
from storage.cabinet import Cabinet

LETTERS_KEPT = timedelta(days=30)  # texts of delivered letters
ABANDONED = timedelta(days=7)  # files that no row holds
FILES = "files"  # the fact that says whose the folder of files is
RESULTS_KEPT = timedelta(days=7)  # of errands: what a button could still apply


class Tidied(NamedTuple):
    """What a tidying emptied."""

    updates: int
    letters: int
    results: int
    files: int


def tidy(session: Session, clock: Clock) -> Tidied:
    """Empties updates, results and files of errands done seven days ago, and letters delivered thirty days ago."""
    now = clock.now()
    return Tidied(
        inbox.tidy(session, now),
        outbox.forget_texts(session, now - LETTERS_KEPT),
        errands.forget_results(session, now - RESULTS_KEPT),
        errands.let_files_go(session, now - RESULTS_KEPT, now),
    )


async def clear_out(books: Books, clock: Clock, cabinet: Cabinet) -> int:
    """Takes away files that nothing has held for a week: what a killed process left behind. Gives how many.

    Nothing is touched in a folder that is another database's.
    """
    mark = await books.write(lambda session: schema.mark(session, FILES))
    if not await asyncio.to_thread(cabinet.belongs_to, mark):
        return 0
    before = clock.ticks() - ABANDONED.total_seconds()
    made, gone = await books.read(attachments.names_made), 0
    for shelf in await asyncio.to_thread(cabinet.shelves):
        old = await asyncio.to_thread(cabinet.older_than, shelf, before)
        held = made | await books.read(partial(attachments.names_held, shelf=shelf))
        abandoned = [path for path in old if path.name.partition(".")[0] not in held]
        for path in abandoned:
            path.unlink(missing_ok=True)
        gone += len(abandoned)
    return gone


def make_schedule(books: Books, clock: Clock, wake: Callable[[], None], cabinet: Cabinet) -> AsyncIOScheduler:
    """The sweeps, not yet started. A late one runs once, and never beside itself.

    `wake` rouses conversing, whose sweeps (handlers/sweeping.py) look after what time has brought.
    """
    schedule = AsyncIOScheduler(
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )

    async def tidying() -> None:
        await books.write(lambda session: tidy(session, clock))

    async def waking() -> None:
        wake()

    async def clearing_out() -> None:
        await clear_out(books, clock, cabinet)

    schedule.add_job(clearing_out, id="clear out at the start")
    schedule.add_job(clearing_out, "interval", hours=24, id="clear out")
    schedule.add_job(waking, "interval", minutes=1, id="what time has brought")
    schedule.add_job(tidying, id="tidy up at the start")  # a bot that is restarted each hour tidies too
    schedule.add_job(tidying, "interval", hours=1, id="tidy up")
    return schedule
