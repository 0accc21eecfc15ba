"""What time brings to a report: each mark of its timetable is acted on once, when it comes (RULES 3.3, 3.4).

A sweep claims what is due, reckons anew from the events what has come, acts, and notes when to look again: all
in one transaction, so that nothing rings twice, whatever stops in between and however many processes sweep.
"""

import json
from collections.abc import Callable, Set
from datetime import datetime
from typing import Any

from fieldwork import timetable
from fieldwork.letters import Priority
from fieldwork.marks import Due
from fieldwork.reports import LOOK_ANEW, Event, Report, Urgency
from fieldwork.timetable import FIRED, Sheet
from handlers import answering, asking, climbing, phoning, referring, resuming, running_late, telling, winding
from handlers.turn import Turn
from storage import reports, schema

MANY = 64  # reports a look
MARK = "clocks"  # the fact that says by which rules and calendars `next_due` was reckoned
MARKS = 2  # which marks a timetable has. 2: what nobody signs for at its next station, or again, is late for work too

Act = Callable[[Turn, Report, Due], object]
"""False: not now, the next sweep asks again. Anything else: it was acted on."""


def acts_of(due: Due) -> Act | None:
    """Who looks after a mark: a conversation's own file. None: the level alone rises."""
    return _ACTS.get(due.name) or _ACTS.get(due.leg)


_ACTS: dict[str, Act] = {
    "day.answer": lambda turn, report, _due: asking.waited_enough(turn, report),
    "day.resume": lambda turn, report, _due: resuming.come_due(turn, report),
    "day.review": lambda turn, report, _due: resuming.come_due(turn, report),
    "day.recheck": lambda turn, report, _due: referring.come_due(turn, report),
    "day.again": lambda turn, report, _due: answering.ask_again(turn, report),
    "day.ring": phoning.come_due,
    "day.unanswered": lambda turn, report, _due: answering.come_due(turn, report),
    "sign": climbing.come_due,
    "contact": climbing.come_due,
    "plan": climbing.come_due,
    "done": climbing.come_due,
    "decide": climbing.come_due,
    "verify": climbing.come_due,
    "reporter.contact": running_late.come_due,
    "reporter.done": running_late.come_due,
}
"""By name (`day.resume`), or by leg."""


# -- rules or calendars that changed ----------------------------------------------------------------


def marks_of(turn: Turn) -> dict[str, Any]:
    """By which rules and calendars a moment is reckoned now: those of all, and the closures of each station."""
    calendars = turn.desk.calendars
    return {"all": f"{turn.desk.ruleset}/{calendars.mark}", "closed": calendars.closed(), "marks": MARKS}


def changed(turn: Turn) -> list[dict[str, Any]]:
    """The marks, where something has to be reckoned anew."""
    marks = marks_of(turn)
    return [] if schema.fact(turn.session, MARK) == marks else [marks]


def reckon_anew(turn: Turn, marks: dict[str, Any]) -> int:
    """Every report that waits is looked at before its next step; gives how many.

    Where a station alone was closed, or is not after all, that concerns its own reports only.
    """
    before = schema.fact(turn.session, MARK)
    schema.note_fact(turn.session, MARK, marks)
    known: dict[str, Any] = before if isinstance(before, dict) else {}  # an earlier version noted a text
    if known.get("all") != marks["all"]:
        return reports.wind_all_anew(turn.session, cards_too=before is not None)
    if known.get("marks") != MARKS:  # an older version had fewer
        return reports.wind_all_anew(turn.session, cards_too=False)
    stations = {station for station, _days in known["closed"].items() ^ marks["closed"].items()}
    return reports.wind_all_anew(turn.session, sorted(stations))


# -- what has come ----------------------------------------------------------------------------------


def due(turn: Turn) -> list[int]:
    """Reports to which time has brought something, or of which that is to be reckoned anew."""
    return reports.due(turn.session, turn.now, MANY)


def look_after(turn: Turn, serial: int) -> bool:
    """Acts on what has come. False where there was nothing to do any more, or another process does it."""
    if changed(turn):
        return False  # first everything is reckoned anew
    claimed = reports.claim_due(turn.session, [serial], turn.now)
    for report in claimed:
        posted = len(turn.letters)
        if report.next_due == LOOK_ANEW:
            _redraw_quietly(turn, report)
        known = _acted_on(turn, report)
        _keep_level(turn, report, known)
        winding.wind(turn, report, known)
        if report.urgency is not Urgency.T0:
            turn.hold_for_the_day(posted)  # a card too: it may be one that has not come yet, with sound
    return bool(claimed)


def _acted_on(turn: Turn, report: Report) -> Sheet:
    """Acts on all that has come; gives what is reckoned from afterwards."""
    not_now, known = set[str](), winding.sheet(turn, report)
    while come := _come(known, turn.now, not_now):
        if not _act_on(turn, report, come):
            not_now.add(come.step)
        known = winding.sheet(turn, report)
    return known


def _come(known: Sheet, now: datetime, not_now: Set[str]) -> Due | None:
    """The first that has come, but for what cannot be said at the moment."""
    return next((one for one in timetable.to_act_on(known, now) if one.step not in not_now), None)


def _redraw_quietly(turn: Turn, report: Report) -> None:
    """The limits on its cards are others now; what is said to people meanwhile goes before that."""
    before = len(turn.letters)
    telling.redraw(turn, report)
    later = {"priority": Priority.DIGEST}
    turn.letters[before:] = [letter.model_copy(update=later) for letter in turn.letters[before:]]


def _act_on(turn: Turn, report: Report, due: Due) -> bool:
    """What moves the report is in its history by itself; of what does not, that it was acted on."""
    before, act = report.state, acts_of(due)
    if act and act(turn, report, due) is False:
        return False
    if report.state is before:
        reports.note(turn.session, fired(turn, report, due))
    return True


def fired(turn: Turn, report: Report, due: Due) -> Event:
    """The event that a mark was reached and acted on."""
    reason = json.dumps({"step": due.step, "at": due.at.isoformat()})
    return Event(at=turn.now, serial=report.serial, step=FIRED, role="rule", came_from=report.state,
                 went_to=report.state, reason=reason)  # fmt: skip


def _keep_level(turn: Turn, report: Report, known: Sheet) -> None:
    """The overdue level as it is now; the cards show it."""
    level = timetable.level(known, turn.now)
    if report.is_open and level != report.level and reports.change(turn.session, report, level=level):
        telling.redraw(turn, report)
