"""The waybill: which letters have really left, a line each, in a small file beside an embedded database.

Letters are claimed some at a time, and a claim is a commit; handing one to Telegram is none, since a flush of
the disk for each would cost more than the letter. After a `kill -9` the claims alone would put letters in
doubt that never left, and twice in doubt is never sent. What was written here without a flush survives the
process, though not a power cut: then a letter that had left may be taken for one that had not, and come
twice.

It holds numbers alone: `left 7`, `back 7` (certainly not delivered), `took 7 4711` (Telegram's message).
"""

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

LARGEST = 256 * 1024  # bytes; then only what is not settled yet is written anew


class Trip(NamedTuple):
    """A letter that left. `took`: Telegram took it, as this message where it has one."""

    took: bool = False
    message_id: int | None = None


class Past(NamedTuple):
    """What an earlier run left behind: whose letters they were, and which of them had left."""

    owner: str
    trips: dict[int, Trip]


class Waybill:
    """One run's waybill. A full disk ends it: then every claim counts as a letter that left."""

    def __init__(self, path: Path, owner: str) -> None:
        self.path, self.owner = path, owner
        self.trips: dict[int, Trip] = {}
        self._file: int | None = None
        self._size = 0

    def past(self) -> Past | None:
        """The earlier run's, or None where there is none that can be trusted."""
        try:
            lines = self.path.read_text(encoding="ascii").splitlines()
        except (OSError, UnicodeDecodeError):
            return None
        if not lines or not lines[0].startswith("owner "):
            return None
        trips: dict[int, Trip] = {}
        for line in lines[1:]:
            _follow(trips, line.split())
        return Past(lines[0].removeprefix("owner "), trips)

    def begin(self) -> None:
        """Starts this run's, once the earlier one's is settled. Either is there, whole."""
        try:
            self._begin()
        except OSError:
            self._give_up()

    def left(self, letter: int) -> None:
        self.trips[letter] = Trip()
        self._write(f"left {letter}\n")

    def back(self, letter: int) -> None:
        self.trips.pop(letter, None)
        self._write(f"back {letter}\n")

    def took(self, letter: int, message_id: int | None) -> None:
        self.trips[letter] = Trip(True, message_id)
        self._write(_took(letter, self.trips[letter]))

    def settled(self, letters: Iterable[int]) -> None:
        """The database knows of these now."""
        for letter in letters:
            self.trips.pop(letter, None)
        if self._file is not None and self._size > LARGEST:
            self.begin()

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _begin(self) -> None:
        self.close()
        fresh = self.path.with_name(self.path.name + ".new")
        self._file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._size = 0
        known = (_took(id, trip) if trip.took else f"left {id}\n" for id, trip in self.trips.items())
        self._append(f"owner {self.owner}\n" + "".join(known))
        fresh.replace(self.path)

    def _write(self, line: str) -> None:
        if self._file is None:
            return
        try:
            self._append(line)
        except OSError:
            self._give_up()

    def _append(self, text: str) -> None:
        assert self._file is not None
        data = text.encode("ascii")
        written = os.write(self._file, data)
        if written < len(data):  # the disk is full: a number cut short is another letter's
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._size += written

    def _give_up(self) -> None:
        """Better none than one with holes."""
        self.close()
        self.path.unlink(missing_ok=True)


def _took(letter: int, trip: Trip) -> str:
    return f"took {letter} {trip.message_id or 0}\n"


def _follow(trips: dict[int, Trip], words: list[str]) -> None:
    """One line; one that was cut off by the end of the process says nothing more than the one before it."""
    match words:
        case ["left", letter] if letter.isdigit():
            trips[int(letter)] = Trip()
        case ["back", letter] if letter.isdigit():
            trips.pop(int(letter), None)
        case ["took", letter, message] if letter.isdigit() and message.isdigit():
            trips[int(letter)] = Trip(True, int(message) or None)
        case _:
            return
