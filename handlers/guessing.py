"""Somebody types a word that they guess: 统计, 待核实, 菜单.

    Wang   我的统计
    bot    🔢 …                                      (as though it had been 数字)
    Wang   统计
    bot    您是在找这个吗？点一下就行。                 数字 · 我的时长 · 这是一件要报的事
    Wang   数字
    bot    🔢 …
    Chen   导出数据
    bot    这件事由社工站来做。您可以：                 📣 报事 · … · 这是一件要报的事
    Chen   这是一件要报的事
    bot    好的，当作上报。
    bot    ✅ 收到了 · N-10001-6 …

Only words of `fieldwork/sayings.py`, with nothing but small words around them; whatever holds a place or a matter
is a report. Stands behind whatever waits for an answer, and before reports.
"""

from typing import Any

from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import few_words
from fieldwork.few_words import Meant
from fieldwork.letters import finding_the_way as letters
from fieldwork.people import Role
from fieldwork.sayings import Saying
from fieldwork.texts import Translator
from handlers.finding_the_way import Way, heard_once_more, kinds_of, open_word
from handlers.tapping import Tap, out_of_use
from handlers.turn import Turn
from storage import reports


class Guesses(BaseFilter):
    """A few words that mean something here and are no report. Hands on `meant`."""

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], way: Way | None = None
    ) -> bool | dict[str, Any]:
        if way is not None or not roles or not message.text or message.reply_to_message:
            return False
        meant = few_words.meant(message.text, kinds_of(roles), turn.desk.speak)
        return False if meant is None else {"meant": meant}


class Stuck(BaseFilter):
    """A word that was opened and that no conversation took. Hands on `saying`."""

    async def __call__(self, _message: Message, way: Way | None = None) -> bool | dict[str, Any]:
        return {"saying": way.to} if way is not None and way.to is not None else False


def router() -> Router:
    guessed = Router(name="guessing")
    guessed.message.register(stuck, Stuck())
    guessed.message.register(guessed_word, Guesses())
    guessed.callback_query.register(is_a_report, Tap(letters.REPORT))
    return guessed


async def guessed_word(
    message: Message, turn: Turn, roles: list[Role], t: Translator, meant: Meant, **data: Any
) -> None:
    """What is sure is opened, else it is asked; what others do is told, and what one can do oneself."""
    chat = message.chat.id
    if meant.is_sure:
        await open_word(message, meant.all[0], {**data, "turn": turn, "roles": roles, "t": t})
    elif meant.all:
        turn.post(letters.asked_which(t, chat, meant.all, message.message_id))
    else:
        turn.post(letters.for_others(t, chat, kinds_of(roles), message.message_id))


async def stuck(message: Message, turn: Turn, t: Translator, saying: Saying) -> None:
    """At least how it is said, and never a report of the bot's own making."""
    turn.post(letters.how(t, message.chat.id, saying))


async def is_a_report(
    query: CallbackQuery, bot: Bot, turn: Turn, t: Translator, callback_answer: CallbackAnswer, **data: Any
) -> None:
    """The words stand in the message that the question answers; they are filed once, however often it is tapped."""
    asked = query.message if isinstance(query.message, Message) else None
    words = asked.reply_to_message if asked else None
    if asked is None or words is None or reports.by_message(turn.session, words.chat.id, words.message_id):
        callback_answer.text = out_of_use(t)
        return
    turn.post(letters.taken_as_report(t, words.chat.id, asked.message_id))
    await heard_once_more(words.as_(bot), Way(None), {**data, "bot": bot, "turn": turn, "t": t})
