"""Somebody says the numbers of an activity: the one that is missing, or how they should be.

    Chen   今天入户走访独居老人，服务8人次
    bot    📝 A-10001-6 · 请核对一下 …
    bot    A-10001-6：一共多少户？                            跳过
    Chen   5
    bot    📝 A-10001-6 · 请核对一下
           🔢 1 次 · 5 户 · 8 人次                           ✅ 对，记下 · 不对，改一下
    Chen   不对，改一下
    Chen   数字
    bot    A-10001-6：现在是 1 次 · 5 户 · 8 人次。应该是多少？比如：6户15人次
    Chen   6户15人次
    bot    📝 A-10001-6 · 请核对一下
           🔢 1 次 · 6 户 · 15 人次

    Chen   不对，是7户                                        (unasked, under it or in reply to it)
    bot    📝 A-10001-6 · 请核对一下
           🔢 1 次 · 7 户 · 15 人次                          ✅ 对，记下 · 不对，改一下

A unit that is not said stays as it was; 0 takes one away. What was there before stays in the history. A number
that nobody says stays out of its unit. What tells of another activity, or of a matter, is no answer.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.activities import Activity, Unit
from fieldwork.buttons import Button
from fieldwork.letters import asking_about_activities as letters
from fieldwork.letters import reporter
from fieldwork.letters.activities import UNCONFIRMED, counted
from fieldwork.people import Person, Role
from fieldwork.reports import Report
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import AMOUNT, amount
from handlers import correcting, recorded, replying, telling
from handlers.hearing import spoken
from handlers.listening import left_lying, listen, report_spoken_of
from handlers.reporting import ASKED, close_question
from handlers.tapping import Tap, chat_of, own_report
from handlers.turn import Turn, home_of
from storage import activities, reports

RENUMBERING = "renumbering"  # the state of somebody who was asked how the numbers should be
LATEST, LATELY = 5, timedelta(days=1)  # own reports among which, and for how long, unasked numbers are meant
_CORRECTING = re.compile(r"(?:不对|不是|[写说搞记]?错了|更正为?|改[成为]|应该|一?共|总共|是|有|数字)*")
"""Beside numbers that nobody asked for, nothing else may stand."""

BESIDE = 8  # characters beside the numbers that a bare answer may hold: 一共是…，不是…


class SaysNumbers(BaseFilter):
    """Numbers, and hardly a word more, while they are waited for. Hands on `report`, `activity` and `said`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        name = await state.get_state()
        if name not in (RENUMBERING, ASKED) or await left_lying(message, state):
            return False
        report = await report_spoken_of(turn, state)
        if report and name == ASKED and report.question not in ("number", "kind"):
            return False
        activity = recorded.of(turn, report) if report else None
        if report is None or activity is None or person is None or report.reporter_id != person.id:
            return False
        said = _said(turn, activity, spoken(message), home_of(roles))
        return {"report": report, "activity": activity, "said": said} if said else False


class CorrectsUnasked(BaseFilter):
    """不对，是6户9人次: the same unasked, under the own activity that waits for a tap, or in reply to it."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        if (
            person is None
            or not turn.desk.reader.counts(message.text or "")
            or await state.get_state() is not None
        ):
            return False
        report = _meant(turn, message, person)
        activity = recorded.of(turn, report) if report else None
        if report is None or activity is None or activity.stage not in UNCONFIRMED:
            return False
        if not _CORRECTING.fullmatch(_without_numbers(fold(spoken(message)))):
            return False
        said = _said(turn, activity, spoken(message), home_of(roles))
        return {"report": report, "activity": activity, "said": said} if said else False


def _meant(turn: Turn, message: Message, person: Person) -> Report | None:
    """What is replied to; else the activity that was told of, or came back, last, not long ago."""
    if message.reply_to_message:
        return replying.own_replied_to(turn, message, person)
    waiting = dict[datetime, Report]()
    for report in reports.of_reporter(turn.session, person.id, limit=LATEST):
        activity = recorded.of(turn, report)
        if activity and activity.stage in UNCONFIRMED:
            waiting[max(report.kept_at, activity.decided_at or report.kept_at)] = report
    last = max(waiting, default=None)
    return waiting[last] if last and turn.now - last <= LATELY else None


def _said(turn: Turn, activity: Activity, text: str, home: list[str]) -> dict[Unit, float]:
    """The numbers of an answer; a bare one is of the unit that is missing."""
    folded = fold(text)
    found = {Unit(unit): float(number) for unit, number in turn.desk.reader.counts(text)}
    if found:
        reading = turn.desk.reader.read(text, home)
        other = reading.danger or reading.activity_kind or reading.need
        return {} if other or len(_without_numbers(folded)) > BESIDE else found
    unit, value = recorded.missing(turn, activity), _bare(folded.strip())
    return {unit: float(value)} if unit and value is not None else {}


def _bare(folded: str) -> float | None:
    """A number and nothing else."""
    return amount(folded) if re.fullmatch(AMOUNT, folded) else None


def _without_numbers(folded: str) -> str:
    units = "|".join(sorted((unit.value for unit in Unit), key=len, reverse=True))
    return re.sub(rf"{AMOUNT}\s?个?(?:{units})?|[\s,，。、;；]", "", folded)


def router() -> Router:
    changing = Router(name="changing numbers")
    changing.callback_query.register(wants_to_change, Tap("recount"))
    changing.callback_query.register(skipped, Tap("no_number"))
    changing.message.register(numbers_said, SaysNumbers())
    changing.message.register(numbers_said, CorrectsUnasked())
    return changing


async def wants_to_change(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = correcting.own_open(turn, person, t, button, callback_answer)
    if report:
        told = counted(t, activities.counts(turn.session, report.serial))
        turn.post(letters.asked_numbers(t, report, chat_of(query), told))
        await listen(turn, state, RENUMBERING, report)


async def skipped(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    """The number stays out: it is not guessed, and not asked for again."""
    report = own_report(turn, person, t, button, callback_answer)
    if report and report.question == "number":
        close_question(turn, t, telling.matter(turn, report), chat_of(query))
        await state.clear()


async def numbers_said(
    message: Message, turn: Turn, t: Translator, state: FSMContext, report: Report, activity: Activity,
    said: dict[Unit, float],
) -> None:  # fmt: skip
    """The card comes again with the new numbers, and waits for the tap."""
    await state.clear()
    if report.question in ("number", "kind"):
        close_question(turn, t, telling.matter(turn, report), message.chat.id)
    before = activities.counts(turn.session, report.serial)
    now = {unit: number for unit, number in {**before, **said}.items() if number}
    recorded.recount(turn, report, activity, {unit: now[unit] for unit in Unit if unit in now})
    show_again(turn, t, report, message.chat.id)


def show_again(turn: Turn, t: Translator, report: Report, chat: int) -> None:
    """Every card is rewritten; the own one stands at the end of the chat, where the tap is asked for."""
    told = telling.redraw(turn, report)
    turn.post(reporter.card(t, told, chat).model_copy(update={"anew": True}))
