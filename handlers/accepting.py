"""Somebody of the station that was asked takes a report over, or says that it is not theirs.

    bot    📨 西湖站请你们接手 N-10001-6。
           📍 凤城街道西湖社区西湖花园4号楼
           🏷 社区治理 · 下水化粪池
           「4号楼化粪池漏了」
           由王慧敏提出                                 🙋 接手 · 不归我们
    Wu     不归我们
    bot    N-10001-6：为什么不归你们？点一个原因，或者写一句。   不在我们辖区 · …
    Wu     不在我们辖区
    bot    N-10001-6：吴佳怡已答复，不归你们。不在我们辖区
    bot    (to Wang) 📨 N-10001-6：麻寺田站不接。不在我们辖区      ↩️ 退单 · 🙋 我们自己办
    Wu     (when asked again) 接手
    bot    ✅ N-10001-6：麻寺田站吴佳怡接手了。
    bot    (to the reporter) 🧑‍🔧 N-10001-6：麻寺田站吴佳怡在跟进。

The first answer counts; the second is told what it was.
"""

from dataclasses import dataclass

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.buttons import Button
from fieldwork.letters import Letter, offering
from fieldwork.life import Hindrance
from fieldwork.people import STAFF, Person, Role, can_be_reached
from fieldwork.reports import Report
from fieldwork.requests import Request, RequestKind, RequestState
from fieldwork.texts import Translator
from handlers import asked as asked_cards
from handlers import moving, standing, stepping, telling
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.offering import note, open_offer
from handlers.stepping import staff_role, why_not
from handlers.tapping import Given, Tap, Tapped, chat_of, values_of
from handlers.turn import Turn, stations_of, voice
from storage import people, reports, requests

REFUSING = "refusing"  # the state of somebody who says why it is not theirs


@dataclass(frozen=True)
class Answering(Tapped):
    """A tap on what a station was asked, by somebody of that station."""

    request: Request


def asked_of(query: CallbackQuery, given: Given) -> Answering | None:
    """The tap with what the station was asked; None where it was not this person's own station."""
    turn, person = given["turn"], given["person"]
    request = requests.by_id(turn.session, given["button"].record)
    report = reports.by_serial(turn.session, request.serial) if request else None
    ours = {station.code for station in stations_of(turn, given["roles"])}
    transfer = request is not None and request.kind is RequestKind.TRANSFER
    if not (request and report and person and transfer and request.station in ours):
        return None
    return Answering(**values_of(query, given), report=report, request=request)


def router() -> Router:
    accepting = Router(name="accepting")
    accepting.callback_query.register(took_over, Tap("offer_yes"))
    accepting.callback_query.register(does_not_want, Tap("offer_no"))
    accepting.callback_query.register(tapped_why_not, Tap("offer_why"))
    accepting.callback_query.register(opened, Tap("offer_open"))
    accepting.callback_query.register(wants_offers, Tap("offers"))
    accepting.message.register(wrote_why_not, Holds("text"), Listening(REFUSING, here=True))
    return accepting


async def took_over(_query: CallbackQuery, asked: Answering) -> None:
    turn, report, request = asked.turn, asked.report, asked.request
    if not _is_open(asked, "transfer"):
        return
    verdict = stepping.take(
        turn, report, "transfer", asked.person, asked.roles, asked=request, handler_id=asked.person.id,
        rung_id=asked.person.id, reason=moving.move(report, "transfer", request.station, request),
        **moving.moved(turn, report, "transfer", request.station),
    )  # fmt: skip
    if not verdict:
        _says_what_became_of_it(asked, verdict.hindrance)
        return
    requests.answer(turn.session, request, RequestState.GRANTED, asked.person.id, turn.now)
    stepping.lapse(turn, report)
    told = telling.matter(turn, report)
    telling.tell_answered(turn, report, request)
    telling.show_card(turn, asked.t, report, asked.chat)
    telling.show_photos(turn, told, asked.chat)
    telling.tell_reporter_taken(turn, told)
    for person in _offerers(turn, request, report):
        turn.post(offering.told_taken(voice(turn, person), told, person.account or 0))
    asked.says(asked.t.staff("You have taken it over."))


async def does_not_want(_query: CallbackQuery, asked: Answering) -> None:
    if _is_open(asked, "refuse"):
        turn, report = asked.turn, asked.report
        told = telling.matter(turn, report)
        reasons = [one.code for one in turn.desk.rules.reasons.returned]
        turn.post(offering.asked_why_not(asked.t, told, asked.chat, asked.request, reasons))
        await listen(turn, asked.state, REFUSING, report)


