"""议事会: what a station is asked when it calls a meeting of building heads, and the card of a meeting."""

from collections.abc import Sequence
from datetime import date, time
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.councils import ESTATE_ROOM, USUAL
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.agendas import FEW, Item, Meeting, listed, short, time_and_venue, venue_named, when
from fieldwork.letters.dates import day_named
from fieldwork.texts import Translator

COUNCIL = "council"  # subject of the card of a meeting; behind it stands its number
ASKED = "council_asked"  # of the question that waits for an answer: the one before has no buttons any more
HOURS = (time(9, 30), time(14, 30), time(19))  # when people meet
Rows = tuple[tuple[Button, ...], ...]


class Waiting(NamedTuple):
    """A place where a meeting can be called, and how many matters wait for it."""

    code: str
    name: str
    many: int


def overview(
    t: Translator, chat: int, meetings: Sequence[Meeting], waiting: Sequence[Waiting], page: int = 0,
    within: str = "",
) -> Letter:  # fmt: skip
    """The meetings to come, and where one can be called; so many that they take pages. `within`: of one place alone."""
    keys = [Button(label=f"{day_named(t, one.day)} · {one.place}", action="council", record=one.id)
            for one in meetings]  # fmt: skip
    keys += [Button(label=_to_call(t, one), action="council_at", choice=one.code) for one in waiting]
    first = page * FEW if page * FEW < len(keys) else 0
    left = len(keys) - first
    rows = [(key,) for key in keys[first : first + (FEW if left > FEW + 1 else FEW + 1)]]
    if left > FEW + 1 or first:
        on = first // FEW + 1 if left > FEW + 1 else 0
        rows.append((Button(label=t.both("Others…"), action="council_page", record=on, choice=within),))
    text = t.staff("🏛 Meetings of building heads. To call one, tap a place, or write: 议事会 and the place.")
    return Letter(chat=chat, text=text, buttons=tuple(rows))


def _to_call(t: Translator, one: Waiting) -> str:
    if one.many:
        return t.staff("➕ {place} · {many}", place=one.name, many=one.many)
    return t.staff("➕ {place}", place=one.name)


def not_yours(t: Translator, place: str, station: str) -> str:
    """The meetings of a place are called by another station."""
    return t.staff("🏛 {place}: its meetings are called by {station}.", place=place, station=station)


# -- day, hour and venue ----------------------------------------------------------------------------


def asked_day(
    t: Translator, chat: int, code: str, place: str, items: Sequence[Item], days: Sequence[date], again: int
) -> Letter:
    """On which day. `again`: the meeting that is moved; 0 for a new one."""
    head = t.staff("🏛 {place}, {many} items:", place=place, many=len(items))
    if not items:
        head = t.staff("🏛 {place}: nothing waits for a meeting yet; what is put on the agenda later joins it.",
                       place=place)  # fmt: skip
    lines = [head, *listed(t, items), t.staff("On which day? Tap or write one.")]
    rows = tuple(
        (Button(label=day_named(t, day), action="cday", record=again, choice=f"{code}/{day:%Y%m%d}"),)
        for day in days
    )
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows, card=ASKED, anew=True)


def asked_hour(t: Translator, chat: int, meeting: Meeting, today: date) -> Letter:
    """At what time."""
    keys = tuple(Button(label=f"{hour:%H:%M}", action="chour", record=meeting.id, choice=f"{hour:%H%M}")
                 for hour in HOURS)  # fmt: skip
    open_ = Button(label=t.staff("Not set yet"), action="chour", record=meeting.id, choice="-")
    text = t.staff("🏛 {place}, {when}: at what time? Tap or write it.", place=meeting.place,
                   when=when(t, meeting._replace(hour=None), today))  # fmt: skip
    return Letter(chat=chat, text=text, buttons=(keys, (open_,)), card=ASKED, anew=True)


def hour_of(choice: str) -> time | None:
    """The hour in a button; None for what no button of ours held."""
    return next((hour for hour in HOURS if f"{hour:%H%M}" == choice), None)


def asked_venue(
    t: Translator, chat: int, meeting: Meeting, today: date, before: Sequence[tuple[str, str]], station: str,
    in_estate: bool,
) -> Letter:  # fmt: skip
    """Where. `before`: where they met earlier, each with its key."""
    keys = [Button(label=label, action="cvenue", record=meeting.id, choice=key) for key, label in before]
    usual = [(key, venue_named(t, key)) for key in USUAL if in_estate or key != ESTATE_ROOM]
    usual.append(("station", station))
    named = {key.label for key in keys}
    keys += [Button(label=label, action="cvenue", record=meeting.id, choice=key)
             for key, label in usual if label and label not in named]  # fmt: skip
    keys.append(Button(label=t.staff("Not set yet"), action="cvenue", record=meeting.id, choice="-"))
    text = t.staff("🏛 {place}, {when}: where do you meet? Tap or write it.", place=meeting.place,
                   when=when(t, meeting, today))  # fmt: skip
    return Letter(chat=chat, text=text, buttons=tuple((key,) for key in keys), card=ASKED, anew=True)


