"""The legs of a report: stretches of its life that have a limit, each from when until when (RULES 3.3 and 3.4).

Until somebody signs, until the first contact, until there is a plan, until it is done, until a return is
decided, until another person has looked; and how long the reporter waits, whom no hand-over puts off.
"""

from datetime import datetime

from fieldwork.agreed_days import agreed, agreed_with_reporter, planned_at
from fieldwork.calendars import Length, Runs
from fieldwork.course import Course, awake_end, shifted
from fieldwork.reports import State

Span = tuple[datetime, datetime]  # when a leg began, and when it would end if time never stood still


def to_sign(course: Course) -> Span | None:
    """Since when, and until when somebody is to sign; T0 has calls instead."""
    length, start = course.clock.length("sign"), course.raised_at
    return (start, awake_end(course, start, length)) if length and not course.clock.calls else None


def to_contact(course: Course) -> Span | None:
    """Since when, and until when the reporter is to be contacted."""
    length, start = course.clock.length("contact"), course.raised_at
    return (start, awake_end(course, start, length)) if length else None


def to_plan(course: Course) -> Span | None:
    """Since when, and until when its plan is to be agreed on; None where none is waited for.

    A day that was set by hand (延期, 督办) stands for the plan: whoever set it knew of the work.
    """
    length = course.clock.length("plan")
    if length is None or planned_at(course) or agreed(course):
        return None
    start = _since_taken_up(course)
    return start, course.calendar.after(start, length, course.clock.runs)


def to_do(course: Course) -> Span | None:
    """Since when, and until when it is to be done, by the station's clock or the day that was agreed on.

    None while its plan is waited for.
    """
    day = agreed(course)
    if day:
        return day.since, day.end
    start, planned = _since_taken_up(course), planned_at(course)
    if course.clock.plan:
        if planned is None:
            return None
        start = max(start, planned)
    return start, course.calendar.after(start, course.limit("done"), course.clock.runs)


def to_do_or_plan(course: Course) -> Span:
    """The same of what nobody signed for: where its plan is waited for, with all the time for that."""
    span = to_do(course)
    if span:
        return span
    start, runs = _since_taken_up(course), course.clock.runs
    planned = course.calendar.after(start, course.limit("plan"), runs)
    return start, course.calendar.after(planned, course.limit("done"), runs)


def _since_taken_up(course: Course) -> datetime:
    """Since it came to its station, or was taken up again after it was parked."""
    unparked = course.last(lambda e: e.step == "unpark")
    start = max(unparked, course.turned_at) if unparked else course.turned_at
    return max(start, course.raised_at) if course.clock.calls else start


def to_decide(course: Course) -> Span:
    """Since when, and until when a return is to be decided."""
    start = course.entered_at(State.RETURN_PENDING)
    return start, course.calendar.after(start, course.limit("decide"), course.clock.runs)


def to_verify(course: Course) -> Span:
    """Since when, and until when another person is to look."""
    start, days = course.entered_at(State.DONE), Length(course.rules.limits.verify_days, "d")
    return start, course.calendar.after(start, days, Runs.WORKING)


# -- as the reporter counts ------------------------------------------------------------------------


def until_done_for_reporter(course: Course) -> datetime:
    """Until when it is to be done, as the reporter counts."""
    told = agreed_with_reporter(course)
    if told:
        return shifted(course, told.end, told.since)
    calendar, start = course.calendar, since_reporter_waits(course)
    runs, end, plan = course.clock.runs, start, course.clock.length("plan")
    if plan:  # nobody is promised nothing: until there is a plan, all the time for it and for the work
        planned = planned_at(course)
        start = max(start, planned) if planned else start
        end = start if planned else calendar.after(start, plan, runs)
    return shifted(course, calendar.after(end, course.limit("done"), runs), start)


def since_reporter_waits(course: Course) -> datetime:
    """Since it was sent in, was found to be a need, or was not solved."""
    begun = course.began(lambda turning: turning.again or turning.event.step == "is_need")
    return max(begun, course.came_at) if begun else course.came_at
