"""What time brings to a report, and when: reckoned from its events, never kept (RULES 3.3 and 3.4).

A *leg* is a stretch of a report's life that has a limit: until somebody signs, until the first contact, until
it is done, until a return is decided. On each leg stand *marks*: the reminder before the limit, the limit
itself, what rises after it. Beside the legs stand days that somebody has named: when what is held goes on,
when a parked matter is looked at again, when the reporter is asked once more.

The station's clock begins anew when the report comes to another station; the reporter's never does (RULES
3.3 c). Time stands still while the reporter is asked something and while a hold was approved, and in no other
state; what was left before the pause is left after it, an hour at least.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from fieldwork import quiet
from fieldwork.calendars import Calendar, Length, Runs, read_length, read_period
from fieldwork.clocks import Clock, clock_of
from fieldwork.reports import Event, Report, ReportKind, State, Urgency
from fieldwork.rules import Rules
from fieldwork.turning_points import Turning, turnings

FIRED = "clock"  # the event that says that a mark was reached and acted on
STOPS = {
    State.NEEDS_INFO: "needs_info_days",
    State.ON_HOLD: "hold_days",
}  # while time stands still, and its cap
HANDED_ON = "agreed_too"  # what had been agreed on goes on with the report that takes the lead …
_TOLD = "told"  # … and its reporter counts with that day
PLANNED = "plan_approved"  # 方案: how the work is done was agreed on, and its limit counts from there
AGAIN = frozenset(
    {"extend", "supervise", "unpark", "council_set", PLANNED, HANDED_ON}
)  # its limit was set anew
_UNPARKED = frozenset({"unpark"})
UNSIGNED = (State.DISPATCHED, State.REWORK)
REMIND, LATE, RISES = "remind", "late", ("rise2", "rise3", "list")
CALL = "call"
Span = tuple[datetime, datetime]  # when a leg began, and when it would end if time never stood still
LEVELS = {LATE: 1, "rise2": 2, "rise3": 3, "list": 3}


class Due(NamedTuple):
    """One thing that time brings: a mark of a leg, or a day that was named."""

    leg: str  # sign, contact, plan, done, decide, verify; reporter.contact, reporter.done; day
    mark: str  # remind, late, rise2, rise3, list, call3; of `day`: resume, review, recheck, answer, again, ring …
    round: int  # how often the leg began before: a mark is acted on once in each
    at: datetime
    level: int = 0  # the overdue level that it brings

    @property
    def name(self) -> str:
        """What it is told as: `sign.late`."""
        return f"{self.leg}.{self.mark}"

    @property
    def step(self) -> str:
        """What is acted on once: `sign.late#2`."""
        return f"{self.name}#{self.round}"


@dataclass(frozen=True)
class Sheet:
    """What the timetable of one report is reckoned from."""

    report: Report
    events: Sequence[Event]
    rules: Rules
    calendar: Calendar
    clock: Clock = field(init=False)
    turnings: Sequence[Turning] = field(init=False)  # where clocks began anew

    def __post_init__(self) -> None:
        object.__setattr__(self, "turnings", turnings(self.events))
        object.__setattr__(self, "clock", clock_of(self.rules.clocks, self.report, self.was_reworked))

    @cached_property
    def table(self) -> list[Due]:
        """Everything that time brings to it, past and to come, in the order it comes."""
        if self.report.kind is ReportKind.ACTIVITY or self.report.state not in _LEGS:
            return []
        found = [due for make in _LEGS[self.report.state] for due in make(self)]
        return sorted(found, key=lambda due: due.at)

    # -- where it stands

    @property
    def came_at(self) -> datetime:
        """When it was sent in: what the reporter's clock counts from."""
        return min(self.report.sent_at, self.report.kept_at)

    @property
    def was_reworked(self) -> bool:
        """Whether it is being done again: it is, until it is over."""
        return any(turning.again for turning in self.turnings)

    def last(self, fits: Callable[[Event], bool]) -> datetime | None:
        """When something happened last."""
        return next((event.at for event in reversed(self.events) if fits(event)), None)

    @property
    def turned_at(self) -> datetime:
        """When it came to its station, or was opened again: what the station's clock counts from."""
        return self.began(lambda turning: turning.station) or self.report.kept_at

    def began(self, fits: Callable[[Turning], bool]) -> datetime | None:
        """When a clock began anew last."""
        return next((turning.event.at for turning in reversed(self.turnings) if fits(turning)), None)

    def entered_at(self, state: State) -> datetime:
        """When it came into the state that it is in."""
        entered = self.last(lambda e: e.went_to is state and e.came_from is not state)
        return entered or self.report.kept_at

    def times(self, steps: frozenset[str] = frozenset()) -> int:
        """How often a leg began before now: each mark is acted on once in each."""
        return len(self.turnings) + sum(event.step in steps for event in self.events)


