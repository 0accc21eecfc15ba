"""When building heads meet as people write it, when their agenda leaves, and what the minutes ask next."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from fieldwork.councils import (
    LATER,
    WATCH,
    AgendaItem,
    Ask,
    Council,
    asked_next,
    is_to_be_sent,
    item_before,
    names_venue,
    read_hour,
    read_limit,
    read_when,
    taken_back,
)
from fieldwork.understanding.folding import fold

MONDAY = date(2026, 3, 2)
TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("19:00", time(19)), ("19：00", time(19)), ("晚上7点", time(19)), ("下午两点半", time(14, 30)),
        ("上午九點半", time(9, 30)), ("9点", time(9)), ("7点", time(19)), ("早上7点", time(7)), ("7pm", time(19)),
        ("改到下午3点", time(15)), ("晚上七点开会", time(19)), ("12点", time(12)), ("19", time(19)),
    ],
)  # fmt: skip
def test_an_hour_is_read_as_people_meet(said: str, hour: time) -> None:
    assert read_hour(fold(said)) == hour


@pytest.mark.parametrize("said", ["", "社区活动室", "25点", "4号楼架空层", "7点到9点", "302"])
def test_what_is_no_hour_is_none(said: str) -> None:
    assert read_hour(fold(said)) is None


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("3月6日", (date(2026, 3, 6), None)),
        ("周五晚上7点", (date(2026, 3, 6), time(19))),
        ("下午2点半 3-9", (date(2026, 3, 9), time(14, 30))),
        ("明天19:00", (date(2026, 3, 3), time(19))),
        ("14:30", (None, time(14, 30))),
        ("4号楼架空层", (None, None)),
        ("周五下午4号楼漏水", (None, None)),
    ],
)
def test_day_and_hour_are_read_together(said: str, when: tuple[date | None, time | None]) -> None:
    assert read_when(fold(said), MONDAY) == when


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("一周内", 9),
        ("3月13日前", 13),
        ("两周之内办好", 16),
        ("周五", 6),
        ("3天以内", 5),
        ("请物业清掏", None),
    ],
)
def test_a_limit_is_read_as_people_say_it(said: str, day: int | None) -> None:
    assert read_limit(fold(said), MONDAY) == (date(2026, 3, day) if day else None)


def a_council(**values: object) -> Council:
    given = {"place": "1", "station": "1", "held_on": MONDAY, "called_by": 1, "called_at": TEN} | values
    return Council.model_validate(given)


def test_an_agenda_whose_time_has_come_waits_a_little_for_hour_and_venue() -> None:
    tomorrow = MONDAY + timedelta(days=1)
    asked, said = a_council(held_on=tomorrow), a_council(held_on=tomorrow, opens_at=time(19), venue="站里")
    assert (is_to_be_sent(asked, TEN, UTC), is_to_be_sent(said, TEN, UTC)) == (False, True)
    assert is_to_be_sent(asked, TEN + timedelta(minutes=30), UTC)


@pytest.mark.parametrize("values", [{"sent_at": TEN}, {"ended_at": TEN}, {"held_on": date(2026, 3, 1)}])
def test_no_agenda_is_sent_of_what_is_over_or_known(values: dict[str, object]) -> None:
    assert not is_to_be_sent(a_council(**{"opens_at": time(19), "venue": "站里", **values}), TEN, UTC)


def an_item(id_: int = 1, **values: object) -> AgendaItem:
    given = {"id": id_, "serial": 10_001, "place": "1", "station": "1", "put_by": 1, "put_at": TEN} | values
    return AgendaItem.model_validate(given)


def test_the_questions_about_an_item_follow_its_answers_and_back() -> None:
    answers: list[dict[str, object]] = [{"decision": "清掏"}, {"owner_id": 3}, {"due_on": MONDAY}]
    item, asked = an_item(), list[Ask | None]()
    for said in answers:
        asked.append(asked_next(item))
        item = item.model_copy(update=said)
    assert [*asked, asked_next(item)] == [Ask.WHAT, Ask.WHO, Ask.UNTIL, None]
    for question in reversed(asked):
        item = item.model_copy(update=taken_back(item))
        assert asked_next(item) == question
    assert taken_back(item) == {}


@pytest.mark.parametrize("decision", [WATCH, LATER])
def test_what_needs_no_report_needs_nobody_and_no_day(decision: str) -> None:
    assert asked_next(an_item(decision=decision)) is None


def test_what_came_into_force_is_not_taken_back() -> None:
    done = an_item(decision="清掏", decided_serial=10_002)
    assert (asked_next(done), taken_back(done)) == (None, {})


def test_a_step_back_leads_to_the_item_before_once_nothing_is_said_of_this_one() -> None:
    first, second = an_item(1, decision=WATCH), an_item(2)
    assert item_before([first, second], second) == first
    begun = second.model_copy(update={"decision": "清掏"})
    assert item_before([first, begun], begun) == begun
    assert item_before([first, begun], None) == begun
    assert item_before([first], first.model_copy(update={"decision": ""})) is None


@pytest.mark.parametrize(
    "words", ["小区凉亭", "4号楼电梯口", "停车场", "健身器材旁边", "快递柜那里", "宣传栏前"]
)
def test_where_something_stands_can_be_a_venue(words: str) -> None:
    assert names_venue(words)


@pytest.mark.parametrize(
    "words", ["小区凉亭塌了", "4号楼漏水", "有人睡在凉亭", "会议室空调坏了", "4号楼漏水, 在活动室", "停水"]
)
def test_trouble_is_no_venue(words: str) -> None:
    assert not names_venue(words)
