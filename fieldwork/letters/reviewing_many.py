"""Activities that wait, a page at a time: what is plain is accepted with the page, the rest is looked at by itself."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from fieldwork.activities import Stage
from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.activities import Rows, kind_named, told_numbers
from fieldwork.letters.dates import day_named
from fieldwork.letters.listing import packed_serials, unpacked_serials
from fieldwork.letters.matter import Matter
from fieldwork.seeing import Part, Surface, Viewer, sight
from fieldwork.texts import Translator

MANY = 99  # so many are counted
ABREAST = 3  # numbers in a row, so that ten make four


class Flag(StrEnum):
    """Why one of a page has to be looked at by itself."""

    DRAWN = "drawn"
    UNUSUAL = "unusual"
    SAID_BEFORE = "said_before"
    NOT_CHANGED = "not_changed"
    NO_PHOTOS = "no_photos"
    OWN = "own"
    SENSITIVE = "sensitive"


class Waiting(NamedTuple):
    """One line of the list."""

    told: Matter
    flags: tuple[Flag, ...] = ()


class Page(NamedTuple):
    """A page of what waits, and how much waits for those who told of it."""

    waiting: Sequence[Waiting]
    number: int
    more: bool
    station: str = ""  # only one station's
    unconfirmed: int = 0
    shown_at: int = 0  # what is confirmed later was not seen
    unentered: int = 0  # noted before there were records


def page(t: Translator, chat: int, shown: Page) -> Letter:
    """活动待核实: a line each; all that is plain on the page can be accepted at once."""
    told = [t.staff("Activities to be checked:")] + [_line(t, each) for each in shown.waiting]
    apart = sum(bool(each.flags) for each in shown.waiting)
    if not shown.waiting:
        told = [t.staff("Nothing here. 👍")]
    elif apart:
        told.append(t.staff("{many} of them are to be looked at one by one, not with the page.", many=apart))
    rows = (*_numbers(shown.waiting), *_all_plain(t, shown), _turn(t, "activities", shown))
    return Letter(chat=chat, text=clipped("\n".join(told)), buttons=rows)


def unconfirmed(t: Translator, chat: int, told: Sequence[Matter], number: int, more: bool) -> Letter:
    """What waits for whoever told of it: numbers not confirmed, or returned and not put right."""
    waiting = [Waiting(matter) for matter in told]
    text = [t.staff("Waiting for those who told of them:")] + [_line(t, each) for each in waiting]
    rows = (*_numbers(waiting), _turn(t, "unconfirmed", Page(waiting, number, more)))
    return Letter(chat=chat, text=clipped("\n".join(text)), buttons=rows)


def _line(t: Translator, waiting: Waiting) -> str:
    matter = waiting.told
    if Part.BUILDING not in sight(Viewer.RESPONSIBLE, matter.report, Surface.LIST):
        return f"🔒 {matter.report.number}"
    kind = kind_named(t, matter.activity.kind) if matter.activity else ""
    day = day_named(t, matter.activity.held_on) if matter.activity else ""
    place = matter.place or t.staff("place unknown")
    flags = " ".join(_flag_named(t, flag) for flag in waiting.flags)
    put_right = t.staff("put right") if matter.activity and matter.activity.stage is Stage.RESUBMITTED else ""
    parts = (matter.report.number, day, place, kind, told_numbers(t, matter), put_right, flags)
    return " · ".join(filter(None, parts))


def _flag_named(t: Translator, flag: Flag) -> str:
    said = {
        Flag.DRAWN: t.staff("🎲 drawn"),
        Flag.UNUSUAL: t.staff("❗ unusual"),
        Flag.SAID_BEFORE: t.staff("❗ perhaps told twice"),
        Flag.NOT_CHANGED: t.staff("↩️ came back, not changed"),
        Flag.NO_PHOTOS: t.staff("📷 no photos"),
        Flag.OWN: t.staff("your own"),
        Flag.SENSITIVE: "🔒",
    }
    return said[flag]


def _numbers(waiting: Sequence[Waiting]) -> Rows:
    keys = [
        Button(label=each.told.report.number, action="open", record=each.told.report.serial)
        for each in waiting
    ]
    return tuple(tuple(keys[i : i + ABREAST]) for i in range(0, len(keys), ABREAST))


def _all_plain(t: Translator, shown: Page) -> Rows:
    """核实本页: by number, what has come since is not meant."""
    plain = [each.told.report.serial for each in shown.waiting if not each.flags]
    if not plain:
        return ()
    serials = packed_serials(plain)
    label = t.staff("✅ Check these {many}", many=len(unpacked_serials(serials)))
    return ((Button(label=label, action="activities_accept", choice=serials, version=shown.shown_at),),)


def _turn(t: Translator, action: str, shown: Page) -> tuple[Button, ...]:
    row = []
    if shown.number:
        row.append(
            Button(label=t.both("‹ Back"), action=action, record=shown.number - 1, choice=shown.station)
        )
    if shown.more:
        row.append(Button(label=t.both("On ›"), action=action, record=shown.number + 1, choice=shown.station))
    if shown.unconfirmed:
        label = t.staff("To be confirmed · {many}", many=shown.unconfirmed)
        row.append(Button(label=label, action="unconfirmed"))
    if shown.unentered:
        row.append(_to_be_entered(t, shown.unentered))
    return (*row, Button(label=t.staff("📋 To do"), action="todo"))


# -- what was noted before there were records ---------------------------------------------------------


def _to_be_entered(t: Translator, many: int) -> Button:
    said = f"{many}" if many < MANY else f"{MANY}+"
    return Button(label=t.staff("📝 To be entered · {many}", many=said), action="unentered")


def unentered(t: Translator, chat: int, told: Sequence[Matter], number: int, more: bool) -> Letter:
    """A page of it; a tap enters one."""
    waiting = [Waiting(matter) for matter in told]
    if not waiting:
        text = [t.staff("Nothing here. 👍")]
    else:
        text = [t.staff("Noted earlier, and not entered yet:"), *(_line(t, each) for each in waiting)]
    keys = [
        Button(label=f"➕ {each.report.number}", action="enter_old", record=each.report.serial)
        for each in told
    ]
    rows = tuple(tuple(keys[i : i + ABREAST]) for i in range(0, len(keys), ABREAST))
    return Letter(chat=chat, text=clipped("\n".join(text)),
                  buttons=(*rows, _turn(t, "unentered", Page(waiting, number, more))))  # fmt: skip


def told_of_unentered(t: Translator, chat: int, station: str, many: int) -> Letter:
    """Once, to the station's worker."""
    text = t.staff("📝 {station} has {many} activities that were noted earlier and are not entered yet; they can be "
                   "checked and count once they are.", station=station, many=many)  # fmt: skip
    return Letter(chat=chat, text=text, buttons=((_to_be_entered(t, many),),), priority=Priority.REMINDER)
