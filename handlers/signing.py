"""A social worker signs for a report, contacts the reporter, and finishes.

    bot    N-10001-6 · 待签收 · 🔴 紧急 …              ✍️ 签收 · 📞 联系了 · ✅ 办结
                                                       🤝 转给… · 🆘 现在有危险
    Wang   签收
    bot    签收了，这件事归您。
    bot    (to the reporter) 🧑‍🔧 N-10001-6：西湖站王慧敏在跟进。
    Wang   办结
    bot    N-10001-6：怎么联系上报人的？               打了电话 · 上门了 · 在这里聊过 · 没联系上
    Wang   打了电话
    bot    N-10001-6：怎么处理的？点一句，或者写一句；可以先发照片。
                                                       已修好，现场确认过 · 已清理干净 · …
    Wang   已清理干净
    bot    已办结，正在回访上报人。
    bot    (to the reporter) 🛠 N-10001-6 处理好了。 …  解决了 · 解决了一部分 · 还没解决

Each step implies the earlier ones. First press wins; the second is told who has it.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import life
from fieldwork.letters import station
from fieldwork.letters.matter import Matter
from fieldwork.people import HEADS, Person, Role, RoleKind
from fieldwork.reports import Event, Report, State, Urgency
from fieldwork.texts import Translator
from handlers import dispatching, gathering, telling
from handlers.enclosing import enclose
from handlers.hearing import Holds
from handlers.listening import Listening, listen, remember_album
from handlers.reporting import words_of
from handlers.tapping import OnlyTheirs, Tap, Tapped
from handlers.turn import Turn, may_handle
from storage import people, reports

FINISHING = "finishing"  # the state of somebody who says how it was dealt with


def router() -> Router:
    signing = Router(name="signing")
    signing.callback_query.middleware(OnlyTheirs())
    signing.callback_query.register(signed, Tap("sign"))
    signing.callback_query.register(contacted, Tap("contact"))
    signing.callback_query.register(wants_to_finish, Tap("done"))
    signing.callback_query.register(said_how_contacted, Tap("how"))
    signing.callback_query.register(finished_with_a_phrase, Tap("phrase"))
    signing.callback_query.register(raised, Tap("raise"))
    signing.message.register(finished_in_own_words, Holds("text", "caption"), Listening(FINISHING, here=True))
    signing.message.register(proof_sent, Holds("photo", "document"), Listening(FINISHING))
    return signing


async def signed(_query: CallbackQuery, tapped: Tapped) -> None:
    if _takes(tapped, "sign"):
        tapped.says(tapped.t.staff("Signed for: it is yours."))
    else:
        _comes_too_late(tapped)


async def contacted(_query: CallbackQuery, tapped: Tapped) -> None:
    if has_it(tapped.turn, tapped.report, tapped.person, tapped.roles) and _takes(tapped, "contact"):
        tapped.says(tapped.t.staff("Noted: contacted."))
    else:
        _comes_too_late(tapped)


async def wants_to_finish(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report = tapped.turn, tapped.report
    if not may_finish(turn, report, tapped.person, tapped.roles):
        _comes_too_late(tapped)
    elif report.state is State.IN_PROGRESS:
        await _ask_outcome(tapped, anew=True)
    else:
        asked = station.asked_how_contacted(tapped.t, telling.matter(turn, report), tapped.chat)
        turn.post(asked.model_copy(update={"anew": True}))


async def said_how_contacted(_query: CallbackQuery, tapped: Tapped) -> None:
    way = tapped.button.choice
    if way not in station.WAYS:
        _is_out_of_use(tapped)
    elif tapped.report.state is State.IN_PROGRESS or (
        has_it(tapped.turn, tapped.report, tapped.person, tapped.roles)
        and _takes(tapped, "contact", reason=way)
    ):
        await _ask_outcome(tapped)
    else:
        tapped.says(why_not(tapped.turn, tapped.t, tapped.report, tapped.person))


async def _ask_outcome(tapped: Tapped, anew: bool = False) -> None:
    told = telling.matter(tapped.turn, tapped.report)
    asked = station.asked_outcome(tapped.t, told, tapped.chat, _phrases(tapped.turn))
    tapped.turn.post(asked.model_copy(update={"anew": anew}))
    await listen(tapped.turn, tapped.state, FINISHING, tapped.report)


def _phrases(turn: Turn) -> list[str]:
    return [phrase.code for phrase in turn.desk.words.phrases.phrase]


async def finished_with_a_phrase(_query: CallbackQuery, tapped: Tapped) -> None:
    phrase = tapped.button.choice
    if phrase not in _phrases(tapped.turn):
        _is_out_of_use(tapped)
        return
    said = _finish(tapped.turn, tapped.t, tapped.report, tapped.person, tapped.roles,
                   tapped.t.named(phrase), tapped.chat)  # fmt: skip
    tapped.says(said)
    await tapped.state.clear()


def _takes(tapped: Tapped, name: str, reason: str = "") -> bool:
    return step(tapped.turn, tapped.report, name, tapped.person, tapped.roles, reason=reason)


def _comes_too_late(tapped: Tapped) -> None:
    """Says why not now, and shows the card as it stands."""
    tapped.says(why_not(tapped.turn, tapped.t, tapped.report, tapped.person))
    telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)


def _is_out_of_use(tapped: Tapped) -> None:
    tapped.says(tapped.t.both("This button is no longer in use. Please use the newest message."))


async def finished_in_own_words(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    if not may_handle(turn, roles, report):
        await message.answer(t.staff("That report is no longer yours to finish."))
        return
    await remember_album(state, message, report, proof=True)
    enclose(turn, report, message, proof=True, by=person.id)
    await message.answer(_finish(turn, t, report, person, roles, words_of(message), message.chat.id))


async def proof_sent(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    if not may_handle(turn, roles, report):
        await message.answer(t.staff("That report is no longer yours to finish."))
    elif not enclose(turn, report, message, proof=True, by=person.id):
        await message.answer(t.staff("A photo or a sentence, please."))
    elif await remember_album(state, message, report, proof=True):
        await message.answer(t.staff("Photo kept. Now tap a phrase or write a sentence, and it is done."))


def _finish(
    turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], outcome: str, chat: int
) -> str:
    """Takes the report to done with its outcome; gives the sentence for the one who finished it."""
    may = may_finish(turn, report, person, roles)
    if not may or not step(turn, report, "done", person, roles, reason=outcome, outcome=outcome, answer=""):
        return why_not(turn, t, report, person)
    told = telling.matter(turn, report)
    turn.post(station.finished(t, told, chat))
    telling.ask_if_solved(turn, told)
    return t.staff("Done. The reporter is asked whether it is really solved.")


def step(
    turn: Turn,
    report: Report,
    name: str,
    person: Person,
    roles: list[Role],
    reason: str = "",
    **values: object,
) -> bool:
    """Takes a step with all it implies, rewrites the cards, tells the reporter who has it. False: not now."""
    steps = life.steps_to(name, report)
    if not steps or must_be_another(turn, report, person):
        return False
    fresh, rang = report.handler_id is None, report.rung_id
    handler = person.id if fresh else report.handler_id
    if not reports.walk(
        turn.session,
        report,
        steps,
        at=turn.now,
        actor=person.id,
        role=staff_role(roles),
        reason=reason,
        handler_id=handler,
        **values,
    ):
        return False  # fmt: skip
    told = telling.redraw(turn, report)
    if fresh and name != "done":
        telling.tell_reporter_taken(turn, told)
    if fresh:
        gathering.count_again(turn, report, rang)
    return True


async def raised(_query: CallbackQuery, tapped: Tapped) -> None:
    """Somebody of the staff says that there is danger now: T0."""
    turn, report = tapped.turn, tapped.report
    if not report.is_open:
        tapped.says(why_not(turn, tapped.t, report, None))
        return
    if report.urgency is not Urgency.T0:
        make_most_urgent(turn, report, tapped.person, staff_role(tapped.roles))
    tapped.says(tapped.t.staff("It is now most urgent."))


def make_most_urgent(turn: Turn, report: Report, person: Person, role: str) -> Matter:
    """T0 by somebody's word: kept in the history, and whoever has it hears it at once."""
    came_from = report.urgency
    reports.change(turn.session, report, urgency=Urgency.T0)
    raised = Event(at=turn.now, serial=report.serial, step="urgency", actor_id=person.id, role=role,
                   reason=f"{came_from} > T0")  # fmt: skip
    reports.note(turn.session, raised)
    told = telling.redraw(turn, report)
    telling.call_to(turn, told)
    return told


