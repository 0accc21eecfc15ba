"""What sentences say was done: every number with its unit, and nothing that was not said."""

import pytest

from bot.words import SHIPPED, load_words
from fieldwork.places import Network, Place, PlaceKind
from fieldwork.understanding.reading import Reader
from tests.fieldwork.activity_sentences import (
    BACKDROPS,
    FINAL,
    LAST,
    LATER,
    REASONS,
    SEEN,
    SIDE_BY_SIDE,
    STRANGERS,
    UNLEARNED,
    UNSEEN,
    Told,
)

WORDS = load_words([SHIPPED])
MISSED = {"我们楼那个化粪池又漏了，我喊了物业，今天清理了一次"}
"""A complaint stays a need, though its writer had somebody clean up: what is wrong must not be lost."""

READER = Reader(WORDS, Network([]))
PLACES = (
    ("c", PlaceKind.COMMUNITY, "西湖社区", None), ("garden", PlaceKind.ESTATE, "西湖花园", "c"),
    ("b3", PlaceKind.BUILDING, "3号楼", "garden"), ("b5", PlaceKind.BUILDING, "5号楼", "garden"),
    ("b3-302", PlaceKind.HOUSEHOLD, "302室", "b3"), ("b5-302", PlaceKind.HOUSEHOLD, "302室", "b5"),
)  # fmt: skip
AT_HOME = Reader(
    WORDS, Network([Place(code=code, kind=kind, name=name, parent=up) for code, kind, name, up in PLACES])
)


def right(sentences: tuple[Told, ...]) -> float:
    return sum(told.counted_by(READER.read(told.text)) for told in sentences) / len(sentences)


def test_there_are_three_hundred_sentences_and_none_twice() -> None:
    assert len(SEEN) >= 150
    assert len(UNSEEN) >= 150
    assert len({told.text for told in (*SEEN, *UNSEEN)}) == len(SEEN) + len(UNSEEN)


def test_the_numbers_of_the_sentences_that_were_looked_at_are_read_as_written() -> None:
    assert right(SEEN) >= 0.98
    assert right(LATER) >= 0.98


def test_the_numbers_of_the_other_half_and_of_what_was_written_when_the_rules_stood_are_read_as_written() -> (
    None
):
    assert min(right(UNSEEN), right(LAST), right(FINAL)) >= 0.95


def test_the_numbers_of_people_who_never_saw_the_programme_are_read_as_written() -> None:
    assert len(STRANGERS) == 900
    missed = [told.text for told in STRANGERS if not told.counted_by(READER.read(told.text))]
    assert set(missed) <= MISSED
    assert right(STRANGERS) >= 0.98
    assert right(SIDE_BY_SIDE) >= 0.98


def test_sentences_that_nothing_was_learned_from_are_read_and_none_of_their_numbers_is_invented() -> None:
    assert len(UNLEARNED) == 300
    assert right(UNLEARNED) >= 0.95
    assert sum(told.invented_by(READER.read(told.text)) for told in UNLEARNED) == 0


def test_what_stands_side_by_side_is_added_up_and_says_of_what() -> None:
    read = READER.read("上午走访5户8人次，下午走访3户")
    assert (read.counts, read.parts) == ((("户", 8), ("人次", 8)), (("户", (5, 3)),))


@pytest.mark.parametrize(
    "text",
    ["上午走访5户，下午走访3户，共8户", "走访8户，其中独居3户", "走访8户，3户没人", "走访5户，不对，是8户"],
)
def test_a_total_a_whole_and_a_correction_are_no_sums(text: str) -> None:
    read = READER.read(text)
    assert (read.counts, read.parts) == ((("户", 8),), ())


@pytest.mark.parametrize(
    "text",
    [
        "明天计划走访5户",
        "原定探访6户，取消了",
        "走访近百户",
        "今天走访2-3户",
        "每户2人",
        "一场大雨把宣传栏冲倒了，今天扶起来了",
        "领了一次性手套200副",
        "【通知】请各社区报送，每社区不少于50户",
    ],
)
def test_what_is_planned_about_or_no_number_of_what_was_done_counts_nothing(text: str) -> None:
    assert READER.read(text).counts == ()


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("个案：十四例", (("例", 14),)),
        ("户数：十户\n人次：十七人次", (("户", 10), ("人次", 17))),
        ("八月廿三日入户走访七户，廿二楼长者需助行器", (("户", 7),)),
    ],
)
def test_no_part_of_a_numeral_is_taken_for_the_whole(text: str, counts: tuple[tuple[str, int], ...]) -> None:
    assert READER.read(text).counts == counts


