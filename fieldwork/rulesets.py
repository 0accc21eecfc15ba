"""All that a district can change, as it is in force: rules, words, routing. One file, versions, parts.

What is in force is what the programme ships, over it the station's own word files, over these the newest
version that was applied (`fieldbot rules apply`). A version keeps the rules and the routing whole, and those
word sections that were ever given: words that a district never touched grow with the programme.
"""

import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fieldwork.json_lines import join
from fieldwork.network_files import LONGEST_CODE, Finding
from fieldwork.reports import Urgency
from fieldwork.routing import Rule
from fieldwork.rules import Rules
from fieldwork.toml_texts import line_of, lines_of
from fieldwork.understanding.words import Words

Content = Mapping[str, Any]
"""A version as it is kept: {rules, words: {section: …}, routing: […]}."""

RULES, WORDS, ROUTING = tuple(Rules.model_fields), tuple(Words.model_fields), "routing"
PARTS = (*RULES, ROUTING, *WORDS)
SHIPPED = "shipped"
"""In the place of a part: as the programme ships it (words: or as the station's own file has it) again."""


@dataclass(frozen=True)
class Rulebook:
    """What is in force, or would be."""

    rules: Rules
    words: Words
    routing: tuple[Rule, ...] = ()


class BadRules(Exception):
    """A file that cannot be applied; everything that is wrong with it at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


class UnknownRules(Exception):
    """A version that is kept and cannot be read: a newer programme wrote it. The message is the sentence."""


class RoutingEntry(BaseModel):
    """[[routing]]: what a rule looks at, and the station it names."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(min_length=1, max_length=LONGEST_CODE)
    place: str | None = None
    category: str | None = None
    urgency: Urgency | None = None
    station: str


# -- what is kept -----------------------------------------------------------------------------------


def under(base: Rulebook, version: int, content: Content) -> Rulebook:
    """The base with a kept version over it. Raises UnknownRules with a sentence."""
    try:
        if unknown := sorted(set(content) - {"rules", "words", "routing"}):
            raise ValueError(f"{unknown[0]} is not known")
        rules = Rules.model_validate(_merged(_dumped(base.rules), content.get("rules", {})))
        words = _with_sections(base.words, content.get("words", {}))
        routing = tuple(Rule.model_validate(each) for each in content.get("routing", ()))
    except (ValidationError, ValueError) as wrong:
        raise UnknownRules(
            f"Version {version} of the rules was written by a newer fieldbot and cannot be used: "
            f"{_first(wrong)}. Please update fieldbot."
        ) from wrong
    return Rulebook(rules, words, routing)


def _first(wrong: ValueError) -> str:
    if not isinstance(wrong, ValidationError):
        return str(wrong)
    error = wrong.errors()[0]
    return f"{_path(error['loc'])}: {_sentence(error)}".removeprefix(": ")


def _with_sections(words: Words, sections: Mapping[str, Any]) -> Words:
    """Other words in some sections. Never a copy: what was reckoned from the old ones must not come along."""
    kinds = {name: each.annotation for name, each in Words.model_fields.items()}
    if unknown := sorted(set(sections) - set(kinds)):
        raise ValueError(f"{unknown[0]} is no section of words")
    held = {name: getattr(words, name) for name in kinds}
    return Words(**held | {name: kinds[name].model_validate(raw) for name, raw in sections.items()})  # type: ignore[union-attr]


def kept(book: Rulebook, own_sections: Iterable[str]) -> dict[str, Any]:
    """A version as it is kept: whole, but for words that nobody changed."""
    words = section_values(book.words)
    return {
        "rules": _dumped(book.rules),
        "words": {name: words[name] for name in WORDS if name in set(own_sections)},
        "routing": [rule.model_dump() for rule in book.routing],
    }


def values(book: Rulebook, sections: Iterable[str] = WORDS) -> dict[str, Any]:
    """As a file has it; `sections` of the words."""
    words = section_values(book.words)
    routing = [rule.model_dump(exclude={"version"}, exclude_none=True) for rule in book.routing]
    return _dumped(book.rules) | {"routing": routing} | {name: words[name] for name in sections}


def section_values(words: Words) -> dict[str, Any]:
    """The sections of the words, as their files have them."""
    return words.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _dumped(rules: Rules) -> dict[str, Any]:
    """Every number, and no empty words: a file says what it says."""
    return {name: _without_empty(value) for name, value in rules.model_dump(mode="json").items()}


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(each) for key, each in value.items() if each not in ("", None)}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value


def _merged(held: Any, given: Any) -> Any:
    """Tables key by key, everything else in the place of what was there."""
    if not (isinstance(held, Mapping) and isinstance(given, Mapping)):
        return given
    return {**held, **{key: _merged(held.get(key), value) for key, value in given.items()}}


# -- a file -----------------------------------------------------------------------------------------


@dataclass
class RuleFile:
    """A file that may hold any part, and where in it each thing stands."""

    values: dict[str, Any]
    lines: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)

    def complain(self, path: str, sentence: str) -> None:
        """Something is wrong there."""
        self.findings.append(Finding(path=path, sentence=sentence, line=line_of(self.lines, path)))


