"""Who heads a station takes records out as a table: 导出.

    Luo    导出
    bot    📤 导出什么？包括您所在站点和下级的。              上报的事 · 活动
    Luo    上报的事
    bot    📤 上报的事：哪些日子的？点一个，或者写日期，如3月1日到3月31日。
                                                     今天 · 03-02
                                                     本周 · 03-02…03-08
                                                     上周 · 02-23…03-01
                                                     本月 · 03-01…03-31
                                                     上个月 · 02-01…02-28
                                                     今年 · 01-01…12-31
    Luo    本月
    bot    📤 上报的事，2026-03-01 到 2026-03-31：做什么用？写一句（最多200字），会留记录。      取消
    Luo    月度汇总
    bot    📤 正在做表…
    bot    [上报的事-2026-03-01-2026-03-31.xlsx] 📤 共1行：已签收 1。谁在什么时候、为什么导出，都留了记录。

A worker makes the table (bot/exporting.py); what the class of a record keeps back is an empty cell there. Of activities
it holds what was held in these days and what counts in them, each row with how it stands.
"""

from datetime import date
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import periods
from fieldwork.buttons import Button
from fieldwork.days import Span, packed_day, read_span
from fieldwork.digests import Span as Of
from fieldwork.exports import LONGEST_REASON, What
from fieldwork.letters import Letter
from fieldwork.letters import taking_out as letters
from fieldwork.people import Person
from fieldwork.periods import PeriodRules
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers.asking_the_clock import Heading
from handlers.hearing import OfStation, Says
from handlers.listening import Asked
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn
from storage import errands

EXPORT = {"/export", "导出", "導出", "Export"}
MAKE = "export"  # the errand's kind
SAYING_DAYS, SAYING_WHY = "export_days", "export_why"  # the states of somebody who is asked that


def router() -> Router:
    taking = Router(name="taking_out")
    taking.message.register(wants_table, Says(EXPORT), Heading())
    taking.message.register(wanted_by_another, Says(EXPORT), OfStation())
    taking.message.register(wrote_days, Asked(SAYING_DAYS))
    taking.message.register(wrote_why, Asked(SAYING_WHY), Heading())
    taking.callback_query.register(chose_what, Tap("export_what"), Heading())
    taking.callback_query.register(chose_days, Tap("export_days"), Heading())
    taking.callback_query.register(gave_up, Tap("export_cancel"), Heading())
    return taking


async def wants_table(message: Message, turn: Turn, t: Translator, state: FSMContext) -> None:
    """From the beginning, whatever was asked before."""
    await state.clear()
    turn.post(letters.asked_what(t, message.chat.id))


async def wanted_by_another(message: Message, t: Translator) -> None:
    await message.answer(t.staff("Records are taken out by who heads a station, and by coordinators."))


async def chose_what(
    query: CallbackQuery, turn: Turn, t: Translator, button: Button, state: FSMContext,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    what = _what(button.choice)
    if what is None:
        callback_answer.text = out_of_use(t)
        return
    turn.post(
        letters.asked_days(t, chat_of(query), what, _offered(t, turn.desk.day, turn.desk.rules.periods))
    )
    await state.set_state(SAYING_DAYS)
    await state.set_data({"what": what.value, "asked_at": turn.now.isoformat()})


def _what(name: str) -> What | None:
    return next((what for what in (What.NEEDS, What.ACTIVITIES) if what.value == name), None)


def _offered(t: Translator, today: date, rules: PeriodRules) -> list[tuple[str, Span]]:
    """As the district counts its weeks and months, so that a table is held against the figures."""
    week, month, year = (periods.period_of(today, of, rules) for of in (Of.WEEK, Of.MONTH, Of.YEAR))
    named = [
        (t.both("today"), periods.period_of(today, Of.DAY, rules)), (t.staff("This week"), week),
        (t.staff("last week"), periods.before(week, rules)), (t.staff("this month"), month),
        (t.staff("last month"), periods.before(month, rules)), (t.staff("this year"), year),
    ]  # fmt: skip
    return [(name, Span(period.since, period.until)) for name, period in named]


async def chose_days(
    query: CallbackQuery, turn: Turn, t: Translator, button: Button, state: FSMContext,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    named, since, until = [*button.choice.split("/"), "", ""][:3]
    what, first, last = _what(named), packed_day(since), packed_day(until)
    if what is None or first is None or last is None or first > last:
        callback_answer.text = out_of_use(t)
        return
    await _ask_why(turn, t, chat_of(query), state, what, Span(first, last))


async def wrote_days(
    message: Message, turn: Turn, t: Translator, state: FSMContext, kept: dict[str, Any]
) -> None:
    span = read_span(fold(message.text or ""), turn.desk.day)
    if span is None:
        await message.answer(t.staff("I did not read two days there. Write them such as 3-1 to 3-31."))
        return
    span = span if span.since <= turn.desk.day else Span(*(_year_before(day) for day in span))
    await _ask_why(turn, t, message.chat.id, state, What(kept["what"]), span)


def _year_before(day: date) -> date:
    """What is taken out has been: 12月1日, said in February, is last year's."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if leap else day.day)


async def _ask_why(turn: Turn, t: Translator, chat: int, state: FSMContext, what: What, span: Span) -> None:
    turn.post(letters.asked_why(t, chat, what, span.since, span.until))
    await state.set_state(SAYING_WHY)
    await state.set_data({"what": what.value, "since": span.since.isoformat(), "until": span.until.isoformat(),
                          "asked_at": turn.now.isoformat()})  # fmt: skip


async def gave_up(
    query: CallbackQuery, turn: Turn, t: Translator, state: FSMContext, callback_answer: CallbackAnswer
) -> None:
    """In the place of the question; what is being made already comes nevertheless."""
    if await state.get_state() != SAYING_WHY:
        callback_answer.text = out_of_use(t)
        return
    await state.clear()
    turn.post(Letter(chat=chat_of(query), text=not_taken_out(t), message_id=tapped_message(query)))


def not_taken_out(t: Translator) -> str:
    """An export that is given up."""
    return t.staff("All right, nothing is taken out.")


async def wrote_why(
    message: Message, turn: Turn, person: Person, t: Translator, state: FSMContext, kept: dict[str, Any]
) -> None:
    """Hands the table to the worker, who looks anew at whose it is."""
    reason, chat = (message.text or "").strip(), message.chat.id
    if len(reason) > LONGEST_REASON:
        await message.answer(t.staff("Please say it in at most {most} characters.", most=LONGEST_REASON))
        return
    await state.clear()
    asked = {name: kept[name] for name in ("what", "since", "until")} | {"reason": reason}
    errands.ask(turn.session, MAKE, chat, person.id, asked, turn.now)
    turn.post(letters.being_made(t, chat))
