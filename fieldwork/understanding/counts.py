"""How often, at how many homes, with how many people: 5户12人次, 两场, 1.5小时.

The units are kept apart as they are written (次 户 户次 人 人次 场 例 小时), never added and never turned into
one another. A number that is only about (二十多人), a range, and two numbers of one unit that both could be meant
(理发30人，量血压45人) stay out. With a sum beside its parts (共11户) the sum counts, with parts behind the whole
(走访12户，其中2户……) the whole.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from fieldwork.understanding.numerals import value_of

Count = tuple[str, int | float]

UNITS = ("次", "户", "户次", "人", "人次", "场", "例", "小时")
SPELLINGS = {"钟头": "小时", "个人": "人", "名": "人", "位": "人", "个案": "例", "家次": "户次", "宗": "例",
             "HOUSEHOLD": "户", "PEOPLE": "人", "PERSONS": "人", "VISITS": "次", "HOUR": "小时"}  # fmt: skip
"""Other words for the same unit."""

_CHINESE = "零〇一二两三四五六七八九十百千廿"
NUMBER = rf"(?:\d+(?:\.\d+)?|[{_CHINESE}]+(?:点[一二三四五六七八九])?|半)"
_UNIT = "|".join(sorted((*UNITS, *SPELLINGS), key=len, reverse=True))
_COUNT = re.compile(
    rf"(?<![\d.:第每上下这那再又几数近\-~至到{_CHINESE}])(?P<number>{NUMBER})\s?个?(?P<half>半)?\s?(?P<unit>{_UNIT})"
    r"(?!次|[外口型籍]|民|工|行道|地|所|馆|景|如|会诊|\s?\d+分|数|牌|置|称|字|校)(?P<more>半)?"
)
_CLAUSE = re.compile(r"[^,。;!?\n]+")
_SUM = re.compile(r"(?:共|总|合计|累计|总数)[^,。;]{0,4}$")
_PART = re.compile(r"其中|见到|见了|接通|发现|不在|没人|未|剩|余下|还有|满意|话|说|需|要|有|空")


class _Told(NamedTuple):
    value: int | float
    clause: int
    is_sum: bool
    is_part: bool  # of something told before


def counts(folded: str) -> tuple[Count, ...]:
    """The counts of a folded text, unit by unit in the order of UNITS."""
    found: dict[str, list[_Told]] = {}
    for number, match in enumerate(_CLAUSE.finditer(folded)):
        for unit, told in _told(match[0], number):
            found.setdefault(unit, []).append(told)
    chosen = {unit: _chosen(told) for unit, told in found.items()}
    return tuple((unit, one) for unit in UNITS if (one := chosen.get(unit)) is not None)


def _told(clause: str, number: int) -> Iterator[tuple[str, _Told]]:
    is_part = number > 0 and _PART.search(clause) is not None
    for match in _COUNT.finditer(clause):
        value = _value(match["number"])
        if value is not None:
            value += 0.5 if match["half"] or match["more"] else 0
            is_sum = _SUM.search(clause[: match.start()]) is not None
            yield SPELLINGS.get(match["unit"], match["unit"]), _Told(value, number, is_sum, is_part)


def _chosen(told: list[_Told]) -> int | float | None:
    """The sum, or the whole that the others are parts of; nothing where it is left open."""
    sums = [each.value for each in told if each.is_sum]
    if sums:
        return sums[-1]
    first, *others = [each for each in told if not each.is_part] or told
    return first.value if all(each.value == first.value for each in others) else None


def _value(written: str) -> int | float | None:
    if written == "半":
        return 0.5
    if written[0].isdigit():
        return float(written) if "." in written else int(written)
    value = value_of(written)
    return value if value is None or value % 1 else int(value)
