"""What is said about lists of who was there (签到), and about the time that people gave (志愿时长).

Names stand on the organiser's own card alone.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fieldwork.activities import ActivityKind, Attendance, Counts
from fieldwork.attending import Served, hours_said, who
from fieldwork.buttons import Button
from fieldwork.letters import Letter, clipped
from fieldwork.letters.activities import counted, kind_named
from fieldwork.letters.dates import day_named
from fieldwork.texts import Translator

SHOWN = 30  # names on the card
LISTED = (
    ActivityKind.COMMUNITY_ACTIVITY, ActivityKind.TRAINING, ActivityKind.PUBLICITY, ActivityKind.GROUP_SESSION,
    ActivityKind.CHARITY_EVENT,
)  # fmt: skip
"""What people sign in at, the likeliest first."""


class Occasion(NamedTuple):
    """What a list is of, as its card names it."""

    serial: int
    number: str
    topic: str
    held_on: date
    place: str
    kind: str = ""  # as people say it; empty while nobody has said it


class Year(NamedTuple):
    """Somebody's confirmed time of a year, by the day."""

    year: int
    lines: tuple[Served, ...] = ()

    @property
    def minutes(self) -> int:
        """What counts: the station has accepted it."""
        return sum(line.minutes for line in self.lines if line.accepted)

    @property
    def waiting(self) -> int:
        """What the organiser has confirmed, and the station has not accepted yet."""
        return sum(line.minutes for line in self.lines if not line.accepted)


class Statement(NamedTuple):
    """What stands on a printed page of somebody's hours."""

    title: str
    name: str
    sums: tuple[str, ...]  # what counts, and what the station has not checked yet
    rows: tuple[tuple[str, str, str], ...]  # day, what it was, how long
    foot: str
    seal: str  # where the station stamps and signs


def card_of(serial: int) -> str:
    """The organiser's card of a list."""
    return f"list/{serial}"


def how_to_begin(t: Translator, chat: int) -> Letter:
    """A list needs something that it is of."""
    said = t.both("Write “sign-in” and what it is for, such as: sign-in fire safety talk. Or tap the kind.")
    rows = ((Button(label=kind_named(t, kind), action="sign_kind", choice=kind.value),) for kind in LISTED)
    return Letter(chat=chat, text=said, buttons=tuple(rows))


def the_list(
    t: Translator, chat: int, of: Occasion, there: Sequence[Attendance], counts: Counts, link: str, is_open: bool
) -> Letter:  # fmt: skip
    """The organiser's card: how many there are, who, and the way onto the list."""
    head = t.both("📋 Sign-in · {topic} · {number}", topic=of.topic, number=of.number)
    lines = [head, f"📝 {of.kind}"] if of.kind else [head]
    lines.append(counted(t, counts) if counts else t.both("Nobody is on the list yet."))
    lines += [_names(there)] if there else []
    lines.append(link if is_open else t.both("Closed."))
    more = Button(label=t.both("Add names"), action="list_names", record=of.serial)
    time = Button(label=t.both("Volunteer hours"), action="list_hours", record=of.serial)
    if is_open:
        qr = Button(label=t.both("Sign-in QR code"), action="list_qr", record=of.serial)
        end = Button(label=t.both("End sign-in"), action="list_end", record=of.serial)
        rows: tuple[tuple[Button, ...], ...] = ((qr, more), (end, time))
    else:
        again = Button(label=t.both("Open again"), action="list_again", record=of.serial)
        rows = ((more, time), (again,))
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows, card=card_of(of.serial))


def _names(there: Sequence[Attendance]) -> str:
    names = list({who(one): one.name for one in there}.values())
    return "、".join(names[-SHOWN:]) + ("…" if len(names) > SHOWN else "")


def qr_caption(t: Translator, of: Occasion) -> str:
    """What stands under the code."""
    return t.both("Scan to sign in · {topic} · {day}", topic=of.topic, day=day_named(t, of.held_on))


def asked_to_sign(t: Translator, chat: int, of: Occasion, code: str, name: str, unknown: bool) -> Letter:
    """Whoever opened the link: one tap, and they are on the list."""
    parts = [of.topic, day_named(t, of.held_on), of.place]
    lines = [" · ".join(filter(None, parts)), t.both("You will be on the list as {name}.", name=name)]
    if unknown:
        lines.append(t.both("If that is not your name, write it. Nothing else of you is kept."))
    row = (Button(label=t.both("Sign in"), action="sign_here", choice=code),)
    return Letter(chat=chat, text="\n".join(lines), buttons=(row,))


def signed(t: Translator, chat: int, of: Occasion, name: str) -> Letter:
    """They are on the list."""
    return Letter(chat=chat, text=t.both("✅ Signed in: {name} · {topic}", name=name, topic=of.topic))


