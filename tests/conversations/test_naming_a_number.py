"""A question with a number in it brings the card, 不要了 with a number takes it back; neither is an addition."""

import pytest

from fieldwork.activities import Stage
from fieldwork.reports import State
from tests.talk import Actor, Talk

VISITED, NUMBER = "今天入户走访5户12人次", "A-10001-6"


@pytest.mark.parametrize(
    "words",
    ["A-10001-6 现在怎么样了", "请问A-10001-6到哪一步了？", "a10001-6核实了没有", "查看 A-10001-6 的进度"],
)
async def test_a_question_brings_the_card(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    assert "A-10001-6" in await chen.says(words)
    assert len(await talk.reports()) == 1
    assert "added" not in await talk.steps(NUMBER)


@pytest.mark.parametrize(
    "words",
    [
        "A-10001-6 不要了",
        "撤回 A-10001-6",
        "请帮我把A-10001-6删掉",
        "怎么撤回A-10001-6？",
        "A-10001-6 报错了，不要了",
    ],
)
async def test_it_is_taken_back_by_a_tap(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    heard = await chen.says(words)
    assert "真的不用管了吗" in heard
    assert heard.messages[-1].labels == ["不用管了"]
    (report,) = await talk.reports()
    assert report.state is State.NOTED, "only the tap does it"
    assert "A-10001-6 不用管了" in await chen.taps("不用管了")
    assert (await talk.activity(NUMBER))[0].stage is Stage.VOID


async def test_what_counts_is_for_the_station_to_give_back(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    heard = await chen.says("A-10001-6 不要了")
    assert "核对过了" in heard
    assert (await talk.activity(NUMBER))[0].stage is Stage.ACCEPTED


async def test_in_reply_to_its_card_it_is_no_addition(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    assert "真的不用管了吗" in await chen.replies(await chen.card("N-10001-6"), "N-10001-6 不要了")
    assert "added" not in await talk.steps("N-10001-6")


async def test_anothers_report_is_not_taken_back(talk: Talk, chen: Actor, wang: Actor, zhou: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    heard = await wang.says("撤回 N-10001-6")
    assert "真的不用管了吗" not in heard
    assert "待签收" in heard, "the station sees the card"
    assert "没有" in await zhou.says("撤回 N-10001-6")
    (report,) = await talk.reports()
    assert report.state is not State.WITHDRAWN


async def test_wrong_digits_are_told(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    assert "没有" in await chen.says("A-10001-7 现在怎么样了")
    assert len(await talk.reports()) == 1


async def test_on_the_way_from_door_to_door_it_is_no_door(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await chen.says("开始走访")
    assert "不用管了" in await chen.says("A-10001-6 不要了")
    assert "5 户" in await chen.says("A-10001-6 现在怎么样了")


@pytest.mark.parametrize(
    "words", ["N-10001-6 修好了", "N-10001-6 井盖还没修", "N-10001-6 又漏了", "N-10001-6 看了"]
)
async def test_what_tells_something_is_no_question(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says("4号楼化粪池漏了")
    await chen.says(words)
    told = [report.text for report in await talk.reports()]
    assert words in told or "added" in await talk.steps("N-10001-6")
