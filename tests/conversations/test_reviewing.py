"""A station looks at what was done: it counts, goes back to be put right, or is void; what is not looked at counts
by itself, but for the sample."""

import json
from datetime import date

import pytest
from sqlmodel import Session

from fieldwork.activities import Activity, Problem, Stage
from storage import activities, tallies
from tests.cast import BUILDING_4
from tests.talk import Actor, Heard, Talk

VISITED, NUMBER, SERIAL = "今天入户走访5户12人次", "A-10001-6", 10001
DAY = 24 * 3600
DISTRICT = "/441802/"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


async def told(actor: Actor, words: str = VISITED) -> None:
    """Somebody tells what was done, and confirms its numbers."""
    await actor.says(words)
    await actor.taps("对，记下")


async def figures(talk: Talk) -> dict[str, float]:
    """What the district's figures of the year say, by unit."""
    found = await talk.asks(lambda session: tallies.sums(session, DISTRICT, *YEAR))
    return {each.unit: each.number for each in found if each.number}


async def kept(talk: Talk, serial: int = SERIAL) -> Activity:
    found = await talk.asks(lambda session: activities.by_serial(session, serial))
    assert found is not None
    return found


def _draw(session: Session) -> None:
    activity = activities.by_serial(session, SERIAL)
    assert activity is not None
    activities.change(session, activity, sampled=True)


COUNTED = {"次": 1, "户": 5, "人次": 12}


# -- it counts --------------------------------------------------------------------------------------


