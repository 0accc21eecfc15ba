"""Workbooks written row by row: what people wrote stays text, numbers stay numbers, and a full sheet goes on."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from bot import workbooks
from bot.workbooks import Sheet, Value

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 1, 16, 0, 5, 999, tzinfo=UTC)


def reread(file: Path, *rows: Sequence[Value], name: str = "活动") -> dict[str, list[list[object]]]:
    """Sheets by name, as another programme reads them."""
    width = len(rows[0]) if rows else 1
    workbooks.write(file, [Sheet(name, [f"列{n}" for n in range(width)], rows)], SHANGHAI)
    book = load_workbook(file)
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets
    }


def test_numbers_days_and_times_stay_what_they_are(tmp_path: Path) -> None:
    found = reread(tmp_path / "t.xlsx", [5, 2.5, True, date(2026, 3, 2), AT, None, "", "4号楼"])
    shown = [str(value) for value in found["活动"][1]]
    assert shown == ["5", "2.5", "1", "2026-03-02 00:00:00", "2026-03-02 00:00:05", "None", "None", "4号楼"]
    assert found["活动"][0][:2] == ["列0", "列1"]


@pytest.mark.parametrize("said", ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx", "＝1+1", "'=1", "|x", "%x"])
def test_no_cell_is_run(tmp_path: Path, said: str) -> None:
    file = tmp_path / "t.xlsx"
    reread(file, [said])
    cell = load_workbook(file).worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", f"'{said}")


@pytest.mark.parametrize("said", ["a<b> & \"c\" 'd'", "两\n行", " 空格 ", "🏠", "]]>"])
def test_what_people_write_comes_back(tmp_path: Path, said: str) -> None:
    assert reread(tmp_path / "t.xlsx", [said])["活动"][1] == [said]


def test_what_no_workbook_can_hold_is_left_out(tmp_path: Path) -> None:
    assert reread(tmp_path / "t.xlsx", ["a\x07b\ud800c\r\nd"])["活动"][1] == ["abc\nd"]
    assert reread(tmp_path / "t.xlsx", ["长" * 40_000])["活动"][1] == ["长" * workbooks.LONGEST]


def test_a_full_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "ROWS_OF_A_SHEET", 2)
    found = reread(tmp_path / "t.xlsx", *[[number] for number in range(5)])
    assert found == {"活动": [["列0"], [0], [1]], "活动 2": [["列0"], [2], [3]], "活动 3": [["列0"], [4]]}
    assert list(reread(tmp_path / "t.xlsx", [0], [1])) == ["活动"]
    assert reread(tmp_path / "t.xlsx") == {"活动": [["列0"]]}


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        reread(tmp_path / name, ["西湖站", AT])
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
