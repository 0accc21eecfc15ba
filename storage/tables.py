"""The tables: nouns of the field with their keys, and what the machinery itself remembers.

Whatever a person wrote, or that names a person, is `Sealed` (storage/sealing.py). Enums are kept by
value, times as aware UTC, chat ids as 64-bit numbers.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Dialect,
    Float,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.types import TypeDecorator
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
from fieldwork.care import CarePlan, Mute, Outcome, Risk, Visit
from fieldwork.cases import Case, CaseKind
from fieldwork.councils import AgendaItem, Council
from fieldwork.digests import Span
from fieldwork.duty import Closure, Duty
from fieldwork.groups import Binding, Gone
from fieldwork.helping import Help, Helper, HelpKind, HelpState
from fieldwork.letters import Kind, Priority
from fieldwork.organisations import Organisation, Project, ProjectKind
from fieldwork.people import Absence, Invitation, Person, Rings, Role, RoleKind
from fieldwork.places import Cover, Place, PlaceKind, Station
from fieldwork.reminders import Manner, Reminder, ReminderState
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
from fieldwork.rhythms import Rhythm, RhythmKind
from fieldwork.routing import Rule
from fieldwork.tallies import Closing, Tally
from fieldwork.viewing import Admission, Viewing
from storage.sealing import Keyed, Sealed, SealedJson


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as UTC. SQLite forgets zones, so they are put back here."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def by_value(kind: type[StrEnum]) -> SqlEnum:
    """An enum kept by its value, as plain text, so that a new member needs no migration."""
    return SqlEnum(kind, native_enum=False, create_constraint=False, length=24,
                   values_callable=lambda members: [m.value for m in members])  # fmt: skip


# -- the network ------------------------------------------------------------------------------------


class PlaceRow(Place, table=True):
    __tablename__ = "places"
    code: str = Field(primary_key=True)
    kind: PlaceKind = Field(sa_type=by_value(PlaceKind))
    parent: str | None = Field(default=None, index=True)
    aliases: list[str] = Field(default_factory=list, sa_type=JSON)
    ordinal: int = 0  # the order of the file, kept for the way out


class StationRow(Station, table=True):
    __tablename__ = "stations"
    code: str = Field(primary_key=True)
    ordinal: int = 0


class CoverRow(Cover, table=True):
    __tablename__ = "covers"
    id: int | None = Field(default=None, primary_key=True)
    station: str = Field(index=True)


class RuleRow(Rule, table=True):
    __tablename__ = "routing_rules"
    id: str = Field(primary_key=True)
    ordinal: int = 0


class Fact(SQLModel, table=True):
    """One thing the programme remembers of itself: the network's version, whose bot this is."""

    __tablename__ = "facts"
    name: str = Field(primary_key=True)
    value: Any = Field(default=None, sa_type=JSON)


class RulesetRow(SQLModel, table=True):
    """One version of the district's rules, whole; the newest is in force. Only ever added."""

    __tablename__ = "rulesets"
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    applied_at: datetime = Field(sa_type=Moment)
    applied_by: int | None = None
    content: Any = Field(default=None, sa_type=JSON)  # as fieldwork.rules.Rules and the word files have it


# -- people -----------------------------------------------------------------------------------------


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


# -- reports ----------------------------------------------------------------------------------------


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


# -- what time brings -------------------------------------------------------------------------------


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


# -- what was done, and figures ---------------------------------------------------------------------


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


BYTEWISE = String().with_variant(String(collation="C"), "postgresql")
"""Ordered by its bytes, so that everything that begins alike stands together …"""

AFTER = "\U0010ffff"
"""… between how it begins and that with this behind it."""


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


class ExportRow(SQLModel, table=True):
    """Who took what out of the books, when and why."""

    __tablename__ = "exports"
    id: int = Field(default=None, primary_key=True)
    person_id: int | None = None  # None: at the command line
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


# -- what comes in ----------------------------------------------------------------------------------


class UpdateState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SET_ASIDE = "set_aside"  # raised three times; kept with its error until somebody retries it


class UpdateRow(SQLModel, table=True):
    """An update as Telegram gave it: committed before Telegram is told (promise 1)."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("bot", "update_id"), Index("inbox_waiting", "state", "id"))
    id: int | None = Field(default=None, primary_key=True)
    bot: int = Field(sa_type=BigInteger)
    update_id: int | None = Field(sa_type=BigInteger)  # emptied after seven days: Telegram may use it again
    chat: int = Field(sa_type=BigInteger, index=True)
    body: str = Field(default="", sa_type=Sealed)
    state: UpdateState = Field(default=UpdateState.WAITING, sa_type=by_value(UpdateState))
    tries: int = 0
    error: str = Field(default="", sa_type=Sealed)
    received_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)


class ConversationRow(SQLModel, table=True):
    """Where a conversation stands, by every field of aiogram's key."""

    __tablename__ = "conversations"
    bot: int = Field(sa_type=BigInteger, primary_key=True)
    chat: int = Field(sa_type=BigInteger, primary_key=True)
    person: int = Field(sa_type=BigInteger, primary_key=True)
    thread: int = Field(default=0, sa_type=BigInteger, primary_key=True)
    business: str = Field(default="", primary_key=True)
    destiny: str = Field(default="default", primary_key=True)
    state: str | None = None
    data: Any = Field(default=None, sa_type=SealedJson)
    touched_at: datetime | None = Field(default=None, sa_type=Moment)


