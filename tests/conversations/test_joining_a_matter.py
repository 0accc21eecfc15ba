"""Somebody reports what a neighbour has reported already."""

from datetime import date, datetime

from fieldwork import timetable
from fieldwork.legs import until_done_for_reporter
from fieldwork.timetable import Sheet
from storage import reports
from tests.fieldwork.test_timetable import CALENDAR, RULES
from tests.talk import Actor, Heard, Talk

BROKEN, AGAIN = "4号楼电梯坏了", "4号楼电梯又坏了，上不去"
FIRST, SECOND, THIRD = "N-10001-6", "N-10002-4", "N-10003-2"
HELD = 91.0  # seconds after which a held card leaves


async def reported_twice(talk: Talk, chen: Actor, li: Actor) -> Heard:
    """Chen's broken lift, and two hours later Li's."""
    await chen.says(BROKEN)
    talk.passes(7200)
    return await li.says(AGAIN)


async def test_joining_from_start_to_end(talk: Talk, chen: Actor, li: Actor, wang: Actor) -> None:
    heard = await reported_twice(talk, chen, li)
    assert f"{SECOND}：是同一件事吗？\n· {FIRST} · 2小时前 · 电梯坏了" in heard
    assert heard.labels == ["我也遇到", "不是"]
    assert SECOND not in await wang.hears()
    heard = await li.taps("我也遇到")
    assert f"🔗 {SECOND}：好的，和 {FIRST} 一起办，有进展都会告诉您。" in heard
    assert heard.labels == ["不是同一件"]
    told = await wang.hears()
    assert not told.sounds
    assert f"👥 1 人也遇到：{SECOND}" in await wang.card_text(FIRST)
    assert "👥 又有 1 位邻居也报了" in await chen.card_text(FIRST)
    talk.passes(HELD)
    assert SECOND not in "".join(said.text for said in (await wang.hears_now()).messages if said.sound)
    report = await talk.report(SECOND)
    assert (report.state, report.lead_serial) == ("merged", 10_001)
    assert (await talk.steps(SECOND))[-1] == "merge"
    assert (await talk.steps(FIRST))[-1] == "joined_by"


