"""Which figures a digest states, and how they come out of sums: counts first, then rates with honest denominators.

Of a rate the number and the whole are stated, never the per cent alone (RULES 3.5).
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fieldwork.activities import ActivityKind, Unit
from fieldwork.digests import Stated

RECEIVED, RETURNED, SOLVED = "received", "returned", "solved"
MATTERS = "件"
COUNTED = (RECEIVED, "signed", "contacted", "done", "closed", RETURNED, "reopened", "parked", "withdrawn",
           "not_accepted", "unrated")  # fmt: skip
RATES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "signed_in_time": (("signed_in_time",), "dispatched"),
    "contacted_in_time": (("contacted_in_time",), "dispatched"),
    "done_in_time": (("done_in_time",), "done"),
    "answered": (("answered",), "called_back"),
    SOLVED: ((SOLVED,), "answered"),
    "satisfied": (("satisfied", "fairly"), "answered"),
    "return_upheld": (("return_upheld",), RETURNED),
}
"""Each rate: what it counts, and of what."""


class Added(NamedTuple):
    """What lines of one name and unit come to; of it 补报."""

    number: float = 0
    late: float = 0


Sums = Mapping[tuple[str, str], Added]
NOTHING = Added()


def stated(sums: Sums, before: Sums | None = None) -> list[Stated]:
    """The figures of a period: needs, activities, rates; what is nothing, and was nothing before, is left out."""
    return [*_counts(sums, before), *_rates(sums)]


def _counts(sums: Sums, before: Sums | None) -> Iterator[Stated]:
    for name, unit in _in_order(sums, before or {}):
        here = sums.get((name, unit), NOTHING)
        then = before.get((name, unit), NOTHING).number if before is not None else None
        if here.number or here.late or then:
            yield Stated(name=name, unit=unit, number=here.number, before=then, late=here.late)


def _in_order(sums: Sums, before: Sums) -> Iterator[tuple[str, str]]:
    """Needs as they go through life, then what was done, each in the order of the units."""
    yield from ((name, MATTERS) for name in COUNTED)
    for kind in ActivityKind:
        yield from ((kind.value, unit.value) for unit in Unit)


def _rates(sums: Sums) -> Iterator[Stated]:
    for name, (numerators, denominator) in RATES.items():
        whole = sums.get((denominator, MATTERS), NOTHING).number
        if whole:
            number = sum(sums.get((each, MATTERS), NOTHING).number for each in numerators)
            yield Stated(name=name, unit=MATTERS, number=number, whole=whole)
