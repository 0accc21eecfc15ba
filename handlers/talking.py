"""Somebody of a station writes to the reporter, without looking for the card to reply to.

    Wang   更多
    bot    N-10001-6：要做什么？                         💬 跟上报人说
    Wang   跟上报人说
    bot    N-10001-6：请写给上报人的话，也可以发照片。
    Wang   今天下午三点到，请留门
    bot    (to Chen) 💬 N-10001-6 · 西湖站王慧敏：
           今天下午三点到，请留门                          💬 回复
    bot    已转达给 N-10001-6 的上报人。
    Chen   回复
    bot    N-10001-6：请接着写，或者发照片。
    Chen   好的，我在家
    bot    (to Wang) ➕ N-10001-6，陈桂芳补充：
           好的，我在家                                    💬 回复

Neither sees the other's account; all of it stays with the report. What is told is told as in `replying`.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.people import Person, Role
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import replying, stepping, viewers
from handlers.enclosing import PARTS
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn

TALKING = "talking"  # the state of somebody who writes to a reporter


def router() -> Router:
    talking = Router(name="talking")
    talking.callback_query.register(wants_to_talk, Tap("talk"))
    talking.message.register(said, Holds("text", *PARTS), Listening(TALKING, here=True))
    return talking


async def wants_to_talk(query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, t = tapped.turn, tapped.report, tapped.t
    if not stepping.allows(tapped, "talk"):
        return
    if why := replying.cannot_be_told(turn, t, report):
        tapped.says(why)
    elif query.message:
        await listen(turn, tapped.state, TALKING, report)
        await query.message.answer(
            t.staff("{number}: write to the reporter, or send a photo.", number=report.number)
        )


async def said(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    if viewers.knows_of(turn, report, person, roles):
        await replying.station_answered(message, turn, person, roles, t, report, state)
    else:
        await message.answer(t.staff("That report is no longer with your station."))
