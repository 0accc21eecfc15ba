"""What was done: activities, rounds from door to door, sign-in, cases, whose they are."""

from datetime import datetime

from sqlalchemy import BigInteger, Float, Index
from sqlmodel import Field, SQLModel

from fieldwork.activities import (
    Activity,
    ActivityKind,
    Attendance,
    HouseholdLine,
    Met,
    Outing,
    Problem,
    SignIn,
    Stage,
)
from fieldwork.cases import Case, CaseKind
from fieldwork.councils import AgendaItem, Council
from fieldwork.organisations import Organisation, Project, ProjectKind
from storage.sealing import Sealed
from storage.tables.columns import Moment, by_value


class ActivityRow(Activity, table=True):
    __tablename__ = "activities"
    __table_args__ = (
        Index("activities_by_station", "station", "stage"),
        Index("activities_by_person", "person_id", "held_on"),
    )
    serial: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: ActivityKind = Field(default=ActivityKind.OTHER, sa_type=by_value(ActivityKind))
    stage: Stage = Field(default=Stage.DRAFT, sa_type=by_value(Stage))
    topic: str = Field(default="", sa_type=Sealed)
    problem: Problem | None = Field(default=None, sa_type=by_value(Problem))
    note: str = Field(default="", sa_type=Sealed)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    next_due: datetime | None = Field(default=None, sa_type=Moment, index=True)


class CountRow(SQLModel, table=True):
    """How much of one unit an activity was."""

    __tablename__ = "counts"
    serial: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    unit: str = Field(primary_key=True)
    number: float = Field(sa_type=Float)


class OutingRow(Outing, table=True):
    __tablename__ = "outings"
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(index=True)
    began_at: datetime = Field(sa_type=Moment)
    touched_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    offered_at: datetime | None = Field(default=None, sa_type=Moment)


class HouseholdLineRow(HouseholdLine, table=True):
    __tablename__ = "household_lines"
    id: int = Field(default=None, primary_key=True)
    outing_id: int | None = Field(default=None, index=True)
    serial: int | None = Field(default=None, index=True)
    at: datetime = Field(sa_type=Moment)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    door: str = Field(default="", sa_type=Sealed)
    met: Met = Field(default=Met.MET, sa_type=by_value(Met))
    note: str = Field(default="", sa_type=Sealed)


class AttendanceRow(Attendance, table=True):
    __tablename__ = "attendances"
    id: int = Field(default=None, primary_key=True)
    serial: int = Field(index=True)
    person_id: int | None = Field(default=None, index=True)
    name: str = Field(default="", sa_type=Sealed)
    signed_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)


class SignInRow(SignIn, table=True):
    __tablename__ = "sign_ins"
    code: str = Field(primary_key=True)
    serial: int = Field(index=True)
    made_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class OrganisationRow(Organisation, table=True):
    __tablename__ = "organisations"
    id: int = Field(default=None, primary_key=True)
    place: str = Field(index=True)


class ProjectRow(Project, table=True):
    __tablename__ = "projects"
    id: int = Field(default=None, primary_key=True)
    kind: ProjectKind = Field(default=ProjectKind.PROJECT, sa_type=by_value(ProjectKind))
    place: str = Field(index=True)


class CaseRow(Case, table=True):
    __tablename__ = "cases"
    __table_args__ = {"sqlite_autoincrement": True}
    id: int = Field(default=None, primary_key=True)
    kind: CaseKind = Field(sa_type=by_value(CaseKind))
    station: str = Field(index=True)
    worker_id: int = Field(index=True)
    closed_why: str = Field(default="", sa_type=Sealed)
    noted_at: datetime = Field(sa_type=Moment)


class CouncilRow(Council, table=True):
    __tablename__ = "councils"
    id: int = Field(default=None, primary_key=True)
    station: str = Field(index=True)
    venue: str = Field(default="", sa_type=Sealed)
    called_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class AgendaItemRow(AgendaItem, table=True):
    __tablename__ = "agenda_items"
    id: int = Field(default=None, primary_key=True)
    serial: int = Field(index=True)
    station: str = Field(index=True)
    put_at: datetime = Field(sa_type=Moment)
    council_id: int | None = Field(default=None, index=True)
    line: str = Field(default="", sa_type=Sealed)
    decision: str = Field(default="", sa_type=Sealed)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
