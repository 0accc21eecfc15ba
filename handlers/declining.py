"""A station tells the reporter that something is not theirs to deal with, and where to go: 不予受理.

    Wang   更多
    bot    N-10001-6：要做什么？                        ↪️ 不归我们…
    Wang   不归我们…
    bot    N-10001-6：为什么不归我们？                   商业纠纷，不归社工站 · … · 自己写…
    Wang   商业纠纷，不归社工站
    bot    N-10001-6：上报人会看到：                     发给上报人 · 换个原因
    Wang   发给上报人
    bot    ↪️ N-10001-6：已经告诉上报人该找谁。
    bot    (to Chen) ↪️ N-10001-6：这件事不归我们管。
           商业纠纷，不归社工站。请打12315。

Words of one's own need a place to go as well. Where somebody vulnerable is concerned a second person agrees first:
a colleague, else somebody one level up; where nobody can be reached, the head alone, with a reason that is kept.
"""

import json
from collections.abc import Iterator
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import life
from fieldwork.letters import declining as letters
from fieldwork.letters.reporter import is_spoken_of
from fieldwork.life import By
from fieldwork.people import Person, Role
from fieldwork.places import Station
from fieldwork.reports import Event, Report
from fieldwork.requests import Request, RequestKind, RequestState
from fieldwork.texts import Translator
from handlers import standing, stepping, telling, viewers
from handlers.approving import Overtaken
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.reporting import words_of
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, voice
from storage import cards, people, reports, requests

REASON, WHERE, ALONE = "declining_why", "declining_where", "declining_alone"  # states of who writes it
STATES = (REASON, WHERE, ALONE)


def router() -> Router:
    declining = Router(name="declining")
    declining.callback_query.register(wants_to_decline, Tap("decline"))
    declining.callback_query.register(reason_chosen, Tap("decline_as"))
    declining.callback_query.register(wants_own_words, Tap("decline_own"))
    declining.callback_query.register(sent, Tap("decline_now"))
    declining.callback_query.register(second_answered, Tap("agree_decline", "refuse_decline"))
    declining.message.register(said_why, Holds("text"), Listening(REASON, here=True))
    declining.message.register(said_where, Holds("text"), Listening(WHERE, here=True))
    declining.message.register(said_why_alone, Holds("text"), Listening(ALONE, here=True))
    return declining


# -- why ----------------------------------------------------------------------------------------------


