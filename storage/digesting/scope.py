"""Which places digests are made of, and what of the books belongs to them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session

from fieldwork.periods import Period
from fieldwork.places import Network, Place
from fieldwork.rules import Rules
from storage.tallies import within

FEW = 400  # stations up to which a statement names them; of more it takes all
SOME_PLACES = 4_000  # the same of places: a street has that many buildings
T = TypeVar("T")


class Ground(NamedTuple):
    """What digests are made from beside the books."""

    tree: Network
    rules: Rules
    now: datetime
    zone: tzinfo

    @property
    def day(self) -> date:
        """The field's day."""
        return self.day_of(self.now)

    def day_of(self, at: datetime) -> date:
        """The field's day of a moment."""
        return at.astimezone(self.zone).date()


@dataclass(frozen=True)
class Scope:
    """The wanted places, in the books as they stand."""

    session: Session
    ground: Ground
    period: Period
    places: tuple[str, ...]

    @cached_property
    def wanted(self) -> frozenset[str]:
        return frozenset(self.places)

    @cached_property
    def above(self) -> Mapping[str, tuple[str, ...]]:
        """Of each station at or below a wanted place: the wanted places above it."""
        seats = (seat for place in self.everything for seat in self.ground.tree.seated(place.code))
        found = {seat.code: self.places_above(seat.place) for seat in seats}
        return {code: those for code, those in found.items() if those}

    def places_above(self, code: str) -> tuple[str, ...]:
        """The wanted places that a place lies in, or is."""
        return tuple(up.code for up in self.ground.tree.above(code) if up.code in self.wanted)

    @property
    def everything(self) -> Iterable[Place]:
        """The places that may lie in a wanted one."""
        tree = self.ground.tree
        return tree.everything_below(self.places[0]) if self.is_one else tree.places.values()

    @property
    def is_one(self) -> bool:
        return len(self.places) == 1

    @property
    def on_path(self) -> tuple[ColumnElement[bool], ...]:
        """Narrows lines to the only place that is wanted."""
        if not self.is_one:
            return ()
        trail = self.ground.tree.trail(self.places[0])
        return within(trail, self.share)

    @cached_property
    def share(self) -> float:
        """Which part of the tree the only wanted place is."""
        return self.ground.tree.share(self.places[0])

    def at_stations(self, column: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
        """Narrows rows to the stations of the wanted places, where these are few."""
        return (column.in_(list(self.above)),) if self.names_stations else ()

    @property
    def names_stations(self) -> bool:
        return len(self.above) <= FEW

    def at_places(self, column: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
        """Narrows rows to the only place that is wanted and those below, where these are no whole district."""
        codes = [place.code for place in self.everything] if self.is_one else []
        return (column.in_(codes),) if 0 < len(codes) <= SOME_PLACES else ()

    def by_place(self, rows: Iterable[tuple[str, T]]) -> Iterator[tuple[str, T]]:
        """What belongs to stations, once for each wanted place above."""
        for station, value in rows:
            for place in self.above.get(station, ()):
                yield place, value

    def rows(self, statement: Select[Any]) -> Iterable[Any]:
        """Rows as they come: of all streets there are a million."""
        return self.session.execute(statement, execution_options={"yield_per": 10_000})

    def rows_today(self, statement: Select[Any]) -> Iterable[Any]:
        """The same of roles that are in force today."""
        return self.session.execute(statement, {"day": self.ground.day})
