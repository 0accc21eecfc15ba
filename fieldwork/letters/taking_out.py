"""导出: what somebody is asked before a table leaves the books, and what the table's columns are called."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from fieldwork.activities import ActivityKind, Stage
from fieldwork.buttons import Button
from fieldwork.days import Span
from fieldwork.exports import LONGEST_REASON, UNITS, Row, What
from fieldwork.letters import Kind, Letter
from fieldwork.letters.activities import kind_named, stage_named
from fieldwork.letters.matter import category_named
from fieldwork.letters.station import answer_named, state_named, urgency_named
from fieldwork.places import Network
from fieldwork.reports import State, Urgency
from fieldwork.texts import Phrase, Translator


def what_named(t: Translator, what: What) -> str:
    """What kind of records."""
    return t.staff("needs") if what is What.NEEDS else t.staff("activities")


def asked_what(t: Translator, chat: int) -> Letter:
    """Which records."""
    rows = tuple(
        (Button(label=what_named(t, what), action="export_what", choice=what.value),)
        for what in (What.NEEDS, What.ACTIVITIES)
    )
    text = t.staff("📤 What shall be taken out? It holds what lies with your station and below.")
    return Letter(chat=chat, text=text, buttons=rows)


def asked_days(t: Translator, chat: int, what: What, spans: Sequence[tuple[str, Span]]) -> Letter:
    """Of which days: a few as buttons, or written."""
    text = t.staff("📤 {what}: of which days? Tap, or write them, such as 3-1 to 3-31.",
                   what=what_named(t, what))  # fmt: skip
    rows = tuple(
        (Button(label=f"{name} · {_days(span)}", action="export_days", choice=_packed(what, span)),)
        for name, span in spans
    )
    return Letter(chat=chat, text=text, buttons=rows)


def _packed(what: What, span: Span) -> str:
    return f"{what.value}/{span.since:%Y%m%d}/{span.until:%Y%m%d}"


def _days(span: Span) -> str:
    return f"{span.since:%m-%d}…{span.until:%m-%d}"


def asked_why(t: Translator, chat: int, what: What, since: date, until: date) -> Letter:
    """What for; it is kept."""
    text = t.staff(
        "📤 {what}, {since} to {until}: what is it for? Write one sentence (at most {most} characters); it is kept.",
        what=what_named(t, what), since=since, until=until, most=LONGEST_REASON,
    )  # fmt: skip
    return Letter(chat=chat, text=text, buttons=((Button(label=t.staff("Cancel"), action="export_cancel"),),))


def being_made(t: Translator, chat: int) -> Letter:
    """It is asked for."""
    return Letter(chat=chat, text=t.staff("📤 The table is being made…"))


def taken_out(t: Translator, chat: int, what: What, since: date, until: date, many: int, sum_: str) -> Letter:
    """The table itself."""
    text = t.staff("📤 {many} rows. It is kept who took them out, when and why.", many=many)
    name = f"{what_named(t, what)}-{since}-{until}.xlsx"
    return Letter(chat=chat, kind=Kind.DOCUMENT, files=(sum_,), file_name=name, text=text)


HEADINGS: Mapping[str, Phrase] = {
    "number": Phrase.staff("Record number"),
    "state": Phrase.staff("State"),
    "urgency": Phrase.staff("Urgency"),
    "category": Phrase.staff("Category"),
    "place": Phrase.staff("Place code"),
    "place_name": Phrase.staff("Place by name"),
    "station": Phrase.staff("Station"),
    "sent_at": Phrase.staff("Received"),
    "signed_at": Phrase.staff("Signed for"),
    "contacted_at": Phrase.staff("First contact"),
    "done_at": Phrase.staff("Done"),
    "closed_at": Phrase.staff("Closed"),
    "due_on": Phrase.staff("Extended to"),
    "level": Phrase.staff("Overdue level"),
    "hops": Phrase.staff("Changes of station"),
    "returns": Phrase.staff("Times returned"),
    "finding": Phrase.staff("Finding"),
    "answer": Phrase.staff("Answer"),
    "grade": Phrase.staff("Grade"),
    "answered_by_phone": Phrase.staff("Answered by telephone"),
    "excluded": Phrase.staff("Left out of the rates"),
    "words": Phrase.staff("Words"),
    "kind": Phrase.staff("Kind"),
    "stage": Phrase.staff("Stage"),
    "held_on": Phrase.staff("Day"),
    "held_until": Phrase.staff("Last day"),
    "period": Phrase.staff("Period"),
    "not_met": Phrase.staff("Not met (calls)"),
    "minutes": Phrase.staff("Minutes"),
    "volunteers": Phrase.staff("Volunteers"),
    "person": Phrase.staff("Worker (number)"),
    "organisation": Phrase.staff("Organisation"),
    "project": Phrase.staff("Project"),
    "imported": Phrase.staff("Entered later"),
    "accepted_by": Phrase.staff("Accepted by (number)"),
    "by_time": Phrase.staff("Accepted by time"),
    "counted_on": Phrase.staff("Counted on"),
}
"""What a column is called; the units are their own names in every language."""


def headings(t: Translator, columns: Sequence[str]) -> dict[str, str]:
    """The columns in somebody's language."""
    return {name: name if name in UNITS else HEADINGS[name].said(t) for name in columns}


def worded(t: Translator, network: Network, row: Row) -> Row:
    """A row with the words of the chat instead of codes."""
    said: dict[str, Any] = dict(row)
    for column, say in _SAY.items():
        if said.get(column):
            said[column] = say(t, said[column])
    if said.get("station") in network.stations:
        said["station"] = network.stations[said["station"]].name
    return said


_SAY: Mapping[str, Callable[[Translator, str], str]] = {
    "state": lambda t, code: state_named(t, State(code)),
    "urgency": lambda t, code: urgency_named(t, Urgency(code)),
    "category": category_named,
    "answer": answer_named,
    "grade": answer_named,
    "kind": lambda t, code: kind_named(t, ActivityKind(code)),
    "stage": lambda t, code: stage_named(t, Stage(code)),
}
"""How a code is said."""