# -- the timetable ----------------------------------------------------------------------------------


def coming(sheet: Sheet) -> list[Due]:
    """What of the timetable was not acted on yet, in the order it comes."""
    done, table = fired(sheet.events), sheet.table
    passed = {(due.leg, due.round): due.at for due in table if due.leg != "day" and due.step in done}
    return [due for due in table if due.step not in done and not _is_passed_over(due, passed)]


def to_act_on(sheet: Sheet, now: datetime) -> list[Due]:
    """What is due now: of each leg the last mark alone, since it says more than those before it."""
    reached = {due.leg if due.leg != "day" else due.name: due for due in coming(sheet) if due.at <= now}
    return sorted(reached.values(), key=lambda due: due.at)


def next_due(sheet: Sheet) -> datetime | None:
    """When time brings something next; None where nothing is waited for."""
    return min((due.at for due in coming(sheet)), default=None)


def next_look(sheet: Sheet, now: datetime) -> datetime | None:
    """When to look again: when time brings something, or a level that is to rise once more.

    A limit that was acted on and then moved, by a closure that was said later, is over a second time; nobody is
    told twice.
    """
    rising = (due.at for due in sheet.table if due.level and due.at > now)
    come = next_due(sheet)
    return min((*rising, *((come,) if come else ())), default=None)


def level(sheet: Sheet, now: datetime) -> int:
    """The overdue level, 0 to 3; what is done again begins at 1 (RULES 3.3). It stands still when time does."""
    if sheet.report.state in STOPS:
        return sheet.report.level
    base = 1 if sheet.was_reworked else 0
    own = (due.level for due in sheet.table if due.at <= now and not due.leg.startswith("reporter"))
    return max(base, *own, 0)


def limits(sheet: Sheet) -> dict[str, datetime]:
    """When each leg that runs now ends: `sign`, `contact`, `done`; `reporter.done` as the reporter counts."""
    return {due.leg: due.at for due in sheet.table if due.mark == LATE}


def fired(events: Sequence[Event]) -> frozenset[str]:
    """The steps that were acted on, as the history has them."""
    return frozenset(str(json.loads(event.reason)["step"]) for event in events if event.step == FIRED)


def _is_passed_over(due: Due, passed: Mapping[tuple[str, int], datetime]) -> bool:
    """Whether a later mark of the same leg was acted on."""
    latest = passed.get((due.leg, due.round))
    return latest is not None and latest >= due.at


# -- legs -------------------------------------------------------------------------------------------


def _signing(sheet: Sheet) -> Iterator[Due]:
    """Until somebody signs; T0: the next person is called, until somebody does."""
    clock, start = sheet.clock, _since_raised(sheet)
    if clock.calls:
        yield from _calls(sheet, start)
        return
    span = to_sign(sheet)
    if span:
        share = clock.remind_unsigned or clock.remind
        yield from _marks(sheet, "sign", *span, share, sheet.times())


def to_sign(sheet: Sheet) -> Span | None:
    """Since when, and until when somebody is to sign; T0 has calls instead."""
    length, start = sheet.clock.length("sign"), _since_raised(sheet)
    return (start, awake_end(sheet, start, length)) if length and not sheet.clock.calls else None


def _contacting(sheet: Sheet) -> Iterator[Due]:
    """Until the reporter was contacted."""
    span = to_contact(sheet)
    if span:
        yield from _marks(sheet, "contact", *span, sheet.clock.remind, sheet.times())


