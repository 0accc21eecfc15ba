"""上会: what lies before building heads when they meet, and what those hear who reported it.

An agenda lies in many chats, so it holds numbers, places and categories of what concerns everybody, how old it is, how
many reported it, and the one line that the station wrote for all to read.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from fieldwork.activities import Stage
from fieldwork.buttons import Button
from fieldwork.councils import ERASED, ESTATE_ROOM, LATER, NOT_DONE, ROOM, WATCH, Council
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.activities import own_stage_named
from fieldwork.letters.dates import day_named
from fieldwork.letters.duty import weekday
from fieldwork.letters.matter import category_named
from fieldwork.texts import Translator

FEW = 5  # buttons in a column, and one below
IN_A_ROW = 3
TO_LOOK_AT = 6  # items that have a button
NOBODY: frozenset[int] = frozenset()


class Item(NamedTuple):
    """A matter on an agenda, as everybody there may know it."""

    id: int
    serial: int
    number: str
    place: str  # everyday names; empty where it became somebody's own matter
    category: str
    days: int | None = None  # since it was reported; None where it became somebody's own matter
    people: int = 1  # who reported it
    line: str = ""  # of the station
    decision: str = ""
    owner: str = ""
    due_on: date | None = None
    done_by: str = ""  # the number of the report that came of it


class Outcome(NamedTuple):
    """What became of something that the last meeting decided."""

    number: str
    decision: str
    done: bool | None = None  # None: nothing was to be done
    due_on: date | None = None


class Meeting(NamedTuple):
    """A meeting and its agenda."""

    id: int
    place: str
    day: date
    hour: time | None = None
    venue: str = ""
    items: tuple[Item, ...] = ()
    sent: bool = False
    over: bool = False
    leaves: int = 1  # days until the agenda is sent; 0: it is on its way
    last_on: date | None = None  # the meeting before
    last: tuple[Outcome, ...] = ()


def decision_named(t: Translator, decision: str) -> str:
    """A decision in words."""
    said = {
        NOT_DONE: t.both("it will not be done for now"),
        WATCH: t.both("we keep an eye on it for now"),
        LATER: t.both("not reached: next time"),
        ERASED: t.both("decided; the words are gone"),
    }
    return said.get(decision, decision)


# -- when and where ---------------------------------------------------------------------------------


def venue_named(t: Translator, venue: str) -> str:
    """Where people meet, in words."""
    said = {
        ROOM: t.both("the community's activity room"),
        ESTATE_ROOM: t.both("the estate's activity room"),
    }
    return said.get(venue, venue)


def day_said(t: Translator, day: date, today: date) -> str:
    """A day of a meeting: 今天（3月2日周一）; 3月6日周五."""
    named = t.both("{day}, {weekday}", day=day_named(t, day), weekday=weekday(t, day))
    near = {today: t.both("today"), today + timedelta(days=1): t.both("tomorrow")}
    return t.both("{near} ({day})", near=near[day], day=named) if day in near else named


def when(t: Translator, meeting: Meeting, today: date) -> str:
    """Day and hour, as far as they are known."""
    day = day_said(t, meeting.day, today)
    return f"{day} {meeting.hour:%H:%M}" if meeting.hour else day


def time_and_venue(t: Translator, meeting: Meeting, today: date) -> list[str]:
    """The lines under a meeting's name."""
    at = when(t, meeting, today)
    hour = at if meeting.hour else t.both("{day}, the hour is not set yet", day=at)
    return [f"📅 {hour}", f"📍 {venue_named(t, meeting.venue) or t.both('the venue is not set yet')}"]


def on_card(t: Translator, council: Council | None) -> list[str]:
    """The line of a matter's card, as long as building heads are going to talk about it."""
    if council is None:
        return []
    day = t.both("{day}, {weekday}", day=day_named(t, council.held_on), weekday=weekday(t, council.held_on))
    at = f"{day} {council.opens_at:%H:%M}" if council.opens_at else day
    when_and_where = " · ".join(part for part in (at, venue_named(t, council.known_venue)) if part)
    return [t.both("🏛 Building heads meet: {when}", when=when_and_where)]


# -- its items --------------------------------------------------------------------------------------


