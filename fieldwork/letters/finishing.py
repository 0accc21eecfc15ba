"""办结: what is asked of who says that it is done: how contact was made, what was done, and what was found."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Letter, clipped, notices
from fieldwork.letters.matter import FINISHING, Matter, subject
from fieldwork.reports import Report, State
from fieldwork.rules import FEW
from fieldwork.texts import Translator

WAYS = ("phone", "visit", "chat", "none")  # how a reporter was contacted: keys, kept in the history


def asked_how_contacted(t: Translator, matter: Matter, chat: int) -> Letter:
    """办结 asks once how contact was made (RULES, Settled)."""
    labels = (
        t.staff("By telephone"),
        t.staff("On site"),
        t.staff("Here in the chat"),
        t.staff("Could not be reached"),
    )
    text = t.staff("{number}: how was the reporter contacted?", number=matter.report.number)
    rows = tuple((_button(matter, label, "how", way),) for way, label in zip(WAYS, labels, strict=True))
    return Letter(chat=chat, text=text, buttons=rows, card=subject(FINISHING, matter.report.serial))


def asked_outcome(t: Translator, matter: Matter, chat: int, phrases: Sequence[str], page: int = 0) -> Letter:
    """What was done: a station's own phrases, five at a time, or words, or a photo."""
    text = t.staff("{number}: what was done? Tap a sentence or write one; you may send photos first.",
                   number=matter.report.number)  # fmt: skip
    shown = phrases[page * FEW : (page + 1) * FEW]
    rows = [(_button(matter, t.named(phrase), "phrase", phrase),) for phrase in shown]
    if len(phrases) > FEW:
        following = page + 1 if (page + 1) * FEW < len(phrases) else 0
        rows.append((_button(matter, t.both("Others…"), "phrases", f"{following}"),))
    return Letter(chat=chat, text=text, buttons=tuple(rows), card=subject(FINISHING, matter.report.serial))


def asked_why_unsolved(t: Translator, matter: Matter, chat: int, reasons: Sequence[str]) -> Letter:
    """It was so, and could not be solved: why not."""
    text = t.staff("{number}: why can it not be solved now? Tap a reason or write one.",
                   number=matter.report.number)  # fmt: skip
    rows = tuple(
        (_button(matter, t.named(reason), "unsolved_why", reason.partition(".")[2]),)
        for reason in reasons[:FEW]
    )
    return Letter(chat=chat, text=text, buttons=rows, card=subject(FINISHING, matter.report.serial))


def finished(t: Translator, matter: Matter, chat: int) -> Letter:
    """The question how it was dealt with is answered."""
    text = notices.notice(t, matter.report, "✅", t.staff(
        "{number} done: {outcome}", number=matter.report.number, outcome=matter.report.outcome))  # fmt: skip
    return Letter(chat=chat, text=clipped(text), card=subject(FINISHING, matter.report.serial))


def what_follows(t: Translator, report: Report, verifier: str) -> str:
    """What becomes of it now: the reporter is asked, or somebody looks first."""
    if report.state is not State.DONE:
        return t.staff("Done. The reporter is asked whether it is really solved.")
    if verifier:
        return t.staff("Done. {worker} looks at it first, then the reporter is asked.", worker=verifier)
    return t.staff("Done. Somebody looks at it first, then the reporter is asked.")


def _button(matter: Matter, label: str, action: str, choice: str) -> Button:
    return Button(
        label=label, action=action, record=matter.report.serial, version=matter.report.version, choice=choice
    )
