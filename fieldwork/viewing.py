"""Who has looked at what: opening a sensitive report is on record (FIELD 4.1)."""

from datetime import datetime

from sqlmodel import SQLModel


class Viewing(SQLModel):
    """Somebody opened a report of class P3 or P4, or a plan of visits."""

    serial: int  # 0 where it is a plan
    plan_id: int | None = None
    person_id: int | None = None  # None: whoever sits at the machine itself
    at: datetime
    role: str = ""
    surface: str = ""  # card, doors, plan, list, command


class Admission(SQLModel):
    """Somebody was named to a report by a head: may see what only named people see."""

    serial: int
    person_id: int
    by: int | None = None
    at: datetime
    ended_at: datetime | None = None
