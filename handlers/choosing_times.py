"""Somebody chooses when their lists come: ⏰ 提醒时间.

    Wang   提醒时间
    bot    ⏰ 要办的事在工作日汇总提醒：11:00、16:00。    ✓ 11:00、16:00 · 09:00、15:00 · 11:00
           紧急的会单独提醒；超时的不能关掉。            写时间…
    Wang   09:00、15:00
    bot    ⏰ 要办的事在工作日汇总提醒：09:00、15:00。
    Wang   写时间…
    bot    请写一个或两个时间，在 8:00 到 20:30 之间，比如：9点和15点半。
    Wang   10点和下午三点
    bot    ⏰ 要办的事在工作日汇总提醒：10:00、15:00。

What waits for a list comes at the new times. Nobody can stop what is late, only gather it.
"""

from datetime import time
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import reminding
from fieldwork.buttons import Button
from fieldwork.letters import reminding as letters
from fieldwork.people import Person
from fieldwork.rhythms import RhythmKind
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers.hearing import OfStation, Says
from handlers.listening import left_lying
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn
from storage import reminders, rhythms

TIMES = {"/times", "提醒时间", "提醒時間", "Reminder times"}
SAYING_TIMES = "choosing_times"  # the state of somebody who was asked for the times
SHORT = 16  # characters: what is longer is no try at a time


class SaysTimes(BaseFilter):
    """A time or two, while they are asked for, or a short try at them. Hands on `times` (None: none)."""

    async def __call__(self, message: Message, state: FSMContext) -> bool | dict[str, Any]:
        words = (message.text or "").strip()
        if await state.get_state() != SAYING_TIMES or not words or await left_lying(message, state):
            return False
        times = reminding.read_times(fold(words))
        return {"times": times} if times or len(words) <= SHORT else False


def router() -> Router:
    choosing = Router(name="choosing_times")
    choosing.message.filter(OfStation())
    choosing.callback_query.filter(OfStation())
    choosing.message.register(wants_times, Says(TIMES))
    choosing.message.register(wrote_times, SaysTimes())
    choosing.callback_query.register(tapped_times, Tap("times"))
    choosing.callback_query.register(chose_times, Tap("times_set"))
    choosing.callback_query.register(wants_other_times, Tap("times_write"))
    return choosing


async def wants_times(message: Message, turn: Turn, person: Person, t: Translator) -> None:
    _show(turn, t, person, message.chat.id)


async def tapped_times(query: CallbackQuery, turn: Turn, person: Person, t: Translator) -> None:
    _show(turn, t, person, chat_of(query))


def _show(turn: Turn, t: Translator, person: Person, chat: int, in_place_of: int | None = None) -> None:
    rhythm = rhythms.of(turn.session, person.id, RhythmKind.LISTS)
    letter = letters.asked_times(t, chat, reminding.times_of(rhythm.times))
    turn.post(letter.model_copy(update={"message_id": in_place_of}))


async def chose_times(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if button.choice not in map(reminding.written, reminding.OFFERED):
        callback_answer.text = out_of_use(t)
        return
    _keep(turn, person, button.choice)
    _show(turn, t, person, chat_of(query), in_place_of=tapped_message(query))


async def wants_other_times(query: CallbackQuery, turn: Turn, t: Translator, state: FSMContext) -> None:
    await state.set_state(SAYING_TIMES)
    await state.set_data({"asked_at": turn.now.isoformat()})
    turn.post(letters.asked_to_write_times(t, chat_of(query)))


async def wrote_times(
    message: Message, turn: Turn, person: Person, t: Translator, state: FSMContext,
    times: tuple[time, ...] | None,
) -> None:  # fmt: skip
    if times is None:
        turn.post(letters.asked_to_write_times(t, message.chat.id))
        return
    await state.clear()
    _keep(turn, person, reminding.written(times))
    _show(turn, t, person, message.chat.id)


def _keep(turn: Turn, person: Person, times: str) -> None:
    """The new times count from now on, also for what waits already."""
    rhythm = rhythms.of(turn.session, person.id, RhythmKind.LISTS)
    rhythms.keep(turn.session, rhythm.model_copy(update={"times": times}))
    reminders.look_anew(turn.session, person.id, turn.now)
