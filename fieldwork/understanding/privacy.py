"""What is personal in a text: class P2 and above by words (FIELD 4.1), which no group gets to see.

The class only rises: one word for it is enough, whatever else stands beside it.
"""

import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from fieldwork import telephones
from fieldwork.understanding.folding import fold
from fieldwork.understanding.spotting import Spotter
from fieldwork.understanding.words import Words

_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)")


class Privacy(BaseModel):
    """How private a text is, and why."""

    model_config = ConfigDict(frozen=True)

    grade: str = "P1"  # P1 internal · P2 personal · P3 sensitive · P4 restricted
    kinds: tuple[str, ...] = ()  # codes of the word list; "number": a telephone or an identity number
    minor: bool = False  # it speaks of a child

    @property
    def is_personal(self) -> bool:
        return self.grade != "P1"


class Discretion:
    """Tells what is personal, by the words of `personal.toml` and a few forms; keeps nothing of a text."""

    def __init__(self, words: Words) -> None:
        personal = words.personal
        self._kinds = {kind.code: kind for kind in personal.kind}
        self._spotter = Spotter(self._kinds)
        self._danger = Spotter({k.code: k for k in words.danger.kind if k.code in personal.dangers})
        self._categories = personal.categories

    def of(self, texts: Iterable[str], *, door: str = "", category: str | None = None) -> Privacy:
        """The privacy of texts about one matter, at a door or not, in a category or in none."""
        folded = fold("\n".join(texts))
        kinds = [self._kinds[code] for code in self._spotter.spot(folded)]
        kinds = [kind for kind in kinds if door or not kind.with_door]
        found = {kind.code: kind.grade for kind in kinds} | self._others(folded, category)
        return Privacy(
            grade=max(found.values(), default="P1"), kinds=tuple(found),
            minor="child" in found or any(kind.minor for kind in kinds),
        )  # fmt: skip

    def _others(self, folded: str, category: str | None) -> dict[str, str]:
        """Words of danger to a person, a number that is somebody's, a category that is personal as a whole."""
        found = dict.fromkeys(self._danger.spot(folded), "P4")
        if telephones.found_in(folded) or _IDENTITY.search(folded):
            found["number"] = "P2"
        if category and (category in self._categories or category.partition(".")[0] in self._categories):
            found["category"] = "P3"
        return found
