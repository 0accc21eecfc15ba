"""What is open by now at the wanted places, and what of it needs somebody."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import Session

from fieldwork import numbers, seeing
from fieldwork.activities import Stage
from fieldwork.digests import AgeGroup, OpenMatter
from fieldwork.letters.group import place_shown
from fieldwork.marks import LATE, RISES, SILENT
from fieldwork.reports import State
from fieldwork.timetable import FIRED
from storage.digesting.scope import Scope
from storage.network import table_of
from storage.reports import OPEN, UNSIGNED
from storage.tables import PATTERNS, ActivityRow, CardRow, CarePlanRow, EventRow, ReportRow

REPORTS, EVENTS, ACTIVITIES = table_of(ReportRow), table_of(EventRow), table_of(ActivityRow)
PLANS, CARDS = table_of(CarePlanRow), table_of(CardRow)
AGES = ((0, 7), (8, 30), (31, None))  # days that open matters are told apart by
LISTED = 5  # matters of a digest; the sixth row of buttons leads on
KEPT = 2_000  # of what is open at one place; of more the figures tell
SOME = 500  # reports whose histories are asked for at once
WAITING = [*UNSIGNED, State.RETURN_PENDING]
RIGHT = ~REPORTS.c.privacy.in_(seeing.RESTRICTED) & ~REPORTS.c.mandatory
"""What may stand in a list: the number of what is restricted is for those who are named to it."""
COLUMNS = [
    REPORTS.c[name]
    for name in ("serial", "place", "category", "station", "state", "level", "sent_at", "urgency", "excluded")
]


class Open(NamedTuple):
    """How much is open at a place, by age; how much of it needs somebody, and how much of that no list shows."""

    ages: Mapping[int, int]
    needing: int = 0
    restricted: int = 0


def opened(scope: Scope) -> Mapping[str, Open]:
    """What is open."""
    age, needs, free = _age(scope), case((_needs(scope), 1), else_=0), case((RIGHT, 1), else_=0)
    which = REPORTS.c.station, age.label("age"), needs.label("needs"), free.label("free")
    open_ = REPORTS.c.state.in_(OPEN), *scope.at_stations(REPORTS.c.station)
    grouped = select(*which, func.count()).where(*open_).group_by("station", "age", "needs", "free")
    ages, needing, restricted = defaultdict[str, Counter[int]](Counter), Counter[str](), Counter[str]()
    for place, row in scope.by_place((row[0], row[1:]) for row in scope.rows(grouped)):
        group, needy, listed_, many = row
        ages[place][group] += many
        (needing if listed_ else restricted)[place] += many * needy
    return {place: Open(ages[place], needing[place], restricted[place]) for place in ages}


def _age(scope: Scope) -> ColumnElement[int]:
    """Which of the groups a report belongs to."""
    now = scope.ground.now
    young = [(REPORTS.c.sent_at > now - timedelta(days=until + 1), number)
             for number, (_, until) in enumerate(AGES) if until is not None]  # fmt: skip
    return case(*young, else_=len(AGES) - 1)


def _needs(scope: Scope) -> ColumnElement[bool]:
    """Late, signed for by nobody, or open for long (积案)."""
    long = timedelta(days=scope.ground.rules.figures.old_days)
    old = and_(REPORTS.c.sent_at < scope.ground.now - long, REPORTS.c.state != State.PARKED)
    return or_(REPORTS.c.level > 0, REPORTS.c.state.in_(WAITING), old)


def age_groups(ages: Mapping[int, int]) -> list[AgeGroup]:
    """Open matters by age, as a digest states them."""
    return [AgeGroup(since=since, until=until, many=ages.get(number, 0))
            for number, (since, until) in enumerate(AGES)]  # fmt: skip


# -- those that are listed --------------------------------------------------------------------------


class Listed(NamedTuple):
    """Those that need somebody, a few; and what else is open."""

    few: list[OpenMatter]
    rest: list[OpenMatter]


def listed(scope: Scope, open_: Mapping[str, Open]) -> Mapping[str, Listed]:
    """Worst first: of one place all that may stand in a list, of many a few of each place."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for place, row in islice(scope.by_place((row.station, row) for row in _worst(scope)), _most(scope)):
        found[place].append(row)
    if not scope.is_one:
        found.update({place: sorted(rows, key=_badness)[:LISTED] for place, rows in found.items()})
    serials = [row.serial for rows in found.values() for row in rows if row.level]
    late = late_since(scope.session, serials, scope.ground.zone)
    told = {place: [_matter(scope, row, late) for row in rows] for place, rows in found.items()}
    return {place: Listed(all_[: (few := min(LISTED, open_[place].needing))], all_[few:])
            for place, all_ in told.items()}  # fmt: skip


