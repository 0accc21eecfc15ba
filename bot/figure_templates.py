"""A superior's own workbook, filled: cells that hold `{入户走访.次}` get the number, and keep their look.

A cell that holds nothing else becomes a number, a rate with a per cent format where it has none of its own; in a
text the number takes the place of its name. What is no figure stays as it stands and is told with its cell.
"""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import load_workbook

from fieldwork.digests import Stated
from fieldwork.figures import written

NAME = re.compile(r"\{([^{}]{1,60})\}")
Value = Callable[[str], Stated | None]


class Unknown(NamedTuple):
    """A name in braces that no figure has, and where it stands."""

    sheet: str
    cell: str
    name: str


def filled(raw: bytes, value_of: Value) -> tuple[bytes, list[Unknown]]:
    """The workbook with its numbers, and what in it is no figure."""
    book, unknown = load_workbook(BytesIO(raw)), list[Unknown]()
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and NAME.search(cell.value):
                unknown += [Unknown(sheet.title, cell.coordinate, name) for name in _fill(cell, value_of)]
    out = BytesIO()
    book.save(out)
    return out.getvalue(), unknown


def _fill(cell: Any, value_of: Value) -> list[str]:
    """Fills one cell; gives the names in it that are none, in which case it stays as it is."""
    found = {name: value_of(name.strip()) for name in NAME.findall(cell.value)}
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
    cell.value = value.number / value.whole if value.whole else None
    if cell.number_format == "General":
        cell.number_format = "0%"


def _in_text(value: Stated) -> str:
    if value.whole is None:
        return written(value.number)
    return f"{100 * value.number / value.whole:.0f}%" if value.whole else "—"
