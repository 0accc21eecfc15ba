"""Tables on their way out: rows as XLSX, CSV or JSON lines, written while they are read.

The file's ending says the form. Numbers stay numbers and times times; a text that a spreadsheet would run is
quoted. CSV begins with the mark by which Excel knows UTF-8. A workbook has other sheets beside, where there are any.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from bot import workbooks
from bot.spreadsheets import quoted
from bot.workbooks import Sheet, width
from fieldwork.exports import Row

_BLOCK = 1024 * 1024  # bytes
_WIDTHS: Mapping[str, int] = {
    "number": 14, "standing": 18, "place": 24, "place_name": 40, "station": 20, "organisation": 24, "project": 24,
    "words": 40, **dict.fromkeys(("sent_at", "signed_at", "contacted_at", "done_at", "closed_at", "accepted_at"), 20),
}  # fmt: skip
"""Columns of a workbook that hold more than their titles, in Latin letters: a time that does not fit is ####."""

Heading = Mapping[str, str]
"""What a column is called in the file, by its name; in the order of the file."""


class Table(NamedTuple):
    """What is written: rows under their heading, and what a workbook calls their sheet and has beside it."""

    heading: Heading
    rows: Iterable[Row]
    name: str = "table"
    beside: Iterable[Sheet] = ()


Writer = Callable[[Path, Table, tzinfo], int]


def written(file: Path, form: str, table: Table, zone: tzinfo) -> int:
    """Writes a table in a form (a key of FORMS) and gives how many rows it has."""
    return FORMS[form](file, table, zone)


def sum_of(file: Path) -> str:
    """The sha256 of a file."""
    sum_ = hashlib.sha256()
    with file.open("rb") as raw:
        while block := raw.read(_BLOCK):
            sum_.update(block)
    return sum_.hexdigest()


def _as_csv(file: Path, table: Table, zone: tzinfo) -> int:
    many = 0
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(table.heading.values())
        for row in table.rows:
            many += 1
            writer.writerow([_text(row.get(name), zone) for name in table.heading])
    return many


def _text(value: Any, zone: tzinfo) -> Any:
    """A cell of CSV: times as Excel reads them, in the field's zone."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return int(value) if isinstance(value, bool) else value


def _as_lines(file: Path, table: Table, zone: tzinfo) -> int:
    """A JSON object a line, what is absent left out; the columns by name, whatever they are called elsewhere."""
    many = 0
    with file.open("w", encoding="utf-8", newline="") as text:
        for row in table.rows:
            many += 1
            shown = {
                name: _json(row[name], zone) for name in table.heading if row.get(name) not in (None, "")
            }
            text.write(json.dumps(shown, ensure_ascii=False) + "\n")
    return many


def _json(value: Any, zone: tzinfo) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _as_workbook(file: Path, table: Table, zone: tzinfo) -> int:
    many = 0

    def cells() -> Iterator[list[Any]]:
        nonlocal many
        for row in table.rows:
            many += 1
            yield [row.get(name) for name in table.heading]

    def sheets() -> Iterator[Sheet]:
        widths = [_WIDTHS.get(name, width(title)) for name, title in table.heading.items()]
        yield Sheet(table.name, list(table.heading.values()), cells(), widths)
        yield from table.beside

    workbooks.write(file, sheets(), zone)
    return many


FORMS: Mapping[str, Writer] = {
    "xlsx": _as_workbook, "csv": _as_csv, "jsonl": _as_lines, "ndjson": _as_lines, "json": _as_lines,
}  # fmt: skip


def plain(columns: Sequence[str]) -> Heading:
    """Columns called by their own names."""
    return {name: name for name in columns}
