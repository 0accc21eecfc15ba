"""A station calls a meeting of building heads: 议事会.

    Luo    议事会
    bot    🏛 楼长议事会。要开会，点一个地方，或者写“议事会”和地方。        ➕ 西湖花园 · 1 · …
    Luo    西湖花园
    bot    🏛 西湖花园，议题1件：
           1. N-10001-6 · 西湖花园4号楼 · 社区治理 · 下水化粪池
           哪天开？点一个，或者写日期。                                  3月6日 · 3月9日 · 3月12日
    Luo    3月6日
    bot    🏛 3月6日，西湖花园：议题1件。
           1. N-10001-6 · …
           议程在会前两天08:30发给楼长和站里。                ➖ 拿掉一件 · 📅 改日期 · ✖️ 不开了
    …      (two days before, at 08:30)
    bot    (to Chen, Li, Wang …) 🏛 3月6日：西湖花园楼长议事会。
           1. N-10001-6 · …

What is put on the agenda afterwards joins it by itself; who asks for a place that has a meeting already is shown
that one. On the day, the card has 📝 会议记录 (keeping_the_minutes).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import quiet
from fieldwork.buttons import Button
from fieldwork.councils import AgendaItem, Council
from fieldwork.days import packed_day, read_day
from fieldwork.letters import Letter
from fieldwork.letters import councils as letters
from fieldwork.letters.councils import Item, Meeting, Waiting
from fieldwork.people import STAFF, Person, Role, RoleKind, can_be_reached
from fieldwork.places import Place, PlaceKind
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import listing
from handlers.hearing import OfStation
from handlers.listening import Asked
from handlers.putting_on_the_agenda import meeting_there, shown
from handlers.tapping import Tap, chat_of, tapped_message
from handlers.turn import Turn, home_of, voice
from storage import councils, people, reports

COUNCIL = {"/council", "议事会", "議事會", "楼长议事会", "樓長議事會", "Council"}
OPENINGS = ("议事会 ", "議事會 ", "楼长议事会 ", "樓長議事會 ")
SAYING_DAY = "council_day"  # the state of somebody who is asked for the day
AHEAD = timedelta(days=2)  # before the day the agenda is sent …
SENT_AT = time(8, 30)  # … at this time


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
        return {"place": _meets(turn, found or "")}


def router() -> Router:
    calling = Router(name="calling_a_council")
    calling.message.filter(OfStation())
    calling.callback_query.filter(OfStation())
    calling.message.register(wants_council, CallsCouncil())
    calling.message.register(wrote_day, Asked(SAYING_DAY))
    calling.callback_query.register(turned_page, Tap("council_page"))
    calling.callback_query.register(chose_place, Tap("council_at", "council_again"))
    calling.callback_query.register(chose_day, Tap("cday"))
    calling.callback_query.register(looked, Tap("council"))
    calling.callback_query.register(moves, Tap("council_move"))
    calling.callback_query.register(takes_off, Tap("council_items"))
    calling.callback_query.register(took_off, Tap("council_drop"))
    calling.callback_query.register(calls_off, Tap("council_off"))
    return calling


def _meets(turn: Turn, code: str) -> Place | None:
    """Where people of a place meet: their estate, else their community."""
    network = turn.desk.network
    return network.at(code, PlaceKind.ESTATE) or network.at(code, PlaceKind.COMMUNITY)


# -- what there is ----------------------------------------------------------------------------------


async def wants_council(
    message: Message, turn: Turn, roles: list[Role], t: Translator, state: FSMContext, place: Place | None
) -> None:
    if place is not None and _station(turn, roles, place):
        await _at(turn, t, message.chat.id, state, roles, place)
    else:
        turn.post(_overview(turn, t, roles, message.chat.id, 0))


async def turned_page(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    page = _overview(turn, t, roles, chat_of(query), button.record)
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))


def _overview(turn: Turn, t: Translator, roles: list[Role], chat: int, page: int) -> Letter:
    codes = listing.codes_of(turn, roles)
    to_come = [meeting(turn, one) for one in councils.to_come(turn.session, codes)]
    return letters.overview(t, chat, to_come, _places(turn, roles, codes), page)


def _places(turn: Turn, roles: list[Role], codes: list[str]) -> list[Waiting]:
    """Where a meeting can be called: first where matters wait for one, then the own places."""
    many = Counter(item.place for item in councils.waiting(turn.session, codes))
    known = turn.desk.network.places
    own = [place.code for role in roles if role.kind in STAFF for place in _meeting_places(turn, role.place)]
    there = [known[code] for code in dict.fromkeys((*many, *own)) if code in known]
    return [Waiting(one.code, one.name, many[one.code]) for one in there if _station(turn, roles, one)]


def _meeting_places(turn: Turn, code: str) -> Iterator[Place]:
    """Where people meet within a place: the estates of a community and it itself; above, the communities."""
    network, meets = turn.desk.network, _meets(turn, code)
    if meets is None:
        for below in network.below(code):
            yield from [below] if below.kind is PlaceKind.COMMUNITY else _meeting_places(turn, below.code)
    else:
        if meets.kind is PlaceKind.COMMUNITY:
            yield from (one for one in network.below(meets.code) if one.kind is PlaceKind.ESTATE)
        yield meets


async def _at(
    turn: Turn, t: Translator, chat: int, state: FSMContext, roles: list[Role], place: Place
) -> None:
    """The meeting at which a place is spoken of, where one is called and nothing waits beside it; else the day."""
    called = meeting_there(turn, place, _station(turn, roles, place))
    if called is None or _to_speak_of(turn, roles, place):
        await _ask_day(turn, t, chat, state, roles, place, 0)
    else:
        turn.post(letters.card(t, chat, meeting(turn, called), turn.desk.day, place.code))


def meeting(turn: Turn, council: Council) -> Meeting:
    """A meeting with its agenda, as everybody there may know it."""
    place = turn.desk.network.places.get(council.place)
    items = [_item(turn, one) for one in councils.of_council(turn.session, council.id)]
    return Meeting(council.id, place.name if place else council.place, council.held_on, tuple(items),
                   council.sent_at is not None, council.ended_at is not None)  # fmt: skip


def _item(turn: Turn, item: AgendaItem) -> Item:
    report = reports.by_serial(turn.session, item.serial)
    assert report is not None, "an item is always of a report"
    return shown(turn, report, item.id, item)


def council_of(turn: Turn, roles: list[Role], id_: int) -> Council | None:
    """A meeting that is this person's to deal with."""
    council = councils.council(turn.session, id_)
    return council if council and council.station in listing.codes_of(turn, roles) else None


