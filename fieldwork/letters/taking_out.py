"""导出: what somebody is asked before a table leaves the books, and what the table's columns are called."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from fieldwork.accounts import STANDINGS, Standing
from fieldwork.activities import ActivityKind, Stage
from fieldwork.buttons import Button
from fieldwork.days import Span
from fieldwork.exports import LONGEST_REASON, UNITS, Row, What, plain
from fieldwork.figures import ACTIVITIES, NOT_MET, PIECES, VOLUNTEERS, Line
from fieldwork.letters import Kind, Letter
from fieldwork.letters.activities import kind_named, stage_named
from fieldwork.letters.matter import category_named
from fieldwork.letters.station import answer_named, state_named, urgency_named
from fieldwork.letters.terms import figure_named, unit_named, unit_of
from fieldwork.places import Network
from fieldwork.reports import Finding, State, Urgency
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
    first = f"{span.since:%m-%d}"
    return first if span.since == span.until else f"{first}…{span.until:%m-%d}"


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


def taken_out(
    t: Translator, chat: int, what: What, span: Span, states: Mapping[str, int], sum_: str
) -> Letter:
    """The table itself, and how many rows of which state are in it."""
    many, told = sum(states.values()), " · ".join(f"{said} {many}" for said, many in states.items())
    text = (
        t.staff(
            "📤 {many} rows: {states}. It is kept who took them out, when and why.", many=many, states=told
        )
        if many
        else t.staff("📤 No rows. It is kept who took them out, when and why.")
    )
    name = f"{what_named(t, what)}-{span.since}-{span.until}.xlsx"
    return Letter(chat=chat, kind=Kind.DOCUMENT, files=(sum_,), file_name=name, text=text)


# -- what is in the table -----------------------------------------------------------------------------


class About(NamedTuple):
    """What a table holds: of which records, days and places, for whom, when and what for."""

    what: What
    span: tuple[date | None, date | None]
    places: Sequence[str]  # none: everywhere
    reader: str
    at: datetime  # in the field's zone
    reason: str
    states: Mapping[str, int] = {}  # rows of each state, by its word
    totals: Mapping[Line, float] | None = None  # of an account of activities: what counts, by kind and unit
    hidden: int = 0  # rows without place or numbers
    unlisted: int = 0  # records that count and are not the reader's to see
    operator: str = ""  # who took it out, where that was at the machine


Told = tuple[str, str, float | None]
"""A line of the sheet that says what is in a table: what is told, the words, the number."""


WIDTHS = (16, 60, 10)  # of its columns
ORDER = {figure.of[0]: at for at, figure in enumerate((*ACTIVITIES, NOT_MET, VOLUNTEERS))}  # as in 数字


def sheet_named(t: Translator, what: What) -> str:
    """What the table's sheet is called."""
    return t.staff("Matters") if what is What.NEEDS else t.staff("Activities")


def about_headings(t: Translator) -> list[str]:
    """The columns of the sheet that says what is in a table."""
    return [t.staff("What"), t.staff("Which"), t.staff("Number")]


def about(t: Translator, table: About) -> Iterator[Told]:
    """What is in a table, line by line."""
    places = " · ".join(table.places)
    yield t.staff("Time"), _time(t, *table.span), None
    yield (
        t.staff("Place"),
        t.staff("{places}, with all below", places=places) if places else t.staff("all"),
        None,
    )
    yield t.staff("Whose view"), table.reader, None
    if table.operator:
        yield t.staff("Taken out by"), t.staff("{account}, at the machine", account=table.operator), None
    yield t.staff("As of"), f"{table.at:%Y-%m-%d %H:%M}", None
    yield t.staff("For"), table.reason, None
    yield t.staff("Holds"), _held(t, table), None
    if table.totals is not None:
        said = t.staff("what counts, by the day it counts on: the same as under Figures")
        yield t.staff("Adds up"), said, None
    yield from ((t.staff("State"), said, many) for said, many in table.states.items())
    yield from _kept_back(t, table)
    yield from _totals(t, table)


def _time(t: Translator, since: date | None, until: date | None) -> str:
    if since and until:
        return t.staff("{since} to {until}", since=since, until=until)
    if since:
        return t.staff("from {since} on", since=since)
    return t.staff("up to {until}", until=until) if until else t.staff("all days")


