"""Doors of a round that is over: put right one by one, as long as the station has not accepted them."""

import pytest

from storage import outings
from tests.talk import Actor, Talk

NUMBER, NEED = "A-10001-6", "N-10002-4"


async def doors_of(talk: Talk) -> list[str]:
    return [line.door for line in await talk.asks(lambda s: outings.lines(s, 1))]


async def _given_back(chen: Actor, wang: Actor) -> None:
    for words in ("开始走访 4号楼", "302 独居", "303 没人", "304 两位老人", "305 拒访", "结束"):
        await chen.says(words)
    await chen.taps("对，记下")
    await wang.taps("退回")
    await wang.taps("数字不符")
    await wang.says("303有人，304是3位")
    await chen.hears_now()


@pytest.mark.parametrize("words", ["改 304 三位老人", "304 写错了，三位老人", "304 是3位", "304 三位老人"])
async def test_a_door_of_a_round_that_came_back_is_put_right(
    talk: Talk, chen: Actor, wang: Actor, words: str
) -> None:
    await _given_back(chen, wang)
    heard = await chen.says(words)
    assert f"{NUMBER}：改好了。" in heard
    assert "🔢 1 次 · 4 户 · 4 人次 · 未遇 1" in heard
    assert heard.labels == ["✅ 对，记下", "不对，改一下"]
    await chen.taps("对，记下")
    assert "✏️ 已补正：3 人次 → 4 人次 · 逐户记录" in await wang.card_text(NUMBER)
    assert [report.number for report in await talk.reports()] == [NUMBER], "nothing was told of anew"


async def test_doors_are_added_and_taken_out_of_a_round_that_came_back(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await _given_back(chen, wang)
    heard = await chen.taps("改数字")
    assert "也可以只改某一户，比如：改 302 三位老人" in heard
    assert "1 次 · 5 户 · 5 人次 · 未遇 1" in await chen.says("补 306 两个人")
    assert "1 次 · 4 户 · 5 人次 ·" not in await chen.says("删 303")
    assert await doors_of(talk) == ["302", "304", "305", "306"]
    assert "那次走访没有记过 309。要补上，请写：补 309 没人" in await chen.says("改 309 没人")
    assert [report.number for report in await talk.reports()] == [NUMBER]


async def test_numbers_of_a_round_that_came_back_are_said_in_words(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await _given_back(chen, wang)
    assert "1 次 · 4 户 · 10 人次 · 未遇 1" in await chen.says("人次改成10")
    heard = await chen.says("303 写错了，是302")
    assert "1 次 · 3 户 · 4 户次 · 10 人次" in heard, "what nobody met changes no person-times"


async def test_a_door_that_only_moves_is_put_right_too(talk: Talk, chen: Actor, wang: Actor) -> None:
    await _given_back(chen, wang)
    await chen.says("305 写错了，是306")
    await chen.taps("对，记下")
    assert "✏️ 已补正：逐户记录" in await wang.card_text(NUMBER)


@pytest.mark.parametrize("words", ["304 厨房漏水", "304 高空抛物"])
async def test_trouble_at_a_noted_door_is_no_correction(
    talk: Talk, chen: Actor, wang: Actor, words: str
) -> None:
    await _given_back(chen, wang)
    assert f"收到了 · {NEED}" in await chen.says(words)


async def test_a_reply_to_its_card_puts_a_door_right(talk: Talk, chen: Actor, wang: Actor) -> None:
    await _given_back(chen, wang)
    assert "🔢 1 次 · 4 户 · 4 人次" in await chen.replies(await chen.card(NUMBER), "304 改成3人")


async def test_another_round_under_way_comes_first(talk: Talk, chen: Actor, wang: Actor) -> None:
    await _given_back(chen, wang)
    await chen.says("开始走访 5号楼")
    assert "走访中 · 西湖花园5号楼 · 1 户" in await chen.says("304 三位老人")
    assert "走访中 · 西湖花园5号楼 · 1 户 · 未遇 1 · 改好了：304" in await chen.says("改 304 没人")


async def test_doors_of_a_round_that_counts_stay(talk: Talk, chen: Actor, wang: Actor) -> None:
    for words in ("开始走访 4号楼", "302 独居", "结束"):
        await chen.says(words)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    assert f"{NUMBER}：记下了；站里已经核实过，数字不再变。" in await chen.says("302 写错了，两位老人")
