"""Somebody says another word instead of the answer that is waited for: the question is dropped, the word opens.

    Luo    导出
    Luo    上报的事
    Luo    本月
    bot    📤 上报的事，2026-03-01 到 2026-03-31：做什么用？写一句（最多200字），会留记录。      取消
    Luo    数字
    bot    好的，不导出了。
    bot    🔢 凤城街道，2026年3月 …

Only of questions whose answer may be any words; only whole words that open something by name, and slash commands.
What people guess (月报, 统计) may well be an answer. 取消 is for `cancelling`.
"""

from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.texts import Translator
from handlers import calling_a_council, changing_a_council, taking_out, when_and_where
from handlers.asking_what_was_decided import DECIDING
from handlers.hearing import OtherCommand, Says
from handlers.listening import left_lying
from handlers.listing import CANCEL

EXPORTING = (taking_out.SAYING_DAYS, taking_out.SAYING_WHY)
MINUTES = (DECIDING,)
CALLING = (calling_a_council.SAYING_DAY,)
CHANGING = (when_and_where.SAYING_HOUR, when_and_where.SAYING_VENUE, changing_a_council.SAYING_LINE)


class IsAsked(BaseFilter):
    """Somebody from whom such an answer is still waited for. Hands on `asked`, the name of the question."""

    async def __call__(self, message: Message, state: FSMContext) -> bool | dict[str, Any]:
        asked, word = await state.get_state(), (message.text or "").strip()
        if word in CANCEL | taking_out.EXPORT:
            return False
        if asked not in (*EXPORTING, *MINUTES, *CALLING, *CHANGING) or await left_lying(message, state):
            return False
        return {"asked": asked}


def router(words: frozenset[str]) -> Router:
    """`words` open something by their name. 取消 is answered elsewhere, 导出 begins an export anew by itself."""
    turning = Router(name="turning_away")
    turning.message.register(turned_away, Says(set(words)), IsAsked())
    turning.message.register(turned_away, OtherCommand(), IsAsked())
    return turning


async def turned_away(message: Message, t: Translator, state: FSMContext, asked: str) -> None:
    """Says what is dropped; the word itself is for whoever knows it."""
    await state.clear()
    await message.answer(given_up(t, asked))
    raise SkipHandler


def given_up(t: Translator, asked: str | None) -> str:
    """What becomes of it without an answer; empty for other questions."""
    if asked in EXPORTING:
        return taking_out.not_taken_out(t)
    if asked in MINUTES:
        return t.staff("The minutes stay as far as they are written. To go on: Council")
    if asked in CALLING:
        return t.staff("All right, no day is chosen for the meeting.")
    if asked in CHANGING:
        return t.staff("The meeting stays as it is. To go on: Council")
    return ""
