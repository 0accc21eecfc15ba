"""What takes several bodies has a plan first: it is agreed on, and the limit of the work counts from there."""

import json

import pytest
from sqlmodel import Session

from fieldwork.people import RoleKind
from fieldwork.reports import PrivacyClass
from fieldwork.timetable import FIRED
from storage import people, reports
from tests.cast import XIHU
from tests.conversations.test_asking_for_time import DAY, NUMBER
from tests.conversations.test_transcripts import PLANS
from tests.conversations.test_transcripts_of_duty import untrue
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
SECOND_NUMBER = "N-10002-4"
FIRST, SECOND = "3月底前征求业主意见", "4月请住建局现场看，5月动工"


async def test_a_plan_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await at_work(chen, wang)
    assert (await talk.report(NUMBER)).urgency == "T3"
    assert "⏰ 定方案 03-09 10:00 前 · 上报人的时限 03-30 10:00" in await wang.card_text(NUMBER)
    await chen.catches_up()
    await luo.catches_up()
    assert "怎么办、谁来办、什么时候办好？写一条或几条，写完点“报上去”。" in await wang.chooses("报方案…")
    heard = await wang.says(FIRST)
    assert f"📋 {NUMBER} 的方案：\n{FIRST}\n要补充就接着写，写好了点“报上去”。" in heard
    assert f"{FIRST}\n{SECOND}" in await wang.says(SECOND)
    assert f"📝 {NUMBER}：已请罗永康审批：办理方案。" in await wang.taps("报上去")
    assert len(await talk.reports()) == 1
    assert not (await chen.hears()).sounds, "nobody has agreed yet"

    asked = await luo.hears()
    assert f"📝 {NUMBER}：王慧敏报来办理方案，请审批。\n方案：{FIRST}\n{SECOND}\n📍" in asked
    assert asked.labels == ["同意", "退回修改…", "看卡片"]
    talk.passes(DAY)  # Tuesday, 10 o'clock
    await luo.taps("同意")
    assert f"✅ {NUMBER}：罗永康同意了：办理方案。" in "".join((await wang.hears()).sounds)
    assert (await chen.hears()).sounds == [f"📋 {NUMBER}：已定方案，预计3月24日前办好。西湖站一直在办。"]
    assert "⏰ 办结 03-24 10:00 前" in await wang.card_text(NUMBER)
    assert await talk.steps(NUMBER) == ["sent", "dispatched", "sign", "contact", "ask_plan", "plan_approved"]
    assert SECOND in (await talk.events(NUMBER))[-1].reason, "each version stays"
    assert "报方案…" not in await wang.may_choose(), (
        "once it is agreed on nobody moves the limit by a new one"
    )


