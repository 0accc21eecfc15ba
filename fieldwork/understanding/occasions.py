"""When an activity was held, how long it took, what it was about: 昨天, 3月2日至5日, 本周, 1.5小时, 《民法典》."""

import re
from typing import Literal, NamedTuple

from fieldwork.understanding.numerals import AMOUNT, CHINESE, amount

Period = (
    Literal["week", "last_week", "month", "last_month", "quarter", "last_quarter", "year", "last_year"] | int
)
"""What an activity sums up, seen from the day of the message; a number is that month: 3月."""
MonthDay = tuple[int, int]

_DAYS = (
    (0, re.compile(r"今[天日早晚晨朝]|TODAY")),
    (1, re.compile(r"(?<![比较])[昨琴寻][天日晚夜早]|YESTERDAY")),
    (3, re.compile(r"大前[天日]")),
    (2, re.compile(r"前[天日](?!后)")),
)
_WEEKDAY = r"(?!的?(?:[一二三四五六日天](?!共)|[末\d]))"  # 本周一; but 本周一共
_THIS, _LAST = r"(?:本|这个?|当)", r"上个?"
_PERIODS: tuple[tuple[Period, re.Pattern[str]], ...] = (
    ("last_week", re.compile(rf"{_LAST}(?:周|星期|礼拜){_WEEKDAY}")),
    ("week", re.compile(rf"{_THIS}(?:周|星期|礼拜){_WEEKDAY}")),
    ("last_month", re.compile(rf"{_LAST}月(?!\d)")),
    ("month", re.compile(rf"{_THIS}月(?!\d)")),
    ("last_quarter", re.compile(rf"{_LAST}季度?")),
    ("quarter", re.compile(rf"{_THIS}季度?")),
    ("last_year", re.compile(r"去年|上年度?|上一年")),
    ("year", re.compile(r"今年|全年|本年度?")),
)
_MONTH = re.compile(
    rf"(?<![\d{CHINESE}个几近满])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?(?!\s?[\d{CHINESE}])"
)
_N = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
_WRITTEN = rf"(?P<month>{_N})月(?P<day>{_N})[日号]?"
_TYPED = r"(?P<month>1[0-2]|0?[1-9])(?P<mark>[./-])(?P<day>3[01]|[12]\d|0?[1-9])"
_UNTIL = rf"\s?[-~至到]\s?(?:(?P<last_month>{_N})[月./-])?(?P<last_day>{_N})(?:[日号]|(?![\d户人次场例名位小个栋楼点]))"
_DATES = (
    re.compile(rf"(?<![\d{CHINESE}]){_WRITTEN}(?:{_UNTIL})?"),
    re.compile(rf"(?<!\d)20\d\d[./-]{_TYPED}(?![\d])(?:{_UNTIL})?"),
    re.compile(rf"(?m)(?:^|(?<=[\s:(]))\s*{_TYPED}(?![\d.%/-]|\s?(?:小时|[户人次场例名位万千百元米斤栋楼个]))(?:{_UNTIL})?"),
)  # fmt: skip
_WEEK = r"(?:周|星期|礼拜)"
_EVERY_WEEK = re.compile(rf"[每逢]个?{_WEEK}")
_DAY_OF_WEEK = re.compile(
    rf"(?:(?P<last>{_LAST})|{_THIS}|(?<![\d一两二三四几每逢下个第至到~-])){_WEEK}(?:[^\d,，。;；]{{0,8}}?(?<![每逢下至到~-]){_WEEK})?"
    r"(?P<day>[一二三四五六日天])(?![共起直向行定般常半两二三四五六七八九十百\d户次场例至到~-]|人(?!大)|个(?!案|别)|[^,。;\n]{0,8}?前(?!往))"
)  # 上周三, 上周：周三; but 本周一共, 上周五户, 周一至周五, 周五17:00前
_TITLE = re.compile(r"《(?P<title>[^》]{1,40})》")
_TOPIC = re.compile(r"主题(?:是|为|:|：)+\s?[\"“「]?(?P<topic>[^,，。;；\n\"”」]{1,40})")
_ABOUT = re.compile(r"以[\"“「](?P<title>[^\"”」]{1,40})[\"”」]为主题")
_TIMED = re.compile(
    rf"(?P<hours>{AMOUNT})\s?个?(?:小时|钟头)\s?零?(?P<rest>{AMOUNT})\s?分|(?P<minutes>{AMOUNT})\s?分钟"
)
_IDLE = re.compile(r"(?:每[^,]{0,6}|停留|迟到|提前|等了|平均|前|停[水电气][^,]{0,3})$")
_TOGETHER = re.compile(rf"(?:共|合计|累计|总)[^,。;\n\d{CHINESE}]{{0,6}}{AMOUNT}\s?个?半?(?:小时|钟头)")
_DAY = 24  # hours


