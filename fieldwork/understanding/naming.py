"""The names of a network's places, found in a text: everyday, official, other names, and slips of the pen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fieldwork.places import Network, Place, PlaceKind, everyday
from fieldwork.understanding.addresses import building_key
from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Lexicon, Span, outermost

KIND_ENDINGS = {
    PlaceKind.STREET: ("街道办事处", "街道", "镇", "乡"),
    PlaceKind.COMMUNITY: ("社区", "村"),
    PlaceKind.ESTATE: ("小区", "花园", "花苑", "家园", "新村", "公寓"),
}

# A short name that goes on like this is a road, a bridge, a school: 东门 is no place in 东门口.
_GOES_ON = re.compile(
    r"[路街道巷桥站口河湖山镇乡村城区]|公园|广场|小学|中学|学校|幼儿园|医院|市场|酒店|大厦|大道|大桥|水库|地铁|隧道|商场"
)
# What is typed for the ending of an estate's name by a slip.
_SLIPS = {"园": "圆院源苑元", "苑": "园院", "花": "华", "区": "曲", "村": "春", "家": "佳", "寓": "遇"}


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that name a place, or several places equally well."""

    span: Span
    codes: tuple[str, ...]


class Names:
    """Built once for a network; asked for every message."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._full: dict[str, list[str]] = {}
        self._stems: dict[str, list[str]] = {}
        for place in network.places.values():
            self._learn(place)
        self._names = Lexicon(self._full)
        self._short = Lexicon(self._stems)
        # One wrong character leaves the first two or the next two as they are.
        self._heads: dict[str, list[_Slippery]] = {}
        self._middles: dict[str, list[_Slippery]] = {}
        for name in _slippery(self._full, network):
            self._heads.setdefault(name.letters[:2], []).append(name)
            self._middles.setdefault(name.letters[2:4], []).append(name)

    def find(self, folded: str) -> list[Mention]:
        """The places named, in the order of the text. A longer name wins over a shorter one inside it."""
        spans = [span for span in self._names.find(folded) if self._stands(folded, span)]
        mentions = [Mention(span, tuple(self._full[folded[slice(*span)]])) for span in outermost(spans)]
        mentions += self._stems_beside(folded, mentions)
        if not any(self._is_low(code) for mention in mentions for code in mention.codes):
            mentions += self._slipped(folded, mentions)
        return sorted(mentions, key=lambda mention: mention.span)

    def _learn(self, place: Place) -> None:
        if place.kind in (PlaceKind.UNIT, PlaceKind.HOUSEHOLD):
            return
        for name in {fold(each).strip() for each in (place.name, everyday(place.name), *place.aliases)}:
            if place.kind is PlaceKind.BUILDING and building_key(name) and len(name) < 6:
                continue  # 4号楼 is read as an address: hundreds of buildings have that name
            for spelling in _spellings(name, place.kind):
                _add(self._full, spelling, place.code)
            stem = _stem(name, place.kind)
            if stem != name and len(stem) > 1:
                _add(self._stems, stem, place.code)

    def _stands(self, folded: str, span: Span) -> bool:
        """A name of two characters counts alone, not as the start of another name."""
        return span[1] - span[0] > 2 or _GOES_ON.match(folded, span[1]) is None

    def _stems_beside(self, folded: str, mentions: list[Mention]) -> Iterator[Mention]:
        """飞来湖 for 飞来湖社区; one of two characters only behind what it lies in: 凤城街道西湖."""
        for span in outermost(self._short.find(folded)):
            if _taken(span, mentions) or _GOES_ON.match(folded, span[1]):
                continue
            codes = tuple(self._stems[folded[slice(*span)]])
            before = [mention for mention in mentions if mention.span[1] == span[0]]
            inside = tuple(code for code in codes if any(self._lies_in(code, mention) for mention in before))
            if inside or span[1] - span[0] > 2:
                yield Mention(span, inside or codes)

    def _lies_in(self, code: str, mention: Mention) -> bool:
        return any(code != outer and self._network.contains(outer, code) for outer in mention.codes)

    def _is_low(self, code: str) -> bool:
        return self._network.places[code].kind not in (PlaceKind.DISTRICT, PlaceKind.STREET)

    def _slipped(self, folded: str, mentions: list[Mention]) -> list[Mention]:
        """One wrong character in a name of four or more, if exactly one place fits."""
        found: dict[str, Span] = {}
        for at in range(len(folded) - 1):
            pair = folded[at : at + 2]
            for start, names in ((at, self._heads.get(pair, ())), (at - 2, self._middles.get(pair, ()))):
                for name in names if start >= 0 else ():
                    span = (start, start + len(name.letters))
                    if name.may_be(folded[slice(*span)]) and not _taken(span, mentions):
                        found[name.code] = span
        return [Mention(span, (code,)) for code, span in found.items()] if len(found) == 1 else []


@dataclass(frozen=True, slots=True)
class _Slippery:
    """A name in which one character may be wrong."""

    letters: str
    stem: int  # the length of the part that tells it from other names
    code: str
    ending_may_slip: bool

    def may_be(self, piece: str) -> bool:
        """In the stem any character may be wrong, in the ending only what is typed for it by a slip."""
        if len(piece) != len(self.letters):
            return False
        wrong = [at for at, letter in enumerate(self.letters) if piece[at] != letter]
        if len(wrong) != 1:
            return False
        at, typed = wrong[0], piece[wrong[0]]
        if at < self.stem:
            return self.stem > 2 and typed >= "一"
        return self.ending_may_slip and typed in _SLIPS.get(self.letters[at], "")


def _slippery(full: dict[str, list[str]], network: Network) -> Iterator[_Slippery]:
    """The names long enough, of one place each: in 西湖社区 another first character is another community."""
    for name, codes in full.items():
        kind = network.places[codes[0]].kind
        if len(name) < 4 or len(codes) > 1 or kind not in KIND_ENDINGS:
            continue
        estate, stem = kind is PlaceKind.ESTATE, len(_stem(name, kind))
        if estate or stem > 2:
            yield _Slippery(name, stem, codes[0], estate)


def _spellings(name: str, kind: PlaceKind) -> Iterator[str]:
    if len(name) > 1:
        yield name
    if kind is PlaceKind.COMMUNITY and name.endswith("社区") and len(name) > 3:
        yield name.removesuffix("社区") + "居委会"
    if kind is PlaceKind.ESTATE and name.endswith("小区") and len(name) > 4:
        yield name.removesuffix("小区")
    if kind is PlaceKind.ESTATE and not name.endswith("小区"):
        yield name + "小区"


def _stem(name: str, kind: PlaceKind) -> str:
    for ending in KIND_ENDINGS.get(kind, ()):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name


def _add(index: dict[str, list[str]], name: str, code: str) -> None:
    codes = index.setdefault(name, [])
    if code not in codes:
        codes.append(code)


def _taken(span: Span, mentions: list[Mention]) -> bool:
    return any(span[0] < mention.span[1] and mention.span[0] < span[1] for mention in mentions)
