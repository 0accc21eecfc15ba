"""Which station is told: rules that are data, most specific first, then the tree (DESIGN 5).

Every report gets a station (promise 3): a rule to a station where nobody can be reached is passed over, and
where nobody can be reached at all the parent station holds it. Each answer names the rule that gave it, and
which came second.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import BaseModel
from sqlmodel import SQLModel

from fieldwork.people import Staffing
from fieldwork.places import Network, PlaceKind, Station


class Rule(SQLModel):
    """A district's own rule: what it looks at, and the station it names. Empty fields match anything."""

    id: str
    version: int = 1
    place: str | None = None
    category: str | None = None  # a leaf, or a top category with all its leaves
    urgency: str | None = None
    station: str

    def fits(self, network: Network, place: str | None, category: str | None, urgency: str) -> bool:
        return (
            (self.place is None or (place is not None and network.contains(self.place, place)))
            and (self.category is None or _within(category, self.category))
            and (self.urgency is None or self.urgency == urgency)
        )


class Chosen(BaseModel, frozen=True):
    """A rule and the station it leads to."""

    rule: str
    version: int
    station: str


class Routing(BaseModel, frozen=True):
    """The station that was chosen, by which rule, and the one that came second."""

    first: Chosen
    second: Chosen | None = None


NEAREST = "nearest"  # the lowest station above the place with somebody reachable
OWN_PLACE = "own-place"  # no place found: the station of the sender's own place
TRIAGE = "triage"  # no place found, and the sender stands above street level: 区级分派
BACKSTOP = "backstop"  # nobody reachable on the way up: the parent station holds it (兜底)
BUILT_IN_VERSION = 1


class Router:
    """Decides by the network (one station at least), who can be reached today, and a district's rules."""

    def __init__(self, network: Network, staffing: Staffing, rules: Sequence[Rule], day: date) -> None:
        self.network, self.staffing, self.rules, self.day = network, staffing, rules, day

    def route(self, place: str | None, home: str, category: str | None, urgency: str) -> Routing:
        """The station for a report; `home` is the sender's own place, used where the words name none."""
        found = self._candidates(place, home, category, urgency)
        first = next(found)
        return Routing(first=first, second=next((c for c in found if c.station != first.station), None))

    def _candidates(
        self, place: str | None, home: str, category: str | None, urgency: str
    ) -> Iterator[Chosen]:
        place = place if place in self.network.places else None
        for rule in self.rules_for(place, category, urgency):
            if self._answers(rule.station):
                yield Chosen(rule=rule.id, version=rule.version, station=rule.station)
        yield from self._up_the_tree(place or home, self._name(place, home))

    def _answers(self, code: str) -> bool:
        """Whether a station is still there and somebody hears of what it is given."""
        station = self.network.stations.get(code)
        return station is not None and bool(self.staffing.reachable(station))

    def rules_for(self, place: str | None, category: str | None, urgency: str) -> list[Rule]:
        """The rules that fit, answered or not, most specific first; of two such, by their own order."""
        fitting = [r for r in self.rules if r.fits(self.network, place, category, urgency)]
        return sorted(fitting, key=lambda rule: -self._narrowness(rule))

    def _narrowness(self, rule: Rule) -> int:
        depth = self._depth(rule.place) if rule.place else 0
        return 4 * depth + 2 * (rule.category is not None) + (rule.urgency is not None)

    def _depth(self, place: str) -> int:
        return len(list(self.network.above(place)))

    def _name(self, place: str | None, home: str) -> str:
        if place:
            return NEAREST
        return OWN_PLACE if self.network.at(home, PlaceKind.STREET) else TRIAGE

    def _up_the_tree(self, place: str, name: str) -> Iterator[Chosen]:
        stations = self.network.stations_above(place, self.day)
        for station in stations:
            if self.staffing.reachable(station):
                yield Chosen(rule=name, version=BUILT_IN_VERSION, station=station.code)
        for station in self._holders(stations):
            yield Chosen(rule=BACKSTOP, version=BUILT_IN_VERSION, station=station.code)

    def _holders(self, stations: list[Station]) -> Iterator[Station]:
        """Where nobody can be reached: the parent of the place's own station, then everything above it."""
        yield from stations[1:]
        yield from stations[:1]
        yield from sorted(self.network.stations.values(), key=lambda station: self._depth(station.place))


def _within(category: str | None, rule: str) -> bool:
    return category is not None and (category == rule or category.startswith(rule + "."))
