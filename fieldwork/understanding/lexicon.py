"""Finding many words in one text: a position is asked only for lengths that begin so."""

from collections.abc import Iterable, Iterator

Span = tuple[int, int]
"""Where words stand: from, and up to (not included)."""


class Lexicon:
    """A set of words that are found in a text, all of them, in one pass."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if word)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def find(self, text: str) -> Iterator[Span]:
        """Every place where one of the words stands, also inside another, from the left."""
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                end = start + length
                if end <= len(text) and text[start:end] in self._words:
                    yield start, end


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Those that no longer one covers in part or in whole, in the order of the text."""
    kept: list[Span] = []
    taken: set[int] = set()
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if taken.isdisjoint(range(start, end)):
            kept.append((start, end))
            taken.update(range(start, end))
    return sorted(kept)
