"""What somebody asks of a station, and somebody there agrees to or not: a hand-over, a hold, more time, 挂账.

The report's state does not change by asking; it changes by the answer. One open request of a kind a report.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import SQLModel


class RequestKind(StrEnum):
    """What is asked. Names are stored."""

    TRANSFER = "transfer"  # 转给: another station is asked to take it
    HOLD = "hold"  # 挂起
    EXTENSION = "extension"  # 延期
    PARK = "park"  # 挂账
    DECLINE = "decline"  # 不予受理 where somebody vulnerable is concerned: a second person looks
    PLAN = "plan"  # 方案: how, who, until when
    EXCLUDE = "exclude"  # 剔除: out of the rates
    CLOSE = "close"  # a case of the mandatory lane: the district signs off


class RequestState(StrEnum):
    """Where a request stands. Names are stored."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"  # the report went on without it


class Request(SQLModel):
    """One request about one report, and its answer."""

    id: int = 0
    serial: int
    kind: RequestKind
    state: RequestState = RequestState.OPEN
    asked_by: int
    asked_at: datetime
    station: str  # who may answer: its people
    until: date | None = None  # a hold's end, more time, the day of the next look
    code: str = ""  # of a reason in the district's rules
    reason: str = ""  # in words, or what it rests on
    answered_by: int | None = None
    answered_at: datetime | None = None
    answer: str = ""  # why not, in words
