"""Who decides about a report that its station returned (裁定), and what they are shown."""

import json

from fieldwork.letters import Letter, deciding, offering
from fieldwork.letters.deciding import Returned
from fieldwork.letters.matter import Matter, subject
from fieldwork.people import Person, can_be_reached
from fieldwork.reports import Event, Report
from fieldwork.requests import RequestKind, RequestState
from fieldwork.seeing import Surface
from fieldwork.texts import Translator
from handlers import moving, telling, viewers
from handlers.turn import Turn, voice
from storage import people, reports, requests

DECISIONS = ("send_on", "uphold", "back_up")


def who_decides(turn: Turn, report: Report, by: int | None = None) -> list[Person]:
    """Who is asked to decide: those one level up; where nobody else can be reached, whoever returned it."""
    staffing = turn.desk.staffing
    level = staffing.one_up(report.station, by)
    return staffing.deciders(level, but=by) or staffing.deciders(level)


def ring(turn: Turn, report: Report, *people_: Person) -> None:
    """The question, with sound, and the report's card beside it."""
    told = telling.matter(turn, report)
    for person in people_:
        if person.account is not None:
            turn.post(telling.station_card(turn, voice(turn, person), told, person.account))
            telling.show_photos(turn, told, person.account)
            turn.post(question(turn, person, told, person.account))


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


def tell_decided(turn: Turn, report: Report, but: int | None = None) -> None:
    """Rewrites the question in each chat that shows it, but one: it is decided, or over."""
    told, event = telling.matter(turn, report), last_decision(turn, report)
    for chat in telling.chats_holding(turn, subject(deciding.DECIDING, report.serial)):
        person = people.by_account(turn.session, chat)
        if chat != but and person and can_be_reached(person):
            turn.post(answered(turn, voice(turn, person), told, chat, event, own=False))


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


def ask_another(turn: Turn, report: Report) -> bool:
    """Who was asked cannot act any more: somebody else is asked. False when there is nobody, or no need."""
    asked = who_decides(turn, report)
    if not asked or report.rung_id in {one.id for one in asked}:
        return False
    if not reports.change(turn.session, report, rung_id=asked[0].id):
        return False
    ring(turn, report, *asked)
    return True
