"""Of which kind an activity was: 家访 is a home visit, 楼长议事会 a council. No kind is better than a wrong one.

The word that stands first says it (走访6户，并开展反诈宣传 is a visit), a longer word beats one inside it (入户宣传 is
publicity, no visit). Where two kinds are counted, each in a clause of its own (家访3户，电访5户), none is said. A name
at large says it where no other word does: 社区活动：防诈骗讲座一场 is publicity.
"""

import re
from collections.abc import Mapping

from fieldwork.activities import ActivityKind
from fieldwork.understanding.counts import Counting
from fieldwork.understanding.lexicon import Span, outermost
from fieldwork.understanding.spotting import Spotter
from fieldwork.understanding.words import WordList

_CLAUSE = re.compile(r"[^,。;!?\n]+")


class Kinds:
    """The words of each kind, made ready once."""

    def __init__(
        self,
        words: Mapping[ActivityKind, WordList],
        at_large: Mapping[ActivityKind, WordList],
        counting: Counting,
    ) -> None:
        self._counting = counting
        self._spotter = Spotter({kind.value: listed for kind, listed in words.items()})
        self._at_large = Spotter({kind.value: listed for kind, listed in at_large.items()})

    def find(self, folded: str) -> str | None:
        """The kind's value; None where no word says it, or the words say two."""
        named = self.places(folded)
        if len(set(named.values())) > 1:
            apart = {kind for clause in _CLAUSE.finditer(folded) if (kind := self._counted_in(clause, named))}
            if len(apart) > 1:
                return None
        named = named or _places(self._at_large, folded)
        return named[min(named)] if named else None

    def without(self, folded: str) -> str:
        """The text with blanks where a kind is named."""
        for start, end in (*self.places(folded), *_places(self._at_large, folded)):
            folded = folded[:start] + " " * (end - start) + folded[end:]
        return folded

    def places(self, folded: str) -> dict[Span, str]:
        """Where a kind is named; of words that overlap the longest."""
        return _places(self._spotter, folded)

    def _counted_in(self, clause: re.Match[str], named: Mapping[Span, str]) -> str | None:
        """The first kind that a clause names, if it counts something too."""
        kinds = [kind for (start, _), kind in sorted(named.items()) if clause.start() <= start < clause.end()]
        return kinds[0] if kinds and self._counting.counts(clause[0]) else None


def _places(spotter: Spotter, folded: str) -> dict[Span, str]:
    places = {span: kind for kind, spans in spotter.places(folded).items() for span in spans}
    return {span: places[span] for span in outermost(places)}
