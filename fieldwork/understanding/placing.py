"""Which place of the network a text means (DESIGN 5, 6). What fits two places is asked, never guessed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from fieldwork.places import Network, Place, PlaceKind
from fieldwork.understanding.addresses import (
    ESTATE_MARK,
    PLACE_MARK,
    Address,
    building_key,
    part_key,
    read_address,
)
from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.naming import Mention, Names
from fieldwork.understanding.unknown import unknown_alone, unknown_beside

ORDER = list(PlaceKind)
MOST_ASKED = 6  # more candidates than buttons help nobody
_NUMBERED_FROM = (PlaceKind.COMMUNITY, PlaceKind.ESTATE)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a text is about. Spans are positions in the text."""

    place: str | None = None
    candidates: tuple[str, ...] = ()
    address: Address = Address()
    named: tuple[Span, ...] = ()  # words for a place that the network does not have
    known: tuple[Span, ...] = ()  # words for places that it has
    why: tuple[str, ...] = ()

    def spans(self) -> tuple[Span, ...]:
        return (*self.known, *self.address.spans, *self.named)


class Placer:
    """Knows one network; built once for it."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._names = Names(network)
        self._order = {code: n for n, code in enumerate(network.places)}
        self._buildings: dict[tuple[str, str], list[str]] = {}
        for place in network.places.values():
            if place.kind is PlaceKind.BUILDING:
                self._learn_building(place)

    def find(self, folded: str, home: Sequence[str]) -> Placed:
        """The place of a folded text, for somebody whose own places are `home`. Never fails."""
        mentions = self._names.find(folded)
        marked = self._marked(folded, mentions)
        address = read_address(marked)
        chosen = [self._choose(mention, mentions, home) for mention in mentions]
        place, candidates = self._most_specific([set(codes) for codes in chosen])
        unknown = self._unknown(marked, address, place, candidates)
        known = tuple(mention.span for mention in mentions)
        found = Placed(place, candidates, address, (unknown,) if unknown else (), known)
        return self._with_building(found, [code for code in home if code in self._network.places])

    # Names

    def _marked(self, folded: str, mentions: Iterable[Mention]) -> str:
        for mention in mentions:
            low = any(self._kind(code) in (PlaceKind.ESTATE, PlaceKind.BUILDING) for code in mention.codes)
            start, end = mention.span
            folded = folded[:start] + (ESTATE_MARK if low else PLACE_MARK) * (end - start) + folded[end:]
        return folded

    def _choose(self, mention: Mention, mentions: Sequence[Mention], home: Sequence[str]) -> tuple[str, ...]:
        """The places a mention can mean, once the other names and the sender's own places are heard."""
        if len(mention.codes) == 1:
            return mention.codes
        others = [code for other in mentions if other is not mention for code in other.codes]
        kept = _best(mention.codes, lambda code: sum(self._related(code, other) for other in others))
        if len(kept) <= MOST_ASKED:
            kept = [code for code in kept if not any(self._inside(code, other) for other in kept)]
        nearest = _best(kept, lambda code: self._nearness(code, home))
        return tuple(nearest) if len(nearest) <= MOST_ASKED else ()  # 综合楼 of fifty estates says nothing

    def _most_specific(self, chosen: list[set[str]]) -> tuple[str | None, tuple[str, ...]]:
        """The one lowest place named; or the places between which the words leave it open."""
        every = [code for codes in chosen for code in codes]
        lowest = list(
            dict.fromkeys(code for code in every if not any(self._inside(low, code) for low in every))
        )
        if len(lowest) == 1:
            return lowest[0], ()
        sure = {code for codes in chosen if len(codes) == 1 for code in codes}
        above = [code for code in sure if all(self._inside(low, code) for low in lowest)]
        place = max(above, key=lambda code: ORDER.index(self._kind(code)), default=None)
        return place, tuple(sorted(lowest, key=self._order.__getitem__)[:MOST_ASKED])

    def _unknown(
        self, marked: str, address: Address, place: str | None, candidates: tuple[str, ...]
    ) -> Span | None:
        if address.building_spans:
            return unknown_beside(marked, address.building_spans[0][0])
        low = [code for code in (place, *candidates) if code and self._is_below_community(code)]
        return None if low else unknown_alone(marked)

    # Buildings

    def _with_building(self, found: Placed, home: list[str]) -> Placed:
        keys = found.address.buildings
        if not keys or self._is_building(found.place):
            return self._with_parts(found)
        if found.named:
            return _missing(found, found.place)
        scopes = list(found.candidates) or self._scopes(found.place, home)
        if len(keys) > 1:
            return self._several(found, scopes)
        return self._numbered(found, keys[0], scopes)

    def _numbered(self, found: Placed, key: str, scopes: list[str]) -> Placed:
        """The building of that number in the places that come into question."""
        fitting = list(
            dict.fromkeys(code for scope in scopes for code in self._buildings.get((scope, key), ()))
        )
        if len(fitting) == 1:
            return self._with_parts(_replaced(found, fitting[0], ()))
        if fitting:
            return _replaced(found, found.place, tuple(fitting[:MOST_ASKED]))
        return _missing(found, found.place if found.candidates else self._common(scopes) or found.place)

    def _several(self, found: Placed, scopes: list[str]) -> Placed:
        """4、5号楼: what is sure is where they stand together. 4号楼的人说6号楼……: which one is asked."""
        if found.candidates:
            return found
        keys, together = found.address.buildings, self._common(scopes) or found.place
        there = [self._buildings.get((scope, key), []) for scope in scopes for key in keys]
        if not all(there):
            return _missing(found, together)
        each = tuple(dict.fromkeys(code for codes in there for code in codes))
        if found.address.apart and 1 < len(each) <= MOST_ASKED:
            return _replaced(found, found.place, each)
        return _replaced(found, together, ())

    def _scopes(self, place: str | None, home: list[str]) -> list[str]:
        """Where a bare number is looked for: in the place named, or in the sender's estate or community."""
        if place is not None and self._kind(place) in _NUMBERED_FROM:
            return [place]
        own = [code for code in home if place is None or self._network.contains(place, code)]
        return list(dict.fromkeys(scope for code in own for scope in self._own_scope(code)))

    def _own_scope(self, code: str) -> list[str]:
        for kind in (PlaceKind.ESTATE, PlaceKind.COMMUNITY):
            scope = self._network.at(code, kind)
            if scope is not None:
                return [scope.code]
        return []

    def _with_parts(self, found: Placed) -> Placed:
        """Down to the unit and household, where the network has them."""
        place, candidates = found.place, found.candidates
        if place is None or candidates or not self._is_building(place):
            return found
        for part in (found.address.unit, found.address.room):
            below = [child.code for child in self._network.below(place) if part_key(fold(child.name)) == part]
            place = below[0] if part and len(below) == 1 else place
        return _replaced(found, place, ())

    def _learn_building(self, building: Place) -> None:
        keys = {building_key(fold(name)) for name in (building.name, *building.aliases)} - {""}
        for above in self._network.above(building.code):
            if above.kind in _NUMBERED_FROM:
                for key in keys:
                    self._buildings.setdefault((above.code, key), []).append(building.code)

    # The tree

    def _kind(self, code: str) -> PlaceKind:
        return self._network.places[code].kind

    def _is_building(self, code: str | None) -> bool:
        return code is not None and ORDER.index(self._kind(code)) >= ORDER.index(PlaceKind.BUILDING)

    def _is_below_community(self, code: str) -> bool:
        return ORDER.index(self._kind(code)) > ORDER.index(PlaceKind.COMMUNITY)

    def _inside(self, low: str, high: str) -> bool:
        return low != high and self._network.contains(high, low)

    def _related(self, one: str, other: str) -> bool:
        return self._network.contains(one, other) or self._network.contains(other, one)

    def _nearness(self, code: str, home: Sequence[str]) -> int:
        """How many levels a place shares with the nearest of the sender's own places."""
        line = {place.code for place in self._network.above(code)}
        return max((sum(up.code in line for up in self._network.above(own)) for own in home), default=0)

    def _common(self, codes: list[str]) -> str | None:
        """The lowest place that holds all of them; `None` for none, or if only a whole district does."""
        if not codes:
            return None
        for place in self._network.above(codes[0]):
            if place.kind is not PlaceKind.DISTRICT and all(
                self._network.contains(place.code, c) for c in codes
            ):
                return place.code
        return None


def _best(codes: Iterable[str], score: Callable[[str], int]) -> list[str]:
    scored = [(score(code), code) for code in codes]
    highest = max(each for each, _ in scored)
    return [code for each, code in scored if each == highest]


def _replaced(found: Placed, place: str | None, candidates: tuple[str, ...]) -> Placed:
    return replace(found, place=place, candidates=candidates)


def _missing(found: Placed, place: str | None) -> Placed:
    """A building that the network does not have: its words are kept for the card."""
    return replace(found, place=place, named=(*found.named, *found.address.building_spans))
