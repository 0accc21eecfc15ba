"""What will fire in the next time, when it leaves, to whom and why: asked of the same timetable that fires it.

A guess in one respect: who is told is reckoned from who has it and who can be reached now.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from fieldwork import ladder, quiet, timetable
from fieldwork.care import CarePlan
from fieldwork.numbers import printed
from fieldwork.people import Staffing
from fieldwork.reminders import Manner, Reminder
from fieldwork.reports import Report, Urgency
from fieldwork.timetable import CALL, Due, Sheet

TO_THE_REPORTER = frozenset({"reporter.contact", "reporter.done", "day.again"})
VISIT = "visit"  # what a plan of 探访关爱 brings


class Told(NamedTuple):
    """Somebody who is told, and as what: handler, head, above, reporter, …"""

    person_id: int
    as_what: str


class Coming(NamedTuple):
    """One thing that time will bring."""

    at: datetime  # when it leaves: what quiet hours hold, in the morning
    number: str  # the report's, or the code of a plan
    what: str  # `sign.late`, `day.resume`, `visit`
    to: tuple[Told, ...]
    report: Report | None = None  # None: what it is about is no report


class Asked(NamedTuple):
    """From when to when is asked, and where."""

    now: datetime
    until: datetime
    zone: tzinfo

    def leaves(self, at: datetime, urgent: bool) -> datetime:
        """When a message of a moment leaves: at once where the moment has passed; nothing but T0 in the night."""
        at = max(at, self.now)
        return at if urgent else quiet.held_until(at, self.zone) or at


def of_report(sheet: Sheet, staffing: Staffing, asked: Asked) -> Iterator[Coming]:
    """What of a report's timetable comes in that time; of the calls of T0 the first alone."""
    report, rung = sheet.report, False
    table = [*timetable.to_act_on(sheet, asked.now)]
    table += [due for due in timetable.coming(sheet) if asked.now < due.at <= asked.until]
    for due in table:
        calls = due.mark.startswith(CALL)
        if calls and rung:
            continue
        rung = rung or calls
        leaves = asked.leaves(due.at, report.urgency is Urgency.T0)
        yield Coming(leaves, report.number, _named(due), tuple(_told(staffing, report, due)), report)


def _named(due: Due) -> str:
    """`sign.late`; all calls have one name."""
    return f"{due.leg}.{CALL}" if due.mark.startswith(CALL) else due.name


def _told(staffing: Staffing, report: Report, due: Due) -> Iterator[Told]:
    seat = staffing.network.stations.get(report.station)
    if due.leg in TO_THE_REPORTER or due.name in TO_THE_REPORTER:
        yield Told(report.reporter_id, "reporter")
    elif seat is None:
        return
    elif due.mark.startswith(CALL):
        yield from (Told(one.id, CALL) for one in ladder.call_list(staffing, report)[0][:1])
    elif due.leg == "day":
        has = report.handler_id or report.rung_id or _nearest(staffing, report)
        yield from [Told(has, ladder.AsWhat.HANDLER)] if has else []
    else:
        found = ladder.recipients(staffing, report, due)
        yield from (Told(one.person.id, one.as_what) for one in found)


def _nearest(staffing: Staffing, report: Report) -> int | None:
    found = staffing.responsible(staffing.network.stations[report.station], report.place)
    return found.id if found else None


def of_reminder(reminder: Reminder, number: str, report: Report | None, asked: Asked) -> Coming:
    """What is written down already, and waits to be said."""
    what = reminder.step.partition("#")[0]
    leaves = asked.leaves(reminder.send_at, reminder.manner is Manner.AT_ONCE)
    return Coming(leaves, number, what, (Told(reminder.person_id, reminder.as_what),), report)


def of_plan(plan: CarePlan, day: date, hour: time, asked: Asked) -> Coming | None:
    """The visit of a plan, when the list of its day comes; one that is overdue stands in the next list."""
    here = asked.now.astimezone(asked.zone)
    next_list = here.date() + timedelta(days=int(here.time() >= hour))
    at = datetime.combine(max(day, next_list), hour, asked.zone)
    return (
        Coming(at, plan.code, VISIT, (Told(plan.responsible_id, "handler"),)) if at <= asked.until else None
    )


def number_of(subject: str) -> str:
    """How a reminder's subject is printed: `report:10427` as N-10427-3, any other as it is kept."""
    kind, _, record = subject.partition(":")
    return printed(int(record)) if kind == "report" and record.isdecimal() else subject
