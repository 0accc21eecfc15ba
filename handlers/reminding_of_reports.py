"""What somebody is reminded of about a report, asked again at the moment when it is said.

Whether the clock still says so (fieldwork.timetable), whether they are still the one to be told
(fieldwork.ladder), and what they may do about it now.
"""

from collections.abc import Sequence
from datetime import timedelta

from fieldwork import ladder, timetable
from fieldwork.ladder import Recipient
from fieldwork.letters.matter import Matter
from fieldwork.letters.reminding import Reminded
from fieldwork.life import AT_WORK, UNSIGNED
from fieldwork.marks import RISES, Due
from fieldwork.people import Person, Role
from fieldwork.reminders import Reminder, ReminderState
from fieldwork.reports import Report, State
from fieldwork.seeing import Surface
from fieldwork.timetable import Sheet
from handlers import climbing, standing, telling, viewers, winding
from handlers.turn import Turn
from storage import people, reminders, reports

REPORT = "report"  # the subject's kind: `report:10427`
NUDGE = "nudge"  # 催一下: `nudge#20260302`, a reminder of no leg
URGE = "urge"  # 催办 by a head, the same
ASKED = frozenset({NUDGE, URGE})
RING = "day.ring"  # 待电话回访
TO_DO = UNSIGNED | AT_WORK | {State.NEEDS_INFO, State.RETURN_PENDING}
HOUR = timedelta(hours=1)
Right = tuple[Reminded, list[Reminder]]

_HAND, _GIVE_UP = ("hand", "hand"), ("give_up", "hand")
_ACTS: dict[str, tuple[tuple[str, str], ...]] = {
    "sign": (("sign", "sign"), _HAND, _GIVE_UP),
    "contact": (("contact", "contact"), _HAND, _GIVE_UP),
    "plan": (("ask_plan", "ask_plan"), _HAND, _GIVE_UP),
    "done": (("ask_extend", "ask_extend"), _HAND, _GIVE_UP),
    "decide": (("decide", "uphold"),),
    "verify": (("verify", "verify"), ("not_verified", "not_verified")),
    RING: (("phoned", "phoned"), ("unreached", "unanswered")),
    NUDGE: (("sign", "sign"), ("ask_extend", "ask_extend"), _HAND, _GIVE_UP),
    URGE: (("sign", "sign"), ("ask_extend", "ask_extend"), _HAND, _GIVE_UP),
}
"""By leg, or by the whole name: the buttons, each with the step that has to be possible (fieldwork.life)."""
_HIGH = frozenset(RISES)
_RISEN = {True: (("why_late", "why_late"),), False: (("supervise", "supervise"),)}
"""What can be done, before all else, about what has risen: by whose it is, and by others."""
OWN = frozenset({"handler", "verifier", "decider"})  # who is told because it is theirs
_OFFERED = (*_ACTS.values(), *_RISEN.values(), (("give_to_head", "hand"),))
STEP_OF = {act: step for offered in _OFFERED for act, step in offered}
"""Each button that a reminder may have, and the step that has to be possible."""


def asked_again(turn: Turn, person: Person, roles: list[Role], rows: Sequence[Reminder]) -> Right | None:
    """What is still to be said of one report, by one person; everything that is not is settled."""
    kind, _, serial = rows[0].subject.partition(":")
    report = reports.by_serial(turn.session, int(serial)) if kind == REPORT and serial.isdecimal() else None
    if report is None:
        reminders.settle(turn.session, rows, ReminderState.DROPPED, turn.now)
        return None
    sheet = winding.sheet(turn, report)
    right = [row for row in rows if _is_right(turn, sheet, person, roles, row)]
    newest = [row for row in right if not _is_outdone(row, right)]
    dropped = [row for row in right if row not in newest]
    reminders.settle(turn.session, dropped, ReminderState.DROPPED, turn.now)
    return (_reminded(turn, sheet, person, roles, newest[-1]), newest) if newest else None


def _is_right(turn: Turn, sheet: Sheet, person: Person, roles: list[Role], row: Reminder) -> bool:
    """Whether its reason is still there, and this person still the one; else it is cleared, or passed on."""
    report = sheet.report
    due = _come(turn, sheet, row)
    if due is None or not viewers.hears_of(turn, report, person, roles):
        reminders.settle(turn.session, [row], ReminderState.CLEARED, turn.now)
        return False
    if any(_is_told(turn, sheet, person, row, mark) for mark in _marks_up_to(sheet, due)):
        return True
    told = _recipients(turn, report, row, due)
    if due.name == RING and told:  # whoever rings needs the telephone
        reports.change(turn.session, report, caller_id=told[0].person.id)
    _pass_on(turn, row, told, gone=not is_here(turn, person))
    return False


