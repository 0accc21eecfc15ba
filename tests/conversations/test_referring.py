"""A report goes to an outside body, and stays the station's until their answer is recorded."""

from datetime import date

from tests.conversations.test_asking_for_time import DAY, NUMBER, at_work
from tests.talk import Actor, Talk
from tests.together import press_together


async def test_referring_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await chen.catches_up()
    heard = await wang.chooses("转介…")
    assert "转介给谁" in heard
    assert heard.labels == ["居委会", "社区医院", "派出所", "住建部门", "12345热线"]
    heard = await wang.taps("社区医院")
    assert "社区医院：哪天提醒您去问进展？\n可以先写找了谁" in heard
    assert heard.labels == ["3天 · 3月5日", "5天 · 3月7日", "一周 · 3月9日", "两周 · 3月16日"]
    assert "联系：张医生 0763-1234567" in await wang.says("张医生 0763-1234567")
    heard = await wang.taps("5天")
    assert f"📨 {NUMBER} 已转介社区医院 · 张医生 0763-1234567。还归您跟，3月7日提醒您。" in heard
    told = await chen.hears()
    assert told.sounds == [f"📨 {NUMBER}：这件事要社区医院来办，西湖站已经找过他们，3月7日前告诉您进展。"]
    assert "张医生" not in told, "whom the station spoke with is its own"
    assert "已经请社区医院来办，西湖站3月7日前告诉您进展" in await chen.card_text(NUMBER)
    report = await talk.report(NUMBER)
    assert (report.state, report.waits_until) == ("referred", date(2026, 3, 7))
    assert report.station == "441802006019"
    assert "📨 已转介社区医院 · 张医生 0763-1234567；3月7日去问" in await wang.card_text(NUMBER)

    await wang.catches_up()
    talk.passes(5 * DAY)
    rung = await wang.hears_now()
    assert rung.sounds == [f"📨 {NUMBER}：请问一下社区医院 · 张医生 0763-1234567，进展怎么样。"]
    assert rung.labels == ["📨 对方答复了", "再等3天", "再等一周"]
    assert (await talk.report(NUMBER)).state == "referred"
    talk.passes(DAY)
    assert not await wang.hears_now(), "once is enough"

    assert (await wang.taps("再等3天")).answer == "到时候再提醒您。"
    talk.passes(3 * DAY)
    assert len((await wang.hears_now()).sounds) == 1
    await wang.taps("对方答复了")
    assert f"{NUMBER}：记下了，接着由您办。" in await wang.says("下周三上门看")
    report = await talk.report(NUMBER)
    assert (report.state, report.waits_until, report.waits_for) == ("in_progress", None, "")
    assert (await talk.events(NUMBER))[-1].reason == "下周三上门看"
    assert await talk.steps(NUMBER) == [
        "sent", "dispatched", "sign", "contact", "refer", "recheck", "heard_back"
    ]  # fmt: skip


async def test_a_body_that_is_not_on_the_list_is_written(talk: Talk, chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await wang.chooses("转介…")
    assert "供电局：哪天提醒您" in await wang.says("供电局")
    assert "最晚" in await wang.says("明年3月1日") or "联系" in await wang.newest_text()
    await wang.says("3月20日")
    report = await talk.report(NUMBER)
    assert (report.state, report.waits_until) == ("referred", date(2026, 3, 20))
    assert report.waits_for.startswith("供电局")


async def test_a_body_with_a_telephone_brings_it(talk: Talk, chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await wang.chooses("转介…")
    assert "联系：12345" in await wang.taps("12345热线")


async def test_the_answer_may_come_before_the_day(talk: Talk, chen: Actor, wang: Actor) -> None:
    await referred(chen, wang)
    assert (await wang.card(NUMBER)).labels[0] == "📨 对方答复了"
    await wang.taps("对方答复了")
    await wang.says("已经派人来了")
    await wang.catches_up()
    talk.passes(9 * DAY)
    assert not (await wang.hears_now()).sounds


async def test_two_who_hear_back_at_once_note_it_once(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await referred(chen, wang)
    await luo.says(NUMBER)
    await press_together(
        (wang, await wang.card(NUMBER), "对方答复了"), (luo, await luo.card(NUMBER), "对方答复了")
    )
    await wang.says("来过了")
    assert "办理中" in await luo.says("来过了") or "王慧敏" in await luo.newest_text()
    assert (await talk.steps(NUMBER)).count("heard_back") == 1


async def test_old_and_forged_buttons_refer_nothing(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, zhao: Actor
) -> None:
    await at_work(chen, wang)
    await wang.chooses("转介…")
    old = await wang.newest()
    for data in ("refer_to:2711:0:", "refer_to:2711:0:moon", "refer_till:2711:0:", "refer_till:2711:0:moon/20260309",
                 "refer_till:2711:0:hospital/2026030", "recheck:2711:0:", "recheck:2711:0:999"):  # fmt: skip
        assert "最新的那条" in (await wang.taps_data(data, 1)).answer, data
    for data in ("refer:2711:0:", "refer_to:2711:0:hospital", "refer_till:2711:0:hospital/20260309",
                 "recheck:2711:0:3", "heard_back:2711:0:"):  # fmt: skip
        assert (await zhao.taps_data(data, 1)).answer == "这件事不归您办理。", data
        assert (await zhang.taps_data(data, 1)).answer != "", data
    assert (await talk.report(NUMBER)).state == "in_progress"
    await wang.taps("办结")
    await wang.taps("已清理干净")
    key = old.key("社区医院")
    assert key is not None
    assert "已办结" in (await wang.taps_data(key.data, key.message)).answer


async def referred(chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await wang.chooses("转介…")
    await wang.taps("居委会")
    await wang.taps("一周")
