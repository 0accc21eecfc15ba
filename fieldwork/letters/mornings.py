"""What a day brings a worker, in one message."""

from collections.abc import Iterator, Sequence

from fieldwork.buttons import Button
from fieldwork.digests import Morning, Span
from fieldwork.letters import Letter, Priority, clipped, waits
from fieldwork.letters.dates import day_named
from fieldwork.letters.digests import period_keys
from fieldwork.letters.listing import numbers
from fieldwork.letters.matter import Matter, category_named
from fieldwork.letters.own_rhythms import own_time
from fieldwork.letters.station import state_named
from fieldwork.reports import Urgency
from fieldwork.seeing import Part, Surface, Viewer, sight
from fieldwork.texts import Translator

CARD = "morning_list"


def morning(t: Translator, chat: int, counted: Morning, top: Sequence[Matter], place: str = "") -> Letter:
    """The counts, the most urgent by building, and the ways to the rest.

    Asked for it leads to the digests of a `place` too; coming by itself, to when it comes.
    """
    counts = " · ".join(_counts(t, counted)) or t.staff("Nothing waits for you. 👍")
    lines = [f"☀️ {day_named(t, counted.day)}", counts, *_by_building(t, top)]
    rows = (
        *numbers(list(top), abreast=3),
        *_ways(t, counted, len(top), unasked=not place),
        *(_periods(t, place) if place else ()),
    )
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows, card=CARD, anew=True,
                  priority=Priority.DIGEST)  # fmt: skip


def _ways(t: Translator, counted: Morning, named: int, *, unasked: bool) -> Iterator[tuple[Button, ...]]:
    """To what is not named here, reports, visits, activities; and to when it comes by itself."""
    more = counted.mine + counted.unsigned - named
    label = t.staff("📋 To do, {many} more", many=more) if more > 0 else t.staff("📋 To do")
    first, second = [Button(label=label, action="todo")], list[Button]()
    if counted.visits:
        first.append(Button(label=t.staff("🏠 Visits of today"), action="visits_today"))
    if counted.to_check:
        label = t.staff("Activities to be checked · {many}", many=counted.to_check)
        second.append(Button(label=label, action="activities"))
    if unasked:
        (second if counted.visits or counted.to_check else first).append(own_time(t))
    yield tuple(first)
    if second:
        yield tuple(second)


def _periods(t: Translator, place: str) -> list[tuple[Button, ...]]:
    """What was yesterday, last week, this month and last: the others are behind 简报's own menu."""
    day, week, months = (period_keys(t, span, place) for span in (Span.DAY, Span.WEEK, Span.MONTH))
    return [(day[1], week[1]), months]


def _counts(t: Translator, counted: Morning) -> Iterator[str]:
    if counted.mine and counted.late:
        yield t.staff("in hand {many} ({late} late)", many=counted.mine, late=counted.late)
    elif counted.mine:
        yield t.staff("in hand {many}", many=counted.mine)
    if counted.unsigned:
        yield t.staff("to sign for {many}", many=counted.unsigned)
    if counted.visits:
        yield t.staff("visits {many}", many=counted.visits)
    if counted.to_ring:
        yield t.staff("to ring {many}", many=counted.to_ring)
    if counted.to_check:
        yield t.staff("activities to check {many}", many=counted.to_check)


def _by_building(t: Translator, top: Sequence[Matter]) -> Iterator[str]:
    """Each building once, where the most urgent of its matters stands."""
    places = dict.fromkeys(_place(t, matter) for matter in top)
    for place in places:
        yield place
        yield from (_line(t, matter) for matter in top if _place(t, matter) == place)


def _place(t: Translator, matter: Matter) -> str:
    return (matter.place or t.staff("place unknown")) if _is_shown(matter) else "🔒"


def _is_shown(matter: Matter) -> bool:
    return Part.BUILDING in sight(Viewer.RESPONSIBLE, matter.report, Surface.LIST)


def _line(t: Translator, matter: Matter) -> str:
    report = matter.report
    sign = {Urgency.T0: "🆘 ", Urgency.T1: "🔴 "}.get(report.urgency, "")
    kind = category_named(t, report.category).rpartition(" · ")[2] or t.staff("category unknown")
    said = [f"{sign}{report.number}", *([kind] if _is_shown(matter) else []), state_named(t, report.state)]
    return " · ".join(said + ([t.staff("late")] if waits.is_late(report) else []))
