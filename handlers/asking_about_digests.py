"""Somebody asks about the digests themselves: who gets them, why not in a group, how to read or to shorten them.

    Luo    简报发给谁
    bot    您的简报只发给您一个人，写的是您管的那一片。同事各收各的，别人收不到您这一份。          ⏰ 时间
    Luo    简报发到群里
    bot    简报只在私聊里发给本人，不发到群里：里面有些事，群里的人不一定都能看。          ⏰ 时间
    Luo    简报太长了
    bot    最要紧的写在最前面，后面看不看都行。嫌多，可以停掉一种，随时能恢复；几点发也能改。          ⏰ 时间
    Luo    简报看不懂
    bot    每一行先写名称，再写数。 …          🔢 数字 · ⏰ 时间
    Luo    我要改时间
    bot    ⏰ 我的提醒
           · 每日简报：08:30 …

Whoever gets none hears that. They were kept as reports, which nobody could do anything about.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from fieldwork import asked_about_digests
from fieldwork.asked_about_digests import Question
from fieldwork.buttons import Button
from fieldwork.digest_times import RHYTHMS
from fieldwork.letters import Letter
from fieldwork.letters import own_rhythms as letters
from fieldwork.people import STAFF, Person, Role
from fieldwork.texts import Translator
from handlers import own_rhythms
from handlers.turn import Turn


class AsksAboutDigests(BaseFilter):
    """Such a question, while nothing else is asked. Hands on `question`."""

    async def __call__(
        self, message: Message, roles: list[Role], raw_state: str | None
    ) -> bool | dict[str, Any]:
        if not roles or raw_state is not None or message.reply_to_message:
            return False
        question = asked_about_digests.read(message.text or "")
        return {"question": question} if question else False


def router() -> Router:
    """Stands before the short way for plain reports."""
    asking = Router(name="asking about digests")
    asking.message.register(asked, AsksAboutDigests())
    return asking


async def asked(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, question: Question
) -> None:
    """Its answer, above the way to change when they come."""
    chat, works = message.chat.id, any(role.kind in STAFF for role in roles)
    if question is Question.TIME:
        turn.post(own_rhythms.list_of(turn, t, chat, person, roles))
    elif not {*RHYTHMS.values()} & {*own_rhythms.theirs(turn, roles)}:
        turn.post(letters.none_of_these(t, chat, ()))
    else:
        figures = Button(label=t.staff("🔢 Figures"), action="fig", choice="month")
        row = (figures,) if works and question is Question.UNCLEAR else ()
        answer = _answer(t, question, works=works)
        turn.post(Letter(chat=chat, text=answer, buttons=((*row, letters.own_time(t)),)))


def _answer(t: Translator, question: Question, *, works: bool) -> str:
    match question:
        case Question.WHO:
            return t.both("Your digest comes to you alone and is of what you look after. Each of your colleagues gets "
                          "their own; nobody else gets yours.")  # fmt: skip
        case Question.GROUP:
            return t.both("Digests come to each in private and never to a group: not everybody there may know of all "
                          "that is in them.")  # fmt: skip
        case Question.LONG:
            return t.both("The weightiest stands first; you need not read what follows. If it is too much, stop one of "
                          "them, and begin again whenever you like; the time can be changed too.")  # fmt: skip
        case _ if works:
            return t.staff("A line is a name and its figure. “16 / 20” is 16 out of 20; “before” is the same span "
                           "before this one; “of it late” was reported after its day. Tap a figure in “Figures” to "
                           "see what it is made of.")  # fmt: skip
        case _:
            return t.reporter("✓ is what was solved, … is what is still being dealt with, and who has it. Tap a number "
                              "to see that one.")  # fmt: skip
