"""Finds the words of many lists in one pass, and leaves out what the rest of the clause takes back.

A word does not count inside a longer word of its own list or of its `not`, nor a little behind one of its
`before` (预防火灾), nor right in front of one of its `after` (火灾隐患, 火灾的隐患). A gap (吃…安眠药) stays in
one clause. Latin words are found where a word begins: LIFT in LIFTS, LIGHT not in FLIGHT.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Lexicon, Span, outermost
from fieldwork.understanding.words import GAP, WordList

_GAP = r"[^,.。;；!！?？\n]{0,8}?"
_BEFORE = 6  # characters within which a word is taken back
_BREAK = re.compile(r"[,.。;；!！?？\n]")

_Meaning = tuple[str, bool]
"""Whose word it is, and whether it counts or is of the `not`."""


@dataclass
class _Hits:
    counting: list[Span] = field(default_factory=list)
    blocking: list[Span] = field(default_factory=list)


class Spotter:
    """The word lists made ready once."""

    def __init__(self, lists: Mapping[str, WordList]) -> None:
        self._lists = lists
        self._whole: dict[str, list[_Meaning]] = {}
        self._gapped: dict[str, list[tuple[str, _Meaning]]] = {}
        for name, listed in lists.items():
            for words, counts in ((listed.words, True), (listed.unless, False)):
                for word in words:
                    self._learn(fold(word), (name, counts))
        self._lexicon = Lexicon({*self._whole, *self._gapped})
        self._taken = {
            name: (_folded(listed.before), _folded(listed.after)) for name, listed in lists.items()
        }

    def _learn(self, word: str, meaning: _Meaning) -> None:
        first, gap, _ = word.partition(GAP)
        if gap:
            self._gapped.setdefault(first, []).append((word, meaning))
        else:
            self._whole.setdefault(word, []).append(meaning)

    def spot(self, folded: str) -> dict[str, tuple[str, ...]]:
        """List by list the words found, each once, from the left; lists without any are left out."""
        return {
            name: tuple(dict.fromkeys(folded[start:end] for start, end in spans))
            for name, spans in self.places(folded).items()
        }

    def places(self, folded: str) -> dict[str, list[Span]]:
        """List by list where its words stand; lists without any are left out."""
        found: dict[str, _Hits] = {}
        for span, (name, counts) in self._hits(folded):
            hits = found.setdefault(name, _Hits())
            (hits.counting if counts else hits.blocking).append(span)
        kept = {name: self._standing(folded, name, hits) for name, hits in found.items()}
        return {name: spans for name, spans in kept.items() if spans}

    def _hits(self, folded: str) -> Iterator[tuple[Span, _Meaning]]:
        for start, end in self._lexicon.find(folded):
            if inside_latin(folded, start):
                continue
            word = folded[start:end]
            for meaning in self._whole.get(word, ()):
                yield (start, end), meaning
            for gapped, meaning in self._gapped.get(word, ()):
                match = _with_gaps(gapped).match(folded, start)
                if match is not None:
                    yield match.span(), meaning

    def _standing(self, folded: str, name: str, hits: _Hits) -> list[Span]:
        before, after = self._taken[name]
        return [
            span
            for span in outermost(hits.counting)
            if not any(low <= span[0] and span[1] <= high for low, high in hits.blocking)
            and not _taken_back(folded, span, before, after)
        ]


@cache  # when its beginning is met for the first time: most never are, and there are hundreds
def _with_gaps(word: str) -> re.Pattern[str]:
    return re.compile(_GAP.join(map(re.escape, word.split(GAP))))


def inside_latin(folded: str, start: int) -> bool:
    """Whether `start` is in the middle of a Latin word."""
    return start > 0 and _latin(folded[start]) and _latin(folded[start - 1])


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, words))


def _taken_back(folded: str, span: Span, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    if before:
        earlier = _BREAK.split(folded[max(0, span[0] - 4 * _BEFORE) : span[0]])[-1]
        earlier = earlier.replace(" ", "")[-_BEFORE:]  # a place that was taken out stands between nothing
        if any(word in earlier for word in before):
            return True
    end = span[1] + (folded[span[1] : span[1] + 1] in ("的", "之"))
    return folded.startswith(after, end) if after else False
