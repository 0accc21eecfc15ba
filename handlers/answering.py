"""The reporter says whether it is really solved (回访).

    bot    🛠 N-10001-5 处理好了 … 真的解决了吗？       解决了 · 部分解决 · 还没解决
    Chen   解决了
    bot    🙏 谢谢您。满意吗？                          满意 · 基本满意 · 不满意
    Chen   满意
    bot    🙏 谢谢，记下了。

"还没解决" opens it again for another person. Each answer takes the place of the question before it.
"""

from typing import NamedTuple

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import life
from fieldwork.buttons import Button
from fieldwork.letters import reporter, station
from fieldwork.people import Person
from fieldwork.reports import Event, Report, State
from fieldwork.texts import Translator
from handlers import dispatching, telling
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, voice
from storage import people, reports


class Asked(NamedTuple):
    """The call-back of one report, as it is tapped in one chat."""

    report: Report
    person: Person
    chat: int
    round: int  # the report's version when it was done: names the message that asks


def router() -> Router:
    answering = Router(name="answering")
    answering.callback_query.register(said_whether_solved, Tap("solved", "partly"))
    answering.callback_query.register(said_not_solved, Tap("unsolved"))
    answering.callback_query.register(graded, Tap("satisfied", "fairly", "unsatisfied"))
    return answering


async def said_whether_solved(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    asked = _asked(turn, query, person, t, button, callback_answer)
    if asked and _answered(turn, asked, button.action):
        told = telling.redraw(turn, asked.report)
        turn.post(reporter.asked_how_satisfied(t, told, asked.chat, asked.round))


async def said_not_solved(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    asked = _asked(turn, query, person, t, button, callback_answer)
    if asked and _answered(turn, asked, "unsolved"):
        _reopen(turn, t, asked)


def _reopen(turn: Turn, t: Translator, asked: Asked) -> None:
    """It goes to another person; the one who handled it hears why."""
    report, before = asked.report, asked.report.handler_id
    another = dispatching.another_person(turn, report)
    reports.change(
        turn.session, report, but_id=before, handler_id=None, rung_id=another.id if another else None
    )
    told = telling.redraw(turn, report)
    turn.post(reporter.thanked(t, told, asked.chat, asked.round))
    earlier = people.by_id(turn.session, before) if before else None
    if earlier and earlier.account and earlier.id != report.rung_id:
        turn.post(station.not_solved(voice(turn, earlier), told, earlier.account))
    telling.ring(turn, told, another)


async def graded(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    report = reports.by_serial(turn.session, button.record)
    if report is None or person is None or report.reporter_id != person.id:
        callback_answer.text = t.both("This report is not yours.")
    elif report.state is not State.CLOSED or report.grade:
        callback_answer.text = t.reporter("That question is behind us. Thank you.")
    else:
        reports.change(turn.session, report, grade=button.action)
        reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="graded", actor_id=person.id,
                                         role="reporter", reason=button.action))  # fmt: skip
        told = telling.redraw(turn, report)
        turn.post(reporter.thanked(t, told, chat_of(query), int(button.choice or "0", 16)))


def _asked(
    turn: Turn,
    query: CallbackQuery,
    person: Person | None,
    t: Translator,
    button: Button,
    answer: CallbackAnswer,
) -> Asked | None:
    """The call-back behind a tap, if it still waits for this person's answer; else the sentence is set."""
    report = reports.by_serial(turn.session, button.record)
    if report is None or person is None or report.reporter_id != person.id:
        answer.text = t.both("This report is not yours.")
        return None
    if report.state is not State.DONE:
        answer.text = t.reporter("That question is behind us. Thank you.")
        return None
    return Asked(report, person, chat_of(query), button.version)


def _answered(turn: Turn, asked: Asked, answer: str) -> bool:
    steps = life.steps_to(answer, asked.report)
    return bool(steps) and reports.walk(
        turn.session, asked.report, steps, at=turn.now, actor=asked.person.id, role="reporter", answer=answer
    )
