"""A limit comes near, is over, and rises: who is told is written down, once a step and person (RULES 3.4).

    Wang   (has not signed by 16:00)
    bot    (to Wang, and to Luo, who answers for the station; on the card) ⏰ 已超时（1级）
    bot    (a working day later, to those one level up) ⏰ 已超时（督办）
    bot    (three working days later, to the district's coordinators) ⏰ 已超时（通报）

What is written here is a row; when it is said, and how, is `reminding`'s. What is most urgent is called for
(`calling`). Of what is restricted only those hear who may open it.
"""

from collections.abc import Iterable

from fieldwork import ladder, timetable
from fieldwork.ladder import AsWhat, Recipient
from fieldwork.marks import CALL, RISES, Due
from fieldwork.reminders import Reminder, manner_of
from fieldwork.reports import Report
from handlers import calling, viewers, winding
from handlers.turn import Turn
from storage import people, reminders, viewing


def about(report: Report) -> str:
    """What a report's reminders are about."""
    return f"report:{report.serial}"


def come_due(turn: Turn, report: Report, due: Due) -> None:
    """A mark of a leg was reached."""
    if due.mark.startswith(CALL):
        calling.call_next(turn, report, due)
        return
    tell = dict[int, Recipient]()
    for mark in [*_passed_over(turn, report, due), due]:
        for one in who_is_told(turn, report, mark):
            tell.setdefault(one.person.id, one)
    reminders.add(turn.session, (_reminder(turn, report, due, one) for one in tell.values()))


def _passed_over(turn: Turn, report: Report, due: Due) -> list[Due]:
    """Marks of the same leg that came while nothing ran: what they would have told is told with the last."""
    sheet = winding.sheet(turn, report)
    done = timetable.fired(sheet.events)
    leg = [one for one in sheet.table if (one.leg, one.round) == (due.leg, due.round)]
    acted = max((one.at for one in leg if one.step in done), default=None)
    return [one for one in leg if one.at < due.at and (acted is None or one.at > acted)]


def who_is_told(turn: Turn, report: Report, due: Due) -> list[Recipient]:
    """Who is told at a mark and may know of it; of what is restricted who was named to it, where nobody else may."""
    found = ladder.recipients(turn.desk.staffing, report, due)
    allowed = [one for one in found if _hears_of(turn, report, one)]
    return allowed or list(_named(turn, report)) if found else []


def _hears_of(turn: Turn, report: Report, one: Recipient) -> bool:
    return viewers.hears_of(turn, report, one.person, turn.desk.staffing.roles_held(one.person.id))


def _named(turn: Turn, report: Report) -> Iterable[Recipient]:
    for person in people.by_ids(turn.session, viewing.admitted(turn.session, report.serial)).values():
        if turn.desk.staffing.is_here(person.id):
            yield Recipient(person, AsWhat.HANDLER)


def _reminder(turn: Turn, report: Report, due: Due, one: Recipient) -> Reminder:
    manner = manner_of(report.urgency, due.mark in RISES)
    return Reminder(subject=about(report), step=due.step, person_id=one.person.id, manner=manner, due_at=due.at,
                    send_at=turn.now, as_what=one.as_what, passed_from=one.passed_from)  # fmt: skip