class ChatRow(SQLModel, table=True):
    """A chat, as the machinery sees it: one owner at a time, and when it may be written to next."""

    __tablename__ = "chats"
    id: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    next_at: float = Field(default=0.0, sa_type=Float)  # machine's clock
    moved_to: int | None = Field(default=None, sa_type=BigInteger)  # a group that became a supergroup


# -- what goes out ----------------------------------------------------------------------------------


class LetterState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"  # somebody is sending it, until the lease ends
    DELIVERED = "delivered"  # Telegram took it
    UNKNOWN = "unknown"  # it may have arrived: tried once more at most, and marked
    FAILED = "failed"  # permanently; the reason is kept
    DROPPED = "dropped"  # its worth was over, or a newer letter of its card took its place


class LetterRow(SQLModel, table=True):
    """One letter on its way (fieldwork/letters)."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("letters_waiting", "state", "priority", "id"),
        Index("letters_of_chat", "chat", "state", "priority", "id"),
        Index("letters_of_card", "card", "chat", "state"),
        Index("letters_by_message", "chat", "message_id"),
        Index("letters_about", "about", "delivered_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    chat: int = Field(sa_type=BigInteger)
    kind: Kind = Field(default=Kind.TEXT, sa_type=by_value(Kind))
    card: str | None = None
    about: str | None = Field(
        default=None, sa_type=BYTEWISE
    )  # the card it is, or stands beside: what a reply to it is a reply to
    serial: int | None = Field(default=None, index=True)  # of the report it tells of
    priority: Priority = Field(sa_type=Integer)
    content: Any = Field(default=None, sa_type=SealedJson, nullable=True)  # the Letter; emptied after 30 days
    step: str | None = Field(default=None, unique=True)  # (subject, step, recipient): never written twice
    state: LetterState = Field(default=LetterState.WAITING, sa_type=by_value(LetterState))
    not_before: datetime | None = Field(default=None, sa_type=Moment)  # field's clock
    held_until: float = Field(default=0.0, sa_type=Float)  # machine's clock
    expires: float | None = Field(default=None, sa_type=Float)  # machine's clock
    owner: str | None = None
    lease_until: float | None = Field(default=None, sa_type=Float)  # machine's clock
    tries: int = 0
    failing_since: float | None = Field(default=None, sa_type=Float)  # machine's clock: first failure
    doubtful: bool = False  # an earlier try may have arrived
    error: str = ""  # Telegram's reason, no words of people
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    written_at: datetime = Field(sa_type=Moment)
    delivered_at: datetime | None = Field(default=None, sa_type=Moment)


class ErrandState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"  # the one who asked was told why


class ErrandRow(SQLModel, table=True):
    """Work too heavy for a handler (a picture, a workbook, a network file): a worker does it, outside any
    write transaction, and posts what came of it as letters (DESIGN 3)."""

    __tablename__ = "errands"
    __table_args__ = (Index("errands_waiting", "state", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    chat: int = Field(sa_type=BigInteger)
    person_id: int | None = None
    content: Any = Field(default=None, sa_type=SealedJson, nullable=True)  # what to do; emptied when done
    result: Any = Field(default=None, sa_type=SealedJson, nullable=True)  # what a later tap needs: a plan
    files: Any = Field(
        default=None, sa_type=SealedJson, nullable=True
    )  # sums of what it made: a week later they go
    state: ErrandState = Field(default=ErrandState.WAITING, sa_type=by_value(ErrandState))
    tries: int = 0
    owner: str | None = None
    lease_until: float | None = Field(default=None, sa_type=Float)  # machine's clock
    asked_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)


PATTERNS = text("subject LIKE 'pattern/%'")
"""Of cards, those that tell what came up again and again. In these very words, by which the index is known."""


class CardRow(SQLModel, table=True):
    """The message that shows a subject in a chat, once Telegram has told its id."""

    __tablename__ = "cards"
    __table_args__ = (
        Index("cards_by_message", "chat", "message_id"),
        Index("cards_of_patterns", "subject", sqlite_where=PATTERNS, postgresql_where=PATTERNS),
    )
    subject: str = Field(primary_key=True)
    chat: int = Field(sa_type=BigInteger, primary_key=True)
    message_id: int = Field(sa_type=BigInteger)


class PaceRow(SQLModel, table=True):
    """When the bot as a whole may send next; a global pause after 429 is the same number further ahead."""

    __tablename__ = "pace"
    name: str = Field(primary_key=True)
    next_at: float = Field(default=0.0, sa_type=Float)  # machine's clock
