"""What a network file would change, before anything is changed.

The file is merged into the tree that is kept. A place never goes: one that the file no longer names stays,
with its stations, and is listed as gone from the file. A station that a place no longer has goes with its
covers, but stays without covers where reports name it. What the file does not say of rules is left alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from fieldwork.network_files import (
    CODED,
    KINDS,
    BadNetwork,
    Entry,
    NetworkEntry,
    NetworkFile,
    RuleEntry,
    StationEntry,
    station_name,
)
from fieldwork.places import Cover, Place, PlaceKind, Station
from fieldwork.routing import Rule
from fieldwork.texts import Phrase

NO_CODE = "?"  # begins what stands in for a bad code; no code begins with it
_DEPTH = {kind: number for number, kind in enumerate(PlaceKind)}


@dataclass(frozen=True)
class Tree:
    """All that a network file can say, as it is kept."""

    places: dict[str, Place] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)  # a place's number among its siblings of one kind
    stations: dict[str, Station] = field(default_factory=dict)
    covers: dict[str, list[Cover]] = field(default_factory=dict)  # by station
    rules: dict[str, Rule] = field(default_factory=dict)  # in their order
    extras: dict[str, dict[str, Any]] = field(default_factory=dict)  # by place: keys that we only keep

    def top_of(self, code: str) -> str:
        """The district a place belongs to; the code itself where it is not known."""
        while (place := self.places.get(code)) and place.parent:
            code = place.parent
        return code

    def depth(self, code: str) -> int:
        """How far down its kind stands, from 0 for a district."""
        return _DEPTH[self.places[code].kind]


class Change(BaseModel, frozen=True):
    """One line of the dry run. `what`: new, changed, removed, retired (kept without covers), gone (stays)."""

    what: str
    kind: str
    code: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Plan:
    """From one tree to another, and what that changes, in the order of the file."""

    before: Tree
    after: Tree
    changes: tuple[Change, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether applying it would leave all as it is; places gone from the file stay all the same."""
        return self.before == self.after and list(self.before.rules) == list(self.after.rules)


def plan(file: NetworkFile, before: Tree, used: frozenset[str] = frozenset()) -> Plan:
    """What a file would change; `used` are the stations that reports name.

    Raises BadNetwork with every bad row at once, those that only show beside what is kept among them.
    """
    _hold_open(file)
    after, gone = before, list[Change]()
    for network in file.networks:
        merge = _Merge(file, before, after, network)
        after = merge.merged(used)
        gone += merge.gone()
    if file.findings:
        raise BadNetwork(file.located())
    return Plan(before, after, (*_differences(before, after), *gone))


def _hold_open(file: NetworkFile) -> None:
    """Gives places whose code is bad one that no place can have, so that what is below is looked at too."""
    for network in file.networks:
        for entry in network.places:
            if not entry.code and entry.kind in CODED:
                entry.code = f"{NO_CODE}{entry.path}"


