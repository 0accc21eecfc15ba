"""What is said while a report passes from one colleague to another."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.matter import HANDING, STATION, Matter, subject
from fieldwork.letters.notices import notice
from fieldwork.people import Person
from fieldwork.reports import Report
from fieldwork.texts import Translator

FEW = 5  # colleagues a page; the sixth button leads on


def asked_whom(
    t: Translator,
    matter: Matter,
    chat: int,
    colleagues: Sequence[Person],
    page: int,
    *,
    elsewhere: bool = False,
) -> Letter:
    """To whom: the colleagues who can be reached today, five at a time; and the way to another station."""
    report = matter.report
    shown = colleagues[page * FEW : (page + 1) * FEW]
    if shown:
        text = t.staff("{number}: hand it to whom?", number=report.number)
    else:
        text = t.staff("{number}: no colleague can be reached today.", number=report.number)
    rows = [(_to(report, who),) for who in shown]
    last = (*_others(t, report, len(colleagues), page), *(_another_station(t, report) if elsewhere else ()))
    return Letter(chat=chat, text=text, buttons=(*rows, last) if last else tuple(rows),
                  card=subject(HANDING, report.serial))  # fmt: skip


def _to(report: Report, who: Person) -> Button:
    return Button(
        label=who.name, action="hand_to", record=report.serial, version=report.version, choice=f"{who.id}"
    )


def _others(t: Translator, report: Report, many: int, page: int) -> tuple[Button, ...]:
    """The next five; after the last the first again."""
    if many <= FEW:
        return ()
    following = page + 1 if (page + 1) * FEW < many else 0
    return (Button(label=t.both("Others…"), action="hand", record=report.serial, choice=f"{following}"),)


def _another_station(t: Translator, report: Report) -> tuple[Button, ...]:
    return (Button(label=t.staff("🏢 Another station…"), action="offer", record=report.serial, choice="0"),)


def handed(t: Translator, matter: Matter, chat: int, to: str) -> Letter:
    """It is with the other one now; a reason may follow."""
    report = matter.report
    text = t.staff("{number} is with {worker} now.", number=report.number, worker=to)
    why = Button(label=t.staff("Add a word why"), action="hand_why", record=report.serial)
    return Letter(chat=chat, text=text, buttons=((why,),), card=subject(HANDING, report.serial))


def asked_why(t: Translator, matter: Matter, chat: int) -> Letter:
    """The one word more."""
    text = t.staff("{number}: write why, in one message.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=subject(HANDING, matter.report.serial))


def told_why(t: Translator, matter: Matter, chat: int, by: str, words: str) -> Letter:
    """The reason, beside the card of the one who has it now; no sound of its own."""
    said = t.staff("🤝 {number}, {worker}: {words}", number=matter.report.number, worker=by, words=words)
    text = notice(t, matter.report, "🤝", said)
    return Letter(chat=chat, text=clipped(text), silent=True, priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip


def taken_over(t: Translator, matter: Matter, chat: int, by: str) -> Letter:
    """The first handler hears that a colleague has taken over."""
    text = t.staff(
        "🙋 {number}: {worker} has taken it over from you.", number=matter.report.number, worker=by
    )
    text = notice(t, matter.report, "🙋", text)
    return Letter(chat=chat, text=text, priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip
