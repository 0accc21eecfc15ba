"""The life of a report: the only place to ask "may this person do this now, and what becomes of it" (RULES 3.2).

Three things are kept apart: the state moves by the steps below; the assignment (station, person, helpers) and
the flags change beside it, by acts that leave the state where it is. Each step implies the earlier ones
(RULES, Settled): 联系了 on an unsigned card signs it first. What stands in the way is a `Hindrance`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import NamedTuple

from fieldwork.reports import ENDED, PrivacyClass, Report, State


class By(StrEnum):
    """As what somebody acts on a report. One person may be several."""

    REPORTER = "reporter"  # who sent it
    STATION = "station"  # on the staff of its station, or of one above
    HANDLER = "handler"  # who signed, their stand-in, or a head; before anybody signed, the whole station
    HEAD = "head"  # heads its station, or one above
    ABOVE = (
        "above"  # one level up: decides about returns, approves; at a station without one, a second person
    )
    ASKED = "asked"  # of the station that was asked to take it over
    CLOCK = "clock"  # the bot itself: a rule, or a day that has come


class Stay(Enum):
    """Where a step leads that does not lead to a state of its own."""

    HERE = "here"  # the state stays
    BEFORE = "before"  # back to where it was before: `Report.before`


class Hindrance(StrEnum):
    """Why not. The sentence for the person is in fieldwork/letters/hindrances.py."""

    STATE = "state"  # not in this state
    NOT_THEIRS = "not_theirs"  # somebody else's to do
    ANOTHER = "another"  # this time another person's (重办, 核查)
    NOT_REFUSED = "not_refused"  # 退单 only after another station refused
    TWICE = "twice"  # returned twice already
    MUST_KEEP = "must_keep"  # 首接负责
    HOPS = "hops"  # it has gone from station to station as often as it may
    HOPS_LEFT = "hops_left"  # it may still go to another station: no need to give it back
    TOO_LATE = "too_late"  # the window is over
    HELP_FIRST = "help_first"  # T0: help first, return later
    SECOND = "second"  # a second person has to agree
    SAME_PERSON = "same_person"  # who asked cannot agree to it
    LOWEST = "lowest"  # its privacy class is the lowest there is for reports
    HIGHEST = "highest"  # and the highest
    SEEN_BY_ALL = "seen_by_all"  # the whole station sees it: nobody has to be named
    NAMED = "named"  # sensitive: for who is named to it
    NO_PLAN = (
        "no_plan"  # no plan is waited for: of this level, after one was agreed on, or with a day set by hand
    )
    NO_VISIT = "no_visit"  # it did not come of a visit at which nobody opened
    LANE_OFF = "lane_off"  # the district has not switched the mandatory lane on
    PERSONAL = "personal"  # somebody's own matter: not for an agenda
    LANE = "lane"  # the mandatory lane: not the station's to return, merge, park or close


@dataclass(frozen=True)
class Case:
    """What there is to know, beside the report itself, about somebody who wants to do something now."""

    acting: frozenset[By]
    now: datetime
    person_id: int | None = None
    others: bool = False  # another person can be reached for what must be another's
    refused: bool = False  # the last hand-over that was offered, in time, was refused
    in_window: bool = True  # the return window is open
    asked_by: int | None = None  # who asked for what is to be approved
    agreed: bool = False  # a second person has agreed
    named: bool = True  # may see what the report says (fieldwork.seeing)
    plans: bool = False  # a plan is waited for
    lane: bool = False  # the mandatory lane is switched on
    district: bool = False  # speaks for the district
    reopen_days: int = 30
    returns: int = 2
    hops: int = 2


Check = Callable[[Report, Case], bool]
_ANOTHERS = (State.REWORK, State.DONE, State.CALLBACK)  # another person than before does what comes next


class Step(NamedTuple):
    """A step's name, the states it leaves from, where it leads, who may take it, what it implies, what hinders it."""

    name: str
    leaves: frozenset[State]
    leads_to: State | Stay
    by: frozenset[By]
    implies: str | None = None
    unless: tuple[Hindrance, ...] = ()

    def end(self, report: Report) -> State:
        """The state a report is in after this step."""
        if self.leads_to is Stay.HERE:
            return report.state
        if self.leads_to is Stay.BEFORE:
            return report.before or State.DISPATCHED
        assert isinstance(self.leads_to, State)
        return self.leads_to


