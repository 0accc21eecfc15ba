"""What a handler may call: little, so that nothing it means to say is lost on the way to a letter."""

import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.conversing.listening import CapturedCallError, LetterSession
from fieldwork.letters import Kind

MARKUP = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="yes")]])


@pytest.fixture
def session() -> LetterSession:
    return LetterSession()


@pytest.fixture
def bot(session: LetterSession) -> Bot:
    return Bot("42:sandbox", session=session)


async def test_words_and_answers_to_taps_become_letters(bot: Bot, session: LetterSession) -> None:
    session.chat = 7
    await bot.send_message(7, "All right.")
    await bot.answer_callback_query("tap", "Done")
    await bot.send_chat_action(7, "typing")
    words, answer = session.letters
    assert (words.chat, words.text) == (7, "All right.")
    assert (answer.kind, answer.chat, answer.query, answer.text) == (Kind.ANSWER, 7, "tap", "Done")


async def test_any_other_call_raises_and_names_itself(bot: Bot, session: LetterSession) -> None:
    with pytest.raises(CapturedCallError, match="GetChat "):
        await bot.get_chat(7)
    with pytest.raises(CapturedCallError, match="SendMessage "):
        await bot.send_message(7, "Sure?", reply_markup=MARKUP)
    assert session.letters == []
