"""The rows of an account: what counts in some days, and how the rest stands."""

from datetime import date

import pytest

from fieldwork.accounts import Entry, Standing, entries, totals
from fieldwork.activities import Activity, ActivityKind, Counts, Stage, Unit
from fieldwork.counting_in import Beside
from fieldwork.days import Span
from fieldwork.figures import Added, Line, Sums

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
VISIT, CLEANUP = ActivityKind.HOME_VISIT, ActivityKind.CLEANUP


def rows(
    lines: Sums | None = None,
    held_on: date = date(2026, 3, 2),
    stage: Stage = Stage.ACCEPTED,
    told: Counts | None = None,
) -> list[Entry]:
    activity = Activity(serial=10_001, kind=VISIT, stage=stage, person_id=1, station="1", held_on=held_on)
    return list(entries(activity, told or {Unit.HOUSEHOLDS: 5}, Beside(0.5, 1), lines or {}, MARCH))


def test_what_counts_has_the_numbers_of_its_lines() -> None:
    lines = {
        Line("home_visit", "户"): Added(4),
        Line("not_met", "次"): Added(2),
        Line("volunteer_hours", "小时"): Added(1.5),
    }
    assert rows(lines) == [Entry(Standing.COUNTED, VISIT, {Unit.HOUSEHOLDS: 4}, 2, 1.5)]


def test_what_counts_here_and_was_held_before_is_there_as_late() -> None:
    (row,) = rows({Line("home_visit", "户"): Added(4, late=4)}, held_on=date(2026, 2, 20))
    assert (row.standing, row.counts) == (Standing.LATE, {Unit.HOUSEHOLDS: 4})


def test_a_kind_corrected_after_its_day_was_closed_is_two_rows() -> None:
    lines = {Line("cleanup", "户"): Added(-5, late=-5), Line("home_visit", "户"): Added(5, late=5)}
    found = rows(lines, held_on=date(2026, 2, 20))
    assert [(row.standing, row.kind, row.counts[Unit.HOUSEHOLDS]) for row in found] == [
        (Standing.BACK, CLEANUP, -5), (Standing.LATE, VISIT, 5),
    ]  # fmt: skip
    assert totals(found) == {Line("cleanup", "户"): -5, Line("home_visit", "户"): 5}


def test_hours_that_were_confirmed_later_are_a_row_of_their_own() -> None:
    (row,) = rows({Line("volunteer_hours", "小时"): Added(2, late=2)}, held_on=date(2026, 2, 20))
    assert (row.standing, row.counts, row.hours) == (Standing.LATE, {}, 2)


@pytest.mark.parametrize(
    ("stage", "standing"),
    [(Stage.DRAFT, "unconfirmed"), (Stage.SUBMITTED, "waiting"), (Stage.RESUBMITTED, "waiting"),
     (Stage.RETURNED, "returned"), (Stage.VOID, "void"), (Stage.ACCEPTED, "elsewhere")],
)  # fmt: skip
def test_what_does_not_count_has_its_own_numbers_and_is_in_no_sum(stage: Stage, standing: str) -> None:
    (row,) = found = rows(stage=stage)
    assert (row.standing, row.counts, row.not_met, row.hours) == (standing, {Unit.HOUSEHOLDS: 5}, 1, 0.5)
    assert totals(found) == {}


def test_what_neither_was_held_nor_counts_in_these_days_is_not_there() -> None:
    assert rows(held_on=date(2026, 2, 20)) == []
