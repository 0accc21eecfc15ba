"""Somebody of a station asks another station to do a part of it (加派, 协办).

    Wang   更多
    Wang   请别的站协办
    bot    N-10001-6：请哪个站协办？牵头的还是您这边。      凤城街道社工站 · …
    Wang   麻寺田站
    bot    N-10001-6，麻寺田站：要做什么？写一句，不写姓名、门牌、电话。
    Wang   请借一台吸粪车
    bot    N-10001-6：已请麻寺田站帮忙。                      ↩️ 不用了
    bot    (to the one responsible there, with sound) 🤝 协办 · N-10001-6 · 牵头：西湖站 …

What the other station does with it is `partnering`. Who leads stays responsible: nothing of the report's state,
station or handler changes.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import helping
from fieldwork.helping import Help, HelpKind
from fieldwork.letters import hands as letters
from fieldwork.people import Person, Role
from fieldwork.places import Station
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import lending, moving, showing_helpers, stepping, telling
from handlers.asking_for_help import Line, ask_for_line, may_ask
from handlers.hearing import Holds
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn
from storage import helps

SAYING = "asking_station"  # the state of somebody who says what another station is to do


def router() -> Router:
    assisting = Router(name="assisting")
    assisting.callback_query.register(wants_station, Tap("assist"))
    assisting.callback_query.register(chose_station, Tap("assist_by"))
    assisting.message.register(said_what, Holds("text"), Line(SAYING, here=True))
    return assisting


async def wants_station(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, page = tapped.turn, tapped.button.choice
    if said := _hindered(turn, tapped.report, tapped.person, tapped.roles, tapped.t):
        tapped.says(said)
        return
    told, number = telling.matter(turn, tapped.report), int(page) if page.isdecimal() and len(page) < 4 else 0
    asked = letters.asked_which_station(tapped.t, told, tapped.chat, stations(turn, tapped.report), number)
    turn.post(asked.model_copy(update={"anew": not page}))


def _hindered(turn: Turn, report: Report, person: Person, roles: list[Role], t: Translator) -> str:
    """Why no other station may be asked now; empty: one may."""
    if not helping.may_be_asked(HelpKind.STATION, report):
        return t.staff("This is not to be passed on to another station. Please call.")
    return may_ask(turn, "assist", report, person, roles, t)


def stations(turn: Turn, report: Report) -> list[Station]:
    """Who may be asked, the likeliest first; without those who are at it."""
    at_it = {one.station for one in helps.of_report(turn.session, report.serial) if one.is_open}
    return [one for one in moving.others(turn, report) if one.code not in at_it]


async def chose_station(_query: CallbackQuery, tapped: Tapped) -> None:
    chosen = _station(tapped.turn, tapped.report, tapped.button.choice)
    if said := _hindered(tapped.turn, tapped.report, tapped.person, tapped.roles, tapped.t):
        tapped.says(said)
    elif chosen is None:
        tapped.says(tapped.t.staff("This station cannot be reached today, or is at it already."))
    else:
        await ask_for_line(tapped, SAYING, chosen.name, station=chosen.code)


def _station(turn: Turn, report: Report, code: object) -> Station | None:
    return next((one for one in stations(turn, report) if one.code == code), None)


async def said_what(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report, words: str,
) -> None:  # fmt: skip
    station = _station(turn, report, (await state.get_data()).get("station"))
    await state.clear()
    to = turn.desk.staffing.responsible(station, report.place) if station else None
    said = _hindered(turn, report, person, roles, t)
    if said or station is None or to is None:
        await message.answer(said or t.staff("This station cannot be reached today, or is at it already."))
        return
    help_ = helps.ask(turn.session, Help(serial=report.serial, kind=HelpKind.STATION, asked_by=person.id,
                                         asked_at=turn.now, station=station.code, person_id=to.id,
                                         words=words))  # fmt: skip
    showing_helpers.note(turn, help_, "assist", person.id, stepping.staff_role(roles), words)
    told = lending.redraw(turn, report)
    showing_helpers.show(turn, told, help_, to)
    turn.post(letters.asked(t, told, message.chat.id, help_, station.name))
