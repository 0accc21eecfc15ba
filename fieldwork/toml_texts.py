"""Rules as TOML: on which line a value stands, so that a finding can be pointed at, and values written out.

Python reads TOML, forgets where it stood, and does not write it.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fieldwork.json_lines import join

WIDTH = 108  # characters of a line that lists words
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}'  # strings over several lines
    r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|\n|[\[\]{}=,.]|[^\s"\'#\[\]{}=,.]+',
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")


# -- where it stands --------------------------------------------------------------------------------


def lines_of(text: str) -> dict[str, int]:
    """The line (from 1) of each value by its path (`reasons.returned[1].code`). The text must be valid TOML."""
    return _Reader(text).lines()


def line_of(lines: Mapping[str, int], path: str) -> int | None:
    """The line of a value, or of the nearest thing around it that the text names."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path)


class _Reader:
    """Walks over the tokens of a text, one statement after another."""

    def __init__(self, text: str) -> None:
        self._tokens, line = list[tuple[str, int]](), 1
        for found in _TOKEN.finditer(text):
            token = found.group()
            if not token.startswith("#"):
                self._tokens.append((token, line))
            line += token.count("\n")
        self._next = 0
        self._found: dict[str, int] = {}
        self._last: dict[str, int] = {}  # the number of the last [[table]] of a path

    def lines(self) -> dict[str, int]:
        here = ""
        while self._next < len(self._tokens):
            if self._token == "\n":
                self._next += 1
            elif self._token == "[":
                here = self._header()
            else:
                self._pair(here)
        return self._found

    @property
    def _token(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""

    def _take(self) -> tuple[str, int]:
        self._next += 1
        return self._tokens[self._next - 1]

    def _header(self) -> str:
        """[table] or [[table]]: where the following pairs belong."""
        line = self._take()[1]
        many = self._token == "["
        if many:
            self._take()
        path = ""
        keys = self._keys("]")
        for number, key in enumerate(keys, start=1):
            path = join(path, key) if path else key
            if many and number == len(keys):
                self._last[path] = self._last.get(path, -1) + 1
            self._found.setdefault(path, line)
            if path in self._last:
                path += f"[{self._last[path]}]"
                self._found.setdefault(path, line)
        if many:
            self._take()
        return path

    def _keys(self, until: str) -> list[str]:
        """The parts of a dotted key, as far as the sign after it, which is taken too."""
        keys = []
        while (token := self._take()[0]) != until:
            if token != ".":
                keys.append(token[1:-1] if token[0] in "\"'" else token)
        return keys

    def _pair(self, here: str) -> None:
        line = self._tokens[self._next][1]
        for key in self._keys("="):
            here = f"{here}.{key}" if here else key
            self._found.setdefault(here, line)
        self._value(here)

    def _value(self, path: str) -> None:
        token, line = self._take()
        self._found.setdefault(path, line)
        if token == "[":
            self._list(path)
        elif token == "{":
            self._inline(path)
        else:
            while self._token not in (",", "]", "}", "\n", ""):  # 2.0 and a time are several tokens
                self._take()

    def _list(self, path: str) -> None:
        number = 0
        while self._token != "]":
            if self._token in (",", "\n"):
                number += self._take()[0] == ","
            else:
                self._value(f"{path}[{number}]")
        self._take()

    def _inline(self, path: str) -> None:
        while self._token != "}":
            if self._token in (",", "\n"):
                self._take()
            else:
                self._pair(path)
        self._take()


# -- written out ------------------------------------------------------------------------------------


def written(values: Mapping[str, Any]) -> str:
    """Values as TOML: tables of tables, lists of tables, lists, words, numbers. What is None is left out."""
    return "\n".join(_table(values, "")).strip("\n") + "\n"


def _table(values: Mapping[str, Any], path: str) -> Iterator[str]:
    """What stands right here first: after a header, everything belongs to that."""
    for key, value in values.items():
        if value is not None and not _is_table(value, path) and not _is_tables(value):
            yield f"{_key(key)} = {_written(value, len(_key(key)) + 3)}"
    for key, value in values.items():
        below = f"{path}.{_key(key)}" if path else _key(key)
        if _is_table(value, path):
            if any(not _is_tables(each) for each in value.values()) or not value:
                yield from ("", f"[{below}]")
            yield from _table(value, below)
        elif _is_tables(value):
            for each in value:
                yield from ("", f"[[{below}]]", *_table(each, below))


def _is_table(value: Any, path: str) -> bool:
    """A table with a header of its own: not a few plain values inside another one."""
    return isinstance(value, Mapping) and (
        not path or not value or any(isinstance(each, Mapping | list | tuple) for each in value.values())
    )


def _is_tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _written(value: Any, indent: int) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _quoted(value)
        case Mapping():
            return "{ " + ", ".join(f"{_key(k)} = {_written(v, 0)}" for k, v in value.items()) + " }"
        case list() | tuple():
            return _listed([_written(each, 0) for each in value], indent)
    return str(value)


def _listed(items: Sequence[str], indent: int) -> str:
    """A list in one line, or as many lines as it needs."""
    line = f"[{', '.join(items)}]"
    if indent + len(line) <= WIDTH:
        return line
    lines = [""]
    for item in items:
        if lines[-1] and len(lines[-1]) + len(item) + 4 > WIDTH:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + f"{item},"
    return "[\n" + "".join(f"  {each}\n" for each in lines) + "]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
