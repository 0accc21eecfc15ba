"""督办: somebody one level up sees to it, until a day that they name."""

from collections.abc import Sequence
from datetime import date

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, notices
from fieldwork.letters.choosing import CHOOSING
from fieldwork.letters.dates import day_named
from fieldwork.letters.matter import STATION, Matter, subject
from fieldwork.letters.station import Rows
from fieldwork.texts import Translator


def offer(t: Translator, matter: Matter) -> Button:
    """我来督办, on the message that tells those one level up."""
    return _button(matter, t.staff("👁 I see to it"), "supervise", "")


def beside_more(rows: Rows, button: Button) -> Rows:
    """我来督办 on the card itself, in the row of 更多: no column becomes longer."""
    return tuple((button, *row) if any(key.action == "more" for key in row) else row for row in rows)


def asked_until(
    t: Translator, matter: Matter, chat: int, offered: Sequence[tuple[int, date]], last: date
) -> Letter:
    """Until when: working days ahead as buttons, or written."""
    text = t.staff("{number}: until when is it to be done? Tap or write a day, {last} at the latest.",
                   number=matter.report.number, last=day_named(t, last))  # fmt: skip
    rows = tuple(
        (_button(matter, f"{_ahead(t, many)} · {day_named(t, day)}", "supervise_by", f"{day:%Y%m%d}"),)
        for many, day in offered
    )
    return Letter(chat=chat, text=text, buttons=rows, card=subject(CHOOSING, matter.report.serial))


def _ahead(t: Translator, many: int) -> str:
    return t.staff("the next working day") if many == 1 else t.staff("{many} working days", many=many)


def supervised(t: Translator, matter: Matter, chat: int, until: date) -> Letter:
    """Noted, for the one who sees to it."""
    text = t.staff("👁 {number}: you see to it, until {day}. I tell you when the day is over.",
                   number=matter.report.number, day=day_named(t, until))  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(CHOOSING, matter.report.serial))


def told_station(t: Translator, matter: Matter, chat: int, by: str, until: date) -> Letter:
    """Who has it and their head hear who sees to it, and until when it is to be done."""
    known = {"number": matter.report.number, "worker": by, "day": day_named(t, until)}
    text = t.staff("👁 {number}, {place}: {worker} sees to it now; it is to be done by {day}.",
                   place=matter.place or t.staff("place unknown"), **known)  # fmt: skip
    bare = t.staff("👁 {number}: {worker} sees to it now; it is to be done by {day}.", **known)
    return Letter(chat=chat, text=notices.notice(t, matter.report, "👁", text, bare), priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip


def _button(matter: Matter, label: str, action: str, choice: str) -> Button:
    return Button(
        label=label, action=action, record=matter.report.serial, version=matter.report.version, choice=choice
    )
