"""When a digest comes by itself, and which days it is of.

It comes on the first working day after its period, at the time its reader chose. The digest of a day goes back to
the last working day, so that nothing of a weekend is lost: on Monday it is of Friday to Sunday.
"""

from datetime import date, datetime, time
from typing import NamedTuple

from fieldwork import periods
from fieldwork.calendars import Calendar
from fieldwork.digests import Span
from fieldwork.periods import ONE_DAY, Period, PeriodRules
from fieldwork.rhythms import RhythmKind

FURTHEST = 31  # days that the digest of a day goes back at most
RHYTHMS = {
    Span.DAY: RhythmKind.DIGEST_DAY,
    Span.WEEK: RhythmKind.DIGEST_WEEK,
    Span.MONTH: RhythmKind.DIGEST_MONTH,
    Span.YEAR: RhythmKind.DIGEST_YEAR,
}


class Almanac(NamedTuple):
    """What tells one district's days: where its periods begin, and when it works."""

    rules: PeriodRules
    calendar: Calendar

    def last(self, day: date, span: Span) -> Period:
        """The last period that is over on a day."""
        return self.until(day - ONE_DAY) if span is Span.DAY else periods.last_complete(day, span, self.rules)

    def this(self, day: date, span: Span) -> Period:
        """The period that runs on a day."""
        return periods.period_of(day, span, self.rules)

    def named(self, name: str, today: date) -> Period | None:
        """The period of a name: 2026-W10, 2026-03-08. A day that is over goes back to the last working day."""
        found = periods.parse(name, today, self.rules)
        is_over = found is not None and found.span is Span.DAY and found.until < today
        return self.until(found.until) if found and is_over else found

    def until(self, day: date) -> Period:
        """A day, and the days off before it, from the last working day on."""
        since = day
        while not self.calendar.is_working_day(since) and (day - since).days < FURTHEST:
            since -= ONE_DAY
        return Period(Span.DAY, since, day, day.isoformat())

    def began(self, day: date, span: Span) -> date:
        """Since when the last period of a length is over: what came since then is of it."""
        return self.last(day, span).until + ONE_DAY


def is_time(here: datetime, times: str, shipped: time) -> bool:
    """Whether the time has come that somebody chose, or the shipped one."""
    first = times.partition(",")[0]
    return here.time() >= (time.fromisoformat(first) if first else shipped)


def midnight(day: date, here: datetime) -> datetime:
    """When a day began."""
    return datetime.combine(day, time(), here.tzinfo)


def is_of_old(joined: date, period: Period) -> bool:
    """Whether somebody had joined when a period ended: what was before them is asked for, not sent."""
    return joined <= period.until
