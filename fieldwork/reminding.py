"""When a reminder is said: at once, singly by day, or with the others in a list (RULES, Settled and 3.4).

Lists come at a person's own times, two at most, on working days; a list that could not leave at its time leaves
within three hours, else what stood in it comes with the next one. What somebody is writing is not spoken into:
ten minutes later it is tried again, for two hours at most.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta, tzinfo

from fieldwork import quiet
from fieldwork.calendars import Calendar
from fieldwork.reminders import Manner, Reminder
from fieldwork.understanding.numerals import number

SHIPPED = (time(11), time(16))
OFFERED = (SHIPPED, (time(9), time(15)), (time(11),))  # what is chosen by a tap
MOST = 2  # lists a day
WINDOW = timedelta(hours=3)  # so long after its time a list still goes
LASTS = timedelta(days=2)  # what could not be said for so long helps nobody
WAIT = timedelta(minutes=10)  # until somebody who is writing is tried again …
LONGEST_WAIT = timedelta(hours=2)  # … and for how long at most


# -- a person's times -------------------------------------------------------------------------------


def times_of(written: str) -> tuple[time, ...]:
    """A person's times as they are kept, `11:00,16:00`; as shipped where nothing is."""
    kept = _checked(time.fromisoformat(each) for each in written.split(",") if each)
    return kept or SHIPPED


def written(times: Iterable[time]) -> str:
    """Times as they are kept."""
    return ",".join(f"{each:%H:%M}" for each in times)


_TIME = re.compile(
    r"(?P<half>上午|早上|中午|下午|晚上)?\s*(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,3}(?=点))"
    r"(?:[:.](?P<minute>[0-5]\d)|点(?P<spoken>半|[0-5]?\d分?)?)?(?:\s*(?P<pm>AM|PM))?"
)
_BETWEEN = re.compile(r"[\s,、;和AND]*")


def read_times(folded: str) -> tuple[time, ...] | None:
    """The times that a text names, one or two, and nothing else; None where it names none that can be.

    `folded` is the text as it is matched: 简体, half width, capitals.
    """
    found, at = list[time](), 0
    for match in _TIME.finditer(folded):
        if not _BETWEEN.fullmatch(folded[at : match.start()]):
            return None
        one = _time_in(match)
        if one is None:
            return None
        found.append(one)
        at = match.end()
    rest = _BETWEEN.fullmatch(folded[at:])
    return _checked(found) if found and rest else None


def _time_in(match: re.Match[str]) -> time | None:
    said, spoken = number(match["hour"]), match["spoken"] or ""
    if not said.isdecimal():
        return None
    hour = int(said)
    afternoon = match["half"] in ("下午", "晚上") or match["pm"] == "PM"
    hour += 12 if afternoon and hour < 12 else 0
    minute = 30 if spoken == "半" else int(match["minute"] or spoken.rstrip("分") or 0)
    return time(hour, minute) if hour < 24 else None


def _checked(times: Iterable[time]) -> tuple[time, ...] | None:
    """Each once, in order; None where they are too many, or one lies in quiet hours."""
    found = tuple(sorted(set(times)))
    by_day = all(quiet.END <= each < quiet.BEGIN for each in found)
    return found if found and len(found) <= MOST and by_day else None


# -- when -------------------------------------------------------------------------------------------


def open_slot(now: datetime, calendar: Calendar, times: Sequence[time]) -> datetime | None:
    """The time of the list that may go now; None between two lists, and on a day off."""
    day = calendar.day_of(now)
    if not calendar.is_working_day(day):
        return None
    passed = [slot for each in times if (slot := calendar.at(day, each)) <= now]
    return passed[-1] if passed and now - passed[-1] < WINDOW else None


def next_slot(now: datetime, calendar: Calendar, times: Sequence[time]) -> datetime:
    """When the next list goes. Raises NoWork."""
    day = calendar.day_of(now)
    today = [calendar.at(day, each) for each in times] if calendar.is_working_day(day) else []
    coming = next((slot for slot in today if slot > now), None)
    return coming or calendar.at(calendar.working_day_after(day), times[0])


def when(
    reminder: Reminder, now: datetime, calendar: Calendar, times: Sequence[time], last: datetime | None,
    zone: tzinfo,
) -> datetime:  # fmt: skip
    """When a reminder that is due may be said; `now`: at once. `last` is when the last list came."""
    match reminder.manner:
        case Manner.AT_ONCE:
            return now
        case Manner.SINGLY:
            return quiet.held_until(now, zone) or now
        case Manner.LIST:
            slot = open_slot(now, calendar, times)
            free = slot is not None and (last is None or last < slot)
            return now if free else next_slot(now, calendar, times)


def could_be_said(
    reminder: Reminder, now: datetime, calendar: Calendar, times: Sequence[time], zone: tzinfo
) -> datetime:
    """Since when it could have been said: what waits for somebody to finish writing is counted from here."""
    if reminder.manner is Manner.LIST:
        return open_slot(now, calendar, times) or now
    return quiet.held_until(reminder.due_at, zone) or reminder.due_at


def is_stale(reminder: Reminder, now: datetime, calendar: Calendar, times: Sequence[time]) -> bool:
    """Whether it ought to have been said more than two days ago."""
    ought = reminder.due_at
    if reminder.manner is Manner.LIST:
        ought = next_slot(ought, calendar, times)
    return now - ought > LASTS
