"""个案: as little of a case as 例 can be counted from (FIELD 4.6). P3: who it is stands nowhere here."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import SQLModel

from fieldwork import figures, numbers
from fieldwork.activities import Unit
from fieldwork.tallies import Tally


class CaseKind(StrEnum):
    """What it is about (FIELD 4.6). Names are stored."""

    RELIEF = "relief"  # 困难救助
    ELDER = "elder"  # 老人
    CHILD = "child"  # 困境/未成年人
    YOUTH = "youth"  # 重点青少年
    DISABILITY = "disability"  # 残障
    MENTAL = "mental"  # 精神障碍
    FAMILY = "family"  # 婚姻家庭
    JUSTICE = "justice"  # 司法矫正 (P4)
    DRUG = "drug"  # 禁毒戒毒 (P4)
    CRISIS = "crisis"  # 危机干预 (P4)


RESTRICTED = frozenset({CaseKind.JUSTICE, CaseKind.DRUG, CaseKind.CRISIS})  # P4: a list says the code alone


CATEGORY = "case."  # before a kind, among the categories of the figures


class Ending(StrEnum):
    """How a case is closed. Names are stored."""

    REACHED = "reached"  # 目标达成
    REFERRED = "referred"  # 转介
    LEFT = "left"  # 服务对象退出
    OTHER = "other"  # 其他


class Case(SQLModel):
    """One case: its code is all that anybody says of it."""

    id: int = 0
    kind: CaseKind
    station: str
    place: str | None = None  # the community
    worker_id: int
    opened_on: date
    closed_on: date | None = None
    closed_why: str = ""
    noted_at: datetime
    version: int = 0

    @property
    def code(self) -> str:
        """What it is called: `C-10001-6`."""
        return numbers.printed(numbers.FIRST - 1 + self.id, "C")

    @property
    def is_restricted(self) -> bool:
        return self.kind in RESTRICTED

    @property
    def category(self) -> str:
        """As what it counts where figures are apart by category: its kind; of what is restricted (P4) not even that."""
        return figures.RESTRICTED if self.is_restricted else CATEGORY + self.kind.value


def opening(case: Case, path: str, at: datetime) -> Tally:
    """The line of the figures that a new case is: 1 例, so that sessions are never counted as cases."""
    return _line(case, "case_opened", case.opened_on, path, at)


def closing(case: Case, path: str, at: datetime) -> Tally:
    """And the one of its end."""
    return _line(case, "case_closed", case.closed_on or case.opened_on, path, at)


def _line(case: Case, name: str, day: date, path: str, at: datetime) -> Tally:
    """The code stands where others have a category: the figure opens to its records, and by it their kind is found."""
    return Tally(day=day, name=name, unit=Unit.CASES.value, number=1, path=path, station=case.station,
                 category=case.code, person_id=case.worker_id, at=at)  # fmt: skip
