"""Several activities in one message: each with its own words, kind, numbers and time; what may be one stays one."""

import pytest

from fieldwork.understanding.reading import Reading
from tests.fieldwork.test_understanding_activities import AT_HOME

Told = tuple[str | None, dict[str, float]]
VISITS: Told = ("home_visit", {"次": 12, "户": 36})
TALKS: Told = ("publicity", {"场": 2, "人次": 85})
CLEANUPS: Told = ("cleanup", {"次": 3, "人次": 41})


def apart(text: str) -> list[Reading]:
    return [AT_HOME.read(words) for words in AT_HOME.read(text).several]


def told(text: str) -> list[Told]:
    return [(each.activity_kind, dict(each.counts)) for each in apart(text)]


@pytest.mark.parametrize(
    "text",
    [
        "本周：\n1. 入户走访12次36户\n2. 宣讲2场85人次\n3. 整治3次41人次",
        "本週：\n1. 入戶走訪12次36戶\n2. 宣講2場85人次\n3. 整治3次41人次",
        "本周：①入户走访12次36户②宣讲2场85人次③整治3次41人次",
        "（一）入户走访12次36户\n（二）宣讲2场85人次\n（三）整治3次41人次",
        "一、入户走访12次36户 二、宣讲2场85人次 三、环境整治3次41人次",
        "本周：入户走访12次36户；宣讲2场85人次；整治3次41人次",
        "本周走访12次36户，宣讲2场85人次，整治3次41人次，共服务126人次",
        "- 入户走访12次36户\n- 宣讲2场85人次\n- 整治3次41人次\n- 合计126人次",
        "走访：\n次数：12\n户数：36\n宣讲：\n场次：2\n人次：85\n整治：\n次数：3\n人次：41",
        "王主任好，本周：\n1. 入户走访12次36户，其中独居老人8户\n2. 宣讲2场，共85人次\n3. 整治3次，服务41人次",
    ],
)
def test_a_list_is_as_many_activities_as_it_has_lines(text: str) -> None:
    assert told(text) == [VISITS, TALKS, CLEANUPS]


def test_what_stands_above_holds_for_each_line() -> None:
    assert [each.period for each in apart("上周：入户走访12次36户；宣讲2场85人次")] == [
        "last_week",
        "last_week",
    ]
    assert [each.days_ago for each in apart("昨天走访2次5户，宣讲1场30人次")] == [1, 1]


@pytest.mark.parametrize(
    "text", ["6月走访40户，7月走访35户", "走访：\n6月：40户\n7月：35户", "6月走访40户\n7月走访35户"]
)
def test_two_months_are_two_activities(text: str) -> None:
    assert [(each.period, dict(each.counts)) for each in apart(text)] == [(6, {"户": 40}), (7, {"户": 35})]


@pytest.mark.parametrize(
    "text",
    [
        "周一走访3户，周二走访5户",
        "周一走访3户、周二走访5户",
        "周一\n走访3户\n周二\n走访5户",
        "走访：\n周一：3户\n周二：5户",
    ],
)
def test_two_days_are_two_activities(text: str) -> None:
    assert [(each.weekday, dict(each.counts)) for each in apart(text)] == [
        ((0, 0), {"户": 3}),
        ((0, 1), {"户": 5}),
    ]


def test_the_days_below_last_week_are_of_last_week() -> None:
    each = apart("上周：\n周一：走访5户，宣讲1场30人次\n周二：走访3户")
    assert [one.weekday for one in each] == [(1, 0), (1, 0), (1, 1)]


def test_who_was_called_was_not_at_the_door() -> None:
    assert told("今天家访3户，电访5户") == [("home_visit", {"户": 3}), ("phone_visit", {"户": 5})]


def test_a_line_that_counts_what_no_word_names_is_an_activity_of_no_kind() -> None:
    assert told("本周：\n1. 走访5户\n2. 送餐85人次\n3. 矛盾调解3例") == [
        ("home_visit", {"户": 5}), (None, {"人次": 85}), (None, {"例": 3}),
    ]  # fmt: skip


