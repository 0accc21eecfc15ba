"""When a station works, and what "so many working days" comes to."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.holidays import national_days
from fieldwork.calendars import Calendar, Length, NationalDays, NoWork, Runs, read_length, read_period
from fieldwork.clocks import CalendarRules

CHINA, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")


def calendar(zone: ZoneInfo = CHINA, **values: Any) -> Calendar:
    return CalendarRules.model_validate(values).of("S1", national_days("china"), (), zone)


def at(written: str, zone: tzinfo = CHINA) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=zone)


def days_after(start: str, many: int, of: Calendar) -> datetime:
    return of.after(at(start, of.zone), Length(many, "d"), Runs.WORKING).astimezone(of.zone)


def test_five_working_days_over_the_national_holiday_and_its_make_up_saturday() -> None:
    assert days_after("2026-09-30 17:00", 5, calendar()) == at("2026-10-13 17:00")
    worked = [d for d in range(1, 14) if calendar().is_working_day(date(2026, 10, d))]
    assert worked == [8, 9, 10, 12, 13]


def test_one_working_day_from_a_friday_ends_on_the_sunday_that_is_worked() -> None:
    assert days_after("2026-09-18 17:00", 1, calendar()) == at("2026-09-20 17:00")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-02 20:00", "2026-03-04 08:30"),  # after hours: from the next opening
        ("2026-03-02 13:00", "2026-03-03 14:00"),  # at noon the station is closed
        ("2026-03-06 17:30", "2026-03-10 08:30"),  # at closing it is closed; over the weekend
        ("2026-03-07 11:00", "2026-03-10 08:30"),  # a Saturday
    ],
)
def test_what_comes_outside_working_hours_counts_from_the_next_opening(start: str, due: str) -> None:
    assert days_after(start, 1, calendar()) == at(due)


def test_working_hours_run_over_noon_and_over_the_night() -> None:
    four = calendar().after(at("2026-03-02 10:00"), Length(4, "h"), Runs.WORKING)
    assert four == at("2026-03-02 16:00")
    assert calendar().after(at("2026-03-02 16:00"), Length(4, "h"), Runs.WORKING) == at("2026-03-03 11:00")


def test_no_day_is_the_same_day_until_it_closes() -> None:
    assert days_after("2026-03-02 10:00", 0, calendar()) == at("2026-03-02 17:30")
    assert days_after("2026-03-02 19:00", 0, calendar()) == at("2026-03-03 17:30")


@pytest.mark.parametrize("night", ["2026-03-28 16:00", "2026-10-24 16:00"])
def test_a_night_in_which_the_clocks_change_makes_no_working_day_longer(night: str) -> None:
    """2026: London's clocks go forward on 29 March and back on 25 October."""
    rules = CalendarRules(holidays="none", workdays=("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    of = rules.of("S1", NationalDays(known=range(1, 9999)), (), LONDON)
    start = at(night, LONDON)
    due = of.after(start, Length(1, "d"), Runs.WORKING).astimezone(LONDON)
    assert due == at(night, LONDON) + timedelta(days=1)  # the same time on the wall
    assert due.astimezone(UTC) - start.astimezone(UTC) != timedelta(days=1)
    assert of.between(start, due, Runs.WORKING) == timedelta(hours=7)
    assert of.after(start, Length(24, "h"), Runs.WALL) - start.astimezone(UTC) == timedelta(days=1)


def test_hours_on_the_night_itself_are_the_hours_that_pass() -> None:
    rules = CalendarRules(holidays="none", hours=("00:00-06:00",), workdays=("sun",))
    of = rules.of("S1", NationalDays(known=range(1, 9999)), (), LONDON)
    long, short = at("2026-10-25 00:00", LONDON), at("2026-03-29 00:00", LONDON)
    assert of.between(long, long + timedelta(hours=23), Runs.WORKING) == timedelta(hours=7)
    assert of.between(short, short + timedelta(hours=23), Runs.WORKING) == timedelta(hours=5)


def test_a_station_works_its_own_hours_and_closes_when_it_says() -> None:
    rules = CalendarRules.model_validate(
        {"stations": [{"station": "S1", "hours": ["09:00-12:00"], "hours_of": {"fri": ["09:00-10:00"]}}]}
    )
    closed = [(date(2026, 3, 3), date(2026, 3, 4))]
    own, other = (rules.of(code, national_days("china"), closed, CHINA) for code in ("S1", "S2"))
    assert own.after(at("2026-03-02 11:00"), Length(2, "h"), Runs.WORKING) == at("2026-03-05 10:00")
    assert own.closing(date(2026, 3, 6)) == at("2026-03-06 10:00")
    assert other.closing(date(2026, 3, 6)) == at("2026-03-06 17:30")
    assert own.closing(date(2026, 3, 3)) == at("2026-03-03 18:00")


def test_the_own_table_knows_what_the_nations_does_not_yet() -> None:
    assert not calendar().knows(2027)
    assert calendar().is_working_day(date(2027, 2, 8))  # a Monday: the fallback
    known = calendar(days_off=["2027-02-08"], days_on=["2027-02-13"])
    assert known.knows(2027)
    assert not known.is_working_day(date(2027, 2, 8))
    assert known.is_working_day(date(2027, 2, 13))


def test_hong_kong_and_macau_have_their_own_holidays() -> None:
    days = {name: national_days(name) for name in ("hongkong", "macau", "china")}
    assert date(2026, 12, 25) in days["hongkong"].off
    assert date(2026, 12, 20) in days["macau"].off
    assert date(2026, 12, 25) not in days["china"].off


def test_a_calendar_that_never_opens_says_so() -> None:
    of = CalendarRules().of("S1", national_days("none"), [(date(2026, 1, 1), date(2030, 1, 1))], CHINA)
    with pytest.raises(NoWork, match="no working day"):
        of.after(at("2026-03-02 10:00"), Length(1, "d"), Runs.WORKING)


@pytest.mark.parametrize("wrong", ["4", "h", "4 h", "-1d", "4w", ""])
def test_a_length_that_cannot_be_read_is_refused_with_a_sentence(wrong: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        read_length(wrong)


@pytest.mark.parametrize("wrong", ["12:00-08:30", "8:30-12:00", "08:30-24:00", "08:70-12:00", "08:30"])
def test_a_period_that_cannot_be_read_is_refused_with_a_sentence(wrong: str) -> None:
    with pytest.raises(ValueError, match="no period of a day"):
        read_period(wrong)
