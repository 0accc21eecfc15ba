"""A network as a table: one place a row, under the header kind, code, name, parent, aliases, station.

    kind       code          name            parent        aliases        station
    street     441802006     凤城街道        441802                       电话: 0763-000 0001
    community  441802006019  西湖社区居委会  441802006                    名称: 西湖站; 电话: 0763-000 0002
    estate                   西湖花园        441802006019  西湖小区
    building                 4号楼           西湖花园

`parent` is a code, or names as far as they tell it apart (`西湖社区/西湖花园`), of another row or of a place
that is kept already. `station` is empty for what is usual, 无 for none, 有 for one where none is usual, else
what it is called and so on; what these few words cannot say stands there as in the JSON file.

Cells are texts here: bot/spreadsheets.py makes them of a file. This makes of rows what JSON would have held,
so that both are read and checked alike (fieldwork/network_reading.py).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fieldwork.network_files import CHILDREN, KINDS, Finding
from fieldwork.network_plans import Tree
from fieldwork.network_writing import Writer
from fieldwork.places import Place, PlaceKind, everyday
from fieldwork.texts import Phrase

COLUMNS = ("kind", "code", "name", "parent", "aliases", "station")
HEADINGS: Mapping[str, str] = {
    **{name: name for name in COLUMNS},
    "类型": "kind", "级别": "kind", "类别": "kind", "編碼": "code", "编码": "code", "代码": "code",
    "代碼": "code", "名称": "name", "名稱": "name", "上级": "parent", "上級": "parent", "所属": "parent",
    "所屬": "parent", "别名": "aliases", "別名": "aliases", "站点": "station", "站點": "station",
    "社工站": "station",
}  # fmt: skip
KIND_WORDS: Mapping[str, PlaceKind] = {
    **{kind.value: kind for kind in PlaceKind},
    **dict.fromkeys(("区", "區", "县", "縣", "市", "区县"), PlaceKind.DISTRICT),
    **dict.fromkeys(("街道", "镇", "鎮", "乡", "鄉", "镇街"), PlaceKind.STREET),
    **dict.fromkeys(("社区", "社區", "村", "居委会", "村委会"), PlaceKind.COMMUNITY),
    **dict.fromkeys(("小区", "小區", "苑"), PlaceKind.ESTATE),
    **dict.fromkeys(("楼栋", "樓棟", "楼", "樓", "栋", "棟", "楼宇"), PlaceKind.BUILDING),
    **dict.fromkeys(("单元", "單元"), PlaceKind.UNIT),
    **dict.fromkeys(("户", "戶", "室"), PlaceKind.HOUSEHOLD),
}
STATION_WORDS: Mapping[str, str] = {
    "name": "name", "名称": "name", "名稱": "name", "telephone": "telephone", "电话": "telephone",
    "電話": "telephone", "code": "code", "编码": "code", "編碼": "code", "covers": "covers",
    "负责": "covers", "負責": "covers", "since": "since", "起": "since", "until": "until", "止": "until",
}  # fmt: skip
NONE_HERE, USUAL_HERE = {"无", "無", "none", "no", "false", "-", "—"}, {"有", "yes", "true"}
KEYS = {kind: key for key, kind in CHILDREN.items()}
SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+\d+")  # 4.41802E+11: a code that a spreadsheet took for a number
_APART = re.compile(r"[;；、|｜]")
_SPACED = re.compile(r"[\s,，]+")
_LOOKS_LIKE_TELEPHONE = re.compile(r"[0-9+()（）\s-]{5,}")


class Row(NamedTuple):
    """One row of a table: its number as the spreadsheet shows it, and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass
class Table:
    """What a table holds, in the shape that JSON would have it."""

    raw: Any = None
    lines: dict[str, int] = field(default_factory=dict)  # rows by path
    findings: list[Finding] = field(default_factory=list)  # rows that could not be placed in the tree
    partial: set[str] = field(default_factory=set)  # districts that no row names


