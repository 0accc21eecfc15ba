"""Turning the field's clock, in the sandbox alone: by an hour, by a working day, or to what comes next.

How far it was turned is a row of the database, so that a restart changes nothing; the sandbox's Telegram dates
its messages by it. After a turn everybody who goes by the clock is roused at once, as if that time had passed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, tzinfo
from math import ceil
from typing import Any, NamedTuple

from sqlmodel import Session

from bot.clock import Clock
from bot.means import Shelf
from fieldwork import outings as rounds
from fieldwork import quiet
from fieldwork.calendars import Length, Runs
from storage import coming, duties, outings, shifting
from storage.books import Books

TellTelegram = Callable[[timedelta], Awaitable[None]]
WAYS = ("hour", "day", "next")
MINUTE = timedelta(minutes=1)  # between two sweeps


class Next(NamedTuple):
    """What time brings next: a report, a reminder, a letter that is held, or the morning."""

    what: str
    at: datetime


class Hand:
    """What turns the field's clock."""

    def __init__(
        self, books: Books, clock: Clock, shelf: Shelf, tell: TellTelegram, rouse: Callable[[], None]
    ) -> None:
        self._books, self._clock, self._shelf = books, clock, shelf
        self._tell, self._rouse = tell, rouse
        self._turning = asyncio.Lock()  # one turn after the other

    async def shown(self) -> dict[str, Any]:
        """The field's time, whether it is a time to work in, and what comes next."""
        return await self._books.read(self._shown)

    def _shown(self, session: Session) -> dict[str, Any]:
        now, means = self._clock.now(), self._shelf.means(session)
        following = self._next(session, now)
        return {
            "now": now.isoformat(),
            "zone": str(means.zone),
            "time": self._sort_of_time(session, now),
            "next": {"what": following.what, "at": following.at.isoformat()},
        }

    def _sort_of_time(self, session: Session, now: datetime) -> str:
        """work, rest or quiet; by the hours that the district's rules give to all."""
        means = self._shelf.means(session)
        if quiet.held_until(now, means.zone):
            return "quiet"
        return "work" if means.calendars(()).of("").is_open(now) else "rest"

    async def turn(self, way: str) -> None:
        """Turns it one hour (`hour`), one working day (`day`), or to what comes next. Raises ValueError else."""
        async with self._turning:
            by, ahead = await self._books.write(lambda session: self._kept(session, way))
            self._clock.turn(by)
            await self._tell(ahead)
        self._rouse()

    def _kept(self, session: Session, way: str) -> tuple[timedelta, timedelta]:
        """By how much it is turned, and how far it is ahead then."""
        now = self._clock.now()
        by = timedelta(seconds=ceil((self._target(session, now, way) - now).total_seconds()))
        return by, shifting.turn(session, int(by.total_seconds()))

    def _target(self, session: Session, now: datetime, way: str) -> datetime:
        if way == "hour":
            return now + timedelta(hours=1)
        if way == "day":
            calendar = self._shelf.means(session).calendars(()).of("")
            return calendar.after(now, Length(1, "d"), Runs.WORKING)
        if way == "next":
            # What has come and was not looked at yet is next: a minute later it was.
            return now + MINUTE if coming.is_due(session, now) else self._next(session, now).at
        raise ValueError(f"the clock is turned by one of: {', '.join(WAYS)}")

    def _next(self, session: Session, now: datetime) -> Next:
        means = self._shelf.means(session)
        calendars = means.calendars(duties.closures(session))
        found = coming.next_moments(session, now, means.rules, calendars) | {
            "morning": _morning(now, means.zone)
        }
        if outings.under_way(session):
            found["round"] = rounds.next_evening(now, means.zone)
        return min((Next(what, at) for what, at in found.items()), key=lambda each: each.at)


def _morning(now: datetime, zone: tzinfo) -> datetime:
    """The next time at which the day's messages begin."""
    here = now.astimezone(zone)
    today = datetime.combine(here.date(), quiet.MORNING, zone)
    return today if today > here else datetime.combine(here.date() + timedelta(days=1), quiet.MORNING, zone)
