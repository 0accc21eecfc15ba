"""Somebody asks for a digest in words."""

import pytest

from tests.conversations.clockwork import until
from tests.talk import Actor, Talk

LEAK = "4号楼化粪池漏了"


@pytest.mark.parametrize(
    ("words", "place", "period"),
    [
        ("简报 上周", "凤城街道", "周报 2026年第10周"),
        ("简报 昨天", "凤城街道", "日报 2026年3月6日—8日"),
        ("看简报 3月", "凤城街道", "月报 2026年3月"),
        ("簡報 上週", "凤城街道", "周报 2026年第10周"),
        ("/digest 2026-W09", "凤城街道", "周报 2026年第9周"),
        ("简报 上月 西湖社区", "凤城街道西湖社区", "月报 2026年2月"),
        ("简报 西湖社区", "凤城街道西湖社区", "周报 2026年第10周"),
        ("上周简报", "凤城街道", "周报 2026年第10周"),
        ("看西湖社区上个月的简报", "凤城街道西湖社区", "月报 2026年2月"),
    ],
)
async def test_a_period_and_a_place_are_heard(
    talk: Talk, luo: Actor, words: str, place: str, period: str
) -> None:
    await until(talk, 9, 10)
    assert f"📊 {place}\n{period}" in await luo.says(words)


async def test_what_is_no_period_is_said_to_be_none_and_nothing_is_reported(talk: Talk, luo: Actor) -> None:
    heard = await luo.says("简报 上季度")
    assert "没看懂“上季度”。可以这样写：\n简报 昨天 · 简报 上周 · 简报 2026-03 · 简报 上月 西湖社区" in heard
    assert "没看懂" in await luo.says("简报 签收率")
    assert await talk.reports() == []


async def test_a_worker_asks_of_their_station_and_not_of_anothers(talk: Talk, wang: Actor) -> None:
    await until(talk, 9, 10)
    assert "📊 凤城街道西湖社区\n周报" in await wang.says("简报 上周")
    assert "东门社区不归您看。您可以看凤城街道西湖社区和下面的简报。" in await wang.says("简报 上周 东门社区")


async def test_words_around_it_stay_what_they_are(talk: Talk, luo: Actor, chen: Actor) -> None:
    """A leak is a leak; and who has no digests to choose from is not asked about any."""
    await chen.says(f"{LEAK}，上周的简报里没有")
    assert len(await talk.reports()) == 1
    assert "没看懂" not in await chen.says("简报 上季度")


async def test_a_building_head_who_asks_for_a_week_hears_that_theirs_are_of_a_month(
    talk: Talk, chen: Actor
) -> None:
    await until(talk, 9, 10)
    for words in ("上周的简报", "周报", "年报", "白皮书", "昨天的日报"):
        said = (await chen.says(words)).messages[-1].text
        assert said.startswith("您的简报每月一份，下面是2026年3月的。\n\n🏠 2026年3月您报的事"), words
    assert "每月一份，下面是2026年2月的" in await chen.says("2025年年报")
    for words in ("月报", "上个月的简报", "三月的月报"):
        assert "每月一份" not in (await chen.says(words)).messages[-1].text, words
    assert await talk.reports() == []