def listed(t: Translator, items: Sequence[Item], mine: frozenset[int] = NOBODY) -> list[str]:
    """The items by number. `mine`: the serials of what the reader reported."""
    return [f"{number}. {_marked(t, one, mine)}{_about(t, one)}" for number, one in enumerate(items, 1)]


def _marked(t: Translator, one: Item, mine: frozenset[int]) -> str:
    return t.both("{line} (yours)", line=line(t, one)) if one.serial in mine else line(t, one)


def line(t: Translator, one: Item) -> str:
    """Number, place and category."""
    return " · ".join(part for part in (one.number, one.place, _kind(t, one)) if part)


def short(t: Translator, one: Item) -> str:
    """The same on a button."""
    return " · ".join(part for part in (one.number, _kind(t, one)) if part)


def _kind(t: Translator, one: Item) -> str:
    """Its category, and that it is not known; nothing of what became somebody's own matter."""
    unknown = "" if one.days is None else t.both("category unknown")
    return category_named(t, one.category) or unknown


def age(t: Translator, one: Item) -> str:
    """How long it is open, and how many reported it."""
    if one.days is None:
        return ""
    near = {0: t.both("reported today"), 1: t.both("reported yesterday")}
    parts = [near.get(one.days) or t.both("reported {days} days ago", days=one.days)]
    parts += [t.both("by {people} people", people=one.people)] if one.people > 1 else []
    return " · ".join(parts)


def _about(t: Translator, one: Item) -> str:
    minutes = f"✔️ {decided(t, one)}" if one.decision else ""
    lines = [part for part in (age(t, one), one.line, minutes) if part]
    return "".join(f"\n   {part}" for part in lines)


def decided(t: Translator, one: Item) -> str:
    """What the minutes say of it so far."""
    if not one.decision:
        return ""
    day = t.both("by {day}", day=day_named(t, one.due_on)) if one.due_on else ""
    said = " · ".join(part for part in (decision_named(t, one.decision), one.owner, day) if part)
    return f"{said} → {one.done_by}" if one.done_by else said


# -- sent two days before ---------------------------------------------------------------------------


def agenda(
    t: Translator, chat: int, meeting: Meeting, today: date, mine: frozenset[int] = NOBODY,
    opens: frozenset[int] = NOBODY,
) -> Letter:  # fmt: skip
    """What building heads and workers get. `mine`: what this one reported; `opens`: what this one may look at."""
    lines = [t.both("🏛 Meeting of the building heads of {place}", place=meeting.place),
             *time_and_venue(t, meeting, today), *_last_time(t, meeting.last_on, meeting.last, today)]  # fmt: skip
    if meeting.items:
        lines += [t.both("On the agenda:"), *listed(t, meeting.items, mine)]
    else:
        lines.append(t.both("Nothing is on the agenda yet; bring what you have."))
    return Letter(chat=chat, text=clipped("\n".join(lines)), priority=Priority.REMINDER,
                  buttons=_to_look_at(t, meeting.items, opens))  # fmt: skip


def _to_look_at(
    t: Translator, items: Sequence[Item], opens: frozenset[int]
) -> tuple[tuple[Button, ...], ...]:
    keys = [Button(label=t.both("See item {number}", number=number), action="open", record=one.serial)
            for number, one in enumerate(items, 1) if one.serial in opens][:TO_LOOK_AT]  # fmt: skip
    return tuple(tuple(keys[at : at + IN_A_ROW]) for at in range(0, len(keys), IN_A_ROW))


def _last_time(t: Translator, on: date | None, last: Sequence[Outcome], today: date) -> list[str]:
    """What became of what was decided the last time."""
    if on is None or not last:
        return []
    head = t.both("Decided last time ({day}):", day=day_named(t, on))
    return [head, *(_became(t, one, today) for one in last)]


def _became(t: Translator, one: Outcome, today: date) -> str:
    words = f"{one.number} {decision_named(t, one.decision)}".strip()
    if one.done is None:
        return f"· {words}"
    if one.done:
        return t.both("· {words}: done ✅", words=words)
    if one.due_on and one.due_on < today:
        return t.both("· {words}: not done yet, it was due {day}", words=words, day=day_named(t, one.due_on))
    return t.both("· {words}: being done", words=words)


