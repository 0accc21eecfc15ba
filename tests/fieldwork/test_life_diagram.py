"""The page of a report's life is drawn from the table; tests/test_docs.py holds docs/life.md against it."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fieldwork.life import STEPS, By, Stay
from fieldwork.life_diagram import WHO, WORDS
from fieldwork.reports import State
from tests.commands import app


@pytest.fixture(scope="module")
def drawn() -> str:
    done = CliRunner().invoke(app, ["life", "diagram"])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_it_is_written_where_it_is_asked_for(drawn: str, tmp_path: Path) -> None:
    CliRunner().invoke(app, ["life", "diagram", "--out", str(tmp_path / "life.md")])
    assert (tmp_path / "life.md").read_text(encoding="utf-8") == drawn


def test_every_step_and_everybody_has_a_chinese_word() -> None:
    assert set(WORDS) == set(STEPS)
    assert set(WHO) == set(By)
    assert all(re.fullmatch("[一-鿿、…]+", word) for word in WORDS.values())


def test_every_state_can_be_reached_in_the_diagram_and_left_unless_it_is_an_end(drawn: str) -> None:
    edges = re.findall(r"^    (\S+) --> (\S+)", drawn, re.MULTILINE)
    for state in State:
        wide = {step.leads_to for step in STEPS.values() if f"`{step.name}`（" in drawn}
        assert state in wide or any(to == state.value for _, to in edges), state
        assert any(left == state.value for left, _ in edges), state


def test_every_step_has_its_row(drawn: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| \S+ \| .* \| .* \| .* \| .*\|$", drawn, re.MULTILINE)
    assert [name for name in rows if name in STEPS] == list(STEPS)
    assert sum(step.leads_to is Stay.HERE for step in STEPS.values()) == drawn.count("| 不变 |")