async def wants_to_decline(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, choice = tapped.turn, tapped.button.choice
    if not stepping.allows(tapped, "ask_decline"):
        return
    page = int(choice) if choice.isdecimal() and len(choice) < 3 else 0
    told = telling.matter(turn, tapped.report, additions=False)
    asked = letters.asked_why(tapped.t, told, tapped.chat, _codes(turn), page)
    turn.post(asked.model_copy(update={"anew": not choice}))


def _codes(turn: Turn) -> list[str]:
    return [reason.code for reason in turn.desk.rules.reasons.declined]


async def reason_chosen(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, code = tapped.turn, tapped.report, tapped.button.choice
    if code not in _codes(turn):
        tapped.out_of_use()
    elif stepping.allows(tapped, "ask_decline"):
        told, reads = telling.matter(turn, report, additions=False), _reads(turn, tapped.t, report, code, "")
        turn.post(letters.shown_before(tapped.t, told, tapped.chat, code, reads, life.needs_two(report)))


def _reads(turn: Turn, t: Translator, report: Report, code: str, words: str) -> str:
    """In the language of who reads it."""
    receiver = telling.reporter_of(turn, report)
    return letters.said(voice(turn, receiver) if receiver else t, code, words)


async def wants_own_words(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report = tapped.turn, tapped.report
    if not stepping.allows(tapped, "ask_decline"):
        return
    if not is_spoken_of(report):
        tapped.says(tapped.t.staff("🔒 Nothing of this is passed on in the chat; please call."))
        return
    turn.post(letters.asked_own_words(tapped.t, telling.matter(turn, report, additions=False), tapped.chat))
    await listen(turn, tapped.state, REASON, report)


async def said_why(message: Message, turn: Turn, t: Translator, state: FSMContext, report: Report) -> None:
    asked = letters.asked_where(t, telling.matter(turn, report, additions=False), message.chat.id)
    turn.post(asked.model_copy(update={"anew": True}))
    await listen(turn, state, WHERE, report)
    await state.update_data(words=words_of(message))


async def said_where(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    words = f"{(await state.get_data()).get('words', '')}\n{words_of(message)}".strip()
    await state.clear()
    why = await _go_on(turn, t, report, person, roles, message.chat.id, state, "", words)
    if why:
        await message.answer(why)


async def sent(_query: CallbackQuery, tapped: Tapped) -> None:
    code = tapped.button.choice
    if code not in _codes(tapped.turn):
        tapped.out_of_use()
    elif stepping.allows(tapped, "ask_decline"):
        why = await _go_on(tapped.turn, tapped.t, tapped.report, tapped.person, tapped.roles, tapped.chat,
                           tapped.state, code, "")  # fmt: skip
        tapped.says(why)


# -- told, or asked of a second person -----------------------------------------------------------------


async def _go_on(
    turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], chat: int,
    state: FSMContext, code: str, words: str,
) -> str:  # fmt: skip
    """Tells the reporter, or asks a second person first; gives the sentence why neither can be."""
    verdict = standing.may(turn, "ask_decline", report, person, roles)
    if not verdict:
        return stepping.why_not(turn, t, report, person, verdict.hindrance)
    if not life.needs_two(report):
        return _tell(turn, t, report, person, roles, chat, _why(code, words), code, words)
    if waits := _waiting(turn, report):
        return t.staff("{worker} has asked a second person already.", worker=_name(turn, waits.asked_by))
    request = _request(turn, report, person, code, words)
    found = next(((station, asked) for station, asked in _seconds(turn, report, request) if asked), None)
    if found:
        _ask_second(turn, t, report, person, roles, chat, request, *found)
        return ""
    alone = By.HEAD in standing.acting(turn, report, person, roles)
    if not alone or not standing.may(turn, "decline", report, person, roles, request):
        return t.staff("A second person has to agree, and nobody else can be reached today.")
    turn.post(letters.asked_why_alone(t, telling.matter(turn, report, additions=False), chat))
    await listen(turn, state, ALONE, report)
    await state.update_data(code=code, words=words)
    return ""


def _waiting(turn: Turn, report: Report) -> Request | None:
    """What a second person is asked about it now: of two who ask at once, or twice, the first has asked."""
    asked = requests.of_report(turn.session, report.serial, RequestKind.DECLINE)
    return next((one for one in asked if one.state is RequestState.OPEN), None)


def _request(turn: Turn, report: Report, person: Person, code: str, words: str) -> Request:
    return Request(serial=report.serial, kind=RequestKind.DECLINE, asked_by=person.id, asked_at=turn.now,
                   station=report.station, code=code, reason=words)  # fmt: skip


def _seconds(turn: Turn, report: Report, request: Request) -> Iterator[tuple[Station, list[Person]]]:
    """Who could agree: of its own station, else of one above it, the nearest first."""
    for station in [turn.desk.network.stations[report.station], *standing.above(turn, report)]:
        asked = request.model_copy(update={"station": station.code})
        yield station, [one for one in standing.deciders(turn, station, but=request.asked_by)
                        if _could_agree(turn, report, one, asked)]  # fmt: skip


def _could_agree(turn: Turn, report: Report, person: Person, request: Request) -> bool:
    roles = turn.desk.staffing.roles_held(person.id)
    knows = viewers.knows_of(turn, report, person, roles)
    return knows and bool(standing.may(turn, "decline", report, person, roles, request))


def _ask_second(
    turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], chat: int, request: Request,
    station: Station, asked: list[Person],
) -> None:  # fmt: skip
    request.station = station.code
    requests.ask(turn.session, request)
    _note(turn, report, person, roles, "ask_decline", _why(request.code, request.reason))
    told = telling.matter(turn, report, additions=False)
    for one in asked:
        if one.account:
            say = voice(turn, one)
            reads = _reads(turn, say, report, request.code, request.reason)
            turn.post_by_day(letters.second_asked(say, told, one.account, request, person.name, reads))
    turn.post(letters.is_asked(t, told, chat, [one.name for one in asked]))


def _why(code: str, words: str, alone: str = "") -> str:
    known = {"code": f"declined.{code}" if code else "", "words": " · ".join(filter(None, (words, alone)))}
    return json.dumps({name: value for name, value in known.items() if value}, ensure_ascii=False)


def _note(turn: Turn, report: Report, by: Person, roles: list[Role], step: str, reason: str) -> None:
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step=step, actor_id=by.id,
                                     role=stepping.staff_role(roles), reason=reason))  # fmt: skip


