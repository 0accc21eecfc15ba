"""Somebody is led through a report, question by question."""

import pytest

from bot.means import Means
from fieldwork.reports import ReportKind, Urgency
from storage import drafts
from tests.cast import BUILDING_4, BUILDING_5
from tests.conversations.test_reporting import TWO_OF_A_NAME
from tests.talk import Actor, Talk

HOME, NUMBER = "凤城街道西湖社区西湖花园4号楼", "N-10001-6"
HOUR, DAY = 3600, 86_400


async def begins(chen: Actor) -> None:
    """Up to the check, by the shortest way."""
    await chen.says("/report")
    await chen.taps(HOME)
    await chen.says("楼道灯坏了")
    for _ in ("urgency", "kind", "whose", "photo"):
        await chen.taps("跳过")


async def test_guiding_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    heard = await chen.says("/report")
    assert "在哪里？点一下，或者写出来。" in heard
    assert heard.labels == [HOME, "跳过", "❌ 取消"]
    assert "发生了什么" in await chen.taps(HOME)
    heard = await chen.says("楼道灯坏了")
    assert "有多急" in heard
    assert heard.labels[:4] == ["现在有人有危险", "等不到明天", "可以等几天", "只是问一问"]
    assert "是哪方面的事" in await chen.taps("可以等几天")
    assert "您自己看到的，还是替别人报的" in await chen.taps("跳过")
    assert "有照片更好" in await chen.taps("我自己看到的")
    heard = await chen.taps("跳过")
    assert "请看一下对不对" in heard
    assert "楼道灯坏了" in heard
    assert heard.labels == ["📨 发送", "✏️ 改一改", "⬅️ 上一步", "❌ 取消"]
    assert await talk.reports() == []
    heard = await chen.taps("发送")
    assert f"发出去了：{NUMBER}。" in heard
    assert f"✅ 收到了 · {NUMBER}" in heard
    assert "楼道灯坏了" in await wang.card_text(NUMBER)
    report = await talk.report(NUMBER)
    assert (report.place, report.text, report.urgency) == (BUILDING_4, "楼道灯坏了", Urgency.T2)
    assert (await talk.steps(NUMBER)) == ["sent", "dispatched"]


async def test_who_prefers_questions_taps_and_needs_no_command(chen: Actor) -> None:
    heard = await chen.says("报问题")
    assert heard.labels == ["一步一步来", "替别人报"]
    assert "在哪里" in await chen.taps("一步一步来")


async def test_each_question_hears_what_is_typed(talk: Talk, chen: Actor) -> None:
    await chen.says("一步一步来")
    assert "发生了什么" in await chen.says("西湖花园5号楼2单元")
    assert "有多急" in await chen.says("电梯里灯不亮")
    assert "是哪方面的事" in await chen.says("不急")
    assert "您自己看到的" in await chen.says("电梯")
    assert "有照片更好" in await chen.says("我自己看到的")
    await chen.sends_photo()
    await chen.taps("发送")
    report = await talk.report(NUMBER)
    assert (report.place, report.door, report.category) == (BUILDING_5, "2单元", "governance.lift")
    assert len((await chen.card(NUMBER)).labels) == 2
    assert "照片" in await chen.card_text(NUMBER)


async def test_nonsense_is_answered_by_the_question_itself(chen: Actor) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    await chen.says("楼道灯坏了")
    heard = await chen.says("香蕉")
    assert "请点下面的一个" in heard
    assert "有多急" in heard
    await chen.taps("跳过")
    assert "没认出是哪一类" in await chen.says("香蕉")
    await chen.taps("跳过")
    assert "请点下面的一个" in await chen.says("香蕉")
    await chen.taps("跳过")
    assert "请发一张照片" in await chen.says("香蕉")


async def test_back_takes_the_last_answer_back(chen: Actor) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    await chen.says("楼道灯坏了")
    assert "发生了什么" in await chen.taps("上一步")
    assert "在哪里" in await chen.taps("上一步")
    assert "上一步" not in (await chen.newest()).labels


