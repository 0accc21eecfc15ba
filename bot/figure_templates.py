"""A superior's own workbook, filled: cells that hold `{入户走访.次}` get the number, and keep their look.

A cell that holds nothing else becomes a number, a rate with a per cent format where it has none of its own; in a
text the number takes the place of its name. What is no figure stays as it stands and is told with its cell. Merged
cells, formulas, formats, charts and macros stay; text boxes and drawn shapes openpyxl knows nothing of, which is told.
"""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple
from unicodedata import normalize

from openpyxl import load_workbook

from fieldwork.digests import Stated
from fieldwork.figures import written

NAME = re.compile(r"[{｛]([^{}｛｝]{1,60})[}｝]")
NOTHING = "—"  # a rate of nothing is none
_UNIT = re.compile(r"[(]([^()]+)[)]$")
_UNREADABLE = (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, OSError)
_MACROS, _SHAPE = "xl/vbaProject.bin", b"<xdr:sp "
Value = Callable[[str], Stated | None]


class Unknown(NamedTuple):
    """A name in braces that no figure has, and where it stands."""

    sheet: str
    cell: str
    name: str


class NoWorkbook(Exception):
    """What was given is no workbook that can be read."""


class Filled(NamedTuple):
    """The workbook with its numbers, what in it is no figure, and whether shapes in it are lost."""

    raw: bytes
    unknown: list[Unknown]
    loses_shapes: bool


def filled(raw: bytes, value_of: Value) -> Filled:
    """Fills a workbook. Raises NoWorkbook."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as pack:
            has_macros = _MACROS in pack.namelist()
            has_shapes = any(_SHAPE in pack.read(name) for name in pack.namelist() if "/drawing" in name)
        book = load_workbook(BytesIO(raw), keep_vba=has_macros)
    except _UNREADABLE as wrong:
        raise NoWorkbook from wrong
    unknown, out = list[Unknown](), BytesIO()
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and NAME.search(cell.value):
                unknown += [Unknown(sheet.title, cell.coordinate, name) for name in _fill(cell, value_of)]
    book.save(out)
    return Filled(out.getvalue(), unknown, has_shapes)


def said(name: str) -> str:
    """A name as the dictionary has it: ｛入户走访．次｝ and 入户走访（次） are written too."""
    plain = "".join(normalize("NFKC", name).split())
    return _UNIT.sub(r".\1", plain)


def _fill(cell: Any, value_of: Value) -> list[str]:
    """Fills one cell; gives the names in it that are none, in which case it stays as it is."""
    found = {name: value_of(said(name)) for name in NAME.findall(cell.value)}
    missing = [name for name, value in found.items() if value is None]
    if missing:
        return missing
    values = {name: value for name, value in found.items() if value is not None}
    whole = NAME.fullmatch(cell.value.strip())
    if whole:
        _set_number(cell, values[whole[1]])
    else:
        cell.value = NAME.sub(lambda one: _in_text(values[one[1]]), cell.value)
    return []


def _set_number(cell: Any, value: Stated) -> None:
    if value.whole is None:
        cell.value = int(value.number) if value.number == int(value.number) else value.number
        return
    cell.value = value.number / value.whole if value.whole else NOTHING
    if cell.number_format == "General":
        cell.number_format = "0%"


def _in_text(value: Stated) -> str:
    if value.whole is None:
        return written(value.number)
    return f"{100 * value.number / value.whole:.0f}%" if value.whole else NOTHING
