"""A digest that is asked for in words: 上周简报, 西湖社区月报, 重发上周的, 今年的白皮书.

Here it is only read which digest is named and what stands around its name; periods and places are read there as
those of figures (asked_figures).
"""

import re
from typing import NamedTuple

from fieldwork.digests import Span
from fieldwork.understanding.folding import fold

LONGEST, SHORT = 30, 10  # characters of such words; and of words that name a digest and hardly anything else
_NAMES = {
    "日报": Span.DAY,
    "周报": Span.WEEK,
    "月报": Span.MONTH,
    "年报": Span.YEAR,
    "白皮书": Span.YEAR,
    "简报": None,
}
_NAMED = re.compile(rf"(?P<before>.*?)的?(?P<name>{'|'.join(_NAMES)})")
_AGAIN = re.compile(
    "(?:重新?发|再发|补发|再来|再给我发|重新?推送|重新?看|再看)(?:一?[次遍份下])?(?:给我|我)?"
)
_SMALL = re.compile(
    "^(?:请|麻烦|帮我|给我|我要|我想|要|想)*(?:看一?下|看看|查看|打开|调出|看|查|发一?下|发)?(?:给我)?"
)
_BEHIND = re.compile("(?:再?发?一[次遍份下]|给我|呢|吧|[。！!？?])*$")
_FIRST = re.compile(rf"(?:{'|'.join(_NAMES)})(?P<behind>.+)")


class Named(NamedTuple):
    """Which digest, as far as a word says so."""

    span: Span | None  # 简报 alone is of any length
    rest: str  # what stands around it: a period, a place, or nothing
    again: bool  # what had come once
    by_name: bool  # 上周简报, and not 重发上周的
    is_short: bool  # next to nothing else is said

    @property
    def is_bare(self) -> bool:
        """Nothing but a name."""
        return not self.rest


def named(text: str) -> Named | None:
    """The digest that a short message asks for; None where it names none at its end, and none is sent again."""
    if len(text) > 2 * LONGEST:
        return None
    said = "".join(fold(text).split())
    again = _AGAIN.search(said)
    plain = _BEHIND.sub("", _SMALL.sub("", _AGAIN.sub("", said, count=1)))
    found = _NAMED.fullmatch(plain)
    if not said or len(said) > LONGEST or not (found or again):
        return None
    rest = found["before"] if found else plain.removesuffix("的")
    name = found["name"] if found else ""
    return Named(_NAMES.get(name), rest, bool(again), bool(found), len(said) <= SHORT)


def behind(text: str) -> str:
    """What stands behind the name of a digest with which a short message begins: 上月 of 简报 上月."""
    said = "".join(fold(text).split()) if len(text) <= LONGEST else ""
    found = _FIRST.fullmatch(_BEHIND.sub("", _SMALL.sub("", said)))
    return found["behind"] if found else ""
