"""A head asks whoever has a report to see to it: 催办, once a day.

    Luo    👉 催办
    bot    N-10001-6：已经提醒了王慧敏。
    bot    (to Wang) 🔔 N-10001-6：上级在催，请尽快处理…
    Luo    👉 催办
    bot    N-10001-6：今天已经催过王慧敏了。

Only who heads the station, or one above it, and not for what is their own. That somebody is reminded is said when
the reminder is written.
"""

import json

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork.letters.station import state_named
from fieldwork.people import Person, Role
from fieldwork.reminders import Manner, Reminder
from fieldwork.reports import Event, Report
from handlers import climbing, telling, viewers
from handlers.reminding_of_reports import TO_DO, URGE
from handlers.stepping import staff_role
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn
from storage import reminders, reports


def router() -> Router:
    urging = Router(name="urging")
    urging.callback_query.register(urged, Tap("urge"))
    return urging


def is_theirs(turn: Turn, report: Report, person: Person, roles: list[Role]) -> bool:
    """Whether it is this person who urges others to see to it; nobody urges themselves."""
    has = telling.staff_chat(turn, report)
    return viewers.heads(turn, report, roles) and (has is None or has.id != person.id)


async def urged(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, t = tapped.turn, tapped.report, tapped.t
    has = telling.staff_chat(turn, report)
    if not is_theirs(turn, report, tapped.person, tapped.roles):
        tapped.out_of_use()
    elif report.state not in TO_DO:
        now = state_named(t, report.state)
        tapped.says(
            t.staff("{number}: nothing to hurry up now, it is {state}.", number=report.number, state=now)
        )
    elif has is None:
        tapped.says(t.staff("{number}: nobody who has it can be reached now. You can hand it to somebody else.",
                            number=report.number))  # fmt: skip
    elif _remind(tapped, has):
        tapped.says(tapped.t.staff("{number}: {worker} is reminded.", number=report.number, worker=has.name))
    else:
        said = tapped.t.staff(
            "{number}: {worker} was asked today already.", number=report.number, worker=has.name
        )
        tapped.says(said)


def _remind(tapped: Tapped, has: Person) -> bool:
    """One reminder a day, and that it was asked for, in the history. False: it was asked for today."""
    turn, report = tapped.turn, tapped.report
    new = reminders.add(turn.session, [
        Reminder(subject=climbing.about(report), step=f"{URGE}#{turn.desk.day:%Y%m%d}", person_id=has.id,
                 manner=Manner.SINGLY, due_at=turn.now, send_at=turn.now, as_what="handler")
    ])  # fmt: skip
    if new:
        reports.note(turn.session, Event(
            at=turn.now, serial=report.serial, step="urged", actor_id=tapped.person.id,
            role=staff_role(tapped.roles), came_from=report.state, went_to=report.state,
            reason=json.dumps({"person": has.id}),
        ))  # fmt: skip
    return bool(new)
