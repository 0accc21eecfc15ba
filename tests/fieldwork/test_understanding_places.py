"""Which place a message means: everyday names, traps of equal names, numbers settled at home, no guesses."""

import pytest

from fieldwork.understanding.reading import Reading
from tests.fieldwork.neighbourhood import FIVE, FOUR, READER


def read(text: str, *home: str) -> Reading:
    return READER.read(text, home)


@pytest.mark.parametrize(
    ("text", "community"),
    [
        ("龙田街道老坑社区 侵占绿地", "laokeng"),
        ("龙田街道龙田社区 路灯", "longtian"),
        ("坑梓街道坑梓社区 下水井盖", "kengzi"),
        ("坑梓街道沙田社区 社区公共管理", "shatian"),
        ("沙田社区 工业红线内噪声", "shatian"),
    ],
)
def test_a_community_is_not_mistaken_for_the_street_of_the_same_name(text: str, community: str) -> None:
    found = read(text, "QC")
    assert (found.place, found.candidates, found.named) == (community, (), "")


@pytest.mark.parametrize("text", ["路灯", "社区建设", "城市管理", "街道保洁不好", "4月5日停电"])
def test_a_text_without_a_place_gives_none(text: str) -> None:
    found = read(text, "QC")
    assert (found.place, found.candidates, found.named) == (None, (), "")


@pytest.mark.parametrize("home", [FOUR, FIVE, "garden", "xihu"])
def test_a_bare_number_is_settled_by_where_its_sender_is_at_home(home: str) -> None:
    found = read("4号楼化粪池漏了", home)
    assert (found.place, found.building, found.words_left) == (FOUR, "4", "化粪池漏了")


def test_two_estates_with_that_number_are_asked_and_not_guessed() -> None:
    found = read("4号楼化粪池漏了", "dongmen")
    assert (found.place, found.candidates) == (None, ("gate-4栋", "bamboo-4幢"))


def test_a_number_that_only_one_estate_at_home_has_is_settled() -> None:
    assert read("7号楼停水", "dongmen").place == "bamboo-7幢"


@pytest.mark.parametrize("home", [(), ("QC",), ("FC",), ("nowhere",)])
def test_a_bare_number_of_somebody_without_a_neighbourhood_stays_open(home: tuple[str, ...]) -> None:
    found = read("4号楼化粪池漏了", *home)
    assert (found.place, found.building, found.named) == (None, "4", "4号楼")


def test_a_named_estate_wins_over_home() -> None:
    assert read("翠竹苑4栋停电", FOUR).place == "bamboo-4幢"


@pytest.mark.parametrize(
    "text",
    [
        "西湖花园四栋",
        "西湖花园4幢",
        "西湖花園４號樓",
        "西湖花园小区4#",
        "西湖花园第四座",
        "西湖花园4-3-502",
        "西湖花园4号",
    ],
)
def test_a_building_is_found_however_it_is_typed(text: str) -> None:
    assert read(text + "没水").place == FOUR


def test_a_whole_address_leads_to_the_unit_where_the_network_has_it() -> None:
    found = read("清城区凤城街道西湖社区西湖花园4栋2单元1201房电梯坏了")
    assert (found.place, found.unit, found.room) == ("garden-4-2", "2", "1201")


def test_a_building_that_does_not_exist_is_named_and_its_estate_is_sure() -> None:
    found = read("西湖花园9号楼停水")
    assert (found.place, found.named, found.building) == ("garden", "9号楼", "9")
    assert read("9号楼停水", FOUR).place == "garden"


def test_an_unknown_estate_is_not_taken_for_the_senders_own() -> None:
    found = read("阳光花园4号楼漏水", FOUR)
    assert (found.place, found.named, found.building) == (None, "阳光花园4号楼", "4")
    assert read("金色国际4号楼漏水", FOUR).named == "金色国际4号楼"
    assert read("我住在阳光花园，垃圾没人收", FOUR).named == "阳光花园"


