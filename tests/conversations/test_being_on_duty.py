"""Who is on duty: arranged by the head, swapped among colleagues, reminded the afternoon before."""

from datetime import date

import pytest

from storage import duties
from tests.talk import Actor, Talk

HOUR, DAY = 3600, 86_400


async def on_duty(talk: Talk, day: date) -> list[int]:
    found = await talk.asks(lambda session: duties.duties(session, day, day))
    return [duty.person_id for duty in found]


async def puts(luo: Actor, who: str, days: str) -> None:
    await luo.says(f"值班 {days} {who}")


async def test_the_rota_from_start_to_end(talk: Talk, luo: Actor, wang: Actor, zhang: Actor) -> None:
    heard = await luo.says("值班")
    assert "要看哪个站" in heard
    heard = await luo.taps("西湖站")
    assert "📅 西湖站 值班\n本周\n▶ 03-02 周一 没有人" in heard
    assert "下周\n03-09 周一 没有人" in heard
    assert heard.labels[:7] == ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    heard = await luo.taps("周六")
    assert "西湖站，03-07 周六：谁值班？" in heard
    assert heard.labels == ["王慧敏", "张立文", "罗永康", "没有人"]
    assert "03-07 周六 张立文" in await luo.taps("张立文")
    heard = await zhang.hears()
    assert "📅 罗永康安排：西湖站 03-07 周六由您值班。" in heard
    assert "特急的先响您" in heard

    heard = await zhang.taps("换班 03-07 周六")
    assert heard.labels == ["王慧敏"]
    assert "已经问了王慧敏" in await zhang.taps("王慧敏")
    heard = await wang.hears()
    assert "张立文问：西湖站 03-07 周六，您能替他值班吗？" in heard
    heard = await wang.taps("我来值")
    assert "谢谢" in heard.answer
    assert "由您值班" in heard
    assert "王慧敏替张立文值班" in await zhang.hears()
    assert "王慧敏替张立文值班" in await luo.hears()
    assert "那天已经不是您值班了" in (await zhang.taps("换班 03-07 周六")).answer
    assert "03-07 周六 王慧敏" in await zhang.says("值班表")

    talk.passes(4 * DAY + 5 * HOUR + 1800)  # Friday, 15:30
    assert not (await wang.hears_now()).sounds
    talk.passes(HOUR)
    assert "📅 明天（03-07 周六）您在西湖站值班。" in await wang.hears_now()
    talk.passes(HOUR)
    assert not (await wang.hears_now()).sounds, "once"
    assert not any("值班" in sound for sound in (await zhang.hears_now()).sounds)


async def test_a_whole_week_is_arranged_at_once(talk: Talk, luo: Actor, wang: Actor, zhang: Actor) -> None:
    await luo.says("值班")
    await luo.taps("西湖站")
    await luo.taps("下周 ›")
    await luo.taps("整周")
    heard = await luo.taps("王慧敏")
    assert all(f"03-{day:02} " in heard for day in range(9, 16))
    assert heard.text.count("王慧敏") == 7
    assert "03-09 到 03-15由您值班" in await wang.hears()
    await puts(luo, "张立文", "下周三")
    assert "03-11 周三不用您值班了" in await wang.hears()
    assert [len(await on_duty(talk, date(2026, 3, day))) for day in (10, 11, 12)] == [1, 1, 1]
    assert await on_duty(talk, date(2026, 3, 10)) == await on_duty(talk, date(2026, 3, 12))
    assert await on_duty(talk, date(2026, 3, 11)) != await on_duty(talk, date(2026, 3, 12))


@pytest.mark.parametrize(
    "said", ["值班 3-7到3-8 张立文", "值班 张立文 3月7日至3月8日", "值班表 3-7到3-8 张立文"]
)
async def test_days_and_a_name_are_typed_in_any_order(talk: Talk, luo: Actor, said: str) -> None:
    heard = await luo.says(said)
    assert "03-07 周六 张立文\n03-08 周日 张立文" in heard


