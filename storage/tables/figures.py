"""The figures: their lines, closed periods, digests; and what was taken out of the books, or in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Float, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from fieldwork.digests import Span
from fieldwork.tallies import Closing, Tally
from storage.sealing import Sealed, SealedJson
from storage.tables.columns import BYTEWISE, Moment, by_value


class TallyRow(Tally, table=True):
    """A line of the figures, found by place (everything whose path begins alike) and day."""

    __tablename__ = "tallies"
    __table_args__ = (
        Index("tallies_by_station", "station", "day"),
        Index("tallies_by_day", "day", "path"),
        Index("tallies_by_place", "path", "day"),
    )
    id: int = Field(default=None, primary_key=True)
    number: float = Field(sa_type=Float)
    serial: int = Field(default=0, index=True)
    path: str = Field(sa_type=BYTEWISE)
    at: datetime = Field(sa_type=Moment)


class ClosingRow(Closing, table=True):
    __tablename__ = "closings"
    id: int = Field(default=None, primary_key=True)
    place: str = Field(index=True)
    closed_at: datetime = Field(sa_type=Moment)


class DigestRow(SQLModel, table=True):
    """A digest that was made for somebody: never twice for the same period, and always there again."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("person_id", "place", "span", "period"),)
    id: int = Field(default=None, primary_key=True)
    person_id: int
    place: str
    span: Span = Field(sa_type=by_value(Span))
    period: str
    made_at: datetime = Field(sa_type=Moment)
    content: Any = Field(default=None, sa_type=SealedJson, nullable=True)  # the Digest


class ExportRow(SQLModel, table=True):
    """Who took what out of the books, when and why."""

    __tablename__ = "exports"
    id: int = Field(default=None, primary_key=True)
    person_id: int | None = None  # at the command line whose view was taken, if anybody's
    operator: str = Field(default="", sa_type=Sealed)  # the machine's account, at the command line
    what: str
    place: str
    since: date | None = None
    until: date | None = None
    reason: str = Field(default="", sa_type=Sealed)
    at: datetime = Field(sa_type=Moment)
    many: int = 0  # rows
    sha256: str = ""


class ImportRow(SQLModel, table=True):
    """A row of a file of past records that was taken in (补录): the same row is never taken twice."""

    __tablename__ = "imports"
    key: str = Field(primary_key=True)  # a sum of its identifier, or of all it says
    serial: int = Field(index=True)
    by: int
    at: datetime = Field(sa_type=Moment)
