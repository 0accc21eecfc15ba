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

from pydantic import BaseModel, Field

from fieldwork.json_lines import lines_of
from fieldwork.places import PlaceKind
from fieldwork.routing import Rule
from fieldwork.texts import Phrase, Translator

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
_COLUMN = re.compile(r"\.(code|name|aliases|station)\b[^.]*(?:\.\w+(?:\[\d+\])?)*$")
CODE = re.compile(r"[0-9]+(-[0-9A-Za-z]+)*|[A-Za-z][0-9A-Za-z._-]*")

MOST_PLACES = 200_000
MOST_ALIASES = 50
MOST_BYTES = 64 * 1024 * 1024
LONGEST_NAME = 100  # characters
LONGEST_CODE = 40  # a code travels in a button, which holds 64 bytes
DEEPEST = 20  # levels within a key that we do not know
GREATEST_VERSION = 1_000_000


KINDS: Mapping[PlaceKind, Phrase] = {
    PlaceKind.DISTRICT: Phrase.staff("district"),
    PlaceKind.STREET: Phrase.staff("street"),
    PlaceKind.COMMUNITY: Phrase.staff("community"),
    PlaceKind.ESTATE: Phrase.staff("estate"),
    PlaceKind.BUILDING: Phrase.staff("building"),
    PlaceKind.UNIT: Phrase.staff("unit"),
    PlaceKind.HOUSEHOLD: Phrase.staff("household"),
}


class At(str):
    """A path of the file, named within a sentence."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return super().__format__(spec) or "the top"


class Finding(BaseModel, frozen=True):
    """One thing that is wrong with a file: where, and what, as a sentence; in English until it is said."""

    path: str
    sentence: str
    line: int | None = None
    column: str | None = None  # of a table, where its row tells it; None: no table
    phrase: Phrase | None = Field(default=None, exclude=True)

    def said(self, t: Translator) -> str:
        """The sentence in a language."""
        return self.phrase.said(t) if self.phrase else self.sentence

    def __str__(self) -> str:
        if self.column is not None:
            return f"row {self.line}{self.column and ', '}{self.column}: {self.sentence}"
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
    partial: bool = False  # a few rows of a table: what it does not name is not gone from it


@dataclass
class NetworkFile:
    """What was read: the districts, every code that was seen, and what is wrong."""

    text: str = ""
    lines: Mapping[str, int] | None = None  # by path; None: found in the text
    whole: bool = True  # JSON says all there is of a place; a table neither the order nor further keys
    networks: list[NetworkEntry] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # code to path
    rules: dict[str, str] = field(default_factory=dict)  # a rule's id to path
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, path: str, phrase: Phrase) -> None:
        """Notes what is wrong with one row."""
        self.findings.append(Finding(path=path, sentence=str(phrase), phrase=phrase))

    def located(self) -> list[Finding]:
        """The findings with their lines, in the order of the file."""
        lines = lines_of(self.text) if self.lines is None else self.lines
        found = [self._located(finding, lines) for finding in self.findings]
        return sorted(found, key=lambda finding: finding.line or 0)

    def _located(self, finding: Finding, lines: Mapping[str, int]) -> Finding:
        """With its line; in a table other rows are named by their number too."""
        line = line_at(lines, finding.path)
        if self.whole or finding.phrase is None:
            return finding.model_copy(update={"line": line})
        values = {
            key: Phrase.staff("row {row}", row=line_at(lines, value)) if isinstance(value, At) else value
            for key, value in finding.phrase.values.items()
        }
        phrase = Phrase(finding.phrase.english, values)
        column = _COLUMN.search(finding.path)
        return Finding(path=finding.path, sentence=str(phrase), line=line, phrase=phrase,
                       column=column[1] if column else "")  # fmt: skip


def decode(raw: bytes) -> str:
    """The text of a file. Raises BadNetwork where it is too big or not UTF-8."""
    if len(raw) > MOST_BYTES:
        refuse(Phrase.staff("It is larger than {most} MB.", most=MOST_BYTES // 1024 // 1024))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        refuse(
            Phrase.staff(
                "It is not written in UTF-8: byte {byte} does not fit. Save it as UTF-8.",
                byte=wrong.start + 1,
            )
        )


def station_name(kind: PlaceKind, name: str) -> str:
    """What a station is called where the file does not say: 西湖社区社工点."""
    return STATION_NAMES.get(kind, "{name}社工点").format(name=name)


def refuse(phrase: Phrase) -> NoReturn:
    """Raises BadNetwork for the file as a whole."""
    raise BadNetwork([Finding(path="", sentence=str(phrase), phrase=phrase)])


def line_at(lines: Mapping[str, int], path: str) -> int | None:
    """The line of a path, or of the nearest thing around it that has one."""
    while path and path not in lines:
        path = path.rpartition(".")[0] if "." in path else ""
    return lines.get(path)
