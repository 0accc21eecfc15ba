"""A station looks at all that was done: a page of it, and what is plain on the page counts by one tap.

    Wang   待办
    bot    📋 待办 · 西湖站 …                             活动待核实 · 3
    Wang   活动待核实                                     (or in words: 核实活动)
    bot    活动待核实：
           A-10002-4 · 3月2日 · 凤城街道西湖社区西湖花园4号楼 · … · 1 次 · 5 户
           A-10003-2 · 3月2日 · … · 🎲 抽查
           其中 1 次要单独看，不随本页核实。              ✅ 核实本页 2 次  待确认 · 1
    Wang   核实本页 2 次
    bot    已核实 2 次（共 2 次）。

What was drawn, is far from the usual, lacks its photos, is sensitive or one's own is looked at by itself.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import seeing
from fieldwork.activities import Stage
from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.letters import reviewing_many as letters
from fieldwork.letters.listing import PAGE, unpacked_serials
from fieldwork.letters.matter import Matter
from fieldwork.letters.reviewing_many import Flag, Page, Waiting
from fieldwork.people import STAFF, Person, Role
from fieldwork.reviewing import UNCONFIRMED, WAITING
from fieldwork.texts import Translator
from handlers import judging, telling, viewers
from handlers.hearing import Says
from handlers.listing import OnStaff, codes_of
from handlers.stepping import staff_role
from handlers.tapping import Tap, chat_of, tapped_message
from handlers.turn import Turn
from storage import activities, reports

CHECK = {"核实活动", "核實活動", "Check activities"}
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


def router() -> Router:
    many = Router(name="reviewing many")
    many.message.register(asked_for_page, Says(CHECK))
    many.callback_query.register(opened_page, Tap("activities"), OnStaff())
    many.callback_query.register(accepted_page, Tap("activities_accept"), OnStaff())
    many.callback_query.register(opened_unconfirmed, Tap("unconfirmed"), OnStaff())
    return many


async def asked_for_page(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    """核实活动, by its word."""
    if not any(role.kind in STAFF for role in roles):
        raise SkipHandler
    turn.post(_page(turn, t, person, roles, message.chat.id, 0, ""))


async def opened_page(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button
) -> None:
    page = _page(turn, t, person, roles, chat_of(query), button.record, button.choice)
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))


def _page(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, number: int, station: str
) -> Letter:
    codes = [code for code in codes_of(turn, roles) if station in ("", code)]
    told, more = _matters(turn, codes, WAITING, number)
    lines = [Waiting(each, flags(turn, person, each)) for each in told]
    unconfirmed = activities.many_of_stations(turn.session, codes, UNCONFIRMED)
    bare = len(activities.unentered(turn.session, codes, letters.MANY))
    return letters.page(t, chat, Page(lines, number, more, station, unconfirmed, _seconds(turn.now), bare))


def _matters(
    turn: Turn, codes: Sequence[str], stages: Sequence[Stage], number: int
) -> tuple[list[Matter], bool]:
    """A page of what some stations have at some stages, and whether there is more."""
    found = activities.page(turn.session, codes, stages, PAGE + 1, number * PAGE)
    there = [report for serial in found[:PAGE] if (report := reports.by_serial(turn.session, serial))]
    return [telling.matter(turn, report, additions=False) for report in there], len(found) > PAGE


def flags(turn: Turn, person: Person, told: Matter) -> tuple[Flag, ...]:
    """Why one has to be looked at by itself; empty for what is plain."""
    activity = told.activity
    if activity is None:
        return (Flag.UNUSUAL,)
    found = {
        Flag.DRAWN: activity.sampled,
        Flag.UNUSUAL: activity.unusual != "",
        Flag.SAID_BEFORE: told.same_as != "",
        Flag.NOT_CHANGED: told.stood_by != "",
        Flag.NO_PHOTOS: told.photos_wanted != "",
        Flag.OWN: activity.person_id == person.id,
        Flag.SENSITIVE: told.report.privacy in seeing.RESTRICTED,
    }
    return tuple(flag for flag, is_so in found.items() if is_so)


def _seconds(at: datetime) -> int:
    """A moment as a button carries it."""
    return int((at - EPOCH).total_seconds())


async def accepted_page(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """What stood on the page and is still plain; then what waits now."""
    meant = unpacked_serials(button.choice)
    done = sum(_accepts(turn, person, roles, serial, button.version) for serial in meant)
    callback_answer.text = t.staff("Checked and counted: {many} of {all}.", many=done, all=len(meant))
    page = _page(turn, t, person, roles, chat_of(query), 0, "")
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))


def _accepts(turn: Turn, person: Person, roles: list[Role], serial: int, shown_at: int) -> bool:
    report, activity = reports.by_serial(turn.session, serial), activities.by_serial(turn.session, serial)
    if report is None or activity is None or not viewers.knows_of(turn, report, person, roles):
        return False
    if activity.confirmed_at is None or _seconds(activity.confirmed_at) > shown_at:
        return False  # its numbers were changed and confirmed since the page was shown
    if flags(turn, person, telling.matter(turn, report, additions=False)):
        return False
    return judging.accept(turn, report, activity, person, staff_role(roles))


async def opened_unconfirmed(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    """What waits for whoever told of it."""
    told, more = _matters(turn, codes_of(turn, roles), UNCONFIRMED, button.record)
    page = letters.unconfirmed(t, chat_of(query), told, button.record, more)
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))
