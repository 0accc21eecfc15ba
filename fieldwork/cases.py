"""个案: as little of a case as 例 can be counted from (FIELD 4.6). P3: who it is stands nowhere here."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import SQLModel

from fieldwork import numbers


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
