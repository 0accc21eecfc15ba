"""Workbooks written while their rows are read: a million rows take no more memory than ten.

XlsxWriter keeps no cell; openpyxl, which reads and fills in what others made, takes twice as long. Texts stay texts,
whatever people wrote; the header stays in sight and can be filtered. The same rows give the same bytes. A sheet that is
full goes on in another one: 活动, 活动 2.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.spreadsheets import quoted

ROWS_OF_A_SHEET = 1_000_000  # below the header; Excel takes 48,575 more
WIDEST, NARROWEST = 40, 12  # of a column, in Latin letters
LONGEST = 32_767  # characters of a cell
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML has no way to say
_MADE = datetime(1980, 1, 1, tzinfo=UTC)  # so that the same rows give the same bytes
Value = str | int | float | date | None


class Sheet(NamedTuple):
    """A table: what it is called, its header, its rows. Texts may be anything that people write."""

    name: str
    titles: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()  # of its columns, in Latin letters; without them as wide as the titles ask for
    filtered: bool = True  # whether its rows can be filtered by the header


def write(file: Path, sheets: Iterable[Sheet], zone: tzinfo) -> None:
    """Writes sheets, each while it is read, in their order. Times are those of the zone: a workbook knows none.

    Raises OSError where it cannot be written; the library has an error of its own for that, and only at the end.
    """
    file.touch()
    beside = str(file.parent)  # what is written on the way: the system's own folder may be memory
    try:
        with Workbook(str(file), {"constant_memory": True, "tmpdir": beside}) as book:
            book.set_properties({"created": _MADE})
            pen = _Pen(book, zone)
            for sheet in sheets:
                for name, rows in _parted(sheet):
                    pen.write(book.add_worksheet(name), sheet, rows)
    except FileCreateError as refused:
        raise OSError(str(refused)) from refused


def _parted(sheet: Sheet) -> Iterator[tuple[str, Iterator[Sequence[Value]]]]:
    """The sheet, and those on which it goes on; one also where there is no row."""
    rows, part = iter(sheet.rows), 1
    first: list[Sequence[Value]] = []
    while part == 1 or first:
        name = sheet.name if part == 1 else f"{sheet.name} {part}"
        yield name, chain(first, islice(rows, ROWS_OF_A_SHEET - len(first)))
        first, part = list(islice(rows, 1)), part + 1


class _Pen:
    """Writes rows in the styles of one workbook."""

    def __init__(self, book: Workbook, zone: tzinfo) -> None:
        self._zone = zone
        self._bold: Format = book.add_format({"bold": True})
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self._time: Format = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def write(self, page: Worksheet, sheet: Sheet, rows: Iterable[Sequence[Value]]) -> None:
        """The header, which stays in sight, and the rows below it."""
        page.freeze_panes(1, 0)
        for column, wide in enumerate(sheet.widths or map(width, sheet.titles)):
            page.set_column(column, column, wide)
        for column, title in enumerate(sheet.titles):
            page.write_string(0, column, _safe(title), self._bold)
        last = 0
        for last, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._cell(page, last, column, value)
        if sheet.filtered:
            page.autofilter(0, 0, last, len(sheet.titles) - 1)

    def _cell(self, page: Worksheet, row: int, column: int, value: Value) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            page.write_string(row, column, _safe(value))
        elif isinstance(value, datetime):
            local = value.astimezone(self._zone).replace(tzinfo=None, microsecond=0)
            page.write_datetime(row, column, local, self._time)
        elif isinstance(value, date):
            page.write_datetime(row, column, value, self._day)
        else:
            page.write_number(row, column, int(value) if isinstance(value, bool) else value)


def width(title: str) -> int:
    """What a title asks for."""
    return min(WIDEST, max(NARROWEST, 2 * len(title) + 2))


def _safe(words: str) -> str:
    """What people wrote, as a text that no spreadsheet runs and every one can read."""
    lines = quoted(words).replace("\r\n", "\n").replace("\r", "\n")
    return _NEVER.sub("", lines)[:LONGEST]