def to_contact(sheet: Sheet) -> Span | None:
    """Since when, and until when the reporter is to be contacted."""
    length, start = sheet.clock.length("contact"), _since_raised(sheet)
    return (start, awake_end(sheet, start, length)) if length else None


def _planning(sheet: Sheet) -> Iterator[Due]:
    """Until somebody agreed to how it is to be done; what a level waits for that has no limit of it is nothing."""
    span = to_plan(sheet)
    if span:
        yield from _marks(sheet, "plan", *span, sheet.clock.remind, sheet.times(_UNPARKED))


def to_plan(sheet: Sheet) -> Span | None:
    """Since when, and until when its plan is to be agreed on; None where none is waited for.

    A day that was set by hand (延期, 督办) stands for the plan: whoever set it knew of the work.
    """
    length = sheet.clock.length("plan")
    if length is None or planned_at(sheet) or _agreed(sheet):
        return None
    start = _since_taken_up(sheet)
    return start, sheet.calendar.after(start, length, sheet.clock.runs)


def planned_at(sheet: Sheet) -> datetime | None:
    """When its plan was agreed on; it holds wherever the report goes."""
    return sheet.last(lambda e: e.step == PLANNED)


def _doing(sheet: Sheet) -> Iterator[Due]:
    """Until it is done, by the station's clock, or by the end of the day that was agreed on."""
    span = to_do(sheet)
    if span:
        yield from _marks(sheet, "done", *span, sheet.clock.remind, sheet.times(AGAIN))


def to_do(sheet: Sheet) -> Span | None:
    """Since when, and until when it is to be done, by the station's clock or the day that was agreed on.

    None while its plan is waited for.
    """
    agreed = _agreed(sheet)
    if agreed:
        return agreed.since, agreed.end
    start, planned = _since_taken_up(sheet), planned_at(sheet)
    if sheet.clock.plan:
        if planned is None:
            return None
        start = max(start, planned)
    return start, sheet.calendar.after(start, _length(sheet, "done"), sheet.clock.runs)


def _since_taken_up(sheet: Sheet) -> datetime:
    """Since it came to its station, or was taken up again after it was parked."""
    unparked = sheet.last(lambda e: e.step == "unpark")
    start = max(unparked, sheet.turned_at) if unparked else sheet.turned_at
    return max(start, _since_raised(sheet)) if sheet.clock.calls else start


def _supervised(sheet: Sheet) -> Iterator[Due]:
    """督办 of what nobody has signed for: who sees to it hears when its day is over."""
    if _agreed(sheet):
        yield from _doing(sheet)


class Agreed(NamedTuple):
    """A day that was set by hand: 延期, 督办. What is left of it is counted from then on."""

    since: datetime
    end: datetime


def _agreed(sheet: Sheet) -> Agreed | None:
    """The day that the station was given last, unless its clock began anew since (RULES 3.3 e)."""
    report = sheet.report
    days = {"extend": report.due_on, "council_set": report.due_on, "supervise": report.supervise_until}
    last = _set_last(sheet)
    day = days.get(_set_by(last)) if last else None
    return Agreed(last.at, _end_of(sheet, day)) if last and day else None


def _set_last(sheet: Sheet) -> Event | None:
    """The step that set the limit of the work last, unless the clock began anew since."""
    anew = sheet.began(lambda _turning: True) or sheet.came_at
    return next((e for e in reversed(sheet.events) if e.step in AGAIN and e.at >= anew), None)


def _set_by(event: Event) -> str:
    """The step that set a limit; of one that was handed on, the step that it had been set with."""
    return _handed_on(event).get("step", "") if event.step == HANDED_ON else event.step


def _handed_on(event: Event) -> dict[str, str]:
    return dict(json.loads(event.reason)) if event.reason.startswith("{") else {}


def _agreed_with_reporter(sheet: Sheet) -> Agreed | None:
    """The day that the reporter was told of: 延期. It holds wherever the report goes."""
    anew = sheet.began(lambda turning: turning.again or turning.raised) or sheet.came_at
    anew = max(anew, planned_at(sheet) or anew)  # with it they were told another day
    since, day = sheet.last(_told_reporter), sheet.report.due_on
    return Agreed(since, _end_of(sheet, day)) if since and since >= anew and day else None


