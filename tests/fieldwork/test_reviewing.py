"""Where an activity may go from where it stands, and who is drawn for a look."""

from datetime import UTC, date, datetime

import pytest

from fieldwork import reviewing
from fieldwork.activities import Activity, Stage
from fieldwork.reviewing import ReviewRules

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def visit(serial: int = 10001, **more: object) -> Activity:
    return Activity.model_validate(
        {"serial": serial, "person_id": 1, "station": "XH", "held_on": date(2026, 3, 2), **more}
    )


@pytest.mark.parametrize(
    ("stage", "leads_to"),
    [
        (Stage.DRAFT, {Stage.SUBMITTED, Stage.VOID}),
        (Stage.SUBMITTED, {Stage.ACCEPTED, Stage.RETURNED, Stage.VOID}),
        (Stage.RETURNED, {Stage.SUBMITTED, Stage.RESUBMITTED, Stage.VOID}),
        (Stage.RESUBMITTED, {Stage.ACCEPTED, Stage.RETURNED, Stage.VOID}),
        (Stage.ACCEPTED, {Stage.RETURNED, Stage.VOID}),
        (Stage.VOID, set()),
    ],
)
def test_an_activity_goes_only_where_it_may(stage: Stage, leads_to: set[Stage]) -> None:
    assert {to for to in Stage if reviewing.may_become(visit(stage=stage), to)} == leads_to


def test_a_tenth_is_drawn_and_always_the_same() -> None:
    rules = ReviewRules()
    drawn = [serial for serial in range(10_000, 30_000) if reviewing.is_drawn(serial, rules)]
    assert 1_900 < len(drawn) < 2_100
    assert drawn == [serial for serial in range(10_000, 30_000) if reviewing.is_drawn(serial, rules)]
    others = [
        serial for serial in range(10_000, 30_000) if reviewing.is_drawn(serial, ReviewRules(seed="other"))
    ]
    assert drawn != others


@pytest.mark.parametrize(("share", "drawn"), [(0.0, False), (1.0, True)])
def test_a_district_may_draw_none_or_all(share: float, drawn: bool) -> None:
    begun = reviewing.begun(visit(), AT, ReviewRules(sample=share))
    assert (begun["sampled"], begun["next_due"] is None) == (drawn, drawn)


def test_what_is_far_from_the_usual_is_not_left_to_time() -> None:
    begun = reviewing.begun(visit(unusual="户"), AT, ReviewRules(sample=0))
    assert (begun["sampled"], begun["next_due"]) == (False, None)


def test_only_the_same_report_of_the_same_period_is_replaced() -> None:
    newer, other = visit(10002, period="2026-W10"), visit(period="2026-W10")
    assert reviewing.replaces(newer, other)
    assert not reviewing.replaces(newer, newer)
    assert not reviewing.replaces(newer, visit(period="2026-W09"))
    assert not reviewing.replaces(visit(10002), visit())
