"""One figure apart, by places, weeks, categories, people: the lines come to what stands above them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.cases import CATEGORY, CaseKind
from fieldwork.digests import Stated
from fieldwork.figures import RESTRICTED, By
from fieldwork.letters import Letter, clipped
from fieldwork.letters.cases import kind_named
from fieldwork.letters.figures import Page, place_of
from fieldwork.letters.periods import period_named
from fieldwork.letters.terms import figure_named, number_of
from fieldwork.places import PlaceKind
from fieldwork.texts import Translator

BYS = tuple(By)
LINES, ABREAST = 30, 3


class Part(NamedTuple):
    """What one part has; without a name it is nobody's, or the place's own."""

    name: str
    figure: Stated


def by_named(t: Translator, by: By, below: PlaceKind | None) -> str:
    """按社区: by places it is called after those that lie directly below."""
    places = {
        PlaceKind.STREET: t.staff("by street"), PlaceKind.COMMUNITY: t.staff("by community"),
        PlaceKind.ESTATE: t.staff("by estate"), PlaceKind.BUILDING: t.staff("by building"),
    }  # fmt: skip
    said = {
        By.PLACE: (places.get(below) if below else None) or t.staff("by place"), By.WEEK: t.staff("by week"),
        By.CATEGORY: t.staff("by category"), By.WORKER: t.staff("by person"), By.STATION: t.staff("by station"),
        By.ORGANISATION: t.staff("by organisation"), By.PROJECT: t.staff("by project"),
    }  # fmt: skip
    return said[by]


def part_named(t: Translator, by: By, part: str, known: Mapping[str, str]) -> str:
    """How one part is called, `known` where it has a name of its own; empty where it is nobody's."""
    if by is By.CATEGORY and part:
        return category_named(t, part)
    if by is By.WEEK:
        year, _, week = part.partition("-W")
        return t.both("week {week} of {year}", week=int(week), year=int(year))
    return known.get(part, "") if part else ""


def category_named(t: Translator, part: str) -> str:
    """A category of the figures: of the word lists, the kind of a case, or all that is restricted."""
    if part.startswith(CATEGORY):
        return t.staff("Case: {kind}", kind=kind_named(t, CaseKind(part.removeprefix(CATEGORY))))
    return t.staff("Restricted") if part == RESTRICTED else t.named(part)


def apart(
    t: Translator, chat: int, page: Page, figure: Stated, by: By, parts: Sequence[Part], ways: Sequence[By],
    below: PlaceKind | None = None,
) -> Letter:  # fmt: skip
    """The parts, weeks in their order, else the largest first; under them the `ways` in which it can be apart."""
    own = page.name if by is By.PLACE else t.staff("none named")
    order = parts if by is By.WEEK else sorted(parts, key=_smallness)
    lines = [
        t.staff("🔢 {figure}: {number}", figure=figure_named(t, figure.name), number=number_of(t, figure)),
        f"{page.name} · {period_named(t, page.period)} · {by_named(t, by, below)}",
    ]
    lines += [f"{part.name or own}  {number_of(t, part.figure)}" for part in order[:LINES]]
    if not parts:
        lines.append(t.staff("There are no parts to it."))
    if len(parts) > LINES:
        lines.append(t.staff("and {many} more", many=len(parts) - LINES))
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=_ways(t, page, figure, by, ways, below))


def _smallness(part: Part) -> float:
    return -(part.figure.whole or part.figure.number)


def _ways(
    t: Translator, page: Page, figure: Stated, by: By, ways: Sequence[By], below: PlaceKind | None
) -> tuple[tuple[Button, ...], ...]:
    """By what else it can be apart, and back to its records."""
    at = place_of(figure)
    keys = [Button(label=by_named(t, way, below), action="fig_by", record=at, version=BYS.index(way),
                   choice=page.choice()) for way in ways if way is not by]  # fmt: skip
    back = Button(label=t.staff("Back"), action="fig_of", record=at, choice=page.choice())
    return (*(tuple(keys[first : first + ABREAST]) for first in range(0, len(keys), ABREAST)), (back,))
