"""Who is to be visited when, who comes first, and how many were visited in time."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from fieldwork.calendars import Calendar, NationalDays, Period
from fieldwork.care import CarePlan, Mute, Outcome, Risk, Visit
from fieldwork.places import Network, Place, PlaceKind
from fieldwork.visits_due import (
    Kept,
    appointment,
    is_due,
    kept,
    late,
    names_door,
    nobody_opened,
    on_working_day,
    paused,
    rate,
    tells_of_visits,
    todays,
)

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAYS = {Risk.HIGH: 7, Risk.KEY: 30, Risk.GENERAL: 90}
MONDAY = date(2026, 3, 2)
CALENDAR = Calendar(UTC, (Period(time(8, 30), time(17, 30)),))
GOLDEN_WEEK = Calendar(
    UTC, (Period(time(8, 30), time(17, 30)),),
    national=NationalDays(off=frozenset(date(2026, 10, day) for day in range(1, 8))),
)  # fmt: skip


def plan(**values: Any) -> CarePlan:
    given: dict[str, Any] = {
        "id": 1,
        "place": "4",
        "door": "502",
        "risk": Risk.HIGH,
        "first_on": MONDAY,
        "next_on": MONDAY,
    }
    return CarePlan(station="x", responsible_id=2, made_by=2, made_at=AT, **(given | values))


def met(*days: date) -> list[Visit]:
    return [Visit(plan_id=1, at=AT, day=day, outcome=Outcome.MET) for day in days]


def test_an_appointment_is_not_on_a_day_off() -> None:
    saturday, sunday = date(2026, 3, 7), date(2026, 3, 8)
    assert on_working_day(saturday, Risk.KEY, CALENDAR) == date(2026, 3, 6)
    assert on_working_day(sunday, Risk.KEY, CALENDAR) == date(2026, 3, 6)
    assert on_working_day(sunday, Risk.HIGH, CALENDAR) == date(2026, 3, 9), "the nearest one"
    assert on_working_day(saturday, Risk.HIGH, CALENDAR) == date(2026, 3, 6)
    assert on_working_day(date(2026, 10, 5), Risk.GENERAL, GOLDEN_WEEK) == date(2026, 9, 30)


def test_an_appointment_is_never_on_the_day_of_the_last_visit() -> None:
    short = plan(visited_on=date(2026, 9, 30), next_on=date(2026, 10, 3))
    assert appointment(short, GOLDEN_WEEK) == date(2026, 10, 3)


def test_what_is_due() -> None:
    tomorrow = MONDAY + timedelta(days=1)
    assert is_due(plan(), MONDAY, CALENDAR)
    assert not is_due(plan(next_on=tomorrow), MONDAY, CALENDAR)
    assert is_due(plan(next_on=tomorrow, changed_at=AT), MONDAY, CALENDAR)
    assert is_due(plan(next_on=tomorrow, extra_on=MONDAY), MONDAY, CALENDAR)
    assert not is_due(plan(next_on=tomorrow, extra_on=tomorrow), MONDAY, CALENDAR)
    assert not is_due(plan(next_on=None, changed_at=AT), MONDAY, CALENDAR), "it has ended"


def test_what_is_late_is_reckoned_from_the_last_visit_whatever_was_put_off() -> None:
    moved = plan(visited_on=MONDAY, next_on=MONDAY + timedelta(days=12))
    assert [late(moved, 7, MONDAY + timedelta(days=ahead)) for ahead in (7, 8, 12)] == [0, 1, 5]


def test_the_most_urgent_come_first_and_the_rest_waits_by_building() -> None:
    day = date(2026, 3, 20)
    plans = [
        plan(id=1, place="4", risk=Risk.GENERAL, first_on=day, next_on=day),
        plan(id=2, place="5", risk=Risk.HIGH, first_on=day, next_on=day),
        plan(id=3, place="4", risk=Risk.KEY, first_on=day - timedelta(days=1)),
        plan(id=4, place="5", risk=Risk.KEY, first_on=day, next_on=day),
        plan(id=5, place="6", risk=Risk.GENERAL, first_on=day, next_on=day, changed_at=AT),
    ]
    today = todays(plans, DAYS, day, 4)
    assert [each.id for each in today.plans] == [5, 3, 2, 4]
    assert today.later == 1
    assert [each.id for each in todays(plans, DAYS, day, 8).plans] == [5, 3, 1, 2, 4], (
        "one building after another"
    )
    extra = [each.model_copy(update={"extra_on": day}) for each in plans]
    assert len(todays(extra, DAYS, day, 2).plans) == 5, "an extra round never waits"


def test_a_pause_of_a_building_is_one_of_all_its_households() -> None:
    network = Network([Place(code="x", kind=PlaceKind.ESTATE, name="x"),
                       Place(code="4", kind=PlaceKind.BUILDING, name="4", parent="x")])  # fmt: skip
    pause = Mute(place="x", since=MONDAY, until=date(2026, 3, 10), noted_at=AT)
    assert paused(plan(), [pause], network, date(2026, 3, 10)) is pause
    assert paused(plan(), [pause], network, date(2026, 3, 11)) is None
    assert paused(plan(changed_at=AT), [pause], network, MONDAY) is None, "a change is stronger"
    assert (
        paused(plan(id=2), [Mute(plan_id=1, since=MONDAY, until=MONDAY, noted_at=AT)], network, MONDAY)
        is None
    )


@pytest.mark.parametrize(
    ("text", "door", "named"),
    [
        ("今天入户走访4栋502", "502", True),
        ("走访4栋2单元302和2-402", "2-302", True),
        ("走访4栋2单元302和2-402", "2-402", True),
        ("走访4栋2单元302", "302", True),
        ("走访4栋1502", "502", False),
        ("今天走访502户", "502", False),
        ("走访4栋3单元302", "2-302", False),
        ("走访4栋302", "2-302", False),
    ],
)
def test_a_door_is_named_or_not(text: str, door: str, named: bool) -> None:
    assert names_door(text, door) is named


def test_what_tells_of_a_visit_and_what_asks_for_one() -> None:
    told = ("今天入户走访4栋502", "下午上门看望了4栋502的老人", "去过了4栋502", "走访4栋502没人应")
    asked = ("请上门看看4栋502的老人", "4栋502漏水", "希望今天能上门探访4栋502")
    assert [tells_of_visits(text) for text in told] == [True] * 4
    assert [tells_of_visits(text) for text in asked] == [False] * 3
    assert [nobody_opened(text) for text in told] == [False, False, False, True]


# -- the month's rate -------------------------------------------------------------------------------

MARCH = date(2026, 3, 1), date(2026, 3, 31)


def in_march(visits: list[Visit], mutes: list[Mute] | None = None, **values: Any) -> Kept:
    return kept(plan(**values), visits, mutes or [], DAYS[values.get("risk", Risk.HIGH)], *MARCH)


def weekly(first: date, many: int) -> list[Visit]:
    return met(*(first + timedelta(days=7 * week) for week in range(many)))


def test_each_interval_of_the_month_counts() -> None:
    assert in_march(weekly(MONDAY, 5))[1:3] == (True, True)
    assert in_march(weekly(MONDAY, 3))[1:3] == (True, False), "the last weeks nobody came"
    late_once = met(MONDAY, date(2026, 3, 10), date(2026, 3, 16), date(2026, 3, 23), date(2026, 3, 30))
    assert in_march(late_once)[1:3] == (True, False)


def test_who_is_not_due_in_the_month_is_in_no_denominator() -> None:
    later = date(2026, 4, 20)
    assert not in_march([], risk=Risk.GENERAL, first_on=later, next_on=later).due


def test_what_was_open_before_the_month_stays_open() -> None:
    assert in_march([], first_on=date(2026, 1, 5))[1:3] == (True, False)


def test_what_ends_today_is_not_over_yet() -> None:
    assert not in_march([], first_on=MARCH[1]).due
    assert in_march(met(MARCH[1]), first_on=MARCH[1])[1:3] == (True, True)


def test_a_past_pause_is_no_missed_visit() -> None:
    pause = Mute(plan_id=1, since=date(2026, 3, 8), until=date(2026, 3, 25), noted_at=AT)
    visits = met(MONDAY, date(2026, 3, 26))
    assert in_march(visits, [pause])[1:3] == (True, True)
    assert in_march(visits)[1:3] == (True, False)
    whole = Mute(plan_id=1, since=date(2026, 3, 1), until=date(2026, 4, 5), noted_at=AT)
    assert in_march([], [whole]) == Kept(plan(), due=False, met=False, paused=True)


def test_the_rate_says_who_is_left_out() -> None:
    those = [
        Kept(plan(id=1), True, True),
        Kept(plan(id=2), True, False),
        Kept(plan(id=3), False, paused=True),
    ]
    phoned = [Visit(plan_id=2, at=AT, day=MONDAY, outcome=Outcome.PHONED)]
    found = rate(those, 1, phoned, *MARCH)
    assert (found.due, found.met, found.paused, found.ended, found.phoned) == (2, 1, 1, 1, 1)
    assert [each.id for each in found.behind] == [2]
