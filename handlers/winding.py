"""When time brings something to a report next: reckoned from its events, with the rules and calendar of its station.

`Report.next_due` is a cache of that. A new report has it from the first; whatever changes what it is reckoned
from marks it, and the next sweep reckons anew (fieldwork.timetable, storage.reports.change).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from fieldwork import limits
from fieldwork.calendars import Runs
from fieldwork.letters.clock import Times
from fieldwork.reports import Event, Report, ReportKind
from fieldwork.timetable import Sheet, next_due, next_look
from handlers.turn import Turn
from storage import reports, schema

REACHED = "year_reached"  # the fact that names a year without holidays into which a limit has reached

USUAL_DAYS = 20  # working days: what is no longer than that …
_FAR = timedelta(days=60)  # … ends within so many days, with what may be added to it


def sheet(turn: Turn, report: Report) -> Sheet:
    """The timetable of a report, as of now."""
    events = reports.moments(turn.session, report.serial)
    return Sheet(report, events, turn.desk.rules, turn.desk.calendars.of(report.station))


def wind_new(turn: Turn, report: Report) -> None:
    """Of a report that is being filed, which has no history yet."""
    fresh = Sheet(report, (), turn.desk.rules, turn.desk.calendars.of(report.station))
    report.next_due = next_due(fresh)
    _note_year(turn, fresh)


def wind(turn: Turn, report: Report, known: Sheet) -> None:
    """After everything that was due was acted on; `known`: what it is reckoned from since."""
    reports.wind(turn.session, report, next_look(known, turn.now))
    _note_year(turn, known)


def _note_year(turn: Turn, known: Sheet) -> None:
    """Once a limit reaches into a year of which no holidays are known, that is to be said (unknown_years)."""
    if turn.now.year == (turn.now + _FAR).year and not _is_long(known):
        return
    years = estimated(known, limits.ends(known).values())
    if years and schema.fact(turn.session, REACHED) != max(years):
        schema.note_fact(turn.session, REACHED, max(years))


def _is_long(known: Sheet) -> bool:
    """A limit of so many working days that it may reach into the next year from anywhere in this one."""
    longest = known.clock.length("done")
    return longest is not None and longest.unit == "d" and longest.number > USUAL_DAYS


def estimated(known: Sheet, ends: Iterable[datetime]) -> frozenset[int]:
    """The years of which no holidays are known, into which limits fall: there Monday to Friday are reckoned with."""
    if known.clock.runs is not Runs.WORKING:
        return frozenset()
    return frozenset(end.year for end in ends if not known.calendar.knows(end.year))


def times(turn: Turn, report: Report, events: Sequence[Event] | None = None) -> Times | None:
    """The limits of an open need, as its cards say them; `events` where they are known."""
    if report.kind is ReportKind.ACTIVITY or not report.is_open:
        return None
    if events is None:
        events = reports.moments(turn.session, report.serial)
    known, zone = (
        Sheet(report, events, turn.desk.rules, turn.desk.calendars.of(report.station)),
        turn.desk.zone,
    )
    heard_by = limits.heard_by(known)
    ends = {leg: at.astimezone(zone) for leg, at in limits.ends(known).items()}
    return Times(
        now=turn.now.astimezone(zone),
        ends=ends,
        still=limits.stands_still(report),
        heard_by=heard_by.astimezone(zone) if heard_by else None,
        nudged=report.nudged_on == turn.desk.day,
        estimated=estimated(known, [*ends.values(), *([heard_by] if heard_by else [])]),
    )
