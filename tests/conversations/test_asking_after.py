"""What became of it, and how much it was, is asked without a number; no question becomes a report."""

import pytest

from fieldwork.asking_after import After, asks_how_far, read
from tests.talk import Actor, Talk

VISITED, NUMBER = "今天入户走访5户12人次", "A-10001-6"


@pytest.mark.parametrize(
    "words",
    [
        "那条走访记下了吗",
        "上次报的怎么样了？",
        "刚才那条收到没有",
        "我刚报的那个活动怎么样了",
        "那條走訪記下了嗎",
    ],
)
async def test_the_newest_is_shown(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says(VISITED)
    heard = await chen.says(words)
    assert f"📝 {NUMBER} · 请核对一下" in heard
    assert len(await talk.reports()) == 1


async def test_the_newest_of_the_kind_that_is_named_is_shown(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.says("4号楼化粪池漏了")
    assert NUMBER in await chen.says("那条走访记下了吗")
    assert "N-10002-4" in await chen.says("上次报的怎么样了")
    assert len(await talk.reports()) == 2


@pytest.mark.parametrize("words", ["我报的活动呢", "我登记的活动呢？", "我今年走访了几户"])
async def test_all_of_them_are_listed(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says(VISITED)
    heard = await chen.says(words)
    assert "入户走访" in heard
    assert NUMBER in heard.labels
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize("words", ["这个月我做了多少", "我这个月走访了几户", "我本月一共走访了多少户？"])
async def test_ones_own_month_is_shown(talk: Talk, chen: Actor, wang: Actor, words: str) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    assert "入户走访 1 次 · 5 户 · 12 人次" in await chen.says(words)
    assert len(await talk.reports()) == 1


async def test_the_month_before_is_shown(chen: Actor) -> None:
    assert "2026年2月" in await chen.says("我上个月做了多少")


async def test_a_question_leaves_the_menu(talk: Talk, chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("不对，改一下")
    heard = await chen.says("那条走访记下了吗")
    assert f"📝 {NUMBER} · 请核对一下" in heard
    assert "改好了" not in heard
    assert await talk.steps(NUMBER) == ["sent", "dispatched"]


@pytest.mark.parametrize("words", ["走了几户了", "走了多少户？", "到哪了", "现在几户了"])
async def test_on_the_way_the_round_is_shown(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says("开始走访 4号楼")
    await chen.says("302 独居")
    heard = await chen.says(words)
    assert "🚶 走访中 · 西湖花园4号楼 · 1 户" in heard
    assert len(await talk.reports()) == 1


async def test_what_is_written_to_a_reporter_is_passed_on(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    await chen.catches_up()
    await wang.says("那件事现在怎么样了", to=await wang.card("N-10001-6"))
    assert "那件事现在怎么样了" in await chen.hears()


async def test_in_words_of_ones_own_a_question_is_no_question(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    await chen.taps("补充")
    await chen.says("上次报的怎么样了")
    assert "added" in await talk.steps("N-10001-6")


async def test_who_has_told_of_nothing_hears_that(talk: Talk, chen: Actor) -> None:
    assert "还没有报过" in await chen.says("上次报的怎么样了")
    assert not await talk.reports()


@pytest.mark.parametrize(
    "words",
    ["那个井盖修好了吗", "我今天走访了几户独居老人", "这个楼道灯怎么还没修", "那个电梯又坏了", "今天走访5户",
     "302 走了", "上次报的井盖怎么样了", "我报的路灯还没修呢"],
)  # fmt: skip
def test_what_names_a_matter_or_tells_of_something_is_no_such_question(words: str) -> None:
    assert read(words) is None
    assert not asks_how_far(words)


def test_what_is_asked_is_understood() -> None:
    assert read("我报的活动呢") is After.ALL
    assert read("那件事办好了没有") is After.NEWEST
    assert read("上个月我报了几件事") is After.LAST_MONTH
