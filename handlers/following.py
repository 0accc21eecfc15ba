"""Reports that were joined to another one follow it: their reporters hear what its reporter hears (并案).

Whatever moves a report's state brings along what follows it: the call-back is each one's own; what is not for
us is told to all; where the one that leads is taken back, the oldest of the others goes on in its place. What
a follower is told of the other report is how far it is, never who sent it, its words or its door.
"""

import json
from collections.abc import Sequence

from fieldwork import life
from fieldwork.agreed_days import HANDED_ON, PLAN_HANDED_ON, planned_at, to_hand_on
from fieldwork.letters import declining, joining
from fieldwork.people import Person
from fieldwork.reports import Event, Report, State, Urgency
from handlers import telling, winding
from handlers.turn import Turn, voice
from storage import alike, reports

ASSIGNED = ("station", "rule", "rule_version", "rung_id", "handler_id", "but_id", "level", "hops", "returns",
            "must_keep", "waits_until", "waits_for", "due_on", "supervisor_id", "supervise_until")  # fmt: skip
"""What goes on with the report that takes the lead."""
_WAITS_FOR_ITS_OWN = (State.NEEDS_INFO, State.RETURN_PENDING, State.SUBMITTED)


def of(turn: Turn, report: Report) -> Report | None:
    """The report that one follows now."""
    if report.state is not State.MERGED or report.lead_serial is None:
        return None
    return reports.by_serial(turn.session, report.lead_serial)


def keep_up(turn: Turn, report: Report) -> None:
    """After a report moved: what follows it comes along, and the one that it follows is shown anew."""
    if report.state is State.WITHDRAWN:
        _pass_lead(turn, report)
        _show_lead(turn, report)
    elif report.state is State.NOT_ACCEPTED:
        _decline_too(turn, report)
    else:
        alike.seat_others(turn.session, report.serial, report.station)


def call_back(turn: Turn, lead: Report) -> None:
    """回访: each who joined is asked for themselves."""
    for report in alike.followers(turn.session, lead.serial, State.MERGED):
        taken = {"handler_id": lead.handler_id, "station": lead.station, "finding": lead.finding}  # fmt: skip
        if _walk(turn, report, "call_back", lead.number, outcome=telling.told_outcome(lead), **taken):
            telling.ask_if_solved(turn, telling.redraw(turn, report))


def repoint(turn: Turn, report: Report, lead: Report) -> None:
    """No chains: what followed a report that is joined to another follows that one."""
    theirs = alike.followers(turn.session, report.serial, State.MERGED)
    _follow(turn, theirs, lead)


def _follow(turn: Turn, theirs: Sequence[Report], lead: Report) -> None:
    alike.lead_others(turn.session, [one.serial for one in theirs], lead.serial)
    reports.note(turn.session, *(
        Event(at=turn.now, serial=one.serial, step="follows", role="rule", came_from=one.state, went_to=one.state,
              reason=lead.number)
        for one in theirs
    ))  # fmt: skip


def _pass_lead(turn: Turn, lead: Report) -> None:
    """The oldest that joined takes over where the other stood, with whoever has it."""
    waiting = alike.followers(turn.session, lead.serial, State.MERGED)
    if not waiting:
        return
    heir, *others = waiting
    taken = {name: getattr(lead, name) for name in ASSIGNED}
    taken |= {"lead_serial": None, "urgency": _more_urgent(lead.urgency, heir.urgency)}
    sheet = winding.sheet(turn, lead)
    agreed, planned = to_hand_on(sheet), planned_at(sheet)
    if not agreed:
        taken["due_on"] = None
    reports.change(turn.session, heir, before=_stood(turn, lead))
    if _walk(turn, heir, "succeed", lead.number, **taken):
        if planned:  # before a day that was set since: whatever was set last holds
            plan = {"at": planned.isoformat(), "number": lead.number}
            _hand_on(turn, heir, PLAN_HANDED_ON, plan)
        if agreed:
            _hand_on(turn, heir, HANDED_ON, agreed)
        _follow(turn, others, heir)
        _tell_station_of_heir(turn, lead, heir)


def _hand_on(turn: Turn, heir: Report, step: str, agreed: dict[str, str]) -> None:
    """方案, 延期, 督办 and what a meeting decided hold for the matter, whoever's report stands for it."""
    reports.note(turn.session, Event(at=turn.now, serial=heir.serial, step=step, role="rule",
                                     came_from=heir.state, went_to=heir.state, reason=json.dumps(agreed)))  # fmt: skip


def _stood(turn: Turn, lead: Report) -> State:
    """Where the one that was taken back had come to; what waited for its own reporter begins anew."""
    before = reports.events(turn.session, lead.serial)[-1].came_from or State.DISPATCHED
    return (lead.before or State.DISPATCHED) if before in _WAITS_FOR_ITS_OWN else before


def _more_urgent(one: Urgency, other: Urgency) -> Urgency:
    order = list(Urgency)
    return min(one, other, key=order.index)


def _tell_station_of_heir(turn: Turn, lead: Report, heir: Report) -> None:
    told, worker = telling.redraw(turn, heir), telling.staff_chat(turn, heir)
    telling.ring(turn, told, worker)
    if worker and worker.account:
        gone = telling.matter(turn, lead)
        turn.post(joining.passed_on(voice(turn, worker), gone, worker.account, heir.number))


def _decline_too(turn: Turn, lead: Report) -> None:
    for report in alike.followers(turn.session, lead.serial, State.MERGED):
        where = lead.outcome if telling.seen_by_followers(lead) else ""
        if _walk(turn, report, "decline_too", lead.number, outcome=where):
            for told, person in telling.readers(turn, telling.redraw(turn, report)):
                turn.post(declining.declined(voice(turn, person), told, person.account or 0))


def _show_lead(turn: Turn, report: Report) -> None:
    """One fewer follows: the other's cards say so."""
    lead = reports.by_serial(turn.session, report.lead_serial) if report.lead_serial else None
    if lead and lead.is_open:
        telling.redraw(turn, lead)


def _walk(turn: Turn, report: Report, name: str, reason: str, **values: object) -> bool:
    """A step that follows from the lead's, in the history with its number."""
    steps = life.steps_to(name, report)
    return bool(steps) and reports.walk(
        turn.session, report, steps, at=turn.now, actor=None, role="rule", reason=reason, **values
    )


def note_joined(turn: Turn, lead: Report, report: Report, person: Person, role: str) -> None:
    """In the history of the one that leads: who joined it."""
    reports.note(turn.session, Event(at=turn.now, serial=lead.serial, step="joined_by", actor_id=person.id, role=role,
                                     came_from=lead.state, went_to=lead.state, reason=report.number))  # fmt: skip


def lead_of(turn: Turn, serial: int) -> Report | None:
    """The report that leads where this one is joined, else the report itself."""
    found = reports.by_serial(turn.session, serial)
    return (of(turn, found) or found) if found else None
