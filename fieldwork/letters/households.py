"""看逐户: the households of a round, one a line, for who checks it; a message that goes after some hours.

What is sensitive of a household stands there only for who may open such things; else the line says that it is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from fieldwork import telephones
from fieldwork.activities import HouseholdLine, Met
from fieldwork.buttons import Button
from fieldwork.letters import Letter, clipped
from fieldwork.letters.matter import OPENED, Matter
from fieldwork.reports import Report
from fieldwork.seeing import Part, Sight
from fieldwork.texts import Translator

A_PAGE = 15  # households
A_NOTE = 120  # characters of what was said of one


class Household(NamedTuple):
    """One line, the number of the report that came of it, and what the one who looks may see of it."""

    line: HouseholdLine
    need: str
    sight: Sight


class Shown(NamedTuple):
    """A page of them."""

    households: Sequence[Household]
    all: int
    page: int = 0

    @property
    def first(self) -> int:
        return self.page * A_PAGE + 1


def card_of(report: Report) -> str:
    """The message that shows them: named so, it goes with what was opened of the report."""
    return f"{OPENED}:{report.serial}.doors"


def opened(t: Translator, matter: Matter, chat: int, shown: Shown, hours: int, on_record: bool) -> Letter:
    """A page of the round."""
    number = matter.report.number
    lines = [
        t.staff("🚪 {number} · {place} · {many} noted", number=number, place=matter.place, many=shown.all)
    ]
    lines += [f"{at}. {_line(t, each)}" for at, each in enumerate(shown.households, shown.first)]
    goes = t.staff("This message goes within {hours} hours; it is on record that you read it.", hours=hours)
    if not on_record:
        goes = t.staff("This message goes within {hours} hours.", hours=hours)
    return Letter(chat=chat, text=clipped("\n".join([*lines, "", goes])), buttons=_pages(t, matter, shown),
                  card=card_of(matter.report))  # fmt: skip


def _line(t: Translator, household: Household) -> str:
    """302 · 独居 需助浴 → N-10002-4."""
    line, may_see = household.line, household.sight
    if Part.WORDS not in may_see or Part.DOOR not in may_see:
        return " · ".join(filter(None, (t.staff("🔒 sensitive"), met_named(t, line.met))))
    note = telephones.hidden(line.note) if may_see.masked else line.note
    note = note if len(note) <= A_NOTE else note[:A_NOTE] + "…"
    people = t.both("person-times {many}", many=line.person_times) if line.person_times is not None else ""
    told = " · ".join(filter(None, (line.door, note, met_named(t, line.met), people)))
    return f"{told} → {household.need}" if household.need else told


def met_named(t: Translator, met: Met) -> str:
    """What came of a call, where nobody was spoken with."""
    said = {
        Met.MET: "",
        Met.NOT_MET: t.staff("not met"),
        Met.REFUSED: t.staff("did not want a visit"),
        Met.MOVED: t.staff("nobody lives there now"),
        Met.WRONG: t.staff("wrong address, not counted"),
    }
    return said[met]


def _pages(t: Translator, matter: Matter, shown: Shown) -> tuple[tuple[Button, ...], ...]:
    row = list[Button]()
    if shown.page:
        row.append(_to(matter, t.both("‹ Back"), shown.page - 1))
    if shown.page * A_PAGE + len(shown.households) < shown.all:
        row.append(_to(matter, t.both("On ›"), shown.page + 1))
    return (tuple(row),) if row else ()


def _to(matter: Matter, label: str, page: int) -> Button:
    return Button(label=label, action="households_page", record=matter.report.serial, choice=str(page))


def key(t: Translator, matter: Matter) -> Button:
    """What opens them, on the station's card."""
    label = t.staff("🚪 Door by door · {many}", many=matter.calls)
    return Button(label=label, action="households", record=matter.report.serial)
