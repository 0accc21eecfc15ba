"""A station does not work on some days: its head says so, and every limit there moves.

    Luo    休息
    bot    📴 还没有登记休息日。
           写“休息 12-31 盘点”；别的站写“西湖站 12-31 休息 盘点”。
    Luo    西湖站 3-4到3-5 休息 盘点
    bot    📴 西湖站 03-04 到 03-05休息：盘点。
           这几天不算工作时间，时限往后顺延；特急、紧急的照常计时。           照常上班
    bot    (to those who work there) 📴 西湖站 03-04 到 03-05休息：盘点。
    Luo    照常上班
    bot    ☀️ 西湖站 03-04 到 03-05照常上班。

Before the next step fires, everything open at the station is reckoned anew (falling_due) and its cards say so.
"""

import re
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.days import Span, read_span
from fieldwork.duty import Closure
from fieldwork.letters import duty as letters
from fieldwork.people import Person, Role
from fieldwork.places import Station
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers.being_on_duty import LONGEST, arranged, colleagues, outdated
from handlers.hearing import OfStation, Says
from handlers.tapping import Tap, chat_of, tapped_message
from handlers.turn import Turn, voice
from storage import duties

CLOSED = {"/closed", "休息", "休息日", "放假", "Closed"}
OPENINGS = ("休息 ", "休息日 ", "放假 ", "closed ", "Closed ")
OWN = ("本站", "我站", "我们站")
_DAYS_FIRST = re.compile(
    r"(?P<station>\S+?)\s*(?P<days>(?:\d|今|明|后|下?周|下?星期|到).*?)\s*(?:休息|放假|CLOSED)"
)


class Said(NamedTuple):
    """What a head wrote: when which station does not work, and why."""

    station: Station
    span: Span
    reason: str


class SaysClosed(BaseFilter):
    """休息 12-31 盘点; 西湖站 12-31 休息 盘点. Hands on `said`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person, roles: list[Role]
    ) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        theirs = arranged(turn, roles) if text else []
        said = _read(turn, text, theirs) if theirs else None
        return {"said": said} if said else False


def _read(turn: Turn, text: str, theirs: list[Station]) -> Said | None:
    words, today = fold(text), turn.desk.day
    for key in sorted(map(fold, OPENINGS), key=len, reverse=True):
        if words.startswith(key):
            return _days_and_reason(theirs[0], text[len(key) :].strip(), turn)
    found = _DAYS_FIRST.match(words)
    span = read_span(found["days"], today) if found else None
    if found is None or span is None:
        return None
    own = theirs[:1] if found["station"] in OWN else []
    named = [*own, *(one for one in theirs if fold(one.name) == found["station"])]
    return Said(named[0], span, text[found.end() :].strip(" ，,：:")) if named else None


def _days_and_reason(station: Station, text: str, turn: Turn) -> Said | None:
    """The days are the longest beginning that reads as days; what stands behind is the reason."""
    parts = text.split()
    for many in range(len(parts), 0, -1):
        span = read_span(fold(" ".join(parts[:many])), turn.desk.day)
        if span:
            return Said(station, span, " ".join(parts[many:]))
    return None


def router() -> Router:
    closing = Router(name="closing_days")
    closing.message.filter(OfStation())
    closing.callback_query.filter(OfStation())
    closing.message.register(wants_closures, Says(CLOSED))
    closing.message.register(said_closed, SaysClosed())
    closing.callback_query.register(works_again, Tap("works"))
    return closing


async def wants_closures(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    """Those of the stations they head or work at, from today on."""
    theirs = arranged(turn, roles)
    stations = {station.code: station for station in theirs}
    coming = [
        (stations[each.station], each)
        for each in duties.closures(turn.session)
        if each.station in stations and each.until >= turn.desk.day
    ]
    if theirs:
        turn.post(letters.closures(t, message.chat.id, coming))
    else:
        await message.answer(t.staff("Your head enters the days on which the station is closed."))


async def said_closed(message: Message, turn: Turn, person: Person, t: Translator, said: Said) -> None:
    if said.span.until < turn.desk.day or said.span.until - turn.desk.day > LONGEST * 4:
        await message.answer(t.staff("Please give days from today on, one year at most."))
        return
    closure = Closure(station=said.station.code, since=max(said.span.since, turn.desk.day), until=said.span.until,
                      reason=said.reason, noted_at=turn.now, noted_by=person.id)  # fmt: skip
    duties.close(turn.session, closure)
    turn.post(letters.closed(t, message.chat.id, said.station, closure, own=True))
    for other in colleagues(turn, said.station):
        if other.id != person.id:
            told = letters.closed(voice(turn, other), other.account or 0, said.station, closure, own=False)
            turn.post_by_day(told)


async def works_again(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    station = next((one for one in arranged(turn, roles) if one.code == button.choice), None)
    span = letters.unpacked(button.version)
    if (
        station is None
        or span is None
        or not duties.open_again(turn.session, station.code, span.since, turn.now)
    ):
        callback_answer.text = outdated(t)
        return
    again = letters.works_again(t, chat_of(query), station, span)
    turn.post(again.model_copy(update={"message_id": tapped_message(query)}))
    for other in colleagues(turn, station):
        if other.id != person.id:
            turn.post_by_day(letters.works_again(voice(turn, other), other.account or 0, station, span))
