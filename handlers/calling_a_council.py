"""A station calls a meeting of building heads: 议事会.

    Luo    议事会
    bot    🏛 楼长议事会。要开会，点一个地方，或者写“议事会”和地方。        ➕ 西湖花园 · 1 · …
    Luo    西湖花园
    bot    🏛 西湖花园，议题1件：
           1. N-10001-6 · 西湖花园4号楼 · 社区治理 · 下水化粪池
              今天报的
           哪天开？点一个，或者写日期。                                  3月6日 · 3月9日 · 3月12日
    Luo    3月6日
    bot    🏛 西湖花园，3月6日周五：几点开？点一个，或者写时间。          09:30 · 14:30 · 19:00 · 先不定
    Luo    19:00
    bot    🏛 西湖花园，3月6日周五 19:00：在哪儿开？点一个，或者写地点。   社区活动室 · 小区活动室 · 西湖站 · 先不定
    Luo    社区活动室
    bot    🏛 西湖花园楼长议事会，议题1件
           📅 3月6日周五 19:00
           📍 社区活动室
           1. N-10001-6 · …
           议程在会前两天08:30发给楼长和站里。    📅 改日期 · ⏰ 改时间 · 📍 改地点 · ✏️ 加一句 · ➖ 拿掉一件 · ✖️ 不开了

What is put on the agenda afterwards joins it by itself; who asks for a place that has a meeting already is shown
that one. Hour and venue are asked for in `when_and_where`; day and hour may come in one message: 周五晚上7点.
"""

import re
from collections import Counter
from datetime import date, time
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.councils import Council
from fieldwork.days import packed_day
from fieldwork.letters import Letter
from fieldwork.letters import councils as letters
from fieldwork.letters.councils import Waiting
from fieldwork.people import STAFF, Person, Role, RoleKind
from fieldwork.places import Place
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import listing
from handlers.hearing import OfStation
from handlers.listening import Asked
from handlers.meetings import (
    item_shown,
    meeting,
    meeting_places,
    meeting_there,
    meets,
    open_council,
    own_station,
    to_speak_of,
    who_calls,
)
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn, home_of
from handlers.when_and_where import Caller, SaysWhen, change, given, go_on, is_asked, no_day, show, wait
from storage import councils, people

COUNCIL = {"/council", "议事会", "議事會", "楼长议事会", "樓長議事會", "Council"}
OPENINGS = ("议事会 ", "議事會 ", "楼长议事会 ", "樓長議事會 ")
_WITH_PLACE = re.compile(
    r"(?P<before>.{0,15}?)(?:召集|召开|组织|开个?)?(?:楼长)?(?:议事会|楼长会)(?P<after>.{0,15})"
)
SAYING_DAY = "council_day"  # the state of somebody who is asked for the day


class CallsCouncil(BaseFilter):
    """议事会 西湖花园: the place behind it. Hands on `place`."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        if text in COUNCIL:
            return {"place": None}
        opening = next((each for each in OPENINGS if text.startswith(each)), None)
        if opening is None:
            return False
        found = turn.desk.reader.read(text[len(opening) :], home_of(roles)).place
        return {"place": turn.desk.network.places.get(found or "")}


class NamesPlace(BaseFilter):
    """西湖花园开议事会, 议事会西湖花园: a place and nothing else beside the word. Hands on `place`."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        said = _WITH_PLACE.fullmatch(fold(message.text or "").strip())
        named = (said["before"] or said["after"]).strip(" :,，：的") if said else ""
        code = turn.desk.reader.read(named, home_of(roles)).place if named else None
        place = turn.desk.network.places.get(code or "")
        return {"place": place} if place and named == fold(place.name) else False


def at_once() -> Router:
    """Before whatever takes words with a place for a report."""
    calling = Router(name="calling a council at once")
    calling.message.filter(OfStation())
    calling.message.register(wants_council, NamesPlace())
    return calling


def router() -> Router:
    calling = Router(name="calling_a_council")
    calling.message.filter(OfStation())
    calling.callback_query.filter(OfStation())
    calling.message.register(wants_council, CallsCouncil())
    calling.message.register(wrote_day, Asked(SAYING_DAY), SaysWhen())
    calling.callback_query.register(turned_page, Tap("council_page"))
    calling.callback_query.register(chose_place, Tap("council_at", "council_again"))
    calling.callback_query.register(chose_day, Tap("cday"))
    return calling


# -- what there is ----------------------------------------------------------------------------------


async def wants_council(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    place: Place | None,
) -> None:  # fmt: skip
    here = meets(turn, place.code) if place else None
    if here is not None and own_station(turn, roles, here):
        await _at(Caller(turn, t, person, roles, message.chat.id, state), here)
        return
    if here is not None:
        station = turn.desk.network.stations.get(who_calls(turn, here))
        await message.answer(letters.not_yours(t, here.name, station.name if station else ""))
    within = place.code if place and here is None else ""
    turn.post(overview(turn, t, roles, message.chat.id, 0, within))


