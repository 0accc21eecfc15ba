"""What stands at the end of a digest's period: who is behind with a target, and what adds up out of no lines."""

from sqlalchemy import select

from fieldwork.digests import Behind, Span, Stated
from fieldwork.figures import CASES, COMMUNITIES, FIRST_RESPONSE, OLD, TRAINED, VISIT_RATE, How
from fieldwork.people import RoleKind
from fieldwork.rules import Target
from storage.digesting.scope import Scope
from storage.figures import Asked, figures
from storage.people import IN_FORCE, PEOPLE, ROLES
from storage.targets import Course, reached

LONG = (Span.MONTH, Span.YEAR)  # a week is too short to be behind in


AT_END = (*CASES, OLD, FIRST_RESPONSE, VISIT_RATE, TRAINED, COMMUNITIES)


def at_end(scope: Scope) -> list[Stated]:
    """Of a year: cases that are open, what is old, how fast it was answered, who was trained, where one has been."""
    ground = scope.ground
    until, here = min(scope.period.until, ground.day), ground.now.astimezone(ground.zone)
    asked = Asked(ground.tree, scope.places[0], scope.period.since, until, ground.rules, now=here)
    wanted = [figure for figure in AT_END if figure.how is not How.SUM]
    return [one for one in figures(scope.session, asked, wanted) if one.number or one.whole]


def behind(scope: Scope) -> list[Behind]:
    """Of each target with how many people it is behind; in the longer digests of one place."""
    if not scope.is_one or scope.period.span not in LONG:
        return []
    workers = _workers(scope)
    found = [_of(scope, target, workers) for target in scope.ground.rules.targets]
    return [one for one in found if one.people]


def _of(scope: Scope, target: Target, workers: list[int]) -> Behind:
    ground = scope.ground
    course = Course.of(
        ground.tree, scope.places[0], target, ground.rules, min(scope.period.until, ground.day)
    )
    late = [one for one in reached(scope.session, course, workers) if one.is_behind]
    return Behind(
        name=target.name, english=target.english, goal=target.goal, people=len(late), of=len(workers)
    )


def _workers(scope: Scope) -> list[int]:
    """Who worked there when the period ended: whoever came later is behind with nothing of it."""
    of = select(PEOPLE.c.id, ROLES.c.place).join_from(PEOPLE, ROLES, PEOPLE.c.id == ROLES.c.person_id)
    kind = ROLES.c.kind == RoleKind.SOCIAL_WORKER
    theirs = of.where(kind, IN_FORCE, *scope.at_places(ROLES.c.place))
    rows = scope.session.execute(theirs, {"day": min(scope.period.until, scope.ground.day)})
    return sorted({person for person, place in rows if scope.places_above(place)})
