"""Which station a report goes to: when it is filed, and again when what it says of itself was corrected.

Before anybody signed, a corrected place or category may name another station; afterwards it is only told
to the one who has it.
"""

import json

from fieldwork.letters.matter import Matter
from fieldwork.people import Person, can_be_reached
from fieldwork.places import PlaceKind
from fieldwork.reports import Event, Report, State
from fieldwork.routing import Routing
from fieldwork.understanding.reading import Reading
from handlers import telling
from handlers.turn import Turn, home_of
from storage import people, reports


def door_of(reading: Reading) -> str:
    """Unit, floor and room as people there write them: 3-502, 3单元, 5楼."""
    if reading.room:
        return "-".join(part for part in (reading.unit, reading.room) if part)
    unit, floor = reading.unit and f"{reading.unit}单元", reading.floor and f"{reading.floor}楼"
    return unit + floor


def place_of(turn: Turn, reading: Reading, home: list[str]) -> str | None:
    """The place the words name; where they name none, the sender's own building or community, if one."""
    if reading.place or reading.candidates or reading.named:
        return reading.place
    own = own_places(turn, home)
    return own[0] if len(own) == 1 else None


def own_places(turn: Turn, home: list[str]) -> list[str]:
    """The sender's own places that are a community or lie in one: what a text without a place may mean."""
    return [place for place in home if turn.desk.network.at(place, PlaceKind.COMMUNITY)]


def route(turn: Turn, report: Report, home: list[str]) -> Routing:
    """Names the station, its rule, and whose card rings, in the report itself."""
    routing = turn.desk.router.route(report.place, home[0] if home else "", report.category, report.urgency)
    report.station = routing.first.station
    report.rule, report.rule_version = routing.first.rule, routing.first.version
    responsible = turn.desk.staffing.responsible(turn.desk.network.stations[report.station], report.place)
    report.rung_id = responsible.id if responsible else None
    return routing


def dispatched(turn: Turn, report: Report, routing: Routing, came_from: State) -> Event:
    """The event of a dispatch: the rule that chose, and what came second (`report why`)."""
    why = json.dumps(routing.model_dump(), ensure_ascii=False)
    return Event(at=turn.now, serial=report.serial, step="dispatched", role="rule", came_from=came_from,
                 went_to=State.DISPATCHED, reason=why)  # fmt: skip


def route_again(turn: Turn, report: Report, home: list[str]) -> Matter:
    """After a correction: another station where that is due, every card rewritten. Gives what was told."""
    if report.state is not State.DISPATCHED:
        return telling.redraw(turn, report)
    before = report.model_copy()
    routing = route(turn, report, home)
    if (report.station, report.rung_id) == (before.station, before.rung_id):
        return telling.redraw(turn, report)
    _moved(turn, report, before, routing)
    told = telling.redraw(turn, report)
    telling.ring(turn, told, _rung(turn, report))
    return told


def _moved(turn: Turn, report: Report, before: Report, routing: Routing) -> None:
    moved = {name: getattr(report, name) for name in ("station", "rule", "rule_version", "rung_id")}
    reports.change(turn.session, report, **moved)
    reports.note(turn.session, dispatched(turn, report, routing, before.state))


def _rung(turn: Turn, report: Report) -> Person | None:
    return turn.desk.staffing.people.get(report.rung_id or 0)


def another_person(turn: Turn, report: Report) -> Person | None:
    """重办 is another person's: the station's, else one of the stations above it (RULES, Settled)."""
    seat = turn.desk.network.stations[report.station]
    up = turn.desk.network.stations_above(seat.place, turn.desk.day)
    for station in [seat, *up]:
        person = turn.desk.staffing.responsible(station, report.place, but=report.handler_id or report.but_id)
        if person:
            return person
    return None


def who_does_it_again(turn: Turn, report: Report) -> Person | None:
    """Another person; where there is none either, the same may act (RULES, Settled)."""
    same = turn.desk.staffing.people.get(report.handler_id or report.but_id or 0)
    return another_person(turn, report) or (same if same and can_be_reached(same) else None)


def hand_on(turn: Turn, person: Person) -> None:
    """What waits for somebody who cannot be reached any more rings the next one (promise 3)."""
    for report in reports.waiting_for(turn.session, person.id):
        if report.state is State.DISPATCHED:
            route_again(
                turn, report, home_of(people.roles_of(turn.session, report.reporter_id, turn.desk.day))
            )
        else:
            again = who_does_it_again(turn, report)
            reports.change(turn.session, report, rung_id=again.id if again else None)
            telling.ring(turn, telling.redraw(turn, report), again)
