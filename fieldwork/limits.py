"""The limits of a report as its cards say them: until when, by the station's clock and as the reporter counts.

What time brings, and when, is the timetable's to say; a card needs the ends alone, for each time it is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from fieldwork.agreed_days import AGAIN
from fieldwork.course import STOPS, awake_end, shifted
from fieldwork.legs import (
    Span,
    since_reporter_waits,
    to_contact,
    to_decide,
    to_do,
    to_plan,
    to_sign,
    to_verify,
    until_done_for_reporter,
)
from fieldwork.reports import Report, State
from fieldwork.timetable import Sheet

APART = timedelta(minutes=1)  # two clocks that begin less far from each other are one
_SPANS: Mapping[str, Callable[[Sheet], Span | None]] = {
    "sign": to_sign, "contact": to_contact, "plan": to_plan, "done": to_do, "decide": to_decide, "verify": to_verify,
}  # fmt: skip
_ON_CARDS: Mapping[State, Sequence[str]] = {
    State.DISPATCHED: ("sign", "plan", "done"),
    State.REWORK: ("sign", "done"),
    State.SIGNED: ("contact", "plan", "done"),
    State.IN_PROGRESS: ("plan", "done"),
    State.REFERRED: ("plan", "done"),
    State.RETURN_PENDING: ("decide",),
    State.DONE: ("verify",),
}


def ends(sheet: Sheet) -> dict[str, datetime]:
    """The limits as a card says them; while nobody has signed, also until when it is to be done.

    `reporter.done` stands there where the reporter counts from another moment than the station.
    """
    spans = {leg: span for leg in _ON_CARDS.get(sheet.report.state, ()) if (span := _SPANS[leg](sheet))}
    found = {leg: shifted(sheet, end, start) for leg, (start, end) in spans.items()}
    counts = "plan" in spans or ("done" in spans and _counts_otherwise(sheet))
    theirs = until_done_for_reporter(sheet) if counts else None
    return found | {"reporter.done": theirs} if theirs else found


def _counts_otherwise(sheet: Sheet) -> bool:
    """Whether the reporter's clock is not the station's: it went to and fro, or was given more time."""
    steps = any(event.step in AGAIN for event in sheet.events)
    return steps or abs(since_reporter_waits(sheet) - sheet.turned_at) >= APART


def heard_by(sheet: Sheet) -> datetime | None:
    """Until when the reporter hears from somebody first, as they count; be it past, or done since."""
    contact, start = sheet.clock.length("contact"), since_reporter_waits(sheet)
    if contact is None:
        return until_done_for_reporter(sheet)
    return shifted(sheet, awake_end(sheet, start, contact), start)


def stands_still(report: Report) -> bool:
    """Whether no limit of it runs: the reporter was asked something, or a hold was approved."""
    return report.state in STOPS
