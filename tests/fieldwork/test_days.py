"""Days as people write them."""

from datetime import date

import pytest

from fieldwork.days import Span, read_day, read_span, week_end
from fieldwork.understanding.folding import fold

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("今天", (11, 25), (11, 25)),
        ("明天", (11, 26), (11, 26)),
        ("後天", (11, 27), (11, 27)),
        ("到周日", (11, 25), (11, 29)),
        ("到星期天", (11, 25), (11, 29)),
        ("今天到周五", (11, 25), (11, 27)),
        ("周一", (11, 30), (11, 30)),
        ("下周三", (12, 2), (12, 2)),
        ("11-25到11-28", (11, 25), (11, 28)),
        ("11-25-11-28", (11, 25), (11, 28)),
        ("11月25日至28日", (11, 25), (11, 28)),
        ("11.25～11.28", (11, 25), (11, 28)),
        ("11/26 to 11/28", (11, 26), (11, 28)),
        ("到11-28", (11, 25), (11, 28)),
        ("明天到12月1号", (11, 26), (12, 1)),
        ("11-28", (11, 28), (11, 28)),
        ("2026-11-28", (11, 28), (11, 28)),
        ("today", (11, 25), (11, 25)),
    ],
)
def test_days_are_read_as_they_are_written(text: str, since: tuple[int, int], until: tuple[int, int]) -> None:
    assert read_span(fold(text), WEDNESDAY) == Span(date(2026, *since), date(2026, *until))


def test_a_day_long_ago_is_next_years() -> None:
    assert read_span("1-2到1-5", WEDNESDAY) == Span(date(2027, 1, 2), date(2027, 1, 5))
    assert read_span("12-30到1-3", WEDNESDAY) == Span(date(2026, 12, 30), date(2027, 1, 3))


@pytest.mark.parametrize(
    "text", ["", "到", "11-31", "11-28到11-25", "4号楼化粪池漏了", "我今天不舒服", "25", "13-1", "明天到昨天"]
)
def test_what_is_no_days_is_nothing(text: str) -> None:
    assert read_span(fold(text), WEDNESDAY) is None


def test_the_week_ends_on_sunday() -> None:
    assert week_end(WEDNESDAY) == date(2026, 11, 29)
    assert week_end(date(2026, 11, 29)) == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3天", (11, 28)),
        ("三天后", (11, 28)),
        ("两周", (12, 9)),
        ("兩個星期", (12, 9)),
        ("一个月", (12, 25)),
        ("10 days", (12, 5)),
        ("12月20日", (12, 20)),
        ("到周日", (11, 29)),
    ],
)
def test_a_day_may_be_said_as_how_long_from_today(text: str, day: tuple[int, int]) -> None:
    assert read_day(fold(text), WEDNESDAY) == date(2026, *day)


@pytest.mark.parametrize("text", ["3栋", "28日", "等配件", "0.5天", "一个月前", "3天两夜"])
def test_what_names_no_day_ahead_is_none(text: str) -> None:
    assert read_day(fold(text), WEDNESDAY) is None
