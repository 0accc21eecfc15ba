"""Trouble that somebody comes upon at a door becomes a report of its own, at once.

    Liang  302 漏水
    bot    ✅ 收到了 · N-10002-4 …                             (of the outing's building and that door)

Saved first (promise 4): whether the outing ever ends or not, it is not lost. It asks nothing but about danger.
"""

import json

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.activities import Outing
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report, ReportKind, State
from fieldwork.texts import Translator
from fieldwork.understanding.reading import Reading
from handlers import dispatching, grading, reporting
from handlers.enclosing import enclose
from handlers.turn import Turn
from storage import reports

FOUND = "found_on"  # the event of a need: of which activity it came


async def report(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    outing: Outing, words: str, door: str, alone: bool,
) -> Report:  # fmt: skip
    """Files what was found, and shows it to both sides. `alone`: the message says nothing beside it."""
    reading = turn.desk.reader.read(words, [outing.place])
    need = _drawn_up(turn, person, reading, outing, words, door, message)
    routing = dispatching.route(turn, need, [outing.place])
    reports.file(turn.session, need, message.chat.id, message.message_id if alone else None)
    reporting.note_new(turn, need, routing)
    enclose(turn, need, message)
    await reporting.introduce(message, turn, person, roles, t, reading, need, state)
    return need


def _drawn_up(
    turn: Turn, person: Person, reading: Reading, outing: Outing, words: str, door: str, message: Message
) -> Report:
    need = reporting.draw_up(turn, person, [outing.place], reading, words, message.date)
    need.kind, need.state = ReportKind.NEED, State.DISPATCHED
    need.question = "danger" if reading.danger else ""
    if not (reading.place and turn.desk.network.contains(outing.place, reading.place)):
        need.place, need.named = outing.place, ""
    need.door = door or need.door
    need.privacy = grading.first_grade(turn, need)
    return need


def link(turn: Turn, need: Report, activity: Report) -> None:
    """The history of each names the other."""
    for one, other in ((need, activity), (activity, need)):
        told = json.dumps({"number": other.number})
        reports.note(
            turn.session, Event(at=turn.now, serial=one.serial, step=FOUND, role="rule", reason=told)
        )
