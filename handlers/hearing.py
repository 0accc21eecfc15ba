"""What a message holds, asked without leaving the writer's thread.

aiogram's magic filter is an ordinary function, and aiogram hands such functions to a thread: a hop for each
handler that is tried. These filters are coroutines.
"""

import re
from typing import Any

from aiogram import Bot
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, ChatMemberUpdated, InaccessibleMessage, Message

from fieldwork.people import STAFF, Person, Role
from handlers.turn import Turn
from storage import people


class Says(BaseFilter):
    """Exactly one of these words, as a key below the line of writing sends them, or typed in any case."""

    def __init__(self, words: set[str]) -> None:
        self.words = frozenset(word.lower() for word in words)

    async def __call__(self, message: Message) -> bool:
        return message.text is not None and message.text.strip().lower() in self.words


class OtherCommand(BaseFilter):
    """A slash command that nothing else knows; one with words behind it may be a report."""

    async def __call__(self, message: Message) -> bool:
        return re.fullmatch(r"/[A-Za-z0-9_]+(@\w+)?", (message.text or "").strip()) is not None


class Holds(BaseFilter):
    """At least one of these parts of a message: text, caption, photo, voice, reply_to_message…"""

    def __init__(self, *parts: str) -> None:
        self.parts = parts

    async def __call__(self, message: Message) -> bool:
        return any(getattr(message, part) for part in self.parts)


class OfStation(BaseFilter):
    """Somebody who works at a station."""

    async def __call__(
        self, _event: Message | CallbackQuery, person: Person | None, roles: list[Role]
    ) -> bool:
        return person is not None and any(role.kind in STAFF for role in roles)


def spoken(message: Message) -> str:
    """What was typed, without the marks that people put behind a short answer: 有！"""
    return (message.text or "").strip().rstrip("。！!.，,~～").strip()


# -- in groups --------------------------------------------------------------------------------------

_COMMAND = re.compile(r"/([A-Za-z0-9_]+|报|報)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


class InGroup(BaseFilter):
    """Something of a group or a channel: their numbers are negative."""

    async def __call__(self, event: Message | CallbackQuery | ChatMemberUpdated) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is not None and message.chat.id < 0


class CommandFor(BaseFilter):
    """One of these commands, for this bot: /bind, or /bind@its_name. Hands on `words`, what stands behind it."""

    def __init__(self, *names: str) -> None:
        self.names = frozenset(names)

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        said = _COMMAND.fullmatch((message.text or message.caption or "").strip())
        if said is None or said[1].lower() not in self.names:
            return False
        ours = not said[2] or said[2].lower() == people.bot_username(turn.session).lower()
        return {"words": (said[3] or "").strip()} if ours else False


class ToTheBot(BaseFilter):
    """A reply to something that the bot said."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        replied = message.reply_to_message
        return bool(replied and replied.from_user and replied.from_user.id == bot.id)


def topic_of(message: Message | InaccessibleMessage | None) -> int:
    """The topic of a forum that a message stands in; 0 in its general one, and in every other chat."""
    if not isinstance(message, Message) or not message.is_topic_message:
        return 0
    return message.message_thread_id or 0
