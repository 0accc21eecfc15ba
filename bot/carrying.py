"""Tables on their way out: rows as XLSX, CSV or JSON lines, written while they are read.

The file's ending says the form. Numbers stay numbers and times times; a text that a spreadsheet would run is
quoted. CSV begins with the mark by which Excel knows UTF-8.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from bot.spreadsheets import quoted
from fieldwork.exports import Row

ROWS_OF_A_SHEET = 1_000_000  # Excel takes 48,576 more
WIDEST = 40  # characters of a column
_BLOCK = 1024 * 1024  # bytes

Heading = Mapping[str, str]
"""What a column is called in the file, by its name; in the order of the file."""
Writer = Callable[[Path, Heading, Iterable[Row], tzinfo], int]


def written(file: Path, form: str, heading: Heading, rows: Iterable[Row], zone: tzinfo) -> int:
    """Writes rows in a form (a key of FORMS) and gives how many they were."""
    return FORMS[form](file, heading, rows, zone)


def sum_of(file: Path) -> str:
    """The sha256 of a file."""
    sum_ = hashlib.sha256()
    with file.open("rb") as raw:
        while block := raw.read(_BLOCK):
            sum_.update(block)
    return sum_.hexdigest()


def _as_csv(file: Path, heading: Heading, rows: Iterable[Row], zone: tzinfo) -> int:
    many = 0
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(heading.values())
        for row in rows:
            many += 1
            writer.writerow([_text(row.get(name), zone) for name in heading])
    return many


def _text(value: Any, zone: tzinfo) -> Any:
    """A cell of CSV: times as Excel reads them, in the field's zone."""
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, bool):
        return int(value)
    return quoted(value) if isinstance(value, str) else value


def _as_lines(file: Path, heading: Heading, rows: Iterable[Row], zone: tzinfo) -> int:
    """A JSON object a line, what is absent left out; the columns by name, whatever they are called elsewhere."""
    many = 0
    with file.open("w", encoding="utf-8", newline="") as text:
        for row in rows:
            many += 1
            shown = {name: _json(row[name], zone) for name in heading if row.get(name) not in (None, "")}
            text.write(json.dumps(shown, ensure_ascii=False) + "\n")
    return many


def _json(value: Any, zone: tzinfo) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _as_workbook(file: Path, heading: Heading, rows: Iterable[Row], zone: tzinfo) -> int:
    book = Workbook(write_only=True)
    sheet, many = _sheet(book, heading), 0
    for row in rows:
        if many and many % ROWS_OF_A_SHEET == 0:
            sheet = _sheet(book, heading)
        many += 1
        sheet.append([_cell(sheet, row.get(name), zone) for name in heading])
    book.save(file)
    return many


def _sheet(book: Any, heading: Heading) -> Any:
    sheet = book.create_sheet(str(len(book.worksheets) + 1))
    sheet.freeze_panes = "A2"
    for number, title in enumerate(heading.values()):
        letter = chr(ord("A") + number) if number < 26 else "A" + chr(ord("A") + number - 26)
        sheet.column_dimensions[letter].width = min(WIDEST, max(12, 2 * len(title)))
    sheet.append(list(heading.values()))
    return sheet


def _cell(sheet: Any, value: Any, zone: tzinfo) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)  # a workbook knows no zones
    if isinstance(value, bool):
        return int(value)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=quoted(value))
    cell.data_type = "s"  # also where it looks like a formula
    return cell


FORMS: Mapping[str, Writer] = {
    "xlsx": _as_workbook, "csv": _as_csv, "jsonl": _as_lines, "ndjson": _as_lines, "json": _as_lines,
}  # fmt: skip


def plain(columns: Sequence[str]) -> Heading:
    """Columns called by their own names."""
    return {name: name for name in columns}
