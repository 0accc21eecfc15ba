"""Somebody plans whom to visit, hears each morning who is due, and says in one tap what came of it."""

from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from fieldwork.care import CarePlan
from fieldwork.numbers import plan_in
from storage import care, forgetting
from storage.tables import PersonRow
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
DAY, HOUR = 86_400, 3_600
PLAN = "K-10001-6"
SECRETS = ("李阿婆", "13800000000", "糖尿病", "502")


async def plan_of(talk: Talk, code: str = PLAN) -> CarePlan:
    found = await talk.asks(lambda s: care.by_id(s, plan_in(code) or 0))
    assert found is not None
    return found


async def test_a_household_is_planned_question_by_question(talk: Talk, wang: Actor) -> None:
    heard = await wang.says("探访")
    assert "🏠 探访" in heard
    heard = await wang.taps("加一户")
    assert "哪一栋" in heard
    assert "西湖花园4号楼" in heard.labels
    assert "是谁" in await wang.says("4栋502")
    assert "多久去一次" in await wang.says("李阿婆 13800000000")
    heard = await wang.taps("高风险")
    assert "第一次哪天去" in heard
    heard = await wang.taps("3月3日")
    assert f"✅ 记下了：{PLAN} · 西湖花园4号楼 · 高风险，7天一次。" in heard
    assert "负责：王慧敏" in heard
    assert "下次：3月3日" in heard
    plan = await plan_of(talk)
    assert (plan.door, plan.name, plan.telephone, plan.risk) == ("502", "李阿婆", "13800000000", "high")
    assert not any(secret in heard.text for secret in SECRETS)


async def test_one_sentence_is_enough(talk: Talk, wang: Actor) -> None:
    heard = await wang.says("加探访 4栋502 高风险 李阿婆 13800000000 明天 有糖尿病")
    assert f"记下了：{PLAN}" in heard
    plan = await plan_of(talk)
    assert (plan.name, plan.telephone, plan.words, f"{plan.next_on}") == (
        "李阿婆",
        "13800000000",
        "有糖尿病",
        "2026-03-03",
    )
    assert "已经在探访名单里" in await wang.says("加探访 4栋502 重点")


async def test_a_morning_from_start_to_end(talk: Talk, wang: Actor) -> None:
    await wang.says("加探访 4栋502 高风险 李阿婆 13800000000 明天 有糖尿病")
    await wang.says("加探访 4栋301 一般 张伯 明天")
    await wang.catches_up()
    talk.passes(22 * HOUR)  # 08:00 on Tuesday
    assert not await wang.hears_now()
    talk.passes(HOUR)
    heard = await wang.hears_now()
    assert "🏠 3月3日的探访：2 户" in heard
    assert "西湖花园4号楼\n1. K-10001-6 · 高风险\n2. K-10002-4 · 一般" in heard
    assert not any(secret in heard.text for secret in SECRETS)
    heard = await wang.taps("✅ 已访")
    assert "记下已访，下次3月10日" in heard.answer
    assert "✔ K-10001-6 · 已访" in heard
    assert "✏️ 要给 K-10001-6 补一句" in heard
    assert "补记好了" in await wang.says("血压正常，药按时吃")
    heard = await wang.taps("📅 改期")
    assert "改到哪天" in heard
    heard = await wang.taps("3月5日")
    assert "📅 K-10002-4：改到3月5日。" in heard
    assert "比约定的间隔晚了" in heard
    talk.passes(10 * 60)
    assert not await wang.hears_now(), "once a day"
    heard = await wang.says(PLAN)
    assert "下次：3月10日" in heard
    heard = await wang.taps("👁 打开")
    assert all(secret in heard for secret in SECRETS)
    assert "上次：血压正常，药按时吃" in heard
    talk.passes(DAY + HOUR)
    await talk.settle()
    assert not any("糖尿病" in said.text for said in await wang.chat() if not said.deleted)


