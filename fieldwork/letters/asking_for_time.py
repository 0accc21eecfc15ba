"""What is asked of somebody of a station who needs time, or a report left out of the rates: why, and until when."""

from collections.abc import Sequence
from datetime import date, timedelta

from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.letters.approving import wish
from fieldwork.letters.choosing import CHOOSING
from fieldwork.letters.dates import day_named, how_long
from fieldwork.letters.matter import Matter, subject
from fieldwork.requests import Request, RequestKind
from fieldwork.rules import FEW
from fieldwork.texts import Translator

ASKS = {
    RequestKind.HOLD: "ask_hold",
    RequestKind.EXTENSION: "ask_extend",
    RequestKind.PARK: "ask_park",
    RequestKind.EXCLUDE: "ask_exclude",
}  # the step, and the button, by which each is asked for
AHEAD = (3, 7, 14, 30, 60, 90)  # days that are offered, as far as the limit allows


def asked_why(
    t: Translator, matter: Matter, chat: int, kind: RequestKind, reasons: Sequence[str], page: int
) -> Letter:
    """The reason: five at a time as buttons (keys of the district's rules), or in words."""
    shown = reasons[page * FEW : (page + 1) * FEW]
    rows = [
        (_button(matter, t.named(reason), "ask_why", f"{kind.value}/{reason.partition('.')[2]}"),)
        for reason in shown
    ]
    if len(reasons) > FEW:
        following = page + 1 if (page + 1) * FEW < len(reasons) else 0
        rows.append((_button(matter, t.both("Others…"), ASKS.get(kind, "more"), f"{following}"),))
    return Letter(chat=chat, text=_why(t, matter, kind), buttons=tuple(rows), card=_card(matter))


def _why(t: Translator, matter: Matter, kind: RequestKind) -> str:
    number = matter.report.number
    match kind:
        case RequestKind.EXTENSION:
            return t.staff("{number}: why is more time needed? Tap a reason or write one.", number=number)
        case RequestKind.PARK:
            return t.staff(
                "{number}: why can it not be solved now? Tap a reason or write one.", number=number
            )
        case RequestKind.EXCLUDE:
            return t.staff(
                "{number}: why should it not be counted? Tap a reason or write one.", number=number
            )
        case _:
            return t.staff("{number}: what does it wait for? Tap a reason or write one.", number=number)


def asked_until(
    t: Translator, matter: Matter, chat: int, kind: RequestKind, code: str, today: date, most: int
) -> Letter:
    """Until when: a few days as buttons, or written."""
    text = t.staff("{number}: until when? Tap or write a day, {last} at the latest.",
                   number=matter.report.number, last=day_named(t, today + timedelta(days=most)))  # fmt: skip
    choices = [(days, today + timedelta(days=days)) for days in offered(most)]
    rows = tuple(
        (_button(matter, f"{how_long(t, days)} · {day_named(t, day)}", "ask_till",
                 f"{kind.value}/{code}/{day:%Y%m%d}"),)
        for days, day in choices
    )  # fmt: skip
    return Letter(chat=chat, text=text, buttons=rows, card=_card(matter))


def offered(most: int) -> list[int]:
    """How many days ahead are offered: at most five, the longest that is allowed among them."""
    return [*(days for days in AHEAD if days < most)][-4:] + [most]


def too_late(t: Translator, last: date) -> str:
    """Why a day cannot be."""
    return t.staff("Please choose a day after today, {last} at the latest.", last=day_named(t, last))


def passed_on(t: Translator, matter: Matter, chat: int, request: Request, deciders: Sequence[str]) -> Letter:
    """It is asked; who decides."""
    text = t.staff("📝 {number}: {who} was asked: {wish}.", number=matter.report.number,
                   who="、".join(deciders), wish=wish(t, request))  # fmt: skip
    return Letter(chat=chat, text=text, card=_card(matter))


def _card(matter: Matter) -> str:
    """It stands where the menu stood."""
    return subject(CHOOSING, matter.report.serial)


def _button(matter: Matter, label: str, action: str, choice: str) -> Button:
    return Button(
        label=label, action=action, record=matter.report.serial, version=matter.report.version, choice=choice
    )
