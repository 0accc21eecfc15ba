"""Somebody passes on what tells of an activity, and says whether it was they who did it.

    Chen   (forwards) 今天开展防诈骗宣传一场，86人次
    bot    📝 A-10001-6 · 请核对一下 …
           这是转发的。是你们办的吗？                         是我们办的 · 只是转发
    Chen   只是转发
    bot    好的，A-10001-6 不用管了。有事随时再说。

It is kept either way, and counts only where they say that it is theirs and confirm its numbers.
"""

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.people import Person, Role
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import correcting, recorded, telling
from handlers.reporting import are_several
from handlers.tapping import Tap, chat_of, own_report
from handlers.telling_of_several import part
from handlers.turn import Turn, home_of
from storage import reports


def router() -> Router:
    passing_on = Router(name="passing on notices")
    passing_on.callback_query.register(said_theirs, Tap("ours"))
    passing_on.callback_query.register(said_not_theirs, Tap("not_ours"))
    return passing_on


def _asked(
    turn: Turn, person: Person | None, t: Translator, button: Button, answer: CallbackAnswer
) -> Report | None:
    report = own_report(turn, person, t, button, answer)
    if report and report.question == "ours":
        return report
    answer.text = answer.text or t.reporter("That question is behind us. Thank you.")
    return None


async def said_theirs(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """From here on it is an activity like any other; or several, where it tells of several."""
    report = _asked(turn, person, t, button, callback_answer)
    if report and person:
        reports.change(turn.session, report, question="")
        recorded.note(turn, report, "ours")
        home = home_of(roles)
        reading = turn.desk.reader.read(report.text, home)
        if are_several(reading) and not report.words:
            part(turn, person, home, t, report, reading.several, chat_of(query))
        telling.redraw(turn, report)


async def said_not_theirs(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    report = _asked(turn, person, t, button, callback_answer)
    if report and person:
        reports.change(turn.session, report, question="")
        correcting.withdraw(turn, t, report, person, chat_of(query))
