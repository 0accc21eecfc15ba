"""Figures out of lines: of a place, split by what they differ in, and the records behind each.

Whole and parts come out of the same lines by one grouping, so that what adds up adds up.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, distinct, false, func, or_, select
from sqlmodel import Session

from fieldwork import digests, periods, visits_due
from fieldwork.activities import ActivityKind, Stage
from fieldwork.care import CarePlan
from fieldwork.digests import Stated
from fieldwork.figures import (
    COMMUNITIES,
    NOTHING,
    OLD,
    OPEN,
    VISIT_RATE,
    Added,
    By,
    Figure,
    How,
    Line,
    Sums,
    stated,
)
from fieldwork.need_lines import Need
from fieldwork.periods import Period, PeriodRules
from fieldwork.places import Network, PlaceKind
from fieldwork.requests import RequestKind, RequestState
from fieldwork.rules import Rules
from fieldwork.seeing import RESTRICTED
from fieldwork.understanding.folding import fold
from fieldwork.visits_due import Rate
from storage.cases import categories
from storage.network import table_of
from storage.tables import ActivityRow, AttendanceRow, ReportRow, RequestRow, TallyRow
from storage.tallies import within
from storage.visit_rates import Span, rate_of

_TALLIES, _ACTIVITIES = table_of(TallyRow), table_of(ActivityRow)
_ATTENDANCES, _REQUESTS, _REPORTS = table_of(AttendanceRow), table_of(RequestRow), table_of(ReportRow)
_EVER = (How.STOCK, How.OLD)  # reckoned from the first day on


_COLUMNS = {
    By.CATEGORY: _TALLIES.c.category, By.WORKER: _TALLIES.c.person_id, By.STATION: _TALLIES.c.station,
    By.ORGANISATION: _TALLIES.c.organisation_id, By.PROJECT: _TALLIES.c.project_id,
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Of which place and which days; for somebody's own figures, of whom."""

    network: Network
    place: str
    since: date
    until: date
    rules: Rules
    person_id: int | None = None
    now: datetime | None = None  # in the field's zone; without it nobody knows which visits are due
    restricted: bool | None = None  # only of what is restricted, or only of the rest

    @property
    def ends_on(self) -> date:
        """The last day so far: of a period that runs it is today."""
        return min(self.until, self.now.date()) if self.now else self.until

    @classmethod
    def of(cls, network: Network, place: str, period: Period, rules: Rules, now: datetime) -> "Asked":
        """Of a place in a period."""
        return cls(network, place, period.since, period.until, rules, now=now)

    @property
    def path(self) -> str:
        """Where the lines stand."""
        return self.network.trail(self.place)

    def conditions(self, ever: bool = False) -> list[ColumnElement[bool]]:
        """The lines that are meant; `ever`: from the first day on."""
        lines = [
            *within(self.path, self.network.share(self.place)),
            _TALLIES.c.day <= self.until,
        ]
        if not ever:
            lines.append(_TALLIES.c.day >= self.since)
        if self.person_id is not None:
            lines.append(_TALLIES.c.person_id == self.person_id)
        if self.restricted is not None:
            hidden = select(_REPORTS.c.serial).where(
                _REPORTS.c.privacy.in_(RESTRICTED) | _REPORTS.c.mandatory
            )
            of = _TALLIES.c.serial.in_(hidden)
            lines.append(of if self.restricted else ~of)
        return lines


def figures(session: Session, asked: Asked, wanted: Sequence[Figure]) -> list[Stated]:
    """Some figures, in their order."""
    plain, ever = sums(session, asked), dict[Line, Added]()
    if any(figure.how is How.STOCK for figure in wanted):
        ever = sums(session, asked, ever=True)
    return [_one(session, asked, figure, ever if figure.how is How.STOCK else plain) for figure in wanted]


def _one(session: Session, asked: Asked, figure: Figure, found: Sums) -> Stated:
    if figure.name == VISIT_RATE.name:
        visited = visits(session, asked)
        return Stated(name=figure.name, unit=figure.unit, number=visited.met, whole=visited.due)
    reckoned: Callable[[Session, Asked], float] | None = _RECKONED.get(figure.name)
    if reckoned is None:
        return stated(figure, found)
    return Stated(name=figure.name, unit=figure.unit, number=reckoned(session, asked))


