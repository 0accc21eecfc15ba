"""What the makers of errands work with, and what they give back (bot/errands.py)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.clock import Clock
from bot.means import Means, Shelf
from bot.receiving import Api
from fieldwork.letters import Letter
from fieldwork.texts import Translator
from storage.books import Books
from storage.cabinet import Cabinet
from storage.errands import Errand
from storage.network import Atlas


class Refused(Exception):
    """It cannot be made. The message is the sentence for the one who asked, in their language.

    `card`: the card that it rewrites; None for a message of its own.
    """

    def __init__(self, sentence: str, card: str | None = None) -> None:
        super().__init__(sentence)
        self.card = card


@dataclass(frozen=True)
class Made:
    """What came of an errand: letters to post, what a later tap needs, and what else is written with them."""

    letters: tuple[Letter, ...] = ()
    result: Any = None
    also: Callable[[Session], None] | None = None


class Workshop:
    """What the makers work with."""

    def __init__(self, api: Api, books: Books, clock: Clock, folder: Path, means: Means) -> None:
        self.api, self.books, self.clock, self.means = api, books, clock, means
        self.cabinet, self.atlas = Cabinet(folder, books.seal), Atlas()
        self._shelf = Shelf(means)

    async def renew(self) -> None:
        """Takes up the newest rules of the district. Raises WordsError where they cannot be read."""
        self.means = await self.books.read(self._shelf.means)

    async def kept(self, data: bytes) -> str:
        """Puts a file where delivery finds it; gives its sum."""
        return await asyncio.to_thread(self.cabinet.keep, data)


Maker = Callable[[Workshop, Errand, Translator], Awaitable[Made]]
