"""The tables: nouns of the field with their keys, and what the machinery itself remembers.

Whatever a person wrote, or that names a person, is `Sealed` (storage/sealing.py). Enums are kept by value, times as
aware UTC, chat ids as 64-bit numbers. Each file holds what is kept of one thing; they are imported from here.
"""

from storage.tables.activities import (
    ActivityRow,
    AgendaItemRow,
    AttendanceRow,
    CaseRow,
    CouncilRow,
    CountRow,
    HouseholdLineRow,
    OrganisationRow,
    OutingRow,
    ProjectRow,
    SignInRow,
)
from storage.tables.columns import AFTER, BYTEWISE, Moment, by_value
from storage.tables.days import CarePlanRow, ClosureRow, DutyRow, MuteRow, ReminderRow, RhythmRow, VisitRow
from storage.tables.figures import ClosingRow, DigestRow, ExportRow, ImportRow, TallyRow
from storage.tables.network import CoverRow, Fact, PlaceRow, RuleRow, RulesetRow, StationRow
from storage.tables.people import AbsenceRow, BindingRow, InvitationRow, PersonRow, RoleRow
from storage.tables.post import (
    PATTERNS,
    CardRow,
    ChatRow,
    ConversationRow,
    ErrandRow,
    ErrandState,
    LetterRow,
    LetterState,
    PaceRow,
    UpdateRow,
    UpdateState,
)
from storage.tables.reports import (
    AdmissionRow,
    AttachmentRow,
    DraftRow,
    EventRow,
    HelperRow,
    HelpRow,
    ReportRow,
    RequestRow,
    SourceRow,
    ViewingRow,
    WordingRow,
)

__all__ = [
    "AFTER", "AbsenceRow", "ActivityRow", "AdmissionRow", "AgendaItemRow", "AttachmentRow", "AttendanceRow",
    "BYTEWISE", "BindingRow", "CardRow", "CarePlanRow", "CaseRow", "ChatRow", "ClosingRow", "ClosureRow",
    "ConversationRow", "CouncilRow", "CountRow", "CoverRow", "DigestRow", "DraftRow", "DutyRow",
    "ErrandRow", "ErrandState", "EventRow", "ExportRow", "Fact", "HelpRow", "HelperRow", "HouseholdLineRow",
    "ImportRow", "InvitationRow", "LetterRow", "LetterState", "Moment", "MuteRow", "OrganisationRow",
    "OutingRow", "PATTERNS", "PaceRow", "PersonRow", "PlaceRow", "ProjectRow", "ReminderRow", "ReportRow",
    "RequestRow", "RhythmRow", "RoleRow", "RuleRow", "RulesetRow", "SignInRow", "SourceRow", "StationRow",
    "TallyRow", "UpdateRow", "UpdateState", "ViewingRow", "VisitRow", "WordingRow", "by_value",
]  # fmt: skip
