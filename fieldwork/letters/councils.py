"""上会, 议事会: what building heads and their station read of an agenda, and what was decided.

An agenda lies in many chats, so it holds numbers, places and categories alone, and only of what concerns everybody.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.councils import ERASED, NOT_DONE, WATCH
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.dates import day_named
from fieldwork.letters.matter import category_named
from fieldwork.people import Person
from fieldwork.texts import Translator

COUNCIL = "council"  # subject of the card of a meeting; behind it stands its number
FEW = 5  # buttons in a column, and one below
ADULTS = (5, 8, 12, 15, 20, 30)  # how many came, as buttons


class Item(NamedTuple):
    """A matter on an agenda, as everybody there may know it."""

    id: int
    number: str
    place: str  # everyday names; empty where it became somebody's own matter
    category: str
    decision: str = ""
    done_by: str = ""  # the number of the report that came of it


class Meeting(NamedTuple):
    """A meeting and its agenda."""

    id: int
    place: str
    day: date
    items: tuple[Item, ...] = ()
    sent: bool = False
    over: bool = False


class Waiting(NamedTuple):
    """A place where a meeting can be called, and how many matters wait for it."""

    code: str
    name: str
    many: int


def decision_named(t: Translator, decision: str) -> str:
    """A decision in words."""
    said = {
        NOT_DONE: t.both("it will not be done for now"),
        WATCH: t.both("we keep an eye on it for now"),
        ERASED: t.both("decided; the words are gone"),
    }
    return said.get(decision, decision)


# -- put on the agenda ------------------------------------------------------------------------------


def offered(t: Translator, chat: int, items: Sequence[Item]) -> Letter:
    """What could be put on the agenda: the oldest, or what several reported; an own matter of a building head."""
    if not items:
        return Letter(
            chat=chat,
            text=t.both(
                "🏛 Nothing has been open for long or was reported by several. For anything else write “agenda” "
                "and its number: 上会 N-10001-6."
            ),
        )
    rows = tuple((Button(label=_short(t, one), action="agenda_put", record=one.id),) for one in items[:FEW])
    return Letter(
        chat=chat, text=t.both("🏛 What shall go on the agenda of the building heads?"), buttons=rows
    )


def _short(t: Translator, one: Item) -> str:
    return " · ".join(part for part in (one.number, category_named(t, one.category)) if part)


def put(t: Translator, chat: int, number: str, place: str, day: date | None) -> Letter:
    """It is on the agenda."""
    if day is None:
        text = t.both("🏛 {number} waits for the next meeting of the building heads of {place}.",
                      number=number, place=place)  # fmt: skip
    else:
        text = t.both("🏛 {number} is on the agenda of {place}, {day}.", number=number, place=place,
                      day=day_named(t, day))  # fmt: skip
    return Letter(chat=chat, text=text)


# -- calling a meeting ------------------------------------------------------------------------------


def overview(
    t: Translator, chat: int, meetings: Sequence[Meeting], waiting: Sequence[Waiting], page: int = 0
) -> Letter:
    """The meetings to come, and where one can be called; so many that they take pages."""
    keys = [Button(label=f"{day_named(t, one.day)} · {one.place}", action="council", record=one.id)
            for one in meetings]  # fmt: skip
    keys += [Button(label=_to_call(t, one), action="council_at", choice=one.code) for one in waiting]
    first = page * FEW if page * FEW < len(keys) else 0
    left = len(keys) - first
    rows = [(key,) for key in keys[first : first + (FEW if left > FEW + 1 else FEW + 1)]]
    if left > FEW + 1 or first:
        on = first // FEW + 1 if left > FEW + 1 else 0
        rows.append((Button(label=t.both("Others…"), action="council_page", record=on),))
    text = t.staff("🏛 Meetings of building heads. To call one, tap a place, or write: 议事会 and the place.")
    return Letter(chat=chat, text=text, buttons=tuple(rows))


def _to_call(t: Translator, one: Waiting) -> str:
    if one.many:
        return t.staff("➕ {place} · {many}", place=one.name, many=one.many)
    return t.staff("➕ {place}", place=one.name)


def asked_day(
    t: Translator, chat: int, code: str, place: str, items: Sequence[Item], days: Sequence[date], again: int
) -> Letter:
    """On which day. `again`: the meeting that is moved; 0 for a new one."""
    head = t.staff("🏛 {place}, {many} items:", place=place, many=len(items))
    if not items:
        head = t.staff("🏛 {place}: nothing waits for a meeting yet; what is put on the agenda later joins it.",
                       place=place)  # fmt: skip
    lines = [head, *_listed(t, items), t.staff("On which day? Tap or write one.")]
    rows = tuple(
        (Button(label=day_named(t, day), action="cday", record=again, choice=f"{code}/{day:%Y%m%d}"),)
        for day in days
    )
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows)


def _listed(t: Translator, items: Sequence[Item]) -> list[str]:
    return [f"{number}. {_line(t, one)}" for number, one in enumerate(items, 1)]


def _line(t: Translator, one: Item) -> str:
    line = " · ".join(part for part in (one.number, one.place, category_named(t, one.category)) if part)
    if not one.decision:
        return line
    done = f" → {one.done_by}" if one.done_by else ""
    return f"{line}\n   {decision_named(t, one.decision)}{done}"


def card(t: Translator, chat: int, meeting: Meeting, today: date, again: str = "") -> Letter:
    """A meeting as its station sees it. `again`: the place for which another one may have been meant."""
    lines = [t.staff("🏛 {day}, {place}: {many} items.", day=day_named(t, meeting.day), place=meeting.place,
                     many=len(meeting.items)), *_listed(t, meeting.items), *_what_comes(t, meeting)]  # fmt: skip
    other = Button(label=t.staff("➕ Another meeting"), action="council_again", choice=again)
    rows = (*_acts(t, meeting, today), *(((other,),) if again else ()))
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows,
                  card=f"{COUNCIL}:{meeting.id}", anew=True)  # fmt: skip


def _what_comes(t: Translator, meeting: Meeting) -> list[str]:
    if meeting.over:
        return [t.staff("It is over.")]
    if meeting.sent:
        return [t.staff("The agenda was sent to the building heads and the station.")]
    return [t.staff("The agenda goes to the building heads and the station two days before, at 08:30.")]


def _acts(t: Translator, meeting: Meeting, today: date) -> tuple[tuple[Button, ...], ...]:
    if meeting.over:
        return ()
    acts = [(t.staff("📝 Minutes"), "council_minutes")] if today >= meeting.day else []
    if meeting.items:
        acts.append((t.staff("➖ Take an item off"), "council_items"))
    acts += [(t.staff("📅 Another day"), "council_move"), (t.staff("✖️ Call it off"), "council_off")]
    return tuple((Button(label=label, action=action, record=meeting.id),) for label, action in acts)


def asked_item(t: Translator, chat: int, meeting: Meeting) -> Letter:
    """Which item is taken off."""
    rows = tuple(
        (Button(label=_short(t, one), action="council_drop", record=one.id),)
        for one in meeting.items[: FEW + 1]
        if not one.decision
    )
    text = t.staff(
        "🏛 {day}, {place}: which item is taken off?", day=day_named(t, meeting.day), place=meeting.place
    )
    return Letter(chat=chat, text=text, buttons=rows)


def agenda(t: Translator, chat: int, meeting: Meeting) -> Letter:
    """What building heads and workers get two days before."""
    lines = [t.both("🏛 {day}: meeting of the building heads of {place}.", day=day_named(t, meeting.day),
                    place=meeting.place)]  # fmt: skip
    lines += _listed(t, meeting.items) or [t.both("Nothing is on the agenda yet; bring what you have.")]
    return Letter(chat=chat, text=clipped("\n".join(lines)), priority=Priority.REMINDER)


def called_off(t: Translator, chat: int, place: str, day: date) -> Letter:
    """To those who had the agenda."""
    text = t.both("🏛 The meeting of {place} on {day} is called off.", place=place, day=day_named(t, day))
    return Letter(chat=chat, text=text)


# -- the minutes ------------------------------------------------------------------------------------


def asked_decision(t: Translator, chat: int, item: Item, number: int, many: int) -> Letter:
    """What was decided about one item."""
    head = t.staff("🏛 Item {number} of {many}", number=number, many=many)
    text = "\n".join([head, _line(t, item), t.staff("What was decided? Write it, or tap.")])
    labels = ((t.staff("Will not be done"), NOT_DONE), (t.staff("Keep an eye on it"), WATCH),
              (t.staff("Not reached: next time"), "later"))  # fmt: skip
    rows = tuple(
        (Button(label=label, action="cdecide", record=item.id, choice=choice),) for label, choice in labels
    )
    return Letter(chat=chat, text=text, buttons=rows)


def asked_owner(
    t: Translator, chat: int, item: Item, staff: Sequence[Person], partners: Sequence[Person]
) -> Letter:
    """Who does it."""
    shown = [(one.name, one.id) for one in staff[:4]]
    shown += [
        (t.staff("{name} (partner)", name=one.name), one.id) for one in partners[: FEW + 1 - len(shown)]
    ]
    rows = tuple(
        (Button(label=name, action="cowner", record=item.id, choice=str(id_)),) for name, id_ in shown
    )
    return Letter(chat=chat, text=t.staff("{number}: who does it?", number=item.number), buttons=rows)


def asked_until(t: Translator, chat: int, item: Item, days: Sequence[date]) -> Letter:
    """By which day."""
    rows = tuple(
        (Button(label=day_named(t, day), action="cuntil", record=item.id, choice=f"{day:%Y%m%d}"),)
        for day in days
    )
    return Letter(
        chat=chat, text=t.staff("{number}: by which day? Tap or write one.", number=item.number), buttons=rows
    )


def asked_how_many(t: Translator, chat: int, meeting: Meeting) -> Letter:
    """How many came: the meeting is an activity."""
    rows = tuple(
        tuple(Button(label=str(many), action="ccame", record=meeting.id, choice=str(many)) for many in row)
        for row in (ADULTS[:3], ADULTS[3:])
    )
    text = t.staff("🏛 All items are noted. How many people came (人次)? Tap or write the number.")
    return Letter(chat=chat, text=text, buttons=rows)


def over(t: Translator, chat: int, meeting: Meeting, number: str, many: int) -> Letter:
    """The minutes are kept, and the meeting counts."""
    lines = [t.staff("🏛 {day}, {place}: the minutes are kept. {number}: 1 场 · {many} 人次",
                     day=day_named(t, meeting.day), place=meeting.place, number=number, many=many),
             *_listed(t, meeting.items)]  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)))


def told_reporter(
    t: Translator, chat: int, number: str, place: str, decision: str, worker: str, day: date | None
) -> Letter:
    """Once, to whoever reported it."""
    text = t.reporter("🏛 {number}: the building heads of {place} talked about it: {decision}", number=number,
                      place=place, decision=decision_named(t, decision))  # fmt: skip
    if day is not None:
        text += "\n" + t.reporter(
            "{worker} looks after that, by {day}.", worker=worker, day=day_named(t, day)
        )
    return Letter(chat=chat, text=text)
