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
    return {due.name: due.at.astimezone(CHINA).strftime("%m-%d %H:%M") for due in of.table}


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
    calls = [d for d in sheet(came("2026-03-02 02:00", Urgency.T0)).table if d.leg == "sign"]
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
    rounds = [[due.round for due in each.table if due.name == "done.remind"] for each in (before, after)]
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
    assert sheet(came("2026-03-02 10:00", state=state)).table == []


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


def test_a_step_that_stays_where_it_is_does_not_begin_the_reporters_clock_of_what_is_done_again() -> None:
    report = came("2026-03-02 10:00", state=State.REWORK)
    again = step("unsolved", "2026-03-05 10:00", State.CALLBACK, State.REWORK)
    handed = step("hand", "2026-03-06 10:00", State.REWORK, State.REWORK)
    assert told(sheet(report, again, handed)) == told(sheet(report, again))


def test_a_day_that_was_agreed_on_moves_only_by_pauses_after_it() -> None:
    report = came("2026-03-02 10:00", state=State.IN_PROGRESS, due_on=date(2026, 3, 20))
    held = step("hold", "2026-03-04 10:00", State.IN_PROGRESS, State.ON_HOLD)
    resumed = step("resume", "2026-03-05 10:00", State.ON_HOLD, State.IN_PROGRESS)
    extended = step("extend", "2026-03-06 10:00", State.IN_PROGRESS, State.IN_PROGRESS)
    later = step("hold", "2026-03-09 10:00", State.IN_PROGRESS, State.ON_HOLD)
    back = step("resume", "2026-03-10 10:00", State.ON_HOLD, State.IN_PROGRESS)
    assert told(sheet(report, held, resumed, extended))["done.late"] == "03-20 17:30"
    table = told(sheet(report, extended, later, back))
    assert (table["done.late"], table["reporter.done.late"]) == ("03-23 17:30", "03-23 17:30")


def test_more_time_is_not_reminded_of_in_the_moment_it_is_given() -> None:
    report = came("2026-03-02 10:00", state=State.IN_PROGRESS, due_on=date(2026, 3, 10))
    extended = step("extend", "2026-03-09 09:50", State.IN_PROGRESS, State.IN_PROGRESS)
    assert told(sheet(report, extended))["done.remind"] == "03-10 14:58"


def test_a_day_off_that_was_agreed_on_ends_with_the_next_day_that_is_worked() -> None:
    report = came("2026-03-02 10:00", state=State.IN_PROGRESS, due_on=date(2026, 3, 14))
    extended = step("extend", "2026-03-06 10:00", State.IN_PROGRESS, State.IN_PROGRESS)
    assert told(sheet(report, extended))["done.late"] == "03-16 17:30"


def test_another_level_is_reckoned_from_the_beginning_whatever_was_agreed_on() -> None:
    report = came("2026-03-02 10:00", Urgency.T1, State.IN_PROGRESS, due_on=date(2026, 3, 20))
    extended = step("extend", "2026-03-02 11:00", State.IN_PROGRESS, State.IN_PROGRESS)
    raised = step("urgency", "2026-03-02 12:00", State.IN_PROGRESS, State.IN_PROGRESS)
    table = told(sheet(report, extended, raised))
    assert (table["done.late"], table["reporter.done.late"]) == ("03-03 10:00", "03-03 10:00")


def test_what_was_parked_has_a_limit_of_its_own_again() -> None:
    report = came("2026-03-02 10:00", state=State.IN_PROGRESS, due_on=date(2026, 3, 12))
    extended = step("extend", "2026-03-06 10:00", State.IN_PROGRESS, State.IN_PROGRESS)
    parked = step("park", "2026-03-09 10:00", State.IN_PROGRESS, State.PARKED)
    back = step("unpark", "2026-04-20 10:00", State.PARKED, State.IN_PROGRESS)
    assert told(sheet(report, extended, parked, back))["done.late"] == "04-27 10:00"


def test_a_hand_over_leaves_the_reporter_the_day_that_they_were_told() -> None:
    report = came("2026-03-02 10:00", state=State.SIGNED, due_on=date(2026, 3, 20))
    extended = step("extend", "2026-03-06 10:00", State.IN_PROGRESS, State.IN_PROGRESS)
    moved = step("transfer", "2026-03-10 10:00", State.IN_PROGRESS, State.SIGNED)
    table = told(sheet(report, extended, moved))
    assert (table["done.late"], table["reporter.done.late"]) == ("03-17 10:00", "03-20 17:30")


