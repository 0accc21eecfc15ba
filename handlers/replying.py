"""Somebody answers a card, and the other side hears it.

    Wang   (replying to the station's card) 请把井盖边上的车挪一下
    bot    (to the reporter) 💬 N-10001-6 · 西湖站王慧敏：
           请把井盖边上的车挪一下
    bot    已转达给 N-10001-6 的上报人。
    Chen   (replying to the own card, or to what the station wrote) 已经挪了
    bot    (to the one who has it) ➕ N-10001-6，陈桂芳补充：
           已经挪了

A station's word to the reporter counts as contact, and the answer to a 咨询 closes it (RULES, Settled).
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.letters import finishing, passing_on, reporter
from fieldwork.letters.matter import OPENED, REPORTER, STATION, serial_of, subject
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report, State, Urgency
from fieldwork.texts import Translator
from handlers import standing, stepping, telling, viewers
from handlers.adding import add
from handlers.enclosing import enclose, enclosed_in
from handlers.hearing import Holds
from handlers.listening import remember_album
from handlers.reporting import words_of
from handlers.turn import Turn, voice
from storage import cards, reports


class OnStationsCard(BaseFilter):
    """A reply to a card of the station, by somebody who may handle the report."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role]
    ) -> bool | dict[str, Any]:
        card = card_replied_to(turn, message)
        ours = card.startswith((STATION + ":", OPENED + ":"))
        report = reports.by_serial(turn.session, serial_of(card)) if ours else None
        return {"report": report} if report and viewers.knows_of(turn, report, person, roles) else False


class OnOwnReport(BaseFilter):
    """A reply to one's own card, to what was said beside it, or to one's own message.

    What is over hears no more: the words are read as if they came by themselves.
    """

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        report = own_replied_to(turn, message, person)
        return {"report": report} if report and report.is_open else False


def own_replied_to(turn: Turn, message: Message, person: Person | None) -> Report | None:
    """The own report that somebody replies to: by its card, what was said beside it, or their own message."""
    card, replied = card_replied_to(turn, message), message.reply_to_message
    report = reports.by_serial(turn.session, serial_of(card)) if card else None
    if report is None and replied is not None:
        report = reports.by_message(turn.session, message.chat.id, replied.message_id)
    own = report is not None and person is not None and report.reporter_id == person.id
    return report if own else None


def router() -> Router:
    replying = Router(name="replying")
    replying.message.register(station_answered, Holds("reply_to_message"), OnStationsCard())
    replying.message.register(reporter_answered, Holds("reply_to_message"), OnOwnReport())
    return replying


async def station_answered(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, report: Report,
    state: FSMContext,
) -> None:  # fmt: skip
    """What the station wrote goes to the reporter, and is part of the report."""
    words = words_of(message)
    receiver = telling.reporter_of(turn, report)
    why = cannot_be_told(turn, t, report)
    if why or receiver is None or receiver.account is None:
        await message.answer(why)
        return
    if not words and not enclosed_in(message):
        await message.answer(t.staff("Only words, photos, voice and files can be passed on."))
        return
    if words and report.urgency is Urgency.Q and standing.may(turn, "done", report, person, roles):
        enclose(turn, report, message, proof=True, by=person.id)
        await message.answer(_answer_it(turn, t, report, person, roles, words))
        return
    _note(turn, report, person, roles, words)
    told, say = telling.matter(turn, report), voice(turn, receiver)
    first = await remember_album(state, message, report, proof=True)
    if words or first:
        turn.post(reporter.told_by_station(say, told, receiver.account, person.name, words))
    _pass_on(turn, report, message, person, receiver.account)
    if first:
        await message.answer(t.staff("Passed on to the reporter of {number}.", number=report.number))


def _note(turn: Turn, report: Report, person: Person, roles: list[Role], words: str) -> None:
    """What was told stands in the history; from whose it is, it is the first contact too."""
    told = Event(at=turn.now, serial=report.serial, step="told", actor_id=person.id,
                 role=stepping.staff_role(roles), reason=words)  # fmt: skip
    reports.note(turn.session, told)
    if report.handler_id in (None, person.id):
        stepping.take(turn, report, "contact", person, roles, reason="chat")


def cannot_be_told(turn: Turn, t: Translator, report: Report) -> str:
    """Why nothing can be passed on to the reporter here; empty where it can."""
    if not reporter.is_spoken_of(report):
        return t.staff("🔒 Nothing of this is passed on in the chat; please call.")
    if telling.reporter_of(turn, report) is None:
        return t.staff("The reporter cannot be written to here; please call.")
    return ""


def _answer_it(
    turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], words: str
) -> str:
    """A question is closed by its answer (RULES, Settled): the reporter reads it and says whether it helps."""
    stepping.finish(turn, report, person, roles, words)
    if report.state is State.DONE:
        return finishing.what_follows(t, report, stepping.who_looks(turn, report))
    return t.staff("{number}: answered. The reporter is asked whether that helps.", number=report.number)


def _pass_on(turn: Turn, report: Report, message: Message, person: Person, chat: int) -> None:
    sent = enclose(turn, report, message, proof=True, by=person.id)
    if sent:
        card = subject(REPORTER, report.serial)
        for letter in passing_on.beside(card, telling.matter(turn, report), chat, [sent]):
            turn.post(letter)


async def reporter_answered(
    message: Message, turn: Turn, person: Person, t: Translator, report: Report, state: FSMContext
) -> None:
    await add(message, turn, person, t, report, state)


def card_replied_to(turn: Turn, message: Message) -> str:
    """The card behind the message that somebody replies to; empty for any other."""
    replied = message.reply_to_message
    return (cards.subject_at(turn.session, message.chat.id, replied.message_id) if replied else None) or ""
