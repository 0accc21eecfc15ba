"""What is said after 不对，改一下, or in reply to the card, corrects day, place, kind, numbers; it is no report."""

from datetime import date

import pytest

from fieldwork.activities import ActivityKind, Stage, Unit
from tests.cast import BUILDING_4, BUILDING_5
from tests.talk import Actor, Talk

VISITED, NUMBER = "今天入户走访5户12人次", "A-10001-6"


async def asked(chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("不对，改一下")


async def test_several_things_are_corrected_at_once(talk: Talk, chen: Actor) -> None:
    await asked(chen)
    heard = await chen.says("是昨天的，在5栋")
    assert "📍 凤城街道西湖社区西湖花园5号楼" in heard
    assert "📝 入户走访 · 3月1日" in heard
    activity, _ = await talk.activity(NUMBER)
    assert (activity.held_on, activity.place, activity.stage) == (date(2026, 3, 1), BUILDING_5, Stage.DRAFT)
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("昨天", 1),
        ("是昨天的", 1),
        ("不是今天，是昨天", 1),
        ("是前天上午", 28),
        ("3月1日", 1),
        ("上周五", 27),
        ("周日的", 1),
    ],
)
async def test_a_day_in_words(talk: Talk, chen: Actor, words: str, day: int) -> None:
    await asked(chen)
    await chen.says(words)
    assert (await talk.activity(NUMBER))[0].held_on.day == day
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize("words", ["在5栋", "是5号楼", "不在4栋，在5栋", "不是4号楼是5号楼", "地点是5号楼"])
async def test_a_place_in_words(talk: Talk, chen: Actor, words: str) -> None:
    await asked(chen)
    await chen.says(words)
    assert (await talk.activity(NUMBER))[0].place == BUILDING_5
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize("words", ["是清扫不是走访", "不是走访，是清扫", "环境整治", "应该是大扫除"])
async def test_a_kind_in_words(talk: Talk, chen: Actor, words: str) -> None:
    await asked(chen)
    await chen.says(words)
    assert (await talk.activity(NUMBER))[0].kind is ActivityKind.CLEANUP
    assert len(await talk.reports()) == 1


async def test_numbers_and_a_day_together(talk: Talk, chen: Actor) -> None:
    await asked(chen)
    await chen.says("是昨天的，6户")
    activity, counts = await talk.activity(NUMBER)
    assert (activity.held_on.day, counts[Unit.HOUSEHOLDS], counts[Unit.PERSON_TIMES]) == (1, 6, 12)