def sums(session: Session, asked: Asked, ever: bool = False) -> dict[Line, Added]:
    """What all lines come to."""
    return split(session, asked, (), ever).get((), {})


def split(
    session: Session, asked: Asked, columns: Sequence[Any], ever: bool = False
) -> dict[tuple[Any, ...], dict[Line, Added]]:
    """The same, apart by some columns."""
    number = _TALLIES.c.number
    late, by_time = (func.sum(number).filter(flag) for flag in (_TALLIES.c.late, _TALLIES.c.by_time))
    what = (_TALLIES.c.name, _TALLIES.c.unit)
    query = select(*columns, *what, func.sum(number), late, by_time).where(*asked.conditions(ever))
    found = defaultdict[tuple[Any, ...], dict[Line, Added]](dict)
    for *keys, name, unit, total, of_late, timed in session.connection().execute(
        query.group_by(*columns, *what)
    ):
        found[tuple(keys)][Line(name, unit)] = Added(total, of_late or 0, timed or 0)
    return dict(found)


def apart(session: Session, asked: Asked, by: By, ever: bool = False) -> dict[str, dict[Line, Added]]:
    """The sums of each part. What stands at the place itself, or belongs to nobody, stands under ``""``."""
    if by is By.PLACE:
        return _folded(split(session, asked, (_TALLIES.c.path,), ever), lambda path: _child(asked, path))
    if by is By.WEEK:
        rules = asked.rules.periods
        return _folded(split(session, asked, (_TALLIES.c.day,), ever), lambda day: _week(day, rules))
    found = split(session, asked, (_COLUMNS[by],), ever)
    of_cases = categories(session, (value for (value,) in found)) if by is By.CATEGORY else {}
    return _folded(found, lambda value: "" if value is None else of_cases.get(value, str(value)))


def _folded(
    found: Mapping[tuple[Any, ...], Mapping[Line, Added]], key_of: Callable[[Any], str]
) -> dict[str, dict[Line, Added]]:
    folded = defaultdict[str, dict[Line, Added]](dict)
    for (value,), lines in found.items():
        into = folded[key_of(value)]
        for line, added in lines.items():
            into[line] = into.get(line, NOTHING).plus(added)
    return dict(folded)


def _child(asked: Asked, path: str) -> str:
    """The place directly below in which a line stands; itself for what stands at the place."""
    return path.removeprefix(asked.path).partition("/")[0]


def _week(day: date, rules: PeriodRules) -> str:
    return periods.period_of(day, digests.Span.WEEK, rules).name


# -- what is told apart, and what waits -----------------------------------------------------------------


def _old(session: Session, asked: Asked) -> float:
    return many_records(session, asked, OLD)


def _first_response(session: Session, asked: Asked) -> float:
    """The median, in hours of working time: 0 of who was contacted at once, or before the station opened.

    What was taken back is left out with what it took back: of a number and its opposite there are two lines.
    """
    of, many = _TALLIES.c.name == Need.FIRST_RESPONSE.value, func.count()
    query = select(func.sum(_TALLIES.c.number), many).where(*asked.conditions(), of)
    found = session.connection().execute(query.group_by(_TALLIES.c.serial))
    told = [hours for hours, lines in found if hours > 0 or (hours == 0 and lines % 2)]
    return round(median(told), 2) if told else 0


def _trained(session: Session, asked: Asked) -> float:
    """Who attended a training that was accepted: each once, by name where that is all there is of them."""
    there = _ATTENDANCES.c.serial.in_(_standing(asked, [ActivityKind.TRAINING]))
    connection = session.connection()
    people = connection.execute(select(func.count(distinct(_ATTENDANCES.c.person_id))).where(there))
    names = connection.execute(select(_ATTENDANCES.c.name).where(there, _ATTENDANCES.c.person_id.is_(None)))
    return int(people.scalar_one()) + len({fold(name).strip() for (name,) in names})


def _standing(asked: Asked, kinds: Sequence[ActivityKind]) -> Any:
    """The serials of accepted activities of some kinds, as their lines say."""
    lines = select(_TALLIES.c.serial).where(
        *asked.conditions(), _TALLIES.c.name.in_([k.value for k in kinds])
    )
    return lines.group_by(_TALLIES.c.serial).having(func.sum(_TALLIES.c.number) > 0)


def _communities(session: Session, asked: Asked) -> float:
    found = set().union(*communities(session, asked, TARGETED, of_a_case=True).values())
    return len(found)