class _Merge:
    """One district of a file, merged into a copy of the tree."""

    def __init__(self, file: NetworkFile, kept: Tree, before: Tree, network: NetworkEntry) -> None:
        self.file, self.kept, self.network = file, kept, network
        self.top = network.top.code
        self.tree = replace(
            before,
            places=dict(before.places),
            order=dict(before.order),
            stations=dict(before.stations),
            covers=dict(before.covers),
            rules=dict(before.rules),
            extras=dict(before.extras),
        )
        self._last: dict[tuple[str | None, PlaceKind], int] = {}  # the greatest number of a group
        for place in before.places.values():
            group = (place.parent, place.kind)
            self._last[group] = max(self._last.get(group, -1), before.order[place.code])
        self._seats: dict[str, list[Station]] = {}
        for station in before.stations.values():
            self._seats.setdefault(station.place, []).append(station)

    def merged(self, used: frozenset[str]) -> Tree:
        self._derive_codes()
        self._put_places()
        self._put_stations(used)
        if self.network.rules is not None:
            self._put_rules(self.network.rules)
        self._no_rule_in_the_air()
        return self.tree

    # -- places

    def _derive_codes(self) -> None:
        """A place without a code keeps the one it has under its parent, by name, or gets the next number."""
        named = {(p.parent, p.name): p.code for p in self.kept.places.values()}
        taken = set(self.kept.places) | set(self.file.codes)
        numbers: dict[str, int] = {}
        for entry in self.network.places:
            if entry.code or entry.parent is None:
                continue
            above = entry.parent.code
            held = named.get((above, entry.name))
            if held and held not in self.file.codes and self.kept.places[held].kind is entry.kind:
                entry.code = held
                continue
            number = numbers.get(above, 0) + 1
            while (code := f"{above}-{number}") in taken:
                number += 1
            numbers[above], entry.code = number, code
            taken.add(code)

    def _put_places(self) -> None:
        for entry in self.network.places:
            self._belongs_here(entry)
            above = entry.parent.code if entry.parent else None
            self.tree.places[entry.code] = Place(
                code=entry.code, kind=entry.kind, name=entry.name, parent=above, aliases=entry.aliases
            )
            self._put_in_order(entry)
        self._keep_the_rest_behind()

    def _put_in_order(self, entry: Entry) -> None:
        """A table says neither in which order its places stand nor any further keys: what is kept stays."""
        if self.file.whole:
            self.tree.order[entry.code] = entry.ordinal
            self.tree.extras.pop(entry.code, None)
            if entry.extras:
                self.tree.extras[entry.code] = entry.extras
            return
        held = self.kept.places.get(entry.code)
        group = (entry.parent.code if entry.parent else None, entry.kind)
        if held is None or (held.parent, held.kind) != group:
            self.tree.order[entry.code] = self._last.get(group, -1) + 1
        self._last[group] = max(self._last.get(group, -1), self.tree.order[entry.code])

    def _belongs_here(self, entry: Entry) -> None:
        if entry.code not in self.kept.places:
            return
        top = self.kept.top_of(entry.code)
        if top != self.top:
            name = self.kept.places[top].name
            self.file.wrong(
                entry.path,
                Phrase.staff(
                    'code "{code}" is already a place of {name} ({top}).', code=entry.code, name=name, top=top
                ),
            )

    def _keep_the_rest_behind(self) -> None:
        """Places that the file no longer names come after those it names."""
        said = {entry.code: entry for entry in self.network.places}
        named = {(self.tree.places[code].parent, entry.name): entry for code, entry in said.items()}
        last: dict[tuple[str | None, PlaceKind], int] = {}
        for code, entry in said.items():
            last[(self.tree.places[code].parent, entry.kind)] = entry.ordinal
        for place in self._unsaid(said):
            group = (place.parent, place.kind)
            last[group] = last.get(group, -1) + 1
            if self.file.whole:
                self.tree.order[place.code] = last[group]
            self._fits_beside(place, named.get((place.parent, place.name)), said.get(place.parent or ""))

    def _fits_beside(self, kept: Place, twin: Entry | None, above: Entry | None) -> None:
        if twin is not None and not twin.code.startswith(NO_CODE):
            self.file.wrong(
                twin.path,
                Phrase.staff(
                    '"{name}" is kept beside it under the code "{code}", and places are never deleted: '
                    'give it that code, not "{other}", or another name.',
                    name=kept.name,
                    code=kept.code,
                    other=twin.code,
                ),
            )
        if above is not None and _DEPTH[above.kind] >= _DEPTH[kept.kind]:
            self.file.wrong(
                above.path,
                Phrase.staff(
                    'it cannot become a {kind}: the {below} "{name}" ({code}) lies in it.',
                    kind=KINDS[above.kind],
                    below=KINDS[kept.kind],
                    name=kept.name,
                    code=kept.code,
                ),
            )

    def _unsaid(self, said: dict[str, Entry]) -> list[Place]:
        below = [p for p in self.kept.places.values() if p.code not in said and p.parent is not None]
        mine = [place for place in below if self.tree.top_of(place.code) == self.top]
        return sorted(mine, key=lambda place: (self.kept.order[place.code], place.code))

    def gone(self) -> Iterator[Change]:
        """The places that are kept and that the file no longer names; one of a few rows names few."""
        if self.network.partial:
            return
        for place in self._unsaid({entry.code: entry for entry in self.network.places}):
            yield Change(what="gone", kind=place.kind, code=place.code, name=place.name, detail="it stays")

    # -- stations

    def _put_stations(self, used: frozenset[str]) -> None:
        retired = [old for entry in self.network.places for old in self._seats.get(entry.code, ())]
        for old in retired:
            del self.tree.stations[old.code]
            self.tree.covers.pop(old.code, None)
        for entry in self.network.places:
            for station in entry.stations:
                self._put_station(entry, station)
        for old in retired:
            if old.code not in self.tree.stations and old.code in used:
                self.tree.stations[old.code] = old

    def _put_station(self, seat: Entry, said: StationEntry) -> None:
        code = said.code or seat.code
        if code in self.tree.stations:
            if self.file.codes.get(seat.code) != seat.path:
                return  # the seat itself stands twice, and that was said
            self.file.wrong(
                said.path, Phrase.staff('the code "{code}" is already that of another station.', code=code)
            )
            return
        self.tree.stations[code] = Station(
            code=code,
            name=said.name or station_name(seat.kind, seat.name),
            place=seat.code,
            telephone=said.telephone,
        )
        covers = self._covers(seat, said, code)
        if covers:
            self.tree.covers[code] = covers

    def _covers(self, seat: Entry, said: StationEntry, code: str) -> list[Cover]:
        if said.covers is None:
            return [Cover(station=code, place=seat.code, since=said.since, until=said.until)]
        for cover in said.covers:
            known = cover.place in self.file.codes or self.tree.top_of(cover.place) == self.top
            if cover.place and not known:
                self.file.wrong(
                    cover.path,
                    Phrase.staff(
                        'the station covers "{place}", and there is no such place.', place=cover.place
                    ),
                )
        return [Cover(station=code, place=c.place, since=c.since, until=c.until) for c in said.covers]

    # -- rules

    def _put_rules(self, said: list[RuleEntry]) -> None:
        kept = {k: r for k, r in self.tree.rules.items() if not self._is_mine(r)}
        rules: dict[str, Rule] = {}
        for entry in said:
            self._can_be_followed(entry, kept)
            rules[entry.rule.id] = self._numbered(entry)
        together = sorted({**kept, **rules}.items(), key=lambda named: self._network_of(named[1]))
        self.tree.rules.clear()
        self.tree.rules.update(together)

    def _network_of(self, rule: Rule) -> str:
        """The district whose station a rule leads to: its rules stand together, in their own order."""
        station = self.tree.stations.get(rule.station)
        return self.tree.top_of(station.place) if station else ""

    def _is_mine(self, rule: Rule) -> bool:
        station = self.kept.stations.get(rule.station)
        return station is not None and self.kept.top_of(station.place) == self.top

    def _can_be_followed(self, entry: RuleEntry, others: dict[str, Rule]) -> None:
        rule = entry.rule
        if rule.id in others:
            self.file.wrong(
                entry.path, Phrase.staff('the rule "{id}" is already one of another network.', id=rule.id)
            )
        station = self.tree.stations.get(rule.station)
        if station is None or self.tree.top_of(station.place) != self.top:
            self.file.wrong(
                entry.path,
                Phrase.staff(
                    'it leads to the station "{station}", and there is none here.', station=rule.station
                ),
            )
        if rule.place and rule.place not in self.tree.places and rule.place not in self.file.codes:
            self.file.wrong(
                entry.path,
                Phrase.staff('it is for the place "{place}", and there is none.', place=rule.place),
            )

    def _numbered(self, entry: RuleEntry) -> Rule:
        """A rule that changes gets a new version, so that `why` can tell which one a report followed."""
        held = self.kept.rules.get(entry.rule.id)
        if held is None:
            return entry.rule.model_copy(update={"version": entry.version or 1})
        same = entry.rule.model_copy(update={"version": held.version}) == held
        if entry.version is None:
            return entry.rule.model_copy(update={"version": held.version if same else held.version + 1})
        if not same and entry.version <= held.version:
            self.file.wrong(
                entry.path,
                Phrase.staff(
                    'the rule "{id}" has changed and its version is still {version}: '
                    "give it {next}, or leave the version out.",
                    id=held.id,
                    version=entry.version,
                    next=held.version + 1,
                ),
            )
        return entry.rule.model_copy(update={"version": entry.version})

    def _no_rule_in_the_air(self) -> None:
        if self.network.rules is not None:
            return
        for rule in self.tree.rules.values():
            if self._is_mine(rule) and rule.station not in self.tree.stations:
                self.file.wrong(
                    self.network.top.path,
                    Phrase.staff(
                        'the rule "{id}" leads to the station "{station}", which it takes away.',
                        id=rule.id,
                        station=rule.station,
                    ),
                )


