"""The one dictionary of figures: what each counts, of what, and whether it may be added up (RULES 3.5, FIELD 4.11).

A rate is two sums with its honest denominator and is stated as number and whole, never as a per cent alone: what
nobody answered is never satisfied, a return that was right burdens nobody, and a limit counts on the day it was
met or passed. What is told apart by person or place (people trained, communities served) is never added up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from fieldwork.activities import AS_TOLD, ActivityKind, Unit
from fieldwork.counting_in import CALLS_COUNTED, DOORS_NOT_MET, VOLUNTEER_HOURS
from fieldwork.digests import Stated
from fieldwork.need_lines import Need

_TRAINING = ActivityKind.TRAINING.value
_VISITS = (ActivityKind.HOME_VISIT.value, Unit.TIMES.value)
PIECES, HOURS = "件", Unit.HOURS.value
CASE_OPENED, CASE_CLOSED = "case_opened", "case_closed"  # lines of cases


class How(StrEnum):
    """How a figure comes out of lines."""

    SUM = "sum"  # adds up over places and days
    RATE = "rate"  # two sums: each adds up, the rate does not
    STOCK = "stock"  # what there is at the end: sums of all days until then; adds up over places
    MEDIAN = "median"  # of the lines' numbers
    DISTINCT = "distinct"  # told apart: adds up over nothing
    OLD = "old"  # open at the end for longer than a district allows; adds up over places
    NOW = "now"  # as it is when it is asked


class By(StrEnum):
    """What a figure can be apart by. Buttons know them by where they stand: a new one comes last."""

    PLACE = "place"  # the places directly below
    WEEK = "week"
    CATEGORY = "category"
    WORKER = "worker"
    STATION = "station"
    ORGANISATION = "organisation"
    PROJECT = "project"


RESTRICTED = "restricted"  # among categories: all that no list shows stands together


class Line(NamedTuple):
    """Which lines: their name and unit."""

    name: str
    unit: str = PIECES


@dataclass(frozen=True)
class Figure:
    """One figure: the lines it adds, those it takes off, and for a rate those it is of."""

    name: str
    unit: str
    of: tuple[Line, ...]
    less: tuple[Line, ...] = ()
    among: tuple[Line, ...] = ()
    among_less: tuple[Line, ...] = ()
    how: How = How.SUM

    @property
    def key(self) -> str:
        """What it is called on the command line: `home_visit.次`, `signing_rate`."""
        return self.name if self.how is How.RATE else f"{self.name}.{self.unit}"

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines that it comes out of."""
        return (*self.of, *self.less, *self.among, *self.among_less)

    @property
    def adds_up(self) -> bool:
        """Whether those of the parts of a place are that of the place."""
        return self.how in (How.SUM, How.STOCK, How.OLD)


class Added(NamedTuple):
    """What lines of one name and unit come to; of it 补报, and accepted by time."""

    number: float = 0
    late: float = 0
    by_time: float = 0

    def plus(self, more: "Added") -> "Added":
        """Both together."""
        return Added(*(one + other for one, other in zip(self, more, strict=True)))


Sums = Mapping[Line, Added]
NOTHING = Added()


def stated(figure: Figure, sums: Sums, before: Sums | None = None) -> Stated:
    """A sum, a rate or a stock as it is stated.

    What is taken off a rate may stand in a later period than what it is taken off: it never falls under nothing.
    """
    late = sum(sums.get(line, NOTHING).late for line in figure.of)
    number = _total(sums, figure.of, figure.less)
    if figure.how is How.RATE:
        whole = max(0, _total(sums, figure.among, figure.among_less))
        return Stated(name=figure.name, unit=figure.unit, number=max(0, number), whole=whole, late=late)
    then = None if before is None else _total(before, figure.of, figure.less)
    return Stated(name=figure.name, unit=figure.unit, number=number, before=then, late=late)


