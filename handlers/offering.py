"""A station asks another one to take a report over, before anything is returned (转给 another station).

    Wang   转给…
    bot    N-10001-6：转给谁？                         张立文   🏢 别的站…
    Wang   别的站…
    bot    N-10001-6：请哪个站接手？对方答应以前，还由你们办。   麻寺田站 · …
    Wang   麻寺田站
    bot    N-10001-6：已请麻寺田站接手。对方答应以前，还由你们办。   ↩️ 收回
    Wang   收回
    bot    N-10001-6：收回了，还由你们办。

Nothing moves before the other side agrees (`accepting`). One offer is open at a time. After two hops the rule
of the first receiver holds (首接负责): it goes back there, or stays.
"""

import json

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork.letters import offering
from fieldwork.life import Hindrance
from fieldwork.people import HEADS, Person
from fieldwork.places import Station
from fieldwork.reports import Event, Report
from fieldwork.requests import Request, RequestKind, RequestState
from handlers import asked, moving, standing, stepping, telling
from handlers.stepping import staff_role, why_not
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, voice
from storage import reports, requests


def router() -> Router:
    asking = Router(name="offering")
    asking.callback_query.register(wants_another_station, Tap("offer"))
    asking.callback_query.register(offered, Tap("offer_to"))
    asking.callback_query.register(took_back, Tap("offer_back"))
    asking.callback_query.register(gave_back, Tap("give_back"))
    asking.callback_query.register(keeps_it, Tap("keep"))
    return asking