_CHECKS: Mapping[Hindrance, Check] = {
    Hindrance.ANOTHER: lambda report, case: (
        case.others and case.person_id is not None and report.state in _ANOTHERS
        and case.person_id == (report.handler_id or report.but_id)
    ),
    Hindrance.NOT_REFUSED: lambda _report, case: not case.refused,
    Hindrance.TWICE: lambda report, case: report.returns >= case.returns,
    Hindrance.MUST_KEEP: lambda report, _case: report.must_keep,
    Hindrance.HOPS: lambda report, case: report.hops >= case.hops,
    Hindrance.HOPS_LEFT: lambda report, case: report.hops < case.hops,
    Hindrance.TOO_LATE: lambda report, case: not (
        within_days(report, case) if report.state is State.CLOSED else case.in_window
    ),
    Hindrance.HELP_FIRST: lambda report, _case: report.urgency == "T0",
    Hindrance.SECOND: lambda report, case: needs_two(report) and not case.agreed,
    Hindrance.SAME_PERSON: lambda _report, case: (
        case.others and case.asked_by is not None and case.asked_by == case.person_id
    ),
    Hindrance.LOWEST: lambda report, _case: report.privacy in (PrivacyClass.P0, PrivacyClass.P1),
    Hindrance.HIGHEST: lambda report, _case: report.privacy is PrivacyClass.P4,
    Hindrance.SEEN_BY_ALL: lambda report, _case: report.privacy not in (PrivacyClass.P3, PrivacyClass.P4),
    Hindrance.PERSONAL: lambda report, _case: report.privacy not in (PrivacyClass.P0, PrivacyClass.P1),
    Hindrance.NO_PLAN: lambda _report, case: not case.plans,
    Hindrance.NO_VISIT: lambda report, _case: report.plan_id is None,
    Hindrance.LANE_OFF: lambda _report, case: not case.lane,
    Hindrance.LANE: lambda report, case: case.lane and report.mandatory and not case.district,
}  # fmt: skip


def within_days(report: Report, case: Case) -> bool:
    """Whether a closed report may still be opened again."""
    return report.closed_at is not None and case.now - report.closed_at <= timedelta(days=case.reopen_days)


def needs_two(report: Report) -> bool:
    """Whether one person alone may not turn it down: somebody vulnerable is concerned (RULES 3.2)."""
    return report.privacy in (PrivacyClass.P3, PrivacyClass.P4) or report.mandatory


def is_restricted(report: Report) -> bool:
    """Whether one person alone may not close it (RULES 3.2)."""
    return report.privacy is PrivacyClass.P4 or report.mandatory


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


def _by(*people: By) -> frozenset[By]:
    return frozenset(people)


S, H = State, Hindrance
UNSIGNED = _states(S.DISPATCHED, S.REWORK)
WAITING = _states(S.ON_HOLD, S.REFERRED, S.PARKED)  # signed for, and waiting for a day or somebody else
AT_WORK = _states(S.SIGNED, S.IN_PROGRESS) | WAITING
_PLANNED_IN = _states(S.SIGNED, S.IN_PROGRESS, S.REFERRED)  # in hand: its plan can be made and agreed on
_NEW = _states(S.SUBMITTED) | UNSIGNED
_BEFORE_DONE = _NEW | AT_WORK | _states(S.NEEDS_INFO, S.RETURN_PENDING)
UNNAMED = frozenset(
    {"sign", "raise", "raise_class", "must_report"}
)  # what who may not read it may still do with it
_NOT_STAFF = frozenset({By.REPORTER, By.ASKED, By.CLOCK})
_NEEDS = frozenset(S) - ENDED - _states(S.NOTED, S.MERGED)
_REPORTER, _STATION, _HANDLER = _by(By.REPORTER), _by(By.STATION), _by(By.HANDLER)
_ABOVE, _CLOCK = _by(By.ABOVE), _by(By.CLOCK)

