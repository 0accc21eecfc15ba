"""What was taken together is two matters after all: a tap parts them.

    Chen   4号楼化粪池漏了
    Chen   [photo, of something else]
    bot    N-10001-6：和您上一条合在一起了。                分开
    Chen   分开
    bot    ✅ 收到了 · N-10002-4 …
    bot    分开了，现在是两件事：N-10001-6 和 N-10002-4。

What had joined is a report under a number of its own, with its words and what it carried; the first one is
understood again without it. Both stations are told, and both histories say so.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import notices, reporter
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report, State, Wording, whole_text
from fieldwork.texts import Translator
from handlers import dispatching, telling
from handlers.reporting import ask, draw_up, note_new, tell_of_new, understand_again
from handlers.tapping import Tap, chat_of, out_of_use, own_report
from handlers.turn import Turn, home_of, voice
from storage import reports


def router() -> Router:
    parting = Router(name="parting")
    parting.callback_query.register(wants_them_parted, Tap("part_them"))
    return parting


async def wants_them_parted(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = own_report(turn, person, t, button, callback_answer)
    if report is None or person is None:
        return
    joined = _joined(turn, report, button.choice)
    if not joined or not (report.is_open or (report.state is State.CLOSED and button.choice)):
        callback_answer.text = out_of_use(t)
        return
    home, chat = home_of(roles), chat_of(query)
    new, added = _parted(turn, report, joined, person, home), button.choice != ""
    told = telling.matter(turn, new)
    tell_of_new(turn, t, told, chat)
    if report.is_open:
        understand_again(turn, report, report.words or report.text, home, afresh=not added)
    _tell_station(turn, report, new)
    turn.post(reporter.parted(t, report, new.number, chat))
    if new.question:
        await ask(turn, t, told, turn.desk.reader.read(new.text, home), home, chat, state)


def _joined(turn: Turn, report: Report, choice: str) -> list[Wording]:
    """What joined by itself and can be parted: one addition, or all that became part of the words."""
    said = reports.wordings(turn.session, report.serial)
    if choice:
        return [each for each in said if f"{each.message_id:x}" == choice and each.how == "added"]
    return [each for each in said if each.how == "joined"]


def _parted(turn: Turn, report: Report, joined: list[Wording], person: Person, home: list[str]) -> Report:
    """Files what had joined as a report of its own, and takes it out of the first."""
    words = whole_text([each.model_copy(update={"how": "sent"}) for each in joined])
    ids, chat = sorted({each.message_id for each in joined}), joined[0].chat
    carried = [sent for sent in reports.attachments(turn.session, report.serial) if sent.message_id in ids]
    bare = not words and not any(sent.kind in ("voice", "audio") for sent in carried)
    new = draw_up(turn, person, home, turn.desk.reader.read(words, home), words, joined[0].at, bare=bare)
    routing = dispatching.route(turn, new, home)
    reports.file(turn.session, new, chat, None)
    reports.hand_over(turn.session, ids, chat, report.serial, new.serial)
    note_new(turn, new, routing, reason=report.number)
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="split", actor_id=person.id,
                                     role="reporter", reason=words))  # fmt: skip
    left = reports.wordings(turn.session, report.serial)
    reports.change(turn.session, report, text=whole_text(left), album=None)
    return new


def _tell_station(turn: Turn, report: Report, new: Report) -> None:
    """The one who has the first report hears that a part of it went."""
    worker = telling.staff_chat(turn, report)
    if worker and worker.account:
        told = telling.matter(turn, report)
        turn.post(notices.parted(voice(turn, worker), told, worker.account, new.number))