def test_what_only_stands_behind_what_was_done_is_not_counted() -> None:
    assert [told.text for told in BACKDROPS if not told.counted_by(READER.read(told.text))] == []


@pytest.mark.parametrize("reason", REASONS)
def test_a_number_with_a_reason_against_it_is_not_counted(reason: str) -> None:
    assert [told.text for told in REASONS[reason] if not told.counted_by(READER.read(told.text))] == []


@pytest.mark.parametrize(
    "text", ["到场43人，女士30人", "义诊68人，高血压23人，糖尿病9人", "本院居民64户，签了承诺书的41户"]
)
def test_what_is_not_plainly_side_by_side_is_left_to_a_question(text: str) -> None:
    read = READER.read(text)
    assert (read.kind, read.counts) == ("activity", ())


def test_no_number_is_invented() -> None:
    every = (*SEEN, *LATER, *UNSEEN, *LAST, *FINAL, *STRANGERS, *SIDE_BY_SIDE, *BACKDROPS)
    assert [told.text for told in every if told.invented_by(READER.read(told.text))] == []


def test_day_length_kind_and_the_rest_are_read_where_they_are_said() -> None:
    wrong = [told.text for told in (*SEEN, *LATER) if told.wrong_in(READER.read(told.text))]
    assert len(wrong) <= len(SEEN) // 50


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("走访5户", "home_visit"),
        ("家访3户，电访5户", None),
        ("入户宣传43户", "publicity"),
        ("陪诊1人次", None),
        ("今天社区活动一场，60人次", "community_activity"),
        ("在社区活动中心宣讲1场30人次", "publicity"),
        ("社区活动室理发12人", None),
    ],
)
def test_no_kind_is_better_than_a_wrong_one(text: str, kind: str | None) -> None:
    assert READER.read(text).activity_kind == kind


def test_a_need_has_none_of_it() -> None:
    read = READER.read("昨天302漏水2小时")
    assert (read.counts, read.days_ago, read.minutes, read.activity_kind) == ((), None, None, None)


@pytest.mark.parametrize(
    ("text", "counts", "volunteers", "inexact"),
    [
        ("18个志愿者清扫楼道", {}, 18, {}),
        ("十八位义工清扫楼道", {}, 18, {}),
        ("昨天6个志愿者打扫了小区花园，居民5人", {"人": 5}, 6, {}),
        ("18名志愿者清洁花园，每人2小时", {}, 18, {"小时": "每人2小时"}),
        ("清扫楼道1次，志愿者10人，每人两个半小时", {"次": 1}, 10, {"小时": "每人两个半小时"}),
        ("18个志愿者清扫楼道，人均2小时", {}, 18, {"小时": "人均2小时"}),
        ("18个志愿者清扫楼道，共36小时", {"小时": 36}, 18, {}),
        ("志愿者10人清扫花园，每人2小时，共20小时", {"小时": 20}, 10, {}),
        ("心理疏导2人，各1小时", {"人": 2}, None, {}),
    ],
)
def test_who_helped_makes_it_an_activity_and_what_each_gave_is_left_out_and_said(
    text: str, counts: dict[str, float], volunteers: int | None, inexact: dict[str, str]
) -> None:
    read = READER.read(text)
    assert (read.kind, dict(read.counts), read.volunteers) == ("activity", counts, volunteers)
    assert (dict(read.inexact), read.minutes) == (inexact, None)


@pytest.mark.parametrize(
    "text", ["楼道清扫需要18个志愿者", "能不能安排3个志愿者清扫楼道", "来了5个志愿者清扫楼道，还是很脏"]
)
def test_volunteers_who_are_wanted_or_did_not_help_make_no_activity(text: str) -> None:
    assert READER.read(text).kind == "need"


@pytest.mark.parametrize(
    "text",
    [
        "3个志愿者在楼道抽烟", "两个志愿者打架", "5个志愿者在楼道打牌", "3个志愿者骂人", "2个志愿者喝醉了闹事",
        "3名志愿者偷拿物资", "志愿者3人把电动车停在楼道", "3个志愿者给老人推销保健品", "3个志愿者没来",
        "3个志愿者在楼道抽烟，2小时",
    ],
)  # fmt: skip
def test_volunteers_who_do_harm_are_a_matter(text: str) -> None:
    assert READER.read(text).kind == "need"


