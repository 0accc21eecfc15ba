"""The catalogue of what a need can be about: eight fields of work, each with its leaves (FIELD 4.4).

The catalogue itself is data, read from the word files of a station; this is the noun.
"""

from pydantic import BaseModel, ConfigDict

from fieldwork.texts import Language


class Category(BaseModel):
    """One entry: a field of work (`governance`) or a leaf of it (`governance.sewage`)."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str  # as Chinese readers say it, 简体
    english: str
    parent: str | None = None  # code of the field of work; None for a field itself

    def called(self, language: Language) -> str:
        """The name on a card. 繁體 is derived from `name` by whoever says the sentence (DESIGN 9)."""
        return self.english if language is Language.ENGLISH else self.name
