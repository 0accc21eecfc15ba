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

from fieldwork.letters import finishing
from fieldwork.letters.matter import Matter
from fieldwork.life import Verdict
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Finding, Report, State, Urgency
from fieldwork.texts import Translator
from fieldwork.understanding.words import Phrase
from handlers import lending, standing, stepping, telling, visits_noted
from handlers.enclosing import enclose
from handlers.hearing import Holds
from handlers.listening import Listening, listen, remember_album
from handlers.reporting import words_of
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, may_handle
from storage import reports

FINISHING = "finishing"  # the state of somebody who says how it was dealt with


def router() -> Router:
    signing = Router(name="signing")
    signing.callback_query.register(signed, Tap("sign"))
    signing.callback_query.register(contacted, Tap("contact"))
    signing.callback_query.register(wants_to_finish, Tap("done"))
    signing.callback_query.register(said_how_contacted, Tap("how"))
    signing.callback_query.register(finished_with_a_phrase, Tap("phrase"))
    signing.callback_query.register(turned_to_other_phrases, Tap("phrases"))
    signing.callback_query.register(said_why_unsolved, Tap("unsolved_why"))
    signing.callback_query.register(raised, Tap("raise"))
    signing.message.register(finished_in_own_words, Holds("text", "caption"), Listening(FINISHING, here=True))
    signing.message.register(proof_sent, Holds("photo", "document"), Listening(FINISHING))
    return signing


async def signed(_query: CallbackQuery, tapped: Tapped) -> None:
    if _takes(tapped, "sign"):
        tapped.says(tapped.t.staff("Signed for: it is yours."))


async def contacted(_query: CallbackQuery, tapped: Tapped) -> None:
    if _takes(tapped, "contact"):
        tapped.says(tapped.t.staff("Noted: contacted."))


