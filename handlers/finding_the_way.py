"""Somebody looks what they can do here: 帮助.

    Chen   帮助
    bot    您好，陈桂芳！ …                              (the keys below the line of writing)
    bot    您在这里能做的事。打字就行；点下面，看每一句怎么说：
           📣 报事
           报问题 · 我的上报 · 催一下 · 查找 · 替别人报 · 上会
           📝 做了什么
           登记活动 · 开始走访 · 签到 · 我的时长
           …                                             📣 报事 · 📝 做了什么 · 📊 看数字 · 👤 我自己
    Chen   📝 做了什么
    bot    📝 做了什么
           · 登记活动：直接写一句就行，比如“今天入户走访5户12人次”。
           …                                             登记活动 · 开始走访 · 签到 · 我的时长 · ‹ 全部
    Chen   开始走访
    bot    🚶 走访中 · 西湖花园4号楼 …

The list is `fieldwork/sayings.py`: help, keys and commands are made from it. A word that is tapped, or guessed
(`guessing`), is heard as though it had been typed.
"""

from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import sayings
from fieldwork.buttons import Button
from fieldwork.letters import finding_the_way as letters
from fieldwork.people import Person, Role, RoleKind
from fieldwork.places import PlaceKind
from fieldwork.sayings import BY_KEY, Saying
from fieldwork.texts import Translator
from handlers import agreeing, joining
from handlers.hearing import Says
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn, home_of

HELP = {"/help", "帮助", "幫助", "Help"}
CARRIED = ("bot", "turn", "person", "roles", "t", "state", "raw_state", "fsm_storage", "event_from_user",
           "event_chat", "event_context", "event_update")  # fmt: skip
"""What the conversations ask for by name, whoever it is that speaks."""


@dataclass(frozen=True)
class Way:
    """How a message came to be heard once more: for what its word opens, or (None) as a report."""

    to: Saying | None


def router() -> Router:
    finding = Router(name="finding_the_way")
    finding.message.register(wants_help, Says(HELP))
    finding.callback_query.register(turned_to, Tap(letters.WAYS))
    finding.callback_query.register(tapped_word, Tap(letters.SAY))
    return finding


def kinds_of(roles: list[Role]) -> frozenset[RoleKind]:
    """What somebody is, wherever."""
    return frozenset(role.kind for role in roles)


async def wants_help(message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator) -> None:
    """Who they are, which brings the keys along (no message has keys and buttons), and what they can do."""
    turn.post(joining.greeting(turn, t, person, roles, roles[-1], message.chat.id))
    turn.post(letters.overview(t, message.chat.id, kinds_of(roles)))
    agreeing.ask(turn, t, person, roles)


async def turned_to(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    """A page of one group, or all of them, where the page stands."""
    kinds, chat = kinds_of(roles), chat_of(query)
    group = next((one for one in sayings.groups_of(kinds) if one.value == button.choice), None)
    if group is None:
        page = letters.overview(t, chat, kinds)
    else:
        page = letters.of_one_group(t, chat, kinds, group, button.record, _example(turn, t, roles))
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))


def _example(turn: Turn, t: Translator, roles: list[Role]) -> str:
    """A building of theirs, as they would write it: the own one, else the first one there is in their places."""
    network = turn.desk.network
    for own in home_of(roles):
        inside = network.places.get(own)
        while inside and inside.kind is not PlaceKind.BUILDING:
            inside = next(iter(network.below(inside.code)), None)
        if inside:
            return inside.name if inside.code == own else network.path(inside.code, PlaceKind.ESTATE)
    return t.both("No. 4")


# -- a word that is not typed -----------------------------------------------------------------------


async def tapped_word(
    query: CallbackQuery, bot: Bot, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, **data: Any,
) -> None:  # fmt: skip
    """As though it had been typed just now; only what they may say today."""
    saying = BY_KEY.get(button.choice)
    if saying is None or not saying.is_for(kinds_of(roles)) or query.message is None:
        callback_answer.text = out_of_use(t)
        return
    typed = Message(message_id=query.message.message_id, date=turn.now, chat=query.message.chat,
                    from_user=query.from_user)  # fmt: skip
    await open_word(typed.as_(bot), saying, {**data, "bot": bot, "turn": turn, "roles": roles, "t": t})


async def open_word(message: Message, saying: Saying, data: dict[str, Any]) -> None:
    """Opens what a word is for; `data` is what a handler is given by name."""
    turn, t = data["turn"], data["t"]
    if saying.opens:
        word = message.model_copy(update={"text": saying.word.said(t)})
        await heard_once_more(word, Way(saying), data)
    else:
        turn.post(letters.how(t, message.chat.id, saying))


async def heard_once_more(message: Message, way: Way, data: dict[str, Any]) -> None:
    """From the first conversation on, as every message."""
    *_, first = data["event_router"].chain_head
    carried = {name: data[name] for name in CARRIED if name in data}
    await first.propagate_event("message", message, way=way, **carried)
