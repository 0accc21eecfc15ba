"""楼长议事会: matters that are put on the agenda, and what was decided (FIELD 1.4, 29)."""

from datetime import date, datetime

from sqlmodel import SQLModel

NOT_DONE, WATCH = "not_done", "watch"  # decisions without a report, as they are stored
ERASED = "erased"  # a decision whose words are gone
RULE = "council"  # the rule by which the report of a decision is sent


class Council(SQLModel):
    """One meeting."""

    id: int = 0
    place: str
    station: str
    held_on: date
    called_by: int
    called_at: datetime
    sent_at: datetime | None = None  # the agenda, two days before
    ended_at: datetime | None = None


class AgendaItem(SQLModel):
    """上会: an open matter on the agenda; without a council it waits for the next."""

    id: int = 0
    serial: int
    place: str
    station: str
    put_by: int
    put_at: datetime
    council_id: int | None = None
    decision: str = ""
    decided_serial: int | None = None  # the report that came of the decision, with owner and date
    withdrawn_at: datetime | None = None
