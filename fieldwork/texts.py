"""How a sentence is said: in a person's language, in the register of reporters or of staff (DESIGN 9).

The code holds the English sentence; catalogues hold what is said. Names of people and places and what
people wrote are put in after translation, so they never pass a converter.
"""

from collections.abc import Callable
from enum import StrEnum


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
        self._lookup = lookup

    def reporter(self, sentence: str, /, **values: object) -> str:
        return self._lookup("reporter", sentence).format(**values)

    def staff(self, sentence: str, /, **values: object) -> str:
        return self._lookup("staff", sentence).format(**values)

    def named(self, code: str) -> str:
        """A thing of the word lists (a category, a phrase, a role) by its code."""
        return self._lookup("name", code)

    def both(self, sentence: str, /, **values: object) -> str:
        return self._lookup("both", sentence).format(**values)


Translators = Callable[[str], Translator]
"""A person's language (or "") to the translator that speaks it; "" speaks the station's language."""
