"""Somebody types what stands on a button under one of their own cards: it does what the button does.

    bot    ✅ 收到了 · N-10001-6 …                                   补充 · 不对，改一下
    Chen   不对，改一下
    bot    N-10001-6：哪里不对？               类别 · 地点 · 紧急程度 · 我说的话 · 不用管了

The newest message with such a button counts, of what the reporter is shown and asked, never of what a station is:
there the same word stands under many cards. It is heard as a tap, and whatever a tap would be told is said.
"""

import unicodedata
from typing import Any

from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from fieldwork.buttons import Button
from fieldwork.letters import Kind, Letter
from fieldwork.letters.amending import AMENDING
from fieldwork.letters.matter import CALLBACK, LATE, QUESTION, REPORTER, VOICE
from fieldwork.people import Person
from fieldwork.understanding.folding import fold
from handlers.ending_a_round import OnTheWay
from handlers.finding_the_way import CARRIED
from handlers.overtaking import CORRECTING
from handlers.turn import Turn
from storage import cards, reports

OWN = tuple(f"{kind}:" for kind in (REPORTER, QUESTION, AMENDING, CALLBACK, LATE, VOICE))
SHORTEST, LONGEST = 2, 30  # letters of a label
LATELY = 12  # letters to a chat that are looked through
TYPED = "typed"  # in the place of the id of a tap


class TypesLabel(BaseFilter):
    """The words of a button under an own card. Hands on `button`, and `under` which message it stands."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        said = _letters(message.text or "")
        if person is None or message.chat.id != person.account or message.reply_to_message:
            return False
        if not SHORTEST <= len(said) <= LONGEST:
            return False
        return _found(turn, person, message.chat.id, said) or False


def _letters(words: str) -> str:
    """Letters and digits alone: no emoji, no mark."""
    return "".join(each for each in fold(words) if unicodedata.category(each)[0] in "LN")


def _found(turn: Turn, person: Person, chat: int, said: str) -> dict[str, Any] | None:
    for under, letter in cards.lately(turn.session, chat, LATELY):
        if not (letter.card or letter.beside or "").startswith(OWN):
            continue
        for button in (each for row in letter.buttons for each in row):
            if button.url is None and _letters(button.label) == said and _is_own(turn, person, button):
                return {"button": button, "under": under}
    return None


def _is_own(turn: Turn, person: Person, button: Button) -> bool:
    report = reports.by_serial(turn.session, button.record)
    return report is not None and report.reporter_id == person.id


class MenuIsOpen(BaseFilter):
    """It is asked what is not right: 数字 is a line of the menu there, and opens no figures."""

    async def __call__(self, _message: Message, raw_state: str | None) -> bool:
        return raw_state == CORRECTING


def at_once() -> Router:
    """On the way from door to door, where other words are a household; and under an open menu."""
    typing = Router(name="typing a label at once")
    typing.message.register(typed, MenuIsOpen(), TypesLabel())
    typing.message.register(typed, OnTheWay(), TypesLabel())
    return typing


def router() -> Router:
    typing = Router(name="typing a label")
    typing.message.register(typed, TypesLabel())
    return typing


async def typed(message: Message, bot: Bot, turn: Turn, button: Button, under: int, **data: Any) -> None:
    """From the first conversation on, as every tap."""
    card = Message(message_id=under, date=turn.now, chat=message.chat).as_(bot)
    tap = CallbackQuery.model_validate(
        {"id": TYPED, "from_user": message.from_user, "chat_instance": TYPED, "message": card,
         "data": button.packed()}
    ).as_(bot)  # fmt: skip
    *_, first = data["event_router"].chain_head
    given = {**data, "bot": bot, "turn": turn}
    await first.propagate_event(
        "callback_query", tap, **{name: given[name] for name in CARRIED if name in given}
    )
    _say_the_answer(turn)


def _say_the_answer(turn: Turn) -> None:
    """There is no tap that could be answered: what it would be told comes as a message."""
    said = [_as_message(letter) if letter.query == TYPED else letter for letter in turn.letters]
    turn.letters[:] = [letter for letter in said if letter is not None]


def _as_message(answer: Letter) -> Letter | None:
    return (
        answer.model_copy(update={"kind": Kind.TEXT, "query": None, "worth": None}) if answer.text else None
    )
