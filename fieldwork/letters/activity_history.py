"""What happened to an activity, as its history says it; `history` puts these beside its own sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from fieldwork.activities import Unit
from fieldwork.letters.activities import counted
from fieldwork.texts import Translator

Data = Mapping[str, Any]


def _counted(t: Translator, data: Data, key: str = "counts") -> str:
    """The numbers that an event keeps; nothing of what is none."""
    kept = data.get(key)
    known = {unit.value: unit for unit in Unit}
    numbers = kept.items() if isinstance(kept, dict) else ()
    return counted(t, {known[unit]: number for unit, number in numbers if unit in known})


SENTENCES: dict[str, Callable[[Translator, Data], str]] = {
    "confirmed": lambda t, data: t.staff("confirmed {numbers}", numbers=_counted(t, data)),
    "counts_changed": lambda t, data: t.staff(
        "changed the numbers: {before} → {numbers}",
        before=_counted(t, data, "before"),
        numbers=_counted(t, data),
    ),
    "resubmitted": lambda t, data: t.staff("put it right: {numbers}", numbers=_counted(t, data)),
}
