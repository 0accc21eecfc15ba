"""What was put right of an activity since it came back: numbers, kind, day, place, photos, words, project.

Nothing of it: then whoever told of it either changes it or says why it is right as it is (`standing_by`).
"""

from collections.abc import Sequence
from typing import Any

from fieldwork import reviewing
from fieldwork.activities import Activity, Stage
from fieldwork.letters.happened import data_of
from fieldwork.reports import Event, Report
from fieldwork.reviewing import Was
from handlers.turn import Turn
from storage import activities, reports

REWORDED = frozenset({"edited", "added", "amended_words"})
DOORS = "doors_changed"  # the event of a round whose doors were put right
CHANGED = REWORDED | {"amended_place", "placed", "tagged", DOORS}
_DECIDED = frozenset({"sent_back", "stood_by", "confirmed", "resubmitted"})


def photos(turn: Turn, report: Report) -> int:
    """How many pictures are there."""
    sent = reports.attachments(turn.session, report.serial)
    return sum(each.kind in ("photo", "picture") and each.is_there for each in sent)


def is_put_right(turn: Turn, report: Report, activity: Activity) -> bool:
    """Whether anything is otherwise than when it came back."""
    events = reports.events(turn.session, activity.serial)
    before, later = _was(events), _since(events)
    if before is None or any(event.step in CHANGED for event in later):
        return True
    counts = activities.counts(turn.session, activity.serial)
    return before != reviewing.as_it_was(activity, counts, photos(turn, report))


def told(turn: Turn, report: Report, activity: Activity) -> dict[str, Any]:
    """What a card shows of it, while that is of use."""
    if activity.stage not in (Stage.RETURNED, *reviewing.WAITING):
        return {}
    events = reports.events(turn.session, activity.serial)
    if activity.stage is Stage.RETURNED:
        return {"put_right": is_put_right(turn, report, activity), "was": _was(events)}
    if activity.stage is Stage.RESUBMITTED:
        steps = {one.step for one in _since(events)}
        return {"was": _was(events), "reworded": not steps.isdisjoint(REWORDED), "doors": DOORS in steps}
    return {"stood_by": _stood_by(events)}


def _sent_back(events: Sequence[Event]) -> int | None:
    """Where in its history it came back last."""
    return max((n for n, event in enumerate(events) if event.step == "sent_back"), default=None)


def _since(events: Sequence[Event]) -> Sequence[Event]:
    back = _sent_back(events)
    return () if back is None else events[back + 1 :]


def _was(events: Sequence[Event]) -> Was | None:
    """What it said when it came back; nothing of what was erased since."""
    back = _sent_back(events)
    kept = None if back is None else data_of(events[back]).get("was")
    return Was.model_validate(kept) if kept else None


def _stood_by(events: Sequence[Event]) -> str:
    """Why it is right as it is, where that was the last word: a reason's key, or words."""
    decided = [event for event in events if event.step in _DECIDED]
    if not decided or decided[-1].step != "stood_by":
        return ""
    said = data_of(decided[-1])
    return str(said.get("words") or said.get("why") or "")
