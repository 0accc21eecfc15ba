"""A social worker plans whom to visit: 探访 → 加一户, or one sentence.

    Wang   探访
    bot    🏠 探访                                  今天 · 0   我的户 · 0   ➕ 加一户   📊 本月   ⏸ 暂停 · 0
    Wang   ➕ 加一户
    bot    ➕ 哪一栋？点一下，也可以连门牌写，比如 4栋502。      西湖花园4号楼 · …
    Wang   4栋502
    bot    ➕ 是谁？写名字，有电话也写上。只有负责的人能打开看。   跳过
    Wang   李阿婆 13800000000
    bot    ➕ 多久去一次？                            高风险：7天一次 · 重点：30天一次 · 一般：90天一次
    Wang   高风险
    bot    ➕ 第一次哪天去？点一下，也可以写。              3月2日 · 3月3日 · …
    Wang   3月3日
    bot    ✅ 记下了：K-10001-6 · 西湖花园4号楼 · 高风险，7天一次。
           负责：王慧敏
           下次：3月3日

加探访 4栋502 高风险 李阿婆 says it at once; what is missing is asked. In private only. Answers wait, sealed, in
the conversation; an hour later nobody remembers the question.
"""

from datetime import date, timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import visit_plans, visits_due
from fieldwork.buttons import Button
from fieldwork.care import CarePlan, Risk
from fieldwork.days import packed_day, read_day
from fieldwork.letters import Letter
from fieldwork.letters import visiting as letters
from fieldwork.letters.visiting import Counted
from fieldwork.people import HEADS, Person, Role
from fieldwork.places import PlaceKind, Station
from fieldwork.texts import Translator
from fieldwork.understanding import on_behalf
from fieldwork.understanding.folding import fold
from handlers import caring, dispatching, listing
from handlers.caring import OnStaff
from handlers.hearing import Says
from handlers.listening import left_lying
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, home_of
from storage import care

VISITS = {"/visits", "探访", "探訪", "Visits"}
OPENINGS = (
    "加探访", "加探訪", "新增探访", "新增探訪", "加一户", "加一戶", "去过了", "去過了", "加访", "加訪",
    "暂停探访", "暫停探訪",
)  # fmt: skip
PLANNING = "planning_visits"  # the state of somebody who is asked about a new household
FEW = 5
LONGEST_DOOR = 20
PAGE = 10
Answers = dict[str, Any]


