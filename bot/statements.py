"""A statement of somebody's own volunteer hours as a page to print (A4, PDF).

fpdf2 and its fonts take half a second to import: who needs no page imports this file late.
"""

from pathlib import Path

from fpdf import FPDF

from bot.sheets import FONT, MARGIN, WIDTH, font_of
from fieldwork.letters.attending import Statement

HEAD, PLAIN, SMALL = 20, 12, 10  # points
STEP = 0.6  # millimetres a point from line to line


def printed(statement: Statement) -> bytes:
    """The page; more occasions than it holds go on overleaf."""
    with font_of("".join((statement.title, statement.name, *statement.lines, statement.foot))) as font:
        return _document(font, statement)


def _document(font: Path, statement: Statement) -> bytes:
    pdf = FPDF(format="A4")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.add_font(FONT, fname=font)
    pdf.add_page()
    _line(pdf, statement.title, HEAD)
    _line(pdf, statement.name, HEAD)
    for line in statement.lines:
        _line(pdf, line, PLAIN)
    pdf.ln(PLAIN * STEP)
    _line(pdf, statement.foot, SMALL)
    return bytes(pdf.output())


def _line(pdf: FPDF, text: str, size: int) -> None:
    pdf.set_font(FONT, size=size)
    pdf.multi_cell(WIDTH - 2 * MARGIN, size * STEP, text, new_x="LMARGIN", new_y="NEXT")
