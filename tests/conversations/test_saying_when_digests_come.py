"""Somebody says when their digests come, and that they do not."""

import pytest

from tests import cast
from tests.conversations.clockwork import until
from tests.talk import Actor, Talk

pytestmark = [pytest.mark.shipped_clocks, pytest.mark.shipped_digests]
LEAK = "4号楼化粪池漏了"


@pytest.fixture(autouse=True)
def _an_administrator_hears_the_words_of_the_staff(talk: Talk) -> None:
    talk.staff.add(cast.DENG.account)


async def weeks(who: Actor) -> int:
    """How many digests of a week somebody has heard since they looked last."""
    return sum("周报" in said.text for said in (await who.hears_now()).messages if not said.photo)


async def test_each_time_that_is_written_is_kept_and_shown(talk: Talk, luo: Actor) -> None:
    heard = await luo.says("什么时候发简报")
    assert "⏰ 我的提醒" in heard
    assert "· 每日简报：08:30" in heard
    assert "· 每日简报：09:00" in await luo.says("每天9点发")
    assert "· 每周简报：17:00" in await luo.says("周报改到下午5点")
    assert "· 每日简报：已停" in await luo.says("不要日报了")
    assert "· 每日简报：09:00" in await luo.says("恢复")
    heard = await luo.says("简报都改成10点")
    assert all(f"· {each}简报：10:00" in heard for each in ("每日", "每周"))
    heard = await luo.says("不要再发简报了")
    assert all(f"· {each}简报：已停" in heard for each in ("每日", "每周"))
    assert "· 每周简报：10:00" in await luo.says("恢复周报")
    assert "晚上8点半到早上8点不发消息" in await luo.says("日报23点发")
    assert await talk.reports() == []


async def test_the_day_cannot_be_chosen_and_the_time_can(luo: Actor) -> None:
    heard = await luo.says("周五下午5点发周报")
    assert "每周简报在这一段过完后的第一个工作日发，日子不能选，只能选几点。" in heard
    assert heard.labels == ["17:00"]
    assert "· 每周简报：17:00" in await luo.taps("17:00")


async def test_a_time_is_typed_where_it_is_asked_for(talk: Talk, luo: Actor, chen: Actor) -> None:
    await luo.says("我的提醒")
    assert "几点合适？点一个，或者写时间。" in await luo.taps("改时间")
    assert "晚上8点半到早上8点不发消息" in await luo.says("半夜12点")
    assert "：15:30" in await luo.says("下午三点半")
    assert "每月简报：几点合适" in await chen.says("月报几点发")
    assert "· 每月简报：12:00" in await chen.says("12点")
    await chen.says("月报几点发")
    assert "收到了" in await chen.says(LEAK), "a report is no time"
    assert "没有发给您的每日简报" in await chen.says("每天8点发")
    assert len(await talk.reports()) == 1


async def test_a_week_comes_once_whatever_time_is_chosen_and_is_there_again_for_the_asking(
    talk: Talk, chen: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    await luo.says("周报改到9点")
    await luo.catches_up()
    await until(talk, 9, 8, 50)
    assert await weeks(luo) == 0
    await until(talk, 9, 9, 5)
    assert await weeks(luo) == 1
    await luo.says("周报改到下午3点")
    await luo.says("不要周报了")
    await luo.says("恢复周报")
    await until(talk, 9, 16)
    assert await weeks(luo) == 0, "the period was told"
    assert "周报 2026年第10周" in await luo.says("重发上周的")
    assert "周报 2026年第10周" in await luo.says("上周简报")
    await luo.says("不要周报了")
    await until(talk, 16, 12)
    assert await weeks(luo) == 0
    assert "周报 2026年第11周" in await luo.says("周报"), "it is there for the asking"


async def test_a_volunteer_to_whom_none_comes_is_told_so(talk: Talk, liang: Actor, zhou: Actor) -> None:
    assert "沒有" in await liang.says("不要日报了")
    assert "没有" in await zhou.says("简报几点发")
    assert await talk.reports() == []


@pytest.mark.parametrize("words", ["恢复", "每天8点停水", "恢复供电", "周五下午5点"])
async def test_words_that_say_something_else_stay_what_they_are(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says(words)
    assert len(await talk.reports()) == 1
