"""Somebody asks for a digest in words: of which period, and of which place.

    Luo    简报 上周
    bot    📊 凤城街道
           周报 2026年第10周（3月2日—8日） · 截至 3月9日 10:00 …
    Luo    西湖社区上周的简报
    bot    📊 凤城街道西湖社区
           周报 2026年第10周（3月2日—8日） · 截至 3月9日 10:00 …
    Luo    简报 上季度
    bot    没看懂“上季度”。可以这样写：
           简报 昨天 · 简报 上周 · 简报 2026-03 · 简报 上月 西湖社区

What is no period and no place is said to be none after 简报; before it, it goes its own way.
"""

import re
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from fieldwork import asked_figures
from fieldwork.asked_figures import Wanted
from fieldwork.digests import Span
from fieldwork.letters import digests as letters
from fieldwork.people import STAFF, Person, Role, RoleKind
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import asking_for_figures, reading_digests
from handlers.turn import Turn

OPENINGS = ("简报 ", "簡報 ", "看简报 ", "看簡報 ", "/digest ", "Digest ", "digest ")
_READERS = STAFF | {RoleKind.ADMINISTRATOR}
_BEFORE = re.compile(r"看?(?P<what>.{2,24}?)的?简报")


class AsksDigest(BaseFilter):
    """A period or a place, and 简报 behind it, while nothing else is going on. Hands on `wanted`."""

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], raw_state: str | None
    ) -> bool | dict[str, Any]:
        found = _BEFORE.fullmatch(fold(message.text or ""))
        if not found or raw_state is not None or message.reply_to_message or not _may_read(roles):
            return False
        wanted = _wanted(turn, roles, found["what"])
        return False if wanted.left else {"wanted": wanted}


class SaysWhichDigest(BaseFilter):
    """简报 and something behind it. Hands on `wanted`, whether it was understood or not."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        text = message.text or ""
        opening = next((each for each in OPENINGS if text.startswith(each)), None)
        behind = text[len(opening) :].strip() if opening and _may_read(roles) else ""
        return {"wanted": _wanted(turn, roles, behind)} if behind else False


def _may_read(roles: list[Role]) -> bool:
    return any(role.kind in _READERS for role in roles)


def _wanted(turn: Turn, roles: list[Role], words: str) -> Wanted:
    """What is asked of figures alone, a kind or a way to part them, is not understood of a digest."""
    wanted = asked_figures.wanted(words, asking_for_figures.ground(turn, roles))
    knows = bool(wanted.period or wanted.place or wanted.candidates)
    only = knows and not (wanted.figures or wanted.by or wanted.own or wanted.left)
    return wanted if only else wanted._replace(left=wanted.left or words)


def at_once() -> Router:
    """Stands before the short way for plain reports, which knows no question."""
    asked = Router(name="asking for digests at once")
    asked.message.register(asks, AsksDigest())
    return asked


def router() -> Router:
    asked = Router(name="asking for digests")
    asked.message.register(asks, SaysWhichDigest())
    return asked


async def asks(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, wanted: Wanted
) -> None:
    """Has it made, or says what was not understood."""
    own, chat, tree = reading_digests.own_place(turn, roles), message.chat.id, turn.desk.network
    if wanted.left:
        await message.answer(letters.not_understood(t, wanted.left))
        return
    fitting = [code for code in wanted.candidates if reading_digests.may_read(turn, roles, code)]
    place = wanted.place or (fitting[0] if len(fitting) == 1 else "") or ("" if fitting else own)
    period = wanted.period or reading_digests.almanac_of(turn, place).last(turn.desk.day, Span.WEEK)
    if not place:
        turn.post(letters.asked_place(t, chat, period, [(code, tree.path(code)) for code in fitting]))
    elif reading_digests.may_read(turn, roles, place):
        reading_digests.ask(turn, person, roles, chat, place, period.name)
    else:
        await message.answer(letters.not_theirs(t, tree.path(place), tree.path(own)))