# -- what is different ------------------------------------------------------------------------------


def _differences(before: Tree, after: Tree) -> Iterator[Change]:
    for place in after.places.values():
        yield from _place_change(before, after, place)
    yield from _station_changes(before, after)
    yield from _rule_changes(before, after)


def _place_change(before: Tree, after: Tree, place: Place) -> Iterator[Change]:
    old = before.places.get(place.code)
    if old is None:
        yield Change(what="new", kind=place.kind, code=place.code, name=place.name)
        return
    told = [
        _told(key, getattr(old, key), getattr(place, key)) for key in ("kind", "name", "parent", "aliases")
    ]
    if before.extras.get(place.code, {}) != after.extras.get(place.code, {}):
        told.append("further keys")
    if before.order[place.code] != after.order[place.code]:
        told.append("its place in the order")
    yield from _changed(place.kind, place.code, place.name, told)


def _station_changes(before: Tree, after: Tree) -> Iterator[Change]:
    for code, station in after.stations.items():
        old = before.stations.get(code)
        covers, held = after.covers.get(code, []), before.covers.get(code, [])
        if old is None:
            detail = "covers " + (", ".join(cover.place for cover in covers) or "nothing")
            yield Change(what="new", kind="station", code=code, name=station.name, detail=detail)
            continue
        told = [
            _told(key, getattr(old, key), getattr(station, key)) for key in ("name", "place", "telephone")
        ]
        told.append(_told("covers", _days(held), _days(covers)))
        what = "retired" if held and not covers else "changed"
        yield from _changed("station", code, station.name, told, what)
    for code, station in before.stations.items():
        if code not in after.stations:
            yield Change(what="removed", kind="station", code=code, name=station.name)


