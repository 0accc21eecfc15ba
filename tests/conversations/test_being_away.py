"""Somebody of a station is away, and says who stands in."""

from datetime import date

from storage import people
from tests.talk import Actor, Talk

LEAK, LIGHT, NUMBER = "4号楼化粪池漏了", "4号楼楼道灯坏了", "N-10001-6"
DAY = 86_400


async def test_being_away_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.says(LIGHT)
    await zhang.hears()
    heard = await wang.says("请假")
    assert "从哪天到哪天不在" in heard
    assert heard.labels == ["今天", "明天", "到周日", "写日期…"]
    heard = await wang.taps("到周日")
    assert "🌙 03-02 到 03-08：谁来代？" in heard
    assert heard.labels == ["张立文", "没有人代"]
    heard = await wang.taps("张立文")
    assert "记下了：03-02 到 03-08 您不在" in heard
    told = await zhang.hears()
    assert "🌙 王慧敏 03-02 到 03-08 不在，请您代一下。" in told
    assert "已签收的还有 1 件" in told
    assert any("楼道灯" in sound for sound in told.sounds), "what nobody signed for rings the stand-in"

    await chen.says("4号楼电梯坏了")
    assert any("电梯" in sound for sound in (await zhang.hears()).sounds)
    assert not (await wang.hears()).sounds

    heard = await zhang.says("待办")
    assert "🌙 王慧敏 到 03-08（张立文代）" in heard
    assert "代王慧敏 · 1" in heard.labels
    heard = await zhang.taps("代王慧敏 · 1")
    assert NUMBER in heard
    await zhang.taps(NUMBER)
    card = await zhang.card(NUMBER)
    assert "负责：王慧敏（张立文代）" in card.text
    assert "✅ 办结" in card.labels
    assert "已记下" in (await zhang.taps("联系了", on=card)).answer
    assert (await talk.report(NUMBER)).handler_id != (await talk.events(NUMBER))[-1].actor_id

    assert "欢迎回来" in await wang.says("我回来了")
    assert "王慧敏回来了" in await zhang.hears()
    await chen.says("4号楼门禁坏了")
    assert any("门禁" in sound for sound in (await wang.hears()).sounds)
    assert "没有登记过请假" in await wang.says("我回来了")


async def test_who_is_away_from_this_night_on_has_nobody_rung_before_the_morning(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LIGHT)
    await zhang.hears()
    talk.passes(11.5 * 3600)
    await wang.says("请假")
    await wang.taps("到周日")
    await wang.taps("张立文")
    assert not any("楼道灯" in sound for sound in (await zhang.hears()).sounds)
    talk.passes(11 * 3600)
    assert any("楼道灯" in sound for sound in (await zhang.hears_now()).sounds)


async def test_an_absence_begins_in_the_morning_of_its_first_day(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.says("请假 3-3到3-4")
    await wang.taps("张立文")
    await chen.says("4号楼电梯坏了")
    assert not any("电梯" in sound for sound in (await zhang.hears()).sounds), "today she is here"
    talk.passes(DAY - 3 * 3600)  # 07:00
    assert not (await zhang.hears()).sounds
    await talk.settle()
    assert not (await zhang.hears()).sounds
    talk.passes(3600 + 60)
    await talk.settle()
    assert len((await zhang.hears()).sounds) == 2
    talk.passes(2 * DAY)
    await chen.says("4号楼门禁坏了")
    assert any("门禁" in sound for sound in (await wang.hears()).sounds), "it is over by itself"


async def test_days_may_be_written_after_the_question(talk: Talk, wang: Actor) -> None:
    await wang.says("我不在")
    await wang.taps("写日期…")
    assert "谁来代" in await wang.says("3月5日至3月7日")
    assert "03-05 到 03-07" in await wang.taps("没有人代")


async def test_a_report_is_not_taken_for_days(talk: Talk, wang: Actor) -> None:
    await wang.says("请假")
    await wang.taps("写日期…")
    await wang.says(LEAK)
    assert len(await talk.reports()) == 1


async def test_days_that_are_over_are_said_to_be(wang: Actor) -> None:
    assert "已经过了" in await wang.says("请假 3-1")
    heard = await wang.taps_data("stand_in:2:0:20260228/20260301/0", 1)
    assert heard.answer == "这个按钮已经过期了，请看最新的那条消息。"


async def test_without_a_stand_in_the_next_one_is_rung(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await wang.says("请假 今天")
    await wang.taps("没有人代")
    await chen.says(LEAK)
    assert any("化粪池" in sound for sound in (await zhang.hears()).sounds)
    assert not (await wang.hears()).sounds


async def test_where_a_whole_station_is_away_its_parent_holds_the_report(
    talk: Talk, grace: Actor, liu: Actor, luo: Actor
) -> None:
    await liu.says("请假 今天")
    assert "没有能代的同事" in (await liu.chat())[-1].text
    await liu.taps("没有人代")
    await grace.says("The lift in Dongmen is broken")
    assert len((await luo.hears()).sounds) == 1


async def test_a_head_enters_it_for_somebody(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await luo.says("请假")
    heard = await luo.taps("替同事登记…")
    while "王慧敏" not in heard.labels:
        heard = await luo.taps("其他…")
    await luo.taps("王慧敏")
    await luo.taps("今天")
    assert "记下了：03-02 王慧敏不在" in await luo.taps("张立文")
    assert "罗永康替您登记了" in await wang.hears()
    assert "🌙 王慧敏" in await luo.says("待办")


async def test_nobody_enters_it_for_a_stranger_or_a_colleague(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    wangs = (await wang.says("请假")).messages[-1].key("今天")
    assert wangs is not None
    heard = await zhang.taps_data(wangs.data, wangs.message)
    assert heard.answer == "这个按钮已经过期了，请看最新的那条消息。"
    assert "谁来代" not in heard
    assert "请假" not in await chen.says("请假")
    assert not await talk.asks(lambda s: people.absences(s, date(2026, 3, 2)))


async def test_who_is_away_is_told_of_nothing_but_the_stand_in_is(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says("5楼有人晕倒了")
    await wang.taps("签收")
    await wang.says("请假 今天")
    await wang.taps("张立文")
    await zhang.hears()
    await chen.taps("有")
    assert any("特急" in sound for sound in (await zhang.hears()).sounds)


async def test_a_finger_that_comes_down_twice_asks_the_stand_in_once(
    talk: Talk, wang: Actor, zhang: Actor
) -> None:
    await wang.says("请假 今天")
    key = (await wang.newest()).key("张立文")
    assert key is not None
    await wang.taps_data(key.data, key.message)
    await zhang.catches_up()
    assert (await wang.taps_data(key.data, key.message)).answer == "您已经记过了。"
    assert not await zhang.hears()