STEPS = {
    step.name: step
    for step in (
        # to a station, and from one to another
        Step("dispatch", _states(S.SUBMITTED, S.DISPATCHED), S.DISPATCHED, _CLOCK),
        Step("ask", _states(S.DISPATCHED, S.SIGNED, S.IN_PROGRESS), S.NEEDS_INFO, _STATION),
        Step("answer", _states(S.NEEDS_INFO), Stay.BEFORE, _REPORTER | _STATION | _CLOCK),
        Step("decline", _states(S.DISPATCHED, S.NEEDS_INFO, S.SIGNED), S.NOT_ACCEPTED, _STATION,
             unless=(H.LANE, H.SECOND, H.SAME_PERSON)),
        Step("merge", _NEW | _states(S.NEEDS_INFO, S.SIGNED, S.IN_PROGRESS), S.MERGED, _STATION | _REPORTER,
             unless=(H.LANE,)),
        Step("part", _states(S.MERGED), S.DISPATCHED, _STATION | _REPORTER),
        Step("succeed", _states(S.MERGED), Stay.BEFORE, _CLOCK),  # its lead was taken back: it goes on there
        Step("decline_too", _states(S.MERGED), S.NOT_ACCEPTED, _CLOCK),  # as its lead was
        Step("transfer", UNSIGNED | _states(S.SIGNED, S.IN_PROGRESS), S.SIGNED, _by(By.ASKED),
             unless=(H.LANE, H.MUST_KEEP, H.HOPS)),
        Step("give_back", UNSIGNED | _states(S.SIGNED, S.IN_PROGRESS), S.DISPATCHED, _HANDLER,
             unless=(H.LANE, H.MUST_KEEP, H.HELP_FIRST, H.HOPS_LEFT)),  # to who received it first
        Step("return", _states(S.DISPATCHED, S.SIGNED), S.RETURN_PENDING, _STATION,
             unless=(H.LANE, H.MUST_KEEP, H.TWICE, H.HELP_FIRST, H.NOT_REFUSED, H.TOO_LATE)),
        Step("send_on", _states(S.RETURN_PENDING), S.DISPATCHED, _ABOVE, unless=(H.HOPS,)),
        Step("uphold", _states(S.RETURN_PENDING), S.SIGNED, _ABOVE),
        Step("back_up", _states(S.RETURN_PENDING), S.DISPATCHED, _ABOVE),  # 兜底: the one above takes it
        # in somebody's hands
        Step("sign", UNSIGNED, S.SIGNED, _STATION, unless=(H.ANOTHER,)),
        Step("contact", _states(S.SIGNED) | UNSIGNED, S.IN_PROGRESS, _HANDLER, implies="sign",
             unless=(H.ANOTHER,)),
        Step("hold", _states(S.IN_PROGRESS), S.ON_HOLD, _ABOVE, unless=(H.SAME_PERSON,)),
        Step("resume", _states(S.ON_HOLD), S.IN_PROGRESS, _HANDLER | _ABOVE | _CLOCK),
        Step("extend", _states(S.SIGNED, S.IN_PROGRESS, S.REFERRED), Stay.HERE, _ABOVE, unless=(H.SAME_PERSON,)),
        Step("plan_approved", _PLANNED_IN, Stay.HERE, _by(By.HEAD, By.ABOVE), unless=(H.NO_PLAN, H.SAME_PERSON)),
        Step("supervise", UNSIGNED | _states(S.SIGNED, S.IN_PROGRESS, S.REFERRED), Stay.HERE, _ABOVE),  # 督办
        Step("why_late", UNSIGNED | AT_WORK, Stay.HERE, _HANDLER),  # for the weekly list of what is late
        Step("refer", _states(S.IN_PROGRESS), S.REFERRED, _HANDLER),
        Step("recheck", _states(S.REFERRED), Stay.HERE, _HANDLER),  # they have not answered: another day
        Step("heard_back", _states(S.REFERRED), S.IN_PROGRESS, _HANDLER),
        Step("park", _states(S.IN_PROGRESS, S.ON_HOLD), S.PARKED, _ABOVE, unless=(H.LANE, H.SAME_PERSON)),
        Step("unpark", _states(S.PARKED), S.IN_PROGRESS, _HANDLER | _ABOVE | _CLOCK),
        # done, and asked whether it is
        Step("done", UNSIGNED | _states(S.SIGNED, S.IN_PROGRESS), S.DONE, _HANDLER, implies="contact",
             unless=(H.ANOTHER, H.LANE)),
        Step("reached", UNSIGNED | _states(S.SIGNED, S.IN_PROGRESS), S.CLOSED, _HANDLER | _CLOCK, implies="contact",
             unless=(H.NO_VISIT, H.ANOTHER, H.LANE)),  # 探访: nobody had opened, and now they were reached
        Step("verify", _states(S.DONE), S.CALLBACK, _STATION, unless=(H.ANOTHER,)),
        Step("not_verified", _states(S.DONE), S.REWORK, _STATION, unless=(H.ANOTHER,)),
        Step("call_back", _states(S.DONE, S.MERGED), S.CALLBACK, _CLOCK),  # of a joined one: with its lead
        Step("solved", _states(S.CALLBACK), S.CLOSED, _REPORTER),
        Step("partly", _states(S.CALLBACK), S.CLOSED, _REPORTER),
        Step("unsolved", _states(S.CALLBACK), S.REWORK, _REPORTER),
        Step("phoned", _states(S.CALLBACK), S.CLOSED, _STATION, unless=(H.ANOTHER,)),  # 电话回访: solved, or partly
        Step("phoned_unsolved", _states(S.CALLBACK), S.REWORK, _STATION, unless=(H.ANOTHER,)),
        Step("unanswered", _states(S.CALLBACK), S.CLOSED, _CLOCK | _STATION,
             unless=(H.ANOTHER,)),  # 未参评, never "satisfied"; the station: nobody answers the telephone
        Step("redo", _states(S.CALLBACK), S.REWORK, _ABOVE),  # a reviewer says so
        Step("reopen", _states(S.CLOSED), S.REWORK, _REPORTER | _STATION, unless=(H.TOO_LATE,)),
        Step("withdraw", _BEFORE_DONE | _states(S.MERGED, S.NOTED), S.WITHDRAWN, _REPORTER),
        # activities
        Step("noted", _states(S.SUBMITTED), S.NOTED, _CLOCK),
        Step("is_need", _states(S.NOTED), S.DISPATCHED, _REPORTER | _STATION),
        # acts that leave the state where it is
        Step("hand", UNSIGNED | AT_WORK, Stay.HERE, _HANDLER),
        Step("take", AT_WORK, Stay.HERE, _STATION),
        Step("raise", _NEEDS, Stay.HERE, _STATION | _REPORTER),
        Step("offer", UNSIGNED | _states(S.SIGNED, S.IN_PROGRESS), Stay.HERE, _HANDLER,
             unless=(H.LANE, H.MUST_KEEP, H.HOPS)),  # 转给 another station
        Step("offer_back", UNSIGNED | _states(S.SIGNED, S.IN_PROGRESS), Stay.HERE, _HANDLER),  # 收回
        Step("refuse", UNSIGNED | _states(S.SIGNED, S.IN_PROGRESS), Stay.HERE, _by(By.ASKED)),  # 不归我们
        Step("assist", UNSIGNED | AT_WORK, Stay.HERE, _HANDLER),  # 加派: another station or a partner helps
        Step("volunteers", UNSIGNED | AT_WORK, Stay.HERE, _HANDLER),  # 求志愿者
        Step("to_council", UNSIGNED | AT_WORK, Stay.HERE, _STATION | _REPORTER, unless=(H.LANE, H.PERSONAL)),  # 上会
        Step("ask_decline", _states(S.DISPATCHED, S.NEEDS_INFO, S.SIGNED), Stay.HERE, _STATION,
             unless=(H.LANE,)),
        Step("ask_hold", _states(S.IN_PROGRESS), Stay.HERE, _HANDLER),
        Step("ask_extend", _states(S.SIGNED, S.IN_PROGRESS, S.REFERRED), Stay.HERE, _HANDLER),
        Step("ask_plan", _PLANNED_IN, Stay.HERE, _HANDLER, unless=(H.NO_PLAN,)),
        Step("ask_park", _states(S.IN_PROGRESS, S.ON_HOLD), Stay.HERE, _HANDLER, unless=(H.LANE,)),
        Step("ask_exclude", frozenset(S) - _states(S.SUBMITTED, S.NOTED), Stay.HERE, _STATION),
        Step("exclude", frozenset(S) - _states(S.SUBMITTED, S.NOTED), Stay.HERE, _ABOVE, unless=(H.SAME_PERSON,)),
        Step("lower", frozenset(S), Stay.HERE, _by(By.HEAD), unless=(H.LOWEST,)),  # the privacy class
        Step("raise_class", frozenset(S), Stay.HERE, _STATION | _CLOCK, unless=(H.HIGHEST,)),
        Step("admit", frozenset(S) - ENDED, Stay.HERE, _by(By.HEAD), unless=(H.SEEN_BY_ALL,)),
        Step("look", frozenset(S) - ENDED, Stay.HERE, _STATION),  # opens what is restricted
        Step("must_report", _NEEDS, Stay.HERE, _STATION | _CLOCK, unless=(H.LANE_OFF,)),  # 强制报告
        Step("talk", frozenset(S) - _states(S.SUBMITTED), Stay.HERE, _STATION | _REPORTER),
        Step("history", frozenset(S), Stay.HERE, _STATION),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What somebody's wish comes to: the steps it takes, implied ones first; or what stands in the way."""

    steps: list[Step] = field(default_factory=list)
    hindrance: Hindrance | None = None

    def __bool__(self) -> bool:
        return self.hindrance is None


def judge(name: str, report: Report, case: Case) -> Verdict:
    """Whether this may be done now by this person, and what becomes of the report. KeyError for no such step."""
    steps = steps_to(name, report)
    if not steps:
        return Verdict(hindrance=Hindrance.STATE)
    wanted = STEPS[name]
    if wanted.by.isdisjoint(case.acting):
        return Verdict(hindrance=Hindrance.NOT_THEIRS)
    if not case.named and name not in UNNAMED and case.acting.isdisjoint(_NOT_STAFF):
        return Verdict(hindrance=Hindrance.NAMED)
    hindered = next((why for why in wanted.unless if _CHECKS[why](report, case)), None)
    return Verdict(hindrance=hindered) if hindered else Verdict(steps)


def steps_to(name: str, report: Report) -> list[Step]:
    """The steps that `name` takes a report through now, implied ones first; empty when its state forbids it."""
    step = STEPS[name]
    if report.state not in step.leaves:
        return []
    earlier = steps_to(step.implies, report) if step.implies else []
    return [*earlier, step]
