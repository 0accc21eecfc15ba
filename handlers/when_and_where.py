"""At what time, and where: a meeting of building heads that is called, or moved.

    bot    🏛 西湖花园，3月6日周五：几点开？点一个，或者写时间。          09:30 · 14:30 · 19:00 · 先不定
    Luo    晚上七点
    bot    🏛 西湖花园，3月6日周五 19:00：在哪儿开？点一个，或者写地点。   社区活动室 · 小区活动室 · 西湖站 · 先不定
    Luo    4号楼架空层
    bot    🏛 西湖花园楼长议事会，议题1件
           📅 3月6日周五 19:00
           📍 4号楼架空层
    Luo    3月9日
    bot    📅 3月9日周一 19:00

The next question is the first without an answer. A day or an hour that is written while the venue is asked for, or
just after it, puts the meeting right. 小区凉亭 is a venue, 小区凉亭塌了 a report. Whoever knows of the meeting hears
of a change at once, by day.
"""

from datetime import date, time
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.councils import LEFT_OPEN, LONGEST_VENUE, USUAL, Council, names_venue, read_when
from fieldwork.letters import councils as letters
from fieldwork.letters.agendas import venue_named
from fieldwork.people import Person, Role
from fieldwork.places import PlaceKind
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import questions_over, sending_agendas
from handlers.hearing import OfStation
from handlers.listening import Asked
from handlers.meetings import meeting, open_council
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn
from storage import cards, councils

SAYING_HOUR, SAYING_VENUE = "council_hour", "council_venue"  # what is asked for
CALLED = "council_called"  # nothing is asked any more, but a day or an hour puts the meeting right
SHORT = 16  # characters: what is longer is no try at a day or an hour
OPEN = "-"  # in a button: not set yet
EARLIER = 2  # venues of earlier meetings that are offered


class SaysWhen(BaseFilter):
    """A day, an hour, or both; with `tries` also a short try at them. Hands on `when`."""

    def __init__(self, *, tries: bool = True) -> None:
        self.tries = tries

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        words = (message.text or "").strip()
        when = read_when(fold(words), turn.desk.day)
        return {"when": when} if any(when) or (self.tries and len(words) <= SHORT) else False


