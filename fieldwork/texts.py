"""How a sentence is said: in a person's language, in the register of reporters or of staff (DESIGN 9).

The code holds the English sentence; catalogues hold what is said. Names of people and places and what
people wrote are put in after translation, so they never pass a converter.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple


class Language(StrEnum):
    HANS = "zh-hans"  # written first
    HANT = "zh-hant"  # derived from it
    ENGLISH = "en"


Lookup = Callable[[str, str], str]
"""(register, English sentence) to the sentence as it is said; the English one where nothing is kept."""


class Translator:
    """Says sentences in one language. `reporter` and `staff` are the two registers; `both` serves either."""

    def __init__(self, language: Language, lookup: Lookup) -> None:
        self.language = language
        self.look_up = lookup

    def reporter(self, sentence: str, /, **values: object) -> str:
        return self.look_up("reporter", sentence).format(**values)

    def staff(self, sentence: str, /, **values: object) -> str:
        return self.look_up("staff", sentence).format(**values)

    def named(self, code: str) -> str:
        """A thing of the word lists (a category, a phrase, a role) by its code."""
        return self.look_up("name", code)

    def both(self, sentence: str, /, **values: object) -> str:
        return self.look_up("both", sentence).format(**values)


Translators = Callable[[str], Translator]
"""A person's language (or "") to the translator that speaks it; "" speaks the station's language."""


class Phrase(NamedTuple):
    """A sentence that is made where nobody knows yet in which language it will be said.

    `Phrase.staff("…", name=…)` stands in the catalogues as `t.staff("…")` does; `str` gives the English.
    """

    english: str
    values: Mapping[str, Any]

    @classmethod
    def staff(cls, english: str, /, **values: Any) -> "Phrase":
        return cls(english, values)

    def __str__(self) -> str:
        return self.english.format(**self.values)

    def said(self, t: Translator) -> str:
        """In a language; what was put in is said in it too, where it is a phrase."""
        values = {k: v.said(t) if isinstance(v, Phrase) else v for k, v in self.values.items()}
        return t.staff(self.english, **values)
