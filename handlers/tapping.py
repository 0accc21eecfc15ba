"""Taps: a button that arrives is read once, and checked again against the record as it stands now."""

from typing import Any

from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery

from fieldwork.buttons import parsed


class Tap(BaseFilter):
    """A tap on a button with one of these actions. Hands on `button`."""

    def __init__(self, *actions: str) -> None:
        self.actions = frozenset(actions)

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        button = parsed(query.data or "")
        return {"button": button} if button and button.action in self.actions else False


def chat_of(query: CallbackQuery) -> int:
    """The chat in which was tapped."""
    return query.message.chat.id if query.message else query.from_user.id
