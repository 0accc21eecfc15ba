"""Somebody edits a message that they sent.

    Chen   4号楼化粪池漏了
    Chen   (edits it) 5号楼化粪池漏了
    bot    N-10001-6：按您改的更新了。
    bot    (to the one whose card rang, without sound) ✏️ N-10001-6，陈桂芳改了原话：5号楼化粪池漏了
    Wang   签收
    Chen   (edits it) 5号楼化粪池漏了，很臭
    bot    N-10001-6：加上了，西湖站也看得到。

Until somebody has signed, the report says what its message says now; afterwards a change is an addition. What
was said before stays, as an edition of its own (`fieldbot report show`).
"""

from datetime import UTC, datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.letters import Letter, activities, notices, reporter
from fieldwork.letters import told_together as lists
from fieldwork.letters.matter import Matter
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report, State, Wording, whole_text
from fieldwork.texts import Translator
from handlers import grading, recorded, telling, told_together
from handlers.adding import tell_station
from handlers.reporting import ask_about_danger, understand_again, words_of
from handlers.turn import Turn, home_of, voice
from storage import reports

UNSIGNED = (State.SUBMITTED, State.DISPATCHED, State.NOTED)


def router() -> Router:
    editing = Router(name="editing")
    editing.edited_message.register(edited)
    return editing


async def edited(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    """The new words take the place of the old ones, or are added; what says nothing changes nothing."""
    if message.location:  # shared live, it moves: an app sends an edit every few seconds
        return
    report, words = reports.by_message(turn.session, message.chat.id, message.message_id), words_of(message)
    if report is None or person is None or report.reporter_id != person.id or not report.is_open:
        await _cannot_change(message, turn, t, report, words)
        return
    before = _as_it_was(turn, report, message)
    if before and before.words == words:  # an app also calls it an edit when a link got its picture
        return
    if not words or turn.desk.reader.read(words, home_of(roles)).kind == "neither":
        await message.answer(t.reporter("{number}: that would leave nothing of it, so it stays as it was.",
                                        number=report.number))  # fmt: skip
        return
    if before:
        reports.word(turn.session, _next(before, message, words))
    several = told_together.of(turn, report) if before and before.how == "sent" else []
    settled = None if several else recorded.settled(turn, report)
    if several:
        _replace_each(turn, t, several, words, home_of(roles), message.chat.id)
    elif before and before.how != "added" and report.state in UNSIGNED and not settled:
        _replace(turn, t, report, words, home_of(roles), message.chat.id)
    else:
        await _add(message, turn, t, report, words)
    if settled:
        await message.answer(activities.is_settled(t, report.number, settled))
    await ask_about_danger(turn, t, report, words, message.chat.id, state)


def _as_it_was(turn: Turn, report: Report, message: Message) -> Wording | None:
    """The newest edition of the message."""
    said = reports.wordings(turn.session, report.serial)
    return next((each for each in reversed(said)
                 if (each.chat, each.message_id) == (message.chat.id, message.message_id)), None)  # fmt: skip


def _next(before: Wording, message: Message, words: str) -> Wording:
    at = datetime.fromtimestamp(message.edit_date, UTC) if message.edit_date else message.date
    return before.model_copy(update={"edition": before.edition + 1, "words": words, "at": at})


def _replace(turn: Turn, t: Translator, report: Report, words: str, home: list[str], chat: int) -> None:
    """Nobody has signed yet: the report is read as it stands now; corrections by hand stay."""
    text = whole_text(reports.wordings(turn.session, report.serial))
    turn.post(reporter.edited(t, _reword(turn, report, text, words, home), chat))


def _replace_each(
    turn: Turn, t: Translator, several: list[Report], words: str, home: list[str], chat: int
) -> None:
    """Several activities are told of: each is read anew out of its own line, if as many of the same kinds stand there.

    What the station has settled stays; the others do not wait for that.
    """
    each = [(said, turn.desk.reader.read(said, home)) for said in turn.desk.reader.read(words, home).several]
    kinds = [recorded.kind_read(reading) for _, reading in each]
    before = [recorded.kind_read(turn.desk.reader.read(report.text, home)) for report in several]
    if kinds != before:
        told = [telling.matter(turn, report) for report in several]
        turn.post(Letter(chat=chat, text=lists.not_so_any_more(t, told)))
        return
    for report, (said, _) in zip(several, each, strict=True):
        settled = recorded.settled(turn, report)
        if said != report.text and settled:
            turn.post(Letter(chat=chat, text=activities.is_settled(t, report.number, settled)))
        elif said != report.text:
            turn.post(reporter.edited(t, _reword(turn, report, said, said, home), chat))


def _reword(turn: Turn, report: Report, text: str, words: str, home: list[str]) -> Matter:
    """The new words, read; who of the station has it hears of them."""
    reports.change(turn.session, report, text=text)
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="edited",
                                     actor_id=report.reporter_id, role="reporter", reason=words))  # fmt: skip
    told = understand_again(turn, report, report.words or report.text, home)
    worker = telling.staff_chat(turn, report)
    if worker and worker.account:
        turn.post(notices.edited(voice(turn, worker), told, worker.account, words))
    return told


async def _add(message: Message, turn: Turn, t: Translator, report: Report, words: str) -> None:
    """Somebody has signed: nothing is changed under their eyes."""
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="added",
                                     actor_id=report.reporter_id, role="reporter", reason=words))  # fmt: skip
    grading.look_again(turn, report)
    told = telling.redraw(turn, report)
    tell_station(turn, report, words)
    turn.post(reporter.added(t, told, message.chat.id))


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
