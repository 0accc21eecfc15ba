"""Somebody arranges the visits of a household: how often, who goes there, what to look after, where, and the end.

    Wang   ⋯ 更多
    bot    K-10001-6：要改什么？                     多久一次 · 要留意什么 · 谁去 · 搬家了 · ⏸ 暂停 · 不再探访
    Wang   多久一次
    bot    K-10001-6：以后多久去一次？                高风险：7天一次 · 重点：30天一次 · 一般：90天一次
    Wang   重点
    bot    K-10001-6：重点，30天一次。下次4月1日。
    Wang   不再由我负责
    bot    K-10001-6：以后谁去？                      张立文 · …
    Wang   张立文
    bot    K-10001-6：以后由张立文去。
    bot    (to Zhang) K-10001-6 以后由您去。 …
    Zhang  不再探访
    bot    K-10001-6：为什么不再探访？                 搬走了 · 去世 · 不需要了 · 写原因…
    Zhang  搬走了
    bot    K-10001-6：不再探访了。

What is written here is P3 like all of it. What has ended is kept for the time of its class, then only its dates stay.
"""

from datetime import date, timedelta
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import visits_due
from fieldwork.care import CarePlan, Risk
from fieldwork.letters import arranging_visits as letters
from fieldwork.letters.dates import day_named
from fieldwork.letters.visiting import risk_named
from fieldwork.people import Person, Role
from fieldwork.texts import Translator
from handlers import caring, planning_visits
from handlers.caring import Called, OnStaff
from handlers.tapping import Tap
from handlers.turn import Turn
from handlers.visiting import About
from storage import care

WORDING, RELOCATING, ENDING = "wording_a_plan", "relocating_a_plan", "ending_a_plan"
A_FEW = 50  # plans a look that are over their time


def router() -> Router:
    arranging = Router(name="arranging_visits")
    arranging.callback_query.register(wants_more, Tap("visit_more"))
    arranging.callback_query.register(chose_risk, Tap("visit_risk"))
    arranging.callback_query.register(chose_whom, Tap("visit_give"))
    arranging.callback_query.register(wants_to_word, Tap("visit_words"))
    arranging.callback_query.register(wants_to_move, Tap("visit_move"))
    arranging.callback_query.register(chose_end, Tap("visit_end"))
    arranging.message.register(said_words, OnStaff(), About(WORDING, tells_all=True))
    arranging.message.register(said_where, OnStaff(), About(RELOCATING))
    arranging.message.register(said_why_ended, OnStaff(), About(ENDING, tells_all=True))
    return arranging


async def wants_more(_query: CallbackQuery, known: Called) -> None:
    turn, plan = known.turn, known.plan
    if _is_over(known):
        return
    pause = visits_due.paused(plan, care.mutes(turn.session, turn.desk.day), turn.desk.network, turn.desk.day)
    turn.post(letters.more(known.t, known.chat, plan, pause is not None and pause.plan_id is not None))


def _is_over(called: Called) -> bool:
    """What has ended, or has changed meanwhile, is shown as it stands."""
    if called.plan.ended_at or called.is_outdated:
        called.says(called.t.staff("That was noted already, or has changed."))
        called.show()
        return True
    return False


def _change(called: Called, said: str, **values: Any) -> None:
    """Changes the plan and says so; the cards follow."""
    if care.change(called.turn.session, called.plan, **values):
        called.turn.post(letters.changed(called.t, called.chat, called.plan, said))
        called.redraw()


# -- how often --------------------------------------------------------------------------------------


async def chose_risk(_query: CallbackQuery, known: Called) -> None:
    if _is_over(known):
        return
    days = known.turn.desk.rules.visits.days
    if known.button.choice not in list(Risk):
        known.turn.post(letters.asked_risk(known.t, known.chat, known.plan, list(days.items())))
        return
    risk, plan = Risk(known.button.choice), known.plan
    following = plan.visited_on + timedelta(days=days[risk]) if plan.visited_on else plan.next_on
    _change(known, _rhythm_told(known.t, risk, days[risk], following), risk=risk, next_on=following)


def _rhythm_told(t: Translator, risk: Risk, days: int, following: date | None) -> str:
    """How often from now on, and when next."""
    named = risk_named(t, risk)
    if following is None:
        return t.staff("{risk}, every {many} days.", risk=named, many=days)
    return t.staff("{risk}, every {many} days. Next visit: {day}.", risk=named, many=days,
                   day=day_named(t, following))  # fmt: skip


# -- who --------------------------------------------------------------------------------------------


