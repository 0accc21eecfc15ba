"""Somebody tells what was done: one message, and one tap that confirms its numbers.

    Chen   今天入户走访4栋5户8人次
    bot    📝 A-10001-6 · 请核对一下
           📍 凤城街道西湖社区西湖花园4号楼
           📝 入户走访 · 3月2日
           🔢 1 次 · 5 户 · 8 人次                         ✅ 对，记下 · 不对，改一下
    Chen   对，记下
    bot    ✅ 记下了 · A-10001-6
           待核实：西湖站会核对。
    bot    (to the social worker, without sound) A-10001-6 · 活动（待核实） …

Nothing counts before the tap: until then it is a draft, which the station sees as one. What the kind counts by
itself (an outing is 1 次) stands among the numbers and is confirmed with them.
"""

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import reviewing
from fieldwork.activities import Activity, Stage
from fieldwork.buttons import Button
from fieldwork.letters.activities import UNCONFIRMED, as_it_stands
from fieldwork.people import Person
from fieldwork.reports import Report, State
from fieldwork.texts import Translator
from handlers import coming_back, overtaking, put_right, questions_over, recorded, standing_by, telling
from handlers.hearing import spoken
from handlers.recorded import as_kept, note, of
from handlers.recorded import record as record
from handlers.tapping import Tap, chat_of, own_report
from handlers.turn import Turn
from storage import activities, reports

CONFIRMS = frozenset(
    {"对", "對", "对的", "對的", "没错", "沒錯", "记下", "記下", "对，记下", "right", "correct"}
)
LATEST = 5  # own reports among which a typed 对 looks for a draft


class ConfirmsDraft(BaseFilter):
    """A typed 对, while an activity of one's own waits for it. Hands on `report`."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Report]:
        if person is None or spoken(message).lower() not in CONFIRMS:
            return False
        for report in reports.of_reporter(turn.session, person.id, limit=LATEST):
            activity = of(turn, report)
            if activity and activity.stage in UNCONFIRMED and report.question != "ours":
                return {"report": report}
        return False


def router() -> Router:
    told = Router(name="telling of activities")
    told.callback_query.register(confirmed, Tap("confirm"))
    told.callback_query.register(entered, Tap("enter"))
    told.message.register(confirmed_in_words, ConfirmsDraft())
    return told


async def confirmed(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    """The numbers that stood on the card are right."""
    report = own_report(turn, person, t, button, callback_answer)
    activity = of(turn, report) if report else None
    if report is None or activity is None:
        return
    if activity.stage not in UNCONFIRMED or button.version != activity.version:
        callback_answer.text = as_it_stands(t, report.number, activity.stage)
    elif not put_right.is_put_right(turn, report, activity):
        await standing_by.ask_why(turn, t, report, activity, chat_of(query), state)
    else:
        await overtaking.is_done(state, report)
        confirm(turn, report, activity)
        questions_over.take_buttons(turn, report, chat_of(query))
        callback_answer.text = t.reporter("Noted, thank you.")
    telling.redraw(turn, report)


async def confirmed_in_words(
    message: Message, turn: Turn, t: Translator, report: Report, state: FSMContext
) -> None:
    """Typed instead of tapped."""
    activity = of(turn, report)
    if activity and not put_right.is_put_right(turn, report, activity):
        await standing_by.ask_why(turn, t, report, activity, message.chat.id, state)
    elif activity:
        await overtaking.is_done(state, report)
        confirm(turn, report, activity)
        questions_over.take_buttons(turn, report, message.chat.id)
        telling.redraw(turn, report)
        await message.answer(t.reporter("Noted, thank you."))


def confirm(turn: Turn, report: Report, activity: Activity) -> bool:
    """From here on it waits for the station. False where somebody was faster."""
    again = activity.stage is Stage.RETURNED
    stage = Stage.RESUBMITTED if again else Stage.SUBMITTED
    begun = reviewing.begun(activity, turn.now, turn.desk.rules.review)
    if not activities.change(turn.session, activity, stage=stage, **begun):
        return False
    if report.question in ("number", "kind"):  # not answered, and not asked any more
        reports.change(turn.session, report, question="")
    note(turn, report, "resubmitted" if again else "confirmed",
         counts=as_kept(activities.counts(turn.session, report.serial)))  # fmt: skip
    if again:
        coming_back.show(turn, report, activity)
    for earlier in recorded.replaced_by(turn, activity):
        if earlier.stage is not Stage.ACCEPTED and recorded.take_the_place(turn, earlier, report):
            _redraw(turn, earlier)
    return True


def _redraw(turn: Turn, activity: Activity) -> None:
    report = reports.by_serial(turn.session, activity.serial)
    if report:
        telling.redraw(turn, report)


async def entered(
    _query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """登记: what was noted before there were records gets one, out of its words."""
    report = own_report(turn, person, t, button, callback_answer)
    if report and report.state is State.NOTED and of(turn, report) is None:
        record(turn, report, turn.desk.reader.read(report.words or report.text))
    if report:
        telling.redraw(turn, report)