@pytest.mark.parametrize("text", ["我们小区4栋没电", "这个小区4栋没电", "隔壁小区垃圾没人收"])
def test_our_estate_is_no_name(text: str) -> None:
    assert read(text, FOUR).named == ""


def test_several_buildings_meant_give_the_estate_that_holds_them() -> None:
    found = read("我们4、5号楼都没水", FOUR)
    assert (found.place, found.candidates, found.building) == ("garden", (), "4、5")


def test_buildings_named_apart_are_asked() -> None:
    found = read("6号楼王阿姨没出门，4号楼的人说敲门没人应", FOUR)
    assert (found.place, set(found.candidates)) == (None, {FOUR, "garden-6号楼"})


def test_a_list_of_buildings_written_out_is_one_list() -> None:
    found = read("4号楼和6号楼停水", FIVE)
    assert (found.place, found.candidates, found.building) == ("garden", (), "4、6")


def test_the_building_of_the_one_who_writes_is_not_the_one_meant() -> None:
    assert read("我是4号楼楼长，5号楼化粪池漏了", FOUR).place == FIVE
    assert read("我是4号楼楼长，化粪池漏了", FOUR).place == FOUR


def test_buildings_that_are_counted_are_not_named() -> None:
    for text in ("三栋楼都停电了", "这4栋没电", "有4座桥坏了", "两栋停水"):
        assert (read(text, FOUR).building, read(text, FOUR).place) == ("", None)


def test_equal_names_are_asked() -> None:
    found = read("新建村路灯坏了", "QC")
    assert (found.place, found.candidates) == (None, ("xinjian-kz", "xinjian-lt"))


def test_a_street_beside_an_equal_name_tells_which() -> None:
    assert read("龙田街道新建村路灯坏了").place == "xinjian-lt"


def test_among_equal_names_the_one_nearer_home_is_meant() -> None:
    assert read("新建村路灯坏了", "shatian").place == "xinjian-kz"


def test_two_places_in_one_text_are_asked_below_what_is_sure() -> None:
    found = read("凤城街道西湖社区和东门社区之间的路坏了")
    assert (found.place, found.candidates) == ("FC", ("xihu", "dongmen"))


def test_a_short_name_counts_alone_and_not_inside_another() -> None:
    assert read("东门垃圾没人收").place == "dongmen"
    assert read("东门口有人摆摊").place is None
    assert read("东门路堵车").place is None


def test_the_first_part_of_a_name_is_enough_where_nothing_else_can_be_meant() -> None:
    assert read("飞来湖这边路灯坏了").place == "feilaihu"
    assert read("飞来湖公园有人遛狗").place is None
    assert read("凤城街道西湖 路灯坏了").place == "xihu"
    assert read("西湖边路灯坏了").place is None


def test_one_wrong_character_is_forgiven_where_one_place_fits() -> None:
    assert read("西湖花圆4号楼漏水").place == FOUR
    assert read("飞莱湖社区积水").place == "feilaihu"


@pytest.mark.parametrize("text", ["东湖社区积水", "南湖花园积水", "西湖社工很好，垃圾没人收"])
def test_another_name_is_not_a_slip(text: str) -> None:
    assert read(text).place is None


def test_a_named_building_is_found_where_its_sender_is() -> None:
    assert read("综合楼漏水", "gate-1栋").place == "gate-综合楼"


def test_why_tells_which_words_led_to_the_place() -> None:
    assert any("西湖花园" in reason and FOUR not in reason for reason in read("西湖花园4栋漏水").why)


@pytest.mark.parametrize("mark", ["转：", "轉發：", "Fwd: "])
def test_the_mark_of_what_was_passed_on_hides_no_place(mark: str) -> None:
    found = read(f"{mark}4号楼化粪池漏了", "garden")
    assert (found.place, found.building) == (FOUR, "4")
