"""A limit comes near, is over, and rises: who is written down to be told, and as what."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from fieldwork.reminders import Reminder
from storage import people, reminders
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
LEAK, LIGHT, NUMBER, SUBJECT = "4号楼化粪池漏了", "4号楼楼道灯坏了", "N-10001-6", "report:10001"
HOUR, DAY = 3_600, 86_400


async def rows(talk: Talk) -> list[Reminder]:
    return await talk.asks(lambda s: reminders.about(s, SUBJECT))


async def told(talk: Talk) -> dict[str, list[str]]:
    """By step, who is told and as what: 王慧敏 handler."""
    kept, found = await rows(talk), dict[str, list[str]]()
    known = await talk.asks(lambda s: people.by_ids(s, [row.person_id for row in kept]))
    for row in kept:
        told_as = f"{known[row.person_id].name} {row.as_what}"
        found.setdefault(row.step.partition("#")[0], []).append(told_as)
    return found


async def until(talk: Talk, day: int, hour: int, minute: int = 0) -> None:
    """The clock is turned to a moment of March."""
    at = datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    talk.passes(at - talk.hand.at)
    await talk.settle()


async def test_what_nobody_signs_for_climbs_from_who_was_rung_to_the_district(
    talk: Talk, chen: Actor
) -> None:
    await chen.says(LIGHT)
    await until(talk, 2, 15, 11)
    assert await told(talk) == {}
    await until(talk, 2, 15, 12)
    assert await told(talk) == {"sign.remind": ["王慧敏 handler"]}
    await until(talk, 2, 16)
    assert (await told(talk))["sign.late"] == ["王慧敏 handler", "罗永康 head"]
    assert (await talk.report(NUMBER)).level == 1
    await until(talk, 3, 16)
    assert (await told(talk))["sign.rise2"] == ["罗永康 above"]
    await until(talk, 5, 16)
    assert (await told(talk))["sign.rise3"] == ["冯雅琴 district", "王慧敏 handler"]
    await until(talk, 9, 16)
    assert (await told(talk))["sign.list"] == ["冯雅琴 district", "王慧敏 handler"]
    assert (await talk.report(NUMBER)).level == 3
    assert {row.manner for row in await rows(talk)} == {"list"}


async def test_what_is_urgent_tells_the_deputy_at_once_and_singly(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await until(talk, 2, 12)
    assert (await told(talk))["sign.late"] == ["王慧敏 handler", "罗永康 head", "张立文 deputy"]
    assert {row.manner for row in await rows(talk)} == {"singly"}


async def test_what_came_while_nothing_ran_is_told_once_to_everybody_whom_it_concerns(
    talk: Talk, chen: Actor
) -> None:
    await chen.says(LIGHT)
    await until(talk, 6, 9)
    assert await told(talk) == {
        "sign.rise3": ["王慧敏 handler", "罗永康 head", "冯雅琴 district"]
    }  # fmt: skip


async def test_signing_ends_the_ladder_of_signing(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await until(talk, 3, 9)
    assert [step for step in await told(talk) if step.startswith("sign")] == []
    await until(talk, 3, 10)
    assert (await told(talk))["contact.late"] == ["王慧敏 handler", "罗永康 head"]


async def test_who_is_away_is_passed_over_for_the_stand_in(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await wang.taps("联系了")
    await wang.says("请假 今天到3-20")
    await wang.taps("张立文")
    await until(talk, 9, 10)
    assert (await told(talk))["done.late"] == ["张立文 handler", "罗永康 head"]
    last = (await rows(talk))[-2]
    assert last.passed_from is not None


async def test_who_is_away_with_nobody_in_their_place_is_passed_over_for_the_deputy(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await wang.taps("联系了")
    await wang.says("请假 今天到3-20")
    await wang.taps("没有人代")
    await until(talk, 9, 10)
    assert (await told(talk))["done.late"] == ["张立文 deputy", "罗永康 head"]


async def test_of_what_is_sensitive_only_those_hear_who_may_open_it(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says("4号楼3单元502张阿婆有精神病，不吃药，请上门看看")
    assert (await talk.report(NUMBER)).privacy in ("P3", "P4")
    await talk.settle()
    await until(talk, 2, 16)
    assert [who for who in (await told(talk)).get("sign.late", []) if "张立文" in who] == []
    assert (await told(talk))["sign.late"]


async def test_what_is_done_again_begins_at_level_one(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("办结")
    await wang.taps("打了电话")
    await wang.taps("已修好，现场确认过")
    await chen.taps("还没解决")
    await talk.settle()
    talk.passes(120)
    await talk.settle()
    report = await talk.report(NUMBER)
    assert (report.state, report.level) == ("rework", 1)
    await until(talk, 2, 15, 37)
    assert (await told(talk))["sign.late"] == ["张立文 handler", "罗永康 head"]


async def test_where_nobody_of_a_station_can_be_reached_the_level_above_has_it_and_sees_so(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.blocks()
    await zhang.blocks()
    await talk.settle()
    assert (await talk.report(NUMBER)).station == "441802006", "it rings where somebody can be reached"
    assert "⚠️ 没有人能联系上的站：西湖站" in await luo.says("待办")
    await until(talk, 2, 16)
    assert (await told(talk))["sign.late"] == ["罗永康 handler"]


async def test_what_is_late_comes_first_in_a_list_with_a_sign(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await until(talk, 2, 15, 50)
    await chen.says("5号楼楼道灯坏了")
    await until(talk, 2, 16, 1)
    await wang.says("待办")
    assert f"⏰ {NUMBER} · " in await wang.taps("待签收")


async def test_who_signed_and_blocks_the_bot_is_not_told_but_whoever_has_it_then(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await wang.taps("联系了")
    await wang.blocks()
    await talk.settle()
    await until(talk, 9, 10)
    assert (await told(talk))["done.late"] == ["罗永康 handler"]


async def test_a_hand_over_to_another_station_begins_the_ladder_anew(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await wang.taps("联系了")
    await until(talk, 9, 10, 1)
    assert (await talk.report(NUMBER)).level == 1
    await wang.taps("转给…", on=await wang.card(NUMBER))
    await wang.taps("别的站…")
    await wang.taps("麻寺田站")
    await wu.taps("接手")
    await until(talk, 9, 10, 3)
    assert (await talk.report(NUMBER)).level == 0
    before = len(await rows(talk))
    await until(talk, 10, 10, 3)
    after = (await rows(talk))[before:]
    assert {row.name for row in after} == {"contact.late"}
    assert "吴佳怡 handler" in (await told(talk))["contact.late"]
