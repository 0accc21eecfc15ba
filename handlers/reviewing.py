"""A station looks at what was done: it counts, goes back to be put right, or is void.

    bot    (to Wang, without sound) A-10001-6 · 活动（待核实）
           📍 凤城街道西湖社区西湖花园4号楼
           📝 … · 3月2日
           🔢 1 次 · 5 户 · 12 人次          ✅ 核实，计入 · ↩️ 退回 · 🗑 作废 · 这是要办的事
    Wang   核实，计入
    bot    ✅ A-10001-6 已核实，计入统计。

    Wang   退回
    bot    A-10001-6：哪里不对？              数字不符 · 缺照片 · 地点不明 · 重复 · 非本项目 · 其他
    Wang   数字不符
    bot    A-10001-6：数字不符。请补一句。     没有要补的
    Wang   只有4户签了字
    bot    ↩️ A-10001-6 已退回，等对方补正。
    bot    (to Chen) ✏️ A-10001-6：西湖站请您改一下：数字不符 · 只有4户签了字。   🔢 改数字
    Chen   4户12人次
    Chen   对，记下
    bot    (to Wang, without sound) A-10001-6 · 活动（已补正） … ✏️ 已补正：5 户 → 4 户   ✅ 核实，计入 · …

    Wang   作废
    bot    A-10001-6：为什么作废？点一下，或者写一句。   重复 · 非本项目
    Wang   这次走访取消了
    bot    🗑 A-10001-6 已作废。

Nobody accepts what they told of themselves while another can be reached, here or above; where nobody can be, the
head may, with a reason that is kept (RULES, Settled).
"""

from collections.abc import Iterator

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import reviewing as rules
from fieldwork.activities import Activity, Problem, Stage
from fieldwork.letters import reviewing as letters
from fieldwork.letters.activities import problem_written, stage_named
from fieldwork.people import HEADS, Person, Role
from fieldwork.reports import Report, State
from fieldwork.texts import Translator
from handlers import judging, standing, telling, viewers
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.reporting import words_of
from handlers.stepping import staff_role
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn
from storage import activities

RETURNING, NOTING = (
    "what_is_wrong",
    "returning_activity",
)  # states of who says what is wrong, then a word to it
VOIDING, ALONE = "voiding_activity", "accepting_own"  # and of who writes why


def router() -> Router:
    reviewing = Router(name="reviewing")
    reviewing.callback_query.register(saw_it_right, Tap("activity_accept"))
    reviewing.callback_query.register(wants_to_return, Tap("activity_return"))
    reviewing.callback_query.register(said_what_is_wrong, Tap("activity_wrong"))
    reviewing.callback_query.register(has_nothing_to_add, Tap("activity_back"))
    reviewing.callback_query.register(wants_it_void, Tap("activity_void"))
    reviewing.callback_query.register(said_why_void, Tap("activity_void_as"))
    reviewing.message.register(
        named_what_is_wrong, Holds("text"), Listening(RETURNING, State.NOTED, here=True)
    )
    reviewing.message.register(wrote_what_is_wrong, Holds("text"), Listening(NOTING, State.NOTED, here=True))
    reviewing.message.register(wrote_why_void, Holds("text"), Listening(VOIDING, State.NOTED, here=True))
    reviewing.message.register(wrote_why_alone, Holds("text"), Listening(ALONE, State.NOTED, here=True))
    return reviewing


# -- it counts --------------------------------------------------------------------------------------


async def saw_it_right(_query: CallbackQuery, tapped: Tapped) -> None:
    activity = _still(tapped, Stage.ACCEPTED)
    if activity is None:
        return
    other = another(tapped.turn, tapped.report, activity, tapped.person)
    if other:
        tapped.says(tapped.t.staff("It is your own: {worker} checks it.", worker=other.name))
    elif activity.person_id != tapped.person.id:
        _accept(tapped.turn, tapped.report, activity, tapped.person, tapped.roles)
        tapped.says(tapped.t.staff("✅ {number} is checked and counts.", number=tapped.report.number))
    elif any(role.kind in HEADS for role in tapped.roles):
        await _ask(tapped, ALONE, letters.asked_why_alone)
    else:
        tapped.says(tapped.t.staff("It is your own, and nobody else can be reached today: it waits."))


def another(turn: Turn, report: Report, activity: Activity, person: Person) -> Person | None:
    """Who else can look at what somebody told of themselves; nobody has to for what others told of."""
    if activity.person_id != person.id:
        return None
    return next(_who_may_look(turn, report, but=person.id), None)


def _who_may_look(turn: Turn, report: Report, but: int) -> Iterator[Person]:
    """Of its station, else of those above, the nearest first."""
    staffing, seat = turn.desk.staffing, turn.desk.network.stations.get(report.station)
    for station in [*([seat] if seat else []), *standing.above(turn, report)]:
        for one in staffing.reachable(station):
            if one.id != but and viewers.hears_of(turn, report, one, staffing.roles_held(one.id)):
                yield one