async def test_days_without_a_name_are_asked_for_one(talk: Talk, luo: Actor) -> None:
    assert "谁值班" in await luo.says("值班 周六")
    assert "您的站里没有叫李四的同事" in await luo.says("值班 周六 李四")
    assert "最多三个月" in await luo.says("值班 2026-12-24 张立文")


async def test_a_report_that_begins_so_is_a_report(talk: Talk, chen: Actor, wang: Actor) -> None:
    await wang.says("值班室 漏水了，在4号楼")
    await chen.says("值班")
    assert len(await talk.reports()) >= 1
    assert not await on_duty(talk, date(2026, 3, 7))


async def test_only_the_head_arranges(talk: Talk, luo: Actor, wang: Actor, zhang: Actor, zhao: Actor) -> None:
    assert "值班由站长安排" in await wang.says("值班 周六 张立文")
    heard = await wang.says("值班")
    assert heard.labels == []
    await luo.says("值班")
    key = (await luo.taps("西湖站")).messages[-1].key("周六")
    assert key is not None
    assert "已经过期" in (await zhao.taps_data(key.data, key.message)).answer
    assert not await on_duty(talk, date(2026, 3, 7))


async def test_the_day_can_be_refused(talk: Talk, luo: Actor, wang: Actor, zhang: Actor) -> None:
    await puts(luo, "张立文", "周六")
    await zhang.taps("换班 03-07 周六")
    await zhang.taps("王慧敏")
    await wang.taps("值不了")
    heard = await zhang.hears()
    assert "王慧敏 03-07 周六值不了" in heard
    assert heard.labels == ["🔁 换班 03-07 周六"]


async def test_who_says_yes_too_late_is_told_so(talk: Talk, luo: Actor, wang: Actor, zhang: Actor) -> None:
    await puts(luo, "张立文", "周六")
    await zhang.taps("换班 03-07 周六")
    await zhang.taps("王慧敏")
    await luo.taps("周六")
    await luo.taps("罗永康")
    assert "另有安排" in (await wang.taps("我来值")).answer


async def test_who_is_away_on_a_day_of_duty_is_asked_who_takes_it(
    talk: Talk, luo: Actor, wang: Actor, zhang: Actor
) -> None:
    await puts(luo, "王慧敏", "3-7到3-8")
    await wang.says("请假 周六")
    heard = await wang.taps("张立文")
    assert "这几天您在西湖站值班：03-07 周六。由张立文代值" in heard
    assert "王慧敏请假，西湖站 03-07 周六的值班由张立文代" in await luo.hears()
    await luo.says("值班")
    assert "03-07 周六 王慧敏（张立文代）" in await luo.taps("西湖站")
    talk.passes(4 * DAY + 6 * HOUR + 60)
    await talk.settle()
    assert "明天（03-07 周六）您在西湖站值班" in await zhang.hears()


async def test_at_the_district_coordinators_are_on_duty(talk: Talk, feng: Actor) -> None:
    heard = await feng.says("值班 周六 冯雅琴")
    assert "03-07 周六 冯雅琴" in heard
    assert len(await on_duty(talk, date(2026, 3, 7))) == 1


async def test_nobody_can_be_put_on_a_day_again(talk: Talk, luo: Actor, zhang: Actor) -> None:
    await puts(luo, "张立文", "周六")
    await luo.taps("周六")
    assert "03-07 周六 没有人" in await luo.taps("没有人")
    assert "不用您值班了" in await zhang.hears()


async def test_a_finger_that_comes_down_twice_tells_them_once(talk: Talk, luo: Actor, zhang: Actor) -> None:
    await luo.says("值班")
    await luo.taps("西湖站")
    key = (await luo.taps("周六")).messages[-1].key("张立文")
    assert key is not None
    await luo.taps_data(key.data, key.message)
    assert "由您值班" in await zhang.hears()
    await luo.taps_data(key.data, key.message)
    assert not await zhang.hears()
