"""One message becomes an activity, and a tap makes it count; what is missing is asked once."""

import json
from datetime import date

import pytest
from sqlalchemy import delete, update

from fieldwork.activities import ActivityKind, Stage, Unit
from storage import outings
from storage.tables import ActivityRow
from tests.cast import BUILDING_4, BUILDING_5, BUILDING_6
from tests.conversations.test_reporting import TWO_OF_A_NAME
from tests.talk import Actor, Talk

VISITED, NUMBER = "今天入户走访5户12人次", "A-10001-6"
NEED = "N-10002-4"


async def test_one_message_becomes_an_activity_and_a_linked_need(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    heard = await chen.says("今天入户走访4栋5户8人次，302漏水")
    assert "A-10001-6 · 请核对一下" in heard
    assert "📝 入户走访 · 3月2日" in heard
    assert "🔢 1 次 · 5 户 · 8 人次" in heard
    assert f"收到了 · {NEED}" in heard
    assert "活动（待确认）" in await wang.card_text(NUMBER)
    assert f"{NEED} · 待签收" in await wang.card_text(NEED)
    need = await talk.report(NEED)
    assert (need.text, need.place, need.door) == ("302漏水", BUILDING_4, "302")
    told = await talk.report(NUMBER)
    assert (told.place, told.door) == (BUILDING_4, ""), "the door is the need's own"
    found = next(event for event in await talk.events(NUMBER) if event.step == "found_need")
    assert json.loads(found.reason) == {"number": NEED}
    assert (await talk.events(NEED))[0].reason == NUMBER
    await chen.taps("对，记下")
    activity, counts = await talk.activity(NUMBER)
    assert (activity.kind, activity.stage) == (ActivityKind.HOME_VISIT, Stage.SUBMITTED)
    assert counts == {Unit.TIMES: 1, Unit.HOUSEHOLDS: 5, Unit.PERSON_TIMES: 8}


async def test_a_building_that_is_on_no_list_stays_with_the_need_found_there(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    heard = await chen.says("今天入户走访3栋5户8人次，302漏水")
    assert f"收到了 · {NEED}" in heard
    assert "名单里没找到“3栋”" in await chen.card_text(NEED)
    need = await talk.report(NEED)
    assert (need.text, need.named, need.door) == ("302漏水", "3栋", "302")
    assert "302 （名单里没有：3栋）" in await wang.card_text(NEED)
    assert "「302漏水」" in await wang.card_text(NEED), "her own words; the place stands beside"
    await chen.taps("补充", await chen.card(NEED))
    await chen.says("水很大")
    need = await talk.report(NEED)
    assert (need.named, need.door) == ("3栋", "302"), "what is added says nothing of where"


async def test_who_asks_for_something_at_a_door_is_a_need_beside_the_activity(
    talk: Talk, chen: Actor
) -> None:
    assert f"收到了 · {NEED}" in await chen.says("今天走访4栋5户8人次，302独居需助浴")
    need = await talk.report(NEED)
    assert (need.text, need.category, need.door) == ("302独居需助浴", "elderly.meals_baths", "302")


async def test_a_need_that_names_its_own_building_keeps_to_it(talk: Talk, chen: Actor) -> None:
    await chen.says("今天入户走访3栋5户8人次，4栋302漏水")
    need = await talk.report(NEED)
    assert (need.text, need.named, need.place, need.door) == ("4栋302漏水", "", BUILDING_4, "302")


@pytest.mark.parametrize(
    ("words", "text", "door"),
    [
        ("4栋2单元5户8人次，302漏水", "302漏水", "2-302"),
        ("3栋2单元5户8人次，302漏水", "302漏水", "2-302"),
        ("4栋2单元5户8人次，3单元302漏水", "3单元302漏水", "3-302"),
        ("4栋2单元5户8人次，5栋302漏水", "5栋302漏水", "302"),
    ],
)
async def test_a_door_lies_in_the_unit_that_was_visited(
    talk: Talk, chen: Actor, words: str, text: str, door: str
) -> None:
    await chen.says(f"今天入户走访{words}")
    need = await talk.report(NEED)
    assert (need.text, need.door) == (text, door)


async def test_what_was_added_up_is_shown_with_its_parts_until_somebody_says_otherwise(
    talk: Talk, chen: Actor
) -> None:
    heard = await chen.says("今天走访4栋，上午5户，下午3户，11人次")
    assert "8 户（5+3）" in heard
    heard = await chen.says("不对，是9户")
    assert "🔢 1 次 · 9 户 · 11 人次" in heard


async def test_a_missing_number_is_asked_and_a_bare_number_answers(talk: Talk, chen: Actor) -> None:
    heard = await chen.says("今天入户走访独居老人，服务8人次")
    assert "A-10001-6：一共多少户？" in heard
    assert heard.labels == ["跳过"]
    heard = await chen.says("5")
    assert "🔢 1 次 · 5 户 · 8 人次" in heard
    assert heard.labels == ["✅ 对，记下", "不对，改一下"]
    assert (await talk.activity(NUMBER))[0].stage is Stage.DRAFT, "a number is confirmed by the tap alone"
    await chen.taps("对，记下")
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED


async def test_a_number_that_is_skipped_stays_out(talk: Talk, chen: Actor) -> None:
    await chen.says("今天入户走访独居老人，服务8人次")
    await chen.taps("跳过")
    await chen.taps("对，记下")
    activity, counts = await talk.activity(NUMBER)
    assert activity.stage is Stage.SUBMITTED
    assert counts == {Unit.TIMES: 1, Unit.PERSON_TIMES: 8}


async def test_a_bare_number_answers_nothing_that_was_not_asked(talk: Talk, chen: Actor) -> None:
    await chen.says("今天入户走访独居老人，服务8人次")
    await chen.taps("跳过")
    assert "❔ 没有说多少户" in await chen.card_text(NUMBER)
    await chen.says("5")
    assert Unit.HOUSEHOLDS not in (await talk.activity(NUMBER))[1]
    await chen.says("5户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 5, "with its unit it says what it is"


async def test_what_tells_of_something_else_answers_no_question(talk: Talk, chen: Actor) -> None:
    await chen.says("今天入户走访独居老人，服务8人次")
    assert "收到了 · N-10002-4" in await chen.says("4号楼化粪池漏了")
    assert Unit.HOUSEHOLDS not in (await talk.activity(NUMBER))[1]


async def test_a_kind_that_no_word_names_is_asked(talk: Talk, chen: Actor) -> None:
    heard = await chen.says("今天服务居民，共30人次")
    assert "A-10001-6：是哪一种活动？" in heard
    assert heard.labels == ["入户走访", "电话探访", "个案服务", "小组服务", "社区活动", "其他…"]
    assert "环境整治" in (await chen.taps("其他…")).labels
    heard = await chen.taps("宣讲宣传")
    assert "📝 宣讲宣传 · 3月2日" in heard
    assert "🔢 1 场 · 30 人次" in heard
    assert (await talk.activity(NUMBER))[0].kind is ActivityKind.PUBLICITY


@pytest.mark.parametrize("words", ["今天社区活动一场，60人次", "今天社區活動30人次"])
async def test_what_is_called_a_community_activity_is_one_and_is_not_asked(
    talk: Talk, chen: Actor, words: str
) -> None:
    assert "是哪一种活动" not in await chen.says(words)
    assert (await talk.activity(NUMBER))[0].kind is ActivityKind.COMMUNITY_ACTIVITY


async def test_each_sentence_is_its_own_in_english_words_too(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.says("Home visits today: five households, twelve people")
    _, counts = await talk.activity("A-10002-4")
    assert counts == {Unit.TIMES: 1, Unit.HOUSEHOLDS: 5, Unit.PEOPLE: 12}
    assert (await talk.activity(NUMBER))[1][Unit.PERSON_TIMES] == 12, "the earlier one stays as it was"


async def test_few_people_who_came_often_are_nothing_unusual(chen: Actor) -> None:
    heard = await chen.says("今天个案服务3次，2人")
    assert "🔢 3 次 · 2 人" in heard
    assert "❗" not in heard


async def test_the_same_kind_again_changes_nothing(talk: Talk, chen: Actor) -> None:
    asked = (await chen.says("今天服务居民，共30人次")).messages[-1]
    key = asked.key("入户走访")
    assert key is not None
    await chen.taps("入户走访", asked)
    await chen.says("12户")
    await chen.taps("对，记下")
    assert "记下了" in (await chen.taps_data(key.data, asked.id)).answer
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED
    assert (await talk.steps(NUMBER)).count("kind_changed") == 1


async def test_numbers_are_changed_by_typing_them(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await chen.taps("不对，改一下")
    assert "现在是 1 次 · 5 户 · 12 人次" in await chen.taps("数字")
    heard = await chen.says("6户15人次")
    assert "🔢 1 次 · 6 户 · 15 人次" in heard
    assert heard.labels == ["✅ 对，记下", "不对，改一下"]
    assert "活动（待确认）" in await wang.card_text(NUMBER)
    await chen.taps("对，记下")
    assert "活动（待核实）" in await wang.card_text(NUMBER)


async def test_a_unit_is_taken_away_by_nought(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("不对，改一下")
    await chen.taps("数字")
    assert "🔢 1 次 · 5 户\n" in await chen.says("0人次")


async def test_an_old_card_confirms_no_new_numbers(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    old = next(said for said in await chen.chat() if said.key("对，记下"))
    await chen.edits(await chen.last_sent(), "今天入户走访6户15人次")
    heard = await chen.taps("对，记下", on=old)
    assert "数字后来改过了" in heard
    assert (await talk.activity(NUMBER))[0].stage is Stage.DRAFT


async def test_the_day_is_read_and_can_be_changed(talk: Talk, chen: Actor) -> None:
    await chen.says("昨天入户走访5户12人次")
    assert (await talk.activity(NUMBER))[0].held_on == date(2026, 3, 1)
    await chen.taps("不对，改一下")
    assert (await chen.taps("日期")).labels == ["3月2日", "3月1日", "2月28日"]
    assert "📝 入户走访 · 2月28日" in await chen.taps("2月28日")
    await chen.taps("不对，改一下")
    await chen.taps("日期")
    assert "📝 入户走访 · 3月1日" in await chen.says("昨天")


async def test_the_same_day_again_asks_for_no_other_tap(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("不对，改一下")
    await chen.taps("日期")
    key = (await chen.newest()).key("2月28日")
    assert key is not None
    await chen.taps("2月28日")
    await chen.taps("对，记下")
    await chen.taps_data(key.data, key.message)
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED
    assert (await talk.steps(NUMBER)).count("day_changed") == 1


async def test_the_place_of_the_record_follows_its_report(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("5号楼")
    assert (await talk.activity(NUMBER))[0].place == BUILDING_5


async def test_what_is_far_from_the_usual_is_asked_with_the_same_tap(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    heard = await chen.says("今天入户走访60户80人次")
    assert "❗ 60 户，和平时差得多，对吗？" in heard
    assert "对方说没错" not in await wang.card_text(NUMBER)
    await chen.taps("对，记下")
    assert "对方说没错" in await wang.card_text(NUMBER)
    activity, _ = await talk.activity(NUMBER)
    assert (activity.stage, activity.unusual) == (Stage.SUBMITTED, "户")


async def test_what_a_year_comes_to_is_no_days_work(talk: Talk, chen: Actor) -> None:
    assert "❗ 255 次，和平时差得多，对吗？" in await chen.says("今天入户走访255次，764户")
    assert "❗" not in await chen.says("今年入户走访255次，764户")
    heard = await chen.says("本周入户走访255次，764户")
    assert "❗ 255 次，和平时差得多，对吗？" in heard


async def test_a_period_that_was_one_day_is_asked_about(talk: Talk, chen: Actor) -> None:
    assert "❗" not in await chen.says("今年入户走访255次，764户")
    await chen.taps("不对，改一下")
    await chen.taps("日期")
    assert "❗ 255 次" in await chen.taps("3月1日")


async def test_photos_from_before_and_after_are_wanted_of_a_clean_up(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    heard = await chen.says("今天4号楼环境整治一次，12人次")
    assert "📷 还缺整治前、整治后的照片" in heard
    await chen.sends_album("整治前", "整治后")
    assert "还缺" not in await chen.card_text(NUMBER)
    assert "还缺" not in await wang.card_text(NUMBER)


async def test_a_period_told_again_takes_the_place_of_what_was_told_before(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says("本周入户走访12次36户80人次")
    await chen.taps("对，记下")
    first, counts = await talk.activity(NUMBER)
    assert (first.period, first.held_on) == ("2026-W10", date(2026, 3, 2))
    assert counts == {Unit.TIMES: 12, Unit.HOUSEHOLDS: 36, Unit.PERSON_TIMES: 80}
    talk.passes(86400)
    heard = await chen.says("本周入户走访14次40户90人次")
    assert "🔁 替换 A-10001-6" in heard
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED, "the earlier one holds until the tap"
    await chen.taps("对，记下")
    assert (await talk.activity(NUMBER))[0].stage is Stage.VOID
    assert "已经被 A-10002-4 替换" in await chen.card_text(NUMBER)
    assert "活动（作废）" in await wang.card_text(NUMBER)


async def test_what_was_passed_on_is_theirs_only_if_they_say_so(talk: Talk, chen: Actor) -> None:
    heard = await chen.forwards("今天开展防诈骗宣传一场，86人次")
    assert "是你们办的吗" in heard
    assert heard.labels == ["是我们办的", "只是转发"]
    heard = await chen.taps("是我们办的")
    assert heard.labels == ["✅ 对，记下", "不对，改一下"]
    await chen.taps("对，记下")
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED


async def test_what_was_only_passed_on_is_taken_back(talk: Talk, chen: Actor) -> None:
    await chen.forwards("今天开展防诈骗宣传一场，86人次")
    await chen.taps("只是转发")
    assert str((await talk.report(NUMBER)).state) == "withdrawn"


async def test_what_the_station_has_accepted_only_the_station_gives_back(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await talk.books.write(lambda s: s.execute(update(ActivityRow).values(stage=Stage.ACCEPTED)))
    assert "由站里退回" in (await chen.taps("不对，改一下")).answer
    assert "由站里退回" in await chen.edits(await chen.last_sent(), "今天入户走访6户15人次")
    _, counts = await talk.activity(NUMBER)
    assert counts[Unit.HOUSEHOLDS] == 5


async def test_what_was_noted_before_there_were_records_can_be_entered(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await talk.books.write(lambda s: s.execute(delete(ActivityRow)))
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("4号楼")
    assert "🔢 5 户 · 12 人次" in await chen.card_text(NUMBER)
    heard = await chen.taps("登记")
    assert "🔢 1 次 · 5 户 · 12 人次" in heard
    assert heard.labels == ["✅ 对，记下", "不对，改一下"]


async def test_the_typed_word_confirms_only_what_waits_for_it(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.says("对的")
    await chen.says("对的")
    assert (await talk.steps(NUMBER)).count("confirmed") == 1


# -- unasked ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["不对，是6户9人次", "改成6户9人次", "6户9人次"])
async def test_numbers_said_under_the_card_correct_it(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says(VISITED)
    assert "🔢 1 次 · 6 户 · 9 人次" in await chen.says(words)
    assert len(await talk.reports()) == 1
    await chen.taps("对，记下")
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED


async def test_numbers_in_reply_to_the_card_correct_it(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    card = await chen.card(NUMBER)
    assert "🔢 1 次 · 5 户 · 20 人次" in await chen.replies(card, "是20人次")
    assert len(await talk.reports()) == 1


async def test_numbers_said_after_a_return_correct_what_came_back(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("退回")
    await wang.taps("数字不符")
    await wang.taps("没有要补的")
    assert "🔢 1 次 · 5 户 · 10 人次" in await chen.says("是5户10人次")
    assert len(await talk.reports()) == 1


async def test_numbers_said_after_the_tap_are_of_something_new(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await chen.says("入户走访6户9人次")
    assert len(await talk.reports()) == 2


# -- only about --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "written", "asked"),
    [
        ("今天入户走访5户，服务3000余人次", "3000余人次", "一共多少人次？"),
        ("今天入户走访十几户", "十几户", "一共多少户？"),
        ("今天开展防诈骗宣讲一场，近百人参加", "近百人", "一共多少人？"),
    ],
)
async def test_a_number_that_is_only_about_is_said_and_asked(
    talk: Talk, chen: Actor, wang: Actor, words: str, written: str, asked: str
) -> None:
    heard = await chen.says(words)
    assert f"❔ “{written}”不是确切数字，没有记入" in await chen.card_text(NUMBER)
    assert f"“{written}”不是确切数字，没有记入，请写实数。\nA-10001-6：{asked}" in heard
    assert f"“{written}”" in await wang.card_text(NUMBER)
    await chen.says("86")
    assert "不是确切数字" not in await chen.card_text(NUMBER)
    assert 86 in (await talk.activity(NUMBER))[1].values()


@pytest.mark.parametrize("answer", ["就是3000余", "大概3000多吧", "没数过", "3000余人次"])
async def test_what_stays_about_stays_out(talk: Talk, chen: Actor, answer: str) -> None:
    await chen.says("今天入户走访5户，服务3000余人次")
    assert "那就先不记这个数" in await chen.says(answer)
    assert len(await talk.reports()) == 1
    card = await chen.card_text(NUMBER)
    assert "❔ “3000余人次”不是确切数字，没有记入" in card
    assert "想补这个数，回复这条消息就行" in card
    await chen.taps("对，记下")
    assert (await talk.activity(NUMBER))[1] == {Unit.TIMES: 1, Unit.HOUSEHOLDS: 5}
    await chen.replies(await chen.card(NUMBER), "3061人次")
    assert (await talk.activity(NUMBER))[1][Unit.PERSON_TIMES] == 3061


async def test_two_that_are_only_about_are_asked_one_after_the_other(talk: Talk, chen: Actor) -> None:
    heard = await chen.says("今天走访十几户，服务二十多人次")
    assert "一共多少户？" in heard
    heard = await chen.says("13")
    assert "“二十多人次”不是确切数字，没有记入，请写实数。\nA-10001-6：一共多少人次？" in heard
    await chen.says("24")
    assert (await talk.activity(NUMBER))[1] == {Unit.TIMES: 1, Unit.HOUSEHOLDS: 13, Unit.PERSON_TIMES: 24}


async def test_what_took_place_about_ten_times_is_not_one(talk: Talk, chen: Actor) -> None:
    await chen.says("今天入户走访十多次，5户")
    assert (await talk.activity(NUMBER))[1] == {Unit.HOUSEHOLDS: 5}


async def test_about_so_many_is_no_number_while_numbers_are_changed_either(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("不对，改一下")
    await chen.taps("数字")
    assert "“十几户”不是确切数字，没有记入，请写实数。" in await chen.says("十几户")
    await chen.says("13户")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 13
    assert len(await talk.reports()) == 1


# -- for which it is meant ---------------------------------------------------------------------------

OTHER = "A-10002-4"


async def test_a_newer_activity_overtakes_an_open_question(talk: Talk, chen: Actor) -> None:
    await chen.says("今天入户走访独居老人，服务8人次")
    question = await chen.newest()
    talk.passes(60)
    heard = await chen.says("今天电话探访6人次")
    assert f"A-10001-6：先不问了，现在说的是 {OTHER}。要补的话，直接回复这条消息。" in heard
    assert "想补这个数，回复这条消息就行" in await chen.card_text(NUMBER)
    await chen.says("改成7人次")
    assert (await talk.activity(OTHER))[1][Unit.PERSON_TIMES] == 7
    assert (await talk.activity(NUMBER))[1][Unit.PERSON_TIMES] == 8
    await chen.replies(question, "5")
    assert (await talk.activity(NUMBER))[1][Unit.HOUSEHOLDS] == 5
    assert len(await talk.reports()) == 2


async def test_a_newer_activity_overtakes_what_was_being_changed(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("不对，改一下")
    await chen.taps("日期")
    talk.passes(60)
    heard = await chen.says("今天电话探访6人次")
    assert f"A-10001-6：先不改了，现在说的是 {OTHER}。要改的话，回复它的卡片。" in heard
    await chen.says("昨天")
    assert (await talk.activity(NUMBER))[0].held_on == date(2026, 3, 2)


async def test_edited_words_change_the_day_too(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.edits(await chen.last_sent(), "昨天入户走访5户12人次")
    assert (await talk.activity(NUMBER))[0].held_on == date(2026, 3, 1)
    await chen.edits(await chen.last_sent(), "本周入户走访5户12人次")
    assert (await talk.activity(NUMBER))[0].period == "2026-W10"
    assert "day_changed" in await talk.steps(NUMBER)


async def test_what_came_back_last_is_what_numbers_are_meant_for(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    talk.passes(60)
    await chen.says("今天电话探访6人次")
    await chen.taps("不对，改一下")
    await chen.taps("数字")
    talk.passes(60)
    await wang.says(NUMBER)
    await wang.taps("退回")
    await wang.taps("数字不符")
    await wang.taps("没有要补的")
    await chen.says("10人次")
    assert (await talk.activity(NUMBER))[1][Unit.PERSON_TIMES] == 10
    assert (await talk.activity(OTHER))[1][Unit.PERSON_TIMES] == 6


async def test_an_answer_in_reply_is_of_what_it_replies_to(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    first = await chen.card(NUMBER)
    talk.passes(60)
    await chen.says("今天入户走访独居老人，服务8人次")
    await chen.replies(first, "是9人次")
    assert (await talk.activity(NUMBER))[1][Unit.PERSON_TIMES] == 9
    assert (await talk.activity(OTHER))[1][Unit.PERSON_TIMES] == 8


# -- without its unit --------------------------------------------------------------------------------


async def test_a_number_in_reply_names_its_unit_before_it(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    heard = await chen.replies(await chen.card(NUMBER), "人次改成10")
    assert "🔢 1 次 · 5 户 · 10 人次" in heard


@pytest.mark.parametrize("words", ["改成10", "10", "应该是10"])
async def test_a_number_in_reply_without_a_unit_is_asked_for_it(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says(VISITED)
    heard = await chen.replies(await chen.card(NUMBER), words)
    assert "A-10001-6：10 是哪个数？" in heard
    assert heard.labels == ["10 次", "10 户", "10 人次"]
    assert "🔢 1 次 · 10 户 · 12 人次" in await chen.taps("10 户")
    assert "added" not in await talk.steps(NUMBER)


async def test_a_number_in_reply_to_what_has_one_unit_is_of_that(talk: Talk, chen: Actor) -> None:
    await chen.says("本周培训80人次")
    assert "🔢 90 人次" in await chen.replies(await chen.card(NUMBER), "改成90")


async def test_a_number_in_reply_to_what_was_checked_is_told_who_can_change_it(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    assert "由站里退回" in await chen.replies(await chen.card(NUMBER), "人次改成10")
    assert (await talk.activity(NUMBER))[1][Unit.PERSON_TIMES] == 12


# -- a building that fits several places --------------------------------------------------------------


EAST, WEST = "441802006012-1", "441802006027-1"  # two estates of one name


async def test_one_question_says_where_both_lie(talk: Talk, liang: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    heard = await liang.says("今天幸福花园入户走访5户8人次，302漏水")
    assert f"收到了 · {NEED}" in heard
    asked = [said for said in heard.messages if "是哪個地方" in said.text]
    assert [said.text for said in asked] == [f"{NUMBER}：是哪個地方？"]
    assert (await talk.report(NEED)).place is None
    await liang.taps("凤城街道翠湖社区幸福花园")
    need = await talk.report(NEED)
    assert ((await talk.report(NUMBER)).place, need.place, need.door) == (WEST, WEST, "302")
    assert "📍 凤城街道翠湖社区幸福花园 302" in await liang.card_text(NEED)
    (line,) = await talk.asks(lambda s: outings.of_activity(s, 10001))
    assert (line.place, line.door, line.need_serial) == (WEST, "302", 10002)


async def test_a_typed_answer_goes_for_both_too(talk: Talk, liang: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("今天幸福花园入户走访5户8人次，302漏水")
    await liang.says("东门社区幸福花园")
    assert [(await talk.report(each)).place for each in (NUMBER, NEED)] == [EAST, EAST]


async def test_what_was_found_moves_with_the_activity_unless_it_was_put_right(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says("今天入户走访4栋5户8人次，302漏水")
    await wang.taps("签收", await wang.card(NEED))
    await chen.taps("不对，改一下", await chen.card(NUMBER))
    await chen.says("在5栋")
    assert (await talk.report(NEED)).place == BUILDING_5
    assert "西湖花园5号楼" in await wang.hears()
    await chen.taps("不对，改一下", await chen.card(NEED))
    await chen.taps("地点")
    await chen.says("西湖花园6号楼302")
    await chen.taps("不对，改一下", await chen.card(NUMBER))
    await chen.says("在4栋")
    assert [(await talk.report(each)).place for each in (NUMBER, NEED)] == [BUILDING_4, BUILDING_6]


@pytest.mark.parametrize(
    "not_met",
    [
        "冇人應3戶",
        "冇人应3户",
        "没人应3户",
        "没开门3户",
        "没遇到3户",
        "没人3户",
        "未遇3户",
        "不在家3户",
        "沒人應3戶",
    ],
)
async def test_who_was_not_met_is_neither_counted_nor_a_need(talk: Talk, chen: Actor, not_met: str) -> None:
    heard = await chen.says(f"今日走访了10户，{not_met}")
    assert "🔢 1 次 · 10 户" in heard
    assert "收到了" not in heard
    assert len(await talk.reports()) == 1
