"""A colleague gives a report to another one, or takes it over.

    Wang   转给…
    bot    N-10001-6：转给谁？                         张立文   🏢 别的站…
    Wang   张立文
    bot    N-10001-6 已转给张立文。                     说明一下原因
    bot    (to Zhang) 🤝 N-10001-6，…：王慧敏转给您了。
    Wang   说明一下原因
    bot    N-10001-6：请写一句原因。
    Wang   我下午去开会
    bot    已转告张立文。
    Wang   我来接手
    bot    您接手了。
    bot    (to Zhang) 🙋 N-10001-6：王慧敏接手了，您不用再跟了。

At once, among colleagues of one station: nobody needs to agree. The reporter's card is rewritten without a
word; 重办 stays another person's as long as there is another.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.letters import handing
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report, State
from fieldwork.texts import Translator
from handlers import dispatching, gathering, standing, telling
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.stepping import staff_role, why_not
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, may_handle, stations_of, voice
from storage import people, reports

EXPLAINING = "handing_over"  # the state of somebody who says why they handed it over


def router() -> Router:
    handing_over = Router(name="handing_over")
    handing_over.callback_query.register(wants_to_hand_over, Tap("hand"))
    handing_over.callback_query.register(handed_over, Tap("hand_to"))
    handing_over.callback_query.register(wants_to_say_why, Tap("hand_why"))
    handing_over.callback_query.register(took_over, Tap("take"))
    handing_over.message.register(said_why, Holds("text"), Listening(EXPLAINING, here=True))
    return handing_over


async def wants_to_hand_over(_query: CallbackQuery, tapped: Tapped) -> None:
    if not _may(tapped, "hand"):
        return
    told, page = telling.matter(tapped.turn, tapped.report), _number(tapped.button.choice)
    asked = handing.asked_whom(tapped.t, told, tapped.chat, colleagues(tapped), page,
                               elsewhere=_may_go_elsewhere(tapped))  # fmt: skip
    tapped.turn.post(asked.model_copy(update={"anew": not tapped.button.choice}))


def _may_go_elsewhere(tapped: Tapped) -> bool:
    """Whether another station may be asked, or the one that received it first."""
    return any(
        standing.may(tapped.turn, name, tapped.report, tapped.person, tapped.roles)
        for name in ("offer", "give_back")
    )


async def handed_over(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report = tapped.turn, tapped.report
    to = next((who for who in colleagues(tapped) if f"{who.id}" == tapped.button.choice), None)
    if not _may(tapped, "hand", as_drawn=True):
        return
    if to is None:
        tapped.says(tapped.t.staff("This colleague cannot be reached today."))
    elif _given(tapped, to):
        turn.post(handing.handed(tapped.t, telling.matter(turn, report), tapped.chat, to.name))


def _given(tapped: Tapped, to: Person) -> bool:
    rang = tapped.report.rung_id
    done = dispatching.hand_over(tapped.turn, tapped.report, to, tapped.person, staff_role(tapped.roles))
    if done:
        gathering.count_again(tapped.turn, tapped.report, rang)
    return done


async def wants_to_say_why(_query: CallbackQuery, tapped: Tapped) -> None:
    await listen(tapped.turn, tapped.state, EXPLAINING, tapped.report)
    tapped.turn.post(handing.asked_why(tapped.t, telling.matter(tapped.turn, tapped.report), tapped.chat))


async def said_why(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    words, to = (message.text or "").strip(), telling.staff_chat(turn, report)
    if to is None or to.id == person.id or to.account is None or not may_handle(turn, roles, report):
        await message.answer(t.staff("That report is no longer where you handed it."))
        return
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="handed_why", actor_id=person.id,
                                     role=staff_role(roles), reason=words))  # fmt: skip
    turn.post(handing.told_why(voice(turn, to), telling.matter(turn, report), to.account, person.name, words))
    await message.answer(t.staff("Passed on to {worker}.", worker=to.name))


async def took_over(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, first = tapped.turn, tapped.report, tapped.report.handler_id
    if first == tapped.person.id:
        tapped.says(tapped.t.staff("You have it already."))
        return
    if not _may(tapped, "take", as_drawn=True):
        return
    if dispatching.hand_over(turn, report, tapped.person, tapped.person, staff_role(tapped.roles)):
        telling.show_card(turn, tapped.t, report, tapped.chat)
        _tell_first(turn, report, first, tapped.person)
        tapped.says(tapped.t.staff("You have taken it over."))


def _tell_first(turn: Turn, report: Report, first: int | None, by: Person) -> None:
    earlier = people.by_id(turn.session, first) if first else None
    if earlier and earlier.account and turn.desk.staffing.can_hear(earlier.id):
        told = telling.matter(turn, report)
        turn.post(handing.taken_over(voice(turn, earlier), told, earlier.account, by.name))


def colleagues(tapped: Tapped) -> list[Person]:
    """To whom a report may be handed: the reachable people of its station, and of one's own."""
    turn, report = tapped.turn, tapped.report
    seat = turn.desk.network.stations[report.station]
    seats = {station.code: station for station in (seat, *stations_of(turn, tapped.roles))}
    found = {one.id: one for station in seats.values() for one in turn.desk.staffing.reachable(station)}
    has = report.handler_id if report.state in reports.AT_WORK else None
    return [
        one
        for one in found.values()
        if one.id not in (has, tapped.person.id) and _may_have(turn, report, one)
    ]


def _may_have(turn: Turn, report: Report, person: Person) -> bool:
    """Whether a report may be put into somebody's hands: theirs to handle, and not 重办 of their own."""
    roles = people.roles_of(turn.session, person.id, turn.desk.day)
    own_again = report.state is State.REWORK and report.but_id == person.id
    if own_again and dispatching.another_person(turn, report) is not None:
        return False
    return may_handle(turn, roles, report)


def _may(tapped: Tapped, name: str, *, as_drawn: bool = False) -> bool:
    """Whether this may be done now; if not, says why and shows the card as it stands.

    `as_drawn`: who takes it, or gives it away, means the hands that their screen showed, not a moment's later.
    """
    verdict = standing.may(tapped.turn, name, tapped.report, tapped.person, tapped.roles)
    if verdict and not (as_drawn and tapped.is_outdated):
        return True
    said = why_not(tapped.turn, tapped.t, tapped.report, tapped.person, verdict.hindrance)
    tapped.says(said if not verdict else tapped.t.staff("It has just changed; here it is as it stands."))
    telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)
    return False


def _number(choice: str) -> int:
    return int(choice) if choice.isdecimal() and len(choice) < 4 else 0
