"""Reports: what was said, what happened to it since, and who looked at it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Float, Index
from sqlmodel import Field, SQLModel

from fieldwork.helping import Help, Helper, HelpKind, HelpState
from fieldwork.reports import (
    Attachment,
    AttachmentState,
    Draft,
    Event,
    Finding,
    PrivacyClass,
    Report,
    ReportKind,
    State,
    Urgency,
    Wording,
)
from fieldwork.requests import Request, RequestKind, RequestState
from fieldwork.viewing import Admission, Viewing
from storage.sealing import Keyed, Sealed, SealedJson
from storage.tables.columns import Moment, by_value


class ReportRow(Report, table=True):
    __tablename__ = "reports"
    __table_args__ = (
        Index("reports_by_station", "station", "state"),
        Index("reports_by_reporter", "reporter_id", "serial"),
        Index("reports_by_album", "reporter_id", "album"),
        Index("reports_by_end", "privacy", "erased_at", "closed_at"),
        Index("reports_of_kind", "place", "category", "sent_at"),
        Index("reports_by_day", "sent_at"),
        {"sqlite_autoincrement": True},
    )
    serial: int = Field(default=None, primary_key=True)
    kind: ReportKind = Field(default=ReportKind.NEED, sa_type=by_value(ReportKind))
    state: State = Field(default=State.SUBMITTED, sa_type=by_value(State))
    urgency: Urgency = Field(default=Urgency.T2, sa_type=by_value(Urgency))
    place: str | None = Field(default=None, index=True)
    handler_id: int | None = Field(default=None, index=True)
    text: str = Field(default="", sa_type=Sealed)
    words: str = Field(default="", sa_type=Sealed)
    door: str = Field(default="", sa_type=Sealed)
    named: str = Field(default="", sa_type=Sealed)
    for_name: str = Field(default="", sa_type=Sealed)
    for_telephone: str = Field(default="", sa_type=Sealed)
    outcome: str = Field(default="", sa_type=Sealed)
    sent_at: datetime = Field(sa_type=Moment)
    kept_at: datetime = Field(sa_type=Moment)
    privacy: PrivacyClass = Field(default=PrivacyClass.P1, sa_type=by_value(PrivacyClass))
    before: State | None = Field(default=None, sa_type=by_value(State))
    waits_for: str = Field(default="", sa_type=Sealed)
    lead_serial: int | None = Field(default=None, index=True)
    finding: Finding | None = Field(default=None, sa_type=by_value(Finding))
    next_due: datetime | None = Field(default=None, sa_type=Moment, index=True)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)


class RequestRow(Request, table=True):
    __tablename__ = "requests"
    __table_args__ = (Index("requests_of_report", "serial", "kind", "state"),)
    id: int = Field(default=None, primary_key=True)
    kind: RequestKind = Field(sa_type=by_value(RequestKind))
    state: RequestState = Field(default=RequestState.OPEN, sa_type=by_value(RequestState), index=True)
    asked_at: datetime = Field(sa_type=Moment)
    station: str = Field(index=True)
    reason: str = Field(default="", sa_type=Sealed)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    answer: str = Field(default="", sa_type=Sealed)


class HelpRow(Help, table=True):
    __tablename__ = "helps"
    id: int = Field(default=None, primary_key=True)
    serial: int = Field(index=True)
    kind: HelpKind = Field(sa_type=by_value(HelpKind))
    state: HelpState = Field(default=HelpState.OFFERED, sa_type=by_value(HelpState), index=True)
    asked_at: datetime = Field(sa_type=Moment)
    words: str = Field(default="", sa_type=Sealed)
    taken_at: datetime | None = Field(default=None, sa_type=Moment)
    heard_at: datetime | None = Field(default=None, sa_type=Moment)
    nudged_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    day: date | None = Field(default=None, index=True)
    said: str = Field(default="", sa_type=Sealed)


class HelperRow(Helper, table=True):
    __tablename__ = "helpers"
    help_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    joined_at: datetime = Field(sa_type=Moment)
    left_at: datetime | None = Field(default=None, sa_type=Moment)


class ViewingRow(Viewing, table=True):
    __tablename__ = "viewings"
    id: int | None = Field(default=None, primary_key=True)
    serial: int = Field(index=True)
    at: datetime = Field(sa_type=Moment)


class AdmissionRow(Admission, table=True):
    __tablename__ = "admissions"
    serial: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class EventRow(Event, table=True):
    __tablename__ = "events"
    id: int | None = Field(default=None, primary_key=True)
    serial: int = Field(index=True)
    at: datetime = Field(sa_type=Moment)
    came_from: State | None = Field(default=None, sa_type=by_value(State))
    went_to: State | None = Field(default=None, sa_type=by_value(State))
    reason: str = Field(default="", sa_type=Sealed)


class AttachmentRow(Attachment, table=True):
    __tablename__ = "attachments"
    id: int | None = Field(default=None, primary_key=True)
    serial: int = Field(index=True)
    message_id: int = Field(default=0, sa_type=BigInteger)
    caption: str = Field(default="", sa_type=Sealed)
    detail: str = Field(default="", sa_type=Sealed)
    transcript: str = Field(default="", sa_type=Sealed)
    sha256: str | None = Field(default=None, sa_type=Sealed)
    kept_as: str | None = Field(
        default=None, sa_type=Keyed("sha256"), index=True
    )  # its sum: finds it, and tells nothing
    state: AttachmentState = Field(
        default=AttachmentState.WANTED, sa_type=by_value(AttachmentState), index=True
    )
    tries: int = 0
    not_before: float = Field(default=0.0, sa_type=Float)  # machine's clock: when to try again


class WordingRow(Wording, table=True):
    __tablename__ = "wordings"
    id: int | None = Field(default=None, primary_key=True)
    serial: int = Field(index=True)
    chat: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    at: datetime = Field(sa_type=Moment)
    words: str = Field(default="", sa_type=Sealed)


class DraftRow(Draft, table=True):
    __tablename__ = "drafts"
    person_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=SealedJson)
    begun_at: datetime = Field(sa_type=Moment)
    touched_at: datetime = Field(sa_type=Moment)
    offered_at: datetime | None = Field(default=None, sa_type=Moment)
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)


class SourceRow(SQLModel, table=True):
    """Which message of a chat belongs to which report: replies find it, a message is never taken twice."""

    __tablename__ = "sources"
    chat: int = Field(sa_type=BigInteger, primary_key=True)
    message_id: int = Field(sa_type=BigInteger, primary_key=True)
    serial: int = Field(index=True)
