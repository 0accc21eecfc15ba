"""What nobody asked for: sweeps over what time has brought (handlers/sweeping.py), and what is tidied up.

Each is one transaction with the letters that come of it; one that raises leaves the others alone.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from math import inf
from typing import Any

from sqlmodel import Session

from bot.clock import Clock
from bot.conversing.desks import Desks
from bot.words import WordsError
from handlers import erasing, noticing_patterns
from handlers.dispatching import put_right, stranded
from handlers.grouping import tell_of_gone
from handlers.sweeping import SWEEPS, Sweep
from handlers.turn import Turn
from storage import alike, groups, outbox
from storage.books import Books, Unavailable

log = logging.getLogger("fieldbot.conversing")

MANY = 64  # subjects a transaction
MORNING = timedelta(hours=8)  # when a day's absences begin to be felt
PATTERNS_EVERY = 600.0  # seconds between two looks for what has come up often


class Sweeping:
    """Looks, when it is time, and does what there is to do."""

    def __init__(self, books: Books, clock: Clock, desks: Desks) -> None:
        self._books, self._clock, self._desks = books, clock, desks
        self._swept: tuple[int, date] | None = None  # who could be reached, and the day, as of the last look
        self._looked: dict[str, tuple[float, datetime]] = {}  # when each sweep last looked, by both clocks
        self._erased_at: datetime | None = None  # when nothing more was found over its time
        self._newest = 0  # the newest report when patterns were looked for
        self._noticed: float | None = None  # when patterns were looked for last, by the machine's clock

    async def work(self, people: int) -> int:
        """One look at everything; `people` is the version of who can be reached. Gives how much was done."""
        return (
            await self._swept_up(people)
            + await self._swept_in_turn()
            + await self._noticed_patterns()
            + await self._erased()
        )

    async def _swept_up(self, people: int) -> int:
        """What nobody can act on goes to somebody who can (promise 3).

        Delivery only records that a letter was refused, and an absence begins with its day: looked through
        at the start, whenever somebody came or went, and each morning. Gives how many reports were put right.
        """
        mark = (people, self._working_day())
        if mark == self._swept:
            return 0
        serials, silent = await self._books.read(lambda s: (stranded(self._desks.turn(s)), groups.untold(s)))
        done = [await self._swept_one(partial(put_right, serial=serial)) for serial in serials]
        done += [await self._swept_one(partial(tell_of_gone, bound=binding)) for binding in silent]
        self._swept = mark
        return sum(done)

    def _working_day(self) -> date:
        """The day as far as people begin it: nobody's absence rings a stand-in in the night."""
        return (self._clock.now().astimezone(self._desks.means.zone) - MORNING).date()

    async def _swept_one(self, sweep: Callable[[Turn], int]) -> int:
        """One of them, in a transaction of its own; what raises is tried again after the next change."""
        try:
            return await self._books.write(lambda session: self._in_a_turn(session, sweep))
        except (Unavailable, WordsError):
            raise
        except Exception as error:
            log.error("A sweep raised %s.", type(error).__name__)
            return False

    def _in_a_turn(self, session: Session, sweep: Callable[[Turn], int]) -> int:
        turn = self._desks.turn(session)
        done = sweep(turn)
        outbox.write_many(session, turn.letters, at=turn.now, ticks=self._clock.ticks())
        return done

    async def _swept_in_turn(self) -> int:
        """What time has brought, sweep by sweep. Gives how much was done.

        One look goes through them until one finds something; what that one did, those after it see.
        """
        done, ahead = 0, [sweep for sweep in SWEEPS if self._is_time_for(sweep)]
        while ahead:
            number, found = await self._books.read(partial(self._first_finding, ahead))
            self._have_looked(ahead[: number + 1])
            if found:
                done += await self._looked_after_all(ahead[number], found)
            ahead = ahead[number + 1 :]
        return done

    def _is_time_for(self, sweep: Sweep) -> bool:
        """By the machine's clock, or because the field's was turned forward."""
        ticks, now = self._clock.ticks(), self._clock.now()
        looked, at = self._looked.get(sweep.name, (-inf, now))
        return ticks - looked >= sweep.every.total_seconds() or now - at >= sweep.every

    def _have_looked(self, sweeps: Iterable[Sweep]) -> None:
        self._looked |= {sweep.name: (self._clock.ticks(), self._clock.now()) for sweep in sweeps}

    async def _looked_after_all(self, sweep: Sweep, found: Sequence[Any]) -> int:
        done = await self._looked_after(sweep, found)
        if done == MANY:
            del self._looked[sweep.name]  # there may be more
        return done

    def _first_finding(self, ahead: Sequence[Sweep], session: Session) -> tuple[int, Sequence[Any]]:
        """The number of the first sweep that finds something, and what."""
        turn = self._desks.turn(session)
        looks = ((number, sweep.find(turn)) for number, sweep in enumerate(ahead))
        return next(((number, found) for number, found in looks if found), (len(ahead), ()))

    async def sweep(self, sweep: Sweep) -> int:
        """One look of a sweep, whether its time has come or not. Gives for how many there was something to do."""
        _number, found = await self._books.read(partial(self._first_finding, [sweep]))
        return await self._looked_after(sweep, found) if found else 0

    async def _looked_after(self, sweep: Sweep, found: Sequence[Any]) -> int:
        """All that was found in one transaction; where one of them raises, each in its own."""
        try:
            return await self._books.write(
                lambda session: self._in_a_turn(session, lambda turn: _each(sweep, turn, found))
            )
        except (Unavailable, WordsError):
            raise
        except Exception as error:
            log.error("A sweep (%s) raised %s.", sweep.name, type(error).__name__)
        return sum([await self._swept_one(partial(_each, sweep, found=[one])) for one in found])

    async def _noticed_patterns(self) -> int:
        """What has come up often by now; where no report came since the last look, there is nothing to see."""
        if self._noticed is not None and self._clock.ticks() - self._noticed < PATTERNS_EVERY:
            return 0
        self._noticed = self._clock.ticks()
        newest, before = await self._books.read(lambda session: alike.newest(session)), self._newest
        if newest == before:
            return 0
        grown = await self._books.read(
            lambda session: noticing_patterns.found(self._desks.turn(session), before)
        )
        self._newest = newest
        return sum([await self._swept_one(partial(noticing_patterns.tell, pattern=one)) for one in grown])

    async def _erased(self) -> int:
        """What is over its time loses its words: looked for each hour, a few at a time until none is left."""
        now = self._clock.now()
        if self._erased_at and now - self._erased_at < erasing.EVERY:
            return 0
        gone = await self._swept_one(erasing.erase_a_few)
        self._erased_at = self._erased_at if gone else now
        return gone


def _each(sweep: Sweep, turn: Turn, found: Sequence[Any]) -> int:
    """Looks after all that a sweep found; gives for how many there was something to do."""
    done = sum(bool(sweep.look_after(turn, one)) for one in found)
    return done or int(bool(turn.letters))
