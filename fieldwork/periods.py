"""Periods of the figures: days, weeks, months and years as a district counts them.

Where a week begins and on which day a month ends (a cut-off on the 25th makes March 26 February to 25 March) are
the district's rules. A year is its twelve months. Names are stored: `2026-03-02`, `2026-W10`, `2026-03`, `2026`;
a week is called after the ISO week that holds most of its days.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from fieldwork.digests import Span
from fieldwork.understanding.numerals import number

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ONE_DAY = timedelta(days=1)
TO_THE_MIDDLE = timedelta(days=3)  # from a week's first day to its fourth, which tells its name


class PeriodRules(BaseModel):
    """When a week and a month begin."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    week_begins: Weekday = "mon"
    month_ends: int = Field(default=0, ge=0, le=28)  # 0: with the calendar's month


class Period(NamedTuple):
    """From a day to a day, both included."""

    span: Span
    since: date
    until: date
    name: str

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until


def period_of(day: date, span: Span, rules: PeriodRules) -> Period:
    """The period of a length in which a day lies."""
    if span is Span.DAY:
        return Period(span, day, day, day.isoformat())
    if span is Span.WEEK:
        return _week(day - timedelta(days=(day.weekday() - WEEKDAYS.index(rules.week_begins)) % 7))
    year, number = _month_of(day, rules)
    return _month(year, number, rules) if span is Span.MONTH else _year(year, rules)


def before(period: Period, rules: PeriodRules) -> Period:
    """The period just before, of the same length."""
    return period_of(period.since - ONE_DAY, period.span, rules)


def after(period: Period, rules: PeriodRules) -> Period:
    """The period just after."""
    return period_of(period.until + ONE_DAY, period.span, rules)


def last_complete(day: date, span: Span, rules: PeriodRules) -> Period:
    """The last period that is over on a day: on 2 March that is February."""
    return before(period_of(day, span, rules), rules)


def within(period: Period, span: Span, rules: PeriodRules) -> Iterator[Period]:
    """The shorter periods that touch a period: the weeks of a month, say, from the first on."""
    each = period_of(period.since, span, rules)
    while each.since <= period.until:
        yield each
        each = after(each, rules)


def _week(first: date) -> Period:
    year, number, _ = (first + TO_THE_MIDDLE).isocalendar()
    return Period(Span.WEEK, first, first + timedelta(days=6), f"{year}-W{number:02}")


def _month_of(day: date, rules: PeriodRules) -> tuple[int, int]:
    if rules.month_ends and day.day > rules.month_ends:
        return (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return day.year, day.month


def _month(year: int, number: int, rules: PeriodRules) -> Period:
    last = date(year, number, rules.month_ends or calendar.monthrange(year, number)[1])
    eve = date(year, number, 1) - ONE_DAY  # a day of the calendar's month before
    first = eve.replace(day=rules.month_ends or eve.day) + ONE_DAY
    return Period(Span.MONTH, first, last, f"{year}-{number:02}")


def _year(year: int, rules: PeriodRules) -> Period:
    return Period(Span.YEAR, _month(year, 1, rules).since, _month(year, 12, rules).until, str(year))


# -- as they are written ----------------------------------------------------------------------------

_SPANS: Mapping[str, Span] = {
    "日": Span.DAY, "天": Span.DAY, "周": Span.WEEK, "週": Span.WEEK, "星期": Span.WEEK, "礼拜": Span.WEEK,
    "禮拜": Span.WEEK, "月": Span.MONTH, "年": Span.YEAR,
    "day": Span.DAY, "week": Span.WEEK, "month": Span.MONTH, "year": Span.YEAR,
}  # fmt: skip
_BACK: Mapping[str, tuple[Span, int]] = {
    "今天": (Span.DAY, 0), "今日": (Span.DAY, 0), "昨天": (Span.DAY, 1), "昨日": (Span.DAY, 1),
    "前天": (Span.DAY, 2), "当天": (Span.DAY, 0), "当月": (Span.MONTH, 0),
    "今年": (Span.YEAR, 0), "全年": (Span.YEAR, 0), "去年": (Span.YEAR, 1), "前年": (Span.YEAR, 2),
    "上上周": (Span.WEEK, 2), "上上月": (Span.MONTH, 2), "上上个月": (Span.MONTH, 2),
    "today": (Span.DAY, 0), "yesterday": (Span.DAY, 1),
}  # fmt: skip
_NEAR = re.compile(
    r"(?:(?P<this>本|这|這|this ?)|(?P<last>上|last ?))个?個?(?P<span>周|週|星期|礼拜|禮拜|月|week|month|year)"
)
_DAY = re.compile(r"(?:(?P<year>\d{4})(?:-|年))?(?P<month>\d{1,2})(?:-|月)(?P<day>\d{1,2})[日号]?")
_WEEK = re.compile(r"(?:(?P<year>\d{4})(?:-?w|年第?)|第)(?P<week>\d{1,2})[周週]?")
_MONTH = re.compile(r"(?:(?P<year>\d{4})(?:-|年))?(?P<month>\d{1,2})月?份?")
_YEAR = re.compile(r"(?P<year>\d{4})年?")
_OF_YEAR = re.compile(r"(?P<year>今年|去年|前年)的?(?=\d)")
_NUMERAL = re.compile(r"[一二三四五六七八九十]+(?=[月周週号日])")


def parse(written: str, today: date, rules: PeriodRules) -> Period | None:
    """A period as people or commands write it: 2026-03, 2026-W10, 2026, 2026-03-02, 上周, 上个月, 三月, 去年3月."""
    said = _NUMERAL.sub(lambda found: number(found[0]), written.strip().lower())
    said = _OF_YEAR.sub(lambda found: f"{_back(*_BACK[found['year']], today, rules).name}年", said)
    if said in _SPANS:
        return period_of(today, _SPANS[said], rules)
    if said in _BACK:
        return _back(*_BACK[said], today, rules)
    if near := _NEAR.fullmatch(said):
        return _back(_SPANS[near["span"]], 0 if near["this"] else 1, today, rules)
    try:
        return _dated(said, today, rules)
    except ValueError:  # a thirteenth month, a fifty-fourth week
        return None


def _back(span: Span, times: int, today: date, rules: PeriodRules) -> Period:
    period = period_of(today, span, rules)
    for _ in range(times):
        period = before(period, rules)
    return period


def _dated(said: str, today: date, rules: PeriodRules) -> Period | None:
    if found := _DAY.fullmatch(said):
        return period_of(_said_day(found, today), Span.DAY, rules)
    if found := _YEAR.fullmatch(said):
        return _year(int(found["year"]), rules)
    if (found := _WEEK.fullmatch(said)) and ("w" in said or said[-1] in "周週"):
        return _said_week(found["year"], int(found["week"]), today, rules)
    if found := _MONTH.fullmatch(said):
        return _said_month(found["year"], int(found["month"]), today, rules)
    return None


def _said_day(found: re.Match[str], today: date) -> date:
    """A day; without its year the last one of that name."""
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        return date(int(found["year"]), month, day)
    this = date(today.year, month, day)
    return this if this <= today else date(today.year - 1, month, day)


def _named_week(year: int, number: int, rules: PeriodRules) -> Period:
    middle = (WEEKDAYS.index(rules.week_begins) + 3) % 7
    return _week(date.fromisocalendar(year, number, middle + 1) - TO_THE_MIDDLE)


def _said_week(year: str | None, number: int, today: date, rules: PeriodRules) -> Period:
    """A week; without its year the last one of that number that has begun."""
    if year is not None:
        return _named_week(int(year), number, rules)
    now = int(period_of(today, Span.WEEK, rules).name[:4])
    this = _named_week(now, number, rules)
    return this if this.since <= today else _named_week(now - 1, number, rules)


def _said_month(year: str | None, number: int, today: date, rules: PeriodRules) -> Period:
    """A month; without its year the last one of that name that has begun."""
    if year is not None:
        return _month(int(year), number, rules)
    this = _month(today.year, number, rules)
    return this if this.since <= today else _month(today.year - 1, number, rules)
