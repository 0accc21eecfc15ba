"""How far workers are with their targets, and the records that it comes out of.

A worker's communities are counted wherever in the district they lie: who belongs to one station may serve others.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from fieldwork.people import RoleKind
from fieldwork.periods import Period, period_of
from fieldwork.places import Network, PlaceKind
from fieldwork.rules import Rules, Target
from fieldwork.targets import Reached, by_now
from storage.figures import Asked, communities, of_a_target
from storage.people import IN_FORCE, PEOPLE, ROLES
from storage.tallies import TALLIES


class Course(NamedTuple):
    """A target in the period that it is for, as it stood at the end of a day of it."""

    target: Target
    whole: Period
    day: date
    asked: Asked

    @classmethod
    def of(cls, tree: Network, place: str, target: Target, rules: Rules, day: date) -> "Course":
        """Of the workers of a place; what they did counts all over the district."""
        whole = period_of(day, target.span, rules.periods)
        *_, top = [up.code for up in tree.above(place)] or [place]
        return cls(target, whole, day, Asked(tree, top, whole.since, day, rules))

    @property
    def due(self) -> int:
        """What each was to have reached by that day."""
        return by_now(self.target, self.whole, self.day)


def workers(session: Session, tree: Network, place: str, day: date) -> list[int]:
    """The social workers of a place and of all below it."""
    of = select(PEOPLE.c.id, ROLES.c.place).join_from(PEOPLE, ROLES, PEOPLE.c.id == ROLES.c.person_id)
    rows = session.execute(of.where(ROLES.c.kind == RoleKind.SOCIAL_WORKER, IN_FORCE), {"day": day})
    return sorted({person for person, where in rows if tree.contains(place, where)})


def reached(session: Session, course: Course, who: Iterable[int]) -> list[Reached]:
    """How far each worker is with a target, whoever is furthest behind first."""
    target, due = course.target, course.due
    found = communities(session, course.asked, target.counted, of_a_case=target.of_a_case)
    told = [Reached(each, len(found.get(each, ())), target.goal, due) for each in who]
    return sorted(told, key=lambda one: (one.number, one.person_id))


class Done(NamedTuple):
    """One record of a worker that counts for a target, and the community that it counts in."""

    serial: int
    day: date
    community: str


def records(session: Session, course: Course, person_id: int) -> list[Done]:
    """What of a worker counts for a target, by community and day."""
    asked, target = replace(course.asked, person_id=person_id), course.target
    theirs = of_a_target(asked, target.counted, of_a_case=target.of_a_case).subquery()
    lines = select(TALLIES.c.serial, func.min(TALLIES.c.day), func.max(TALLIES.c.path)).where(
        TALLIES.c.serial.in_(select(theirs.c.serial)), *asked.conditions()
    )
    found = session.connection().execute(lines.group_by(TALLIES.c.serial)).all()
    placed = [(serial, day, asked.network.at(path.rstrip("/").rpartition("/")[2], PlaceKind.COMMUNITY))
              for serial, day, path in found]  # fmt: skip
    return sorted((Done(serial, day, at.code) for serial, day, at in placed if at), key=lambda one: one[::-1])
