"""Where a report would find nobody, before one falls in (DESIGN 5, `network check`).

A place is looked at where reports come from: a building, or the lowest place of a branch that has none.
Nobody is missed as long as the place's own station or the street's has somebody reachable.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import BaseModel

from fieldwork.people import Staffing
from fieldwork.places import Network, Place, PlaceKind, Station
from fieldwork.routing import Router, Rule

NO_STATION = "no station answers for it"
NOBODY = "nobody can be reached there"
NOR_STREET = "nobody can be reached there, nor at {street}"


class Gap(BaseModel, frozen=True):
    """A place and category whose reports nobody near would see; `station` is the code of their own."""

    place: str
    category: str
    station: str | None
    reason: str


def gaps(
    network: Network, staffing: Staffing, rules: Sequence[Rule], categories: Sequence[str], day: date
) -> Iterator[Gap]:
    """Every gap on a day, by place in the order of the tree, then by category (top categories' codes)."""
    checker = _Checker(network, staffing, rules, day)
    for place in lowest_places(network):
        yield from checker.of(place, categories)


def lowest_places(network: Network) -> Iterator[Place]:
    """The buildings, and whatever has nothing below it and no building above."""
    pending = list(reversed(network.below(None)))
    while pending:
        place = pending.pop()
        below = network.below(place.code)
        if place.kind is PlaceKind.BUILDING or not below:
            yield place
        else:
            pending.extend(reversed(below))


class _Checker:
    """Asks each station once who can be reached there: thousands of buildings share a few stations."""

    def __init__(self, network: Network, staffing: Staffing, rules: Sequence[Rule], day: date) -> None:
        self.network, self.staffing, self.rules, self.day = network, staffing, rules, day
        self._reached: dict[str, bool] = {}
        self._named: dict[tuple[str, ...], Station | None] = {}

    def of(self, place: Place, categories: Sequence[str]) -> Iterator[Gap]:
        """The gaps of one place."""
        stations = self.network.stations_above(place.code, self.day)
        own = stations[0] if stations else None
        ups = {up.code for up in self.network.above(place.code)}
        near = [rule for rule in self.rules if rule.place is None or rule.place in ups]
        for category in categories:
            station = self._ruled(near, place, category) or own
            reason = self._reason(place, station)
            if reason:
                yield Gap(
                    place=place.code,
                    category=category,
                    station=station.code if station else None,
                    reason=reason,
                )

    def _ruled(self, near: Sequence[Rule], place: Place, category: str) -> Station | None:
        """The station a rule names for the category at any urgency, the narrowest rule first.

        `near` are the rules for this place or one above it, so they and the category decide alone.
        """
        fitting = [rule for rule in near if rule.fits(self.network, place.code, category, "")]
        if not fitting:
            return None
        key = (category, *(rule.id for rule in fitting))
        if key not in self._named:
            router = Router(self.network, self.staffing, fitting, self.day)
            (named, *_) = router.rules_for(place.code, category, "")
            self._named[key] = self.network.stations.get(named.station)
        return self._named[key]

    def _reason(self, place: Place, station: Station | None) -> str:
        if station is None:
            return NO_STATION
        if self._has_somebody(station):
            return ""
        street = self._street_station(place)
        if street is None or street.code == station.code:
            return NOBODY
        return "" if self._has_somebody(street) else NOR_STREET.format(street=street.name)

    def _street_station(self, place: Place) -> Station | None:
        street = self.network.at(place.code, PlaceKind.STREET)
        above = self.network.stations_above(street.code, self.day) if street else []
        return above[0] if above else None

    def _has_somebody(self, station: Station) -> bool:
        if station.code not in self._reached:
            self._reached[station.code] = bool(self.staffing.reachable(station))
        return self._reached[station.code]