def test_the_ladder_does_not_rise_while_the_reporter_is_asked() -> None:
    report = came("2026-03-02 10:00", state=State.IN_PROGRESS)
    asked = step("ask", "2026-03-09 15:00", State.IN_PROGRESS, State.NEEDS_INFO)
    answered = step("answer", "2026-03-12 15:00", State.NEEDS_INFO, State.IN_PROGRESS)
    table = told(sheet(report, asked, answered))
    assert (table["done.late"], table["done.rise2"], table["done.rise3"]) == (
        "03-09 10:00", "03-13 10:00", "03-17 10:00"
    )  # fmt: skip


def test_the_overdue_level_stands_still_with_time() -> None:
    report = came("2026-03-02 10:00", state=State.NEEDS_INFO, level=2)
    assert timetable.level(sheet(report), at("2026-03-20 10:00")) == 2


def test_who_was_contacted_is_not_told_that_nobody_did_after_a_hand_over() -> None:
    report = came("2026-03-02 10:00", state=State.SIGNED)
    contacted = step("contact", "2026-03-02 11:00", State.SIGNED, State.IN_PROGRESS)
    moved = step("transfer", "2026-03-02 12:00", State.IN_PROGRESS, State.SIGNED)
    assert "reporter.contact.late" not in told(sheet(report, contacted, moved))


def dispatched(when: str, station: str, **of: str) -> Event:
    reason = json.dumps({"first": {"rule": "usual", "version": 1, "station": station}, "of": of})
    return Event(at=at(when), serial=1, step="dispatched", came_from=State.DISPATCHED,
                 went_to=State.DISPATCHED, reason=reason)  # fmt: skip


def test_another_person_of_the_same_station_has_no_more_time_and_another_station_has() -> None:
    report = came("2026-03-02 10:00")
    first, absent = dispatched("2026-03-02 10:00", "S1"), dispatched("2026-03-02 15:00", "S1")
    above = dispatched("2026-03-02 15:00", "S0")
    assert told(Sheet(report, (first, absent), RULES, CALENDAR))["sign.late"] == "03-02 16:00"
    assert told(Sheet(report, (first, above), RULES, CALENDAR))["sign.late"] == "03-03 10:00"


def test_what_reads_as_urgent_after_an_edit_rings_anew() -> None:
    report = came("2026-03-02 10:00", Urgency.T1)
    first = dispatched("2026-03-02 10:00", "S1", urgency="T2")
    edited = Event(at=at("2026-03-02 11:30"), serial=1, step="understood",
                   reason=json.dumps({"of": {"urgency": "T1"}}))  # fmt: skip
    rounds = [Sheet(report, events, RULES, CALENDAR).times() for events in ((first,), (first, edited))]
    assert rounds == [1, 2]


def test_what_a_person_said_of_the_level_is_said_once() -> None:
    report = came("2026-03-02 10:00", Urgency.T1)
    first = dispatched("2026-03-02 10:00", "S1", urgency="T2")
    said = Event(at=at("2026-03-02 11:00"), serial=1, step="urgency", reason="T2 > T1")
    absent = dispatched("2026-03-03 08:00", "S1", urgency="T1")
    assert Sheet(report, (first, said, absent), RULES, CALENDAR).times() == 2


def test_an_activity_that_turns_out_to_be_a_need_waits_from_then_on() -> None:
    report = came("2026-03-02 10:00")
    need = step("is_need", "2026-03-06 10:00", State.NOTED, State.DISPATCHED)
    table = told(sheet(report, need))
    assert (table["sign.late"], table["reporter.done.late"]) == ("03-06 16:00", "03-13 10:00")


def test_what_waits_for_a_day_off_goes_on_when_somebody_works_again() -> None:
    for state in (State.ON_HOLD, State.PARKED):
        waiting = came("2026-03-02 10:00", state=state, waits_until=date(2026, 3, 7))
        urgent = waiting.model_copy(update={"urgency": Urgency.T1})
        assert list(told(sheet(waiting)).values()) == ["03-09 08:30"]
        assert list(told(sheet(urgent)).values()) == ["03-07 08:30"]


def test_without_an_answer_it_goes_on_when_somebody_works() -> None:
    report = came("2026-03-02 10:00", state=State.NEEDS_INFO)
    asked = step("ask", "2026-03-02 20:00", State.DISPATCHED, State.NEEDS_INFO)
    assert told(sheet(report, asked)) == {"day.answer": "03-09 08:30"}


def test_a_limit_that_a_closure_moved_is_looked_at_again_and_nobody_is_told_twice() -> None:
    report, now = came("2026-03-02 10:00"), at("2026-03-02 16:30")
    acted = Event(at=at("2026-03-02 16:00"), serial=1, step=timetable.FIRED,
                  reason=json.dumps({"step": "sign.late#0"}))  # fmt: skip
    closed = RULES.calendar.of("S1", national_days("china"), [(date(2026, 3, 2), date(2026, 3, 2))], CHINA)
    moved = Sheet(report, (acted,), RULES, closed)
    assert timetable.level(moved, now) == 0
    assert timetable.next_due(moved) == at("2026-03-04 08:30")
    assert timetable.next_look(moved, now) == at("2026-03-03 14:30")