def _marks_up_to(sheet: Sheet, due: Due) -> list[Due]:
    """The mark, and those of its leg before it: after a stop, who missed them is told with the last."""
    leg = [one for one in sheet.table if (one.leg, one.round) == (due.leg, due.round)]
    return [due, *(one for one in leg if one.at < due.at and due.leg != "day")]


def _is_told(turn: Turn, sheet: Sheet, person: Person, row: Reminder, due: Due) -> bool:
    return person.id in {one.person.id for one in _recipients(turn, sheet.report, row, due)}


def _come(turn: Turn, sheet: Sheet, row: Reminder) -> Due | None:
    """The mark that a reminder tells of, while it is of the leg that runs; of a nudge, while there is something
    to do."""
    report = sheet.report
    if row.leg in ASKED:
        return Due(row.leg, "", 0, row.due_at) if report.state in TO_DO else None
    if report.state is State.CALLBACK and report.answer:
        return None
    if row.name.endswith(".rise2") and report.supervisor_id is not None:
        return None  # somebody sees to it already
    return next((due for due in sheet.table if due.step == row.step and due.at <= turn.now), None)


def _recipients(turn: Turn, report: Report, row: Reminder, due: Due) -> list[Recipient]:
    """Who is to be told of it now."""
    staffing = turn.desk.staffing
    if due.leg not in ("day", *ASKED):
        return climbing.who_is_told(turn, report, due)
    if due.leg in ASKED:
        has = telling.staff_chat(turn, report)
        return [Recipient(has, ladder.AsWhat.HANDLER)] if has else []
    asked = report.caller_id if due.name == RING and report.caller_id else row.person_id
    if staffing.is_here(asked):
        return [Recipient(staffing.people[asked], ladder.AsWhat.HANDLER)]
    instead = ladder.instead_of(staffing, report, asked)
    return [instead] if instead else []


def _pass_on(turn: Turn, row: Reminder, told: Sequence[Recipient], gone: bool) -> None:
    """Somebody else is told; each once, whoever else came to them."""
    if gone and not told:  # nobody can be reached at all: it waits until somebody can
        reminders.put_off(turn.session, [row], turn.now + HOUR)
        return
    state = ReminderState.PASSED_ON if gone else ReminderState.CLEARED
    reminders.settle(turn.session, [row], state, turn.now)
    reminders.add(turn.session, [_for(row, one, turn) for one in told])


def _for(row: Reminder, one: Recipient, turn: Turn) -> Reminder:
    changed = {"id": 0, "person_id": one.person.id, "as_what": str(one.as_what), "passed_from": one.passed_from,
               "send_at": turn.now, "state": ReminderState.WAITING, "settled_at": None, "said_in": ""}  # fmt: skip
    return row.model_copy(update=changed)


def _is_outdone(row: Reminder, rows: Sequence[Reminder]) -> bool:
    """Whether a later mark of the same leg is told at the same time, and says more."""
    return any(other.leg == row.leg and (other.due_at, other.id) > (row.due_at, row.id) for other in rows)


def is_here(turn: Turn, person: Person) -> bool:
    """Whether somebody can be told now: they have an account, have not blocked the bot, are not away."""
    return turn.desk.staffing.is_here(person.id)


# -- what is said -----------------------------------------------------------------------------------


def _reminded(turn: Turn, sheet: Sheet, person: Person, roles: list[Role], row: Reminder) -> Reminded:
    report, names = sheet.report, turn.desk.staffing.people
    supervisor = names.get(report.supervisor_id or 0)
    passed = people.by_id(turn.session, row.passed_from) if row.passed_from else None
    return Reminded(
        matter=_matter(turn, report), name=row.name, as_what=row.as_what,
        sight=viewers.sight(turn, report, person, roles, Surface.LIST),
        limit=timetable.limits(sheet).get(row.leg), passed_from=passed.name if passed else "",
        supervisor=supervisor.name if supervisor else "", until=report.supervise_until,
        unreachable=ladder.is_unreachable(turn.desk.staffing, turn.desk.network.stations[report.station]),
        acts=_acts(turn, report, person, roles, row),
    )  # fmt: skip


def _matter(turn: Turn, report: Report) -> Matter:
    """A report as a reminder tells it: of sixty at once, nothing of each is looked up."""
    handler = turn.desk.staffing.people.get(report.handler_id or 0)
    plain = telling.new_matter(turn, report, None, [], ())
    return plain.model_copy(update={"handler": handler.name if handler else ""})


def _acts(turn: Turn, report: Report, person: Person, roles: list[Role], row: Reminder) -> tuple[str, ...]:
    """What this person may do about it now, the likeliest first; the card is always there."""
    own = row.as_what in OWN
    risen = _RISEN.get(own, ()) if row.name.partition(".")[2] in _HIGH else ()
    offered = [
        act
        for act, step in (*risen, *(_ACTS.get(row.name) or _ACTS.get(row.leg, ())))
        if (own or act != "give_up") and standing.may(turn, step, report, person, roles)
    ]
    return (*offered, "open")
