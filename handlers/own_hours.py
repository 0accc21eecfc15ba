"""Somebody asks for the hours that they gave: 我的时长.

    Chen   我的时长
    bot    🕒 我的志愿时长 2026年：2 小时
           · 3月2日 消防讲座 · 2 小时                         打印用的一页
    Chen   打印用的一页
    bot    [志愿时长 2026.pdf]

What an organiser has confirmed stands there; it counts once the station has accepted the activity.
"""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.letters import attending as letters
from fieldwork.letters.attending import Year
from fieldwork.people import Person
from fieldwork.texts import Translator
from handlers.hearing import Says
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn
from storage import attending, errands

WORDS = {"/hours", "我的时长", "我的時長", "志愿时长", "志願時長", "My hours"}
SHEET = "hours"  # the errand's kind


def router() -> Router:
    own = Router(name="own_hours")
    own.message.register(wants_hours, Says(WORDS))
    own.callback_query.register(turned_to, Tap("hours_year"))
    own.callback_query.register(wants_sheet, Tap("hours_sheet"))
    return own


async def wants_hours(message: Message, turn: Turn, person: Person | None, t: Translator) -> None:
    if person is not None:
        shown = _shown(turn, t, person, message.chat.id, turn.desk.day.year)
        turn.post(shown.model_copy(update={"anew": True}))


async def turned_to(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button
) -> None:
    if person is not None and date.min.year < button.record < date.max.year:
        turn.post(_shown(turn, t, person, chat_of(query), button.record))


def _shown(turn: Turn, t: Translator, person: Person, chat: int, year: int) -> Letter:
    told = Year(year, attending.year_of(turn.session, person.id, year))
    earlier, later = (
        bool(attending.year_of(turn.session, person.id, other)) for other in (year - 1, year + 1)
    )
    return letters.own_hours(t, chat, told, earlier, later)


async def wants_sheet(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button
) -> None:
    if person is not None and date.min.year < button.record < date.max.year:
        errands.ask(turn.session, SHEET, chat_of(query), person.id, {"year": button.record}, turn.now)
        turn.post(letters.sheet_comes(t, chat_of(query)))