async def test_who_joined_hears_all_and_is_asked_by_themselves(
    talk: Talk, chen: Actor, li: Actor, wang: Actor, zhang: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await li.taps("我也遇到")
    await wang.taps("签收")
    assert f"{SECOND}：西湖站王慧敏在跟进" in (await li.hears()).text
    assert f"🧑‍🔧 有人在跟进 · {SECOND}" in await li.card_text(SECOND)
    await wang.taps("联系了")
    await wang.taps("办结")
    await wang.says("换了门机，502的阿姨也确认了，有事打13800138000")
    asked = await li.hears()
    assert f"🛠 {SECOND} 处理好了" in asked.sounds[-1]
    assert "换了门机" in asked
    assert "502" not in asked
    assert "13800138000" not in asked
    await chen.hears()
    await chen.taps("解决了")
    assert (await talk.report(SECOND)).state == "callback"
    await li.taps("还没解决")
    ours = await talk.report(SECOND)
    assert (ours.state, ours.lead_serial) == ("rework", None)
    assert SECOND in (await zhang.hears()).sounds[-1], "another person's, as any rework"
    assert (await talk.report(FIRST)).state == "closed"


async def test_another_matter_goes_to_the_station_at_once(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await wang.hears()
    assert "好的，记下了" in await li.taps("不是")
    told = await wang.hears()
    assert f"{SECOND} · 待签收" in told.sounds[0]
    assert (await talk.report(SECOND)).state == "dispatched"


async def test_an_unanswered_question_holds_the_card_for_a_moment_only(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await wang.hears()
    talk.passes(HELD)
    assert f"{SECOND} · 待签收" in (await wang.hears_now()).sounds[0]
    await li.taps("我也遇到")
    assert f"🔗 并入 {FIRST}" in await wang.card_text(SECOND)


async def test_photos_wait_with_the_card_and_go_beside_the_other_one(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await chen.says(BROKEN)
    talk.passes(7200)
    await li.sends_photo(AGAIN)
    assert not (await wang.hears()).photos
    await li.taps("我也遇到")
    photos = (await wang.hears()).photos
    assert [photo.text for photo in photos] == [FIRST]
    talk.passes(HELD)
    assert not (await wang.hears_now()).photos


async def test_what_is_urgent_is_never_held(talk: Talk, chen: Actor, li: Actor, wang: Actor) -> None:
    await chen.says("4号楼停水了")
    talk.passes(7200)
    heard = await li.says("4号楼没水了，停水")
    assert "是同一件事吗" in heard
    assert (await talk.report(SECOND)).urgency == "T1"
    assert SECOND in (await wang.hears()).sounds[-1]
    await li.taps("我也遇到")
    assert f"🔗 并入 {FIRST}" in await wang.card_text(SECOND)


async def test_the_answer_may_be_typed(talk: Talk, chen: Actor, li: Actor, zhou: Actor) -> None:
    await reported_twice(talk, chen, li)
    await li.says("我也遇到")
    assert (await talk.report(SECOND)).state == "merged"
    await zhou.says(AGAIN)
    await zhou.says(FIRST)
    assert (await talk.report(THIRD)).state == "merged"


async def test_an_open_question_swallows_no_report(talk: Talk, chen: Actor, li: Actor) -> None:
    await reported_twice(talk, chen, li)
    await li.says("5号楼路灯坏了")
    assert len(await talk.reports()) == 3
    await li.says("取消")
    assert (await talk.report(SECOND)).state == "dispatched"


async def test_what_is_personal_is_offered_to_nobody(talk: Talk, chen: Actor, li: Actor) -> None:
    await chen.says("4号楼3-502张阿姨家漏水，13800138000")
    talk.passes(7200)
    assert "同一件事" not in await li.says("4号楼3-502漏水")
    await chen.says("4号楼电梯坏了，502的老人病了下不来")
    talk.passes(7200)
    assert "同一件事" not in await li.says(AGAIN)


async def test_the_offer_tells_no_door_and_no_number(talk: Talk, chen: Actor, li: Actor) -> None:
    await chen.says("4号楼2单元电梯坏了，卡在12楼1203门口")
    talk.passes(7200)
    heard = await li.says("4号楼2单元电梯坏了")
    assert "是同一件事吗" in heard
    assert "1203" not in heard


async def test_nobody_joins_what_was_not_offered(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, lin: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await zhou.says("5号楼路灯坏了")
    key = (await li.newest()).key("我也遇到")
    assert key is not None
    forged = key.data.replace("2712", "2713", 1)
    assert (await zhou.taps_data(key.data, key.message)).answer == "这不是您的上报。"
    assert (await zhou.taps_data(forged, key.message)).answer == "这个问题已经答过了，谢谢您。"
    assert (await lin.taps_data(key.data, key.message)).answer == "这不是您的上报。"
    await li.taps_data("same:2712:0:2713", key.message)
    ours = await talk.report(SECOND)
    assert (ours.state, ours.lead_serial) == ("dispatched", None)


async def test_an_offer_that_is_over_by_now_is_said_to_be(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    assert "那一件已经办完了，您这件单独办" in await li.taps("我也遇到")
    assert SECOND in (await wang.hears()).sounds[-1]


async def test_a_second_press_changes_nothing(talk: Talk, chen: Actor, li: Actor) -> None:
    await reported_twice(talk, chen, li)
    asked = await li.newest()
    await li.taps("我也遇到")
    key = asked.key("我也遇到")
    assert key is not None
    assert (await li.taps_data(key.data, key.message)).answer == "这个问题已经答过了，谢谢您。"
    assert (await talk.steps(SECOND)).count("merge") == 1


async def test_what_was_joined_can_be_taken_apart_by_its_reporter(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await li.taps("我也遇到")
    await wang.hears()
    assert f"✂️ {SECOND}：和 {FIRST} 分开了，单独办。" in await li.taps("不是同一件")
    assert f"{SECOND} · 待签收" in (await wang.hears()).sounds[-1]
    assert "人也遇到" not in await wang.card_text(FIRST)
    assert (await talk.report(SECOND)).lead_serial is None


async def test_what_a_follower_adds_stands_beside_the_other_card(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await li.taps("我也遇到")
    await wang.hears()
    await li.replies(await li.card(SECOND), "五楼的门也夹人")
    told = await wang.hears()
    assert f"➕ {FIRST}：报 {SECOND} 的人补充：\n五楼的门也夹人" in told
    await li.sends_photo(to=await li.card(SECOND))
    assert (await wang.hears()).photos


async def test_the_oldest_goes_on_when_the_first_takes_it_back(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, wang: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await li.taps("我也遇到")
    await zhou.says(AGAIN)
    await zhou.taps("我也遇到")
    await wang.taps("签收")
    await li.hears()
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    heir, other = await talk.report(SECOND), await talk.report(THIRD)
    assert (heir.state, heir.lead_serial, heir.handler_id) == (
        "signed",
        None,
        (await talk.report(FIRST)).handler_id,
    )
    assert (other.state, other.lead_serial) == ("merged", 10_002)
    assert f"由并进来的 {SECOND} 接着办" in await wang.hears()
    assert f"👥 1 人也遇到：{THIRD}" in await wang.card_text(SECOND)
    assert (await talk.steps(SECOND))[-1] == "succeed"
    assert (await talk.steps(THIRD))[-1] == "follows"


async def test_a_day_that_was_agreed_on_holds_when_another_leads(
    talk: Talk, chen: Actor, li: Actor, wang: Actor, luo: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await li.taps("我也遇到")
    await wang.taps("签收")
    await wang.taps("联系了")
    await wang.chooses("延期", await wang.card(FIRST))
    await wang.taps("等经费批下来")
    await wang.taps("10天")
    await luo.taps("同意")
    assert (await talk.report(FIRST)).due_on == date(2026, 3, 12)
    before = await done_by(talk, FIRST)
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    heir = await talk.report(SECOND)
    assert (heir.state, heir.due_on) == ("in_progress", date(2026, 3, 12))
    assert (await talk.steps(SECOND))[-2:] == ["succeed", "agreed_too"]
    assert await done_by(talk, SECOND) == before, "for the station, and for who joined"
    assert "沿用商定的期限，到3月12日" in await wang.chooses("办理经过", await wang.card(SECOND))


async def test_a_day_that_held_no_longer_is_not_handed_on(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await li.taps("我也遇到")
    await wang.taps("签收")
    first = await talk.report(FIRST)
    await talk.books.write(lambda s: reports.change(s, first, due_on=date(2026, 3, 12)))
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    assert (await talk.report(SECOND)).due_on is None
    assert (await talk.steps(SECOND))[-1] == "succeed"


async def done_by(talk: Talk, number: str) -> tuple[datetime, datetime]:
    """Until when it is to be done, as the station counts and as its reporter does."""
    report, events = await talk.report(number), await talk.events(number)
    sheet = Sheet(report, events, RULES, CALENDAR)
    return timetable.limits(sheet)["done"], until_done_for_reporter(sheet)


async def test_the_same_person_a_minute_later_joins_nothing(talk: Talk, chen: Actor) -> None:
    await chen.says(BROKEN)
    assert "同一件事" not in await chen.says("4号楼电梯坏了，没人管")
    talk.passes(7200)
    heard = await chen.says(AGAIN)
    assert "是同一件事吗" in heard
    assert any("就是这件" in label for label in heard.labels)
    await chen.taps("就是这件")
    assert "位邻居也报了" not in await chen.card_text(FIRST)


async def test_an_activity_is_no_matter_of_anybody(talk: Talk, chen: Actor, li: Actor) -> None:
    await chen.says("今天4号楼走访5户12人次，看了电梯")
    talk.passes(7200)
    assert "同一件事" not in await li.says("今天4号楼走访5户12人次，看了电梯")


async def test_what_was_closed_here_shows_on_the_new_card(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await chen.says(BROKEN)
    await wang.taps("办结")
    await wang.taps("打了电话")
    await wang.taps("已修好")
    await chen.taps("解决了")
    talk.passes(12 * 86_400)
    await li.says(AGAIN)
    assert f"↩️ 12天前办结过同类 {FIRST}" in await wang.card_text(SECOND)


async def test_all_hear_that_it_is_not_for_us(talk: Talk, chen: Actor, li: Actor, wang: Actor) -> None:
    await reported_twice(talk, chen, li)
    await li.taps("我也遇到")
    await li.hears()
    await wang.chooses("不归我们…", on=await wang.card(FIRST))
    await wang.taps("归市里的部门")
    await wang.taps("发给上报人")
    assert (await talk.report(SECOND)).state == "not_accepted"
    told = await li.hears()
    assert f"↪️ {SECOND}：这件事不归我们管" in told
    assert "12345" in told


async def test_who_joined_hears_that_it_takes_longer(talk: Talk, chen: Actor, li: Actor, wang: Actor) -> None:
    await reported_twice(talk, chen, li)
    await li.taps("我也遇到")
    await wang.taps("联系了")
    await li.hears()
    await wang.chooses("转介…", on=await wang.card(FIRST))
    await wang.taps("社区医院")
    await wang.taps("5天")
    assert f"📨 {SECOND}：这件事要社区医院来办" in await li.hears()
    assert "⏳" in await li.card_text(SECOND)