async def test_one_answer_can_be_changed_before_it_is_sent(talk: Talk, chen: Actor) -> None:
    await begins(chen)
    assert "要改哪一项" in await chen.taps("改一改")
    assert "在哪里" in await chen.taps("地点")
    heard = await chen.says("5号楼")
    assert "请看一下对不对" in heard
    assert "西湖花园5号楼" in heard
    await chen.taps("改一改")
    await chen.taps("我说的话")
    await chen.says("楼道灯全坏了")
    await chen.taps("发送")
    report = await talk.report(NUMBER)
    assert (report.place, report.text) == (BUILDING_5, "楼道灯全坏了")


async def test_a_change_that_is_not_wanted_after_all_leaves_the_answer(chen: Actor) -> None:
    await begins(chen)
    await chen.taps("改一改")
    assert "请看一下对不对" in await chen.taps("上一步")
    await chen.taps("改一改")
    await chen.taps("地点")
    assert HOME in await chen.taps("上一步")


async def test_another_branch_drops_what_no_longer_applies(talk: Talk, chen: Actor) -> None:
    await chen.says("代报")
    await chen.says("张阿婆 13812345678")
    await chen.taps(HOME)
    await chen.says("家里没水")
    for _ in ("urgency", "kind", "photo"):
        await chen.taps("跳过")
    assert "张阿婆 13812345678" in await chen.newest_text()
    await chen.taps("改一改")
    await chen.taps("替谁报")
    await chen.taps("我自己看到的")
    await chen.taps("发送")
    assert ((await talk.report(NUMBER)).for_name, (await talk.report(NUMBER)).for_telephone) == ("", "")


@pytest.mark.parametrize("word", ["取消", "/cancel"])
async def test_giving_up_says_so_and_can_be_taken_back_for_ten_minutes(
    talk: Talk, chen: Actor, word: str
) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    assert "取消了，什么都没有发出去" in await chen.says(word)
    assert "发生了什么" in await chen.taps("恢复")
    await chen.taps("取消")
    talk.passes(11 * 60)
    await chen.catches_up()
    assert "已经没有了" in await chen.taps("恢复")
    assert await talk.reports() == []


async def test_a_report_by_itself_after_an_hour_is_no_answer(talk: Talk, chen: Actor) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    talk.passes(2 * HOUR)
    assert f"✅ 收到了 · {NUMBER}" in await chen.says("5号楼电梯坏了")
    heard = await chen.says("报问题")
    assert "您上次没写完" in heard
    assert HOME in heard
    assert heard.labels == ["继续写", "就这样发送", "不要了"]
    assert "发生了什么" in await chen.taps("继续写")


async def test_a_draft_left_lying_is_offered_once_after_a_day_and_not_at_night(
    talk: Talk, chen: Actor
) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    await chen.says("楼道灯坏了")
    talk.passes(DAY + 12 * HOUR)  # 22:00 the next day
    await chen.catches_up()
    talk.passes(9 * HOUR)
    assert not await chen.hears_now()
    talk.passes(2 * HOUR)  # 09:00
    heard = await chen.hears_now()
    assert "您上次没写完" in heard
    assert "楼道灯坏了" in heard
    talk.passes(2 * DAY)
    assert not await chen.hears_now()
    await chen.taps("继续写")
    await chen.taps("可以等几天")
    assert "是哪方面的事" in await chen.newest_text()


async def test_after_a_week_it_is_offered_again_and_can_be_gone_on_with(talk: Talk, chen: Actor) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    await chen.says("楼道灯坏了")
    talk.passes(DAY + HOUR)
    assert "您上次没写完" in await chen.hears_now()
    talk.passes(6 * DAY)
    assert "您上次没写完" in await chen.hears_now()
    assert "有多急" in await chen.taps("继续写")
    for _ in ("urgency", "kind", "whose", "photo"):
        await chen.taps("跳过")
    await chen.taps("发送")
    assert (await talk.report(NUMBER)).place == BUILDING_4


