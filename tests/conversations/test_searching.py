"""Somebody looks for words, in what they may see."""

import pytest

from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_searching_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    heard = await chen.says("找一下化粪池")
    assert "🔍 “化粪池”，您报过的 1 件里找到：" in heard
    assert f"{NUMBER} · 下水化粪池 · 收到了" in heard
    assert heard.labels == [NUMBER]
    await wang.says("待办")
    assert "找什么" in await wang.taps("🔍 查找")
    heard = await wang.says("陈桂芳")
    assert "🔍 “陈桂芳”，西湖站最近 1 件里找到：" in heard
    assert f"{NUMBER} · 凤城街道西湖社区西湖花园4号楼 · 下水化粪池 · 待签收" in heard
    assert "「4号楼化粪池漏了」" in await wang.taps(NUMBER)
    heard = await wang.says("找 消防栓")
    assert "🔍 没有找到“消防栓”。查过的是：西湖站最近 1 件的文字、地点、类别和上报人。" in heard
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize(
    "words",
    [
        "化糞池",
        "西湖花园4号楼",
        "下水",
        "漏了 4号楼",
        "味道很大",
        "陈桂芳",
        "502",
        "N-10001-6",
        "/find 化粪池",
    ],
)
async def test_it_is_found_by_whatever_is_known(talk: Talk, chen: Actor, wang: Actor, words: str) -> None:
    await chen.says("4号楼3单元502化粪池漏了")
    await chen.replies(await chen.card(NUMBER), "味道很大")
    assert NUMBER in await wang.says(words if words.startswith("/") else f"找 {words}")


async def test_nobody_finds_what_they_may_not_see(
    talk: Talk, chen: Actor, li: Actor, zhao: Actor, deng: Actor, lin: Actor
) -> None:
    await chen.says(LEAK)
    for actor in (li, zhao, deng, lin):
        heard = await actor.says("找 化粪池")
        assert NUMBER not in heard
        heard = await actor.taps_data("find:0:0:化粪池", 1)
        assert NUMBER not in heard
    assert len(await talk.reports()) == 1


async def test_a_reporter_is_not_found_by_name_in_own_reports(chen: Actor) -> None:
    await chen.says(LEAK)
    assert NUMBER not in await chen.says("找 陈桂芳")


async def test_ten_stand_on_a_page_and_older_ones_behind_it(talk: Talk, chen: Actor) -> None:
    for floor in range(1, 13):
        await chen.says(f"4号楼{floor}楼楼道灯坏了")
    numbers = [report.number for report in await talk.reports()]
    heard = await chen.says("找 楼道灯")
    assert heard.labels == [*numbers[:1:-1], "更早的 ›"]
    heard = await chen.taps("更早的 ›")
    assert heard.labels == [*numbers[1::-1]]


async def test_a_report_is_no_search(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("查一下4号楼怎么没水了")
    await chen.says("找")
    await chen.says("4号楼化粪池漏了")
    assert len(await talk.reports()) == 2
