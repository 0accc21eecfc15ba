"""Somebody visits a household, and says in one tap what came of it.

    bot    🏠 3月2日的探访：2 户
           西湖花园4号楼
           1. K-10001-6 · 高风险                            1 ⋯ · ✅ 已访 · 🚪 未遇 · 📅 改期
           2. K-10002-4 · 一般                              2 ⋯ · ✅ 已访 · 🚪 未遇 · 📅 改期
    Wang   2 ⋯
    bot    🏠 K-10002-4 · 西湖花园4号楼 …                    👁 打开 · 🔺 情况有变 · ⋯ 更多 · 不再由我负责
    Wang   👁 打开
    bot    👁 K-10002-4 · 一般
           📍 西湖花园4号楼 301 …
           这条消息24小时内会消失，您看过也有记录。
    Wang   ✅ 已访
    bot    (the list, without it) … ✔ K-10001-6 · 已访
           ✏️ 要给 K-10001-6 补一句？直接写就行。
    Wang   血压正常，药按时吃
    bot    K-10001-6：补记好了。
    Wang   📅 改期                                   (at the household that is left)
    bot    📅 K-10002-4：改到哪天？                          3月3日 · 3月4日 · 3月5日 · 3月6日 · 写日期…
    Wang   3月4日
    bot    📅 K-10002-4：改到3月4日。
           比约定的间隔晚了，本月探访率会照实算。

Who it is stands nowhere but in what was opened; that is on record, and goes by itself.
"""

from datetime import date, timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import numbers, visits_due
from fieldwork.buttons import Button
from fieldwork.care import CarePlan, Outcome, Visit
from fieldwork.days import packed_day, read_day
from fieldwork.letters import Kind, Letter, Priority
from fieldwork.letters import visiting as letters
from fieldwork.letters.dates import day_named
from fieldwork.people import Person, Role
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from fieldwork.viewing import Viewing
from handlers import caring, stepping, visits_noted
from handlers.caring import Called, OnStaff
from handlers.listening import left_lying
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, home_of
from storage import care, viewing

NOTING, MOVING = "noting_a_visit", "putting_off_a_visit"  # the states of somebody who writes about one
FEW_DAYS = 4
NOTES = 2  # of the last visits, in what is opened
DELETABLE = timedelta(hours=47)  # Telegram lets a bot delete its own messages for 48


class About(BaseFilter):
    """Words that were asked for about a household, and are no report by themselves. Hands on `plan`.

    `tells_all`: whatever is written belongs to the household, be it of danger.
    """

    def __init__(self, name: str, *, tells_all: bool = False) -> None:
        self.name, self.tells_all = name, tells_all

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        if not text or text.startswith("/") or await state.get_state() != self.name:
            return False
        plan = care.by_id(turn.session, (await state.get_data()).get("plan", 0))
        if plan is None or await left_lying(message, state):
            return False
        return False if not self.tells_all and caring.is_a_report(turn, text, roles) else {"plan": plan}


