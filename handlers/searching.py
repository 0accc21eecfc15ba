"""Somebody looks for words, in what they may see.

    Chen   4号楼化粪池漏了
    Chen   找一下化粪池
    bot    🔍 “化粪池”，您报过的 1 件里找到：
           N-10001-6 · 下水化粪池 · 收到了
    Wang   🔍 查找
    bot    🔍 找什么？写几个字就行：地点、事情、名字、编号。
    Wang   陈桂芳
    bot    🔍 “陈桂芳”，西湖站最近 1 件里找到：
           N-10001-6 · 凤城街道西湖社区西湖花园4号楼 · 下水化粪池 · 待签收         (a button each)
    Wang   找 消防栓
    bot    🔍 没有找到“消防栓”。查过的是：西湖站最近 1 件的文字、地点、类别和上报人。

Reporters look in their own reports, a station in those it sees; the newest two thousand at a time.
"""

from typing import Any, NamedTuple

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import numbers, searching, seeing
from fieldwork.buttons import Button
from fieldwork.letters import finding
from fieldwork.letters.matter import Matter, category_named
from fieldwork.people import STAFF, Person, Role
from fieldwork.reports import Report
from fieldwork.seeing import Part, Surface, Viewer
from fieldwork.texts import Translator
from handlers import listing, telling
from handlers.hearing import Says, spoken
from handlers.listening import left_lying
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, home_of, stations_of
from storage import people
from storage import searching as books

FIND = {"/find", "找", "查", "搜", "查找", "搜索", "Find"}
ASKED = "searching"  # the state of somebody who was asked what they look for
SHORT = 20  # characters; more is a report by itself
WINDOW = 2000  # reports that are looked through at a time


class Looking(NamedTuple):
    """What somebody looks for, and where."""

    words: str
    stations: list[str]  # codes; none for somebody who looks in their own reports
    person: Person
    before: int  # the serial from which on was looked already


class LooksFor(BaseFilter):
    """找 and some words, or words alone while they are asked for. Hands on `words`."""

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        words = searching.asked_for(message.text or "")
        if words is None and await state.get_state() == ASKED and not await left_lying(message, state):
            words = "" if _is_report(turn, roles, spoken(message)) else spoken(message)
        return {"words": words} if words and roles else False


def _is_report(turn: Turn, roles: list[Role], text: str) -> bool:
    reading = turn.desk.reader.read(text, home_of(roles))
    return len(text) > SHORT or bool(reading.place and reading.categories)


def router() -> Router:
    router_ = Router(name="searching")
    router_.message.register(wants_to_find, Says(FIND))
    router_.message.register(looked_for, LooksFor())
    router_.callback_query.register(tapped_find, Tap("find_ask"))
    router_.callback_query.register(looked_further, Tap("find"))
    return router_


async def wants_to_find(message: Message, turn: Turn, t: Translator, state: FSMContext) -> None:
    await _ask(turn, t, message.chat.id, state)


async def tapped_find(query: CallbackQuery, turn: Turn, t: Translator, state: FSMContext) -> None:
    await _ask(turn, t, chat_of(query), state)


async def _ask(turn: Turn, t: Translator, chat: int, state: FSMContext) -> None:
    await state.set_state(ASKED)
    await state.set_data({"asked_at": turn.now.isoformat()})
    turn.post(finding.asked_what(t, chat))


async def looked_for(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    state: FSMContext,
    words: str,
) -> None:
    if await state.get_state() == ASKED:
        await state.clear()
    if numbers.looks_like_one(words):
        await listing.typed_a_number(message, turn, person, roles, t, numbers.read(words))
    else:
        look(turn, t, person, roles, message.chat.id, words)


async def looked_further(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button
) -> None:
    """What is older than the last page."""
    if person and roles:
        look(turn, t, person, roles, chat_of(query), button.choice, before=button.record)


def _codes(turn: Turn, roles: list[Role]) -> list[str]:
    return listing.codes_of(turn, roles) if any(role.kind in STAFF for role in roles) else []


def look(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, words: str, before: int = 0
) -> None:
    """Looks through a window of reports until a page is full; says where was looked."""
    looking = Looking(words, _codes(turn, roles), person, before)
    found, looked, last = list[Report](), 0, looking.before
    wanted, known = searching.wanted(looking.words), Known(turn, t, bool(looking.stations))
    reports = books.newest(turn.session, looking.stations, looking.person.id, looking.before, WINDOW)
    for report, added in reports:
        looked, last = looked + 1, report.serial
        if not _hidden(looking, report) and searching.holds(wanted, [*known.of(report), *added]):
            found.append(report)
        if len(found) == finding.PAGE:
            break
    told = [telling.matter(turn, report, additions=False) for report in found]
    where = [station.name for station in stations_of(turn, roles)] if looking.stations else []
    more = last if looked == WINDOW or len(found) == finding.PAGE else 0
    turn.post(_result(t, chat, looking, told, where, looked, more))


def _hidden(looking: Looking, report: Report) -> bool:
    """What is restricted is found in a station by its number alone: a word that finds it tells what it says."""
    return bool(looking.stations) and Part.WORDS not in seeing.sight(Viewer.ABOVE, report, Surface.SEARCH)


def _result(
    t: Translator, chat: int, looking: Looking, told: list[Matter], where: list[str], looked: int, more: int
) -> Any:
    if where:
        return finding.of_station(t, chat, looking.words, told, where, looked, more)
    return finding.own(t, chat, looking.words, told, looked, more)


class Known:
    """What stands in reports besides their words: places, categories and people, each looked up once."""

    def __init__(self, turn: Turn, t: Translator, staff: bool) -> None:
        self._turn, self._t, self._staff = turn, t, staff
        self._places: dict[str, str] = {}
        self._people: dict[int, str] = {}

    def of(self, report: Report) -> list[str]:
        """All that can be found in a report, but what was added."""
        said = [report.text, report.words, report.door, report.named, report.outcome]
        said += [self._place(report.place), category_named(self._t, report.category)]
        return [*said, report.for_name, self._person(report.reporter_id)] if self._staff else said

    def _place(self, place: str | None) -> str:
        if place and place not in self._places:
            self._places[place] = self._turn.desk.network.path(place)
        return self._places.get(place or "", "")

    def _person(self, number: int) -> str:
        if number not in self._people:
            person = people.by_id(self._turn.session, number)
            self._people[number] = person.name if person else ""
        return self._people[number]