@pytest.mark.parametrize(
    "text",
    [
        "3个志愿者劝阻楼道抽烟", "3个志愿者清理楼道烟头", "3个志愿者制止打架", "5个志愿者陪老人打牌",
        "4个志愿者宣传不抽烟", "走了5户，志愿者3人没来得及",
        "3个志愿者在4号楼站岗", "今天走访5户，有一户在楼道抽烟", "戒烟讲座1场，志愿者3人",
    ],
)  # fmt: skip
def test_volunteers_who_work_against_it_are_at_work(text: str) -> None:
    assert READER.read(text).kind == "activity"


def test_several_days_have_a_first_and_a_last() -> None:
    read = READER.read("3月2日至5日走访31户")
    assert (read.month_day, read.until) == ((3, 2), (3, 5))


@pytest.mark.parametrize(
    ("text", "place", "room"),
    [
        ("今天入户走访3栋5户8人次，302漏水", "b3", ""),
        ("今天入户走访3栋5户8人次，5栋302漏水", "b3", ""),
        ("今天入户走访5户8人次，3栋302漏水", "b3", ""),
        ("今天入户走访3栋302，1户2人次", "b3-302", "302"),
    ],
)
def test_the_door_of_what_was_found_is_not_where_the_activity_was(text: str, place: str, room: str) -> None:
    read = AT_HOME.read(text, ["garden"])
    assert (read.kind, read.place, read.room) == ("activity", place, room)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("服务老人28人/次", {"人次": 28}),
        ("四点半课堂2场，孩子17人/次", {"场": 2, "人次": 17}),
        ("入户走访16户/次", {"户次": 16}),
        ("走访（户）：18\n宣传（场）：2", {"户": 18, "场": 2}),
        ("走訪（戶）18，服務（人次）46", {"户": 18, "人次": 46}),
        ("3月份工作：走访6户；4月份工作：走访9户", {"户": 15}),
        ("3月份小结：走访6户。2月份个案5例已结案", {"户": 6}),
        ("①走访独居老人十二户②议事会改下月", {"户": 12}),
        ("①入户走访5户8人次②宣讲1场30人次③楼道灯坏了", {"户": 5, "人次": 38, "场": 1}),
    ],
)
def test_a_unit_is_read_in_the_ways_of_a_form(text: str, counts: dict[str, float]) -> None:
    read = READER.read(text)
    assert (read.kind, dict(read.counts)) == ("activity", counts)


def test_a_form_with_a_last_line_of_trouble_is_an_activity_with_a_need() -> None:
    read = READER.read("走访（户）：18\n宣传（场）：2\n问题：楼道灯坏")
    assert (read.kind, dict(read.counts), read.need) == ("activity", {"户": 18, "场": 2}, "问题：楼道灯坏")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("home_visit", "入户走访 入戶走訪"),
        ("phone_visit", "电话探访 電話探訪"),
        ("case_session", "个案服务 個案服務"),
        ("group_session", "小组服务 小組服務"),
        ("community_activity", "社区活动 社區活動"),
        ("publicity", "宣讲宣传 宣講宣傳"),
        ("cleanup", "环境整治 環境整治"),
        ("accessibility_work", "适老化改造 適老化/無障礙改造 无障碍改造"),
        ("charity_event", "公益慈善活动 公益慈善活動"),
        ("council", "议事会 議事會/座談 座谈"),
        ("training", "培训 培訓"),
        ("supervision", "督导 督導"),
        ("resource_link", "资源链接 資源鏈接 資源連結"),
        ("other", "其他活动 其他活動"),
    ],
)
def test_every_kind_is_read_by_its_own_name_in_both_scripts(kind: str, names: str) -> None:
    for name in names.split():
        assert READER.read(f"今天{name}20人次").activity_kind == kind, name
        assert READER.read(f"今天{name}一场，20人次").activity_kind == kind, name


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("今天在社区活动室培训一场，20人次", "training"),
        ("今天社区活动中心讲座1场，30人次", "publicity"),
        ("今天在社区活动室接待30人次", None),
        ("社区活动：防诈骗讲座一场，30人次", "publicity"),
    ],
)
def test_a_name_at_large_says_the_kind_where_no_other_word_does(words: str, kind: str | None) -> None:
    assert READER.read(words).activity_kind == kind


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("Home visits today: five households, twelve people", {"户": 5, "人": 12}),
        ("Home visits today: twenty-three households, forty people", {"户": 23, "人": 40}),
        ("Someone visited households", {}),
    ],
)
def test_numbers_in_english_words_are_numbers(words: str, counts: dict[str, int]) -> None:
    assert dict(READER.read(words).counts) == counts
