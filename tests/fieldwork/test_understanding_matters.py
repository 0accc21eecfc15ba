"""What a message is about, how urgent, whether words of danger stand in it, and whether it is a report."""

import pytest

from fieldwork.texts import Language
from tests.fieldwork.neighbourhood import FOUR, READER, WORDS


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("化粪池漏了", "governance.sewage"),
        ("樓道燈不亮", "governance.lamp"),
        ("电梯又停了", "governance.lift"),
        ("楼下有人推电动车上楼充电", "safety.charging"),
        ("半夜唱歌扰民", "governance.noise"),
        ("垃圾几天没人收", "governance.rubbish"),
        ("有人在天台搭建", "governance.illegal_building"),
        ("楼上往下扔烟头", "governance.falling"),
        ("低保怎么申请", "social_assistance.dibao"),
        ("独居老人没人照顾", "elderly.living_alone"),
        ("残疾证怎么办", "disability.certificate"),
        ("孩子没学上，辍学了", "child.school"),
        ("消防通道堵塞", "safety.fire"),
        ("接到电话被骗了两万", "safety.fraud"),
    ],
)
def test_words_lead_to_a_category(text: str, category: str) -> None:
    assert READER.read(text).categories[0] == category


def test_at_most_three_categories_and_none_where_nothing_is_said() -> None:
    many = READER.read("垃圾没人收，路灯坏了，电梯停了，停水，狗叫，停车乱")
    assert len(many.categories) == 3
    assert READER.read("那件事又来了").categories == ()


def test_a_field_of_work_gives_way_to_its_leaf() -> None:
    codes = READER.read("老人独居没人照顾").categories
    assert "elderly.living_alone" in codes
    assert "elderly" not in codes


def test_a_name_of_a_place_is_no_word_of_the_matter() -> None:
    assert READER.read("西湖花园4号楼", [FOUR]).categories == ()


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("化粪池漏了", "T1"),
        ("家里没水", "T1"),
        ("整栋停电", "T1"),
        ("闻到煤气味", "T1"),
        ("没有电梯很不方便", "T2"),
        ("路灯坏了", "T2"),
        ("路灯坏了怎么没人修，请问管不管", "T2"),
        ("低保怎么申请", "Q"),
        ("建议在小区门口增加座椅", "Q"),
        ("想加装电梯", "T3"),
    ],
)
def test_words_tell_how_urgent(text: str, urgency: str) -> None:
    assert READER.read(text).urgency == urgency


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("4号楼着火了", "fire"),
        ("樓上著火了", "fire"),
        ("闻到很大的煤气味", "gas"),
        ("他说不想活了", "suicide"),
        ("邻居天天打孩子", "child"),
    ],
)
def test_words_of_danger_are_seen_and_make_nothing_t0(text: str, danger: str) -> None:
    found = READER.read(text)
    assert danger in found.danger
    assert found.urgency != "T0"


@pytest.mark.parametrize(
    "text",
    [
        "火车站旁边堵车",
        "火锅店油烟大",
        "燃气费怎么交",
        "跳楼价甩卖太吵",
        "有火灾隐患",
        "热得想死，空调坏了",
        "防溺水宣传",
    ],
)
def test_everyday_words_raise_no_danger(text: str) -> None:
    assert READER.read(text).danger == ()


@pytest.mark.parametrize(
    ("text", "chatter"),
    [
        ("谢谢", "thanks"),
        ("收到，谢谢王社工！", "thanks"),
        ("好的👌", "thanks"),
        ("謝謝你們", "thanks"),
        ("在吗？", "greeting"),
        ("你好，在吗", "greeting"),
        ("Hello", "greeting"),
        ("你是机器人吗？", "question"),
        ("这个怎么用", "question"),
        ("😀😀", ""),
        ("？？", ""),
        ("", ""),
    ],
)
def test_thanks_greetings_and_emoji_are_no_report(text: str, chatter: str) -> None:
    found = READER.read(text)
    assert (found.kind, found.chatter) == ("neither", chatter)


@pytest.mark.parametrize(
    "text", ["谢谢你们，4号楼又漏了", "你好，路灯坏了", "在吗？停水了", "12", "低保怎么申请", "好臭"]
)
def test_what_holds_anything_else_is_a_report(text: str) -> None:
    assert READER.read(text, [FOUR]).kind == "need"


def test_something_done_with_a_count_is_an_activity() -> None:
    assert READER.read("今天入户走访5户12人次").kind == "activity"
    assert READER.read("走访的路上路灯坏了").kind == "need"
    assert READER.read("巡查3次，发现2户漏水").kind == "need"
    assert READER.read("5户人家停水").kind == "need"


def test_a_place_alone_leaves_no_words() -> None:
    assert READER.read("4号楼", [FOUR]).words_left == ""


def test_the_catalogue_has_eight_fields_and_their_leaves() -> None:
    assert [top.code for top in WORDS.tops] == [
        "governance",
        "safety",
        "elderly",
        "child",
        "disability",
        "social_assistance",
        "civil_affairs",
        "other",
    ]
    assert all(WORDS.leaves_of(top.code) for top in WORDS.tops)
    sewage = WORDS.category("governance.sewage")
    assert sewage is not None
    assert (sewage.parent, sewage.called(Language.HANS)) == ("governance", "下水化粪池")
    assert sewage.called(Language.ENGLISH) == "Sewers and drains"
    assert WORDS.category("nonsense") is None


def test_every_danger_has_a_number_to_call() -> None:
    assert {kind.telephone for kind in WORDS.danger.kind} == {"110", "119", "120"}
    fire = WORDS.danger_of("fire")
    assert fire is not None
    assert fire.telephone == "119"
