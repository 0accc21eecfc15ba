"""The bot's lists of commands: for whom each is set, and which of them an app shows (☰, or after a slash)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.sandbox.calls import Call
from bot.sandbox.limits import utf16_units
from bot.sandbox.people import Person
from bot.sandbox.refusals import bad_request
from bot.sandbox.store import to_json
from bot.sandbox.telegram import Json, Telegram

WIDE = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
OF_A_CHAT = ("chat", "chat_administrators")
MOST = 100


def set_my_commands(telegram: Telegram, call: Call) -> str:
    commands = call.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    kept = [_command(one) for one in commands]
    if len(kept) > MOST:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return _keep(telegram, call, kept)


def delete_my_commands(telegram: Telegram, call: Call) -> str:
    return _keep(telegram, call, [])


def _keep(telegram: Telegram, call: Call, commands: list[dict[str, str]]) -> str:
    """Kept, and told to the app of the chat that they are for."""
    scope = _scope(telegram, call)
    telegram.store.keep_commands(scope, call.text("language_code"), commands)
    if chat := json.loads(scope).get("chat_id"):
        telegram.events.tell(chat, telegram.changes.next(), "commands", dict)
    return "true"


def get_my_commands(telegram: Telegram, call: Call) -> str:
    return to_json(telegram.store.commands(_scope(telegram, call), call.text("language_code")))


def shown(telegram: Telegram, person: Person, chat: int) -> list[dict[str, str]]:
    """The commands as somebody's app lists them in a chat: the narrowest that were set, in their language."""
    for scope in _scopes(telegram, person, chat):
        for language in (person.language_code.partition("-")[0], ""):
            if found := telegram.store.commands(to_json(scope), language):
                return found
    return []


def _scopes(telegram: Telegram, person: Person, chat: int) -> Iterator[Json]:
    """The narrowest first, as Telegram's documentation orders them."""
    group = telegram.groups.get(chat)
    if group and group.is_ruled_by(person.id):
        yield {"type": "chat_administrators", "chat_id": chat}
    yield {"type": "chat", "chat_id": chat}
    if group and group.is_ruled_by(person.id):
        yield {"type": "all_chat_administrators"}
    yield {"type": "all_private_chats" if chat == person.id else "all_group_chats"}
    yield {"type": "default"}


def _scope(telegram: Telegram, call: Call) -> str:
    """For whom a list is; for one chat only where the bot knows it."""
    given = call.structure("scope") or {}
    kind = given.get("type", "default") if isinstance(given, dict) else ""
    if kind in WIDE:
        return to_json({"type": kind})
    if kind in OF_A_CHAT:
        chat = Call(call.method, given).whole("chat_id")
        return to_json({"type": kind, "chat_id": telegram.met(chat).id})
    raise bad_request("can't parse BotCommandScope: Unsupported type specified")


def _command(given: Any) -> dict[str, str]:
    name = str(given.get("command", "")).removeprefix("/") if isinstance(given, dict) else ""
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    about = str(given.get("description", "")).strip()
    if not 1 <= utf16_units(about) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": about}
