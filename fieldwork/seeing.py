"""Who sees what of a report: the only place that says so (FIELD 4.1; RULES, Settled; promise 5).

Two limits, and both hold: what somebody may know of a matter of a class at all (`_KNOWS`), and what a surface may
carry whoever looks at it (`_CARRIES`). A card that lies in a chat for years carries less than what is opened for
a day. Life comes first: what is most urgent (T0) lets the station in while nobody has signed, and shows whoever
opens it the door and the telephone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldwork.reports import PrivacyClass, Report, State, Urgency


class Viewer(StrEnum):
    """As what somebody looks at a report."""

    RESPONSIBLE = "responsible"  # whose card rang, who signed, their stand-in, who was named to it
    COLLEAGUE = "colleague"  # on the staff of its station, or of one above
    ABOVE = "above"  # heads its station, or one above
    HELPER = "helper"  # of a station that was asked to help (协办)
    PARTNER = "partner"  # 物业, 居委, 派出所, an organisation that was asked to help
    VOLUNTEER = "volunteer"  # to whom it was offered, or who claimed it
    REPORTER = "reporter"
    FOLLOWER = "follower"  # 我也遇到: joined with a report of their own
    GROUP = "group"  # everybody in a group
    OUTSIDER = "outsider"
    ADMINISTRATOR = "administrator"  # keeps the network and the people, handles nothing
    MACHINE = "machine"  # sits at the station's machine: `fieldbot report show`


class Part(StrEnum):
    """What there is to be seen of a report."""

    NUMBER = "number"
    STATE = "state"
    URGENCY = "urgency"
    STATION = "station"
    FIELD = "field"  # the category's top: 养老服务
    CATEGORY = "category"
    AREA = "area"  # the place down to the community
    BUILDING = "building"  # the place down to the building
    DOOR = "door"  # unit, floor, room
    WORDS = "words"  # what was written or said, and what was done
    NAMES = "names"  # of the reporter and of whom they report for
    TELEPHONES = "telephones"  # theirs
    FILES = "files"  # photos, voices, documents, the map
    HISTORY = "history"  # the words in its history


class Surface(StrEnum):
    """Where it is seen."""

    CARD = "card"  # the station's card
    OPENED = "opened"  # the message that opens a card: goes after some hours
    NOTICE = "notice"  # what rings beside a card, or stands beside it
    LIST = "list"
    SEARCH = "search"
    GROUP = "group"
    HELPER = "helper"  # the card of a station that helps
    PARTNER = "partner"
    VOLUNTEER = "volunteer"
    ALIKE = "alike"  # offered to somebody as perhaps the same matter
    REPORTER = "reporter"  # the reporter's own card and list
    HISTORY = "history"  # its story, told in chat
    COMMAND = "command"
    DIGEST = "digest"
    EXPORT = "export"  # a table that leaves the books, at the machine or as a file in a chat


Parts = frozenset[Part]
Table = Mapping[PrivacyClass, Parts]
P0, P1, P2, P3, P4 = PrivacyClass
P = Part
ALL: Parts = frozenset(Part)
NOTHING: Parts = frozenset()
_NUMBER = frozenset({P.NUMBER})
_STANDING = frozenset({P.NUMBER, P.STATE})
_OFFICIAL = _STANDING | {P.URGENCY, P.STATION}
_KIND = frozenset({P.FIELD, P.CATEGORY})
_BUILDING = frozenset({P.AREA, P.BUILDING})
_PLAIN = _OFFICIAL | _KIND | _BUILDING
"""What everybody around may know of what concerns everybody."""
_OWN = ALL - {P.HISTORY}
_SAVES_LIFE = frozenset({P.AREA, P.BUILDING, P.DOOR, P.TELEPHONES})


def _classes(plain: Parts, personal: Parts, sensitive: Parts = NOTHING, restricted: Parts = NOTHING) -> Table:
    """A line of a table: P0 and P1, P2, P3, P4."""
    return {P0: plain, P1: plain, P2: personal, P3: sensitive, P4: restricted}


_KNOWS: Mapping[Viewer, Table] = {
    Viewer.RESPONSIBLE: _classes(ALL, ALL, ALL, ALL),
    Viewer.ABOVE: _classes(ALL, ALL, ALL, ALL),
    Viewer.MACHINE: _classes(ALL, ALL, ALL, ALL),
    Viewer.COLLEAGUE: _classes(ALL, ALL, _STANDING),
    Viewer.HELPER: _classes(_PLAIN | {P.DOOR, P.WORDS, P.FILES}, _PLAIN | {P.DOOR}, _STANDING),
    Viewer.PARTNER: _classes(_PLAIN | {P.FILES}, _PLAIN),
    Viewer.VOLUNTEER: _classes(_PLAIN, _STANDING | _KIND | {P.AREA}),
    Viewer.REPORTER: _classes(_OWN, _OWN, _OWN, _OWN),
    Viewer.FOLLOWER: _classes(_PLAIN | {P.WORDS}, _STANDING, _STANDING),
    Viewer.GROUP: _classes(_PLAIN, NOTHING),
    Viewer.OUTSIDER: _classes(NOTHING, NOTHING),
    Viewer.ADMINISTRATOR: _classes(_STANDING | _KIND | {P.AREA}, _STANDING, NOTHING),
}
_CARRIES: Mapping[Surface, Table] = {
    Surface.CARD: _classes(_OWN, _OWN, _OFFICIAL | {P.FIELD}),
    Surface.OPENED: _classes(_OWN, _OWN, _OWN, _STANDING | {P.STATION}),
    Surface.NOTICE: _classes(_OWN - {P.DOOR}, _NUMBER, _NUMBER),
    Surface.LIST: _classes(_PLAIN | {P.WORDS}, _PLAIN, _STANDING),
    Surface.SEARCH: _classes(_OWN, _OWN, _NUMBER),
    Surface.GROUP: _classes(_PLAIN, NOTHING),
    Surface.HELPER: _classes(_OWN, _OWN, _STANDING),
    Surface.PARTNER: _classes(_STANDING | _KIND | _BUILDING | {P.FILES}, _STANDING | _KIND | _BUILDING),
    Surface.VOLUNTEER: _classes(_STANDING | _KIND | _BUILDING, _STANDING | _KIND | {P.AREA}),
    Surface.ALIKE: _classes(_STANDING | _KIND | _BUILDING | {P.WORDS}, NOTHING),
    Surface.REPORTER: _classes(_OWN, _OWN, _OWN, _STANDING | {P.STATION}),
    Surface.HISTORY: _classes(ALL, ALL, ALL - {P.HISTORY, P.WORDS}, _STANDING),
    Surface.COMMAND: _classes(ALL, ALL, ALL, ALL),
    Surface.DIGEST: _classes(_STANDING | _KIND | _BUILDING, NOTHING),
    Surface.EXPORT: _classes(_PLAIN | {P.WORDS}, _PLAIN, _STANDING | _KIND, _STANDING),
}
_MASKED = frozenset({
    Surface.LIST, Surface.SEARCH, Surface.GROUP, Surface.HELPER, Surface.PARTNER, Surface.VOLUNTEER,
    Surface.ALIKE, Surface.DIGEST, Surface.EXPORT,
})  # fmt: skip
RESTRICTED = frozenset({P3, P4})  # opened by a tap, each time on record
NAMED = frozenset({Viewer.RESPONSIBLE, Viewer.ABOVE, Viewer.MACHINE})
_RANK = {grade: rank for rank, grade in enumerate(PrivacyClass)}


@dataclass(frozen=True)
class Sight:
    """What one viewer sees of one report at one place: ask `part in sight`."""

    parts: Parts = NOTHING
    masked: bool = True  # telephones and identity numbers inside words are masked
    opens: bool = False  # what is not shown here can be opened by a tap
    restricted: bool = False

    def __contains__(self, part: Part) -> bool:
        return part in self.parts


def sight(viewer: Viewer, report: Report, surface: Surface) -> Sight:
    """What somebody sees of a report on a surface."""
    viewer = _let_in(viewer, report)
    grade = report.privacy
    parts = _KNOWS[viewer][grade] & _CARRIES[surface][grade]
    if surface is Surface.OPENED and grade is P4 and viewer in NAMED and report.urgency is Urgency.T0:
        parts |= _SAVES_LIFE
    return Sight(parts, is_masked(viewer, report, surface), may_open(viewer, report), grade in RESTRICTED)


def may_open(viewer: Viewer, report: Report) -> bool:
    """Whether somebody may open what only named people see; of the other classes, what nobody has to open."""
    viewer = _let_in(viewer, report)
    return viewer in NAMED if report.privacy in RESTRICTED else viewer in NAMED | {Viewer.COLLEAGUE}


def is_masked(viewer: Viewer, report: Report, surface: Surface) -> bool:
    """Whether telephones and identity numbers in words are masked."""
    if surface in _MASKED or viewer is Viewer.HELPER:
        return True
    return viewer is Viewer.COLLEAGUE and report.privacy not in (P0, P1) and report.urgency is not Urgency.T0


def is_logged(report: Report) -> bool:
    """Whether looking into it is kept on record."""
    return report.privacy in RESTRICTED


def higher(one: PrivacyClass, other: PrivacyClass) -> PrivacyClass:
    """The class that lets fewer people see it."""
    return max(one, other, key=_RANK.__getitem__)


def rises(before: PrivacyClass, after: PrivacyClass) -> bool:
    """Whether the second lets fewer people see it than the first."""
    return _RANK[after] > _RANK[before]


def higher_than(grade: PrivacyClass) -> list[PrivacyClass]:
    """The classes that let fewer people see it, the nearest first."""
    return [one for one in PrivacyClass if _RANK[one] > _RANK[grade]]


def lower_than(grade: PrivacyClass) -> list[PrivacyClass]:
    """The classes that let more people see it, the nearest first; down to what a station keeps to itself (P1)."""
    return [one for one in reversed(PrivacyClass) if _RANK[P1] <= _RANK[one] < _RANK[grade]]


def _let_in(viewer: Viewer, report: Report) -> Viewer:
    """T0 that nobody has signed for: whoever of the station hears of it may act, and is on record."""
    unsigned = report.handler_id is None and report.state in (State.DISPATCHED, State.REWORK)
    if viewer is Viewer.COLLEAGUE and unsigned and report.urgency is Urgency.T0:
        return Viewer.RESPONSIBLE
    return viewer