def _told_reporter(event: Event) -> bool:
    return event.step == "extend" or (event.step == HANDED_ON and _handed_on(event).get("kind") == _TOLD)


def to_hand_on(sheet: Sheet) -> dict[str, str]:
    """What was agreed on and is in force, as the reason of the event that hands it on; empty where nothing is."""
    last = _set_last(sheet) if _agreed(sheet) else None
    step, told = _set_by(last) if last else "", _agreed_with_reporter(sheet) is not None
    day = sheet.report.supervise_until if step == "supervise" else sheet.report.due_on
    if not day or not (last or told):
        return {}
    return {"step": step, "kind": _TOLD if told else "", "until": day.isoformat()}


def _end_of(sheet: Sheet, day: date) -> datetime:
    """When a day that was agreed on is over. In working time a day off ends with the next day that is worked."""
    return sheet.calendar.closing(_worked(sheet, day))


def _deciding(sheet: Sheet) -> Iterator[Due]:
    """Until the station above decides about a return."""
    yield from _marks(sheet, "decide", *to_decide(sheet), sheet.clock.remind, _entries(sheet))


def to_decide(sheet: Sheet) -> Span:
    """Since when, and until when a return is to be decided."""
    start = sheet.entered_at(State.RETURN_PENDING)
    return start, sheet.calendar.after(start, _length(sheet, "decide"), sheet.clock.runs)


def _verifying(sheet: Sheet) -> Iterator[Due]:
    """Until another person has looked whether it is done."""
    start, end = to_verify(sheet)
    yield Due("verify", LATE, _entries(sheet), shifted(sheet, end, start))


def to_verify(sheet: Sheet) -> Span:
    """Since when, and until when another person is to look."""
    start, days = sheet.entered_at(State.DONE), Length(sheet.rules.limits.verify_days, "d")
    return start, sheet.calendar.after(start, days, Runs.WORKING)


def _as_the_reporter_counts(sheet: Sheet) -> Iterator[Due]:
    """When the limit is over by the reporter's own clock, which no hand-over begins anew."""
    round_ = sum(turning.again for turning in sheet.turnings)
    start = since_reporter_waits(sheet)
    contact = sheet.clock.length("contact")
    if contact and _waits_for_contact(sheet, start):
        yield Due("reporter.contact", LATE, round_, shifted(sheet, awake_end(sheet, start, contact), start))
    yield Due("reporter.done", LATE, round_, until_done_for_reporter(sheet))


def until_done_for_reporter(sheet: Sheet) -> datetime:
    """Until when it is to be done, as the reporter counts."""
    agreed = _agreed_with_reporter(sheet)
    if agreed:
        return shifted(sheet, agreed.end, agreed.since)
    calendar, start = sheet.calendar, since_reporter_waits(sheet)
    runs, end, plan = sheet.clock.runs, start, sheet.clock.length("plan")
    if plan:  # nobody is promised nothing: until there is a plan, all the time for it and for the work
        planned = planned_at(sheet)
        start = max(start, planned) if planned else start
        end = start if planned else calendar.after(start, plan, runs)
    return shifted(sheet, calendar.after(end, _length(sheet, "done"), runs), start)


def since_reporter_waits(sheet: Sheet) -> datetime:
    """Since it was sent in, was found to be a need, or was not solved."""
    begun = sheet.began(lambda turning: turning.again or turning.event.step == "is_need")
    return max(begun, sheet.came_at) if begun else sheet.came_at


def _waits_for_contact(sheet: Sheet, start: datetime) -> bool:
    """Whether nobody has spoken with the reporter yet, at whatever station it was."""
    if sheet.report.state not in (*UNSIGNED, State.SIGNED):
        return False
    return not any(e.step == "contact" and e.at >= start for e in sheet.events)


