"""Somebody decides about what a station asks for: 挂起, 延期, 挂账, 剔除.

    bot    (to Luo) 📝 N-10001-6：王慧敏申请：挂起到3月9日。
           原因：等材料或配件                           同意   不同意…   看卡片
    Luo    同意
    bot    ✅ N-10001-6：罗永康同意了：挂起到3月9日。
    bot    (to Wang) ✅ N-10001-6：罗永康同意了：挂起到3月9日。
    bot    (to Chen) ⏳ N-10001-6：暂时解决不了（等材料或配件），西湖站3月9日前再答复您。

    Luo    (another time) 不同意…
    bot    N-10002-4：请写一句为什么不同意。
    Luo    先请物业看
    bot    ✖️ N-10002-4：罗永康没有同意：挂起到3月9日。

Who asked cannot agree as long as another can. The first answer counts, the second is told who gave it. What
waits for an answer stands in 待办 too.
"""

import json
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.buttons import Button
from fieldwork.legs import until_done_for_reporter
from fieldwork.letters import Letter, hindrances, taking_longer
from fieldwork.letters import approving as letters
from fieldwork.letters.matter import Matter
from fieldwork.life import Hindrance, Verdict
from fieldwork.people import Person, Role
from fieldwork.places import Station
from fieldwork.reports import Event, Report
from fieldwork.requests import Request, RequestKind, RequestState
from fieldwork.seeing import Sight, Surface
from fieldwork.texts import Translator
from handlers import standing, stepping, telling, viewers, winding
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, stations_of, voice
from storage import cards, people, reports, requests

REFUSING = "not_approving"  # the state of somebody who says why they do not agree
STEPS = {
    RequestKind.HOLD: "hold",
    RequestKind.EXTENSION: "extend",
    RequestKind.PARK: "park",
    RequestKind.PLAN: "plan_approved",
    RequestKind.EXCLUDE: "exclude",
}  # what is decided here, and the step it grants
A_PAGE = 5


class Overtaken(Exception):
    """Somebody else moved the report in the same instant: all is rolled back, and looked at once more."""


def router() -> Router:
    approving = Router(name="approving")
    approving.callback_query.register(opened, Tap("approval"))
    approving.callback_query.register(agreed, Tap("grant"))
    approving.callback_query.register(does_not_agree, Tap("refuse"))
    approving.message.register(said_why_not, Holds("text"), Listening(REFUSING, here=True))
    return approving


# -- asking -----------------------------------------------------------------------------------------


def ask(turn: Turn, told: Matter, request: Request, by: Person) -> list[Person]:
    """Keeps a request and rings who decides; an older one of the same kind is not waited for any more."""
    older = requests.of_report(turn.session, request.serial, request.kind)
    requests.ask(turn.session, request)
    for one in older:
        if one.state is RequestState.OPEN:
            rewrite(turn, told, one.model_copy(update={"state": RequestState.LAPSED}), "")
    station = turn.desk.network.stations[request.station]
    deciders = standing.deciders(turn, station, but=by.id) or standing.deciders(turn, station)
    for person in deciders:
        if person.account is not None:
            seen = _sight(turn, told.report, person)
            turn.post_by_day(letters.asked(voice(turn, person), told, person.account, request, by.name, seen))
    return deciders


# -- looking ----------------------------------------------------------------------------------------


def show_list(turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int) -> Letter:
    """What waits for somebody's answer, the oldest."""
    found = waiting_for(turn, person, roles)
    shown = [(request, reports.by_serial(turn.session, request.serial)) for request in found[:A_PAGE]]
    told = [telling.matter(turn, report, additions=False) for _, report in shown if report]
    return letters.waiting(t, chat, told, found[:A_PAGE], more=len(found) > A_PAGE)


def waiting_for(turn: Turn, person: Person, roles: list[Role]) -> list[Request]:
    """What waits for somebody's answer, oldest first: of their stations, and not their own where another can."""
    stations = {station.code: station for station in stations_of(turn, roles)}
    open_ = [one for one in requests.waiting(turn.session, list(stations)) if one.kind in STEPS]
    return [one for one in open_ if _is_asked(turn, stations[one.station], one, person)]


def _is_asked(turn: Turn, station: Station, request: Request, person: Person) -> bool:
    """Whether it waits for this person: not for who asked, where another can; a plan for its deciders alone."""
    if request.asked_by == person.id:
        return not standing.deciders(turn, station, but=person.id)
    deciders = standing.deciders(turn, station, but=request.asked_by)
    return request.kind is not RequestKind.PLAN or person.id in {one.id for one in deciders}