def none_called(
    t: Translator, chat: int, place: str, last_on: date | None, last: tuple[Outcome, ...], today: date
) -> Letter:
    """To a building head who asks when they meet."""
    text = t.both("🏛 {place}: the next meeting of the building heads is not called yet. To have something talked "
                  "about, write “agenda” and its number.", place=place)  # fmt: skip
    return Letter(chat=chat, text="\n".join([text, *_last_time(t, last_on, last, today)]))


def changed(t: Translator, chat: int, meeting: Meeting, today: date) -> Letter:
    """To those who know of it: it is at another time, or elsewhere."""
    head = t.both("🏛 Changed: meeting of the building heads of {place}", place=meeting.place)
    return Letter(chat=chat, text="\n".join([head, *time_and_venue(t, meeting, today)]))


def called_off(t: Translator, chat: int, place: str, day: date) -> Letter:
    """To those who know of it."""
    text = t.both("🏛 The meeting of {place} on {day} is called off; what was on its agenda waits for the next.",
                  place=place, day=day_named(t, day))  # fmt: skip
    return Letter(chat=chat, text=text)


# -- told to those who reported it ------------------------------------------------------------------


def put_for_reporter(
    t: Translator, chat: int, number: str, place: str, meeting: Meeting | None, today: date
) -> Letter:
    """Their matter will be talked about: when and where, or that they will hear it."""
    if meeting is None:
        text = t.reporter("🏛 {number}: the building heads of {place} will talk about it at their next meeting. "
                          "You will hear when.", number=number, place=place)  # fmt: skip
        return Letter(chat=chat, text=text)
    head = t.reporter(
        "🏛 {number}: the building heads of {place} will talk about it.", number=number, place=place
    )
    return Letter(chat=chat, text="\n".join([head, *time_and_venue(t, meeting, today)]))


def told_reporter(
    t: Translator, chat: int, number: str, place: str, decision: str, worker: str, day: date | None
) -> Letter:
    """What was decided about it, once."""
    if decision == LATER:
        text = t.reporter("🏛 {number}: the building heads of {place} met and did not get to it; it is on the "
                          "agenda again next time.", number=number, place=place)  # fmt: skip
        return Letter(chat=chat, text=text)
    text = t.reporter("🏛 {number}: the building heads of {place} talked about it: {decision}", number=number,
                      place=place, decision=decision_named(t, decision))  # fmt: skip
    if day is not None:
        said = t.reporter("{worker} looks after that, by {day}.", worker=worker, day=day_named(t, day))
        text = f"{text}\n{said}"
    return Letter(chat=chat, text=text)


# -- put on the agenda ------------------------------------------------------------------------------


def offered(t: Translator, chat: int, items: Sequence[Item], example: str = "") -> Letter:
    """What could be put on the agenda: the oldest, or what several reported; an own matter of a building head.

    `example`: the number of anything else that could.
    """
    if not items:
        return Letter(chat=chat, text=_nothing_old(t, example))
    rows = tuple(
        (Button(label=short(t, one), action="agenda_put", record=one.serial),) for one in items[:FEW]
    )
    return Letter(
        chat=chat, text=t.both("🏛 What shall go on the agenda of the building heads?"), buttons=rows
    )


def _nothing_old(t: Translator, example: str) -> str:
    if example:
        return t.both("🏛 Nothing has been open for long or was reported by several. For anything else write “agenda” "
                      "and its number: 上会 {number}.", number=example)  # fmt: skip
    return t.both("🏛 Nothing has been open for long or was reported by several. For anything else write “agenda” "
                  "and its number.")  # fmt: skip


def is_an_activity(t: Translator, chat: int, number: str, stage: Stage | None) -> Letter:
    """What was done is on no agenda; how it stands."""
    text = t.both("🏛 {number} is an activity ({stage}); on the agenda go matters alone.", number=number,
                  stage=own_stage_named(t, stage))  # fmt: skip
    return Letter(chat=chat, text=text)


def put(t: Translator, chat: int, number: str, place: str, day: date | None) -> Letter:
    """It is on the agenda."""
    if day is None:
        text = t.both("🏛 {number} waits for the next meeting of the building heads of {place}.",
                      number=number, place=place)  # fmt: skip
    else:
        text = t.both("🏛 {number} is on the agenda of {place}, {day}.", number=number, place=place,
                      day=day_named(t, day))  # fmt: skip
    return Letter(chat=chat, text=text)
