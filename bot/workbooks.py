"""Workbooks written while their rows are read: a million rows take no more memory than ten.

openpyxl makes an object of every cell and takes six times as long (benchmarks/RESULTS.md), so the few parts that an
XLSX needs are written as they are: texts in their cells, numbers, days and times; a header that stays and can be
filtered. The same rows give the same bytes. A sheet that is full goes on in another one: 活动, 活动 2.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cache, lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from bot.spreadsheets import quoted

ROWS_OF_A_SHEET = 1_000_000  # below the header; Excel takes 48,575 more
WIDEST, NARROWEST = 40, 12  # of a column, in Latin letters
LONGEST = 32_767  # characters of a cell
AT_ONCE = 500  # rows
_PLAIN, _HEADER, _DAY, _TIME = range(4)  # as STYLES has them
_THEN = (1980, 1, 1, 0, 0, 0)  # of the parts of the zip: the oldest that it can say
_BEGAN, _DAY_0 = datetime(1899, 12, 30, tzinfo=UTC), date(1899, 12, 30)  # from when a workbook counts days
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML has no way to say
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
Value = str | int | float | date | None


class Sheet(NamedTuple):
    """A table: what it is called, its header, its rows. Texts may be anything that people write."""

    name: str
    titles: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()  # of its columns, in Latin letters; without them as wide as the titles ask for
    filtered: bool = True  # whether its rows can be filtered by the header


def write(file: Path, sheets: Iterable[Sheet], zone: tzinfo) -> None:
    """Writes sheets, each while it is read, in their order. Times are those of the zone: a workbook knows none."""
    names = list[str]()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as pack:
        for sheet in sheets:
            for name, rows in _parted(sheet):
                names.append(name)
                with pack.open(_info(f"xl/worksheets/sheet{len(names)}.xml"), "w", force_zip64=True) as part:
                    for some in _sheet_xml(sheet, rows, zone):
                        part.write(some.encode())
        for path, xml in _around(names).items():
            pack.writestr(_info(path), _HEAD + xml)


def _info(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _THEN)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _parted(sheet: Sheet) -> Iterator[tuple[str, Iterator[Sequence[Value]]]]:
    """The sheet, and those on which it goes on; one also where there is no row."""
    rows, part = iter(sheet.rows), 1
    first: list[Sequence[Value]] = []
    while part == 1 or first:
        name = sheet.name if part == 1 else f"{sheet.name} {part}"
        yield name, chain(first, islice(rows, ROWS_OF_A_SHEET - len(first)))
        first, part = list(islice(rows, 1)), part + 1


# -- a sheet ----------------------------------------------------------------------------------------


def _sheet_xml(sheet: Sheet, rows: Iterator[Sequence[Value]], zone: tzinfo) -> Iterator[str]:
    many = 1
    yield f'{_HEAD}<worksheet xmlns="{_SHEET}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
    for at, width in enumerate(sheet.widths or map(_width, sheet.titles), 1):
        yield f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
    head = "".join(_words_xml(f"{column(at)}1", title, _HEADER) for at, title in enumerate(sheet.titles))
    yield f'</cols><sheetData><row r="1">{head}</row>'
    while some := list(islice(rows, AT_ONCE)):
        yield "".join(_row_xml(number, row, zone) for number, row in enumerate(some, many + 1))
        many += len(some)
    filtered = f'<autoFilter ref="A1:{column(len(sheet.titles) - 1)}{many}"/>' if sheet.filtered else ""
    yield f"</sheetData>{filtered}</worksheet>"


def _width(title: str) -> int:
    return min(WIDEST, max(NARROWEST, 2 * len(title) + 2))


def _row_xml(number: int, row: Sequence[Value], zone: tzinfo) -> str:
    cells = [
        _XML[type(value)](f"{column(at)}{number}", value, zone)
        for at, value in enumerate(row)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


@cache
def column(at: int) -> str:
    """What a spreadsheet calls a column; the first is at 0."""
    return (column(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _text(ref: str, value: str, _zone: tzinfo) -> str:
    return _words_xml(ref, value, _PLAIN)


def _words_xml(ref: str, words: str, style: int) -> str:
    return (
        f'<c r="{ref}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_escaped(words)}</t></is></c>'
    )


@lru_cache(10_000)
def _escaped(words: str) -> str:
    """What people wrote, as a text that no spreadsheet runs and every one can read."""
    lines = quoted(words).replace("\r\n", "\n").replace("\r", "\n")
    return escape(_NEVER.sub("", lines)[:LONGEST])


def _number(ref: str, value: float, _zone: tzinfo) -> str:
    return f'<c r="{ref}"><v>{value!r}</v></c>'


def _truth(ref: str, value: bool, _zone: tzinfo) -> str:
    return f'<c r="{ref}"><v>{int(value)}</v></c>'


def _day(ref: str, value: date, _zone: tzinfo) -> str:
    return f'<c r="{ref}" s="{_DAY}"><v>{(value - _DAY_0).days}</v></c>'


def _moment(ref: str, value: datetime, zone: tzinfo) -> str:
    local = value.astimezone(zone).replace(tzinfo=UTC, microsecond=0)
    return f'<c r="{ref}" s="{_TIME}"><v>{(local - _BEGAN).total_seconds() / 86400!r}</v></c>'


_XML: dict[type, Callable[[str, Any, tzinfo], str]] = {
    str: _text, int: _number, float: _number, bool: _truth, date: _day, datetime: _moment,
}  # fmt: skip


# -- what stands around the sheets --------------------------------------------------------------------

_STYLES = (
    f'<styleSheet xmlns="{_SHEET}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4">'
    '<xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="165" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _around(names: Sequence[str]) -> dict[str, str]:
    """The other parts, by their path."""
    numbered = list(enumerate(names, 1))
    sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n, _ in numbered
    )
    return {
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship '
        f'Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{types}</Types>',
    }
