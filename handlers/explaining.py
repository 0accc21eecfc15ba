"""Somebody answers the one question that follows a report, or skips it.

    Liang  幸福花园路灯坏了
    bot    N-10001-6：是哪個地方？           凤城街道东门社区幸福花园 · 凤城街道翠湖社区幸福花园 · 跳過
    Liang  翠湖社区幸福花园
    bot    N-10001-6：好的，記下了。
    Chen   [photo]
    bot    N-10002-4：照片里是什么事？写一句就行。       跳过
    Chen   楼道灯坏了
    bot    N-10002-4：好的，记下了。

The answer may be tapped or typed. An open question swallows no message that is a report by itself: that
becomes its own report. A typed answer about danger is heard here too; a tapped one in `danger`.
"""

from datetime import timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import reporter
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report
from fieldwork.texts import Translator
from fieldwork.understanding.reading import Reading
from handlers import dispatching, grading, needs_beside, telling
from handlers.danger import NO, YES, danger_answered
from handlers.enclosing import enclose, enclosed_in
from handlers.hearing import spoken
from handlers.listening import report_spoken_of
from handlers.reporting import ASKED, ask_about_danger, close_question, understand_again, worded, words_of
from handlers.tapping import Tap, chat_of, own_report
from handlers.turn import Turn, home_of
from storage import reports

SKIP = frozenset({"跳过", "跳過", "不知道", "不清楚", "skip"})
WORDS_WAIT = timedelta(minutes=10)  # how long a photo waits for its words
PLACE_ONLY = 6  # characters beside the place's own that a bare answer to "where" may hold


class AnswersQuestion(BaseFilter):
    """A message that answers the one open question, and is no report by itself."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        report = await report_spoken_of(turn, state)
        own = report is not None and person is not None and report.reporter_id == person.id
        if report is None or not own or not report.is_open:
            return False
        answers = _answers if message.text else _shows_the_answer
        return {"report": report} if answers(turn, report, message, home_of(roles)) else False


def _answers(turn: Turn, report: Report, message: Message, home: list[str]) -> bool:
    words = spoken(message).lower()
    if report.question == "danger":
        return words in YES | NO
    if words in SKIP:
        return bool(report.question)
    reading = turn.desk.reader.read(words, home)
    match report.question:
        case "place":
            return _names_a_place_alone(reading)
        case "what":
            return message.date - report.sent_at <= WORDS_WAIT and reading.kind != "neither"
        case _:
            return False


def _shows_the_answer(_turn: Turn, report: Report, message: Message, _home: list[str]) -> bool:
    """A voice without a line under it answers either question; a place on the map only "where"."""
    part = enclosed_in(message)
    if part is None or words_of(message) or message.date - report.sent_at > WORDS_WAIT:
        return False
    return part.kind in {"what": ("voice",), "place": ("voice", "location")}.get(report.question, ())


def _names_a_place_alone(reading: Reading) -> bool:
    other = reading.categories or reading.danger or reading.kind == "neither"
    return not other and len(reading.words_left) <= PLACE_ONLY


class SaysIfDanger(BaseFilter):
    """A typed 有 or 没有 while an own report waits for that answer, whatever else is going on.

    The words of danger may have come out of a voice that somebody else typed.
    """

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        if person is None or spoken(message).lower() not in YES | NO:
            return False
        for report in reports.of_reporter(turn.session, person.id, limit=3):
            if report.question == "danger":
                return {"report": report}
        return False


def router() -> Router:
    explaining = Router(name="explaining")
    explaining.callback_query.register(place_chosen, Tap("at"))
    explaining.callback_query.register(skipped, Tap("skip"))
    explaining.message.register(question_answered, StateFilter(ASKED), AnswersQuestion())
    explaining.message.register(question_answered, SaysIfDanger())
    return explaining


def _asked(
    turn: Turn, person: Person | None, t: Translator, button: Button, answer: CallbackAnswer
) -> Report | None:
    """The own report whose question a tap answers, if that is still open; else the sentence is set."""
    report = own_report(turn, person, t, button, answer)
    if report and report.question == {"at": "place", "skip": "what"}[button.action]:
        return report
    answer.text = answer.text or t.reporter("That question is behind us. Thank you.")
    return None


async def question_answered(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    report: Report,
    state: FSMContext,
) -> None:
    """An answer: to "where", the place; to "what", the words of a photo; to "danger", yes or no."""
    words, asked, short = (message.text or "").strip(), report.question, spoken(message).lower()
    worded(turn, report, message, "joined" if asked == "what" and short not in SKIP else "added")
    if asked == "place" and _ask_again(turn, t, report, words, home_of(roles), message.chat.id):
        return
    await state.clear()
    if sent := enclose(turn, report, message):
        close_question(turn, t, telling.redraw(turn, report), message.chat.id)
        telling.show_one_more(turn, telling.matter(turn, report), sent)
    elif asked == "danger":
        danger_answered(turn, t, report, person, message.chat.id, now=short in YES)
    elif short in SKIP:
        close_question(turn, t, telling.matter(turn, report), message.chat.id)
    elif asked == "what":
        reports.change(turn.session, report, text=words)
        close_question(turn, t, understand_again(turn, report, words, home_of(roles)), message.chat.id)
        await ask_about_danger(turn, t, report, words, message.chat.id, state)
    else:
        _place_said(turn, t, report, words, home_of(roles), message.chat.id)


def _ask_again(turn: Turn, t: Translator, report: Report, words: str, home: list[str], chat: int) -> bool:
    """A name that still fits several places is asked once more, about those."""
    fitting = turn.desk.reader.read(words, home).candidates
    if fitting:
        choices = [(code, turn.desk.network.path(code)) for code in fitting]
        asked = reporter.asked_where(t, telling.matter(turn, report), chat, choices)
        turn.post(asked.model_copy(update={"anew": True}))
    return bool(fitting)


def _place_said(turn: Turn, t: Translator, report: Report, words: str, home: list[str], chat: int) -> None:
    reading = turn.desk.reader.read(words, home)
    before = needs_beside.where(report)
    place, named = reading.place or report.place, "" if reading.place else words
    door = dispatching.door_of(reading) or report.door
    reports.change(turn.session, report, place=place, named=reading.named or named, door=door)
    _note_placed(turn, report, words)
    grading.look_again(turn, report)
    close_question(turn, t, dispatching.route_again(turn, report, home), chat)
    needs_beside.answered(turn, report, before, home)


def _note_placed(turn: Turn, report: Report, said: str) -> None:
    placed = Event(at=turn.now, serial=report.serial, step="placed", actor_id=report.reporter_id,
                   role="reporter", reason=said)  # fmt: skip
    reports.note(turn.session, placed)


async def place_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = _asked(turn, person, t, button, callback_answer)
    if report is None:
        return
    before = needs_beside.where(report)
    if button.choice in turn.desk.network.places:
        reports.change(turn.session, report, place=button.choice, named="")
        _note_placed(turn, report, button.choice)
    told = dispatching.route_again(turn, report, home_of(roles))
    close_question(turn, t, told, chat_of(query))
    needs_beside.answered(turn, report, before, home_of(roles))
    await state.clear()


async def skipped(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = _asked(turn, person, t, button, callback_answer)
    if report:
        close_question(turn, t, telling.matter(turn, report), chat_of(query))
        await state.clear()
