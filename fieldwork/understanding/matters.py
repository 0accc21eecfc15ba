"""What a message is about: categories, urgency, words of danger, and whether it is a report at all."""

from collections.abc import Iterable
from typing import Literal

from fieldwork.understanding.activities import Activities, Activity
from fieldwork.understanding.counts import Counting
from fieldwork.understanding.dangers import Dangers
from fieldwork.understanding.departments import Departments
from fieldwork.understanding.folding import fold
from fieldwork.understanding.kinds import Kinds
from fieldwork.understanding.spotting import Spotter
from fieldwork.understanding.words import WordList, Words

MOST_CATEGORIES = 3
_FITS = 3

Urgency = Literal["T0", "T1", "T2", "T3", "Q"]
"""How long it may take (RULES 3.3); Q asks or proposes."""

Found = tuple[str, tuple[str, ...]]
"""A code, and the words that led to it."""


class Matters:
    """The word lists made ready once."""

    def __init__(self, words: Words) -> None:
        tops = words.categories.top
        fields: dict[str, WordList] = {f"{top.code}.{leaf.code}": leaf for top in tops for leaf in top.leaf}
        self._categories = Spotter(fields | {top.code: top for top in tops})
        self._of_whom = {
            f"{top.code}.{leaf.code}": set(map(fold, leaf.of_whom)) for top in tops for leaf in top.leaf
        }
        self._order = list(words.catalogue)
        self._department = {code: entry.department for code, entry in words.catalogue.items()}
        self._departments = Departments(words)
        self.counting = Counting(words.counting)
        trouble = (words.urgency.T1, words.urgency.trouble)
        self._activities = Activities(words.chatter, trouble, self.counting, words.counting)
        self._dangers = Dangers(words.danger)
        urgency = words.urgency
        self._urgency = Spotter(
            {"T1": urgency.T1, "T3": urgency.T3, "Q": urgency.Q, "trouble": urgency.trouble}
        )

    def categories(self, folded: str, department: str | None = None) -> list[Found]:
        """Categories best first, each with the words that led to it.

        Long words count more, and so do those of the department that the matter as a whole points to: of
        乱收费 in a school and a school, the school is what it is about. What only says of whom it is told comes last.
        """
        found = self._categories.spot(folded)

        def rank(code: str) -> tuple[bool, int, int]:
            fits = department is not None and self._department[code] == department
            weight = _weight(found[code]) * (_FITS if fits else 1)
            return set(found[code]) <= self._of_whom.get(code, set()), -weight, self._order.index(code)

        best = sorted(found, key=rank)
        leaves = [code for code in best if not any(other.startswith(code + ".") for other in found)]
        return [(code, found[code]) for code in leaves[:MOST_CATEGORIES]]

    def departments(self, folded: str) -> list[Found]:
        """Departments best first, each with the words that led to it."""
        return self._departments.find(folded)

    def urgency(self, folded: str) -> tuple[Urgency, tuple[str, ...]]:
        """T1, T2, T3 or Q, and the words that led to it. Never T0: that takes an answer (DESIGN 6)."""
        found = self._urgency.spot(folded)
        if "T1" in found:
            return "T1", found["T1"]
        if "T3" in found:
            return "T3", found["T3"]
        if "Q" in found and "trouble" not in found:
            return "Q", found["Q"]
        return "T2", ()

    def danger(self, folded: str) -> list[Found]:
        """The kinds of danger whose words stand in the text."""
        return self._dangers.find(folded)

    def activity(self, folded: str) -> Activity | None:
        """Something done and a count of it: 今天入户走访5户12人次; None for a need."""
        return self._activities.find(folded)

    @property
    def kinds(self) -> Kinds:
        """The kinds of activities that a few words may name, whatever else they are."""
        return self._activities.kinds


def _weight(hits: Iterable[str]) -> int:
    """A word of four characters says more than two words of two; two Latin letters weigh as one character."""
    return sum(((len(hit) + 1) // 2 if hit.isascii() else len(hit)) ** 2 for hit in hits)
