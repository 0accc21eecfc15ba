"""What a message is about: categories, urgency, words of danger, and whether it is a report at all."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal

from fieldwork.understanding.departments import Departments
from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Lexicon, Span, outermost
from fieldwork.understanding.words import ChatterFile, WordList, Words

MOST_CATEGORIES = 3

Urgency = Literal["T0", "T1", "T2", "T3", "Q"]
"""How long it may take (RULES 3.3); Q asks or proposes."""

_NUMERAL = r"[0-9一二两三四五六七八九十百几多]"


class Spotter:
    """Finds the words of many lists in one pass; none inside a longer word of its own list or its `not`."""

    def __init__(self, lists: Mapping[str, WordList]) -> None:
        self._of: dict[str, list[tuple[str, bool]]] = {}
        for name, listed in lists.items():
            for words, counts in ((listed.words, True), (listed.unless, False)):
                for word in words:
                    self._of.setdefault(fold(word), []).append((name, counts))
        self._lexicon = Lexicon(self._of)

    def spot(self, folded: str) -> dict[str, tuple[str, ...]]:
        """List by list the words found, each once, from the left; lists without any are left out."""
        found: dict[str, tuple[list[Span], list[Span]]] = {}
        for start, end in self._lexicon.find(folded):
            for name, counts in self._of[folded[start:end]]:
                found.setdefault(name, ([], []))[not counts].append((start, end))
        spotted = {name: _standing(folded, *spans) for name, spans in found.items()}
        return {name: words for name, words in spotted.items() if words}


def _standing(folded: str, spans: list[Span], blocked: list[Span]) -> tuple[str, ...]:
    kept = [
        folded[start:end]
        for start, end in outermost(spans)
        if not any(low <= start and end <= high for low, high in blocked)
    ]
    return tuple(dict.fromkeys(kept))


Found = tuple[str, tuple[str, ...]]
"""A code, and the words that led to it."""


class Matters:
    """The word lists made ready once."""

    def __init__(self, words: Words) -> None:
        tops = words.categories.top
        fields: dict[str, WordList] = {f"{top.code}.{leaf.code}": leaf for top in tops for leaf in top.leaf}
        self._categories = Spotter(fields | {top.code: top for top in tops})
        self._order = list(words.catalogue)
        self._departments = Departments(words)
        self._danger = Spotter({kind.code: kind for kind in words.danger.kind})
        urgency = words.urgency
        self._urgency = Spotter(
            {"T1": urgency.T1, "T3": urgency.T3, "Q": urgency.Q, "trouble": urgency.trouble}
        )
        activity = words.chatter.activity
        self._done = Spotter({"done": WordList(words=activity.done)})
        counted = sorted((fold(word) for word in activity.counted), key=len, reverse=True)
        self._counted = re.compile(rf"{_NUMERAL}\s?(?:{'|'.join(map(re.escape, counted)) or '(?!)'})")

    def categories(self, folded: str) -> list[Found]:
        """Categories best first, each with the words that led to it. Long words count more."""
        found = self._categories.spot(folded)
        best = sorted(found, key=lambda code: (-_weight(found[code]), self._order.index(code)))
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
        """The kinds of danger whose words stand in the text, from the left."""
        return list(self._danger.spot(folded).items())

    def is_activity(self, folded: str) -> bool:
        """Something done, a count of it, and nothing that is wrong: 今天入户走访5户12人次."""
        if self._counted.search(folded) is None or not self._done.spot(folded):
            return False
        return not {"T1", "trouble"} & self._urgency.spot(folded).keys()


def _weight(hits: Iterable[str]) -> int:
    """A word of four characters says more than two words of two."""
    return sum(len(hit) ** 2 for hit in hits)


class Chatter:
    """Recognises what is no report: the whole message is thanks, a greeting or a question about the bot."""

    def __init__(self, words: ChatterFile) -> None:
        self._kinds = [
            (kind, {_letters(fold(word)) for word in listed.words})
            for kind, listed in (
                ("question", words.question),
                ("thanks", words.thanks),
                ("greeting", words.greeting),
            )
        ]
        self._filler = {_letters(fold(word)) for word in words.filler.words}
        self._known = self._filler.union(*(known for _, known in self._kinds))
        self._longest = max(map(len, self._known), default=0)

    def kind(self, folded: str) -> str | None:
        """The kind: "thanks", "greeting", "question"; "" for emoji alone; None for all else."""
        letters = _letters(folded)
        if not letters:
            return ""
        if len(letters) > 40:
            return None
        said = self._parts(letters)
        return next((kind for kind, known in self._kinds if said & known), None) if said else None

    def _parts(self, letters: str) -> frozenset[str]:
        """The fewest known words that make up the whole text (你好, not 你 and 好), or nothing."""
        best: dict[int, tuple[str, ...]] = {0: ()}
        for start in range(len(letters)):
            if start in best:
                self._step(letters, start, best)
        return frozenset(best.get(len(letters), ()))

    def _step(self, letters: str, start: int, best: dict[int, tuple[str, ...]]) -> None:
        for end in range(start + 1, min(len(letters), start + self._longest) + 1):
            said = (*best[start], letters[start:end])
            if letters[start:end] in self._known and (end not in best or len(said) < len(best[end])):
                best[end] = said


def _letters(folded: str) -> str:
    """Letters and digits alone: no space, punctuation or emoji."""
    return "".join(character for character in folded if unicodedata.category(character)[0] in "LN")
