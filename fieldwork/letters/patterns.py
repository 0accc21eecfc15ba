"""未诉先办: what comes up again and again at one place is told to its station as one matter, before more people ask."""

from collections.abc import Sequence
from typing import NamedTuple

from fieldwork import numbers
from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority
from fieldwork.letters.matter import Matter, category_named
from fieldwork.letters.station import state_named
from fieldwork.texts import Translator

NUMBERS = 10  # in the card
OPENED = 5  # as buttons of the list


class Pattern(NamedTuple):
    """Several of a kind at a place in some days."""

    place: str  # code of a building, or of a community
    category: str
    serials: tuple[int, ...]  # each report once, those that joined another too
    days: int
    usual: float | None = None  # of a community: how many a week there are otherwise
    private: bool = False  # some of it is somebody's own affair: only counted


def card(t: Translator, pattern: Pattern, place: str, chat: int, name: str) -> Letter:
    """To the head and whoever is responsible: how many, where, which; rewritten as more come."""
    told = {"place": place, "days": pattern.days, "many": len(pattern.serials)}
    lines = [t.staff("🔎 {place}: {many} of one kind in {days} days", **told),
             "🏷 " + category_named(t, pattern.category)]  # fmt: skip
    if pattern.usual is not None:
        lines.append(t.staff("Usually {usual} a week here.", usual=f"{pattern.usual:.1f}"))
    rows: tuple[tuple[Button, ...], ...] = ()
    if not pattern.private:
        shown = "、".join(numbers.printed(serial) for serial in pattern.serials[-NUMBERS:])
        lines.append(shown + ("…" if len(pattern.serials) > NUMBERS else ""))
        rows = ((Button(label=t.staff("🧩 Deal with them together"), action="together", record=pattern.serials[-1],
                        choice="building" if pattern.usual is None else "community"),),)  # fmt: skip
    return Letter(chat=chat, text="\n".join(lines), buttons=rows, card=name, priority=Priority.REMINDER)


def together(t: Translator, matters: Sequence[Matter], chat: int) -> Letter:
    """What is open of it, by number and state; a tap opens one."""
    if not matters:
        return Letter(chat=chat, text=t.staff("None of them is open any more."))
    lines = [t.staff("Open of this kind here: {many}", many=len(matters))]
    lines += [f"{each.report.number} · {state_named(t, each.report.state)}" for each in matters[:NUMBERS]]
    rows = tuple(
        (Button(label=each.report.number, action="open", record=each.report.serial),)
        for each in matters[:OPENED]
    )
    return Letter(chat=chat, text="\n".join(lines), buttons=rows)
