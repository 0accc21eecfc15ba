"""Districts made up by hypothesis: trees of any shape, with stations, people and rules of any kind."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from fieldwork.people import Person, Role, RoleKind, Staffing
from fieldwork.places import Cover, Network, Place, PlaceKind, Station
from fieldwork.routing import Router, Rule

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LEVELS = list(PlaceKind)
CATEGORIES = ["sewage", "sewage.leak", "noise", None]
URGENCIES = ["T0", "T1", "T2"]


def place(code: str, parent: str | None, kind: PlaceKind) -> Place:
    return Place(code=code, kind=kind, name=code, parent=parent)


def station(code: str, at: str | None = None) -> Station:
    return Station(code=code, name=code, place=at or code)


def worker(number: int, at: str, kind: RoleKind = RoleKind.SOCIAL_WORKER) -> Role:
    return Role(person_id=number, kind=kind, place=at, since=DAY)


def person(number: int, *, reachable: bool = True) -> Person:
    return Person(id=number, account=number, name=str(number), blocked_at=None if reachable else AT)


@dataclass(frozen=True)
class District:
    """A network, who works there, and the district's own rules."""

    network: Network
    people: list[Person]
    roles: list[Role]
    rules: list[Rule]

    @property
    def staffing(self) -> Staffing:
        return Staffing(self.network, self.people, self.roles, DAY)

    @property
    def router(self) -> Router:
        return Router(self.network, self.staffing, self.rules, DAY)


@st.composite
def trees(draw: st.DrawFn) -> list[Place]:
    """A district with up to a dozen places below it, of falling levels, of which some may be left out."""
    places = [place("p0", None, PlaceKind.DISTRICT)]
    for number in range(1, draw(st.integers(1, 12))):
        above = draw(st.sampled_from([p for p in places if p.kind is not PlaceKind.HOUSEHOLD]))
        lower = LEVELS[LEVELS.index(above.kind) + 1 :]
        places.append(place(f"p{number}", above.code, draw(st.sampled_from(lower))))
    return places


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """A tree with a station at the district and at some places; a cover may be of another day."""
    places = draw(trees())
    seats = ["p0", *draw(st.lists(st.sampled_from([p.code for p in places]), max_size=6))]
    stations = {seat: station(f"s-{seat}", seat) for seat in seats}
    other_day = date(2026, 2, 1)
    covers = [
        Cover(station=f"s-{seat}", place=seat) for seat in stations if seat == "p0" or draw(st.booleans())
    ]
    covers += [
        Cover(station=draw(st.sampled_from(sorted(s.code for s in stations.values()))), place=at.code,
              until=draw(st.sampled_from([None, other_day, DAY])))
        for at in draw(st.lists(st.sampled_from(places), max_size=4))
    ]  # fmt: skip
    return Network(places, stations.values(), covers)


@st.composite
def districts(draw: st.DrawFn) -> District:
    """Any district: nobody may be reachable, and a rule may name a station that is gone."""
    network = draw(networks())
    codes = sorted(network.places)
    people = [person(n, reachable=draw(st.booleans())) for n in range(1, draw(st.integers(1, 6)))]
    roles = [
        worker(p.id, draw(st.sampled_from(codes)), draw(st.sampled_from(list(RoleKind)))) for p in people
    ]
    targets = st.sampled_from([*network.stations, "s-gone"])
    rules = st.builds(
        Rule, id=st.sampled_from("abcdefgh"), place=st.sampled_from([None, *codes, "p-gone"]),
        category=st.sampled_from(CATEGORIES), urgency=st.sampled_from([None, *URGENCIES]), station=targets,
    )  # fmt: skip
    return District(network, people, roles, draw(st.lists(rules, max_size=4, unique_by=lambda rule: rule.id)))