async def opened(_query: CallbackQuery, tapped: Tapped) -> None:
    """One of the list, at the end of the chat."""
    request = _meant(tapped)
    if request:
        told, by = telling.matter(tapped.turn, tapped.report), _name(tapped.turn, request.asked_by)
        seen = _sight(tapped.turn, tapped.report, tapped.person)
        letter = letters.asked(tapped.t, told, tapped.chat, request, by, seen)
        tapped.turn.post(letter.model_copy(update={"anew": True}))


def _meant(tapped: Tapped) -> Request | None:
    """The request behind a tap, if it still waits; else the tap is answered."""
    request = _request(tapped.turn, tapped.report, tapped.button)
    if request is None:
        tapped.out_of_use()
        return None
    if request.state is RequestState.OPEN:
        return request
    tapped.says(_behind(tapped.turn, tapped.t, request))
    told, by = telling.matter(tapped.turn, tapped.report), _name(tapped.turn, request.answered_by)
    seen = _sight(tapped.turn, tapped.report, tapped.person)
    tapped.turn.post(letters.answered(tapped.t, told, tapped.chat, request, by, seen))
    return None


def _request(turn: Turn, report: Report, button: Button) -> Request | None:
    """The request that a button names, if it is one about this report that is decided here."""
    try:
        found = requests.by_id(turn.session, int(button.choice, 16))
    except ValueError:
        return None
    return found if found and found.serial == report.serial and found.kind in STEPS else None


def _behind(turn: Turn, t: Translator, request: Request) -> str:
    """Who was faster, and what they said."""
    who = _name(turn, request.answered_by)
    match request.state:
        case RequestState.GRANTED:
            return t.staff("{worker} has agreed already.", worker=who)
        case RequestState.REFUSED:
            return t.staff("{worker} has already said no.", worker=who)
        case _:
            return t.staff("This waits for no answer any more.")


def _sight(turn: Turn, report: Report, person: Person) -> Sight:
    """What somebody may see of the report on such a card."""
    roles = people.roles_of(turn.session, person.id, turn.desk.day)
    return viewers.sight(turn, report, person, roles, Surface.CARD)


def _name(turn: Turn, person_id: int | None) -> str:
    person = people.by_id(turn.session, person_id) if person_id else None
    return person.name if person else ""


# -- agreeing ---------------------------------------------------------------------------------------


