"""Taps: a button that arrives is read once, and checked again against the record as it stands now.

What is tapped on a card arrives as one value: a handler that asks for `tapped` is called for somebody who may handle
the report, and everybody else is answered elsewhere (still_heard.py).
"""

from dataclasses import dataclass
from typing import Any

from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button, parsed
from fieldwork.people import Person, Role
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers.turn import Turn
from storage import reports

Given = dict[str, Any]
"""What a handler may ask for, by name."""


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


def tapped_message(query: CallbackQuery) -> int | None:
    """The message under which was tapped: a list turns its pages where it stands."""
    return query.message.message_id if query.message else None


def out_of_use(t: Translator) -> str:
    """What a tap is told that nothing waits for any more."""
    return t.both("This button is no longer in use. Please use the newest message.")


def own_report(
    turn: Turn, person: Person | None, t: Translator, button: Button, answer: CallbackAnswer
) -> Report | None:
    """The report behind a tap, if it is this person's own; else the sentence is set."""
    report = reports.by_serial(turn.session, button.record)
    if report is None or person is None or report.reporter_id != person.id:
        answer.text = t.both("This report is not yours.")
        return None
    return report


@dataclass(frozen=True)
class Tapping:
    """A tap on a button by somebody we know, with all that a handler asks for."""

    query: CallbackQuery
    turn: Turn
    person: Person
    roles: list[Role]
    t: Translator
    button: Button
    answer: CallbackAnswer
    state: FSMContext

    @property
    def chat(self) -> int:
        """The chat in which was tapped."""
        return chat_of(self.query)

    def says(self, sentence: str) -> None:
        """Answers the tap itself."""
        self.answer.text = sentence

    def out_of_use(self) -> None:
        """Answers that nothing waits for this tap any more."""
        self.says(out_of_use(self.t))


@dataclass(frozen=True)
class Tapped(Tapping):
    """A tap on a report's button by somebody who may handle the report."""

    report: Report

    @property
    def is_outdated(self) -> bool:
        """Whether the report has changed since the button was drawn: two may have pressed at once."""
        return self.button.version != self.report.version


def values_of(query: CallbackQuery, given: Given) -> dict[str, Any]:
    """What every `Tapping` holds."""
    return {
        "query": query, "turn": given["turn"], "person": given["person"], "roles": given["roles"], "t": given["t"],
        "button": given["button"], "answer": given["callback_answer"], "state": given["state"],
    }  # fmt: skip
