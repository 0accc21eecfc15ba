"""Who is told when time brings something to a report: always people who can act (RULES 3.4).

Before a limit the one who has it, at the limit their head too, then who stands one level up, then the district.
Who cannot be reached is passed over: for their stand-in, the deputy, the people of the station above.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from fieldwork.marks import LATE, REMIND, Due
from fieldwork.people import HEADS, Person, RoleKind, Staffing
from fieldwork.places import Station
from fieldwork.reports import Report, Urgency


class AsWhat(StrEnum):
    """Why somebody is told. Names are stored (`Reminder.as_what`)."""

    HANDLER = "handler"  # who signed for it; before anybody did, whose card rang
    HEAD = "head"  # who answers for the station
    DEPUTY = "deputy"  # another of the station: where the head, or who has it, cannot be reached; T1 at once
    ABOVE = "above"  # one level up: 督办
    DISTRICT = "district"  # 通报, 约谈
    SUPERVISOR = "supervisor"  # who said: I see to it
    VERIFIER = "verifier"  # who was rung to look whether it is done
    DECIDER = "decider"  # who decides about a return


class Recipient(NamedTuple):
    """Somebody who is told, and why it is they."""

    person: Person
    as_what: AsWhat
    passed_from: int | None = None  # who could not be reached


def recipients(staffing: Staffing, report: Report, due: Due) -> list[Recipient]:
    """Who is told at a mark, each once: what they are first counts."""
    found: dict[int, Recipient] = {}
    for one in _told(staffing, report, due):
        found.setdefault(one.person.id, one)
    return list(found.values())


def _told(staffing: Staffing, report: Report, due: Due) -> Iterator[Recipient]:
    if due.leg == "verify":
        yield from _reached(staffing, report, report.rung_id, AsWhat.VERIFIER)
    elif due.leg == "decide":
        yield from _deciding(staffing, report, due)
    elif due.mark == REMIND:
        if report.urgency is not Urgency.T0:  # the calls ring, nothing reminds
            yield from _handler(staffing, report)
    elif due.mark == LATE:
        yield from _late(staffing, report)
    else:
        yield from _supervisor(staffing, report)
        yield from _risen(staffing, report, due)


def answering(staffing: Staffing, report: Report) -> list[Recipient]:
    """Who has it, and who answers for them, each once."""
    seat, found = staffing.network.stations[report.station], dict[int, Recipient]()
    for one in (*_handler(staffing, report), *_head(staffing, report, seat)):
        found.setdefault(one.person.id, one)
    return list(found.values())


def _late(staffing: Staffing, report: Report) -> Iterator[Recipient]:
    """Level 1: who has it, their head, who supervises; T1 the deputy at once."""
    told = answering(staffing, report)
    yield from told
    if report.urgency is Urgency.T1:
        seat, has = staffing.network.stations[report.station], report.handler_id or report.rung_id
        others = deputies(staffing, seat, has, *(one.person.id for one in told))
        yield from (Recipient(one, AsWhat.DEPUTY) for one in others[:1])
    yield from _supervisor(staffing, report)


def _risen(staffing: Staffing, report: Report, due: Due) -> Iterator[Recipient]:
    """Level 2: one level up. Level 3: the district; and who has it, who may say why."""
    if due.mark == "rise2":
        yield from _of(staffing.deciders(staffing.one_up(report.station)), AsWhat.ABOVE)
        return
    yield from _of(district(staffing, report.station), AsWhat.DISTRICT)
    yield from _handler(staffing, report)


def _deciding(staffing: Staffing, report: Report, due: Due) -> Iterator[Recipient]:
    """A return: who decides; when that is late the next above, then the district."""
    level = staffing.one_up(report.station)
    if due.mark in (REMIND, LATE):
        yield from _of(staffing.deciders(level), AsWhat.DECIDER)
    if due.mark in (LATE, "rise2"):
        higher = next((one for one in staffing.above(level.code) if staffing.reachable(one)), level)
        yield from _of(staffing.deciders(higher), AsWhat.ABOVE)
    elif due.mark != REMIND:
        yield from _of(district(staffing, report.station), AsWhat.DISTRICT)


def _of(people: Iterable[Person], as_what: AsWhat) -> Iterator[Recipient]:
    return (Recipient(person, as_what) for person in people)


# -- people -----------------------------------------------------------------------------------------


def _handler(staffing: Staffing, report: Report) -> Iterator[Recipient]:
    has = report.handler_id or report.rung_id
    if has is None:
        seat = staffing.network.stations[report.station]
        nearest = staffing.responsible(seat, report.place)
        has = nearest.id if nearest else None
    if has is None:
        yield from _of(_above(staffing, report.station)[:1], AsWhat.ABOVE)
    yield from _reached(staffing, report, has, AsWhat.HANDLER)


def _supervisor(staffing: Staffing, report: Report) -> Iterator[Recipient]:
    yield from _reached(staffing, report, report.supervisor_id, AsWhat.SUPERVISOR)


def _head(staffing: Staffing, report: Report, seat: Station) -> Iterator[Recipient]:
    """The station's head who can be reached; who stands for one who cannot; a station without: the one above."""
    own = [role.person_id for role in staffing.roles_of(seat) if role.kind in HEADS]
    here = next((one for one in own if staffing.is_here(one)), None)
    if own:
        yield from _reached(staffing, report, here or own[0], AsWhat.HEAD)
        return
    head = staffing.head(seat)
    yield from _of([head] if head else [], AsWhat.HEAD)


