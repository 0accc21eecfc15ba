"""Somebody looks at what comes to them by itself, and changes its time or stops it."""

from tests.conversations.test_asking_monthly import ASKED, comes
from tests.talk import Actor, Talk


async def test_own_rhythms_from_start_to_end(talk: Talk, chen: Actor) -> None:
    heard = await chen.says("我的提醒")
    assert "· 每月问一次楼里的事：09:30" in heard
    assert heard.labels == ["停：每月问一次楼里的事", "改时间"]
    heard = await chen.taps("改时间")
    assert heard.labels == ["09:30", "12:00", "15:00", "19:00"]
    assert "每月问一次楼里的事：19:00" in await chen.taps("19:00")
    comes(talk, "2026-04-01 12:00")
    assert ASKED not in await chen.hears_now()
    comes(talk, "2026-04-01 19:01")
    assert ASKED in await chen.hears_now()

    await chen.says("我的提醒")
    heard = await chen.taps("停：每月问一次楼里的事")
    assert "每月问一次楼里的事：已停" in heard
    assert heard.labels == ["恢复：每月问一次楼里的事", "改时间"]
    comes(talk, "2026-05-06 19:01")
    assert ASKED not in await chen.hears_now()
    await chen.says("我的提醒")
    assert "每月问一次楼里的事：19:00" in await chen.taps("恢复：每月问一次楼里的事")
    comes(talk, "2026-06-01 19:01")
    assert ASKED in await chen.hears_now()


async def test_each_sees_what_is_theirs(
    wang: Actor, luo: Actor, feng: Actor, liang: Actor, zhou: Actor, lin: Actor
) -> None:
    heard = await wang.says("我的提醒")
    assert "当天的探访名单：08:30" in heard
    assert "超时的不能关掉" in heard
    assert heard.labels[-1] == "⏰ 提醒时间"
    assert "每月探访率" in await luo.says("我的提醒")
    assert "每周超时通报" in await feng.says("我的提醒")
    assert "前一天提醒：18:00" in await liang.says("我的提醒")
    assert "没有别的定时提醒" in await zhou.says("我的提醒")
    assert "我的提醒" not in await lin.says("我的提醒")


async def test_what_is_not_theirs_cannot_be_changed(wang: Actor) -> None:
    for data in ("rhythm_off:0:0:monthly", "rhythm_set:0:0:visits/03:00", "rhythm_at:0:0:nothing"):
        assert "已经过期" in (await wang.taps_data(data, 1)).answer
