"""Whether two reports tell of one matter: asked of the neighbour who reports, never decided for them.

Precision first: two matters taken for one leave somebody waiting for nothing. So it needs the same building
(or, said of a whole community, the same street, square or school), the same category, the same thing in the
same condition (`sameness.toml`), and nothing that contradicts: another door, unit, floor or side. What is each
household's own is the same only at the same door.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from fieldwork import seeing
from fieldwork.places import Network, PlaceKind
from fieldwork.reports import Report, ReportKind, Urgency
from fieldwork.rules import SameMatter
from fieldwork.seeing import Part, Surface, Viewer
from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import CHINESE, number
from fieldwork.understanding.spotting import Spotter
from fieldwork.understanding.words import SameFile, WordList

MOST = 3  # offered at once
ALMOST = 0.75  # of two texts without a known matter, how much they have to share
_LEVELS = (PlaceKind.BUILDING, PlaceKind.ESTATE, PlaceKind.COMMUNITY)
_COUNTED = re.compile(rf"([0-9{CHINESE}]+)(号楼|号院|栋|幢|座|单元|层|楼|室|号)")
_LANDMARK = re.compile(
    r"[\u4e00-\u9fff]{2,4}?(?:路|街|巷|大道|广场|公园|市场|小学|中学|学校|幼儿园|医院|大桥|桥|车站|地铁口|停车场)"
)
_NO_NAME = re.compile(r"[道马公铁线电网小走修让压占沿有条个]路|[道占压][路道]|[个家有]|大街|小街|过街|上街")
_DIGITS = re.compile(r"\d[\d\s-]+\d|\d{3,}")
_PLAIN = re.compile(r"[^\w]")


class Traits(NamedTuple):
    """What of a report is compared."""

    things: frozenset[str]  # codes of `sameness.toml`
    spots: dict[str, frozenset[str]]  # sides, doors, heights that were named, by their kind
    landmarks: frozenset[str]  # 人民路, 文化广场
    unit: str
    floor: str
    room: str
    household: bool  # speaks of somebody's own four walls
    open: bool  # neither over already, nor a mere wish
    pairs: frozenset[str]  # of neighbouring characters, without the place


class Sameness:
    """Compares reports, by the words of `sameness.toml`; keeps nothing of a text."""

    def __init__(self, words: SameFile) -> None:
        self._matters = {matter.code: matter for matter in words.matter}
        self._things = Spotter(self._matters)
        plain = {"over": words.over, "wishes": words.wishes, "households": words.households}
        plain |= {
            f"{kind}.{spot}": said for kind, spots in words.spots.items() for spot, said in spots.items()
        }
        self._others = Spotter({name: WordList(words=listed) for name, listed in plain.items()})

    def traits(self, report: Report, network: Network) -> Traits:
        """What a report says, as far as it is compared."""
        text = _without_place(fold(report.words or report.text), report.place, network)
        others = self._others.spot(text)
        unit, floor, room = _door(report, network)
        return Traits(
            things=frozenset(self._things.spot(text)),
            spots=_spots(others),
            landmarks=_landmarks(text), unit=unit, floor=floor, room=room,
            household="households" in others, open=not {"over", "wishes"} & set(others), pairs=_pairs(text),
        )  # fmt: skip

    def likeness(self, one: Report, other: Report, network: Network, known: Traits | None = None) -> float:
        """0 for two matters; the larger the surer. `known`: the traits of the one, for many comparisons."""
        if not _of_one_kind(one, other) or around(one, network) != around(other, network):
            return 0.0
        mine, theirs = known or self.traits(one, network), self.traits(other, network)
        if not (mine.open and theirs.open) or self._contradict(mine, theirs):
            return 0.0
        if around(one, network)[0] is not PlaceKind.BUILDING and not self._meet(mine, theirs):
            return 0.0
        return self._shared(mine, theirs)

    def may_be_shared(self, report: Report, network: Network) -> bool:
        """Whether looking for others like it is worth the while: most reports tell of nothing comparable."""
        if report.category is None or "." not in report.category or report.place is None:
            return False
        level = around(report, network)[0]
        if level is None or level is PlaceKind.BUILDING:
            return level is not None
        mine = self.traits(report, network)
        return bool(mine.landmarks) or self._is_around(mine)

    def _shared(self, mine: Traits, theirs: Traits) -> float:
        both, alike = mine.things & theirs.things, _alike(mine.pairs, theirs.pairs)
        if both:
            return 1.0 + alike
        if mine.things or theirs.things or mine.household or theirs.household:
            return 0.0
        return alike if alike >= ALMOST else 0.0

    def _contradict(self, mine: Traits, theirs: Traits) -> bool:
        """Another side, unit, floor or door; for what is each household's own, not the very same door."""
        both = [self._matters[code] for code in mine.things & theirs.things]
        at_home = mine.household or theirs.household or mine.room != theirs.room
        if any(each.own == "always" or (each.own and at_home) for each in both) or (not both and at_home):
            return not mine.room or (mine.unit, mine.room) != (theirs.unit, theirs.room)
        return _elsewhere(mine, theirs, whole=bool(both) and all(each.whole for each in both))

    def _meet(self, mine: Traits, theirs: Traits) -> bool:
        """Said of more than a building: at the same landmark, or a matter that is everybody's there."""
        if mine.landmarks or theirs.landmarks:
            return any(_names_one(a, b) for a in mine.landmarks for b in theirs.landmarks)
        return self._is_around(mine) and self._is_around(theirs)

    def _is_around(self, traits: Traits) -> bool:
        return any(self._matters[code].around for code in traits.things)