class Occasion(NamedTuple):
    """When, how long, and about what."""

    days_ago: int | None = None
    month_day: MonthDay | None = None
    until: MonthDay | None = None
    period: Period | None = None
    topic: tuple[int, int] | None = None  # where it stands in the text
    weekday: tuple[int, int] | None = None  # 上周三: a week back, and 2 for the third day


def occasion(folded: str) -> Occasion:
    """What a folded text says of it. A day beats a period: 今天5户，本月累计36户 is of today."""
    days_ago = next((days for days, words in _DAYS if words.search(folded)), None)
    month_day, until = _dates(folded)
    weekday = None if days_ago is not None or month_day else _weekday(folded)
    dated = days_ago is not None or month_day is not None or weekday is not None
    return Occasion(days_ago, month_day, until, None if dated else _period(folded), _topic(folded), weekday)


def _weekday(folded: str) -> tuple[int, int] | None:
    """The one day of a week that is named, where no week as a whole is told of: 本周走访36户，周三5户."""
    found = [] if _EVERY_WEEK.search(folded) else list(_DAY_OF_WEEK.finditer(folded))
    named = {
        (1 if each["last"] else 0, "一二三四五六日".index(each["day"].replace("天", "日"))) for each in found
    }
    if len(named) != 1:
        return None
    rest = "".join(folded[slice(*span)] for span in ((0, found[0].start()), (found[0].end(), None)))
    return None if _period(rest) is not None else named.pop()


def minutes(folded: str, hours: float | None, *, helped: bool) -> int | None:
    """How long it took: the hours that were counted, or the minutes written (40分钟, 1小时30分).

    What those who helped gave together (志愿者18人，共36小时) is no length, and neither is more than a day has.
    """
    if hours is not None:
        together = hours > _DAY or helped and _TOGETHER.search(folded)
        return None if together else round(hours * 60)
    told = {_spent(found) for found in _TIMED.finditer(folded) if not _IDLE.search(folded[: found.start()])}
    return told.pop() if len(told) == 1 else None


def _spent(found: re.Match[str]) -> int:
    if found["minutes"]:
        return _small(found["minutes"])
    return round(float(amount(found["hours"]) or 0) * 60) + _small(found["rest"])


def _dates(folded: str) -> tuple[MonthDay | None, MonthDay | None]:
    for pattern in _DATES:
        for found in pattern.finditer(folded):
            first = _day(found["month"], found["day"])
            if first is not None:
                last = found["last_day"] and _day(found["last_month"] or found["month"], found["last_day"])
                return first, last or None
    return None, None


def _day(month: str, day: str) -> MonthDay | None:
    one, other = _small(month), _small(day)
    return (one, other) if 1 <= one <= 12 and 1 <= other <= 31 else None


def _small(written: str) -> int:
    return int(written) if written.isdigit() else int(amount(written) or 0)


def _period(folded: str) -> Period | None:
    for period, words in _PERIODS:
        if words.search(folded):
            return period
    month = _MONTH.search(folded)
    return _small(month["month"]) if month else None


def _topic(folded: str) -> tuple[int, int] | None:
    for pattern, group in ((_TITLE, "title"), (_ABOUT, "title"), (_TOPIC, "topic")):
        if found := pattern.search(folded):
            return found.span(group)
    return None
