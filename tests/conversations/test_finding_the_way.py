"""Somebody looks what they can do here: 帮助."""

import re

import pytest

from bot.texts import load_translators
from bot.words import SHIPPED, load_words
from fieldwork import sayings
from fieldwork.buttons import parsed
from fieldwork.letters import finding_the_way as letters
from fieldwork.people import RoleKind
from fieldwork.sayings import BY_KEY, Saying
from fieldwork.texts import Language
from tests.talk import Actor, Heard, Key, Said, Talk


async def test_a_building_head_finds_what_to_do(talk: Talk, chen: Actor) -> None:
    heard = await chen.says("帮助")
    assert "您好，陈桂芳！" in heard
    assert "📝 做了什么\n登记活动 · 开始走访 · 签到 · 我的时长" in heard
    assert "今天入户走访5户12人次" in await chen.taps("📝 做了什么")
    assert "走访中" in await chen.taps("开始走访")
    assert await talk.reports() == []


async def test_the_examples_name_a_building_of_ones_own(li: Actor, liang: Actor, feng: Actor) -> None:
    await li.says("帮助")
    assert "先写“开始走访 5号楼”" in await li.taps("📝 做了什么")
    assert "比如“5号楼化粪池漏了”" in await li.taps("📣 报事", (await li.says("帮助")).messages[-1])
    await liang.says("帮助")
    assert "先寫“開始走訪 西湖花园" in await liang.taps("📝 做了什麼")
    await feng.says("帮助")
    assert "{building}" not in await feng.taps("📝 做了什么")


async def test_who_checks_finds_how(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("今天入户走访5户12人次")
    await chen.taps("对，记下")
    assert "核实活动" in await wang.says("帮助")
    assert (
        "核实活动：看这里做了什么：核实计入，或者退回、作废，都写原因；也可以一页一起核实。"
        in await wang.taps("📋 今天要做的")
    )
    heard = await wang.taps("核实活动")
    assert "活动待核实：\nA-10001-6" in heard
    assert "✅ 核实本页 1 次" in heard.labels
    for words in ("核实", "怎么退回", "核实活动"):
        assert "活动待核实：\nA-10001-6" in await wang.says(words)
    assert "核实活动" not in await chen.says("帮助")
    assert await talk.reports() == [await talk.report("A-10001-6")]


async def test_a_page_leads_back_to_all_of_it(talk: Talk, luo: Actor) -> None:
    await luo.says("帮助")
    assert "更新网络" not in await luo.taps("👥 人员和站点")
    assert "新项目 微心愿" in await luo.taps("更多…")
    assert "📊 看数字\n数字 · 目标 · 简报 · 封账 · 导出" in await luo.taps("‹ 全部")


async def test_what_has_no_conversation_is_told_in_a_sentence(talk: Talk, chen: Actor) -> None:
    await chen.says("帮助")
    await chen.taps("📝 做了什么")
    assert "直接写一句就行" in await chen.taps("登记活动")


async def test_nobody_is_shown_what_they_may_not_do(
    talk: Talk, zhou: Actor, chen: Actor, wang: Actor, deng: Actor
) -> None:
    assert not _words(await zhou.says("帮助")) & {"待办", "开始走访", "数字", "上会", "人员", "登记活动"}
    assert not _words(await chen.says("帮助")) & {"待办", "数字", "封账", "导出", "探访", "人员"}
    assert not _words(await wang.says("帮助")) & {"封账", "导出", "到期", "人员"}
    assert not _words(await deng.says("帮助")) & {"待办", "数字", "开个案"}


async def test_a_forged_word_opens_nothing(talk: Talk, zhou: Actor, luo: Actor) -> None:
    await luo.says("帮助")
    shown = await luo.taps("📊 看数字")
    key = shown.messages[-1].key("导出")
    assert key is not None
    mine = await zhou.says("帮助")
    assert "已经过期" in await zhou.taps_data(key.data, mine.messages[-1].id)


@pytest.mark.parametrize("who", ["chen", "liang", "grace", "wang", "luo", "feng", "deng", "jianye", "zhou"])
async def test_every_word_that_is_shown_opens_something_and_files_nothing(
    talk: Talk, who: str, request: pytest.FixtureRequest
) -> None:
    actor: Actor = request.getfixturevalue(who)
    speak = load_translators(load_words([SHIPPED]), Language.HANS)
    overview = (await actor.says("/help")).messages[-1]
    for group in overview.labels:
        page = (await actor.taps(group, overview)).messages[-1]
        for key, saying in _shown(page):
            heard = await actor.taps_data(key.data, page.id)
            assert heard, f"{key.label} is answered with nothing"
            told = any(saying.about.said(speak(language.value)) in heard for language in Language)
            assert told != saying.opens or saying.key == "help", f"{key.label} opens nothing"
            await actor.says("取消")
    assert await talk.reports() == []


def _shown(page: Said) -> list[tuple[Key, Saying]]:
    """The words of a page, each with its button."""
    read = [(key, parsed(key.data)) for row in page.rows for key in row]
    return [(key, BY_KEY[button.choice]) for key, button in read if button and button.action == letters.SAY]


def test_every_person_has_keys_for_a_phone() -> None:
    for kind in RoleKind:
        keys = sayings.keys_of([kind])
        assert 4 <= len(keys) <= 8
        assert keys[-1].key == "help"
        assert set(keys) <= set(sayings.may_say([kind]))


def _words(heard: Heard) -> set[str]:
    return set(re.split(r"[\s·]+", heard.messages[-1].text))
