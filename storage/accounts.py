"""The activities of some days with what of them counts there: what was held then, and what counts then (补报)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, distinct, false, func, or_, select
from sqlmodel import Session

from fieldwork import accounts
from fieldwork.accounts import Entry
from fieldwork.activities import ActivityKind
from fieldwork.counting_in import DOORS_NOT_MET, VOLUNTEER_HOURS
from fieldwork.days import Span
from fieldwork.exports import Scope
from fieldwork.figures import Added, Line
from storage import exports
from storage.exports import Done, Within
from storage.network import table_of
from storage.tables import AFTER, TallyRow

_TALLIES = table_of(TallyRow)
_NAMES = (*ActivityKind, VOLUNTEER_HOURS, DOORS_NOT_MET)


class Accounted(NamedTuple):
    """An activity and its rows."""

    done: Done
    entries: list[Entry]

    @property
    def counts(self) -> bool:
        """Whether it adds anything to the figures of the days."""
        return any(entry.standing in accounts.IN_THE_FIGURES for entry in self.entries)


def account(session: Session, scope: Scope, span: Span) -> Iterator[Accounted]:
    """What was held in some days at the scope's places, or counts in them; also what is not to be shown."""
    lines = _lines(session, scope.paths, span)
    within = Within(span.since, span.until + timedelta(days=1))
    held = (one for one in exports.activities(session, within, words=False) if _lies(scope, one))
    seen = set[int]()
    for done in chain(held, _others(session, lines, seen)):
        seen.add(done.report.serial)
        of_it = lines.get(done.report.serial, {})
        found = list(accounts.entries(done.activity, done.counts, done.beside, of_it, span))
        if found:
            yield Accounted(done, found)


def _others(session: Session, lines: dict[int, dict[Line, Added]], seen: set[int]) -> Iterator[Done]:
    """What counts there and was held elsewhere in time, or had its place changed since: looked up at the end."""
    yield from exports.activities_of(session, sorted(lines.keys() - seen))


def _lies(scope: Scope, done: Done) -> bool:
    return scope.lies(done.activity.place, done.activity.station)


def many_counted(session: Session, scope: Scope, span: Span) -> int:
    """How many activities have lines there in these days."""
    serials = select(func.count(distinct(_TALLIES.c.serial))).where(*_there(scope.paths, span))
    return int(session.connection().execute(serials).scalar_one())


def _lines(session: Session, paths: Sequence[str], span: Span) -> dict[int, dict[Line, Added]]:
    """What each activity's lines come to; lines that took each other back are none."""
    number, of = func.sum(_TALLIES.c.number), (_TALLIES.c.serial, _TALLIES.c.name, _TALLIES.c.unit)
    late = func.sum(_TALLIES.c.number).filter(_TALLIES.c.late)
    asked = select(*of, number, late).where(*_there(paths, span)).group_by(*of)
    found = dict[int, dict[Line, Added]]()
    for serial, name, unit, total, of_late in session.connection().execute(asked.having(number != 0)):
        found.setdefault(serial, {})[Line(name, unit)] = Added(total, of_late or 0)
    return found


def _there(paths: Sequence[str], span: Span) -> tuple[ColumnElement[bool], ...]:
    below = or_(false(), *(and_(_TALLIES.c.path >= path, _TALLIES.c.path < path + AFTER) for path in paths))
    return below, _TALLIES.c.day >= span.since, _TALLIES.c.day <= span.until, _TALLIES.c.name.in_(_NAMES)
