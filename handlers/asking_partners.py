"""Somebody of a station asks a partner of the place for help: 物业, 居委, 派出所, an organisation.

    Wang   更多
    Wang   请合作单位帮忙
    bot    N-10001-6：请谁帮忙？对方看不到姓名和门牌。      何建业
    Wang   何建业
    bot    N-10001-6，何建业：要做什么？写一句，不写姓名、门牌、电话。
    Wang   请安排清掏化粪池
    bot    N-10001-6：已请何建业帮忙。                ↩️ 不用了
    bot    (to the partner) 🤝 西湖站请您帮忙 · N-10001-6 …

What the partner does with it is `partnering`. The station keeps the lead.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import helping
from fieldwork.helping import Help, HelpKind
from fieldwork.letters import hands as letters
from fieldwork.people import Person, Role, RoleKind, can_be_reached
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import lending, showing_helpers, stepping, telling
from handlers.asking_for_help import Line, ask_for_line, is_too_personal, may_ask, refuse_line
from handlers.hearing import Holds
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn
from storage import helps, people

SAYING = "asking_partner"  # the state of somebody who says what a partner is to do


def router() -> Router:
    asking = Router(name="asking partners")
    asking.callback_query.register(wants_partner, Tap("partner"))
    asking.callback_query.register(chose_partner, Tap("partner_by"))
    asking.message.register(said_what, Holds("text"), Line(SAYING, here=True))
    return asking


async def wants_partner(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, page = tapped.turn, tapped.button.choice
    if said := _hindered(tapped):
        tapped.says(said)
        return
    told, number = telling.matter(turn, tapped.report), int(page) if page.isdecimal() and len(page) < 4 else 0
    asked = letters.asked_which_partner(tapped.t, told, tapped.chat, partners(turn, tapped.report), number)
    turn.post(asked.model_copy(update={"anew": not page}))


def _hindered(tapped: Tapped) -> str:
    """Why no partner may be asked now; empty: one may."""
    if not helping.may_be_asked(HelpKind.PARTNER, tapped.report):
        return tapped.t.staff("This is not to be passed on to partners. Please call.")
    return may_ask(tapped.turn, "assist", tapped.report, tapped.person, tapped.roles, tapped.t)


def partners(turn: Turn, report: Report) -> list[Person]:
    """Who may be asked: the partners of the building first, then outwards; without those who are at it."""
    places = lending.partner_places(turn, report.place or "")
    at_it = {one.person_id for one in helps.of_report(turn.session, report.serial) if one.is_open}
    held = people.holding(turn.session, RoleKind.PARTNER, places, turn.desk.day)
    held.sort(key=lambda each: places.index(each[1]))
    found = {who.id: who for who, _ in held if can_be_reached(who) and who.id not in at_it}
    return list(found.values())


async def chose_partner(_query: CallbackQuery, tapped: Tapped) -> None:
    chosen = _partner(tapped.turn, tapped.report, tapped.button.choice)
    if said := _hindered(tapped):
        tapped.says(said)
    elif chosen is None:
        tapped.says(tapped.t.staff("This partner cannot be reached, or is at it already."))
    else:
        await ask_for_line(tapped, SAYING, chosen.name, partner=chosen.id)


def _partner(turn: Turn, report: Report, choice: str) -> Person | None:
    return next((one for one in partners(turn, report) if f"{one.id}" == choice), None)


async def said_what(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report, words: str,
) -> None:  # fmt: skip
    if is_too_personal(turn, report, words):
        await refuse_line(message, turn, t, report)
        return
    to = _partner(turn, report, f"{(await state.get_data()).get('partner')}")
    await state.clear()
    said = may_ask(turn, "assist", report, person, roles, t)
    if said or to is None or not helping.may_be_asked(HelpKind.PARTNER, report):
        await message.answer(said or t.staff("This partner cannot be reached, or is at it already."))
        return
    help_ = helps.ask(turn.session, Help(serial=report.serial, kind=HelpKind.PARTNER, asked_by=person.id,
                                         asked_at=turn.now, person_id=to.id, words=words))  # fmt: skip
    showing_helpers.note(turn, help_, "assist", person.id, stepping.staff_role(roles), words)
    told = lending.redraw(turn, report)
    showing_helpers.show(turn, told, help_, to)
    turn.post(letters.asked(t, told, message.chat.id, help_, to.name))
