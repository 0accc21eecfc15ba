"""A district's rules: reasons, limits, how long what is kept, what is looked at again. Data, never constants.

A district changes them with a file of its own (`fieldbot rules apply FILE`); each set has a version, and a
report keeps the version that decided it. Version 0 is what the programme ships. Sources: RULES 3.2 to 3.6.
"""

from datetime import time
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator

from fieldwork.activities import ActivityKind
from fieldwork.activity_numbers import ActivityRules
from fieldwork.care import Risk
from fieldwork.clocks import CalendarRules, Clock
from fieldwork.digests import Span
from fieldwork.people import RoleKind
from fieldwork.periods import PeriodRules
from fieldwork.reports import PrivacyClass, Urgency
from fieldwork.reviewing import ReviewRules

FEW = 5  # likeliest reasons as buttons; the sixth is 其他…
Level = Literal["T0", "T1", "T2", "T3", "Q"]


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(_Written):
    """A reason that is tapped."""

    code: str = Field(pattern=r"^[a-z_]+$", max_length=20)
    name: str = Field(min_length=1, max_length=40)  # 简体
    english: str = Field(min_length=1, max_length=60)
    where: str = Field(default="", max_length=120)  # 不予受理: where to go instead, and its telephone
    where_english: str = Field(default="", max_length=120)


class Body(_Written):
    """An outside body to which a report can be referred (转介)."""

    code: str = Field(pattern=r"^[a-z_]+$", max_length=20)
    name: str = Field(min_length=1, max_length=40)
    english: str = Field(min_length=1, max_length=60)
    telephone: str = Field(default="", max_length=30)
    days: PositiveInt = 5  # until we ask there how it stands


class Reasons(_Written):
    """Why something is returned, declined, held, parked, or left out of the rates."""

    returned: tuple[Reason, ...] = Field(min_length=1)
    declined: tuple[Reason, ...] = Field(min_length=1)
    held: tuple[Reason, ...] = Field(min_length=1)
    parked: tuple[Reason, ...] = Field(min_length=1)
    excluded: tuple[Reason, ...] = Field(min_length=1)


class Limits(_Written):
    """Numbers that decide. Hours and days are wall time, where nothing else is said."""

    needs_info_days: PositiveInt = 5  # 待补充; then on with what there is (S7)
    return_hours: dict[Level, int]  # the window for 转给 and 退单, from the dispatch; 0: none
    returns: PositiveInt = 2  # in a report's life
    hops: PositiveInt = 2  # from station to station; then 首接负责
    hold_days: PositiveInt = 30  # the longest hold
    extension_days: PositiveInt = 10  # the longest extension
    park_days: PositiveInt = 90  # 挂账 is looked at again by then
    reopen_days: PositiveInt = 30
    ask_again_days: PositiveInt = 2  # working days after which the reporter is asked once more
    ring_days: PositiveInt = 1  # and so many later somebody rings them: 待电话回访
    callback_days: PositiveInt = 7  # then it is closed as 未参评
    verify_days: PositiveInt = 1  # working days for 核查
    least_minutes: PositiveInt = 60  # what is left at least of a limit when a pause ends
    claim_undo_minutes: PositiveInt = 10
    claim_silent_hours: PositiveInt = 24
    partner_silent_hours: PositiveInt = 24  # then the station hears that the partner said nothing
    council_days: PositiveInt = 14  # what is open for longer is offered for an agenda (上会)
    open_hours: int = Field(default=24, ge=1, le=47)  # an opened P3 card; Telegram deletes for 48


class SameMatter(_Written):
    """When two reports may be one matter, and when several are a pattern (未诉先办)."""

    days: PositiveInt = 14  # how old the open one may be
    recurrence_days: PositiveInt = 90  # 这里办结过同类
    building: PositiveInt = 3  # of a kind in a building …
    building_days: PositiveInt = 7  # … in so many days
    community: PositiveInt = 8  # of a kind in a community in the same days …
    usual_times: float = Field(default=2.0, gt=1)  # … and so many times its usual
    hold_seconds: int = Field(default=90, ge=0, le=600)  # the station's card waits so long for the answer
    not_alike: tuple[str, ...] = ()  # categories that are each household's own: never offered


class Visits(_Written):
    """探访关爱: how often who is visited, and how many a day (RULES 3.6)."""

    high: PositiveInt = 7  # days from a visit to the next at high risk
    key: PositiveInt = 30
    general: PositiveInt = 90
    a_day: PositiveInt = 8  # households on a list of today; the others wait for the next
    at: time = time(8, 30)  # when the list of today comes
    rates_at: time = time(9)  # when the month's rate comes, on the first working day
    missed_hours: PositiveInt = 24  # twice nobody opened within these, at high risk: a report of its own
    change_hours: PositiveInt = 24  # 情况有变: a visit within these

    @property
    def days(self) -> dict[Risk, int]:
        """Days from a visit to the next, by risk."""
        return {Risk.HIGH: self.high, Risk.KEY: self.key, Risk.GENERAL: self.general}


