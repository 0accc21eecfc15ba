"""通报 of the week: what has been late for long, for the district's coordinators; and why, by who has it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fieldwork import telephones
from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.choosing import CHOOSING
from fieldwork.letters.dates import day_named
from fieldwork.letters.digest_words import not_counted
from fieldwork.letters.listing import numbers
from fieldwork.letters.matter import Matter, category_named, subject
from fieldwork.seeing import Part, Surface, Viewer, sight
from fieldwork.texts import Translator

LONGEST = 25  # lines of the list; the others are counted
BUTTONS = 10  # that open a card, two in a row
WORDS = 60  # characters of a reason in a line


class Standing(NamedTuple):
    """One line: what is late, for how long, why, and whether it is to be spoken about (约谈)."""

    matter: Matter
    days: int
    why: str
    spoken_about: bool


def weekly(t: Translator, chat: int, late: Sequence[Standing], many: int, week: date) -> Letter:
    """The list of a week, the longest first, of so many; people decide, the bot lists."""
    talk = [one for one in late if one.spoken_about]
    lines = [t.staff("📣 Week of {day}: late for long · {many}", day=day_named(t, week), many=many)]
    lines += [_line(t, one) for one in late[:LONGEST]]
    if many > len(late[:LONGEST]):
        lines.append(t.staff("and {many} more", many=many - len(late[:LONGEST])))
    if talk:
        named = [one.matter.report.number for one in talk if _is_named(one.matter)]
        lines += ["", t.staff("💬 To be spoken about · {many}: {numbers}", many=len(talk),
                              numbers="、".join(named) or "🔒")]  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)), priority=Priority.DIGEST,
                  buttons=numbers([one.matter for one in late[:BUTTONS] if _is_named(one.matter)]))  # fmt: skip


def _is_named(matter: Matter) -> bool:
    return Part.NUMBER in sight(Viewer.ABOVE, matter.report, Surface.LIST)


def _line(t: Translator, one: Standing) -> str:
    """Number, place, category, how late, station, why; of what is restricted number, field and station alone."""
    matter, report = one.matter, one.matter.report
    seen, top = sight(Viewer.ABOVE, report, Surface.LIST), (report.category or "").partition(".")[0]
    late, out = t.staff("{many} days late", many=one.days), not_counted(t) if report.excluded else ""
    if not _is_named(matter):
        return f"🔒 · {matter.station}"
    if Part.AREA not in seen:
        said = (f"🔒 {report.number}", category_named(t, top), late, matter.station, out)
        return " · ".join(filter(None, said))
    place = matter.place or t.staff("place unknown")
    kind = category_named(t, report.category).rpartition(" · ")[2] or t.staff("category unknown")
    line = " · ".join(filter(None, (report.number, place, kind, late, matter.station, out)))
    return f"{line}\n   {_why(t, one, Part.WORDS in seen)}"


def _why(t: Translator, one: Standing, readable: bool) -> str:
    if not one.why:
        return t.staff("no reason given")
    if not readable:
        return t.staff("the reason stands in its history")
    words = " ".join(telephones.hidden(one.why).split())
    return t.staff("reason: {words}", words=words if len(words) <= WORDS else words[:WORDS] + "…")


def offer(t: Translator, matter: Matter) -> Button:
    """说明原因, on the message that tells who has it."""
    report = matter.report
    return Button(
        label=t.staff("📝 Why it is late"), action="why_late", record=report.serial, version=report.version
    )


def asked_why(t: Translator, matter: Matter, chat: int) -> Letter:
    """Who has it says why, in their own words."""
    text = t.staff("{number}: why is it late? One sentence, for the district's weekly list.",
                   number=matter.report.number)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(CHOOSING, matter.report.serial), anew=True)


def noted(t: Translator, matter: Matter, chat: int) -> Letter:
    """Kept."""
    return Letter(
        chat=chat, text=t.staff("📝 {number}: noted, the district reads it.", number=matter.report.number)
    )
