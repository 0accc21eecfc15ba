"""The figures counted again from the records: what was accepted, what happened to needs, which cases there are.

Whoever reads this knows the records and their histories, not how lines are entered. What was closed (封账) stands
as it stood, lines are only ever added, and what an activity is and says changes with a line of its history alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from fieldwork.activities import Activity, Stage
from fieldwork.cases import Case
from fieldwork.counting_in import CALLS_COUNTED, DOORS_NOT_MET, VOLUNTEER_HOURS
from fieldwork.life import By
from fieldwork.need_lines import Need
from fieldwork.reports import Event, Report, ReportKind, State
from fieldwork.tallies import Closing, Tally
from storage import activities, attending, entering, outings, tallies
from storage.network import table_of
from storage.tables import ActivityRow, CaseRow, TallyRow
from tests.conversations import recounting
from tests.conversations.recounting import Kept

TOLD = ("kind", "stage", "held_on", "place", "station", "problem", "organisation_id", "project_id", "period")
Lines = Mapping[tuple[str, str], float]  # how much of what, by name and unit
BESIDE = frozenset({CALLS_COUNTED, DOORS_NOT_MET, VOLUNTEER_HOURS})
Noun = TypeVar("Noun", bound=SQLModel)
ENDS = frozenset({State.CLOSED, State.WITHDRAWN, State.NOT_ACCEPTED, State.MERGED})

STEPS_OF = {
    Need.DONE: {"done", "reached"}, Need.CONTACTED: {"contact"}, Need.PARKED: {"park"}, Need.RETURNED: {"return"},
    Need.SUPERVISED: {"supervise"}, Need.EXTENDED: {"extend"}, Need.UNRATED: {"unanswered"},
    Need.ANSWERED: {"solved", "partly", "unsolved", "phoned", "phoned_unsolved"},
    Need.ANSWERED_CHAT: {"solved", "partly", "unsolved"}, Need.ANSWERED_PHONE: {"phoned", "phoned_unsolved"},
}  # fmt: skip
COMES_TO = {
    Need.CLOSED: State.CLOSED, Need.WITHDRAWN: State.WITHDRAWN, Need.MERGED: State.MERGED,
    Need.NOT_ACCEPTED: State.NOT_ACCEPTED, Need.REOPENED: State.REWORK, Need.CALLED_BACK: State.CALLBACK,
}  # fmt: skip
ALWAYS = (Need.CLOSED, Need.WITHDRAWN, Need.MERGED, Need.NOT_ACCEPTED)  # also of what is out of the rates


class Figures(NamedTuple):
    """What the figures hold, and what they are of, read at one moment."""

    lines: Sequence[Tally]  # in the order they were entered
    closings: Sequence[Closing]
    activities: Mapping[int, Activity]
    amounts: Mapping[int, Lines]  # of each activity, with the hours that were confirmed
    cases: Sequence[Case]
    all_read: bool  # nothing has happened to a need that the figures do not know yet


def read(session: Session) -> Figures:
    """Reads all of it."""
    found = {one.serial: one for one in _all(session, ActivityRow, Activity, "serial")}
    return Figures(
        _all(session, TallyRow, Tally, "id"),
        tallies.closings(session),
        found,
        {serial: _amount(session, one) for serial, one in found.items()},
        _all(session, CaseRow, Case, "id"),
        entering.cursor(session) == entering.newest(session),
    )


def _all(session: Session, row: type[SQLModel], noun: type[Noun], by: str) -> list[Noun]:
    table = table_of(row)
    rows = session.execute(select(*(table.c[name] for name in noun.model_fields)).order_by(table.c[by]))
    return [noun.model_validate(dict(one)) for one in rows.mappings()]


def _amount(session: Session, activity: Activity) -> Lines:
    counts = activities.counts(session, activity.serial)
    told = {(activity.kind.value, unit.value): number for unit, number in counts.items()}
    beside = {
        (VOLUNTEER_HOURS, "小时"): attending.hours(session, activity.serial),
        (DOORS_NOT_MET, "次"): outings.not_met(session, activity.serial),
        (CALLS_COUNTED, "次"): told.get(("home_visit", "次"), 1) if ("home_visit", "户次") in told else 0,
    }
    return {**told, **{key: number for key, number in beside.items() if number}}


# -- what does not hold now -------------------------------------------------------------------------


def in_order(books: Kept, figures: Figures) -> Iterator[str]:
    """What the figures say that the records do not, and the other way round."""
    of = defaultdict[int, list[Tally]](list)
    for line in figures.lines:
        of[line.serial].append(line)
    for serial, activity in figures.activities.items():
        yield from (f"A {serial}: {why}" for why in _of_activity(books, figures, activity, of[serial]))
    for serial, report in books.reports.items():
        if figures.all_read and serial not in figures.activities:
            yield from (f"{report.number}: {why}" for why in _of_need(books, report, of[serial]))
    yield from _of_cases(figures)


def summed(lines: Iterable[Tally]) -> Lines:
    """What lines come to; what is nothing is left out."""
    found = defaultdict[tuple[str, str], float](float)
    for line in lines:
        found[line.name, line.unit] += line.number
    return {key: round(number, 4) for key, number in found.items() if round(number, 4)}


def _of_activity(books: Kept, figures: Figures, activity: Activity, lines: Sequence[Tally]) -> Iterator[str]:
    counts = activity.stage is Stage.ACCEPTED
    own = [line for line in lines if line.name not in frozenset(Need)]
    wanted = figures.amounts[activity.serial] if counts else {}
    if summed(own) != wanted:
        yield f"{activity.stage} stands in the figures as {summed(own)}, its record says {wanted}"
    if counts != (activity.counted_on is not None):
        yield f"{activity.stage}, and counted on {activity.counted_on}"
    yield from _where_it_should(own, {
        "path": _path(books, activity.place, activity.station), "station": activity.station,
        "person_id": activity.person_id, "organisation_id": activity.organisation_id,
        "project_id": activity.project_id,
    })  # fmt: skip
    if any(line.day != activity.held_on and not line.late for line in _standing(own)):
        yield f"held on {activity.held_on}, counted on another day, and nothing says that it is late"


def _of_need(books: Kept, report: Report, lines: Sequence[Tally]) -> Iterator[str]:
    found, events = Counter(_pieces(lines)), books.events[report.serial]
    if report.kind is not ReportKind.NEED:
        if found:
            yield f"it is no need, and the figures say {found}"
        return
    if lines and found[Need.RECEIVED] != 1:
        yield f"received {found[Need.RECEIVED]} times"
    is_open = found[Need.RECEIVED] - found[Need.ENDED] + found[Need.REVIVED]
    if lines and is_open != (report.state not in ENDS):
        yield f"{report.state}, and {is_open} open in the figures"
    for name, many in recounted(events).items():
        if lines and found[name] != many:
            yield f"{name} is counted {found[name]} times, its history says {many}"
    yield from _where_it_should(lines, {"category": report.category or ""})
    if report.place:
        yield from _where_it_should(lines, {"path": _path(books, report.place, "")})


def _pieces(lines: Iterable[Tally]) -> dict[Need, int]:
    return {Need(name): int(number) for (name, unit), number in summed(lines).items() if unit == "件"}


def recounted(events: Sequence[Event]) -> dict[Need, int]:
    """What a history says by itself, without clocks and stations."""
    found = {name: sum(event.step in steps for event in events) for name, steps in STEPS_OF.items()}
    for name, state in COMES_TO.items():
        found[name] = sum(event.went_to is state and event.came_from is not state for event in events)
    if any(event.step == "exclude" for event in events):
        out = {Need.RECEIVED_OUT: 1, Need.CLOSED_OUT: found[Need.CLOSED]}
        return {**{name: found[name] for name in ALWAYS}, **out}
    return {**found, Need.RECEIVED_OUT: 0, Need.CLOSED_OUT: 0}


def _of_cases(figures: Figures) -> Iterator[str]:
    wanted = Counter(("case_opened", case.code) for case in figures.cases)
    wanted.update(("case_closed", case.code) for case in figures.cases if case.closed_on)
    found = Counter[tuple[str, str]]()
    for line in figures.lines:
        if line.unit == "例" and line.serial == 0:
            found[line.name, line.category] += int(line.number)
    if found != wanted:
        yield f"cases are counted as {found}, their records say {wanted}"


def _standing(lines: Iterable[Tally]) -> list[Tally]:
    """The lines that were not taken back: what cancels out is left out."""
    like = defaultdict[tuple[object, ...], list[Tally]](list)
    for line in lines:
        same = like[line.name, line.unit, abs(line.number), line.path, line.station, line.category,
                    line.person_id, line.organisation_id, line.project_id]  # fmt: skip
        if line.number < 0 and same:
            same.pop()
        else:
            same.append(line)
    return [line for same in like.values() for line in same]


def _where_it_should(lines: Iterable[Tally], wanted: Mapping[str, object]) -> Iterator[str]:
    for line in _standing(lines):
        for name, value in wanted.items():
            if getattr(line, name) != value:
                yield f"{line.name} stands at {name} {getattr(line, name)!r}, it is of {value!r}"


def _path(books: Kept, place: str | None, station: str) -> str:
    seat = books.network.stations.get(station)
    return books.network.trail(place or (seat.place if seat else ""))


# -- what should not have happened -------------------------------------------------------------------


def out_of_order(before: tuple[Kept, Figures], after: tuple[Kept, Figures]) -> Iterator[str]:
    """What happened to the figures between two moments, and should not have."""
    books, figures = after
    if list(figures.lines[: len(before[1].lines)]) != list(before[1].lines):
        yield "lines that stood in the figures were changed"
    for closing in before[1].closings:
        if _of_closed(figures, closing) != _of_closed(before[1], closing):
            yield f"{closing.place} {closing.since}–{closing.until} was closed, and its figures changed"
    for serial, activity in figures.activities.items():
        new = books.events[serial][len(before[0].events.get(serial, ())) :]
        was = before[1].activities.get(serial)
        if was and not new:
            changed = [name for name in TOLD if getattr(was, name) != getattr(activity, name)]
            told = _numbers(before[1].amounts[serial])  # an outing's are summed when it ends
            changed += ["numbers"] if told and told != _numbers(figures.amounts[serial]) else []
            yield from (f"A {serial}: {name} changed, and nothing tells of it" for name in changed)
        for event in new:
            if event.step in ("accepted", "sent_back") or (event.step == "made_void" and event.reason):
                yield from _misjudged(before[0], books.reports[serial], activity, event)


def _numbers(amounts: Lines) -> Lines:
    """Those that are told: without what a list, or a round, counts beside them."""
    return {key: number for key, number in amounts.items() if key[0] not in BESIDE}


def _misjudged(books: Kept, report: Report, activity: Activity, event: Event) -> Iterator[str]:
    """Whether somebody of the station, or above it, decided; and not about what they told themselves."""
    if event.actor_id is None:
        return
    acting = recounting.acting(books, report, event.actor_id)
    if not acting & {By.STATION, By.ABOVE} and not _took_its_place(report, event):
        yield f"{report.number}: {event.step} by {event.actor_id}, who is only {sorted(acting)}"
    alone = event.step == "accepted" and event.actor_id == activity.person_id
    if alone and not (By.HEAD in acting and event.reason):
        yield f"{report.number}: accepted by whoever told of it"


def _took_its_place(report: Report, event: Event) -> bool:
    """A newer report of the same period made this one void."""
    return event.step == "made_void" and event.actor_id == report.reporter_id


def _of_closed(figures: Figures, closing: Closing) -> Lines:
    inside = (line for line in figures.lines if line.path.startswith(closing.path))
    return summed(line for line in inside if closing.since <= line.day <= closing.until)
