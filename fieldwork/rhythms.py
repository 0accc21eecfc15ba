"""What comes to somebody in a rhythm, each person's own to change or to stop."""

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum

from sqlmodel import SQLModel


class RhythmKind(StrEnum):
    """Names are stored."""

    LISTS = "lists"  # of what is due: at which times, two at most
    VISITS = "visits"  # today's visits, each morning
    MONTHLY = "monthly"  # 楼里有什么事吗? of a building head
    TOMORROW = "tomorrow"  # what a volunteer has promised for tomorrow
    RATES = "rates"  # the month's 探访率, of a station head
    NOTICES = "notices"  # 通报 of the week, of a coordinator
    DIGEST_DAY = "digest_day"  # each morning
    DIGEST_WEEK = "digest_week"
    DIGEST_MONTH = "digest_month"
    DIGEST_YEAR = "digest_year"


class Rhythm(SQLModel):
    """How one person wants one of them; who has said nothing has it as it is shipped."""

    person_id: int
    kind: RhythmKind
    is_on: bool = True
    times: str = ""  # `11:00,16:00`; empty: as shipped
    asked_at: datetime | None = None  # when it came last
    heard_at: datetime | None = None  # when they answered last
    silent: int = 0  # how often in a row nobody answered


OFFERED: Mapping[RhythmKind, tuple[str, ...]] = {
    RhythmKind.LISTS: ("11:00", "16:00"),
    RhythmKind.VISITS: ("08:00", "08:30", "09:00", "10:00"),
    RhythmKind.MONTHLY: ("09:30", "12:00", "15:00", "19:00"),
    RhythmKind.TOMORROW: ("12:00", "18:00", "19:00", "20:00"),
    RhythmKind.RATES: ("08:30", "09:00", "10:00", "14:00"),
    RhythmKind.NOTICES: ("08:30", "09:00", "10:00", "14:00"),
    RhythmKind.DIGEST_DAY: ("08:00", "08:30", "09:00", "18:00"),
    RhythmKind.DIGEST_WEEK: ("08:30", "09:00", "10:00", "18:00"),
    RhythmKind.DIGEST_MONTH: ("08:30", "09:00", "10:00", "18:00"),
    RhythmKind.DIGEST_YEAR: ("08:30", "09:00", "10:00", "18:00"),
}
"""Times to choose from, none of them in quiet hours."""


def first_time(rhythm: Rhythm | None, shipped: time) -> time:
    """When it comes to somebody: at the time they chose, else as shipped."""
    chosen = (rhythm.times if rhythm else "").partition(",")[0]
    return time.fromisoformat(chosen) if chosen else shipped