async def wants_another_station(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, page = tapped.turn, tapped.report, tapped.button.choice
    verdict = standing.may(turn, "offer", report, tapped.person, tapped.roles)
    told = telling.matter(turn, report)
    if verdict.hindrance is Hindrance.HOPS and standing.may(
        turn, "give_back", report, tapped.person, tapped.roles
    ):
        first = turn.desk.network.stations[moving.first_receiver(turn, report)]
        turn.post(offering.goes_no_further(tapped.t, told, tapped.chat, first.name))
    elif not verdict:
        _says_why_not(tapped, verdict.hindrance)
    elif open_offer(turn, report):
        _says_who_was_asked(tapped)
    else:
        number = int(page) if page.isdecimal() and len(page) < 4 else 0
        question = offering.asked_which(tapped.t, told, tapped.chat, moving.others(turn, report), number)
        turn.post(question.model_copy(update={"anew": not page}))


async def offered(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report = tapped.turn, tapped.report
    verdict = standing.may(turn, "offer", report, tapped.person, tapped.roles)
    to = next((one for one in moving.others(turn, report) if one.code == tapped.button.choice), None)
    if not verdict:
        _says_why_not(tapped, verdict.hindrance)
    elif open_offer(turn, report):
        _says_who_was_asked(tapped)
    elif to is None:
        tapped.says(tapped.t.staff("Nobody can be reached at this station today."))
    elif reports.change(turn.session, report):  # one answer, one offer, one move at a time
        _ask(tapped, to)


def _ask(tapped: Tapped, to: Station) -> None:
    turn, report = tapped.turn, tapped.report
    request = requests.ask(turn.session, Request(
        serial=report.serial, kind=RequestKind.TRANSFER, asked_by=tapped.person.id, asked_at=turn.now,
        station=to.code,
    ))  # fmt: skip
    note(turn, report, "offer", request, tapped.person, staff_role(tapped.roles))
    told = telling.redraw(turn, report)
    offer = asked.offer(turn, told, request)
    turn.post(offering.offered(tapped.t, told, tapped.chat, to.name, request))
    for person in whom_to_ask(turn, report, to):
        if person.account is not None:
            turn.post(offering.asked_to_take(voice(turn, person), offer, person.account))


def note(turn: Turn, report: Report, step: str, request: Request, by: Person, role: str) -> None:
    """What became of an offer, in the history: numbers and codes, no words."""
    said = {"request": request.id, "from": report.station, "to": request.station}
    said |= {"code": f"returned.{request.code}"} if request.code else {}
    event = Event(at=turn.now, serial=report.serial, step=step, actor_id=by.id, role=role,
                  came_from=report.state, went_to=report.state, reason=json.dumps(said))  # fmt: skip
    reports.note(turn.session, event)


def whom_to_ask(turn: Turn, report: Report, to: Station) -> list[Person]:
    """Who of a station is asked: who would be rung, and its heads."""
    staffing = turn.desk.staffing
    heads = {role.person_id for role in staffing.roles_of(to) if role.kind in HEADS}
    rung = moving.responsible(turn, report, to)
    asked = [*([rung] if rung else []), *(one for one in staffing.reachable(to) if one.id in heads)]
    return list({one.id: one for one in asked}.values())


def open_offer(turn: Turn, report: Report) -> Request | None:
    """The one offer of a report that nobody has answered yet."""
    asked = requests.of_report(turn.session, report.serial, RequestKind.TRANSFER)
    return next((one for one in asked if one.state is RequestState.OPEN), None)


async def took_back(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, request = tapped.turn, tapped.report, open_offer(tapped.turn, tapped.report)
    verdict = standing.may(turn, "offer_back", report, tapped.person, tapped.roles)
    if not verdict:
        _says_why_not(tapped, verdict.hindrance)
    elif request is None or f"{request.id}" != tapped.button.choice:
        tapped.says(tapped.t.staff("This offer is answered already."))
    elif reports.change(turn.session, report):
        requests.answer(turn.session, request, RequestState.LAPSED, tapped.person.id, turn.now)
        note(turn, report, "offer_back", request, tapped.person, staff_role(tapped.roles))
        turn.post(offering.taken_back(tapped.t, telling.redraw(turn, report), tapped.chat))
        telling.tell_answered(turn, report, request)


async def gave_back(_query: CallbackQuery, tapped: Tapped) -> None:
    """首接负责: to the station that received it first."""
    turn, report, before = tapped.turn, tapped.report, tapped.report.station
    first = turn.desk.network.stations[moving.first_receiver(turn, report)]
    rung = moving.responsible(turn, report, first)
    verdict = stepping.take(
        turn, report, "give_back", tapped.person, tapped.roles, handler_id=None,
        reason=moving.move(report, "give_back", first.code), rung_id=rung.id if rung else None,
        **moving.moved(turn, report, "give_back", first.code),
    )  # fmt: skip
    if not verdict:
        _says_why_not(tapped, verdict.hindrance)
        return
    stepping.lapse(turn, report)
    telling.arrived(turn, report, rung)
    told = telling.matter(turn, report)
    if rung and rung.account:
        name = turn.desk.network.stations[before].name
        turn.post(offering.told_first_receiver(voice(turn, rung), told, rung.account, name))
    turn.post(offering.given_back(tapped.t, told, tapped.chat))


async def keeps_it(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, told = tapped.turn, telling.matter(tapped.turn, tapped.report)
    turn.post(offering.kept(tapped.t, told, tapped.chat))
    telling.show_card(turn, tapped.t, tapped.report, tapped.chat)


def _says_who_was_asked(tapped: Tapped) -> None:
    """Another offer is open: whose it is, and the way to take it back."""
    turn, request = tapped.turn, open_offer(tapped.turn, tapped.report)
    if request is not None:
        asked = turn.desk.network.stations.get(request.station)
        name = asked.name if asked else request.station
        tapped.says(tapped.t.staff("{station} has been asked already.", station=name))
        turn.post(offering.offered(tapped.t, telling.matter(turn, tapped.report), tapped.chat, name, request))


def _says_why_not(tapped: Tapped, hindrance: Hindrance | None) -> None:
    tapped.says(why_not(tapped.turn, tapped.t, tapped.report, tapped.person, hindrance))
    telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)
