"""A station looks at a meeting of building heads and changes it, or says a line about what is on its agenda.

    Luo    议事会
    Luo    3月6日 · 西湖花园
    bot    🏛 西湖花园楼长议事会，议题1件 …   📅 改日期 · ⏰ 改时间 · 📍 改地点 · ✏️ 加一句 · ➖ 拿掉一件 · ✖️ 不开了
    Luo    加一句
    bot    🏛 西湖花园，3月6日周五 19:00：给哪一件加一句？             N-10001-6 · 社区治理 · 下水化粪池
    Luo    N-10001-6
    bot    ✏️ N-10001-6：想让大家知道什么？写一句，不写人名、门牌、电话。
    Luo    物业说要动维修基金，得大家同意
    bot    🏛 西湖花园楼长议事会，议题1件
           1. N-10001-6 · 西湖花园4号楼 · 社区治理 · 下水化粪池
              物业说要动维修基金，得大家同意
    …      (moved to another day)
    Luo    不开了
    bot    🏛 西湖花园3月9日的楼长议事会不开了，议题留到下一次。

On the day its card has 📝 会议记录 (keeping_the_minutes) and 📋 签到 (counting_who_came).
"""

from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.councils import LONGEST_LINE, AgendaItem, Council
from fieldwork.letters import agendas
from fieldwork.letters import councils as letters
from fieldwork.people import Person, Role
from fieldwork.texts import Translator
from handlers import sending_agendas
from handlers.asking_for_help import is_too_personal
from handlers.calling_a_council import ask_day
from handlers.hearing import OfStation
from handlers.listening import Asked
from handlers.meetings import council_of, item_shown, meeting, open_council
from handlers.tapping import Tap, chat_of, out_of_use
from handlers.turn import Turn
from handlers.when_and_where import Caller, ask_hour, ask_venue, show, wait
from storage import councils, reports

SAYING_LINE = "council_line"  # the state of somebody who is asked for a line about an item
ASKED_ITEM = {"council_items": "council_drop", "council_lines": "council_line"}


def router() -> Router:
    changing = Router(name="changing_a_council")
    changing.message.filter(OfStation())
    changing.callback_query.filter(OfStation())
    changing.message.register(wrote_line, Asked(SAYING_LINE))
    changing.callback_query.register(looked, Tap("council"))
    changing.callback_query.register(changes, Tap("council_move", "council_hour", "council_venue"))
    changing.callback_query.register(chooses_item, Tap(*ASKED_ITEM))
    changing.callback_query.register(took_off, Tap("council_drop"))
    changing.callback_query.register(says_more, Tap("council_line"))
    changing.callback_query.register(calls_off, Tap("council_off"))
    return changing


async def looked(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    council = council_of(turn, roles, button.record)
    if council is None:
        callback_answer.text = out_of_use(t)
    else:
        show(Caller(turn, t, person, roles, chat_of(query), state), council)


async def changes(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """Another day, another hour, another venue: asked for once more."""
    council = open_council(turn, roles, button.record)
    place = turn.desk.network.places.get(council.place) if council else None
    caller = Caller(turn, t, person, roles, chat_of(query), state)
    if council is None or place is None:
        callback_answer.text = out_of_use(t)
    elif button.action == "council_move":
        await ask_day(caller, place, council.id)
    else:
        await (ask_hour if button.action == "council_hour" else ask_venue)(caller, council)


# -- one of its items -------------------------------------------------------------------------------


async def chooses_item(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    council = open_council(turn, roles, button.record)
    if council is None:
        callback_answer.text = out_of_use(t)
    else:
        action = ASKED_ITEM[button.action]
        turn.post(letters.asked_item(t, chat_of(query), meeting(turn, council), turn.desk.day, action))


def _item(turn: Turn, roles: list[Role], id_: int) -> tuple[AgendaItem, Council] | None:
    """An item that is still to be spoken of, at a meeting of this person's stations that is not over."""
    item = councils.item(turn.session, id_)
    council = open_council(turn, roles, item.council_id or 0) if item else None
    if item is None or council is None:
        return None
    return None if item.decision or item.withdrawn_at else (item, council)


async def took_off(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    found = _item(turn, roles, button.record)
    if found is None or not councils.change_item(turn.session, found[0].id, withdrawn_at=turn.now):
        callback_answer.text = out_of_use(t)
    else:
        show(Caller(turn, t, person, roles, chat_of(query), state), found[1])
        sending_agendas.redraw(turn, [found[0]])


async def says_more(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    found = _item(turn, roles, button.record)
    if found is None:
        callback_answer.text = out_of_use(t)
        return
    turn.post(letters.asked_line(t, chat_of(query), item_shown(turn, found[0])))
    await wait(Caller(turn, t, person, roles, chat_of(query), state), SAYING_LINE, item=found[0].id)


async def wrote_line(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    kept: dict[str, Any],
) -> None:  # fmt: skip
    found, words = _item(turn, roles, kept["item"]), " ".join((message.text or "").split())
    report = reports.by_serial(turn.session, found[0].serial) if found else None
    if found is None or report is None:
        await state.clear()
        await message.answer(out_of_use(t))
    elif len(words) > LONGEST_LINE:
        await message.answer(
            t.staff("That is long for an agenda: at most {many} characters.", many=LONGEST_LINE)
        )
    elif is_too_personal(turn, report, words):
        await message.answer(t.staff("That says whom it is about, or where they live. The agenda goes to all building "
                                     "heads: please write it without."))  # fmt: skip
    else:
        await state.clear()
        councils.answer(turn.session, found[0], line=words)
        show(Caller(turn, t, person, roles, message.chat.id, state), found[1])


# -- it does not take place -------------------------------------------------------------------------


async def calls_off(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """Its items wait for the next, and whoever knows of it hears it."""
    council = open_council(turn, roles, button.record)
    knew = sending_agendas.who_knows(turn, council, person) if council else []
    off = {"ended_at": turn.now, "activity_serial": None}
    if council is None or not councils.change(turn.session, council.id, **off):
        callback_answer.text = out_of_use(t)
        return
    told, items = meeting(turn, council), councils.of_council(turn.session, council.id)
    councils.forget_minutes(turn.session, council.id)
    sending_agendas.tell_called_off(turn, told, knew)
    sending_agendas.redraw(turn, items)
    turn.post(agendas.called_off(t, chat_of(query), told.place, told.day))