def _marks(
    sheet: Sheet, leg: str, start: datetime, end: datetime, share: float, round_: int
) -> Iterator[Due]:
    """The reminder, the limit, and what rises after it; each moved by the pauses since the leg began."""
    clock, calendar = sheet.clock, sheet.calendar
    whole, late = calendar.between(start, end, clock.runs), shifted(sheet, end, start)
    remind = shifted(sheet, calendar.later(start, whole * share, clock.runs), start)
    if remind < late:
        yield Due(leg, REMIND, round_, remind)
    yield Due(leg, LATE, round_, late, LEVELS[LATE])
    for mark, after in zip(RISES, clock.rises or (), strict=False):
        rises = shifted(sheet, calendar.after(late, read_length(after), clock.runs), late)
        yield Due(leg, mark, round_, rises, LEVELS[mark])


FIRST_CALLS = 144  # a day of calls, ten minutes apart …
LATER_CALLS = 720  # … then a month of them, an hour apart


def _calls(sheet: Sheet, start: datetime) -> Iterator[Due]:
    """T0: a call every so many minutes; from some of them on the levels rise."""
    clock, round_, levels = sheet.clock, sheet.times(), _levels_of_calls(sheet.clock)
    every = as_wall(read_length(clock.calls or "10min"))
    for number in range(1, FIRST_CALLS + LATER_CALLS + 1):
        later = max(number - FIRST_CALLS, 0)
        waited = (number - later) * every + later * timedelta(hours=1)
        level_ = next((brings for brings, after in levels if waited >= after), LEVELS[LATE])
        yield Due("sign", f"{CALL}{number}", round_, start + waited, level_)


def _levels_of_calls(clock: Clock) -> list[tuple[int, timedelta]]:
    """Level 1 with the first call, 2 with the district's, 3 with its head (RULES 3.4); the highest first."""
    written = ((3, clock.call_head), (2, clock.call_district))
    return [(brings, as_wall(read_length(after))) for brings, after in written if after]


def as_wall(length: Length) -> timedelta:
    """A length on the wall's clock."""
    unit = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
    return length.number * unit[length.unit]


# -- days that somebody named -----------------------------------------------------------------------


def _resuming(sheet: Sheet) -> Iterator[Due]:
    yield from _on_day(sheet, "resume")


def _reviewing(sheet: Sheet) -> Iterator[Due]:
    yield from _on_day(sheet, "review")


def _asking_them(sheet: Sheet) -> Iterator[Due]:
    yield from _on_day(sheet, "recheck")


def _on_day(sheet: Sheet, mark: str) -> Iterator[Due]:
    """The morning of the day that a report waits for; in working time, of the first day that is worked."""
    day = sheet.report.waits_until
    if day:
        yield Due("day", mark, day.toordinal(), sheet.calendar.at(_worked(sheet, day), quiet.MORNING))


def _worked(sheet: Sheet, day: date) -> date:
    """The day itself; where its clock is that of working time, the first from it on that is worked."""
    if sheet.clock.runs is Runs.WALL or sheet.calendar.is_working_day(day):
        return day
    return sheet.calendar.working_day_after(day)


def _waiting_for_answer(sheet: Sheet) -> Iterator[Due]:
    """待补充: so many days, then on with what there is."""
    end = sheet.entered_at(State.NEEDS_INFO) + timedelta(days=sheet.rules.limits.needs_info_days)
    if sheet.clock.runs is Runs.WORKING:
        end = sheet.calendar.opening(end)  # nobody goes on with it before
    yield Due("day", "answer", _entries(sheet), end)


def _calling_back(sheet: Sheet) -> Iterator[Due]:
    """回访: asked again, then rung, then closed as not rated (RULES, Settled)."""
    start, numbers = sheet.entered_at(State.CALLBACK), sheet.rules.limits
    days, round_ = numbers.ask_again_days, _entries(sheet)
    again = sheet.calendar.after(start, Length(days, "d"), Runs.WORKING)
    ring = sheet.calendar.after(start, Length(days + numbers.ring_days, "d"), Runs.WORKING)
    over = start + timedelta(days=numbers.callback_days)
    yield Due("day", "again", round_, again)
    yield Due("day", "ring", round_, ring)
    yield Due("day", "unanswered", round_, over)


