"""When time brings something to a report next: reckoned from its events, with the rules and calendar of its station.

`Report.next_due` is a cache of that. A new report has it from the first; whatever changes what it is reckoned
from marks it, and the next sweep reckons anew (fieldwork.timetable, storage.reports.change).
"""

from fieldwork.reports import Report
from fieldwork.timetable import Sheet, next_due
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
    reports.wind(turn.session, report, next_due(sheet(turn, report)))