def _rule_changes(before: Tree, after: Tree) -> Iterator[Change]:
    for rule in after.rules.values():
        old = before.rules.get(rule.id)
        if old is None:
            yield Change(what="new", kind="rule", code=rule.id, name=rule.station)
        elif old != rule:
            told = [_told(key, getattr(old, key), getattr(rule, key)) for key in Rule.model_fields]
            yield from _changed("rule", rule.id, rule.station, told)
    for rule in before.rules.values():
        if rule.id not in after.rules:
            yield Change(what="removed", kind="rule", code=rule.id, name=rule.station)
    shared = [name for name in before.rules if name in after.rules]
    if shared != [name for name in after.rules if name in before.rules]:
        yield Change(what="changed", kind="rule", code="*", name="all", detail="their order")


def _changed(kind: str, code: str, name: str, told: Iterable[str], what: str = "changed") -> Iterator[Change]:
    detail = "; ".join(filter(None, told))
    if detail:
        yield Change(what=what, kind=kind, code=code, name=name, detail=detail)


def _told(key: str, old: object, new: object) -> str:
    return "" if old == new else f"{key}: {_plain(old)} → {_plain(new)}"


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in (None, "") else str(value)


def _days(covers: list[Cover]) -> list[str]:
    return [
        cover.place + (f" ({cover.since or ''}–{cover.until or ''})" if cover.since or cover.until else "")
        for cover in covers
    ]
