"""The codes people join by: short enough for a link and a QR, without letters that are misread on paper."""

from collections.abc import Callable

from fieldwork.people import RoleKind
from fieldwork.places import PlaceKind

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz"  # no 0 O 1 I l L i o
LENGTH = 10  # 54 ^ 10: nobody guesses one


def make_code(pick: Callable[[str], str]) -> str:
    """A fresh code; `pick` takes one letter of those it is given (`secrets.choice`)."""
    return "".join(pick(ALPHABET) for _ in range(LENGTH))


def is_code(text: str) -> bool:
    """Whether a text can be one of our codes at all."""
    return len(text) == LENGTH and all(letter in ALPHABET for letter in text)


def link(username: str, code: str) -> str:
    """The deep link that opens the bot's chat and hands it the code."""
    return f"https://t.me/{username}?start={code}"


def is_standing(role: RoleKind, kind: PlaceKind) -> bool:
    """Whether a role at such a place is given by the building's printed code, for all who live there."""
    return role is RoleKind.RESIDENT and kind is PlaceKind.BUILDING
