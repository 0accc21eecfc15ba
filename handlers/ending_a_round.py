"""Somebody has gone from door to door, and says that it is over, in their own words.

    Chen   怎么结束
    bot    走完了，说“结束”就行，或者点走访卡上的“结束”。
    Chen   走访结束了
    bot    🚶 走访结束 · 西湖花园4号楼 · 2 户
           一共见到多少人次？回个数字就行，不回就空着。
    Chen   5人次

    Chen   401 王阿姨腿不好
    Chen   302 独居
    Chen   结束
    bot    🚶 走访结束 · 西湖花园4号楼 · 2 户
           401 没写几个人，没算进人次。一共见到多少人次？回个数字就行，不回就不算。
    Chen   3

Asking how it is ended ends nothing, and is no door. 人次 are asked once, where a door did not say them: who is named
may not have been alone.
"""

import re
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.activities import Outing, Unit
from fieldwork.letters import outings as letters
from fieldwork.people import Person
from fieldwork.reports import Report, State
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import value_of
from handlers import recorded, telling, walks
from handlers.hearing import Says, spoken
from handlers.listening import Listening, listen
from handlers.turn import Turn
from storage import activities

END = {
    "结束",
    "結束",
    "结束走访",
    "結束走訪",
    "走访结束",
    "走訪結束",
    "走访结束了",
    "走訪結束了",
    "走完了",
    "/end",
    "Finish",
    "Finish visiting",
}
COUNTING = "outing_counted"  # the state of somebody who was asked how many 人次 that were
_ROUND = r"(?:这[趟栋次]|今天)?(?:的)?(?:走访|入户|探访)?"
_OVER = re.compile(
    rf"(?:好[了的]?,?)?{_ROUND}(?:都|全部?|已经?|可以|就)*(?:结束|走完|跑完|完成|完)(?:走访|入户)?[了啦咯喇]*"
)
"""走访结束了, 今天走完啦, 都走完了; only while somebody is on the way."""
_HOW = re.compile(
    rf"(?:请问)?{_ROUND}(?:要|该)?(?:怎么|怎样|咋样?|如何|点样)(?:才|能|可以|去|来|算|样)*(?:结束|停止?|完成|退出){_ROUND}[呢啊呀吗]?[?\s]*"
)
_NUMBER = re.compile(r"(?P<number>\d{1,5}|[一二三四五六七八九十百两廿]+)\s?(?P<unit>人次|个人|人|)")


class OnTheWay(BaseFilter):
    """Somebody whose outing is under way. Hands on `outing`."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        outing = walks.under_way(turn, person, message)
        return {"outing": outing} if outing and outing.ended_at is None else False


class SaysItIsOver(BaseFilter):
    """走访结束了, 走完啦: as people say it."""

    async def __call__(self, message: Message) -> bool:
        return _OVER.fullmatch(fold(spoken(message))) is not None


class AsksHow(BaseFilter):
    """怎么结束."""

    async def __call__(self, message: Message) -> bool:
        return _HOW.fullmatch(fold(spoken(message))) is not None


def router() -> Router:
    ending = Router(name="ending_a_round")
    ending.message.register(ended_in_words, Says(END), OnTheWay())
    ending.message.register(none_to_end, Says(END))
    ending.message.register(ended_in_words, SaysItIsOver(), OnTheWay())
    ending.message.register(asked_how, AsksHow(), OnTheWay())
    ending.message.register(said_how_many, Listening(COUNTING, State.NOTED), SaysNumber())
    return ending


async def ended_in_words(
    message: Message, turn: Turn, person: Person, t: Translator, outing: Outing, state: FSMContext
) -> None:
    await end(turn, t, outing, person, message.date, state)


async def none_to_end(message: Message, turn: Turn, person: Person | None, t: Translator) -> None:
    turn.post(letters.none_under_way(t, message.chat.id))


async def asked_how(message: Message, turn: Turn, t: Translator, outing: Outing) -> None:
    """How it is ended, with the card below it, whose button does it."""
    turn.post(letters.how_to_end(t, message.chat.id))
    walks.show(turn, t, outing, message.chat.id)


async def end(
    turn: Turn, t: Translator, outing: Outing, person: Person, at: datetime, state: FSMContext
) -> None:
    """Ends an outing, by a word or a tap, and asks what no door said."""
    activity = walks.end(turn, t, outing, person, at)
    if activity and walks.so_far(turn, outing).is_to_ask:
        await listen(turn, state, COUNTING, activity)


class SaysNumber(BaseFilter):
    """Nothing but a number: 14, 14人次, 十四人. Hands on `number` and its unit, as it was said."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        said = _NUMBER.fullmatch(fold(message.text or "").strip())
        value = value_of(said["number"]) if said else None
        if said is None or value is None:
            return False
        return {"number": value, "unit": Unit.PEOPLE if said["unit"] in ("人", "个人") else Unit.PERSON_TIMES}


async def said_how_many(
    message: Message, turn: Turn, report: Report, number: float, unit: Unit, state: FSMContext
) -> None:
    """人次 are asked once; who says 人 said something else, and it stays that."""
    activity = activities.by_serial(turn.session, report.serial)
    if activity is None:
        return
    counts = activities.counts(turn.session, report.serial)
    recorded.recount(turn, report, activity, {**counts, unit: number})
    await state.clear()
    telling.redraw(turn, report)
