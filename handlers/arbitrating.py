"""The station above decides about a report that was returned (裁定).

    bot    ⚖️ N-10001-6：西湖站退单，请裁定。
           原因：不在我们辖区
           依据：4号楼的化粪池按划片归麻寺田站管
           问过麻寺田站：不在我们辖区                        改派到…   维持，由他们办 · 我们来办
    Luo    维持，由他们办
    bot    ⚖️ N-10001-6：仍由西湖站办，首接负责。裁定人：罗永康。   说明一下原因
    bot    (to Wang) ⚖️ N-10001-6：仍由西湖站办，首接负责。裁定人：罗永康。
    Luo    说明一下原因
    bot    N-10001-6：请写一句原因。
    Luo    划片图上4号楼在西湖
    bot    N-10001-6：已转告。

Who presses second is told who decided. What is sent on rings at the other station, and its window opens anew.
"""

from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.letters import deciding
from fieldwork.life import Hindrance
from fieldwork.people import Person, Role, can_be_reached
from fieldwork.places import Station
from fieldwork.reports import Event, Report, State
from fieldwork.texts import Translator
from handlers import asked, moving, standing, stepping, telling, telling_deciders
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.stepping import staff_role, why_not
from handlers.tapping import Tap, Tapped, out_of_use
from handlers.turn import Turn, may_handle, stations_of, voice
from storage import people, reports

EXPLAINING = "arbitrating"  # the state of somebody who says why they decided so


def router() -> Router:
    arbitrating = Router(name="arbitrating")
    arbitrating.callback_query.register(wants_to_decide, Tap("decide"))
    arbitrating.callback_query.register(wants_to_send_on, Tap("send"))
    arbitrating.callback_query.register(sent_on, Tap("send_to"))
    arbitrating.callback_query.register(upheld, Tap("uphold"))
    arbitrating.callback_query.register(backed_up, Tap("back_up"))
    arbitrating.callback_query.register(wants_to_say_why, Tap("decide_why"))
    arbitrating.message.register(said_why, Holds("text"), Listening(EXPLAINING, here=True))
    return arbitrating


async def wants_to_decide(_query: CallbackQuery, tapped: Tapped) -> None:
    if _may(tapped, "uphold"):
        told = telling.matter(tapped.turn, tapped.report)
        question = asked.question(tapped.turn, tapped.person, told, tapped.chat)
        tapped.turn.post(question.model_copy(update={"anew": True}))


async def wants_to_send_on(_query: CallbackQuery, tapped: Tapped) -> None:
    page = tapped.button.choice
    if _may(tapped, "send_on"):
        turn, report = tapped.turn, tapped.report
        number = int(page) if page.isdecimal() and len(page) < 4 else 0
        told, others = telling.matter(turn, report), moving.others(turn, report)
        turn.post(deciding.asked_where_to(tapped.t, told, tapped.chat, others, number))


async def sent_on(_query: CallbackQuery, tapped: Tapped) -> None:
    """改派: to another station, which is rung."""
    turn, report = tapped.turn, tapped.report
    to = next((one for one in moving.others(turn, report) if one.code == tapped.button.choice), None)
    if not _may(tapped, "send_on"):
        return
    if to is None:
        tapped.says(tapped.t.staff("Nobody can be reached at this station today."))
        return
    rung = moving.responsible(turn, report, to)
    if _decide(tapped, "send_on", to, handler_id=None, rung_id=rung.id if rung else None):
        telling.arrived(turn, report, rung)


async def backed_up(_query: CallbackQuery, tapped: Tapped) -> None:
    """兜底: the station above takes it itself; who says so has the card."""
    if not _may(tapped, "back_up"):
        return
    to = _own_above(tapped)
    if _decide(tapped, "back_up", to, handler_id=None, rung_id=tapped.person.id):
        telling.arrived(tapped.turn, tapped.report, None)
        telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)


def _own_above(tapped: Tapped) -> Station:
    """The nearest station above that is the decider's own; at a point without one, the point itself."""
    own = {station.code for station in stations_of(tapped.turn, tapped.roles)}
    higher = standing.above(tapped.turn, tapped.report)
    return next((one for one in higher if one.code in own), standing.one_up(tapped.turn, tapped.report))


async def upheld(_query: CallbackQuery, tapped: Tapped) -> None:
    """维持: it stays, and is not returned again (首接负责)."""
    turn, report = tapped.turn, tapped.report
    seat, keeper = turn.desk.network.stations[report.station], _keeper(tapped)
    if _decide(tapped, "uphold", seat, handler_id=keeper, rung_id=keeper):
        has = people.by_id(turn.session, keeper)
        if has and has.account and has.account != tapped.chat:
            telling.show_card(turn, voice(turn, has), report, has.account)