def with_calls_explained(found: Iterable[Stated]) -> list[Stated]:
    """Of how many 次 the 户次 are stands beside them only where that is not all of them."""
    told = list(found)
    visits = next((one.number for one in told if (one.name, one.unit) == _VISITS), 0)
    return [one for one in told if one.name != CALLS_COUNTED or one.number != visits]


def _total(sums: Sums, of: Iterable[Line], less: Iterable[Line]) -> float:
    added = sum(sums.get(line, NOTHING).number for line in of)
    return round(added - sum(sums.get(line, NOTHING).number for line in less), 4)


def _count(*needs: Need) -> tuple[Figure, ...]:
    return tuple(Figure(need.value, PIECES, (Line(need.value),)) for need in needs)


def _lines(*needs: Need) -> tuple[Line, ...]:
    return tuple(Line(need.value) for need in needs)


def _rate(
    name: str, of: tuple[Line, ...], among: tuple[Line, ...], among_less: tuple[Line, ...] = (),
    less: tuple[Line, ...] = (),
) -> Figure:  # fmt: skip
    return Figure(name, PIECES, of, less, among, among_less, How.RATE)


COUNTS = _count(
    Need.RECEIVED, Need.DISPATCHED, Need.SIGNED, Need.CONTACTED, Need.DONE, Need.CLOSED, Need.CALLED_BACK,
    Need.ANSWERED,
    Need.ANSWERED_CHAT, Need.ANSWERED_PHONE, Need.UNRATED, Need.SOLVED, Need.PARTLY, Need.UNSOLVED, Need.SATISFIED,
    Need.FAIRLY, Need.UNSATISFIED, Need.DONE_EXTENDED, Need.OVERDUE, Need.RETURNED, Need.RETURN_UPHELD, Need.MOVED,
    Need.BACKSTOPPED, Need.REOPENED, Need.PARKED, Need.EXTENDED, Need.SUPERVISED, Need.RISEN_3, Need.WITHDRAWN,
    Need.MERGED, Need.NOT_ACCEPTED, Need.EXCLUDED,
)  # fmt: skip
"""Needs, as they go through life."""

EXCLUDED = next(each for each in COUNTS if each.name == Need.EXCLUDED.value)

_DONE_IN_TIME = _lines(Need.DONE_IN_TIME, Need.DONE_EXTENDED)
RATES = (
    _rate("signing_rate", _lines(Need.SIGNED_IN_TIME), _lines(Need.DISPATCHED, Need.REOPENED),
          _lines(Need.RETURN_UPHELD, Need.RELEASED)),
    _rate("response_rate", _lines(Need.CONTACTED_IN_TIME), _lines(Need.CONTACTED_IN_TIME, Need.CONTACT_LATE)),
    _rate("done_rate", _DONE_IN_TIME, (*_DONE_IN_TIME, Line(Need.OVERDUE.value))),
    _rate("overdue_rate", _lines(Need.OVERDUE), (*_DONE_IN_TIME, Line(Need.OVERDUE.value))),
    _rate("closed_rate", _lines(Need.CLOSED), _lines(Need.RECEIVED), _lines(Need.RECEIVED_OUT),
          _lines(Need.CLOSED_OUT)),
    _rate("called_rate", _lines(Need.CALLED_BACK), _lines(Need.DONE)),
    _rate("answered_rate", _lines(Need.ANSWERED), _lines(Need.CALLED_BACK)),
    _rate("rated_rate", _lines(Need.ANSWERED), _lines(Need.ANSWERED, Need.UNRATED)),
    _rate("solved_rate", _lines(Need.SOLVED), _lines(Need.ANSWERED)),
    _rate("satisfied_rate", _lines(Need.SATISFIED, Need.FAIRLY), _lines(Need.ANSWERED)),
    _rate("returned_rate", _lines(Need.RETURNED), _lines(Need.DISPATCHED)),
    _rate("upheld_rate", _lines(Need.RETURN_UPHELD), _lines(Need.RETURNED)),
    _rate("first_right_rate", _lines(Need.TAKEN_RIGHT), _lines(Need.TAKEN_UP)),
    _rate("reopened_rate", _lines(Need.REOPENED), _lines(Need.DONE)),
)  # fmt: skip
"""Rates of needs (RULES 3.5)."""

