"""`fieldbot figures`: numbers with what they are of, the records behind, and a superior's own workbook filled."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.styles import Font
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.commands import opening
from fieldwork.tallies import Tally
from storage import network, tallies
from tests.commands import app

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


def test_a_rate_opens_to_what_it_counts_and_what_it_lacks() -> None:
    found = rows(XIHU, "--figure", "按时办结率", "--records")
    assert [(row["number"], row["amount"], row["of"]) for row in found] == [
        ("N-10004-0", "0", "1"), ("N-10003-2", "4", "4"),
    ]  # fmt: skip
    assert "0/1" in figures(XIHU, "--figure", "按时办结率", "--records").stdout


def test_what_came_late_says_so_in_the_sum_and_behind_it() -> None:
    with opening.books(None) as books:
        books.now_write(_comes_late)
    (whole,) = rows(DISTRICT, "--figure", "入户走访.户")
    assert (whole["number"], whole["late"]) == (7, 2)
    behind = rows(DISTRICT, "--figure", "入户走访.户", "--records")
    assert [(row["number"], row["amount"], row.get("late")) for row in behind] == [
        ("A-10001-6", "5", None), ("A-10005-7", "2", 2),
    ]  # fmt: skip
    assert "入户走访  7 户（含补报2）  home_visit.户" in figures(DISTRICT, "--figure", "入户走访.户").stdout
    assert "2 户  补报" in figures(DISTRICT, "--figure", "入户走访.户", "--records").stdout


def _comes_late(session: Session) -> None:
    tallies.enter(session, [
        Tally(day=date(2026, 3, 9), name="home_visit", unit="户", number=2, serial=10005, station=XIHU, late=True,
              path=network.load(session).trail(BUILDING), at=AT),
    ])  # fmt: skip


def test_rates_of_nothing_are_named_apart_and_those_of_few_too() -> None:
    found = rows(DISTRICT)
    (none,) = [row["none_yet"] for row in found if "none_yet" in row]
    assert {"signing_rate", "first_right_rate", "plan_rate"} <= set(none)
    assert not {row.get("figure") for row in found} & set(none)
    assert "按时办结率  4 / 5（80%）  done_rate" in figures(DISTRICT).stdout


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


def test_a_cell_that_means_nothing_does_not_look_like_a_count(tmp_path: Path) -> None:
    """入户走访 is counted in 次: 0 场 would be read as if nobody had gone. What was told so once is a count."""
    (tmp_path / "t.xlsx").write_bytes(
        template({"C4": "{入户走访.场}", "C5": "{培训.场}", "C6": "{宣讲宣传.次}"})
    )
    with opening.books(None) as books:
        books.now_write(_told_in_another_unit)
    done = figures(DISTRICT, "--template", "t.xlsx", "--out", "o.xlsx")
    assert done.exit_code == 1
    assert done.stderr == "Sheet!C4: {入户走访.场} is never counted (is it {入户走访.次}?).\n"
    sheet = load_workbook(tmp_path / "o.xlsx").active
    assert [sheet[cell].value for cell in ("C4", "C5", "C6")] == ["{入户走访.场}", 0, 0]


def _told_in_another_unit(session: Session) -> None:
    path = network.load(session).trail(BUILDING)
    tallies.enter(session, [Tally(day=date(2026, 2, 2), name="publicity", unit="次", number=3, serial=10009, path=path,
                                  station=XIHU, at=AT)])  # fmt: skip


def test_a_workbook_as_superiors_make_them_is_filled(tmp_path: Path) -> None:
    """Merged cells, several figures in a text, full-width signs, formulas and formats of its own, a second sheet."""
    book, out = Workbook(), BytesIO()
    sheet = book.active
    sheet.merge_cells("A1:D1")
    cells = {
        "A1": "3月走访{入户走访.次}次，{入户走访.户}户（按时办结率{按时办结率}）",
        "A2": "｛入户走访．次｝", "A3": "{ 入户走访（户） }",
        "B2": "=SUM(A2:A3)", "C2": "{入户走访.户}", "C3": "{按时办结率}", "C4": "{满意率}",
    }  # fmt: skip
    for cell, text in cells.items():
        sheet[cell] = text
    sheet["C2"].number_format, sheet["C3"].number_format = '#,##0"户"', "0.00%"
    sheet.add_chart(BarChart(), "F2")
    book.create_sheet("附表")["B2"] = "{home_visit.户}"
    book.save(out)
    (tmp_path / "t.xlsx").write_bytes(out.getvalue())
    done = figures(DISTRICT, "--template", "t.xlsx", "--out", "o.xlsx")
    assert (done.exit_code, done.stderr) == (0, "")
    filled = load_workbook(tmp_path / "o.xlsx")
    sheet = filled.worksheets[0]
    assert [sheet[cell].value for cell in cells] == [
        "3月走访2次，5户（按时办结率80%）", 2, 5, "=SUM(A2:A3)", 5, 0.8, "—",
    ]  # fmt: skip
    assert (sheet["C2"].number_format, sheet["C3"].number_format) == ('#,##0"户"', "0.00%")
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:D1"]
    assert len(sheet._charts) == 1
    assert filled["附表"]["B2"].value == 5


def test_what_may_be_meant_by_a_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(template({"A1": "{入户走访}", "A2": "{按时办结}", "A3": "{天气}"}))
    said = figures(DISTRICT, "--template", "t.xlsx", "--out", "o.xlsx").stderr.splitlines()
    assert said[0].startswith("Sheet!A1: {入户走访} is no figure (is it {入户走访.")
    assert "{入户走访.户次}" in said[0]
    assert said[1].startswith("Sheet!A2: {按时办结} is no figure (is it {按时办结率}")
    assert said[2] == "Sheet!A3: {天气} is no figure."


@pytest.mark.parametrize(
    "raw", [b"", b"PK and no zip", "走访,{入户走访.次}".encode(), b"\xd0\xcf\x11\xe0 old"]
)
def test_what_is_no_workbook_is_said(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "t.xlsx").write_bytes(raw)
    done = figures(DISTRICT, "--template", "t.xlsx", "--out", "o.xlsx")
    assert (done.exit_code, "no workbook that can be read" in done.stderr) == (2, True)
    assert not (tmp_path / "o.xlsx").exists()


def test_shapes_that_are_lost_are_told(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(template({"A1": "{入户走访.次}"}))
    with ZipFile(tmp_path / "t.xlsx", "a") as pack:
        pack.writestr("xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:sp macro=''>填表说明</xdr:sp></xdr:wsDr>")
    done = figures(DISTRICT, "--template", "t.xlsx", "--out", "o.xlsx")
    assert (done.exit_code, "Text boxes and drawn shapes are not in o.xlsx" in done.stderr) == (0, True)
