"""Groups of the chat that a station listens and speaks to (FIELD 5.5): an allow-list, one station each."""

from datetime import datetime

from sqlmodel import SQLModel


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
    gone_at: datetime | None = None  # the bot was removed, or may not write there any more