async def test_the_sentence_once_more_corrects_what_it_says(talk: Talk, chen: Actor) -> None:
    await asked(chen)
    await chen.says("昨天入户走访5栋6户15人次")
    activity, counts = await talk.activity(NUMBER)
    assert (activity.held_on.day, activity.place) == (1, BUILDING_5)
    assert (counts[Unit.HOUSEHOLDS], counts[Unit.PERSON_TIMES]) == (6, 15)
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize(
    "words", ["那天下雨", "反正不对", "你看看吧", "那个老人昨天说身体不太舒服就没有聊很久"]
)
async def test_what_says_none_of_it_is_told_what_can_be_said(talk: Talk, chen: Actor, words: str) -> None:
    await asked(chen)
    heard = await chen.says(words)
    assert "A-10001-6：没看懂哪里要改。可以写：数字（6户15人次）、日期（昨天）、地点（5号楼）、种类" in heard
    assert "数字" in heard.labels
    assert len(await talk.reports()) == 1
    await chen.says("6户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 6, "the same question is still open"


@pytest.mark.parametrize("button", ["数字", "日期"])
async def test_the_questions_behind_it_hear_the_other_things_too(
    talk: Talk, chen: Actor, button: str
) -> None:
    await asked(chen)
    await chen.taps(button)
    assert "没看懂哪里要改" in await chen.says("不知道怎么说")
    await chen.says("在5栋")
    assert (await talk.activity(NUMBER))[0].place == BUILDING_5
    assert len(await talk.reports()) == 1


async def test_where_a_place_is_asked_a_day_is_a_day_and_a_name_is_a_place(talk: Talk, chen: Actor) -> None:
    await asked(chen)
    await chen.taps("地点")
    await chen.says("是昨天的")
    assert (await talk.activity(NUMBER))[0].held_on.day == 1
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("老年大学")
    assert "“老年大学”" in await chen.card_text(NUMBER)


async def test_what_is_a_report_by_itself_becomes_one(talk: Talk, chen: Actor) -> None:
    await asked(chen)
    assert "收到了 · N-10002-4" in await chen.says("5号楼电梯坏了")
    assert "A-10003-2 · 请核对一下" in await chen.says("今天电话探访8人次")
    activity, counts = await talk.activity(NUMBER)
    assert (activity.place, counts[Unit.PERSON_TIMES]) == (BUILDING_4, 12)


async def test_a_photo_belongs_to_it(talk: Talk, chen: Actor) -> None:
    await asked(chen)
    assert "加上了" in await chen.sends_photo()
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize(("words", "kind"), [("是清扫", "cleanup"), ("是昨天的", "home_visit")])
async def test_the_same_in_reply_to_the_card(talk: Talk, chen: Actor, words: str, kind: str) -> None:
    await chen.says(VISITED)
    await chen.replies(await chen.card(NUMBER), words)
    activity, _ = await talk.activity(NUMBER)
    assert (activity.kind.value, activity.held_on.day) == (kind, 2 if kind == "cleanup" else 1)
    assert "added" not in await talk.steps(NUMBER)


async def test_what_denies_unasked_is_of_the_newest(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.says("不对，是昨天的")
    assert (await talk.activity(NUMBER))[0].held_on.day == 1
    assert len(await talk.reports()) == 1


async def test_another_remark_in_reply_is_added(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    assert "加上了" in await chen.replies(await chen.card(NUMBER), "5栋的老人说想学用手机")
    assert (await talk.activity(NUMBER))[0].place == BUILDING_4


async def test_what_came_back_is_put_right_in_words(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("退回")
    await wang.taps("地点不明")
    await wang.taps("没有要补的")
    await chen.replies(await chen.card(NUMBER), "在5栋")
    await chen.taps("对，记下")
    assert "✏️ 已补正：地点改了" in await wang.card_text(NUMBER)


@pytest.mark.parametrize("button", ["对，记下", "这是要解决的问题"])
async def test_a_button_ends_what_was_asked(talk: Talk, chen: Actor, button: str) -> None:
    await asked(chen)
    await chen.taps(button)
    assert "没看懂" not in await chen.says("那天下雨")


async def test_a_matter_without_a_place_is_a_report_too(talk: Talk, chen: Actor) -> None:
    await asked(chen)
    assert "收到了 · N-10002-4" in await chen.says("电梯坏了")


# -- after it was confirmed ---------------------------------------------------------------------------


async def confirmed(chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")


@pytest.mark.parametrize(
    ("words", "unit", "number"),
    [
        ("是6户，不是5户", Unit.HOUSEHOLDS, 6),
        ("不对，是5人次", Unit.PERSON_TIMES, 5),
        ("刚才写错了，是8户", Unit.HOUSEHOLDS, 8),
        ("我刚刚报错了，应该是8户", Unit.HOUSEHOLDS, 8),
        ("上一条写错了，是8户", Unit.HOUSEHOLDS, 8),
        ("改成7户", Unit.HOUSEHOLDS, 7),
        ("不好意思，户数写错了，是6户", Unit.HOUSEHOLDS, 6),
        ("刚才那个活动报错了，应该是6户", Unit.HOUSEHOLDS, 6),
        ("应该是6户", Unit.HOUSEHOLDS, 6),
        ("实际是6户", Unit.HOUSEHOLDS, 6),
        ("户数不对，是6", Unit.HOUSEHOLDS, 6),
        ("搞错了，是6户，麻烦改一下", Unit.HOUSEHOLDS, 6),
        ("刚才入户走访写错了，是6户", Unit.HOUSEHOLDS, 6),
        ("今天走访的户数写错了，是6户", Unit.HOUSEHOLDS, 6),
        ("多写了一户", Unit.HOUSEHOLDS, 4),
        ("刚才少报了两户", Unit.HOUSEHOLDS, 7),
        ("漏了3人次", Unit.PERSON_TIMES, 15),
        ("頭先寫錯咗，係6戶", Unit.HOUSEHOLDS, 6),
        ("唔好意思，係6戶，唔係5戶", Unit.HOUSEHOLDS, 6),
        ("sorry, it was 6 households, not 5", Unit.HOUSEHOLDS, 6),
        ("it was 6 households", Unit.HOUSEHOLDS, 6),
    ],
)
async def test_numbers_put_right_after_the_tap_are_of_it(
    talk: Talk, chen: Actor, words: str, unit: Unit, number: float
) -> None:
    await confirmed(chen)
    assert "A-10001-6 · 请核对一下" in await chen.says(words)
    activity, counts = await talk.activity(NUMBER)
    assert counts == {Unit.TIMES: 1, Unit.HOUSEHOLDS: 5, Unit.PERSON_TIMES: 12, unit: number}
    assert activity.stage is Stage.DRAFT, "the new numbers want their tap"
    assert len(await talk.reports()) == 1
    assert "added" not in await talk.steps(NUMBER)
    await chen.taps("对，记下")
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED


async def test_the_station_reads_what_is_valid_beside_what_was_written(chen: Actor, wang: Actor) -> None:
    await confirmed(chen)
    await chen.says("不对，是7户")
    await chen.taps("不对，改一下")
    await chen.says("0人次")
    await chen.taps("对，记下")
    card = await wang.card_text(NUMBER)
    assert "🔢 1 次 · 7 户（原：5 户） · 原：12 人次，不计" in card
    assert "「今天入户走访5户12人次」" in card
    assert "原：" not in await chen.card_text(NUMBER)


async def test_a_number_without_its_unit_is_asked_for_it(talk: Talk, chen: Actor) -> None:
    await confirmed(chen)
    assert "A-10001-6：6 是哪个数？" in await chen.says("写错了，改成6")
    await chen.taps("6 户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 6


async def test_what_counts_already_is_said_to_be_the_stations(talk: Talk, chen: Actor, wang: Actor) -> None:
    await confirmed(chen)
    await wang.taps("核实，计入")
    assert "A-10001-6 核对过了。要改请跟社工站说" in await chen.says("是6户，不是5户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 5
    assert len(await talk.reports()) == 1


async def test_the_newer_of_two_is_meant(talk: Talk, chen: Actor) -> None:
    await chen.says("今天电话探访8人次")
    await confirmed(chen)
    await chen.says("不对，是9人次")
    assert (await talk.activity("A-10001-6"))[1][Unit.PERSON_TIMES] == 8
    assert (await talk.activity("A-10002-4"))[1][Unit.PERSON_TIMES] == 9


async def test_the_kind_that_is_named_is_meant(talk: Talk, chen: Actor) -> None:
    await confirmed(chen)
    await chen.says("今天反诈宣讲1场，听众40人次")
    await chen.says("刚才入户走访写错了，是6户13人次")
    assert (await talk.activity("A-10001-6"))[1] == {Unit.TIMES: 1, Unit.HOUSEHOLDS: 6, Unit.PERSON_TIMES: 13}
    assert (await talk.activity("A-10002-4"))[1] == {Unit.SESSIONS: 1, Unit.PERSON_TIMES: 40}
    assert len(await talk.reports()) == 2


async def test_more_than_there_was_cannot_have_been_too_much(talk: Talk, chen: Actor) -> None:
    await confirmed(chen)
    await chen.says("多写了九户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 5


async def test_what_was_found_beside_it_does_not_stand_between(talk: Talk, chen: Actor) -> None:
    await chen.says("今天入户走访5户12人次，4号楼302漏水")
    await chen.taps("对，记下", await chen.card(NUMBER))
    await chen.says("改成7户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 7
    assert len(await talk.reports()) == 2


async def test_numbers_of_a_newer_report_are_not_the_activitys(talk: Talk, chen: Actor) -> None:
    await confirmed(chen)
    talk.passes(60)
    await chen.says("4号楼有3户停电了")
    await chen.says("不对，是5户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 5
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED


@pytest.mark.parametrize(
    "words",
    [
        "今天电话探访8人次",
        "今天又走访了3户",
        "不是5号楼，是6户停水了",
        "今天走访了3户，不对，是4户",
        "今天实际走访了6户",
    ],
)
async def test_what_tells_something_new_stays_new(talk: Talk, chen: Actor, words: str) -> None:
    await confirmed(chen)
    await chen.says(words)
    assert len(await talk.reports()) == 2
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 5


async def test_a_day_later_it_is_not_meant_any_more(talk: Talk, chen: Actor) -> None:
    await confirmed(chen)
    talk.passes(25 * 3600)
    await talk.settle()
    await chen.says("是6户，不是5户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 5


async def test_a_question_puts_nothing_right(talk: Talk, chen: Actor) -> None:
    await asked(chen)
    heard = await chen.says("这是走访吗")
    assert "没看懂哪里要改" in heard
    assert "改好了" not in heard
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize("words", ["入户走访", "是今天的", "在4号楼", "是走访，今天的"])
async def test_what_stands_so_already_is_not_called_put_right(talk: Talk, chen: Actor, words: str) -> None:
    await asked(chen)
    heard = await chen.says(words)
    assert "没有改动" in heard
    assert "改好了" not in heard
    assert "种类" in heard.labels
    assert not [step for step in await talk.steps(NUMBER) if step.startswith("amended")]
    await chen.says("是昨天的")
    assert (await talk.activity(NUMBER))[0].held_on == date(2026, 3, 1), "the menu is still open"


# -- what came back -----------------------------------------------------------------------------------


async def came_back(chen: Actor, wang: Actor) -> None:
    await confirmed(chen)
    await wang.taps("退回")
    await wang.taps("数字不符")
    await wang.taps("没有要补的")
    await chen.hears()


@pytest.mark.parametrize("since", ["at once", "days later", "after other reports", "behind many others"])
@pytest.mark.parametrize("words", ["人次改成58", "58人次", "签到表是58人次"])
async def test_numbers_are_of_the_one_that_came_back(
    talk: Talk, chen: Actor, wang: Actor, words: str, since: str
) -> None:
    await came_back(chen, wang)
    others = {"after other reports": 1, "behind many others": 6}.get(since, 0)
    if since == "days later":
        talk.passes(3 * 24 * 3600)
        await talk.settle()
    for n in range(others):
        talk.passes(3600)
        await chen.says(f"5号楼{n + 1}01漏水")
    talk.passes(60)
    before = len(await talk.reports())
    heard = await chen.says(words)
    assert "📝 A-10001-6 · 请核对一下" in heard
    assert "58 人次" in heard
    assert len(await talk.reports()) == before
    assert (await talk.activity(NUMBER))[0].stage is Stage.RETURNED


@pytest.mark.parametrize("words", ["实际到场58人次", "应该是58人次", "改成58人次", "人次应该是58"])
async def test_in_all_the_ways_it_is_said(talk: Talk, chen: Actor, wang: Actor, words: str) -> None:
    await came_back(chen, wang)
    talk.passes(3 * 24 * 3600)
    await talk.settle()
    assert "58 人次" in await chen.says(words)
    assert len(await talk.reports()) == 1


async def test_a_number_put_right_answers_nothing_that_a_newer_need_was_asked(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await came_back(chen, wang)
    await chen.says("有人打架")
    assert "📝 A-10001-6 · 请核对一下" in await chen.says("人次改成58")
    assert len(await talk.reports()) == 2


@pytest.mark.parametrize("words", ["今天电话探访8人次", "5号楼来了58人次", "5户停水了", "今天又来了58人次"])
async def test_what_is_new_stays_new_beside_what_came_back(
    talk: Talk, chen: Actor, wang: Actor, words: str
) -> None:
    await came_back(chen, wang)
    await chen.says(words)
    assert len(await talk.reports()) == 2
    assert (await talk.activity(NUMBER))[1][Unit.PERSON_TIMES] == 12


async def test_a_newer_draft_is_meant_rather(talk: Talk, chen: Actor, wang: Actor) -> None:
    await came_back(chen, wang)
    talk.passes(60)
    await chen.says("今天电话探访8人次")
    await chen.says("9人次")
    assert (await talk.activity("A-10002-4"))[1][Unit.PERSON_TIMES] == 9
    assert (await talk.activity(NUMBER))[1][Unit.PERSON_TIMES] == 12


async def two_came_back(talk: Talk, chen: Actor, wang: Actor) -> None:
    await came_back(chen, wang)
    talk.passes(60)
    await chen.says("今天电话探访8人次")
    await chen.taps("对，记下")
    await wang.taps("退回", await wang.card("A-10002-4"))
    await wang.taps("数字不符")
    await wang.taps("没有要补的")
    await chen.hears()


async def test_where_several_came_back_it_is_asked_which(talk: Talk, chen: Actor, wang: Actor) -> None:
    await two_came_back(talk, chen, wang)
    heard = await chen.says("人次改成58")
    assert "说的是哪一条？" in heard
    assert heard.labels == ["A-10002-4", NUMBER]
    assert "A-10001-6 · 入户走访 · 3月2日 · 5 户 · 12 人次" in heard
    assert "58 人次" in await chen.taps(NUMBER)
    assert (await talk.activity(NUMBER))[1][Unit.PERSON_TIMES] == 58
    assert (await talk.activity("A-10002-4"))[1][Unit.PERSON_TIMES] == 8
    assert len(await talk.reports()) == 2


async def test_the_unit_may_say_which(talk: Talk, chen: Actor, wang: Actor) -> None:
    await two_came_back(talk, chen, wang)
    await chen.says("改成6户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 6


async def test_of_a_number_without_unit_it_is_asked_which_and_then_how_many(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await two_came_back(talk, chen, wang)
    assert "说的是哪一条？" in await chen.says("改成6")
    assert "应该是多少？" in await chen.taps(NUMBER)
    await chen.says("6户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 6


async def test_what_was_confirmed_since_may_be_meant_as_well(talk: Talk, chen: Actor, wang: Actor) -> None:
    await came_back(chen, wang)
    talk.passes(60)
    await chen.says("今天电话探访8人次")
    await chen.taps("对，记下")
    assert (await chen.says("人次改成9")).labels == ["A-10002-4", NUMBER]
    await chen.taps("A-10002-4")
    assert (await talk.activity("A-10002-4"))[1][Unit.PERSON_TIMES] == 9
