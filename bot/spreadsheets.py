"""Spreadsheets: the bytes of an XLSX or CSV file into rows of texts, and back.

What a file is, its content tells, never its name. It comes from a chat, so nothing in it is believed: a
workbook is a zip, and how large that grows is added up from its directory before anything is unpacked (a
part never unpacks to more than is written there). Formulas are read as the text that they are, and no cell
leaves here that a spreadsheet would run.
"""

import csv
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from itertools import islice
from typing import Any, NoReturn
from xml.etree.ElementTree import ParseError

from fieldwork.network_files import MOST_BYTES, BadNetwork, decode, refuse
from fieldwork.network_plans import Tree
from fieldwork.network_sifting import Source
from fieldwork.network_tables import COLUMNS, Row, columns_of, tabled
from fieldwork.texts import Phrase

MOST_ROWS = 200_000
MOST_COLUMNS = 50
HEADER_WITHIN = 20  # rows: titles and dates may stand above it
HEADER_LIES_IN = 20_000  # characters
MOST_PARTS = 1_000  # files in a workbook
LARGEST_SHEET = 150 * 1024 * 1024  # bytes of a sheet, unpacked
LARGEST_WORDS = 40 * 1024 * 1024  # of its texts
LARGEST_PART = 10 * 1024 * 1024  # of anything else in it
MOST_UNPACKED = 200 * 1024 * 1024  # bytes in all
DENSEST = 150  # times: a sheet that repeats itself packs 20 to 40 times smaller
XLSX, CSV = "xlsx", "csv"
_OLE, _ZIP, _PICTURES = b"\xd0\xcf\x11\xe0", b"PK", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF")
_RUNS = re.compile(
    r"'*[=+\-@＝＋－＠\t\r\n|%]"
)  # what a spreadsheet takes for a formula, however often it is quoted
_UNREADABLE = (
    zipfile.BadZipFile, ParseError, ValueError, KeyError, IndexError, TypeError,
    AttributeError, EOFError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


Held = str | list[Row]
"""What a network file holds, read as far as it can be without the network: JSON, or the rows of a table."""


def held_in(raw: bytes) -> Held:
    """What the content of a network file says that it is. Raises BadNetwork where it is none."""
    begins_as_json = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return decode(raw) if begins_as_json else rows_in(raw)


def source_of(held: Held, kept: Tree) -> Source:
    """The file before anything in it is checked. Raises BadNetwork for what only begins like JSON."""
    return Source.of_text(held) if isinstance(held, str) else Source.of_table(tabled(held, kept))


Header = Callable[[Sequence[str]], dict[str, int] | None]
"""Where each column stands in some cells, if these are a header at all."""


def rows_in(raw: bytes) -> list[Row]:
    """The rows of a network table. Raises BadNetwork with one sentence for what is no such table."""
    return rows_under(raw, columns_of, COLUMNS)


def rows_under(
    raw: bytes, header: Header, names: Sequence[str], second: Header = lambda _cells: None
) -> list[Row]:
    """The rows below a header; `names` are the columns that are said where there is none. Raises BadNetwork.

    `second`: what a row directly below adds to the header, where there is one (数量, with 次 户 人次 below it).
    """
    if len(raw) > MOST_BYTES:
        refuse(Phrase.staff("It is larger than {most} MB.", most=MOST_BYTES // 1024 // 1024))
    sheets = iter(_sheets(raw) if raw[:2] == _ZIP else [_lines(raw, header)])
    found = next(
        (rows for sheet in sheets if (rows := _under_header(sheet, header, second)) is not None), None
    )
    if found is None:
        columns = ", ".join(names)
        refuse(Phrase.staff("No header was found: the first rows must name the columns {columns}.",
                            columns=columns))  # fmt: skip
    if any(_is_table(sheet, header) for sheet in sheets):
        refuse(Phrase.staff("Several of its sheets hold such a table: save each as a file of its own."))
    return found


def _is_table(sheet: Iterable[tuple[int, Sequence[str]]], header: Header) -> bool:
    """Whether another sheet has such a header, too: it would be passed over in silence."""
    try:
        return any(header(cells) is not None for _, cells in islice(sheet, HEADER_WITHIN))
    except BadNetwork:  # whatever it is, it is none
        return False


def _under_header(
    sheet: Iterable[tuple[int, Sequence[str]]], header: Header, second: Header
) -> list[Row] | None:
    """The rows below the header, empty ones left out; None where no header is."""
    columns: dict[str, int] | None = None
    rows: list[Row] = []
    for number, cells in sheet:
        if columns is None:
            if number > HEADER_WITHIN:
                return None
            columns, below = header(cells), number + 1
        elif number == below and (more := second(cells)):
            columns = more | columns
        elif any(cells):
            of = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
            rows.append(Row(number, of))
    return None if columns is None else rows


def _counted(number: int, cells: Sequence[str]) -> None:
    if number > MOST_ROWS:
        refuse(Phrase.staff("It has more than {most} rows.", most=MOST_ROWS))
    if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
        refuse(Phrase.staff("Row {row} has more than {most} columns.", row=number, most=MOST_COLUMNS))


# -- workbooks --------------------------------------------------------------------------------------


def _sheets(raw: bytes) -> list[Iterator[tuple[int, Sequence[str]]]]:
    """The sheets of a workbook, read while they are walked."""
    from openpyxl import load_workbook  # late, as below: most commands read and write none

    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            _no_bomb(packed.infolist(), len(raw))
            names = {info.filename for info in packed.infolist()}
        if "xl/workbook.xml" not in names:
            refuse(Phrase.staff("It is a packed folder (zip), no workbook: send the file that is in it."))
        book = load_workbook(BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        return [_walked(sheet) for sheet in book.worksheets]
    except _UNREADABLE:
        _broken()


def _no_bomb(parts: list[zipfile.ZipInfo], packed: int) -> None:
    """Raises BadNetwork where what is packed would grow too large."""
    if any(part.flag_bits & 1 for part in parts):
        refuse(Phrase.staff("It is protected by a password: take that off and send it again."))
    whole = sum(part.file_size for part in parts)
    large = [part for part in parts if part.file_size > _largest(part.filename)]
    if large or len(parts) > MOST_PARTS or whole > min(MOST_UNPACKED, DENSEST * packed + LARGEST_PART // 10):
        refuse(Phrase.staff("It would unpack to more than a workbook of {most} rows is: it is not opened.",
                            most=MOST_ROWS))  # fmt: skip


def _largest(name: str) -> int:
    if name.startswith("xl/worksheets/"):
        return LARGEST_SHEET
    return LARGEST_WORDS if name == "xl/sharedStrings.xml" else LARGEST_PART


def _walked(sheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=2 * MOST_COLUMNS), start=1):
            cells = ["" if value is None else _text(value) for value in values]
            _counted(number, cells)
            yield number, cells
    except _UNREADABLE:
        _broken()


def _text(value: Any) -> str:
    """A cell as people see it: a code that was kept as a number has no .0"""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return unquoted(str(value).strip())


def _broken() -> NoReturn:
    refuse(Phrase.staff("It is no workbook that can be read: save it anew as .xlsx or .csv."))


# -- CSV --------------------------------------------------------------------------------------------


def _lines(raw: bytes, header: Header) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of a CSV file, in the writing and with the separator that it has."""
    text = _decoded(raw)
    try:
        for number, cells in enumerate(
            csv.reader(StringIO(text, newline=""), delimiter=_separator(text, header)), start=1
        ):
            stripped = [unquoted(cell.strip()) for cell in cells]
            _counted(number, stripped)
            yield number, stripped
    except csv.Error:
        refuse(Phrase.staff("It is no table that can be read: save it anew as .xlsx or .csv."))


def _decoded(raw: bytes) -> str:
    """UTF-8 or GB18030 (what a Chinese Excel writes), or UTF-16 with its mark."""
    if raw.startswith(_OLE):
        refuse(Phrase.staff("It is an old .xls, or protected by a password: save it as .xlsx without one."))
    if raw.startswith(_PICTURES):
        refuse(Phrase.staff("It is a picture or a PDF, no table: send .xlsx or .csv."))
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = raw.decode("utf-16", "replace") if marked else _eastern(raw)
    if "\0" in text:
        refuse(Phrase.staff("It is no text and no workbook: send .xlsx or .csv."))
    if text.lstrip()[:1] == "<":
        refuse(Phrase.staff("It is a web page, whatever its name: open it and save it as .xlsx."))
    return text


def _eastern(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return decode(raw)  # says where it is not UTF-8


def _separator(text: str, header: Header) -> str:
    """The one with which the first rows hold a header; a comma where none does."""
    first = text[:HEADER_LIES_IN].splitlines()[:HEADER_WITHIN]
    for separator in (",", "\t", ";"):
        if any(header([cell.strip(' "') for cell in line.split(separator)]) for line in first):
            return separator
    return ","


# -- the way out ------------------------------------------------------------------------------------


def table(header: Sequence[str], rows: Iterable[Sequence[str]], form: str) -> bytes:
    """A table as a file. `form`: xlsx or csv (UTF-8 with its mark, so that Excel knows it)."""
    return _workbook(header, rows) if form == XLSX else _separated(header, rows)


def _separated(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([quoted(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _workbook(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("network")
    sheet.append([_cell(sheet, name) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: Any, text: str) -> Any:
    """A text and nothing else, also where it looks like a formula or a number."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=quoted(text))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def quoted(cell: str) -> str:
    """A text that a spreadsheet would run gets a quotation mark before it; `unquoted` takes it away."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def unquoted(cell: str) -> str:
    """The text as it was before it was quoted."""
    return cell[1:] if cell[:1] == "'" and _RUNS.match(cell) else cell
