"""Questions about the digests themselves are answered, and become no report."""

import pytest

from tests.talk import Actor, Talk

pytestmark = [pytest.mark.shipped_clocks, pytest.mark.shipped_digests]
ALONE, NO_GROUP, FIRST = "只发给您一个人", "不发到群里", "最要紧的写在最前面"


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        (ALONE, ("简报发给谁", "周报都有谁能看？", "谁能看到我的简报", "月报能不能发给书记", "簡報發給誰")),
        (ALONE, ("简报领导看得到吗",)),
        (NO_GROUP, ("简报发到群里", "把周报发到群里", "能不能把简报推送到工作群", "群里能发简报吗")),
        (FIRST, ("简报太长了", "周报字太多了", "简报能不能短一点", "日报有点啰嗦")),
        ("上期", ("简报看不懂", "看不懂简报", "简报里的数字是什么意思", "周报怎么看")),
        ("⏰ 我的提醒", ("我要改时间", "怎么改时间", "我想改一下推送时间")),
    ],
)  # fmt: skip
async def test_what_is_asked_about_digests_is_answered(
    talk: Talk, luo: Actor, answer: str, asked: tuple[str, ...]
) -> None:
    for words in asked:
        heard = await luo.says(words)
        assert answer in heard, (words, heard.text)
    assert await talk.reports() == []


async def test_a_building_head_is_answered_of_their_month_and_a_resident_gets_none(
    talk: Talk, chen: Actor, zhou: Actor
) -> None:
    assert ALONE in await chen.says("月报发给谁")
    heard = await chen.says("简报看不懂")
    assert "打 ✓ 的是处理好了的" in heard
    assert heard.labels == ["⏰ 时间"]
    assert "· 每月简报" in await chen.taps("⏰ 时间")
    assert "没有" in await zhou.says("简报发给谁")
    assert await talk.reports() == []


async def test_the_figures_open_by_a_tap(luo: Actor) -> None:
    assert "⏰ 时间" in (await luo.says("简报看不懂")).labels
    assert "🔢" in await luo.taps("数字")


@pytest.mark.parametrize(
    "words", ["简报栏太长了挡住窗户", "楼里年报栏的玻璃碎了", "群里有人发假简报骗钱", "改时间停水了"]
)
async def test_what_says_more_is_a_report(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says(words)
    assert len(await talk.reports()) == 1
