"""What was done is noted and shown to the station; it is no need unless somebody says so. And questions."""

import json
from datetime import date

from fieldwork.activities import Stage, Unit
from tests.cast import BUILDING_4
from tests.talk import Actor, Talk

VISITED, NUMBER = "今天入户走访5户12人次", "A-10001-6"


async def test_an_activity_is_noted_and_shown_without_sound(talk: Talk, chen: Actor, wang: Actor) -> None:
    heard = await chen.says(VISITED)
    assert "A-10001-6 · 请核对一下" in heard
    assert "🔢 1 次 · 5 户 · 12 人次" in heard
    assert heard.labels == ["✅ 对，记下", "不对，改一下"]
    heard = await wang.hears()
    assert "A-10001-6 · 活动（待确认）" in heard
    assert "「今天入户走访5户12人次」" in heard
    assert "🔢 1 次 · 5 户 · 12 人次" in heard
    assert heard.labels == ["这是要办的事"]
    assert not heard.sounds
    report = await talk.report(NUMBER)
    assert (str(report.kind), str(report.state), report.place) == ("activity", "noted", BUILDING_4)
    assert await talk.steps(NUMBER) == ["sent", "dispatched"]


async def test_one_tap_confirms_the_numbers(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    assert (await chen.taps("对，记下")).answer == "记下了，谢谢。"
    assert "✅ 记下了 · A-10001-6" in await chen.card_text(NUMBER)
    assert "西湖站会核对" in await chen.card_text(NUMBER)
    assert "A-10001-6 · 活动（待核实）" in await wang.card_text(NUMBER)
    activity, counts = await talk.activity(NUMBER)
    assert (activity.stage, activity.held_on) == (Stage.SUBMITTED, date(2026, 3, 2))
    assert counts == {Unit.TIMES: 1, Unit.HOUSEHOLDS: 5, Unit.PERSON_TIMES: 12}
    assert await talk.steps(NUMBER) == ["sent", "dispatched", "confirmed"]


async def test_the_tap_can_be_typed(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    assert "记下了，谢谢。" in await chen.says("对的")
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED


async def test_an_activity_is_a_list_of_its_own(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    heard = await wang.says("待办")
    assert "待签收 · 0" in heard.labels
    assert "活动待核实 · 0" in heard.labels
    assert "待确认 · 1" in (await wang.taps("活动待核实")).labels
    assert "A-10001-6 · 3月2日 · 凤城街道西湖社区西湖花园4号楼 · " in await wang.taps("待确认")


async def test_the_station_may_say_that_it_is_a_need(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    await wang.hears()
    heard = await wang.taps("这是要办的事")
    assert heard.answer == "改成需求了：N-10001-6。"
    assert "N-10001-6 · 待签收" in await wang.card_text(NUMBER)
    assert heard.sounds, "now it waits for somebody"
    assert "收到了 · N-10001-6" in await chen.card_text(NUMBER)
    assert "签收了" in (await wang.taps("签收")).answer


async def test_an_old_card_makes_no_need_of_what_counts(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    old = (await wang.card(NUMBER)).key("这是要办的事")
    assert old is not None
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    assert "已经过期" in (await wang.taps_data(old.data, old.message)).answer
    assert (await talk.activity(NUMBER))[0].stage is Stage.ACCEPTED
    assert "改成需求了" in (await wang.taps("这是要办的事")).answer


async def test_the_reporter_may_say_that_it_is_a_problem(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    heard = await chen.taps("不对，改一下")
    assert heard.labels == [
        "种类",
        "数字",
        "日期",
        "地点",
        "照片",
        "归到项目…",
        "这是要解决的问题",
        "不用管了",
    ]
    assert "N-10001-6：改好了" in await chen.taps("这是要解决的问题")
    assert "待签收" in await wang.card_text(NUMBER)


async def test_an_activity_can_be_added_to_and_taken_back(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    talk.passes(100)
    await chen.taps("补充")
    assert "加上了" in await chen.says("还发了20份传单")
    assert "➕ 还发了20份传单" in await wang.card_text(NUMBER)
    await chen.taps("不对，改一下")
    assert "不用管了" in await chen.taps("不用管了")
    assert str((await talk.report(NUMBER)).state) == "withdrawn"


async def test_an_edited_activity_counts_anew_and_asks_for_the_tap_again(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await chen.edits(await chen.last_sent(), "今天入户走访6户15人次")
    assert "🔢 1 次 · 6 户 · 15 人次" in await wang.card_text(NUMBER)
    assert "活动（待确认）" in await wang.card_text(NUMBER)
    await chen.taps("对，记下")
    assert "活动（待核实）" in await wang.card_text(NUMBER)
    changed = next(event for event in await talk.events(NUMBER) if event.step == "counts_changed")
    assert json.loads(changed.reason)["before"] == {"次": 1, "户": 5, "人次": 12}


# -- questions --------------------------------------------------------------------------------------


async def test_a_question_is_closed_by_its_answer(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("请问老年证怎么办理？")
    report = (await talk.reports())[0]
    assert str(report.urgency) == "Q"
    card = await wang.card(report.number)
    assert card.text.startswith(f"❓ 咨询 · {report.number}")
    heard = await wang.replies(card, "带身份证到西湖站，周一到周五都可以")
    assert "已答复" in heard
    heard = await chen.hears()
    assert "您问的有答复了" in heard
    assert "带身份证到西湖站" in heard
    assert "解决了" in heard.labels
    assert str((await talk.report(report.number)).state) == "callback"
    await chen.taps("解决了")
    assert str((await talk.report(report.number)).state) == "closed"
