"""What will fire in the next time, when it leaves, to whom and why: asked of the same timetable that fires it.

A guess in one respect: who is told is reckoned from who has it and who can be reached now.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from fieldwork import ladder, quiet, timetable
from fieldwork.calendars import Calendar, NoWork
from fieldwork.care import CarePlan
from fieldwork.marks import CALL, RISES, SILENT, Due
from fieldwork.numbers import printed
from fieldwork.people import Staffing
from fieldwork.reminders import Manner, Reminder, manner_of
from fieldwork.reminding import SHIPPED, next_slot, open_slot
from fieldwork.reports import Report, Urgency
from fieldwork.timetable import Sheet

TO_THE_REPORTER = frozenset({"reporter.contact", "reporter.done", "day.again"})
RING = "day.ring"  # whom to ring stands in a list
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
    listed: bool = False  # it is gathered: `at` is when it comes up, until `gathered` says when its lists go


class Asked(NamedTuple):
    """From when to when is asked, and where."""

    now: datetime
    until: datetime
    zone: tzinfo

    def leaves(self, at: datetime, urgent: bool) -> datetime:
        """When a message of a moment leaves: at once where the moment has passed; nothing but T0 in the night."""
        at = max(at, self.now)
        return at if urgent else quiet.held_until(at, self.zone) or at


class Listens(NamedTuple):
    """When somebody's lists go."""

    calendar: Calendar
    times: tuple[time, ...] = SHIPPED
    last: datetime | None = None  # when the last one came


class Lists:
    """When what comes up at a moment stands in somebody's list: asked in the order of time."""

    def __init__(self, of: Callable[[int], Listens]) -> None:
        self._of, self._known = of, dict[int, Listens]()

    def goes(self, person_id: int, at: datetime) -> datetime:
        """The moment itself while a list is held open, else the next; a list that went holds the next back."""
        who = self._known.get(person_id) or self._of(person_id)
        if who.last and at <= who.last:
            return who.last  # the list that goes then says it too
        slot = open_slot(at, who.calendar, who.times)
        try:
            goes = (
                at
                if slot and (who.last is None or who.last < slot)
                else next_slot(at, who.calendar, who.times)
            )
        except NoWork:
            return at
        self._known[person_id] = who._replace(last=goes)
        return goes


def gathered(found: Iterable[Coming], lists: Lists) -> list[Coming]:
    """What comes in lists, at the moment of each list; of one leg the last mark alone says it there."""
    alone, said = list[Coming](), dict[tuple[str, str, datetime, Told], Coming]()
    for each in sorted(found, key=lambda one: one.at):
        if not (each.listed and each.to):
            alone.append(each)
            continue
        for one in each.to:
            goes = lists.goes(one.person_id, each.at)
            said[each.number, each.what.partition(".")[0], goes, one] = each
    to = dict[tuple[str, str, datetime], list[Told]]()
    for (_number, _leg, goes, one), each in said.items():
        to.setdefault((each.number, each.what, goes), []).append(one)
    about = {(each.number, each.what): each.report for each in said.values()}
    return alone + [Coming(goes, number, what, tuple(told), about[number, what])
                    for (number, what, goes), told in to.items()]  # fmt: skip


def of_report(sheet: Sheet, staffing: Staffing, asked: Asked) -> Iterator[Coming]:
    """What of a report's timetable comes in that time; of the calls of T0 the first alone."""
    report, rung = sheet.report, False
    table = [*timetable.to_act_on(sheet, asked.now)]
    table += [due for due in timetable.coming(sheet) if asked.now < due.at <= asked.until]
    for due in (one for one in table if not one.leg.startswith(SILENT)):
        calls = due.mark.startswith(CALL)
        if calls and rung:
            continue
        rung = rung or calls
        told, listed = tuple(_told(staffing, report, due)), _is_listed(report, due)
        leaves = max(due.at, asked.now) if listed else asked.leaves(due.at, report.urgency is Urgency.T0)
        yield Coming(leaves, report.number, _named(due), told, report, listed)


def _is_listed(report: Report, due: Due) -> bool:
    """Whether it comes in lists; a day that was named is told by itself, but for whom to ring."""
    if due.leg in TO_THE_REPORTER or due.name in TO_THE_REPORTER:
        return False
    if due.leg == "day":
        return due.name == RING
    return manner_of(report.urgency, due.mark in RISES) is Manner.LIST


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
