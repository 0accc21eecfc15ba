"""What was taken together is two matters after all: a tap parts them."""

from storage import reports
from tests.cast import BUILDING_4
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_a_photo_that_joined_becomes_its_own_report(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(20)
    heard = await chen.sends_photo()
    assert "N-10001-6：和您上一条合在一起了" in heard
    await wang.hears()
    heard = await chen.taps("分开")
    assert "✅ 收到了 · N-10002-4" in heard
    assert "分开了，现在是两件事：N-10001-6 和 N-10002-4" in heard
    assert "照片里是什么事" in heard
    assert "🖼" not in (await chen.card(NUMBER)).text
    heard = await wang.hears()
    assert "另成 N-10002-4" in heard
    assert "N-10002-4 · 待签收" in heard
    assert len(heard.photos) == 1
    assert (await talk.steps(NUMBER))[-1] == "split"
    assert (await talk.events("N-10002-4"))[0].reason == NUMBER


async def test_words_that_joined_take_their_meaning_along(talk: Talk, liang: Actor, zhang: Actor) -> None:
    """A matter without a place, and a place alone within the minute."""
    await liang.says("化糞池漏了")
    talk.passes(10)
    await liang.says("西湖花園4號樓")
    assert (await talk.report(NUMBER)).place == BUILDING_4
    await liang.taps("分開")
    first, second = await talk.reports()
    assert (first.text, second.text) == ("化糞池漏了", "西湖花園4號樓")
    assert first.place != BUILDING_4
    assert second.place == BUILDING_4
    said = await talk.asks(lambda s: reports.wordings(s, second.serial))
    assert [each.how for each in said] == ["sent"]


async def test_an_addition_within_the_minute_can_be_parted(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(10)
    assert "加上了" in await chen.says("味道很大")
    assert "➕ 味道很大" in await wang.card_text(NUMBER)
    await chen.taps("分开")
    assert "➕" not in await wang.card_text(NUMBER)
    assert [report.text for report in await talk.reports()] == [LEAK, "味道很大"]


async def test_a_second_tap_says_so(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.sends_photo()
    key = (await chen.newest()).key("分开")
    assert key is not None
    await chen.taps("分开")
    assert "已经过期" in (await chen.taps_data(key.data, key.message)).answer
    assert len(await talk.reports()) == 2


async def test_nobody_parts_what_is_not_theirs(talk: Talk, chen: Actor, li: Actor) -> None:
    await chen.says(LEAK)
    await chen.sends_photo()
    key = (await chen.newest()).key("分开")
    assert key is not None
    assert (await li.taps_data(key.data, key.message)).answer == "这不是您的上报。"
