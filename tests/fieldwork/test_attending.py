"""What a list comes to, and how the time on it is said."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldwork.activities import Attendance, HouseholdLine, Met, Unit
from fieldwork.attending import (
    Minutes,
    counts,
    hours_said,
    minutes_in,
    named_on,
    names_in,
    signed_already,
)
from fieldwork.outings import walked

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("2小时", [("", 120)]),
        ("一个半小时", [("", 90)]),
        ("半小时", [("", 30)]),
        ("90分钟", [("", 90)]),
        ("张三 1.5小时\n李四：45分钟", [("张三", 90), ("李四", 45)]),
        ("2 hours", [("", 120)]),
        ("25小时", []),
        ("张三来了", []),
        ("每人2小时", [("", 120)]),
        ("大家都是两个半小时", [("", 150)]),
        ("各90分钟", [("", 90)]),
        ("两小时半", [("", 150)]),
        ("1小时20分", [("", 80)]),
        ("1.25小时", [("", 75)]),
        ("14:00-16:30", [("", 150)]),
        ("张三 9点到11点半", [("张三", 150)]),
        ("Grace Lee 2小时", [("Grace Lee", 120)]),
        ("16:30-14:00", []),
        ("张三、李四 3小时", [("张三", 180), ("李四", 180)]),
        ("张三没来", [("张三", 0)]),
        ("没来", []),
        ("0小时", [("", 0)]),
        ("共20小时", [("共", 1200)]),
        ("张三 2小时\n谢谢大家", []),
    ],
)
def test_times_are_understood_or_left_alone(said: str, understood: list[tuple[str, int]]) -> None:
    assert [tuple(one) for one in minutes_in(said)] == understood


def test_people_are_counted_once_and_times_each_day() -> None:
    one = Attendance(serial=1, person_id=7, name="陈桂芳", signed_at=AT)
    next_day = one.model_copy(update={"signed_at": AT + timedelta(days=1)})
    other = Attendance(serial=1, name="李阿婆", signed_at=AT)
    assert counts([one, next_day, other]) == {Unit.PEOPLE: 2, Unit.PERSON_TIMES: 3}
    assert counts([]) == {}
    assert signed_already([one], one, UTC)
    assert not signed_already([one], next_day, UTC)


def test_names_are_taken_apart() -> None:
    assert names_in("张三 李四、王五，张三", 30) == ["张三", "李四", "王五"]


def test_hours_are_said_as_people_say_them() -> None:
    assert [hours_said(each) for each in (120, 90, 45)] == ["2", "1.5", "0.75"]


def test_an_outing_comes_to_what_its_lines_say() -> None:
    def line(number: int, door: str, met: Met = Met.MET, people: int | None = None) -> HouseholdLine:
        return HouseholdLine(id=number, at=AT, place="p", door=door, met=met, person_times=people)

    lines = [line(1, "302", people=2), line(2, "303", Met.NOT_MET), line(3, "302"), line(4, "304", Met.WRONG)]
    assert walked(lines) == (2, 3, 1, 2, ())
    assert walked([line(1, ""), line(2, "")]).households == 2, "nobody knows that it was one"
    assert walked([line(1, "302")]).person_times is None, "no line says it"
    assert Unit.PERSON_TIMES not in walked([line(1, "302")]).counts


def test_names_with_a_space_are_two_people_unless_one_is_called_so() -> None:
    there = [Attendance(serial=1, name=name, signed_at=AT) for name in ("Grace Lee", "张三", "李四")]
    assert named_on(there, Minutes("grace lee", 120)) == [("grace lee", 120)]
    assert named_on(there, Minutes("张三 李四", 90)) == [("张三", 90), ("李四", 90)]
    assert named_on(there, Minutes("", 60)) == [("", 60)]
