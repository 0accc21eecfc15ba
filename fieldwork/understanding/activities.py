"""Activities: what was done, and how often, at how many homes, with how many people.

The units are kept apart as they are written (次 户 户次 人 人次 场 例 小时), never added and never turned into
one another. A number that is only about (二十多人), a range, and a unit that is told twice in one breath stay
out; with a sum beside its parts (共11户) the sum counts, else what is told first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.numerals import value_of
from fieldwork.understanding.spotting import Spotter
from fieldwork.understanding.words import ChatterFile, WordList

Count = tuple[str, int | float]

UNITS = ("次", "户", "户次", "人", "人次", "场", "例", "小时")
SPELLINGS = {"钟头": "小时", "个人": "人", "名": "人", "位": "人", "个案": "例", "家次": "户次", "宗": "例",
             "HOUSEHOLD": "户", "PEOPLE": "人", "PERSONS": "人", "VISITS": "次", "HOUR": "小时"}  # fmt: skip
"""Other words for the same unit."""

_CHINESE = "零〇一二两三四五六七八九十百千廿"
_NUMBER = rf"\d+(?:\.\d+)?|[{_CHINESE}]+(?:点[一二三四五六七八九])?|半"
_UNIT = "|".join(sorted((*UNITS, *SPELLINGS), key=len, reverse=True))
_COUNT = re.compile(
    rf"(?<![\d.:第每上下这那再又几数近\-~至到{_CHINESE}])(?P<number>{_NUMBER})\s?个?(?P<half>半)?\s?(?P<unit>{_UNIT})"
    r"(?!次|[外口型籍]|民|工|行道|地|所|馆|景|如|会诊|\s?\d+分|数|牌|置|称|字|校)(?P<more>半)?"
)
_SUM = re.compile(r"(?:共|总|合计|累计|总数)[^,。;]{0,4}$")
_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+")
_OWN = ("户", "户次", "人次", "场", "例")
"""Units in which only those who went there count: with one of them a trouble found does not undo the activity."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What was counted, and where something stands beside it that is wrong."""

    counts: tuple[Count, ...]
    beside: tuple[Span, ...] = ()


class Activities:
    """The words of what is done, made ready once."""

    def __init__(self, words: ChatterFile, trouble: tuple[WordList, ...]) -> None:
        activity = words.activity
        self._words = Spotter({"done": activity.done, "asked": activity.asked})
        dealt_with = {"before": activity.handled}
        self._trouble = Spotter(
            {str(n): each.model_copy(update=dealt_with) for n, each in enumerate(trouble)}
        )
        counted = sorted((fold(word) for word in activity.counted), key=len, reverse=True)
        also = "|".join(map(re.escape, counted)) or "(?!)"
        self._counted = re.compile(rf"(?:{_NUMBER}|几|多)\s?个?(?:{also})")

    def find(self, folded: str) -> Activity | None:
        """The activity that a text reports; None for a need."""
        said = self._words.spot(folded)
        if "done" not in said or "asked" in said or not self._is_counted(folded):
            return None
        clauses = [match.span() for match in _CLAUSE.finditer(folded)]
        beside = tuple(span for span in clauses if self._trouble.spot(folded[slice(*span)]))
        if beside and not any(self._stands_alone(folded[slice(*c)]) for c in clauses if c not in beside):
            return None
        return Activity(counts(folded), beside)

    def _is_counted(self, text: str) -> bool:
        return self._counted.search(text) is not None or bool(counts(text))

    def _stands_alone(self, clause: str) -> bool:
        """Whether a clause without trouble tells what was done, in a unit that only the doer counts."""
        return "done" in self._words.spot(clause) and any(unit in _OWN for unit, _ in counts(clause))


def counts(folded: str) -> tuple[Count, ...]:
    """The counts of a folded text, unit by unit in the order of UNITS."""
    found: dict[str, list[tuple[int | float, bool, int]]] = {}
    for unit, amount, position in _counted(folded):
        is_sum = _SUM.search(folded[:position]) is not None
        clause = sum(1 for _ in re.finditer(r"[,，。;；!！?？\n]", folded[:position]))
        found.setdefault(unit, []).append((amount, is_sum, clause))
    chosen = {unit: _chosen(told) for unit, told in found.items()}
    return tuple((unit, one) for unit in UNITS if (one := chosen.get(unit)) is not None)


def _counted(folded: str) -> Iterator[tuple[str, int | float, int]]:
    for match in _COUNT.finditer(folded):
        value = _value(match["number"])
        if value is not None:
            more = 0.5 if match["half"] or match["more"] else 0
            yield SPELLINGS.get(match["unit"], match["unit"]), value + more, match.start()


def _chosen(told: list[tuple[int | float, bool, int]]) -> int | float | None:
    """The sum where one is told, else what comes first; nothing where two stand in one clause."""
    sums = [value for value, is_sum, _ in told if is_sum]
    if sums:
        return sums[-1]
    first, _, clause = told[0]
    return None if any(value != first and where == clause for value, _, where in told) else first


def _value(written: str) -> int | float | None:
    if written == "半":
        return 0.5
    if written[0].isdigit():
        return float(written) if "." in written else int(written)
    value = value_of(written)
    return value if value is None or value % 1 else int(value)