class SaysVisited(BaseFilter):
    """去过了 K-10012-3, or the code alone. Hands on `plan` and `went`."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        text = message.text or ""
        plan_id = numbers.plan_in(text)
        plan = care.by_id(turn.session, plan_id) if plan_id else None
        return {"plan": plan, "went": _outcome_in(fold(text))} if plan else False


class TellsOfVisit(BaseFilter):
    """今天入户走访4栋502，都很好: a visit and nothing else; with counts it is an activity, with a matter a report.

    Hands on `place` and `went`.
    """

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        text = message.text or ""
        reading = turn.desk.reader.read(text, home_of(roles)) if text and roles else None
        if (
            reading is None
            or not reading.place
            or reading.kind != "need"
            or reading.categories
            or reading.danger
        ):
            return False
        went, plans = visits_noted.meant(turn, text, reading.place, roles)
        return {"place": reading.place, "went": went} if plans else False


def _outcome_in(folded: str) -> Outcome | None:
    if visits_due.nobody_opened(folded):
        return Outcome.NOT_MET
    return Outcome.MET if visits_due.tells_of_visits(folded) else None


def router() -> Router:
    visits = Router(name="visiting")
    visits.message.register(said_visited, OnStaff(), SaysVisited())
    visits.message.register(wrote_note, OnStaff(), About(NOTING))
    visits.message.register(said_day, OnStaff(), About(MOVING))
    visits.message.register(told_of_visit, TellsOfVisit())
    visits.callback_query.register(turned_page, OnStaff(), Tap("visits_page"))
    visits.callback_query.register(was_there, Tap("visit_met", "visit_missed"))
    visits.callback_query.register(wants_another_day, Tap("visit_later"))
    visits.callback_query.register(chose_day, Tap("visit_day"))
    visits.callback_query.register(opened, Tap("visit_open"))
    visits.callback_query.register(wants_to_look, Tap("visit_look"))
    visits.callback_query.register(something_changed, Tap("visit_changed"))
    return visits


# -- what came of it --------------------------------------------------------------------------------


async def was_there(_query: CallbackQuery, called: Called) -> None:
    """已访, 未遇: kept at once; a word about it may follow."""
    plan, outcome = called.plan, Outcome.MET if called.button.action == "visit_met" else Outcome.NOT_MET
    if called.is_outdated or plan.ended_at:
        called.says(called.t.staff("That was noted already, or has changed."))
        called.redraw()
        return
    visit = visits_noted.note(called.turn, plan, called.person, outcome)
    called.says(said_of(called.turn, called.t, plan, outcome))
    await called.listen(NOTING, visit=visit)
    page = (
        int(called.button.choice) if called.button.choice.isdecimal() and len(called.button.choice) < 3 else 0
    )
    called.redraw(page=page, noting=plan)


def said_of(turn: Turn, t: Translator, plan: CarePlan, outcome: Outcome) -> str:
    """What was noted, and when somebody goes there next."""
    if outcome is Outcome.NOT_MET:
        return t.staff("{code}: noted, nobody opened. It stays on the list.", code=plan.code)
    day = visits_due.appointment(plan, caring.calendar_of(turn, plan))
    on = day_named(t, day) if day else ""
    return t.staff("{code}: noted, visited. Next: {day}.", code=plan.code, day=on)


async def wrote_note(message: Message, turn: Turn, t: Translator, state: FSMContext, plan: CarePlan) -> None:
    """A word about the visit that was just noted."""
    visit = (await state.get_data()).get("visit")
    await state.clear()
    if visit:
        care.annotate(turn.session, visit, message.text or "")
    await message.answer(t.staff("{code}: your note is kept.", code=plan.code))


async def said_visited(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, plan: CarePlan,
    went: Outcome | None,
) -> None:  # fmt: skip
    """By its code: what came of it, or, with the code alone, its card."""
    if not caring.may_note(turn, plan, person, roles):
        await message.answer(t.both("There is no household of that code for you."))
    elif went is None or plan.ended_at:
        caring.show(turn, t, plan, person, roles, message.chat.id)
    else:
        visits_noted.note(turn, plan, person, went)
        await message.answer(said_of(turn, t, plan, went))
        caring.redraw(turn, t, plan, person, roles, message.chat.id)


async def told_of_visit(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, place: str, went: Outcome
) -> None:
    """A visit in words, without a matter: kept as one, with the words; no report comes of it."""
    plans = visits_noted.told_of(turn, message.text or "", place, person, roles)
    codes = "、".join(plan.code for plan in plans)
    if went is Outcome.MET:
        await message.answer(t.both("{code}: noted, you were there. Thank you.", code=codes))
    else:
        await message.answer(t.both("{code}: noted, nobody opened.", code=codes))
    for plan in plans:
        caring.redraw(turn, t, plan, person, roles, message.chat.id)


async def turned_page(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button
) -> None:
    turn.post(letters.today(t, chat_of(query), person.id, caring.errand(turn, person), button.record))


# -- another day ------------------------------------------------------------------------------------


async def wants_another_day(_query: CallbackQuery, called: Called) -> None:
    if called.plan.ended_at:
        called.show()
        return
    called.turn.post(
        letters.asked_day(called.t, called.chat, called.plan, _next_days(called.turn, called.plan))
    )


def _next_days(turn: Turn, plan: CarePlan) -> list[date]:
    """The next working days, as far as the rhythm goes."""
    calendar, last = caring.calendar_of(turn, plan), _last_day(turn, plan)
    ahead = (turn.desk.day + timedelta(days=days) for days in range(1, (last - turn.desk.day).days + 1))
    return [day for day in ahead if calendar.is_working_day(day)][:FEW_DAYS]


def _last_day(turn: Turn, plan: CarePlan) -> date:
    return turn.desk.day + timedelta(days=turn.desk.rules.visits.days[plan.risk])


async def chose_day(_query: CallbackQuery, called: Called) -> None:
    if called.button.choice == "write":
        await called.listen(MOVING)
        called.turn.post(Letter(chat=called.chat, text=called.t.staff("Please write the day, like 3-20.")))
        return
    day = packed_day(called.button.choice)
    if day is None or called.is_outdated:
        called.out_of_use()
        return
    called.says(_moved(called.turn, called.t, called.plan, called.person, called.chat, day))
    called.redraw()


async def said_day(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    state: FSMContext,
    plan: CarePlan,
) -> None:
    day = read_day(fold(message.text or ""), turn.desk.day)
    if day is None:
        await message.answer(t.staff("Please write the day, like 3-20."))
        return
    await state.clear()
    if refused := _moved(turn, t, plan, person, message.chat.id, day):
        await message.answer(refused)
    caring.redraw(turn, t, plan, person, roles, message.chat.id)


def _moved(turn: Turn, t: Translator, plan: CarePlan, by: Person, chat: int, day: date) -> str:
    """Puts a visit off, within the rhythm; the sentence where that cannot be."""
    if not turn.desk.day <= day <= _last_day(turn, plan):
        last = day_named(t, _last_day(turn, plan))
        return t.staff("Only from today to {day}: its rhythm goes no further.", day=last)
    days = turn.desk.rules.visits.days[plan.risk]
    late = day > visits_due.deadline(plan, days)
    if not care.change(turn.session, plan, next_on=day, extra_on=None, extra_why=""):
        return t.staff("That was noted already, or has changed.")
    care.note_visit(turn.session, Visit(plan_id=plan.id, at=turn.now, day=turn.desk.day, by_id=by.id,
                                        outcome=Outcome.PUT_OFF, until=day))  # fmt: skip
    stands = visits_due.appointment(plan, caring.calendar_of(turn, plan)) or day
    turn.post(letters.put_off(t, chat, plan, stands, late))
    return ""


# -- one household ----------------------------------------------------------------------------------


async def opened(_query: CallbackQuery, called: Called) -> None:
    called.show()


async def something_changed(_query: CallbackQuery, known: Called) -> None:
    """情况有变: somebody goes there within a day, whatever the rhythm says."""
    turn, plan = known.turn, known.plan
    if plan.ended_at or plan.changed_at or not care.change(turn.session, plan, changed_at=turn.now):
        known.says(known.t.staff("That was noted already, or has changed."))
        return
    known.says(known.t.staff("{code}: a visit within {hours} hours.", code=plan.code,
                               hours=turn.desk.rules.visits.change_hours))  # fmt: skip
    acts = caring.recipient(turn, plan)
    if acts and acts.id != known.person.id:
        hours = turn.desk.rules.visits.change_hours
        caring.tell(turn, plan, acts, lambda t: t.staff("🔺 Something changed: please go there within {hours} hours.",
                                                        hours=hours))  # fmt: skip
    known.redraw()


async def wants_to_look(_query: CallbackQuery, known: Called) -> None:
    """Who it is: in a message of its own, each time on record."""
    turn, plan = known.turn, known.plan
    hours = turn.desk.rules.limits.open_hours
    told = [visit.note for visit in care.visits_of(turn.session, [plan.id]) if visit.note][-NOTES:]
    turn.post(letters.opened(known.t, known.chat, plan, caring.place_named(turn, plan), told, hours))
    viewing.note(turn.session, Viewing(serial=0, plan_id=plan.id, person_id=known.person.id, at=turn.now,
                                       role=stepping.staff_role(known.roles), surface="plan"))  # fmt: skip


# -- and it goes again ------------------------------------------------------------------------------


def lapsed(turn: Turn) -> list[str]:
    """What was opened so long ago that it goes now: by the name of its message."""
    before = turn.now - timedelta(hours=turn.desk.rules.limits.open_hours)
    stood = {one.about for one in viewing.opened_before(turn.session, before, letters.OPENED + "/")}
    left = {
        one.about for one in viewing.undeleted(turn.session) if one.about.startswith(letters.OPENED + "/")
    }
    return sorted(stood | left)


def close_again(turn: Turn, opened: str) -> bool:
    """Takes it out of the chats; where Telegram deletes it no more, its code is left."""
    before = turn.now - timedelta(hours=turn.desk.rules.limits.open_hours)
    plan = care.by_id(turn.session, int(opened.partition("/")[2]))
    code = plan.code if plan else ""
    stood = [
        one
        for one in viewing.opened_before(turn.session, before, letters.OPENED + "/")
        if one.about == opened
    ]
    for one in stood:
        turn.post(Letter(chat=one.chat, kind=Kind.DELETE, message_id=one.message_id, silent=True, card=opened,
                         priority=Priority.URGENT) if turn.now - one.since < DELETABLE
                  else letters.closed_again(one.chat, one.message_id, code))  # fmt: skip
    viewing.let_go(turn.session, stood)
    left = [one for one in viewing.undeleted(turn.session) if one.about == opened]
    for gone in left:
        turn.post(letters.closed_again(gone.chat, gone.message_id, code))
        viewing.settled(turn.session, gone.row)
    return bool(stood or left)
