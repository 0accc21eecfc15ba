"""强制报告 (RULES 3.4): what is asked of the one responsible, who has been told outside, and what is still to do."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority
from fieldwork.letters.matter import MANDATORY, STATION, Matter, subject
from fieldwork.letters.station import moment
from fieldwork.texts import Translator


def asked_whether(t: Translator, matter: Matter, chat: int, minutes: int) -> Letter:
    """Words or a category may mean a child, or somebody else, in danger: a person confirms it or clears it."""
    text = t.staff("🛡 Something may have to be reported by law. Please say so within {minutes} minutes.",
                   minutes=minutes)  # fmt: skip
    rows = (
        (_button(matter, t.staff("🛡 It has to be reported"), "must_report"),),
        (_button(matter, t.staff("It does not have to be"), "not_must"),),
    )
    return Letter(chat=chat, text=text, buttons=rows, card=subject(MANDATORY, matter.report.serial),
                  priority=Priority.URGENT)  # fmt: skip


def not_asked_any_more(t: Translator, matter: Matter, chat: int) -> Letter:
    """Somebody has looked at it and said no."""
    return Letter(chat=chat, text=t.staff("Noted: it does not have to be reported by law."),
                  card=subject(MANDATORY, matter.report.serial))  # fmt: skip


def checklist(
    t: Translator, matter: Matter, chat: int, codes: Sequence[str], told: Mapping[str, datetime], zone: tzinfo,
    note: str,
) -> Letter:  # fmt: skip
    """Who has to be told, and when they were; `note` says what the lane's text still waits for."""
    lines = [t.staff("🛡 {number} has to be reported by law.", number=matter.report.number),
             t.staff("If there is danger now, ring 110 first.")]  # fmt: skip
    lines += [f"✓ {_named(t, code)} · {moment(told[code], zone)}" for code in codes if code in told]
    left = [code for code in codes if code not in told]
    if left:
        lines.append(t.staff("Still to be told:"))
    rows = tuple((_button(matter, f"☐ {_named(t, code)}", "told_body", code),) for code in left)
    lines += [f"({note})"] if note else []
    return Letter(
        chat=chat, text="\n".join(lines), buttons=rows, card=subject(MANDATORY, matter.report.serial)
    )


def asked_who_was_told(t: Translator, matter: Matter, chat: int, code: str) -> Letter:
    """By whom, whom, and the number that was given there."""
    text = t.staff("{number}, {body}: whom did you tell, and which reference number did they give?",
                   number=matter.report.number, body=_named(t, code))  # fmt: skip
    return Letter(chat=chat, text=text, beside=subject(STATION, matter.report.serial))


def _named(t: Translator, code: str) -> str:
    return t.named(f"told.{code}")


def _button(matter: Matter, label: str, action: str, choice: str = "") -> Button:
    return Button(
        label=label, action=action, record=matter.report.serial, version=matter.report.version, choice=choice
    )
