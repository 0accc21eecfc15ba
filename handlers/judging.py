"""What becomes of an activity that was told: it counts, goes back, or is void; each with its event and its lines.

The record is changed only as it was read (`activities.change`), so of two who tap at once one is told that the
other was faster, and what counts is counted in once. The report stays what it is: noted.
"""

import json
from datetime import timedelta

from fieldwork import reviewing
from fieldwork.activities import Activity, Problem, Stage
from fieldwork.letters import reviewing as letters
from fieldwork.people import Person
from fieldwork.reports import Event, Report
from handlers import coming_back, counting_in, overtaking, put_right, telling
from handlers.turn import Turn, voice
from storage import activities, reports

A_YEAR = timedelta(days=366)  # an earlier report of the same period is not older


def accept(
    turn: Turn, report: Report, activity: Activity, by: Person | None, role: str, alone: str = ""
) -> bool:
    """It counts from here on. `by` nobody: by time. `alone`: why somebody accepts what they told of themselves."""
    if not _become(turn, activity, Stage.ACCEPTED, by, problem=None, note=""):
        return False
    counting_in.count_in(turn, activity)
    _note(turn, activity, "accepted" if by else "counted_by_time", by, role, {"words": alone})
    _replace_earlier(turn, report, activity, by, role)
    telling.redraw(turn, report)
    return True


def send_back(
    turn: Turn, report: Report, activity: Activity, by: Person, role: str, problem: Problem, note: str
) -> bool:
    """It counts no more until it is put right; who told of it is asked, in a message of its own."""
    was = reviewing.as_it_was(
        activity, activities.counts(turn.session, activity.serial), put_right.photos(turn, report)
    )
    if not _become(turn, activity, Stage.RETURNED, by, problem=problem, note=note):
        return False
    counting_in.take_out(turn, activity)
    _note(
        turn,
        activity,
        "sent_back",
        by,
        role,
        {"problem": problem, "words": note, "was": was.model_dump(mode="json")},
    )
    told = telling.redraw(turn, report)
    teller = telling.reporter_of(turn, report)
    if teller and teller.account:
        turn.post_by_day(letters.sent_back(voice(turn, teller), told, teller.account))
        overtaking.overtake(turn, teller, report)
    return True


def make_void(
    turn: Turn, report: Report, activity: Activity, by: Person | None, role: str, problem: Problem, note: str,
    *, quietly: bool = False,
) -> bool:  # fmt: skip
    """It never counts, or no more. `quietly`: who told of it knows already."""
    if not _become(turn, activity, Stage.VOID, by, problem=problem, note=note):
        return False
    counting_in.take_out(turn, activity)
    _note(turn, activity, "made_void", by, role, {"problem": problem, "words": note})
    coming_back.ask_no_more(turn, report)
    told = telling.redraw(turn, report)
    teller = telling.reporter_of(turn, report)
    if teller and teller.account and not quietly:
        turn.post_by_day(letters.made_void(voice(turn, teller), told, teller.account))
    return True


def follow(turn: Turn, report: Report, by: int | None, role: str) -> None:
    """The report was taken back, erased, or is something to be dealt with: as an activity it is void."""
    activity = activities.by_serial(turn.session, report.serial)
    if activity and _become(turn, activity, Stage.VOID, None, problem=Problem.OTHER, note=""):
        counting_in.take_out(turn, activity)
        reports.note(
            turn.session, Event(at=turn.now, serial=report.serial, step="made_void", actor_id=by, role=role)
        )


def _become(turn: Turn, activity: Activity, stage: Stage, by: Person | None, **values: object) -> bool:
    """Brings a record to a stage, if it may go there and still stands as it was read."""
    if not reviewing.may_become(activity, stage):
        return False
    decided = {"decided_at": turn.now, "decided_by": by.id if by else None, "next_due": None}
    return activities.change(turn.session, activity, stage=stage, **decided, **values)


def _note(
    turn: Turn, activity: Activity, step: str, by: Person | None, role: str, data: dict[str, object]
) -> None:
    kept = {name: value for name, value in data.items() if value}
    reason = json.dumps(kept, ensure_ascii=False) if kept else ""
    reports.note(turn.session, Event(at=turn.now, serial=activity.serial, step=step, actor_id=by.id if by else None,
                                     role=role, reason=reason))  # fmt: skip


def _replace_earlier(turn: Turn, report: Report, activity: Activity, by: Person | None, role: str) -> None:
    """The newest report of a whole period takes the place of the one that counted until now."""
    if not activity.period:
        return
    around = (activity.held_on - A_YEAR, activity.held_on + A_YEAR)
    for other in activities.of_person(turn.session, activity.person_id, *around):
        if other.stage is Stage.ACCEPTED and reviewing.replaces(activity, other):
            earlier = reports.by_serial(turn.session, other.serial)
            if earlier:
                make_void(turn, earlier, other, by, role, Problem.TWICE, report.number, quietly=True)
