"""Which activities came of one message. They are told of in one list; each has a card of its own once it is opened."""

from fieldwork import numbers
from fieldwork.letters.happened import data_of
from fieldwork.reports import Report, ReportKind
from handlers import recorded
from handlers.turn import Turn
from storage import reports

STEP = "told_together"


def note(turn: Turn, several: list[Report]) -> None:
    """Each of them knows the others."""
    for report in several:
        recorded.note(turn, report, STEP, numbers=[each.number for each in several])


def carrier(turn: Turn, several: list[Report]) -> Report:
    """With which of them a photo lies: the first that wants photos."""
    rules = turn.desk.rules.activities
    kinds = [(report, recorded.of(turn, report)) for report in several]
    wants = (report for report, activity in kinds if activity and rules.of(activity.kind).photos)
    return next(wants, several[0])


def of(turn: Turn, report: Report) -> list[Report]:
    """All that was told of in one message, itself among them, in its order; empty where it is alone."""
    if report.kind is not ReportKind.ACTIVITY:
        return []
    events = reports.events(turn.session, report.serial)
    named = next((data_of(event).get("numbers") for event in events if event.step == STEP), None)
    serials = [numbers.read(str(each)) for each in named] if isinstance(named, list) else []
    found = (reports.by_serial(turn.session, serial) for serial in serials if serial)
    return [each for each in found if each]
