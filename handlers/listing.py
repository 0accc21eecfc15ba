"""Somebody looks for reports: their own, or what waits at their station.

    Wang   待办
    bot    📋 待办 · 西湖站 · 🔴 1      我的 · 0   待签收 · 1   按楼栋   🔍 查找 · ⚙️ 设置
    Wang   待签收
    bot    待签收：
           🔴 N-10001-6 · 凤城街道西湖社区西湖花园4号楼 · 下水化粪池 · 待签收       (ten a page, a button each)
    Wang   N-10001-6
    bot    (the card again)
    Chen   我的上报
    bot    您报过的：
           N-10001-6 · 下水化粪池 · 收到了                                          (ten a page)

A number may be typed by whoever may see the report: it brings the card to the end of the chat.
"""

from collections.abc import Sequence
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import ladder, numbers
from fieldwork.buttons import Button
from fieldwork.letters import Letter, reopening, reporter
from fieldwork.letters import listing as letters
from fieldwork.people import HEADS, STAFF, Person, Role
from fieldwork.reports import Report, ReportKind, State
from fieldwork.reviewing import UNCONFIRMED, WAITING
from fieldwork.texts import Translator
from handlers import accepting, approving, stepping, telling, viewers
from handlers.hearing import OtherCommand, Says
from handlers.reopening import may_still
from handlers.tapping import Tap, chat_of, tapped_message
from handlers.turn import Turn, is_above, stations_of
from storage import activities, reports

MINE = {"/mine", "我的上报", "我的上報", "My reports"}
TODO = {"/todo", "待办", "待辦", "To do"}
WANTS_TO_REPORT = {"/report", "报问题", "報問題", "Report a problem"}
CANCEL = {"/cancel", "取消", "Cancel"}
AWAY_LINES = 5  # of who is away, above the counts
STATES: dict[str, Sequence[State]] = {
    "unsigned": reports.UNSIGNED,
    "place": reports.OPEN,
    "returned": [State.RETURN_PENDING],
}  # of the lists that are not of one person


