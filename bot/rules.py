"""Reads a district's rules: those shipped, and what a file puts in their place."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from bot.words import WordsError, first_wrong
from fieldwork.rules import Rules

SHIPPED_RULES = Path(__file__).parent / "data" / "rules" / "rules.toml"


def load_rules(path: Path = SHIPPED_RULES) -> Rules:
    """The rules of a file. Raises WordsError with a sentence that names the file and the key."""
    try:
        return Rules.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except ValidationError as wrong:
        raise WordsError(f"The rules {path} cannot be used: {first_wrong(wrong)}.") from wrong
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as wrong:
        raise WordsError(f"The rules {path} cannot be read: {wrong}.") from wrong
