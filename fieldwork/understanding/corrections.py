"""Numbers as somebody corrects them: 人次改成10, 12人次应该是10, 不是5户，是6户, 少写了两户; or 改成10, without a unit.

What stands beside the numbers and is no word of correcting is handed on: it decides whether this is an answer. The
kind of what was done may be named to say which is meant: 刚才入户走访写错了，是6户.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from fieldwork.understanding.counts import Count
from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import AMOUNT, amount
from fieldwork.understanding.units import NUMERAL, SPELLINGS, UNITS, Number

_UNIT = "|".join(sorted((*UNITS, *(word for word in SPELLINGS if not word.isascii())), key=len, reverse=True))
_LATIN = r"HOUSEHOLDS?|PEOPLE|PERSON-TIMES|PERSONS?|VISITS?|SESSIONS?|CASES?|HOURS?"
_NOTE = "写说讲搞记数报填算打弄看听登"
_WRONG = rf"[{_NOTE}]?错(?:字|数)?[了咗]?"
_TO = r"(?:改[成为到返做]?|更正[为成]?|换成|应该?[是为系]?|→|->)"
_FROM_TO = re.compile(
    rf"[把将]?{AMOUNT}\s?个?(?P<of>{_UNIT}),?\s?{_TO}\s?(?P<number>{AMOUNT})(?:\s?个?(?:(?P=of)))?(?!\s?个?(?:{_UNIT}))"
)
_NAMED = re.compile(
    rf"[把将]?(?P<of>{_UNIT})数?\s?(?:(?:不对|唔啱|{_WRONG})\s?,?\s?)?(?:从\s?{AMOUNT})?\s?(?:{_TO}|[是为系有:=])+\s?(?P<number>{AMOUNT})"
    rf"(?:\s?个?(?:(?P=of)))?(?!\s?个?(?:{_UNIT}))"
)
_BY_SO_MUCH = re.compile(
    rf"(?:[{_NOTE}](?P<noted>[多少漏])|(?P<before>[多少漏])[{_NOTE}]|(?P<left>漏))[了咗]?\s?(?P<number>{AMOUNT})\s?个?(?P<of>{_UNIT})"
)
"""写多了一户, 少写了两户, 漏了一户: by how much it was wrong."""
_NOT_THIS = re.compile(
    rf"(?:不是|唔系)\s?{AMOUNT}\s?个?(?:{_UNIT})?\s?[,而]?|\bNOT\s{AMOUNT}(?:\s(?:{_LATIN})\b)?"
)
_LEADING = re.compile(rf"^[^\d{NUMERAL}]*{_TO}")  # 改成6户: what is said behind it stands for itself
_COUNT = re.compile(rf"{AMOUNT}\s?(?:个?(?:{_UNIT})|(?:{_LATIN})\b)?")
_OF_A_UNIT = re.compile(rf"{AMOUNT}\s?个?(?P<of>{_UNIT})")
_CORRECTS = re.compile(
    rf"不对|不是|唔[啱系]|{_WRONG}|改[成为到返做]?|更正[为成]?|换成|应该?[是为系]?|→|->"
    r"|\b(?:NOT|WRONG|SHOULD(?: HAVE)? BE(?:EN)?|I MEANT?|MISTAKE|TYPO|CORRECTION|CHANGE (?:IT|THAT) TO)\b"
)
_ACTUALLY = re.compile(r"实际上?|其实|才对|\b(?:IT WAS|ACTUALLY)\b")
"""Corrects too, where nothing stands beside it: 实际是6户, but 今天实际走访6户 is what was done."""
_POLITE = (
    r"不好意思|唔好意思|抱歉|对不起|麻烦|^请|[请帮]我|可以|能不能|^能|吗|[啊哦噢嗯唉呀]"
    r"|\b(?:SORRY|PLEASE|MY|AND|A)\b"
)
_THAT = (
    r"(?:刚[才刚]?|上一?条|[前上]面|头先|啱[啱先])(?:[说写报发讲]的)?(?:那[个条]活动|那[个条]|活动)?"
    rf"|(?:数|户|人|次|场)数|(?:{_UNIT})(?={_WRONG})"
)
_IS_OF_KIND = re.compile(r"[是成为系]\s{2}")  # the name of a kind has left blanks
_TODAY = re.compile(r"今[天日早晚]")
_BESIDE = re.compile(
    rf"{_CORRECTS.pattern}|{_ACTUALLY.pattern}|{_POLITE}|{_THAT}|(?<=[正改])一?下|^我|准确|一?共|总共|合计|是|为|有|要|把|将|系|数字|而|了|咗|吧|的"
    r"|[\s,.。、;:!?]"
)


class Said(NamedTuple):
    """Numbers that somebody says, and what stands beside them."""

    counts: dict[str, Number]
    bare: Number | None = None  # one without a unit
    beside: str = ""
    corrects: bool = False  # words of correcting stand there
    by: Mapping[str, Number] = MappingProxyType({})  # 少写了两户: by how much what was said is too small
    kind: str | None = None  # 入户走访写错了: the kind of what was done, named to say which is meant


class Kinds(Protocol):
    """Reads of which kind an activity was."""

    def find(self, folded: str) -> str | None: ...

    def without(self, folded: str) -> str: ...


def numbers(text: str, counts: Callable[[str], tuple[Count, ...]], kinds: Kinds | None = None) -> Said:
    """What an answer says of numbers; `counts` reads what is plainly counted, `kinds` what was done."""
    folded = fold(text)
    by, rest = _by_so_much(folded)
    told, rest = _put_right(rest)
    told.update((unit, value) for unit, value in counts(_LEADING.sub(" ", rest)) if unit not in told)
    by = {unit: value for unit, value in by.items() if unit not in told}
    corrects = bool(by) or _CORRECTS.search(folded) is not None
    names = kinds if corrects and kinds and _names(folded, kinds, counts) else None
    if names:
        rest = _TODAY.sub(" ", names.without(rest))
    bare = _bare(rest) if not (told or by) else None
    beside = "" if bare is not None else _BESIDE.sub("", _COUNT.sub("", rest))
    kind = names.find(folded) if names else None
    return Said(told, bare, beside, corrects or not beside and _ACTUALLY.search(folded) is not None, by, kind)


def _names(folded: str, kinds: Kinds, counts: Callable[[str], tuple[Count, ...]]) -> bool:
    """Whether a kind is named to say which is meant: 走访写错了.

    是清扫 says that it was of another kind; 今天走访5户，不对，是6户 tells of something new, and puts itself right.
    """
    found = _CORRECTS.search(folded)
    before = folded[: found.start()] if found else ""
    is_new = counts(before) and not re.search(_THAT, before)
    return not (is_new or _IS_OF_KIND.search(kinds.without(folded)))


def _by_so_much(folded: str) -> tuple[dict[str, Number], str]:
    """少写了两户 is two more; and the rest of the text."""
    by = dict[str, Number]()
    for match in _BY_SO_MUCH.finditer(folded):
        value = amount(match["number"])
        if value is not None:
            less = "多" in (match["noted"], match["before"])
            by[_unit(match)] = -value if less else value
    return by, _BY_SO_MUCH.sub(" ", folded)


def _put_right(folded: str) -> tuple[dict[str, Number], str]:
    """人次改成10, 12人次应该是10; and the rest, without what is denied."""
    told = dict[str, Number]()
    for form in (_FROM_TO, _NAMED):
        for match in form.finditer(folded):
            value = amount(match["number"])
            if value is not None:
                told[_unit(match)] = value
        folded = form.sub(" ", folded)
    return told, _NOT_THIS.sub(" ", folded)


def _unit(match: re.Match[str]) -> str:
    return SPELLINGS.get(match["of"], match["of"])


def units_in(text: str) -> frozenset[str]:
    """The units that stand behind a number, whatever is counted: 3户停电 has 户."""
    return frozenset(_unit(found) for found in _OF_A_UNIT.finditer(fold(text)))


def _bare(rest: str) -> Number | None:
    """A number, and nothing else but words of correcting."""
    written = _BESIDE.sub("", rest) if not re.search(r"\d\s+\d|\d[,.]\d", rest) else rest.strip()
    return amount(written) if re.fullmatch(AMOUNT, written) else None