_LEGS: Mapping[State, Sequence[Callable[[Sheet], Iterator[Due]]]] = {
    State.DISPATCHED: (_signing, _supervised, _as_the_reporter_counts),
    State.REWORK: (_signing, _supervised, _as_the_reporter_counts),
    State.SIGNED: (_contacting, _planning, _doing, _as_the_reporter_counts),
    State.IN_PROGRESS: (_planning, _doing, _as_the_reporter_counts),
    State.REFERRED: (_planning, _doing, _asking_them, _as_the_reporter_counts),
    State.RETURN_PENDING: (_deciding, _as_the_reporter_counts),
    State.NEEDS_INFO: (_waiting_for_answer,),
    State.ON_HOLD: (_resuming,),
    State.PARKED: (_reviewing,),
    State.DONE: (_verifying,),
    State.CALLBACK: (_calling_back,),
}


# -- reckoning --------------------------------------------------------------------------------------


def _length(sheet: Sheet, leg: str) -> Length:
    length = sheet.clock.length(leg)
    assert length is not None, f"every clock has a limit for {leg}"
    return length


def _since_raised(sheet: Sheet) -> datetime:
    """What the station has to sign for is counted from when it came; T0 from when it was said to be.

    A change of level counts from the beginning (RULES 3.3 e); but nobody can have signed within ten minutes
    for what was a broken lamp until somebody said that there is danger.
    """
    is_danger = sheet.report.urgency is Urgency.T0
    raised = sheet.began(lambda turning: turning.raised) if is_danger else None
    return max(sheet.turned_at, raised) if raised else sheet.turned_at


def _entries(sheet: Sheet) -> int:
    """How often it came into the state that it is in."""
    state = sheet.report.state
    return sum(e.went_to is state and e.came_from is not state for e in sheet.events)


def awake_end(sheet: Sheet, start: datetime, length: Length) -> datetime:
    """The end of a limit; one that falls into people's night ends in the morning (RULES 3.3, T1).

    The first contact has as long after signing as by day.
    """
    clock, calendar = sheet.clock, sheet.calendar
    end = calendar.after(start, length, clock.runs)
    sign = clock.length("sign")
    if not (clock.awake and clock.asleep_until and sign):
        return end
    signed = calendar.after(start, sign, clock.runs)
    if _is_awake(sheet, start) and _is_awake(sheet, signed):
        return end
    morning = calendar.at(calendar.day_of(start), clock.asleep_until)
    if morning <= start:
        morning = calendar.at(calendar.day_of(start) + timedelta(days=1), clock.asleep_until)
    return morning + (end - signed)


def _is_awake(sheet: Sheet, at: datetime) -> bool:
    assert sheet.clock.awake is not None, "asked only where there are such hours"
    hours, here = read_period(sheet.clock.awake), at.astimezone(sheet.calendar.zone).time()
    return hours.opens <= here.replace(tzinfo=None) < hours.closes


def shifted(sheet: Sheet, at: datetime, start: datetime) -> datetime:
    """A moment after the pauses since a leg began: what was left is left, and so much at least."""
    runs, calendar = sheet.clock.runs, sheet.calendar
    least = timedelta(minutes=sheet.rules.limits.least_minutes)
    for begun, ended in pauses(sheet):
        if begun >= start and at > begun:
            left = max(calendar.between(begun, at, runs), least)
            at = calendar.later(ended, left, runs)
    return at


def pauses(sheet: Sheet) -> list[tuple[datetime, datetime]]:
    """When time stood still, each no longer than its state may last; all questions together no longer than one."""
    asked_left = timedelta(days=sheet.rules.limits.needs_info_days)
    found, begun = [], None
    for event in sheet.events:
        if event.went_to in STOPS and event.came_from is not event.went_to:
            begun = event
        elif begun is not None and event.came_from is begun.went_to and event.went_to is not begun.went_to:
            cap = asked_left
            if begun.went_to is State.ON_HOLD:
                cap = timedelta(days=sheet.rules.limits.hold_days)
            lasted = min(event.at - begun.at, cap)
            if begun.went_to is State.NEEDS_INFO:
                asked_left -= lasted
            found.append((begun.at, begun.at + lasted))
            begun = None
    return found
