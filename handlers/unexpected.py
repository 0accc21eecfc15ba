"""Anything else: always something useful, in every state, to every kind of message. Must be last.

    Chen   [sticker]
    bot    这个我看不懂。请写一写发生了什么，或者发照片或者语音。
    Chen   谢谢
    bot    不客气，有事随时说。

Thanks, greetings and questions about the bot are no reports.
"""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.people import Role
from fieldwork.texts import Translator
from handlers.hearing import Holds
from handlers.tapping import out_of_use
from handlers.turn import Turn, home_of


def router() -> Router:
    unexpected = Router(name="unexpected")
    unexpected.callback_query.register(old_button_tapped)
    unexpected.message.register(chatted, Holds("text"))
    unexpected.message.register(something_else_sent)
    return unexpected


async def old_button_tapped(_query: CallbackQuery, t: Translator, callback_answer: CallbackAnswer) -> None:
    callback_answer.text = out_of_use(t)


async def chatted(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    """Thanks, a greeting, a question about the bot, a notice, or no word at all: answered, not filed."""
    match turn.desk.reader.read(message.text or "", home_of(roles)).chatter:
        case "thanks":
            await message.answer(t.reporter("You are welcome. Write any time."))
        case "greeting" | "question":
            await message.answer(
                t.reporter("Hello! Write what happened and where, or send a photo. One message is enough.")
            )
        case "notice":
            await message.answer(
                t.reporter(
                    "This looks like a notice that was passed on, so nothing was filed. If something is wrong "
                    "near you, tell me what and where."
                )
            )
        case _:
            await message.answer(t.reporter("Please tell me in words or with a photo what happened."))


async def something_else_sent(message: Message, t: Translator) -> None:
    await message.answer(
        t.reporter("I cannot read this. Please write what happened, or send a photo or a voice message.")
    )
