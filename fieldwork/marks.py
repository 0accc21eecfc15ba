"""What comes on the legs of a report: the reminder before a limit, the limit itself, what rises after it.

Beside the legs stand days that somebody has named: when what is held goes on, when a parked matter is looked at
again, when the reporter is asked once more. What is in danger (T0) has calls in place of a limit to sign.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from fieldwork import quiet
from fieldwork.agreed_days import AGAIN, agreed
from fieldwork.calendars import Length, Runs, read_length
from fieldwork.clocks import Clock
from fieldwork.course import Course, awake_end, shifted
from fieldwork.legs import (
    since_reporter_waits,
    to_contact,
    to_decide,
    to_do,
    to_do_or_plan,
    to_plan,
    to_sign,
    to_verify,
    until_done_for_reporter,
)
from fieldwork.reports import State

REMIND, LATE, RISES = "remind", "late", ("rise2", "rise3", "list")
CALL = "call"
SILENT = "silent."  # legs of which nobody is told: the figures alone know of them (fieldwork.need_lines)
LEVELS = {LATE: 1, "rise2": 2, "rise3": 3, "list": 3}
UNSIGNED = (State.DISPATCHED, State.REWORK)
_UNPARKED = frozenset({"unpark"})


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


# -- on the legs -----------------------------------------------------------------------------------


def _signing(course: Course) -> Iterator[Due]:
    """Until somebody signs; T0: the next person is called, until somebody does."""
    clock, start = course.clock, course.raised_at
    if clock.calls:
        yield from _calls(course, start)
        return
    span = to_sign(course)
    if span:
        share = clock.remind_unsigned or clock.remind
        yield from _marks(course, "sign", *span, share, course.times())


def _contacting(course: Course) -> Iterator[Due]:
    """Until the reporter was contacted."""
    span = to_contact(course)
    if span:
        yield from _marks(course, "contact", *span, course.clock.remind, course.times())


def _planning(course: Course) -> Iterator[Due]:
    """Until somebody agreed to how it is to be done; what a level waits for that has no limit of it is nothing."""
    span = to_plan(course)
    if span:
        yield from _marks(course, "plan", *span, course.clock.remind, course.times(_UNPARKED))


def _doing(course: Course) -> Iterator[Due]:
    """Until it is done, by the station's clock, or by the end of the day that was agreed on."""
    span = to_do(course)
    if span:
        yield from _marks(course, "done", *span, course.clock.remind, course.times(AGAIN))


def _supervised(course: Course) -> Iterator[Due]:
    """督办 of what nobody has signed for: who sees to it hears when its day is over."""
    if agreed(course):
        yield from _doing(course)


def _unsigned(course: Course) -> Iterator[Due]:
    """What nobody has signed for is late for contact and work too, where the reporter's clock does not tell it since
    the station's began otherwise: it came from elsewhere, is done again, or is another level."""
    if len(course.turnings) > 1:
        spans = {"contact": to_contact(course), "done": None if agreed(course) else to_do_or_plan(course)}
        for leg, (start, end) in ((leg, span) for leg, span in spans.items() if span):
            yield Due(SILENT + leg, LATE, course.times(), shifted(course, end, start))


def _deciding(course: Course) -> Iterator[Due]:
    """Until the station above decides about a return."""
    yield from _marks(course, "decide", *to_decide(course), course.clock.remind, course.entries)


def _verifying(course: Course) -> Iterator[Due]:
    """Until another person has looked whether it is done."""
    start, end = to_verify(course)
    yield Due("verify", LATE, course.entries, shifted(course, end, start))


def _as_the_reporter_counts(course: Course) -> Iterator[Due]:
    """When the limit is over by the reporter's own clock, which no hand-over begins anew."""
    round_ = sum(turning.again for turning in course.turnings)
    start = since_reporter_waits(course)
    contact = course.clock.length("contact")
    if contact and _waits_for_contact(course, start):
        yield Due("reporter.contact", LATE, round_, shifted(course, awake_end(course, start, contact), start))
    yield Due("reporter.done", LATE, round_, until_done_for_reporter(course))


def _waits_for_contact(course: Course, start: datetime) -> bool:
    """Whether nobody has spoken with the reporter yet, at whatever station it was."""
    if course.report.state not in (*UNSIGNED, State.SIGNED):
        return False
    return not any(e.step == "contact" and e.at >= start for e in course.events)


def _marks(
    course: Course, leg: str, start: datetime, end: datetime, share: float, round_: int
) -> Iterator[Due]:
    """The reminder, the limit, and what rises after it; each moved by the pauses since the leg began."""
    clock, calendar = course.clock, course.calendar
    whole, late = calendar.between(start, end, clock.runs), shifted(course, end, start)
    remind = shifted(course, calendar.later(start, whole * share, clock.runs), start)
    if remind < late:
        yield Due(leg, REMIND, round_, remind)
    yield Due(leg, LATE, round_, late, LEVELS[LATE])
    for mark, after in zip(RISES, clock.rises or (), strict=False):
        rises = shifted(course, calendar.after(late, read_length(after), clock.runs), late)
        yield Due(leg, mark, round_, rises, LEVELS[mark])


# -- calls -----------------------------------------------------------------------------------------


FIRST_CALLS = 144  # a day of calls, ten minutes apart …
LATER_CALLS = 720  # … then a month of them, an hour apart


def _calls(course: Course, start: datetime) -> Iterator[Due]:
    """T0: a call every so many minutes; from some of them on the levels rise."""
    clock, round_, levels = course.clock, course.times(), _levels_of_calls(course.clock)
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


# -- days that somebody named ----------------------------------------------------------------------


def _resuming(course: Course) -> Iterator[Due]:
    yield from _on_day(course, "resume")


def _reviewing(course: Course) -> Iterator[Due]:
    yield from _on_day(course, "review")


def _asking_them(course: Course) -> Iterator[Due]:
    yield from _on_day(course, "recheck")


def _on_day(course: Course, mark: str) -> Iterator[Due]:
    """The morning of the day that a report waits for; in working time, of the first day that is worked."""
    day = course.report.waits_until
    if day:
        yield Due("day", mark, day.toordinal(), course.calendar.at(course.worked(day), quiet.MORNING))


def _waiting_for_answer(course: Course) -> Iterator[Due]:
    """待补充: so many days, then on with what there is."""
    end = course.entered_at(State.NEEDS_INFO) + timedelta(days=course.rules.limits.needs_info_days)
    if course.clock.runs is Runs.WORKING:
        end = course.calendar.opening(end)  # nobody goes on with it before
    yield Due("day", "answer", course.entries, end)


def _calling_back(course: Course) -> Iterator[Due]:
    """回访: asked again, then rung, then closed as not rated (RULES, Settled)."""
    start, numbers = course.entered_at(State.CALLBACK), course.rules.limits
    days, round_ = numbers.ask_again_days, course.entries
    again = course.calendar.after(start, Length(days, "d"), Runs.WORKING)
    ring = course.calendar.after(start, Length(days + numbers.ring_days, "d"), Runs.WORKING)
    over = start + timedelta(days=numbers.callback_days)
    yield Due("day", "again", round_, again)
    yield Due("day", "ring", round_, ring)
    yield Due("day", "unanswered", round_, over)


MARKS: Mapping[State, Sequence[Callable[[Course], Iterator[Due]]]] = {
    State.DISPATCHED: (_signing, _supervised, _unsigned, _as_the_reporter_counts),
    State.REWORK: (_signing, _supervised, _unsigned, _as_the_reporter_counts),
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
