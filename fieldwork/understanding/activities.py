"""Activities: something was done, and it was counted, or all was found well (今天入户走访5户12人次).

Whoever went there may have come upon a need: a clause with trouble in it does not undo the activity as long as
another clause tells what was done in a unit that only the doer counts (走访5户，302漏水; but not 来过两次没修好).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fieldwork.understanding.counts import Count, counted, counts
from fieldwork.understanding.folding import fold
from fieldwork.understanding.kinds import Kinds
from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.numerals import AMOUNT
from fieldwork.understanding.spotting import Spotter
from fieldwork.understanding.words import ChatterFile, WordList

_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+\??")
_TELLING = {"户次", "人次"}
"""Units that nobody uses who does not report what was done; they need no word of it."""
_OWN = {"户", "户次", "人次", "场", "例"}
"""Units in which only those who went there count."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What was counted, and where something stands beside it that is wrong or wanted."""

    counts: tuple[Count, ...]
    kind: str | None = None  # an ActivityKind's value, where the words leave no other
    volunteers: int | None = None
    beside: tuple[Span, ...] = ()


class Activities:
    """The words of what is done, made ready once."""

    def __init__(self, words: ChatterFile, trouble: tuple[WordList, ...]) -> None:
        said = words.activity
        self._words = Spotter({"done": said.done, "well": said.well, "own": said.own})
        dealt_with = {"before": said.handled}
        lists = [said.asked, *(each.model_copy(update=dealt_with) for each in trouble)]
        self._wrong = Spotter({str(n): listed for n, listed in enumerate(lists)})
        counted = sorted((fold(word) for word in said.counted), key=len, reverse=True)
        also = "|".join(map(re.escape, counted)) or "(?!)"
        self._counted = re.compile(rf"(?:{AMOUNT}|几|多|余|来|百)\s?个?(?:{also})")
        self._kinds = Kinds(said.kinds)

    def find(self, folded: str) -> Activity | None:
        """The activity that a text reports; None for a need."""
        said = self._words.spot(folded)
        if "own" in said or not self._is_told(folded, said):
            return None
        clauses = [match.span() for match in _CLAUSE.finditer(folded)]
        beside = tuple(span for span in clauses if self._wrong.spot(folded[slice(*span)]))
        if beside and not any(self._stands_alone(folded[slice(*c)]) for c in clauses if c not in beside):
            return None
        found = counted(folded)
        return Activity(found.counts, self._kinds.find(folded), found.volunteers, beside)

    def _is_told(self, folded: str, said: Mapping[str, object]) -> bool:
        """Whether it says that something was done, and how much or that all is well."""
        if "done" in said:
            return "well" in said or self._is_counted(folded)
        return any(unit in _TELLING for unit, _ in counts(folded))

    def _is_counted(self, text: str) -> bool:
        return self._counted.search(text) is not None or bool(counts(text))

    def _stands_alone(self, clause: str) -> bool:
        """Whether a clause tells what was done, in a unit that only the doer counts."""
        told = {unit for unit, _ in counts(clause)}
        return bool(told & _TELLING) or "done" in self._words.spot(clause) and bool(told & _OWN)
