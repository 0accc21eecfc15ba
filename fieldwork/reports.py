"""A report: what was sent, where it stands, and what happened to it (RULES 3.2).

Most are needs (需求). An activity (活动) is kept under a number too, and waits to be entered: it is never
signed for, handled or called back.

Three things are kept apart: the state, the assignment (station and person), and flags such as urgency.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import SQLModel

from fieldwork import numbers

TELEGRAM_MOST = 4096  # characters in a message; apps cut what is longer


class ReportKind(StrEnum):
    """What a report is (RULES 3.1). Names are stored."""

    NEED = "need"  # 需求: something is wrong, asked or wished; a question is a need of urgency Q
    ACTIVITY = "activity"  # 活动: something was done; 待登记 until activities are entered


class State(StrEnum):
    """Where a report stands. Names are stored: renaming one is a migration."""

    SUBMITTED = "submitted"  # 待受理: kept, not yet given to a station
    DISPATCHED = "dispatched"  # 待签收: a station is named
    NEEDS_INFO = "needs_info"  # 待补充: the reporter was asked one question; any message answers it
    RETURN_PENDING = "return_pending"  # 退单待裁定: the station says "not ours", the one above decides
    SIGNED = "signed"  # 已签收: somebody says "ours, seen"
    IN_PROGRESS = "in_progress"  # 办理中: first contact was made
    ON_HOLD = "on_hold"  # 挂起: waits until a date that the level above approved
    REFERRED = "referred"  # 已转介: an outside body has it; ours until its answer is recorded
    PARKED = "parked"  # 挂账: real, cannot be solved now; looked at again on a date
    DONE = (
        "done"  # 已办结, 待核查: the handler says solved; another person looks before the reporter is asked
    )
    CALLBACK = "callback"  # 待回访: the reporter is asked whether it is really solved
    REWORK = "rework"  # 重办: not solved, opened again; waits for another person's signature
    CLOSED = "closed"  # 结案
    NOT_ACCEPTED = "not_accepted"  # 不予受理: outside what a station does; the reporter is told where to go
    MERGED = "merged"  # 并案: the same matter as an earlier report, which leads
    WITHDRAWN = "withdrawn"  # 撤销
    NOTED = "noted"  # 活动: how far it is says the record beside it; 待登记 while there is none


MOVES = ("transfer", "give_back", "send_on", "back_up")  # the steps that take a report to another station


class Urgency(StrEnum):
    """How fast (RULES 3.3)."""

    T0 = "T0"  # 特急: life, a child harmed, fire, gas; only a person's word makes it so
    T1 = "T1"  # 紧急: sewer overflow, no water or power
    T2 = "T2"  # 一般
    T3 = "T3"  # 复杂: several bodies
    Q = "Q"  # 咨询, 建议


LOOK_SOON = datetime(1970, 1, 1, tzinfo=UTC)
"""`Report.next_due` of what has changed: the next sweep reckons anew when time brings something."""

LOOK_ANEW = LOOK_SOON - timedelta(days=1)
"""The same where rules or a calendar changed: what the cards say of limits may be otherwise too."""

ENDED = frozenset({State.CLOSED, State.WITHDRAWN, State.NOT_ACCEPTED})


class PrivacyClass(StrEnum):
    """Who may see what of a report (FIELD 4.1). It rises by itself; only a person with the right lowers it."""

    P0 = "P0"  # 公开: counts, titles
    P1 = "P1"  # 内部: what concerns everybody in a building
    P2 = "P2"  # 个人: a name, a telephone, a household
    P3 = "P3"  # 敏感: health, income, disability, a child; opened by a tap, each time on record
    P4 = "P4"  # 限制: violence, drugs, justice; never in a chat


class Finding(StrEnum):
    """What the handler found when it was done: 诉求属实? 是否解决? (RULES 3.2)."""

    SOLVED = "solved"  # it was so, and it is dealt with
    UNSOLVED = "unsolved"  # it was so, and could not be solved; the outcome says why
    UNTRUE = "untrue"  # it was not so


class Report(SQLModel):
    """One report as it stands now; `events` tell how it came there."""

    serial: int = 0
    kind: ReportKind = ReportKind.NEED
    state: State = State.SUBMITTED
    urgency: Urgency = Urgency.T2
    category: str | None = None
    place: str | None = None
    station: str = ""
    rule: str = ""
    rule_version: int = 0
    reporter_id: int
    rung_id: int | None = None  # the person responsible, whose card rang
    handler_id: int | None = None  # who signed for it
    but_id: int | None = None  # who may not sign again: 重办 is another person's
    text: str = ""  # the raw words; an edit by their sender is a new edition, the old one is kept
    words: str = ""  # the reporter's own correction of them; empty while there is none
    door: str = ""  # unit, floor, room as typed: P2
    named: str = ""  # a place that was named and is not in the network
    unfinished: bool = False  # a draft left lying, sent as it was (待补充)
    for_name: str = ""  # 代报: whom somebody reports for, who rang or has no phone: P2
    for_telephone: str = ""  # and how to call them: P2
    outcome: str = ""  # what the handler said was done
    answer: str = ""  # what the reporter said: solved, partly, unsolved
    grade: str = ""  # satisfied, fairly, unsatisfied
    question: str = ""  # the one open question, by name; empty when none is open
    album: str | None = None  # Telegram's media group, by which an album's parts join
    forwarded: bool = False  # 转发: somebody else's message; whose is not kept
    version: int = 0  # grows with each change; travels in buttons
    privacy: PrivacyClass = PrivacyClass.P1
    mandatory: bool = False  # 强制报告: a flag that the station cannot take away (RULES 3.4)
    excluded: bool = False  # 剔除: out of the rates, by two people, with a reason in the history
    level: int = 0  # overdue level, 0 to 3 (RULES 3.4); a rework begins at 1
    hops: int = 0  # from station to station
    returns: int = 0  # how often it was returned (退单): twice at most in its life
    must_keep: bool = False  # 首接负责: the station leads and keeps it
    before: State | None = None  # where it goes back to when an answer has come, or it is not returned
    waits_until: date | None = None  # of what is held, referred or parked: when it is looked at again
    waits_for: str = ""  # and why, or for which body
    due_on: date | None = None  # 延期: the day that was approved
    lead_serial: int | None = None  # 并案: the report that leads
    finding: Finding | None = None
    verified_alone: bool = False  # 核查 by the one who handled it: nobody else was there
    plan_id: int | None = None  # 探访: the household where nobody opened, of which it came
    supervisor_id: int | None = None  # 督办: who of the level above sees to it
    supervise_until: date | None = None  # and by which day
    nudged_on: date | None = None  # 催一下: the day the reporter last did
    caller_id: int | None = None  # 待电话回访: who is to ring the reporter, since nobody answered in the chat
    answered_by_phone: bool = False  # 待电话回访: what the reporter said was said on the telephone
    next_due: datetime | None = None  # when time brings something (fieldwork.timetable); a cache
    closed_at: datetime | None = None  # when it was over, however; None while something is to be done
    erased_at: datetime | None = None  # its words are gone; number, dates, category and figures stay
    ruleset: int = 0  # version of the district's rules that decided it; 0: those shipped
    sent_at: datetime  # Telegram's own date of the message
    kept_at: datetime  # when it was committed

    @property
    def number(self) -> str:
        """As printed: N-10427-3, for an activity A-10427-3."""
        return numbers.printed(self.serial, "A" if self.kind is ReportKind.ACTIVITY else "N")

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED


class Event(SQLModel):
    """One thing that happened to a report: who, as what, from, to, why, when. Only ever added."""

    at: datetime
    serial: int
    step: str
    actor_id: int | None = None  # None: the bot itself
    role: str = ""
    came_from: State | None = None
    went_to: State | None = None
    reason: str = ""  # words, numbers or a rule, as the step has them: encrypted when kept


class Wording(SQLModel):
    """One message of a report in one of its versions: what was said is never overwritten (promise 4)."""

    serial: int
    chat: int
    message_id: int
    edition: int = 0  # 0 as it was sent, 1 after the first edit
    at: datetime  # Telegram's date of the message, or of its edit
    how: str  # sent: opened the report · joined: became part of its words · added: stands beside them
    words: str = ""


def whole_text(wordings: Sequence[Wording]) -> str:
    """A report's words out of its messages, each in its newest edition; what an app cut is one again."""
    newest = {(each.chat, each.message_id): each for each in sorted(wordings, key=lambda each: each.edition)}
    parts = [newest[key] for key in sorted(newest) if newest[key].how != "added" and newest[key].words]
    text = ""
    for before, part in zip([None, *parts], parts, strict=False):
        between = "" if before is None or was_cut(before.words) else "\n"
        text += between + part.words
    return text


