"""A report goes from one station to another: what every such move has in common.

Its event says from where to where, by which request, and by which rule it had come there, so that `report why`
and the rates of RULES 3.5 (一次派准率, 退单成立率 per rule) can be told from the history alone.
"""

import json
from collections.abc import Sequence
from typing import Any

from fieldwork import neighbours
from fieldwork.people import Person
from fieldwork.places import Station
from fieldwork.reports import MOVES, Event, Report, Urgency
from fieldwork.requests import Request
from handlers.turn import Turn, home_of
from storage import people, reports

VERSION = 1  # of moves as rules


def others(turn: Turn, report: Report) -> list[Station]:
    """The stations that may have a report instead of its own, the likeliest first."""
    home = home_of(people.roles_of(turn.session, report.reporter_id, turn.desk.day))
    likely = [*_places_meant(turn, report, home), *_second(turn, report, home)]
    return neighbours.others(turn.desk.staffing, report.station, likely)


def _places_meant(turn: Turn, report: Report, home: list[str]) -> list[str]:
    """The stations of the other places that its words may mean."""
    found = []
    for place in turn.desk.reader.read(report.words or report.text, home).candidates:
        found += [station.code for station in turn.desk.network.stations_above(place, turn.desk.day)[:1]]
    return found


def _second(turn: Turn, report: Report, home: list[str]) -> list[str]:
    """What the rules chose, where it is elsewhere now, and what came second."""
    routing = turn.desk.router.route(
        report.place, home[0] if home else "", report.category, report.urgency.value
    )
    return [chosen.station for chosen in (routing.first, routing.second) if chosen]


def move(report: Report, name: str, to: str, request: Request | None = None) -> str:
    """The reason in the event of a move, without a word that anybody wrote."""
    told = {"from": report.station, "to": to, "rule": report.rule, "version": report.rule_version}
    return json.dumps({**told, **({"request": request.id} if request else {}), "step": name})


def moved(turn: Turn, report: Report, name: str, to: str) -> dict[str, Any]:
    """What a move changes in the report itself; who has it there is said beside it."""
    hops = report.hops + 1
    back = hops >= turn.desk.rules.limits.hops and to == first_receiver(turn, report)
    return {"station": to, "rule": name, "rule_version": VERSION,
            "ruleset": turn.desk.ruleset, "hops": hops, "before": None, "supervisor_id": None, "supervise_until": None,
            "must_keep": back or name == "give_back"}  # fmt: skip


def first_receiver(turn: Turn, report: Report) -> str:
    """The station that received it first (首接负责): where it was before it went anywhere else."""
    gone = [event for event in reports.events(turn.session, report.serial) if event.step in MOVES]
    return str(json.loads(gone[0].reason)["from"]) if gone else report.station


def responsible(turn: Turn, report: Report, station: Station) -> Person | None:
    """Whose card rings at a station."""
    return turn.desk.staffing.responsible(station, report.place, urgent=report.urgency is Urgency.T0)


def last(turn: Turn, report: Report, steps: Sequence[str]) -> Event | None:
    """The newest event of some steps."""
    found = [event for event in reports.events(turn.session, report.serial) if event.step in steps]
    return found[-1] if found else None
