"""Somebody wants to be spoken to in another language.

    He     The lift in building 5 is broken
    bot    (the report's card, in the station's language, and)
           Shall I speak English with you?             English · 简体中文
    He     English
    bot    From now on: English.

Changed by a tap, or by an offer when somebody writes in another script; offered once.
"""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import welcoming
from fieldwork.people import Person, Role
from fieldwork.texts import Language, Translator
from handlers.hearing import Says
from handlers.tapping import Tap, chat_of, out_of_use
from handlers.turn import Turn
from storage import people

WORDS = {"语言", "語言", "Language"}


def router() -> Router:
    languages = Router(name="languages")
    languages.message.register(wants_to_choose, Says(WORDS))
    languages.message.register(wants_to_choose, Command("language"))
    languages.callback_query.register(chosen, Tap("speak"))
    return languages


async def wants_to_choose(message: Message, turn: Turn, t: Translator) -> None:
    turn.post(welcoming.asked_language(t, message.chat.id).model_copy(update={"anew": True}))


async def chosen(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if button.choice not in tuple(Language):
        callback_answer.text = out_of_use(t)
    else:
        people.set_language(turn.session, person.id, button.choice)
        kinds = frozenset(role.kind for role in roles)
        turn.post(welcoming.language_set(turn.desk.speak(button.choice), chat_of(query), kinds))


def offer(turn: Turn, person: Person, t: Translator, message: Message) -> None:
    """Offers another language once, to somebody who never chose one and writes in another script."""
    script = turn.desk.script(message.text or message.caption or "")
    if person.language or script is None or script is t.language:
        return
    people.set_language(turn.session, person.id, t.language.value)
    turn.post(welcoming.language_offered(t, message.chat.id, turn.desk.speak(script.value)))