def was_cut(text: str) -> bool:
    """Whether a text fills a message to the brim, so that an app may have cut it there."""
    return len(text.encode("utf-16-le")) // 2 >= TELEGRAM_MOST


class Draft(SQLModel):
    """A report that somebody is being asked for, question by question (/report). One a person.

    A draft left lying is a fact: it is offered again, and on the eighth day sent as it is (RULES 3.2).
    """

    person_id: int
    answers: dict[str, Any] = {}
    begun_at: datetime
    touched_at: datetime
    offered_at: datetime | None = None  # when it was last offered again
    cancelled_at: datetime | None = None  # given up: for ten minutes it can be had back


LARGEST_KEPT = 20 * 1024 * 1024  # bytes; Telegram gives a bot no larger file
TOO_LARGE = "larger than 20 MB"  # why such a file is refused


class AttachmentState(StrEnum):
    WANTED = "wanted"  # still at Telegram
    KEPT = "kept"  # downloaded, without EXIF
    REFUSED = "refused"  # too big, gone, or not what it says


class Attachment(SQLModel):
    """What came with a report beside words. Valid before it is downloaded: `file_id` passes it on."""

    serial: int
    kind: str = "photo"  # photo, picture (sent as a file), document, voice, audio, video, location
    file_id: str
    file_unique_id: str
    caption: str = ""
    message_id: int = 0  # the message it came with
    from_id: int = 0  # who sent it
    duration: int = 0  # seconds, of voice, audio and video
    detail: str = ""  # a document's name; a location's latitude and longitude: "23.70000,113.05000"
    transcript: str = ""  # 代录: what a colleague typed of a voice
    transcribed_by: int | None = None
    proof: bool = False  # shows what was done: sent by the handler with 办结, or taken from a helper
    help_id: int | None = (
        None  # sent by somebody who helps (协办, 求志愿者); the handler says whether it is proof
    )
    state: AttachmentState = AttachmentState.WANTED
    sha256: str | None = None
    size: int | None = None
    reason: str = ""  # why it was refused

    @property
    def is_there(self) -> bool:
        """Whether there is anything left to show: what was erased or forgotten has no file any more."""
        return bool(self.file_id or self.detail)