async def test_one_tap_and_it_counts(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    card = await wang.card(NUMBER)
    assert card.labels == ["✅ 核实，计入", "↩️ 退回", "🗑 作废", "这是要办的事"]
    assert await figures(talk) == {}
    heard = await wang.taps("核实，计入")
    assert heard.answer == "✅ A-10001-6 已核实，计入统计。"
    assert await figures(talk) == COUNTED
    lines = await talk.asks(lambda session: tallies.of_record(session, SERIAL))
    assert {(line.day, line.path.split("/")[-2], line.by_time) for line in lines} == {
        (date(2026, 3, 2), BUILDING_4, False)
    }
    assert "A-10001-6 · 活动（已计入）" in await wang.card_text(NUMBER)
    assert "✅ 王慧敏已核实" in await wang.card_text(NUMBER)
    assert await talk.steps(NUMBER) == ["sent", "dispatched", "confirmed", "accepted"]


async def test_who_told_of_it_reads_it_on_the_card_and_hears_nothing_new(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await told(chen)
    await wang.taps("核实，计入")
    heard = await chen.hears()
    assert "A-10001-6" in heard
    assert not heard.sounds
    assert (await kept(talk)).decided_by is not None


async def test_a_second_tap_counts_nothing_twice(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await told(chen)
    await wang.hears()
    await zhang.says(NUMBER)
    key = (await zhang.card(NUMBER)).key("核实，计入")
    assert key is not None
    await wang.taps("核实，计入")
    heard = await zhang.taps_data(key.data, key.message)
    assert heard.answer == "这一步现在做不了，这件事的状态是“活动（已计入）”。"
    assert await figures(talk) == COUNTED


async def test_a_draft_cannot_be_accepted(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    key = (await wang.card(NUMBER)).key("核实，计入")
    assert key is not None
    await chen.says("今天入户走访6户13人次")
    heard = await wang.taps_data(key.data.replace(f"{SERIAL:x}", f"{SERIAL + 1:x}"), key.message)
    assert heard.answer == "这一步现在做不了，这件事的状态是“活动（待确认）”。"


async def test_nobody_accepts_what_is_their_own(talk: Talk, wang: Actor, zhang: Actor) -> None:
    await told(wang, "西湖花园4号楼今天入户走访5户12人次")
    await wang.says(NUMBER)
    heard = await wang.taps("核实，计入")
    assert heard.answer == "这是您自己报的，请张立文核实。"
    assert await figures(talk) == {}
    await zhang.says(NUMBER)
    assert "已核实" in (await zhang.taps("核实，计入")).answer


async def test_a_head_accepts_their_own_only_where_nobody_else_can_be_reached(
    talk: Talk, luo: Actor, feng: Actor
) -> None:
    await told(luo, "今天街道开展宣讲1场140人次")
    await luo.says(NUMBER)
    assert (await luo.taps("核实，计入")).answer == "这是您自己报的，请冯雅琴核实。"
    await feng.blocks()
    assert "请写一句为什么由您自己核实" in await luo.taps("核实，计入")
    assert "✅ A-10001-6 已核实，计入统计。" in await luo.says("区里今天都在外面开会")
    event = (await talk.events(NUMBER))[-1]
    assert (event.step, json.loads(event.reason)) == ("accepted", {"words": "区里今天都在外面开会"})
    activity = await kept(talk)
    assert activity.decided_by == activity.person_id


async def test_the_newest_report_of_a_week_takes_the_place_of_the_one_that_counted(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await told(chen, "本周入户走访12次36户80人次")
    await wang.taps("核实，计入")
    talk.passes(300)
    await told(chen, "本周入户走访13次40户85人次")
    assert await figures(talk) == {"次": 12, "户": 36, "人次": 80}
    await wang.taps("核实，计入", await wang.card("A-10002-4"))
    assert await figures(talk) == {"次": 13, "户": 40, "人次": 85}
    assert (await kept(talk)).stage is Stage.VOID


# -- it goes back -----------------------------------------------------------------------------------


async def sent_back(wang: Actor, why: str = "数字不符", words: str = "") -> Heard:
    await wang.taps("退回")
    await wang.taps(why)
    return await (wang.says(words) if words else wang.taps("没有要补的"))


async def test_what_is_wrong_goes_back_in_one_message_with_one_button(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await told(chen)
    await wang.taps("退回")
    assert (await wang.newest()).labels == ["数字不符", "缺照片", "地点不明", "重复", "非本项目", "其他"]
    assert "A-10001-6：数字不符。请补一句。" in await wang.taps("数字不符")
    assert "↩️ A-10001-6 已退回，等对方补正。" in await wang.says("只有4户签了字")
    heard = await chen.hears()
    assert heard.sounds == ["✏️ A-10001-6：西湖站请您改一下：数字不符 · 只有4户签了字。"]
    assert "🔢 改数字" in heard.labels
    activity = await kept(talk)
    assert (activity.stage, activity.problem, activity.next_due) == (Stage.RETURNED, Problem.NUMBERS, None)


async def test_what_was_put_right_is_shown_as_that(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await sent_back(wang)
    await chen.edits(await chen.last_sent(), "今天入户走访4户12人次")
    await chen.taps("对，记下")
    card = await wang.card_text(NUMBER)
    assert "A-10001-6 · 活动（已补正）" in card
    assert "✏️ 已补正：5 户 → 4 户" in card
    await wang.taps("核实，计入")
    assert await figures(talk) == COUNTED | {"户": 4}


async def test_the_one_button_leads_straight_to_what_is_wrong(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await sent_back(wang)
    assert "应该是多少" in await chen.taps("🔢 改数字")
    await chen.says("4户12人次")
    assert (await kept(talk)).stage is Stage.RETURNED, "until the numbers are confirmed by a tap"
    await chen.taps("对，记下")
    assert "✏️ 已补正：5 户 → 4 户" in await wang.card_text(NUMBER)
    assert (await kept(talk)).next_due is not None, "from here on time may accept it again"


async def test_until_the_tap_the_station_reads_what_was_confirmed(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await told(chen)
    await sent_back(wang)
    heard = await chen.says("应该是4户")
    assert "📝 A-10001-6 · 请核对一下" in heard
    assert " · 4 户 · " in heard
    assert "点了“对，记下”才算数。" in heard
    card = await wang.card_text(NUMBER)
    assert "🔢 1 次 · 5 户 · 12 人次\n" in card
    assert "✏️ 上报人改过了，待确认；上面的数字还是原来的" in card
    await chen.taps("对，记下")
    assert "✏️ 已补正：5 户 → 4 户" in await wang.card_text(NUMBER)


async def test_what_counted_already_is_taken_out_when_it_goes_back(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await told(chen)
    await wang.taps("核实，计入")
    await sent_back(wang, "其他", "请再问一下")
    assert await figures(talk) == {}
    assert "西湖站请您改一下：请再问一下。" in await chen.hears()
    await chen.taps("没错，不用改")
    await chen.taps("核对过，没有错")
    assert "✏️ 未改：核对过，没有错" in await wang.card_text(NUMBER)
    await wang.taps("核实，计入")
    assert await figures(talk) == COUNTED


async def test_what_comes_back_stands_below_everything_else_where_it_was_returned(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await told(chen)
    await sent_back(wang)
    await chen.taps("🔢 改数字")
    await chen.says("4户12人次")
    await wang.catches_up()
    await chen.taps("对，记下")
    heard = await wang.hears()
    (again,) = [said for said in heard.messages if not said.edited]
    assert "A-10001-6 · 活动（已补正）" in again.text
    assert "✏️ 已补正：5 户 → 4 户" in again.text
    assert again.labels[0] == "✅ 核实，计入"
    assert not heard.sounds
    above = [said for said in await wang.chat() if said.id < again.id]
    assert not any(said.key("核实，计入") for said in above), "the old one has lost its buttons"


async def test_it_comes_back_once_however_often_it_is_changed(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await sent_back(wang)
    for words in ("4户12人次", "3户12人次"):
        await chen.taps("不对，改一下")
        await chen.says(words)
        await chen.taps("对，记下")
    found = [said for said in await wang.chat() if said.text.startswith(NUMBER)]
    assert [("5 户 → 3 户" in said.text, bool(said.labels)) for said in found] == [
        (False, False),
        (True, True),
    ]


async def test_what_is_right_as_it_is_comes_back_too(chen: Actor, wang: Actor) -> None:
    await told(chen)
    await sent_back(wang)
    await chen.taps("没错，不用改")
    await wang.catches_up()
    await chen.taps("核对过，没有错")
    (again,) = [said for said in (await wang.hears()).messages if not said.edited]
    assert "✏️ 未改：核对过，没有错" in again.text


async def test_where_who_returned_it_cannot_be_reached_a_colleague_has_it(
    chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await told(chen)
    await sent_back(wang)
    await wang.blocks()
    await zhang.catches_up()
    await chen.taps("没错，不用改")
    await chen.taps("核对过，没有错")
    (again,) = [said for said in (await zhang.hears()).messages if not said.edited]
    assert "✏️ 未改：核对过，没有错" in again.text
    assert again.key("核实，计入")


async def test_in_the_night_it_waits_for_the_morning(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await sent_back(wang)
    talk.passes(12 * 3600)
    await chen.taps("🔢 改数字")
    await chen.says("4户12人次")
    await chen.taps("对，记下")
    await chen.taps("不对，改一下")
    await chen.says("3户12人次")
    await chen.taps("对，记下")
    assert all(said.edited or NUMBER not in said.text for said in (await wang.hears()).messages)
    talk.passes(11 * 3600)
    (again,) = [said for said in (await wang.hears_now()).messages if not said.edited]
    assert "✏️ 已补正：5 户 → 3 户" in again.text


async def test_what_was_answered_asks_no_more(chen: Actor, wang: Actor) -> None:
    await told(chen)
    await sent_back(wang)
    asked = await chen.newest()
    await chen.taps("🔢 改数字")
    await chen.says("4户12人次")
    await chen.taps("对，记下")
    now = next(said for said in await chen.chat() if said.id == asked.id)
    assert (now.text, now.labels) == ("✏️ A-10001-6：这里不用再改了，它的卡片上有最新情况。", [])


async def test_another_reason_needs_words(chen: Actor, wang: Actor) -> None:
    await told(chen)
    await wang.taps("退回")
    assert (await wang.taps("其他")).labels == []


# -- it is void -------------------------------------------------------------------------------------


async def test_void_needs_a_reason_and_is_told(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await wang.taps("核实，计入")
    assert (await wang.taps("作废")).labels == ["重复", "非本项目"]
    assert "🗑 A-10001-6 已作废。" in await wang.says("这次走访取消了")
    assert "↩️ A-10001-6 没有计入统计。西湖站：这次走访取消了。" in await chen.hears()
    assert await figures(talk) == {}
    assert (await wang.card(NUMBER)).labels == []


async def test_what_turns_out_to_be_a_need_counts_no_more(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await wang.taps("核实，计入")
    await wang.taps("这是要办的事")
    assert await figures(talk) == {}
    assert (await kept(talk)).stage is Stage.VOID


async def test_what_is_taken_back_counts_no_more(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    assert (await kept(talk)).stage is Stage.VOID


# -- by time ----------------------------------------------------------------------------------------


async def test_after_seven_days_it_counts_by_itself(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    talk.passes(7 * DAY - 3600)
    await talk.settle()
    assert await figures(talk) == {}
    talk.passes(2 * 3600)
    await talk.settle()
    assert await figures(talk) == COUNTED
    lines = await talk.asks(lambda session: tallies.of_record(session, SERIAL))
    assert all(line.by_time and line.day == date(2026, 3, 2) for line in lines)
    assert "⏳ 到期没人说不对，自动计入" in await wang.card_text(NUMBER)


async def test_what_is_far_from_the_usual_waits_for_a_person(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen, "今天入户走访4号楼500户800人次")
    assert "最迟" not in (await chen.card(NUMBER)).text, "no day by which it counts is promised"
    assert "❗ 500 户，比平常多（平常 1–12 户），对方说没错；要有人看过才计入" in await wang.card_text(NUMBER)
    talk.passes(30 * DAY)
    await talk.settle()
    assert await figures(talk) == {}
    await wang.taps("核实，计入", await wang.card(NUMBER))
    assert (await figures(talk))["户"] == 500


async def test_what_was_put_right_to_the_usual_counts_by_time_again(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await told(chen, "今天入户走访4号楼500户8人次")
    await chen.replies(await chen.card(NUMBER), "5户")
    await chen.taps("对，记下")
    assert "❗" not in await wang.card_text(NUMBER)
    talk.passes(8 * DAY)
    await talk.settle()
    assert (await figures(talk))["户"] == 5


async def test_less_than_usual_is_said_too(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen, "今天开展了一场培训，1人参加")
    assert "❗ 1 人，比平常少（平常 3–300 人），对方说没错；要有人看过才计入" in await wang.card_text(NUMBER)


async def test_what_lacks_its_photos_waits_for_them(talk: Talk, chen: Actor) -> None:
    await chen.says("今天4号楼环境整治一次，12人次")
    heard = await chen.taps("对，记下")
    assert "📷 还缺整治前、整治后的照片" in heard
    assert "照片没补齐不会自动计入：点“补充”，发来就行。" in heard
    assert "计入统计" not in heard
    talk.passes(8 * DAY)
    await talk.settle()
    assert await figures(talk) == {}
    for caption in ("整治前", "整治后"):
        await chen.sends_photo(caption, to=await chen.newest())
    talk.passes(2 * DAY)
    await talk.settle()
    assert await figures(talk) != {}


async def test_what_was_drawn_waits_for_a_person(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await talk.books.write(_draw)
    talk.passes(8 * DAY)
    await talk.settle()
    assert await figures(talk) == {}
    await wang.says(NUMBER)
    assert "🎲 抽查：要有人看过才计入" in await wang.card_text(NUMBER)


# -- what whoever told of it sees -------------------------------------------------------------------


async def test_after_the_tap_they_see_where_it_goes(chen: Actor, wang: Actor) -> None:
    await told(chen)
    card = await chen.card_text(NUMBER)
    assert "✅ 记下了 · A-10001-6" in card
    assert "待核实：西湖站会核对。\n不用改的话，最迟3月9日计入统计。" in card


async def test_they_see_that_it_was_accepted(chen: Actor, wang: Actor) -> None:
    await told(chen)
    await wang.taps("核实，计入")
    card = await chen.card_text(NUMBER)
    assert "🌿 A-10001-6 · 核对过了，已计入统计" in card
    assert "西湖站核对过了，谢谢您。" in card


async def test_they_see_that_it_was_returned_and_that_it_waits_again(chen: Actor, wang: Actor) -> None:
    await told(chen)
    await sent_back(wang)
    card = await chen.card(NUMBER)
    assert "✏️ A-10001-6 · 请您改一下" in card.text
    assert "西湖站请您改一下：数字不符。" in card.text
    assert card.labels == ["没错，不用改", "不对，改一下"]
    await chen.taps("🔢 改数字")
    await chen.says("4户12人次")
    await chen.taps("对，记下")
    assert "改好了，待核实：西湖站再看一下。\n不用改的话，最迟3月9日计入统计。" in await chen.card_text(
        NUMBER
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("重复", "重复"),
        ("重复了。", "重复"),
        ("重複", "重复"),
        ("重复登记，跟昨天那条一样", "重复 · 跟昨天那条一样"),
        ("非本项目", "非本项目"),
        ("不是重复，是没去成", "不是重复，是没去成"),
    ],
)
async def test_a_reason_that_is_typed_is_that_of_its_button(
    talk: Talk, chen: Actor, wang: Actor, said: str, why: str
) -> None:
    await told(chen)
    await wang.taps("作废")
    assert "已作废" in await wang.says(said)
    assert f"没有计入统计。西湖站：{why}。" in await chen.hears_now()


async def test_what_is_wrong_may_be_typed_too(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await wang.taps("退回")
    assert "A-10001-6：数字不符。请补一句。" in await wang.says("数字不符")
    await wang.says("只有4户签了字")
    assert "数字不符 · 只有4户签了字" in await chen.hears_now()
    assert len(await talk.reports()) == 1


async def test_they_see_that_it_is_void_and_why(chen: Actor, wang: Actor) -> None:
    await told(chen)
    await wang.taps("作废")
    await wang.taps("重复")
    card = await chen.card(NUMBER)
    assert "↩️ A-10001-6 · 不计入统计" in card.text
    assert "重复" in card.text
    assert card.labels == []


async def test_what_time_accepted_was_checked_by_nobody(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    talk.passes(8 * DAY)
    await talk.settle()
    card = await chen.card_text(NUMBER)
    assert "🌿 A-10001-6 · 已计入统计" in card
    assert "西湖站到期没有提出疑问，已计入统计。" in card
    assert "核对过" not in card


# -- several at once --------------------------------------------------------------------------------


async def test_a_page_is_checked_by_one_tap(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await told(chen, "昨天入户走访3户7人次")
    await chen.says("前天入户走访2户2人次")
    heard = await wang.says("待办")
    assert "活动待核实 · 2" in heard.labels
    heard = await wang.taps("活动待核实")
    assert "A-10001-6 · 3月2日 · 凤城街道西湖社区西湖花园4号楼 · " in heard
    assert " · 1 次 · 5 户 · 12 人次\n" in heard
    assert "✅ 核实本页 2 次" in heard.labels
    assert "待确认 · 1" in heard.labels
    heard = await wang.taps("核实本页 2 次")
    assert heard.answer == "已核实 2 次（共 2 次）。"
    assert (await figures(talk))["户"] == 8
    assert "等报的人确认或补正" in await wang.taps("待确认")


async def test_what_is_out_of_the_ordinary_stays_out_of_the_page(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await told(chen)
    await told(chen, "昨天入户走访3户7人次")
    await talk.books.write(_draw)
    heard = await wang.taps("活动待核实", (await wang.says("待办")).messages[-1])
    assert "🎲 抽查" in heard
    assert "❗ 数字特别" not in heard
    assert "其中 1 次要单独看，不随本页核实。" in heard
    assert "✅ 核实本页 1 次" in heard.labels


async def test_what_is_far_from_the_usual_is_looked_at_by_itself(chen: Actor, wang: Actor) -> None:
    await told(chen, "今天入户走访60户70人次")
    heard = await wang.taps("活动待核实", (await wang.says("待办")).messages[-1])
    assert "❗ 数字特别" in heard
    assert not any("核实本页" in label for label in heard.labels)


async def test_the_history_tells_it(talk: Talk, chen: Actor, wang: Actor) -> None:
    await told(chen)
    await sent_back(wang, "缺照片")
    events = await talk.events(NUMBER)
    assert events[-1].step == "sent_back"
    assert json.loads(events[-1].reason)["problem"] == "no_photo"


@pytest.mark.parametrize(
    ("words", "open_", "left_out"),
    [
        ("今天宣讲2场", "❔ 没有说多少人次", "\n没有说多少人次，不计"),
        ("探访了十来户老人，三十几人次", "❔ “三十几人次”不是确切数字", "\n“三十几人次”不是确切数字，不计"),
    ],
)
async def test_what_counts_with_a_number_left_open_asks_no_more(
    talk: Talk, chen: Actor, wang: Actor, words: str, open_: str, left_out: str
) -> None:
    await chen.says(words)
    talk.passes(8 * DAY)
    await talk.settle()
    assert await figures(talk) == {}, "what nobody confirmed never counts"
    await chen.taps("对，记下", await chen.card(NUMBER))
    for card in (await chen.card_text(NUMBER), await wang.card_text(NUMBER)):
        assert open_ in card
    assert "想补这个数" in await chen.card_text(NUMBER)
    talk.passes(8 * DAY)
    await talk.settle()
    assert await figures(talk) != {}
    for card in (await chen.card_text(NUMBER), await wang.card_text(NUMBER)):
        assert "❔" not in card
        assert left_out in card


async def test_cases_told_in_a_message_are_not_taken_for_cases(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await told(chen, "今天个案服务2例")
    assert "📁 开了多少个案以个案档案为准；要建档请发“开个案”" in await wang.card_text(NUMBER)
    await wang.taps("核实，计入", await wang.card(NUMBER))
    await wang.says("开个案")
    await wang.taps("老人")
    heard = await luo.says("数字")
    assert "2 例（报告的例数）" in heard
    assert "新开个案  1 例\n" in heard


# -- it was told before ------------------------------------------------------------------------------


async def test_what_says_the_same_as_an_earlier_one_is_seen_and_waits_for_a_person(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await told(chen)
    assert "❗ 和 A-10001-6 一模一样" in await chen.says(VISITED)
    await chen.taps("对，记下")
    assert "❗ 和 A-10001-6 的日期、地点、数字都一样；要有人看过才计入" in await wang.card_text("A-10002-4")
    assert "一样" not in await wang.card_text(NUMBER)
    listed = await wang.says("核实活动")
    assert "5 户 · 12 人次 · ❗ 可能重复\n其中 1 次要单独看，不随本页核实。" in listed
    assert "✅ 核实本页 1 次" in listed.labels
    talk.passes(8 * DAY)
    await talk.settle()
    assert await figures(talk) == COUNTED
    await chen.says("今天入户走访6户12人次")
    assert "一模一样" not in await chen.card_text("A-10003-2")
