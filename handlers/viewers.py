"""As what somebody looks at a report today: what `fieldwork.seeing` needs to know to say what they see."""

from fieldwork import seeing
from fieldwork.people import HEADS, Person, Role
from fieldwork.reports import Report
from fieldwork.seeing import Part, Sight, Surface, Viewer
from handlers.turn import Turn, may_handle
from storage import viewing


def sight(turn: Turn, report: Report, person: Person | None, roles: list[Role], surface: Surface) -> Sight:
    """What somebody of a station sees of a report on a surface."""
    return seeing.sight(viewer_of(turn, report, person, roles), report, surface)


def may_open(turn: Turn, report: Report, person: Person | None, roles: list[Role]) -> bool:
    """Whether somebody is named to what is restricted; of other reports, whether they are theirs to handle."""
    return seeing.may_open(viewer_of(turn, report, person, roles), report)


def knows_of(turn: Turn, report: Report, person: Person | None, roles: list[Role]) -> bool:
    """Whether somebody of its station may know that there is such a report: of P4 only who is named to it."""
    return Part.NUMBER in sight(turn, report, person, roles, Surface.OPENED)


def hears_of(turn: Turn, report: Report, person: Person, roles: list[Role]) -> bool:
    """Whether somebody is rung for a report at all: of what is restricted only who may open it is."""
    return not seeing.is_logged(report) or may_open(turn, report, person, roles)


def viewer_of(turn: Turn, report: Report, person: Person | None, roles: list[Role]) -> Viewer:
    """As what somebody looks at a report; for who is not of its station or above, an outsider."""
    if person is None or not may_handle(turn, roles, report):
        return Viewer.OUTSIDER
    if is_responsible(turn, report, person):
        return Viewer.RESPONSIBLE
    return Viewer.ABOVE if heads(turn, report, roles) else Viewer.COLLEAGUE


def is_responsible(turn: Turn, report: Report, person: Person) -> bool:
    """Who signed, before that whose card rang; their stand-in; and who was named to what is restricted."""
    has = report.handler_id or report.rung_id
    if has in (person.id, *turn.desk.staffing.standing_in(person.id)):
        return True
    if report.caller_id == person.id and not seeing.is_logged(report):
        return True  # 待电话回访: whoever rings needs the telephone
    return seeing.is_logged(report) and viewing.is_admitted(turn.session, report.serial, person.id)


def heads(turn: Turn, report: Report, roles: list[Role]) -> bool:
    """Whether somebody heads the report's station, or one above it."""
    return may_handle(turn, [role for role in roles if role.kind in HEADS], report)
