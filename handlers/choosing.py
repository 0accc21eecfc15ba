"""Somebody of a station looks for what else can be done with a report: 更多.

    Wang   更多
    bot    N-10001-6：要做什么？                        📜 办理经过

What is offered is what `fieldwork.life` allows this person now; the list is fieldwork/letters/choosing.py.
"""

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork.helping import HelpKind, may_be_asked
from fieldwork.letters import choosing
from handlers import standing, telling
from handlers.tapping import Tap, Tapped

HELPERS = {"partner": HelpKind.PARTNER, "assist": HelpKind.STATION, "volunteers": HelpKind.VOLUNTEER}


def router() -> Router:
    looking = Router(name="choosing")
    looking.callback_query.register(wants_more, Tap("more"))
    return looking


async def wants_more(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, page = tapped.turn, tapped.button.choice
    choices = [choice for choice in choosing.CHOICES if _may(tapped, choice)]
    number = int(page) if page.isdecimal() and len(page) < 3 else 0
    letter = choosing.menu(tapped.t, telling.matter(turn, tapped.report), tapped.chat, choices, number)
    turn.post(letter.model_copy(update={"anew": not page}))


def _may(tapped: Tapped, choice: choosing.Choice) -> bool:
    """What life allows this person now; and nobody is offered as a helper who may not know of it."""
    kind = HELPERS.get(choice.action)
    if kind and not may_be_asked(kind, tapped.report):
        return False
    if choice.action == "why_late" and not tapped.report.level:
        return False
    return bool(standing.may(tapped.turn, choice.step, tapped.report, tapped.person, tapped.roles))
