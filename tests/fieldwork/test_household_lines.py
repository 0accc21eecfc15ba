"""What is said of one door on a round: the household, whether somebody was met, and what is wrong there."""

import pytest

from fieldwork.activities import Met
from fieldwork.understanding.household_lines import (
    Corrected,
    HouseLine,
    read_correction,
    read_lines,
    unread_doors,
)


@pytest.mark.parametrize(
    ("text", "door", "met", "people", "trouble"),
    [
        ("302 独居 需助浴", "302", Met.MET, 1, "需助浴"),
        ("303 没人", "303", Met.NOT_MET, None, ""),
        ("501室 两位老人 血压高", "501", Met.MET, 2, ""),
        ("602搬走了", "602", Met.MOVED, None, ""),
        ("拒访 401", "401", Met.REFUSED, None, ""),
        ("302漏水", "302", Met.MET, None, "漏水"),
        ("３０２ 獨居 3人", "302", Met.MET, 3, ""),
        ("2单元502 敲门没人应", "2单元502", Met.NOT_MET, None, ""),
        ("2-502 老两口，身体都好", "2单元502", Met.MET, 2, ""),
        ("三〇二室 一家三口", "302", Met.MET, 3, ""),
        ("三楼东户 不在家", "三楼东户", Met.NOT_MET, None, ""),
        ("12号 空置", "12号", Met.MOVED, None, ""),
        ("704 儿子不在家，老人在，1人", "704", Met.MET, 1, ""),
        ("705 老人没人照顾", "705", Met.MET, None, "老人没人照顾"),
        ("706 老人80岁，血压150/90", "706", Met.MET, None, ""),
        ("4号楼801 夫妻俩，想装扶手", "801", Met.MET, 2, "想装扶手"),
        ("1. 302 不需要帮助", "302", Met.MET, None, ""),
        ("1203 门牌错，没有这户", "1203", Met.WRONG, None, ""),
        ("没人在家", "", Met.NOT_MET, None, ""),
        ("110 独居", "110", Met.MET, 1, ""),
        ("303", "303", Met.MET, None, ""),
        ("302 冇人應門", "302", Met.NOT_MET, None, ""),
        ("402 不让进门", "402", Met.REFUSED, None, ""),
        ("七零二 两个老人", "702", Met.MET, 2, ""),
        ("七零二 兩個老人", "702", Met.MET, 2, ""),
        ("七〇二没人", "702", Met.NOT_MET, None, ""),
        ("8-1 没开门", "8-1", Met.NOT_MET, None, ""),
        ("8-1 两位老人", "8-1", Met.MET, 2, ""),
        ("303 nobody in", "303", Met.NOT_MET, None, ""),
        ("304 no answer", "304", Met.NOT_MET, None, ""),
        ("303 Nobody home", "303", Met.NOT_MET, None, ""),
        ("Flat 303: not at home", "303", Met.NOT_MET, None, ""),
        ("302 lives alone", "302", Met.MET, 1, ""),
        ("two old people in 305", "305", Met.MET, 2, ""),
        ("304 two elderly", "304", Met.MET, 2, ""),
        ("306 moved out", "306", Met.MOVED, None, ""),
        ("307 3 people", "307", Met.MET, 3, ""),
        ("308 has nobody to help her, one old lady", "308", Met.MET, 1, ""),
    ],
)  # fmt: skip
def test_a_line_is_one_household(text: str, door: str, met: Met, people: int | None, trouble: str) -> None:
    (line,) = read_lines(text)
    assert (line.door, line.met, line.person_times, line.trouble) == (door, met, people, trouble)


def test_the_note_is_in_the_writers_own_words() -> None:
    assert read_lines("302 獨居 需助浴") == (HouseLine("302", Met.MET, 1, "獨居 需助浴", "需助浴"),)


@pytest.mark.parametrize(
    "text",
    ["结束", "谢谢", "今天天气好", "120元", "", "老人80岁", "二零二六年的事", "3-2 开会", "五六七人来了"],
)
def test_what_speaks_of_no_door_is_no_line(text: str) -> None:
    assert read_lines(text) == ()


@pytest.mark.parametrize(
    "text", ["302 没人\n303 独居", "302没人，303独居", "302 没人；303 独居", "1. 302 没人\n2. 303 独居"]
)
def test_several_lines_are_several_households(text: str) -> None:
    assert [(line.door, line.met) for line in read_lines(text)] == [("302", Met.NOT_MET), ("303", Met.MET)]


