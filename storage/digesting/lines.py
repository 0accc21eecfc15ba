"""What the lines of the figures come to, at each wanted place and directly below it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from fieldwork import periods
from fieldwork.digest_figures import RECEIVED, RETURNED, SOLVED, stated
from fieldwork.digests import PlaceFigures, Span, Table, WeekFigures
from fieldwork.figures import Added, Line
from storage import cases
from storage.digesting.scope import Scope
from storage.network import table_of
from storage.tables import OrganisationRow, ProjectRow
from storage.tallies import TALLIES

WEEKS = timedelta(weeks=7)  # before the week in which a period ends: eight in all
WEEK = timedelta(weeks=1)
ORGANISATIONS, PROJECTS = table_of(OrganisationRow), table_of(ProjectRow)
BY: Mapping[str, ColumnElement[Any]] = {
    "category": TALLIES.c.category,
    "organisation": TALLIES.c.organisation_id,
    "project": TALLIES.c.project_id,
}
Sums = dict[Line, Added]


class Lines:
    """The sums of some days: of each wanted place, of the places directly below it, and what stations returned."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self.own: defaultdict[str, Sums] = defaultdict(dict)
        self.below: defaultdict[str, dict[str, Sums]] = defaultdict(dict)
        self.returns: defaultdict[str, dict[str, float]] = defaultdict(dict)

    def add(self, path: str, station: str, what: Line, more: Added) -> None:
        """Adds what the lines of one path come to, to every wanted place above it."""
        codes = path.split("/")[1:-1]
        for place, under in zip(codes, [*codes[1:], None], strict=True):
            if place in self._wanted:
                _add(self.own[place], what, more)
                if under is not None:
                    _add(self.below[place].setdefault(under, {}), what, more)
                if what[0] == RETURNED:
                    returned = self.returns[place]
                    returned[station] = returned.get(station, 0) + more.number


def _add(sums: Sums, what: Line, more: Added) -> None:
    before = sums.get(what, Added())
    sums[what] = Added(before.number + more.number, before.late + more.late)


def lines(scope: Scope, since: date, until: date) -> Lines:
    """What some days come to."""
    number, found = TALLIES.c.number, Lines(scope.wanted)
    which = TALLIES.c.path, TALLIES.c.station, TALLIES.c.name, TALLIES.c.unit
    late = func.sum(number).filter(TALLIES.c.late)
    days = TALLIES.c.day.between(since, until)
    grouped = select(*which, func.sum(number), late).where(*scope.on_path, days).group_by(*which)
    for path, station, name, unit, total, of_late in scope.rows(grouped):
        found.add(path, station, Line(name, unit), Added(total, of_late or 0))
    return found


def weeks(scope: Scope) -> Mapping[str, list[WeekFigures]]:
    """What came in and what was solved, week by week, up to the end of the period; of one that runs up to today."""
    rules, until = scope.ground.rules.periods, min(scope.period.until, scope.ground.day)
    first = periods.period_of(min(scope.period.since, until - WEEKS), Span.WEEK, rules).since
    counted: dict[str, dict[tuple[date, str], float]] = {place: {} for place in scope.places}
    which = TALLIES.c.path, TALLIES.c.day, TALLIES.c.name
    of = TALLIES.c.day.between(first, until), TALLIES.c.name.in_((RECEIVED, SOLVED))
    grouped = select(*which, func.sum(TALLIES.c.number)).where(*scope.on_path, *of).group_by(*which)
    for path, day, name, number in scope.rows(grouped):
        key = periods.period_of(day, Span.WEEK, rules).since, name
        for place in scope.wanted.intersection(path.split("/")):
            counted[place][key] = counted[place].get(key, 0) + number
    begun = [first + WEEK * each for each in range((until - first) // WEEK + 1)]
    return {place: [_week(monday, sums) for monday in begun] for place, sums in counted.items()}


def _week(monday: date, sums: Mapping[tuple[date, str], float]) -> WeekFigures:
    received, solved = (round(sums.get((monday, name), 0)) for name in (RECEIVED, SOLVED))
    return WeekFigures(monday=monday, received=received, solved=solved)


def tables(scope: Scope) -> list[Table]:
    """The tables of a year, of one place: by month, category, organisation and project."""
    return [_by_month(scope), *(_table(scope, by, column) for by, column in BY.items())]


def _by_month(scope: Scope) -> Table:
    """The district's months, of those in which anything was counted."""
    rules, sums = scope.ground.rules.periods, defaultdict[str, Sums](dict)
    for day, name, unit, number in scope.rows(_grouped(scope, TALLIES.c.day)):
        _add(sums[periods.period_of(day, Span.MONTH, rules).name], Line(name, unit), Added(number))
    return Table(
        by="month", rows=[PlaceFigures(place=key, name="", figures=stated(sums[key])) for key in sorted(sums)]
    )


def _grouped(scope: Scope, column: ColumnElement[Any]) -> Select[Any]:
    """What the lines of the period come to, apart by a column."""
    which = column, TALLIES.c.name, TALLIES.c.unit
    days = TALLIES.c.day.between(scope.period.since, scope.period.until)
    return select(*which, func.sum(TALLIES.c.number)).where(*scope.on_path, days).group_by(*which)


def _table(scope: Scope, by: str, column: ColumnElement[Any]) -> Table:
    sums, found = defaultdict[str, Sums](dict), list(scope.rows(_grouped(scope, column)))
    of_cases = cases.categories(scope.session, {key for key, *_ in found}) if by == "category" else {}
    for key, name, unit, number in found:
        _add(sums[of_cases.get(key, str(key or ""))], Line(name, unit), Added(number))
    names = _names(scope, by)
    rows = [
        PlaceFigures(place=key, name=names.get(key, ""), figures=stated(sums[key])) for key in sorted(sums)
    ]
    return Table(by=by, rows=rows)


def _names(scope: Scope, by: str) -> Mapping[str, str]:
    """What organisations and projects are called; a category is named where it is read."""
    table = {"organisation": ORGANISATIONS, "project": PROJECTS}.get(by)
    if table is None:
        return {}
    return {str(id_): name for id_, name in scope.rows(select(table.c.id, table.c.name))}
