"""Which station a report goes to: when it is filed, and again when what it says of itself was corrected.

Before anybody signed, a corrected place or category may name another station; afterwards it is only told
to the one who has it. What is with somebody who cannot act any more is put right: who left, was moved, is
away or has blocked the bot is nobody's handler (promise 3).
"""

import json
from collections.abc import Mapping
from typing import Any

from fieldwork.letters.matter import Matter
from fieldwork.people import Person, can_be_reached
from fieldwork.places import PlaceKind, Station
from fieldwork.reports import Event, Report, State, Urgency
from fieldwork.routing import BACKSTOP, BUILT_IN_VERSION, Chosen, Routing
from fieldwork.understanding.reading import Reading
from handlers import recorded, telling, telling_deciders, winding
from handlers.turn import Turn, home_of
from storage import people, reports


def door_of(reading: Reading) -> str:
    """Unit, floor and room as people there write them: 3-502, 3单元, 5楼."""
    return door_in({"unit": reading.unit, "floor": reading.floor, "room": reading.room})


def door_in(parts: Mapping[str, str]) -> str:
    """The same from the parts `unit`, `floor` and `room`, each of which may be missing."""
    unit, floor, room = (parts.get(part, "") for part in ("unit", "floor", "room"))
    if room:
        return "-".join(part for part in (unit, room) if part)
    return (unit and f"{unit}单元") + (floor and f"{floor}楼")


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
    if goes_by_people(report):
        routing = _kept(turn, report)
    else:
        routing = turn.desk.router.route(
            report.place, home[0] if home else "", report.category, report.urgency
        )
    report.station = routing.first.station
    report.rule, report.rule_version = routing.first.rule, routing.first.version
    report.ruleset = turn.desk.ruleset
    station, urgent = turn.desk.network.stations[report.station], report.urgency is Urgency.T0
    responsible = turn.desk.staffing.responsible(station, report.place, urgent=urgent)
    report.rung_id = responsible.id if responsible else None
    if not report.serial:
        winding.wind_new(turn, report)
    return routing


def goes_by_people(report: Report) -> bool:
    """Whether people said which station has it: no rule takes it away from there."""
    return report.hops > 0 or report.must_keep


def _kept(turn: Turn, report: Report) -> Routing:
    """The station that people named; the nearest above, where nobody can be reached there any more (兜底)."""
    staffing, seat = turn.desk.staffing, turn.desk.network.stations[report.station]
    up = next((one for one in [seat, *staffing.above(seat.code)] if staffing.reachable(one)), seat)
    if up.code == seat.code:
        return Routing(first=Chosen(rule=report.rule, version=report.rule_version, station=seat.code))
    return Routing(first=Chosen(rule=BACKSTOP, version=BUILT_IN_VERSION, station=up.code))


def looked_at(report: Report) -> dict[str, str | None]:
    """What the rules look at of a report."""
    return {"place": report.place, "category": report.category, "urgency": report.urgency}


def dispatched(turn: Turn, report: Report, routing: Routing, came_from: State) -> Event:
    """The event of a dispatch: the rule that chose, what came second (`report why`), and what it looked at."""
    why = json.dumps({**routing.model_dump(), "of": looked_at(report)}, ensure_ascii=False)
    return Event(at=turn.now, serial=report.serial, step="dispatched", role="rule", came_from=came_from,
                 went_to=report.state, reason=why)  # fmt: skip


def relocate(turn: Turn, report: Report, home: list[str], **where: Any) -> bool:
    """It lies elsewhere, as its reporter says: whether another station has it now. No card is rewritten."""
    before = report.model_copy()
    reports.change(turn.session, report, **where)
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="amended_place",
                                     actor_id=report.reporter_id, role="reporter"))  # fmt: skip
    routing = route(turn, report, home)
    same = (report.station, report.rung_id) == (before.station, before.rung_id)
    return not same and _moved(turn, report, before, routing)


def route_again(turn: Turn, report: Report, home: list[str]) -> Matter:
    """After a correction: another station where that is due, every card rewritten. Gives what was told."""
    if report.state not in (State.DISPATCHED, State.NOTED):
        return telling.redraw(turn, report)
    before = report.model_copy()
    routing = route(turn, report, home)
    same = (report.station, report.rung_id) == (before.station, before.rung_id)
    moved = not same and _moved(turn, report, before, routing)
    recorded.follow(turn, report)
    told = telling.redraw(turn, report)
    if moved:
        telling.ring(turn, told, _rung(turn, report), moved=report.station != before.station)
    return told


def _moved(turn: Turn, report: Report, before: Report, routing: Routing) -> bool:
    """Keeps where a report goes now; False, and the report as it is kept, where somebody else was faster."""
    moved = {
        name: getattr(report, name) for name in ("station", "rule", "rule_version", "ruleset", "rung_id")
    }
    if reports.change(turn.session, report, **moved):
        reports.note(turn.session, dispatched(turn, report, routing, before.state))
        return True
    kept = reports.by_serial(turn.session, report.serial) or before
    for name in Report.model_fields:
        setattr(report, name, getattr(kept, name))
    return False


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


# -- putting right ----------------------------------------------------------------------------------