# -- its card ---------------------------------------------------------------------------------------


def card(t: Translator, chat: int, meeting: Meeting, today: date, again: str = "") -> Letter:
    """A meeting as its station sees it. `again`: the place for which another one may have been meant."""
    head = t.staff("🏛 Building heads of {place}, {many} items", place=meeting.place, many=len(meeting.items))
    lines = [head, *time_and_venue(t, meeting, today), *listed(t, meeting.items), _what_comes(t, meeting)]
    other = Button(label=t.staff("➕ Another meeting"), action="council_again", choice=again)
    rows = (*_acts(t, meeting, today), *(((other,),) if again else ()))
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows,
                  card=f"{COUNCIL}:{meeting.id}", anew=True)  # fmt: skip


def _what_comes(t: Translator, meeting: Meeting) -> str:
    if meeting.over:
        return t.staff("It is over.")
    if meeting.sent:
        return t.staff("The agenda was sent to the building heads and the station.")
    if meeting.leaves > 0:
        return t.staff("The agenda goes to the building heads and the station two days before, at 08:30.")
    if meeting.leaves < 0:
        return t.staff("The agenda goes to the building heads and the station at 08:30 in the morning.")
    if not (meeting.hour and meeting.venue):
        return t.staff("The agenda goes out within half an hour: say hour and venue before.")
    return t.staff("The agenda goes to the building heads and the station now.")


def _acts(t: Translator, meeting: Meeting, today: date) -> Rows:
    """Two in a row: on the day what is done there, before it what is changed."""
    if meeting.over:
        return ()
    acts = []
    if today >= meeting.day:
        acts += [(t.staff("📝 Minutes"), "council_minutes"), (t.staff("📋 Sign-in"), "council_sign")]
    acts += [(t.staff("📅 Another day"), "council_move"), (t.staff("⏰ Time"), "council_hour"),
             (t.staff("📍 Venue"), "council_venue")]  # fmt: skip
    if meeting.items:
        acts += [
            (t.staff("✏️ A line on an item"), "council_lines"),
            (t.staff("➖ Take an item off"), "council_items"),
        ]
    acts.append((t.staff("✖️ Call it off"), "council_off"))
    keys = [Button(label=label, action=action, record=meeting.id) for label, action in acts]
    return tuple(tuple(keys[at : at + 2]) for at in range(0, len(keys), 2))


def asked_item(t: Translator, chat: int, meeting: Meeting, today: date, action: str) -> Letter:
    """Which item is taken off (`council_drop`), or gets a line (`council_line`)."""
    rows = tuple(
        (Button(label=short(t, one), action=action, record=one.id),)
        for one in meeting.items
        if not one.decision
    )[: FEW + 1]
    asked = t.staff(
        "🏛 {place}, {when}: which item is taken off?", place=meeting.place, when=when(t, meeting, today)
    )
    if action == "council_line":
        asked = t.staff("🏛 {place}, {when}: about which item does the agenda say more?", place=meeting.place,
                        when=when(t, meeting, today))  # fmt: skip
    return Letter(chat=chat, text=asked, buttons=rows)


def asked_line(t: Translator, chat: int, item: Item) -> Letter:
    """What the agenda says of an item."""
    lines = [t.staff("✏️ {number}: what shall everybody read about it? One line, without names, doors or "
                     "telephones.", number=item.number)]  # fmt: skip
    lines += [t.staff("Now: {line}", line=item.line)] if item.line else []
    return Letter(chat=chat, text="\n".join(lines))


def reminded(t: Translator, chat: int, meeting: Meeting) -> Letter:
    """The morning after: the minutes are not written."""
    rows = ((Button(label=t.staff("📝 Minutes"), action="council_minutes", record=meeting.id),),
            (Button(label=t.staff("✖️ It did not take place"), action="council_off", record=meeting.id),))  # fmt: skip
    text = t.staff("🏛 {day}, {place}: the minutes of the building heads are not closed yet.",
                   day=day_named(t, meeting.day), place=meeting.place)  # fmt: skip
    return Letter(chat=chat, text=text, buttons=rows, priority=Priority.REMINDER)
