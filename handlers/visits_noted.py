"""What came of a visit is kept, however it was told: by a tap, by its code, by an activity, by a report's contact.

    Wang   今天入户走访4栋502，血压正常
    bot    K-10001-6：记下了，您去过了，谢谢。          (it is not due any more)

Whoever looks after the household hears of a visit that somebody else has made, by its code.
"""

from fieldwork import visits_due
from fieldwork.activities import HouseholdLine, Met
from fieldwork.care import CarePlan, Outcome, Visit
from fieldwork.letters.visiting import outcome_named
from fieldwork.people import STAFF, Person, Role, RoleKind
from fieldwork.reports import Report
from fieldwork.understanding.folding import fold
from handlers import caring, nobody_opened
from handlers.turn import Turn
from storage import care

BELIEVED = STAFF | {RoleKind.BUILDING_HEAD, RoleKind.VOLUNTEER}
"""Who goes from door to door, where their own place is."""


def note(turn: Turn, plan: CarePlan, by: Person, outcome: Outcome, serial: int | None = None) -> int | None:
    """Keeps it, and moves the rhythm on; gives the visit's number, None where somebody else was faster."""
    before = plan.model_copy()
    if not _moved(turn, plan, outcome):
        return None
    visit = Visit(
        plan_id=plan.id, at=turn.now, day=turn.desk.day, by_id=by.id, outcome=outcome, serial=serial
    )
    kept = care.note_visit(turn.session, visit)
    if outcome is Outcome.NOT_MET:
        nobody_opened.look_again(turn, plan, by, before)
    else:
        nobody_opened.clear(turn, plan, by)
    return kept


def _moved(turn: Turn, plan: CarePlan, outcome: Outcome) -> bool:
    if outcome is Outcome.MET:
        return caring.visited(turn, plan, turn.desk.day)
    return care.change(turn.session, plan, missed_at=turn.now)


# -- told another way -------------------------------------------------------------------------------


def told_in(turn: Turn, report: Report, person: Person, roles: list[Role]) -> None:
    """A report, mostly an activity, that tells of visits at the doors of households."""
    if report.place:
        told_of(turn, report.text, report.place, person, roles, report.serial)


def told_of(
    turn: Turn, text: str, place: str, person: Person, roles: list[Role], serial: int | None = None
) -> list[CarePlan]:
    """Keeps the visits that words tell of; gives the households that were visited."""
    outcome, named = meant(turn, text, place, roles)
    return [plan for plan in named if _cleared(turn, plan, person, outcome, serial, "" if serial else text)]


def meant(turn: Turn, text: str, place: str, roles: list[Role]) -> tuple[Outcome, list[CarePlan]]:
    """At which doors of a building somebody was, and whether anybody was met; none where that is not sure."""
    words = fold(text)
    if not visits_due.tells_of_visits(words):
        return Outcome.MET, []
    here = [plan for plan in care.of_place(turn.session, place) if visits_due.names_door(words, plan.door)]
    theirs = [plan for plan in here if _believed(turn, plan, roles)]
    if not visits_due.nobody_opened(words):
        return Outcome.MET, theirs
    return Outcome.NOT_MET, theirs if len(theirs) == 1 else []  # at which of the doors, is not said


def _believed(turn: Turn, plan: CarePlan, roles: list[Role]) -> bool:
    contains = turn.desk.network.contains
    return any(role.kind in BELIEVED and contains(role.place, plan.place) for role in roles)


def at_door(turn: Turn, line: HouseholdLine, person: Person, roles: list[Role]) -> None:
    """One door of an outing: a household whose visit was due was met there, or nobody was in."""
    outcome = {Met.MET: Outcome.MET, Met.NOT_MET: Outcome.NOT_MET}.get(line.met)
    if outcome is None or not line.door:
        return
    for plan in care.of_place(turn.session, line.place):
        if visits_due.names_door(fold(line.door), plan.door) and _believed(turn, plan, roles):
            _cleared(turn, plan, person, outcome, line.serial)


def at_report(turn: Turn, report: Report, person: Person) -> None:
    """Somebody was on site because of a report from a household's own door."""
    if report.place and report.door:
        here = care.of_place(turn.session, report.place)
        for plan in (plan for plan in here if plan.door == report.door and plan.id != report.plan_id):
            _cleared(turn, plan, person, Outcome.MET, report.serial)


def _cleared(
    turn: Turn, plan: CarePlan, by: Person, outcome: Outcome, serial: int | None, words: str = ""
) -> bool:
    visit = note(turn, plan, by, outcome, serial)
    if visit is None:
        return False
    if words:
        care.annotate(turn.session, visit, words)
    acts = caring.recipient(turn, plan)
    if acts and acts.id != by.id:
        caring.tell(turn, plan, acts, lambda t: t.staff("{code}: {worker} was there ({outcome}).", code=plan.code,
                    worker=by.name, outcome=outcome_named(t, outcome)))  # fmt: skip
    return True
