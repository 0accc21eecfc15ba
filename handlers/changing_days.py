"""Somebody says on which day an activity was.

    Chen   不对，改一下
    Chen   日期
    bot    A-10001-6：是哪一天？点一下，或者写出来：3月1日      3月2日 · 3月1日 · 2月28日
    Chen   昨天
    bot    📝 A-10001-6 · 请核对一下
           📝 入户走访 · 3月1日 …

Figures go by this day, so the tap is asked for again. A day to come is no day on which something was done. What is
written instead of tapped is heard by `correcting_activities`, like every correction in words.
"""

import re
from datetime import date, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import days, periods
from fieldwork.buttons import Button
from fieldwork.digests import Span
from fieldwork.letters import asking_about_activities as letters
from fieldwork.people import Person
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from fieldwork.understanding.occasions import occasion
from handlers import correcting, recorded
from handlers.changing_numbers import show_again
from handlers.listening import listen
from handlers.overtaking import DATING
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn

WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"(?P<last>上个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")


def day_said(turn: Turn, words: str) -> date | None:
    """The day until today that words name, if they name one: 昨天, 是3月1日的, 上周五."""
    today, said = turn.desk.day, fold(words).strip()
    period = periods.parse(said, today, turn.desk.rules.periods)
    if period:
        return period.since if period.span is Span.DAY else None
    named = occasion(said)
    if named.days_ago is not None:
        return today - timedelta(days=named.days_ago)
    return recorded.latest(today, *named.month_day) if named.month_day else _weekday(said, today)


def _weekday(said: str, today: date) -> date | None:
    """周五 is the last one until today, 上周五 that of the week before."""
    found = _WEEKDAY.search(said)
    if found is None:
        return None
    day = WEEKDAYS.index(found["day"].replace("天", "日"))
    return days.past_weekday(today, 1 if found["last"] else 0, day)


def router() -> Router:
    dating = Router(name="changing days")
    dating.callback_query.register(wants_to_change, Tap("day"))
    dating.callback_query.register(day_chosen, Tap("held"))
    return dating


async def wants_to_change(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = correcting.own_open(turn, person, t, button, callback_answer)
    if report:
        turn.post(letters.asked_day(t, report, chat_of(query), turn.desk.day))
        await listen(turn, state, DATING, report)


async def day_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report, day = correcting.own_open(turn, person, t, button, callback_answer), _read(button.choice)
    if report and day and day <= turn.desk.day:
        await state.clear()
        recorded.redate(turn, report, day)
        show_again(turn, t, report, chat_of(query))


def _read(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:  # a forged button
        return None
