"""What has been late for long is told the district once a week; who has it says why."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
LIGHT, NUMBER = "4号楼楼道灯坏了", "N-10001-6"


async def until(talk: Talk, day: int, hour: int, minute: int = 0) -> None:
    at = datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    talk.passes(at - talk.hand.at)
    await talk.settle()


def lists(texts: list[str]) -> list[str]:
    return [text for text in texts if text.startswith("📣")]


async def test_the_weeks_list_comes_once_on_its_first_working_day(
    talk: Talk, chen: Actor, wang: Actor, feng: Actor
) -> None:
    await chen.says(LIGHT)
    await until(talk, 5, 16)
    assert (await talk.report(NUMBER)).level == 3
    await feng.catches_up()
    heard = await wang.chooses("说明超时原因")
    assert f"{NUMBER}：为什么超时了？写一句" in heard
    assert f"📝 {NUMBER}：记下了" in await wang.says("配件厂家停产，在找替代的")
    await until(talk, 6, 12)
    assert lists((await feng.hears()).sounds) == [], "not before the week begins"
    await until(talk, 9, 8, 59)
    assert lists((await feng.hears()).sounds) == []
    await until(talk, 9, 9)
    told = lists((await feng.hears()).sounds)
    assert told == [
        "📣 3月9日这一周通报 · 长时间超时的1件\n"
        f"{NUMBER} · 凤城街道西湖社区 · 路灯照明 · 超时6天 · 西湖站\n"
        "   原因：配件厂家停产，在找替代的"
    ]
    await until(talk, 9, 15)
    assert lists((await feng.hears()).sounds) == [], "once a week"
    assert NUMBER in await feng.taps(NUMBER)
    await until(talk, 16, 9)
    assert "可约谈的1件：N-10001-6" in lists((await feng.hears()).sounds)[0]


async def test_what_was_left_out_of_the_rates_is_on_the_list_and_says_so(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, feng: Actor
) -> None:
    """It is to be done all the same."""
    await chen.says(LIGHT)
    await until(talk, 5, 16)
    await wang.chooses("剔除…", await wang.card(NUMBER))
    await wang.taps("不在站里的能力之内")
    await luo.taps("同意")
    await feng.catches_up()
    await until(talk, 9, 9)
    assert "· 西湖站 · 已剔除不计\n" in lists((await feng.hears()).sounds)[0]


async def test_nothing_is_sent_where_nothing_is_late(talk: Talk, chen: Actor, feng: Actor) -> None:
    await chen.says(LIGHT)
    await until(talk, 4, 9)
    await feng.catches_up()
    assert lists([said.text for said in await feng.chat()]) == []


async def test_of_what_is_restricted_number_field_and_station_alone_are_said(
    talk: Talk, chen: Actor, feng: Actor
) -> None:
    await chen.says("4号楼3单元502张阿婆有精神病，不吃药，请上门看看")
    assert (await talk.report(NUMBER)).privacy == "P3"
    await until(talk, 16, 9)
    told = lists([said.text for said in await feng.chat()])
    assert told
    assert "🔒 N-10001-6" in told[-1]
    assert "张阿婆" not in told[-1]
    assert "西湖社区" not in told[-1]


async def test_of_what_is_restricted_most_of_all_the_station_alone_is_said(
    talk: Talk, chen: Actor, feng: Actor
) -> None:
    await chen.says("4号楼5楼有人要跳楼")
    assert (await talk.report(NUMBER)).privacy == "P4"
    await until(talk, 16, 9)
    told = [said for said in await feng.chat() if said.text.startswith("📣")]
    assert told[-1].text.splitlines()[1] == "🔒 · 西湖站"
    assert NUMBER not in told[-1].text + "".join(told[-1].labels)


async def test_the_weeks_list_comes_at_the_time_that_was_chosen(talk: Talk, chen: Actor, feng: Actor) -> None:
    await chen.says(LIGHT)
    await feng.says("我的提醒")
    await feng.taps("改时间")
    await feng.taps("14:00")
    await until(talk, 9, 9, 5)
    assert lists([said.text for said in await feng.chat()]) == []
    await until(talk, 9, 14, 1)
    assert len(lists([said.text for said in await feng.chat()])) == 1