class TypedNumber(BaseFilter):
    """A report's number, typed with or without its prefix. Hands on `serial`, None where it is wrong."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text = message.text or ""
        return {"serial": numbers.read(text)} if numbers.looks_like_one(text) else False


class OnStaff(BaseFilter):
    """Somebody of a station; for others these buttons do not exist."""

    async def __call__(self, _query: CallbackQuery, roles: list[Role]) -> bool:
        return any(role.kind in STAFF for role in roles)


def router() -> Router:
    listing = Router(name="listing")
    listing.message.register(wants_own, Says(MINE))
    listing.message.register(wants_todo, Says(TODO))
    listing.message.register(wants_to_report, OtherCommand())
    listing.message.register(typed_a_number, TypedNumber())
    listing.callback_query.register(turned_own_page, Tap("mine"))
    listing.callback_query.register(wants_own_list, Tap("my_reports", "my_activities"))
    listing.callback_query.register(opened_list, Tap("list"), OnStaff())
    listing.callback_query.register(signed_page, Tap("sign_page"), OnStaff())
    listing.callback_query.register(wants_buildings, Tap("buildings"), OnStaff())
    listing.callback_query.register(wants_approvals, Tap("approvals"), OnStaff())
    listing.callback_query.register(wants_todo_again, Tap("todo"), OnStaff())
    listing.callback_query.register(opened, Tap("open"))
    return listing


async def wants_to_report(message: Message, t: Translator) -> None:
    await message.answer(
        t.reporter("Just write what happened and where, or send a photo. One message is enough.")
    )


async def wants_own(message: Message, turn: Turn, person: Person, t: Translator) -> None:
    own_page(turn, t, person, message.chat.id, 0)


async def turned_own_page(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button
) -> None:
    own_page(turn, t, person, chat_of(query), button.record, button.choice, in_place_of=tapped_message(query))


async def wants_own_list(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button
) -> None:
    """Below the message that led here."""
    which = letters.ACTIVITIES if button.action == "my_activities" else ""
    own_page(turn, t, person, chat_of(query), 0, which)


def own_page(
    turn: Turn, t: Translator, person: Person, chat: int, page: int, which: str = "",
    in_place_of: int | None = None,
) -> None:  # fmt: skip
    """What somebody reported, newest first; of `which` only what they did."""
    kinds = [ReportKind.ACTIVITY] if which == letters.ACTIVITIES else tuple(ReportKind)
    found = reports.of_reporter(turn.session, person.id, letters.PAGE + 1, page * letters.PAGE, kinds)
    told = [telling.matter(turn, report, additions=False) for report in found[: letters.PAGE]]
    page_ = letters.own(t, chat, told, page, more=len(found) > letters.PAGE, which=which)
    turn.post(page_.model_copy(update={"message_id": in_place_of}))


async def wants_todo(message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator) -> None:
    if not any(role.kind in STAFF for role in roles):
        own_page(turn, t, person, message.chat.id, 0)
        return
    turn.post(_todo(turn, t, person, roles, message.chat.id))


async def wants_todo_again(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    """Back from a list to the counts, where the list stands."""
    todo = _todo(turn, t, person, roles, chat_of(query))
    turn.post(todo.model_copy(update={"message_id": tapped_message(query)}))


def _todo(turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int) -> Letter:
    session, codes = turn.session, codes_of(turn, roles)
    counted = letters.Waiting(
        stations=tuple(station.name for station in stations_of(turn, roles)),
        urgencies=reports.count_by_urgency(session, codes, [*reports.UNSIGNED, *reports.AT_WORK]),
        mine=reports.count_of_station(session, codes, reports.AT_WORK, handler=person.id),
        unsigned=reports.count_of_station(session, codes, reports.UNSIGNED),
        returned=reports.count_of_station(session, decided_by(turn, roles), [State.RETURN_PENDING]),
        offered=len(accepting.waiting(turn, roles)),
        activities=activities.many_of_stations(session, codes, WAITING),
        unconfirmed=activities.many_of_stations(session, codes, UNCONFIRMED),
        unentered=bool(activities.unentered(session, codes, 1)),
        to_ring=reports.count_to_ring(session, codes, person.id),
        approvals=len(approving.waiting_for(turn, person, roles)),
        standing_in=_standing_in(turn, person, codes),
        away=_away(turn, t, codes),
        unreachable=_unreachable(turn, codes),
    )
    return letters.todo(t, chat, counted)


def _unreachable(turn: Turn, codes: list[str]) -> tuple[str, ...]:
    """The stations below, where nobody can be reached today."""
    seats = [turn.desk.network.stations[code] for code in codes]
    return tuple(seat.name for seat in seats if ladder.is_unreachable(turn.desk.staffing, seat))


def _standing_in(turn: Turn, person: Person, codes: list[str]) -> tuple[tuple[int, str, int], ...]:
    """For whom somebody stands in today, and how much those have signed for."""
    found = []
    for absent in turn.desk.staffing.standing_in(person.id):
        many = reports.count_of_station(turn.session, codes, reports.AT_WORK, handler=absent)
        if many and absent in turn.desk.staffing.people:
            found.append((absent, turn.desk.staffing.people[absent].name, many))
    return tuple(found)


def _away(turn: Turn, t: Translator, codes: list[str]) -> tuple[str, ...]:
    """Who of the stations is away today, a few lines of it."""
    staffing, stations = turn.desk.staffing, turn.desk.network.stations
    own = {role.person_id for code in codes for role in staffing.roles_of(stations[code])}
    lines = []
    for absence in staffing.away.values():
        if absence.person_id in own and absence.person_id in staffing.people:
            acting = staffing.acting_for(absence.person_id)
            name = staffing.people[absence.person_id].name
            lines.append(letters.away(t, name, absence.until, acting.name if acting else ""))
    return tuple(lines[:AWAY_LINES])


def codes_of(turn: Turn, roles: list[Role]) -> list[str]:
    """The stations whose reports somebody sees: their own; for heads and coordinators all below theirs."""
    network = turn.desk.network
    own = {station.code for station in stations_of(turn, roles)}
    over = [role.place for role in roles if role.kind in HEADS]
    below = {
        s.code for s in network.stations.values() if any(network.contains(place, s.place) for place in over)
    }
    return sorted(own | below)


def decided_by(turn: Turn, roles: list[Role]) -> list[str]:
    """The stations with something returned about which somebody decides."""
    returned = {station for station, _ in reports.returned_pairs(turn.session)}
    return sorted(code for code in returned if is_above(turn, roles, code))


async def opened_list(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button
) -> None:
    """One list, one page: mine, unsigned, an absent colleague's, or one building's."""
    page = _page(turn, t, person, roles, chat_of(query), button.choice, button.record)
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))


def _page(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, choice: str, number: int
) -> Letter:
    which, _, of = choice.partition("/")
    states = STATES.get(which, reports.AT_WORK)
    codes = decided_by(turn, roles) if which == "returned" else codes_of(turn, roles)
    window = {"limit": letters.PAGE + 1, "skip": number * letters.PAGE}
    found = reports.to_ring(turn.session, codes, person.id, **window) if which == "ring" else reports.of_station(
        turn.session, codes, states, handler=_handler(turn, person, which, of),
        place_in=[of] if which == "place" else None, **window,
    )  # fmt: skip
    told = [telling.matter(turn, report, additions=False) for report in found[: letters.PAGE]]
    opens = frozenset(m.report.serial for m in told if viewers.may_open(turn, m.report, person, roles))
    return letters.page_of_list(t, chat, told, choice, number, len(found) > letters.PAGE, opens)


def _handler(turn: Turn, person: Person, which: str, of: str) -> int | None:
    """Whose signature a list is of: one's own, or of somebody one stands in for."""
    if which == "for":
        standing_in = turn.desk.staffing.standing_in(person.id)
        return next((absent for absent in standing_in if f"{absent}" == of), person.id)
    return None if which in STATES else person.id


