"""`fieldbot digest`: what a place's digest says, as text and as files."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.commands import opening
from fieldwork.tallies import Tally
from storage import tallies
from storage.network import load
from tests.commands import app

XIHU = "441802006019"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
Types = Callable[..., Result]


@pytest.fixture(autouse=True)
def _who_visited(settled_machine: dict[str, str]) -> None:
    with opening.books(None) as books:
        books.now_write(_visits)


def _visits(session: Session) -> None:
    times = Tally(day=date(2025, 6, 3), name="home_visit", unit="次", number=255, serial=10_001, at=AT,
                  path=load(session).trail(XIHU))  # fmt: skip
    tallies.enter(session, [times, times.model_copy(update={"unit": "户", "number": 764})])


@pytest.fixture
def types() -> Types:
    """Types a command as a shell would, and gives what came back."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_the_year_of_a_place_is_told_by_a_day_of_it(types: Types) -> None:
    done = types("digest", "凤城街道", "--period", "year", "--at", "2025-06-30")
    assert done.exit_code == 0, done.stdout
    assert done.stdout.splitlines()[0] == "📊 凤城街道"
    assert "入户走访 255 次（上期 0） · 764 户" in done.stdout


def test_a_period_may_be_named(types: Types) -> None:
    done = types("digest", XIHU, "--period", "2025-06", "--json")
    told = json.loads(done.stdout)
    assert (told["period"], told["since"], told["until"]) == ("2025-06", "2025-06-01", "2025-06-30")
    assert [(each["name"], each["unit"], each["number"]) for each in told["figures"]] == [
        ("home_visit", "次", 255), ("home_visit", "户", 764),
    ]  # fmt: skip


def test_a_digest_is_written_by_the_ending_of_its_file(types: Types, tmp_path: Path) -> None:
    for name in ("d.txt", "d.json", "d.png", "d.xlsx"):
        assert types("digest", XIHU, "--period", "2025", "--out", tmp_path / name).exit_code == 0
    assert "入户走访" in (tmp_path / "d.txt").read_text(encoding="utf-8")
    assert (tmp_path / "d.png").read_bytes().startswith(b"\x89PNG")
    assert "概况" in load_workbook(BytesIO((tmp_path / "d.xlsx").read_bytes())).sheetnames


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "There is no place"),
        (("凤城街道", "--period", "fortnight"), "is no period"),
        (("凤城街道", "--period", "week", "--at", "soon"), "is no day"),
        (("凤城街道", "--out", "d.pdf"), "a digest is written as"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(types: Types, words: tuple[str, ...], said: str) -> None:
    done = types("digest", *words)
    assert done.exit_code == 2
    assert said in done.output
