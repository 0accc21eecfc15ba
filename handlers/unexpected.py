"""Anything else: always something useful, in every state, to every kind of message. Must be last.

    Chen   [sticker]
    bot    这个我看不懂。请写一写发生了什么，或者发照片或者语音。
    Chen   谢谢
    bot    不客气，有事随时说。

Thanks, greetings and questions about the bot are no reports; a message that was edited is added to its own.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.letters import Letter, reporter
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report
from fieldwork.texts import Translator
from handlers import telling
from handlers.adding import tell_station
from handlers.hearing import Holds
from handlers.reporting import ask_about_danger, words_of
from handlers.turn import Turn, home_of
from storage import reports


def router() -> Router:
    unexpected = Router(name="unexpected")
    unexpected.callback_query.register(old_button_tapped)
    unexpected.edited_message.register(edited)
    unexpected.message.register(chatted, Holds("text"))
    unexpected.message.register(something_else_sent)
    return unexpected


async def old_button_tapped(_query: CallbackQuery, t: Translator, callback_answer: CallbackAnswer) -> None:
    callback_answer.text = t.both("This button is no longer in use. Please use the newest message.")


async def chatted(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    """Thanks, a greeting, a question about the bot, a notice, or no word at all: answered, not filed."""
    match turn.desk.reader.read(message.text or "", home_of(roles)).chatter:
        case "thanks":
            await message.answer(t.reporter("You are welcome. Write any time."))
        case "greeting" | "question":
            await message.answer(
                t.reporter("Hello! Write what happened and where, or send a photo. One message is enough.")
            )
        case "notice":
            await message.answer(
                t.reporter(
                    "This looks like a notice that was passed on, so nothing was filed. If something is wrong "
                    "near you, tell me what and where."
                )
            )
        case _:
            await message.answer(t.reporter("Please tell me in words or with a photo what happened."))


async def something_else_sent(message: Message, t: Translator) -> None:
    await message.answer(
        t.reporter("I cannot read this. Please write what happened, or send a photo or a voice message.")
    )


async def edited(
    message: Message, turn: Turn, person: Person | None, t: Translator, state: FSMContext
) -> None:
    """An edited message loses nothing: its new words are added to the report, the first ones stay."""
    report, words = reports.by_message(turn.session, message.chat.id, message.message_id), words_of(message)
    if report is None or person is None or report.reporter_id != person.id or not report.is_open:
        await _cannot_change(message, turn, t, report, words)
        return
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="added", actor_id=person.id,
                                     role="reporter", reason=words))  # fmt: skip
    told = telling.redraw(turn, report)
    tell_station(turn, report, words)
    await message.answer(t.reporter("{number}: added, {station} has it too.", number=report.number,
                                    station=told.station))  # fmt: skip
    await ask_about_danger(turn, t, report, words, message.chat.id, state)


async def _cannot_change(
    message: Message, turn: Turn, t: Translator, report: Report | None, words: str
) -> None:
    """The change belongs to nothing that is open; words of danger get the numbers all the same."""
    reading = turn.desk.reader.read(words)
    if reading.danger:
        turn.post(Letter(chat=message.chat.id, text=reporter.emergency_numbers(t)))
    if report:
        await message.answer(
            t.reporter("{number} is finished; write a new message if there is more.", number=report.number)
        )
    elif reading.kind != "neither":
        await message.answer(
            t.both("I cannot tell what this change belongs to. Please send it as a new message.")
        )
