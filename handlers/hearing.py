"""What a message holds, asked without leaving the writer's thread.

aiogram's magic filter is an ordinary function, and aiogram hands such functions to a thread: a hop for each
handler that is tried. These filters are coroutines.
"""

import re

from aiogram.filters import BaseFilter
from aiogram.types import Message


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
    """At least one of these parts of a message: text, caption, photo, document, reply_to_message."""

    def __init__(self, *parts: str) -> None:
        self.parts = parts

    async def __call__(self, message: Message) -> bool:
        return any(getattr(message, part) for part in self.parts)


def spoken(message: Message) -> str:
    """What was typed, without the marks that people put behind a short answer: 有！"""
    return (message.text or "").strip().rstrip("。！!.，,~～").strip()
