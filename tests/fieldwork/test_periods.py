"""Periods as a district counts them: where weeks begin, where months end, and how people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.digests import Span
from fieldwork.periods import (
    WEEKDAYS,
    Period,
    PeriodRules,
    before,
    last_complete,
    parse,
    period_of,
    within,
)

PLAIN, CUT = PeriodRules(), PeriodRules(week_begins="sun", month_ends=25)
MONDAY = date(2026, 3, 2)
RULES = st.builds(PeriodRules, week_begins=st.sampled_from(WEEKDAYS), month_ends=st.integers(0, 28))
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_a_month_is_the_calendars_where_nothing_else_is_said() -> None:
    assert period_of(MONDAY, Span.MONTH, PLAIN) == Period(
        Span.MONTH, date(2026, 3, 1), date(2026, 3, 31), "2026-03"
    )


def test_march_with_a_cut_off_on_the_25th_is_26_february_to_25_march() -> None:
    march = period_of(date(2026, 2, 26), Span.MONTH, CUT)
    assert march[1:] == (date(2026, 2, 26), date(2026, 3, 25), "2026-03")
    assert period_of(date(2026, 12, 26), Span.MONTH, CUT).name == "2027-01"


def test_a_year_is_its_twelve_months() -> None:
    assert period_of(MONDAY, Span.YEAR, CUT)[1:] == (date(2025, 12, 26), date(2026, 12, 25), "2026")


def test_a_week_that_begins_on_sunday_is_called_after_most_of_its_days() -> None:
    assert period_of(date(2026, 3, 1), Span.WEEK, CUT)[1:] == (date(2026, 3, 1), date(2026, 3, 7), "2026-W10")
    assert period_of(date(2026, 3, 1), Span.WEEK, PLAIN).name == "2026-W09"


def test_what_is_over_is_the_period_before_this_one() -> None:
    assert last_complete(MONDAY, Span.MONTH, PLAIN).name == "2026-02"
    assert last_complete(MONDAY, Span.DAY, PLAIN).name == "2026-03-01"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("2026-03", "2026-03"), ("2026-W10", "2026-W10"), ("2026", "2026"), ("2026-03-02", "2026-03-02"),
        ("2026年3月", "2026-03"), ("3月", "2026-03"), ("12月", "2025-12"), ("3月份", "2026-03"), ("2026年", "2026"),
        ("上周", "2026-W09"), ("上週", "2026-W09"), ("上个星期", "2026-W09"), ("本月", "2026-03"), ("month", "2026-03"),
        ("上个月", "2026-02"), ("上個月", "2026-02"), ("last month", "2026-02"), ("去年", "2025"),
        ("昨天", "2026-03-01"), ("2026年第10周", "2026-W10"), ("第9周", "2026-W09"), ("第48周", "2025-W48"),
        ("2026年3月2日", "2026-03-02"), ("三月", "2026-03"), ("十二月份", "2025-12"), ("第九周", "2026-W09"),
        ("去年3月", "2025-03"), ("去年十二月", "2025-12"), ("上上周", "2026-W08"), ("上上个月", "2026-01"),
        ("当月", "2026-03"), ("3月1日", "2026-03-01"), ("3月5号", "2025-03-05"), ("三月一日", "2026-03-01"),
    ],
)  # fmt: skip
def test_a_period_is_read_as_people_write_it(written: str, name: str) -> None:
    found = parse(written, MONDAY, PLAIN)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("written", ["", "13月", "2026-W54", "2026-02-30", "soon", "0", "2026-W"])
def test_what_is_no_period_is_none(written: str) -> None:
    assert parse(written, MONDAY, PLAIN) is None


@given(DAYS, st.sampled_from(Span), RULES)
def test_a_period_holds_its_day_and_its_name_leads_back_to_it(
    day: date, span: Span, rules: PeriodRules
) -> None:
    period = period_of(day, span, rules)
    assert period.holds(day)
    assert parse(period.name, day, rules) == period


@given(DAYS, st.sampled_from(Span), RULES)
def test_periods_follow_one_another_without_a_gap(day: date, span: Span, rules: PeriodRules) -> None:
    period = period_of(day, span, rules)
    assert before(period, rules).until == period.since - timedelta(days=1)
    assert before(period, rules).name < period.name or span is Span.WEEK


@given(DAYS, RULES)
def test_the_months_of_a_year_are_the_year(day: date, rules: PeriodRules) -> None:
    year = period_of(day, Span.YEAR, rules)
    months = list(within(year, Span.MONTH, rules))
    assert len(months) == 12
    assert (months[0].since, months[-1].until, sum(m.days for m in months)) == (
        year.since,
        year.until,
        year.days,
    )
