"""Nobody is visited for a while: a household, or a building and all in it (暂停).

    Wang   ⏸ 暂停
    bot    ⏸ K-10001-6：到哪天？                     一周，到3月9日 · 两周，到3月16日 · 一个月，到4月1日 · 写日期…
    Wang   两周，到3月16日
    bot    ⏸ K-10001-6：为什么？                     住院 · 不在家 · 家人在照顾 · 写原因…
    Wang   住院
    bot    ⏸ K-10001-6：暂停到3月16日，到期自动恢复。
    Wang   暂停探访 4栋 到3月20日 外墙施工
    bot    ⏸ 西湖花园4号楼：暂停到3月20日，到期自动恢复。
           共 3 户。
    Luo    ⏸ 暂停 · 4                                 (every pause of the stations below, each with ▶️ 恢复)

It ends by itself; what lay in it does not count as missed. A change (情况有变) is stronger.
"""

from datetime import date
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import visits_due
from fieldwork.buttons import Button
from fieldwork.care import CarePlan, Mute
from fieldwork.days import packed_day, read_day
from fieldwork.letters import Letter
from fieldwork.letters import arranging_visits as letters
from fieldwork.letters.arranging_visits import Pause
from fieldwork.people import Person, Role
from fieldwork.places import PlaceKind
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import caring, listing, planning_visits
from handlers.caring import Called, OnStaff
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, stations_of
from storage import care, people

PAUSING = "pausing_visits"  # the state of somebody who writes until when, or why
OPENINGS = ("暂停探访", "暫停探訪", "Pause visits", "pause visits")


