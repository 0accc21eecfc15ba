"""The lines that a need has in the figures, told by its history alone (RULES 3.5).

What stands is reckoned anew whenever something has happened to the report, and compared with the lines that it
has (`fieldwork.tallies.difference`): so it is entered once, however often it is looked at, and what turns out
to be otherwise (another place, an exclusion, a return that was right) is taken back. In time or not is what the
timetable acted on (`clock` events), so that figures and reminders cannot differ. Nobody's words are read.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from fieldwork.agreed_days import PLANNED
from fieldwork.imports import ROLE as PAST
from fieldwork.marks import REMIND, SILENT
from fieldwork.reports import MOVES, Event, Report, ReportKind, State
from fieldwork.routing import BACKSTOP
from fieldwork.timetable import FIRED
from fieldwork.turning_points import Turning, turnings


class Need(StrEnum):
    """What is counted of a need. Names are stored."""

    RECEIVED = "received"  # 上报
    ENDED = "ended"  # over, however; with `received` and `revived` what is open on a day
    REVIVED = "revived"  # and no longer over: opened again, or no longer merged
    DISPATCHED = "dispatched"  # 派单: it came to a station
    BACKSTOPPED = "backstopped"  # 兜底: for want of anybody else
    RELEASED = (
        "released"  # nobody need sign in time any more: withdrawn, handed over, or over before it came (补录)
    )
    SIGNED = "signed"  # 签收
    SIGNED_IN_TIME = "signed_in_time"
    SIGN_LATE = "sign_late"  # the limit for signing passed
    CONTACTED = "contacted"  # 首次联系
    CONTACTED_IN_TIME = "contacted_in_time"
    CONTACT_LATE = "contact_late"
    FIRST_RESPONSE = "first_response"  # hours of working time until the reporter was first contacted
    DONE = "done"  # 办结
    DONE_IN_TIME = "done_in_time"  # without more time
    DONE_EXTENDED = "done_extended"  # in time, since more time was granted before the limit
    OVERDUE = "overdue"  # 逾期: the limit for the work passed
    RISEN_2 = "risen_2"  # level 2: 督办 is due
    RISEN_3 = "risen_3"  # level 3: 通报
    SUPERVISED = "supervised"  # 督办: somebody above sees to it
    EXTENDED = "extended"  # 延期
    PARKED = "parked"  # 挂账
    RETURNED = "returned"  # 退单
    RETURN_UPHELD = "return_upheld"  # 退单成立: not theirs, said the one above (`uphold` is the opposite)
    MOVED = "moved"  # from one station to another
    MISROUTED = "misrouted"  # moved at least once: the first dispatch was not right
    TAKEN_UP = "taken_up"  # a station signed for it: each report once
    TAKEN_RIGHT = "taken_right"  # and it never moved: the first dispatch was right
    PLANNED = "planned"  # 方案: how something long is done was agreed on
    PLANNED_IN_TIME = "planned_in_time"
    PLAN_LATE = "plan_late"  # the limit for the plan passed
    CALLED_BACK = "called_back"  # 回访: the reporter was asked
    ANSWERED = "answered"  # and said something
    ANSWERED_CHAT = "answered_chat"
    ANSWERED_PHONE = "answered_phone"
    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"
    SATISFIED = "satisfied"
    FAIRLY = "fairly"
    UNSATISFIED = "unsatisfied"
    UNRATED = "unrated"  # 未参评: never satisfied
    CLOSED = "closed"  # 结案
    REOPENED = "reopened"  # 重办
    WITHDRAWN = "withdrawn"  # 撤销
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    MERGED = "merged"  # 并案
    EXCLUDED = "excluded"  # 剔除: out of the rates, by two people
    RECEIVED_OUT = "received_out"  # of what was received so much is out of the rates
    CLOSED_OUT = "closed_out"  # and of what was closed


KEPT_WHEN_EXCLUDED = frozenset({
    Need.RECEIVED, Need.ENDED, Need.REVIVED, Need.CLOSED, Need.WITHDRAWN, Need.NOT_ACCEPTED, Need.MERGED,
    Need.EXCLUDED,
})  # fmt: skip
"""What is left of a report that is out of the rates: that it came, and that it is over. Rates take it off again."""
_OUT = {Need.RECEIVED: Need.RECEIVED_OUT, Need.CLOSED: Need.CLOSED_OUT}

_ENDS: Mapping[State | None, Need] = {
    State.CLOSED: Need.CLOSED, State.WITHDRAWN: Need.WITHDRAWN, State.NOT_ACCEPTED: Need.NOT_ACCEPTED,
    State.MERGED: Need.MERGED,
}  # fmt: skip
_LATE = {"sign": Need.SIGN_LATE, "contact": Need.CONTACT_LATE, "plan": Need.PLAN_LATE, "done": Need.OVERDUE}
_REPORTERS = "reporter."  # legs by the reporter's clock
_RISES = {"rise2": Need.RISEN_2, "rise3": Need.RISEN_3}
_ANSWERS = {"solved": Need.SOLVED, "partly": Need.PARTLY, "unsolved": Need.UNSOLVED}
_GRADES = {"satisfied": Need.SATISFIED, "fairly": Need.FAIRLY, "unsatisfied": Need.UNSATISFIED}
_SPEAKING = frozenset({"dispatched", "handed_over", FIRED, *MOVES})  # what their reasons keep is codes
_IMPLIED_BY_TRANSFER = "implied by transfer"

Hours = Callable[[str, datetime, datetime], float]  # of working time at a station, from one moment to another


class Line(NamedTuple):
    """That something is counted: what, when, at which station, whose."""

    name: Need
    at: datetime
    station: str
    person_id: int | None
    number: float = 1


def lines_of(report: Report, events: Sequence[Event], hours: Hours) -> list[Line]:
    """All lines that a report has by what happened to it so far, in order."""
    course = _Course(report, hours)
    anew = {id(turning.event): turning for turning in turnings(events)}
    for event in events:
        course.follow(event, anew.get(id(event)))
    if any(line.name is Need.EXCLUDED for line in course.lines):
        kept = [line for line in course.lines if line.name in KEPT_WHEN_EXCLUDED]
        return [*kept, *(line._replace(name=_OUT[line.name]) for line in kept if line.name in _OUT)]
    return course.lines if course.is_past else [*course.lines, *_taken_up(course.lines)]


def _taken_up(lines: Sequence[Line]) -> list[Line]:
    """Whether the first dispatch was right is known once a station has signed; until it moves after all."""
    first = next((line for line in lines if line.name is Need.SIGNED), None)
    if first is None:
        return []
    moved = any(line.name is Need.MISROUTED for line in lines)
    names = (Need.TAKEN_UP,) if moved else (Need.TAKEN_UP, Need.TAKEN_RIGHT)
    return [first._replace(name=name) for name in names]


@dataclass
class _Course:
    """Where a report stands while its history is read."""

    report: Report
    hours: Hours
    lines: list[Line] = field(default_factory=list)
    state: State | None = None
    station: str = ""
    handler: int | None = None
    received_at: datetime | None = None
    stay: int = 0  # since which line it is at this station, or done again
    late: set[str] = field(default_factory=set)  # the limits that passed since their clock began
    extended: bool = False
    is_past: bool = False  # 补录: no clock ran for it, so it is neither in time nor late

    def follow(self, event: Event, turning: Turning | None) -> None:
        """Goes on by one event."""
        if event.step == "sign" and event.reason.startswith(_IMPLIED_BY_TRANSFER):
            self.state = event.went_to or self.state  # who took it signs with the transfer itself
            return
        before, self.state = self.state, event.went_to or self.state
        self._turn(event, turning)
        said = _said(event)
        if self.state is not before:
            self._came_into(event, before)
        self._step(event, said)

    def _count(self, event: Event, *names: Need, person: int | None = None) -> None:
        self.lines += [Line(name, event.at, self.station, person or self.handler) for name in names]

    def _has(self, *names: Need) -> bool:
        """Whether one of these was counted since it is here."""
        return any(line.name in names for line in self.lines[self.stay :])

    def _take_back(self, names: Iterable[Need]) -> None:
        """What was counted since it is here was not so."""
        gone = frozenset(names)
        self.lines[self.stay :] = [line for line in self.lines[self.stay :] if line.name not in gone]

    # -- clocks

    def _turn(self, event: Event, turning: Turning | None) -> None:
        """Where a clock begins anew, another limit counts; another level is reckoned from the beginning."""
        if turning is None:
            return
        if turning.raised and not turning.station:
            self._take_back([_LATE[leg] for leg in self.late if not self._is_behind(leg)])
        self.late, self.extended = set(), False

    def _is_behind(self, leg: str) -> bool:
        """Whether a leg is over: what was late when it was done stays so."""
        ends = {"sign": Need.SIGNED, "contact": Need.CONTACTED, "plan": Need.PLANNED, "done": Need.DONE}
        return self._has(ends[leg])

    def _passed(self, event: Event, step: str) -> None:
        name = step.partition("#")[0]
        if name.startswith(_REPORTERS) and self._waits_where_it_came():
            name = name.removeprefix(_REPORTERS)
        leg, _, mark = name.removeprefix(SILENT).partition(".")
        if mark == REMIND or leg not in _LATE:
            return
        if leg not in self.late:
            self.late.add(leg)
            self._count(event, _LATE[leg])
        if mark in _RISES and not self._has(_RISES[mark]):
            self._count(event, _RISES[mark])

    def _waits_where_it_came(self) -> bool:
        """Nobody has signed: of contact and work only the reporter's clock tells, which began with the station's."""
        return self.state is State.DISPATCHED and not self._has_moved()

    def _has_moved(self) -> bool:
        return any(line.name is Need.MOVED for line in self.lines)

    # -- where it goes

    def _came_into(self, event: Event, before: State | None) -> None:
        now = self.state
        if self.received_at and now in _ENDS:
            if before not in _ENDS:
                self._leave_unsigned(event)
                self._count(event, Need.ENDED)
            self._count(event, _ENDS[now])
        elif self.received_at and before in _ENDS:
            self._count(event, Need.REVIVED)
        if now is State.REWORK:
            self.stay = len(self.lines)
            self._count(event, Need.REOPENED)
        if now is State.CALLBACK:
            self._count(event, Need.CALLED_BACK)

    def _arrive(self, event: Event, station: str) -> None:
        self.station, self.handler, self.stay = station, None, len(self.lines)
        if self.received_at is None:
            self.received_at = event.at
            self._count(event, Need.RECEIVED, person=self.report.reporter_id)
        self._count(event, Need.DISPATCHED)
        if event.role == PAST:
            self.is_past, self.late = True, set(_LATE)
            self._count(event, Need.RELEASED)

    def _leave_unsigned(self, event: Event) -> None:
        """Nobody at this station has to sign any more; who was late stays so."""
        if self.received_at and "sign" not in self.late and not self._has(Need.SIGNED):
            self._count(event, Need.RELEASED)

    def _sent_elsewhere(self, event: Event, to: str) -> None:
        first = not self._has_moved()
        if event.step in ("send_on", "back_up"):
            self._take_back([Need.SIGNED, Need.SIGNED_IN_TIME, Need.SIGN_LATE])
            self._count(event, Need.RETURN_UPHELD)
        else:
            self._leave_unsigned(event)
        self._count(event, Need.MOVED, *([Need.MISROUTED] if first else []))
        self._arrive(event, to)

    # -- what is done there

    def _step(self, event: Event, said: dict[str, Any]) -> None:
        match event.step:
            case "dispatched":
                self._dispatched(event, said)
            case "is_need" | "part":
                self._arrive(event, self.station)
            case step if step in MOVES:
                self._sent_elsewhere(event, str(said.get("to") or self.station))
                if self.state is State.SIGNED:
                    self._signed(event)
            case "sign":
                self._signed(event)
            case "uphold" if not self._has(Need.SIGNED):
                self._signed(event)
            case "handed_over":
                self.handler = said.get("to", self.handler)
            case "contact":
                self._contacted(event)
            case "done" | "reached":
                self._done(event)
            case step if step == FIRED:
                self._passed(event, str(said.get("step", "")))
            case _:
                self._told(event, said)

    def _dispatched(self, event: Event, said: dict[str, Any]) -> None:
        first = said.get("first") or {}
        station = str(first.get("station") or self.station or self.report.station)
        if event.went_to is State.NOTED:
            self.station = station
            return
        if station != self.station or self.received_at is None:
            if self.received_at:
                self._leave_unsigned(event)
            self._arrive(event, station)
            if first.get("rule") == BACKSTOP:
                self._count(event, Need.BACKSTOPPED)

    def _signed(self, event: Event) -> None:
        self.handler = event.actor_id or self.handler
        self._count(event, Need.SIGNED, *([] if "sign" in self.late else [Need.SIGNED_IN_TIME]))

    def _contacted(self, event: Event) -> None:
        if not any(line.name is Need.CONTACTED for line in self.lines) and self.received_at:
            hours = self.hours(self.station, self.received_at, event.at)
            self.lines.append(Line(Need.FIRST_RESPONSE, event.at, self.station, self.handler, hours))
        self._count(event, Need.CONTACTED, *([] if "contact" in self.late else [Need.CONTACTED_IN_TIME]))

    def _done(self, event: Event) -> None:
        self.handler = event.actor_id or self.handler
        in_time = Need.DONE_EXTENDED if self.extended else Need.DONE_IN_TIME
        self._count(event, Need.DONE, *([] if "done" in self.late else [in_time]))

    def _told(self, event: Event, said: dict[str, Any]) -> None:
        simple = {"return": Need.RETURNED, "park": Need.PARKED, "supervise": Need.SUPERVISED,
                  "unanswered": Need.UNRATED, "exclude": Need.EXCLUDED}  # fmt: skip
        if event.step in simple:
            self._count(event, simple[event.step])
        elif event.step == PLANNED:
            self._count(event, Need.PLANNED, *([] if "plan" in self.late else [Need.PLANNED_IN_TIME]))
        elif event.step == "extend":
            self.extended = "done" not in self.late
            self._count(event, Need.EXTENDED)
        elif event.step in _ANSWERS:
            self._count(event, Need.ANSWERED, Need.ANSWERED_CHAT, _ANSWERS[event.step])
        elif event.step in ("phoned", "phoned_unsolved"):
            answer = _ANSWERS.get(event.reason) if event.step == "phoned" else Need.UNSOLVED
            self._count(event, Need.ANSWERED, Need.ANSWERED_PHONE, *([answer] if answer else []))
        elif event.step == "graded" and event.reason in _GRADES:
            self._count(event, _GRADES[event.reason])


def _said(event: Event) -> dict[str, Any]:
    """What a step keeps as codes; nothing where it keeps words."""
    speaks = event.step in _SPEAKING and event.reason.startswith("{")
    return dict(json.loads(event.reason)) if speaks else {}


def has_lines(report: Report) -> bool:
    """Whether a report is counted as a need at all."""
    return report.kind is ReportKind.NEED
