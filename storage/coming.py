"""What time will bring: to reports, as reminders, visits and letters; and when. Nothing here changes anything."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlmodel import Session

from fieldwork import visits_due
from fieldwork.clocks import Calendars
from fieldwork.coming_due import (
    Asked,
    Coming,
    Listens,
    Lists,
    gathered,
    number_of,
    of_plan,
    of_reminder,
    of_report,
)
from fieldwork.people import Staffing
from fieldwork.places import Network
from fieldwork.reminders import ReminderState
from fieldwork.reminding import times_of
from fieldwork.reports import LOOK_SOON, Event, Report
from fieldwork.rhythms import RhythmKind
from fieldwork.rules import Rules
from fieldwork.timetable import Sheet, coming
from storage import care, reminders, rhythms
from storage.network import table_of
from storage.putting_off import write_out
from storage.tables import EventRow, LetterRow, LetterState, ReminderRow, ReportRow

_REPORTS, _EVENTS = table_of(ReportRow), table_of(EventRow)
_REMINDERS, _LETTERS = table_of(ReminderRow), table_of(LetterRow)
AT_ONCE = 400  # reports whose histories are read in one statement


class Within(NamedTuple):
    """Which part of the network is asked for; everything where no places are named."""

    network: Network
    tops: Sequence[str] = ()

    def holds(self, *places: str | None) -> bool:
        """Whether one of these places lies there."""
        return not self.tops or any(
            self.network.contains(top, at) for at in places if at for top in self.tops
        )

    def has(self, report: Report) -> bool:
        """Whether a report lies there, or with a station that does."""
        seat = self.network.stations.get(report.station)
        return self.holds(report.place, seat.place if seat else None)


def all_of(
    session: Session, asked: Asked, within: Within, staffing: Staffing, rules: Rules, calendars: Calendars
) -> list[Coming]:
    """Everything that time brings to a part of the network until a moment, in the order in which it leaves."""
    lists = Lists(partial(_listens, session, staffing, calendars))
    found = gathered(
        (
            come
            for sheet in sheets(session, asked.until, rules, calendars, within.has)
            for come in of_report(sheet, staffing, asked)
        ),
        lists,
    )
    found += _reminders(session, asked, within)
    found += _visits(session, asked, within, rules, calendars)
    return sorted(found, key=lambda each: (each.at, each.number, each.what))


def _listens(session: Session, staffing: Staffing, calendars: Calendars, person_id: int) -> Listens:
    """When somebody's lists go, as they and their station have settled."""
    rhythm = rhythms.of(session, person_id, RhythmKind.LISTS)
    station = next(iter(staffing.stations_of(person_id)), "")
    return Listens(calendars.of(station), times_of(rhythm.times), rhythm.asked_at)


def _reminders(session: Session, asked: Asked, within: Within) -> Iterator[Coming]:
    waiting = reminders.waiting(session, asked.until)
    about = {_serial(reminder.subject) for reminder in waiting} - {0}
    known = {report.serial: report for report in _by_serials(session, sorted(about))}
    for reminder in waiting:
        report = known.get(_serial(reminder.subject))
        if within.has(report) if report else not within.tops:
            yield of_reminder(reminder, number_of(reminder.subject), report, asked)


def _serial(subject: str) -> int:
    kind, _, record = subject.partition(":")
    return int(record) if kind == "report" and record.isdecimal() else 0


def _by_serials(session: Session, serials: Sequence[int]) -> Iterator[Report]:
    for start in range(0, len(serials), AT_ONCE):
        of = select(_REPORTS).where(_REPORTS.c.serial.in_(serials[start : start + AT_ONCE]))
        yield from (Report.model_construct(**row) for row in session.execute(of).mappings())


def _visits(
    session: Session, asked: Asked, within: Within, rules: Rules, calendars: Calendars
) -> Iterator[Coming]:
    """Of nobody whose visits are paused on that day."""
    today, last = (at.astimezone(asked.zone).date() for at in (asked.now, asked.until))
    muted = care.mutes(session, today)
    for plan in care.due(session, last + visits_due.AHEAD):
        calendar = calendars.of(plan.station)
        now = visits_due.is_due(plan, today, calendar)
        day = today if now else visits_due.appointment(plan, calendar)
        if day is None or not within.holds(plan.place):
            continue
        come = of_plan(plan, day, rules.visits.at, asked)
        if come and not visits_due.paused(plan, muted, within.network, come.at.date()):
            yield come


def sheets(
    session: Session, until: datetime, rules: Rules, calendars: Calendars,
    wanted: Callable[[Report], bool] = lambda _report: True,
) -> Iterator[Sheet]:  # fmt: skip
    """Of each report to which time brings something until a moment, what its timetable is reckoned from.

    Also of those of which that has to be reckoned anew, whenever it comes.
    """
    found = [report for report in _due(session, until) if wanted(report)]
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        told = _events(session, [report.serial for report in some])
        for report in some:
            yield Sheet(report, told.get(report.serial, ()), rules, calendars.of(report.station))


def _due(session: Session, until: datetime) -> list[Report]:
    of = select(_REPORTS).where(_REPORTS.c.next_due <= until)
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


def is_due(session: Session, now: datetime) -> bool:
    """Whether something has come that no sweep has looked at."""
    report = select(_REPORTS.c.serial).where(_REPORTS.c.next_due > LOOK_SOON, _REPORTS.c.next_due <= now)
    waits = _REMINDERS.c.state == ReminderState.WAITING, _REMINDERS.c.send_at <= now
    return any(session.execute(of.limit(1)).first() for of in (report, select(_REMINDERS.c.id).where(*waits)))


def _first(session: Session, of: Select[tuple[datetime]]) -> datetime | None:
    return session.execute(of).scalar_one_or_none()