async def wrote_why_alone(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    activity = activities.by_serial(turn.session, report.serial)
    theirs = activity is not None and viewers.knows_of(turn, report, person, roles)
    if theirs and activity and not another(turn, report, activity, person):
        _accept(turn, report, activity, person, roles, words_of(message))
    turn.post(letters.is_done(t, telling.matter(turn, report), message.chat.id))


def _accept(
    turn: Turn, report: Report, activity: Activity, person: Person, roles: list[Role], why: str = ""
) -> None:
    judging.accept(turn, report, activity, person, staff_role(roles), why)


# -- it goes back -----------------------------------------------------------------------------------


async def wants_to_return(_query: CallbackQuery, tapped: Tapped) -> None:
    if _still(tapped, Stage.RETURNED):
        await _ask(tapped, RETURNING, letters.asked_problem)


async def said_what_is_wrong(_query: CallbackQuery, tapped: Tapped) -> None:
    problem = _problem(tapped)
    if problem and _still(tapped, Stage.RETURNED):
        await listen(tapped.turn, tapped.state, NOTING, tapped.report)
        await tapped.state.update_data(problem=problem.value)
        told = telling.matter(tapped.turn, tapped.report)
        tapped.turn.post(letters.asked_note(tapped.t, told, tapped.chat, problem))


async def has_nothing_to_add(_query: CallbackQuery, tapped: Tapped) -> None:
    problem, activity = _problem(tapped), _still(tapped, Stage.RETURNED)
    if problem and activity and problem is not Problem.OTHER:
        await tapped.state.clear()
        role = staff_role(tapped.roles)
        judging.send_back(tapped.turn, tapped.report, activity, tapped.person, role, problem, "")
        tapped.turn.post(letters.is_done(tapped.t, telling.matter(tapped.turn, tapped.report), tapped.chat))


async def named_what_is_wrong(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    """Typed instead of tapped: a reason of the list, or one of their own; where no word is added, it is asked for."""
    problem, more = problem_written(
        t, words_of(message), [one for one in Problem if one is not Problem.OTHER]
    )
    activity = activities.by_serial(turn.session, report.serial)
    if not more and activity and rules.may_become(activity, Stage.RETURNED):
        await listen(turn, state, NOTING, report)
        await state.update_data(problem=problem.value)
        turn.post(letters.asked_note(t, telling.matter(turn, report), message.chat.id, problem))
        return
    await state.clear()
    if activity and viewers.knows_of(turn, report, person, roles):
        judging.send_back(turn, report, activity, person, staff_role(roles), problem, more)
    turn.post(letters.is_done(t, telling.matter(turn, report), message.chat.id))


async def wrote_what_is_wrong(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    problem = Problem((await state.get_data())["problem"])
    await state.clear()
    activity = activities.by_serial(turn.session, report.serial)
    if activity and viewers.knows_of(turn, report, person, roles):
        judging.send_back(turn, report, activity, person, staff_role(roles), problem, words_of(message))
    turn.post(letters.is_done(t, telling.matter(turn, report), message.chat.id))


# -- it is void -------------------------------------------------------------------------------------


async def wants_it_void(_query: CallbackQuery, tapped: Tapped) -> None:
    if _still(tapped, Stage.VOID):
        await _ask(tapped, VOIDING, letters.asked_why_void)


async def said_why_void(_query: CallbackQuery, tapped: Tapped) -> None:
    problem, activity = _problem(tapped), _still(tapped, Stage.VOID)
    if problem and activity:
        await tapped.state.clear()
        judging.make_void(
            tapped.turn, tapped.report, activity, tapped.person, staff_role(tapped.roles), problem, ""
        )
        tapped.turn.post(letters.is_done(tapped.t, telling.matter(tapped.turn, tapped.report), tapped.chat))


async def wrote_why_void(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    activity = activities.by_serial(turn.session, report.serial)
    if activity and viewers.knows_of(turn, report, person, roles):
        problem, more = problem_written(t, words_of(message), rules.VOID_AS)
        judging.make_void(turn, report, activity, person, staff_role(roles), problem, more)
    turn.post(letters.is_done(t, telling.matter(turn, report), message.chat.id))


# -- as it stands now -------------------------------------------------------------------------------


def _still(tapped: Tapped, stage: Stage) -> Activity | None:
    """The record as the button showed it, if it can be brought there; else it is said where it stands."""
    activity = activities.by_serial(tapped.turn.session, tapped.report.serial)
    may = activity and tapped.report.state is State.NOTED and rules.may_become(activity, stage)
    if activity and may and activity.version == tapped.button.version:
        return activity
    if may:
        tapped.out_of_use()
    else:
        now = stage_named(tapped.t, activity.stage if activity else None)
        tapped.says(tapped.t.staff("Not now: it is {state}.", state=now))
    telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)
    return None


def _problem(tapped: Tapped) -> Problem | None:
    """What a button names; nothing of what no button of ours ever held."""
    return next((one for one in Problem if one.value == tapped.button.choice), None)


async def _ask(tapped: Tapped, name: str, question: letters.Question) -> None:
    """Asks for words, at the end of the chat."""
    asked = question(tapped.t, telling.matter(tapped.turn, tapped.report), tapped.chat)
    tapped.turn.post(asked.model_copy(update={"anew": True}))
    await listen(tapped.turn, tapped.state, name, tapped.report)
