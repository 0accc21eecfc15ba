"""A pasted list of people to invite, a line each: 陈桂芳 4号楼 楼长 13800138000, in any order.

A line is read by what its parts are: a telephone and a role are known by their form, a place is what the
network knows, the rest is the name. What is not sure is not guessed: the line is shown with the reason.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from pydantic import BaseModel

from fieldwork import telephones
from fieldwork.invitations import is_standing
from fieldwork.leading import givable, leads_at
from fieldwork.people import Role, RoleKind, as_name
from fieldwork.places import Network, PlaceKind
from fieldwork.understanding.addresses import building_key
from fieldwork.understanding.folding import fold
from fieldwork.understanding.reading import Reader, Reading

ROLE_WORDS = {
    RoleKind.BUILDING_HEAD: ("楼长", "楼栋长", "楼组长", "building head"),
    RoleKind.SOCIAL_WORKER: ("社工", "社会工作者", "social worker"),
    RoleKind.STATION_HEAD: ("站长", "station head"),
    RoleKind.VOLUNTEER: ("志愿者", "义工", "volunteer"),
    RoleKind.RESIDENT: ("居民", "住户", "resident"),
    RoleKind.COORDINATOR: ("协调员", "区级协调员", "coordinator"),
    RoleKind.ADMINISTRATOR: ("管理员", "administrator"),
    RoleKind.PARTNER: ("合作单位", "物业", "partner"),
}
MOST_LINES = 500  # of one list: what is pasted beyond is refused, and said to be
_BY_WORD = {fold(word).lower(): kind for kind, words in ROLE_WORDS.items() for word in words}
_SPLIT = re.compile(r"[\s,，;；|、]+")
_ORDINAL = re.compile(r"^\s*(?:[(（]?\d{1,3}[.、)）]|[-•·*])\s*")
_HEADING = frozenset({"姓名", "名字", "地点", "楼栋", "楼号", "身份", "角色", "电话", "手机", "name", "place",
                      "role", "telephone", "phone"})  # fmt: skip


Key = tuple[str, RoleKind, str]
"""Somebody as a list knows them: name, role, place."""


class Why(StrEnum):
    """What is wrong with a line."""

    NO_NAME = "no_name"
    NO_PLACE = "no_place"
    UNKNOWN_PLACE = "unknown_place"
    TWO_PLACES = "two_places"
    OUTSIDE = "outside"  # not under the one who invites
    NOT_YOURS = "not_yours"  # a role that they may not give, or that makes no sense at such a place
    TELEPHONE = "telephone"
    DUPLICATE = "duplicate"  # in the list
    HAS_ROLE = "has_role"
    INVITED = "invited"  # already, and the invitation is good
    BY_CODE = "by_code"  # residents join by the building's code, which is nobody's own


class Invitee(BaseModel, frozen=True):
    """Somebody to be invited."""

    number: int  # of the line
    name: str
    role: RoleKind
    place: str
    telephone: str = ""

    @property
    def key(self) -> Key:
        return (self.name, self.role, self.place)


class BadLine(BaseModel, frozen=True):
    """A line that invites nobody, with the reason; `line` is what it says."""

    number: int
    line: str
    why: Why


class Meant(BaseModel, frozen=True):
    """What a place that somebody wrote can be, among the places of the one who wrote it."""

    place: str | None = None
    candidates: tuple[str, ...] = ()
    outside: bool = False
    said: bool = False  # a place was spoken of at all


class Read(BaseModel, frozen=True):
    """A whole list as it was read."""

    good: tuple[Invitee, ...] = ()
    bad: tuple[BadLine, ...] = ()


class Lister:
    """Reads what one person, who runs the people of some places, writes about whom to invite."""

    def __init__(self, network: Network, reader: Reader, roles: list[Role], led: Sequence[str]) -> None:
        self.network, self.reader, self.roles, self.led = network, reader, roles, list(led)
        self._readings: dict[str, Reading] = {}  # a list says 西湖花园 and 4号楼 many times

    # -- places

    def meant(self, text: str) -> Meant:
        """The place that words mean; one outside the own ones is not found, but said to be."""
        reading = self._reading(text)
        codes = self._named_outright(text.strip())
        if not codes and reading.place and not reading.named and not reading.candidates:
            codes = [reading.place]
        codes = codes or list(reading.candidates) or self._buildings(reading.building, reading.named)
        said = bool(codes or reading.named or reading.building)
        own = [code for code in codes if leads_at(self.network, self.roles, code)]
        if len(own) == 1:
            return Meant(place=own[0], said=True)
        return Meant(candidates=tuple(own), outside=bool(codes) and not own, said=said)

    def _reading(self, text: str) -> Reading:
        if text not in self._readings:
            self._readings[text] = self.reader.read(text, self.led)
        return self._readings[text]

    def _named_outright(self, text: str) -> list[str]:
        """Places by their code, or by names with / between them."""
        if text in self.network.places:
            return [text]
        return [place.code for place in self.network.find(text)] if "/" in text.strip("/") else []

    def _buildings(self, number: str, named: str) -> list[str]:
        """A bare number of a building, looked for in everything that is led."""
        if not number or building_key(fold(named)) != number:
            return []
        below = (place for code in self.led for place in self.network.everything_below(code))
        return [
            place.code
            for place in below
            if place.kind is PlaceKind.BUILDING and building_key(fold(place.name)) == number
        ]

    # -- lines

    def read(self, text: str) -> Read:
        """The whole list; whoever stands in it twice is invited once."""
        good: dict[Key, Invitee] = {}
        bad: list[BadLine] = []
        for number, line in lines_of(text):
            found = self.line(number, line)
            if isinstance(found, Invitee) and found.key in good:
                found = BadLine(number=number, line=line, why=Why.DUPLICATE)
            if isinstance(found, BadLine):
                bad.append(found)
            else:
                good[found.key] = found
        return Read(good=tuple(good.values()), bad=tuple(bad))

    def line(self, number: int, line: str) -> Invitee | BadLine:
        """One line."""
        rest, telephone = self.telephone_in(line)
        kind, parts = self._role([part for part in _SPLIT.split(rest) if part])
        wheres, names = self._places_and_names(parts)
        meant = self.meant(" ".join(wheres)) if wheres else Meant()
        name, place = as_name(" ".join(names)), meant.place
        if place is None and not wheres and kind and len(self.led) == 1:
            place = self.led[0]  # 王慧敏 社工: of the one place
        why = self._why_not(name, place, meant, telephone, kind)
        if why or name is None or place is None:
            return BadLine(number=number, line=line, why=why or Why.NO_PLACE)
        role = kind or self._usual(place)
        if role not in givable(self.network, self.roles, place):
            return BadLine(number=number, line=line, why=Why.NOT_YOURS)
        if is_standing(role, self.network.places[place].kind):
            return BadLine(number=number, line=line, why=Why.BY_CODE)
        return Invitee(number=number, name=name, role=role, place=place, telephone=telephone or "")

    def telephone_in(self, line: str) -> tuple[str, str | None]:
        """The line without its telephone, and that; "" for none, None for digits that are no telephone."""
        found = telephones.IN_A_LINE.search(line)
        if found:
            return line[: found.start()] + " " + line[found.end() :], telephones.read(found[0])
        long = [part for part in _SPLIT.split(line) if re.fullmatch(r"[+\d-]{7,}", part)]
        return line, None if any(part not in self.network.places for part in long) else ""

    def role_named(self, text: str) -> RoleKind | None:
        """The role that words name and nothing else."""
        return _BY_WORD.get(fold(text.strip()).lower())

    def _why_not(
        self, name: str | None, place: str | None, meant: Meant, telephone: str | None, kind: RoleKind | None
    ) -> Why | None:
        if telephone is None:
            return Why.TELEPHONE
        if meant.outside:
            return Why.OUTSIDE
        if meant.candidates:
            return Why.TWO_PLACES
        if meant.said and place is None:
            return Why.UNKNOWN_PLACE
        if name is None:
            return Why.NO_NAME
        if place is None or (kind is None and self._usual(place) is RoleKind.VOLUNTEER and not meant.said):
            return Why.NO_PLACE
        return None

    def _usual(self, place: str) -> RoleKind:
        """The role where none is named: a building's head, elsewhere a volunteer."""
        low = self.network.places[place].kind in (PlaceKind.BUILDING, PlaceKind.UNIT)
        return RoleKind.BUILDING_HEAD if low else RoleKind.VOLUNTEER

    def _role(self, parts: list[str]) -> tuple[RoleKind | None, list[str]]:
        """The role among the parts, also where it stands behind a place without a gap: 4号楼楼长."""
        for at, part in enumerate(parts):
            pair = fold(" ".join(parts[at : at + 2])).lower()
            if pair in _BY_WORD and len(parts) > at + 1:
                return _BY_WORD[pair], parts[:at] + parts[at + 2 :]
            if fold(part).lower() in _BY_WORD:
                return _BY_WORD[fold(part).lower()], parts[:at] + parts[at + 1 :]
        for at, part in enumerate(parts):
            for word, kind in _BY_WORD.items():
                bare = part[: -len(word)]
                if bare and fold(part).endswith(word) and self.meant(bare).said:
                    return kind, [*parts[:at], bare, *parts[at + 1 :]]
        return None, parts

    def _places_and_names(self, parts: list[str]) -> tuple[list[str], list[str]]:
        """Parts that are nothing but a place are the place; the rest is the name."""
        sure = {part for part in parts if self._is_a_place(part, whole=True)}
        if not sure and len(parts) > 1:
            sure = {part for part in parts if self._is_a_place(part, whole=False)}
        return [part for part in parts if part in sure], [part for part in parts if part not in sure]

    def _is_a_place(self, part: str, whole: bool) -> bool:
        reading = self._reading(part)
        spoken_of = bool(reading.place or reading.candidates or reading.named or reading.building)
        return (spoken_of and (not whole or not reading.words_left)) or part in self.network.places


def checked(read: Read, held: Collection[Key], invited: Collection[Key]) -> Read:
    """The list without those who hold the role already, or have an invitation that is good."""
    bad = list(read.bad)
    for each in read.good:
        if each.key in held or each.key in invited:
            why = Why.HAS_ROLE if each.key in held else Why.INVITED
            bad.append(BadLine(number=each.number, line=each.name, why=why))
    again = {one.number for one in bad}
    good = tuple(each for each in read.good if each.number not in again)
    return Read(good=good, bad=tuple(sorted(bad, key=lambda one: one.number)))


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, numbered as they stand; a heading and a line's own number are left out."""
    for number, line in enumerate(text.splitlines(), 1):
        bare = _ORDINAL.sub("", line).strip()
        parts = [part.lower() for part in _SPLIT.split(bare) if part]
        if any(letter.isalnum() for letter in bare) and not all(part in _HEADING for part in parts):
            yield number, bare