def has_it(turn: Turn, report: Report, person: Person, roles: list[Role]) -> bool:
    """Nobody has it yet, or this person, or they stand in for who has it, or head the station."""
    if report.handler_id in (None, person.id) or any(role.kind in HEADS for role in roles):
        return True
    return report.handler_id in turn.desk.staffing.standing_in(person.id)


def may_finish(turn: Turn, report: Report, person: Person, roles: list[Role]) -> bool:
    """Whether this person may say now that it is done."""
    if not has_it(turn, report, person, roles) or not life.steps_to("done", report):
        return False
    return not must_be_another(turn, report, person)


def must_be_another(turn: Turn, report: Report, person: Person) -> bool:
    """重办 is another person's, as long as there is another (RULES, Settled)."""
    return (
        report.state is State.REWORK
        and report.but_id == person.id
        and dispatching.another_person(turn, report) is not None
    )


def why_not(turn: Turn, t: Translator, report: Report, person: Person | None) -> str:
    """The kind sentence for a button that came too late."""
    if person and must_be_another(turn, report, person):
        return t.staff("The reporter says it is not solved: this time another colleague takes it.")
    handler = people.by_id(turn.session, report.handler_id) if report.handler_id else None
    if handler and person and handler.id != person.id:
        return t.staff("{worker} has it already.", worker=handler.name)
    return t.staff("Not now: it is {state}.", state=station.state_named(t, report.state))


def staff_role(roles: list[Role]) -> str:
    """The role that somebody of a station acts in, as the history names it."""
    return next((role.kind.value for role in roles if role.kind is not RoleKind.RESIDENT), "")
