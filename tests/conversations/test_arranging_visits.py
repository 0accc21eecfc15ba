"""How the visits of a household are arranged: its rhythm, who goes there, pauses, extra rounds, the month's rate."""

from datetime import date

import pytest

from storage import care
from tests.conversations.test_visiting import DAY, HOUR, PLAN, plan_of
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks


async def planned(wang: Actor, *said: str) -> None:
    for one in said:
        await wang.says(f"加探访 {one}")
    await wang.catches_up()


async def test_a_plan_is_changed_given_away_and_ended(talk: Talk, wang: Actor, zhang: Actor) -> None:
    await planned(wang, "4栋502 高风险 李阿婆 明天")
    await wang.says(PLAN)
    heard = await wang.taps("⋯ 更多")
    assert heard.labels == ["多久一次", "要留意什么", "谁去", "搬家了", "⏸ 暂停", "不再探访"]
    assert "以后多久去一次" in await wang.taps("多久一次")
    assert "K-10001-6：重点，30天一次。下次3月3日。" in await wang.taps("重点")
    await wang.says(PLAN)
    await wang.taps("⋯ 更多")
    assert "要留意什么" in await wang.taps("要留意什么")
    assert "记下了" in await wang.says("有自杀念头，住4栋502，多留意")
    assert await talk.reports() == [], "what was asked for is no report"
    await wang.says(PLAN)
    heard = await wang.taps("不再由我负责")
    assert "以后谁去" in heard
    assert "以后由张立文去" in await wang.taps("张立文")
    heard = await zhang.hears()
    assert "K-10001-6 以后由您去。" in heard
    assert "自杀" not in heard.text
    plan = await plan_of(talk)
    assert (plan.risk, plan.words) == ("key", "有自杀念头，住4栋502，多留意")
    await zhang.taps("⋯ 更多")
    await zhang.taps("不再探访")
    assert "不再探访了" in await zhang.taps("搬走了")
    plan = await plan_of(talk)
    assert (plan.ended_why, plan.next_on) == ("搬走了", None)


async def test_who_moves_is_visited_where_they_live_now(talk: Talk, wang: Actor) -> None:
    await planned(wang, "4栋502 高风险 李阿婆 明天")
    await wang.says(PLAN)
    await wang.taps("⋯ 更多")
    assert "现在住哪里" in await wang.taps("搬家了")
    assert "现在住哪里" in await wang.says("不知道")
    assert "搬家记下了" in await wang.says("5栋301")
    plan = await plan_of(talk)
    assert (plan.place.endswith("-5"), plan.door) == (True, "301")


async def test_a_change_asks_for_a_visit_within_a_day(talk: Talk, wang: Actor, luo: Actor) -> None:
    await planned(wang, "4栋502 一般 李阿婆 3-20")
    await luo.says(PLAN)
    assert "24小时内去看" in (await luo.taps("🔺 情况有变")).answer
    heard = await wang.hears()
    assert "🔺 情况有变，请在24小时内去看。" in heard
    assert "李阿婆" not in heard.text
    await wang.says("探访")
    heard = await wang.taps("今天 · 1")
    assert "1. K-10001-6 · 一般 · 🔺情况有变" in heard
    await wang.taps("✅ 已访", on=heard.messages[-1])
    assert (await plan_of(talk)).changed_at is None


async def test_a_household_is_paused_and_goes_on_by_itself(talk: Talk, wang: Actor, luo: Actor) -> None:
    await planned(wang, "4栋502 高风险 李阿婆 今天")
    await wang.says(PLAN)
    await wang.taps("⋯ 更多")
    heard = await wang.taps("⏸ 暂停")
    assert "到哪天" in heard
    assert heard.labels[0] == "一周，到3月9日"
    assert "为什么" in await wang.taps("一周，到3月9日")
    assert "⏸ K-10001-6：暂停到3月9日" in await wang.taps("住院")
    await luo.says("探访")
    heard = await luo.taps("⏸ 暂停")
    assert "⏸ K-10001-6 · 西湖花园4号楼 · 到 03-09 · 王慧敏" in heard
    assert "住院" not in heard.text, "why, is nobody's but who opens it"
    talk.passes(DAY)
    assert not await wang.hears_now()
    talk.passes(7 * DAY)
    heard = await wang.hears_now()
    assert "K-10001-6 · 高风险" in heard
    assert "超时" not in heard, "what lay in a pause is not late"


async def test_a_building_is_paused_with_all_in_it(talk: Talk, wang: Actor, luo: Actor, liu: Actor) -> None:
    await planned(wang, "4栋502 高风险 李阿婆 明天", "4栋301 高风险 张伯 明天", "5栋201 高风险 王伯 明天")
    assert "这个地方不归您管" in await liu.says("暂停探访 西湖花园4栋 到3月20日 施工")
    heard = await wang.says("暂停探访 4栋 到3月20日 外墙施工")
    assert "⏸ 西湖花园4号楼：暂停到3月20日" in heard
    assert "共 2 户" in heard
    talk.passes(DAY)
    heard = await wang.hears_now()
    assert "🏠 3月3日的探访：1 户" in heard
    assert "K-10003-2" in heard
    await luo.says("探访")
    heard = await luo.taps("⏸ 暂停")
    assert "⏸ 西湖花园4号楼 · 到 03-20 · 王慧敏 · 外墙施工" in heard
    await luo.taps("▶️ 恢复 西湖花园4号楼")
    await wang.says("探访")
    assert "：3 户" in await wang.taps("今天 · 3")


