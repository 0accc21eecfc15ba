"""What an auditor gets of a place and a period: records, how they came about, who accepted them, what was closed.

The records are those that came in the period and those that count in it; `figures` can be added up from `lines`.
People are told by number, and no word that anybody wrote is in it. The sample can be drawn again by anybody: the
records whose sha256 of `SEED:NUMBER` is smallest.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fieldwork.activities import Attendance, Unit
from fieldwork.exports import Row, Taken, plain
from fieldwork.letters.happened import data_of
from fieldwork.reports import Attachment, Event
from fieldwork.tallies import Closing, Tally

HISTORY = ("number", "at", "step", "person", "role", "from", "to", "reason", "before", "after")
PHOTOS = ("number", "kind", "shows_what_was_done", "state", "bytes", "sha256")
HOURS = ("number", "person", "minutes", "confirmed_by", "confirmed_at")
EXCLUSIONS = ("number", "asked_by", "asked_at", "agreed_by", "agreed_at", "reason")
CLOSINGS = ("place", "since", "until", "closed_at", "closed_by", "waiting")
EXPORTS = ("at", "person", "operator", "what", "place", "since", "until", "reason", "rows", "sha256")
FIGURES = ("name", "unit", "number", "late", "by_time")
LINES = ("number", "day", "name", "unit", "amount", "late", "by_time", "place")
PEOPLE = ("person", "name")
DRAWN_BY = "the records whose sha256 of SEED:NUMBER is smallest"


def drawn(numbers: Sequence[str], many: int, seed: str) -> list[str]:
    """A sample of numbers, in their order: the same for the same seed, and anybody can check it."""
    ranked = sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())
    chosen = set(ranked[:many])
    return [number for number in numbers if number in chosen]


def history_row(number: str, event: Event, hidden: bool) -> Row:
    """One event: who did what when, the reason by its code, numbers that were put right; never what they wrote."""
    told = data_of(event) if not hidden else {}
    code = told.get("code") or told.get("problem")  # of an activity
    return {
        "number": number,
        "at": event.at,
        "step": event.step,
        "person": event.actor_id,
        "role": event.role,
        "from": event.came_from.value if event.came_from else None,
        "to": event.went_to.value if event.went_to else None,
        "reason": code if isinstance(code, str) else None,
        "before": _numbers(told.get("before")),
        "after": _numbers(told.get("counts")),
    }


def _numbers(counts: object) -> str | None:
    """Numbers with their units, as an event keeps them: 5户 12人次."""
    if not isinstance(counts, dict):
        return None
    return " ".join(
        f"{plain(counts[unit])}{unit}" for unit in Unit if isinstance(counts.get(unit), int | float)
    )


def hours_row(number: str, one: Attendance) -> Row:
    """Hours of a volunteer: whose, how long, and who confirmed it."""
    return {"number": number, "person": one.person_id, "minutes": one.minutes, "confirmed_by": one.confirmed_by,
            "confirmed_at": one.confirmed_at}  # fmt: skip


def photo_row(number: str, attachment: Attachment) -> Row:
    """A file by its sum, if it was kept; else that it is still with Telegram, or was refused."""
    return {"number": number, "kind": attachment.kind, "shows_what_was_done": attachment.proof,
            "state": attachment.state, "bytes": attachment.size, "sha256": attachment.sha256}  # fmt: skip


def exclusions(number: str, events: Iterable[Event]) -> Iterator[Row]:
    """剔除: who asked for it, who agreed, and the reason by its code."""
    asked: Event | None = None
    for event in events:
        if event.step == "ask_exclude":
            asked = event
        elif event.step == "exclude":
            yield _exclusion(number, asked, event)


def _exclusion(number: str, asked: Event | None, agreed: Event) -> Row:
    code = data_of(asked).get("code") if asked else None
    return {"number": number, "asked_by": asked.actor_id if asked else None, "asked_at": asked.at if asked else None,
            "agreed_by": agreed.actor_id, "agreed_at": agreed.at, "reason": code or "in words"}  # fmt: skip


def closing_row(closing: Closing) -> Row:
    """封账: who closed which period of which place, and how much was not accepted then."""
    return {name: getattr(closing, name) for name in CLOSINGS}


def export_row(taken: Taken) -> Row:
    """Who took what out, when and why."""
    told: dict[str, Any] = taken._asdict()
    return {**told, "person": taken.person_id, "rows": taken.many}


def line_row(number: str, line: Tally, hidden: bool) -> Row:
    """A line of the figures: what a record adds on which day. Of what is sensitive neither place nor amount."""
    told = {"number": number, "day": line.day, "name": line.name, "unit": line.unit, "late": line.late,
            "by_time": line.by_time}  # fmt: skip
    return (
        told
        if hidden
        else {**told, "amount": plain(line.number), "place": line.path.rstrip("/").rpartition("/")[2]}
    )


def figure_row(sum_: Row) -> Row:
    """What all lines of a name and unit come to."""
    return {name: plain(value) if isinstance(value, float) else value for name, value in sum_.items()}


def manifest(facts: Row, sums: Row) -> str:
    """What is in the pack: the place, the period, the sample, and the sha256 of each part."""
    return json.dumps({**facts, "parts": sums}, ensure_ascii=False, indent=1, default=str) + "\n"
