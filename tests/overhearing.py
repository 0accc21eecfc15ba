"""What no group may hear, in any dialog of the tests (promise 5): a name, a number to call, a door, or words
that somebody said. Held against everything that the bot said in every group."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot import example
from bot.sandbox.server import Exchange
from bot.words import SHIPPED, load_words
from tests import cast

SHORTEST = 4  # characters in a row that are somebody's words, and not only a place's or a matter's
_TELEPHONE = re.compile(r"\d{3,4}[- ]?\d{3,4}[- ]?\d{4}|1\d{10}")
_DOOR = re.compile(r"\d+[-－]\d{3,4}(?!\d)|(?<![\d-])\d{3,4}[室房号]|\d+单元")
_NUMBER = re.compile(r"[NA]-\d{5,}-\d")


def overheard_in_groups(exchanges: Sequence[Exchange]) -> Iterator[str]:
    """Each thing that a group heard and should not have."""
    said = list(_said_by_people(exchanges))
    for exchange in exchanges:
        chat = exchange.params.get("chat_id")
        if chat is not None and int(chat) < 0:
            text = str(exchange.params.get("text") or exchange.params.get("caption") or "")
            yield from (f"{what}: {text}" for what in _wrong(text, said))
            if exchange.method in (
                "sendPhoto",
                "sendMediaGroup",
                "sendDocument",
                "sendVoice",
                "sendLocation",
            ):
                yield f"{exchange.method} in a group"


def _wrong(text: str, said: Iterable[str]) -> Iterator[str]:
    plain = _NUMBER.sub("", text)
    yield from (f"the name {one.name}" for one in _people() if one.name in plain)
    if _TELEPHONE.search(plain):
        yield "a telephone"
    if _DOOR.search(plain):
        yield "a door"
    yield from (f"the words {words}" for words in said if _quotes(plain, words))


def _people() -> list[cast.Member]:
    return [one for one in cast.EVERYBODY if one not in cast.ORGANISATIONS]


def _quotes(text: str, words: str) -> bool:
    """Whether a piece of somebody's words stands in a text, apart from the names of places and matters."""
    for known in _public():
        text, words = text.replace(known, "\n"), words.replace(known, "\r")
    pieces = (words[start : start + SHORTEST] for start in range(len(words) - SHORTEST + 1))
    return any(piece in text for piece in pieces if "\r" not in piece)


def _said_by_people(exchanges: Iterable[Exchange]) -> Iterator[str]:
    """What the bot was told in people's own words: no command's name, and not what a button puts behind /start."""
    for exchange in exchanges:
        if exchange.method == "getUpdates" and exchange.answer.get("ok"):
            for update in exchange.answer["result"]:
                message: dict[str, Any] = update.get("message") or update.get("edited_message") or {}
                words = message.get("text") or message.get("caption") or ""
                yield re.sub(r"^/start\b.*|^/\S+\s*", "", words)


_KNOWN: list[str] = []


def _public() -> list[str]:
    """Names of places, stations and matters, the longest first: these a group may hear."""
    if not _KNOWN:
        words = load_words([SHIPPED])
        named = {category.name for category in words.catalogue.values()}
        _KNOWN.extend(sorted(named | set(_names(json.loads(example.network_text()))), key=len, reverse=True))
    return _KNOWN


def _names(node: Any) -> Iterator[str]:
    """Every name in a network file, whatever it is called there."""
    if isinstance(node, dict):
        yield from (
            value for key, value in node.items() if key == "name" and isinstance(value, str) and value
        )
        for value in node.values():
            yield from _names(value)
    elif isinstance(node, list):
        for value in node:
            yield from _names(value)