async def wants_to_finish(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report = tapped.turn, tapped.report
    verdict = standing.may(turn, "done", report, tapped.person, tapped.roles)
    if not verdict:
        _comes_too_late(tapped, verdict)
    elif report.state is State.IN_PROGRESS:
        await _ask_outcome(tapped, anew=True)
    else:
        asked = finishing.asked_how_contacted(tapped.t, telling.matter(turn, report), tapped.chat)
        turn.post(asked.model_copy(update={"anew": True}))


async def said_how_contacted(_query: CallbackQuery, tapped: Tapped) -> None:
    way = tapped.button.choice
    if way not in finishing.WAYS:
        tapped.out_of_use()
    elif tapped.report.state is State.IN_PROGRESS or _takes(tapped, "contact", reason=way):
        if way == "visit":
            visits_noted.at_report(tapped.turn, tapped.report, tapped.person)
        await _ask_outcome(tapped)


async def _ask_outcome(tapped: Tapped, anew: bool = False, page: int = 0) -> None:
    told = telling.matter(tapped.turn, tapped.report)
    phrases = [phrase.code for phrase in _phrases(tapped.turn)]
    asked = finishing.asked_outcome(tapped.t, told, tapped.chat, phrases, page)
    tapped.turn.post(asked.model_copy(update={"anew": anew}))
    if not page:
        lending.offer_as_proof(tapped.turn, tapped.t, tapped.report, tapped.chat)
    await listen(tapped.turn, tapped.state, FINISHING, tapped.report)


async def turned_to_other_phrases(_query: CallbackQuery, tapped: Tapped) -> None:
    page, verdict = tapped.button.choice, _may_finish(tapped)
    if verdict:
        await _ask_outcome(tapped, page=int(page) if page.isdecimal() and len(page) < 3 else 0)


def _may_finish(tapped: Tapped) -> bool:
    verdict = standing.may(tapped.turn, "done", tapped.report, tapped.person, tapped.roles)
    if not verdict:
        _comes_too_late(tapped, verdict)
    return bool(verdict)


def _phrases(turn: Turn) -> tuple[Phrase, ...]:
    return turn.desk.words.phrases.phrase


async def finished_with_a_phrase(_query: CallbackQuery, tapped: Tapped) -> None:
    phrase = next((each for each in _phrases(tapped.turn) if each.code == tapped.button.choice), None)
    if phrase is None:
        tapped.out_of_use()
    elif phrase.finding is Finding.UNSOLVED:
        await _ask_why_unsolved(tapped, phrase)
    else:
        await _finish_by_tap(tapped, tapped.t.named(phrase.code), phrase.finding)


async def _finish_by_tap(tapped: Tapped, outcome: str, finding: Finding) -> None:
    said = _finish(tapped.turn, tapped.t, tapped.report, tapped.person, tapped.roles, outcome, tapped.chat,
                   finding)  # fmt: skip
    tapped.says(said)
    await tapped.state.clear()


async def _ask_why_unsolved(tapped: Tapped, phrase: Phrase) -> None:
    """It was so, and cannot be solved now: why not, by a tap or in words."""
    if not _may_finish(tapped):
        return
    told = telling.matter(tapped.turn, tapped.report)
    reasons = [f"parked.{each.code}" for each in tapped.turn.desk.rules.reasons.parked]
    tapped.turn.post(finishing.asked_why_unsolved(tapped.t, told, tapped.chat, reasons))
    await listen(tapped.turn, tapped.state, FINISHING, tapped.report)
    await tapped.state.update_data(phrase=phrase.code)


async def said_why_unsolved(_query: CallbackQuery, tapped: Tapped) -> None:
    code, kept = tapped.button.choice, await tapped.state.get_data()
    phrase = _unsolved(
        tapped.turn, kept.get("phrase", "") if kept.get("serial") == tapped.report.serial else ""
    )
    if phrase is None or code not in [each.code for each in tapped.turn.desk.rules.reasons.parked]:
        tapped.out_of_use()
    else:
        outcome = _because(tapped.t, phrase, tapped.t.named(f"parked.{code}"))
        await _finish_by_tap(tapped, outcome, Finding.UNSOLVED)


def _unsolved(turn: Turn, code: str) -> Phrase | None:
    """The phrase of that code, where it says that the matter is unsolved."""
    return next((p for p in _phrases(turn) if p.code == code and p.finding is Finding.UNSOLVED), None)


def _because(t: Translator, phrase: Phrase, why: str) -> str:
    return t.staff("{said}: {words}", said=t.named(phrase.code), words=why)


def _takes(tapped: Tapped, name: str, reason: str = "") -> bool:
    """Takes the step; where it may not be taken, says why and shows the card as it stands."""
    verdict = stepping.take(tapped.turn, tapped.report, name, tapped.person, tapped.roles, reason=reason)
    if not verdict:
        _comes_too_late(tapped, verdict)
    return bool(verdict)


def _comes_too_late(tapped: Tapped, verdict: Verdict) -> None:
    tapped.says(stepping.why_not(tapped.turn, tapped.t, tapped.report, tapped.person, verdict.hindrance))
    telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)


async def finished_in_own_words(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    phrase, words = _unsolved(turn, (await state.get_data()).get("phrase", "")), words_of(message)
    await state.clear()
    if not may_handle(turn, roles, report):
        await message.answer(t.staff("That report is no longer yours to finish."))
        return
    await remember_album(state, message, report, proof=True)
    enclose(turn, report, message, proof=True, by=person.id)
    outcome, finding = (_because(t, phrase, words), phrase.finding) if phrase else (words, Finding.SOLVED)
    await message.answer(_finish(turn, t, report, person, roles, outcome, message.chat.id, finding))


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
    turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], outcome: str, chat: int,
    finding: Finding = Finding.SOLVED,
) -> str:  # fmt: skip
    """Takes the report to done with its outcome; gives the sentence for the one who finished it."""
    verdict = stepping.finish(turn, report, person, roles, outcome, finding)
    if not verdict:
        return stepping.why_not(turn, t, report, person, verdict.hindrance)
    turn.post(finishing.finished(t, telling.matter(turn, report), chat))
    return finishing.what_follows(t, report, stepping.who_looks(turn, report))


async def raised(_query: CallbackQuery, tapped: Tapped) -> None:
    """Somebody of the staff says that there is danger now: T0."""
    turn, report = tapped.turn, tapped.report
    verdict = standing.may(turn, "raise", report, tapped.person, tapped.roles)
    if not verdict:
        tapped.says(stepping.why_not(turn, tapped.t, report, None, verdict.hindrance))
        return
    if report.urgency is not Urgency.T0:
        make_most_urgent(turn, report, tapped.person, stepping.staff_role(tapped.roles))
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