async def agreed(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, request = tapped.turn, tapped.report, _meant(tapped)
    if request is None or not _may(tapped, request):
        return
    if request.until and request.until <= turn.desk.day:
        tapped.says(tapped.t.staff("That day is over: it has to be asked for again."))
        return
    if not requests.answer(turn.session, request, RequestState.GRANTED, tapped.person.id, turn.now):
        tapped.says(tapped.t.staff("This waits for no answer any more."))
        return
    verdict = stepping.take(turn, report, STEPS[request.kind], tapped.person, tapped.roles, asked=request,
                            reason=_why(request), **_comes_of(turn, request))  # fmt: skip
    if not verdict:
        raise Overtaken
    tapped.says(tapped.t.staff("Agreed; who asked is told."))
    _tell(turn, report, request, tapped.person, tapped.chat)


def _may(tapped: Tapped, request: Request) -> bool:
    verdict = standing.may(
        tapped.turn, STEPS[request.kind], tapped.report, tapped.person, tapped.roles, request
    )
    if verdict.hindrance is Hindrance.NOT_THEIRS:
        tapped.says(hindrances.sentence(tapped.t, verdict.hindrance))
    elif not verdict:
        _say_why_not(tapped, verdict)
    return bool(verdict)


def _why(request: Request) -> str:
    known = {"code": f"{letters.REASONS[request.kind]}.{request.code}" if request.code else "",
             "words": request.reason, "asked_by": request.asked_by,
             "until": request.until.isoformat() if request.until else ""}  # fmt: skip
    return json.dumps({name: value for name, value in known.items() if value}, ensure_ascii=False)


def _comes_of(turn: Turn, request: Request) -> dict[str, Any]:
    """What changes in a report with what was granted."""
    reason = f"{letters.REASONS[request.kind]}.{request.code}" if request.code else request.reason
    if request.kind is RequestKind.EXTENSION:
        return {"due_on": request.until}
    if request.kind is RequestKind.PLAN:
        return {}
    if request.kind is RequestKind.EXCLUDE:
        return {"excluded": True}
    assert request.until is not None, "a hold ends on a day"
    return {"waits_until": request.until, "waits_for": reason}


def _tell(turn: Turn, report: Report, request: Request, by: Person, chat: int) -> None:
    """Everybody who is shown the request, who asked, and the reporter."""
    told = telling.matter(turn, report)
    rewrite(turn, told, request, by.name, speaking=chat)
    asker = people.by_id(turn.session, request.asked_by)
    if asker and asker.account and asker.id != by.id and turn.desk.staffing.can_hear(asker.id):
        seen = _sight(turn, report, asker)
        turn.post_by_day(letters.told_asker(voice(turn, asker), told, asker.account, request, by.name, seen))
    if request.state is RequestState.GRANTED:
        _tell_reporter(turn, told, request)


def rewrite(turn: Turn, told: Matter, request: Request, by: str, speaking: int | None = None) -> None:
    """What stands in the place of a request that was answered, in every chat that shows it."""
    card = letters.card_of(request)
    posted = {letter.chat for letter in turn.letters if letter.card == card}
    for chat in sorted(posted.union(cards.chats_of(turn.session, card))):
        person = people.by_account(turn.session, chat)
        if person:
            seen = _sight(turn, told.report, person)
            letter = letters.answered(voice(turn, person), told, chat, request, by, seen)
            turn.post(letter) if chat == speaking else turn.post_by_day(letter)


def _tell_reporter(turn: Turn, told: Matter, request: Request) -> None:
    if request.kind is RequestKind.PLAN:
        _promise(turn, told)
    if request.until is None:
        return
    longer = request.kind is RequestKind.EXTENSION
    say = taking_longer.needs_more_time if longer else taking_longer.cannot_be_solved_yet
    for each, person in telling.readers(turn, told):
        turn.post_by_day(say(voice(turn, person), each, person.account or 0, request.until))


def _promise(turn: Turn, told: Matter) -> None:
    """The reporter hears until when it should be done; of what is reported by law no more than that it came."""
    if told.report.mandatory:
        return
    ends = until_done_for_reporter(winding.sheet(turn, told.report))
    for each, person in telling.readers(turn, told):
        day = ends.astimezone(turn.desk.zone).date()
        turn.post_by_day(taking_longer.has_a_plan(voice(turn, person), each, person.account or 0, day))


# -- not agreeing -----------------------------------------------------------------------------------


async def does_not_agree(_query: CallbackQuery, tapped: Tapped) -> None:
    request = _meant(tapped)
    if request is None or not _may(tapped, request):
        return
    told = telling.matter(tapped.turn, tapped.report)
    tapped.turn.post(letters.asked_why_not(tapped.t, told, tapped.chat, request))
    await listen(tapped.turn, tapped.state, REFUSING, tapped.report)
    await tapped.state.update_data(request=request.id)


async def said_why_not(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    request = requests.by_id(turn.session, (await state.get_data()).get("request", 0))
    await state.clear()
    if request is None or request.serial != report.serial:
        await message.answer(t.staff("This waits for no answer any more."))
        return
    verdict = standing.may(turn, STEPS[request.kind], report, person, roles, request)
    words = (message.text or "").strip()
    if request.state is not RequestState.OPEN:
        await message.answer(_behind(turn, t, request))
    elif not verdict:
        await message.answer(stepping.why_not(turn, t, report, person, verdict.hindrance))
    elif not requests.answer(turn.session, request, RequestState.REFUSED, person.id, turn.now, words):
        newest = requests.by_id(turn.session, request.id) or request
        await message.answer(_behind(turn, t, newest))
    else:
        _note_refusal(turn, report, request, person, roles)
        await message.answer(t.staff("Passed on to who asked."))
        _tell(turn, report, request, person, message.chat.id)


def _note_refusal(turn: Turn, report: Report, request: Request, by: Person, roles: list[Role]) -> None:
    why = json.dumps({"kind": request.kind.value, "words": request.answer, "asked_by": request.asked_by},
                     ensure_ascii=False)  # fmt: skip
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="not_granted", actor_id=by.id,
                                     role=stepping.staff_role(roles), reason=why))  # fmt: skip


# -- what the rooms around say in the same way ------------------------------------------------------


def allowed(tapped: Tapped, name: str) -> bool:
    """Whether this may be done now; if not, says why and shows the card as it stands."""
    verdict = standing.may(tapped.turn, name, tapped.report, tapped.person, tapped.roles)
    if not verdict:
        _say_why_not(tapped, verdict)
    return bool(verdict)


def allowed_now(tapped: Tapped, name: str) -> bool:
    """The same for a button in the middle of a conversation: the report is still as it was at its beginning."""
    if not allowed(tapped, name):
        return False
    if tapped.is_outdated:
        tapped.out_of_use()
    return not tapped.is_outdated


def _say_why_not(tapped: Tapped, verdict: Verdict) -> None:
    tapped.says(stepping.why_not(tapped.turn, tapped.t, tapped.report, tapped.person, verdict.hindrance))
    telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)
