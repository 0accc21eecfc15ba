"""What a message is about: categories, urgency, words of danger, and whether it is a report at all."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Lexicon, outermost
from fieldwork.understanding.words import ChatterFile, WordList, Words

MOST_CATEGORIES = 3

Urgency = Literal["T0", "T1", "T2", "T3", "Q"]
"""How long it may take (RULES 3.3); Q asks or proposes."""

_NUMERAL = r"[0-9一二两三四五六七八九十百几多]"


class Spotter:
    """Finds the words of one list, but not inside the longer words of its `not`."""

    def __init__(self, listed: WordList) -> None:
        self._words = Lexicon(fold(word) for word in listed.words)
        self._unless = Lexicon(fold(word) for word in listed.unless)

    def spot(self, folded: str) -> list[str]:
        """The words found, from the left, as often as they stand; none that is inside a longer one."""
        spans = outermost(self._words.find(folded))
        if not spans:
            return []
        blocked = list(self._unless.find(folded))
        return [
            folded[start:end]
            for start, end in spans
            if not any(low <= start and end <= high for low, high in blocked)
        ]


class Matters:
    """The word lists made ready once."""

    def __init__(self, words: Words) -> None:
        lists = [(top.code, top) for top in words.categories.top]
        leaves = [(f"{top.code}.{leaf.code}", leaf) for top in words.categories.top for leaf in top.leaf]
        self._categories = [(code, Spotter(each)) for code, each in (*leaves, *lists) if each.words]
        self._danger = [(kind.code, Spotter(kind)) for kind in words.danger.kind]
        self._urgent, self._complex = Spotter(words.urgency.T1), Spotter(words.urgency.T3)
        self._asking, self._trouble = Spotter(words.urgency.Q), Spotter(words.urgency.trouble)
        self._done = Spotter(WordList(words=words.chatter.activity.done))
        counted = sorted((fold(word) for word in words.chatter.activity.counted), key=len, reverse=True)
        self._counted = re.compile(rf"{_NUMERAL}\s?(?:{'|'.join(map(re.escape, counted)) or '(?!)'})")

    def categories(self, folded: str) -> list[tuple[str, tuple[str, ...]]]:
        """Categories best first, each with the words that led to it. Long words count more."""
        found = [(code, tuple(dict.fromkeys(spotter.spot(folded)))) for code, spotter in self._categories]
        found = [(code, hits) for code, hits in found if hits]
        found.sort(key=lambda each: -_weight(each[1]))
        return _without_own_field(found)[:MOST_CATEGORIES]

    def urgency(self, folded: str) -> tuple[Urgency, tuple[str, ...]]:
        """T1, T2, T3 or Q, and the words that led to it. Never T0: that takes an answer (DESIGN 6)."""
        urgent = self._urgent.spot(folded)
        if urgent:
            return "T1", tuple(urgent)
        manifold = self._complex.spot(folded)
        if manifold:
            return "T3", tuple(manifold)
        asking = self._asking.spot(folded)
        if asking and not self._trouble.spot(folded):
            return "Q", tuple(asking)
        return "T2", ()

    def danger(self, folded: str) -> list[tuple[str, tuple[str, ...]]]:
        """The kinds of danger whose words stand in the text, in the order of the file."""
        found = [(code, tuple(spotter.spot(folded))) for code, spotter in self._danger]
        return [(code, hits) for code, hits in found if hits]

    def is_activity(self, folded: str) -> bool:
        """Something done, and a count of it: 今天入户走访5户12人次."""
        return self._counted.search(folded) is not None and bool(self._done.spot(folded))


def _weight(hits: Iterable[str]) -> int:
    """A word of four characters says more than two words of two."""
    return sum(len(hit) ** 2 for hit in hits)


def _without_own_field(found: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """A field of work itself is left out where one of its leaves is found."""
    codes = [code for code, _ in found]
    return [each for each in found if not any(code.startswith(each[0] + ".") for code in codes)]


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
