"""Somebody says what kind of activity it was: because the words did not, or because it was taken for another.

    Chen   今天服务居民，共30人次
    bot    📝 A-10001-6 · 请核对一下 …
    bot    A-10001-6：是哪一种活动？            入户走访 · 电话探访 · 个案服务 · 小组服务 · 社区活动 · 其他…
    Chen   入户走访
    bot    📝 A-10001-6 · 请核对一下
           📝 入户走访 · 3月2日 …                            ✅ 对，记下 · 不对，改一下

What the kind counts by itself changes with it (a talk is 1 场, a visit 1 次), unless somebody has said the numbers.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.activities import ActivityKind
from fieldwork.buttons import Button
from fieldwork.letters import asking_about_activities as letters
from fieldwork.letters.activities import kind_named
from fieldwork.letters.attending import LISTED
from fieldwork.people import Person
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import correcting, lists, overtaking, recorded, telling
from handlers.changing_numbers import ask_number, show_again
from handlers.hearing import spoken
from handlers.listening import listen, report_spoken_of
from handlers.reporting import ASKED, close_question
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn

KINDS = tuple(ActivityKind)


def router() -> Router:
    choosing = Router(name="choosing kinds")
    choosing.callback_query.register(wants_to_choose, Tap("kinds"))
    choosing.callback_query.register(kind_chosen, Tap("kind"))
    choosing.message.register(kind_said, SaysKind())
    return choosing


class SaysKind(BaseFilter):
    """The name of a kind, while that is asked. Hands on `report` and `kind`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, t: Translator, state: FSMContext
    ) -> bool | dict[str, Any]:
        said = {kind_named(t, kind): kind for kind in KINDS}.get(spoken(message))
        report = await report_spoken_of(turn, state) if said and await state.get_state() == ASKED else None
        own = report and person and report.reporter_id == person.id and report.question == "kind"
        return {"report": report, "kind": said} if own else False


async def wants_to_choose(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """The kinds, five at a time."""
    report = correcting.own_open(turn, person, t, button, callback_answer)
    page = int(button.choice) if button.choice.isdecimal() and len(button.choice) < 2 else 0
    if report:
        asked = letters.asked_kind(t, report, chat_of(query), _likeliest(turn, report), page)
        turn.post(asked.model_copy(update={"anew": not button.choice}))


def _likeliest(turn: Turn, report: Report) -> tuple[ActivityKind, ...]:
    """All kinds; of what has a list of who is there, those first to which people come."""
    first = LISTED if lists.of(turn, report) else ()
    return tuple(dict.fromkeys((*first, *KINDS)))


async def ask_kind(turn: Turn, t: Translator, report: Report, chat: int, state: FSMContext) -> None:
    """Below everything else, and listens for it to be typed."""
    asked = letters.asked_kind(t, report, chat, _likeliest(turn, report), 0)
    turn.post(asked.model_copy(update={"anew": True}))
    await listen(turn, state, ASKED, report)


async def kind_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = correcting.own_open(turn, person, t, button, callback_answer)
    activity = recorded.of(turn, report) if report else None
    if report and activity and activity.kind.value == button.choice and report.question != "kind":
        callback_answer.text = t.reporter("It is noted already.")
    elif report and button.choice in KINDS:
        await _choose(turn, t, report, ActivityKind(button.choice), chat_of(query), state)


async def kind_said(
    message: Message, turn: Turn, t: Translator, state: FSMContext, report: Report, kind: ActivityKind
) -> None:
    """Typed instead of tapped."""
    await _choose(turn, t, report, kind, message.chat.id, state)


async def _choose(
    turn: Turn, t: Translator, report: Report, kind: ActivityKind, chat: int, state: FSMContext
) -> None:
    """Takes the kind, and asks for the number that it cannot do without, where nobody has said it."""
    activity = recorded.of(turn, report)
    if activity is None:
        return
    await overtaking.is_done(state, report)
    close_question(turn, t, telling.matter(turn, report), chat)
    if lists.rekind(turn, report, activity, kind):  # its numbers are not known yet
        return
    show_again(turn, t, report, chat)
    lacks = recorded.lacking(turn, report)
    if lacks:
        await ask_number(turn, t, state, report, chat, lacks)
