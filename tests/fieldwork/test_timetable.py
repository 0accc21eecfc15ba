"""What time brings to a report, and when."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.holidays import national_days
from bot.rules import load_rules
from fieldwork import timetable
from fieldwork.calendars import Calendar
from fieldwork.reports import Event, Report, State, Urgency
from fieldwork.timetable import Sheet

CHINA = ZoneInfo("Asia/Shanghai")
RULES = load_rules()
CALENDAR: Calendar = RULES.calendar.of("S1", national_days("china"), (), CHINA)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=CHINA)


def came(when: str, urgency: Urgency = Urgency.T2, state: State = State.DISPATCHED, **values: Any) -> Report:
    return Report(reporter_id=1, serial=1, station="S1", urgency=urgency, state=state, sent_at=at(when),
                  kept_at=at(when), **values)  # fmt: skip


def step(name: str, when: str, was: State, then: State) -> Event:
    return Event(at=at(when), serial=1, step=name, came_from=was, went_to=then)


def sheet(report: Report, *events: Event) -> Sheet:
    first = Event(at=report.kept_at, serial=1, step="dispatched", went_to=State.DISPATCHED)
    return Sheet(report, (first, *events), RULES, CALENDAR)


def told(of: Sheet) -> dict[str, str]:
    return {due.name: due.at.astimezone(CHINA).strftime("%m-%d %H:%M") for due in timetable.timetable(of)}


def test_an_ordinary_report_is_signed_for_within_four_working_hours_and_the_ladder_rises_by_working_days() -> (
    None
):
    table = told(sheet(came("2026-03-02 10:00")))
    assert table == {
        "sign.remind": "03-02 15:12", "sign.late": "03-02 16:00", "sign.rise2": "03-03 16:00",
        "sign.rise3": "03-05 16:00", "sign.list": "03-09 16:00",
        "reporter.contact.late": "03-03 10:00", "reporter.done.late": "03-09 10:00",
    }  # fmt: skip


def test_an_ordinary_report_of_the_last_day_of_september_is_done_by_the_thirteenth_of_october() -> None:
    report = came("2026-09-30 17:00", state=State.IN_PROGRESS)
    assert told(sheet(report))["done.late"] == "10-13 17:00"


def test_a_question_of_a_friday_is_answered_on_the_sunday_that_is_worked() -> None:
    assert told(sheet(came("2026-09-18 17:00", Urgency.Q)))["reporter.done.late"] == "09-20 17:00"


@pytest.mark.parametrize(
    ("when", "remind", "late", "contact"),
    [
        ("2026-03-02 10:00", "03-02 11:00", "03-02 12:00", "03-02 14:00"),
        ("2026-03-02 21:00", "03-03 03:00", "03-03 09:00", "03-03 11:00"),
        ("2026-03-02 03:00", "03-02 06:00", "03-02 09:00", "03-02 11:00"),
    ],
)
def test_an_urgent_one_runs_on_the_wall_but_asks_nobody_in_the_night(
    when: str, remind: str, late: str, contact: str
) -> None:
    table = told(sheet(came(when, Urgency.T1)))
    assert (table["sign.remind"], table["sign.late"]) == (remind, late)
    assert table["reporter.contact.late"] == contact


def test_danger_calls_the_next_person_every_ten_minutes_and_the_level_rises_with_the_district() -> None:
    calls = [d for d in timetable.timetable(sheet(came("2026-03-02 02:00", Urgency.T0))) if d.leg == "sign"]
    assert [(d.mark, d.level) for d in calls[:7]] == [
        ("call1", 1), ("call2", 1), ("call3", 2), ("call4", 2), ("call5", 2), ("call6", 3), ("call7", 3)
    ]  # fmt: skip
    assert calls[5].at == at("2026-03-02 03:00")


def test_danger_that_is_said_later_is_called_for_from_then_on() -> None:
    report = came("2026-03-02 10:00", Urgency.T0)
    said = Event(at=at("2026-03-04 10:00"), serial=1, step="urgency", reason="T2 > T0")
    assert told(sheet(report, said))["sign.call1"] == "03-04 10:10"


def test_time_stands_still_while_the_reporter_is_asked_and_what_was_left_is_left() -> None:
    report = came("2026-03-02 10:00", state=State.IN_PROGRESS)
    asked = step("ask", "2026-03-04 10:00", State.IN_PROGRESS, State.NEEDS_INFO)
    answered = step("answer", "2026-03-05 10:00", State.NEEDS_INFO, State.IN_PROGRESS)
    assert told(sheet(report))["done.late"] == "03-09 10:00"
    assert told(sheet(report, asked, answered))["done.late"] == "03-10 10:00"


def test_a_pause_counts_no_longer_than_it_may_last() -> None:
    report = came("2026-03-02 10:00", state=State.IN_PROGRESS)
    asked = step("ask", "2026-03-03 10:00", State.IN_PROGRESS, State.NEEDS_INFO)
    answered = step("answer", "2026-03-23 10:00", State.NEEDS_INFO, State.IN_PROGRESS)
    capped = step("answer", "2026-03-08 10:00", State.NEEDS_INFO, State.IN_PROGRESS)
    assert told(sheet(report, asked, answered)) == told(sheet(report, asked, capped))


def test_when_a_pause_ends_nothing_rises_in_the_same_second() -> None:
    report = came("2026-03-02 10:00")
    asked = step("ask", "2026-03-02 15:59", State.DISPATCHED, State.NEEDS_INFO)
    answered = step("answer", "2026-03-03 09:00", State.NEEDS_INFO, State.DISPATCHED)
    table = told(sheet(report, asked, answered))
    assert table["sign.late"] == "03-03 10:00"


def test_a_hand_over_begins_the_stations_clock_anew_and_not_the_reporters() -> None:
    report = came("2026-03-02 10:00", state=State.SIGNED)
    moved = step("transfer", "2026-03-04 10:00", State.DISPATCHED, State.SIGNED)
    table = told(sheet(report, moved))
    assert (table["done.late"], table["reporter.done.late"]) == ("03-11 10:00", "03-09 10:00")


def test_an_extension_sets_the_day_and_the_reminder_comes_again() -> None:
    report = came("2026-03-02 10:00", state=State.IN_PROGRESS, due_on=date(2026, 3, 20))
    extended = step("extend", "2026-03-06 10:00", State.IN_PROGRESS, State.IN_PROGRESS)
    before, after = sheet(report), sheet(report, extended)
    assert told(after)["done.late"] == "03-20 17:30"
    rounds = [
        [due.round for due in timetable.timetable(each) if due.name == "done.remind"]
        for each in (before, after)
    ]
    assert rounds[0] < rounds[1]


def test_what_is_done_again_has_three_days_and_begins_at_level_one() -> None:
    report = came("2026-03-02 10:00", state=State.REWORK)
    again = step("unsolved", "2026-03-05 10:00", State.CALLBACK, State.REWORK)
    of = sheet(report, again)
    assert told(of)["sign.late"] == "03-05 12:00"
    assert told(of)["reporter.done.late"] == "03-10 10:00"
    assert timetable.level(of, at("2026-03-05 10:01")) == 1


def test_of_what_has_come_only_the_last_mark_of_a_leg_is_acted_on_and_once() -> None:
    report, now = came("2026-03-02 10:00"), at("2026-03-06 10:00")
    of = sheet(report)
    assert [due.name for due in timetable.to_act_on(of, now)] == ["reporter.contact.late", "sign.rise3"]
    done = [Event(at=now, serial=1, step=timetable.FIRED, reason=json.dumps({"step": due.step}))
            for due in timetable.to_act_on(of, now)]  # fmt: skip
    after = sheet(report, *done)
    assert timetable.to_act_on(after, now) == []
    assert timetable.next_due(after) == at("2026-03-09 10:00")
    assert timetable.level(after, now) == 3


def test_a_reporter_is_asked_again_then_rung_then_let_be() -> None:
    report = came("2026-03-02 10:00", state=State.CALLBACK)
    asked = step("call_back", "2026-03-05 16:00", State.DONE, State.CALLBACK)
    assert told(sheet(report, asked)) == {
        "day.again": "03-09 16:00", "day.ring": "03-10 16:00", "day.unanswered": "03-12 16:00"
    }  # fmt: skip


@pytest.mark.parametrize("state", [State.CLOSED, State.WITHDRAWN, State.MERGED, State.NOTED])
def test_time_brings_nothing_to_what_is_over(state: State) -> None:
    assert timetable.timetable(sheet(came("2026-03-02 10:00", state=state))) == []


def test_the_clock_of_a_category_at_a_station_beats_the_general_one() -> None:
    rules = RULES.model_copy(update={"clocks": (*RULES.clocks, RULES.clocks[2].model_copy(
        update={"category": "governance", "done": "2d"}), RULES.clocks[2].model_copy(
        update={"station": "S1", "category": "governance.sewer", "done": "1d"}))})  # fmt: skip
    limits = {"governance.sewer": "03-03 10:00", "governance": "03-04 10:00", "elderly": "03-09 10:00"}
    for category, due in limits.items():
        report = came("2026-03-02 10:00", state=State.IN_PROGRESS, category=category)
        assert told(Sheet(report, (), rules, CALENDAR))["done.late"] == due


def test_a_new_report_has_its_first_moment_before_it_has_a_history() -> None:
    report = came("2026-03-02 10:00")
    assert timetable.next_due(Sheet(report, (), RULES, CALENDAR)) == at("2026-03-02 15:12")
