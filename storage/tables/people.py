"""People: their roles, absences and invitations, the groups they write in."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from fieldwork.groups import Binding, Gone
from fieldwork.people import Absence, Invitation, Person, Rings, Role, RoleKind
from storage.sealing import Sealed
from storage.tables.columns import Moment, by_value


class PersonRow(Person, table=True):
    __tablename__ = "people"
    id: int = Field(default=None, primary_key=True)
    account: int | None = Field(default=None, sa_type=BigInteger, unique=True)
    name: str = Field(default="", sa_type=Sealed)
    telephone: str = Field(default="", sa_type=Sealed)
    blocked_at: datetime | None = Field(default=None, sa_type=Moment)
    joined_at: datetime | None = Field(default=None, sa_type=Moment)
    left_at: datetime | None = Field(default=None, sa_type=Moment)
    agreed_at: datetime | None = Field(default=None, sa_type=Moment)
    asked_deletion_at: datetime | None = Field(default=None, sa_type=Moment)
    rings: Rings = Field(default=Rings.MINE, sa_type=by_value(Rings))
    summed_at: datetime | None = Field(default=None, sa_type=Moment)


class RoleRow(Role, table=True):
    __tablename__ = "roles"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(index=True)
    kind: RoleKind = Field(sa_type=by_value(RoleKind))
    place: str = Field(index=True)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class AbsenceRow(Absence, table=True):
    __tablename__ = "absences"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(index=True)
    noted_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class InvitationRow(Invitation, table=True):
    __tablename__ = "invitations"
    code: str = Field(primary_key=True)
    role: RoleKind = Field(sa_type=by_value(RoleKind))
    name: str = Field(default="", sa_type=Sealed)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    switched_off_at: datetime | None = Field(default=None, sa_type=Moment)
    telephone: str = Field(default="", sa_type=Sealed)
    place: str = Field(index=True)


class BindingRow(Binding, table=True):
    __tablename__ = "bindings"
    chat: int = Field(sa_type=BigInteger, primary_key=True)
    thread: int = Field(default=0, sa_type=BigInteger, primary_key=True)
    station: str = Field(default="", index=True)
    title: str = Field(default="", sa_type=Sealed)
    bound_at: datetime | None = Field(default=None, sa_type=Moment)
    gone_at: datetime | None = Field(default=None, sa_type=Moment)
    gone_why: Gone | None = Field(default=None, sa_type=by_value(Gone))
    gone_told_at: datetime | None = Field(default=None, sa_type=Moment)
