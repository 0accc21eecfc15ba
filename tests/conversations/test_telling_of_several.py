"""Several activities in one message: one list, one tap, and each is a record of its own, up to the figures."""

from datetime import date

import pytest

from fieldwork.activities import ActivityKind, Stage, Unit
from storage import reports
from tests.cast import BUILDING_4, BUILDING_5
from tests.conversations.test_reporting import TWO_OF_A_NAME
from tests.talk import Actor, Talk

WEEK = "本周：\n1. 入户走访12次36户\n2. 宣讲2场85人次\n3. 整治3次41人次"
VISIT, TALK, CLEANUP = "A-10001-6", "A-10002-4", "A-10003-2"


async def test_a_week_as_a_list_becomes_an_activity_a_line_and_one_tap_confirms_all(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    heard = await chen.says(WEEK)
    assert "📝 一共 3 项 · 请核对一下" in heard
    assert f"{VISIT} · 入户走访 · 3月2日" in heard
    assert "🔢 12 次 · 36 户" in heard
    assert f"{TALK} · 宣讲宣传" in heard
    assert "🔢 2 场 · 85 人次" in heard
    assert len(heard.messages) == 1, "one list, and no card beside it"
    assert heard.labels == ["✅ 都对，记下", VISIT, TALK, CLEANUP]
    assert "活动（待确认）" in await wang.card_text(TALK)
    heard = await chen.taps("都对，记下")
    assert "📋 一共 3 项" in heard
    assert f"{VISIT} · 入户走访 · 3月2日 · 待核实" in heard
    assert heard.labels == [VISIT, TALK, CLEANUP]
    assert "活动（待核实）" in await wang.card_text(CLEANUP)
    kinds = [(await talk.activity(number))[0].kind for number in (VISIT, TALK, CLEANUP)]
    assert kinds == [ActivityKind.HOME_VISIT, ActivityKind.PUBLICITY, ActivityKind.CLEANUP]
    activity, counts = await talk.activity(VISIT)
    assert (activity.stage, counts) == (Stage.SUBMITTED, {Unit.TIMES: 12, Unit.HOUSEHOLDS: 36})


async def test_one_of_them_is_put_right_by_its_number(talk: Talk, chen: Actor) -> None:
    await chen.says(WEEK)
    heard = await chen.taps(TALK)
    assert f"📝 {TALK} · 请核对一下" in heard
    assert f"{TALK}：哪里不对？" in heard
    assert "🔢 2 场 · 90 人次" in await chen.says("90人次")
    listed = next(said for said in await chen.chat() if "一共 3 项" in said.text)
    assert "🔢 2 场 · 90 人次" in listed.text
    await chen.taps("都对，记下", on=listed)
    assert (await talk.activity(TALK))[1] == {Unit.PERSON_TIMES: 90, Unit.SESSIONS: 2}
    assert {(await talk.activity(number))[0].stage for number in (VISIT, TALK, CLEANUP)} == {Stage.SUBMITTED}


async def test_an_old_list_confirms_no_new_numbers(talk: Talk, chen: Actor) -> None:
    await chen.says(WEEK)
    key = (await chen.newest()).key("都对，记下")
    assert key is not None
    await chen.taps(TALK)
    await chen.says("90人次")
    assert "数字后来改过了" in (await chen.taps_data(key.data, key.message)).answer
    assert (await talk.activity(VISIT))[0].stage is Stage.DRAFT


async def test_all_are_confirmed_by_typing_it(talk: Talk, chen: Actor) -> None:
    await chen.says(WEEK)
    assert "记下了" in await chen.says("都对")
    assert {(await talk.activity(number))[0].stage for number in (VISIT, TALK, CLEANUP)} == {Stage.SUBMITTED}


async def test_words_that_may_be_of_any_of_them_are_of_none_until_it_is_said_of_which(
    talk: Talk, chen: Actor
) -> None:
    await chen.says(WEEK)
    heard = await chen.says("不对，是90人次")
    assert "是哪一项？" in heard
    assert heard.labels == [VISIT, TALK, CLEANUP]
    assert (await talk.activity(CLEANUP))[1] == {Unit.TIMES: 3, Unit.PERSON_TIMES: 41}


async def test_another_day_is_of_none_of_them_until_it_is_said_of_which(talk: Talk, chen: Actor) -> None:
    await chen.says(WEEK)
    assert "是哪一项？" in await chen.says("不对，是昨天的")
    await chen.taps(TALK)
    await chen.says("是昨天的")
    days = [(await talk.activity(number))[0].held_on.day for number in (VISIT, TALK, CLEANUP)]
    assert days == [2, 1, 2]


@pytest.mark.parametrize("words", ["第三项不对，是45人次", "整治写错了，是45人次", "第3项应该是45人次"])
async def test_one_of_them_is_put_right_by_its_place_or_its_kind(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says(WEEK)
    heard = await chen.says(words)
    assert f"📝 {CLEANUP} · 请核对一下" in heard
    assert (await talk.activity(CLEANUP))[1] == {Unit.TIMES: 3, Unit.PERSON_TIMES: 45}
    assert (await talk.activity(TALK))[1] == {Unit.PERSON_TIMES: 85, Unit.SESSIONS: 2}


async def test_what_was_found_stands_beside_the_list(talk: Talk, chen: Actor) -> None:
    heard = await chen.says(f"{WEEK}\n4. 4栋302漏水")
    assert "一共 3 项" in heard
    assert "✅ 收到了 · N-10004-" in heard
    need = (await talk.reports())[-1]
    assert (need.text, need.door) == ("4栋302漏水", "302")
    assert "found_need" in await talk.steps(VISIT)


async def test_two_months_are_two_periods_and_each_takes_the_place_of_its_own(
    talk: Talk, chen: Actor
) -> None:
    await chen.says("1月走访40户，2月走访35户")
    await chen.taps("都对，记下")
    first, second = (await talk.activity(VISIT))[0], (await talk.activity(TALK))[0]
    assert (first.period, second.period) == ("2026-01", "2026-02")
    heard = await chen.says("1月走访41户，2月走访36户")
    assert f"🔁 替换 {VISIT}" in heard
    assert f"🔁 替换 {TALK}" in heard
    await chen.taps("都对，记下")
    assert (await talk.activity(VISIT))[0].stage is Stage.VOID


async def test_an_edited_line_changes_its_own_activity_alone(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(WEEK)
    heard = await chen.edits(await chen.last_sent(), WEEK.replace("85人次", "90人次"))
    assert "按您改的更新了" in heard
    assert (await talk.activity(TALK))[1] == {Unit.PERSON_TIMES: 90, Unit.SESSIONS: 2}
    assert (await talk.activity(VISIT))[1] == {Unit.TIMES: 12, Unit.HOUSEHOLDS: 36}
    assert [each.text for each in await talk.reports()][1] == "本周：宣讲2场90人次"
    assert "edited" not in await talk.steps(VISIT)
    assert "90 人次" in await wang.card_text(TALK)


async def test_an_edit_after_which_other_activities_stand_there_changes_none(talk: Talk, chen: Actor) -> None:
    await chen.says(WEEK)
    heard = await chen.edits(await chen.last_sent(), "本周：\n1. 入户走访13次36户\n2. 整治3次41人次")
    assert f"这条消息记成了 {VISIT}、{TALK}、{CLEANUP}" in heard
    assert (await talk.activity(VISIT))[1] == {Unit.TIMES: 12, Unit.HOUSEHOLDS: 36}


async def test_an_answer_to_the_message_itself_is_of_none_of_them_either(talk: Talk, chen: Actor) -> None:
    await chen.says(WEEK)
    heard = await chen.replies(await chen.last_sent(), "是90人次")
    assert "是哪一项？" in heard
    assert (await talk.activity(VISIT))[1] == {Unit.TIMES: 12, Unit.HOUSEHOLDS: 36}
    listed = next(said for said in await chen.chat() if "一共 3 项" in said.text)
    assert "是哪一项？" in await chen.replies(listed, "是90人次")


async def test_more_than_a_year_of_months_stays_one_and_says_so(talk: Talk, chen: Actor) -> None:
    lines = [f"{month}月走访{month}户，宣讲{month}场" for month in range(1, 9)]
    heard = await chen.says("\n".join(lines))
    assert "这条里好像有 16 项活动，一次最多记 12 项" in heard
    assert len(await talk.reports()) == 1


async def test_two_days_of_a_week_are_two_days(talk: Talk, chen: Actor) -> None:
    await chen.says("上周一走访3户，上周二走访5户")
    days = [(await talk.activity(number))[0].held_on for number in (VISIT, TALK)]
    assert days == [date(2026, 2, 23), date(2026, 2, 24)]


async def test_from_the_list_through_review_to_the_figures(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says("本周：\n1. 入户走访12次36户\n2. 宣讲2场85人次")
    await chen.taps("都对，记下")
    for number in (VISIT, TALK):
        await wang.says(number)
        await wang.taps("核实，计入")
    listed = next(said for said in await chen.chat() if "一共 2 项" in said.text)
    assert f"{VISIT} · 入户走访 · 3月2日 · 已计入" in listed.text
    talk.passes(61)
    await talk.settle()
    heard = await luo.says("数字")
    assert "入户走访  12 次 · 36 户\n" in heard
    assert "宣讲宣传  2 场 · 85 人次\n" in heard


async def test_what_is_given_back_is_put_right_alone(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("本周：\n1. 入户走访12次36户\n2. 宣讲2场85人次")
    await chen.taps("都对，记下")
    await wang.says(TALK)
    await wang.taps("退回")
    await wang.taps("数字不符")
    await wang.says("签到表上是80人")
    heard = await chen.hears()
    assert f"✏️ {TALK}：西湖站请您改一下：数字不符" in heard
    listed = next(said for said in await chen.chat() if "一共 2 项" in said.text)
    assert f"{TALK} · 宣讲宣传 · 3月2日 · 待补正" in listed.text
    await chen.says("80人次")
    heard = await chen.taps("对，记下")
    assert "记下了" in heard
    activity, counts = await talk.activity(TALK)
    assert (activity.stage, counts[Unit.PERSON_TIMES]) == (Stage.RESUBMITTED, 80)
    assert (await talk.activity(VISIT))[0].stage is Stage.SUBMITTED


async def test_a_finger_that_comes_down_twice_confirms_once(talk: Talk, chen: Actor) -> None:
    await chen.says(WEEK)
    key = (await chen.newest()).key("都对，记下")
    assert key is not None
    await chen.taps("都对，记下")
    assert "记下了" in (await chen.taps_data(key.data, key.message)).answer
    assert [step for step in await talk.steps(VISIT) if step == "confirmed"] == ["confirmed"]


async def test_a_photo_lies_with_the_line_that_wants_photos(talk: Talk, chen: Actor) -> None:
    await chen.sends_photo(WEEK)
    assert "一共 3 项" in (await chen.newest()).text
    assert await photos(talk, VISIT, TALK, CLEANUP) == [0, 0, 1]


async def test_a_photo_within_the_minute_lies_there_too(talk: Talk, chen: Actor) -> None:
    await chen.says("本周：\n1. 整治3次41人次\n2. 入户走访12次36户")
    talk.passes(20)
    await chen.sends_photo()
    assert await photos(talk, VISIT, TALK) == [1, 0]


async def test_a_list_that_was_passed_on_is_several_once_it_is_theirs(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    heard = await chen.forwards(WEEK)
    assert "是你们办的吗" in heard
    assert len(await talk.reports()) == 1
    heard = await chen.taps("是我们办的")
    assert "📝 一共 3 项 · 请核对一下" in heard
    assert "🔢 12 次 · 36 户" in heard
    assert "活动（待确认）" in await wang.card_text(CLEANUP)
    await chen.taps("都对，记下")
    assert (await talk.activity(VISIT))[1] == {Unit.TIMES: 12, Unit.HOUSEHOLDS: 36}
    kinds = [(await talk.activity(number))[0].kind for number in (VISIT, TALK, CLEANUP)]
    assert kinds == [ActivityKind.HOME_VISIT, ActivityKind.PUBLICITY, ActivityKind.CLEANUP]


async def photos(talk: Talk, *numbers: str) -> list[int]:
    """How many lie with each."""
    serials = [(await talk.report(number)).serial for number in numbers]
    return await talk.asks(lambda session: [len(reports.attachments(session, serial)) for serial in serials])


async def test_where_it_was_is_asked_once_for_all_of_them(talk: Talk, liang: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("本周在幸福花园：\n1. 入户走访12次36户\n2. 宣讲2场85人次")
    first, second = await talk.reports()
    assert (first.question, second.question) == ("place", "")
    await liang.taps("凤城街道翠湖社区幸福花园")
    first, second = await talk.reports()
    assert first.place == second.place
    assert first.place is not None
    assert (await talk.activity(TALK))[0].place == first.place


async def test_two_buildings_with_their_own_numbers_are_two_activities(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    heard = await chen.says("今天入户走访4栋6户，又去了5栋3户，302漏水")
    assert "📝 一共 2 项 · 请核对一下" in heard
    assert "是哪个地方" not in heard, "both are said"
    told = [await talk.report(number) for number in (VISIT, TALK)]
    assert [report.place for report in told] == [BUILDING_4, BUILDING_5]
    await chen.taps("都对，记下")
    counts = [(await talk.activity(number))[1] for number in (VISIT, TALK)]
    assert counts == [{Unit.TIMES: 1, Unit.HOUSEHOLDS: 6}, {Unit.TIMES: 1, Unit.HOUSEHOLDS: 3}]
    need = (await talk.reports())[-1]
    assert (need.text, need.place, need.door) == ("302漏水", BUILDING_5, "302")


async def test_the_list_says_what_became_of_each_and_why(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("本周：\n1. 入户走访12次36户\n2. 宣讲2场85人次\n3. 电话探访9人次")
    await chen.taps("都对，记下")
    await wang.taps("退回", await wang.card(TALK))
    await wang.taps("数字不符")
    await wang.says("签到表是58人次")
    await wang.taps("作废", await wang.card(CLEANUP))
    await wang.says("不是我们社区的")
    listed = next(said for said in await chen.chat() if "一共 3 项" in said.text)
    assert "待补正\n✏️ 西湖站请您改一下：数字不符 · 签到表是58人次。" in listed.text
    assert "已作废\n↩️ 不是我们社区的" in listed.text
    assert "待核实：西湖站会核对。" in listed.text
    await wang.taps("核实，计入", await wang.card(VISIT))
    await wang.taps("作废", await wang.card(TALK))
    await wang.taps("重复")
    listed = next(said for said in await chen.chat() if "一共 3 项" in said.text)
    assert "待核实" not in listed.text