def visits(session: Session, asked: Asked) -> Rate:
    """探访: the households at a place, or of somebody, whose visit was due."""
    if asked.now is None:
        return Rate()
    tree = asked.network
    below = [seat.code for seat in tree.stations.values() if tree.contains(asked.place, seat.place)]
    above = [seat.code for seat in tree.stations_above(asked.place, asked.until)]

    def theirs(plan: CarePlan) -> bool:
        own = asked.person_id in (None, plan.responsible_id)
        return own and tree.contains(asked.place, plan.place)

    span = Span(asked.since, asked.until, asked.now)
    return rate_of(session, tree, asked.rules, span, {*below, *above}, theirs)


TARGETED = (ActivityKind.HOME_VISIT, ActivityKind.CASE_SESSION)
_RECKONED: Mapping[str, Callable[[Session, Asked], float]] = {
    OLD.name: _old, "first_response": _first_response, "trained": _trained, "communities": _communities,
}  # fmt: skip


def communities(
    session: Session, asked: Asked, kinds: Sequence[ActivityKind], *, of_a_case: bool
) -> dict[int, set[str]]:
    """进驻社区: of each worker, the different communities in which something of these kinds was accepted."""
    found = defaultdict[int, set[str]](set)
    for person, path, _serial in session.connection().execute(of_a_target(asked, kinds, of_a_case=of_a_case)):
        place = asked.network.at(path.rstrip("/").rpartition("/")[2], PlaceKind.COMMUNITY)
        if person is not None and place:
            found[person].add(place.code)
    return dict(found)


def of_a_target(asked: Asked, kinds: Sequence[ActivityKind], *, of_a_case: bool) -> Any:
    """Who did something of these kinds that was accepted, where, and its record."""
    columns = (_TALLIES.c.person_id, _TALLIES.c.path, _TALLIES.c.serial)
    at = select(*columns).where(_TALLIES.c.serial.in_(_standing(asked, kinds)))
    if of_a_case:
        of_case = or_(
            _ACTIVITIES.c.case_id.is_not(None), _ACTIVITIES.c.kind == ActivityKind.CASE_SESSION.value
        )
        theirs = and_(
            _ACTIVITIES.c.serial == _TALLIES.c.serial, _ACTIVITIES.c.stage == Stage.ACCEPTED, of_case
        )
        at = at.join(_ACTIVITIES, theirs)
    return at.distinct()


# -- the records behind -------------------------------------------------------------------------------


class Record(NamedTuple):
    """One record behind a figure, and what it adds."""

    serial: int
    code: str  # of what has no serial: a case
    day: date
    path: str
    category: str
    number: float
    unit: str
    person_id: int | None
    late: float  # of it 补报
    whole: float = 0  # of a rate: what it adds to what that is of


def records(session: Session, asked: Asked, figure: Figure, skip: int = 0, limit: int = 20) -> list[Record]:
    """The records that a figure adds up, by day; of a rate all that it is of, those first that it lacks.

    What was taken back is none.
    """
    if figure.name == VISIT_RATE.name:
        return _households(session, asked)[skip : skip + limit]
    order = ("number", "day") if figure.how is How.RATE else ("day",)
    query = _records(asked, figure).order_by(*order, _TALLIES.c.serial).offset(skip).limit(limit)
    return [Record(*row) for row in session.connection().execute(query)]


def many_records(session: Session, asked: Asked, figure: Figure) -> int:
    """How many there are."""
    if figure.name == VISIT_RATE.name:
        return visits(session, asked).due
    query = select(func.count()).select_from(_records(asked, figure).subquery())
    return int(session.connection().execute(query).scalar_one())


def _households(session: Session, asked: Asked) -> list[Record]:
    """Whose visit was due, by code alone: 1 for who was met in time, 0 for who was not, and these first."""
    found, days = visits(session, asked), asked.rules.visits.days
    late = [(plan, visits_due.deadline(plan, days[plan.risk]), 0) for plan in found.behind]
    met = [(plan, plan.visited_on or plan.first_on, 1) for plan in found.in_time]
    return [Record(0, plan.code, day, "", "", number, VISIT_RATE.unit, plan.responsible_id, 0)
            for plan, day, number in (*late, *met)]  # fmt: skip


