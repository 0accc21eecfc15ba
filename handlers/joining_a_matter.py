"""Somebody reports what a neighbour has reported already: me too.

    Li     4号楼电梯又坏了，上不去
    bot    ✅ 收到了 · N-10002-4 …
    bot    N-10002-4：是同一件事吗？
           · N-10001-6 · 2小时前 · 电梯坏了                        我也遇到 · 不是
    Li     我也遇到
    bot    🔗 N-10002-4：好的，和 N-10001-6 一起办，有进展都会告诉您。      不是同一件
    bot    (on the station's card, without sound) 👥 1 人也遇到：N-10002-4

While the question is open the station's card of the new report waits a moment (never what is urgent), so that
nothing is sent twice. "不是" lets it go at once. Who joined hears what the first one's reporter hears, and is
asked at the end like them; the answer may be typed as well.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import numbers
from fieldwork.buttons import Button
from fieldwork.letters import group, joining
from fieldwork.letters.matter import STATION, subject
from fieldwork.life import Hindrance, Verdict
from fieldwork.people import Person, Role
from fieldwork.reports import Report, State
from fieldwork.texts import Translator
from handlers import comparing, following, stepping, telling
from handlers.explaining import SKIP
from handlers.hearing import spoken
from handlers.listening import report_spoken_of
from handlers.reporting import close_question
from handlers.tapping import Tap, chat_of, own_report
from handlers.turn import Turn
from storage import cards, groups, reports

SAME = frozenset(
    {"我也遇到", "我也是", "是", "是的", "同一件", "是同一件", "就是这件", "me too", "yes", "yes, that one"}
)
OTHER = frozenset({"不是", "不是同一件", "另一件", "no", "no, another one"}) | SKIP
"""The answers as they are typed, in small letters."""


class SaysIfSame(BaseFilter):
    """A typed answer to the question whether it is the same matter. Hands on `report` and `lead`, None for no."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, state: FSMContext
    ) -> bool | dict[str, Any]:
        words = spoken(message).lower()
        report = await report_spoken_of(turn, state) if words and person else None
        if report is None or report.question != "same" or person is None or report.reporter_id != person.id:
            return False
        if words in OTHER:
            return {"report": report, "lead": None}
        lead = _meant(turn, report, words)
        return {"report": report, "lead": lead} if lead else False


def _meant(turn: Turn, report: Report, words: str) -> int | None:
    """Which of those that were offered: by its number, or the only one."""
    offered = [one.serial for one in comparing.same_matters(turn, report)]
    serial = numbers.read(words) if words not in SAME else (offered[0] if len(offered) == 1 else None)
    return serial if serial in offered else None


def router() -> Router:
    same = Router(name="joining a matter")
    same.callback_query.register(said_same, Tap("same"))
    same.callback_query.register(said_other, Tap("not_same"))
    same.callback_query.register(said_not_after_all, Tap("not_joined"))
    same.message.register(answer_typed, SaysIfSame())
    return same


