"""Who may do what with a request for help, and what a helper is called."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fieldwork import helping
from fieldwork.helping import ACTS, As, Help, HelpKind, HelpState, No, Silence
from fieldwork.reports import PrivacyClass, Report

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TEN = timedelta(minutes=10)


def request(kind: HelpKind = HelpKind.VOLUNTEER, state: HelpState = HelpState.OFFERED, **values: Any) -> Help:
    return Help(id=1, serial=10_001, kind=kind, state=state, asked_by=2, asked_at=NOW, **values)


def hindered(name: str, help_: Help, *acting: As, at: datetime = NOW) -> No | None:
    return helping.why_not(name, help_, frozenset(acting), at, TEN)


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_done_by_somebody_whom_it_does_not_concern(name: str) -> None:
    for kind in HelpKind:
        for state in HelpState:
            assert hindered(name, request(kind, state)) is not None


@pytest.mark.parametrize("state", sorted(helping.OVER))
def test_what_is_over_is_never_taken_up_again(state: HelpState) -> None:
    stays = {"explain", "say"}
    for name in set(ACTS) - stays:
        for kind in HelpKind:
            assert hindered(name, request(kind, state), *As) is not None, name


def test_who_has_it_does_not_go_along_with_themselves() -> None:
    taken = request(state=HelpState.TAKEN, taken_at=NOW)
    assert hindered("join", taken, As.ASKED) is None
    assert hindered("join", taken, As.ASKED, As.HOLDER) is No.STATE
    assert hindered("join", taken, As.ASKED, As.ALONG) is No.STATE


def test_only_for_ten_minutes_can_it_be_undone() -> None:
    taken = request(state=HelpState.TAKEN, taken_at=NOW)
    assert hindered("undo", taken, As.ASKED, As.HOLDER, at=NOW + TEN) is None
    assert hindered("undo", taken, As.ASKED, As.HOLDER, at=NOW + TEN * 1.1) is No.TOO_LATE
    assert hindered("undo", taken, As.ASKED, As.ALONG) is No.NOT_THEIRS


def test_who_was_asked_late_still_has_half_the_time_to_answer() -> None:
    day = Silence(timedelta(hours=24))
    taken = request(state=HelpState.TAKEN, heard_at=NOW)
    assert not day.is_to_be_asked(taken, NOW + timedelta(hours=11))
    assert day.is_to_be_asked(taken, NOW + timedelta(hours=12))
    assert not day.is_over(taken, NOW + timedelta(hours=99)), "never before they were asked"
    late = request(state=HelpState.TAKEN, heard_at=NOW, nudged_at=NOW + timedelta(hours=20))
    assert not day.is_over(late, NOW + timedelta(hours=31))
    assert day.is_over(late, NOW + timedelta(hours=32))


@pytest.mark.parametrize(
    ("kind", "asked"), [(HelpKind.STATION, "P3"), (HelpKind.PARTNER, "P2"), (HelpKind.VOLUNTEER, "P2")]
)
def test_nobody_is_asked_about_what_they_may_not_know_of(kind: HelpKind, asked: str) -> None:
    for grade in PrivacyClass:
        report = Report(reporter_id=1, sent_at=NOW, kept_at=NOW, privacy=grade)
        assert helping.may_be_asked(kind, report) is (grade.value <= asked)


@pytest.mark.parametrize(
    ("name", "called"), [("梁婉婷", "梁"), ("欧阳兰", "欧阳"), ("Grace", ""), ("", ""), (" 陈伯", "陈")]
)
def test_a_surname_is_what_stands_first(name: str, called: str) -> None:
    assert helping.surname(name) == called


@pytest.mark.parametrize(
    ("name", "body"), [("湖光义工队", True), ("西湖花园物业", True), ("梁婉婷", False), ("王学校", False)]
)
def test_an_organisation_is_told_from_a_person(name: str, body: bool) -> None:
    assert helping.is_body(name) is body