class Rhythms(_Written):
    """What comes to people in a rhythm where they have said nothing else (我的提醒)."""

    monthly_at: time = time(9, 30)  # 楼里有什么事吗? to building heads, on the first working day of the month
    heard_days: PositiveInt = 14  # not to whom something was heard from in these days
    silences: PositiveInt = (
        2  # after so many without an answer nobody is asked, and the station's head sees it
    )
    tomorrow_at: time = time(18)  # what a volunteer has promised for tomorrow


class Digests(_Written):
    """简报: to whom they come by themselves, and what they say of silence."""

    at: time = time(8, 30)  # on the first working day after a period, where somebody chose no other time
    silent_days: PositiveInt = 60  # a building head who was not heard from for so long is silent
    day: tuple[RoleKind, ...] = (RoleKind.SOCIAL_WORKER, RoleKind.STATION_HEAD)
    week: tuple[RoleKind, ...] = (RoleKind.STATION_HEAD, RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR)
    month: tuple[RoleKind, ...] = (RoleKind.BUILDING_HEAD, RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR)
    year: tuple[RoleKind, ...] = (RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR)

    def of(self, span: Span) -> tuple[RoleKind, ...]:
        """Whose digest of a length comes by itself."""
        whose: tuple[RoleKind, ...] = getattr(self, span.value)
        return whose


class FigureRules(_Written):
    """What figures hide, and from when on something is old."""

    least: PositiveInt = 3  # counts of people under it are hidden in whatever leaves a station; 1: none
    few: PositiveInt = 5  # a rate of fewer says so: it is a hint at most
    old_days: PositiveInt = 30  # 积案: open for longer at a period's end


class Target(_Written):
    """What each full-time worker is to reach in a period, counted by distinct communities."""

    name: str = Field(min_length=1, max_length=40)  # 简体
    english: str = Field(min_length=1, max_length=60)
    counted: tuple[ActivityKind, ...] = (ActivityKind.HOME_VISIT, ActivityKind.CASE_SESSION)
    of_a_case: bool = True  # only what belongs to a case; a session of casework always does
    goal: PositiveInt
    span: Span = Span.YEAR


class Retention(_Written):
    """How many days after its end a report keeps its words, by class; 0: for ever."""

    P0: int = 0
    P1: int = 1825
    P2: int = 1095
    P3: int = 1095
    P4: int = 1095

    def of(self, grade: PrivacyClass) -> int:
        days: int = getattr(self, grade.value)
        return days


class Lane(_Written):
    """强制报告 (RULES 3.4). Off until a lawyer has confirmed its text."""

    on: bool = False
    note: str = ""
    categories: tuple[str, ...] = ()
    told: tuple[Reason, ...] = ()  # 公安, 民政, 教育: who has to be told


class Rules(_Written):
    """All of it, as one file."""

    reasons: Reasons
    limits: Limits
    same: SameMatter = SameMatter()
    visits: Visits = Visits()
    rhythms: Rhythms = Rhythms()
    periods: PeriodRules = PeriodRules()
    figures: FigureRules = FigureRules()
    targets: tuple[Target, ...] = ()
    digests: Digests = Digests()
    activities: ActivityRules = ActivityRules()
    retention: Retention = Retention()
    review: ReviewRules = ReviewRules()
    bodies: tuple[Body, ...] = Field(min_length=1)
    verify: tuple[
        str, ...
    ] = ()  # 核查: categories in which another person looks before the reporter is asked
    lane: Lane = Lane()
    calendar: CalendarRules = CalendarRules()
    clocks: tuple[Clock, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _every_kind_has_a_clock(self) -> "Rules":
        general = [each for each in self.clocks if each.station is None and each.category is None]
        missing = [
            level for level in Urgency if not any(c.urgency is level and not c.rework for c in general)
        ]
        if missing:
            raise ValueError(f"clocks: there is none for {missing[0]}")
        if not any(each.rework for each in general):
            raise ValueError("clocks: there is none for what is done again (rework = true)")
        return self

    @model_validator(mode="after")
    def _codes_differ(self) -> "Rules":
        lists = {**dict(self.reasons), "bodies": self.bodies, "lane.told": self.lane.told}
        for name, entries in lists.items():
            codes = [entry.code for entry in entries]
            twice = sorted({code for code in codes if codes.count(code) > 1})
            if twice:
                raise ValueError(f"{name}: the code {twice[0]} stands there twice")
        return self

    def verified(self, category: str | None) -> bool:
        """Whether another person looks before the reporter is asked (核查)."""
        return category is not None and any(
            category == one or category.startswith(one + ".") for one in self.verify
        )
