"""Reads a network's JSON into entries, and names every bad row instead of stopping at the first."""

import json
import math
from datetime import date
from typing import Any, NoReturn

from fieldwork.json_lines import join
from fieldwork.network_files import (
    CHILDREN,
    CODE,
    CODED,
    COVER_KEYS,
    DEEPEST,
    GREATEST_VERSION,
    KINDS,
    KNOWN,
    LONGEST_CODE,
    LONGEST_NAME,
    MOST_ALIASES,
    MOST_PLACES,
    RULE_KEYS,
    STATION_KEYS,
    At,
    CoverEntry,
    Entry,
    NetworkEntry,
    NetworkFile,
    RuleEntry,
    StationEntry,
    refuse,
)
from fieldwork.places import PlaceKind, everyday
from fieldwork.reports import Urgency
from fieldwork.routing import Rule
from fieldwork.texts import Phrase

_ORDER = list(PlaceKind)


def read(text: str) -> NetworkFile:
    """Reads a file's text. Raises BadNetwork where it is no JSON at all; bad rows are in `findings`."""
    return walked(parsed(text), NetworkFile(text))


def walked(whole: Any, file: NetworkFile) -> NetworkFile:
    """Reads what JSON, or a table, gave into a file that is empty so far."""
    reader = _Reader(file)
    if isinstance(whole, list):
        if not whole:
            refuse(Phrase.staff("It is an empty list: it holds no network."))
        for number, each in enumerate(whole):
            reader.network(each, join(number))
    else:
        reader.network(whole, "")
    return file


