"""Reads the word files: those shipped with the programme, and a station's own, which replace them by name."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from fieldwork.understanding.words import (
    CategoriesFile,
    ChatterFile,
    CountingFile,
    DangerFile,
    DepartmentsFile,
    PersonalFile,
    PhrasesFile,
    SameFile,
    UrgencyFile,
    Words,
)

SHIPPED = Path(__file__).parent / "data" / "words"

File = TypeVar("File", bound=BaseModel)


class WordsError(Exception):
    """A word file cannot be used; `sentence` says which, where and why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def load_words(folders: Sequence[Path]) -> Words:
    """The words of the folders; a file in a later folder replaces the one of the same name before it.

    A folder that does not exist is passed over: a station need not have words of its own. Raises WordsError
    with a sentence that names the file and the line or key.
    """
    return Words(
        categories=_read(folders, "categories.toml", CategoriesFile),
        departments=_read(folders, "departments.toml", DepartmentsFile),
        urgency=_read(folders, "urgency.toml", UrgencyFile),
        danger=_read(folders, "danger.toml", DangerFile),
        personal=_read(folders, "personal.toml", PersonalFile),
        chatter=_read(folders, "chatter.toml", ChatterFile),
        phrases=_read(folders, "phrases.toml", PhrasesFile),
        sameness=_read(folders, "sameness.toml", SameFile),
        counting=_read(folders, "counting.toml", CountingFile),
    )


def _read(folders: Sequence[Path], name: str, kind: type[File]) -> File:
    path = next((folder / name for folder in reversed(folders) if (folder / name).is_file()), None)
    if path is None:
        looked = ", ".join(str(folder) for folder in folders) or "no folder at all"
        raise WordsError(f"The word file {name} is missing (looked in {looked}).")
    try:
        return kind.model_validate(_toml(path))
    except ValidationError as wrong:
        raise WordsError(f"The word file {path} cannot be used: {first_wrong(wrong)}.") from wrong


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as wrong:
        raise WordsError(f"The word file {path} cannot be read: {wrong}.") from wrong
    except UnicodeDecodeError as wrong:
        raise WordsError(f"The word file {path} cannot be read: it is not UTF-8 text.") from wrong
    except OSError as wrong:
        raise WordsError(f"The word file {path} cannot be read: {wrong.strerror}.") from wrong


def first_wrong(wrong: ValidationError) -> str:
    """The first thing that is wrong, with its key as one would look for it: top 2 → leaf 1 → words."""
    error = wrong.errors()[0]
    key = " → ".join(str(step + 1) if isinstance(step, int) else step for step in error["loc"])
    return f"at {key}: {error['msg']}" if key else str(error["msg"])
