"""Who may see a report, decided by hand: its class is lowered or raised, a colleague is named to it."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.letters.matter import CONFIDING, Matter, subject
from fieldwork.people import Person
from fieldwork.reports import PrivacyClass
from fieldwork.texts import Translator

FEW = 5  # colleagues a page; the sixth button leads on


def class_named(t: Translator, grade: PrivacyClass) -> str:
    """A privacy class as people say it."""
    names = {
        PrivacyClass.P0: t.staff("public"),
        PrivacyClass.P1: t.staff("internal"),
        PrivacyClass.P2: t.staff("personal"),
        PrivacyClass.P3: t.staff("sensitive"),
        PrivacyClass.P4: t.staff("restricted"),
    }
    return names[grade]


def asked_which(
    t: Translator, matter: Matter, chat: int, action: str, grades: Sequence[PrivacyClass]
) -> Letter:
    """To which class; `action` is the tap that says so."""
    now = class_named(t, matter.report.privacy)
    text = t.staff("{number} is {grade} now. What shall it be?", number=matter.report.number, grade=now)
    rows = tuple((_button(matter, class_named(t, grade), action, grade.value),) for grade in grades)
    return Letter(chat=chat, text=text, buttons=rows, card=subject(CONFIDING, matter.report.serial))


def asked_why(t: Translator, matter: Matter, chat: int, grade: PrivacyClass) -> Letter:
    """Lowering needs a reason, which is kept."""
    text = t.staff("{number}: why shall it be {grade}? One sentence; it is kept in the history.",
                   number=matter.report.number, grade=class_named(t, grade))  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(CONFIDING, matter.report.serial))


def changed(t: Translator, matter: Matter, chat: int) -> Letter:
    """Its class is another now."""
    text = t.staff("{number} is {grade} now.", number=matter.report.number,
                   grade=class_named(t, matter.report.privacy))  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(CONFIDING, matter.report.serial))


def asked_whom(t: Translator, matter: Matter, chat: int, colleagues: Sequence[Person], page: int) -> Letter:
    """Whom to name: the colleagues who can be reached today and may not see it yet."""
    report, shown = matter.report, colleagues[page * FEW : (page + 1) * FEW]
    text = t.staff("{number}: who else may see it?", number=report.number)
    if not shown:
        text = t.staff("{number}: there is nobody here who could be named.", number=report.number)
    rows = tuple((_button(matter, who.name, "admit_one", f"{who.id}"),) for who in shown)
    if len(colleagues) > FEW:
        following = page + 1 if (page + 1) * FEW < len(colleagues) else 0
        rows += ((_button(matter, t.both("Others…"), "admit", f"{following}"),),)
    return Letter(chat=chat, text=text, buttons=rows, card=subject(CONFIDING, report.serial))


def admitted(t: Translator, matter: Matter, chat: int, worker: str) -> Letter:
    text = t.staff("{number}: {worker} may see it now.", number=matter.report.number, worker=worker)
    return Letter(chat=chat, text=text, card=subject(CONFIDING, matter.report.serial))


def _button(matter: Matter, label: str, action: str, choice: str) -> Button:
    return Button(
        label=label, action=action, record=matter.report.serial, version=matter.report.version, choice=choice
    )
