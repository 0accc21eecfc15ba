"""Days as people write them: 今天, 明天, 到周日, 11-25到11-28, 11月25日至28日, 两周.

What is read is a span, both days included; what cannot be read with certainty is nothing.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

LONG_AGO = timedelta(days=180)  # a day further back than this is meant for next year
SPOKEN = {"今天": 0, "今日": 0, "TODAY": 0, "明天": 1, "明日": 1, "TOMORROW": 1, "后天": 2}
WEEK = "一二三四五六日"
_UNTIL = r"\s*(?:到|至|—|~|～|TO|UNTIL|-)\s*"
_WEEKDAY = rf"(?:下?(?:周|星期|礼拜))(?P<weekday>[{WEEK}天])"
_DATE = r"(?:(?P<year>20\d\d)[-./年])?(?P<month>\d{1,2})[-./月](?P<day>\d{1,2})[日号]?"
_DAY_ONLY = r"(?P<only>\d{1,2})[日号]?"
_ONE = re.compile(rf"(?P<spoken>{'|'.join(SPOKEN)})|{_WEEKDAY}|{_DATE}")
_LAST = re.compile(rf"(?P<spoken>{'|'.join(SPOKEN)})|{_WEEKDAY}|{_DATE}|{_DAY_ONLY}")

_SMALL = {written: number for number, written in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_UNITS = {"天": 1, "DAY": 1, "周": 7, "星期": 7, "礼拜": 7, "WEEK": 7, "月": 30, "MONTH": 30}
_AHEAD = re.compile(
    rf"(?P<many>\d{{1,3}}|[{''.join(_SMALL)}])\s*"
    r"(?P<unit>天|个?(?:周|星期|礼拜)|个月|DAYS?|WEEKS?|MONTHS?)(?:之?后|以后)?"
)


class Span(NamedTuple):
    """From a day to a day, both included."""

    since: date
    until: date


def week_end(today: date) -> date:
    """The Sunday that ends this week."""
    return today + timedelta(days=6 - today.weekday())


def read_span(folded: str, today: date) -> Span | None:
    """The days a text names, and nothing else beside them; None where it is no such text.

    `folded` is the text as it is matched: 简体, half width, capitals.
    """
    text = folded.strip()
    first = _one(_ONE, text, today, today)
    if first:
        return Span(first, first)
    opening = re.match(_UNTIL, text)
    if opening:
        return _checked(today, _one(_LAST, text[opening.end() :], today, today))
    for since, rest in _beginnings(text, today):
        span = _checked(since, _one(_LAST, rest, today, since))
        if span:
            return span
    return None


def read_day(folded: str, today: date) -> date | None:
    """The one day that a text names, or how long from today: 3月20日, 到周日, 两周, 一个月后."""
    ahead = _AHEAD.fullmatch(folded.strip())
    if ahead:
        many = _SMALL.get(ahead["many"]) or int(ahead["many"])
        return today + timedelta(
            days=many * next(days for unit, days in _UNITS.items() if unit in ahead["unit"])
        )
    span = read_span(folded, today)
    return span.until if span else None


_NAMED = re.compile(
    rf"(?P<spoken>{'|'.join(SPOKEN)})|(?<![每逢]){_WEEKDAY}"
    r"|(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
)


def find_day(folded: str, today: date) -> date | None:
    """The first day from today on that is named in what somebody wrote: 周六上午帮忙搬东西; None where none is."""
    for found in _NAMED.finditer(folded):
        said = {"year": None, **found.groupdict()}
        if said["spoken"]:
            day: date | None = today + timedelta(days=SPOKEN[said["spoken"]])
        elif said["weekday"]:
            day = _weekday(found.group(), said["weekday"], today)
        else:
            day = _of_the_year(said, today)
        if day and day >= today:
            return day
    return None


def packed_day(written: str) -> date | None:
    """The day in a button (20260309); None for what no button of ours held."""
    try:
        return date.fromisoformat(written) if re.fullmatch(r"\d{8}", written, re.ASCII) else None
    except ValueError:  # the 31st of a shorter month
        return None


def past_weekday(today: date, weeks_back: int, weekday: int) -> date:
    """周五 is the last one until today, 上周五 that of the week before."""
    named = today - timedelta(days=today.weekday() + 7 * weeks_back - weekday)
    return named if named <= today else named - timedelta(days=7)


def _beginnings(text: str, today: date) -> Iterator[tuple[date, str]]:
    """Every way to cut the text at a word for "to": what stands before it is a day."""
    for cut in re.finditer(_UNTIL, text):
        since = _one(_ONE, text[: cut.start()], today, today)
        if since:
            yield since, text[cut.end() :]


def _checked(since: date, until: date | None) -> Span | None:
    return Span(since, until) if until and since <= until else None


def _one(form: re.Pattern[str], text: str, today: date, since: date) -> date | None:
    found = form.fullmatch(text.strip())
    if found is None:
        return None
    said = found.groupdict()
    if said["spoken"]:
        return today + timedelta(days=SPOKEN[said["spoken"]])
    if said["weekday"]:
        return _weekday(text, said["weekday"], today)
    if said.get("only"):
        return _dated(since.year, since.month, int(said["only"]))
    return _of_the_year(said, today)


def _weekday(text: str, name: str, today: date) -> date:
    """The weekday of this week, or of the next where it says so; one that is over is next week's."""
    wanted = WEEK.index("日" if name == "天" else name)
    ahead = wanted - today.weekday()
    return today + timedelta(days=ahead + 7 if ahead < 0 or text.strip().startswith("下") else ahead)


def _of_the_year(said: dict[str, str | None], today: date) -> date | None:
    month, day = int(said["month"] or 0), int(said["day"] or 0)
    if said["year"]:
        return _dated(int(said["year"]), month, day)
    found = _dated(today.year, month, day)
    return _dated(today.year + 1, month, day) if found and found < today - LONG_AGO else found


def _dated(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # the 31st of a shorter month
        return None
