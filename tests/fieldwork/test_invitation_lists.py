"""A pasted list of people to invite: every part known by its form, nothing guessed."""

from datetime import date

import pytest

from bot import example
from bot.words import SHIPPED, load_words
from fieldwork import telephones
from fieldwork.invitation_lists import BadLine, Invitee, Lister, Why, checked, lines_of
from fieldwork.network_plans import Tree, plan
from fieldwork.network_reading import read
from fieldwork.people import Role, RoleKind, as_name
from fieldwork.places import Network, Place, PlaceKind
from fieldwork.understanding.reading import Reader

STREET, XIHU = "441802006", "441802006019"
B4, B5, B6 = f"{XIHU}-1-4", f"{XIHU}-1-5", f"{XIHU}-1-6"
OTHER = "441802006012-9"  # 幸福里 in 东门社区, with a 4号楼 of its own
HEAD = RoleKind.BUILDING_HEAD


def _network() -> Network:
    after = plan(read(example.network_text()), Tree()).after
    more = [
        Place(code=OTHER, kind=PlaceKind.ESTATE, name="幸福里", parent="441802006012"),
        Place(code=f"{OTHER}-4", kind=PlaceKind.BUILDING, name="4号楼", parent=OTHER),
    ]
    return Network([*after.places.values(), *more], after.stations.values(), (), 1)


NETWORK = _network()
READER = Reader(load_words([SHIPPED]), NETWORK)


def lister(place: str = XIHU, kind: RoleKind = RoleKind.STATION_HEAD) -> Lister:
    role = Role(person_id=1, kind=kind, place=place, since=date(2026, 1, 1))
    return Lister(NETWORK, READER, [role], [place])


@pytest.mark.parametrize(
    ("line", "name", "role", "place", "telephone"),
    [
        ("陈桂芳 4号楼 楼长", "陈桂芳", HEAD, B4, ""),
        ("5栋 李国柱 13800138000", "李国柱", HEAD, B5, "13800138000"),
        ("楼长\t六号楼\t黄秀莲", "黄秀莲", HEAD, B6, ""),
        ("4号楼楼长 黄秀", "黄秀", HEAD, B4, ""),
        ("李朝阳,西湖花园 6号楼,楼长", "李朝阳", HEAD, B6, ""),
        ("Grace Wong, 4号楼, building head, 138 0013 8001", "Grace Wong", HEAD, B4, "13800138001"),
        ("林東門 5號樓 樓長", "林東門", HEAD, B5, ""),
        ("梁婉婷 志愿者", "梁婉婷", RoleKind.VOLUNTEER, XIHU, ""),
        ("刘六 社工 0763-3360000", "刘六", RoleKind.SOCIAL_WORKER, XIHU, "0763-3360000"),
        (f"孙九 {B5}", "孙九", HEAD, B5, ""),
        ("西湖社区 周八", "周八", RoleKind.VOLUNTEER, XIHU, ""),
    ],
)
def test_a_line_in_any_order(line: str, name: str, role: RoleKind, place: str, telephone: str) -> None:
    wanted = Invitee(number=1, name=name, role=role, place=place, telephone=telephone)
    assert lister().line(1, line) == wanted


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("王小明 99号楼", Why.UNKNOWN_PLACE),
        ("何十 光明花园 楼长", Why.UNKNOWN_PLACE),
        ("4号楼", Why.NO_NAME),
        ("4号楼 楼长 ……", Why.NO_NAME),
        ("张三", Why.NO_PLACE),
        ("东门社区 李四 志愿者", Why.OUTSIDE),
        ("赵七 站长", Why.NOT_YOURS),
        ("赵七 西湖社区 楼长", Why.NOT_YOURS),
        ("钱八 4号楼 12345678", Why.TELEPHONE),
        ("钱八 4号楼 138001380001", Why.TELEPHONE),
    ],
)
def test_a_line_that_invites_nobody_says_why(line: str, why: Why) -> None:
    assert lister().line(1, line) == BadLine(number=1, line=line, why=why)


def test_a_place_that_fits_two_is_not_guessed() -> None:
    assert lister(STREET).line(1, "陈桂芳 4号楼") == BadLine(
        number=1, line="陈桂芳 4号楼", why=Why.TWO_PLACES
    )
    found = lister(STREET).line(1, "陈桂芳 幸福里4号楼")
    assert isinstance(found, Invitee)
    assert found.place == f"{OTHER}-4"


def test_who_stands_in_it_twice_is_counted_once() -> None:
    found = lister().read("陈桂芳 4号楼\n\n 1. 陈桂芳 4栋 楼长\n2、陈桂芳 5号楼")
    assert [(each.number, each.place) for each in found.good] == [(1, B4), (4, B5)]
    assert [(each.number, each.why) for each in found.bad] == [(3, Why.DUPLICATE)]


def test_who_has_the_role_or_is_invited_is_left_out() -> None:
    found = lister().read("陈桂芳 4号楼\n李国柱 5号楼\n黄秀莲 6号楼")
    left = checked(found, {("陈桂芳", HEAD, B4)}, {("李国柱", HEAD, B5)})
    assert [each.name for each in left.good] == ["黄秀莲"]
    assert [(each.number, each.why) for each in left.bad] == [(1, Why.HAS_ROLE), (2, Why.INVITED)]


def test_a_coordinator_may_give_what_a_head_may_not() -> None:
    found = lister("441802", RoleKind.COORDINATOR).line(1, "赵七 西湖社区 站长")
    assert isinstance(found, Invitee)
    assert found.role is RoleKind.STATION_HEAD
    refused = lister("441802", RoleKind.COORDINATOR).line(1, "赵七 清城区 管理员")
    assert isinstance(refused, BadLine)
    assert refused.why is Why.NOT_YOURS


def test_a_heading_and_empty_lines_are_no_lines() -> None:
    assert list(lines_of("姓名\t楼栋\t身份\n\n---\n3) 陈桂芳 4号楼\n")) == [(4, "陈桂芳 4号楼")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800138000", "13800138000"), ("+86 138-0013-8000", "13800138000"), ("0763 3360000", "0763-3360000"),
        ("(020)83360000", "020-83360000"), ("+85291234567", "+85291234567"), ("12345", None), ("电话", None),
        ("138001380001", None), ("", None), ("12800138000", None),
    ],
)  # fmt: skip
def test_a_telephone_as_it_is_kept(typed: str, kept: str | None) -> None:
    assert telephones.read(typed) == kept


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 陈  桂芳。", "陈 桂芳"),
        ("Grace", "Grace"),
        ("", None),
        ("……", None),
        ("12", None),
        ("长" * 31, None),
    ],
)
def test_a_name_as_it_is_kept(typed: str, name: str | None) -> None:
    assert as_name(typed) == name