async def test_on_the_eighth_day_it_goes_to_the_station_as_it_is(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    await chen.says("楼道灯坏了")
    talk.passes(8 * DAY)
    heard = await chen.hears_now()
    assert f"✅ 收到了 · {NUMBER}" in heard
    assert "上报人没写完，自动送来的" in await wang.card_text(NUMBER)
    assert (await talk.report(NUMBER)).unfinished
    assert await talk.asks(lambda s: drafts.of(s, 1)) is None


async def test_an_empty_draft_is_let_go(talk: Talk, chen: Actor) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    talk.passes(8 * DAY)
    assert not await chen.hears_now()
    assert await talk.reports() == []


async def test_a_restart_in_the_middle_forgets_nothing(talk: Talk, chen: Actor, means: Means) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    talk.restarts(means)
    assert "有多急" in await chen.says("楼道灯坏了")


async def test_danger_now_goes_out_at_once_with_what_there_is(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    heard = await chen.says("302着火了")
    assert "119" in heard
    assert "有多急" in heard
    heard = await chen.taps("现在有人有危险")
    assert "110" in heard
    assert f"发出去了：{NUMBER}。" in heard
    assert (await talk.report(NUMBER)).urgency is Urgency.T0
    assert any("🆘" in said for said in (await wang.hears()).sounds)


async def test_an_old_question_is_told_so(chen: Actor) -> None:
    await chen.says("/report")
    old = await chen.newest()
    await chen.taps(HOME)
    assert "这个问题已经答过了" in (await chen.taps(HOME, on=old)).answer


async def test_a_place_that_fits_twice_is_asked(talk: Talk, liang: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("/report")
    heard = await liang.says("幸福花园")
    assert "是下面哪一個" in heard
    assert "發生了什麼" in await liang.taps(heard.labels[0])


async def test_every_kind_can_be_reached_by_tapping(talk: Talk, chen: Actor) -> None:
    await chen.says("/report")
    await chen.taps("跳过")
    await chen.says("说不清楚的事")
    await chen.taps("跳过")
    await chen.taps("其他…")
    assert len((await chen.newest()).rows) <= 6
    await chen.taps("更多…")
    kind = (await chen.newest()).labels[0]
    await chen.taps(kind)
    await chen.taps((await chen.newest()).labels[0])
    assert "您自己看到的" in await chen.newest_text()


async def test_a_forged_kind_is_told_so(chen: Actor) -> None:
    await chen.says("/report")
    await chen.taps("跳过")
    await chen.says("说不清楚的事")
    await chen.taps("跳过")
    message = await chen.newest()
    assert "已经过期了" in (await chen.taps_data("guide:0:0:kind/nothing", message.id)).answer
    assert "是哪方面的事" in await chen.newest_text()


async def test_somebody_else_s_report_names_them_to_the_one_responsible_alone(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    heard = await chen.says("代报：张阿婆 13812345678 2单元302漏水")
    assert "替张阿婆 138****5678报的" in heard
    report = await talk.report(NUMBER)
    assert (report.for_name, report.for_telephone, report.kind) == ("张阿婆", "13812345678", ReportKind.NEED)
    assert (report.place, report.door) == (BUILDING_4, "2-302")
    assert "代报：张阿婆 · 13812345678" in await wang.card_text(NUMBER)
    listed = await wang.says("待办")
    listed = await wang.taps("待签收")
    assert "张阿婆" not in listed.text
    await wang.taps("签收")
    await wang.taps("办结")
    await wang.taps("打了电话")
    await wang.taps("已修好，现场确认过")
    assert "请问问张阿婆：真的解决了吗？" in await chen.hears()


async def test_english_and_traditional_are_led_too(grace: Actor, liang: Actor) -> None:
    assert "Where is it?" in await grace.says("/report")
    assert "What happened?" in await grace.taps("Skip")
    assert "在哪裏" in await liang.says("/report") or "在哪裡" in await liang.newest_text()


async def test_words_that_lead_elsewhere_leave_the_question_open(chen: Actor) -> None:
    await chen.says("/report")
    await chen.taps(HOME)
    assert "发生了什么" not in await chen.says("我的上报")
    assert "有多急" in await chen.says("楼道灯坏了")


async def test_for_somebody_else_it_is_asked_first_who(talk: Talk, chen: Actor) -> None:
    assert "是替谁报的" in await chen.says("代报")
    assert "在哪里" in await chen.says("陈大爷 13800138001")
    heard = await chen.says("陈大爷 13800138001")
    assert "请写出地点" in heard


async def test_a_place_that_is_not_known_leaves_what_the_words_say(talk: Talk, chen: Actor) -> None:
    await chen.says("/report")
    await chen.says("光明小区")
    await chen.says("家里水管爆了，住4号楼502")
    for _ in ("urgency", "kind", "whose", "photo"):
        await chen.taps("跳过")
    await chen.taps("发送")
    report = await talk.report(NUMBER)
    assert (report.place, report.door, report.named) == (BUILDING_4, "502", "光明小区")