class SaysPlan(BaseFilter):
    """加探访 …: hands on `said`, what the sentence told."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        written = message.text or ""
        start = visit_plans.opening(fold(written))
        return {"said": _understood(turn, roles, written[start:])} if start is not None else False


class Planning(BaseFilter):
    """Words while somebody is asked about a new household. Hands on `said`, what they told so far."""

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        if not await is_answer(message, turn, roles, state, PLANNING):
            return False
        return {"said": (await state.get_data()).get("said", {})}


async def is_answer(message: Message, turn: Turn, roles: list[Role], state: FSMContext, name: str) -> bool:
    """Whether words answer what was asked under a name: no command, no key, no report by themselves."""
    text = (message.text or "").strip()
    leads = not text or text.startswith("/") or text in KEYS_HEARD_LATER
    if leads or await state.get_state() != name or await left_lying(message, state):
        return False
    return not caring.is_a_report(turn, text, roles)


# Asked for here because `listing`, where they are heard, comes later: it would take a telephone for a number.
KEYS_HEARD_LATER = VISITS | listing.MINE | listing.TODO | listing.WANTS_TO_REPORT | listing.CANCEL


def router() -> Router:
    planning = Router(name="planning_visits")
    planning.message.filter(OnStaff())
    planning.callback_query.filter(OnStaff())
    planning.message.register(wants_visits, Says(VISITS))
    planning.message.register(said_plan, SaysPlan())
    planning.message.register(answered, Planning())
    planning.callback_query.register(wants_menu, Tap("visits"))
    planning.callback_query.register(wants_to_add, Tap("visit_new"))
    planning.callback_query.register(tapped_answer, Tap("visit_say"))
    planning.callback_query.register(wants_today, Tap("visits_today"))
    planning.callback_query.register(wants_own, Tap("visits_mine"))
    return planning


# -- the menu ---------------------------------------------------------------------------------------


async def wants_visits(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    turn.post(_menu(turn, t, person, roles, message.chat.id))


async def wants_menu(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    turn.post(_menu(turn, t, person, roles, chat_of(query)))


def _menu(turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int) -> Letter:
    mine, mutes = caring.looked_after_by(turn, person), care.mutes(turn.session, turn.desk.day)
    paused = [plan for plan in mine if visits_due.paused(plan, mutes, turn.desk.network, turn.desk.day)]
    todays = caring.errand(turn, person)
    is_head = any(role.kind in HEADS for role in roles)
    return letters.menu(t, chat, Counted(len(todays.lines) + todays.later, len(mine), len(paused), is_head))


async def wants_today(query: CallbackQuery, turn: Turn, person: Person, t: Translator) -> None:
    told = letters.today(t, chat_of(query), person.id, caring.errand(turn, person))
    turn.post(told.model_copy(update={"anew": True}))


async def wants_own(query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button) -> None:
    mutes = caring.pauses(turn)
    lines = [caring.line(turn, plan, mutes) for plan in caring.looked_after_by(turn, person)]
    lines.sort(key=lambda line: (line.on or date.max, line.plan.id))
    start = min(button.record, len(lines)) * PAGE
    few = lines[start : start + PAGE]
    told = letters.households(t, chat_of(query), few, button.record, start + PAGE < len(lines))
    turn.post(told.model_copy(update={"anew": not button.record}))


# -- question and answer ----------------------------------------------------------------------------


async def wants_to_add(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    await _go_on(turn, t, person, roles, chat_of(query), state, {}, anew=True)


async def said_plan(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    state: FSMContext,
    said: Answers,
) -> None:
    await _go_on(turn, t, person, roles, message.chat.id, state, said, anew=True)


async def answered(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    state: FSMContext,
    said: Answers,
) -> None:
    """Typed: the open question hears it; what it does not understand is asked again."""
    question = visit_plans.next_question(said)
    heard = _heard(turn, roles, said, question or "", message.text or "")
    await _go_on(turn, t, person, roles, message.chat.id, state, {**said, **heard}, anew=True)


async def tapped_answer(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    name, _, value = button.choice.partition("/")
    said = (await state.get_data()).get("said", {}) if await state.get_state() == PLANNING else None
    heard = _tapped(turn, name, value) if said is not None else None
    if said is None or heard is None or visit_plans.next_question(said) != name:
        callback_answer.text = t.both("That question is behind us.")
        return
    await _go_on(turn, t, person, roles, chat_of(query), state, {**said, **heard}, anew=False)


def _understood(turn: Turn, roles: list[Role], written: str) -> Answers:
    """All that one sentence says."""
    reading = turn.desk.reader.read(written, home_of(roles))
    said = place_in(turn, roles, written)
    told = visit_plans.tell(reading.words_left, fold(reading.words_left), turn.desk.day)
    if told.risk:
        said["risk"] = told.risk.value
    if told.first:
        said["first"] = f"{told.first:%Y%m%d}"
    if told.name or told.telephone:
        said["who"] = [told.name, told.telephone]
    return {**said, "words": told.words}


def left_of(turn: Turn, roles: list[Role], written: str) -> str:
    """The words that are not the place's."""
    return turn.desk.reader.read(written, home_of(roles)).words_left


def place_in(turn: Turn, roles: list[Role], written: str) -> Answers:
    """The building and the door that words name."""
    reading = turn.desk.reader.read(written, home_of(roles))
    place = turn.desk.network.at(reading.place or "", PlaceKind.BUILDING)
    door = dispatching.door_of(reading)
    said: Answers = {"place": place.code} if place else {}
    return {**said, "door": door} if place and door else said


def _heard(turn: Turn, roles: list[Role], said: Answers, question: str, written: str) -> Answers:
    """What a typed answer says; nothing where it is none."""
    match question:
        case "place":
            return place_in(turn, roles, written)
        case "door":
            door = dispatching.door_of(turn.desk.reader.read(written, [said["place"]])) or written.strip()
            return {"door": door} if any(c.isdigit() for c in door) and len(door) <= LONGEST_DOOR else {}
        case "who":
            who = on_behalf.named(written)
            return {"who": [who.name, who.telephone]} if who else {}
        case "risk":
            risk = visit_plans.risk_in(fold(written))
            return {"risk": risk.value} if risk else {}
        case _:
            day = read_day(fold(written), turn.desk.day)
            return {"first": f"{day:%Y%m%d}"} if day and day >= turn.desk.day else {}


