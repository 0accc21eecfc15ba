"""What came back is changed, or is right as it is, with a word why; nothing is handed in again in silence."""

import pytest

from fieldwork.activities import Stage
from tests.talk import Actor, Heard, Talk

VISITED, NUMBER = "今天入户走访5户12人次", "A-10001-6"
WEEK = 7 * 86400


async def comes_back(chen: Actor, wang: Actor, why: str = "数字不符") -> Heard:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("退回")
    await wang.taps(why)
    await wang.taps("没有要补的")
    return await chen.hears()


async def test_what_is_right_as_it_is_is_said_with_a_reason(talk: Talk, chen: Actor, wang: Actor) -> None:
    await comes_back(chen, wang)
    assert (await chen.card(NUMBER)).labels == ["没错，不用改", "不对，改一下"]
    heard = await chen.taps("没错，不用改")
    assert "A-10001-6：还没有改动。要是本来就没错，请说一句为什么，西湖站看得到。" in heard
    assert heard.labels == ["现场数过，数字没错", "核对过，没有错", "我改一下"]
    await chen.taps("核对过，没有错")
    assert "您说没错，不用改；西湖站会再看一遍。" in await chen.card_text(NUMBER)
    card = await wang.card_text(NUMBER)
    assert "A-10001-6 · 活动（待核实）" in card
    assert "✏️ 未改：核对过，没有错" in card
    assert "已补正" not in card
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED


async def test_the_reason_can_be_written(talk: Talk, chen: Actor, wang: Actor) -> None:
    await comes_back(chen, wang)
    await chen.taps("没错，不用改")
    assert "A-10001-6：记下了" in await chen.says("名单上五户都签了字")
    assert "✏️ 未改：名单上五户都签了字" in await wang.card_text(NUMBER)
    assert len(await talk.reports()) == 1


async def test_the_typed_word_asks_why_too(talk: Talk, chen: Actor, wang: Actor) -> None:
    await comes_back(chen, wang)
    assert "还没有改动" in await chen.says("对的")
    assert (await talk.activity(NUMBER))[0].stage is Stage.RETURNED


@pytest.mark.parametrize(
    ("edited", "shown"),
    [("今天入户走访4户12人次", "5 户 → 4 户"), ("今天入户走访独居老人5户12人次", "改了文字说明")],
)
async def test_what_was_edited_was_put_right(chen: Actor, wang: Actor, edited: str, shown: str) -> None:
    await comes_back(chen, wang)
    await chen.edits(await chen.last_sent(), edited)
    await chen.taps("对，记下")
    assert f"✏️ 已补正：{shown}" in await wang.card_text(NUMBER)


async def test_a_photo_puts_it_right(chen: Actor, wang: Actor) -> None:
    await comes_back(chen, wang, "缺照片")
    await chen.taps("📷 补照片")
    await chen.sends_photo()
    await chen.taps("对，记下")
    assert "✏️ 已补正：照片 +1" in await wang.card_text(NUMBER)


async def test_numbers_that_were_changed_and_changed_back_are_not_put_right(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await comes_back(chen, wang)
    await chen.says("是4户12人次")
    assert (await chen.card(NUMBER)).labels == ["✅ 对，记下", "不对，改一下"]
    await chen.says("是5户12人次")
    assert (await chen.card(NUMBER)).labels == ["没错，不用改", "不对，改一下"]


async def test_time_accepts_nothing_that_came_back_and_was_not_changed(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await comes_back(chen, wang)
    await chen.taps("没错，不用改")
    await chen.taps("核对过，没有错")
    talk.passes(2 * WEEK)
    await talk.settle()
    assert (await talk.activity(NUMBER))[0].stage is Stage.SUBMITTED
    await wang.says("待办")
    heard = await wang.taps("活动待核实")
    assert "↩️ 退回后未改" in heard
    assert not any("核实本页" in label for label in heard.labels)


async def test_an_old_button_after_a_change_says_what_can_be_done_now(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await comes_back(chen, wang)
    old = await chen.card(NUMBER)
    await chen.says("是4户12人次")
    await chen.taps("没错，不用改", on=old)
    assert (await talk.activity(NUMBER))[0].stage is Stage.RETURNED
    assert (await chen.card(NUMBER)).labels == ["✅ 对，记下", "不对，改一下"]