def hand_on(turn: Turn) -> None:
    """Whatever is with somebody who cannot act any more goes to somebody who can, at once."""
    turn.desk = turn.desk.staffed(people.staffing(turn.session, turn.desk.network, turn.desk.day))
    for serial in stranded(turn):
        put_right(turn, serial)


def stranded(turn: Turn) -> list[int]:
    """The reports that ring nobody though somebody could be rung, or whose handler is gone for good."""
    session, found = turn.session, list[int]()
    for station, rung in reports.unsigned_pairs(session):
        if _rings_nobody(turn, station, rung):
            found += reports.unsigned_of_pair(session, station, rung)
    for station, rung in reports.returned_pairs(session):
        if _is_asked_in_vain(turn, station, rung):
            found += reports.returned_of_pair(session, station, rung)
    for station, handler in reports.handled_pairs(session):
        if _is_nobodys(turn, station, handler):
            found += reports.handled_of_pair(session, station, handler)
    return found


def _rings_nobody(turn: Turn, code: str, rung: int | None) -> bool:
    staffing, station = turn.desk.staffing, turn.desk.network.stations.get(code)
    if station is None:
        return False
    if rung is None:
        return True  # perhaps somebody can be rung by now
    return not (staffing.is_here(rung) and staffing.answers_for(rung, station))


def _is_asked_in_vain(turn: Turn, code: str, rung: int | None) -> bool:
    """Who was asked to decide about a return cannot do so today, and somebody else can."""
    staffing, station = turn.desk.staffing, turn.desk.network.stations.get(code)
    if station is None:
        return False
    asked = staffing.deciders(staffing.one_up(code))
    decides = rung is not None and staffing.is_here(rung) and staffing.answers_for(rung, station)
    return bool(asked) and not decides


def _is_nobodys(turn: Turn, code: str, handler: int | None) -> bool:
    """Gone for good, while there is somebody above to take it; who is only away keeps what they signed."""
    staffing, station = turn.desk.staffing, turn.desk.network.stations.get(code)
    if station is None or handler is None:
        return False
    gone = not (staffing.can_hear(handler) and staffing.answers_for(handler, station))
    return gone and _who_takes_over(turn, station) is not None


def _who_takes_over(turn: Turn, station: Station) -> Person | None:
    """The head; where none can be reached, whoever of the station is rung first."""
    return turn.desk.staffing.head(station) or turn.desk.staffing.responsible(station, None)


def look_after(turn: Turn, report: Report) -> None:
    """After a report comes back into hands: while it waited, who has it may have gone."""
    code = report.station
    gone = report.state in reports.AT_WORK and _is_nobodys(turn, code, report.handler_id)
    if gone or (report.state in reports.UNSIGNED and _rings_nobody(turn, code, report.rung_id)):
        _put_right_by_day(turn, report)


def put_right(turn: Turn, serial: int) -> bool:
    """One stranded report: rings the next one, or passes it to the head. False when there is nothing to do."""
    report = reports.by_serial(turn.session, serial)
    return report is not None and _put_right_by_day(turn, report)


def _put_right_by_day(turn: Turn, report: Report) -> bool:
    """Nobody is rung for it in the night, but for what is most urgent."""
    posted = len(turn.letters)
    done = _put_right(turn, report)
    if report.urgency is not Urgency.T0:
        turn.hold_for_the_day(posted)
    return done


def _put_right(turn: Turn, report: Report) -> bool:
    if report.state in reports.AT_WORK:
        return _pass_to_head(turn, report)
    if report.state is State.RETURN_PENDING:
        return telling_deciders.ask_another(turn, report)
    if report.state is State.DISPATCHED:
        return _ring_the_next(turn, report)
    return report.state is State.REWORK and _ring_again(turn, report)


def _ring_the_next(turn: Turn, report: Report) -> bool:
    home = home_of(people.roles_of(turn.session, report.reporter_id, turn.desk.day))
    would = report.model_copy()
    route(turn, would, home)
    if (would.station, would.rung_id) == (report.station, report.rung_id):
        return False
    route_again(turn, report, home)
    return True


def _ring_again(turn: Turn, report: Report) -> bool:
    again = who_does_it_again(turn, report)
    if (again.id if again else None) == report.rung_id:
        return False
    if not reports.change(turn.session, report, rung_id=again.id if again else None):
        return False
    telling.ring(turn, telling.redraw(turn, report), again)
    return True


def _pass_to_head(turn: Turn, report: Report) -> bool:
    head = _who_takes_over(turn, turn.desk.network.stations[report.station])
    return head is not None and hand_over(turn, report, head, by=None, role="rule")


def hand_over(turn: Turn, report: Report, to: Person, by: Person | None, role: str) -> bool:
    """Gives a report to somebody else, at once; the cards follow. False when somebody else was faster.

    What is signed for stays signed for and gets another handler; what is not, rings the other one.
    """
    signed = report.state in reports.AT_WORK
    before = report.handler_id if signed else report.rung_id
    changed = {"rung_id": to.id, **({"handler_id": to.id} if signed else {})}
    if not reports.change(turn.session, report, **changed):
        return False
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="handed_over", role=role,
                                     actor_id=by.id if by else None, came_from=report.state, went_to=report.state,
                                     reason=json.dumps({"from": before, "to": to.id})))  # fmt: skip
    told = telling.redraw(turn, report)
    if by is None or by.id != to.id:
        telling.ring_handed(turn, told, to, by)
    return True
