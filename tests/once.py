"""What is the same for every dialog, and is therefore worked out once a process.

A dialog makes the whole programme anew, so that nothing of an earlier one is left in it. What is remembered
here belongs to no run: how a function wants to be called, and how a statement is spelled.
"""

import handlers.first_use  # isort: skip  # noqa: F401  before aiogram: it spares the start seconds

import shutil
import ssl
import sys
from copy import copy
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, cast

from aiogram import Router
from aiogram.dispatcher.event.handler import CallableObject
from sqlalchemy import event

from bot import conversing
from bot.conversing import Conversing
from handlers import routers
from handlers.switchboard import Switchboard
from storage.books import Books
from storage.sealing import Seal

_look_at = CallableObject.__post_init__
_seen: dict[CodeType | None, tuple[bool, set[str], bool]] = {}


def start() -> None:
    """From now on aiogram looks once at each handler, and at the two thousand stand-ins for none; the switchboard
    is lent.

    The certificates are read once, too, though no sandbox has any; and httpcore, which tries four times a call to
    import what is not installed, is told so without a search through all folders.
    """
    setattr(CallableObject, "__post_init__", _look_once)  # noqa: B010  mypy lets no method be replaced
    setattr(ssl, "create_default_context", _certificates)  # noqa: B010
    setattr(conversing, "Switchboard", _lent)  # noqa: B010
    setattr(conversing, "routers", list)  # noqa: B010
    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        cast(dict[str, None], sys.modules)["sniffio"] = None


_certificates = cache(ssl.create_default_context)
_switchboard = cache(lambda: Switchboard(routers()))


def _lent(_conversations: list[Router]) -> Switchboard:
    """The switchboard with all conversations, taken from whoever had it last: nothing but its place is theirs.

    Made anew they are thirty thousand objects a dialog.
    """
    lent = _switchboard()
    setattr(lent, "_parent_router", None)  # noqa: B010
    return lent


def _look_once(found: CallableObject) -> None:
    code = _code_of(found.callback)
    if code in _seen:
        found.awaitable, found.params, found.varkw = _seen[code]
        return
    _look_at(found)
    if code is not None:
        _seen[code] = (found.awaitable, found.params, found.varkw)


def _code_of(callback: Any) -> CodeType | None:
    """What alone decides how it wants to be called: the code of a function, or of a filter's `__call__`."""
    called = callback if isinstance(callback, FunctionType) else type(callback).__call__
    plain = isinstance(called, FunctionType) and not hasattr(called, "__wrapped__")
    return called.__code__ if plain else None


LOOKED = ("_swept", "_looked", "_erased_at", "_newest", "_noticed")
HELD = ("_atlas", "_roster", "_reader", "_calendars")


@dataclass(frozen=True)
class Memory:
    """What a programme remembers of its first look: when it looked for what, and the network as it read it."""

    people: int
    sweeping: dict[str, Any]
    desks: dict[str, Any]

    @classmethod
    def of(cls, looked: Conversing) -> "Memory":
        """As it is after that look; nothing of it changes any more."""
        sweeping, desks = vars(looked.sweeping), vars(looked.desks)
        return cls(
            looked._people,
            {name: copy(sweeping[name]) for name in LOOKED},
            {name: copy(desks[name]) for name in HELD},
        )

    def given_to(self, other: Conversing) -> None:
        """Another one begins where that one stood, and goes on by itself."""
        other._people = self.people
        vars(other.sweeping).update({name: copy(one) for name, one in self.sweeping.items()})
        vars(other.desks).update({name: copy(one) for name, one in self.desks.items()})


class Desk:
    """The way to the books of whichever test runs: one address, and the way each statement is spelled is kept."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self._way = folder / "fieldbot.db"
        self._books = Books(f"sqlite:///{self._way}", seal)
        event.listen(self._books.engine, "connect", _unhurried)

    def with_copy_of(self, file: Path, folder: Path) -> Books:
        """Open books in a test's own folder, as that file has them."""
        self._books.engine.dispose()
        self._way.unlink(missing_ok=True)
        self._way.symlink_to(shutil.copy(file, folder / "fieldbot.db"))
        return self._books

    def kept(self, folder: Path) -> Path:
        """The books that were last open, in that folder, all in one file that may be copied."""
        self._books.engine.dispose()  # whoever closes last writes all of it into the file
        return folder / "fieldbot.db"

    def close(self) -> None:
        self._books.close()


def _unhurried(connection: Any, _record: object) -> None:
    """No dialog cuts the power: that is tried in tests/storage, and with a process that is killed."""
    connection.execute("PRAGMA synchronous=OFF")