async def test_nobody_opening_twice_within_a_day_is_a_matter_by_itself(talk: Talk, wang: Actor) -> None:
    await wang.says("加探访 4栋502 高风险 李阿婆 13800000000 今天 有糖尿病")
    await wang.says(PLAN)
    heard = await wang.taps("🚪 未遇")
    assert "记下未遇" in heard.answer
    assert await talk.reports() == []
    talk.passes(4 * HOUR)
    heard = await wang.taps("🚪 未遇")
    (report,) = await talk.reports()
    assert (report.urgency, report.privacy, report.category) == ("T1", "P3", "elderly.living_alone")
    assert (report.door, report.for_telephone, report.plan_id) == ("502", "13800000000", 1)
    assert not any(secret in heard.text for secret in SECRETS)
    assert any(report.number in sound for sound in heard.sounds)
    talk.passes(HOUR)
    await wang.taps("🚪 未遇")
    assert len(await talk.reports()) == 1, "one at a time"
    heard = await wang.taps("电话联系上了")
    assert "电话联系上了，了结" in heard.answer
    said = "\n".join(one.text for one in await wang.chat())
    assert "收到了 ·" not in said, "nobody is thanked for what the bot itself found"
    assert "在跟进" not in said
    report = await talk.report(report.number)
    assert (report.state, report.closed_at is not None) == ("closed", True)
    assert (await talk.steps(report.number))[-1] == "reached"
    visits = await talk.asks(lambda s: care.visits_of(s, [1]))
    assert [visit.outcome for visit in visits] == ["not_met", "not_met", "not_met", "phoned"]


async def test_a_visit_ends_what_was_reported(talk: Talk, wang: Actor, zhang: Actor) -> None:
    await wang.says("加探访 4栋502 高风险 李阿婆 今天")
    await wang.says(f"去过了 {PLAN} 没人应")
    await wang.says(f"去过了 {PLAN} 没人应")
    (report,) = await talk.reports()
    assert "记下已访" in await zhang.says(f"去过了 {PLAN}")
    assert (await talk.report(report.number)).state == "closed"


async def test_general_risk_raises_nobody(talk: Talk, wang: Actor) -> None:
    await wang.says("加探访 4栋502 一般 李阿婆 今天")
    await wang.says(f"去过了 {PLAN} 没人应")
    await wang.says(f"去过了 {PLAN} 没人应")
    assert await talk.reports() == []


async def test_a_visit_told_another_way_clears_it(talk: Talk, wang: Actor, chen: Actor, zhou: Actor) -> None:
    for door in ("502", "301", "201"):
        await wang.says(f"加探访 4栋{door} 重点 李阿婆 今天")
    await wang.catches_up()
    heard = await chen.says("今天入户走访4栋502，血压正常")
    assert "K-10001-6：记下了，您去过了" in heard
    assert await talk.reports() == [], "a visit is no report"
    await chen.says("今天入户走访2户：4栋301、401")
    cleared = [(await plan_of(talk, code)).visited_on for code in (PLAN, "K-10002-4", "K-10003-2")]
    assert [f"{day}" for day in cleared] == ["2026-03-02", "2026-03-02", "None"]
    heard = await wang.hears()
    assert "K-10001-6：陈桂芳去过了（已访）" in heard
    assert "K-10002-4：陈桂芳去过了（已访）" in heard
    visits = await talk.asks(lambda s: care.visits_of(s, [1, 2]))
    assert [(visit.note, visit.serial) for visit in visits] == [
        ("今天入户走访4栋502，血压正常", None),
        ("", 10_001),
    ]
    await zhou.says("今天入户走访4栋201，都很好")
    assert (await plan_of(talk, "K-10003-2")).visited_on is None, "a resident of another building says so"


async def test_only_who_looks_after_them_knows_who_it_is(
    talk: Talk, wang: Actor, zhang: Actor, luo: Actor, liu: Actor, chen: Actor
) -> None:
    await wang.says("加探访 4栋502 高风险 李阿婆 13800000000 今天 有糖尿病")
    heard = await zhang.says(PLAN)
    assert "🏠 K-10001-6 · 西湖花园4号楼" in heard
    assert heard.labels == ["✅ 已访", "🚪 未遇", "📅 改期"]
    look = (await wang.says(PLAN)).messages[-1].key("打开")
    assert look is not None
    for stranger in (zhang, liu, chen):
        heard = await stranger.taps_data(look.data, look.message)
        assert "这个按钮不是给您的" in heard.answer
        assert not any(secret in heard.text for secret in SECRETS)
    await luo.says(PLAN)
    assert "李阿婆" in await luo.taps("👁 打开")
    assert "没有这个编号的户" in await liu.says(PLAN)


