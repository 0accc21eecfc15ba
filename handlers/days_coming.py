"""A day has come for a report: what was held goes on, what is parked is looked at, what was asked is closed.

Which day that is stands in `Report.next_due`, written with each step and emptied by each move; here it is asked
once more whether it is still right. Each report is looked after in a transaction of its own, so nothing rings
twice, whatever stops in between.
"""

from collections.abc import Callable

from fieldwork.reports import Report, State
from handlers import answering, asking, referring, resuming
from handlers.turn import Turn
from storage import reports

MANY = 64  # reports a look

LooksAfter = Callable[[Turn, Report], None]
_OF_STATE: dict[State, LooksAfter] = {
    State.NEEDS_INFO: asking.waited_enough,
    State.ON_HOLD: resuming.come_due,
    State.PARKED: resuming.come_due,
    State.REFERRED: referring.come_due,
    State.CALLBACK: answering.come_due,
}


def due(turn: Turn) -> list[int]:
    """Reports of which a day has come."""
    return reports.due(turn.session, turn.now, MANY)


def look_after(turn: Turn, serial: int) -> bool:
    """What the day asks for. False where there was nothing to do any more."""
    report = reports.by_serial(turn.session, serial)
    if report is None or report.next_due is None or report.next_due > turn.now:
        return False
    looks_after = _OF_STATE.get(report.state)
    if looks_after:
        looks_after(turn, report)
    if report.next_due is not None:
        reports.change(turn.session, report, next_due=None)  # once, whatever came of it
    return looks_after is not None
