"""Numbers as somebody corrects them: 人次改成10, 12人次应该是10, 不是5户，是6户, 是7户; or 改成10, without a unit.

What stands beside the numbers and is no word of correcting is handed on: it decides whether this is an answer.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from fieldwork.understanding.counts import Count
from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import AMOUNT, amount
from fieldwork.understanding.units import NUMERAL, SPELLINGS, UNITS, Number

_UNIT = "|".join(sorted((*UNITS, *(word for word in SPELLINGS if not word.isascii())), key=len, reverse=True))
_TO = r"(?:改[成为到]?|更正[为成]?|换成|应该?[是为]?|→|->)"
_FROM_TO = re.compile(
    rf"[把将]?{AMOUNT}\s?个?(?P<of>{_UNIT}),?\s?{_TO}\s?(?P<number>{AMOUNT})(?:\s?个?(?:(?P=of)))?(?!\s?个?(?:{_UNIT}))"
)
_NAMED = re.compile(
    rf"[把将]?(?P<of>{_UNIT})数?\s?(?:从\s?{AMOUNT})?\s?(?:{_TO}|[是为有:=])+\s?(?P<number>{AMOUNT})(?:\s?个?(?:(?P=of)))?"
    rf"(?!\s?个?(?:{_UNIT}))"
)
_NOT_THIS = re.compile(rf"不是\s?{AMOUNT}\s?个?(?:{_UNIT})?\s?[,而]?")
_LEADING = re.compile(rf"^[^\d{NUMERAL}]*{_TO}")  # 改成6户: what is said behind it stands for itself
_COUNT = re.compile(rf"{AMOUNT}\s?个?(?:{_UNIT})?")
_OF_A_UNIT = re.compile(rf"{AMOUNT}\s?个?(?P<of>{_UNIT})")
_CORRECTS = re.compile(
    r"不对|不是|[写说搞记数报填打算弄]?错了?|改[成为到]?|更正[为成]?|换成|应该?[是为]?|→|->"
)
_POLITE = r"不好意思|抱歉|对不起|麻烦"
_THAT = r"(?:刚[才刚]?|上一?条|前面)(?:[说写报发]的)?(?:那[个条]活动|那[个条]|活动)?|(?:数|户|人|次|场)数"
_BESIDE = re.compile(
    rf"{_CORRECTS.pattern}|{_POLITE}|{_THAT}|(?<=[正改])一?下|^我|实际上?|其实|准确|一?共|总共|合计|是|为|有|要|把|将|数字|而|了|吧|的|[\s,。.、;:]"
)


class Said(NamedTuple):
    """Numbers that somebody says, and what stands beside them."""

    counts: dict[str, Number]
    bare: Number | None = None  # one without a unit
    beside: str = ""
    corrects: bool = False  # words of correcting stand there


def numbers(text: str, counts: Callable[[str], tuple[Count, ...]]) -> Said:
    """What an answer says of numbers; `counts` reads what is plainly counted."""
    told: dict[str, Number] = {}
    folded = rest = fold(text)
    for form in (_FROM_TO, _NAMED):
        for match in form.finditer(rest):
            value = amount(match["number"])
            if value is not None:
                told[SPELLINGS.get(match["of"], match["of"])] = value
        rest = form.sub(" ", rest)
    rest = _NOT_THIS.sub(" ", rest)
    told.update((unit, value) for unit, value in counts(_LEADING.sub(" ", rest)) if unit not in told)
    corrects = _CORRECTS.search(folded) is not None
    bare = _bare(rest) if not told else None
    beside = "" if bare is not None else _BESIDE.sub("", _COUNT.sub("", rest))
    return Said(told, bare, beside, corrects)


def units_in(text: str) -> frozenset[str]:
    """The units that stand behind a number, whatever is counted: 3户停电 has 户."""
    return frozenset(SPELLINGS.get(found["of"], found["of"]) for found in _OF_A_UNIT.finditer(fold(text)))


def _bare(rest: str) -> Number | None:
    """A number, and nothing else but words of correcting."""
    written = _BESIDE.sub("", rest) if not re.search(r"\d\s+\d|\d[,.]\d", rest) else rest.strip()
    return amount(written) if re.fullmatch(AMOUNT, written) else None
