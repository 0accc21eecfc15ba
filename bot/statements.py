"""A statement of somebody's own volunteer hours as a page to print (A4, PDF).

fpdf2 and its fonts take half a second to import: who needs no page imports this file late.
"""

from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TableBordersLayout

from bot.sheets import FONT, MARGIN, WIDTH, font_of
from fieldwork.letters.attending import Statement

HEAD, PLAIN, SMALL = 20, 12, 10  # points
COLUMNS = (14, 52, 34)  # of a row, in parts of the width
STEP = 0.6  # millimetres a point from line to line


def printed(statement: Statement) -> bytes:
    """The page; more occasions than it holds go on overleaf."""
    rows = (part for row in statement.rows for part in row)
    said = (statement.title, statement.name, statement.foot, statement.seal, *statement.sums, *rows)
    with font_of("".join(said)) as font:
        return _document(font, statement)


def _document(font: Path, statement: Statement) -> bytes:
    pdf = FPDF(format="A4")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.add_font(FONT, fname=font)
    pdf.add_page()
    _line(pdf, statement.title, HEAD)
    for line in (statement.name, *statement.sums):
        _line(pdf, line, PLAIN)
    _rows(pdf, statement)
    _line(pdf, statement.foot, SMALL)
    pdf.ln(PLAIN)
    _line(pdf, statement.seal, PLAIN)
    return bytes(pdf.output())


def _rows(pdf: FPDF, statement: Statement) -> None:
    """A line for each occasion, the hours below one another."""
    pdf.ln(SMALL * STEP)
    with pdf.table(
        col_widths=COLUMNS, line_height=PLAIN * STEP, borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        text_align=("LEFT", "LEFT", "RIGHT"), first_row_as_headings=False,
    ) as table:  # fmt: skip
        for row in statement.rows:
            table.row(row)
    pdf.ln(SMALL * STEP)


def _line(pdf: FPDF, text: str, size: int) -> None:
    pdf.set_font(FONT, size=size)
    pdf.multi_cell(WIDTH - 2 * MARGIN, size * STEP, text, new_x="LMARGIN", new_y="NEXT")
