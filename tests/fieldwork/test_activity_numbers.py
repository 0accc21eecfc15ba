"""The numbers of an activity: none is derived from another, and what is far from the usual is asked about."""

from datetime import date

import pytest

from bot.rules import load_rules
from fieldwork.activities import Activity, ActivityKind, Counts, Unit
from fieldwork.activity_numbers import ActivityRules, completed, days_of, missing, photos_wanted, unusual

RULES = ActivityRules()
VISIT, TALK, CLEANUP = ActivityKind.HOME_VISIT, ActivityKind.PUBLICITY, ActivityKind.CLEANUP
TIMES, HOUSEHOLDS, PERSON_TIMES = Unit.TIMES, Unit.HOUSEHOLDS, Unit.PERSON_TIMES


def test_the_shipped_file_says_what_the_programme_does() -> None:
    assert load_rules().activities == RULES


def test_every_kind_has_its_rules() -> None:
    assert [each.kind for each in RULES.kinds] == list(ActivityKind)


def test_one_that_is_told_is_one_and_no_other_unit_comes_of_it() -> None:
    assert completed(RULES.of(VISIT), {HOUSEHOLDS: 5}) == {TIMES: 1, HOUSEHOLDS: 5}
    assert completed(RULES.of(TALK), {PERSON_TIMES: 140}) == {PERSON_TIMES: 140, Unit.SESSIONS: 1}


def test_how_often_is_not_said_twice_and_not_of_a_whole_period() -> None:
    assert completed(RULES.of(TALK), {TIMES: 43}) == {TIMES: 43}
    assert completed(RULES.of(VISIT), {HOUSEHOLDS: 36}, "2026-03") == {HOUSEHOLDS: 36}


def test_one_of_the_needed_units_is_enough() -> None:
    assert missing(RULES.of(VISIT), {TIMES: 1}) is HOUSEHOLDS
    assert missing(RULES.of(TALK), {Unit.PEOPLE: 140}) is None
    assert missing(RULES.of(ActivityKind.CASE_SESSION), {}) is None


def test_a_number_is_held_against_what_one_occasion_comes_to() -> None:
    assert unusual(RULES, VISIT, {TIMES: 1, HOUSEHOLDS: 60}, {}) is HOUSEHOLDS
    assert unusual(RULES, VISIT, {TIMES: 3, HOUSEHOLDS: 9}, {}) is None
    assert unusual(RULES, CLEANUP, {TIMES: 2, PERSON_TIMES: 90}, {}) is None


@pytest.mark.parametrize(
    ("kind", "counts", "days", "asked"),
    [
        (VISIT, {TIMES: 255, HOUSEHOLDS: 764}, 1, TIMES),
        (VISIT, {TIMES: 255, HOUSEHOLDS: 764}, 7, TIMES),
        (VISIT, {TIMES: 255, HOUSEHOLDS: 764}, 366, None),
        (VISIT, {TIMES: 12, HOUSEHOLDS: 140}, 1, HOUSEHOLDS),
        (VISIT, {TIMES: 12, HOUSEHOLDS: 140}, 7, None),
        (VISIT, {HOUSEHOLDS: 36, PERSON_TIMES: 80}, 31, None),
        (CLEANUP, {TIMES: 62, PERSON_TIMES: 832}, 1, TIMES),
        (CLEANUP, {TIMES: 62, PERSON_TIMES: 832}, 366, None),
        (CLEANUP, {TIMES: 1, Unit.PEOPLE: 3000}, 1, Unit.PEOPLE),
        (TALK, {TIMES: 43, PERSON_TIMES: 6025}, 1, TIMES),
        (TALK, {Unit.SESSIONS: 43, PERSON_TIMES: 6025}, 366, None),
    ],
)
def test_what_many_days_come_to_is_too_much_for_one(
    kind: ActivityKind, counts: Counts, days: int, asked: Unit | None
) -> None:
    assert unusual(RULES, kind, counts, {}, days) is asked


def test_a_station_where_one_goes_out_often_is_asked_later() -> None:
    assert unusual(RULES, VISIT, {TIMES: 30}, {TIMES: [10.0] * 10}) is None
    assert unusual(RULES, VISIT, {TIMES: 10}, {TIMES: [1.0] * 10}) is None, "a usual day is no question"


@pytest.mark.parametrize(
    ("period", "until", "days"),
    [("", None, 1), ("", date(2026, 3, 5), 4), ("2026-W10", None, 7), ("2026-03", None, 31),
     ("2026-Q1", None, 92), ("2026", None, 366)],
)  # fmt: skip
def test_a_period_is_all_its_days(period: str, until: date | None, days: int) -> None:
    told = Activity(
        serial=1, person_id=1, station="s", held_on=date(2026, 3, 2), held_until=until, period=period
    )
    assert days_of(told) == days


def test_a_station_with_a_history_is_held_against_its_own() -> None:
    history = {HOUSEHOLDS: [20.0] * 10}
    assert unusual(RULES, VISIT, {TIMES: 1, HOUSEHOLDS: 60}, history) is None
    assert unusual(RULES, VISIT, {TIMES: 1, HOUSEHOLDS: 3}, history) is HOUSEHOLDS
    assert unusual(RULES, VISIT, {TIMES: 1, HOUSEHOLDS: 60}, {HOUSEHOLDS: [20.0] * 9}) is HOUSEHOLDS


@pytest.mark.parametrize(
    ("captions", "wanted"),
    [
        ([], "both"),
        ([""], "one"),
        (["", ""], ""),
        (["整治前"], "after"),
        (["整治前", "整治前"], "after"),
        (["整治后"], "before"),
        (["整治前", "整治后"], ""),
        (["整治前", ""], ""),
        (["4号楼门前"], "one"),
        (["302 装扶手前"], "after"),
        (["装扶手前", "装好扶手后"], ""),
        (["after"], "before"),
    ],
)
def test_pictures_from_before_and_after_are_known_by_their_lines(captions: list[str], wanted: str) -> None:
    assert photos_wanted(captions) == wanted
