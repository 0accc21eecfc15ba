"""Groups of the chat that a station listens and speaks to (FIELD 5.5): an allow-list, one station each."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import SQLModel


class Gone(StrEnum):
    """Why nothing can be said in a group any more. Names are stored."""

    REMOVED = "removed"  # the bot was taken out of the group, or the group is no more
    SILENCED = "silenced"  # it is still there, and may not write
    TOPIC = "topic"  # the topic was closed or deleted


class Binding(SQLModel):
    """A group, or one topic of a forum, and the station whose cards of least knowledge it gets.

    A group without a binding is told once that it is not set up; nothing of it is kept but that.
    """

    chat: int
    thread: int = 0  # the topic; 0 for the whole group
    station: str = ""  # empty: only told that it is not set up
    title: str = ""
    bound_by: int | None = None
    bound_at: datetime | None = None
    gone_at: datetime | None = None  # since when nothing can be said there
    gone_why: Gone | None = None
    gone_told_at: datetime | None = None  # when the station's head was told of it

    @property
    def is_live(self) -> bool:
        """Whether the station's cards are shown there."""
        return bool(self.station) and self.gone_at is None