class SaysVenue(BaseFilter):
    """Where they meet: a few words that are no matter to be reported. Hands on `venue`."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        words = " ".join((message.text or "").split())
        is_a_matter = any("." in code for code in turn.desk.reader.read(words).categories)
        if len(words) > LONGEST_VENUE or (is_a_matter and not names_venue(fold(words))):
            return False
        return {"venue": words}


class Caller(NamedTuple):
    """Who calls a meeting, or changes it: as a tap and a message both know it."""

    turn: Turn
    t: Translator
    person: Person
    roles: list[Role]
    chat: int
    state: FSMContext


def router() -> Router:
    setting = Router(name="when and where")
    setting.message.filter(OfStation())
    setting.callback_query.filter(OfStation())
    setting.message.register(wrote_hour, Asked(SAYING_HOUR), SaysWhen())
    setting.message.register(put_right, Asked(SAYING_VENUE), SaysWhen(tries=False))
    setting.message.register(put_right, Asked(CALLED), SaysWhen(tries=False))
    setting.message.register(wrote_venue, Asked(SAYING_VENUE), SaysVenue())
    setting.callback_query.register(chose_hour, Tap("chour"))
    setting.callback_query.register(chose_venue, Tap("cvenue"))
    return setting


def show(caller: Caller, council: Council, again: str = "") -> None:
    """Its card, at the end of the chat."""
    turn = caller.turn
    turn.post(letters.card(caller.t, caller.chat, meeting(turn, council), turn.desk.day, again))


def no_day(t: Translator) -> str:
    """For what was written instead of a day."""
    return t.staff("I did not read a day to come there. Write it such as 3-6.")


async def wait(caller: Caller, name: str, **kept: Any) -> None:
    """From here on what this person writes may be an answer."""
    await caller.state.set_state(name)
    await caller.state.set_data({**kept, "asked_at": caller.turn.now.isoformat()})


def is_asked(turn: Turn, query: CallbackQuery) -> bool:
    """Whether the tap answers the question that waits: an old screen calls and changes no meeting."""
    message = tapped_message(query)
    return message is not None and cards.shows(turn.session, letters.ASKED, chat_of(query), message)


# -- hour and venue ---------------------------------------------------------------------------------


async def go_on(caller: Caller, council: Council, *, skips: bool = False) -> None:
    """Asks for what is not known yet: the hour (`skips`: it is left open), then the venue; then shows the meeting."""
    if council.opens_at is None and not skips:
        await ask_hour(caller, council)
    elif not council.known_venue:
        await ask_venue(caller, council)
    else:
        await _done(caller, council)


async def _done(caller: Caller, council: Council) -> None:
    questions_over.take(caller.turn, letters.ASKED, caller.chat)
    show(caller, council)
    sending_agendas.redraw(caller.turn, councils.of_council(caller.turn.session, council.id))
    await wait(caller, CALLED, council=council.id)


async def ask_hour(caller: Caller, council: Council) -> None:
    """At what time."""
    turn = caller.turn
    turn.post(letters.asked_hour(caller.t, caller.chat, meeting(turn, council), turn.desk.day))
    await wait(caller, SAYING_HOUR, council=council.id)


async def ask_venue(caller: Caller, council: Council) -> None:
    """Where: where they met before comes first."""
    turn, place = caller.turn, caller.turn.desk.network.places.get(council.place)
    before = [(f"of/{one.id}", venue_named(caller.t, one.venue))
              for one in councils.venues(turn.session, council.place)]  # fmt: skip
    station, told = turn.desk.network.stations.get(council.station), meeting(turn, council)
    in_estate = place is not None and place.kind is PlaceKind.ESTATE
    turn.post(letters.asked_venue(caller.t, caller.chat, told, turn.desk.day, before[:EARLIER],
                                  station.name if station else "", in_estate))  # fmt: skip
    await wait(caller, SAYING_VENUE, council=council.id)


async def chose_hour(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    council, hour = open_council(turn, roles, button.record), letters.hour_of(button.choice)
    if not is_asked(turn, query) or council is None or (hour is None and button.choice != OPEN):
        callback_answer.text = out_of_use(t)
        return
    caller = Caller(turn, t, person, roles, chat_of(query), state)
    await go_on(caller, change(caller, council, **given(opens_at=hour)), skips=True)


async def wrote_hour(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    kept: dict[str, Any], when: tuple[date | None, time | None],
) -> None:  # fmt: skip
    if not any(when):
        await message.answer(t.staff("I did not read a time there. Write it such as 19:00."))
    else:
        await put_right(message, turn, person, roles, t, state, kept, when)


async def put_right(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    kept: dict[str, Any], when: tuple[date | None, time | None],
) -> None:  # fmt: skip
    """Another day or another hour, while the venue is asked for or just after it."""
    council, (day, hour) = open_council(turn, roles, kept["council"]), when
    if council is None:
        await state.clear()
        await message.answer(out_of_use(t))
    elif day is not None and day < turn.desk.day:
        await message.answer(no_day(t))
    else:
        caller = Caller(turn, t, person, roles, message.chat.id, state)
        await go_on(caller, change(caller, council, **given(held_on=day, opens_at=hour)))


async def chose_venue(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    council = open_council(turn, roles, button.record)
    venue = _venue(turn, council, button.choice) if council else None
    if not is_asked(turn, query) or council is None or venue is None:
        callback_answer.text = out_of_use(t)
        return
    caller = Caller(turn, t, person, roles, chat_of(query), state)
    changed = change(caller, council, venue=venue) if venue else _left_open(turn, council)
    await _done(caller, changed)


def _left_open(turn: Turn, council: Council) -> Council:
    """Was asked, and does not know yet: nobody hears of that as of a change. A venue that is known stays."""
    if council.venue:
        return council
    councils.change(turn.session, council.id, venue=LEFT_OPEN)
    return council.model_copy(update={"venue": LEFT_OPEN})


def _venue(turn: Turn, council: Council, choice: str) -> str | None:
    """The venue behind a button; empty where it is left open, None for what no button of ours held."""
    before = {f"of/{one.id}": one.venue for one in councils.venues(turn.session, council.place)}
    station = turn.desk.network.stations.get(council.station)
    usual = {OPEN: "", "station": station.name if station else "", **{key: key for key in USUAL}}
    return {**usual, **before}.get(choice)


async def wrote_venue(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    kept: dict[str, Any], venue: str,
) -> None:  # fmt: skip
    council = open_council(turn, roles, kept["council"])
    if council is None:
        await state.clear()
        await message.answer(out_of_use(t))
    else:
        caller = Caller(turn, t, person, roles, message.chat.id, state)
        await _done(caller, change(caller, council, venue=venue))


# -- a change ---------------------------------------------------------------------------------------


def given(**values: Any) -> dict[str, Any]:
    """What was said of them; nothing else changes."""
    return {name: value for name, value in values.items() if value}


def change(caller: Caller, council: Council, **values: Any) -> Council:
    """Keeps what is new, and tells those who know of the meeting; its agenda is sent once more before a later day."""
    turn = caller.turn
    new = {name: value for name, value in values.items() if getattr(council, name) != value}
    if not new:
        return council
    changed = council.model_copy(update=new)
    if sending_agendas.is_sent_anew(turn, changed):
        changed.sent_at = None
    councils.change(turn.session, council.id, **new, sent_at=changed.sent_at)
    knew = sending_agendas.who_knows(turn, council, caller.person)
    sending_agendas.tell_changed(turn, changed, knew)
    return changed
