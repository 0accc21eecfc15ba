"""Somebody of a station chooses what rings them.

    Wang   设置
    bot    ⚙️ 会响的：🔔 我负责的
           待签收超过 10 张以后，后面的不再出声；紧急的总会响。
                        ✓ 🔔 我负责的 · 📣 全站的 · 📋 只看待办 · 满 5 张静音 · ✓ 满 10 张静音 · 满 20 张静音 · 🌙 请假
    Wang   全站的
    bot    ⚙️ 会响的：📣 全站的

Nothing lands nowhere: where everybody of a station chose the list, the one responsible is rung all the same.
"""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import arranging
from fieldwork.people import Person, Rings, Role
from fieldwork.texts import Translator
from handlers.binding import stations_under
from handlers.hearing import OfStation, Says
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn, stations_of
from storage import people

SETTINGS = {"/settings", "更多", "设置", "設置", "設定", "提醒设置", "提醒設置", "Settings"}


def router() -> Router:
    ringing = Router(name="ringing")
    ringing.message.filter(OfStation())
    ringing.callback_query.filter(OfStation())
    ringing.message.register(wants_settings, Says(SETTINGS))
    ringing.callback_query.register(tapped_settings, Tap("settings"))
    ringing.callback_query.register(rings_chosen, Tap("rings"))
    ringing.callback_query.register(pile_chosen, Tap("quiet"))
    return ringing


async def wants_settings(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    _show(turn, t, person, roles, message.chat.id)


async def tapped_settings(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    _show(turn, t, person, roles, chat_of(query))


async def rings_chosen(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if button.choice not in tuple(Rings):
        callback_answer.text = out_of_use(t)
        return
    people.set_rings(turn.session, person.id, Rings(button.choice))
    _show_again(query, turn, t, person, roles)


async def pile_chosen(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if button.record not in arranging.PILES:
        callback_answer.text = out_of_use(t)
        return
    people.set_quiet_after(turn.session, person.id, button.record)
    _show_again(query, turn, t, person, roles)


def _show_again(query: CallbackQuery, turn: Turn, t: Translator, person: Person, roles: list[Role]) -> None:
    kept = people.by_id(turn.session, person.id) or person
    turn.desk = turn.desk.staffed(people.staffing(turn.session, turn.desk.network, turn.desk.day))
    _show(turn, t, kept, roles, chat_of(query), in_place_of=tapped_message(query))


def _show(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, in_place_of: int | None = None
) -> None:
    heads = bool(stations_under(turn, roles))
    letter = arranging.settings(t, chat, person, _is_alone(turn, person, roles), heads)
    turn.post(letter.model_copy(update={"message_id": in_place_of}))


def _is_alone(turn: Turn, person: Person, roles: list[Role]) -> bool:
    """Whether somebody who chose the list is rung all the same, because everybody of a station chose it."""
    staffing = turn.desk.staffing
    return person.rings is Rings.LIST and any(
        all(one.rings is Rings.LIST for one in staffing.reachable(station))
        for station in stations_of(turn, roles)
    )
