"""The switchboard: of all conversations, those that may be meant are asked, in their order.

A tap names its action, and few conversations know that action; to ask the hundred others costs more than most
answers. Whoever listens for taps without naming actions is asked about each, and so is everybody about words.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import handlers.first_use  # isort: skip  # noqa: F401  before aiogram: it spares the start seconds

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import CallbackQuery, TelegramObject

from fieldwork.buttons import parsed
from handlers.tapping import Tap


class Switchboard(Router):
    """Stands between the dispatcher and the conversations; itself it hears nothing."""

    def __init__(self, conversations: Sequence[Router]) -> None:
        super().__init__(name="switchboard")
        self.include_routers(*conversations)
        self._asked = {
            kind: [router for router in conversations if any(_handlers(router, kind))]
            for kind in (*self.resolve_used_update_types(), "error")
        }
        self._named = {action for router in conversations for action in _actions(router)}
        self._of_action: dict[str, list[Router]] = {}  # "" for all that nobody names: they may be forged

    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:
        """As every router: asks until one has answered."""
        for router in self.who_may_be_meant(update_type, event):
            answer = await router.propagate_event(update_type, event, **kwargs)
            if answer is not UNHANDLED:
                return answer
        return UNHANDLED

    def who_may_be_meant(self, kind: str, event: TelegramObject) -> list[Router]:
        """The conversations to ask about it, in their order."""
        asked = self._asked.get(kind, [])
        if not isinstance(event, CallbackQuery):
            return asked
        button = parsed(event.data or "")
        action = button.action if button and button.action in self._named else ""
        if action not in self._of_action:
            self._of_action[action] = [
                router for router in asked if any(_may_know(each, action) for each in _handlers(router, kind))
            ]
        return self._of_action[action]


def _handlers(router: Router, kind: str) -> Iterator[HandlerObject]:
    for each in router.chain_tail:
        yield from each.observers[kind].handlers


def _actions(router: Router) -> Iterator[str]:
    for each in _handlers(router, "callback_query"):
        for tap in _taps(each):
            yield from tap.actions


def _may_know(handler: HandlerObject, action: str) -> bool:
    """Unless it listens for other actions alone."""
    return all(action in tap.actions for tap in _taps(handler))


def _taps(handler: HandlerObject) -> list[Tap]:
    return [one.callback for one in handler.filters or () if isinstance(one.callback, Tap)]