async def test_a_head_calls_an_extra_round(talk: Talk, wang: Actor, luo: Actor, zhang: Actor) -> None:
    await planned(wang, "4栋502 高风险 李阿婆 3-20", "4栋301 一般 张伯 3-20", "5栋201 一般 王伯 3-20")
    await zhang.says("加访 台风")
    assert (await plan_of(talk)).extra_on is None, "only a head calls one"
    assert "🌀 加访“台风”，3月2日：3 户，1 人去。" in await luo.says("加访 台风")
    heard = await wang.hears()
    assert "🏠 3月2日的探访：3 户" in heard
    assert "1. K-10001-6 · 高风险 · 加访" in heard
    await wang.taps("✅ 已访", on=heard.messages[-1])
    assert (await plan_of(talk)).extra_on is None
    assert "加访“寒潮”，3月3日：1 户" in await luo.says("加访 寒潮 西湖花园5栋 明天")
    assert f"{(await plan_of(talk, 'K-10003-2')).extra_on}" == "2026-03-03"


async def test_the_months_rate_is_told_with_its_denominator(talk: Talk, wang: Actor, luo: Actor) -> None:
    await planned(wang, "4栋502 重点 李阿婆 今天", "4栋301 重点 张伯 今天", "5栋201 重点 王伯 今天")
    await wang.says(f"去过了 {PLAN}")
    await wang.says("暂停探访 5栋 到4月20日 施工")
    talk.passes(DAY)
    await luo.says("探访")
    heard = await luo.taps("📊 本月")
    assert "📊 2026年3月的探访，西湖站" in heard
    assert "探访率 1 / 2（50%）" in heard
    assert "不计：暂停 1 户，结束 0 户" in heard
    assert "落后：王慧敏 1 户：K-10002-4" in heard


async def test_last_months_rate_comes_by_itself_on_the_first_working_day(
    talk: Talk, wang: Actor, luo: Actor
) -> None:
    await planned(wang, "4栋502 重点 李阿婆 今天")
    await wang.says(f"去过了 {PLAN}")
    await luo.catches_up()
    talk.passes(30 * DAY - 2 * HOUR)  # Wednesday, 1 April, 08:00
    assert "探访，西湖站" not in await luo.hears_now()
    talk.passes(2 * HOUR)
    heard = await luo.hears_now()
    assert "📊 2026年3月的探访，西湖站" in heard
    talk.passes(DAY)
    assert "2026-03 的探访" not in await luo.hears_now(), "once a month"


async def test_the_stand_in_goes_for_who_is_away(talk: Talk, wang: Actor, zhang: Actor) -> None:
    await planned(wang, "4栋502 高风险 李阿婆 明天")
    await wang.says("请假 3-3到3-5")
    await wang.taps("张立文")
    await zhang.catches_up()
    talk.passes(DAY)
    assert "K-10001-6" not in await wang.hears_now()
    assert "🏠 3月3日的探访：1 户" in await zhang.hears()
    await zhang.says(PLAN)
    assert "李阿婆" in await zhang.taps("👁 打开")


async def test_a_list_that_was_not_worked_on_comes_again(talk: Talk, wang: Actor) -> None:
    await planned(wang, "4栋502 高风险 李阿婆 明天")
    talk.passes(DAY)
    assert "K-10001-6" in await wang.hears_now()
    talk.passes(DAY)
    assert "🏠 3月4日的探访：1 户\n西湖花园4号楼\n1. K-10001-6 · 高风险 · 超时1天" in await wang.hears_now()
    talk.passes(3 * DAY)
    assert not await wang.hears_now(), "nobody is sent on a Saturday"


async def test_a_finger_that_comes_down_twice_pauses_and_warns_once(
    talk: Talk, wang: Actor, luo: Actor
) -> None:
    await planned(wang, "4栋502 高风险 李阿婆 今天")
    await luo.says(PLAN)
    key = (await luo.newest()).key("情况有变")
    assert key is not None
    await luo.taps_data(key.data, key.message)
    await wang.catches_up()
    assert "刚记过" in (await luo.taps_data(key.data, key.message)).answer
    assert not await wang.hears()
    await wang.says(PLAN)
    await wang.taps("⋯ 更多")
    await wang.taps("⏸ 暂停")
    key = (await wang.taps("一周，到3月9日")).messages[-1].key("住院")
    assert key is not None
    for _ in range(2):
        await wang.taps_data(key.data, key.message)
    assert len(await talk.asks(lambda s: care.mutes(s, date(2026, 3, 2)))) == 1
