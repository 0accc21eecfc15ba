"""探访关爱: households and people who are visited in a rhythm that goes by their risk (RULES 3.6).

A plan is P3: who it is about is never in a notice, only its code and the appointment.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import SQLModel

from fieldwork import numbers


class Risk(StrEnum):
    """How often somebody is visited. Names are stored."""

    HIGH = "high"  # 高风险: weekly
    KEY = "key"  # 重点: monthly
    GENERAL = "general"  # 一般: quarterly


class Outcome(StrEnum):
    """What came of a visit. Names are stored."""

    MET = "met"  # 已访
    NOT_MET = "not_met"  # 未遇
    PUT_OFF = "put_off"  # 改期
    PHONED = "phoned"  # 电话联系上了


class CarePlan(SQLModel):
    """Somebody, or a household, who is visited."""

    id: int = 0
    place: str  # the building
    door: str = ""  # P3
    name: str = ""  # P3
    telephone: str = ""  # P3
    words: str = ""  # what to look after: P3
    risk: Risk
    station: str
    responsible_id: int
    made_by: int
    made_at: datetime
    first_on: date  # when it begins
    next_on: date | None = (
        None  # the day of the next visit as the rhythm has it, be it a day off; None: ended
    )
    visited_on: date | None = None
    missed_at: datetime | None = None  # when nobody opened last, since somebody was met
    changed_at: datetime | None = None  # 情况有变: asks for a visit within a day
    extra_on: date | None = None  # 加访: once more, from that day on
    extra_why: str = ""
    raised_serial: int | None = None  # the report that came of nobody opening
    ended_at: datetime | None = None
    ended_why: str = ""
    erased_at: datetime | None = None  # its words are gone
    version: int = 0

    @property
    def code(self) -> str:
        """What notices call it: `K-10012-3`."""
        return numbers.printed(numbers.FIRST - 1 + self.id, "K")


class Visit(SQLModel):
    """One visit, or what came in its place."""

    plan_id: int
    at: datetime
    day: date
    by_id: int | None = None
    outcome: Outcome
    until: date | None = None  # 改期: to which day
    note: str = ""
    serial: int | None = None  # the report or the activity that told of it, or that came of it


class Mute(SQLModel):
    """暂停: nobody is visited, and nothing is asked, from a day to a day (both included).

    Of one household, or of a place and all below it.
    """

    plan_id: int | None = None
    place: str = ""
    since: date
    until: date
    reason: str = ""
    noted_at: datetime
    noted_by: int | None = None
    ended_at: datetime | None = None  # taken back earlier

    def in_force(self, day: date) -> bool:
        return self.ended_at is None and self.since <= day <= self.until
