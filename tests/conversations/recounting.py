"""A report's history read by somebody who knows nothing else: where it stands, and whether each step was allowed.

Nothing here asks the code that the bot asks but `fieldwork.life` itself: what somebody is to a report is worked
out anew from the roles and the tree.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from fieldwork import life
from fieldwork.life import STEPS, By, Case, Stay
from fieldwork.people import HEADS, STAFF, Role, Staffing
from fieldwork.places import Network
from fieldwork.reports import MOVES, Event, Report, State
from fieldwork.requests import Request
from storage import network, people, reports, requests
from storage.network import table_of
from storage.tables import ReportRow

ENTERS = frozenset({State.DISPATCHED, State.NOTED})
WATCHED = (
    "state", "station", "category", "urgency", "place", "handler_id", "answer", "grade", "outcome", "privacy",
    "mandatory", "excluded", "hops", "returns", "must_keep", "due_on", "lead_serial",
)  # fmt: skip
ANSWERS = ("solved", "partly", "unsolved")


class Kept(NamedTuple):
    """What the books hold, read at one moment."""

    reports: Mapping[int, Report]
    events: Mapping[int, Sequence[Event]]
    requests: Mapping[int, Sequence[Request]]
    network: Network
    staffing: Staffing
    figures: Mapping[str, Counter[Any]]
    now: datetime


def kept(session: Session, now: datetime) -> Kept:
    """Reads all of it; the figures as lists and digests ask for them."""
    tree, table = network.load(session), table_of(ReportRow)
    serials = list(session.execute(select(table.c.serial).order_by(table.c.serial)).scalars())
    found = {serial: reports.by_serial(session, serial) for serial in serials}
    return Kept(
        {serial: report for serial, report in found.items() if report},
        {serial: reports.events(session, serial) for serial in serials},
        {serial: requests.of_report(session, serial) for serial in serials},
        tree,
        people.staffing(session, tree, now.date()),
        _figures(session, tree),
        now,
    )


def _figures(session: Session, tree: Network) -> dict[str, Counter[Any]]:
    table = table_of(ReportRow)
    where = Counter[Any]()
    for station in tree.stations:
        for state in State:
            where[station, state] = reports.count_of_station(session, [station], [state])
    rows = session.execute(select(table.c.category, func.count()).group_by(table.c.category))
    answers = session.execute(select(table.c.answer, func.count()).group_by(table.c.answer))
    return {
        "where": +where,
        "category": Counter(dict(tuples(rows))),
        "answer": Counter(dict(tuples(answers))),
    }


def tuples(rows: Any) -> Iterator[tuple[Any, int]]:
    """Rows as pairs."""
    yield from ((row[0], row[1]) for row in rows)


# -- what the history alone tells ---------------------------------------------------------------------


@dataclass
class Told:
    """A report as its events tell it."""

    state: State | None = None
    station: str = ""
    category: str | None = None
    answer: str = ""
    wrong: list[str] = field(default_factory=list)


def told(events: Sequence[Event]) -> Told:
    """Folds a history from its beginning."""
    now = Told()
    for event in events:
        if event.came_from is not None and event.came_from is not now.state:
            now.wrong.append(f"{event.step} leaves {event.came_from}, but it was {now.state}")
        now.state = event.went_to or now.state
        _learn(now, event)
    return now


def _learn(now: Told, event: Event) -> None:
    data = _data(event)
    match event.step:
        case "dispatched":
            now.station, now.category = data["first"]["station"], data["of"]["category"]
        case "understood":
            now.category = data["of"]["category"]
        case step if step in MOVES:
            now.station = data["to"]
        case "amended_category":
            now.category = event.reason or None
        case "done":
            now.answer = ""
        case "reopen" | "redo":  # what was answered before was about another try
            now.answer = "unsolved" if event.role == "reporter" else ""
        case step if step in ANSWERS:
            now.answer = step
        case "phoned":
            now.answer = event.reason
        case "phoned_unsolved":
            now.answer = "unsolved"


def _data(event: Event) -> dict[str, Any]:
    read = json.loads(event.reason) if event.reason.startswith("{") else {}
    return dict(read)


def recounted(books: Kept) -> dict[str, Counter[Any]]:
    """The figures, from the histories and nothing else."""
    all_told = [told(events) for events in books.events.values()]
    return {
        "where": Counter((each.station, each.state) for each in all_told),
        "category": Counter(each.category for each in all_told),
        "answer": Counter(each.answer for each in all_told),
    }


def in_order(books: Kept) -> Iterator[str]:
    """What does not hold of what the books keep now."""
    for serial, report in books.reports.items():
        history = told(books.events[serial])
        yield from (f"{report.number}: {sentence}" for sentence in history.wrong)
        if report.station not in books.network.stations:
            yield f"{report.number} has no station: {report.station!r}"
        for name in ("state", "station", "category", "answer"):
            if getattr(history, name) != getattr(report, name):
                yield (
                    f"{report.number}: {name} is {getattr(report, name)!r}, its history says "
                    f"{getattr(history, name)!r}"
                )
    for name, figure in recounted(books).items():
        if figure != books.figures[name]:
            yield f"{name} is counted as {books.figures[name]}, its history says {figure}"


# -- whether each step was allowed --------------------------------------------------------------------


def out_of_order(before: Kept, after: Kept, who: int | None) -> Iterator[str]:
    """What happened between two moments, in which one person at most did one thing, and should not have."""
    for serial, report in after.reports.items():
        was = before.reports.get(serial)
        new = after.events[serial][len(before.events.get(serial, ())) :]
        old = after.events[serial][: len(before.events.get(serial, ()))]
        if list(old) != list(before.events.get(serial, ())):
            yield f"{report.number}: its history was rewritten"
        if was and not new:
            changed = [name for name in WATCHED if getattr(was, name) != getattr(report, name)]
            yield from (f"{report.number}: {name} changed, and nothing tells of it" for name in changed)
        for event in new:
            if event.actor_id not in (None, who) and event.step != "sent":
                yield f"{report.number}: {event.step} in the name of {event.actor_id}, when {who} acted"
            yield from (f"{report.number}: {why}" for why in _breach(before, after, was or report, event))


def _breach(before: Kept, after: Kept, was: Report, event: Event) -> Iterator[str]:
    """Why an event should not be there, if it should not."""
    if event.step == "sent":
        return
    if event.step == "dispatched":
        if not {event.came_from, event.went_to} - {State.SUBMITTED} <= ENTERS or event.actor_id is not None:
            yield f"dispatched from {event.came_from} to {event.went_to} by {event.actor_id}"
        return
    if event.step not in STEPS:
        if event.came_from is not event.went_to:
            yield f"{event.step} is no step, and leads from {event.came_from} to {event.went_to}"
        return
    yield from _misstep(before, after, was, event)


def _misstep(before: Kept, after: Kept, was: Report, event: Event) -> Iterator[str]:
    step = STEPS[event.step]
    here = was.model_copy(update={"state": event.came_from or was.state})
    if event.went_to is not None and event.went_to is not step.end(here):
        yield f"{event.step} leads from {event.came_from} to {event.went_to}, not to {step.end(here)}"
    if event.step == "sign" and event.reason.startswith("implied by transfer"):
        return
    case = _case(before, after, here, event)
    verdict = life.judge(event.step, here, case)
    if not verdict and not (step.leads_to is Stay.HERE and event.came_from is None):
        acting = ", ".join(sorted(case.acting))
        yield f"{event.step} from {event.came_from} by {event.actor_id} as {acting}: {verdict.hindrance}"


def _case(before: Kept, after: Kept, report: Report, event: Event) -> Case:
    """The kindest case: what cannot be worked out from the books does not hinder."""
    asked = [each for each in after.requests.get(report.serial, ()) if each.answered_by == event.actor_id]
    return Case(
        acting=acting(before, report, event.actor_id), now=event.at, person_id=event.actor_id, refused=True, plans=True,
        agreed=any(each.asked_by != event.actor_id for each in asked),
    )  # fmt: skip


def acting(books: Kept, report: Report, person: int | None) -> frozenset[By]:
    """What somebody is to a report, by the roles they hold and where the stations stand."""
    if person is None:
        return frozenset({By.CLOCK})
    found = {By.REPORTER} if person == report.reporter_id else set[By]()
    roles = [role for role in books.staffing.roles_held(person) if role.kind in STAFF]
    own = {station for role in roles for station in _stations_above(books, role.place)[:1]}
    above = _stations_above(books, books.network.stations[report.station].place)
    above = [code for code in above if code != report.station]
    asked = {each.station for each in books.requests.get(report.serial, ())}
    if own & asked:
        found.add(By.ASKED)
    if own & {report.station, *above}:
        found |= _of_station(books, report, person, roles, own, above)
    return frozenset(found)


def _of_station(
    books: Kept, report: Report, person: int, roles: list[Role], own: set[str], above: list[str]
) -> set[By]:
    found = {By.STATION}
    heads = any(role.kind in HEADS for role in roles)
    if heads:
        found.add(By.HEAD)
    if heads or report.handler_id in (None, person, *books.staffing.standing_in(person)):
        found.add(By.HANDLER)
    answered = any(books.staffing.reachable(books.network.stations[code]) for code in above)
    if own & set(above) or (not answered and (heads or report.station in own)):
        found.add(By.ABOVE)
    return found


def _stations_above(books: Kept, place: str) -> list[str]:
    return [station.code for station in books.network.stations_above(place, books.now.date())]