def test_what_was_found_stays_with_its_line_or_with_the_first() -> None:
    first, second = apart("走访5户8人次，302漏水；电访3人次")
    assert (first.need, second.need) == ("302漏水", "")
    first, second = apart("1. 走访5户8人次\n2. 电访3人次\n3. 5栋302漏水")
    assert (first.need, second.need) == ("5栋302漏水", "")


@pytest.mark.parametrize(
    "text",
    [
        "今天入户走访3栋5户8人次，302漏水",
        "今天走访3栋、5栋共11户",
        "今天走访3栋5户，5栋6户，服务20人次",
        "今天走访3栋5户、5栋6户，共12户",
        "今天走访3栋5户，志愿者6人，5栋3户",
        "今天走访5栋上午5户，5栋下午3户",
        "今天走访3栋5户，5栋302漏水",
        "走访：\n次数：3\n户数：8\n人次：12",
        "宣讲2场，发放传单200份，服务85人次",
        "今天走访8户，宣传反诈15人次",
        "今天入户走访8户，同时开展反诈宣传1场，15人次参加",
        "今天走访5户，本月累计36户",
        "入户走访12次36户\n本月累计走访108户",
        "走访12户，其中电访3户",
        "开展活动1次，宣讲2场，85人次参加",
        "入户走访情况：\n1.走访8户15人次\n2.宣传反诈15人次",
        "今天上午走访5户，下午走访3户",
        "入户走访12次36户\n宣讲2场85人次\n合计162人次",
        "走访5户，会议1次12人，培训2场60人",
        "入户走访30户\n低保户18户\n残疾人家庭12户",
        "周六义剪\n老人23人\n用时3小时",
    ],
)
def test_what_may_be_one_stays_one(text: str) -> None:
    reading = AT_HOME.read(text)
    assert (reading.kind, reading.several) == ("activity", ())


@pytest.mark.parametrize(
    "text",
    [
        "今天入户走访3栋6户10人次，5栋3户5人次",
        "今天入户走访3栋6户10人次，又去了5栋3户5人次",
        "今天上午走访3栋6户10人次，下午走访5栋3户5人次",
        "今天入户走访3号楼6户10人次、5号楼3户5人次，共9户15人次",
        "今天入户走访：\n3栋 6户10人次\n5栋 3户5人次\n合计9户15人次",
        "今天在3栋走访6户10人次，5栋3户5人次",
    ],
)
def test_each_building_with_its_own_numbers_is_an_activity_of_its_own(text: str) -> None:
    first, second = apart(text)
    assert (first.building, dict(first.counts)) == ("3", {"户": 6, "人次": 10})
    assert (second.building, dict(second.counts)) == ("5", {"户": 3, "人次": 5})
    assert {(each.activity_kind, each.days_ago) for each in (first, second)} == {("home_visit", 0)}


def test_what_was_found_at_one_of_two_buildings_stays_there() -> None:
    first, second = apart("今天走访3栋6户，5栋3户，302漏水")
    assert (first.need, second.need) == ("", "302漏水")


def test_the_message_as_a_whole_still_counts_the_sum() -> None:
    assert dict(AT_HOME.read("1月走访40户，2月走访35户").counts) == {"户": 75}


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("周三走访5户", (0, 2)), ("上周三走访5户", (1, 2)), ("星期天走访5户", (0, 6)), ("本周一共走访5户", None),
        ("周一至周五走访5户", None), ("每周三走访5户", None), ("本周走访36户，周三5户", None),
        ("上周五户，都走访了", None),
    ],
)  # fmt: skip
def test_a_day_of_the_week_is_read_where_it_is_the_only_time_said(
    text: str, weekday: tuple[int, int] | None
) -> None:
    assert AT_HOME.read(text).weekday == weekday
