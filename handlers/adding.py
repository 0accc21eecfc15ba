"""Somebody adds to an own report.

    Chen   补充
    bot    N-10001-6：请接着写，或者发照片。
    Chen   味道很大，一楼进水了
    bot    N-10001-6：加上了，西湖站也看得到。
    bot    (to the one who has it, without sound) ➕ N-10001-6，陈桂芳补充： …

A matter of its own at another place is no addition: it becomes a report (`listening`).
"""

from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.activities import Stage
from fieldwork.buttons import Button
from fieldwork.letters import activities, asking, joining, notices, reopening, reporter
from fieldwork.people import Person
from fieldwork.reports import Attachment, Event, Report, State
from fieldwork.texts import Translator
from handlers import dispatching, following, grading, must_reporting, recorded, standing, stepping, telling
from handlers.enclosing import PARTS, enclose, enclosed_in
from handlers.hearing import Holds
from handlers.listening import Listening, listen, remember_album
from handlers.reporting import ask_about_danger, worded, words_of
from handlers.tapping import Tap, own_report
from handlers.turn import Turn, voice
from storage import reports
from storage.reports import OPEN

ANSWERED: dict[str, Any] = {"before": None, "waits_for": ""}  # what a report no longer waits for
ADDING = "adding"  # the state of somebody who was asked to say more


def router() -> Router:
    adding = Router(name="adding")
    adding.callback_query.register(wants_to_add, Tap("add"))
    adding.message.register(
        more_sent, Holds("text", *PARTS), Listening(ADDING, State.NOTED, State.MERGED, *OPEN, here=True)
    )
    return adding


async def wants_to_add(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = own_report(turn, person, t, button, callback_answer)
    if report is None or query.message is None:
        return
    if person and report.state is State.CLOSED and standing.may(turn, "reopen", report, person, []):
        offer = reopening.offered(t, telling.matter(turn, report), query.message.chat.id)
        turn.post(offer.model_copy(update={"anew": True}))
        return
    if recorded.settled(turn, report) is Stage.VOID:
        callback_answer.text = activities.is_settled(t, report.number, Stage.VOID)
        return
    if not report.is_open:
        callback_answer.text = t.reporter(
            "{number} is finished; write a new message if there is more.", number=report.number
        )
        return
    await query.message.answer(t.reporter("{number}: say it, or send a photo.", number=report.number))
    await listen(turn, state, ADDING, report)


async def more_sent(
    message: Message, turn: Turn, person: Person, t: Translator, state: FSMContext, report: Report
) -> None:
    if words_of(message) or enclosed_in(message):
        await state.clear()
    await add(message, turn, person, t, report, state)


async def add(
    message: Message, turn: Turn, person: Person, t: Translator, report: Report, state: FSMContext, *,
    joined: bool = False,
) -> None:  # fmt: skip
    """Joins words and pictures to a report; the one who has it hears them, the cards show them.

    `joined`: nobody had asked for them, so that they can be parted again.
    """
    if not words_of(message) and not enclosed_in(message):
        await message.answer(t.reporter("Please write it, or send a photo."))
        return
    if await keep(message, turn, person, report, state):
        told, chat = telling.matter(turn, report), message.chat.id
        heard = telling.staff_chat(turn, following.of(turn, report) or report) is not None
        turn.post(reporter.added(t, told, chat, message.message_id if joined else None) if heard
                  else reporter.added_unheard(t, told, chat))  # fmt: skip
    await ask_about_danger(turn, t, report, words_of(message), message.chat.id, state)


async def keep(message: Message, turn: Turn, person: Person, report: Report, state: FSMContext) -> bool:
    """Keeps what was said or sent with the report; its station hears it. False: of this album was spoken already."""
    words = words_of(message)
    sent = enclose(turn, report, message, by=person.id)
    worded(turn, report, message, "added")
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="added", actor_id=person.id,
                                     role="reporter", reason=words))  # fmt: skip
    grading.look_again(turn, report)
    must_reporting.ask_if_due(turn, report)
    told = telling.redraw(turn, report)
    if sent:
        telling.show_one_more(turn, told, sent)
        _show_to_lead(turn, report, sent)
    hear(turn, report, person, words)
    return await remember_album(state, message, report, proof=False)


def hear(turn: Turn, report: Report, person: Person, words: str) -> None:
    """The station hears what its reporter says; while it waits for an answer, this is the answer."""
    waited = report.state is State.NEEDS_INFO and person.id == report.reporter_id
    asker = who_asked(turn, report) if waited else None
    if not waited or not stepping.take(turn, report, "answer", person, [], as_what="reporter", **ANSWERED):
        tell_station(turn, report, words)
        return
    if asker and asker.account:
        told = telling.matter(turn, report, additions=False)
        turn.post(asking.answered(voice(turn, asker), told, asker.account, words))
    dispatching.look_after(turn, report)


def who_asked(turn: Turn, report: Report) -> Person | None:
    """Who of the station put the open question; where they are gone, whoever has the report."""
    asked = [event.actor_id for event in reports.events(turn.session, report.serial) if event.step == "ask"]
    asker = turn.desk.staffing.acting_for(asked[-1]) if asked and asked[-1] else None
    return asker or telling.staff_chat(turn, report)


def tell_station(turn: Turn, report: Report, words: str) -> None:
    """The one who has a report hears what was added to it; of what was joined, the one who has the other."""
    lead = following.of(turn, report)
    if lead is not None:
        _tell_of_follower(turn, lead, report.number, words)
        return
    worker = telling.staff_chat(turn, report)
    if words and worker and worker.account:
        told = telling.matter(turn, report, additions=False)
        turn.post(notices.told_by_reporter(voice(turn, worker), told, worker.account, words))


def _tell_of_follower(turn: Turn, lead: Report, number: str, words: str) -> None:
    worker = telling.staff_chat(turn, lead)
    if words and worker and worker.account:
        told = telling.matter(turn, lead, additions=False)
        turn.post(joining.follower_adds(voice(turn, worker), told, worker.account, number, words))


def _show_to_lead(turn: Turn, report: Report, sent: Attachment) -> None:
    lead = following.of(turn, report)
    if lead is not None:
        telling.show_one_more(turn, telling.matter(turn, lead, additions=False), sent)