def _station(turn: Turn, roles: list[Role], place: Place) -> str:
    """The station that calls a meeting there, if it is one of this person's."""
    codes = listing.codes_of(turn, roles)
    answering = turn.desk.network.stations_above(place.code, turn.desk.day)
    return answering[0].code if answering and answering[0].code in codes else ""


# -- the day ----------------------------------------------------------------------------------------


async def chose_place(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button, state: FSMContext,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    place = turn.desk.network.places.get(button.choice)
    if place is None or not _station(turn, roles, place):
        callback_answer.text = out_of_use(t)
    elif button.action == "council_again":
        await _ask_day(turn, t, chat_of(query), state, roles, place, 0)
    else:
        await _at(turn, t, chat_of(query), state, roles, place)


def no_day(t: Translator) -> str:
    """For what was written instead of a day."""
    return t.staff("I did not read a day to come there. Write it such as 3-6.")


def out_of_use(t: Translator) -> str:
    """For a button that no newest message holds."""
    return t.both("This button is no longer in use. Please use the newest message.")


async def _ask_day(
    turn: Turn, t: Translator, chat: int, state: FSMContext, roles: list[Role], place: Place, again: int
) -> None:
    calendar = turn.desk.calendars.of(_station(turn, roles, place))
    days = [calendar.working_day_after(turn.desk.day, many) for many in (3, 4, 5, 8, 10)]
    held = councils.of_council(turn.session, again) if again else _to_speak_of(turn, roles, place)
    items = [_item(turn, one) for one in held]
    turn.post(letters.asked_day(t, chat, place.code, place.name, items, days, again))
    await state.set_state(SAYING_DAY)
    await state.set_data({"place": place.code, "again": again, "asked_at": turn.now.isoformat()})


def _to_speak_of(turn: Turn, roles: list[Role], place: Place) -> list[AgendaItem]:
    """What waits for a meeting at a place and below it."""
    held = councils.waiting(turn.session, listing.codes_of(turn, roles))
    return [one for one in held if turn.desk.network.contains(place.code, one.place)]


async def chose_day(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    code, _, written = button.choice.partition("/")
    place, day = turn.desk.network.places.get(code), packed_day(written)
    if place is None or day is None or day < turn.desk.day or not _station(turn, roles, place):
        callback_answer.text = out_of_use(t)
        return
    await state.clear()
    _called(Caller(turn, t, person, roles, chat_of(query)), place, day, button.record)


async def wrote_day(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    kept: dict[str, Any],
) -> None:  # fmt: skip
    day, place = (
        read_day(fold(message.text or ""), turn.desk.day),
        turn.desk.network.places.get(kept["place"]),
    )
    if day is None or day < turn.desk.day or place is None:
        await message.answer(no_day(t))
        return
    await state.clear()
    _called(Caller(turn, t, person, roles, message.chat.id), place, day, kept["again"])


class Caller(NamedTuple):
    """Who calls a meeting, or moves it: as a tap and a message both know it."""

    turn: Turn
    t: Translator
    person: Person
    roles: list[Role]
    chat: int


def _called(caller: Caller, place: Place, day: date, again: int) -> None:
    """Calls it, or moves it to another day."""
    council = _moved(caller, again, day) if again else _new(caller, place, day)
    if council is None:
        caller.turn.post(Letter(chat=caller.chat, text=out_of_use(caller.t)))
    else:
        _show(caller.turn, caller.t, caller.chat, council)


def _moved(caller: Caller, id_: int, day: date) -> Council | None:
    """The agenda of a moved meeting is sent anew; None for one that is over, or another station's."""
    council, turn = council_of(caller.turn, caller.roles, id_), caller.turn
    if council is None or not councils.change(turn.session, id_, held_on=day, sent_at=None):
        return None
    return council.model_copy(update={"held_on": day, "sent_at": None})


def _new(caller: Caller, place: Place, day: date) -> Council:
    """A meeting with all that waits there; the same one where the same is called twice."""
    turn, station = caller.turn, _station(caller.turn, caller.roles, place)
    to_come = councils.to_come(turn.session, [station])
    same = next((one for one in to_come if (one.place, one.held_on) == (place.code, day)), None)
    council = same or councils.call(turn.session, Council(
        place=place.code, station=station, held_on=day, called_by=caller.person.id, called_at=turn.now,
    ))  # fmt: skip
    for item in _to_speak_of(turn, caller.roles, place):
        councils.change_item(turn.session, item.id, council_id=council.id)
    return council


# -- looked at and changed --------------------------------------------------------------------------


def _show(turn: Turn, t: Translator, chat: int, council: Council) -> None:
    turn.post(letters.card(t, chat, meeting(turn, council), turn.desk.day))


async def looked(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    council = council_of(turn, roles, button.record)
    if council is None:
        callback_answer.text = out_of_use(t)
    else:
        _show(turn, t, chat_of(query), council)


async def moves(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button, state: FSMContext,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    council = council_of(turn, roles, button.record)
    place = turn.desk.network.places.get(council.place) if council else None
    if council is None or place is None or council.ended_at:
        callback_answer.text = out_of_use(t)
    else:
        await _ask_day(turn, t, chat_of(query), state, roles, place, council.id)


async def takes_off(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    council = council_of(turn, roles, button.record)
    if council is None or council.ended_at:
        callback_answer.text = out_of_use(t)
    else:
        turn.post(letters.asked_item(t, chat_of(query), meeting(turn, council)))


async def took_off(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    item = councils.item(turn.session, button.record)
    council = council_of(turn, roles, item.council_id or 0) if item else None
    if (
        item is None
        or council is None
        or not councils.change_item(turn.session, item.id, withdrawn_at=turn.now)
    ):
        callback_answer.text = out_of_use(t)
    else:
        _show(turn, t, chat_of(query), council)


async def calls_off(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """It does not take place; its items wait for the next, and whoever had the agenda hears it."""
    council = council_of(turn, roles, button.record)
    if council is None or not councils.change(turn.session, council.id, ended_at=turn.now):
        callback_answer.text = out_of_use(t)
        return
    councils.release(turn.session, council.id)
    told = meeting(turn, council)
    for one in invited(turn, council) if council.sent_at else ():
        turn.post_by_day(letters.called_off(voice(turn, one), one.account or 0, told.place, told.day))
    turn.post(letters.called_off(t, chat_of(query), told.place, told.day))


# -- the agenda goes out ----------------------------------------------------------------------------


def due(turn: Turn) -> list[int]:
    """The meetings whose agenda is to be sent now."""
    if quiet.held_until(turn.now, turn.desk.zone):
        return []
    here = turn.now.astimezone(turn.desk.zone)
    return [one.id for one in councils.unsent(turn.session, turn.desk.day + AHEAD)
            if one.held_on >= turn.desk.day and _is_time(one, here)]  # fmt: skip


def _is_time(council: Council, here: datetime) -> bool:
    return here.replace(tzinfo=None) >= datetime.combine(council.held_on - AHEAD, SENT_AT)


def send(turn: Turn, id_: int) -> bool:
    """The agenda, to each who is invited; once."""
    council = councils.council(turn.session, id_)
    if council is None or council.sent_at or not councils.change(turn.session, id_, sent_at=turn.now):
        return False
    told = meeting(turn, council)
    for one in invited(turn, council):
        turn.post(letters.agenda(voice(turn, one), one.account or 0, told))
    return True


def invited(turn: Turn, council: Council) -> Sequence[Person]:
    """The building heads of the place, and who works at its station; each once."""
    places = [place.code for place in turn.desk.network.everything_below(council.place)]
    heads = [who for who, _ in people.holding(turn.session, RoleKind.BUILDING_HEAD, places, turn.desk.day)]
    staff = turn.desk.staffing.reachable(turn.desk.network.stations[council.station])
    return list({who.id: who for who in (*heads, *staff) if can_be_reached(who)}.values())
