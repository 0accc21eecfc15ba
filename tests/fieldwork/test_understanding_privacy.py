"""What a group may not see: words for harm, health, children, money, and people at a door."""

import pytest

from bot.words import SHIPPED, load_words
from fieldwork.understanding.privacy import Discretion
from fieldwork.understanding.words import PersonalFile

WORDS = load_words([SHIPPED])
DISCRETION = Discretion(WORDS)

PERSONAL = [
    ("3-502的阿姨想装个扶手", "3-502", "P2"),
    ("502那户姓李的天天吵", "502", "P2"),
    ("4号樓陳伯伯一個人住302", "302", "P2"),
    ("张三 13800138000 想找人修水管", "", "P2"),
    ("楼下老公打老婆，天天听见哭", "", "P4"),
    ("有人家暴", "", "P4"),
    ("隔壁在吸毒", "", "P4"),
    ("5楼有人要跳楼", "", "P4"),
    ("我妈妈刚做完化疗，想申请助浴", "", "P3"),
    ("她有抑郁症，不肯出门", "", "P3"),
    ("爷爷瘫痪在床", "", "P3"),
    ("老人得了老年痴呆，走失过一次", "", "P3"),
    ("小孩没人管，饿着肚子", "", "P4"),
    ("孩子辍学在家", "", "P3"),
    ("留守兒童沒人照顧", "", "P3"),
    ("想问低保怎么办", "", "P3"),
    ("老板拖欠工资三个月", "", "P3"),
    ("我们要离婚，想找人调解", "", "P2"),
    ("独居老人", "", "P2"),
    ("His wife is ill, she is in hospital", "", "P3"),
    ("domestic violence upstairs", "", "P4"),
    ("身份证441802199001011234补办", "", "P2"),
]

PUBLIC = [
    ("4号楼化粪池漏了", ""),
    ("3栋502漏水，楼下都湿了", "502"),
    ("幼儿园门口堵车", ""),
    ("医院路路灯坏了", ""),
    ("儿童乐园的滑梯断了", ""),
    ("残疾人车位被占了", ""),
    ("残障坡道的扶手松了", ""),
    ("电梯停了两天，老人上下楼不方便", ""),
    ("学生放学的时候路口很乱", ""),
    ("小区门口有人遗弃家具", ""),
    ("楼上半夜大声叫卖", "502"),
    ("垃圾三天没人收", ""),
    ("村里的非物质文化遗产没人管", ""),
    ("邻居养的狗没牵绳", ""),
    ("6号樓樓道燈壞了", ""),
    ("The lift in building 5 is broken", ""),
    ("No water since this morning", ""),
    ("请来做一次防诈骗宣传", ""),
    ("停车位被占，打了2024年的热线没人接", ""),
    ("消防通道堆了单车", ""),
    ("煤气味很大", ""),
    ("井盖不见了，怕有人掉下去", ""),
    ("5号楼1单元门禁坏了", ""),
]


@pytest.mark.parametrize(("text", "door", "grade"), PERSONAL)
def test_what_is_personal_is_found(text: str, door: str, grade: str) -> None:
    assert DISCRETION.of([text], door=door).grade == grade


@pytest.mark.parametrize(("text", "door"), PUBLIC)
def test_what_everybody_may_see_is_let_through(text: str, door: str) -> None:
    assert DISCRETION.of([text], door=door).kinds == ()


def test_one_word_is_enough_wherever_it_was_said() -> None:
    """A correction or an addition never lowers what the first words were."""
    found = DISCRETION.of(["孩子被关在家里", "更正：是3号楼", "谢谢"])
    assert found.is_personal
    assert found.minor


def test_a_whole_category_may_be_personal() -> None:
    assert DISCRETION.of(["请来看看"], category="child.hardship").is_personal
    assert not DISCRETION.of(["请来看看"], category="governance.lamp").is_personal


@pytest.mark.parametrize(
    ("category", "grade"),
    [("elderly.living_alone", "P2"), ("elderly.care", "P2"), ("child.hardship", "P3"), ("disability", "P3"),
     ("safety.drugs", "P4"), ("governance.sewage", "P1"), (None, "P1")],
)  # fmt: skip
def test_a_category_has_its_own_class(category: str | None, grade: str) -> None:
    assert DISCRETION.of(["请来看看"], category=category).grade == grade


@pytest.mark.parametrize("text", ["4号楼502的老人敲门没人应", "有人被困电梯里", "阿婆晕倒了"])
def test_who_saves_a_life_needs_the_address_at_hand(text: str) -> None:
    assert DISCRETION.of([text], door="502").grade == "P2"


def test_a_file_of_an_earlier_version_is_read_as_it_was_meant() -> None:
    old = PersonalFile.model_validate({"dangers": ["life"], "categories": ["child"], "kind": []})
    assert (old.dangers, old.class_of) == ({"life": "P4"}, {"child": "P3"})


def test_only_a_child_is_a_minor() -> None:
    assert not DISCRETION.of(["爷爷瘫痪在床"]).minor
    assert DISCRETION.of(["女儿失踪了"]).minor


def test_what_the_list_names_exists() -> None:
    """A category that was renamed must not silently show in groups what was hidden."""
    personal = WORDS.personal
    assert [code for code in personal.class_of if WORDS.category(code) is None] == []
    assert [code for code in personal.dangers if WORDS.danger_of(code) is None] == []
