"""When a reminder is said: at once, singly by day, or in a list."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldwork import reminding
from fieldwork.calendars import Calendar, NationalDays, read_period
from fieldwork.reminders import Manner, Reminder
from fieldwork.reminding import SHIPPED
from fieldwork.understanding.folding import fold

CHINA = ZoneInfo("Asia/Shanghai")
HOLIDAY, MADE_UP = date(2026, 3, 4), date(2026, 3, 7)
CALENDAR = Calendar(
    zone=CHINA,
    hours=(read_period("08:30-12:00"), read_period("14:00-17:30")),
    national=NationalDays(off=frozenset({HOLIDAY}), on=frozenset({MADE_UP}), known=range(2026, 2027)),
)


def at(written: str) -> datetime:
    """A moment of March 2026; the 2nd is a Monday."""
    return datetime.strptime(f"2026-03-{written}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def reminder(manner: Manner, due: str = "02 10:00") -> Reminder:
    return Reminder(subject="report:10001", step="sign.late#1", person_id=2, manner=manner, due_at=at(due),
                    send_at=at(due))  # fmt: skip


def when(manner: Manner, now: str, last: str | None = None) -> datetime:
    return reminding.when(reminder(manner), at(now), CALENDAR, SHIPPED, at(last) if last else None, CHINA)


def test_what_is_most_urgent_comes_at_any_hour() -> None:
    assert when(Manner.AT_ONCE, "02 03:00") == at("02 03:00")


@pytest.mark.parametrize(
    ("now", "comes"),
    [("02 10:00", "02 10:00"), ("02 20:29", "02 20:29"), ("02 20:30", "03 08:30"), ("03 07:59", "03 08:30"),
     ("08 12:00", "08 12:00")],
)  # fmt: skip
def test_what_is_urgent_comes_by_day_on_any_day(now: str, comes: str) -> None:
    assert when(Manner.SINGLY, now) == at(comes)


@pytest.mark.parametrize(
    ("now", "last", "comes"),
    [
        ("02 10:00", None, "02 11:00"),
        ("02 11:00", None, "02 11:00"),
        ("02 13:59", None, "02 13:59"),  # it could not go at its time
        ("02 14:00", None, "02 16:00"),  # and now it is too late for that one
        ("02 11:05", "02 11:00", "02 16:00"),
        ("02 16:00", "02 11:00", "02 16:00"),
        ("02 16:05", "02 16:00", "03 11:00"),
        ("03 18:00", "03 16:00", "05 11:00"),  # a holiday
        ("06 18:00", "06 16:00", "07 11:00"),  # a Saturday that is worked
        ("07 18:00", "07 16:00", "09 11:00"),
    ],
)
def test_a_list_comes_at_its_times_on_working_days(now: str, last: str | None, comes: str) -> None:
    assert when(Manner.LIST, now, last) == at(comes)


def test_at_most_two_lists_come_a_day_whatever_is_due() -> None:
    """Asked each minute of a week, with something due each minute."""
    now, last, days = at("02 00:00"), None, list[date]()
    while now < at("09 00:00"):
        if reminding.when(reminder(Manner.LIST), now, CALENDAR, SHIPPED, last, CHINA) == now:
            last = now
            days.append(now.date())
        now += timedelta(minutes=1)
    assert [days.count(date(2026, 3, day)) for day in range(2, 9)] == [2, 2, 0, 2, 2, 2, 0]


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("9点和15点半", (time(9), time(15, 30))),
        ("下午3点、9:15", (time(9, 15), time(15))),
        ("11：00", (time(11),)),
        ("十点和下午三点半", (time(10), time(15, 30))),
        ("11:00 11:00", (time(11),)),
        ("9 and 15", (time(9), time(15))),
        ("10点20分", (time(10, 20),)),
        ("3 pm", (time(15),)),
        ("7点", None),  # quiet hours
        ("21:00", None),
        ("9点 12点 15点", None),  # two at most
        ("25点", None),
        ("随便", None),
        ("4号楼漏水9点", None),
        ("", None),
    ],
)
def test_times_as_people_type_them(typed: str, times: tuple[time, ...] | None) -> None:
    assert reminding.read_times(fold(typed)) == times


def test_what_is_kept_is_read_again() -> None:
    for times in reminding.OFFERED:
        assert reminding.times_of(reminding.written(times)) == times
    assert reminding.times_of("") == SHIPPED


def test_what_could_not_be_said_for_two_days_is_stale() -> None:
    single = reminder(Manner.SINGLY, "02 10:00")
    assert not reminding.is_stale(single, at("04 10:00"), CALENDAR, SHIPPED)
    assert reminding.is_stale(single, at("04 10:01"), CALENDAR, SHIPPED)
    over_the_week_end = reminder(Manner.LIST, "07 17:00")
    assert not reminding.is_stale(over_the_week_end, at("09 11:00"), CALENDAR, SHIPPED)
    assert reminding.is_stale(over_the_week_end, at("11 11:01"), CALENDAR, SHIPPED)
