"""Somebody gives up what they were asked; the bot says what that was."""

import pytest

from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


@pytest.mark.parametrize("word", ["取消", "/cancel"])
async def test_giving_up_from_start_to_end(talk: Talk, chen: Actor, word: str) -> None:
    await chen.says(LEAK)
    await chen.taps("补充")
    assert "N-10001-6：不补充了，报上来的照旧" in await chen.says(word)
    assert "不问了" in await chen.says(word)


@pytest.mark.parametrize("part", ["类别", "地点", "我说的话"])
async def test_a_correction_that_is_given_up_is_named(talk: Talk, chen: Actor, part: str) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    await chen.taps(part)
    assert "N-10001-6：不改了" in await chen.says("取消")
    assert (await talk.report(NUMBER)).text == LEAK


async def test_a_question_that_is_given_up_is_closed(talk: Talk, chen: Actor) -> None:
    await chen.sends_photo()
    assert "N-10001-6：不问了" in await chen.says("取消")
    assert (await talk.report(NUMBER)).question == ""


async def test_the_question_about_danger_stays_to_be_tapped(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼着火了")
    await chen.says("取消")
    await chen.taps("有")
    assert str((await talk.report(NUMBER)).urgency) == "T0"


async def test_typing_that_is_given_up_is_named(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_voice(5)
    await wang.taps("代录")
    assert "N-10001-6：先不代录" in await wang.says("取消")
    await wang.taps("代录")
    await wang.says("四号楼花坛漏了")
    await chen.taps("不对")
    assert "N-10001-6：不用再说了" in await chen.says("取消")


async def test_a_search_that_is_given_up_is_named(talk: Talk, wang: Actor) -> None:
    await wang.says("待办")
    await wang.taps("查找")
    assert "不找了" in await wang.says("取消")
