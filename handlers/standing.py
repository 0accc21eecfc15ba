"""As what somebody acts on a report today: what `fieldwork.life` needs to know to say whether they may."""

from datetime import timedelta

from fieldwork import life, seeing
from fieldwork.legs import to_plan
from fieldwork.life import By, Case, Verdict
from fieldwork.people import HEADS, Person, Role, RoleKind
from fieldwork.places import Station
from fieldwork.reports import MOVES, Report, State
from fieldwork.requests import Request, RequestKind, RequestState
from handlers import dispatching, viewers, winding
from handlers.turn import Turn, is_above, stations_of
from storage import reports, requests

BY_TRANSFER = frozenset({"return", "offer"})  # the steps that look at the window
BY_PLAN = frozenset({"ask_plan", "plan_approved"})  # those that look whether a plan is waited for
DISPATCHES = frozenset({"dispatched", *MOVES})  # each opens it anew


def may(
    turn: Turn, name: str, report: Report, person: Person, roles: list[Role], asked: Request | None = None
) -> Verdict:
    """Whether somebody may take a step now. `asked`: the request that they are to decide, if it is one."""
    return life.judge(name, report, case_of(turn, report, person, roles, name, asked))


def case_of(
    turn: Turn,
    report: Report,
    person: Person,
    roles: list[Role],
    name: str = "",
    asked: Request | None = None,
) -> Case:
    """What there is to know about somebody and a report; what is costly only for the steps that need it."""
    rules = turn.desk.rules
    refused, in_window = _transfer(turn, report) if name in BY_TRANSFER else (False, True)
    return Case(
        acting=acting(turn, report, person, roles, asked), now=turn.now, person_id=person.id,
        others=_others(turn, report, person, asked), refused=refused, in_window=in_window,
        asked_by=asked.asked_by if asked else None, agreed=asked is not None,
        plans=name in BY_PLAN and to_plan(winding.sheet(turn, report)) is not None, lane=rules.lane.on,
        district=any(role.kind is RoleKind.COORDINATOR for role in roles),
        named=not seeing.is_logged(report) or viewers.may_open(turn, report, person, roles),
        reopen_days=rules.limits.reopen_days, returns=rules.limits.returns,
        hops=rules.limits.hops,
    )  # fmt: skip


def acting(
    turn: Turn, report: Report, person: Person, roles: list[Role], asked: Request | None = None
) -> frozenset[By]:
    """Everything that somebody is to a report."""
    found = {By.REPORTER} if person.id == report.reporter_id else set()
    if asked and asked.station in {station.code for station in stations_of(turn, roles)}:
        found.add(By.ASKED)
    if viewers.knows_of(turn, report, person, roles):
        found |= _of_station(turn, report, person, roles)
    return frozenset(found)


def _of_station(turn: Turn, report: Report, person: Person, roles: list[Role]) -> set[By]:
    found = {By.STATION}
    heads = any(role.kind in HEADS for role in roles)
    if heads:
        found.add(By.HEAD)
    if heads or report.handler_id in (None, person.id, *turn.desk.staffing.standing_in(person.id)):
        found.add(By.HANDLER)
    if is_above(turn, roles, report.station):
        found.add(By.ABOVE)
    return found


def above(turn: Turn, report: Report) -> list[Station]:
    """The stations above a report's own, nearest first."""
    return turn.desk.staffing.above(report.station)


def one_up(turn: Turn, report: Report, but: int | None = None) -> Station:
    """Who decides about a report's station: the nearest above with somebody reachable, else the station itself.

    `but` is who asks, and whom another is to answer while there is another.
    """
    return turn.desk.staffing.one_up(report.station, but)


def deciders(turn: Turn, station: Station, but: int | None = None) -> list[Person]:
    """Who of a station is asked to decide: its heads who can be reached, else all who can; `but` one of them."""
    return turn.desk.staffing.deciders(station, but)


def _others(turn: Turn, report: Report, person: Person, asked: Request | None) -> bool:
    """Whether what must be another person's can be another's; looked up only where that is asked."""
    if asked is not None:
        station = turn.desk.network.stations.get(asked.station)
        return station is not None and bool(deciders(turn, station, but=asked.asked_by))
    if report.state in (State.REWORK, State.DONE, State.CALLBACK) and person.id in (
        report.handler_id,
        report.but_id,
    ):
        return dispatching.another_person(turn, report) is not None
    return False


def _transfer(turn: Turn, report: Report) -> tuple[bool, bool]:
    """Whether the last hand-over to another station was refused, and whether the window is open.

    The window opens with each dispatch. Who asked another station in time may return it after the refusal,
    however long that took, for as long again.
    """
    hours = timedelta(hours=turn.desk.rules.limits.return_hours.get(report.urgency.value, 0))
    since = [e.at for e in reports.events(turn.session, report.serial) if e.step in DISPATCHES]
    offered = [r for r in requests.of_report(turn.session, report.serial, RequestKind.TRANSFER)
               if not since or r.asked_at >= since[-1]]  # fmt: skip
    last = offered[-1] if offered else None
    if last and last.state is RequestState.REFUSED and last.answered_at:
        return True, turn.now - last.answered_at <= hours
    return False, not since or turn.now - since[-1] <= hours
