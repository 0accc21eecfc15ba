"""Somebody of a station asks for figures in words, as people write them."""

import pytest

from tests.conversations.test_looking_at_figures import counted
from tests.talk import Actor, Talk

VISITED, LIGHT = "今天入户走访5户12人次", "4号楼楼道灯坏了"


async def visited(chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")


async def test_asking_for_figures_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await visited(chen, wang)
    await chen.says(LIGHT)
    await counted(talk)
    assert "🔢 凤城街道西湖社区，2026年2月\n" in await luo.says("数字 上月 西湖社区")
    heard = await luo.says("这个月西湖社区入户走访了多少户？")
    assert "🔢 入户走访：5 户\n凤城街道西湖社区 · 2026年3月\n共 1 条记录" in heard
    assert "🔢 上报：1 件\n凤城街道 · 2026年3月 · 按社区\n西湖社区  1 件" in await luo.says("上报 按社区")
    heard = await luo.says("数字 上季度")
    assert "没看懂“上季度”。可以这样写：\n数字 上月 西湖社区 · 数字 三月 · 数字 2026-W10\n" in heard
    assert "🔢 凤城街道，2026年3月" in await luo.taps("全部数字")
    assert len(await talk.reports()) == 2


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("数字 三月", "🔢 凤城街道，2026年3月\n"),
        ("/figures 2026-W10", "🔢 凤城街道，2026年第10周（3月2日—8日）"),
        ("數字 上個月", "🔢 凤城街道，2026年2月\n"),
        ("数字上月西湖社区", "🔢 凤城街道西湖社区，2026年2月\n"),
        ("西湖社区上周的数字", "🔢 凤城街道西湖社区，2026年第9周（2月23日—3月1日）"),
        ("数字 西湖花园 今年", "🔢 凤城街道西湖社区西湖花园，2026年\n"),
        ("数字 去年12月", "🔢 凤城街道，2025年12月\n"),
        ("入户走访多少户", "🔢 入户走访：5 户\n凤城街道 · 2026年3月\n"),
        ("今天走访了几户", "🔢 入户走访：5 户\n凤城街道 · 2026年3月2日\n"),
        ("上个月走访了多少户", "🔢 入户走访：0 户\n凤城街道 · 2026年2月\n"),
        ("本月走访多少人次？", "🔢 入户走访：12 人次\n"),
        ("走访统计", "入户走访  1 次 · 5 户 · 12 人次\n"),
        ("签收率是多少", "🔢 签收率：尚无\n"),
        ("今年志愿时长多少小时", "🔢 志愿服务：0 小时\n"),
        ("昨天报了多少件", "🔢 上报：0 件\n凤城街道 · 2026年3月1日\n"),
        ("今年个案多少例", "🔢 凤城街道，2026年\n"),
        ("各社区走访多少户", "按社区\n西湖社区  5 户"),
        ("数字 入户走访户 按社区", "按社区\n西湖社区  5 户"),
        ("走访多少户 按周", "按周\n2026年第10周  5 户"),
    ],
)  # fmt: skip
async def test_figures_are_asked_for_as_people_write(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, words: str, shown: str
) -> None:
    await visited(chen, wang)
    assert shown in await luo.says(words)
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize(
    "words",
    ["西湖花园4号楼的数字电视没信号", "4号楼有几户漏水", "上个月报的路灯，多少天了还没修", "楼里几个人吵架"],
)
async def test_what_holds_anything_else_is_a_report(talk: Talk, luo: Actor, words: str) -> None:
    await luo.says(words)
    assert len(await talk.reports()) == 1


async def test_apart_without_a_figure_offers_those_that_there_are(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await visited(chen, wang)
    heard = await luo.says("数字 按社区")
    assert "看哪一个数字？" in heard
    assert heard.labels[:2] == ["入户走访 1 次", "入户走访 5 户"]
    assert "按社区\n西湖社区  5 户" in await luo.taps("入户走访 5 户")


async def test_a_place_of_somebody_else_is_not_shown(talk: Talk, wang: Actor) -> None:
    heard = await wang.says("数字 凤城街道")
    assert "凤城街道的数字不归您看。您能看凤城街道西湖社区和下级的。" in heard
    assert "🔢 凤城街道西湖社区" in await wang.taps("全部数字")


async def test_an_answer_that_is_waited_for_is_no_question(talk: Talk, luo: Actor) -> None:
    await luo.says("导出")
    await luo.taps("上报的事")
    await luo.taps("本月")
    assert "📤 正在做表…" in await luo.says("做走访统计")
