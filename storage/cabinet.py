"""The cabinet: files on the disk, each sealed with the key, under a name that tells nothing of its content.

A file is asked for by the sum of its content (sha256), which only sealed rows hold; its name is made of the
sum and the key, so that nobody who has the folder can ask whether a picture they know is in it. The same
content twice is one file. Files of earlier programmes lay open under their sums: they are read where they
are, and `clear_up` seals them at the next start.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from storage.sealing import Seal, SealError

PHOTOS = "photos"  # the folder in the data folder: files of reports, and what errands made
SEALED = ".sealed"
_SUM = re.compile(r"[0-9a-f]{64}")
_OURS = re.compile(r"[0-9a-f]{64}(\.sealed)?(\.[0-9a-f]{8}\.part)?")


class Cabinet:
    """A folder of sealed files. `folder` is made when it is missing, for its owner alone."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self.folder, self.seal = folder, seal

    def keep(self, data: bytes) -> str:
        """Puts a file in, whole or not at all, readable by its owner alone; gives its sum."""
        sum_ = hashlib.sha256(data).hexdigest()
        self._put(self.at(sum_), data)
        return sum_

    def at(self, sum_: str) -> Path:
        """Where the file of this sum lies, if it is there."""
        return self._at(self.seal, sum_)

    def read(self, sum_: str) -> bytes:
        """Its bytes. Raises FileNotFoundError where there is none, SealError for one of another key."""
        for seal in _keys(self.seal):
            with suppress(FileNotFoundError):
                return self.seal.open_bytes(self._at(seal, sum_).read_bytes())
        return self._open(sum_).read_bytes()

    def remove(self, sum_: str) -> None:
        for path in (*(self._at(seal, sum_) for seal in _keys(self.seal)), self._open(sum_)):
            path.unlink(missing_ok=True)

    def names(self, shelf: str) -> list[str]:
        """Of one shelf (the first two letters of a name) what files there are of ours, unfinished ones too."""
        with suppress(FileNotFoundError, NotADirectoryError):
            return sorted(each.name for each in os.scandir(self.folder / shelf) if _OURS.fullmatch(each.name))
        return []

    def shelves(self) -> list[str]:
        with suppress(FileNotFoundError):
            return sorted(
                each.name for each in os.scandir(self.folder) if re.fullmatch("[0-9a-f]{2}", each.name)
            )
        return []

    def older_than(self, shelf: str, moment: float) -> list[Path]:
        """Of one shelf what was laid there before a moment (unix seconds)."""
        paths = (self.folder / shelf / name for name in self.names(shelf))
        return [path for path in paths if path.stat().st_mtime < moment]

    def belongs_to(self, mark: str) -> bool:
        """Whether the folder is of the database with this mark; an unmarked one is from now on."""
        path = self.folder / "whose"
        with suppress(FileNotFoundError):
            return path.read_text(encoding="ascii") == mark
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(mark, encoding="ascii")
        return True

    def clear_up(self) -> int:
        """At the start, when nobody else works here: what was cut off goes, what lies open is sealed.

        Gives how many were sealed. Can be cut off itself and begun anew.
        """
        found = list(self._all())
        for path in found:
            if path.suffix == ".part":
                path.unlink(missing_ok=True)
        return sum(self._brought_in(path, path.name) for path in found if is_sum(path.name))

    def reseal(self) -> int:
        """Brings what lies under the old key under the new one; gives how many. Can be cut off and begun anew."""
        return sum(self._resealed(path) for path in self.foreign())

    def foreign(self) -> list[Path]:
        """The files that are not under the key in force."""
        sealed = (path for path in self._all() if path.suffix == SEALED)
        return [path for path in sealed if not self.seal.is_mine(_first(path))]

    def _all(self) -> Iterator[Path]:
        return (self.folder / shelf / name for shelf in self.shelves() for name in self.names(shelf))

    def _resealed(self, path: Path) -> bool:
        """False for one that neither key opens: it is nobody's, and stays as it is."""
        try:
            data = self.seal.open_bytes(path.read_bytes())
        except SealError:
            return False
        return self._brought_in(path, hashlib.sha256(data).hexdigest(), data)

    def _brought_in(self, path: Path, sum_: str, data: bytes | None = None) -> bool:
        new = self.at(sum_)
        self._put(new, path.read_bytes() if data is None else data)
        if new != path:
            path.unlink()
        return True

    def _at(self, seal: Seal, sum_: str) -> Path:
        name = seal.name(sum_)
        return self.folder / name[:2] / (name + SEALED)

    def _open(self, sum_: str) -> Path:
        return self.folder / sum_[:2] / sum_

    def _put(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.urandom(4).hex()}.part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(self.seal.close_bytes(data))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()


def is_sum(file: str) -> bool:
    """Whether a letter's file is one of ours, and no id of Telegram's."""
    return bool(_SUM.fullmatch(file))


def _keys(seal: Seal) -> Iterator[Seal]:
    yield seal
    if seal.old is not None:
        yield seal.old


def _first(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1)
