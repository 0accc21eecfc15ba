"""Numbers that only stand behind what was done: the stock, the running total, last year's.

全栋60户，今天走访45户; 累计改造35户，今天新完成2户; 去年办了12场，今年……. Alone such a number may well be the report
(全栋60户都走完了); beside a number of today it is not.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from fieldwork.understanding.adding import Told
from fieldwork.understanding.reasons import Marks, Placed

BACKDROPS = ("stock", "running", "past", "now")
"""The lists of counting.toml that tell them, and what is of today."""

_DEED = re.compile(r"[走访敲查装办做送见完去入探接开举慰看改培教组]|服务|上门")
_BUILDING = re.compile(r"(?:\s{2,}|\s*[\dA-Z]{1,4}\s?(?:号楼|[栋座幢号]楼?))[^,\d]{0,4}[共有]")
# a place that was read has been taken out and left blanks
_THERE_ARE = re.compile(r"[^,来到参签听的]*(?:的[^,来到参签听的]+)?有")  # 加装电梯的楼有(16户)
_OF = re.compile(r".*的(?=[^有共])")  # what was done to it tells which it is
_ENDS = re.compile(r"(?:人家|居民|住户|长者|老人|老年人|家庭|商户)?\s*(?:[,。;!?)]|$)")
_YEAR = re.compile(r"20\d\d年(?!\s?\d)")


class Backdrop(StrEnum):
    """What a number is of, if it is not of today."""

    STOCK = "stock"
    RUNNING = "running"
    PAST = "past"


def is_now(each: Placed, marks: Marks) -> bool:
    """Whether the clause says before the number that it is of today: 今天走访(5户)."""
    return _said("now", each, marks)


def is_deed(text: str, each: Placed) -> bool:
    """Whether the clause says before the number what was done."""
    return _DEED.search(text, each.clause[0], each.written.start) is not None


def backdrop(text: str, each: Placed, marks: Marks) -> Backdrop | None:
    """What the number is of, if its clause says that it is not of today."""
    if is_now(each, marks):
        return None
    year = _YEAR.search(text, each.clause[0], each.written.start)
    if marks.get("now") and (year or _said("past", each, marks)):
        return Backdrop.PAST
    if _said("running", each, marks):
        return Backdrop.RUNNING
    return Backdrop.STOCK if _is_stock(text, each, marks) else None


def in_front(told: Sequence[Told]) -> list[Told]:
    """The numbers of one unit without those that only stand behind them."""
    return [each for n, each in enumerate(told) if not _is_behind(each, told, told[n + 1 :])]


def _is_behind(each: Told, told: Sequence[Told], later: Sequence[Told]) -> bool:
    others = [other for other in told if not other.backdrop]
    if sum(other.value for other in others) == each.value:
        return each.backdrop == Backdrop.PAST  # it is their sum
    if each.backdrop == Backdrop.STOCK:
        done = [other for other in others if other.is_now or other.is_deed and other in later]
        return any(other.value <= each.value for other in done)
    if each.backdrop == Backdrop.RUNNING:
        return any(other.is_now for other in others)
    return each.backdrop == Backdrop.PAST


def _is_stock(text: str, each: Placed, marks: Marks) -> bool:
    """Nothing but a place and how many live there: 全村(210户)，辖区80岁以上老人有(34位)，3号楼一共(48户)."""
    before = text[slice(*_before(each))]
    first = each.low == each.clause[0]
    if not first or _DEED.search(_OF.sub("", before)) or not _ENDS.match(text, each.written.end):
        return False
    return _said("stock", each, marks) or bool(_BUILDING.match(before) or _THERE_ARE.fullmatch(before))


def _said(name: str, each: Placed, marks: Marks) -> bool:
    start, end = _before(each)
    return any(start <= span[0] and span[1] <= end for span in marks.get(name, ()))


def _before(each: Placed) -> tuple[int, int]:
    return each.clause[0], each.written.start
