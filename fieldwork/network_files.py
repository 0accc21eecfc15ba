"""A network as a file: nested JSON read into rows, with every bad row named at once.

    {code, name, streets: [{code, name, communities: [{code, name, estates: [{name, buildings: [...]}]}]}]}

A level may be left out, and on any place `aliases` and `station` may stand: false (none here), or an object
{code, name, telephone, covers, since, until}, or a list of such. A district, a street and a community have a
station of their own unless the file says otherwise. Keys we do not know are kept for the way out. Nothing is
read from a disk here and nothing is written: `fieldwork/network_plans.py` says what a file would change.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

from pydantic import BaseModel

from fieldwork.json_lines import lines_of
from fieldwork.places import PlaceKind
from fieldwork.routing import Rule

CHILDREN: Mapping[str, PlaceKind] = {
    "streets": PlaceKind.STREET,
    "communities": PlaceKind.COMMUNITY,
    "estates": PlaceKind.ESTATE,
    "buildings": PlaceKind.BUILDING,
    "units": PlaceKind.UNIT,
    "households": PlaceKind.HOUSEHOLD,
}
CODED = (PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY)  # these have official codes
STATION_NAMES = {
    PlaceKind.DISTRICT: "{name}社工总站",
    PlaceKind.STREET: "{name}社工站",
    PlaceKind.COMMUNITY: "{name}社工点",
}
KNOWN = frozenset({"code", "name", "aliases", "station", *CHILDREN})
STATION_KEYS = frozenset({"code", "name", "telephone", "covers", "since", "until"})
COVER_KEYS = frozenset({"place", "since", "until"})
RULE_KEYS = frozenset({"id", "version", "place", "category", "urgency", "station"})
CODE = re.compile(r"[0-9]+(-[0-9A-Za-z]+)*|[A-Za-z][0-9A-Za-z._-]*")

MOST_PLACES = 200_000
MOST_ALIASES = 50
MOST_BYTES = 64 * 1024 * 1024
LONGEST_NAME = 100  # characters
LONGEST_CODE = 40  # a code travels in a button, which holds 64 bytes
DEEPEST = 20  # levels within a key that we do not know
GREATEST_VERSION = 1_000_000


class Finding(BaseModel, frozen=True):
    """One thing that is wrong with a file: where, and what, as a sentence."""

    path: str
    sentence: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"line {self.line}, " if self.line else ""
        return f"{where}{self.path or 'the file'}: {self.sentence}"


class BadNetwork(Exception):
    """A file that cannot be imported; nothing of it was applied."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


@dataclass
class CoverEntry:
    """A place that a station answers for, as the file names it."""

    path: str
    place: str
    since: date | None
    until: date | None


@dataclass
class StationEntry:
    """A station as the file has it; empty texts and `covers` of None mean what is usual."""

    path: str
    code: str = ""
    name: str = ""
    telephone: str = ""
    covers: list[CoverEntry] | None = None
    since: date | None = None
    until: date | None = None


@dataclass
class Entry:
    """A place as the file has it. An empty code is derived later, from what is kept already."""

    path: str
    code: str
    kind: PlaceKind
    name: str
    aliases: list[str]
    parent: "Entry | None"
    ordinal: int  # among its siblings of the same kind
    stations: list[StationEntry] = field(default_factory=list)
    extras: dict[str, Any] = field(default_factory=dict)


@dataclass
class RuleEntry:
    """A routing rule; a version of None takes the next one by itself when the rule changes."""

    path: str
    rule: Rule
    version: int | None


@dataclass
class NetworkEntry:
    """One district of a file. Rules of None: the file says nothing of rules, and they stay as they are."""

    top: Entry
    places: list[Entry] = field(default_factory=list)  # parents first, the top among them
    rules: list[RuleEntry] | None = None


@dataclass
class NetworkFile:
    """What was read: the districts, every code that was seen, and what is wrong."""

    text: str
    networks: list[NetworkEntry] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # code to path
    rules: dict[str, str] = field(default_factory=dict)  # a rule's id to path
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, path: str, sentence: str) -> None:
        """Notes what is wrong with one row."""
        self.findings.append(Finding(path=path, sentence=sentence))

    def located(self) -> list[Finding]:
        """The findings with their lines, in the order of the file."""
        lines = lines_of(self.text)
        found = [f.model_copy(update={"line": _line(lines, f.path)}) for f in self.findings]
        return sorted(found, key=lambda finding: finding.line or 0)


def decode(raw: bytes) -> str:
    """The text of a file. Raises BadNetwork where it is too big or not UTF-8."""
    if len(raw) > MOST_BYTES:
        refuse(f"It is larger than {MOST_BYTES // 1024 // 1024} MB.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        refuse(f"It is not written in UTF-8: byte {wrong.start + 1} does not fit. Save it as UTF-8.")


def station_name(kind: PlaceKind, name: str) -> str:
    """What a station is called where the file does not say: 西湖社区社工点."""
    return STATION_NAMES.get(kind, "{name}社工点").format(name=name)


def refuse(sentence: str) -> NoReturn:
    """Raises BadNetwork for the file as a whole."""
    raise BadNetwork([Finding(path="", sentence=sentence)])


def _line(lines: Mapping[str, int], path: str) -> int | None:
    while path and path not in lines:
        path = path.rpartition(".")[0] if "." in path else ""
    return lines.get(path)
