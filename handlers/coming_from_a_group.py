"""Somebody taps a button in a group, and the private chat opens.

    Wang   (taps 去私聊处理 under a card in the group)
    bot    N-10001-6 · 待签收 …                                        (the card, for those who may see it)
    Li     (taps the same button)
    bot    没有找到这个号码的上报，请再核对一下数字。
    Chen   (taps 我要报)
    bot    请直接写在哪里、发生了什么，或者发照片，一条消息就行。

Telegram turns such a button into /start with a word behind it; an invitation comes the same way (`joining`).
"""

import re
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from fieldwork import numbers
from fieldwork.people import Person, Role
from fieldwork.texts import Translator
from handlers.joining import came_as_stranger
from handlers.listing import typed_a_number, wants_to_report
from handlers.turn import Turn


class Opened(BaseFilter):
    """/start with this word behind it. Hands on `about`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        said = re.fullmatch(r"/start\s+(\S+)", message.text or "")
        ours = said is not None and (said[1] == "report" or said[1].upper().startswith(("N-", "A-")))
        return {"about": said[1]} if said and ours else False


def router() -> Router:
    coming = Router(name="coming from a group")
    coming.message.register(came, Opened())
    return coming


async def came(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator, about: str
) -> None:
    """The card for those who may see it, else a polite sentence; a stranger learns how to join."""
    if person is None or not roles:
        await came_as_stranger(message.model_copy(update={"text": "/start"}), turn, t)
    elif about == "report":
        await wants_to_report(message, t)
    else:
        await typed_a_number(message, turn, person, roles, t, numbers.read(about))
