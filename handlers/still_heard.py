"""Whether a tap is still to be heard: from this person, of this report, under this message.

Stands around every handler of a tap. A handler that asks for `tapped` by name is called for somebody who may handle
the report today, and everybody else is answered here. Under a reminder, which lies in the chat for days, whoever
presses what has moved on since hears what is now the case instead (tapping_on_reminders.py).
"""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject

from handlers import tapping_on_reminders, viewers
from handlers.tapping import Tapped
from storage import reports

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
Given = dict[str, Any]  # what a handler may ask for, by name


class StillHeard(BaseMiddleware):
    """Calls the handler where the tap is still to be heard; else answers it."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: Given) -> Any:
        query, since = cast(CallbackQuery, event), len(data["turn"].letters)
        reminder = tapping_on_reminders.under_reminder(query, data)
        said = tapping_on_reminders.what_is_now(reminder) if reminder else ""
        if reminder and said:
            data["callback_answer"].text = said
            tapping_on_reminders.show(reminder)
            done = None
        else:
            done = await _called(handler, query, data)
        if reminder:
            tapping_on_reminders.take_stale_away(reminder, since)
        return done


async def _called(handler: Handler, query: CallbackQuery, data: Given) -> Any:
    if "tapped" not in data["handler"].params:
        return await handler(query, data)
    tapped = _tapped(query, data)
    if tapped is None:
        data["callback_answer"].text = data["t"].both("This report is not yours to handle.")
        return None
    return await handler(query, {**data, "tapped": tapped})


def _tapped(query: CallbackQuery, data: Given) -> Tapped | None:
    """The tap with all that its handler asks for; None where the report is not this person's to handle."""
    turn, button, person = data["turn"], data["button"], data["person"]
    report = reports.by_serial(turn.session, button.record)
    if report is None or person is None or not viewers.knows_of(turn, report, person, data["roles"]):
        return None
    return Tapped(
        query=query, turn=turn, report=report, person=person, roles=data["roles"], t=data["t"],
        button=button, answer=data["callback_answer"], state=data["state"],
    )  # fmt: skip
