"""A station asks for time, one level up decides, and the day comes."""

from datetime import date

import pytest
from sqlmodel import Session

from fieldwork.requests import Request
from storage import requests
from tests.talk import Actor, Talk

LEAK, NUMBER, SERIAL = "4号楼化粪池漏了", "N-10001-6", 10_001
DAY = 86_400


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("退单 N-10002-4", "N-10002-4"), ("办结 N-10002-4", "N-10002-4"), ("退回 N-10002-4", "N-10002-4"),
        ("回访 N-10002-4", "N-10002-4"), ("升级 N-10002-4", "N-10002-4"),
    ],
)  # fmt: skip
async def test_a_step_with_another_number_is_no_reason(
    talk: Talk, chen: Actor, luo: Actor, words: str, answer: str
) -> None:
    await chen.says("4号楼化粪池漏了")
    await chen.says("5号楼电梯坏了")
    assert "点一个原因" in await luo.says("剔除 N-10001-6")
    heard = await luo.says(words)
    assert answer in heard
    assert "审批" not in heard
    assert len(await talk.reports()) == 2


async def test_asking_for_a_hold_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await at_work(chen, wang)
    await luo.catches_up()
    await chen.catches_up()
    heard = await wang.chooses("挂起…")
    assert "在等什么" in heard
    assert heard.labels == ["等材料或配件", "天气原因", "当事人不在", "等经费批下来"]
    heard = await wang.taps("等材料或配件")
    assert "到哪天？点一个，或者写日期，最晚4月1日" in heard
    assert heard.labels == ["3天 · 3月5日", "一周 · 3月9日", "两周 · 3月16日", "一个月 · 4月1日"]
    heard = await wang.taps("一周")
    assert f"📝 {NUMBER}：已请罗永康审批：挂起到3月9日。" in heard
    assert (await talk.report(NUMBER)).state == "in_progress", "nothing moves before somebody agrees"
    assert not (await chen.hears()).sounds

    asked = await luo.hears()
    assert len(asked.sounds) == 1
    assert f"📝 {NUMBER}：王慧敏申请：挂起到3月9日。\n原因：等材料或配件\n📍" in asked
    assert "陈桂芳" not in asked, "who decides needs the reason, not the reporter"
    assert asked.labels == ["同意", "不同意…", "看卡片"]
    heard = await luo.taps("同意")
    assert heard.answer == "同意了，申请人会收到。"
    assert f"✅ {NUMBER}：罗永康同意了：挂起到3月9日。" in heard
    assert f"✅ {NUMBER}：罗永康同意了：挂起到3月9日。" in "".join((await wang.hears()).sounds)
    assert "▶️ 恢复办理" in (await wang.card(NUMBER)).labels
    told = await chen.hears()
    assert told.sounds == [f"⏳ {NUMBER}：暂时解决不了（等材料或配件），西湖站3月9日前再答复您。"]
    report = await talk.report(NUMBER)
    assert (report.state, report.waits_until, report.waits_for) == (
        "on_hold",
        date(2026, 3, 9),
        "held.material",
    )
    assert await talk.steps(NUMBER) == ["sent", "dispatched", "sign", "contact", "ask_hold", "hold"]