def columns_of(cells: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands, if these cells are a header at all."""
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        name = HEADINGS.get(cell.strip().lower())
        if name:
            found.setdefault(name, number)
    return found if {"kind", "name"} <= found.keys() else None


def tabled(rows: Iterable[Row], kept: Tree) -> Table:
    """Puts the rows into a tree, below what is kept where a row says so."""
    planting = _Planting(kept)
    for row in rows:
        planting.take(row)
    return planting.planted()


@dataclass(eq=False)
class _Node:
    number: int  # 0: not of the file, but kept
    kind: PlaceKind
    raw: dict[str, Any]
    parent: str = ""
    above: "_Node | None" = None
    bad: bool = False
    unsaid: frozenset[str] = frozenset()  # columns that the table does not have


class _Planting:
    def __init__(self, kept: Tree) -> None:
        self.kept, self.table = kept, Table()
        self.nodes: list[_Node] = []
        self._by_code: dict[str, _Node] = {}
        self._by_name: dict[str, list[_Node]] = {}
        self._writer = Writer(kept)
        self._kept_names: dict[str, list[str]] = {}
        self._kept_in: dict[tuple[str | None, str], Place] = {}
        for place in kept.places.values():
            self._kept_in[(place.parent, place.name)] = place
            for name in {place.name, *place.aliases}:
                self._kept_names.setdefault(name, []).append(place.code)

    # -- rows one by one

    def take(self, row: Row) -> None:
        """A row as a place, not yet in the tree."""
        cells = row.cells
        kind = KIND_WORDS.get(cells.get("kind", "").strip().lower())
        if kind is None:
            known = ", ".join(kind.value for kind in PlaceKind)
            said = cells.get("kind", "").strip()
            self._bad(
                row.number, Phrase.staff('the kind "{kind}" is none of {known}.', kind=said, known=known)
            )
        raw = self._raw(row, cells)
        node = _Node(
            row.number, kind or PlaceKind.HOUSEHOLD, raw, cells.get("parent", "").strip(),
            bad=kind is None, unsaid=frozenset({"aliases", "station"} - cells.keys()),
        )  # fmt: skip
        self.nodes.append(node)
        self._by_code.setdefault(raw.get("code", ""), node)
        for name in {raw["name"], everyday(raw["name"])}:
            self._by_name.setdefault(name, []).append(node)

    def _raw(self, row: Row, cells: Mapping[str, str]) -> dict[str, Any]:
        raw: dict[str, Any] = {"name": cells.get("name", "").strip()}
        if code := cells.get("code", "").strip():
            raw["code"] = code
        if said := cells.get("aliases", "").strip():
            raw["aliases"] = _listed(said)
        if said := cells.get("station", "").strip():
            raw["station"] = self._station(said)
        return raw

    def _station(self, said: str) -> Any:
        if said.lower() in NONE_HERE | USUAL_HERE:
            return said.lower() in USUAL_HERE
        held = _from_json(said)
        return _station_in_words(said) if held is None else held

    def _with_what_is_kept(self, node: _Node, twin: Place | None) -> dict[str, Any]:
        """A column that the table does not have says nothing: what is kept of the place stays."""
        raw = dict(node.raw)
        if twin is None or not node.unsaid:
            return raw
        held = self._writer.alone(twin)
        raw.update({key: held[key] for key in node.unsaid & held.keys()})
        if "aliases" in node.unsaid and held["name"] != raw["name"] == twin.name:
            raw["aliases"] = [held["name"], *raw.get("aliases", [])]
        return raw

    def _twin(self, node: _Node, above: Place | None) -> Place | None:
        """The kept place that a row speaks of: by its code, else by its name in its parent."""
        if code := node.raw.get("code"):
            return self.kept.places.get(code)
        return self._kept_in.get((above.code, everyday(node.raw["name"]))) if above else None

    def _bad(self, number: int, phrase: Phrase) -> None:
        self.table.findings.append(
            Finding(path="", sentence=str(phrase), line=number, column="", phrase=phrase)
        )

    # -- into a tree

    def planted(self) -> Table:
        """The table, each row under its parent."""
        self._by_code.pop("", None)
        for node in list(self.nodes):
            if not node.bad:
                self._put_under(node)
        tops = [node for node in self.nodes if node.above is None and not node.bad]
        below: dict[int, list[_Node]] = {}
        for node in self.nodes:
            if node.above is not None and not node.bad:
                below.setdefault(id(node.above), []).append(node)
        self.table.raw = [self._grown(top, below, f"[{number}]") for number, top in enumerate(tops)]
        self._tell_unreached()
        return self.table

    def _put_under(self, node: _Node) -> None:
        if node.kind is PlaceKind.DISTRICT and not node.parent:
            return
        if not node.parent:
            self._refuse(node, Phrase.staff("a {kind} needs a parent.", kind=KINDS[node.kind]))
            return
        above = self._by_code.get(node.parent) or self._named(node) or self._kept(node)
        if isinstance(above, Phrase):
            self._refuse(node, above)
        elif above.bad:
            node.above = above  # and is told that it goes with it
        elif list(PlaceKind).index(above.kind) >= list(PlaceKind).index(node.kind):
            wrong = Phrase.staff(
                "a {below} cannot lie in a {kind}.", below=KINDS[node.kind], kind=KINDS[above.kind]
            )
            self._refuse(node, wrong)
        else:
            node.above = above

    def _refuse(self, node: _Node, phrase: Phrase) -> None:
        node.bad = True
        self._bad(node.number, phrase)

    def _named(self, node: _Node) -> _Node | Phrase | None:
        """The row that a parent's names tell: 西湖花园, or 西湖社区/西湖花园."""
        *higher, last = [part.strip() for part in node.parent.split("/") if part.strip()] or [""]
        found = [
            each for each in self._by_name.get(last, ()) if each is not node and self._lies(each, higher)
        ]
        if len(found) > 1:
            return _ambiguous(node.parent, len(found))
        return found[0] if found else None

    def _lies(self, node: _Node, names: list[str]) -> bool:
        """Whether a row lies below these names, as far as the file tells."""
        at: str = node.parent
        for name in reversed(names):
            above = self._by_code.get(at) or next(iter(self._by_name.get(at.rpartition("/")[2], ())), None)
            kept = self.kept.places.get(at)
            told = (
                {above.raw["name"], everyday(above.raw["name"])}
                if above
                else {kept.name, *kept.aliases}
                if kept
                else set()
            )
            if name not in told:
                return False
            at = above.parent if above else (kept.parent or "") if kept else ""
        return True

    def _kept(self, node: _Node) -> _Node | Phrase:
        """A place that is kept and that no row names, with all above it."""
        codes = [node.parent] if node.parent in self.kept.places else self._kept_named(node.parent)
        if len(codes) > 1:
            return _ambiguous(node.parent, len(codes))
        if not codes:
            hint = Phrase.staff('there is no place "{parent}" for it to lie in.', parent=node.parent[:40])
            return _shortened(node.parent) or hint
        return self._grafted(codes[0])

    def _kept_named(self, path: str) -> list[str]:
        *higher, last = [part.strip() for part in path.split("/") if part.strip()] or [""]
        return [code for code in self._kept_names.get(last, ()) if self._kept_below(code, higher)]

    def _kept_below(self, code: str, names: list[str]) -> bool:
        ups = set[str]()
        here = self.kept.places[code].parent
        while here:
            ups |= {self.kept.places[here].name, *self.kept.places[here].aliases}
            here = self.kept.places[here].parent
        return ups.issuperset(names)

    def _grafted(self, code: str) -> _Node:
        """A kept place as a row that changes nothing."""
        if code in self._by_code:
            return self._by_code[code]
        place = self.kept.places[code]
        node = _Node(0, place.kind, self._writer.alone(place))
        self._by_code[code] = node
        self.nodes.append(node)
        if place.parent:
            node.above = self._grafted(place.parent)
        else:
            self.table.partial.add(code)
        return node

    def _grown(
        self, node: _Node, below: dict[int, list[_Node]], path: str, above: Place | None = None
    ) -> dict[str, Any]:
        """A place with all below it: no deeper than there are kinds."""
        if node.number:
            self.table.lines[path] = node.number
        twin = self._twin(node, above)
        raw = self._with_what_is_kept(node, twin)
        for child in below.get(id(node), ()):
            group = raw.setdefault(KEYS[child.kind], [])
            group.append(self._grown(child, below, f"{path}.{KEYS[child.kind]}[{len(group)}]", twin))
        return raw

    def _tell_unreached(self) -> None:
        """What lies below a row that could not be placed."""
        reached = set(self.table.lines.values())
        for node in self.nodes:
            if node.number and not node.bad and node.number not in reached:
                above = node.above.number if node.above else 0
                self._bad(node.number, left_out_with(above))


def left_out_with(row: int | None) -> Phrase:
    """Why a row goes that has nothing wrong with itself."""
    return Phrase.staff("it lies in row {row}, which is left out.", row=row)


def _ambiguous(parent: str, many: int) -> Phrase:
    return Phrase.staff('"{parent}" is the name of {many} places: give its code, or more names.',
                        parent=parent[:40], many=many)  # fmt: skip


def _shortened(code: str) -> Phrase | None:
    if not SHORTENED.fullmatch(code):
        return None
    return Phrase.staff(
        '"{code}" is a code that the spreadsheet shortened: format the column as text.', code=code
    )


def _listed(said: str) -> Any:
    held = _from_json(said)
    return [each.strip() for each in _APART.split(said) if each.strip()] if held is None else held


def _from_json(said: str) -> Any:
    """What stands in a cell as in the JSON file; None where it is in words."""
    if said[0] not in "[{":
        return None
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return None


def _station_in_words(said: str) -> dict[str, Any]:
    """名称: 西湖站; 电话: 0763-000 0002; 负责: 441802006019 441802006010. Without a key: the name, or the telephone."""
    station: dict[str, Any] = {}
    for part in filter(None, (each.strip() for each in re.split("[;；]", said))):
        key, colon, value = re.sub("：", ":", part, count=1).partition(":")
        known = STATION_WORDS.get(key.strip().lower()) if colon else None
        if known is None:
            known, value = "telephone" if _LOOKS_LIKE_TELEPHONE.fullmatch(part) else "name", part
        station[known] = (
            _SPACED.split(value.strip()) if known == "covers" and value.strip() else value.strip()
        )
    return station


# -- the way out ------------------------------------------------------------------------------------


def rows_of(tree: Tree) -> list[tuple[str, ...]]:
    """A kept network as the rows below the header, parents first."""
    writer, rows = Writer(tree), list[tuple[str, ...]]()
    for top in writer.below.get(None, []):
        _write(writer, writer.network(top), PlaceKind.DISTRICT, "", rows)
    return rows


def _write(
    writer: Writer, raw: dict[str, Any], kind: PlaceKind, parent: str, rows: list[tuple[str, ...]]
) -> None:
    aliases, station = raw.get("aliases", []), raw.get("station")
    rows.append((kind.value, raw["code"], raw["name"], parent, _aliases_out(aliases), _station_out(station)))
    for key, below in CHILDREN.items():
        for child in raw.get(key, []):
            _write(writer, child, below, raw["code"], rows)


def _aliases_out(aliases: list[str]) -> str:
    said = "; ".join(aliases)
    return said if not aliases or _listed(said) == aliases else json.dumps(aliases, ensure_ascii=False)


def _station_out(station: Any) -> str:
    if station is None or isinstance(station, bool):
        return "" if station is None else "有" if station else "无"
    if isinstance(station, dict):
        parts = {key: " ".join(v) if _codes(v) else v for key, v in station.items()}
        said = "; ".join(f"{key}: {value}" for key, value in parts.items())
        if all(isinstance(v, str) for v in parts.values()) and said and _station_in_words(said) == station:
            return said
    return json.dumps(station, ensure_ascii=False)


def _codes(value: Any) -> bool:
    return isinstance(value, list) and value != [] and all(isinstance(each, str) for each in value)