def _reached(
    staffing: Staffing, report: Report, person_id: int | None, as_what: AsWhat
) -> Iterator[Recipient]:
    """Somebody, or who is told in their place; nobody where nobody is meant."""
    if person_id is None:
        return
    if staffing.is_here(person_id):
        yield Recipient(staffing.people[person_id], as_what)
        return
    instead = instead_of(staffing, report, person_id, as_what)
    if instead:
        yield instead


def instead_of(
    staffing: Staffing, report: Report, person_id: int, as_what: AsWhat = AsWhat.HANDLER
) -> Recipient | None:
    """Who is told in the place of somebody who cannot be reached: stand-in, deputy, the station above."""
    stand_in = staffing.acting_for(person_id)
    if stand_in and stand_in.id != person_id:
        return Recipient(stand_in, as_what, person_id)
    seat, has = _station_of(staffing, report, person_id), report.handler_id or report.rung_id
    told_already = has if as_what is AsWhat.HEAD else None
    for one in deputies(staffing, seat, person_id, told_already):
        return Recipient(one, AsWhat.DEPUTY, person_id)
    for one in _above(staffing, seat.code):
        if one.id != person_id:
            return Recipient(one, AsWhat.ABOVE, person_id)
    return None


def _station_of(staffing: Staffing, report: Report, person_id: int) -> Station:
    """As whose they are told: the report's own station, or the one above that they work at."""
    seat = staffing.network.stations[report.station]
    works_at = staffing.stations_of(person_id)
    return next((one for one in [seat, *staffing.above(seat.code)] if one.code in works_at), seat)


def deputies(staffing: Staffing, seat: Station, *but: int | None) -> list[Person]:
    """Who stands beside somebody at a station: another head, else another who can be reached."""
    heads = {role.person_id for role in staffing.roles_of(seat) if role.kind in HEADS}
    others = [one for one in staffing.reachable(seat) if one.id not in but]
    return sorted(others, key=lambda one: one.id not in heads)


def _above(staffing: Staffing, code: str) -> list[Person]:
    """The people of the nearest station above with somebody reachable."""
    return next((found for up in staffing.above(code) if (found := staffing.deciders(up))), [])


def top(staffing: Staffing, code: str) -> Station:
    """The district's own station."""
    return [staffing.network.stations[code], *staffing.above(code)][-1]


def district(staffing: Staffing, code: str) -> list[Person]:
    """The district's coordinators who can be reached; else who decides there; else the nearest above."""
    seat = top(staffing, code)
    named = {role.person_id for role in staffing.roles_of(seat) if role.kind is RoleKind.COORDINATOR}
    here = staffing.reachable(seat)
    return [one for one in here if one.id in named] or here or _above(staffing, code)


def is_unreachable(staffing: Staffing, station: Station) -> bool:
    """Whether a station has people, and none of them can be reached."""
    return bool(staffing.roles_of(station)) and not staffing.reachable(station)


# -- calls ------------------------------------------------------------------------------------------


class Called(NamedTuple):
    """A call that went out: to whom, the how manyth of its leg, and in which turn through all."""

    person_id: int
    number: int
    turn: int


def call_list(staffing: Staffing, report: Report) -> list[list[Person]]:
    """T0: who is called, in the order of the levels: the station, the one above, the district, its head."""
    seat, district_ = staffing.network.stations[report.station], top(staffing, report.station)
    up = next((one for one in staffing.above(seat.code) if staffing.reachable(one)), None)
    rung = staffing.acting_for(report.rung_id) if report.rung_id else None
    near = [*staffing.on_duty(seat), *([rung] if rung else []), *staffing.nearest(seat, report.place)]
    heads = [role.person_id for role in staffing.roles_of(district_) if role.kind is RoleKind.STATION_HEAD]
    first = [one for one in staffing.reachable(district_) if one.id in heads]
    return [
        _once(near),
        _once([*staffing.on_duty(up), *staffing.deciders(up)]) if up else [],
        _once([*staffing.on_duty(district_), *district(staffing, report.station)]),
        first or district(staffing, report.station)[:1],
    ]


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.id: person for person in people}.values())


def next_call(
    lists: Sequence[Sequence[Person]], opened: int, newly: int, called: Sequence[Called]
) -> tuple[Person, int] | None:
    """Whom the next call rings, and the turn. `opened`: up to which level is called; `newly`: the level that
    this call begins, 0 for none.

    A level that begins is called at once; else one further person, who was not called in this turn; when all
    were, again from the first.
    """
    turn = max((one.turn for one in called), default=0)
    before = {one.person_id for one in called if one.turn == turn}
    if newly and lists[newly]:
        fresh = [one for one in lists[newly] if one.id not in before]
        return (fresh or lists[newly])[0], turn
    everybody = _once(person for each in lists[: opened + 1] for person in each)
    fresh = [one for one in everybody if one.id not in before]
    if fresh:
        return fresh[0], turn
    return (everybody[0], turn + 1) if everybody else None