PLANS = _count(Need.PLANNED, Need.PLAN_LATE)
PLAN_RATE = _rate("plan_rate", _lines(Need.PLANNED_IN_TIME), _lines(Need.PLANNED_IN_TIME, Need.PLAN_LATE))
"""方案按时率: of the plans whose limit was met or passed. A plan that still has time is not among them; nor is one
that nobody waits for any more, since a day was set by hand, or it is no complex matter after all."""

OPEN = Figure("open", PIECES, _lines(Need.RECEIVED, Need.REVIVED), _lines(Need.ENDED), how=How.STOCK)
OLD = Figure("old", PIECES, _lines(Need.RECEIVED, Need.REVIVED), _lines(Need.ENDED), how=How.OLD)
FIRST_RESPONSE = Figure("first_response", HOURS, (Line(Need.FIRST_RESPONSE.value, HOURS),), how=How.MEDIAN)

SERVICE = Figure(
    "service", Unit.PERSON_TIMES.value,
    tuple(Line(kind.value, Unit.PERSON_TIMES.value) for kind in ActivityKind if kind is not ActivityKind.TRAINING),
)  # fmt: skip
"""服务人次: of all kinds, but for training, which is done to the workers."""

ACTIVITIES = tuple(
    Figure(kind.value, unit.value, (Line(kind.value, unit.value),))
    for kind in ActivityKind
    for unit in AS_TOLD
)
"""What was done, each kind in each unit that it was told in; units are never turned into one another."""
NOT_MET = Figure(DOORS_NOT_MET, Unit.TIMES.value, (Line(DOORS_NOT_MET, Unit.TIMES.value),))
"""未遇: calls from door to door at which nobody was in. Attempts, and never among the households."""
COUNTED_CALLS = Figure(CALLS_COUNTED, Unit.TIMES.value, (Line(CALLS_COUNTED, Unit.TIMES.value),))
"""记了户次的入户走访: a round says its calls where it came to a door twice; who tells of households alone has not said
them, and nobody reckons them (FIELD 1.0). So 户次 can be fewer than 户; this says of how many 次 they are."""
VISIT_RATE = Figure("visit_rate", Unit.HOUSEHOLDS.value, (), how=How.RATE)
"""探访率: of the households whose visit was due in the period those who were met in time. Nobody in, put off or
reached by telephone is no visit; who was paused when it would have been due, or has ended, is not among them."""

CASES = (
    Figure(CASE_OPENED, Unit.CASES.value, (Line(CASE_OPENED, Unit.CASES.value),)),
    Figure(CASE_CLOSED, Unit.CASES.value, (Line(CASE_CLOSED, Unit.CASES.value),)),
    Figure("case_open", Unit.CASES.value, (Line(CASE_OPENED, Unit.CASES.value),),
           (Line(CASE_CLOSED, Unit.CASES.value),), how=How.STOCK),
)  # fmt: skip
VOLUNTEERS = Figure(VOLUNTEER_HOURS, HOURS, (Line(VOLUNTEER_HOURS, HOURS),))
TRAINED = Figure(
    "trained", Unit.PEOPLE.value, (Line(_TRAINING, Unit.SESSIONS.value), Line(_TRAINING, Unit.TIMES.value)),
    how=How.DISTINCT,
)  # fmt: skip
"""培训人: each once, whatever they attended; who stands on a list by name alone, by the name. The lines are those of
the records behind it."""
COMMUNITIES = Figure(
    "communities", "个", (Line(ActivityKind.HOME_VISIT.value, Unit.TIMES.value),
                          Line(ActivityKind.CASE_SESSION.value, Unit.TIMES.value)), how=How.DISTINCT,
)  # fmt: skip
"""进驻社区数, of a worker; the lines are those of the records behind it, as far as they are of a case."""

