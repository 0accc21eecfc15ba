"""What whoever told of an activity is asked about it: its kind, a number that is missing, its day."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from fieldwork.activities import Activity, ActivityKind, Counts, Problem, Unit
from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.letters.activities import kind_named, number_named, own_label
from fieldwork.letters.amending import AMENDING, asked_what_is_wrong
from fieldwork.letters.dates import day_named
from fieldwork.letters.matter import QUESTION, subject
from fieldwork.letters.reviewing import why_named
from fieldwork.organisations import Project
from fieldwork.reports import Report
from fieldwork.texts import Translator

PAGE = 5  # choices a page; the sixth button leads on
CARRIED = 40  # bytes of numbers that a button has room for
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,2})?")

Choice = tuple[Report, Activity, Counts, Counts]
"""An activity of which words may be meant, its numbers, and what those words make of them."""


def asked_kind(t: Translator, report: Report, chat: int, kinds: Sequence[ActivityKind], page: int) -> Letter:
    """The five likeliest, and 其他…; its pages turn where it stands."""
    shown = [(kind_named(t, kind), "kind", kind.value) for kind in kinds[page * PAGE : (page + 1) * PAGE]]
    more = page + 1 if (page + 1) * PAGE < len(kinds) else 0
    text = t.reporter("{number}: what kind of activity was it?", number=report.number)
    return _asked(report, chat, text, [*shown, (t.both("Others…"), "kinds", f"{more}")])


def asked_number(t: Translator, report: Report, chat: int, unit: Unit, written: str = "") -> Letter:
    """The one number that such an activity cannot do without; `written`: what was said only about."""
    said = {
        Unit.TIMES: t.reporter("{number}: how many times was it?", number=report.number),
        Unit.HOUSEHOLDS: t.reporter("{number}: how many households was it?", number=report.number),
        Unit.HOUSEHOLD_VISITS: t.reporter("{number}: how many household calls was it?", number=report.number),
        Unit.PEOPLE: t.reporter("{number}: how many people was it?", number=report.number),
        Unit.PERSON_TIMES: t.reporter("{number}: how many person-times was it?", number=report.number),
        Unit.SESSIONS: t.reporter("{number}: how many sessions was it?", number=report.number),
        Unit.CASES: t.reporter("{number}: how many cases was it?", number=report.number),
        Unit.HOURS: t.reporter("{number}: how many hours was it?", number=report.number),
    }
    about = [is_inexact(t, written)] if written else []
    text = "\n".join([*about, said[unit], t.reporter("A number is enough.")])
    return _asked(report, chat, text, [(t.reporter("Skip"), "no_number", "")])


def is_inexact(t: Translator, written: str) -> str:
    """What stands on the card too."""
    return t.reporter("“{written}” is no exact number, so it is left out.", written=written)


def asked_numbers(t: Translator, report: Report, chat: int, counted: str, calls: int = 0) -> Letter:
    """All of them, to be said as they should be; of a round, so many doors of which can be put right one by one."""
    text = t.reporter("{number}: it says {counted}. How should it be? For example: 6 户 15 人次",
                      number=report.number, counted=counted)  # fmt: skip
    of_doors = t.reporter("Or one household, such as: 改 302 三位老人; 补 305 没人; 删 303") if calls else ""
    return _amending(report, chat, "\n".join(filter(None, (text, of_doors))))


def asked_day(t: Translator, report: Report, chat: int, today: date) -> Letter:
    """The last days as buttons; any other is written."""
    days = [today - timedelta(days=back) for back in range(3)]
    text = t.reporter("{number}: on which day was it? Tap, or write it: 3月1日", number=report.number)
    return _amending(report, chat, text, ((day_named(t, day), "held", day.isoformat()) for day in days))


def asked_why_right(
    t: Translator, report: Report, chat: int, station: str, problem: Problem | None
) -> Letter:
    """Nothing was changed since it came back: why, in one tap or a word; or it is changed after all."""
    text = t.reporter(
        "{number}: nothing has been changed yet. If it is right as it is, say why, and {station} reads it.",
        number=report.number,
        station=station,
    )
    known = [] if problem in (None, Problem.OTHER) else [problem.value]
    whys = [(why_named(t, why), "stand_by", why) for why in (*known, "checked")]
    return _amending(report, chat, text, [*whys, (t.reporter("I will change it"), "amend", "")])


def asked_project(t: Translator, report: Report, chat: int, projects: Sequence[Project]) -> Letter:
    """Under which project or contract it is counted."""
    shown = [(project.name, "under", f"{project.id}") for project in projects[:PAGE]]
    if not shown:
        text = t.reporter("{number}: there is no project here that it could belong to.", number=report.number)
        return _amending(report, chat, text)
    text = t.reporter("{number}: which project does it belong to?", number=report.number)
    return _amending(report, chat, text, [*shown, (t.reporter("To none"), "under", "0")])


def changed(t: Translator, report: Report, chat: int) -> Letter:
    return _amending(report, chat, t.reporter("{number}: changed.", number=report.number))


def stands_below(t: Translator, report: Report, chat: int, message_id: int) -> Letter:
    """In the place of a card whose newer one stands at the end of the chat: what it said is no longer so."""
    text = t.reporter("{number}: changed, see below.", number=report.number)
    return Letter(chat=chat, text=text, message_id=message_id, silent=True)


def overtaken(t: Translator, report: Report, chat: int, newer: str) -> Letter:
    """In the place of a question, once a newer one is what words are meant for."""
    text = t.reporter(
        "{number}: not asked any more, we speak of {newer} now. To answer it still, reply to this message.",
        number=report.number,
        newer=newer,
    )
    return _asked(report, chat, text, ())


def overtaken_while_changed(t: Translator, report: Report, chat: int, newer: str) -> Letter:
    """In the place of what was asked to be changed."""
    text = t.reporter(
        "{number}: not changed now, we speak of {newer}. To change it still, reply to its card.",
        number=report.number,
        newer=newer,
    )
    return _amending(report, chat, text)


def asked_which_unit(
    t: Translator, activity: Activity, report: Report, chat: int, value: float, units: Sequence[Unit]
) -> Letter:
    """A number came without its unit."""
    text = t.reporter("{number}: what is {value}?", number=report.number, value=f"{value:g}")
    rows = tuple(
        (Button(label=number_named(t, unit, value), action="unit_is", record=report.serial, version=activity.version,
                choice=f"{unit.name.lower()}:{value:g}"),) for unit in units[: PAGE + 1]
    )  # fmt: skip
    return Letter(chat=chat, text=text, buttons=rows, card=subject(AMENDING, report.serial))


def asked_which(t: Translator, told: Sequence[Choice], chat: int) -> Letter:
    """Numbers that may be of any of these: the tap says of which, with what they come to there."""
    shown = told[: PAGE + 1]
    lines = [f"{report.number} · {own_label(t, activity, before)}" for report, activity, before, _ in shown]
    text = "\n".join([t.reporter("Of which of them is that? Tap its number."), *lines])
    rows = tuple(
        (Button(label=report.number, action="of_this", record=report.serial, version=activity.version,
                choice=packed(said)),) for report, activity, _, said in shown
    )  # fmt: skip
    return Letter(chat=chat, text=text, buttons=rows)


def packed(counts: Counts) -> str:
    """Numbers as a button carries them; none where they are too many for it."""
    said = ",".join(f"{unit.name.lower()}={number:g}" for unit, number in counts.items())
    return said if len(said) <= CARRIED else ""


def unpacked(choice: str) -> dict[Unit, float]:
    """The numbers that a button carried; a forged one carries none."""
    known = {unit.name.lower(): unit for unit in Unit}
    parts = [part.partition("=") for part in choice.split(",")]
    said = {
        known[name]: float(value) for name, _, value in parts if name in known and _NUMBER.fullmatch(value)
    }
    return said if len(said) == len(parts) else {}


def stays_out(t: Translator, report: Report, chat: int) -> Letter:
    """Nobody knows the exact number: it is not invented."""
    text = t.reporter(
        "{number}: then it stays out. When you know it, reply with the number.", number=report.number
    )
    return _asked(report, chat, text, ())


def asked_again(t: Translator, report: Report, chat: int) -> Letter:
    """Nothing could be made of what was said: what can be, and the same buttons."""
    text = t.reporter(
        "{number}: I do not see what to change. Write numbers (6户15人次), a day (昨天), a place (5号楼), a kind "
        "(环境整治), or tap below.",
        number=report.number,
    )
    return asked_what_is_wrong(t, report, chat).model_copy(update={"text": text})


def stands_so(t: Translator, report: Report, chat: int) -> Letter:
    """What was said stands on the card already: nothing was changed; the same buttons."""
    text = t.reporter(
        "{number}: it stands so already, nothing was changed. If something else is not right, write it or tap below.",
        number=report.number,
    )
    return asked_what_is_wrong(t, report, chat).model_copy(update={"text": text})


def is_noted(t: Translator, report: Report, chat: int) -> Letter:
    return _amending(report, chat, t.reporter("{number}: noted, thank you.", number=report.number))


def _asked(report: Report, chat: int, text: str, choices: Iterable[tuple[str, str, str]]) -> Letter:
    card = subject(QUESTION, report.serial)
    return Letter(chat=chat, text=text, buttons=_column(report, choices), card=card)


def _amending(report: Report, chat: int, text: str, choices: Iterable[tuple[str, str, str]] = ()) -> Letter:
    card = subject(AMENDING, report.serial)
    return Letter(chat=chat, text=text, buttons=_column(report, choices), card=card)


def _column(report: Report, choices: Iterable[tuple[str, str, str]]) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(label=label, action=action, record=report.serial, version=report.version, choice=choice),)
        for label, action, choice in choices
    )
