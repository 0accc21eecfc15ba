"""What is personal in a text: class P2 and above by words (FIELD 4.1), which no group gets to see.

The class only rises: one word for it is enough, whatever else stands beside it.
"""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from fieldwork import telephones
from fieldwork.understanding.folding import fold
from fieldwork.understanding.spotting import Spotter
from fieldwork.understanding.words import Words

_DANGER = "danger "  # before the codes of danger's lists, so that one pass finds the words of both


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
        dangers = {kind.code: kind for kind in words.danger.kind if kind.code in personal.dangers}
        self._dangers = {_DANGER + code: personal.dangers[code] for code in dangers}
        self._spotter = Spotter(self._kinds | {_DANGER + code: listed for code, listed in dangers.items()})
        self._categories = personal.class_of

    def of(self, texts: Iterable[str], *, door: str = "", category: str | None = None) -> Privacy:
        """The privacy of texts about one matter, at a door or not, in a category or in none."""
        folded = fold("\n".join(texts))
        spotted = self._spotter.places(folded)
        kinds = [self._kinds[code] for code in spotted if code in self._kinds]
        kinds = [kind for kind in kinds if door or not kind.with_door]
        found: dict[str, str] = {kind.code: kind.grade for kind in kinds}
        found |= {
            code.removeprefix(_DANGER): self._dangers[code] for code in spotted if code in self._dangers
        }
        found |= self._others(folded, category)
        return Privacy(
            grade=max(found.values(), default="P1"), kinds=tuple(found),
            minor="child" in found or any(kind.minor for kind in kinds),
        )  # fmt: skip

    def _others(self, folded: str, category: str | None) -> dict[str, str]:
        """A number that is somebody's, a category that is personal as a whole."""
        found: dict[str, str] = {}
        if telephones.found_in(folded) or telephones.holds_identity(folded):
            found["number"] = "P2"
        whole = (category or "").partition(".")[0]
        if grade := self._categories.get(category or "") or self._categories.get(whole):
            found["category"] = grade
        return found
