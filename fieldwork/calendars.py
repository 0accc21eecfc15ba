"""A station's calendar: when it works, and what "so many working days" comes to (RULES 3.3).

Weekly hours with several periods a day, public holidays, the make-up days that go with them (调休), a
station's own closures. N working days are the same time on the N-th working day after; what comes outside
working hours counts from the next opening (RULES, Settled). All moments are aware; everything is reckoned in
the calendar's own zone, so that a night in which the clocks change makes no day longer or shorter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LATE = time(18)  # when a day is over on which nobody works
AHEAD = timedelta(days=31)  # so long before a year begins it is asked whether it is known
FURTHEST = 800  # days that are looked through for the next opening; more are closed by mistake


class Runs(StrEnum):
    """Which clock a limit runs on."""

    WALL = "wall"  # day and night
    WORKING = "working"  # while the station works


class Period(NamedTuple):
    """From an opening to a closing of one day, by the clock on the wall."""

    opens: time
    closes: time


class Length(NamedTuple):
    """How long: `10min`, `4h`, `5d`; `0d` is the same day, until it closes."""

    number: int
    unit: str

    def __str__(self) -> str:
        return f"{self.number}{self.unit}"


class NationalDays(NamedTuple):
    """What a country has decided: days off, the make-up days, and the years that is known of."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    known: range = range(0)


class NoWork(Exception):
    """A calendar that never opens again. The message is the sentence."""


def read_length(written: str) -> Length:
    """Reads `4h`. Raises ValueError with a sentence."""
    found = re.fullmatch(r"(\d{1,4})(min|h|d)", written)
    if not found:
        raise ValueError(f"{written} is no length of time; write it as 10min, 4h or 5d")
    return Length(int(found[1]), found[2])


def read_period(written: str) -> Period:
    """Reads `08:30-12:00`. Raises ValueError with a sentence."""
    found = re.fullmatch(r"(\d\d:[0-5]\d)-(\d\d:[0-5]\d)", written)
    if found and found[1] < found[2] <= "23:59":
        return Period(time.fromisoformat(found[1]), time.fromisoformat(found[2]))
    raise ValueError(f"{written} is no period of a day; write it as 08:30-12:00")


@dataclass(frozen=True)
class Calendar:
    """When one station works. Asked for the same days again and again, so a day's periods are kept."""

    zone: tzinfo
    hours: Sequence[Period]  # of an ordinary working day
    hours_of: Mapping[int, Sequence[Period]] = field(default_factory=dict)  # of a weekday, 0 is Monday
    workdays: frozenset[int] = frozenset(range(5))
    national: NationalDays = NationalDays()
    off: frozenset[date] = frozenset()  # the district's own table: what the national one does not know
    on: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()  # the station's own closures; they beat everything
    _kept: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    # -- days

    def is_working_day(self, day: date) -> bool:
        """Whether the station works on a day."""
        if day in self.closed:
            return False
        for on, off in ((self.on, self.off), (self.national.on, self.national.off)):
            if day in on or day in off:
                return day in on
        return day.weekday() in self.workdays

    def knows(self, year: int) -> bool:
        """Whether the public holidays of a year are known, by the nation's table or the district's own.

        Where they are not, weekdays are working days: a fallback that is shown (RULES 3.3 d).
        """
        return year in self.national.known or any(day.year == year for day in self.off | self.on)

    def unknown_soon(self, day: date, reached: object = None) -> list[int]:
        """The years of which that has to be said: this one, the next from a month ahead, or one `reached`."""
        years = {day.year, (day + AHEAD).year} | ({reached} if isinstance(reached, int) else set())
        return sorted(year for year in years if year >= day.year and not self.knows(year))

    def working_day_after(self, day: date, many: int = 1) -> date:
        """The N-th working day after a day. Raises NoWork."""
        for _ in range(many):
            day = next(self._days_from(day + timedelta(days=1)))
        return day

    def _days_from(self, day: date) -> Iterator[date]:
        """The working days from a day on, that day among them."""
        for ahead in range(FURTHEST):
            if self.is_working_day(day + timedelta(days=ahead)):
                yield day + timedelta(days=ahead)
        raise NoWork(f"The calendar has no working day in the {FURTHEST} days after {day}.")

    # -- hours

    def periods(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """A day's openings and closings, as moments; none on a day off."""
        if day not in self._kept:
            hours = self.hours_of.get(day.weekday(), self.hours) if self.is_working_day(day) else ()
            self._kept[day] = tuple((self.at(day, p.opens), self.at(day, p.closes)) for p in hours)
        return self._kept[day]

    def at(self, day: date, hour: time) -> datetime:
        """A time of a day here, as a moment."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def day_of(self, at: datetime) -> date:
        """Which day it is here."""
        return at.astimezone(self.zone).date()

    def is_open(self, at: datetime) -> bool:
        """Whether the station works at a moment."""
        return any(opens <= at < closes for opens, closes in self.periods(self.day_of(at)))

    def opening(self, at: datetime) -> datetime:
        """The moment itself where the station works, else when it opens next. Raises NoWork."""
        return next(max(opens, at) for opens, closes in self._periods_from(at) if at < closes)

    def closing(self, day: date) -> datetime:
        """When a day's work is over; in the evening of a day off."""
        periods = self.periods(day)
        return periods[-1][1] if periods else self.at(day, LATE)

    def _periods_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        for day in self._days_from(self.day_of(at)):
            yield from self.periods(day)

    # -- reckoning

    def after(self, start: datetime, length: Length, runs: Runs) -> datetime:
        """So long after a moment, on one of the two clocks. Raises NoWork."""
        start = start.astimezone(
            UTC
        )  # time that passes: Python adds to a local time by the clock on the wall
        if runs is Runs.WALL:
            return start + _on_the_wall(length)
        opened = self.opening(start)
        if length.unit == "d":
            return self._days_after(opened, length.number)
        return self.later(opened, _on_the_wall(length), runs)

    def _days_after(self, opened: datetime, many: int) -> datetime:
        """The same time on the N-th working day after; the same day until it closes for none."""
        day = self.day_of(opened)
        if many == 0:
            return self.closing(day)
        # Without its offset: the same time on the wall, whatever the clocks did between.
        return self.at(self.working_day_after(day, many), opened.astimezone(self.zone).time())

    def later(self, start: datetime, amount: timedelta, runs: Runs) -> datetime:
        """After so much time on one of the two clocks. Raises NoWork."""
        start = start.astimezone(UTC)
        if runs is Runs.WALL:
            return start + amount
        for opens, closes in self._periods_from(start):
            begin = max(opens, start)
            if begin < closes and amount <= closes - begin:
                return begin + amount
            amount -= max(closes - begin, timedelta())
        raise NoWork("The calendar does not open again.")

    def between(self, start: datetime, end: datetime, runs: Runs) -> timedelta:
        """How much time of a clock lies between two moments; none where the end comes first."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if runs is Runs.WALL:
            return max(end - start, timedelta())
        first, last = self.day_of(start), self.day_of(end)
        days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
        spans = (min(closes, end) - max(opens, start) for day in days for opens, closes in self.periods(day))
        return sum((span for span in spans if span > timedelta()), timedelta())


def _on_the_wall(length: Length) -> timedelta:
    match length.unit:
        case "min":
            return timedelta(minutes=length.number)
        case "h":
            return timedelta(hours=length.number)
        case _:
            return timedelta(days=length.number)


def days_in(spans: Iterable[tuple[date, date]]) -> frozenset[date]:
    """All days of spans, both ends included."""
    return frozenset(
        since + timedelta(days=ahead) for since, until in spans for ahead in range((until - since).days + 1)
    )