async def tapped_why_not(_query: CallbackQuery, asked: Answering) -> None:
    code = asked.button.choice
    if code not in {one.code for one in asked.turn.desk.rules.reasons.returned}:
        asked.out_of_use()
    elif _is_open(asked, "refuse"):
        await asked.state.clear()
        _refuse(asked.turn, asked.report, asked.request, asked.person, asked.roles, code=code)


async def wrote_why_not(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    request = open_offer(turn, report)
    if request is None or not standing.may(turn, "refuse", report, person, roles, request):
        await message.answer(t.both("This was not asked of you."))
    elif not _refuse(turn, report, request, person, roles, words=(message.text or "").strip()):
        await message.answer(t.staff("This offer is answered already."))


def _refuse(
    turn: Turn, report: Report, request: Request, person: Person, roles: list[Role], code: str = "",
    words: str = "",
) -> bool:  # fmt: skip
    """Keeps why not, and tells who offered it what can be done now. False when somebody else was faster."""
    if not reports.change(turn.session, report):
        return False
    requests.answer(turn.session, request, RequestState.REFUSED, person.id, turn.now, words, code)
    note(turn, report, "refuse", request, person, staff_role(roles))
    telling.tell_answered(turn, report, request)
    told, station = telling.redraw(turn, report), turn.desk.network.stations[request.station]
    for one in _offerers(turn, request, report):
        theirs = people.roles_of(turn.session, one.id, turn.desk.day)
        may = bool(standing.may(turn, "return", report, one, theirs))
        turn.post(offering.told_refused(voice(turn, one), told, one.account or 0, station.name, request,
                                        returnable=may))  # fmt: skip
    return True


def _offerers(turn: Turn, request: Request, report: Report) -> list[Person]:
    """Who offered it, and who has it, where that is somebody else of the same side."""
    by = people.by_id(turn.session, request.asked_by)
    has = people.by_id(turn.session, report.handler_id) if report.handler_id else None
    heard = [by, has if report.station != request.station else None]
    return list({one.id: one for one in heard if one and can_be_reached(one)}.values())


def _is_open(asked: Answering, step: str) -> bool:
    """Whether the offer still waits for this answer; if not, says what became of it."""
    verdict = standing.may(asked.turn, step, asked.report, asked.person, asked.roles, asked.request)
    if asked.request.state is RequestState.OPEN and verdict:
        return True
    _says_what_became_of_it(asked, verdict.hindrance)
    return False


def _says_what_became_of_it(asked: Answering, hindrance: Hindrance | None) -> None:
    """An answer that comes second, or too late; the card says the same from now on."""
    turn, t, request = asked.turn, asked.t, requests.by_id(asked.turn.session, asked.request.id)
    by = people.by_id(turn.session, request.answered_by) if request and request.answered_by else None
    name = by.name if by else ""
    match request.state if request else RequestState.LAPSED:
        case RequestState.GRANTED:
            asked.says(t.staff("{worker} has taken it over already.", worker=name))
        case RequestState.REFUSED:
            asked.says(t.staff("{worker} has answered already that it is not yours.", worker=name))
        case RequestState.LAPSED:
            asked.says(t.staff("You are not asked any more: they keep it."))
        case RequestState.OPEN:
            asked.says(why_not(turn, t, asked.report, asked.person, hindrance))
            return
    told = telling.matter(turn, asked.report)
    turn.post(asked_cards.answer(turn, t, told, request or asked.request, asked.chat))


# -- what waits for an answer -----------------------------------------------------------------------


async def opened(_query: CallbackQuery, asked: Answering) -> None:
    """One of the list, at the end of the chat."""
    if _is_open(asked, "refuse"):
        told = telling.matter(asked.turn, asked.report)
        card = asked_cards.answer(asked.turn, asked.t, told, asked.request, asked.chat)
        asked.turn.post(card.model_copy(update={"anew": True}))


async def wants_offers(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    turn.post(offers(turn, t, roles, chat_of(query), button.record))


def offers(turn: Turn, t: Translator, roles: list[Role], chat: int, page: int) -> Letter:
    """The list of what other stations ask of one's own."""
    found = []
    for request in waiting(turn, roles):
        report = reports.by_serial(turn.session, request.serial)
        if report:
            found.append(asked_cards.offer(turn, telling.matter(turn, report), request))
    return offering.waiting(t, chat, found, page)


def waiting(turn: Turn, roles: list[Role]) -> list[Request]:
    """What other stations ask of one's own, oldest first."""
    if not any(role.kind in STAFF for role in roles):
        return []
    own = [station.code for station in stations_of(turn, roles)]
    return [one for one in requests.waiting(turn.session, own) if one.kind is RequestKind.TRANSFER]
