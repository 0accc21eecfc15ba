"""Somebody looks at what is kept of them, and puts it right.

    Chen   我的资料
    bot    👤 我的资料
           名字：陈桂芳
           电话：（没有）
           身份：凤城街道西湖社区西湖花园4号楼 楼长
           语言：简体中文
           五句话：2026-03-02 已同意（第 1 版）
           上报过：…                                   改名字 · 改电话 · 请删除 · 离开
    Chen   改电话
    bot    请写电话号码，比如 13800138000；不留电话就写“无”。
    Chen   138 0013 8000
    bot    👤 我的资料 …
           电话：13800138000
    Chen   请删除
    bot    要请管理员删除您的资料吗？名字、电话和您写的话会删掉，编号和日期留作统计。      删除 · 不删了
    Chen   删除
    bot    已经告诉管理员了，办好了会通知您。
    bot    (to the administrator) 🗑 陈桂芳（编号 1）请求删除资料。 …                      已处理

What is written for a name or a telephone is listened to here; whatever cannot be either goes its usual way.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import telephones
from fieldwork.buttons import Button
from fieldwork.letters import own_data as letters
from fieldwork.letters.people import as_day
from fieldwork.people import LEADS, Person, Role, RoleKind, as_name
from fieldwork.texts import Translator
from handlers.hearing import Says
from handlers.listening import left_lying
from handlers.tapping import Tap, chat_of, out_of_use
from handlers.turn import Turn, home_of, voice
from storage import cards, people, reachability, roll

WORDS = {"/me", "我的资料", "我的資料", "My data"}
NAME, TELEPHONE = "saying_own_name", "saying_own_telephone"
NONE = {"无", "無", "没有", "沒有", "none", "no"}
DIGITS = 5  # from so many on it was meant as a telephone


class Known(BaseFilter):
    """Somebody the bot knows, with a role or without one any more."""

    async def __call__(self, _event: Message | CallbackQuery, person: Person | None) -> bool:
        return person is not None


class Asked(BaseFilter):
    """The bot asked for this not long ago."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self, message: Message, state: FSMContext) -> bool:
        waits = message.text is not None and await state.get_state() == self.name
        return waits and not await left_lying(message, state)


class LikeATelephone(BaseFilter):
    """Digits, or the word that there is none. Hands on `telephone`: None for a number that is none."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        typed = (message.text or "").strip()
        if typed.lower() in NONE:
            return {"telephone": ""}
        meant = sum(letter.isdigit() for letter in typed) >= DIGITS and not any(c.isalpha() for c in typed)
        return {"telephone": telephones.read(typed)} if meant else False


class LikeAName(BaseFilter):
    """Words that tell of no matter. Hands on `name`: None for what is no name."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        typed = message.text or ""
        reading = turn.desk.reader.read(typed, home_of(roles))
        if typed.startswith("/") or reading.categories or reading.danger:
            return False
        return {"name": as_name(typed)}


def router() -> Router:
    own_data = Router(name="own_data")
    own_data.message.filter(Known())
    own_data.callback_query.filter(Known())
    own_data.message.register(wants_own_data, Says(WORDS))
    own_data.callback_query.register(chosen, Tap("own"))
    own_data.callback_query.register(dealt_with, Tap("forgotten"))
    own_data.message.register(telephone_said, Asked(TELEPHONE), LikeATelephone())
    return own_data


async def wants_own_data(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    await state.clear()
    show(turn, t, person, roles, message.chat.id)


def show(turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int) -> None:
    """Everything that is kept of somebody, at the end of the chat."""
    reported, agreed_on = roll.reported(turn.session, person.id), as_day(person.agreed_at, turn.desk.zone)
    card = letters.shown(t, chat, person, named(turn, roles), reported, agreed_on)
    turn.post(card.model_copy(update={"anew": True}))


def named(turn: Turn, roles: list[Role]) -> list[tuple[RoleKind, str]]:
    """Roles as they are shown: what, and where."""
    return [(role.kind, turn.desk.network.path(role.place)) for role in roles]


async def chosen(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """A tap under what is kept; 离开 itself is in `leaving`."""
    chat = chat_of(query)
    match button.choice:
        case "name":
            await _ask(turn, state, NAME, query, t.both("Please write your name, as the station knows you."))
        case "telephone":
            asked = t.both("Please write the telephone number, such as 13800138000; or “none”.")
            await _ask(turn, state, TELEPHONE, query, asked)
        case "delete":
            turn.post(letters.asked_whether_to_delete(t, chat))
        case "deleted":
            _ask_for_deletion(turn, t, person, roles, chat)
        case "leave":
            turn.post(letters.asked_whether_to_leave(t, chat))
        case "kept":
            turn.post(letters.kept(t, chat))
        case _:
            callback_answer.text = out_of_use(t)


async def _ask(turn: Turn, state: FSMContext, name: str, query: CallbackQuery, sentence: str) -> None:
    await state.set_state(name)
    await state.set_data({"asked_at": turn.now.isoformat()})
    if query.message is not None:
        await query.message.answer(sentence)


async def telephone_said(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    telephone: str | None,
) -> None:  # fmt: skip
    if telephone is None:
        await message.answer(t.both("That is no telephone number I know. Please write it again, or “none”."))
        return
    await _kept(turn, t, person, roles, message, state, telephone=telephone)


async def name_said(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    name: str | None,
) -> None:  # fmt: skip
    if name is None:
        await message.answer(t.both("That is no name I can keep. Please write it again, in one line."))
        return
    await _kept(turn, t, person, roles, message, state, name=name)


async def something_else_said(message: Message, t: Translator) -> None:
    await message.answer(t.both("That is no telephone number I know. Please write it again, or “none”."))


async def _kept(
    turn: Turn, t: Translator, person: Person, roles: list[Role], message: Message, state: FSMContext,
    **values: str,
) -> None:  # fmt: skip
    await state.clear()
    roll.change(turn.session, person.id, **values)
    reachability.changed(turn.session)  # the staffing holds names
    show(turn, t, person.model_copy(update=values), roles, message.chat.id)


def _ask_for_deletion(turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int) -> None:
    """Marked, and told to the administrators; without one, to the coordinators."""
    roll.change(turn.session, person.id, asked_deletion_at=turn.now)
    kinds = (RoleKind.ADMINISTRATOR, RoleKind.COORDINATOR)
    told = (roll.reachable_with(turn.session, turn.desk.day, kind) for kind in kinds)
    for each in next((found for found in told if found), []):
        if each.account is not None:
            held = named(turn, roles)
            turn.post(letters.deletion_wanted(voice(turn, each), each.account, person, held))
    turn.post(letters.deletion_asked(t, chat))


async def dealt_with(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """An administrator says that it is done: every administrator's card says by whom, and the person hears."""
    who = people.by_id(turn.session, button.record)
    if who is None or not any(role.kind in LEADS - {RoleKind.STATION_HEAD} for role in roles):
        callback_answer.text = t.both("This button is not yours.")
        return
    if who.asked_deletion_at is not None and who.account is not None:
        turn.post(letters.told_it_is_done(voice(turn, who), who.account))
    roll.change(turn.session, who.id, asked_deletion_at=None)
    for chat in {chat_of(query), *cards.chats_of(turn.session, letters.deletion_card(who.id))}:
        turn.post(letters.deletion_dealt_with(t, chat, who.id, person.name))
