"""Printed sheets: A4 as PDF, with the font in it as far as it is used, so that every printer prints it.

fpdf2 and its fonts take half a second to import: who needs no sheet imports this file late.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import segno
from fontTools.subset import Options, Subsetter, load_font
from fpdf import FPDF
from fpdf.enums import Align, TextMode
from pylopdf_fonts_zh_cn import sans_path

from fieldwork.letters.doors import Sheet

WIDTH, MARGIN = 210.0, 16.0  # millimetres
QR_SIZE, QR_TOP = 100.0, 84.0
STEPS_TOP, FOOT_TOP = 193.0, 237.0
FONT = "Noto Sans SC"
MUCH_TOO_WIDE = 1.5  # times its width: two lines are easier to read than small ones
BREAKABLE = 4  # characters at least in each of the two


class Line(NamedTuple):
    """One centred line: as large as fits, at most `size` points."""

    text: str
    top: float
    size: float
    grey: int = 0
    bold: bool = False
    left: float = MARGIN
    width: float = WIDTH - 2 * MARGIN


def printed(sheets: Sequence[Sheet]) -> bytes:
    """A PDF with a page for each sheet."""
    with font_of(_texts(sheets)) as font:
        return _document(font, sheets)


def printed_each(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """A PDF for each sheet. The font is cut down once for them all: that is what takes time."""
    with font_of(_texts(sheets)) as font:
        for sheet in sheets:
            yield _document(font, [sheet])


def _texts(sheets: Sequence[Sheet]) -> str:
    return "".join(str(part) for sheet in sheets for part in sheet)


@contextmanager
def font_of(text: str) -> Iterator[Path]:
    """The font with no other signs than a text has, as a file: fpdf2 takes nothing else."""
    options = Options(notdef_outline=True, layout_features=[])
    subsetter = Subsetter(options)
    subsetter.populate(text=text + "0123456789")
    with TemporaryDirectory() as folder, load_font(str(sans_path()), options) as whole:
        subsetter.subset(whole)
        whole.save(Path(folder) / "sheet.otf")
        yield Path(folder) / "sheet.otf"


def _document(font: Path, sheets: Sequence[Sheet]) -> bytes:
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.add_font(FONT, fname=font)
    for sheet in sheets:
        pdf.add_page()
        _page(pdf, sheet)
    return bytes(pdf.output())


def _page(pdf: FPDF, sheet: Sheet) -> None:
    _line(pdf, Line(sheet.area, 16, 18, grey=80))
    _building(pdf, sheet.building)
    _line(pdf, Line(sheet.headline, 60, 26))
    _qr(pdf, sheet.link, (WIDTH - QR_SIZE) / 2, QR_TOP, QR_SIZE)
    each = (WIDTH - 2 * MARGIN) / len(sheet.steps)
    for number, (what, how) in enumerate(sheet.steps):
        _step(pdf, number + 1, what, how, MARGIN + number * each, each)
    pdf.set_draw_color(160)
    pdf.line(MARGIN, FOOT_TOP, WIDTH - MARGIN, FOOT_TOP)
    _line(pdf, Line(sheet.station, FOOT_TOP + 4, 22))
    _line(pdf, Line(sheet.telephone, FOOT_TOP + 15, 30, bold=True))
    _line(pdf, Line(sheet.danger, FOOT_TOP + 34, 14, grey=60))


def _building(pdf: FPDF, name: str) -> None:
    """In one line, or a long name in two."""
    pdf.set_font(FONT, size=46)
    if len(name) < 2 * BREAKABLE or pdf.get_string_width(name) <= MUCH_TOO_WIDE * (WIDTH - 2 * MARGIN):
        _line(pdf, Line(name, 30, 46, bold=True))
        return
    half = len(name) // 2
    _line(pdf, Line(name[:half], 27, 32, bold=True))
    _line(pdf, Line(name[half:], 42, 32, bold=True))


def _step(pdf: FPDF, number: int, what: str, how: str, left: float, width: float) -> None:
    """A number in a disc, what to do, and how in smaller words."""
    pdf.set_fill_color(0)
    pdf.circle(left + width / 2, STEPS_TOP + 6, 6, style="F")
    _line(pdf, Line(str(number), STEPS_TOP + 1.5, 20, grey=255, left=left, width=width))
    _line(pdf, Line(what, STEPS_TOP + 14, 20, bold=True, left=left + 2, width=width - 4))
    for line, words in enumerate(how.split("\n")):
        _line(pdf, Line(words, STEPS_TOP + 25 + 6.5 * line, 13, grey=60, left=left + 1, width=width - 2))


def _line(pdf: FPDF, line: Line) -> None:
    """Words too long for their width become smaller, never two lines."""
    pdf.set_font(FONT, size=line.size)
    wide = pdf.get_string_width(line.text)
    size = line.size if wide <= line.width else line.size * line.width / wide
    pdf.set_text_color(line.grey)
    pdf.set_xy(line.left, line.top)
    mode = TextMode.FILL_STROKE if line.bold else TextMode.FILL  # the font has one weight
    with pdf.local_context(text_mode=mode, line_width=size / 110, draw_color=line.grey):
        pdf.set_font(FONT, size=size)
        pdf.cell(line.width, line.size * 0.45, line.text, align=Align.C)


def _qr(pdf: FPDF, link: str, left: float, top: float, size: float) -> None:
    """Squares, a run of them as one: sharp at any size. The quiet zone is the paper's."""
    matrix = segno.make(link, error="q", micro=False).matrix
    dot = size / len(matrix)
    pdf.set_fill_color(0)
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            run = 1
            while x + run < len(row) and bool(row[x + run]) == bool(row[x]):
                run += 1
            if row[x]:
                pdf.rect(left + x * dot, top + y * dot, run * dot + 0.02, dot + 0.02, style="F")
            x += run
