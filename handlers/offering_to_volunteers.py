"""Somebody of a station looks for volunteers (求志愿者, 抢单): the first who taps has it.

    Wang   更多
    Wang   求志愿者
    bot    N-10001-6：发给谁看？谁先点就归谁做。            本社区的志愿者 · 全街道的志愿者 · 志愿者和社会组织
    Wang   本社区的志愿者
    bot    N-10001-6，志愿者：要做什么？写一句，不写姓名、门牌、电话。
    Wang   帮忙搬走楼道里的旧家具
    bot    N-10001-6：已向志愿者发出，共1人。               ↩️ 不用了
    bot    (to each of them) 🙋 求志愿者 · N-10001-6 · 西湖站 …  🙋 我来

Only what is nobody's own: P0 to P2, and at P2 the community alone instead of the building. Groups of the stations
it reaches see number, place and category. What a volunteer does with it is `claiming`.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import helping
from fieldwork.days import find_day
from fieldwork.helping import Help, HelpKind
from fieldwork.letters import hands as letters
from fieldwork.people import Person, Role, RoleKind, can_be_reached
from fieldwork.places import PlaceKind
from fieldwork.reports import Report
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import lending, showing_helpers, stepping, telling
from handlers.asking_for_help import Line, ask_for_line, is_too_personal, may_ask, refuse_line
from handlers.hearing import Holds
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn
from storage import helps, people

SAYING = "asking_volunteers"  # the state of somebody who says what volunteers are to do


def router() -> Router:
    offering = Router(name="offering to volunteers")
    offering.callback_query.register(wants_volunteers, Tap("volunteers"))
    offering.callback_query.register(chose_whose, Tap("volunteers_of"))
    offering.message.register(said_what, Holds("text"), Line(SAYING, here=True))
    return offering


async def wants_volunteers(_query: CallbackQuery, tapped: Tapped) -> None:
    if said := _hindered(tapped.turn, tapped.report, tapped.person, tapped.roles, tapped.t):
        tapped.says(said)
        return
    told = telling.matter(tapped.turn, tapped.report)
    asked = letters.asked_whose_volunteers(tapped.t, told, tapped.chat)
    tapped.turn.post(asked.model_copy(update={"anew": True}))


def _hindered(turn: Turn, report: Report, person: Person, roles: list[Role], t: Translator) -> str:
    """Why volunteers may not be asked now, as a sentence; empty: they may."""
    if not helping.may_be_asked(HelpKind.VOLUNTEER, report):
        return t.staff("This is too personal for volunteers.")
    if any(h.is_open and h.kind is HelpKind.VOLUNTEER for h in helps.of_report(turn.session, report.serial)):
        return t.staff("Volunteers have been asked already.")
    if not turn.desk.network.at(report.place or "", PlaceKind.COMMUNITY):
        return t.staff("Volunteers can be asked when it is known in which community it is.")
    return may_ask(turn, "volunteers", report, person, roles, t)


async def chose_whose(_query: CallbackQuery, tapped: Tapped) -> None:
    whose = tapped.button.choice
    if said := _hindered(tapped.turn, tapped.report, tapped.person, tapped.roles, tapped.t):
        tapped.says(said)
    elif whose not in letters.WHOSE_VOLUNTEERS:
        tapped.out_of_use()
    else:
        await ask_for_line(tapped, SAYING, letters.called(tapped.t, HelpKind.VOLUNTEER, ""), whose=whose)


async def said_what(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report, words: str,
) -> None:  # fmt: skip
    if is_too_personal(turn, report, words):
        await refuse_line(message, turn, t, report)
        return
    whose = (await state.get_data()).get("whose", "community")
    await state.clear()
    if said := _hindered(turn, report, person, roles, t):
        await message.answer(said)
        return
    asked = Help(serial=report.serial, kind=HelpKind.VOLUNTEER, asked_by=person.id, asked_at=turn.now,
                 place=_reach(turn, report, whose), partners=whose == "organisations", words=words,
                 day=find_day(fold(words), turn.desk.day))  # fmt: skip
    listeners = who_hears(turn, report, asked)
    if not listeners:
        turn.post(letters.nobody_hears(t, telling.matter(turn, report), message.chat.id))
        return
    helps.ask(turn.session, asked)
    showing_helpers.note(turn, asked, "volunteers", person.id, stepping.staff_role(roles), words)
    told = lending.redraw(turn, report)
    for listener in listeners:
        showing_helpers.show(turn, told, asked, listener)
    showing_helpers.show_in_groups(turn, told, asked)
    turn.post(letters.asked(t, told, message.chat.id, asked, "", len(listeners)))


def _reach(turn: Turn, report: Report, whose: str) -> str:
    """Whose volunteers: of the community, or of the whole street."""
    network, place = turn.desk.network, report.place or ""
    around = network.at(place, PlaceKind.STREET) if whose == "street" else None
    around = around or network.at(place, PlaceKind.COMMUNITY)
    return around.code if around else ""


def who_hears(turn: Turn, report: Report, asked: Help) -> list[Person]:
    """Everybody whom a call reaches, but the one who reported."""
    network, session, day = turn.desk.network, turn.session, turn.desk.day
    below = [place.code for place in network.everything_below(asked.place)]
    held = people.holding(session, RoleKind.VOLUNTEER, below, day)
    if asked.partners:
        around = {*below, *lending.partner_places(turn, asked.place)}
        held += people.holding(session, RoleKind.PARTNER, sorted(around), day)
    found = {who.id: who for who, _ in held if can_be_reached(who) and who.id != report.reporter_id}
    return list(found.values())
