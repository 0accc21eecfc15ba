"""Words of danger: those that say it by themselves, and signs that say it of somebody (DESIGN 6).

着火 needs no more. 没动静 is danger when it is said of a person (独居的老人一个星期没动静), 爆 when it is said of a
gas pipe: such signs count in a sentence that also names one of `who`, not far away.
"""

import re
from collections.abc import Iterable

from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Lexicon, Span
from fieldwork.understanding.spotting import Spotter, inside_latin
from fieldwork.understanding.words import DangerFile, DangerWords, WordList

_SENTENCE = re.compile(r"[^。.;；!！?？\n]+")
_FAR = 20  # characters between a sign and whom it is said of


class Dangers:
    """The kinds of danger, made ready once."""

    def __init__(self, file: DangerFile) -> None:
        self._kinds = [kind.code for kind in file.kind]
        self._words = Spotter({kind.code: kind for kind in file.kind})
        self._signs = Spotter({kind.code: _signs_of(kind) for kind in file.kind if kind.signs})
        self._who = {kind.code: Lexicon(map(fold, kind.who)) for kind in file.kind if kind.signs}

    def find(self, folded: str) -> list[tuple[str, tuple[str, ...]]]:
        """The kinds of danger in a text, in the order of the file, each with the words that led to it."""
        said = self._words.spot(folded)
        for code, signs in self._said_of_somebody(folded):
            said[code] = tuple(dict.fromkeys((*said.get(code, ()), *signs)))
        return [(code, said[code]) for code in self._kinds if code in said]

    def _said_of_somebody(self, folded: str) -> Iterable[tuple[str, list[str]]]:
        for sentence in _SENTENCE.findall(folded):
            for code, places in self._signs.places(sentence).items():
                who = [span for span in self._who[code].find(sentence) if not inside_latin(sentence, span[0])]
                signs = [sentence[slice(*sign)] for sign in places if any(_near(sign, one) for one in who)]
                if signs:
                    yield code, signs


def _signs_of(kind: DangerWords) -> WordList:
    """The signs as a list of their own, taken back by the same words as the others."""
    return WordList.model_validate(
        {"words": kind.signs, "not": kind.unless, "before": kind.before, "after": kind.after}
    )


def _near(sign: Span, one: Span) -> bool:
    """Whether two places are close to each other, without being one word."""
    apart = max(sign[0] - one[1], one[0] - sign[1])
    return 0 <= apart <= _FAR
