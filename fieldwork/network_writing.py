"""A kept network as JSON again, in the form that `fieldwork/network_reading.py` reads.

What is usual is left out (a community's own station, its usual name), so that a plain list of communities
comes back as the plain list it was. The same tree always gives the same text.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldwork.network_files import CHILDREN, CODED, station_name
from fieldwork.network_plans import Tree
from fieldwork.places import Cover, Place, Station, everyday
from fieldwork.routing import Rule


def render(tree: Tree) -> str:
    """The JSON text of a tree: an object for one district, a list for several."""
    writer = Writer(tree)
    tops = [writer.network(top) for top in writer.below.get(None, [])]
    return json.dumps(tops[0] if len(tops) == 1 else tops, ensure_ascii=False, indent=1)


class Writer:
    """Writes the places of a tree as objects."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.below: dict[str | None, list[Place]] = {}
        for place in sorted(tree.places.values(), key=lambda place: (tree.order[place.code], place.code)):
            self.below.setdefault(place.parent, []).append(place)
        self._seated: dict[str, list[Station]] = {}
        for station in tree.stations.values():
            self._seated.setdefault(station.place, []).append(station)

    def network(self, top: Place) -> dict[str, Any]:
        """One district with all below it, and the rules that lead to its stations."""
        row = self._place(top)
        rules = [rule for rule in self.tree.rules.values() if self._top_of_station(rule.station) == top.code]
        if rules:
            row["rules"] = [_rule(rule) for rule in rules]
        return row

    def _top_of_station(self, code: str) -> str | None:
        station = self.tree.stations.get(code)
        return self.tree.top_of(station.place) if station else None

    def alone(self, place: Place) -> dict[str, Any]:
        """One place without those below it."""
        name, aliases = _names(place)
        row: dict[str, Any] = {"code": place.code, "name": name, **self.tree.extras.get(place.code, {})}
        if aliases:
            row["aliases"] = aliases
        station = self._stations(place)
        if station is not None:
            row["station"] = station
        return row

    def _place(self, place: Place) -> dict[str, Any]:
        row = self.alone(place)
        for key, kind in CHILDREN.items():
            children = [child for child in self.below.get(place.code, []) if child.kind is kind]
            if children:
                row[key] = [self._place(child) for child in children]
        return row

    def _stations(self, place: Place) -> Any:
        """What stands under `station`: nothing where it is as usual, false where there is none."""
        rows = [self._station(place, station) for station in self._seated.get(place.code, [])]
        if len(rows) != 1:
            return rows or (False if place.kind in CODED else None)
        if rows[0]:
            return rows[0]
        return None if place.kind in CODED else True

    def _station(self, place: Place, station: Station) -> dict[str, Any]:
        row: dict[str, Any] = {}
        if station.code != place.code:
            row["code"] = station.code
        if station.name != station_name(place.kind, place.name):
            row["name"] = station.name
        if station.telephone:
            row["telephone"] = station.telephone
        return row | _covers(place, self.tree.covers.get(station.code, []))


def _names(place: Place) -> tuple[str, list[str]]:
    """The official name, which is the first alias where there is one, and the other aliases."""
    first = place.aliases[0] if place.aliases else place.name
    if first != place.name and everyday(first) == place.name:
        return first, place.aliases[1:]
    return place.name, place.aliases


def _covers(place: Place, covers: list[Cover]) -> dict[str, Any]:
    days = {(cover.since, cover.until) for cover in covers}
    if len(days) > 1:
        return {"covers": [{"place": c.place} | _days(c.since, c.until) for c in covers]}
    row = _days(*next(iter(days))) if days else {}
    if [cover.place for cover in covers] != [place.code]:
        row["covers"] = [cover.place for cover in covers]
    return row


def _days(since: date | None, until: date | None) -> dict[str, Any]:
    days: Mapping[str, date | None] = {"since": since, "until": until}
    return {key: day.isoformat() for key, day in days.items() if day}


def _rule(rule: Rule) -> dict[str, Any]:
    return {key: value for key, value in rule.model_dump().items() if value is not None}