class _Odd(ValueError):
    """JSON that Python reads and we do not."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


def parsed(text: str) -> Any:
    """What a JSON text holds. Raises BadNetwork where Python or we cannot read it."""
    try:
        whole = json.loads(text, parse_constant=_no_number, parse_float=_number, object_pairs_hook=_once)
        json.dumps(whole, ensure_ascii=False).encode()
    except json.JSONDecodeError as broken:
        refuse(
            Phrase.staff(
                "This is no JSON from line {line}, column {column} on: {reason}.",
                line=broken.lineno,
                column=broken.colno,
                reason=broken.msg,
            )
        )
    except RecursionError:
        refuse(Phrase.staff("It is nested too deeply to be a network."))
    except UnicodeEncodeError:
        refuse(Phrase.staff("It holds half a character (a lone surrogate such as \\ud800)."))
    except _Odd as odd:
        refuse(odd.phrase)
    except ValueError:
        refuse(Phrase.staff("It holds a number of thousands of digits."))
    return whole


def _no_number(name: str) -> NoReturn:
    raise _Odd(Phrase.staff("{name} is no number that JSON knows.", name=name))


def _number(digits: str) -> float:
    if not math.isfinite(float(digits)):
        raise _Odd(Phrase.staff("The number {number} is too large.", number=digits[:20]))
    return float(digits)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Odd(
                Phrase.staff(
                    'The key "{key}" stands twice in one object (code {code}).',
                    key=key[:40],
                    code=repr(found.get("code")),
                )
            )
        found[key] = value
    return found


class _Reader:
    """Walks what JSON gave, writes down entries, and notes what is wrong without stopping."""

    def __init__(self, file: NetworkFile) -> None:
        self.file = file
        self._count = 0

    def wrong(self, path: str, phrase: Phrase) -> None:
        self.file.wrong(path, phrase)

    def network(self, raw: Any, path: str) -> None:
        """One district with all below it, and its rules."""
        found: list[Entry] = []
        self._place(raw, path, PlaceKind.DISTRICT, None, 0, found)
        if found:
            self.file.networks.append(NetworkEntry(found[0], found, self._rules(raw, path)))

    # -- places

    def _place(
        self, raw: Any, path: str, kind: PlaceKind, parent: Entry | None, ordinal: int, found: list[Entry]
    ) -> None:
        self._count += 1
        if self._count == MOST_PLACES + 1:
            self.wrong(
                path,
                Phrase.staff("more than {most} places are more than a network holds.", most=MOST_PLACES),
            )
        if self._count > MOST_PLACES:
            return
        if not isinstance(raw, dict):
            self.wrong(
                path,
                Phrase.staff(
                    "a {kind} is an object in braces, not {found}.", kind=KINDS[kind], found=_kind_of(raw)
                ),
            )
            return
        entry = self._entry(raw, path, kind, parent, ordinal)
        found.append(entry)
        self._places_in(raw, path, entry, found)

    def _places_in(self, raw: dict[str, Any], path: str, entry: Entry, found: list[Entry]) -> None:
        names: dict[str, str] = {}
        kind = entry.kind
        for key, below in CHILDREN.items():
            for number, (each, where) in enumerate(self._listed(raw, key, path)):
                if _ORDER.index(below) <= _ORDER.index(kind):
                    wrong = Phrase.staff(
                        "a {below} cannot lie in a {kind}.", below=KINDS[below], kind=KINDS[kind]
                    )
                    self.wrong(where, wrong)
                    continue
                before = len(found)
                self._place(each, where, below, entry, number, found)
                if len(found) > before:
                    self._told_apart(found[before], names)

    def _entry(
        self, raw: dict[str, Any], path: str, kind: PlaceKind, parent: Entry | None, ordinal: int
    ) -> Entry:
        official = self._text(raw, "name", path, needed=True)
        entry = Entry(
            path, self._place_code(raw, path, kind, parent), kind, everyday(official), [], parent, ordinal
        )
        entry.aliases = self._aliases(raw, path, official, entry.name)
        entry.stations = self._stations(raw, path, kind)
        entry.extras = {key: value for key, value in raw.items() if key not in KNOWN}
        if parent is None:
            entry.extras.pop("rules", None)
        for key, value in entry.extras.items():
            if _deeper_than(value, DEEPEST):
                self.wrong(
                    join_key(path, key),
                    Phrase.staff("it is nested more than {most} deep.", most=DEEPEST),
                )
        return entry

    def _place_code(self, raw: dict[str, Any], path: str, kind: PlaceKind, parent: Entry | None) -> str:
        code = self._code(raw, "code", path, needed=kind in CODED)
        ups: Entry | None = parent
        while ups is not None and code:
            if ups.code == code:
                self.wrong(
                    path,
                    Phrase.staff(
                        'code "{code}" is also that of a place above it: a place cannot lie in itself.',
                        code=code,
                    ),
                )
                return ""
            ups = ups.parent
        if code in self.file.codes:
            self.wrong(
                path,
                Phrase.staff(
                    'code "{code}" stands twice; the first is at {first}.',
                    code=code,
                    first=At(self.file.codes[code]),
                ),
            )
        elif code:
            self.file.codes[code] = path
        return code

    def _told_apart(self, entry: Entry, names: dict[str, str]) -> None:
        if entry.name and entry.name in names:
            self.wrong(
                entry.path,
                Phrase.staff(
                    'the name "{name}" is already that of {other} beside it.',
                    name=entry.name,
                    other=At(names[entry.name]),
                ),
            )
        names.setdefault(entry.name, entry.path)

    def _aliases(self, raw: dict[str, Any], path: str, official: str, name: str) -> list[str]:
        listed = [
            self._clean(each, where, LONGEST_NAME) for each, where in self._listed(raw, "aliases", path)
        ]
        if len(listed) > MOST_ALIASES:
            self.wrong(
                f"{path}.aliases",
                Phrase.staff("more than {most} aliases are too many for one place.", most=MOST_ALIASES),
            )
        everyone = ([official] if official != name else []) + [alias for alias in listed if alias]
        return [alias for alias in dict.fromkeys(everyone) if alias != name]

    # -- stations

    def _stations(self, raw: dict[str, Any], path: str, kind: PlaceKind) -> list[StationEntry]:
        said, where = raw.get("station", kind in CODED), join_key(path, "station")
        if isinstance(said, bool):
            return [StationEntry(where)] if said else []
        if isinstance(said, dict):
            return [self._station(said, where)]
        if isinstance(said, list):
            return [self._station(each, f"{where}[{number}]") for number, each in enumerate(said)]
        self.wrong(
            where,
            Phrase.staff(
                "a station is true, false or an object in braces, not {found}.", found=_kind_of(said)
            ),
        )
        return []

    def _station(self, raw: Any, path: str) -> StationEntry:
        if not self._is_object(raw, path, Phrase.staff("a station"), STATION_KEYS):
            return StationEntry(path)
        entry = StationEntry(
            path,
            code=self._code(raw, "code", path),
            name=self._text(raw, "name", path),
            telephone=self._text(raw, "telephone", path),
            since=self._day(raw, "since", path),
            until=self._day(raw, "until", path),
        )
        self._in_order(entry.since, entry.until, path)
        if "covers" in raw:
            entry.covers = [
                self._cover(each, where, entry) for each, where in self._listed(raw, "covers", path)
            ]
            self._no_cover_twice(entry.covers)
        return entry

    def _cover(self, raw: Any, path: str, station: StationEntry) -> CoverEntry:
        if isinstance(raw, str):
            return CoverEntry(path, raw.strip(), station.since, station.until)
        if not self._is_object(raw, path, Phrase.staff("what a station covers"), COVER_KEYS):
            return CoverEntry(path, "", None, None)
        cover = CoverEntry(path, self._code(raw, "place", path, needed=True), station.since, station.until)
        cover.since = self._day(raw, "since", path) if "since" in raw else station.since
        cover.until = self._day(raw, "until", path) if "until" in raw else station.until
        self._in_order(cover.since, cover.until, path)
        return cover

    def _no_cover_twice(self, covers: list[CoverEntry]) -> None:
        seen: set[tuple[str, date | None, date | None]] = set()
        for cover in covers:
            if (mark := (cover.place, cover.since, cover.until)) in seen and cover.place:
                self.wrong(
                    cover.path, Phrase.staff('"{place}" is covered twice by this station.', place=cover.place)
                )
            seen.add(mark)

    # -- rules

    def _rules(self, raw: dict[str, Any], path: str) -> list[RuleEntry] | None:
        if "rules" not in raw:
            return None
        read = [self._rule(each, where) for each, where in self._listed(raw, "rules", path)]
        return [rule for rule in read if rule is not None]

    def _rule(self, raw: Any, path: str) -> RuleEntry | None:
        if not self._is_object(raw, path, Phrase.staff("a rule"), RULE_KEYS):
            return None
        number, urgency = self._text(raw, "id", path, needed=True), self._text(raw, "urgency", path)
        if urgency and urgency not in list(Urgency):
            self.wrong(
                path,
                Phrase.staff(
                    'urgency "{urgency}" is none of {known}.', urgency=urgency, known=", ".join(Urgency)
                ),
            )
        if number and number in self.file.rules:
            self.wrong(
                path,
                Phrase.staff(
                    'the rule "{number}" stands twice; the first is at {first}.',
                    number=number,
                    first=At(self.file.rules[number]),
                ),
            )
        self.file.rules.setdefault(number, path)
        rule = Rule(
            id=number,
            place=self._code(raw, "place", path) or None,
            category=self._text(raw, "category", path) or None,
            urgency=urgency or None,
            station=self._code(raw, "station", path, needed=True),
        )
        return RuleEntry(path, rule, self._version(raw, path)) if number and rule.station else None

    def _version(self, raw: dict[str, Any], path: str) -> int | None:
        version = raw.get("version")
        if version is None or (type(version) is int and 1 <= version <= GREATEST_VERSION):
            return version
        self.wrong(
            path,
            Phrase.staff(
                "a version is a whole number from 1 to {most}, not {found}.",
                most=GREATEST_VERSION,
                found=_kind_of(version),
            ),
        )
        return None

    # -- values

    def _is_object(self, raw: Any, path: str, what: Phrase, keys: frozenset[str]) -> bool:
        if not isinstance(raw, dict):
            self.wrong(
                path,
                Phrase.staff("{what} is an object in braces, not {found}.", what=what, found=_kind_of(raw)),
            )
            return False
        for key in sorted(set(raw) - keys):
            self.wrong(
                path,
                Phrase.staff(
                    '{what} has no "{key}"; it has {known}.',
                    what=what,
                    key=_short(key),
                    known=", ".join(sorted(keys)),
                ),
            )
        return True

    def _listed(self, raw: dict[str, Any], key: str, path: str) -> list[tuple[Any, str]]:
        value, where = raw.get(key, []), join_key(path, key)
        if isinstance(value, list):
            return [(each, f"{where}[{number}]") for number, each in enumerate(value)]
        self.wrong(where, Phrase.staff("here stands a list in brackets, not {found}.", found=_kind_of(value)))
        return []

    def _text(self, raw: dict[str, Any], key: str, path: str, needed: bool = False) -> str:
        if key in raw:
            return self._clean(raw[key], join_key(path, key), LONGEST_NAME)
        if needed:
            self.wrong(path, Phrase.staff("it has no {key}.", key=key))
        return ""

    def _clean(self, value: Any, path: str, longest: int) -> str:
        if not isinstance(value, str):
            self.wrong(
                path, Phrase.staff("here stands a text in quotes, not {found}.", found=_kind_of(value))
            )
            return ""
        text = value.strip()
        if not text:
            self.wrong(path, Phrase.staff("it is empty."))
        elif len(text) > longest:
            self.wrong(
                path,
                Phrase.staff(
                    '"{text}" has {length} characters; {most} is the most.',
                    text=_short(text),
                    length=len(text),
                    most=longest,
                ),
            )
        elif not text.isprintable():
            self.wrong(
                path,
                Phrase.staff("{text} holds a character that cannot be printed.", text=repr(_short(text))),
            )
        else:
            return text
        return ""

    def _code(self, raw: dict[str, Any], key: str, path: str, needed: bool = False) -> str:
        code = self._text(raw, key, path, needed)
        if len(code) > LONGEST_CODE:
            self.wrong(
                path,
                Phrase.staff(
                    '{key} "{code}" has {length} characters; {most} is the most.',
                    key=key,
                    code=_short(code),
                    length=len(code),
                    most=LONGEST_CODE,
                ),
            )
            return ""
        if code and not CODE.fullmatch(code):
            self.wrong(
                path,
                Phrase.staff(
                    '{key} "{code}" is not a code: digits (with -1, -B below them), or a letter first.',
                    key=key,
                    code=code,
                ),
            )
            return ""
        return code

    def _day(self, raw: dict[str, Any], key: str, path: str) -> date | None:
        if key not in raw:
            return None
        text = self._text(raw, key, path)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.wrong(
                path,
                Phrase.staff(
                    '{key} "{text}" is no day; write it like 2026-03-01.', key=key, text=_short(text)
                ),
            )
            return None

    def _in_order(self, since: date | None, until: date | None, path: str) -> None:
        if since and until and until < since:
            self.wrong(
                path,
                Phrase.staff("it ends on {until}, before it begins on {since}.", until=until, since=since),
            )


def join_key(path: str, key: str) -> str:
    """The path of a key of an object."""
    return f"{path}.{key}" if path else key


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _deeper_than(value: Any, levels: int) -> bool:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_deeper_than(each, levels - 1) for each in below)


def _kind_of(value: Any) -> Phrase | str:
    """What stands there instead, in words."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return Phrase.staff('the text "{text}"', text=_short(value))
    if isinstance(value, dict):
        return Phrase.staff("an object in braces")
    if isinstance(value, list):
        return Phrase.staff("a list")
    return Phrase.staff("the number {number}", number=_short(str(value)))
