"""Whether a tap is still to be heard: from this person, of this record, under this message.

Stands around every handler of a tap. A handler that asks for one of `HANDED_ON` by name is called for somebody whom it
concerns today, and everybody else is answered here. Under a reminder, which lies in the chat for days, whoever presses
what has moved on since hears what is now the case instead (tapping_on_reminders.py).
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple, cast

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject

from fieldwork.sayings import Line
from handlers import accepting, caring, lending, tapping_on_reminders, viewers
from handlers.tapping import Given, Tapped, values_of
from storage import reports

Handler = Callable[[TelegramObject, Given], Awaitable[Any]]


def _tapped(query: CallbackQuery, given: Given) -> Tapped | None:
    """The tap with its report; None where that is not this person's to handle."""
    turn, person = given["turn"], given["person"]
    report = reports.by_serial(turn.session, given["button"].record)
    if report is None or person is None or not viewers.knows_of(turn, report, person, given["roles"]):
        return None
    return Tapped(**values_of(query, given), report=report)


class Judged(NamedTuple):
    """How a tap becomes what its handler asks for, and what whoever it does not concern is told."""

    by: Callable[[CallbackQuery, Given], object | None]
    otherwise: Line


HANDED_ON: Mapping[str, Judged] = {
    "tapped": Judged(_tapped, Line.both("This report is not yours to handle.")),
    "asked": Judged(accepting.asked_of, Line.both("This was not asked of you.")),
    "lent": Judged(lending.lent_to, Line.both("This is not for you to answer.")),
    "called": Judged(caring.called_at, Line.both("This button is not yours.")),
    "known": Judged(caring.known_to, Line.both("This button is not yours.")),
}
"""By the name under which a handler asks for it."""


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


async def _called(handler: Handler, query: CallbackQuery, given: Given) -> Any:
    for name in HANDED_ON.keys() & given["handler"].params:
        found = HANDED_ON[name].by(query, given)
        if found is None:
            given["callback_answer"].text = HANDED_ON[name].otherwise.said(given["t"])
            return None
        given = {**given, name: found}
    return await handler(query, given)