def _tell(
    turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], chat: int | None, why: str,
    code: str, words: str, asked: Request | None = None,
) -> str:  # fmt: skip
    """The step, and the reporter's message; gives the sentence why not."""
    reads = _reads(turn, t, report, code, words)
    verdict = stepping.take(turn, report, "decline", person, roles, reason=why, asked=asked, outcome=reads,
                            waits_for="", before=None)  # fmt: skip
    if not verdict:
        return stepping.why_not(turn, t, report, person, verdict.hindrance)
    told, receiver = telling.matter(turn, report), telling.reporter_of(turn, report)
    if receiver and receiver.account:
        turn.post(letters.declined(voice(turn, receiver), told, receiver.account))
    if chat is not None:
        turn.post(letters.is_told(t, told, chat, reached=receiver is not None))
    return ""


async def said_why_alone(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    """The head alone: asked and granted by one person, which the history says."""
    data: dict[str, Any] = await state.get_data()
    await state.clear()
    code, words = str(data.get("code", "")), str(data.get("words", ""))
    request = _request(turn, report, person, code, words)
    verdict = standing.may(turn, "decline", report, person, roles, request)
    if not verdict or By.HEAD not in standing.acting(turn, report, person, roles):
        await message.answer(stepping.why_not(turn, t, report, person, verdict.hindrance))
        return
    requests.ask(turn.session, request)
    requests.answer(turn.session, request, RequestState.GRANTED, person.id, turn.now, words_of(message))
    alone = _why(code, words, words_of(message))
    said = _tell(turn, t, report, person, roles, message.chat.id, alone, code, words, asked=request)
    if said:
        await message.answer(said)


# -- the second person ---------------------------------------------------------------------------------


async def second_answered(_query: CallbackQuery, tapped: Tapped) -> None:
    """The first answer counts; who is later is told who gave it."""
    turn, report, request = tapped.turn, tapped.report, _meant(tapped)
    if request is None:
        return
    verdict = standing.may(turn, "decline", report, tapped.person, tapped.roles, request)
    if not verdict:
        stepping.refuse(tapped, verdict)
        return
    agrees = tapped.button.action == "agree_decline"
    state = RequestState.GRANTED if agrees else RequestState.REFUSED
    if not requests.answer(turn.session, request, state, tapped.person.id, turn.now):
        raise Overtaken
    if not agrees:
        _note(turn, report, tapped.person, tapped.roles, "decline_refused", "")
    elif _tell(turn, tapped.t, report, tapped.person, tapped.roles, None, _why(request.code, request.reason),
               request.code, request.reason, asked=request):  # fmt: skip
        raise Overtaken
    _tell_both(turn, report, request, tapped.person)


def _meant(tapped: Tapped) -> Request | None:
    """The request behind a tap, if it still waits; else the tap is answered."""
    try:
        found = requests.by_id(tapped.turn.session, int(tapped.button.choice, 16))
    except ValueError:
        found = None
    if found is None or found.serial != tapped.report.serial or found.kind is not RequestKind.DECLINE:
        tapped.out_of_use()
        return None
    if found.state is RequestState.OPEN:
        return found
    told, by = telling.matter(tapped.turn, tapped.report), _name(tapped.turn, found.answered_by)
    tapped.turn.post(letters.second_answered(tapped.t, told, tapped.chat, found, by))
    tapped.says(tapped.t.staff("{worker} has answered already.", worker=by) if by
                else tapped.t.staff("This waits for no answer any more."))  # fmt: skip
    return None


def _name(turn: Turn, person_id: int | None) -> str:
    person = people.by_id(turn.session, person_id) if person_id else None
    return person.name if person else ""


def _tell_both(turn: Turn, report: Report, request: Request, by: Person) -> None:
    """Who was asked sees who answered; who asked hears it."""
    told, card = telling.matter(turn, report), letters.card_of(request)
    for chat in cards.chats_of(turn.session, card):
        person = people.by_account(turn.session, chat)
        if person:
            turn.post(letters.second_answered(voice(turn, person), told, chat, request, by.name))
    asker = people.by_id(turn.session, request.asked_by)
    if asker and asker.account and asker.id != by.id and turn.desk.staffing.can_hear(asker.id):
        turn.post_by_day(letters.second_answered(voice(turn, asker), told, asker.account, request, by.name))
