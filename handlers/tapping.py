"""Taps: a button that arrives is read once, and checked again against the record as it stands now."""

from typing import Any

from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button, parsed
from fieldwork.people import Person
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers.turn import Turn
from storage import reports


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


def own_report(
    turn: Turn, person: Person | None, t: Translator, button: Button, answer: CallbackAnswer
) -> Report | None:
    """The report behind a tap, if it is this person's own; else the sentence is set."""
    report = reports.by_serial(turn.session, button.record)
    if report is None or person is None or report.reporter_id != person.id:
        answer.text = t.both("This report is not yours.")
        return None
    return report
