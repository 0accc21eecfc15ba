"""转介: what somebody of a station is asked who refers a report to an outside body, and hears on the day."""

from collections.abc import Sequence
from datetime import date, timedelta

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped, notices
from fieldwork.letters.choosing import CHOOSING
from fieldwork.letters.dates import day_named, how_long
from fieldwork.letters.matter import STATION, Matter, subject
from fieldwork.letters.waits import waited_for
from fieldwork.rules import FEW
from fieldwork.texts import Translator

AGAIN = (3, 7)  # days until an outside body that has not answered is asked once more


def asked_whom(t: Translator, matter: Matter, chat: int, bodies: Sequence[str], page: int) -> Letter:
    """Whom the district's rules know (keys), five at a time; or written."""
    rows = [
        (_button(matter, t.named(body), "refer_to", body.partition(".")[2]),)
        for body in bodies[page * FEW : (page + 1) * FEW]
    ]
    if len(bodies) > FEW:
        following = page + 1 if (page + 1) * FEW < len(bodies) else 0
        rows.append((_button(matter, t.both("Others…"), "refer", f"{following}"),))
    text = t.staff("{number}: whom do you refer it to? Tap or write a name.", number=matter.report.number)
    return Letter(chat=chat, text=text, buttons=tuple(rows), card=_card(matter))


def asked_when(
    t: Translator, matter: Matter, chat: int, body: str, code: str, contact: str, today: date, usual: int
) -> Letter:
    """When they are asked how it stands; a name and a telephone may be written first."""
    lines = [t.staff("{number} → {body}: on which day shall I remind you to ask how it stands?",
                     number=matter.report.number, body=body)]  # fmt: skip
    if contact:
        lines.append(t.staff("Contact: {contact}", contact=contact))
    else:
        lines.append(t.staff("You may write whom you spoke with, and a telephone, first."))
    days = [(many, today + timedelta(days=many)) for many in sorted({usual, 3, 7, 14})]
    rows = tuple(
        (_button(matter, f"{how_long(t, many)} · {day_named(t, day)}", "refer_till", f"{code}/{day:%Y%m%d}"),)
        for many, day in days
    )
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows, card=_card(matter))


def referred(t: Translator, matter: Matter, chat: int, until: date) -> Letter:
    """It is with them, and stays the station's own."""
    text = t.staff("📨 {number} is referred to {body}. It stays yours; I remind you on {day}.",
                   number=matter.report.number, body=waited_for(t, matter.report), day=day_named(t, until))  # fmt: skip
    return Letter(chat=chat, text=clipped(text), card=_card(matter))


def day_to_ask(t: Translator, matter: Matter, chat: int) -> Letter:
    """The day has come: somebody asks them."""
    number = matter.report.number
    text = t.staff(
        "📨 {number}: please ask {body} how it stands.", number=number, body=waited_for(t, matter.report)
    )
    bare = t.staff("📨 {number}: please ask how it stands.", number=number)
    rows = (
        (_button(matter, t.staff("📨 They answered"), "heard_back", ""),),
        tuple(_button(matter, t.staff("Again in {long}", long=how_long(t, many)), "recheck", f"{many}")
              for many in AGAIN),
    )  # fmt: skip
    return Letter(chat=chat, text=clipped(notices.notice(t, matter.report, "📨", text, bare)), buttons=rows,
                  priority=Priority.URGENT, beside=subject(STATION, matter.report.serial))  # fmt: skip


def asked_answer(t: Translator, matter: Matter, chat: int) -> Letter:
    """What they said."""
    text = t.staff("{number}: what did they answer? Write it in one message.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=_card(matter))


def noted(t: Translator, matter: Matter, chat: int) -> Letter:
    """Their answer is kept; it goes on here."""
    text = t.staff("{number}: noted, it goes on with you.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=_card(matter))


def _card(matter: Matter) -> str:
    return subject(CHOOSING, matter.report.serial)


def _button(matter: Matter, label: str, action: str, choice: str) -> Button:
    return Button(
        label=label, action=action, record=matter.report.serial, version=matter.report.version, choice=choice
    )
