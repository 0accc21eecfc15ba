"""Why a number counts nothing: it is only about, planned, not met, denied, or no number of what was done.

Each reason is an entry of counting.toml: words that stand before or behind the number. What needs more than words
stands here: a rate (每户2人) and a neighbour (5、6户). Numbers count by default and are left out for a named reason,
so that no new verb needs a new rule.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.numerals import AMOUNT
from fieldwork.understanding.units import NUMERAL, Written
from fieldwork.understanding.words import AgainstWords, CountingFile, CountingWords

Marks = Mapping[str, Sequence[Span]]
"""List by list where its words stand in a text."""

_RATE = re.compile(
    rf"(?:每|各(?![类项种界族级式位方])|平均|[户人次场]均)(?:[^,共]{{0,3}}|[户次人节场例家天周月组队位名个期][^,共\d{NUMERAL}]{{0,6}})$"
)
_RATE_OF = re.compile(rf"每(?:{AMOUNT}\s?[户人名位个组][^,共\d]{{0,4}}|[^,]{{0,8}}[增升降减改加][至到为成])$")
"""A rate that began before the number: 每2人照看(1户), 由每月2次增至(4次)."""
_NEIGHBOUR = re.compile(r"(?<!\d)(\d{1,2})、$")  # 5、6户: five or six
_DOORS = re.compile(r"(?:(?<!\d)[1-9]\d?0\d户|\s)[、和跟及,]\s?[1-9]\d?0\d户")
"""502户、603户: two homes by their doors. A place that was read has been taken out and left blanks."""
_DIGIT = re.compile(rf"[\d{NUMERAL}]")
_NOW = re.compile(r"今[天日早晚]|昨|已|完成了?$|实际|刚")
_CAME_OF_IT = re.compile(r"改[为成]|实际|已")
_CAME = re.compile(rf"{_CAME_OF_IT.pattern}|实[到来见访]|[来去走访见做办装]了")  # 原计划80人 实到63人
_FAR = 8  # characters; a word that reaches farther also reaches over a date


class Placed(NamedTuple):
    """A number in its clause: from the number before it up to the next one."""

    written: Written
    clause: Span
    low: int
    high: int
    sentence: int  # where its sentence begins
    header: Span  # the line above its list, if it ends with a colon


class Reasons:
    """The word lists against a number, made ready once."""

    def __init__(self, words: CountingFile) -> None:
        self._before = {f"before {n}": each for n, each in enumerate(words.before)}
        self._after = {f"after {n}": each for n, each in enumerate(words.after)}
        self.lists: dict[str, CountingWords] = {**self._before, **self._after}

    def against(self, text: str, placed: Placed, marks: Marks, *, summed: bool) -> str | None:
        """Why the number does not count; None where it does. What is summed up may follow a rate."""
        found = next(self.by_words(text, placed, marks), None)
        if found is not None:
            return found
        before = text[placed.low : placed.written.start]
        neighbour = _NEIGHBOUR.search(before)
        if neighbour is not None and int(neighbour[1]) + 1 == placed.written.value:
            return "about"
        if placed.written.unit == "户" and _is_door(text, placed.written):
            return "a door"
        whole = text[placed.clause[0] : placed.written.start]
        return "rate" if not summed and (is_rate(before) or _RATE_OF.search(whole)) else None

    def by_words(self, text: str, placed: Placed, marks: Marks) -> Iterator[str]:
        """Every reason that stands there in words."""
        for name, each in self._before.items():
            if (
                name in marks
                and _fits(each, placed.written)
                and _stands_before(each, placed, marks[name], text)
            ):
                yield each.reason
        for name, each in self._after.items():
            if (
                name in marks
                and _fits(each, placed.written)
                and _stands_after(each, placed, marks[name], text)
            ):
                yield each.reason


def _is_door(text: str, written: Written) -> bool:
    start, end = written.start, written.end
    return any(found.start() <= start and end <= found.end() for found in _DOORS.finditer(text))


def is_rate(before: str) -> bool:
    """每户(2人): so much of each."""
    return _RATE.search(before) is not None


def _fits(each: AgainstWords, written: Written) -> bool:
    return (not each.units or written.unit in each.units) and (not each.only or each.only == written.value)


def _stands_before(each: AgainstWords, placed: Placed, spans: Sequence[Span], text: str) -> bool:
    start = placed.written.start
    low = placed.clause[0] if each.across else placed.low
    if any(low <= span[0] and _reaches(text, span[1], start, each) for span in spans):
        return True
    return each.carries and any(_carries(text, span, placed) for span in spans)


def _carries(text: str, span: Span, placed: Placed) -> bool:
    """明天计划：走访5户，宣讲1场: to the end of the sentence, or of the list; not over 今天."""
    header = placed.header[0] <= span[0] < placed.header[1]
    earlier = placed.sentence <= span[0] and span[1] <= placed.written.start
    return (header or earlier) and not _NOW.search(text, span[1], placed.written.start)


def _stands_after(each: AgainstWords, placed: Placed, spans: Sequence[Span], text: str) -> bool:
    high = len(text) if each.beyond else placed.clause[1] if each.across else placed.high
    end = placed.written.end
    if not (each.across or each.beyond) and _has_its_own(text, end, placed):
        return False
    near = (span for span in spans if span[0] < high and _reaches(text, end, span[0], each))
    return any(not (each.beyond and _has_another(text, span[1], placed.written.unit)) for span in near)


def _has_another(text: str, start: int, unit: str) -> bool:
    """服务132人次，预计服务150人次: the word is said of the second."""
    return re.compile(rf"[^,。;!?]{{0,6}}?{AMOUNT}\s?个?{unit}(?!次)").match(text, start) is not None


def _has_its_own(text: str, end: int, placed: Placed) -> bool:
    """20人(请假5人): what stands in the brackets is said of the number in them."""
    return (
        text[end : end + 1] == "(" and placed.high < placed.clause[1] and ")" not in text[end : placed.high]
    )


def _reaches(text: str, start: int, end: int, each: AgainstWords) -> bool:
    """Whether a word and a number are near enough, and, where they must be near, no other number between."""
    between = text[start:end].strip() if start <= end else ""
    near = start <= end and len(between) <= each.within
    came = _CAME if each.reason == "planned" else _CAME_OF_IT
    if each.within > _FAR:
        return near and not came.search(between)
    return near and not _DIGIT.search(between) and not (each.reason == "planned" and came.search(between))