def _tapped(turn: Turn, name: str, value: str) -> Answers | None:
    """What a tapped answer says; None for what no button of ours held."""
    match name:
        case "place" if turn.desk.network.at(value, PlaceKind.BUILDING):
            return {"place": value}
        case "who" if not value:
            return {"who": ["", ""]}
        case "risk" if value in list(Risk):
            return {"risk": value}
        case "first" if (day := packed_day(value)) and day >= turn.desk.day:
            return {"first": value}
    return None


async def _go_on(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, state: FSMContext, said: Answers, *,
    anew: bool,
) -> None:  # fmt: skip
    """Asks what is asked next, or keeps the plan."""
    known = _known(turn, said)
    question = visit_plans.next_question(said)
    if known or question is None:
        await state.clear()
        letter = letters.exists_already(t, chat, known) if known else _made(turn, t, person, chat, said)
    else:
        await state.set_state(PLANNING)
        await state.set_data({"said": said, "asked_at": turn.now.isoformat()})
        letter = _asked(turn, t, person, roles, chat, question, said)
    turn.post(letter.model_copy(update={"anew": anew}))


def _known(turn: Turn, said: Answers) -> CarePlan | None:
    """A plan of the same door."""
    here = care.of_place(turn.session, said["place"]) if "place" in said and "door" in said else []
    return next((plan for plan in here if plan.door == said["door"]), None)


def _asked(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, question: str, said: Answers
) -> Letter:
    network = turn.desk.network
    match question:
        case "place":
            named = [(code, network.path(code, PlaceKind.ESTATE)) for code in buildings(turn, person, roles)]
            return letters.asked_place(t, chat, named)
        case "door":
            return letters.asked_door(t, chat, network.path(said["place"], PlaceKind.ESTATE))
        case "who":
            return letters.asked_who(t, chat)
        case "risk":
            return letters.asked_risk(t, chat, list(turn.desk.rules.visits.days.items()))
        case _:
            return letters.asked_first(t, chat, _first_days(turn, said["place"]))


def buildings(turn: Turn, person: Person, roles: list[Role]) -> list[str]:
    """The likeliest: where somebody looks after most already, then those of their own places."""
    mine = [plan.place for plan in caring.looked_after_by(turn, person)]
    often = sorted(dict.fromkeys(mine), key=lambda place: -mine.count(place))
    network = turn.desk.network
    below = (each.code for home in home_of(roles) for each in network.everything_below(home)
             if each.kind is PlaceKind.BUILDING)  # fmt: skip
    return list(dict.fromkeys([*often, *below]))[:FEW]


def _first_days(turn: Turn, place: str) -> list[date]:
    stations = turn.desk.network.stations_above(place, turn.desk.day)
    calendar = turn.desk.calendars.of(stations[0].code if stations else "")
    days = (turn.desk.day + timedelta(days=ahead) for ahead in range(21))
    return [day for day in days if calendar.is_working_day(day)][:FEW]


def station_for(turn: Turn, place: str, person_id: int) -> Station | None:
    """The station that has a household: where whoever looks after it works, else the lowest there."""
    seats = turn.desk.network.stations_above(place, turn.desk.day)
    own = set(turn.desk.staffing.stations_of(person_id))
    return next((one for one in seats if one.code in own), seats[0] if seats else None)


# -- the plan ---------------------------------------------------------------------------------------


def _made(turn: Turn, t: Translator, person: Person, chat: int, said: Answers) -> Letter:
    """Keeps it. Whoever plans is responsible, where they work at its station; else who is responsible there."""
    seat = station_for(turn, said["place"], person.id)
    first = packed_day(said["first"]) or turn.desk.day
    name, telephone = said["who"]
    plan = care.make(turn.session, CarePlan(
        place=said["place"], door=said["door"], name=name, telephone=telephone, words=said.get("words", ""),
        risk=Risk(said["risk"]), station=seat.code if seat else "", responsible_id=person.id, made_by=person.id,
        made_at=turn.now, first_on=first, next_on=first,
    ))  # fmt: skip
    told = caring.line(turn, plan, caring.pauses(turn))
    return letters.made(t, chat, told, turn.desk.rules.visits.days[plan.risk], person.name)
