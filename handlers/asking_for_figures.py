"""Somebody of a station asks for figures in words: which period, which place, which figure, apart by what.

    Luo    数字 上月 西湖社区
    bot    🔢 凤城街道西湖社区，2026年2月 …
    Luo    这个月西湖社区入户走访了多少户？
    bot    🔢 入户走访：5 户
           凤城街道西湖社区 · 2026年3月
           共 1 条记录 …
    Luo    上报 按社区
    bot    🔢 上报：1 件
           凤城街道 · 2026年3月 · 按社区
           西湖社区  1 件
    Luo    数字 上季度
    bot    没看懂“上季度”。可以这样写：
           数字 上月 西湖社区 · 数字 三月 · 数字 2026-W10
           入户走访多少户 · 签收率 按社区

What holds anything else is no question for figures, and goes its own way; after 数字 it is said what was not read.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from fieldwork import asked_figures, few_words
from fieldwork.activities import ActivityKind
from fieldwork.asked_figures import Ground, Wanted
from fieldwork.digests import Span
from fieldwork.figures import FIGURES, Figure
from fieldwork.letters import Letter
from fieldwork.letters import asking_for_figures as letters
from fieldwork.letters import finding_the_way as ways
from fieldwork.letters.activities import kind_named
from fieldwork.letters.terms import KINDS, figure_named
from fieldwork.people import STAFF, Person, Role
from fieldwork.periods import period_of
from fieldwork.texts import Language, Translator, Translators
from fieldwork.understanding.folding import fold
from handlers import looking_at_figures, looking_at_parts
from handlers.finding_the_way import Way, kinds_of
from handlers.hearing import OfStation
from handlers.looking_at_figures import look_of, may_look, own_place
from handlers.turn import Turn, home_of

OPENINGS = ("数字 ", "數字 ", "看数字 ", "看數字 ", "/figures ", "Figures ", "figures ")


class AsksFigures(BaseFilter):
    """Words that can be nothing but a question for figures, while nothing else is going on. Hands on `wanted`."""

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], raw_state: str | None, way: Way | None = None
    ) -> bool | dict[str, Any]:
        text = message.text or ""
        if raw_state is not None or message.reply_to_message or not roles or (way and way.to is None):
            return False
        if not asked_figures.may_ask(text, _terms(turn.desk.speak)[0]):
            return False
        wanted = asked_figures.wanted(text, ground(turn, roles))
        return {"wanted": wanted} if wanted.says_enough else False


class OfNoStation(BaseFilter):
    """Who reads no figures; and does not mean something of their own by these words."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool:
        if any(role.kind in STAFF for role in roles):
            return False
        return few_words.meant(message.text or "", kinds_of(roles), turn.desk.speak) is None


class SaysWhichFigures(BaseFilter):
    """数字 and something behind it. Hands on `wanted`, whether it was understood or not."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        behind = asked_figures.opened(message.text or "")
        return False if behind is None else {"wanted": asked_figures.wanted(behind, ground(turn, roles))}


def at_once() -> Router:
    """Stands before the short way for plain reports, which knows no question."""
    asked = Router(name="asking for figures at once")
    asked.message.register(asks, OfStation(), AsksFigures())
    asked.message.register(asks_others, OfNoStation(), AsksFigures())
    return asked


async def asks_others(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    """Figures are read at a station; what they can do themselves stands below, and that it was a report after all."""
    turn.post(ways.for_others(t, message.chat.id, kinds_of(roles), message.message_id))


def router() -> Router:
    asked = Router(name="asking for figures")
    asked.message.register(asks, OfStation(), SaysWhichFigures())
    return asked


def ground(turn: Turn, roles: list[Role]) -> Ground:
    """What the words are read against: today, the district's periods, and its places near one's own."""
    desk, home = turn.desk, home_of(roles)
    terms, kinds = _terms(desk.speak)
    return Ground(desk.day, desk.rules.periods, lambda said: desk.reader.placed(said, home), terms, kinds)


@lru_cache(maxsize=4)  # rules that are put in force bring new translators
def _terms(speak: Translators) -> tuple[Mapping[str, Figure], Mapping[str, ActivityKind]]:
    """Figures and kinds by what they are called in each language."""
    voices = [speak(language.value) for language in Language]
    terms = {fold(figure_named(t, one.name)): one for t in voices for one in FIGURES if one.name not in KINDS}
    kinds = {fold(kind_named(t, kind)): kind for t in voices for kind in ActivityKind}
    return terms, kinds


async def asks(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, wanted: Wanted
) -> None:
    """Shows what was asked for, or says what was not understood."""
    turn.post(_answer(turn, t, person, roles, wanted, message.chat.id))


def _answer(
    turn: Turn, t: Translator, person: Person, roles: list[Role], wanted: Wanted, chat: int
) -> Letter:
    own = own_place(turn, roles)
    if wanted.left:
        return letters.not_understood(t, chat, wanted.left)
    period = wanted.period or period_of(turn.desk.day, Span.MONTH, turn.desk.rules.periods)
    if wanted.candidates:
        places = [
            (code, turn.desk.network.path(code)) for code in wanted.candidates if may_look(turn, roles, code)
        ]
        return letters.asked_place(t, chat, period, places)
    place = wanted.place or own
    look = look_of(turn, person, roles, f"{period.name}/{'own' if wanted.own else ''}/{place}", 0)
    if look is None:
        return letters.not_theirs(t, chat, turn.desk.network.path(place), turn.desk.network.path(own))
    if wanted.by:
        return _apart(turn, t, look, wanted, chat)
    if len(wanted.figures) == 1:
        return looking_at_figures.opened(turn, t, look, wanted.figures[0], person, roles, chat)
    return looking_at_figures.overview(turn, t, look, chat, wanted.figures)


def _apart(turn: Turn, t: Translator, look: looking_at_figures.Look, wanted: Wanted, chat: int) -> Letter:
    """The figure apart; where none is named, or several, those that can be are offered."""
    assert wanted.by is not None, "asked only where it is said"
    if len(wanted.figures) == 1:
        return looking_at_parts.apart(turn, t, look, wanted.figures[0], wanted.by, chat)
    found = looking_at_figures.worth_saying(turn, look, wanted.figures)
    some = [one for figure, one in found if wanted.by in looking_at_parts.ways_of(figure)]
    return letters.asked_which(t, chat, look.page, wanted.by, some)
