"""`fieldbot figures`: numbers with what they are of, the records behind, and a superior's own workbook filled."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.commands import app, opening
from fieldwork.tallies import Tally
from storage import network, tallies

DISTRICT, XIHU = "441802", "441802006019"
BUILDING = "441802006019-1-4"
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _some_figures(settled_machine: dict[str, str]) -> None:
    with opening.books(None) as books:
        books.now_write(_filled)


def _filled(session: Session) -> None:
    path = network.load(session).trail(BUILDING)
    told = [("home_visit", "次", 1, 10001), ("home_visit", "户", 5, 10001), ("home_visit", "次", 1, 10002),
            ("done_in_time", "件", 4, 10003), ("overdue", "件", 1, 10004)]  # fmt: skip
    tallies.enter(session, [
        Tally(day=date(2026, 3, 2), name=name, unit=unit, number=number, serial=serial, path=path, station=XIHU, at=AT)
        for name, unit, number, serial in told
    ])  # fmt: skip


def figures(*words: str) -> Result:
    return CliRunner().invoke(app, ["figures", *words, "--period", "2026-03"])


def rows(*words: str) -> list[dict[str, Any]]:
    result = figures(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_counts_come_with_their_units_and_rates_with_what_they_are_of() -> None:
    found = {row["figure"]: row for row in rows(DISTRICT) if "figure" in row}
    assert (found["home_visit.次"]["term"], found["home_visit.次"]["number"]) == ("入户走访", 2)
    assert found["home_visit.户"]["number"] == 5
    assert [found["done_rate"][key] for key in ("term", "number", "of", "rate")] == ["按时办结率", 4, 5, 0.8]


def test_the_places_below_add_up() -> None:
    (part,) = rows(DISTRICT, "--by", "place", "--figure", "入户走访.户")
    assert (part["part"], part["number"]) == ("凤城街道", 5)


def test_a_figure_opens_to_its_records() -> None:
    found = rows(XIHU, "--figure", "入户走访.次", "--records")
    assert [(row["number"], row["day"], row["amount"]) for row in found] == [
        ("A-10001-6", "2026-03-02", "1"), ("A-10002-4", "2026-03-02", "1"),
    ]  # fmt: skip
    assert found[0]["place"].endswith("西湖花园4号楼")


def test_an_unknown_figure_or_period_is_wrong_use() -> None:
    assert figures(XIHU, "--figure", "入户走访").exit_code == 2
    assert CliRunner().invoke(app, ["figures", XIHU, "--period", "soon"]).exit_code == 2


def template(cells: dict[str, str]) -> bytes:
    book, out = Workbook(), BytesIO()
    for cell, text in cells.items():
        book.active[cell] = text
        book.active[cell].font = Font(bold=True)
    book.save(out)
    return out.getvalue()


def test_a_superiors_own_workbook_is_filled_and_keeps_its_look(tmp_path: Path) -> None:
    cells = {
        "A1": "走访",
        "B1": "{入户走访.次}",
        "B2": "共{入户走访.次}次、{入户走访.户}户",
        "B3": "{按时办结率}",
    }
    (tmp_path / "t.xlsx").write_bytes(template(cells))
    done = figures(DISTRICT, "--template", "t.xlsx", "--out", "o.xlsx")
    assert done.exit_code == 0, done.stderr
    sheet = load_workbook(tmp_path / "o.xlsx").active
    assert [sheet[cell].value for cell in ("A1", "B1", "B2", "B3")] == ["走访", 2, "共2次、5户", 0.8]
    assert (sheet["B3"].number_format, sheet["B1"].font.bold) == ("0%", True)


def test_what_is_no_figure_is_named_with_its_cell_and_left(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(template({"C4": "{入户走访.斤}", "C5": "{入户走访.户}"}))
    done = figures(DISTRICT, "--template", "t.xlsx", "--out", "o.xlsx")
    assert done.exit_code == 1
    assert "Sheet!C4: {入户走访.斤}" in done.stderr
    sheet = load_workbook(tmp_path / "o.xlsx").active
    assert (sheet["C4"].value, sheet["C5"].value) == ("{入户走访.斤}", 5)
