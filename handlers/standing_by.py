"""Somebody says that an activity that came back is right as it is, and why.

    bot    (to Chen) ✏️ A-10001-6：西湖站请您改一下：数字不符 · 只有4户签了字。     🔢 改数字
    Chen   没错，不用改
    bot    A-10001-6：还没有改动。要是本来就没错，请说一句为什么，西湖站看得到。
                                            现场数过，数字没错 · 核对过，没有错 · 我改一下
    Chen   核对过，没有错
    bot    (on her card) 您说没错，不用改；西湖站会再看一遍。
    bot    (on the station's card) A-10001-6 · 活动（待核实） … ✏️ 未改：核对过，没有错

A person looks at it again: by time it counts no more, since somebody has said that it is not right.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import reviewing
from fieldwork.activities import Activity, Problem, Stage
from fieldwork.buttons import Button
from fieldwork.letters import asking_about_activities as letters
from fieldwork.letters.activities import as_it_stands
from fieldwork.people import Person
from fieldwork.reports import Report, State
from fieldwork.texts import Translator
from handlers import coming_back, put_right, recorded, telling
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.tapping import Tap, chat_of, own_report
from handlers.turn import Turn
from storage import activities

STANDING_BY = "standing_by"  # the state of somebody who was asked why it is right as it is
WHYS = frozenset({"checked", *Problem}) - {Problem.OTHER}


def router() -> Router:
    standing = Router(name="standing by")
    standing.callback_query.register(says_so, Tap("stand_by"))
    standing.message.register(wrote_why, Holds("text"), Listening(STANDING_BY, State.NOTED, here=True))
    return standing


async def says_so(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    """没错，不用改, or the reason below it."""
    report = own_report(turn, person, t, button, callback_answer)
    activity = recorded.of(turn, report) if report else None
    if report is None or activity is None:
        return
    if activity.stage is not Stage.RETURNED or put_right.is_put_right(turn, report, activity):
        callback_answer.text = as_it_stands(t, report.number, activity.stage)
        telling.redraw(turn, report)
    elif button.choice in WHYS:
        await _stand_by(turn, t, report, activity, chat_of(query), state, why=button.choice)
    else:
        await ask_why(turn, t, report, activity, chat_of(query), state)


async def ask_why(
    turn: Turn, t: Translator, report: Report, activity: Activity, chat: int, state: FSMContext
) -> None:
    """Nothing is otherwise than when it came back."""
    seat = turn.desk.network.stations.get(report.station)
    asked = letters.asked_why_right(t, report, chat, seat.name if seat else "", activity.problem)
    turn.post(asked.model_copy(update={"anew": True}))
    await listen(turn, state, STANDING_BY, report)


async def wrote_why(message: Message, turn: Turn, t: Translator, state: FSMContext, report: Report) -> None:
    activity = recorded.of(turn, report)
    if activity and activity.stage is Stage.RETURNED:
        words = (message.text or "").strip()
        await _stand_by(turn, t, report, activity, message.chat.id, state, words=words)
    else:
        await state.clear()
        telling.redraw(turn, report)


async def _stand_by(
    turn: Turn, t: Translator, report: Report, activity: Activity, chat: int, state: FSMContext, **said: str
) -> None:
    """It waits for the station again; for a person, not for time."""
    await state.clear()
    begun = {**reviewing.begun(activity, turn.now, turn.desk.rules.review), "next_due": None}
    if activities.change(turn.session, activity, stage=Stage.SUBMITTED, **begun):
        counts = recorded.as_kept(activities.counts(turn.session, report.serial))
        recorded.note(turn, report, "stood_by", counts=counts, **said)
        coming_back.show(turn, report, activity)
        turn.post(letters.is_noted(t, report, chat))
    telling.redraw(turn, report)
