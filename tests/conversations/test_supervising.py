"""Somebody one level up sees to a report that is late, until a day that they name."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from storage import reminders
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
LIGHT, NUMBER, PLACE = "4号楼楼道灯坏了", "N-10001-6", "凤城街道西湖社区西湖花园4号楼"


async def until(talk: Talk, day: int, hour: int, minute: int = 0) -> None:
    at = datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    talk.passes(at - talk.hand.at)
    await talk.settle()


async def is_at_work(chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await wang.taps("联系了")


async def test_supervising_from_start_to_end(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, feng: Actor
) -> None:
    await is_at_work(chen, wang)
    await until(talk, 10, 10, 1)  # a working day over the limit of the 9th, 10:00
    assert (await talk.report(NUMBER)).level == 2
    assert "⏰ 已超时（督办）" in await wang.card_text(NUMBER)
    await wang.catches_up()
    await luo.says(NUMBER)
    heard = await luo.chooses("我来督办")
    assert f"{NUMBER}：要求哪天前办好？点一个，或者写日期，最晚3月20日。" in heard
    assert heard.labels == ["下个工作日 · 3月11日", "3个工作日 · 3月13日", "5个工作日 · 3月17日"]
    heard = await luo.taps("3个工作日")
    assert f"👁 {NUMBER}：由您督办，3月13日前办好。到期我再告诉您。" in heard
    assert f"👁 {NUMBER}，{PLACE}：罗永康督办，3月13日前办好。" in (await wang.hears()).sounds
    assert "👁 罗永康督办，3月13日前办好" in await wang.card_text(NUMBER)
    await until(talk, 10, 10, 3)
    report = await talk.report(NUMBER)
    assert (report.state, report.supervise_until) == ("in_progress", date(2026, 3, 13))
    assert report.level == 0, "the new limit is not over yet"
    assert (await talk.steps(NUMBER))[-1] == "supervise"

    before = len(await talk.asks(lambda s: reminders.about(s, "report:10001")))
    await until(talk, 13, 17, 30)
    added = (await talk.asks(lambda s: reminders.about(s, "report:10001")))[before:]
    assert "done.late#2" in {row.step for row in added}
    assert (await talk.report(NUMBER)).level == 1


async def test_a_day_may_be_written_and_one_too_far_is_asked_for_again(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await is_at_work(chen, wang)
    await luo.says(NUMBER)
    await luo.chooses("我来督办")
    assert "最晚3月12日" in await luo.says("4月30日")
    assert "由您督办，3月6日前办好" in await luo.says("3月6日")
    assert (await talk.report(NUMBER)).supervise_until == date(2026, 3, 6)


async def test_only_those_one_level_up_see_to_it(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await is_at_work(chen, wang)
    assert not any("督办" in line for line in await wang.may_choose())
    await zhang.says(NUMBER)
    assert not any("督办" in line for line in await zhang.may_choose())


async def test_at_another_station_nobody_sees_to_it_any_more(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, wu: Actor
) -> None:
    await is_at_work(chen, wang)
    await luo.says(NUMBER)
    await luo.chooses("我来督办")
    await luo.taps("3个工作日")
    await wang.taps("转给…")
    await wang.taps("别的站…")
    await wang.taps("麻寺田站")
    await wu.taps("接手")
    report = await talk.report(NUMBER)
    assert report.station == "441802006021"
    assert (report.supervisor_id, report.supervise_until) == (None, None)


async def test_the_reminder_of_those_one_level_up_carries_the_button(
    talk: Talk, chen: Actor, luo: Actor
) -> None:
    await chen.says("4号楼化粪池漏了")  # urgent: told singly
    await until(talk, 2, 16, 1)
    told = [said for said in await luo.chat() if said.key("我来督办")]
    assert told
    assert NUMBER in told[-1].text
    assert "要求哪天前办好" in await luo.taps("我来督办")
