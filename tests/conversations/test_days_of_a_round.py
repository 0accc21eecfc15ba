"""A round and its days: late messages, an evening, a night between, days without network."""

from datetime import date

from bot.means import Means
from fieldwork.activities import HouseholdLine, Stage, Unit
from storage import activities, outings
from tests.talk import Actor, Talk

DAY, HOUR = 86_400, 3_600
NUMBER = "A-10001-6"


async def lines_of(talk: Talk, outing: int = 1) -> list[HouseholdLine]:
    return await talk.asks(lambda s: outings.lines(s, outing))


async def counts_of(talk: Talk, number: str = NUMBER) -> dict[Unit, float]:
    return (await talk.activity(number))[1]


async def test_what_comes_late_asks_for_the_tap_again(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 独居")
    began = talk.hand.at
    talk.passes(HOUR)
    await chen.says("结束")
    await chen.taps("对，记下")
    talk.hand.at = began + 60  # written on the way, and sent only now
    await chen.says("303 两位老人")
    assert (await counts_of(talk))[Unit.HOUSEHOLDS] == 2
    assert "请核对" in await chen.card_text(NUMBER)


async def test_it_survives_a_restart_and_days_without_network(talk: Talk, chen: Actor, means: Means) -> None:
    await chen.says("开始走访")
    talk.restarts(means)
    await chen.says("302 独居")
    talk.passes(2 * DAY)
    await chen.says("303 没人")
    await chen.says("结束")
    serial = (await talk.report(NUMBER)).serial
    record = await talk.asks(lambda s: activities.by_serial(s, serial))
    assert record is not None
    assert (record.held_on, record.stage) == (date(2026, 3, 2), Stage.DRAFT)


async def test_a_round_that_is_begun_anew_on_another_day_is_another(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访 4号楼")
    await chen.says("302 独居")
    assert "1 户 · 最近：302" in await chen.says("开始走访 4号楼"), "the same day it is the same"
    talk.passes(DAY)
    heard = await chen.says("开始走访 4号楼")
    assert f"📝 {NUMBER} · 请核对" in heard, "that of yesterday is shown for its tap"
    await chen.says("302 独居")
    assert "A-10002-4 · 请核对" in await chen.says("结束")
    for number, day in ((NUMBER, date(2026, 3, 2)), ("A-10002-4", date(2026, 3, 3))):
        record, counts = await talk.activity(number)
        assert (record.held_on, record.held_until, counts[Unit.HOUSEHOLDS]) == (day, None, 1)


async def test_a_round_of_two_days_says_both(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访 4号楼")
    await chen.says("302 独居")
    talk.passes(DAY)
    await chen.says("303 独居")
    assert "📝 入户走访 · 3月2日—3月3日" in await chen.says("结束")


async def test_rounds_of_two_days_that_arrive_together_are_two(talk: Talk, chen: Actor) -> None:
    afternoon = talk.hand.at + 7 * HOUR
    first = ("开始走访 4号楼", "302 独居", "303 没人", "结束")
    second = ("开始走访 4号楼", "302 独居", "304 两位老人", "305 漏水", "结束")
    for begun, words in ((afternoon, first), (afternoon + 16 * HOUR, second)):
        for minute, said in enumerate(words):
            talk.hand.at = begun + 60 * minute
            await talk.sandbox.does("say", person=chen.account, text=said)
    talk.passes(2 * HOUR)
    await chen.hears_now()
    told = [report.number for report in await talk.reports() if report.number.startswith("A")]
    kept = [await talk.activity(number) for number in told]
    assert [(one.held_on, one.held_until, counts[Unit.HOUSEHOLDS]) for one, counts in kept] == [
        (date(2026, 3, 2), None, 2),
        (date(2026, 3, 3), None, 3),
    ]
    assert [line.door for line in await lines_of(talk, 2)] == ["302", "304", "305"]


async def test_how_many_people_that_were_is_asked_once(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 都好")
    assert "一共见到多少人次？" in await chen.says("结束")
    assert "🔢 1 次 · 1 户 · 14 人次" in await chen.says("十四")
    assert (await counts_of(talk))[Unit.PERSON_TIMES] == 14


async def test_in_the_evening_it_is_offered_for_closing(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 独居")
    talk.passes(10.5 * HOUR)  # 20:30
    heard = await chen.hears_now()
    assert "🚶 还在走访吗？ · 西湖花园4号楼 · 1 户" in heard
    assert heard.labels == ["结束", "还没完"]
    assert not heard.sounds
    talk.passes(HOUR)
    assert "走访中" in await chen.taps("还没完")
    talk.passes(23 * HOUR)
    assert "还在走访吗" in await chen.hears_now()
    assert "走访结束" in await chen.taps("结束")


async def test_after_three_days_it_is_closed_by_itself(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访")
    await chen.says("302 独居")
    talk.passes(3 * DAY)
    assert "三天没点结束" in await chen.hears_now()
    assert (await counts_of(talk))[Unit.HOUSEHOLDS] == 1


async def test_a_round_of_another_kind_keeps_what_its_doors_come_to(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says("开始走访 4号楼")
    await chen.sends_photo("302 装扶手前")
    await chen.says("303 两位老人")
    await chen.says("结束")
    await chen.taps("不对，改一下")
    heard = await chen.says("是适老化改造")
    assert "🔢 1 次 · 2 户 · 2 人次" in heard
    assert "📷 还缺整治后的照片" in heard
    await chen.taps("对，记下")
    card = await wang.card(NUMBER)
    assert "⏳ 照片没补齐，到期不会自动计入" in card.text
    assert "🚪 看逐户 · 2" in card.labels
