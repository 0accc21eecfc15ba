"""Rules as TOML: written so that they are read as they were, and each value found on its line."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import SHIPPED_RULES
from bot.words import SHIPPED
from fieldwork.toml_texts import line_of, lines_of, written

FILES = [SHIPPED_RULES, *sorted(SHIPPED.glob("*.toml"))]
TEXT = """\
# a comment with [brackets] = "and quotes
verify = ["a", # first
  "b]"]
[limits]
hold_days = 30
hours = { T0 = 0, "T 1" = 2.5 }
[[reasons.held]]
code = "rain"
note = '''
code = "no key at all"
'''
[[reasons.held]]
code = "snow" # code = "x"
[reasons.held.more]
at = 2026-03-02 10:00:00
[[bodies]]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("verify", 2), ("verify[1]", 3), ("limits", 4), ("limits.hold_days", 5), ("limits.hours.T 1", 6),
        ("reasons.held[0].code", 8), ("reasons.held[1]", 12), ("reasons.held[1].code", 13),
        ("reasons.held[1].more.at", 15), ("bodies[0]", 16),
    ],
)  # fmt: skip
def test_each_value_is_found_on_its_line(path: str, line: int) -> None:
    assert lines_of(TEXT)[path] == line


def test_what_is_missing_is_pointed_at_where_it_should_stand() -> None:
    lines = lines_of(TEXT)
    assert line_of(lines, "reasons.held[1].english") == 12
    assert line_of(lines, "limits.hours.T9.[key]") == 6
    assert line_of(lines, "retention.P1") is None
    assert line_of(lines, "]x[.") is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_shipped_files_are_written_as_they_are_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(written(tomllib.loads(text))) == tomllib.loads(text)
    assert set(_paths(tomllib.loads(text), "")) <= set(lines_of(text))


def _paths(value: Any, path: str) -> list[str]:
    match value:
        case dict():
            below = [(f"{path}.{key}" if path else key, each) for key, each in value.items()]
        case list():
            below = [(f"{path}[{number}]", each) for number, each in enumerate(value)]
        case _:
            return [path]
    return [found for name, each in below for found in _paths(each, name)]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = WORDS | st.integers(-(2**53), 2**53) | st.booleans() | st.lists(WORDS, max_size=30)
TABLES = st.recursive(
    st.dictionaries(WORDS, PLAIN, max_size=4),
    lambda below: st.dictionaries(WORDS, PLAIN | below | st.lists(below, min_size=1, max_size=3), max_size=4),
    max_leaves=12,
)


@given(TABLES)
def test_whatever_is_written_is_read_again(values: dict[str, Any]) -> None:
    text = written(values)
    assert tomllib.loads(text) == values
    lines_of(text)
