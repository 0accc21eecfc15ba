"""Somebody of the station finds that two reports are one matter, or that they are two after all: 并案, 拆开.

    Wang   🔗 并案
    bot    N-10002-4：和哪一件是同一件事？点一下，或者写对方的编号。      N-10001-6 · 电梯坏了
    Wang   N-10001-6
    bot    🔗 N-10002-4 已并入 N-10001-6，两边上报人都看得到。
    bot    (to the reporter) 🔗 N-10002-4：西湖站看过了，和 N-10001-6 是同一件事，一起办，有进展都会告诉您。
    Wang   ✂️ 拆开
    bot    已拆开，单独办理。
    bot    (to the reporter) ✂️ N-10002-4：和 N-10001-6 分开了，单独办。

Only of one station, only what is open, and no chains: what is joined to a joined one follows its lead.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.letters import joining
from fieldwork.people import Person, Role
from fieldwork.reports import PrivacyClass, Report
from fieldwork.texts import Translator
from handlers import comparing, following, joining_a_matter, standing, stepping, telling
from handlers.listening import Listening, listen
from handlers.listing import TypedNumber
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, may_handle, voice
from storage import alike

MERGING = "merging"  # the state of somebody who says with which report one is joined
MERGEABLE = (PrivacyClass.P0, PrivacyClass.P1, PrivacyClass.P2)


def router() -> Router:
    merging = Router(name="merging")
    merging.callback_query.register(wants_to_merge, Tap("merge"))
    merging.callback_query.register(merged, Tap("merge_with"))
    merging.callback_query.register(parted, Tap("unmerge"))
    merging.message.register(number_written, TypedNumber(), Listening(MERGING))
    return merging


async def wants_to_merge(_query: CallbackQuery, tapped: Tapped) -> None:
    if not _may(tapped, "merge"):
        return
    told = telling.matter(tapped.turn, tapped.report)
    offers = comparing.offers(tapped.turn, tapped.t, tapped.report)
    letter = joining.asked_with_which(tapped.t, told, tapped.chat, offers)
    tapped.turn.post(letter.model_copy(update={"anew": True}))
    await listen(tapped.turn, tapped.state, MERGING, tapped.report)


async def merged(_query: CallbackQuery, tapped: Tapped) -> None:
    serial = int(tapped.button.choice, 16) if _is_hex(tapped.button.choice) else 0
    if _may(tapped, "merge"):
        said = _merge(tapped.turn, tapped.t, tapped.report, serial, tapped.person, tapped.roles, tapped.chat)
        tapped.says(said)
        await tapped.state.clear()


def _is_hex(choice: str) -> bool:
    return 0 < len(choice) < 9 and all(each in "0123456789abcdef" for each in choice)


async def number_written(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report, serial: int | None,
) -> None:  # fmt: skip
    """The other one by its number; what is no number goes its own way."""
    await state.clear()
    verdict = standing.may(turn, "merge", report, person, roles)
    if not verdict:
        await message.answer(stepping.why_not(turn, t, report, person, verdict.hindrance))
        return
    said = _merge(turn, t, report, serial or 0, person, roles, message.chat.id)
    if said:
        await message.answer(said)


def _merge(
    turn: Turn, t: Translator, report: Report, serial: int, person: Person, roles: list[Role], chat: int
) -> str:
    """Joins it to the one that was named; gives the sentence where that cannot be."""
    lead = following.lead_of(turn, serial)
    if lead is None or not may_handle(turn, roles, lead) or lead.station != report.station:
        return t.staff("There is no such report at this station.")
    if lead.serial == report.serial or lead.lead_serial == report.serial:
        return t.staff("That is the same report.")
    if lead.state not in alike.JOINABLE:
        return t.staff("{number} is not open any more.", number=lead.number)
    if not {lead.privacy, report.privacy} <= set(MERGEABLE):
        return t.staff("What is somebody's own affair is not joined to another.")
    return _merged(turn, t, report, lead, person, roles, chat)


def _merged(
    turn: Turn, t: Translator, report: Report, lead: Report, person: Person, roles: list[Role], chat: int
) -> str:
    verdict = joining_a_matter.join(turn, report, lead, person, roles)
    if not verdict:
        return stepping.why_not(turn, t, report, person, verdict.hindrance)
    told, reporter = telling.matter(turn, report), telling.reporter_of(turn, report)
    turn.post(joining.merged(t, told, chat, lead.number))
    if reporter and reporter.account:
        turn.post(joining.joined_by_station(voice(turn, reporter), told, reporter.account, lead.number))
    return ""


async def parted(_query: CallbackQuery, tapped: Tapped) -> None:
    if _may(tapped, "part"):
        joining_a_matter.part(tapped.turn, tapped.report, tapped.person, tapped.roles, by_station=True)
        tapped.says(tapped.t.staff("Taken apart: it is dealt with by itself."))


def _may(tapped: Tapped, name: str) -> bool:
    """Whether this may be done now; if not, says why and shows the card as it stands."""
    verdict = standing.may(tapped.turn, name, tapped.report, tapped.person, tapped.roles)
    if not verdict:
        tapped.says(stepping.why_not(tapped.turn, tapped.t, tapped.report, tapped.person, verdict.hindrance))
        telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)
    return bool(verdict)