def test_doors_named_together_share_what_came_of_them() -> None:
    lines = read_lines("302、303没人")
    assert [(line.door, line.met) for line in lines] == [("302", Met.NOT_MET), ("303", Met.NOT_MET)]


@pytest.mark.parametrize(
    "text",
    [
        "201 203 没人",
        "201、203没人",
        "201 203 都没人",
        "201，203没人",
        "201和203都没人",
        "201没人203没人",
        "201没人 203也没人",
    ],
)
def test_two_doors_not_met_are_two_however_they_are_written(text: str) -> None:
    lines = read_lines(text)
    assert [(line.door, line.met) for line in lines] == [("201", Met.NOT_MET), ("203", Met.NOT_MET)]
    assert unread_doors(text) == ()


def test_lists_of_doors_stand_side_by_side() -> None:
    lines = read_lines("201没人，203、205独居")
    assert [(line.door, line.met) for line in lines] == [
        ("201", Met.NOT_MET),
        ("203", Met.MET),
        ("205", Met.MET),
    ]


@pytest.mark.parametrize(
    ("text", "doors", "unread"),
    [
        ("201没人 203", ["201"], ("203",)),
        ("201到205没人", [], ("201到205",)),
        ("201-205 没人", [], ("201-205",)),
        ("301独居 302 303 两位老人", ["301"], ("302", "303")),
        ("201-205 漏水", [], ("201-205",)),
    ],
)
def test_doors_that_are_not_read_are_named_for_asking(
    text: str, doors: list[str], unread: tuple[str, ...]
) -> None:
    assert [line.door for line in read_lines(text) if line.door] == doors
    assert unread_doors(text) == unread


@pytest.mark.parametrize(
    "text",
    [
        "302 血压 150 有点高",
        "302 楼上402漏水",
        "302 隔壁303没人",
        "706 老人80岁，血压150/90",
        "2单元502 敲门没人应",
        "4号楼801 没人",
        "302 说打 110 没人接",
        "302 房租1200",
        "302 2015 年搬来",
        "拒访 401",
    ],
)
def test_other_numbers_are_no_doors(text: str) -> None:
    assert len(read_lines(text)) == 1
    assert unread_doors(text) == ()


@pytest.mark.parametrize(
    ("text", "door", "note", "moved_to"),
    [
        ("302 不用助浴了，写错了", "302", "不用助浴了", ""),
        ("写错了，302 不用助浴", "302", "不用助浴", ""),
        ("刚才302写错了，是两位老人", "302", "两位老人", ""),
        ("302 不是没人，是独居", "302", "独居", ""),
        ("302 写错了", "302", "", ""),
        ("302 改成三位老人", "302", "三位老人", ""),
        ("302 写错了，是303", "302", "", "303"),
        ("302 應該是303", "302", "", "303"),
        ("写错了，302是303", "302", "", "303"),
    ],
)
def test_a_door_is_put_right_in_words(text: str, door: str, note: str, moved_to: str) -> None:
    said = read_correction(text)
    assert said is not None
    assert [(house.door, house.note) for house in said.houses] == [(door, note)]
    assert said.moved_to == moved_to


@pytest.mark.parametrize(
    "text",
    ["302 独居", "302 老人记错了吃药时间", "写错了", "302 门牌不对", "302 厨房改成卧室", "303 走路不对劲"],
)
def test_what_is_told_of_a_household_corrects_none(text: str) -> None:
    assert read_correction(text) is None


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("改 302 没人", HouseLine("302", Met.NOT_MET, None, "没人")),
        ("改302：三位老人", HouseLine("302", Met.MET, 3, "三位老人")),
        ("304 改3人", HouseLine("304", Met.MET, 3, "3人")),
        ("304应该是3位", HouseLine("304", Met.MET, 3, "3位")),
    ],
)
def test_a_door_is_changed_by_the_word_for_it(text: str, house: HouseLine) -> None:
    assert read_correction(text) == Corrected((house,))


def test_a_door_that_was_left_out_or_not_called_at_is_said_in_a_word() -> None:
    assert read_correction("补 305 没人") == Corrected(
        (HouseLine("305", Met.NOT_MET, None, "没人"),), added=True
    )
    assert read_correction("漏了一户306 独居") == Corrected(
        (HouseLine("306", Met.MET, 1, "独居"),), added=True
    )
    for text in ("删 303", "303 没去", "303、304 删掉", "去掉303"):
        said = read_correction(text)
        assert said is not None
        assert (said.gone, said.houses[0].door) == (True, "303")
    assert read_correction("302 老人没去医院") is None
    assert read_correction("漏水了") is None