async def test_the_transcript_is_what_is_said(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await handed_in(chen, wang)
    await luo.taps("同意")
    assert untrue(talk, PLANS) == []


async def test_a_plan_comes_back_and_is_handed_in_again(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await handed_in(chen, wang)
    await chen.catches_up()
    await luo.taps("退回修改…")
    assert f"{NUMBER}：请写一句方案要改什么。" in await luo.newest_text()
    await luo.says("没有写谁来办")
    told = await wang.hears()
    assert f"↩️ {NUMBER}：罗永康把方案退回修改。\n没有写谁来办" in told
    assert not await chen.hears(), "the reporter hears of no version"
    assert "怎么办、谁来办" in await wang.taps("报方案…", told.messages[-1])
    await wang.says(SECOND)
    await wang.taps("报上去")
    await luo.taps("同意")
    steps = await talk.steps(NUMBER)
    assert steps[-4:] == ["ask_plan", "not_granted", "ask_plan", "plan_approved"]
    versions = [e.reason for e in await talk.events(NUMBER) if e.step == "ask_plan"]
    assert (FIRST in versions[0], SECOND in versions[1]) == (True, True)


async def test_a_plan_that_is_not_there_in_time_is_reminded_of_and_rises(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await at_work(chen, wang)
    await wang.catches_up()
    talk.passes(4 * DAY + 6 * 3600)  # Friday 16:00, four of five working days: the second list of the day
    rung = await wang.hears_now()
    assert NUMBER in rung
    assert await fired(talk) == ["plan.remind"]
    talk.passes(3 * DAY)
    await talk.settle()
    assert await fired(talk) == ["plan.remind", "plan.late"]
    assert (await talk.report(NUMBER)).level == 1
    talk.passes(DAY)
    await talk.settle()
    assert (await fired(talk))[-1] == "plan.rise2"
    await wang.chooses("报方案…")
    await wang.says(FIRST)
    await wang.taps("报上去")
    await luo.taps("同意")
    talk.passes(60)
    await talk.settle()
    assert (await talk.report(NUMBER)).level == 0, "the work is not late: its time has just begun"


async def test_only_who_heads_it_or_stands_above_agrees(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, li: Actor, luo: Actor
) -> None:
    await handed_in(chen, wang)
    key = (await luo.newest()).key("同意")
    assert key is not None
    for somebody in (wang, zhang):
        assert "不归您" in (await somebody.taps_data(key.data, 1)).answer
    assert "不归您" in (await li.taps_data(key.data.replace("grant", "ask_plan"), 1)).answer
    assert "plan_approved" not in await talk.steps(NUMBER)


async def test_a_head_of_the_station_itself_decides(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    def heads(session: Session) -> None:
        person = people.by_account(session, zhang.account)
        assert person is not None
        people.grant(session, person, RoleKind.STATION_HEAD, XIHU, talk.clock.now().date())

    await talk.books.write(heads)
    await handed_in(chen, wang)
    assert "王慧敏报来办理方案，请审批" in await zhang.newest_text()
    await zhang.taps("同意")
    assert (await talk.steps(NUMBER))[-1] == "plan_approved"


async def test_what_is_no_complex_matter_has_no_plan(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("4号楼路灯坏了")
    await wang.taps("联系了")
    assert "报方案…" not in await wang.may_choose()


async def test_what_is_another_level_by_then_has_no_plan_to_agree_to(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await handed_in(chen, wang)
    await wang.says("待办")

    def ordinary(session: Session) -> None:
        report = reports.by_serial(session, 10_001)
        assert report is not None
        assert reports.change(session, report, urgency="T2")

    await talk.books.write(ordinary)
    assert (await luo.taps("同意")).answer == "这件事现在不需要报方案。"
    assert "plan_approved" not in await talk.steps(NUMBER)


async def test_of_what_is_restricted_the_plan_stands_in_no_chat(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await at_work(chen, wang)

    def restricted(session: Session) -> None:
        report = reports.by_serial(session, 10_001)
        assert report is not None
        assert reports.change(session, report, privacy=PrivacyClass.P3)

    await talk.books.write(restricted)
    await luo.catches_up()
    await wang.chooses("报方案…")
    assert FIRST not in await wang.says(FIRST)
    await wang.taps("报上去")
    heard = await luo.hears()
    assert "王慧敏报来办理方案，请审批" in heard
    assert FIRST not in heard


async def test_a_plan_holds_when_another_report_takes_the_lead(
    talk: Talk, chen: Actor, li: Actor, wang: Actor, luo: Actor
) -> None:
    await at_work(chen, wang)
    await li.says("4号楼想加装电梯，老人上楼难")
    await wang.chooses("并案", await wang.card(SECOND_NUMBER))
    await wang.says(NUMBER)
    await wang.chooses("报方案…", await wang.card(NUMBER))
    await wang.says(FIRST)
    await wang.taps("报上去")
    talk.passes(DAY)
    await luo.taps("同意")
    assert "⏰ 办结 03-24 10:00 前" in await wang.card_text(NUMBER)
    await chen.says(f"{NUMBER} 不要了")
    await chen.taps("不用管了")
    heir = await talk.report(SECOND_NUMBER)
    assert (heir.state, heir.lead_serial) == ("in_progress", None)
    assert (await talk.steps(SECOND_NUMBER))[-2:] == ["succeed", "planned_too"]
    assert "⏰ 办结 03-24 10:00 前" in await wang.card_text(SECOND_NUMBER)
    assert "报方案…" not in await wang.may_choose()
    assert f"沿用 {NUMBER} 已定的方案" in await wang.chooses("办理经过", await wang.card(SECOND_NUMBER))


async def at_work(chen: Actor, wang: Actor) -> None:
    await chen.says("4号楼想加装电梯")
    await wang.taps("联系了")


async def handed_in(chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await wang.chooses("报方案…")
    await wang.says(FIRST)
    await wang.taps("报上去")


async def fired(talk: Talk) -> list[str]:
    """The marks of the station's clocks that were acted on."""
    told = [json.loads(event.reason)["step"] for event in await talk.events(NUMBER) if event.step == FIRED]
    return [step.partition("#")[0] for step in told if step.startswith("plan.")]
