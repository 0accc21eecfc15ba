"""A digest as a workbook: its figures as numbers that can be reckoned with.

No words that somebody wrote, no names of people, no doors, no telephones: a digest has none but those of silent
building heads and of people who cannot be reached, and these are counted here. Names of places and stations were
typed by somebody: what a spreadsheet would run is written as the text that it is. The same digest gives the same
bytes.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from bot.spreadsheets import quoted
from fieldwork.digest_figures import RECEIVED, RETURNED, SOLVED, standing
from fieldwork.digests import Digest, OpenMatter, PlaceFigures, Stated
from fieldwork.figures import is_small, shown, tells_of_people
from fieldwork.letters.digest_words import age_named, heading, not_counted, stamped, target_named
from fieldwork.letters.figure_parts import category_named
from fieldwork.letters.station import state_named
from fieldwork.letters.terms import figure_named, unit_of
from fieldwork.reports import State
from fieldwork.rules import FigureRules
from fieldwork.texts import Translator

Value = str | int | float | date | None
PERCENT, DAY, TEXT = "0.0%", "yyyy-mm-dd", "@"
WIDEST, NARROWEST = 60, 8  # of a column, in Latin letters
HIDDEN, TO_THE_RIGHT = "＜", Alignment(horizontal="right")  # stands among numbers
HEADER = Font(bold=True)
SHADE = PatternFill("solid", fgColor="E8EEF2")
THEN = (1980, 1, 1, 0, 0, 0)  # of the parts of the zip: the oldest that it can say


class Rate(NamedTuple):
    """A number that is shown as a percentage."""

    value: float


class Table(NamedTuple):
    """A sheet: its name, its header and its rows."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value | Rate]]


def workbook(digest: Digest, t: Translator, least: int = FigureRules().least) -> bytes:
    """A digest's workbook, as XLSX. It can be passed on: small numbers that tell of people are hidden."""
    book = Workbook()
    book.remove(book.active)
    for table in _tables(digest, t, least):
        _write(book.create_sheet(table.name), table)
    book.properties.creator, book.properties.title = "fieldbot", f"{digest.place_name} {heading(t, digest)}"
    book.properties.created = book.properties.modified = digest.made_at.replace(tzinfo=None)
    return _packed(book)


def _tables(digest: Digest, t: Translator, least: int) -> Iterator[Table]:
    """The first always; the others where they hold something."""
    yield _overview(digest, t, least)
    places = _side_by_side(t, t.staff("Places"), t.staff("Place"), digest.places, least)
    others = (
        places,
        _open(digest, t),
        _ages(digest, t),
        _weeks(digest, t),
        _returns(digest, t),
        _targets(digest, t),
    )
    for table in (*others, *_of_the_year(digest, t, least), _about(digest, t, least)):
        rows = list(table.rows)
        if rows:
            yield table._replace(rows=rows)


# -- what stands on the sheets ------------------------------------------------------------------------


def _overview(digest: Digest, t: Translator, least: int) -> Table:
    header = (t.staff("Figure"), t.staff("Unit"), t.staff("Number"), t.staff("Of"), t.staff("Rate"),
              t.staff("Period before"), t.staff("Of it entered late"))  # fmt: skip
    rows = [
        (figure_named(t, each.name), unit_of(t, each.name, each.unit), *_number(each, _least(each, least)))
        for each in (*digest.figures, *digest.at_end, *standing(digest))
    ]
    return Table(t.staff("Overview"), header, rows)


def _least(stated: Stated, least: int) -> int:
    """Under what a number of a figure is hidden; 0: it tells of nobody."""
    return least if tells_of_people(stated.name, stated.unit) else 0


def _number(stated: Stated, least: int) -> tuple[Value | Rate, ...]:
    """The number, what it is of, the rate, the period before, and what came late."""
    beside = (_shown(stated.before, least), _shown(stated.late or None, least))
    return (_shown(stated.number, least), _shown(stated.whole, least), _rate(stated, least), *beside)


def _rate(stated: Stated, least: int) -> Rate | None:
    """To six places: spreadsheets keep fifteen digits, and would give back another number. Of what is hidden none."""
    if not stated.whole or is_small(stated.number, least) or is_small(stated.whole, least):
        return None
    return Rate(round(stated.number / stated.whole, 6))


def _side_by_side(
    t: Translator, name: str, first: str, places: Sequence[PlaceFigures], least: int, *, all_: bool = False
) -> Table:
    """A place (or what else figures are told apart by) a row; a figure a column, a rate two. `all_`: whatever is
    small is hidden, also what tells of nobody."""
    columns = {(each.name, each.unit): each for place in places for each in place.figures}
    header = [first]
    for each in columns.values():
        said = t.staff(
            "{figure} ({unit})", figure=figure_named(t, each.name), unit=unit_of(t, each.name, each.unit)
        )
        header += [said] if each.whole is None else [said, t.staff("of")]
    hides = [(each, least if all_ else _least(each, least)) for each in columns.values()]
    return Table(name, header, [[place.name, *_of_place(place, hides)] for place in places])


def _of_place(place: PlaceFigures, columns: Iterable[tuple[Stated, int]]) -> Iterator[Value]:
    figures = {(each.name, each.unit): each for each in place.figures}
    for column, least in columns:
        stated = figures.get((column.name, column.unit))
        yield _shown(stated.number if stated else None, least)
        if column.whole is not None:
            yield _shown(stated.whole if stated else None, least)


def _shown(number: float | None, least: int) -> Value:
    return shown(number, least) if number is not None and is_small(number, least) else number