async def turned_page(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    page = overview(turn, t, roles, chat_of(query), button.record, button.choice)
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))


def overview(
    turn: Turn, t: Translator, roles: list[Role], chat: int, page: int = 0, within: str = ""
) -> Letter:
    """The meetings to come, and where one can be called; `within`: of a street, say, alone."""
    codes, inside = listing.codes_of(turn, roles), turn.desk.network.contains
    to_come = [meeting(turn, one) for one in councils.to_come(turn.session, codes)
               if not within or inside(within, one.place)]  # fmt: skip
    places = [one for one in _places(turn, roles, codes) if not within or inside(within, one.code)]
    return letters.overview(t, chat, to_come, places, page, within)


def _places(turn: Turn, roles: list[Role], codes: list[str]) -> list[Waiting]:
    """Where a meeting can be called: first where matters wait for one, then where heads live, then the rest."""
    many = Counter(item.place for item in councils.waiting(turn.session, codes))
    known = turn.desk.network.places
    own = [place.code for role in roles if role.kind in STAFF for place in meeting_places(turn, role.place)]
    there = [known[code] for code in dict.fromkeys((*many, *own)) if code in known]
    heads = people.holding(turn.session, RoleKind.BUILDING_HEAD, None, turn.desk.day)
    lived = {above.code for _, code in heads for above in turn.desk.network.above(code)}
    there.sort(key=lambda one: (one.code not in many, one.code not in lived))
    return [Waiting(one.code, one.name, many[one.code]) for one in there if own_station(turn, roles, one)]


async def chose_place(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    place, caller = (
        turn.desk.network.places.get(button.choice),
        Caller(turn, t, person, roles, chat_of(query), state),
    )
    if place is None or not own_station(turn, roles, place):
        callback_answer.text = out_of_use(t)
    elif button.action == "council_again":
        await ask_day(caller, place, 0)
    else:
        await _at(caller, place)


async def _at(caller: Caller, place: Place) -> None:
    """The meeting at which a place is spoken of, where one is called and nothing waits beside it; else the day."""
    called = meeting_there(caller.turn, place, own_station(caller.turn, caller.roles, place))
    if called is None or to_speak_of(caller.turn, caller.roles, place):
        await ask_day(caller, place, 0)
    else:
        show(caller, called, place.code)


# -- the day ----------------------------------------------------------------------------------------


async def ask_day(caller: Caller, place: Place, again: int) -> None:
    """On which day; `again`: of a meeting that is moved."""
    turn = caller.turn
    calendar = turn.desk.calendars.of(own_station(turn, caller.roles, place))
    days = [calendar.working_day_after(turn.desk.day, many) for many in (3, 4, 5, 8, 10)]
    held = councils.of_council(turn.session, again) if again else to_speak_of(turn, caller.roles, place)
    items = [item_shown(turn, one) for one in held]
    turn.post(letters.asked_day(caller.t, caller.chat, place.code, place.name, items, days, again))
    await wait(caller, SAYING_DAY, place=place.code, again=again)


async def chose_day(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    code, _, written = button.choice.partition("/")
    place, day = turn.desk.network.places.get(code), packed_day(written)
    may = place is not None and bool(own_station(turn, roles, place)) and is_asked(turn, query)
    if not may or place is None or day is None or day < turn.desk.day:
        callback_answer.text = out_of_use(t)
    else:
        await _on(Caller(turn, t, person, roles, chat_of(query), state), place, (day, None), button.record)


async def wrote_day(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    kept: dict[str, Any], when: tuple[date | None, time | None],
) -> None:  # fmt: skip
    place = turn.desk.network.places.get(kept["place"])
    if when[0] is None or when[0] < turn.desk.day or place is None:
        await message.answer(no_day(t))
    else:
        await _on(Caller(turn, t, person, roles, message.chat.id, state), place, when, kept["again"])


async def _on(caller: Caller, place: Place, when: tuple[date | None, time | None], again: int) -> None:
    """Calls it, or moves it to another day."""
    day, hour = when
    council = open_council(caller.turn, caller.roles, again) if again else _called(caller, place, day)
    if council is None:
        caller.turn.post(Letter(chat=caller.chat, text=out_of_use(caller.t)))
    else:
        await go_on(caller, change(caller, council, **given(held_on=day, opens_at=hour)))


def _called(caller: Caller, place: Place, day: date | None) -> Council | None:
    """A meeting with all that waits there; the same one where the same is called twice."""
    turn, station = caller.turn, own_station(caller.turn, caller.roles, place)
    if day is None or not station:
        return None
    to_come = councils.to_come(turn.session, [station])
    same = next((one for one in to_come if (one.place, one.held_on) == (place.code, day)), None)
    council = same or councils.call(turn.session, Council(
        place=place.code, station=station, held_on=day, called_by=caller.person.id, called_at=turn.now,
    ))  # fmt: skip
    for item in to_speak_of(turn, caller.roles, place):
        councils.change_item(turn.session, item.id, council_id=council.id)
    return council