def _records(asked: Asked, figure: Figure) -> Any:
    c = _TALLIES.c
    code = case((c.serial == 0, c.category), else_="")  # a case has no serial, and its code stands there
    number, whole = _amount(figure.of, figure.less), _amount(figure.among, figure.among_less)
    late = func.coalesce(func.sum(c.number).filter(c.late, _of_lines(figure.of)), 0)
    query = select(c.serial, code.label("code"), func.min(c.day).label("day"), func.max(c.path), func.max(c.category),
                   number.label("number"), func.max(c.unit), func.max(c.person_id), late, whole)  # fmt: skip
    of = query.where(*asked.conditions(figure.how in _EVER), _of_lines(figure.lines))
    if figure.name == COMMUNITIES.name:
        cases_alone = of_a_target(asked, TARGETED, of_a_case=True).subquery()
        of = of.where(c.serial.in_(select(cases_alone.c.serial)))
    at_once = and_(number == 0, func.count() % 2 == 1) if figure.how is How.MEDIAN else false()
    found = of.group_by(c.serial, code).having(or_(number > 0, whole > 0, at_once))
    if figure.how is not How.OLD:
        return found
    return found.having(func.min(c.day) < asked.ends_on - timedelta(days=asked.rules.figures.old_days))


def _amount(of: Iterable[Line], less: Iterable[Line]) -> ColumnElement[float]:
    """What the lines of a record come to."""
    number = _TALLIES.c.number
    return func.sum(case((_of_lines(of), number), (_of_lines(less), -number), else_=0))


def _of_lines(lines: Iterable[Line]) -> ColumnElement[bool]:
    """Whether a row is of one of some lines."""
    c = _TALLIES.c
    return or_(false(), *(and_(c.name == line.name, c.unit == line.unit) for line in lines))


def open_at(session: Session, asked: Asked) -> dict[str, float]:
    """How much of what is open at the end lies at each station."""
    open_, station = _records(asked, OPEN).subquery(), _REPORTS.c.station
    lies = select(station, func.sum(open_.c.number)).join_from(
        open_, _REPORTS, _REPORTS.c.serial == open_.c.serial
    )
    return {code: many for code, many in session.connection().execute(lies.group_by(station))}


class Exclusion(NamedTuple):
    """剔除: what is out of the rates, why, who asked for it and who agreed."""

    serial: int
    code: str
    asked_by: int
    agreed_by: int | None

    @property
    def people(self) -> list[int]:
        """Who asked for it, and who agreed."""
        return [who for who in (self.asked_by, self.agreed_by) if who]


def exclusions(session: Session, asked: Asked) -> list[Exclusion]:
    """What was left out of the rates of these days, each with two people: excluded then, or counted until it was."""
    c, r = _TALLIES.c, _REQUESTS.c
    gone = or_(
        c.number < 0, c.name.in_([Need.EXCLUDED.value, Need.RECEIVED_OUT.value, Need.CLOSED_OUT.value])
    )
    out = select(c.serial).where(*asked.conditions(), gone)
    query = select(r.serial, r.code, r.asked_by, r.answered_by).where(
        r.serial.in_(out), r.kind == RequestKind.EXCLUDE, r.state == RequestState.GRANTED
    )
    return [Exclusion(*row) for row in session.connection().execute(query.order_by(r.serial))]


class Acceptances(NamedTuple):
    """How many activities a person accepted, how many time did, and how many came with past records (补录)."""

    by_people: int = 0
    by_time: int = 0
    imported: int = 0


def acceptances(session: Session, asked: Asked) -> Acceptances:
    """Of the activities that stand in the figures of these days."""
    of = _ACTIVITIES.c.serial == _TALLIES.c.serial
    each = (_TALLIES.c.serial, _TALLIES.c.by_time, func.coalesce(_ACTIVITIES.c.imported, False))
    lines = select(*each).join_from(_TALLIES, _ACTIVITIES, of, isouter=True)
    kinds = [kind.value for kind in ActivityKind]
    query = lines.where(*asked.conditions(), _TALLIES.c.name.in_(kinds)).group_by(*each)
    found = session.connection().execute(query.having(func.sum(_TALLIES.c.number) > 0)).all()
    imported = sum(bool(each) for _serial, _by_time, each in found)
    timed = sum(bool(by_time) for _serial, by_time, _imported in found)
    return Acceptances(len(found) - timed - imported, timed, imported)
