"""What time brings: reminders, duty, days off, rhythms, and visits to households."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from fieldwork.care import CarePlan, Mute, Outcome, Risk, Visit
from fieldwork.duty import Closure, Duty
from fieldwork.reminders import Manner, Reminder, ReminderState
from fieldwork.rhythms import Rhythm, RhythmKind
from storage.sealing import Sealed
from storage.tables.columns import Moment, by_value


class ReminderRow(Reminder, table=True):
    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("subject", "step", "person_id"),
        Index("reminders_due", "state", "send_at"),
        Index("reminders_of", "person_id", "state", "send_at"),
        Index("reminders_said", "person_id", "said_in"),
    )
    id: int = Field(default=None, primary_key=True)
    manner: Manner = Field(sa_type=by_value(Manner))
    due_at: datetime = Field(sa_type=Moment)
    send_at: datetime = Field(sa_type=Moment)
    state: ReminderState = Field(default=ReminderState.WAITING, sa_type=by_value(ReminderState))
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class DutyRow(Duty, table=True):
    __tablename__ = "duties"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(index=True)
    station: str = Field(index=True)
    noted_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class ClosureRow(Closure, table=True):
    __tablename__ = "closures"
    id: int | None = Field(default=None, primary_key=True)
    station: str = Field(index=True)
    reason: str = Field(default="", sa_type=Sealed)
    noted_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class RhythmRow(Rhythm, table=True):
    __tablename__ = "rhythms"
    person_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: RhythmKind = Field(sa_type=by_value(RhythmKind), primary_key=True)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    heard_at: datetime | None = Field(default=None, sa_type=Moment)


class CarePlanRow(CarePlan, table=True):
    __tablename__ = "care_plans"
    __table_args__ = (Index("care_plans_due", "station", "next_on"), {"sqlite_autoincrement": True})
    id: int = Field(default=None, primary_key=True)
    place: str = Field(index=True)
    door: str = Field(default="", sa_type=Sealed)
    name: str = Field(default="", sa_type=Sealed)
    telephone: str = Field(default="", sa_type=Sealed)
    words: str = Field(default="", sa_type=Sealed)
    risk: Risk = Field(sa_type=by_value(Risk))
    responsible_id: int = Field(index=True)
    made_at: datetime = Field(sa_type=Moment)
    missed_at: datetime | None = Field(default=None, sa_type=Moment)
    changed_at: datetime | None = Field(default=None, sa_type=Moment)
    extra_why: str = Field(default="", sa_type=Sealed)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_why: str = Field(default="", sa_type=Sealed)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)


class VisitRow(Visit, table=True):
    __tablename__ = "visits"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(index=True)
    at: datetime = Field(sa_type=Moment)
    day: date = Field(index=True)
    outcome: Outcome = Field(sa_type=by_value(Outcome))
    note: str = Field(default="", sa_type=Sealed)
    serial: int | None = Field(default=None, index=True)


class MuteRow(Mute, table=True):
    __tablename__ = "mutes"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int | None = Field(default=None, index=True)
    reason: str = Field(default="", sa_type=Sealed)
    noted_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
