"""The people who hold a chat app, and their private chats."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusals import CannotDo

TEXTS = ("first_name", "last_name", "username", "language_code", "about", "role")


@dataclass
class Person:
    """Somebody of the cast. Their private chat with the bot has the same id."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "zh-hans"
    about: str = ""
    role: str = ""
    started: bool = False  # has opened the chat: the bot may write
    blocked: bool = False
    deactivated: bool = False
    read_up_to: int = 0  # the newest message they have seen
    keyboard: dict[str, Any] | None = None  # the reply keyboard under their composer
    user: dict[str, Any] = field(default_factory=dict, compare=False)  # Bot API User
    chat: dict[str, Any] = field(default_factory=dict, compare=False)  # Bot API Chat

    def __post_init__(self) -> None:
        named = {
            key: getattr(self, key) for key in ("first_name", "last_name", "username") if getattr(self, key)
        }
        self.user = {"id": self.id, "is_bot": False, **named, "language_code": self.language_code}
        self.chat = {"id": self.id, "type": "private", **named}

    def kept(self) -> dict[str, Any]:
        """What stands in the file."""
        return {key: value for key, value in vars(self).items() if key not in ("user", "chat")}

    def shown(self, unread: int) -> dict[str, Any]:
        """What the page is told; absent things left out."""
        named = {key: getattr(self, key) for key in TEXTS if getattr(self, key)}
        return {
            "id": self.id,
            "about": "",
            **named,
            "started": self.started,
            "blocked": self.blocked,
            "deactivated": self.deactivated,
            "unread": unread,
        }


def person_from(given: dict[str, Any], known: Person | None) -> Person:
    """A person as described, or a known one with what is new; CannotDo names what is missing."""
    try:
        number = int(given["id"])
    except (KeyError, TypeError, ValueError):
        raise CannotDo("a person needs a number as id", 400) from None
    if number <= 0:
        raise CannotDo("a person's id is a positive number", 400)
    said = {key: str(given[key]) for key in TEXTS if given.get(key) is not None}
    before = known.kept() if known else {"id": number}
    if not known and not said.get("first_name"):
        raise CannotDo(f"person {number} needs a first_name", 400)
    for mark in ("deactivated", "started"):
        if mark in given:
            before[mark] = bool(given[mark])
    return Person(**{**before, **said})
