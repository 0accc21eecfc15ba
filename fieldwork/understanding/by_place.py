"""One kind of thing, done at several buildings, each with its own numbers: 今天走访4栋6户10人次，5栋3户5人次.

    今天走访4栋6户10人次
    今天走访5栋3户5人次

Figures go by building, so each is an activity of its own. It is so only where that is plain: each building is named
once, and counts what the others count. What is counted of all of them together (…，服务20人次) leaves it one, but for a
sum that adds up (共9户).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from fieldwork.understanding.counts import Counting
from fieldwork.understanding.lexicon import Span

_BREAK = re.compile(r"[,;。\n、]")
_SUM = re.compile(
    r"[,;。\s]\s*(?:以上)?(?:两栋|[两二三四五六]处)?(?:合计|总计|共计|总共|一共|累计|共)[^,;。\n]*[\s。]*$"
)
_PART_OF_DAY = re.compile(r"上午|中午|下午|晚上?|早上?|先")
_EDGES = " \t\n,，;；。、"


class AtPlaces(NamedTuple):
    """The words of each place, and what they have to come to together; empty where nothing says it."""

    words: tuple[str, ...] = ()
    sums: tuple[tuple[str, int | float], ...] = ()


def at_places(
    text: str, folded: str, buildings: Sequence[Span], kinds: Mapping[Span, str], counting: Counting
) -> AtPlaces:
    """The words of each building, if there are several; `buildings` are where they stand, `kinds` what was done."""
    named = [folded[slice(*span)] for span in buildings]
    if len(named) < 2 or len(set(named)) < len(named):
        return AtPlaces()
    total = _SUM.search(folded, buildings[-1][1])
    end = (
        total.start() if total and counting.counts(folded[buildings[-1][1] : total.start()]) else len(folded)
    )
    sums = counting.counts(folded[end:])
    pieces = list(_pieces(folded, buildings, end))
    lead, first = text[: buildings[0][0]], slice(*pieces[0])
    done = next((text[slice(*span)] for span in sorted(kinds) if span[0] < pieces[0][1]), "")
    told = [text[first].strip(_EDGES)]
    for piece, building in zip(pieces[1:], buildings[1:], strict=True):
        own = text[slice(*piece)].strip(_EDGES)
        above = lead if done in lead else lead + done
        if any(piece[0] <= span[0] < piece[1] for span in kinds):
            above = _PART_OF_DAY.sub("", lead.replace(done, "")).strip(_EDGES)
        goes_on = not above or own.startswith(text[slice(*building)].strip())
        told.append(above + own if goes_on else f"{above.strip(_EDGES)}，{own}")
    return AtPlaces(tuple(told), tuple(sums))


def _pieces(folded: str, buildings: Sequence[Span], end: int) -> Iterator[Span]:
    """What is told of each building: from the last mark before it."""
    starts = [0]
    for before, after in pairwise(buildings):
        marks = [mark.end() for mark in _BREAK.finditer(folded, before[1], after[0])]
        starts.append(marks[-1] if marks else after[0])
    yield from pairwise([*starts, end])
