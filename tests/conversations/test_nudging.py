"""The reporter asks that it go faster: 催一下."""

import pytest

from fieldwork.reminders import Reminder
from storage import reminders
from tests.conversations.clockwork import until
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
LIGHT, NUMBER = "4号楼楼道灯坏了", "N-10001-6"


async def nudges(talk: Talk) -> list[Reminder]:
    rows = await talk.asks(lambda s: reminders.about(s, "report:10001"))
    return [row for row in rows if row.step.startswith("nudge")]


async def is_late(talk: Talk, chen: Actor) -> None:
    await chen.says(LIGHT)
    await until(talk, 3, 10)


async def test_nudging_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_late(talk, chen)
    heard = await chen.taps("催一下")
    assert heard.answer == "👉 N-10001-6：这就提醒西湖站王慧敏。"
    assert heard.messages[-1].text.startswith("⏳ N-10001-6")
    assert heard.messages[-1].text.endswith("这就提醒西湖站王慧敏。")
    assert "催一下" not in "".join(heard.labels)
    (row,) = await nudges(talk)
    assert (row.step, row.manner, row.as_what) == ("nudge#20260303", "singly", "handler")
    assert await chen.says("催一下") is not None
    assert "今天已经提醒过了，明天可以再催" in await chen.says("催一下！")
    assert "催了一下，已提醒王慧敏" in await wang.chooses("办理经过")
    await until(talk, 4, 9)
    assert "这就提醒西湖站王慧敏" in await chen.says("催一下")
    assert [row.step for row in await nudges(talk)] == ["nudge#20260303", "nudge#20260304"]
    assert (await talk.steps(NUMBER)).count("nudged") == 2


async def test_before_the_time_is_over_there_is_nothing_to_hurry(talk: Talk, chen: Actor) -> None:
    await chen.says(LIGHT)
    assert "催一下" not in "".join((await chen.card(NUMBER)).labels)
    assert "西湖站会在3月3日 10:00前联系您。到时候还没有人联系，再催一下" in await chen.says("催一下")
    assert await nudges(talk) == []


async def test_an_own_report_that_is_old_has_the_button(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("联系了")
    await until(talk, 4, 10)
    await chen.says("我的上报")
    heard = await chen.taps(NUMBER)
    assert heard.labels == ["补充", "👉 催一下"]
    assert "这就提醒西湖站王慧敏" in (await chen.taps("催一下")).answer
    assert (await chen.card(NUMBER)).labels == ["补充", "不对，改一下"]


async def test_a_reply_names_the_report_that_is_meant(talk: Talk, chen: Actor) -> None:
    await chen.says(LIGHT)
    card = await chen.card(NUMBER)
    await until(talk, 3, 10)
    await chen.says("4号楼门禁坏了")
    assert NUMBER in await chen.replies(card, "催一下")
    assert len(await nudges(talk)) == 1


async def test_where_nobody_can_be_told_the_reporter_hears_so(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("联系了")
    await until(talk, 4, 10)
    for one in (zhang, luo, feng, wang):
        await one.blocks()
    heard = await chen.says("催一下")
    assert "西湖站现在没有人收得到提醒，请打电话：0763-000 0002" in heard
    assert await nudges(talk) == []
    assert (await talk.report(NUMBER)).nudged_on is None


async def test_who_is_asked_something_answers_first(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await wang.chooses("问上报人一句")
    await wang.says("是几楼的灯？")
    await until(talk, 4, 10)
    assert "西湖站在等您先回答" in await chen.says("催一下")


async def test_nobody_else_hurries_a_report(talk: Talk, chen: Actor, li: Actor) -> None:
    await is_late(talk, chen)
    key = (await chen.newest()).key("催一下")
    assert key is not None
    assert (await li.taps_data(key.data, key.message)).answer == "这不是您的上报。"
    assert "您现在没有在办的事" in await li.says("催一下")
    assert await nudges(talk) == []


async def test_what_is_over_is_not_hurried(talk: Talk, chen: Actor, wang: Actor) -> None:
    await is_late(talk, chen)
    late = await chen.newest()
    await wang.taps("联系了")
    await wang.taps("办结")
    await wang.taps("已清理干净")
    assert "已经处理好了" in (await chen.taps("催一下", late)).answer
    await chen.taps("解决了")
    assert "已经办完了" in (await chen.taps("催一下", late)).answer
