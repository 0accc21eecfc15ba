"""Somebody adds to an own report, or answers its one question.

    Chen   补充
    bot    N-10001-5：请说，或者发照片。
    Chen   味道很大，一楼进水了
    bot    N-10001-5：加上了，已经转给西湖社工站。

A message that is a report by itself is never swallowed by an open question: it becomes its own report.
"""

from datetime import timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import station
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report
from fieldwork.texts import Translator
from handlers import dispatching, telling
from handlers.danger import NO, YES, danger_answered
from handlers.hearing import Holds
from handlers.reporting import (
    ASKED,
    ask_about_danger,
    close_question,
    picture_of,
    take_picture,
    understand_again,
    words_of,
)
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, home_of, voice
from storage import reports

ADDING = "adding"  # the state of somebody who was asked to say more
WORDS_WAIT = timedelta(minutes=10)  # how long a photo waits for its words
PLACE_ONLY = 6  # characters beside the place's own that a bare answer to "where" may hold


class AnswersQuestion(BaseFilter):
    """A message that answers the one open question, and is no report by itself."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        report = reports.by_serial(turn.session, (await state.get_data()).get("serial", 0))
        if report is None or person is None or report.reporter_id != person.id or not message.text:
            return False
        return {"report": report} if _answers(turn, report, message, home_of(roles)) else False


def _answers(turn: Turn, report: Report, message: Message, home: list[str]) -> bool:
    words = (message.text or "").strip()
    match report.question:
        case "danger":
            return words in YES | NO
        case "place":
            reading = turn.desk.reader.read(words, home)
            return not reading.categories and len(reading.words_left) <= PLACE_ONLY
        case "what":
            return (
                message.date - report.sent_at <= WORDS_WAIT
                and turn.desk.reader.read(words, home).kind != "neither"
            )
        case _:
            return False


def router() -> Router:
    adding = Router(name="adding")
    adding.callback_query.register(wants_to_add, Tap("add"))
    adding.callback_query.register(place_chosen, Tap("at"))
    adding.callback_query.register(skipped, Tap("skip"))
    adding.message.register(more_sent, StateFilter(ADDING), Holds("text", "photo", "document"))
    adding.message.register(question_answered, StateFilter(ASKED), AnswersQuestion())
    return adding


def _own(
    turn: Turn, person: Person | None, t: Translator, button: Button, answer: CallbackAnswer
) -> Report | None:
    """The report behind a tap, if it is this person's own; else the sentence is set."""
    report = reports.by_serial(turn.session, button.record)
    if report is None or person is None or report.reporter_id != person.id:
        answer.text = t.both("This report is not yours.")
        return None
    return report


def _asked(
    turn: Turn, person: Person | None, t: Translator, button: Button, answer: CallbackAnswer
) -> Report | None:
    """The own report whose question a tap answers, if that is still open; else the sentence is set."""
    report = _own(turn, person, t, button, answer)
    if report and report.question == {"at": "place", "skip": "what"}[button.action]:
        return report
    answer.text = answer.text or t.reporter("That question is behind us. Thank you.")
    return None


async def wants_to_add(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = _own(turn, person, t, button, callback_answer)
    if report is None or query.message is None:
        return
    if not report.is_open:
        callback_answer.text = t.reporter(
            "{number} is finished; write a new message if there is more.", number=report.number
        )
        return
    await query.message.answer(t.reporter("{number}: say it, or send a photo.", number=report.number))
    await state.set_state(ADDING)
    await state.set_data({"serial": report.serial})


async def more_sent(message: Message, turn: Turn, person: Person, t: Translator, state: FSMContext) -> None:
    report = reports.by_serial(turn.session, (await state.get_data()).get("serial", 0))
    await state.clear()
    if report and report.reporter_id == person.id:
        await add(message, turn, person, t, report, state)


async def add(
    message: Message, turn: Turn, person: Person, t: Translator, report: Report, state: FSMContext
) -> None:
    """Joins words and pictures to a report; the one who has it hears them, the cards show them."""
    words = words_of(message)
    if not words and not picture_of(message):
        await message.answer(t.reporter("Please write it, or send a photo."))
        return
    taken = take_picture(turn, report, message, by=person.id)
    reports.source(turn.session, report.serial, message.chat.id, message.message_id)
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="added", actor_id=person.id,
                                     role="reporter", reason=words))  # fmt: skip
    told = telling.redraw(turn, report)
    if taken:
        telling.show_picture(turn, told, taken)
    tell_station(turn, report, words)
    await message.answer(t.reporter("{number}: added, {station} has it too.", number=report.number,
                                    station=told.station))  # fmt: skip
    await ask_about_danger(turn, t, report, words, message.chat.id, state)


def tell_station(turn: Turn, report: Report, words: str) -> None:
    """The one who has a report hears what was added to it."""
    worker = telling.staff_chat(turn, report)
    if words and worker and worker.account:
        told = telling.matter(turn, report, additions=False)
        turn.post(station.told_by_reporter(voice(turn, worker), told, worker.account, words))


async def question_answered(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    report: Report,
    state: FSMContext,
) -> None:
    """A typed answer: to "where", the place; to "what", the words of a photo; to "danger", yes or no."""
    words, asked = (message.text or "").strip(), report.question
    reports.source(turn.session, report.serial, message.chat.id, message.message_id)
    await state.clear()
    if asked == "danger":
        danger_answered(turn, t, report, person, message.chat.id, now=words in YES)
    elif asked == "what":
        reports.change(turn.session, report, text=words)
        close_question(turn, t, understand_again(turn, report, words, home_of(roles)), message.chat.id)
        await ask_about_danger(turn, t, report, words, message.chat.id, state)
    else:
        _place_said(turn, t, report, words, home_of(roles), message.chat.id)


def _place_said(turn: Turn, t: Translator, report: Report, words: str, home: list[str], chat: int) -> None:
    reading = turn.desk.reader.read(words, home)
    place, named = reading.place or report.place, "" if reading.place else words
    door = dispatching.door_of(reading) or report.door
    reports.change(turn.session, report, place=place, named=reading.named or named, door=door)
    _note_placed(turn, report, words)
    close_question(turn, t, dispatching.route_again(turn, report, home), chat)


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
    if button.choice in turn.desk.network.places:
        reports.change(turn.session, report, place=button.choice, named="")
        _note_placed(turn, report, button.choice)
    told = dispatching.route_again(turn, report, home_of(roles))
    close_question(turn, t, told, chat_of(query))
    await state.clear()


async def skipped(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = _asked(turn, person, t, button, callback_answer)
    if report:
        close_question(turn, t, telling.matter(turn, report), chat_of(query))
        await state.clear()
