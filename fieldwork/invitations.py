"""The codes people join by: short enough for a link and a QR, without letters that are misread on paper;
and what they agree to when they join.
"""

from collections.abc import Callable

from fieldwork.people import RoleKind
from fieldwork.places import PlaceKind, Station
from fieldwork.texts import Translator

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz"  # no 0 O 1 I l L i o
RESIDENTS_A_DAY = 5  # reports of one whose only role a building's code gave
LENGTH = 10  # 54 ^ 10: nobody guesses one
FIRST_DAYS = 7  # how long the first administrator's is good for; each start tells it again


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


AGREEMENT = "1"  # grows when the five lines say something else: then everybody is asked once more


def five_lines(t: Translator, station: Station | None) -> list[str]:
    """What is kept, who sees it, for how long, how it is deleted, whom to ask. AGREEMENT names this version."""
    whom = t.both("your station")
    if station is not None:
        whom = t.both("{station} · tel. {telephone}", station=station.name, telephone=station.telephone)
    return [
        t.both("① What is kept: your name, what you write and send here, and your place; nothing else."),
        t.both(
            "② Who sees it: the station of your place and those above it. Groups see no name, door or words."
        ),
        t.both("③ How long: until you leave or ask for it to be deleted; numbers and dates stay as figures."),
        t.both("④ How to delete it: write “My data” and tap “Please delete”."),
        t.both("⑤ Whom to ask: {whom}", whom=whom),
    ]
