"""The reporter asks that it go faster: 催一下, once a day.

    bot    ⏳ N-10001-6：说好的时间到了，还没有人联系您，对不起。…              👉 催一下
    Chen   催一下
    bot    👉 N-10001-6：这就提醒西湖站王慧敏。
    Chen   催一下                                  (typed, or in reply to the card)
    bot    N-10001-6：今天已经提醒过了，明天可以再催。

Whoever has it is told singly, or who stands in for them; where nobody can be told, that is what the reporter
hears, with the telephone. Before the time that was said is over there is nothing to hurry.
"""

import json
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import nudging as letters
from fieldwork.letters import running_late
from fieldwork.letters.matter import LATE, subject
from fieldwork.people import Person
from fieldwork.reminders import Manner, Reminder
from fieldwork.reports import Event, Report, ReportKind
from fieldwork.texts import Translator
from handlers import climbing, following, replying, telling, viewers
from handlers.hearing import spoken
from handlers.tapping import Tap, chat_of, own_report
from handlers.turn import Turn, chats_holding
from storage import reminders, reports

WORDS = {"催一下", "催催", "再催一下", "帮我催一下", "幫我催一下", "Ask them to hurry", "Please hurry"}
STEP = "nudge"  # of the reminder: `nudge#20260302`
RECENT = 20  # own reports among which the newest open one is looked for


_LOWER = frozenset(word.lower() for word in WORDS)


class Nudges(BaseFilter):
    """Asks to hurry: about the own report that is replied to, else the newest that is open. Hands on `meant`."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        if person is None or spoken(message).lower() not in _LOWER:
            return False
        return {"meant": replying.own_replied_to(turn, message, person) or _newest_open(turn, person)}


def _newest_open(turn: Turn, person: Person) -> Report | None:
    own = reports.of_reporter(turn.session, person.id, limit=RECENT)
    return next((one for one in own if one.is_open and one.kind is ReportKind.NEED), None)


def router() -> Router:
    nudging = Router(name="nudging")
    nudging.message.register(asked_to_hurry, Nudges())
    nudging.callback_query.register(tapped_to_hurry, Tap("nudge"))
    return nudging


async def asked_to_hurry(
    message: Message, turn: Turn, person: Person, t: Translator, meant: Report | None
) -> None:
    if meant is None:
        await message.answer(t.reporter("Nothing of yours is open. Just write what happened."))
    else:
        await message.answer(_nudge(turn, t, person, meant))


async def tapped_to_hurry(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """The tap is answered, and the message that it takes longer says so too: an answer goes by."""
    report, chat = own_report(turn, person, t, button, callback_answer), chat_of(query)
    if report is None or person is None:
        return
    said = callback_answer.text = _nudge(turn, t, person, report)
    if chat in chats_holding(turn, subject(LATE, report.serial)):
        told = telling.matter(turn, report)
        lead = telling.matter(turn, following.of(turn, report) or report)
        turn.post(running_late.answered(t, told, lead, chat, said))


def _nudge(turn: Turn, t: Translator, person: Person, report: Report) -> str:
    """Tells whoever has it; gives the sentence for the one who asked."""
    lead = following.of(turn, report) or report
    told, leads = telling.matter(turn, report), telling.matter(turn, lead)
    why, worker = letters.why_not(t, told, leads), _who_is_told(turn, lead)
    if why or worker is None:
        return why or letters.nobody_reads(t, told, leads)
    if not reports.change(turn.session, report, nudged_on=turn.desk.day):
        return t.both("It has just changed; please look again.")
    _note(turn, person, worker, *{one.serial: one for one in (report, lead)}.values())
    telling.redraw(turn, report)
    return letters.reminded(t, told, leads.station, worker.name)


def _who_is_told(turn: Turn, lead: Report) -> Person | None:
    """Whoever has it, or who stands in for them, where they may know of it."""
    worker = telling.staff_chat(turn, lead)
    roles = turn.desk.staffing.roles_held(worker.id) if worker else []
    return worker if worker and viewers.hears_of(turn, lead, worker, roles) else None


def _note(turn: Turn, person: Person, worker: Person, *about: Report) -> None:
    """In the history of what was asked about; and one reminder, for the last, where all was joined to."""
    reason = json.dumps({"person": worker.id})
    reports.note(turn.session, *(
        Event(at=turn.now, serial=one.serial, step="nudged", actor_id=person.id, role="reporter",
              came_from=one.state, went_to=one.state, reason=reason)
        for one in about
    ))  # fmt: skip
    step = f"{STEP}#{turn.desk.day:%Y%m%d}"
    reminders.add(turn.session, [
        Reminder(subject=climbing.about(about[-1]), step=step, person_id=worker.id, manner=Manner.SINGLY,
                 due_at=turn.now, send_at=turn.now, as_what="handler")
    ])  # fmt: skip