FIGURES = (*COUNTS, *RATES, OPEN, OLD, FIRST_RESPONSE, SERVICE, *ACTIVITIES, *CASES, VOLUNTEERS, TRAINED,
           COMMUNITIES, NOT_MET, VISIT_RATE, *PLANS, PLAN_RATE, COUNTED_CALLS)  # fmt: skip
"""All of them; buttons know a figure by where it stands here, so that a new one comes last."""
COUNTS_FIRST = (*ACTIVITIES, COUNTED_CALLS, NOT_MET, SERVICE, *CASES, VOLUNTEERS, OPEN, OLD, *COUNTS, *PLANS,
                FIRST_RESPONSE, VISIT_RATE, *RATES, PLAN_RATE)  # fmt: skip
"""As they are looked at in a chat: what was done, then needs, then rates."""

STANDING = tuple(
    Figure(name, unit, (), how=How.NOW)
    for name, unit in (
        ("open_now", PIECES), ("restricted", PIECES), ("to_accept", Unit.TIMES.value),
        ("visits_late", Unit.HOUSEHOLDS.value), ("patterns", "处"), ("unreachable", Unit.PEOPLE.value),
        ("silent_heads", Unit.PEOPLE.value), ("silent_buildings", "栋"),
    )
)  # fmt: skip
"""What a digest finds when it is made, whatever its period: it is asked of the books, and not of lines."""

BY_KEY: Mapping[str, Figure] = {figure.key: figure for figure in FIGURES}

BESIDE: Mapping[str, Figure] = dict.fromkeys(("satisfied_rate", "solved_rate"), BY_KEY["rated_rate"])
"""参评率 stands beside what was answered, wherever that is told alone: how many took part at all."""

_NOBODYS = frozenset({Need.RECEIVED.value, Need.DISPATCHED.value})


def is_somebodys(figure: Figure) -> bool:
    """Whether its lines name who did it. Who reported is no worker, and for what was sent nobody has signed yet: a rate
    of these has no denominator that is one person's."""
    return not _NOBODYS & {line.name for line in figure.lines}


def named(name: str, unit: str = "") -> Figure | None:
    """The figure of a name; of an activity in that unit."""
    return BY_KEY.get(name) or BY_KEY.get(f"{name}.{unit or PIECES}")


# -- small cells ------------------------------------------------------------------------------------


_PEOPLE = frozenset({Unit.PEOPLE, Unit.PERSON_TIMES, Unit.HOUSEHOLDS, Unit.HOUSEHOLD_VISITS, Unit.CASES})
_OF_REPORTERS = frozenset(need.value for need in (
    Need.ANSWERED, Need.ANSWERED_CHAT, Need.ANSWERED_PHONE, Need.UNRATED, Need.SOLVED, Need.PARTLY, Need.UNSOLVED,
    Need.SATISFIED, Need.FAIRLY, Need.UNSATISFIED,
)) | {"answered_rate", "rated_rate", "solved_rate", "satisfied_rate"}  # fmt: skip
_OF_WORKERS = frozenset({ActivityKind.TRAINING.value, ActivityKind.SUPERVISION.value, "trained", "unreachable",
                         "silent_heads"})  # fmt: skip


def tells_of_people(name: str, unit: str) -> bool:
    """Whether a small number of it could tell who that was: people served, and what reporters answered.

    Matters are not among them, since those that anybody may know of are listed one by one; nor are the workers.
    """
    return name in _OF_REPORTERS or (unit in _PEOPLE and name not in _OF_WORKERS)


def is_small(value: float, least: int) -> bool:
    """Whether a count is so small that it would tell who it was."""
    return 0 < value < least


def shown(value: float, least: int) -> str:
    """A count as it leaves the station: under the least it is hidden."""
    return f"＜{least}" if is_small(value, least) else written(value)


def written(value: float) -> str:
    """A number as it is written: without a needless point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
