"""A head has everybody looked after once more: before a typhoon, before a holiday (加访).

    Luo    加访 台风
    bot    🌀 加访“台风”，3月2日：12 户，2 人去。
    bot    (to Wang) 🏠 3月2日的探访：8 户
           1. K-10001-6 · 高风险 · 加访 …

加访 台风 4栋 明天 names a building, and the day. Whoever is due anyway is on the list once; a visit ends it. Who is
paused is left out.
"""

import re
from datetime import date, timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.care import CarePlan
from fieldwork.letters import arranging_visits as letters
from fieldwork.people import HEADS, Person, Role
from fieldwork.places import PlaceKind
from fieldwork.texts import Translator
from handlers import caring, listing, muting_visits, planning_visits, visiting_today
from handlers.caring import OnStaff
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn
from storage import care

CALLING = "calling_extra_round"  # the state of a head who was asked what for
OPENINGS = ("加访", "加訪", "Extra round", "extra round")
_TOMORROW = re.compile(r"明天|明日|tomorrow", re.IGNORECASE)


class CallsExtra(BaseFilter):
    """加访 台风, or the words alone while they are asked for. Hands on `said`."""

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        if not any(role.kind in HEADS for role in roles):
            return False
        opening = next((each for each in OPENINGS if text.startswith(each)), None)
        if opening is not None:
            return {"said": text[len(opening) :].strip(" ：:,，")}
        return (
            {"said": text} if await planning_visits.is_answer(message, turn, roles, state, CALLING) else False
        )


def router() -> Router:
    extra = Router(name="extra_rounds")
    extra.message.filter(OnStaff())
    extra.callback_query.filter(OnStaff())
    extra.message.register(called, CallsExtra())
    extra.callback_query.register(wants_extra, Tap("visits_extra"))
    return extra


async def wants_extra(query: CallbackQuery, turn: Turn, t: Translator, state: FSMContext) -> None:
    await _ask(turn, t, chat_of(query), state)


async def _ask(turn: Turn, t: Translator, chat: int, state: FSMContext) -> None:
    await state.set_state(CALLING)
    await state.set_data({"asked_at": turn.now.isoformat()})
    turn.post(letters.asked_extra(t, chat))


async def called(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    state: FSMContext,
    said: str,
) -> None:
    """Puts everybody on the list of today or tomorrow, and tells who goes there."""
    place = turn.desk.network.at(
        planning_visits.place_in(turn, roles, said).get("place", ""), PlaceKind.BUILDING
    )
    why = _TOMORROW.sub("", planning_visits.left_of(turn, roles, said) if place else said).strip(" ，,。")
    if not why:
        await _ask(turn, t, message.chat.id, state)
        return
    await state.clear()
    day = turn.desk.day + timedelta(days=1 if _TOMORROW.search(said) else 0)
    plans = [plan for plan in _theirs(turn, roles, place.code if place else None)
             if care.change(turn.session, plan, extra_on=day, extra_why=why)]  # fmt: skip
    told = _tell(turn, plans, day)
    turn.post(letters.extra_called(t, message.chat.id, why, day, len(plans), told))


def _theirs(turn: Turn, roles: list[Role], place: str | None) -> list[CarePlan]:
    """The households of a head's stations, or of one building, that are not paused."""
    plans = care.of_stations(turn.session, listing.codes_of(turn, roles))
    return [plan for plan in plans if place in (None, plan.place) and caring.heads(turn, plan.place, roles)
            and not muting_visits.is_paused(turn, plan)]  # fmt: skip


def _tell(turn: Turn, plans: list[CarePlan], day: date) -> int:
    """Today's round is told at once; tomorrow's comes with the morning's list. Gives how many go there."""
    acting = {person.id: person for plan in plans if (person := caring.recipient(turn, plan))}
    if day == turn.desk.day:
        for person in acting.values():
            if person.account:
                visiting_today.send(turn, person, person.account)
    return len(acting)
