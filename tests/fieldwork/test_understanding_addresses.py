"""Building, unit, floor and room in every way people type them, in one form."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.understanding.addresses import ESTATE_MARK, building_key, read_address
from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import number
from tests.fieldwork.neighbourhood import NETWORK, READER

SCRIPT = st.text(
    alphabet=st.sampled_from("四4三B-#号號栋棟樓楼幢座单单元层室502西湖花园社区新建村，、 的第负地下😀<&\n"),
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "building", "unit", "floor", "room"),
    [
        ("46-3-502", "46", "3", "", "502"),
        ("４６－３－５０２漏水", "46", "3", "", "502"),
        ("46栋-3-502", "46", "3", "", "502"),
        ("4-502", "4", "", "", "502"),
        ("三号楼", "3", "", "", ""),
        ("3#2单元", "3", "2", "", ""),
        ("第十二栋二单元", "12", "2", "", ""),
        ("B座1503室", "B", "", "", "1503"),
        ("a3栋", "A3", "", "", ""),
        ("A-9栋", "A9", "", "", ""),
        ("4號樓3樓", "4", "", "3", ""),
        ("4号楼502", "4", "", "", "502"),
        ("4号2单元502", "4", "2", "", "502"),
        ("四十六栋三单元五楼", "46", "3", "5", ""),
        ("03栋", "3", "", "", ""),
        ("三楼漏水", "", "", "3", ""),
        ("4号楼负一层积水", "4", "", "-1", ""),
        ("502室漏水", "", "", "", "502"),
        ("302漏水", "", "", "", "302"),
        ("302独居需助浴", "", "", "", "302"),
        ("302 独居 需助浴", "", "", "", "302"),
        ("302 漏水", "", "", "", "302"),
        ("302需要轮椅", "", "", "", "302"),
        ("走访3栋,1203没人应", "3", "", "", "1203"),
        ("110来了也没办法", "", "", "", ""),
        ("2018的事", "", "", "", ""),
        ("15F1203没水", "", "", "15", "1203"),
        ("4＃楼", "4", "", "", ""),
        ("3号楼2门501漏水", "3", "2", "", "501"),
        ("甲栋没水", "甲", "", "", ""),
        ("3-2-502", "3", "2", "", "502"),
        ("三单元停电", "", "3", "", ""),
        ("五楼有人吵架", "", "", "5", ""),
        ("顶楼漏水", "", "", "", ""),
        ("9号楼16-7-2740", "9", "16", "7", "2740"),
        ("5栋2-301漏水", "5", "2", "", "301"),
        ("十四幢2-301", "14", "2", "", "301"),
        ("3栋A座1802", "3", "A", "", "1802"),
        ("A座-1802室", "A", "", "", "1802"),
        ("12楼3单元501", "12", "3", "", "501"),
        ("6撞2单元", "6", "2", "", ""),
        ("7懂301", "7", "", "", "301"),
        ("3号搂没水", "3", "", "", ""),
        ("1栋 三单元", "1", "3", "", ""),
        ("一栋电梯坏了", "1", "", "", ""),
        ("第一栋电梯坏了", "1", "", "", ""),
        ("3栋车库积水", "3", "", "", ""),
        ("3栋5层的住户没水", "3", "", "5", ""),
        ("3栋5-8层没水", "3", "", "", ""),
        ("3号楼1-2单元没电", "3", "", "", ""),
    ],
)
def test_every_way_of_typing_comes_to_one_form(
    text: str, building: str, unit: str, floor: str, room: str
) -> None:
    found = read_address(fold(text))
    assert ("、".join(found.buildings), found.unit, found.floor, found.room) == (building, unit, floor, room)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-03停电",
        "电话0763-3312345",
        "电话020-8888-1234",
        "13800138000",
        "5月4号停电",
        "4号线太吵",
        "罚款100-200元",
        "3-4天没水",
        "早上8:30-10:30停水",
        "家里3口人",
        "拨打12345",
        "每月1500元",
    ],
)
def test_dates_telephones_and_amounts_are_no_address(text: str) -> None:
    found = read_address(fold(text))
    assert (found.buildings, found.unit, found.room) == ((), "", "")


@pytest.mark.parametrize(
    ("text", "building", "unit", "room"),
    [
        ("杭州市滨江区阳光名邸7-3-8", "7", "3", "8"),
        ("城南街道金桂家园16-5-2-1103", "16", "5", "1103"),
        ("文一西路99号翠苑二区12-2-301", "12", "2", "301"),
        ("解放路370号6号", "6", "", ""),
        ("解放路370号7-5-4", "7", "5", "4"),
        ("人民路12号金色国际10-7", "10", "7", ""),
        ("江东区东柳新村北苑18号", "18", "", ""),
        ("城东街道幸福小区三区55五单元", "55", "5", ""),
        ("海宁市汽车城G9号", "G9", "", ""),
        ("中山路1号银座大厦B1025室", "B", "", "1025"),
        ("新华路8号联合大厦-11号楼", "11", "", ""),
        ("滨河路5弄12号6-301", "6", "", "301"),
        ("人民路12号数码大厦3A1203", "3A", "", "1203"),
        ("朝阳区望山西园三区310楼2单元1501", "310", "2", "1501"),
        ("城东街道幸福小区3-5单元1203", "3", "5", "1203"),
        ("五一路1号院12号楼3单元", "12", "3", ""),
        ("江北区龙湖路201号3幢4-2", "3", "", ""),
        ("岳山区阳光天地3栋3012", "3", "", "3012"),
        ("人民路12号灯具城C3", "C3", "", ""),
    ],
)
def test_in_an_address_the_name_before_a_number_tells_what_it_is(
    text: str, building: str, unit: str, room: str
) -> None:
    found = read_address(fold(text))
    assert (found.buildings, found.unit, found.room) == ((building,), unit, room)


@pytest.mark.parametrize(
    "text",
    [
        "城东街道解放路370号",
        "城东街道解放路370号990室",
        "城东街道解放路10-145号",
        "滨河路5弄12号",
        "城南镇下宅村164号",
        "城南镇下宅村八组4号",
        "人民路12号服装市场378-379号",
        "人民路12号联合大厦605-606室",
        "人民路12号服装市场二区1257",
        "建设路16号人寿大厦3788",
        "小区里4号停水",
        "我们小区4号来人",
        "家里3-4天没水",
        "血压160-105",
        "补贴300-500",
        "票号12-345",
        "铁西街8-3号2-5-1",
    ],
)
def test_doors_on_a_road_households_and_shops_are_no_buildings(text: str) -> None:
    assert read_address(fold(text)).buildings == ()


@pytest.mark.parametrize(
    "text",
    [
        "突然冒出一栋违建",
        "有一座石桥坏了",
        "旁边是一栋32层的高楼",
        "一栋危房没人管",
        "查处8座的车",
        "每户收50-100的入户费",
        "门面301#漏水",
        "5栋7层楼房都没水",
    ],
)
def test_what_is_counted_or_paid_is_no_building(text: str) -> None:
    assert read_address(fold(text)).buildings == ()


def test_a_second_building_in_one_address_says_what_is_near() -> None:
    assert read_address(fold("城东街道幸福小区3栋西侧B座")).buildings == ("3",)
    assert read_address(fold("3栋的人说B座漏水")).apart


def test_after_the_name_of_an_estate_a_bare_number_is_a_building() -> None:
    assert read_address(f"{ESTATE_MARK}4号漏水").buildings == ("4",)
    assert read_address(f"{ESTATE_MARK}8-10-1109").room == "1109"
    assert read_address(f"{ESTATE_MARK}5号停水").buildings == ("5",)
    assert read_address(f"{ESTATE_MARK}5号到7号停水").buildings == ()
    assert read_address("今天4号漏水").buildings == ()


def test_a_list_and_a_range_name_each_building() -> None:
    assert read_address("4、5、6号楼停水").buildings == ("4", "5", "6")
    assert read_address("1-3栋停水").buildings == ("1", "2", "3")
    assert read_address("1至3栋停水").buildings == ("1", "2", "3")
    assert read_address("B1、B2栋停水").buildings == ("B1", "B2")


def test_names_of_one_building_have_one_key() -> None:
    names = ("4号楼", "4栋", "四幢", "4座", "4#", "04栋", "4号", "4", "第4栋", "西湖花园4号楼")
    assert {building_key(fold(name)) for name in names} == {"4"}
    assert building_key("综合楼") == ""


@given(st.integers(min_value=1, max_value=99))
def test_a_number_in_characters_is_the_same_number(value: int) -> None:
    tens, ones = divmod(value, 10)
    digits = "〇一二三四五六七八九"
    written = ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")
    assert number(written) == number(f"0{value}") == str(value)


@given(st.one_of(st.text(max_size=200), SCRIPT))
def test_folding_keeps_every_position_and_changes_nothing_twice(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_a_long_text_of_nothing_but_pieces_of_addresses_is_read_in_no_time() -> None:
    for piece in ("4号楼、", "西湖花园4-", "一栋", "撞1", "路1号", "一1-2"):
        started = perf_counter()
        READER.read((piece * 4096)[:4096])
        assert (
            perf_counter() - started < 2
        )  # as long as Telegram allows; seconds only if a pattern runs back and forth


@given(
    st.one_of(st.text(max_size=80), SCRIPT),
    st.lists(st.sampled_from([*NETWORK.places, "nowhere"]), max_size=2),
)
def test_any_text_can_be_read_and_only_its_own_words_are_left(text: str, home: list[str]) -> None:
    found = READER.read(text, home)
    assert found == READER.read(text, home)
    assert all(piece in text for piece in found.words_left.split())
    assert len(found.candidates) != 1
    assert found.place not in found.candidates
    assert {found.place, *found.candidates} <= {None, *NETWORK.places}
    assert found.kind == "neither" or not found.chatter
    assert found.urgency != "T0"
