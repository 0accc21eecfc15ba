"""What time will bring: which reports, reminders and letters are next, and when. Nothing here changes anything."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import Select, func, select
from sqlmodel import Session

from fieldwork.clocks import Calendars
from fieldwork.reminders import ReminderState
from fieldwork.reports import LOOK_SOON, Event, Report
from fieldwork.rules import Rules
from fieldwork.timetable import Sheet, coming
from storage.network import table_of
from storage.putting_off import write_out
from storage.tables import EventRow, LetterRow, LetterState, ReminderRow, ReportRow

_REPORTS, _EVENTS = table_of(ReportRow), table_of(EventRow)
_REMINDERS, _LETTERS = table_of(ReminderRow), table_of(LetterRow)
AT_ONCE = 400  # reports whose histories are read in one statement


def sheets(
    session: Session,
    until: datetime,
    rules: Rules,
    calendars: Calendars,
    stations: Sequence[str] | None = None,
) -> Iterator[Sheet]:
    """Of each report to which time brings something until a moment, what its timetable is reckoned from.

    Also of those of which that has to be reckoned anew, whenever it comes; of some stations alone.
    """
    found = _due(session, until, stations)
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        told = _events(session, [report.serial for report in some])
        for report in some:
            yield Sheet(report, told.get(report.serial, ()), rules, calendars.of(report.station))


def _due(session: Session, until: datetime, stations: Sequence[str] | None) -> list[Report]:
    of = select(_REPORTS).where(_REPORTS.c.next_due <= until)
    if stations is not None:
        of = of.where(_REPORTS.c.station.in_(stations))
    rows = session.execute(of.order_by(_REPORTS.c.next_due, _REPORTS.c.serial))
    return [Report.model_construct(**row) for row in rows.mappings()]


def _events(session: Session, serials: Sequence[int]) -> dict[int, list[Event]]:
    write_out(session)
    of = select(_EVENTS).where(_EVENTS.c.serial.in_(serials)).order_by(_EVENTS.c.serial, _EVENTS.c.id)
    events = [Event.model_construct(**row) for row in session.execute(of).mappings()]
    return {serial: list(own) for serial, own in groupby(events, lambda event: event.serial)}


def next_moments(session: Session, now: datetime, rules: Rules, calendars: Calendars) -> dict[str, datetime]:
    """When the next report falls due, the next reminder is looked at, the next letter that is held may leave."""
    due = _first(session, select(func.min(_REPORTS.c.next_due)).where(_REPORTS.c.next_due > now))
    fresh = (come.at for sheet in sheets(session, LOOK_SOON, rules, calendars) for come in coming(sheet))
    waiting = _REMINDERS.c.state == ReminderState.WAITING, _REMINDERS.c.send_at > now
    held = _LETTERS.c.state == LetterState.WAITING, _LETTERS.c.not_before > now
    found = {
        "report": min((at for at in (due, *fresh) if at is not None and at > now), default=None),
        "reminder": _first(session, select(func.min(_REMINDERS.c.send_at)).where(*waiting)),
        "letter": _first(session, select(func.min(_LETTERS.c.not_before)).where(*held)),
    }
    return {what: at for what, at in found.items() if at is not None}


def _first(session: Session, of: Select[tuple[datetime]]) -> datetime | None:
    return session.execute(of).scalar_one_or_none()
