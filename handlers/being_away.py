"""Somebody of a station is away, and says who stands in.

    Wang   请假
    bot    🌙 从哪天到哪天不在？                       今天 · 明天 · 到周日   写日期…
    Wang   到周日
    bot    🌙 03-02 到 03-08：谁来代？                  张立文 · 没有人代
    Wang   张立文
    bot    🌙 记下了：03-02 到 03-08 您不在。
           由张立文代：新的卡片会响那边。
           提前回来的话，写“我回来了”。                  我回来了
    bot    (to Zhang) 🌙 王慧敏 03-02 到 03-08 不在，请您代一下。
    Wang   我回来了
    bot    ☀️ 欢迎回来，新的卡片又会响您。
    bot    (to Zhang) ☀️ 王慧敏回来了。这几天响您的，还由您办。

请假 11-25到11-28 says the days at once. A head may enter it for somebody of theirs. From the first day on,
what would ring them rings the stand-in, else the next as always; what they signed for stays theirs, and the
stand-in may act on it.
"""

from datetime import date
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.days import Span, read_span
from fieldwork.letters import arranging
from fieldwork.people import HEADS, Absence, Person, Role
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import dispatching, swapping_duty
from handlers.hearing import OfStation, Says
from handlers.listening import left_lying
from handlers.tapping import Tap, chat_of, out_of_use
from handlers.turn import Turn, stations_of, voice
from storage import people, reports

AWAY = {"/away", "请假", "請假", "我不在", "Away"}
BACK = {"/back", "我回来了", "我回來了", "销假", "銷假", "I am back"}
SAYING_DAYS = "being_away"  # the state of somebody who was asked for the days


