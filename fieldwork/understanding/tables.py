"""A table typed as text, row by row as a sentence: under 户|人次, 合计|5|12 says 合计 户:5 人次:12."""

import re
from collections.abc import Iterator, Sequence

_CELLS = re.compile(r"\s*[|\t]\s*")
_RULE = re.compile(r"[\s|:+=-]+")
_COUNTING = re.compile(r"(?:[户人场次例]|小时)数?$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def spelled_out(folded: str) -> str:
    """The text with what stands in columns written beside its heading; any other text as it is."""
    if "|" not in folded and "\t" not in folded:
        return folded
    return "\n".join(_rows(folded.split("\n")))


def _rows(lines: Sequence[str]) -> Iterator[str]:
    heading: list[str] = []
    for line in lines:
        cells = _CELLS.split(line.strip("| \t"))
        if 1 < len(cells) == len(heading) - 1:  # the name of the row is an address, which was taken out
            cells = ["", *cells]
        if len(cells) < 2:
            heading = []
            yield line
        elif _RULE.fullmatch(line):
            continue
        elif any(_NUMBER.fullmatch(cell) for cell in cells) and len(cells) == len(heading):
            yield _row(heading, cells)
        else:
            heading = cells
            yield " ".join(cells)


def _row(heading: Sequence[str], cells: Sequence[str]) -> str:
    """Under a heading that counts nothing (数量) a number stays beside the cell before it: 户数 6."""
    return " ".join(
        f"{head}:{cell}" if _NUMBER.fullmatch(cell) and _COUNTING.search(head) else cell
        for head, cell in zip(heading, cells, strict=True)
    )
