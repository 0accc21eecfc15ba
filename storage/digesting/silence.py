"""Of which buildings nothing was heard for so long. Nobody is silent before the bot has begun where they live."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from fieldwork.places import PlaceKind
from storage.digesting.scope import Scope
from storage.people import PEOPLE, ROLES
from storage.tallies import TALLIES


def quiet_since(scope: Scope) -> datetime:
    """Whoever was not heard from since then is silent."""
    return scope.ground.now - timedelta(days=scope.ground.rules.digests.silent_days)


class Beginnings:
    """When the bot has begun at the stations of the wanted places: with the first person who joined there."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._at = scope, dict[str, datetime]()
        first = select(ROLES.c.place, func.min(PEOPLE.c.joined_at)).join_from(
            PEOPLE, ROLES, PEOPLE.c.id == ROLES.c.person_id
        )
        joined = first.where(PEOPLE.c.joined_at.is_not(None), *self._around()).group_by(ROLES.c.place)
        for place, at in scope.rows(joined):
            station = self._station(place)
            self._at[station] = min(at, self._at.get(station, at))

    def _around(self) -> tuple[ColumnElement[bool], ...]:
        """The roles at the wanted place and below it, and at those above it: its station may be seated there."""
        scope, below = self._scope, self._scope.at_places(ROLES.c.place)
        above = [up.code for up in scope.ground.tree.above(scope.places[0])] if below else []
        return (or_(*below, ROLES.c.place.in_(above)),) if below else ()

    def any_before(self, at: datetime) -> bool:
        """Whether it had begun anywhere."""
        return any(begun <= at for begun in self._at.values())

    def before(self, at: datetime, place: str) -> bool:
        """Whether it had begun at a place."""
        begun = self._at.get(self._station(place))
        return begun is not None and begun <= at

    def _station(self, place: str) -> str:
        """The nearest station that answers for a place."""
        ground = self._scope.ground
        return next((seat.code for seat in ground.tree.stations_above(place, ground.day)), "")


def silent_buildings(scope: Scope) -> Mapping[str, list[str]]:
    """Of each wanted place the buildings that nothing was entered of for so many days, in the order of the tree."""
    since, begun = quiet_since(scope), Beginnings(scope)
    if not begun.any_before(since):
        return {}
    lie = {place.code: scope.places_above(place.code) for place in scope.everything
           if place.kind is PlaceKind.BUILDING}  # fmt: skip
    for code in _heard(scope, since) if lie else ():
        lie.pop(code, None)
    silent = defaultdict[str, list[str]](list)
    for code, above in lie.items():
        if begun.before(since, code):
            for place in above:
                silent[place].append(code)
    return silent


def _heard(scope: Scope, since: datetime) -> set[str]:
    """The places of which something was entered."""
    day = scope.ground.day_of(since)
    paths = select(TALLIES.c.path).where(*scope.on_path, TALLIES.c.day > day).distinct()
    return {code for (path,) in scope.rows(paths) for code in path.split("/")}
