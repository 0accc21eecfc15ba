"""Which figures a digest states, and how they come out of sums: counts first, then rates with honest denominators.

Of a rate the number and the whole are stated, never the per cent alone (RULES 3.5).
"""

from collections.abc import Iterator, Mapping

from fieldwork import figures
from fieldwork.activities import ActivityKind, Unit
from fieldwork.digests import Stated
from fieldwork.figures import BY_KEY, NOTHING, Added, Figure, Line

RECEIVED, RETURNED, SOLVED = "received", "returned", "solved"
MATTERS = "件"
COUNTED = (RECEIVED, "signed", "contacted", "done", "closed", RETURNED, "reopened", "parked", "withdrawn",
           "not_accepted", "unrated")  # fmt: skip
RATES: Mapping[str, Figure] = {
    "signed_in_time": BY_KEY["signing_rate"],
    "contacted_in_time": BY_KEY["response_rate"],
    "done_in_time": BY_KEY["done_rate"],
    "answered": BY_KEY["rated_rate"],
    SOLVED: BY_KEY["solved_rate"],
    "satisfied": BY_KEY["satisfied_rate"],
    "return_upheld": BY_KEY["upheld_rate"],
}
"""The rates of a digest: what each counts, and of what, is the dictionary's to say."""

Sums = Mapping[tuple[str, str], Added]


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
    by_line = {Line(*what): added for what, added in sums.items()}
    for name, figure in RATES.items():
        one = figures.stated(figure, by_line)
        if one.whole:
            yield one.model_copy(update={"name": name})
