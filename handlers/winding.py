"""When time brings something to a report next: reckoned from its events, with the rules and calendar of its station.

`Report.next_due` is a cache of that. A new report has it from the first; whatever changes what it is reckoned
from marks it, and the next sweep reckons anew (fieldwork.timetable, storage.reports.change).
"""

from collections.abc import Sequence

from fieldwork import limits
from fieldwork.letters.clock import Times
from fieldwork.reports import Event, Report, ReportKind
from fieldwork.timetable import Sheet, next_due, next_look
from handlers.turn import Turn
from storage import reports


def sheet(turn: Turn, report: Report) -> Sheet:
    """What the timetable of a report is reckoned from, as of now."""
    events = reports.events(turn.session, report.serial)
    return Sheet(report, events, turn.desk.rules, turn.desk.calendars.of(report.station))


def wind_new(turn: Turn, report: Report) -> None:
    """Of a report that is being filed, which has no history yet."""
    fresh = Sheet(report, (), turn.desk.rules, turn.desk.calendars.of(report.station))
    report.next_due = next_due(fresh)


def wind(turn: Turn, report: Report) -> None:
    """After everything that was due was acted on."""
    reports.wind(turn.session, report, next_look(sheet(turn, report), turn.now))


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
    return Times(
        now=turn.now.astimezone(zone),
        ends={leg: at.astimezone(zone) for leg, at in limits.ends(known).items()},
        still=limits.stands_still(report),
        heard_by=heard_by.astimezone(zone) if heard_by else None,
        nudged=report.nudged_on == turn.desk.day,
    )
