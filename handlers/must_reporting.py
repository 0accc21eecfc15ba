"""Somebody of a station marks that a report has to be reported by law: 强制报告 (RULES 3.4). Ships switched off.

    Wang   更多
    Wang   强制报告
    bot    🛡 N-10001-6 要强制报告。
           现在有危险请先打110。
           还要报告：                                      ☐ 公安 · ☐ 民政 · ☐ 教育
    Wang   公安
    bot    N-10001-6，公安：报告了谁？对方给的编号是多少？
    Wang   西湖派出所李警官，编号110-27
    bot    ✓ 公安 · 03-02 10:00 …

Where words or a category may mean it, the one responsible is asked to say so, and after half an hour the heads
are. From then on only named people see it, no group does, the station cannot return, join, park or close it (the
district does), and the one who reported hears no more than that it was received and is being dealt with.
"""

import json
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.letters import Letter
from fieldwork.letters import must_reporting as letters
from fieldwork.life import steps_to
from fieldwork.people import Person, Role
from fieldwork.reports import Event, PrivacyClass, Report
from fieldwork.rules import Lane
from fieldwork.seeing import Viewer
from fieldwork.texts import Translator
from fieldwork.viewing import Admission
from handlers import grading, standing, stepping, telling, viewers
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, voice
from storage import lane as kept
from storage import reports, viewing

TELLING = "telling_body"  # the state of somebody who says whom they told
WITHIN = timedelta(minutes=30)
HARM = frozenset({"child", "violence"})  # kinds of words of which a person says whether they mean it


def router() -> Router:
    must_reporting = Router(name="must_reporting")
    must_reporting.callback_query.register(marks_it, Tap("must_report"))
    must_reporting.callback_query.register(clears_it, Tap("not_must"))
    must_reporting.callback_query.register(tells_somebody, Tap("told_body"))
    must_reporting.message.register(said_whom, Holds("text"), Listening(TELLING, here=True))
    return must_reporting


# -- asked, confirmed, cleared ------------------------------------------------------------------------


def ask_if_due(turn: Turn, report: Report) -> None:
    """Of a report that has just come, or grew: may it have to be reported? Asked once of the one responsible."""
    if not turn.desk.rules.lane.on or report.mandatory or not steps_to("must_report", report):
        return
    if not _may_mean_it(turn, report) or kept.was_asked(turn.session, report.serial):
        return
    _note(turn, report, "lane_asked", None, "rule")
    person = telling.staff_chat(turn, report)
    for one in [person] if person else _heads(turn, report):
        _ask(turn, report, one)


def _may_mean_it(turn: Turn, report: Report) -> bool:
    listed: Lane = turn.desk.rules.lane
    category = report.category or ""
    if {category, category.partition(".")[0]} & set(listed.categories):
        return True
    return not HARM.isdisjoint(grading.kinds_in(turn, report))


def _heads(turn: Turn, report: Report) -> list[Person]:
    return standing.deciders(turn, standing.one_up(turn, report))


def _ask(turn: Turn, report: Report, person: Person) -> None:
    if person.account:
        minutes = int(WITHIN.total_seconds()) // 60
        told = telling.matter(turn, report)
        turn.post(letters.asked_whether(voice(turn, person), told, person.account, minutes))


def unanswered(turn: Turn) -> list[int]:
    """What was asked half an hour ago and nobody has said anything about."""
    return kept.unanswered(turn.session, turn.now - WITHIN) if turn.desk.rules.lane.on else []


def ask_heads(turn: Turn, serial: int) -> bool:
    """Nobody answered in time: who decides one level up is asked."""
    report = reports.by_serial(turn.session, serial)
    if report is None or serial not in unanswered(turn):
        return False
    _note(turn, report, "lane_asked_heads", None, "rule")
    for head in _heads(turn, report):
        _ask(turn, report, head)
    return True


async def marks_it(_query: CallbackQuery, tapped: Tapped) -> None:
    """Marked by hand, or confirmed: from now on for named people alone."""
    turn, report = tapped.turn, tapped.report
    verdict = standing.may(turn, "must_report", report, tapped.person, tapped.roles)
    if not verdict:
        tapped.says(stepping.why_not(turn, tapped.t, report, None, verdict.hindrance))
        return
    if not report.mandatory:
        _mark(tapped)
    turn.post(_checklist(turn, tapped.t, report, tapped.chat).model_copy(update={"anew": True}))


def _mark(tapped: Tapped) -> None:
    turn, report, person = tapped.turn, tapped.report, tapped.person
    role = stepping.staff_role(tapped.roles)
    if viewers.viewer_of(turn, report, person, tapped.roles) is Viewer.COLLEAGUE:
        viewing.admit(
            turn.session, Admission(serial=report.serial, person_id=person.id, by=person.id, at=turn.now)
        )
    reports.change(turn.session, report, mandatory=True)
    _note(turn, report, "must_report", person.id, role)
    grading.raise_to(turn, report, PrivacyClass.P4, person.id, role)
    telling.redraw(turn, report)


async def clears_it(_query: CallbackQuery, tapped: Tapped) -> None:
    """Somebody has looked and says that it does not have to be reported; that is kept. A mark stays a mark."""
    turn, report = tapped.turn, tapped.report
    verdict = standing.may(turn, "must_report", report, tapped.person, tapped.roles)
    if not verdict or report.mandatory:
        tapped.says(stepping.why_not(turn, tapped.t, report, None, verdict.hindrance))
        return
    _note(turn, report, "lane_cleared", tapped.person.id, stepping.staff_role(tapped.roles))
    turn.post(letters.not_asked_any_more(tapped.t, telling.matter(turn, report), tapped.chat))


# -- who was told --------------------------------------------------------------------------------------


async def tells_somebody(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, code = tapped.turn, tapped.report, tapped.button.choice
    if not report.mandatory or code not in _codes(turn):
        tapped.out_of_use()
        return
    turn.post(letters.asked_who_was_told(tapped.t, telling.matter(turn, report), tapped.chat, code))
    await listen(turn, tapped.state, TELLING, report)
    await tapped.state.update_data(body=code)


async def said_whom(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    """Kept with its time; the list shows who is left."""
    code, words = (await state.get_data()).get("body", ""), (message.text or "").strip()
    await state.clear()
    if not viewers.knows_of(turn, report, person, roles) or code not in _codes(turn):
        await message.answer(t.both("This report is not yours to handle."))
        return
    reason = json.dumps({"code": f"told.{code}", "words": words}, ensure_ascii=False)
    _note(turn, report, "told_body", person.id, stepping.staff_role(roles), reason)
    turn.post(_checklist(turn, t, report, message.chat.id).model_copy(update={"anew": True}))


def _checklist(turn: Turn, t: Translator, report: Report, chat: int) -> Letter:
    note = turn.desk.rules.lane.note
    told = telling.matter(turn, report)
    return letters.checklist(t, told, chat, _codes(turn), _told(turn, report), turn.desk.zone, note)


def _codes(turn: Turn) -> list[str]:
    return [body.code for body in turn.desk.rules.lane.told]


def _told(turn: Turn, report: Report) -> dict[str, datetime]:
    """When whom: the first time counts."""
    found: dict[str, datetime] = {}
    for event in reports.events(turn.session, report.serial):
        if event.step == "told_body":
            found.setdefault(str(json.loads(event.reason)["code"]).removeprefix("told."), event.at)
    return found


def _note(turn: Turn, report: Report, step: str, by: int | None, role: str, reason: str = "") -> None:
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step=step, actor_id=by, role=role,
                                     came_from=report.state, went_to=report.state, reason=reason))  # fmt: skip
