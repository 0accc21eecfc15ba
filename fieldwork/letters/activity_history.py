"""What happened to an activity, as its history says it; `history` puts these beside its own sentences."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from fieldwork.activities import ActivityKind, Unit
from fieldwork.letters.activities import counted, kind_named
from fieldwork.letters.dates import day_named
from fieldwork.letters.reviewing import why_named
from fieldwork.texts import Translator

Data = Mapping[str, Any]


def _counted(t: Translator, data: Data, key: str = "counts") -> str:
    """The numbers that an event keeps; nothing of what is none."""
    kept = data.get(key)
    known = {unit.value: unit for unit in Unit}
    numbers = kept.items() if isinstance(kept, dict) else ()
    return counted(t, {known[unit]: number for unit, number in numbers if unit in known})


def _kind(t: Translator, data: Data) -> str:
    now = data.get("now")
    return kind_named(t, ActivityKind(now)) if now in tuple(ActivityKind) else ""


def _day(t: Translator, data: Data) -> str:
    try:
        return day_named(t, date.fromisoformat(str(data.get("now"))))
    except ValueError:
        return ""


def _with_why(t: Translator, data: Data, said: str) -> str:
    """The reason that was tapped; words of one's own are put behind it where they may be read."""
    return f"{said} · {why_named(t, str(data['why']))}" if data.get("why") else said


def _listed(data: Data) -> str:
    numbers = data.get("numbers")
    return "、".join(map(str, numbers)) if isinstance(numbers, list) else ""


SENTENCES: dict[str, Callable[[Translator, Data], str]] = {
    "confirmed": lambda t, data: t.staff("confirmed {numbers}", numbers=_counted(t, data)),
    "counts_changed": lambda t, data: t.staff(
        "changed the numbers: {before} → {numbers}",
        before=_counted(t, data, "before"),
        numbers=_counted(t, data),
    ),
    "kind_changed": lambda t, data: t.staff("said what kind it was: {kind}", kind=_kind(t, data)),
    "day_changed": lambda t, data: t.staff("said on which day it was: {day}", day=_day(t, data)),
    "doors_changed": lambda t, _: t.staff("put doors of the round right"),
    "ours": lambda t, _: t.staff("passed it on, and says that it was theirs"),
    "found_need": lambda t, data: t.staff(
        "found what has to be dealt with: {number}", number=data.get("number", "")
    ),
    "told_together": lambda t, data: t.staff("told of in one message: {numbers}", numbers=_listed(data)),
    "replaced": lambda t, data: t.staff("{number} takes its place", number=data.get("by", "")),
    "tagged": lambda t, data: t.staff("counts it under: {project}", project=data.get("project") or "–"),
    "stood_by": lambda t, data: _with_why(t, data, t.staff("says that it is right as it is")),
    "resubmitted": lambda t, data: t.staff("put it right: {numbers}", numbers=_counted(t, data)),
}