def test_danger_that_nobody_signs_for_is_called_for_the_next_day_too_once_an_hour() -> None:
    calls = [d.at for d in sheet(came("2026-03-02 02:00", Urgency.T0)).table if d.leg == "sign"]
    assert at("2026-03-03 02:00") in calls
    assert [each for each in calls if at("2026-03-04 00:00") <= each < at("2026-03-04 03:00")] == [
        at("2026-03-04 00:00"), at("2026-03-04 01:00"), at("2026-03-04 02:00")
    ]  # fmt: skip


def test_who_sees_to_what_nobody_signed_for_hears_when_the_day_is_over() -> None:
    report = came("2026-03-02 10:00", supervise_until=date(2026, 3, 6))
    sees = step("supervise", "2026-03-04 10:00", State.DISPATCHED, State.DISPATCHED)
    assert "done.late" not in told(sheet(report))
    assert told(sheet(report, sees))["done.late"] == "03-06 17:30"


# -- a plan first -----------------------------------------------------------------------------------


def test_what_is_complex_is_planned_within_five_working_days_and_nothing_of_the_work_is_due_before() -> None:
    table = told(sheet(came("2026-03-02 10:00", Urgency.T3, State.IN_PROGRESS)))
    assert table == {
        "plan.remind": "03-06 10:00", "plan.late": "03-09 10:00", "plan.rise2": "03-10 10:00",
        "plan.rise3": "03-12 10:00", "plan.list": "03-16 10:00",
        "reporter.done.late": "03-30 10:00",
    }  # fmt: skip


def planned(when: str) -> Event:
    return step("plan_approved", when, State.IN_PROGRESS, State.IN_PROGRESS)


def test_the_work_has_fifteen_working_days_from_when_its_plan_was_agreed_on() -> None:
    table = told(sheet(came("2026-03-02 10:00", Urgency.T3, State.IN_PROGRESS), planned("2026-03-04 11:00")))
    assert (table["done.late"], table["reporter.done.late"]) == ("03-25 11:00", "03-25 11:00")
    assert not [name for name in table if name.startswith("plan.")]


def test_a_hand_over_begins_the_plan_anew_and_a_plan_that_was_agreed_on_stays() -> None:
    report = came("2026-03-02 10:00", Urgency.T3, State.IN_PROGRESS)
    moved = step("transfer", "2026-03-05 10:00", State.IN_PROGRESS, State.IN_PROGRESS)
    before = told(sheet(report, moved))
    assert (before["plan.late"], before["reporter.done.late"]) == ("03-12 10:00", "03-30 10:00")
    after = told(sheet(report, planned("2026-03-04 10:00"), moved))
    assert (after["done.late"], after["reporter.done.late"]) == ("03-26 10:00", "03-25 10:00")


def test_another_level_is_reckoned_as_if_there_never_was_a_plan() -> None:
    ordinary = came("2026-03-02 10:00", Urgency.T2, State.IN_PROGRESS)
    changed = step("urgency", "2026-03-05 10:00", State.IN_PROGRESS, State.IN_PROGRESS)
    table = told(sheet(ordinary, planned("2026-03-04 10:00"), changed))
    assert (table["done.late"], table["reporter.done.late"]) == ("03-09 10:00", "03-09 10:00")
    complex_ = came("2026-03-02 10:00", Urgency.T3, State.IN_PROGRESS)
    assert told(sheet(complex_, changed))["plan.late"] == "03-09 10:00"


def test_a_day_that_was_set_by_hand_stands_for_the_plan() -> None:
    report = came("2026-03-02 10:00", Urgency.T3, State.IN_PROGRESS, due_on=date(2026, 3, 20))
    extended = step("extend", "2026-03-06 10:00", State.IN_PROGRESS, State.IN_PROGRESS)
    table = told(sheet(report, extended))
    assert table["done.late"] == "03-20 17:30"
    assert "plan.late" not in table


def test_a_set_of_rules_without_a_plan_goes_on_as_before() -> None:
    clocks = tuple(clock.model_copy(update={"plan": None}) for clock in RULES.clocks)
    report = came("2026-03-02 10:00", Urgency.T3, State.IN_PROGRESS)
    first = Event(at=report.kept_at, serial=1, step="dispatched", went_to=State.DISPATCHED)
    old = Sheet(report, (first,), RULES.model_copy(update={"clocks": clocks}), CALENDAR)
    assert told(old)["done.late"] == "03-23 10:00"