class SaysPause(BaseFilter):
    """暂停探访 4栋 到3月20日 外墙施工: hands on `said`, what stands behind."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        opening = next((each for each in OPENINGS if text.startswith(each)), None)
        return {"said": text[len(opening) :].strip(" ：:,，")} if opening else False


class Pausing(BaseFilter):
    """The day, or the reason, while it is asked for. Hands on `kept`, what was said so far."""

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        answers = await planning_visits.is_answer(message, turn, roles, state, PAUSING)
        return {"kept": await state.get_data()} if answers else False


def router() -> Router:
    households, places = Router(name="muting_households"), Router(name="muting_places")
    households.callback_query.register(wants_to_pause, Tap("visit_pause"))
    households.callback_query.register(goes_on, Tap("visit_resume"))
    places.message.filter(OnStaff())
    places.callback_query.filter(OnStaff())
    places.message.register(said_pause, SaysPause())
    places.message.register(said_more, Pausing())
    places.callback_query.register(wants_list, Tap("visits_pauses"))
    places.callback_query.register(wants_to_pause_place, Tap("place_pause"))
    places.callback_query.register(place_goes_on, Tap("place_resume"))
    muting = Router(name="muting_visits")
    muting.include_routers(places, households)
    return muting


# -- a household ------------------------------------------------------------------------------------


async def wants_to_pause(_query: CallbackQuery, known: Called) -> None:
    """Until when, why, and it is done: each a tap."""
    turn, plan, (day, _, why) = known.turn, known.plan, known.button.choice.partition("/")
    until = packed_day(day)
    if plan.ended_at or known.is_outdated:
        known.says(known.t.staff("That was noted already, or has changed."))
    elif until is None or until < turn.desk.day:
        button = known.button.model_copy(update={"choice": ""})
        turn.post(letters.asked_until(known.t, known.chat, plan.code, button, turn.desk.day))
        if day == "write":
            await _listen(turn, known.state, plan=plan.id)
    elif why not in letters.WHY_PAUSED:
        button = known.button.model_copy(update={"choice": day})
        turn.post(letters.asked_why(known.t, known.chat, plan.code, button, letters.WHY_PAUSED))
        if why == "write":
            await _listen(turn, known.state, plan=plan.id, until=day)
    else:
        _pause(turn, known.t, known.chat, known.person, until, letters.why_named(known.t, why), plan=plan)
        known.redraw()


async def goes_on(_query: CallbackQuery, known: Called) -> None:
    care.unmute(known.turn.session, known.turn.desk.day, known.turn.now, plan=known.plan.id)
    known.says(known.t.staff("{code}: visits go on.", code=known.plan.code))
    known.redraw()


# -- a place ----------------------------------------------------------------------------------------


async def wants_to_pause_place(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    place, _, rest = button.choice.partition("/")
    day, _, why = rest.partition("/")
    until, chat = packed_day(day), chat_of(query)
    if not place:
        turn.post(letters.asked_building(t, chat, _buildings(turn, person, roles)))
    elif not may_pause(turn, place, roles):
        callback_answer.text = t.both("This place is not yours.")
    elif until is None or until < turn.desk.day:
        turn.post(letters.asked_until(t, chat, _named(turn, place), _holding(place), turn.desk.day))
        if day == "write":
            await _listen(turn, state, place=place)
    elif why not in letters.WHY_CLOSED:
        turn.post(
            letters.asked_why(t, chat, _named(turn, place), _holding(f"{place}/{day}"), letters.WHY_CLOSED)
        )
        if why == "write":
            await _listen(turn, state, place=place, until=day)
    else:
        _pause(turn, t, chat, person, until, letters.why_named(t, why), place=place)


def _holding(choice: str) -> Button:
    return Button(action="place_pause", choice=choice)


def _buildings(turn: Turn, person: Person, roles: list[Role]) -> list[tuple[str, str]]:
    return [(code, _named(turn, code)) for code in planning_visits.buildings(turn, person, roles)]


def _named(turn: Turn, place: str) -> str:
    return turn.desk.network.path(place, PlaceKind.ESTATE)


def may_pause(turn: Turn, place: str, roles: list[Role]) -> bool:
    """Whether somebody is of the station of a place, or heads it."""
    own = {station.code for station in stations_of(turn, roles)}
    seats = turn.desk.network.stations_above(place, turn.desk.day)
    return caring.heads(turn, place, roles) or bool(seats and seats[0].code in own)


async def place_goes_on(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if not may_pause(turn, button.choice, roles):
        callback_answer.text = t.both("This place is not yours.")
        return
    care.unmute(turn.session, turn.desk.day, turn.now, place=button.choice)
    callback_answer.text = t.staff("{code}: visits go on.", code=_named(turn, button.choice))
    turn.post(_list(turn, t, person, roles, chat_of(query)))


# -- in words ---------------------------------------------------------------------------------------


async def said_pause(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    state: FSMContext,
    said: str,
) -> None:
    """A building or a door, until when, and why; what is missing is asked."""
    told = planning_visits.place_in(turn, roles, said)
    place = told.get("place", "")
    if not place:
        turn.post(letters.asked_building(t, message.chat.id, _buildings(turn, person, roles)))
        return
    plans = [plan for plan in care.of_place(turn.session, place) if plan.door == told.get("door")]
    plan = plans[0] if plans and caring.knows(turn, plans[0], person, roles) else None
    if ("door" in told and plan is None) or not may_pause(turn, place, roles):
        await message.answer(t.both("This place is not yours."))
        return
    until, why = _day_and_why(turn, planning_visits.left_of(turn, roles, said))
    kept: dict[str, Any] = {"plan": plan.id} if plan else {"place": place}
    await _go_on(turn, t, message, person, state, kept, until, why)


def _day_and_why(turn: Turn, words: str) -> tuple[date | None, str]:
    """Of the words beside the place, the first that is a day, and the others."""
    pieces, until = words.replace("，", " ").replace(",", " ").split(), None
    for piece in list(pieces):
        if until is None and (day := read_day(fold(piece), turn.desk.day)):
            until = day
            pieces.remove(piece)
    return until, " ".join(pieces)


async def said_more(
    message: Message, turn: Turn, person: Person, t: Translator, state: FSMContext, kept: dict[str, Any]
) -> None:
    """The day, else the reason."""
    text, until = (message.text or "").strip(), packed_day(kept.get("until", ""))
    if until is None:
        await _go_on(turn, t, message, person, state, kept, read_day(fold(text), turn.desk.day), "")
    else:
        await _go_on(turn, t, message, person, state, kept, until, text)


async def _go_on(
    turn: Turn, t: Translator, message: Message, person: Person, state: FSMContext, kept: dict[str, Any],
    until: date | None, why: str,
) -> None:  # fmt: skip
    """Keeps the pause, or asks for what is missing."""
    plan, place, chat = care.by_id(turn.session, kept.get("plan", 0)), kept.get("place", ""), message.chat.id
    name = plan.code if plan else _named(turn, place)
    button = Button(action="visit_pause", record=plan.id, version=plan.version) if plan else _holding(place)
    if until is None or until < turn.desk.day:
        turn.post(letters.asked_until(t, chat, name, button, turn.desk.day))
        await _listen(turn, state, **{key: kept[key] for key in ("plan", "place") if key in kept})
    elif not why:
        choice = f"{place}/{until:%Y%m%d}" if place else f"{until:%Y%m%d}"
        codes = letters.WHY_PAUSED if plan else letters.WHY_CLOSED
        asked = letters.asked_why(t, chat, name, button.model_copy(update={"choice": choice}), codes)
        turn.post(asked.model_copy(update={"anew": True}))
        await _listen(
            turn, state, **{k: kept[k] for k in ("plan", "place") if k in kept}, until=f"{until:%Y%m%d}"
        )
    else:
        await state.clear()
        _pause(turn, t, chat, person, until, why, plan=plan, place=place)


async def _listen(turn: Turn, state: FSMContext, **kept: Any) -> None:
    await state.set_state(PAUSING)
    await state.set_data({**kept, "asked_at": turn.now.isoformat()})


def _pause(
    turn: Turn, t: Translator, chat: int, by: Person, until: date, why: str, *, plan: CarePlan | None = None,
    place: str = "",
) -> None:  # fmt: skip
    pause = Mute(plan_id=plan.id if plan else None, place="" if plan else place, since=turn.desk.day, until=until,
                 reason=why, noted_at=turn.now, noted_by=by.id)  # fmt: skip
    if not _holds(turn, pause):
        care.mute(turn.session, pause)
    those = [plan] if plan else _below(turn, place)
    name = plan.code if plan else _named(turn, place)
    turn.post(letters.is_paused(t, chat, name, until, len(those)).model_copy(update={"anew": True}))


def _holds(turn: Turn, pause: Mute) -> bool:
    """Whether the same pause is kept already: a finger that comes down twice pauses once."""
    same = (pause.plan_id, pause.place, pause.until, None)
    kept = care.mutes(turn.session, turn.desk.day)
    return same in [(one.plan_id, one.place, one.until, one.ended_at) for one in kept]


def _below(turn: Turn, place: str) -> list[CarePlan]:
    inside = (each.code for each in turn.desk.network.everything_below(place))
    return [plan for code in inside for plan in care.of_place(turn.session, code)]


# -- all of them ------------------------------------------------------------------------------------


async def wants_list(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    turn.post(_list(turn, t, person, roles, chat_of(query)).model_copy(update={"anew": True}))


def _list(turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int) -> Letter:
    """A head sees the pauses of all stations below, anybody else those of their own households and buildings."""
    day, codes = turn.desk.day, listing.codes_of(turn, roles)
    plans = {plan.id: plan for plan in care.of_stations(turn.session, codes)}
    found = list[Pause]()
    for mute in care.mutes(turn.session, day):
        plan = plans.get(mute.plan_id or 0)
        if mute.ended_at or (mute.plan_id and (plan is None or not caring.knows(turn, plan, person, roles))):
            continue
        if plan is None and not may_pause(turn, mute.place, roles):
            continue
        who = people.by_id(turn.session, mute.noted_by) if mute.noted_by else None
        name = f"{plan.code} · {caring.place_named(turn, plan)}" if plan else _named(turn, mute.place)
        found.append(
            Pause(name, mute.until, who.name if who else "", "" if plan else mute.reason, plan, mute.place)
        )
    return letters.pauses(t, chat, found, can_pause=True)


def is_paused(turn: Turn, plan: CarePlan) -> bool:
    """Whether nobody goes there today."""
    mutes = care.mutes(turn.session, turn.desk.day)
    return visits_due.paused(plan, mutes, turn.desk.network, turn.desk.day) is not None