class SaysDays(BaseFilter):
    """请假 11-25到11-28, or the days alone while they are asked for. Hands on `span` and `whose`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person, state: FSMContext
    ) -> bool | dict[str, Any]:
        words = fold(message.text or "").strip()
        said = next((words[len(key) :] for key in map(fold, sorted(AWAY)) if words.startswith(key)), None)
        whose = person.id
        if said is None and await state.get_state() == SAYING_DAYS and not await left_lying(message, state):
            said, whose = words, int((await state.get_data()).get("whose", person.id))
        span = read_span(said, turn.desk.day) if said else None
        return {"span": span, "whose": whose} if span else False


class Chosen(NamedTuple):
    """What a button of an absence carries: the days, and a number behind them."""

    span: Span
    number: int


def router() -> Router:
    away = Router(name="being_away")
    away.message.filter(OfStation())
    away.callback_query.filter(OfStation())
    away.message.register(wants_away, Says(AWAY))
    away.message.register(came_back, Says(BACK))
    away.message.register(said_days, SaysDays())
    away.callback_query.register(tapped_away, Tap("away_ask"))
    away.callback_query.register(wants_other_days, Tap("away_dates"))
    away.callback_query.register(wants_for_another, Tap("away_for"))
    away.callback_query.register(another_chosen, Tap("away_who"))
    away.callback_query.register(days_chosen, Tap("away", "stand_in_page"))
    away.callback_query.register(stand_in_chosen, Tap("stand_in"))
    away.callback_query.register(tapped_back, Tap("back"))
    return away


# -- when -------------------------------------------------------------------------------------------


async def wants_away(message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator) -> None:
    _ask_when(turn, t, message.chat.id, person, person, roles)


async def tapped_away(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    _ask_when(turn, t, chat_of(query), person, person, roles)


def _ask_when(turn: Turn, t: Translator, chat: int, who: Person, asks: Person, roles: list[Role]) -> None:
    is_head = any(role.kind in HEADS for role in roles)
    turn.post(arranging.asked_when(t, chat, who, who.id == asks.id, turn.desk.day, is_head))


async def wants_other_days(
    query: CallbackQuery, turn: Turn, t: Translator, button: Button, state: FSMContext
) -> None:
    await state.set_state(SAYING_DAYS)
    await state.set_data({"whose": button.record, "asked_at": turn.now.isoformat()})
    turn.post(arranging.asked_dates(t, chat_of(query)))


async def said_days(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    span: Span, whose: int,
) -> None:  # fmt: skip
    if await state.get_state() == SAYING_DAYS:
        await state.clear()
    who = _whose(turn, person, roles, whose)
    if who is None:
        await message.answer(t.staff("That colleague is not of your station."))
    elif span.until < turn.desk.day:
        await message.answer(t.staff("Those days are over."))
    else:
        _ask_stand_in(turn, t, message.chat.id, who, span, 0)


async def days_chosen(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    who, chosen = _whose(turn, person, roles, button.record), _chosen(button.choice)
    if who is None or chosen is None or chosen.span.until < turn.desk.day:
        callback_answer.text = out_of_use(t)
    else:
        _ask_stand_in(turn, t, chat_of(query), who, chosen.span, chosen.number)


def _chosen(choice: str) -> Chosen | None:
    """Reads `20261125/20261128/12`; None for what no button of ours held."""
    since, _, rest = choice.partition("/")
    until, _, number = rest.partition("/")
    try:
        return Chosen(Span(date.fromisoformat(since), date.fromisoformat(until)), int(number or 0))
    except ValueError:
        return None


# -- for whom ---------------------------------------------------------------------------------------


async def wants_for_another(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button
) -> None:
    page = int(button.choice) if button.choice.isdecimal() and len(button.choice) < 4 else 0
    turn.post(arranging.asked_for_whom(t, chat_of(query), _theirs(turn, person, roles), page))


async def another_chosen(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    who = _whose(turn, person, roles, button.record)
    if who is None:
        callback_answer.text = t.staff("That colleague is not of your station.")
    else:
        _ask_when(turn, t, chat_of(query), who, person, roles)


def _theirs(turn: Turn, person: Person, roles: list[Role]) -> list[Person]:
    """Whom a head may enter an absence for: the staff of the own place and of all below it."""
    over = [role.place for role in roles if role.kind in HEADS]
    network, staffing = turn.desk.network, turn.desk.staffing
    below = [s for s in network.stations.values() if any(network.contains(place, s.place) for place in over)]
    found = dict.fromkeys(role.person_id for station in below for role in staffing.roles_of(station))
    return [staffing.people[id_] for id_ in found if id_ != person.id and id_ in staffing.people]


def _whose(turn: Turn, person: Person, roles: list[Role], who: int) -> Person | None:
    """Of whom an absence is told: oneself, or somebody one heads."""
    if who == person.id:
        return person
    return next((one for one in _theirs(turn, person, roles) if one.id == who), None)


# -- who stands in ----------------------------------------------------------------------------------


def _ask_stand_in(turn: Turn, t: Translator, chat: int, who: Person, span: Span, page: int) -> None:
    colleagues = _colleagues(turn, who)
    if not colleagues:
        text = t.staff("🌙 No colleague can stand in. Shall I note {days} all the same?",
                       days=arranging.spelled(t, span.since, span.until))  # fmt: skip
        asked = arranging.asked_stand_in(t, chat, who, span, [], 0)
        turn.post(asked.model_copy(update={"text": text}))
    else:
        turn.post(arranging.asked_stand_in(t, chat, who, span, colleagues, page))


def _colleagues(turn: Turn, who: Person) -> list[Person]:
    """Who may stand in: the people of the same station who can be reached."""
    stations = stations_of(turn, people.roles_of(turn.session, who.id, turn.desk.day))
    staffing = turn.desk.staffing
    found = {one.id: one for station in stations for one in staffing.reachable(station)}
    return [one for one in found.values() if one.id != who.id]


async def stand_in_chosen(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    who, chosen = _whose(turn, person, roles, button.record), _chosen(button.choice)
    if who is None or chosen is None or chosen.span.until < turn.desk.day:
        callback_answer.text = out_of_use(t)
        return
    stand_in = next((one for one in _colleagues(turn, who) if one.id == chosen.number), None)
    if chosen.number and stand_in is None:
        callback_answer.text = t.staff("This colleague cannot be reached today.")
        return
    if _stands(turn, who, chosen.span, stand_in):
        callback_answer.text = t.staff("You have noted that already.")
        return
    absence = _noted(turn, who, chosen.span, stand_in, person)
    name = stand_in.name if stand_in else ""
    turn.post(arranging.noted(t, chat_of(query), who, absence, name, own=who.id == person.id))
    _tell(turn, who, absence, stand_in, person)
    swapping_duty.goes_away(turn, who, absence, stand_in)
    dispatching.hand_on(turn)


def _stands(turn: Turn, who: Person, span: Span, stand_in: Person | None) -> bool:
    """Whether it is noted so already: a finger that comes down twice asks the stand-in once."""
    noted = people.absences(turn.session, turn.desk.day, who.id)
    wanted = (span.since, span.until, stand_in.id if stand_in else None)
    return wanted in [(one.since, one.until, one.stand_in_id) for one in noted]


def _noted(turn: Turn, who: Person, span: Span, stand_in: Person | None, by: Person) -> Absence:
    absence = Absence(person_id=who.id, since=span.since, until=span.until, noted_at=turn.now, noted_by=by.id,
                      stand_in_id=stand_in.id if stand_in else None)  # fmt: skip
    people.be_away(turn.session, absence)
    return absence


def _tell(turn: Turn, who: Person, absence: Absence, stand_in: Person | None, by: Person) -> None:
    if stand_in and stand_in.account and stand_in.id != by.id:
        signed = reports.count_handled_by(turn.session, who.id)
        t = voice(turn, stand_in)
        turn.post(arranging.asked_to_stand_in(t, stand_in.account, who, absence, signed))
    if who.id != by.id and who.account and turn.desk.staffing.can_hear(who.id):
        turn.post(arranging.entered_for_you(voice(turn, who), who.account, absence, by.name))


# -- back -------------------------------------------------------------------------------------------


async def came_back(message: Message, turn: Turn, person: Person, t: Translator) -> None:
    await message.answer(_welcomed(turn, t, person))


async def tapped_back(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, callback_answer: CallbackAnswer
) -> None:
    callback_answer.text = _welcomed(turn, t, person)


def _welcomed(turn: Turn, t: Translator, person: Person) -> str:
    away = turn.desk.staffing.away.get(person.id)
    if not people.come_back(turn.session, person.id, turn.desk.day, turn.now):
        return t.staff("You are not away.")
    stand_in = turn.desk.staffing.people.get(away.stand_in_id or 0) if away else None
    if stand_in and stand_in.account and turn.desk.staffing.can_hear(stand_in.id):
        turn.post(arranging.is_back(voice(turn, stand_in), stand_in.account, person.name))
    dispatching.hand_on(turn)
    return t.staff("☀️ Welcome back: new cards ring you again.")
