"""Who cannot be reached, and who was not heard from, at the wanted places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import or_, select

from fieldwork.digests import Silence
from fieldwork.people import STAFF, RoleKind
from storage import inbox, people
from storage.digesting.scope import Scope
from storage.digesting.silence import Beginnings, quiet_since
from storage.people import IN_FORCE, PEOPLE, ROLES

NAMED = 5  # people who are named; of the others a count alone (RULES, Settled)
SOME = 500  # chats that are asked for at once


class Head(NamedTuple):
    """A building head, as far as it matters whether they were heard from."""

    id: int
    account: int | None
    joined_at: datetime | None
    place: str
    since: date  # of the role

    def is_there_since(self, at: datetime, day: date) -> bool:
        """Whether they could have been heard from for so long; who was told and has not joined is silent, too."""
        return self.since <= day and (self.joined_at is None or self.joined_at < at)


def unreachable(scope: Scope) -> Mapping[str, list[str]]:
    """Staff who have not joined, or have blocked the bot: five names of each place."""
    gone = or_(PEOPLE.c.account.is_(None), PEOPLE.c.blocked_at.is_not(None))
    which = PEOPLE.c.id, ROLES.c.place
    of = select(*which).join_from(PEOPLE, ROLES, PEOPLE.c.id == ROLES.c.person_id)
    rows = scope.rows_today(
        of.where(gone, ROLES.c.kind.in_(list(STAFF)), IN_FORCE, *scope.at_places(ROLES.c.place))
    )
    return _named(scope, [(place, id_) for id_, place in rows])


def _named(scope: Scope, held: Iterable[tuple[str, int]]) -> dict[str, list[str]]:
    """Five names of each wanted place."""
    found: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for where, id_ in held:
        for place in scope.places_above(where):
            found[place][id_] = None
    few = {place: list(ids)[:NAMED] for place, ids in found.items()}
    known = people.by_ids(scope.session, sorted({id_ for ids in few.values() for id_ in ids}))
    return {place: [known[id_].name for id_ in ids if id_ in known] for place, ids in few.items()}


def silence(scope: Scope) -> Mapping[str, Silence]:
    """Building heads who were not heard from for so many days: how many, and five names."""
    silent, counted = _silent_heads(scope), defaultdict[str, set[int]](set)
    for head in silent:
        for place in scope.places_above(head.place):
            counted[place].add(head.id)
    names = _named(scope, [(head.place, head.id) for head in silent])
    return {place: Silence(heads=len(ids), names=names[place]) for place, ids in counted.items()}


def _silent_heads(scope: Scope) -> list[Head]:
    since, begun = quiet_since(scope), Beginnings(scope)
    if not begun.any_before(since):
        return []
    day = scope.ground.day_of(since)
    there = (head for head in _heads(scope) if head.is_there_since(since, day))
    heads = [head for head in there if begun.before(since, head.place)]
    heard = _heard(scope, [head.account for head in heads if head.account], since)
    return [head for head in heads if head.account not in heard]


def _heads(scope: Scope) -> list[Head]:
    which = PEOPLE.c.id, PEOPLE.c.account, PEOPLE.c.joined_at, ROLES.c.place, ROLES.c.since
    of = select(*which).join_from(PEOPLE, ROLES, PEOPLE.c.id == ROLES.c.person_id)
    held = of.where(ROLES.c.kind == RoleKind.BUILDING_HEAD, IN_FORCE, *scope.at_places(ROLES.c.place))
    return [head for row in scope.rows_today(held) if scope.places_above((head := Head(*row)).place)]


def _heard(scope: Scope, chats: Sequence[int], since: datetime) -> set[int]:
    """From whom anything came: a word, a photo, a tap."""
    found = set[int]()
    for start in range(0, len(chats), SOME):
        found |= inbox.heard_since(scope.session, chats[start : start + SOME], since)
    return found