async def chose_whom(_query: CallbackQuery, known: Called) -> None:
    """不再由我负责, 谁去: a colleague of the station, or its head."""
    if _is_over(known):
        return
    turn, plan, t = known.turn, known.plan, known.t
    others = _others(turn, plan)
    chosen = next((one for one in others if f"{one.id}" == known.button.choice), None)
    if chosen is None:
        turn.post(letters.asked_whom(t, known.chat, plan, others))
        return
    _change(known, t.staff("{worker} goes there from now on.", worker=chosen.name), responsible_id=chosen.id)
    if chosen.id != known.person.id:
        caring.tell(
            turn, plan, chosen, lambda t: t.staff("{code}: you go there from now on.", code=plan.code)
        )


def _others(turn: Turn, plan: CarePlan) -> list[Person]:
    seat = turn.desk.network.stations.get(plan.station)
    if seat is None:
        return []
    head = turn.desk.staffing.head(seat)
    found = {one.id: one for one in [*turn.desk.staffing.reachable(seat), *([head] if head else [])]}
    return [one for one in found.values() if one.id != plan.responsible_id]


# -- in words ---------------------------------------------------------------------------------------


async def wants_to_word(_query: CallbackQuery, known: Called) -> None:
    if not _is_over(known):
        known.turn.post(letters.asked_words(known.t, known.chat, known.plan))
        await known.listen(WORDING)


async def said_words(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    state: FSMContext,
    plan: CarePlan,
) -> None:
    await state.clear()
    if caring.knows(turn, plan, person, roles) and care.change(turn.session, plan, words=message.text or ""):
        turn.post(letters.changed(t, message.chat.id, plan, t.staff("noted.")))


async def wants_to_move(_query: CallbackQuery, known: Called) -> None:
    if not _is_over(known):
        known.turn.post(letters.asked_where(known.t, known.chat, known.plan))
        await known.listen(RELOCATING)


async def said_where(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    state: FSMContext,
    plan: CarePlan,
) -> None:
    """They live somewhere else: the plan goes along, and whoever is of that station has it."""
    told = planning_visits.place_in(turn, roles, message.text or "")
    if "door" not in told:
        turn.post(letters.asked_where(t, message.chat.id, plan).model_copy(update={"anew": True}))
        return
    await state.clear()
    if not caring.knows(turn, plan, person, roles):
        return
    seat = planning_visits.station_for(turn, told["place"], plan.responsible_id)
    staffing = turn.desk.staffing
    stays = seat is not None and staffing.answers_for(plan.responsible_id, seat)
    has = None if stays or seat is None else staffing.responsible(seat, told["place"])
    moved = {"place": told["place"], "door": told["door"], "station": seat.code if seat else plan.station,
             "responsible_id": has.id if has else plan.responsible_id}  # fmt: skip
    if care.change(turn.session, plan, **moved):
        turn.post(letters.changed(t, message.chat.id, plan, t.staff("moved, noted.")))
        if has:
            caring.tell(
                turn, plan, has, lambda t: t.staff("{code}: you go there from now on.", code=plan.code)
            )


# -- the end ----------------------------------------------------------------------------------------


async def chose_end(_query: CallbackQuery, known: Called) -> None:
    if _is_over(known):
        return
    code = known.button.choice
    if code in letters.ENDS:
        end(known.turn, known.plan, letters.end_named(known.t, code))
        known.turn.post(letters.changed(known.t, known.chat, known.plan, known.t.staff("No more visits.")))
        known.redraw()
        return
    known.turn.post(letters.asked_why_ended(known.t, known.chat, known.plan))
    if code == "write":
        known.says(known.t.staff("Please write why."))
        await known.listen(ENDING)


async def said_why_ended(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    state: FSMContext,
    plan: CarePlan,
) -> None:
    await state.clear()
    if caring.knows(turn, plan, person, roles) and end(turn, plan, message.text or ""):
        turn.post(letters.changed(t, message.chat.id, plan, t.staff("No more visits.")))
        caring.redraw(turn, t, plan, person, roles, message.chat.id)


def end(turn: Turn, plan: CarePlan, why: str) -> bool:
    """Nobody goes there any more; what was is kept for its time."""
    return care.change(turn.session, plan, ended_at=turn.now, ended_why=why, next_on=None, changed_at=None,
                       extra_on=None, extra_why="")  # fmt: skip


# -- the end of its time ----------------------------------------------------------------------------


def over_their_time(turn: Turn) -> list[int]:
    """Plans that ended so long ago that who it was is kept no longer."""
    days = turn.desk.rules.retention.P3
    return care.over(turn.session, turn.now - timedelta(days=days), A_FEW) if days else []


def erase(turn: Turn, plan_id: int) -> bool:
    """Its dates and its outcomes stay, and who it was is gone."""
    return care.bury(turn.session, [plan_id], turn.now) > 0
