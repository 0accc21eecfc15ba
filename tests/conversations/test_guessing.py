"""Somebody types a word that they guess: it opens what they mean, and what may be a report stays one."""

import pytest

from tests.talk import Actor, Talk


@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ("我的统计", "🔢"), ("我的数字", "🔢"), ("我要看本月的统计数据", "🔢"), ("早报", "☀️"),
        ("待核实", "这里没有要办的"), ("未确认", "📋 待办"), ("我的活动", "还没有报过"), ("探访列表", "🏠 探访"),
        ("怎么用", "您在这里能做的事"), ("怎麼用？", "您在这里能做的事"), ("菜单", "您在这里能做的事"),
        ("功能", "您在这里能做的事"), ("志愿时数", "还没有确认过的志愿时长"), ("登记活动", "直接写一句"),
        ("这个月走访了多少户", "🔢"), ("走访统计", "🔢"), ("本月走访情况", "🔢"), ("待补正", "还没有报过"),
    ],
)  # fmt: skip
async def test_a_workers_guess_opens_what_they_mean(talk: Talk, wang: Actor, words: str, opens: str) -> None:
    assert opens in await wang.says(words)
    assert await talk.reports() == []


@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ("志願時數", "还没有确认过的志愿时长"),
        ("月报", "2026年3月您报的事"),
        ("菜单", "您在这里能做的事"),
    ],
)
async def test_a_building_heads_guess_does(talk: Talk, chen: Actor, words: str, opens: str) -> None:
    assert opens in await chen.says(words)
    assert await talk.reports() == []


@pytest.mark.parametrize("words", ["月报", "上周周报"])
async def test_a_heads_guess_does(talk: Talk, luo: Actor, words: str) -> None:
    assert "📊" in await luo.says(words)
    assert await talk.reports() == []


@pytest.mark.parametrize(("words", "key"), [("走访", "开始走访"), ("待核实", "我的上报")])
async def test_a_word_that_may_mean_something_else_is_asked_about(
    talk: Talk, chen: Actor, words: str, key: str
) -> None:
    assert (await chen.says(words)).messages[-1].labels == [key, "这是一件要报的事"]
    assert "还没有报过" in await chen.taps(key) or "走访中" in await chen.newest_text()


@pytest.mark.parametrize("words", ["这个月走访了多少户", "走访统计", "本月走访情况"])
async def test_who_has_no_figures_is_asked_what_is_meant(talk: Talk, chen: Actor, words: str) -> None:
    heard = await chen.says(words)
    assert "您是在找这个吗" in heard
    assert heard.messages[-1].labels == ["简报", "我的上报", "这是一件要报的事"]
    assert await talk.reports() == []


@pytest.mark.parametrize("words", ["怎么改数字", "请问怎么结束？", "怎样撤回", "数字怎么改", "如何修改"])
async def test_how_something_is_done_is_asked_and_help_is_offered(
    talk: Talk, chen: Actor, words: str
) -> None:
    heard = await chen.says(words)
    assert "您是在找这个吗" in heard
    assert heard.messages[-1].labels == ["帮助", "这是一件要报的事"]
    assert "您在这里能做的事" in await chen.taps("帮助")
    assert await talk.reports() == []


async def test_what_came_back_is_found_by_its_word(talk: Talk, chen: Actor) -> None:
    await chen.says("今天入户走访5户12人次")
    await chen.taps("对，记下")
    assert "A-10001-6" in await chen.says("待补正")
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize("words", ["统计", "报表", "这个月的统计表"])
async def test_a_word_for_several_things_is_asked_about(talk: Talk, luo: Actor, words: str) -> None:
    heard = await luo.says(words)
    assert "您是在找这个吗" in heard
    labels = heard.messages[-1].labels
    assert {"数字", "简报"} <= set(labels[:3]), "what a head is likelier to mean comes first"
    assert labels[-1] == "这是一件要报的事"
    assert "🔢" in await luo.taps("数字")
    assert await talk.reports() == []


async def test_what_others_do_is_told_and_can_still_be_a_report(talk: Talk, zhou: Actor) -> None:
    heard = await zhou.says("导出数据")
    assert "由社工站来做" in heard
    asked = heard.messages[-1]
    assert "好的，当作上报" in await zhou.taps("这是一件要报的事")
    (report,) = await talk.reports()
    assert report.text == "导出数据"
    await zhou.taps("这是一件要报的事", asked)
    assert len(await talk.reports()) == 1, "it is filed once"


@pytest.mark.parametrize(
    "words",
    [
        "漏水",
        "电梯坏了",
        "停水",
        "数字电视没信号",
        "路灯",
        "没有通知",
        "值班室没人",
        "统计局门口积水",
        "放假安排",
        "几点上班",
        "电梯怎么又坏了",
        "怎么没人来修",
        "怎么没水",
        "通知",
    ],
)
async def test_a_report_stays_a_report(talk: Talk, zhou: Actor, words: str) -> None:
    await zhou.says(words)
    (report,) = await talk.reports()
    assert report.text == words


async def test_an_answer_that_is_waited_for_is_no_guess(talk: Talk, luo: Actor) -> None:
    await luo.says("导出")
    await luo.taps("上报的事")
    await luo.taps("本月")
    assert "正在做表" in await luo.says("统计")


async def test_a_reply_to_a_card_is_no_guess(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    assert "加上了" in await chen.replies(await chen.card("N-10001-6"), "登记")
    assert len(await talk.reports()) == 1


async def test_a_guess_in_the_middle_of_questions_waits_for_them(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    assert "还没" not in await chen.says("我的进度")
    assert [report.text for report in await talk.reports()] == ["4号楼化粪池漏了"]