def _keeper(tapped: Tapped) -> int:
    """Who had signed; else who returned it, or whom its station rings; else who decides."""
    turn, report = tapped.turn, tapped.report
    staffing, seat = turn.desk.staffing, turn.desk.network.stations[report.station]
    back, rung = moving.last(turn, report, ("return",)), moving.responsible(turn, report, seat)
    for person in (report.handler_id, back.actor_id if back else None):
        if person and staffing.can_hear(person) and staffing.answers_for(person, seat):
            return person
    return rung.id if rung else tapped.person.id


def _decide(tapped: Tapped, name: str, to: Station, **values: Any) -> bool:
    """Takes the step, and tells those who were asked and the station that returned it."""
    turn, report = tapped.turn, tapped.report
    back = moving.last(turn, report, ("return",))
    reason = moving.move(report, name, to.code)
    changed = (
        {"must_keep": True, "before": None} if name == "uphold" else moving.moved(turn, report, name, to.code)
    )
    verdict = stepping.take(
        turn, report, name, tapped.person, tapped.roles, reason=reason, **changed, **values
    )
    if not verdict:
        _says_why_not(tapped, verdict.hindrance)
        return False
    told = telling.matter(turn, report)
    event = asked.last_decision(turn, report)
    turn.post(asked.answered(turn, tapped.t, told, tapped.chat, event, own=True))
    telling_deciders.tell_decided(turn, report, but=tapped.chat)
    for person in _who_hears(turn, report, back):
        if person.account != tapped.chat:
            turn.post(
                deciding.told_decided(
                    voice(turn, person), told, person.account or 0, tapped.person.name, name
                )
            )
    return True


def _who_hears(turn: Turn, report: Report, back: Event | None) -> list[Person]:
    """Who returned it, and who has it from now on."""
    found = [
        people.by_id(turn.session, one) for one in (back.actor_id if back else None, report.handler_id) if one
    ]
    return list({one.id: one for one in found if one and can_be_reached(one)}.values())


async def wants_to_say_why(_query: CallbackQuery, tapped: Tapped) -> None:
    event = asked.last_decision(tapped.turn, tapped.report)
    if event is None or event.actor_id != tapped.person.id:
        tapped.out_of_use()
        return
    await listen(tapped.turn, tapped.state, EXPLAINING, tapped.report)
    tapped.turn.post(deciding.asked_why(tapped.t, telling.matter(tapped.turn, tapped.report), tapped.chat))


async def said_why(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    event = asked.last_decision(turn, report)
    if event is None or event.actor_id != person.id:
        await message.answer(out_of_use(t))
        return
    words, told = (message.text or "").strip(), telling.matter(turn, report)
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="decide_why", actor_id=person.id,
                                     role=staff_role(roles), reason=words))  # fmt: skip
    hears = [
        *_who_hears(turn, report, moving.last(turn, report, ("return",))),
        telling.staff_chat(turn, report),
    ]
    for one in {each.id: each for each in hears if each and each.id != person.id}.values():
        turn.post(deciding.told_why(voice(turn, one), told, one.account or 0, person.name, words))
    await message.answer(t.staff("{number}: passed on.", number=report.number))


def _may(tapped: Tapped, name: str) -> bool:
    verdict = standing.may(tapped.turn, name, tapped.report, tapped.person, tapped.roles)
    if not verdict:
        _says_why_not(tapped, verdict.hindrance)
    return bool(verdict)


def _says_why_not(tapped: Tapped, hindrance: Hindrance | None) -> None:
    """Not theirs to decide, or decided already: by whom, in the tap's answer and on the card."""
    turn, report, t = tapped.turn, tapped.report, tapped.t
    event = asked.last_decision(turn, report)
    if hindrance is Hindrance.STATE and event is not None:
        tapped.says(t.staff("{worker} has decided already.", worker=asked.name_of(turn, event)))
    else:
        tapped.says(why_not(turn, t, report, None, hindrance))
    if report.state is not State.RETURN_PENDING:
        told, own = telling.matter(turn, report), event is not None and event.actor_id == tapped.person.id
        turn.post(asked.answered(turn, t, told, tapped.chat, event, own=own))
    elif may_handle(turn, tapped.roles, report):
        telling.show_card(turn, t, report, tapped.chat)
