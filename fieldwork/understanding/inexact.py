"""Numbers that are only about: 3000余人次, 近百人, 十几户, 2-3户, 三四场, 20人左右. None of them is a figure.

They are told apart so that whoever wrote them hears that they were left out, and can say the exact ones.
"""

import re
from collections.abc import Iterable, Iterator

from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.numerals import AMOUNT, amount
from fieldwork.understanding.units import ANOTHER_WORD, NUMERAL, SPELLINGS, UNITS, Written

_FREE = rf"(?<![\d.第每/{NUMERAL}])(?<!\d:)"
_ABOUT = (
    r"(?:(?<![预特节签合违邀制])约|大约|大概|差不多|估计|可能|将近|接近|(?<![最附邻靠临新])近|超过|(?<!高)超|逾"
    r"|不足|不到|至少|不少于|不低于|最多|[上成](?=[百千万]))"
)
_MORE = r"(?:余|多|来|几|\+|许)"
_SEVERAL = r"(?<![这那哪有没前后上下第十百千万\d])(?:好?几|若干|数(?=[十百千万]))(?:[十百千万]+)?(?:多|余)?"
_RANGE = rf"(?P<low>{AMOUNT})\s?(?P<of>[户人场次例]次?)?\s?[-~至到、]\s?(?P<high>{AMOUNT})"
_FORMS = (
    rf"{_FREE}{_RANGE}\s?个?UNIT",
    rf"{_FREE}{AMOUNT}\s?{_MORE}\s?个?UNIT",
    rf"{_ABOUT}(?:有|了|共|在)?\s?{AMOUNT}\s?{_MORE}?\s?个?UNIT",
    rf"{_FREE}{AMOUNT}\s?个?UNIT\s?(?:左右|上下|以[上内]|之多|\+)",
    rf"{_SEVERAL}\s?个?UNIT",
    rf"{_FREE}(?P<open>{AMOUNT})\s?个?UNIT",
)
_LONGEST_FIRST = sorted((*UNITS, *SPELLINGS), key=len, reverse=True)
_BARE = tuple(re.compile(form.replace("UNIT", f"(?P<unit>{'|'.join(_LONGEST_FIRST)})?")) for form in _FORMS)
_HINT = re.compile(rf"[余多来几+许约近超逾上成数足到少大差估可接至左以之若\-~、]|[{NUMERAL}]{{2}}")
_OF_EACH = re.compile(
    rf"(?:每[人位名个]|人均|各)[^,，。;；\n\d{NUMERAL}]{{0,6}}{AMOUNT}\s?个?半?\s?(?:小时|钟头|钟)半?"
)
_BESIDE = re.compile(
    r"就?[是有]|大概|大约|差不多|应该|可能|估计|具体|真的?|只|吧|的|啊|呢|了|嘛|左右|[记说数算]不[清准出]|没[数统]过?计?"
    r"|不[确一]定|忘了?|[\s,，。.!！?？、~]"
)


class Inexact:
    """The words of people made ready once."""

    def __init__(self, people: Iterable[str], kinds_of: Iterable[str]) -> None:
        kinds, named = _any_of(map(fold, kinds_of)), _any_of(map(fold, people))
        unit = rf"(?:(?P<unit>{_any_of((*UNITS, *SPELLINGS))}){ANOTHER_WORD}|(?P<people>(?:{kinds})*(?:{named})))"
        self._forms = tuple(re.compile(form.replace("UNIT", unit)) for form in _FORMS)

    def written(self, clause: str, at: int = 0) -> list[Written]:
        """Where such numbers stand in a clause that begins at `at`; what they are worth is not known."""
        found = _spotted(clause, self._forms) if _HINT.search(clause) else ()
        return [Written(_unit(match), -1, at + match.start(), at + match.end()) for match in found]


def _unit(match: re.Match[str]) -> str:
    written = match.groupdict().get("unit")
    return SPELLINGS.get(written, written) if written else "人"


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def hours_of_each(folded: str) -> Span | None:
    """Where it says how long each was there (每人2小时): nobody multiplies, so how long together is not said."""
    found = _OF_EACH.search(folded)
    return found.span() if found else None


def is_of_each(written: str) -> bool:
    """每人2小时, 人均2小时, 各2小时: exact, but of each of them."""
    return _OF_EACH.fullmatch(fold(written)) is not None


def only_about(text: str) -> str:
    """What an answer says instead of a number: 就是3000余, 大概十几户吧, 记不清了; empty for any other."""
    folded = fold(text).strip()
    found = list(_spotted(folded, _BARE))
    rest = folded
    for match in reversed(found):
        rest = rest[: match.start()] + rest[match.end() :]
    unsure = re.search(r"不[清准出确一]|没[数统]|忘", folded) is not None
    if (not found and not unsure) or _BESIDE.sub("", rest):
        return ""
    return text.strip() if not found else text.strip()[found[0].start() : found[-1].end()]


def _spotted(clause: str, forms: tuple[re.Pattern[str], ...]) -> Iterator[re.Match[str]]:
    """In the order of the text, each only once."""
    told = [match for form in forms for match in form.finditer(clause) if _is_open(match)]
    end = 0
    for match in sorted(told, key=lambda each: (each.start(), -each.end())):
        if match.start() >= end:
            end = match.end()
            yield match


def _is_open(match: re.Match[str]) -> bool:
    """A range of one unit that rises; an amount that leaves open which (三四户)."""
    groups = match.groupdict()
    if "open" in groups:
        return amount(match["open"]) is None
    if "low" not in groups:
        return True
    low, high, unit = amount(match["low"]), amount(match["high"]), match["unit"]
    same = match["of"] is None or match["of"] == unit
    apart = "、" in match[0] and (low is None or high is None or low + 1 != high)
    return low is not None and high is not None and low < high and same and not apart
