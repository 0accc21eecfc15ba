"""Which of the figures a digest states, in which order: needs, what was done, then rates (fieldwork.figures).

Only what comes out of the lines of the period alone: so that the digests of all streets come out of one pass.
"""

from collections.abc import Iterator, Mapping

from fieldwork.digests import Digest, Stated
from fieldwork.figures import (
    ACTIVITIES,
    CASES,
    COUNTED_CALLS,
    COUNTS,
    NOT_MET,
    PLANS,
    RATES,
    SERVICE,
    STANDING,
    VOLUNTEERS,
    Added,
    Figure,
    How,
    Line,
    Sums,
)
from fieldwork.figures import stated as one_stated
from fieldwork.need_lines import Need

RECEIVED, RETURNED, SOLVED = Need.RECEIVED.value, Need.RETURNED.value, Need.SOLVED.value
SOLVED_RATE = "solved_rate"
FIRST = (SOLVED_RATE, "satisfied_rate", "rated_rate", "signing_rate", "response_rate", "done_rate")
"""The rates of a digest, the one that its picture shows first; 参评率 stands beside 满意率."""
_BY_NAME = {figure.name: figure for figure in RATES}
STATED: tuple[Figure, ...] = (
    *COUNTS, *PLANS, SERVICE, *ACTIVITIES, COUNTED_CALLS, NOT_MET,
    *(figure for figure in CASES if figure.how is How.SUM), VOLUNTEERS, *(_BY_NAME[name] for name in FIRST),
)  # fmt: skip
_OF_LINE: Mapping[Line, list[int]] = {
    line: [number for number, figure in enumerate(STATED) if line in figure.lines]
    for line in {line for figure in STATED for line in figure.lines}
}

__all__ = [
    "FIRST",
    "RECEIVED",
    "RETURNED",
    "SOLVED",
    "SOLVED_RATE",
    "STATED",
    "Added",
    "Sums",
    "standing",
    "stated",
]


def standing(digest: Digest) -> list[Stated]:
    """What a digest found when it was made, as figures: so that each has its one term and its unit."""
    silence = digest.silence
    found = {
        "open_now": digest.open, "restricted": digest.restricted, "to_accept": digest.not_accepted,
        "visits_late": digest.visits_late, "patterns": digest.patterns, "unreachable": len(digest.unreachable),
        "silent_heads": silence.heads, "silent_buildings": silence.buildings,
    }  # fmt: skip
    return [Stated(name=each.name, unit=each.unit, number=found[each.name]) for each in STANDING]


def stated(sums: Sums, before: Sums | None = None) -> list[Stated]:
    """The figures of a period; what is nothing, and was nothing before, is left out."""
    return [one for one in _all(sums, before) if one.whole or one.number or one.late or one.before]


def _all(sums: Sums, before: Sums | None) -> Iterator[Stated]:
    """Only those of which there are lines are reckoned: of a street that is a tenth of the dictionary."""
    known = {*sums, *(before or ())}
    which = sorted({number for line in known for number in _OF_LINE.get(line, ())})
    return (one_stated(STATED[number], sums, before) for number in which)
