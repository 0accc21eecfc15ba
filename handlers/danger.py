"""Somebody says whether anybody is in danger now, after words that may mean it.

    Chen   5楼有人要跳楼
    bot    🆘 有危险请先打电话：报警 110 · 火警 119 · 急救 120。这里不是报警电话。
           N-10001-6：现在有危险吗？                            有 · 没有
    bot    ✅ 收到了 · N-10001-6 …
    Chen   有
    bot    🆘 N-10001-6：请先打 110、119 或 120。已经加急通知西湖站，电话 0763-000 0002。
    bot    (to the one responsible, with sound) 🆘 您有一项紧急待办。

What is restricted says no more than that; of any other matter its number, of what concerns everybody the place.
The bare words alone raise nobody; the answer does (DESIGN 6).
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import reporter
from fieldwork.people import Person
from fieldwork.reports import Event, Report, Urgency
from fieldwork.texts import Translator
from handlers import telling
from handlers.signing import make_most_urgent
from handlers.tapping import Tap, chat_of, own_report
from handlers.turn import Turn
from storage import reports

YES = frozenset({"有", "有的", "有危险", "有危險", "是", "是的", "yes", "y", "yes, now"})
NO = frozenset({"没有", "沒有", "没", "沒", "没危险", "没有危险", "沒有危險", "无", "無", "不是", "no", "n"})
"""The answers as they are typed, in small letters."""


def router() -> Router:
    danger = Router(name="danger")
    danger.callback_query.register(answered, Tap("danger_now", "danger_no"))
    return danger


async def answered(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = own_report(turn, person, t, button, callback_answer)
    if report is None or person is None:
        return
    now = button.action == "danger_now"
    if now and report.urgency is Urgency.T0 and not report.question:
        callback_answer.text = t.reporter(
            "The station has been called already. In danger ring 110, 119 or 120."
        )
        return
    if report.question != "danger" and not (now and report.is_open):
        callback_answer.text = t.reporter("That question is behind us. Thank you.")
        return
    danger_answered(turn, t, report, person, chat_of(query), now=now)
    await state.clear()


def danger_answered(turn: Turn, t: Translator, report: Report, person: Person, chat: int, now: bool) -> None:
    """Yes makes it T0 and calls whoever has it; no is kept in the history. The question is closed."""
    reports.change(turn.session, report, question="")
    if now and report.is_open:
        told = make_most_urgent(turn, report, person, "reporter")
    else:
        said = Event(at=turn.now, serial=report.serial, step="no_danger", actor_id=person.id, role="reporter")
        reports.note(turn.session, said)
        told = telling.matter(turn, report)
        telling.redraw_stations(turn, told)
    turn.post(reporter.danger_heard(t, told, chat))