def _open(digest: Digest, t: Translator) -> Table:
    header = (t.staff("No."), t.staff("Place"), t.staff("Category"), t.staff("Station"), t.staff("State"),
              t.staff("Days open"), t.staff("Days late"), t.staff("Level"))  # fmt: skip
    rows: list[Sequence[Value]] = [_matter(each, t) for each in (*digest.matters, *digest.rest)]
    if (others := digest.open - len(rows)) > 0:
        rows.append((t.staff("and {many} more, restricted or beyond this list", many=others),))
    return Table(t.staff("Open"), header, rows)


def _matter(matter: OpenMatter, t: Translator) -> Sequence[Value]:
    state = state_named(t, State(matter.state)) if matter.state in set(State) else matter.state
    station = matter.station_name or matter.station
    state = " · ".join([state, not_counted(t)]) if matter.excluded else state
    kind = t.named(matter.category) if matter.category else t.staff("category unknown")
    return (matter.number, matter.place, kind, station, state, matter.days_open, matter.days_late,
            matter.level)  # fmt: skip


def _ages(digest: Digest, t: Translator) -> Table:
    rows = [(age_named(t, group), group.many) for group in digest.ages]
    return Table(t.staff("By age"), (t.staff("Age"), figure_named(t, "open_now")), rows)


def _weeks(digest: Digest, t: Translator) -> Table:
    rows = [(week.monday, week.received, week.solved) for week in digest.weeks]
    header = (t.staff("Week from"), figure_named(t, RECEIVED), figure_named(t, SOLVED))
    return Table(t.staff("Weeks"), header, rows)


def _returns(digest: Digest, t: Translator) -> Table:
    """退单, station by station."""
    named = figure_named(t, RETURNED)
    rows = [(each.name, *_number(each, 0)[:3]) for each in digest.returns]
    return Table(named, (t.staff("Station"), named, t.staff("Of"), t.staff("Rate")), rows)


def _targets(digest: Digest, t: Translator) -> Table:
    header = (t.staff("Target"), t.staff("Goal"), t.staff("Behind"), t.staff("Of"))
    return Table(
        t.staff("Targets"),
        header,
        [(target_named(t, each), each.goal, each.people, each.of) for each in digest.behind],
    )


def _about(digest: Digest, t: Translator, least: int) -> Table:
    """Of what the workbook is, and what it does not tell."""
    small = t.staff("＜{least} stands for numbers of people, households and answers that are too small to be passed "
                    "on; by category for any.", least=least)  # fmt: skip
    rows = [(t.staff("Place"), digest.place_name), (t.staff("Time told of"), stamped(t, digest))]
    return Table(
        t.staff("About"), (t.staff("What"), t.staff("Which")), [*rows, (t.staff("Small numbers"), small)]
    )


def _of_the_year(digest: Digest, t: Translator, least: int) -> Iterator[Table]:
    """The tables of the white paper: the same figures by something else than places."""
    names = {
        "month": (t.staff("By month"), t.staff("Month")),
        "category": (t.staff("By category"), t.staff("Category")),
        "organisation": (t.staff("By organisation"), t.staff("Organisation")),
        "project": (t.staff("By project"), t.staff("Project")),
    }
    for table in digest.tables:
        rows = [row.model_copy(update={"name": _row_named(t, table.by, row)}) for row in table.rows]
        yield _side_by_side(t, *names[table.by], rows, least, all_=table.by == "category")


def _row_named(t: Translator, by: str, row: PlaceFigures) -> str:
    said = category_named(t, row.place) if by == "category" and row.place else row.name or row.place
    return said or t.staff("none named")


# -- how it is written --------------------------------------------------------------------------------


def _write(sheet: Worksheet, table: Table) -> None:
    """A table with its header above all that moves."""
    sheet.append([""] * len(table.header))
    for at, name in enumerate(table.header, start=1):
        cell = sheet.cell(1, at)
        _set(cell, name)
        cell.font, cell.fill, cell.alignment = HEADER, SHADE, Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(table.rows, start=2):
        for at, value in enumerate(row, start=1):
            _set(sheet.cell(number, at), value)
    sheet.freeze_panes = "B2" if sheet.max_row > 1 else "A2"
    _widen(sheet)


def _set(cell: Any, value: Value | Rate) -> None:
    """Numbers as numbers; a text as a text, whatever it begins with."""
    if isinstance(value, Rate):
        cell.value, cell.number_format = value.value, PERCENT
    elif isinstance(value, str):
        cell.value, cell.data_type, cell.number_format = quoted(value), "s", TEXT
        if value.startswith(HIDDEN):
            cell.alignment = TO_THE_RIGHT
    elif isinstance(value, date):
        cell.value, cell.number_format = value, DAY
    else:
        cell.value = value


def _widen(sheet: Worksheet) -> None:
    """Columns as wide as what they hold. A row of one cell runs over into the next."""
    rows = [row for row in sheet.iter_rows() if len(row) == 1 or row[1].value is not None]
    for at in range(1, sheet.max_column + 1):
        widest = max(_width(row[at - 1]) for row in rows)
        sheet.column_dimensions[get_column_letter(at)].width = min(max(widest + 2, NARROWEST), WIDEST)


def _width(cell: Cell) -> int:
    """In Latin letters: a Chinese sign is as wide as two."""
    if isinstance(cell.value, date):
        return len("2026-03-02")
    if cell.number_format == PERCENT:
        return len("100.0%")
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in str(cell.value or ""))


def _packed(book: Workbook) -> bytes:
    """The workbook as it is, and its parts without the hour at which they were packed."""
    written, out = BytesIO(), BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        ExcelWriter(book, parts).write_data()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as dated:
        for name in parts.namelist():
            dated.writestr(zipfile.ZipInfo(name, THEN), parts.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
