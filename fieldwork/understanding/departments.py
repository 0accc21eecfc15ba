"""Which department a matter would be referred to: longest words first, strong ones before weak ones.

A word inside a longer word says nothing (养老保险 is not 养老). A word that only tells where it is (学校门口的
摊贩) counts little; the matter itself mostly stands last in a sentence. All weights are set by hand here, and
the strength of each word by hand in departments.toml: nothing is fitted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fieldwork.categories import DEPARTMENTS
from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Lexicon, Span, outermost
from fieldwork.understanding.words import Words

MOST_DEPARTMENTS = 3

STRONG, USUAL, WEAK = 4.0, 2.0, 1.0
_OF_LENGTH = {1: 0.5, 2: 1.0, 3: 1.25, 4: 1.5}
_LONGER = 1.75
_WHERE = 0.3  # 学校门口: it is not about the school
_LATE = 0.5  # how much more the end of the first sentence says than its beginning
_HEAD = 60  # characters in which a message says what it is about
_AFTER_HEAD = 0.4

Weights = Mapping[str, float]
"""Department by department, how much a word says."""


@dataclass
class _Score:
    points: float = 0.0
    words: list[str] = field(default_factory=list)


class Departments:
    """The departments' words and those of the categories that are referred to them, made ready once."""

    def __init__(self, words: Words) -> None:
        self._weights = _weights(words)
        self._lexicon = Lexicon(self._weights)
        self._where = tuple(fold(word) for word in words.departments.where)
        self._order = [each.name for each in words.departments.department]

    def find(self, folded: str) -> list[tuple[str, tuple[str, ...]]]:
        """Departments best first, three at most, each with the words that led to it."""
        scores: dict[str, _Score] = {}
        for word, factor in self._heard(folded).items():
            for department, weight in self._weights[word].items():
                score = scores.setdefault(department, _Score())
                score.points += weight * factor
                score.words.append(word)
        best = sorted(scores, key=lambda name: (-scores[name].points, DEPARTMENTS.index(name)))
        return [(name, tuple(scores[name].words)) for name in best[:MOST_DEPARTMENTS]]

    def _heard(self, folded: str) -> dict[str, float]:
        """Each word once, with what its best place in the text makes of it."""
        head = min(len(folded), _HEAD)
        heard: dict[str, float] = {}
        for start, end in outermost(span for span in self._lexicon.find(folded) if _begins(folded, span)):
            factor = 1 + _LATE * end / head if end <= head else _AFTER_HEAD
            factor *= _WHERE if folded.startswith(self._where, end) else 1
            word = folded[start:end]
            heard[word] = max(heard.get(word, 0), factor)
        return heard


def _weights(words: Words) -> dict[str, dict[str, float]]:
    """Every word that is known. A department's own entry beats what the word says of a category."""
    weights: dict[str, dict[str, float]] = {}
    for top in words.categories.top:
        for listed, department in (*((leaf, leaf.department) for leaf in top.leaf), (top, top.department)):
            _learn(weights, listed.words, {department: USUAL} if department else {})
            for word in listed.unless:
                weights.setdefault(fold(word), {})
    own: dict[str, dict[str, float]] = {}
    for each in words.departments.department:
        for strength, said in ((WEAK, each.weak), (USUAL, each.words), (STRONG, each.strong)):
            _learn(own, said, {each.name: strength})
    nothing: dict[str, dict[str, float]] = {fold(word): {} for word in words.departments.nothing}
    return weights | own | nothing


def _learn(weights: dict[str, dict[str, float]], words: Iterable[str], said: Weights) -> None:
    for word in map(fold, words):
        for department, strength in said.items():
            weight = strength * _OF_LENGTH.get(len(word), _LONGER)
            weights.setdefault(word, {})[department] = weight
        weights.setdefault(word, {})


def _begins(folded: str, span: Span) -> bool:
    """Whether a Latin word begins here: LIGHT does not stand in FLIGHT."""
    start = span[0]
    return start == 0 or not (_latin(folded[start]) and _latin(folded[start - 1]))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
