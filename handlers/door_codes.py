"""A station's head looks after the codes at the doors: prints them, renews them, switches them off.

    Luo    楼门码 西湖花园4号楼
    bot    🚪 凤城街道西湖社区西湖花园4号楼
           楼门上的二维码：在用。
           https://t.me/…                               🖨 打印页 · 换新码 · 关掉
    Luo    换新码
    bot    🚪 凤城街道西湖社区西湖花园4号楼：换新码后，贴出去的旧码马上失效，要重新打印张贴。    确定换新码 · 不换
    Luo    确定换新码
    bot    (the card again, with a new link)
    Luo    打印页
    bot    打印页 1 张，文件马上发来。
    bot    [西湖社区西湖花园4号楼 ….pdf]

A code is made when it is first looked at. Without a building's name the way leads down the own places. Who scans
a code that was renewed or switched off is told so (`joining`).
"""

import re
import secrets
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import leading
from fieldwork.buttons import Button
from fieldwork.invitations import link, make_code
from fieldwork.letters import Letter, doors
from fieldwork.letters.doors import Spot
from fieldwork.people import Invitation, Person, Role
from fieldwork.places import Place, PlaceKind
from fieldwork.texts import Translator
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, home_of
from storage import errands, people

PRINT = "sheets"  # the errand's kind
WORDS = {"/doors", "楼门码", "樓門碼", "Door codes"}
OPENINGS = ("楼门码 ", "樓門碼 ", "Door code")  # with a building behind it
_NAMED = re.compile(r"(?:/doors|楼门码|樓門碼|door codes?)[\s:：，,]*(?P<name>.*)", re.IGNORECASE | re.DOTALL)


class WantsDoors(BaseFilter):
    """楼门码, alone or with a building's name, from somebody who leads a place. Hands on `named`."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        said = _NAMED.fullmatch((message.text or "").strip())
        if not said or not leading.led(turn.desk.network, roles):
            return False
        return {"named": said["name"].strip()}


def router() -> Router:
    door_codes = Router(name="door_codes")
    door_codes.message.register(wants_doors, WantsDoors())
    door_codes.callback_query.register(opened, Tap("doors"))
    door_codes.callback_query.register(wants_sheets, Tap("doors_print"))
    door_codes.callback_query.register(wants_new_code, Tap("doors_new"))
    door_codes.callback_query.register(renewed, Tap("doors_renew"))
    door_codes.callback_query.register(switched, Tap("doors_off", "doors_on"))
    return door_codes


async def wants_doors(message: Message, turn: Turn, roles: list[Role], t: Translator, named: str) -> None:
    """Shows the building that was named, else the way to one."""
    network, chat = turn.desk.network, message.chat.id
    place = turn.desk.reader.read(named, home_of(roles)).place if named else None
    if named and (place is None or not leading.leads_at(network, roles, place)):
        await message.answer(
            t.both("I do not find that building among your places. Please write it in full.")
        )
        return
    _show(turn, t, roles, chat, place or "", 0, anew=True)


async def opened(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if button.choice == "" or _led(turn, roles, t, button, callback_answer):
        _show(turn, t, roles, chat_of(query), button.choice, button.record)


async def wants_sheets(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """The sheets of a building, or of all in a place, are drawn by the worker."""
    place, chat = _led(turn, roles, t, button, callback_answer), chat_of(query)
    if place is None:
        return
    buildings = [each.code for each in _buildings(turn, place.code)][: doors.MOST_SHEETS]
    links = {code: _link(turn, _code(turn, code)) for code in buildings}
    asked = {"links": links, "place": place.code}
    errands.ask(turn.session, PRINT, chat, person.id, asked, turn.now)
    turn.post(doors.being_printed(t, chat, len(links)))


async def wants_new_code(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    place = _led(turn, roles, t, button, callback_answer)
    if place:
        name = turn.desk.network.path(place.code)
        now = _code(turn, place.code).code
        turn.post(doors.asked_whether_to_renew(t, chat_of(query), place.code, name, now))


async def renewed(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    place = _led(turn, roles, t, button, callback_answer)
    if (
        place and doors.mark_of(_code(turn, place.code).code) != button.version
    ):  # a finger that came down twice
        callback_answer.text = t.both("This button is no longer in use. Please use the newest message.")
    elif place:
        people.renew_door_code(turn.session, place.code, make_code(secrets.choice), turn.now)
        callback_answer.text = t.both("There is a new code; the old one is worthless now.")
        _show(turn, t, roles, chat_of(query), place.code, 0)


async def switched(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    place = _led(turn, roles, t, button, callback_answer)
    if place:
        off = button.action == "doors_off"
        people.switch_door_code(turn.session, place.code, turn.now if off else None)
        _show(turn, t, roles, chat_of(query), place.code, 0)


def _led(
    turn: Turn, roles: list[Role], t: Translator, button: Button, answer: CallbackAnswer
) -> Place | None:
    """The place of a button, where it is still under somebody's own; else the sentence is set."""
    place = turn.desk.network.places.get(button.choice)
    if place is None or not leading.leads_at(turn.desk.network, roles, place.code):
        answer.text = t.both("This place is not yours.")
        return None
    return place


def _show(
    turn: Turn, t: Translator, roles: list[Role], chat: int, place: str, page: int, anew: bool = False
) -> None:
    """A building's code; of any other place, what lies in it and has buildings."""
    network = turn.desk.network
    if place and network.places[place].kind is PlaceKind.BUILDING:
        code = _code(turn, place)
        off = code.switched_off_at is not None
        letter = doors.door(t, chat, place, network.path(place), _link(turn, code), off)
    else:
        letter = _way(turn, t, roles, chat, place, page)
    turn.post(letter.model_copy(update={"anew": anew}))


def _way(turn: Turn, t: Translator, roles: list[Role], chat: int, place: str, page: int) -> Letter:
    network, own = turn.desk.network, leading.led(turn.desk.network, roles)
    here = place or (own[0] if len(own) == 1 else "")
    inside = [each.code for each in network.below(here)] if here else own
    spots = [spot for code in inside if (spot := _spot(turn, code)).buildings]
    at = _spot(turn, here)._replace(name=network.path(here)) if here else None
    return doors.which_building(t, chat, at, spots, page)


def _spot(turn: Turn, code: str) -> Spot:
    return Spot(code, turn.desk.network.places[code].name, len(_buildings(turn, code)))


def _buildings(turn: Turn, place: str) -> list[Place]:
    """The buildings at and below a place."""
    below = turn.desk.network.everything_below(place)
    return [each for each in below if each.kind is PlaceKind.BUILDING]


def _code(turn: Turn, building: str) -> Invitation:
    return people.building_code(turn.session, building, make_code(secrets.choice))


def _link(turn: Turn, code: Invitation) -> str:
    return link(people.bot_username(turn.session), code.code)