async def signed_page(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """Signs for what stood on the page, as far as it still waits, and shows what waits now."""
    meant = [reports.by_serial(turn.session, serial) for serial in letters.unpacked_serials(button.choice)]
    done = [report for report in meant if report and _signs(turn, person, roles, report)]
    if len(done) == len(meant):
        callback_answer.text = t.staff("Signed for: {many}.", many=len(done))
    else:
        callback_answer.text = t.staff("Signed for: {many} of {all}; the others wait for nobody, or for another.",
                                       many=len(done), all=len(meant))  # fmt: skip
    page = _page(turn, t, person, roles, chat_of(query), "unsigned", 0)
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))


def _signs(turn: Turn, person: Person, roles: list[Role], report: Report) -> bool:
    return report.state in reports.UNSIGNED and bool(stepping.take(turn, report, "sign", person, roles))


async def wants_buildings(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    counted = reports.count_by_place(turn.session, codes_of(turn, roles), reports.OPEN)
    network = turn.desk.network
    named = [(place, network.path(place), many) for place, many in counted.items() if place]
    named.sort(key=lambda each: (-each[2], each[0]))
    page = letters.buildings(t, chat_of(query), named, button.record)
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))


async def wants_approvals(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    waiting = approving.show_list(turn, t, person, roles, chat_of(query))
    turn.post(waiting.model_copy(update={"message_id": tapped_message(query)}))


async def typed_a_number(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, serial: int | None
) -> None:
    report = reports.by_serial(turn.session, serial) if serial else None
    if not _shown(turn, t, person, roles, report, message.chat.id):
        await message.answer(t.both("There is no report of that number for you. Please check the digits."))


async def opened(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    report = reports.by_serial(turn.session, button.record)
    if not _shown(turn, t, person, roles, report, chat_of(query)):
        callback_answer.text = t.both("This report is not yours.")


def _shown(
    turn: Turn, t: Translator, person: Person, roles: list[Role], report: Report | None, chat: int
) -> bool:
    """Draws the card anew at the end of the chat: the station's for staff, the own one for the reporter."""
    if report and viewers.knows_of(turn, report, person, roles):
        told = telling.matter(turn, report)
        turn.post(telling.station_card(turn, t, told, chat).model_copy(update={"anew": True}))
        telling.show_photos(turn, told, chat)
        return True
    if report and report.reporter_id == person.id:
        told = telling.matter(turn, report)
        card = reporter.card(t, told, chat).model_copy(update={"anew": True})
        back = reopening.way_back(t, report) if may_still(turn, report, person) else ()
        turn.post(card.model_copy(update={"buttons": card.buttons + back}))
        return True
    return False