async def said_same(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = _asked(turn, person, t, button, callback_answer)
    if report and person:
        _join_if_offered(turn, t, report, _serial(button.choice), person, roles, chat_of(query))
        await state.clear()


async def said_other(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = _asked(turn, person, t, button, callback_answer)
    if report:
        _stays_alone(turn, t, report, chat_of(query))
        await state.clear()


async def answer_typed(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, report: Report,
    lead: int | None, state: FSMContext,
) -> None:  # fmt: skip
    await state.clear()
    if lead is None:
        _stays_alone(turn, t, report, message.chat.id)
    else:
        _join_if_offered(turn, t, report, lead, person, roles, message.chat.id)


async def said_not_after_all(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """It was joined, and is not the same: its own again."""
    report = own_report(turn, person, t, button, callback_answer)
    if report is None or person is None:
        return
    by_station = any(event.step == "merge" and event.role != "reporter"
                     for event in reports.events(turn.session, report.serial))  # fmt: skip
    if not part(turn, report, person, roles, as_what="reporter", by_station=by_station):
        callback_answer.text = t.reporter("That question is behind us. Thank you.")


def _asked(
    turn: Turn, person: Person | None, t: Translator, button: Button, answer: CallbackAnswer
) -> Report | None:
    """The report behind a tap while its question is open; else the sentence is set."""
    report = own_report(turn, person, t, button, answer)
    if report is not None and report.question != "same":
        answer.text = t.reporter("That question is behind us. Thank you.")
        return None
    return report


def _serial(choice: str) -> int:
    try:
        return int(choice, 16)
    except ValueError:  # forged
        return 0


def _join_if_offered(
    turn: Turn, t: Translator, report: Report, serial: int, person: Person, roles: list[Role], chat: int
) -> None:
    """Only to what is offered at this very moment; what is over by now is said to be."""
    lead = next((one for one in comparing.same_matters(turn, report) if one.serial == serial), None)
    if lead and join(turn, report, lead, person, roles, as_what="reporter"):
        reports.change(turn.session, report, question="")
        turn.post(joining.joined(t, telling.matter(turn, report), chat, lead.number))
        return
    reports.change(turn.session, report, question="")
    let_go(turn, report)
    turn.post(joining.gone_meanwhile(t, telling.matter(turn, report), chat))


def _stays_alone(turn: Turn, t: Translator, report: Report, chat: int) -> None:
    close_question(turn, t, telling.matter(turn, report), chat)
    let_go(turn, report)


def join(
    turn: Turn, report: Report, lead: Report, person: Person, roles: list[Role], as_what: str = ""
) -> Verdict:
    """并案: from here on it follows the lead; what had not reached the station is not sent."""
    if not reports.change(turn.session, lead):  # whoever moves the lead at this instant is first
        return Verdict(hindrance=Hindrance.STATE)
    _withhold(turn, report)
    verdict = stepping.take(turn, report, "merge", person, roles, reason=lead.number, as_what=as_what,
                            lead_serial=lead.serial)  # fmt: skip
    if verdict:
        following.repoint(turn, report, lead)
        following.note_joined(turn, lead, report, person, as_what or stepping.staff_role(roles))
        told = telling.redraw(turn, lead)
        _show_pictures(turn, report, told.report)
    else:
        let_go(turn, report)
    return verdict


def _show_pictures(turn: Turn, report: Report, lead: Report) -> None:
    """What was sent with it helps whoever has the other: beside that card."""
    for sent in reports.attachments(turn.session, report.serial):
        if not sent.proof:
            telling.show_one_more(turn, telling.matter(turn, lead), sent)


def part(
    turn: Turn, report: Report, person: Person, roles: list[Role], *, as_what: str = "", by_station: bool
) -> Verdict:
    """拆开: a report of its own again, new to its station; both reporters' cards say so."""
    lead = following.of(turn, report)
    verdict = stepping.take(turn, report, "part", person, roles, reason=lead.number if lead else "",
                            as_what=as_what, lead_serial=None, handler_id=None)  # fmt: skip
    if not verdict:
        return verdict
    told, reporter = telling.matter(turn, report), telling.reporter_of(turn, report)
    telling.ring(turn, told, turn.desk.staffing.people.get(report.rung_id or 0), new=True)
    if lead and reporter and reporter.account:
        t = turn.desk.speak(reporter.language)
        turn.post(joining.parted(t, told, reporter.account, lead.number, by_station))
    if lead and lead.is_open:
        telling.redraw(turn, lead)
    return verdict


# -- what waits for the answer ----------------------------------------------------------------------


def let_go(turn: Turn, report: Report) -> None:
    """The station's card and what stands beside it leave now."""
    names = _names(turn, report)
    turn.letters[:] = [
        one.model_copy(update={"delay": 0.0}) if (one.card or one.beside) in names else one
        for one in turn.letters
    ]
    cards.release(turn.session, names)


def _withhold(turn: Turn, report: Report) -> None:
    """What the station has not been sent yet is not sent any more."""
    if report.state is not State.DISPATCHED:
        return
    names = _names(turn, report)
    turn.letters[:] = [one for one in turn.letters if (one.card or one.beside) not in names]
    for name in names:
        cards.withhold(turn.session, name)


def _names(turn: Turn, report: Report) -> list[str]:
    """The station's card of a report, and its cards in groups."""
    topics = {binding.thread for binding in groups.live(turn.session)}
    return [subject(STATION, report.serial), *(group.subject(report.serial, topic) for topic in topics)]