def candidates(
    new: Report, others: Iterable[Report], compared: Sameness, network: Network, rules: SameMatter
) -> list[Report]:
    """Of open reports, those that may be the same matter as a new one, the surest first."""
    if not may_be_offered(new, rules):
        return []
    known = compared.traits(new, network)
    scored = [(compared.likeness(new, one, network, known), one) for one in others
              if may_be_offered(one, rules) and one.serial != new.serial]  # fmt: skip
    alike = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].serial))
    return [one for _, one in alike]


def may_be_offered(report: Report, rules: SameMatter) -> bool:
    """A need whose kind is known, that is no household's own by its kind, and personal to nobody."""
    ours = report.kind is ReportKind.NEED and not report.for_name and not report.mandatory
    return ours and is_shared(report) and is_of_all(report.category, rules)


def is_shared(report: Report) -> bool:
    """Whether a neighbour may read how it begins."""
    return Part.WORDS in seeing.sight(Viewer.FOLLOWER, report, Surface.ALIKE)


def is_of_all(category: str | None, rules: SameMatter) -> bool:
    """A known leaf that can be several people's matter at once."""
    if category is None or "." not in category:
        return False
    return not any(category == one or category.startswith(one + ".") for one in rules.not_alike)


def around(report: Report, network: Network) -> tuple[PlaceKind | None, str]:
    """The building a report lies in; the estate, or the community, where it names no building."""
    for kind in _LEVELS:
        place = network.at(report.place or "", kind)
        if place is not None:
            return kind, place.code
    return None, ""


def names_building(report: Report, network: Network) -> bool:
    """Whether it says in which building it is."""
    return around(report, network)[0] is PlaceKind.BUILDING


def places_of(report: Report, network: Network) -> list[str]:
    """The codes that reports of the same building have: its own, and those of its units and households."""
    kind, code = around(report, network)
    if kind is not PlaceKind.BUILDING:
        return [code] if code else []
    return [place.code for place in network.everything_below(code)]


def _of_one_kind(one: Report, other: Report) -> bool:
    same = one.category == other.category and one.category is not None and "." in one.category
    return same and (one.urgency is Urgency.Q) == (other.urgency is Urgency.Q)


def _landmarks(text: str) -> frozenset[str]:
    """Names by which people say where; 道路 and 马路 are none."""
    return frozenset(name for name in _LANDMARK.findall(text) if not _NO_NAME.search(name))


def _spots(found: Iterable[str]) -> dict[str, frozenset[str]]:
    """Kinds of spots (side, door, height), and which of each were named."""
    named = [name.split(".") for name in found if "." in name]
    return {kind: frozenset(spot for each, spot in named if each == kind) for kind, _ in named}


def _elsewhere(mine: Traits, theirs: Traits, whole: bool) -> bool:
    sides = any(mine.spots[kind].isdisjoint(theirs.spots[kind]) for kind in mine.spots.keys() & theirs.spots)
    units = bool(mine.unit and theirs.unit and mine.unit != theirs.unit)
    if whole:
        return sides or units
    floors = bool(mine.floor and theirs.floor and mine.floor != theirs.floor)
    return sides or units or floors or bool(mine.room and theirs.room and mine.room != theirs.room)


_UNIT, _FLOOR = re.compile(r"(\w+)单元"), re.compile(r"(\w+)楼$")


def _door(report: Report, network: Network) -> tuple[str, str, str]:
    """Unit, floor and room out of a door as it is kept (3-502, 3单元5楼) and out of the place itself."""
    unit = network.at(report.place or "", PlaceKind.UNIT)
    of_place = unit.name.removesuffix("单元") if unit else ""
    named, floor = _UNIT.search(report.door), _FLOOR.search(report.door)
    if named or floor:
        said = report.door.partition("单元")[2] if named else report.door
        return (named[1] if named else of_place), _number(said.removesuffix("楼")) if floor else "", ""
    before, _, room = report.door.rpartition("-")
    return before or of_place, room[:-2] if len(room) > 2 else "", room


def _number(written: str) -> str:
    return number(written) if written and all(each in CHINESE for each in written) else written


def _without_place(text: str, place: str | None, network: Network) -> str:
    """The words without the names of the place itself: every report of a building holds them."""
    names = {fold(name) for each in network.above(place or "") for name in (each.name, *each.aliases)}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ") if len(name) > 1 else text
    return re.sub(r"[0-9]+(?:号楼|栋|幢|座)", " ", text)


def _pairs(text: str) -> frozenset[str]:
    bare = _PLAIN.sub("", _COUNTED.sub("", text))
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of two texts is shared, from 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _names_one(one: str, other: str) -> bool:
    """人民路 and 人民路口: one name ends like the other, or holds it."""
    return one.endswith(other) or other.endswith(one)


def masked(text: str) -> str:
    """A sentence without any number that may be somebody's: a telephone, a door."""
    return _DIGITS.sub("***", text)


def first_words(text: str, most: int = 24) -> str:
    """How a report begins, for an offer to a neighbour: in one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[:most] + "…"
