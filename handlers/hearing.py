"""What a message holds, asked without leaving the writer's thread.

aiogram's magic filter is an ordinary function, and aiogram hands such functions to a thread: a hop for each
handler that is tried. These filters are coroutines.
"""

from aiogram.filters import BaseFilter
from aiogram.types import Message


class Says(BaseFilter):
    """Exactly one of these words, as a key below the line of writing sends them, or typed."""

    def __init__(self, words: set[str]) -> None:
        self.words = frozenset(words)

    async def __call__(self, message: Message) -> bool:
        return message.text is not None and message.text.strip() in self.words


class Holds(BaseFilter):
    """At least one of these parts of a message: text, caption, photo, document, reply_to_message."""

    def __init__(self, *parts: str) -> None:
        self.parts = parts

    async def __call__(self, message: Message) -> bool:
        return any(getattr(message, part) for part in self.parts)


def spoken(message: Message) -> str:
    """What was typed, without the marks that people put behind a short answer: 有！"""
    return (message.text or "").strip().rstrip("。！!.，,~～").strip()
