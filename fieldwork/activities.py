"""Activities: what was done, counted in the units that the field uses (FIELD 4.5, RULES 3.2).

An activity is a report (its number, words, place, photos and history) with a record beside it: what kind it was,
on which day, and how much of what. Units are never turned into one another: three households on one outing are
1 次 and 3 户, and whoever knows how many people that were says so.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import SQLModel


class ActivityKind(StrEnum):
    """What was done (FIELD 4.5). Names are stored."""

    HOME_VISIT = "home_visit"  # 入户走访
    PHONE_VISIT = "phone_visit"  # 电话探访
    CASE_SESSION = "case_session"  # 个案服务
    GROUP_SESSION = "group_session"  # 小组服务
    COMMUNITY_ACTIVITY = "community_activity"  # 社区活动
    PUBLICITY = "publicity"  # 宣讲宣传
    CLEANUP = "cleanup"  # 环境整治
    ACCESSIBILITY_WORK = "accessibility_work"  # 适老化/无障碍改造
    CHARITY_EVENT = "charity_event"  # 公益慈善活动
    COUNCIL = "council"  # 议事会/座谈
    TRAINING = "training"  # 培训
    SUPERVISION = "supervision"  # 督导
    RESOURCE_LINK = "resource_link"  # 资源链接
    OTHER = "other"  # 其他


class Unit(StrEnum):
    """What is counted (FIELD 1.0), by the word that is written. A number without one is no figure."""

    TIMES = "次"  # outings, occasions
    HOUSEHOLDS = "户"  # households covered by the activity, each once
    HOUSEHOLD_VISITS = "户次"  # calls at households
    PEOPLE = "人"  # people, each once
    PERSON_TIMES = "人次"
    SESSIONS = "场"
    CASES = "例"
    HOURS = "小时"


AS_TOLD = (Unit.SESSIONS, Unit.TIMES, Unit.CASES, Unit.HOUSEHOLDS, Unit.HOUSEHOLD_VISITS, Unit.PEOPLE,
           Unit.PERSON_TIMES, Unit.HOURS)  # fmt: skip
"""The order in which they are told: how often it was, then for whom: 1 场 · 30 人."""


class Stage(StrEnum):
    """Where an activity stands on its way into the figures. Names are stored."""

    DRAFT = "draft"  # 待确认: nobody has confirmed the numbers
    SUBMITTED = "submitted"  # 待核实: confirmed by whoever told of it
    RETURNED = "has_issues"  # 退回, with a reason
    RESUBMITTED = "resubmitted"  # 已补正: shown as such
    ACCEPTED = "accepted"  # 已计入, by a person or by time
    VOID = "void"  # 作废, with a reason


class Problem(StrEnum):
    """Why an activity is returned. Names are stored."""

    NUMBERS = "numbers"  # 数字不符
    NO_PHOTO = "no_photo"  # 缺照片
    NO_PLACE = "no_place"  # 地点不明
    TWICE = "twice"  # 重复
    NOT_OURS = "not_ours"  # 非本项目
    OTHER = "other"  # 其他


class Met(StrEnum):
    """What came of one door on an outing. Names are stored."""

    MET = "met"
    NOT_MET = "not_met"  # 未遇: an attempt
    REFUSED = "refused"
    MOVED = "moved"  # no longer lives there
    WRONG = "wrong"  # the address was wrong: no household


class Activity(SQLModel):
    """The record beside an activity's report."""

    serial: int  # of its report: A-10427-3
    kind: ActivityKind = ActivityKind.OTHER
    stage: Stage = Stage.DRAFT
    person_id: int  # who told of it
    station: str
    place: str | None = None
    held_on: date
    held_until: date | None = None  # of what covers several days
    period: str = ""  # `2026-W10`, `2026-03`: a report of a whole period; the newest replaces the one before
    topic: str = ""  # 主题, as it was written
    minutes: int | None = None  # how long it took
    volunteers: int | None = None
    organisation_id: int | None = None
    project_id: int | None = None
    case_id: int | None = None  # 个案服务: of which case
    imported: bool = False  # 补录: a past record from a file
    sampled: bool = False  # drawn for a look: time does not accept it
    unusual: str = ""  # the unit whose number is outside what is normal, until somebody said that it is right
    problem: Problem | None = None
    note: str = ""  # what was said when it was returned or made void
    confirmed_at: datetime | None = None  # the numbers, by whoever told of it
    decided_at: datetime | None = None  # accepted, returned or made void
    decided_by: int | None = None  # None of what was accepted: by time
    counted_on: date | None = None  # the day in the figures; later than held_on where that period was closed
    next_due: datetime | None = None  # when time does something with it; a cache
    version: int = 0


Counts = Mapping[Unit, float]


class Outing(SQLModel):
    """开始走访: somebody goes from door to door, and each message is a household, until 结束."""

    id: int = 0
    person_id: int
    place: str  # the building
    began_at: datetime
    touched_at: datetime
    ended_at: datetime | None = None
    offered_at: datetime | None = None  # when closing it was offered
    serial: int | None = None  # the activity that came of it
    given_up: bool = False


class HouseholdLine(SQLModel):
    """One door of an outing, or of an activity that names its households."""

    id: int = 0
    outing_id: int | None = None
    serial: int | None = None  # the activity, once there is one
    at: datetime  # the message's own time
    message_id: int | None = None
    place: str
    door: str = ""  # P2
    met: Met = Met.MET
    person_times: int | None = None
    note: str = ""  # P2 or higher
    need_serial: int | None = None  # the report that came of it


class Attendance(SQLModel):
    """Somebody at an event or a training: signed in, or put on the list by the organiser."""

    id: int = 0
    serial: int  # the activity
    person_id: int | None = None
    name: str = ""  # of somebody without the chat
    signed_at: datetime
    minutes: int | None = None  # 志愿服务: how long, as the organiser says
    confirmed_at: datetime | None = None
    confirmed_by: int | None = None


class SignIn(SQLModel):
    """签到: the list of one activity, and the code by which people put themselves on it."""

    code: str
    serial: int
    made_by: int
    made_at: datetime
    closed_at: datetime | None = None
