"""A network file without its bad rows: what is left of it when each of them is left out and named.

A file is read and planned; what that finds wrong is taken out, with all that lies in it, and the rest is read
and planned again, until nothing is wrong. A list's parts can be taken out one by one (a place, a rule, one
of the places that a station covers); where a district itself is wrong, nothing is left, and BadNetwork says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fieldwork.json_lines import lines_of
from fieldwork.network_files import CHILDREN, BadNetwork, Finding, NetworkFile, line_at
from fieldwork.network_plans import Plan, Tree, plan
from fieldwork.network_reading import join_key, parsed, walked
from fieldwork.network_tables import Table, left_out_with
from fieldwork.texts import Phrase

_DISTRICT = re.compile(r"\[[0-9]+\]")  # of several: it is never left out by itself
MOST_ROUNDS = 50  # each takes something out; a file that needs more is no network


@dataclass
class Source:
    """A network file as it was read, before anything is checked. `lines`: by path, of JSON or of a table."""

    raw: Any
    lines: dict[str, int]
    table: bool = False
    partial: frozenset[str] = frozenset()  # districts that only stand for what lies in them
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of_text(cls, text: str) -> "Source":
        """A file of JSON. Raises BadNetwork where it is none."""
        return cls(parsed(text), lines_of(text))

    @classmethod
    def of_table(cls, table: Table) -> "Source":
        """The rows of a table."""
        return cls(table.raw, table.lines, True, frozenset(table.partial), table.findings)


@dataclass(frozen=True)
class Sifted:
    """What can be applied, the rows that were left out, and what is left of the file: to be planned again."""

    plan: Plan
    left_out: tuple[Finding, ...]
    rest: dict[str, Any]


def sift(source: Source, before: Tree, used: frozenset[str] = frozenset()) -> Sifted:
    """The plan of all good rows. Raises BadNetwork with every finding where nothing can be left."""
    out: dict[str, Finding] = {}
    for _ in range(MOST_ROUNDS):
        paths: dict[str, str] = {}
        rest = _without(source.raw, "", "", out.keys(), paths)
        held = {"raw": rest, "table": source.table, "partial": sorted(source.partial)}
        try:
            made = planned(
                held,
                {new: source.lines[old] for new, old in paths.items() if old in source.lines},
                before,
                used,
            )
        except BadNetwork as bad:
            if not _noted(bad, paths, out, source):
                raise BadNetwork(_in_order([*source.findings, *bad.findings])) from None
            continue
        return Sifted(made, tuple(_in_order([*source.findings, *_with_those_below(source, out)])), held)
    raise BadNetwork(_in_order([*source.findings, *out.values()]))


def planned_whole(source: Source, before: Tree, used: frozenset[str] = frozenset()) -> Plan:
    """The plan of a file in which nothing is wrong. Raises BadNetwork with every finding."""
    held = {"raw": source.raw, "table": source.table, "partial": sorted(source.partial)}
    try:
        made = planned(held, source.lines, before, used)
    except BadNetwork as bad:
        raise BadNetwork(_in_order([*source.findings, *bad.findings])) from None
    if source.findings:
        raise BadNetwork(_in_order(source.findings))
    return made


def planned(rest: dict[str, Any], lines: dict[str, int], before: Tree, used: frozenset[str]) -> Plan:
    """The plan of what was left of a file. Raises BadNetwork."""
    file = NetworkFile(lines=lines, whole=not rest["table"])
    walked(rest["raw"], file)
    for network in file.networks:
        network.partial = network.top.code in rest["partial"]
    return plan(file, before, used)


def _noted(bad: BadNetwork, paths: dict[str, str], out: dict[str, Finding], source: Source) -> bool:
    """Marks what is to be taken out. False where something is wrong that cannot be."""
    known = len(out)
    for finding in bad.findings:
        part = finding.path
        while part and part not in paths:
            part = _around(part)
        original = paths.get(part, "")
        if not original or _DISTRICT.fullmatch(original):
            return False
        line = line_at(source.lines, original)
        out.setdefault(original, finding.model_copy(update={"path": original, "line": line}))
    return len(out) > known


def _around(path: str) -> str:
    """The path of what holds this."""
    if path.endswith("]"):
        return path[: path.rindex("[")]
    return path.rpartition(".")[0]


def _without(value: Any, here: str, there: str, out: Any, paths: dict[str, str]) -> Any:
    """A copy without what is taken out; `paths` learns where each part of a list stood before."""
    if isinstance(value, dict):
        return {k: _without(v, join_key(here, k), join_key(there, k), out, paths) for k, v in value.items()}
    if not isinstance(value, list):
        return value
    kept: list[Any] = []
    for number, each in enumerate(value):
        old = f"{here}[{number}]"
        if old not in out:
            new = f"{there}[{len(kept)}]"
            if not here.endswith("station"):  # of several at a place: one that is wrong takes the place along
                paths[new] = old
            kept.append(_without(each, old, new, out, paths))
    return kept


def _with_those_below(source: Source, out: dict[str, Finding]) -> Iterator[Finding]:
    """What was taken out, and each place that lay in it."""
    for path, finding in out.items():
        yield finding
        for below in _below(_at(source.raw, path), path):
            if below not in out:
                yield _gone_too(source, below, left_out_with(finding.line))


def _gone_too(source: Source, path: str, phrase: Phrase) -> Finding:
    column = "" if source.table else None
    line = line_at(source.lines, path)
    return Finding(path=path, sentence=str(phrase), line=line, column=column, phrase=phrase)


def _below(value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    for key in CHILDREN:
        children = value.get(key)
        for number, child in enumerate(children if isinstance(children, list) else ()):
            inner = f"{join_key(path, key)}[{number}]"
            yield inner
            yield from _below(child, inner)


def _at(value: Any, path: str) -> Any:
    for step in path.replace("[", ".[").strip(".").split("."):
        value = value[int(step[1:-1])] if step.startswith("[") else value[step]
    return value


def _in_order(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.line or 0)
