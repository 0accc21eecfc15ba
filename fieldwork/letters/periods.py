"""Periods as they are said to people: 2026年第48周（11月23日—29日）, 2026年11月; on a button 第48周, 11月."""

from datetime import datetime, timedelta

from fieldwork.digests import Span
from fieldwork.letters.clock import moment_named
from fieldwork.letters.dates import day_named, days_named, of_year
from fieldwork.periods import Period
from fieldwork.texts import Translator


def period_named(t: Translator, period: Period) -> str:
    """A period in full; its days where its name does not tell them."""
    days = days_named(t, period.since, period.until)
    if period.span is Span.DAY:
        return of_year(t, period.until.year, days)
    said = _of_its_year(t, period)
    return said if _is_the_calendars(period) else t.both("{what} ({beside})", what=said, beside=days)


def period_in_short(t: Translator, period: Period) -> str:
    """A period where there is little room, and where others stand around it."""
    if period.span is Span.DAY:
        return day_named(t, period.until)
    if period.span is Span.WEEK:
        return t.both("week {week}", week=_week(period))
    return (
        t.both("month {month}", month=_month(period))
        if period.span is Span.MONTH
        else _of_its_year(t, period)
    )


def as_of(t: Translator, at: datetime) -> str:
    """Until when what happened is in the figures: 截至 3月9日 10:00."""
    return t.staff("as of {at}", at=moment_named(t, at))


def _of_its_year(t: Translator, period: Period) -> str:
    year = int(period.name[:4])
    if period.span is Span.WEEK:
        return t.both("week {week} of {year}", week=_week(period), year=year)
    if period.span is Span.MONTH:
        return t.both("month {month} of {year}", month=_month(period), year=year)
    return t.both("year {year}", year=year)


def _is_the_calendars(period: Period) -> bool:
    """Whether a month or a year is as the calendar has it."""
    ends = (period.until + timedelta(days=1)).day == 1
    return period.span is not Span.WEEK and period.since.day == 1 and ends


def _week(period: Period) -> int:
    return int(period.name.rpartition("W")[2])


def _month(period: Period) -> int:
    return int(period.name.rpartition("-")[2])
