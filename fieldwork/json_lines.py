"""On which line of a JSON text a value begins, so that a bad row can be pointed at.

Python's reader forgets positions; this walks the text once more, and only when something was found.
"""

import re
from bisect import bisect_right

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


def lines_of(text: str) -> dict[str, int]:
    """The line (from 1) of each value by its path (`streets[3].communities[2].name`; "" is the whole).

    The text must be JSON that was read already. Where a key stands twice, the last one counts.
    """
    breaks = [at.start() for at in re.finditer("\n", text)]
    found: dict[str, int] = {}
    walker = _Walker()
    for token in _TOKEN.finditer(text):
        path = walker.step(token.group())
        if path is not None:
            found[path] = bisect_right(breaks, token.start()) + 1
    return found


class _Walker:
    """Where the reading stands: a stack of open objects (the last key) and lists (the next number)."""

    def __init__(self) -> None:
        self._open: list[str | int] = []
        self._awaits_key = False

    def step(self, token: str) -> str | None:
        """Takes one token; the path of the value that begins with it, if one does."""
        if token in "}]":
            self._open.pop()
            self._awaits_key = False
        elif token == ",":
            self._next()
        elif token == ":":
            self._awaits_key = False
        elif self._awaits_key:
            self._open[-1] = token[1:-1]
        else:
            return self._value(token)
        return None

    def _next(self) -> None:
        last = self._open[-1]
        self._awaits_key = isinstance(last, str)
        if isinstance(last, int):
            self._open[-1] = last + 1

    def _value(self, token: str) -> str:
        path = join(*self._open)
        if token == "{":
            self._open.append("")
            self._awaits_key = True
        elif token == "[":
            self._open.append(0)
        return path


def join(*steps: str | int) -> str:
    """A path as people read it: keys with dots, places in a list (from 0) in brackets."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else (f".{step}" if path else step)
    return path