async def test_a_report_is_no_note_and_no_answer(talk: Talk, wang: Actor) -> None:
    await wang.says("加探访 4栋502 高风险 李阿婆 今天")
    await wang.says(PLAN)
    await wang.taps("✅ 已访")
    assert "收到了" in await wang.says("4号楼楼道灯坏了")
    await wang.says("加探访 4栋301")
    assert "收到了" in await wang.says("5号楼电梯坏了")
    assert len(await talk.reports()) == 2
    (visit,) = await talk.asks(lambda s: care.visits_of(s, [1]))
    assert visit.note == ""
    await wang.says("加探访 4栋301")
    assert "探访安排照旧" in await wang.says("取消")


async def test_the_list_waits_while_somebody_is_asked_something(talk: Talk, wang: Actor) -> None:
    await wang.says("加探访 4栋502 高风险 李阿婆 明天")
    talk.passes(22 * HOUR + 25 * 60)  # 08:25
    await wang.says("加探访 4栋301")
    talk.passes(8 * 60)
    assert "3月3日的探访" not in await wang.hears_now()
    talk.passes(10 * 60)
    assert "🏠 3月3日的探访：1 户" in await wang.hears_now()


async def test_who_is_forgotten_leaves_no_word_in_the_visits(talk: Talk, wang: Actor) -> None:
    await wang.says("加探访 4栋502 高风险 李阿婆 13800000000 今天 有糖尿病")
    await wang.says(PLAN)
    await wang.taps("✅ 已访")
    await wang.says("血压正常")

    def forgotten(session: Session) -> None:
        session.execute(update(PersonRow).where(col(PersonRow.id) == 1).values(telephone="13800000000"))
        for who in (1, 2):
            forgetting.forget(session, who, None, talk.clock.now())

    await talk.books.write(forgotten)
    plan = await plan_of(talk)
    assert (plan.name, plan.door, plan.telephone, plan.words, plan.next_on) == ("", "", "", "", None)
    assert [visit.note for visit in await talk.asks(lambda s: care.visits_of(s, [1]))] == [""]


async def test_nothing_of_it_lies_open_on_the_disk(talk: Talk, wang: Actor, tmp_path: Path) -> None:
    await wang.says("加探访 4栋502 高风险 李阿婆 13800000000 今天 有糖尿病")
    await wang.says(PLAN)
    await wang.taps("🚪 未遇")
    await wang.says("敲门很久没有声音")
    await wang.says("暂停探访 4栋502 到3月20日 去女儿家住")
    await wang.taps("👁 打开")
    held = _on_disk(tmp_path)
    assert len(held) > 100_000
    words = (*SECRETS[:3], "敲门很久", "女儿家")
    assert [word for word in words if word.encode() in held] == []


def _on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("fieldbot.db*"))


async def test_a_contact_on_site_at_their_own_door_clears_it_too(
    talk: Talk, wang: Actor, chen: Actor
) -> None:
    await wang.says("加探访 4栋502 重点 李阿婆 今天")
    await chen.says("4栋502厨房漏水")
    await wang.taps("签收")
    await wang.taps("办结")
    await wang.taps("上门了")
    assert f"{(await plan_of(talk)).visited_on}" == "2026-03-02"


async def test_a_long_day_is_eight_households_and_turns_its_pages(talk: Talk, wang: Actor) -> None:
    for floor in range(1, 11):
        await wang.says(f"加探访 4栋{floor}01 重点 李阿婆 今天")
    await wang.says("探访")
    heard = await wang.taps("今天 · 10")
    assert "🏠 3月2日的探访：8 户" in heard
    assert "明天再看：2 户" in heard
    assert heard.labels[-1] == "其他…"
    heard = await wang.taps("其他…", on=heard.messages[-1])
    assert heard.labels[::4] == ["6 ⋯", "7 ⋯", "8 ⋯", "其他…"]
    heard = await wang.taps("✅ 已访", on=heard.messages[-1])
    assert "✔ K-10006-5 · 已访" in heard


async def test_a_command_is_nobodys_name(talk: Talk, wang: Actor) -> None:
    await wang.says("加探访 4栋502 高风险")
    assert "我的提醒" in await wang.says("我的提醒")
    assert "值班" in await wang.says("值班")
    assert await talk.asks(lambda s: care.by_id(s, 1)) is None
