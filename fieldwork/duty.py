"""Who is on duty on which day, and when a station is closed: what its people have said in chat."""

from datetime import date, datetime

from sqlmodel import SQLModel


class Duty(SQLModel):
    """Somebody is on duty for a station, from a day to a day (both included)."""

    person_id: int
    station: str
    since: date
    until: date
    noted_at: datetime
    noted_by: int | None = None
    ended_at: datetime | None = None

    def in_force(self, day: date) -> bool:
        return self.ended_at is None and self.since <= day <= self.until


class Closure(SQLModel):
    """A station does not work, from a day to a day (both included)."""

    station: str
    since: date
    until: date
    reason: str = ""
    noted_at: datetime
    noted_by: int | None = None
    ended_at: datetime | None = None
