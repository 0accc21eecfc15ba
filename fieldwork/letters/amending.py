"""The questions behind 不对，改一下: one message, rewritten from question to question."""

from collections.abc import Iterable

from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.letters.matter import Matter, category_named, subject
from fieldwork.letters.reporter import danger_heard
from fieldwork.reports import Report, ReportKind, Urgency
from fieldwork.texts import Translator

AMENDING = "a"  # subject of the message that asks
PAGE = 5  # choices a page; the sixth button leads on

Choice = tuple[str, str, str]
"""(label, action, choice) of a button."""


def _asked(report: Report, chat: int, text: str, choices: Iterable[Choice] = ()) -> Letter:
    rows = tuple(
        (Button(label=label, action=action, record=report.serial, version=report.version, choice=choice),)
        for label, action, choice in choices
    )
    return Letter(chat=chat, text=text, buttons=rows, card=subject(AMENDING, report.serial))


def asked_what_is_wrong(t: Translator, report: Report, chat: int) -> Letter:
    """What can be changed; the last takes the report back. An activity may be something to be solved."""
    if report.kind is ReportKind.ACTIVITY:
        return _asked_about_activity(t, report, chat)
    parts = (
        (t.reporter("The category"), "category"),
        (t.reporter("The place"), "place"),
        (t.reporter("How urgent it is"), "urgency"),
        (t.reporter("My words"), "words"),
        (t.reporter("Never mind, take it back"), "withdraw"),
    )
    text = t.reporter("{number}: what is not right?", number=report.number)
    return _asked(report, chat, text, ((label, "part", part) for label, part in parts))


def _asked_about_activity(t: Translator, report: Report, chat: int) -> Letter:
    """Two in a row: there is more to an activity than fits below one another."""
    rows = (
        ((t.reporter("The kind"), "kinds", ""), (t.reporter("The numbers"), "recount", "")),
        ((t.reporter("The day"), "day", ""), (t.reporter("The place"), "part", "place")),
        ((t.reporter("A photo"), "add", ""), (t.reporter("The project…"), "projects", "")),
        ((t.reporter("This is a problem to be solved"), "part", "need"),),
        ((t.reporter("Never mind, take it back"), "part", "withdraw"),),
    )
    text = t.reporter("{number}: what is not right?", number=report.number)
    buttons = tuple(
        tuple(Button(label=label, action=action, record=report.serial, version=report.version, choice=choice)
              for label, action, choice in row)
        for row in rows
    )  # fmt: skip
    return Letter(chat=chat, text=text, buttons=buttons, card=subject(AMENDING, report.serial))


def asked_category(t: Translator, report: Report, chat: int, likely: list[str]) -> Letter:
    """The five likeliest, and 其他…"""
    choices = [(category_named(t, code), "category", code) for code in likely[:PAGE]]
    text = t.reporter("{number}: what is it about?", number=report.number)
    return _asked(report, chat, text, [*choices, (t.both("Others…"), "field", "")])


def asked_category_page(
    t: Translator, report: Report, chat: int, top: str, codes: list[str], page: int
) -> Letter:
    """A page of the fields of work (`top` empty), or of one field's leaves."""
    action = "category" if top else "field"
    shown = codes[page * PAGE : (page + 1) * PAGE]
    choices = [(t.named(code), action, code) for code in shown]
    if top and page == 0 and len(shown) < PAGE:
        choices.append((t.named(top), "category", top))
    more = (page + 1) * PAGE < len(codes)
    choices.append((t.both("More…"), "field", f"{top}/{page + 1}" if more else ""))
    text = t.reporter("{number}: what is it about?", number=report.number)
    return _asked(report, chat, text, choices)


def asked_urgency(t: Translator, report: Report, chat: int) -> Letter:
    """In the reporter's words, not in levels."""
    choices = (
        (t.reporter("Somebody is in danger now"), "urgency", Urgency.T0.value),
        (t.reporter("It cannot wait until tomorrow"), "urgency", Urgency.T1.value),
        (t.reporter("It can wait a few days"), "urgency", Urgency.T2.value),
        (t.reporter("I only have a question"), "urgency", Urgency.Q.value),
    )
    return _asked(report, chat, t.reporter("{number}: how urgent is it?", number=report.number), choices)


def asked_place(t: Translator, report: Report, chat: int) -> Letter:
    text = t.reporter("{number}: please write the place: estate and building.", number=report.number)
    return _asked(report, chat, text)


def asked_which_place(t: Translator, report: Report, chat: int, places: list[tuple[str, str]]) -> Letter:
    """Several places bear the name that was written."""
    text = t.reporter("{number}: which place is it?", number=report.number)
    return _asked(report, chat, text, [(name, "there", code) for code, name in places])


def asked_words(t: Translator, report: Report, chat: int) -> Letter:
    return _asked(
        report, chat, t.reporter("{number}: please write it as it should read.", number=report.number)
    )


def amended(t: Translator, report: Report, chat: int) -> Letter:
    return _asked(report, chat, t.reporter("{number}: changed.", number=report.number))


def amended_to_most_urgent(t: Translator, matter: Matter, chat: int) -> Letter:
    """The numbers that help come before everything else."""
    letter = danger_heard(t, matter, chat)
    return letter.model_copy(update={"card": subject(AMENDING, matter.report.serial)})


def withdrawn(t: Translator, report: Report, chat: int) -> Letter:
    return _asked(
        report, chat, t.reporter("{number} is taken back. Write again any time.", number=report.number)
    )


def asked_whether_to_take_back(t: Translator, report: Report, chat: int) -> Letter:
    """Said by its number, it is taken back by a tap: a digit may have been meant for another."""
    text = t.reporter("{number}: take it back? Only a tap does it.", number=report.number)
    return _asked(report, chat, text, [(t.reporter("Never mind, take it back"), "part", "withdraw")])
