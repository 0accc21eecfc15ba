"""A social worker signs for a report, contacts the reporter, and finishes.

    bot    N-10001-6 · 待签收 · 🔴 紧急 …              ✍️ 签收 · 📞 联系了 · ✅ 办结 · 🆘 现在有危险
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
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import life
from fieldwork.buttons import Button
from fieldwork.letters import station
from fieldwork.letters.matter import Matter
from fieldwork.people import Person, Role, RoleKind
from fieldwork.reports import Event, Report, State, Urgency
from fieldwork.texts import Translator
from handlers import dispatching, telling
from handlers.hearing import Holds
from handlers.listening import Listening, listen, remember_album
from handlers.reporting import take_picture, words_of
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, may_handle
from storage import people, reports

FINISHING = "finishing"  # the state of somebody who says how it was dealt with
HEADS = (RoleKind.STATION_HEAD, RoleKind.COORDINATOR)


def router() -> Router:
    signing = Router(name="signing")
    signing.callback_query.register(signed, Tap("sign"))
    signing.callback_query.register(contacted, Tap("contact"))
    signing.callback_query.register(wants_to_finish, Tap("done"))
    signing.callback_query.register(said_how_contacted, Tap("how"))
    signing.callback_query.register(finished_with_a_phrase, Tap("phrase"))
    signing.callback_query.register(raised, Tap("raise"))
    signing.message.register(finished_in_own_words, Holds("text", "caption"), Listening(FINISHING, here=True))
    signing.message.register(proof_sent, Holds("photo", "document"), Listening(FINISHING))
    return signing


async def signed(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    report = _theirs(turn, person, roles, t, button, callback_answer)
    if report and person and step(turn, report, "sign", person, roles):
        callback_answer.text = t.staff("Signed for: it is yours.")
    elif report:
        callback_answer.text = _why_not(turn, t, report, person)
        telling.show_card(turn, t, report, chat_of(query))


async def contacted(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    report = _theirs(turn, person, roles, t, button, callback_answer)
    if report and person and _has_it(report, person, roles) and step(turn, report, "contact", person, roles):
        callback_answer.text = t.staff("Noted: contacted.")
    elif report:
        callback_answer.text = _why_not(turn, t, report, person)
        telling.show_card(turn, t, report, chat_of(query))


async def wants_to_finish(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = _theirs(turn, person, roles, t, button, callback_answer)
    if not report or not person:
        return
    if (
        not _has_it(report, person, roles)
        or not life.steps_to("done", report)
        or _must_be_another(turn, report, person)
    ):
        callback_answer.text = _why_not(turn, t, report, person)
        telling.show_card(turn, t, report, chat_of(query))
        return
    told = telling.matter(turn, report)
    if report.state is State.IN_PROGRESS:
        await _ask_outcome(turn, t, told, chat_of(query), state, anew=True)
    else:
        turn.post(station.asked_how_contacted(t, told, chat_of(query)).model_copy(update={"anew": True}))


async def said_how_contacted(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = _theirs(turn, person, roles, t, button, callback_answer)
    if not report or not person:
        return
    if button.choice not in station.WAYS:
        callback_answer.text = t.both("This button is no longer in use. Please use the newest message.")
        return
    if report.state is not State.IN_PROGRESS and not (
        _has_it(report, person, roles) and step(turn, report, "contact", person, roles, reason=button.choice)
    ):
        callback_answer.text = _why_not(turn, t, report, person)
        return
    await _ask_outcome(turn, t, telling.matter(turn, report), chat_of(query), state)


async def _ask_outcome(
    turn: Turn, t: Translator, told: Matter, chat: int, state: FSMContext, anew: bool = False
) -> None:
    asked = station.asked_outcome(t, told, chat, _phrases(turn))
    turn.post(asked.model_copy(update={"anew": anew}))
    await listen(turn, state, FINISHING, told.report)


def _phrases(turn: Turn) -> list[str]:
    return [phrase.code for phrase in turn.desk.words.phrases.phrase]


async def finished_with_a_phrase(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = _theirs(turn, person, roles, t, button, callback_answer)
    if not report or not person:
        return
    if button.choice not in _phrases(turn):
        callback_answer.text = t.both("This button is no longer in use. Please use the newest message.")
        return
    callback_answer.text = _finish(turn, t, report, person, roles, t.named(button.choice), chat_of(query))
    await state.clear()


async def finished_in_own_words(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    if not may_handle(turn, roles, report):
        await message.answer(t.staff("That report is no longer yours to finish."))
        return
    await remember_album(state, message, report, proof=True)
    take_picture(turn, report, message, proof=True, by=person.id)
    await message.answer(_finish(turn, t, report, person, roles, words_of(message), message.chat.id))


async def proof_sent(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    if not may_handle(turn, roles, report):
        await message.answer(t.staff("That report is no longer yours to finish."))
    elif not take_picture(turn, report, message, proof=True, by=person.id):
        await message.answer(t.staff("A photo or a sentence, please."))
    elif await remember_album(state, message, report, proof=True):
        await message.answer(t.staff("Photo kept. Now tap a phrase or write a sentence, and it is done."))


def _finish(
    turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], outcome: str, chat: int
) -> str:
    """Takes the report to done with its outcome; gives the sentence for the one who finished it."""
    if not _has_it(report, person, roles) or not life.steps_to("done", report):
        return _why_not(turn, t, report, person)
    if not step(turn, report, "done", person, roles, reason=outcome, outcome=outcome, answer=""):
        return _why_not(turn, t, report, person)
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
    if not steps or _must_be_another(turn, report, person):
        return False
    fresh = report.handler_id is None
    handler = person.id if fresh else report.handler_id
    if not reports.walk(
        turn.session,
        report,
        steps,
        at=turn.now,
        actor=person.id,
        role=_staff_role(roles),
        reason=reason,
        handler_id=handler,
        **values,
    ):
        return False  # fmt: skip
    told = telling.redraw(turn, report)
    if fresh and name != "done":
        telling.tell_reporter_taken(turn, told)
    return True


async def raised(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """Somebody of the staff says that there is danger now: T0."""
    report = _theirs(turn, person, roles, t, button, callback_answer)
    if report is None or person is None:
        return
    if not report.is_open:
        callback_answer.text = _why_not(turn, t, report, None)
        return
    if report.urgency is not Urgency.T0:
        make_most_urgent(turn, report, person, _staff_role(roles))
    callback_answer.text = t.staff("It is now most urgent.")


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


def _theirs(
    turn: Turn,
    person: Person | None,
    roles: list[Role],
    t: Translator,
    button: Button,
    answer: CallbackAnswer,
) -> Report | None:
    """The report behind a tap, if it is this person's to handle today; else the sentence is set."""
    report = reports.by_serial(turn.session, button.record)
    if report is None or person is None or not may_handle(turn, roles, report):
        answer.text = t.both("This report is not yours to handle.")
        return None
    return report


def _has_it(report: Report, person: Person, roles: list[Role]) -> bool:
    """Nobody has it yet, or this person, or they head the station."""
    return report.handler_id in (None, person.id) or any(role.kind in HEADS for role in roles)


def _must_be_another(turn: Turn, report: Report, person: Person) -> bool:
    """重办 is another person's, as long as there is another (RULES, Settled)."""
    return (
        report.state is State.REWORK
        and report.but_id == person.id
        and dispatching.another_person(turn, report) is not None
    )


def _why_not(turn: Turn, t: Translator, report: Report, person: Person | None) -> str:
    """The kind sentence for a button that came too late."""
    if person and _must_be_another(turn, report, person):
        return t.staff("The reporter says it is not solved: this time another colleague takes it.")
    handler = people.by_id(turn.session, report.handler_id) if report.handler_id else None
    if handler and person and handler.id != person.id:
        return t.staff("{worker} has it already.", worker=handler.name)
    return t.staff("Not now: it is {state}.", state=station.state_named(t, report.state))


def _staff_role(roles: list[Role]) -> str:
    return next((role.kind.value for role in roles if role.kind is not RoleKind.RESIDENT), "")