def no_such_list(t: Translator, chat: int) -> Letter:
    """The code leads nowhere, or the list is closed."""
    return Letter(chat=chat, text=t.both("This sign-in is over. Please speak to whoever organises it."))


def asked_names(t: Translator, chat: int, of: Occasion) -> Letter:
    """The organiser may put people on the list."""
    return Letter(
        chat=chat, text=t.both("{topic}: who else was there? Names with spaces between them.", topic=of.topic)
    )


def asked_hours(t: Translator, chat: int, of: Occasion) -> Letter:
    """How long the people on the list gave their time."""
    said = t.both(
        "{topic}: how long was everybody there as a volunteer? “2 hours” is for all of the list; "
        "a line with a name (陈桂芳 90分钟) for one.", topic=of.topic,
    )  # fmt: skip
    return Letter(chat=chat, text=said)


def hours_kept(t: Translator, chat: int, there: Sequence[Attendance], unknown: Sequence[str]) -> Letter:
    """Who has how much now; names that are not on the list are said."""
    kept = [f"{one.name} {_hours(t, one.minutes)}" for one in there if one.minutes and one.confirmed_at]
    total = sum(one.minutes or 0 for one in there if one.confirmed_at)
    head = t.both("✅ Confirmed, {hours} altogether.", hours=_hours(t, total))
    lines = [head if kept else t.both("Nobody has any hours yet."), "、".join(kept[:SHOWN])]
    if unknown:
        lines.append(t.both("Not on the list: {names}", names="、".join(unknown[:SHOWN])))
    return Letter(chat=chat, text=clipped("\n".join(filter(None, lines))))


def not_shared_out(t: Translator, chat: int) -> Letter:
    """So much of all together was said: whose it is, that nobody reckons."""
    said = t.both(
        "That is of all together, and is not shared out. Write how long each was there, such as: 2 hours."
    )
    return Letter(chat=chat, text=said)


def _hours(t: Translator, minutes: int | None) -> str:
    return t.both("{many} hours", many=hours_said(minutes or 0))


def own_hours(t: Translator, chat: int, told: Year, earlier: bool, later: bool) -> Letter:
    """Somebody's own hours of a year."""
    lines = own_lines(t, told)
    turning = [
        Button(label=f"{year}", action="hours_year", record=year)
        for year, there in ((told.year - 1, earlier), (told.year + 1, later)) if there
    ]  # fmt: skip
    sheet = Button(label=t.both("As a page to print"), action="hours_sheet", record=told.year)
    rows = [row for row in (tuple(turning), (sheet,) if told.lines else ()) if row]
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=tuple(rows), card="hours/own")


def own_lines(t: Translator, told: Year) -> list[str]:
    """The statement: what counts, what waits for the station, and each occasion."""
    head = t.both("🕒 My volunteer hours, {year}: {hours}", year=told.year, hours=_hours(t, told.minutes))
    lines = [head]
    if told.waiting:
        waits = t.both("Not checked by the station yet: {hours}", hours=_hours(t, told.waiting))
        lines.append(waits)
    for line in told.lines:
        mark = "" if line.accepted else " · " + t.both("not checked yet")
        lines.append(f"· {day_named(t, line.day)} {line.topic} · {_hours(t, line.minutes)}{mark}")
    return (
        lines
        if told.lines
        else [t.both("🕒 No volunteer hours of yours are confirmed in {year}.", year=told.year)]
    )


def sheet_comes(t: Translator, chat: int) -> Letter:
    """The page is being made."""
    return Letter(chat=chat, text=t.both("The page comes in a moment, as a file."))


def statement(t: Translator, name: str, told: Year, day: date) -> Statement:
    """The same for paper, to be stamped: no picture, which a printer might not have, and nobody says “my”."""
    sums = [t.both("{hours} altogether", hours=_hours(t, told.minutes))]
    if told.waiting:
        sums.append(t.both("Not checked by the station yet: {hours}", hours=_hours(t, told.waiting)))
    return Statement(
        title=t.both("Volunteer service, {year}", year=told.year), name=t.both("Name: {name}", name=name),
        sums=tuple(sums), rows=tuple(_row(t, line) for line in told.lines),
        foot=t.both("As the stations have confirmed it. Printed on {day}.", day=day.isoformat()),
        seal=t.both("Stamp and signature of the station:"),
    )  # fmt: skip


def _row(t: Translator, line: Served) -> tuple[str, str, str]:
    hours = _hours(t, line.minutes)
    said = hours if line.accepted else t.both("{hours} (not checked yet)", hours=hours)
    return day_named(t, line.day), line.topic, said
