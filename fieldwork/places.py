"""Places, stations, and the one tree that drives routing, visibility and figures (DESIGN 5).

A place has an official name (西湖社区居委会) and an everyday one (西湖社区); people write the everyday
one, so that is `name`, and the official name is an alias. Only siblings must differ in name.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from sqlmodel import Field, SQLModel


class PlaceKind(StrEnum):
    """The levels of the tree, from the top; a branch may leave some out."""

    DISTRICT = "district"  # 区: the top of one network
    STREET = "street"  # 街道, 镇, 乡
    COMMUNITY = "community"  # 社区, 村
    ESTATE = "estate"  # 小区
    BUILDING = "building"  # 楼栋
    UNIT = "unit"  # 单元
    HOUSEHOLD = "household"  # 户


OFFICIAL_ENDINGS = ("居民委员会", "村民委员会", "居委会", "村委会")


def everyday(name: str) -> str:
    """The name people use: 西湖社区居委会 becomes 西湖社区, 新建村委会 becomes 新建村."""
    for ending in OFFICIAL_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            bare = name.removesuffix(ending)
            return bare if bare.endswith(("社区", "村")) or ending[0] != "村" else bare + "村"
    return name


class Place(SQLModel):
    """One place of the tree."""

    code: str
    kind: PlaceKind
    name: str
    parent: str | None = None
    aliases: list[str] = Field(default_factory=list)


class Cover(SQLModel):
    """A station answers for a place (and all below it) from one day to another, both included."""

    station: str
    place: str
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Station(SQLModel):
    """A social-work station (社工站) or point. Its code is its seat's code unless the network says otherwise."""

    code: str
    name: str
    place: str
    telephone: str = ""


NOWHERE = ""  # the place of a role that was given before there was a network


class Network:
    """The tree as it stands on a day: read-only, rebuilt when the network's version changes."""

    def __init__(
        self,
        places: Iterable[Place],
        stations: Iterable[Station] = (),
        covers: Iterable[Cover] = (),
        version: int = 0,
    ) -> None:
        self.version = version
        self.places: Mapping[str, Place] = {place.code: place for place in places}
        self.stations: Mapping[str, Station] = {station.code: station for station in stations}
        self.covers: tuple[Cover, ...] = tuple(covers)
        self._below: dict[str | None, list[Place]] = {}
        for place in self.places.values():
            self._below.setdefault(place.parent, []).append(place)
        self._seated: dict[str, list[Station]] = {}
        for station in self.stations.values():
            self._seated.setdefault(station.place, []).append(station)
        self._covering: dict[str, list[Cover]] = {}
        for cover in self.covers:
            self._covering.setdefault(cover.place, []).append(cover)

    def above(self, code: str) -> Iterator[Place]:
        """The place itself, then its parents up to the district. An unknown code yields nothing."""
        here = self.places.get(code)
        while here is not None:
            yield here
            here = self.places.get(here.parent) if here.parent else None

    def trail(self, code: str) -> str:
        """Everything above a place and the place, as lines of the figures keep it: `/441802/441802006/`.

        A place that is not in the network any more stands for itself; none at all is the root of everything.
        """
        codes = [place.code for place in self.above(code)] or ([code] if code else [])
        return "/".join(["", *reversed(codes), ""])

    def below(self, code: str | None) -> list[Place]:
        """The places directly below one; `None` gives the tops."""
        return self._below.get(code, [])

    def seated(self, code: str) -> list[Station]:
        """The stations that have their seat at a place."""
        return self._seated.get(code, [])

    def everything_below(self, code: str) -> Iterator[Place]:
        """The place and all below it, parents first."""
        if code in self.places:
            yield self.places[code]
        for child in self.below(code):
            yield from self.everything_below(child.code)

    def share(self, code: str) -> float:
        """Which part of all places lies at or below one, from 0 to 1."""
        return sum(1 for _ in self.everything_below(code)) / max(1, len(self.places))

    def contains(self, outer: str, inner: str) -> bool:
        """Whether `inner` is `outer` or lies below it."""
        return any(place.code == outer for place in self.above(inner))

    def at(self, code: str, kind: PlaceKind) -> Place | None:
        """The place of that kind on the way up from `code`: the community of a building, say."""
        return next((place for place in self.above(code) if place.kind is kind), None)

    def path(self, code: str, since: PlaceKind = PlaceKind.STREET) -> str:
        """The everyday names from a level down, as people say it: 凤城街道西湖社区西湖花园4号楼."""
        order = list(PlaceKind)
        names = [place.name for place in self.above(code) if order.index(place.kind) >= order.index(since)]
        return "".join(reversed(names)) or (self.places[code].name if code in self.places else "")

    def stations_above(self, code: str, day: date) -> list[Station]:
        """The stations answering for a place on a day, lowest first: those that cover it, then its parents'."""
        found: dict[str, Station] = {}
        for place in self.above(code):
            for cover in self._covering.get(place.code, ()):
                if cover.station in self.stations and cover.holds(day):
                    found.setdefault(cover.station, self.stations[cover.station])
        return list(found.values())

    def find(self, path: str) -> list[Place]:
        """Places by code, or by names from the top as far as needed (`凤城街道/西湖社区/西湖花园/4号楼`).

        One answer is the place; several mean that the path does not tell them apart; none, that there is none.
        """
        if path in self.places:
            return [self.places[path]]
        *higher, last = [part for part in path.strip("/").split("/") if part]
        return [p for p in self.places.values() if _called(p, last) and self._under(p, higher)]

    def _under(self, place: Place, names: list[str]) -> bool:
        ups = self.above(place.parent) if place.parent else iter(())
        return all(any(_called(up, name) for up in ups) for name in reversed(names))


def _called(place: Place, name: str) -> bool:
    return name in (place.code, place.name, *place.aliases)