def _most(scope: Scope) -> int | None:
    return KEPT if scope.is_one else None


_WORST = (
    REPORTS.c.level.desc(),
    REPORTS.c.urgency,  # T0 before T1 before the others
    REPORTS.c.sent_at,
)


def _badness(row: Any) -> tuple[int, str, Any]:
    return -row.level, row.urgency, row.sent_at


def _worst(scope: Scope) -> Iterable[Any]:
    """Of one place everything; of many the worst of each station, from which those of a place are taken."""
    open_ = REPORTS.c.state.in_(OPEN), *scope.at_stations(REPORTS.c.station), RIGHT
    if scope.is_one:
        needs_first = case((_needs(scope), 0), else_=1)
        return scope.rows(select(*COLUMNS).where(*open_).order_by(needs_first, *_WORST))
    rank = func.row_number().over(partition_by=REPORTS.c.station, order_by=_WORST).label("rank")
    ranked = select(*COLUMNS, rank).where(*open_, _needs(scope)).subquery()
    return scope.rows(select(ranked).where(ranked.c.rank <= LISTED))


def late_since(session: Session, serials: Sequence[int], zone: tzinfo) -> Mapping[int, date]:
    """On which day the limit was over that a report has passed last, as its history says.

    Several legs rise side by side: each is late since its own first day.
    """
    found: defaultdict[int, dict[str, date]] = defaultdict(dict)
    for start in range(0, len(serials), SOME):
        some = EVENTS.c.serial.in_(serials[start : start + SOME]), EVENTS.c.step == FIRED
        told = select(EVENTS.c.serial, EVENTS.c.reason).where(*some).order_by(EVENTS.c.id)
        for serial, reason in session.execute(told):
            passed = _passed(reason, zone)
            if passed:
                found[serial].setdefault(*passed)
    return {serial: max(days.values()) for serial, days in found.items()}


def _passed(reason: str, zone: tzinfo) -> tuple[str, date] | None:
    """Which leg was late, and since when, where that is what a history says."""
    said = json.loads(reason)
    name, _, round_ = str(said["step"]).partition("#")
    leg, _, mark = name.rpartition(".")
    if mark not in (LATE, *RISES) or leg.startswith(("reporter", SILENT)):
        return None
    return f"{leg}#{round_}", datetime.fromisoformat(said["at"]).astimezone(zone).date()


def _matter(scope: Scope, row: Any, late: Mapping[int, date]) -> OpenMatter:
    ground = scope.ground
    since, seat = late.get(row.serial), ground.tree.stations.get(row.station)
    return OpenMatter(
        station_name=seat.name if seat else "",
        serial=row.serial, number=numbers.printed(row.serial), place=place_shown(ground.tree, row.place),
        category=row.category or "", station=row.station, state=row.state, level=row.level,
        days_open=(ground.day - ground.day_of(row.sent_at)).days,
        days_late=(ground.day - since).days if since else 0, excluded=row.excluded,
    )  # fmt: skip


# -- what else waits --------------------------------------------------------------------------------


def not_accepted(scope: Scope) -> Mapping[str, int]:
    """Activities that wait to be accepted."""
    waits = ACTIVITIES.c.stage.in_([Stage.SUBMITTED, Stage.RESUBMITTED])
    return _counted(scope, ACTIVITIES.c.station, waits)


def visits_late(scope: Scope) -> Mapping[str, int]:
    """Households whose day of a visit is over."""
    return _counted(scope, PLANS.c.station, PLANS.c.next_on < scope.ground.day, PLANS.c.ended_at.is_(None))


def _counted(scope: Scope, station: ColumnElement[Any], *which: ColumnElement[bool]) -> Counter[str]:
    grouped = select(station, func.count()).where(*which, *scope.at_stations(station)).group_by(station)
    counted = Counter[str]()
    for place, many in scope.by_place((code, many) for code, many in scope.rows(grouped)):
        counted[place] += many
    return counted


def patterns(scope: Scope) -> Counter[str]:
    """What came up again and again: the cards of it that were shown in the period."""
    shown = select(CARDS.c.subject).where(PATTERNS).distinct()
    counted = Counter[str]()
    for (subject,) in scope.rows(shown):
        _, place, _, day = str(subject).split("/")
        if scope.period.holds(date.fromisoformat(day)):
            counted.update(scope.places_above(place))
    return counted