def state_of(t: Translator, what: What, row: Row) -> str:
    """How a row of an export stands, in words, and by which code its column says so."""
    code = row["state"] if what is What.NEEDS else row["stage"]
    word = state_named(t, State(code)) if what is What.NEEDS else standing_named(t, _standing(Stage(code)))
    return t.staff("{word} (in the table: {code})", word=word, code=code)


def _standing(stage: Stage) -> Standing:
    return Standing.COUNTED if stage is Stage.ACCEPTED else STANDINGS[stage]


def _held(t: Translator, table: About) -> str:
    if table.what is What.NEEDS:
        return t.staff("what was received in this time")
    if table.totals is None:
        return t.staff("what was held in this time, whatever became of it")
    return t.staff("what was held in this time, and what counts in it (also what came late)")


def _kept_back(t: Translator, table: About) -> Iterator[Told]:
    if table.hidden:
        said = t.staff("place and numbers of what is sensitive; its row is there")
        yield t.staff("Kept back"), said, table.hidden
    if table.unlisted:
        yield t.staff("Not listed"), t.staff("not your station's to see; it is in the sums"), table.unlisted


def _totals(t: Translator, table: About) -> Iterator[Told]:
    if table.what is What.NEEDS:
        yield t.staff("Sum"), _figure(t, what_named(t, table.what), PIECES), sum(table.states.values())
    for line, number in sorted((table.totals or {}).items(), key=lambda one: ORDER.get(one[0], len(ORDER))):
        yield t.staff("Sum"), _of_line(t, line), plain(round(number, 4))


def _of_line(t: Translator, line: Line) -> str:
    return t.staff(
        "{figure} ({unit})", figure=figure_named(t, line.name), unit=unit_of(t, line.name, line.unit)
    )


def _figure(t: Translator, figure: str, unit: str) -> str:
    return t.staff("{figure} ({unit})", figure=figure, unit=unit_named(t, unit))


def in_order(t: Translator, many: Mapping[Standing, int]) -> dict[str, int]:
    """How many rows stand how, by its word."""
    return {standing_named(t, standing): many[standing] for standing in Standing if many.get(standing)}


def standing_named(t: Translator, standing: Standing) -> str:
    """How a row stands to the figures of its time."""
    said = {
        Standing.COUNTED: t.staff("counted"),
        Standing.LATE: t.staff("counted (came late)"),
        Standing.BACK: t.staff("counted (taken off)"),
        Standing.ELSEWHERE: t.staff("counts in another time"),
        Standing.UNCONFIRMED: t.staff("to be confirmed"),
        Standing.WAITING: t.staff("not checked yet"),
        Standing.RETURNED: t.staff("returned to the worker"),
        Standing.VOID: t.staff("made void"),
    }
    return said[standing]


def finding_named(t: Translator, finding: Finding) -> str:
    """What the handler found when it was done."""
    said = {
        Finding.SOLVED: t.staff("so, and solved"),
        Finding.UNSOLVED: t.staff("so, not solved"),
        Finding.UNTRUE: t.staff("was not so"),
    }
    return said[finding]


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
    "standing": Phrase.staff("State"),
    "not_met": Phrase.staff("Not met (calls)"),
    "volunteer_hours": Phrase.staff("Volunteer hours"),
    "minutes": Phrase.staff("Minutes"),
    "volunteers": Phrase.staff("Volunteers"),
    "person": Phrase.staff("Worker (number)"),
    "organisation": Phrase.staff("Organisation"),
    "project": Phrase.staff("Project"),
    "imported": Phrase.staff("Entered later"),
    "accepted_by": Phrase.staff("Accepted by (number)"),
    "accepted_at": Phrase.staff("Accepted at"),
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
    for column in _TRUTHS & said.keys():
        said[column] = t.staff("yes") if said[column] else None
    if said.get("station") in network.stations:
        said["station"] = network.stations[said["station"]].name
    return said


_SAY: Mapping[str, Callable[[Translator, str], str]] = {
    "state": lambda t, code: state_named(t, State(code)),
    "urgency": lambda t, code: urgency_named(t, Urgency(code)),
    "category": category_named,
    "finding": lambda t, code: finding_named(t, Finding(code)),
    "answer": answer_named,
    "grade": answer_named,
    "kind": lambda t, code: kind_named(t, ActivityKind(code)),
    "stage": lambda t, code: stage_named(t, Stage(code)),
    "standing": lambda t, code: standing_named(t, Standing(code)),
}
"""How a code is said."""
_TRUTHS = frozenset({"answered_by_phone", "excluded", "imported", "by_time"})