def read(raw: bytes) -> RuleFile:
    """Reads a file. Raises BadRules where it is no TOML at all."""
    try:
        text = raw.decode("utf-8-sig")
        file = RuleFile(tomllib.loads(text), lines_of(text))
    except UnicodeDecodeError as wrong:
        told = f"it is not written in UTF-8: byte {wrong.start + 1} does not fit"
        raise BadRules([Finding(path="", sentence=told)]) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules([Finding(path="", sentence=f"it is no TOML: {wrong}")]) from wrong
    for part in sorted(set(file.values) - set(PARTS)):
        file.complain(part, f"this part is not known{_perhaps(part)}")
    return file


def _perhaps(part: str) -> str:
    near = difflib.get_close_matches(part, PARTS, 1)
    return f"; is {near[0]} meant?" if near else f"; the parts are {', '.join(PARTS)}"


@dataclass(frozen=True)
class Reached:
    """Where a file leads: the rules that would be in force, and which word sections are the district's own."""

    book: Rulebook
    own_sections: frozenset[str]


def reach(file: RuleFile, base: Rulebook, before: Reached) -> Reached:
    """What would be in force. Raises BadRules with every finding of the file."""
    _each_once(file)
    rules, words = _rules(file, base, before.book), dict(_sections(file, base, before.book))
    routing = _routing(file, before.book.routing)
    if file.findings or rules is None:
        raise BadRules(file.findings)
    held = {name: getattr(before.book.words, name) for name in WORDS}
    shipped = {name for name in words if file.values[name] == SHIPPED}
    changed = {name for name in words if words[name] != held[name]}
    own = (before.own_sections | changed) - shipped
    return Reached(Rulebook(rules, Words(**held | words), routing), frozenset(own))


def _each_once(file: RuleFile) -> None:
    """A code stands once in its list; found here, where its line is known."""
    for path, entries in _lists(file.values, ""):
        name = "id" if path == ROUTING else "name" if path == "departments.department" else "code"
        seen = set[str]()
        for number, entry in enumerate(entries):
            code = entry.get(name) if isinstance(entry, Mapping) else None
            if isinstance(code, str) and code in seen:
                file.complain(f"{path}[{number}].{name}", f"{code} stands there twice")
            seen.add(str(code))


def _lists(value: Any, path: str) -> Iterator[tuple[str, list[Any]]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _lists(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        yield path, value
        for number, each in enumerate(value):
            yield from _lists(each, f"{path}[{number}]")


def _rules(file: RuleFile, base: Rulebook, before: Rulebook) -> Rules | None:
    shipped, raw = _dumped(base.rules), _dumped(before.rules)
    for part in RULES:
        if part in file.values:
            given = file.values[part]
            raw[part] = shipped[part] if given == SHIPPED else _merged(raw.get(part), given)
    try:
        return Rules.model_validate(raw)
    except ValidationError as wrong:
        _complain(file, wrong)
        return None


def _sections(file: RuleFile, base: Rulebook, before: Rulebook) -> Iterator[tuple[str, BaseModel]]:
    for name in WORDS:
        if name in file.values:
            given = file.values[name]
            try:
                kind = type(getattr(before.words, name))
                yield name, getattr(base.words, name) if given == SHIPPED else kind.model_validate(given)
            except ValidationError as wrong:
                _complain(file, wrong, name)


def _routing(file: RuleFile, before: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules of the file, each with its version: the next one where it says something else by now."""
    if ROUTING not in file.values:
        return tuple(before)
    given = [] if file.values[ROUTING] == SHIPPED else file.values[ROUTING]
    if not isinstance(given, list):
        file.complain(ROUTING, "this is a list of rules: [[routing]]")
        return ()
    entries = [_entry(file, raw, number) for number, raw in enumerate(given)]
    held = {rule.id: rule for rule in before}
    return tuple(_numbered(entry, held.get(entry.id)) for entry in entries if entry)


def _entry(file: RuleFile, raw: Any, number: int) -> RoutingEntry | None:
    try:
        return RoutingEntry.model_validate(raw)
    except ValidationError as wrong:
        _complain(file, wrong, ROUTING, number)
        return None


def _numbered(entry: RoutingEntry, held: Rule | None) -> Rule:
    rule = Rule(**entry.model_dump(mode="json"), version=held.version if held else 1)
    return rule if held is None or rule == held else rule.model_copy(update={"version": held.version + 1})


def _complain(file: RuleFile, wrong: ValidationError, *above: str | int) -> None:
    for error in wrong.errors():
        if error["loc"] or not file.findings:  # what concerns the whole was found above, with its line
            file.complain(_path((*above, *error["loc"])), _sentence(error))


def _path(steps: Iterable[str | int]) -> str:
    return join(*(step for step in steps if step != "[key]"))


def _sentence(error: Mapping[str, Any]) -> str:
    match error["type"]:
        case "extra_forbidden":
            return "this key is not known here"
        case "missing":
            return "this is missing"
        case "greater_than":
            return f"{error['input']} is too little; it must be more than {error['ctx']['gt']}"
    return str(error["msg"]).removeprefix("Value error, ").replace("Input should be", "it must be", 1)
