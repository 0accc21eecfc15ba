"""An administrator brings the network up to date with a file.

    Deng   [网络.xlsx]
    bot    (at once: 网络.xlsx：收到，正在看…)
    bot    (the same message) 网络.xlsx：看过了，还没有改动。
           新增：楼栋 2
           有问题的 1 行，错的部分不采用：
           第 4 行：上级“没有的小区”不存在。                     应用 · 不要了
    Deng   应用
    bot    已应用，文件里没问题的部分都生效了。

A worker reads the file (bot/mapping.py); what is applied is what was shown, or nothing where the network has
changed meanwhile. Documents of others, and other documents, go their usual way.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Document, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import mapping
from fieldwork.network_files import BadNetwork
from fieldwork.network_sifting import planned
from fieldwork.people import Person, Role, RoleKind
from fieldwork.texts import Translator
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn
from storage import errands, network

LOOK = "network"  # the errand's kind
ENDINGS = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".json")
LARGEST = 20 * 1024 * 1024  # bytes that Telegram lets a bot fetch


class NetworkFile(BaseFilter):
    """A table or JSON from an administrator, by its name: what it is, its content tells later."""

    async def __call__(self, message: Message, roles: list[Role]) -> bool | dict[str, Any]:
        document = message.document
        if document is None or not administrates(roles):
            return False
        named = (document.file_name or "").lower().endswith(ENDINGS)
        return {"document": document} if named else False


def router() -> Router:
    mapping_ = Router(name="mapping")
    mapping_.message.register(file_sent, NetworkFile())
    mapping_.callback_query.register(wants_it_applied, Tap("map_apply"))
    mapping_.callback_query.register(wants_it_left, Tap("map_leave"))
    return mapping_


def administrates(roles: list[Role]) -> frozenset[str]:
    """The places that somebody is an administrator of."""
    return frozenset(role.place for role in roles if role.kind is RoleKind.ADMINISTRATOR)


async def file_sent(message: Message, turn: Turn, person: Person, t: Translator, document: Document) -> None:
    """Hands the file to the worker; the card says so at once."""
    if (document.file_size or 0) > LARGEST:
        await message.answer(t.staff("This file is larger than 20 MB; Telegram does not hand it to me."))
        return
    name, chat = document.file_name or "", message.chat.id
    asked = {"file_id": document.file_id, "name": name}
    errand = errands.ask(turn.session, LOOK, chat, person.id, asked, turn.now)
    turn.post(mapping.looking(t, chat, errand, name))


async def wants_it_applied(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """Plans what was shown once more, and applies it; one of two taps does."""
    held, chat = _held(query, turn, roles, t, button, callback_answer), chat_of(query)
    if held is None:
        return
    if network.version(turn.session) != held["version"]:
        turn.post(mapping.changed_meanwhile(t, chat, button.record))
        return
    kept, used = network.kept(turn.session), network.used_stations(turn.session)
    try:
        made = planned(held["rest"], {}, kept, used)
    except BadNetwork:  # a report has come meanwhile whose station the file takes away
        turn.post(mapping.changed_meanwhile(t, chat, button.record))
        return
    network.apply(turn.session, made)
    turn.post(mapping.applied(t, chat, button.record, mapping.sums_of(made.changes)))


async def wants_it_left(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if _held(query, turn, roles, t, button, callback_answer) is not None:
        turn.post(mapping.left(t, chat_of(query), button.record))


def _held(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button, answer: CallbackAnswer
) -> dict[str, Any] | None:
    """What the worker kept of the file, taken; None, and a sentence, where it is not for this tap."""
    held: dict[str, Any] | None = errands.result(turn.session, button.record, LOOK, chat_of(query))
    if held is None or not errands.taken(turn.session, button.record):
        answer.text = t.staff("That file is behind us. Please send it again if it is still wanted.")
        return None
    if not administrates(roles).issuperset(held["own"]):
        answer.text = t.both("Only an administrator can do that.")
        return None
    return held
