"""Somebody asks for a digest in words: of which period, and of which place.

    Luo    简报 上周
    bot    📊 凤城街道
           周报 2026年第10周（3月2日—8日） · 截至 3月9日 10:00 …
    Luo    西湖社区上周的简报
    bot    📊 凤城街道西湖社区
           周报 2026年第10周（3月2日—8日） · 截至 3月9日 10:00 …
    Luo    重发上周的
    bot    📊 凤城街道
           周报 2026年第10周（3月2日—8日） · 截至 3月9日 10:00 …
    Luo    西湖社区月报
    bot    📊 凤城街道西湖社区
           月报 2026年2月 · 截至 3月9日 10:00 …
    Luo    简报 上季度
    bot    没看懂“上季度”。可以这样写：
           简报 昨天 · 简报 上周 · 简报 2026-03 · 简报 上月 西湖社区

周报 alone is of the last week that is over, 白皮书 of the last year. A building head reads their own month instead, and
hears that theirs is of a month.
What is no period and no place is said to be none after 简报; before it, longer words go their own way.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from fieldwork import asked_digests, asked_figures
from fieldwork.asked_digests import Named
from fieldwork.asked_figures import Wanted
from fieldwork.digests import Span
from fieldwork.letters import digests as letters
from fieldwork.letters import finding_the_way as ways
from fieldwork.people import STAFF, Person, Role, RoleKind
from fieldwork.periods import Period
from fieldwork.texts import Translator
from handlers import asking_for_figures, own_months, reading_digests
from handlers.finding_the_way import Way, kinds_of
from handlers.turn import Turn

OPENINGS = ("简报 ", "簡報 ", "看简报 ", "看簡報 ", "/digest ", "Digest ", "digest ")
_READERS = STAFF | {RoleKind.ADMINISTRATOR}


class NamesDigest(BaseFilter):
    """简报, 周报, 白皮书 behind a period or a place, or one that is to be sent again; nothing else goes on."""

    async def __call__(
        self, message: Message, roles: list[Role], raw_state: str | None, way: Way | None = None
    ) -> bool | dict[str, Any]:
        if raw_state is not None or message.reply_to_message or way is not None or not roles:
            return False
        named = asked_digests.named(message.text or "")
        return {"named": named} if named else False


class AsksDigest(BaseFilter):
    """Somebody who reads digests, of a period or a place that there is. Hands on `wanted`."""

    async def __call__(
        self, _message: Message, turn: Turn, roles: list[Role], named: Named
    ) -> bool | dict[str, Any]:
        if not _may_read(roles) or _means_the_morning(roles, named):
            return False
        if named.is_bare:
            return {"wanted": _last(turn, roles, named.span)} if named.span else False
        wanted = _wanted(turn, roles, named.rest)
        if wanted.left and not (named.by_name and named.is_short and _is_no_matter(turn, named)):
            return False
        if not named.by_name and wanted.period is None:
            return False
        return {
            "wanted": wanted
            if wanted.period or not named.span
            else _of_the_last(turn, roles, wanted, named.span)
        }


class AsksOwnMonth(BaseFilter):
    """A building head: theirs are of a month. Hands on `back`, how many months ago, and what was `asked` for."""

    async def __call__(
        self, _message: Message, turn: Turn, roles: list[Role], named: Named
    ) -> bool | dict[str, Any]:
        if not _heads_alone(roles) or not (named.by_name or named.rest):
            return False
        wanted = Wanted() if named.is_bare else _wanted(turn, roles, named.rest)
        if wanted.left or not (named.by_name or wanted.period):
            return False
        return {"back": _back(turn, wanted), "asked": wanted.period or named.span}


class NamesOwnMonth(BaseFilter):
    """The same, with the month behind it: 简报 上月."""

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], raw_state: str | None, way: Way | None = None
    ) -> bool | dict[str, Any]:
        behind = asked_digests.behind(message.text or "")
        if raw_state is not None or message.reply_to_message or way is not None or not behind:
            return False
        wanted = _wanted(turn, roles, behind) if _heads_alone(roles) else Wanted()
        if wanted.left or wanted.period is None:
            return False
        return {"back": _back(turn, wanted), "asked": wanted.period}


class SendsAgain(BaseFilter):
    """重发, and nothing else: which of them is asked."""

    async def __call__(self, _message: Message, roles: list[Role], named: Named) -> bool:
        return named.again and named.is_bare and not named.span and _may_read(roles)


class OnlyNames(BaseFilter):
    """Who has none, and names one with nothing else but when and where."""

    async def __call__(self, _message: Message, turn: Turn, roles: list[Role], named: Named) -> bool:
        if _may_read(roles) or not named.by_name:
            return False
        return named.is_bare or not _wanted(turn, roles, named.rest).left


def _heads_alone(roles: list[Role]) -> bool:
    """A building head who reads no digests of places."""
    return any(role.kind is RoleKind.BUILDING_HEAD for role in roles) and not _may_read(roles)


def _back(turn: Turn, wanted: Wanted) -> int:
    """How many months ago: this one, or the last."""
    return int(wanted.period is not None and wanted.period.until < reading_digests.this_month(turn).since)


def _means_the_morning(roles: list[Role], named: Named) -> bool:
    """日报 of a worker is what the day brings (starting_the_day)."""
    works = not any(role.kind in reading_digests.OVER for role in roles)
    return works and named.is_bare and named.span is Span.DAY


def _is_no_matter(turn: Turn, named: Named) -> bool:
    return not turn.desk.reader.read(named.rest).categories


def _last(turn: Turn, roles: list[Role], span: Span) -> Wanted:
    """周报 alone is of the last week that is over."""
    return Wanted(
        reading_digests.almanac_of(turn, reading_digests.own_place(turn, roles)).last(turn.desk.day, span)
    )


def _of_the_last(turn: Turn, roles: list[Role], wanted: Wanted, span: Span) -> Wanted:
    """西湖社区月报: a place without a period."""
    return wanted._replace(period=_last(turn, roles, span).period)


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
    asked.message.register(asks, NamesDigest(), AsksDigest())
    asked.message.register(reading_digests.wants_digest, NamesDigest(), SendsAgain())
    asked.message.register(asks_own_month, NamesDigest(), AsksOwnMonth())
    asked.message.register(asks_own_month, NamesOwnMonth())
    asked.message.register(has_none, NamesDigest(), OnlyNames())
    return asked


def router() -> Router:
    asked = Router(name="asking for digests")
    asked.message.register(asks, SaysWhichDigest())
    return asked


async def asks_own_month(
    message: Message, turn: Turn, person: Person, t: Translator, back: int, asked: Period | Span | None
) -> None:
    """This month's, or the last: 上个月的简报. 上周的简报 there is none."""
    this = reading_digests.this_month(turn)
    own_months.show(turn, t, person, this, message.chat.id, back, asked)


async def has_none(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    """It is no report either."""
    turn.post(ways.for_others(t, message.chat.id, kinds_of(roles), message.message_id))


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
