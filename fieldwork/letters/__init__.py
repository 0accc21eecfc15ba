"""What is said outside one conversation: pure functions from nouns and a translator to text and buttons.

A letter is our own plain value, committed with what it tells of and delivered afterwards (promise 2).
"""

from datetime import datetime
from enum import IntEnum, StrEnum

from pydantic import BaseModel

from fieldwork.buttons import Button

TEXT_LIMIT = 4096  # characters Telegram takes in a message
CAPTION_LIMIT = 1024


class Priority(IntEnum):
    """Whose letters leave first."""

    SPEAKING = 0  # the person who is speaking
    URGENT = 1  # urgent notices, and cards to stations
    REMINDER = 2
    DIGEST = 3


class Kind(StrEnum):
    """What a letter asks Telegram to do."""

    TEXT = "text"
    PHOTO = "photo"
    ALBUM = "album"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    LOCATION = "location"
    DELETE = "delete"
    BUTTONS = "buttons"  # only the buttons of a message change
    ANSWER = "answer"  # of a tap: tried once, worthless after 15 s
    LEAVE = "leave"
    COMMANDS = "commands"  # what a chat lists behind Telegram's ☰


class Letter(BaseModel, frozen=True):
    """One thing to say to one chat."""

    chat: int
    thread: int = 0  # the topic of a forum; 0 elsewhere
    kind: Kind = Kind.TEXT
    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    menu: tuple[tuple[str, ...], ...] | None = None  # the keys below the line of writing; () takes them away
    commands: tuple[tuple[str, str], ...] | None = (
        None  # behind ☰, each with its words; () gives back everybody's
    )
    files: tuple[str, ...] = ()  # Telegram's file ids, or sha256 of a file we keep
    file_name: str = ""  # what a document that we keep is called in the chat
    latitude: float | None = None
    longitude: float | None = None
    card: str | None = None  # what it is about (`report:10427`): one message a chat, edited later
    anew: bool = False  # the card is not edited but sent again, at the end of the chat
    alone: bool = False  # sent anew, it takes its old message out of the chat: one card in sight
    beside: str | None = None  # a card in the same chat that this one answers
    answers: int | None = None  # a message of the same chat that this one answers, where it is no card
    message_id: int | None = None  # which message to edit or delete, where it is no card
    query: str | None = None  # the tap that is answered
    priority: Priority = Priority.SPEAKING
    silent: bool = False
    not_before: datetime | None = None  # by the field's clock: quiet hours
    delay: float = 0.0  # seconds by the machine's clock: an album's card waits for its last part
    worth: float | None = None  # seconds by the machine's clock after which it is dropped


def clipped(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text as far as Telegram takes it, counted as Telegram counts (UTF-16 units)."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    return units[: 2 * (limit - 1)].decode("utf-16-le", "ignore") + "…"
