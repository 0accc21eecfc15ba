"""LibreOffice opens a digest's workbook, and gives back the cells that were put in."""

import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from bot import workbooks
from bot.digest_sheets import workbook
from bot.workbooks import Sheet, Value
from fieldwork.texts import Language
from tests.bot.digests import SPEAK, busy, digest, yearly

pytestmark = pytest.mark.browser
PATIENCE = 90  # seconds: the first start makes a profile


def cells(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every cell by its sheet: type, value, and whether it is shown as a percentage."""
    book = load_workbook(file)
    return {
        sheet.title: [(cell.coordinate, cell.data_type, cell.value, "%" in cell.number_format)
                      for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sheet in book
    }  # fmt: skip


def converted(file: Path, form: str, folder: Path) -> Path:
    """The file as LibreOffice writes it anew, without a window and with a profile of its own."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is not here: apt-get install libreoffice-calc-nogui"
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form,
         "--outdir", str(folder / "anew"), str(file)],
        check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    return folder / "anew" / file.with_suffix(f".{form.partition(':')[0]}").name


@pytest.mark.parametrize("language", Language)
def test_libreoffice_reads_what_was_written(language: Language, tmp_path: Path) -> None:
    file = tmp_path / "digest.xlsx"
    for told in (busy(), yearly(), digest()):
        file.write_bytes(workbook(told, SPEAK(language)))
        assert cells(converted(file, "xlsx", tmp_path)) == cells(file)


def test_libreoffice_reads_a_table_that_was_written_row_by_row(tmp_path: Path) -> None:
    file, at = tmp_path / "table.xlsx", datetime(2026, 3, 2, 1, 5, 7, tzinfo=UTC)
    row: list[Value] = [
        "A-10001-6",
        "=HYPERLINK(1)",
        "a<b>&c\n两行",
        5,
        2.5,
        True,
        date(2026, 3, 2),
        at,
        None,
    ]
    sheets = [
        Sheet("活动", [f"列{n}" for n in range(9)], [row] * 3),
        Sheet("说明", ["什么"], [], filtered=False),
    ]
    workbooks.write(file, sheets, ZoneInfo("Asia/Shanghai"))
    assert cells(converted(file, "xlsx", tmp_path)) == cells(file)
    assert load_workbook(file)["活动"]["H2"].value == at.replace(hour=9, tzinfo=None)


def test_libreoffice_runs_nothing_that_somebody_typed(tmp_path: Path) -> None:
    """As text a name comes out as it was; what ran would come out as its result."""
    file = tmp_path / "digest.xlsx"
    file.write_bytes(workbook(busy(), SPEAK("zh-hans")))
    sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    written = converted(file, sheet, tmp_path).with_name("digest-各地.csv")
    assert "'=HYPERLINK(1)" in written.read_text(encoding="utf-8")
