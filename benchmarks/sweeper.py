"""One process that sweeps until it is killed, by a field clock that runs fast and is the same for all of them.

What it needs is made once, when this is imported: a fork has it at once, and one that was killed is back in a moment.
"""

import asyncio
import logging
import time
from dataclasses import dataclass

from bot.clock import Clock
from bot.conversing import Conversing
from bot.means import means_of
from bot.settings import read_settings
from storage.books import Books, Unavailable
from storage.sealing import Seal

KEY = "a key for the torture"
MEANS = means_of(read_settings({}))
BETWEEN = 0.02  # seconds between two looks at nothing


@dataclass(frozen=True)
class FieldTime:
    """The field's time for all processes: so much faster than the machine's, from a moment to a moment."""

    begins: float  # unix seconds of the field
    ends: float
    began: float  # by the machine's monotonic clock, which all processes share
    speed: float

    def __call__(self) -> float:
        return min(self.ends, self.begins + (time.monotonic() - self.began) * self.speed)


def sweep(url: str, hand: FieldTime) -> None:
    """Looks again and again, as the running programme does, until somebody kills it."""
    logging.disable(logging.WARNING)  # a lock that has to be waited for is told each time; errors still are
    asyncio.run(_sweep(url, hand))


async def _sweep(url: str, hand: FieldTime) -> None:
    conversing = Conversing(Books(url, Seal(KEY)), Clock(wall=hand), "42:torture", MEANS)
    while True:
        try:
            done = await conversing.work()
        except Unavailable:
            done = 0
        if not done:
            await asyncio.sleep(BETWEEN)
