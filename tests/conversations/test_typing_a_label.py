"""The words of a button under an own card do what the button does; they never become a report."""

import pytest

from fieldwork.activities import Stage
from fieldwork.reports import State
from tests.conversations.test_answering import finished
from tests.talk import Actor, Talk

VISITED, ACTIVITY, NEED = "今天入户走访5户12人次", "A-10001-6", "N-10001-6"


@pytest.mark.parametrize("words", ["不对，改一下", "不对改一下", "不對，改一下。"])
async def test_what_is_not_right_is_asked(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says("4号楼化粪池漏了")
    heard = await chen.says(words)
    assert f"{NEED}：哪里不对？" in heard
    assert "地点" in heard.labels
    assert len(await talk.reports()) == 1


async def test_of_an_activity_too_and_then_words_put_it_right(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    assert f"{ACTIVITY}：哪里不对？" in await chen.says("不对，改一下")
    await chen.says("是昨天的")
    assert (await talk.activity(ACTIVITY))[0].held_on.day == 1
    assert len(await talk.reports()) == 1


async def test_more_is_added(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    assert f"{NEED}：请接着写" in await chen.says("补充")
    await chen.says("味道很大")
    assert "added" in await talk.steps(NEED)
    assert len(await talk.reports()) == 1


async def test_a_line_of_the_menu_is_chosen(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.says("不对，改一下")
    await chen.says("不用管了")
    assert (await talk.activity(ACTIVITY))[0].stage is Stage.VOID


async def test_the_newest_card_is_meant(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    await chen.says("4号楼楼道灯坏了")
    assert "N-10002-4：哪里不对？" in await chen.says("不对，改一下")


async def test_what_a_tap_is_told_is_said(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    assert "谢谢" in await chen.says("对，记下")
    assert (await talk.activity(ACTIVITY))[0].stage is Stage.SUBMITTED
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize("words", ["还没解决", "没解决"])
async def test_whether_it_is_solved_is_answered(talk: Talk, chen: Actor, wang: Actor, words: str) -> None:
    await finished(chen, wang)
    await chen.says(words)
    assert (await talk.report(NEED)).state is State.REWORK
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize("words", ["还没解决", "没解决"])
async def test_unasked_it_brings_the_card_that_says_how_far_it_is(
    talk: Talk, chen: Actor, wang: Actor, words: str
) -> None:
    await chen.says("4号楼化粪池漏了")
    await wang.taps("签收")
    talk.passes(3_600)
    assert f"有人在跟进 · {NEED}" in await chen.says(words)
    assert len(await talk.reports()) == 1


async def test_a_stations_card_is_not_tapped(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    await wang.says("联系了")
    assert (await talk.report(NEED)).state is State.DISPATCHED, "the word stands under many cards"


async def test_on_a_round_it_is_no_household(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访 4号楼")
    await chen.says("302 漏水")
    assert "哪里不对" in await chen.says("不对，改一下")
    assert "· 1 户" in await chen.says("走了几户了")


async def test_a_line_of_the_open_menu_comes_before_what_else_it_opens(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.says("不对，改一下")
    assert "应该是多少" in await chen.says("数字")
    heard = await chen.says("5户")
    assert "没有改动" in heard
    assert "改过了" not in heard
    assert "🔢 1 次 · 6 户 · 12 人次" in await chen.says("6户")
