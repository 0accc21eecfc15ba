"""Where the clocks of a report begin anew: when it came to another station, is done again, or is another level.

Told from its history alone. A dispatch that only rings somebody else of the same station is no hand-over: an
absence gives nobody more time.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from fieldwork.reports import MOVES, Event, State

RAISED = frozenset({"urgency", "amended_urgency"})  # a person has said another level
READ_AGAIN = frozenset({"dispatched", "understood"})  # what the rules looked at stands in these events
TO_ANOTHER = frozenset({"part", "is_need", *MOVES})  # begins the station's clock, whatever stood before


class Turning(NamedTuple):
    """One event with which a clock begins anew."""

    event: Event
    station: bool  # the station's clock begins: it came there, or is done again
    again: bool  # it is done again (重办)
    raised: bool  # it is another level: everything is reckoned from its beginning once more


def turnings(events: Sequence[Event]) -> list[Turning]:
    """Each event with which a clock begins anew, in order."""
    found, station, urgency = list[Turning](), "", ""
    for event in events:
        of = _told(event)
        to, level = _station_in(event, of), str((of.get("of") or {}).get("urgency") or urgency)
        again = event.went_to is State.REWORK and event.came_from is not State.REWORK
        came = event.step in TO_ANOTHER or (event.step == "dispatched" and (not to or to != station))
        raised = event.step in RAISED or (event.step in READ_AGAIN and bool(urgency) and level != urgency)
        if again or came or raised:
            found.append(Turning(event, again or came, again, raised))
        # What a person said is not what was read: with that the next reading is not compared.
        station, urgency = to or station, "" if event.step in RAISED else level
    return found


def _told(event: Event) -> dict[str, Any]:
    """What the rules said with a step; nothing where they said nothing, or it was erased."""
    if event.step not in READ_AGAIN and event.step not in MOVES:
        return {}
    return dict(json.loads(event.reason)) if event.reason.startswith("{") else {}


def _station_in(event: Event, of: dict[str, Any]) -> str:
    """The station that an event brought a report to; empty where it does not say."""
    chosen = (of.get("first") or {}).get("station") if event.step == "dispatched" else of.get("to")
    return str(chosen or "")
