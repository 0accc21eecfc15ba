"""Somebody chooses when their lists come."""

import pytest

from tests.conversations.test_reminding import LIGHT, NUMBER, reminded, until
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks


async def test_choosing_when_lists_come(talk: Talk, wang: Actor) -> None:
    heard = await wang.says("提醒时间")
    assert "⏰ 要办的事在工作日汇总提醒：11:00、16:00。\n紧急的会单独提醒；超时的不能关掉。" in heard
    assert heard.labels == ["✓ 11:00、16:00", "09:00、15:00", "11:00", "写时间…"]
    heard = await wang.taps("09:00、15:00")
    assert "汇总提醒：09:00、15:00。" in heard
    assert heard.labels[1] == "✓ 09:00、15:00"
    assert "请写一个或两个时间" in await wang.taps("写时间…")
    assert "请写一个或两个时间" in await wang.says("半夜")
    assert "汇总提醒：10:00、15:00。" in await wang.says("10点和下午三点")
    assert "汇总提醒" not in await wang.says("4号楼楼道灯坏了"), "it is a report again"


async def test_what_waits_already_comes_at_the_new_times(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await until(talk, 2, 15, 20)
    await wang.says("设置")
    await wang.taps("提醒时间")
    await wang.taps("写时间…")
    await wang.says("15:30")
    await until(talk, 2, 15, 29)
    assert await reminded(wang) == []
    await until(talk, 2, 15, 30)
    (said,) = await reminded(wang)
    assert NUMBER in said.text
    await until(talk, 2, 17)
    assert await reminded(wang) == [], "once a day is enough for her"


async def test_a_forged_time_is_answered(wang: Actor) -> None:
    for choice in ("03:00", "", "11:00,12:00,13:00"):
        assert "过期" in (await wang.taps_data(f"times_set:0:0:{choice}", 1)).answer


async def test_only_staff_have_lists(chen: Actor) -> None:
    assert "汇总提醒" not in await chen.says("提醒时间")
