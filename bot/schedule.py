"""Schedule: a few named sweeps over due rows. In memory, because the rows are the truth and the sweeps only look.

Later sweeps (reminders, the ladder, digests) join the list when their clocks are built.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlmodel import Session

from bot.clock import Clock
from storage import errands, inbox, outbox
from storage.books import Books

LETTERS_KEPT = timedelta(days=30)  # texts of delivered letters
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


def make_schedule(books: Books, clock: Clock, wake: Callable[[], None]) -> AsyncIOScheduler:
    """The sweeps, not yet started. A late one runs once, and never beside itself.

    `wake` rouses conversing, which looks after what was left lying in people's own words.
    """
    schedule = AsyncIOScheduler(
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )

    async def tidying() -> None:
        await books.write(lambda session: tidy(session, clock))

    async def waking() -> None:
        wake()

    schedule.add_job(waking, "interval", minutes=10, id="drafts left lying")
    schedule.add_job(tidying, id="tidy up at the start")  # a bot that is restarted each hour tidies too
    schedule.add_job(tidying, "interval", hours=1, id="tidy up")
    return schedule
