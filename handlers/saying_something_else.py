"""Somebody was asked what is not right about an activity, and says something else, or sends a photo.

    Chen   不对，改一下
    Chen   那天下雨
    bot    A-10001-6：没看懂哪里要改。可以写：数字（6户15人次）、日期（昨天）、地点（5号楼）…
                                         种类 · 数字 · 日期 · 地点 · 照片 · 归到项目… · 这是要解决的问题 · 不用管了
    Chen   [photo]
    bot    A-10001-6：加上了，西湖站也看得到。

It becomes no report, and the question stays open. What is a report by itself (a matter at a place) becomes one.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.letters import asking_about_activities as letters
from fieldwork.people import Person, Role
from fieldwork.reports import State
from fieldwork.texts import Translator
from fieldwork.understanding.reading import Reading
from handlers import adding, meant
from handlers.correcting_activities import ASKED_IN_WORDS, is_by_itself
from handlers.enclosing import PARTS
from handlers.hearing import Holds, spoken
from handlers.listening import Listening, listen
from handlers.meant import Meant
from handlers.overtaking import CORRECTING
from handlers.telling_of_activities import CONFIRMS
from handlers.turn import Turn, home_of


class SaysSomethingElse(BaseFilter):
    """Words that nothing could be made of, while it is asked what is not right. Hands on `of`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        words = spoken(message)
        if not words or message.reply_to_message or words.lower() in CONFIRMS:
            return False
        of = await meant.meant(turn, message, person, state)
        if of is None or of.prompt not in ASKED_IN_WORDS:
            return False
        reading = turn.desk.reader.read(words, home_of(roles))
        other = (
            reading.chatter or is_by_itself(turn, of, reading, words) or _names_a_matter(turn, reading, words)
        )
        return False if other else {"of": of}


def _names_a_matter(turn: Turn, reading: Reading, words: str) -> bool:
    """电梯坏了: a matter of its own, at one's own building. 老人不在家 is about the visit."""
    precise = any("." in code for code in reading.categories)
    return reading.kind == "need" and precise and not turn.desk.reader.correction(words).corrects


def router() -> Router:
    saying = Router(name="saying something else")
    saying.message.register(adding.more_sent, Holds(*PARTS), Listening(CORRECTING, State.NOTED))
    saying.message.register(not_understood, SaysSomethingElse())
    return saying


async def not_understood(message: Message, turn: Turn, t: Translator, state: FSMContext, of: Meant) -> None:
    """What can be said, and the same question again."""
    turn.post(letters.asked_again(t, of.report, message.chat.id).model_copy(update={"anew": True}))
    await listen(turn, state, CORRECTING, of.report)
