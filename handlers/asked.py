"""What stands on the cards of those who are asked about a report: a station to take it over, the one above to decide.

They do not have the report, so `fieldwork.seeing` says how much of it stands there.
"""

import json

from fieldwork import seeing
from fieldwork.letters import Letter, deciding, group, offering
from fieldwork.letters.deciding import Returned
from fieldwork.letters.matter import Matter
from fieldwork.people import Person
from fieldwork.reports import Event, PrivacyClass, Report
from fieldwork.requests import Request, RequestKind, RequestState
from fieldwork.seeing import Surface, Viewer
from fieldwork.texts import Translator
from handlers import moving, viewers
from handlers.turn import Turn, voice
from storage import people, requests

DECISIONS = ("send_on", "uphold", "back_up")
PLAIN = (PrivacyClass.P0, PrivacyClass.P1)


def offer(turn: Turn, told: Matter, request: Request) -> offering.Offer:
    """An offer as the station that is asked may see it."""
    by, report = people.by_id(turn.session, request.asked_by), told.report
    return offering.Offer(
        told=told, request=request, by=by.name if by else "",
        place=group.place_shown(turn.desk.network, report.place),
        sight=seeing.sight(Viewer.HELPER, report, Surface.HELPER),
    )  # fmt: skip


def answer(turn: Turn, t: Translator, told: Matter, request: Request, chat: int) -> Letter:
    """What a station was asked, as it stands now: open, or with what became of it."""
    by = people.by_id(turn.session, request.answered_by) if request.answered_by else None
    if request.state is RequestState.OPEN:
        return offering.asked_to_take(t, offer(turn, told, request), chat).model_copy(update={"silent": True})
    if request.state is RequestState.GRANTED and told.report.station == request.station:
        return offering.you_took(t, told, chat, request)
    if request.state is RequestState.REFUSED:
        return offering.you_refused(t, told, chat, request, by.name if by else "")
    return offering.no_longer_asked(t, told, chat, request)


def question(turn: Turn, person: Person, told: Matter, chat: int) -> Letter:
    """What is to be decided, as somebody may see it in one chat."""
    t, roles = voice(turn, person), people.roles_of(turn.session, person.id, turn.desk.day)
    may_send = told.report.hops < turn.desk.rules.limits.hops
    seen = viewers.sight(turn, told.report, person, roles, Surface.CARD)
    return deciding.to_decide(t, told, chat, returned(turn, t, told.report), sight=seen, may_send=may_send)


def returned(turn: Turn, t: Translator, report: Report) -> Returned:
    """Why it was returned, out of the history: the last return, its basis, and the refusal before it."""
    event = moving.last(turn, report, ("return",))
    said = json.loads(event.reason) if event else {}
    refused = [one for one in requests.of_report(turn.session, report.serial, RequestKind.TRANSFER)
               if one.state is RequestState.REFUSED]  # fmt: skip
    stations = turn.desk.network.stations
    asked = stations.get(refused[-1].station) if refused else None
    basis = moving.last(turn, report, ("return_why",))
    return Returned(
        by=name_of(turn, event), code=said.get("code", "").removeprefix("returned."),
        basis=basis.reason if basis else "",
        wish=stations.get(said.get("wish", "")), refused_by=asked.name if asked else "",
        refused_why=offering.why_not(t, report, refused[-1]) if refused else "",
    )  # fmt: skip


def name_of(turn: Turn, event: Event | None) -> str:
    """The name of whoever did something."""
    person = people.by_id(turn.session, event.actor_id) if event and event.actor_id else None
    return person.name if person else ""


def last_decision(turn: Turn, report: Report) -> Event | None:
    """How the last return was decided; None while it is open, or where nobody decided."""
    event = moving.last(turn, report, ("return", *DECISIONS))
    return event if event and event.step in DECISIONS else None


def answered(turn: Turn, t: Translator, told: Matter, chat: int, event: Event | None, *, own: bool) -> Letter:
    """The question when it is answered."""
    if event is None:
        return deciding.over(t, told, chat)
    where = turn.desk.network.stations.get(json.loads(event.reason)["to"])
    then = told.model_copy(update={"station": where.name if where else told.station})
    return deciding.decided(t, then, chat, name_of(turn, event), event.step, own=own)
