"""How a report went so far, and what its times are reckoned by: its events, rules, calendar and clock.

The station's clock begins anew when the report comes to another station; the reporter's never does (RULES
3.3 c). Time stands still while the reporter is asked something and while a hold was approved, and in no other
state; what was left before the pause is left after it, an hour at least.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from fieldwork.calendars import Calendar, Length, Runs, read_period
from fieldwork.clocks import Clock, clock_of
from fieldwork.reports import Event, Report, State, Urgency
from fieldwork.rules import Rules
from fieldwork.turning_points import Turning, turnings

STOPS = frozenset({State.NEEDS_INFO, State.ON_HOLD})  # while time stands still


@dataclass(frozen=True)
class Course:
    """How a report went so far, and what its times are reckoned by."""

    report: Report
    events: Sequence[Event]
    rules: Rules
    calendar: Calendar
    clock: Clock = field(init=False)
    turnings: Sequence[Turning] = field(init=False)  # where clocks began anew

    def __post_init__(self) -> None:
        object.__setattr__(self, "turnings", turnings(self.events))
        object.__setattr__(self, "clock", clock_of(self.rules.clocks, self.report, self.was_reworked))

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

    @property
    def entries(self) -> int:
        """How often it came into the state that it is in."""
        state = self.report.state
        return sum(e.went_to is state and e.came_from is not state for e in self.events)

    @property
    def raised_at(self) -> datetime:
        """What the station has to sign for is counted from when it came; T0 from when it was said to be.

        A change of level counts from the beginning (RULES 3.3 e); but nobody can have signed within ten minutes
        for what was a broken lamp until somebody said that there is danger.
        """
        is_danger = self.report.urgency is Urgency.T0
        raised = self.began(lambda turning: turning.raised) if is_danger else None
        return max(self.turned_at, raised) if raised else self.turned_at

    def limit(self, leg: str) -> Length:
        """How long a leg may take that has a limit by every clock."""
        length = self.clock.length(leg)
        assert length is not None, f"every clock has a limit for {leg}"
        return length

    def worked(self, day: date) -> date:
        """The day itself; where its clock is that of working time, the first from it on that is worked."""
        if self.clock.runs is Runs.WALL or self.calendar.is_working_day(day):
            return day
        return self.calendar.working_day_after(day)


# -- where time stands still -----------------------------------------------------------------------


def shifted(course: Course, at: datetime, start: datetime) -> datetime:
    """A moment after the pauses since a leg began: what was left is left, and so much at least."""
    runs, calendar = course.clock.runs, course.calendar
    least = timedelta(minutes=course.rules.limits.least_minutes)
    for begun, ended in pauses(course):
        if begun >= start and at > begun:
            left = max(calendar.between(begun, at, runs), least)
            at = calendar.later(ended, left, runs)
    return at


def pauses(course: Course) -> list[tuple[datetime, datetime]]:
    """When time stood still, each no longer than its state may last; all questions together no longer than one."""
    numbers, found = course.rules.limits, []
    left = {
        State.NEEDS_INFO: timedelta(days=numbers.needs_info_days),
        State.ON_HOLD: timedelta(days=numbers.hold_days),
    }
    for state, begun, ended in _stood_still(course.events):
        lasted = min(ended - begun, left[state])
        if state is State.NEEDS_INFO:
            left[state] -= lasted
        found.append((begun, begun + lasted))
    return found


def _stood_still(events: Sequence[Event]) -> Iterator[tuple[State, datetime, datetime]]:
    """Each stop that is over: the state, since when, until when."""
    begun: Event | None = None
    for event in events:
        if event.went_to in STOPS and event.came_from is not event.went_to:
            begun = event
        elif begun and begun.went_to and event.came_from is begun.went_to is not event.went_to:
            yield begun.went_to, begun.at, event.at
            begun = None


# -- where people sleep ----------------------------------------------------------------------------


def awake_end(course: Course, start: datetime, length: Length) -> datetime:
    """The end of a limit; one that falls into people's night ends in the morning (RULES 3.3, T1).

    The first contact has as long after signing as by day.
    """
    clock, calendar = course.clock, course.calendar
    end = calendar.after(start, length, clock.runs)
    sign = clock.length("sign")
    if not (clock.awake and clock.asleep_until and sign):
        return end
    signed = calendar.after(start, sign, clock.runs)
    if _is_awake(course, start) and _is_awake(course, signed):
        return end
    morning = calendar.at(calendar.day_of(start), clock.asleep_until)
    if morning <= start:
        morning = calendar.at(calendar.day_of(start) + timedelta(days=1), clock.asleep_until)
    return morning + (end - signed)


def _is_awake(course: Course, at: datetime) -> bool:
    assert course.clock.awake is not None, "asked only where there are such hours"
    hours, here = read_period(course.clock.awake), at.astimezone(course.calendar.zone).time()
    return hours.opens <= here.replace(tzinfo=None) < hours.closes