async def test_a_hold_ends_on_its_day_and_rings_once(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await held(chen, wang, luo)
    await wang.catches_up()
    talk.passes(6 * DAY)
    assert not (await wang.hears_now()).sounds
    talk.passes(DAY - 3600)  # the 9th, 9 o'clock
    rung = await wang.hears_now()
    assert rung.sounds == [f"▶️ {NUMBER}，凤城街道西湖社区西湖花园4号楼：挂起到期了，请接着办。"]
    report = await talk.report(NUMBER)
    assert (report.state, report.waits_until) == ("in_progress", None)
    assert (await talk.events(NUMBER))[-1].role == "rule"
    talk.passes(3600)
    assert not await wang.hears_now()


async def test_a_day_that_came_rings_once_though_the_programme_stops(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await held(chen, wang, luo)
    await wang.catches_up()
    talk.passes(8 * DAY)
    assert len((await wang.hears_now()).sounds) == 1
    talk.restarts(talk.conversing.desks.means)
    talk.passes(3600)
    assert not await wang.hears_now()


async def test_what_is_held_may_go_on_any_time(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await held(chen, wang, luo)
    card = await wang.card(NUMBER)
    assert (await wang.taps("恢复办理")).answer == "接着办了。"
    report = await talk.report(NUMBER)
    assert (report.state, report.waits_until, report.waits_for) == ("in_progress", None, "")
    key = card.key("恢复办理")
    assert key is not None
    assert "办理中" in (await wang.taps_data(key.data, key.message)).answer
    talk.passes(9 * DAY)
    assert not (await wang.hears_now()).sounds, "its day is nobody's any more"


async def test_own_words_and_a_written_day(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await at_work(chen, wang)
    await wang.chooses("挂起…")
    await wang.says("配件要从厂家调")
    assert "请选明天以后的日子，最晚4月1日" in await wang.says("快了")
    assert "最晚4月1日" in await wang.says("5月1日")
    assert "最晚4月1日" in await wang.says("昨天吧")
    assert "挂起到3月20日" in await wang.says("3月20日")
    assert "原因：配件要从厂家调" in await luo.hears()
    await luo.taps("同意")
    assert (await talk.report(NUMBER)).waits_for == "配件要从厂家调"


async def test_own_words_and_a_tapped_day(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await at_work(chen, wang)
    await wang.chooses("挂起…")
    await wang.says("配件要从厂家调")
    asked = await wang.newest()
    await wang.taps("两周")
    assert "原因：配件要从厂家调" in await luo.hears()
    key = asked.key("3天")
    assert key is not None
    assert "最新的那条" in (await wang.taps_data(key.data, key.message)).answer, "the words were asked once"


async def test_a_question_for_a_day_swallows_no_report(talk: Talk, chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await wang.chooses("挂起…")
    await wang.taps("天气原因")
    await wang.says("5号楼路灯坏了")
    assert len(await talk.reports()) == 2


async def test_more_time_keeps_it_at_work(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await at_work(chen, wang)
    await chen.catches_up()
    await wang.chooses("延期…")
    await wang.taps("等经费批下来")
    heard = await wang.newest()
    assert heard.labels == ["3天 · 3月5日", "一周 · 3月9日", "10天 · 3月12日"]
    await wang.taps("10天")
    await luo.taps("同意")
    report = await talk.report(NUMBER)
    assert (report.state, report.due_on) == ("in_progress", date(2026, 3, 12))
    assert (await chen.hears()).sounds == [f"⏳ {NUMBER}：还要多等几天，最晚到3月12日。西湖站一直在办。"]


async def test_parking_is_looked_at_again(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await at_work(chen, wang)
    await wang.chooses("挂账…")
    await wang.taps("没有责任主体")
    assert (await wang.newest()).labels[-1] == "三个月 · 5月31日"
    await wang.taps("三个月")
    await luo.taps("同意")
    report = await talk.report(NUMBER)
    assert (report.state, report.waits_until) == ("parked", date(2026, 5, 31))
    await wang.catches_up()
    talk.passes(90 * DAY)
    assert "挂账到今天" in "".join((await wang.hears_now()).sounds)
    assert (await talk.report(NUMBER)).state == "in_progress"


async def test_a_report_left_out_of_the_rates_needs_two(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await at_work(chen, wang)
    await chen.catches_up()
    await wang.chooses("剔除…")
    assert "已请罗永康审批：剔除，不计入统计" in await wang.taps("重复上报")
    assert not (await talk.report(NUMBER)).excluded
    await luo.taps("同意")
    report = await talk.report(NUMBER)
    assert (report.state, report.excluded) == ("in_progress", True)
    assert "🚫 已剔除，不计入统计" in await wang.card_text(NUMBER)
    assert not (await chen.hears()).sounds
    assert (await talk.events(NUMBER))[-1].step == "exclude"


async def test_who_may_not_ask_is_told(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, zhao: Actor
) -> None:
    await at_work(chen, wang)
    for data in (
        "ask_hold:2711:0:",
        "ask_why:2711:0:hold/material",
        "ask_till:2711:0:hold/material/20260309",
    ):
        assert (await zhao.taps_data(data, 1)).answer == "这件事不归您办理。"
        assert "王慧敏" in (await zhang.taps_data(data, 1)).answer, data
    assert await open_requests(talk) == []


async def test_forged_reasons_and_days_ask_nothing(talk: Talk, chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    forged = (
        "ask_why:2711:0:", "ask_why:2711:0:hold/never", "ask_why:2711:0:transfer/material",
        "ask_why:2711:0:steal/x", "ask_till:2711:0:hold/material/20261301",
        "ask_till:2711:0:", "ask_till:2711:0:hold/material", "ask_till:2711:0:hold/material/2026-3-9",
        "ask_till:2711:0:hold//20260309", "ask_till:2711:0:exclude/twice/20260309",
        "ask_till:2711:0:close/material/20260309", "ask_till:2711:0:hold/never/20260309",
    )  # fmt: skip
    for data in forged:
        assert "最新的那条" in (await wang.taps_data(data, 1)).answer, data
    version = (await talk.report(NUMBER)).version
    for day in ("20260301", "20260302", "20260402", "99991231"):
        assert (
            "最晚4月1日" in (await wang.taps_data(f"ask_till:2711:{version:x}:hold/material/{day}", 1)).answer
        )
    assert await open_requests(talk) == []


async def test_an_outdated_menu_asks_nothing(talk: Talk, chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await wang.chooses("挂起…")
    await wang.taps("天气原因")
    asked = await wang.newest()
    await wang.taps("办结")
    await wang.taps("已清理干净")
    key = asked.key("一周")
    assert key is not None
    assert "已办结" in (await wang.taps_data(key.data, key.message)).answer
    assert await open_requests(talk) == []


async def at_work(chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("联系了")


async def held(chen: Actor, wang: Actor, luo: Actor) -> None:
    await at_work(chen, wang)
    await wang.chooses("挂起…")
    await wang.taps("等材料或配件")
    await wang.taps("一周")
    await luo.taps("同意")


async def open_requests(talk: Talk, serial: int = SERIAL) -> list[Request]:
    def read(session: Session) -> list[Request]:
        return [one for one in requests.of_report(session, serial) if one.state == "open"]

    return await talk.asks(read)
