"""封账: a head closes a period, and what comes later counts in the next one."""

from datetime import date

import pytest

from bot.means import Means
from fieldwork.tallies import Closing
from storage import activities, tallies
from tests.conversations.test_looking_at_figures import counted
from tests.conversations.test_new_rules import applied
from tests.talk import Actor, Talk

VISITED, NUMBER, SERIAL = "今天入户走访5户12人次", "A-10001-6", 10001
DAY = 24 * 3600


async def closed(talk: Talk) -> list[Closing]:
    return await talk.asks(lambda session: tallies.closings_there(session, ["/441802/"]))


async def test_a_period_is_closed_after_a_look_at_what_is_not_accepted(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    talk.passes(5 * DAY)
    talk.passes(2 * DAY - 3600)  # Monday morning, an hour before it would count by itself
    heard = await luo.says("封账")
    assert "🔒 凤城街道：哪一段封账？" in heard
    assert heard.labels == ["2026年第10周（3月2日—8日）", "📒 封账记录"], (
        "February was before the first record"
    )
    assert "还有 1 次活动没核实" in await luo.taps("2026年第10周")
    assert (await luo.newest()).labels == ["西湖站 · 1", "🔒 就这样封账", "先不封"]
    heard = await luo.taps("就这样封账")
    assert "🔒 已封账：凤城街道 · 2026年3月2日—8日 · 罗永康 2026年3月9日封 · 当时 1 次活动没核实" in heard
    await wang.says(NUMBER)
    await wang.taps("核实，计入")
    lines = await talk.asks(lambda session: tallies.of_record(session, SERIAL))
    assert {(line.day, line.late) for line in lines} == {(date(2026, 3, 9), True)}
    activity = await talk.asks(lambda session: activities.by_serial(session, SERIAL))
    assert activity is not None
    assert activity.counted_on == date(2026, 3, 9)
    assert "✅ 王慧敏已核实\n🗓 计入第11周（补报）" in await wang.card_text(NUMBER)
    assert "西湖站核对过了，谢谢您。\n计入第11周（补报），那天的统计已经截止了。" in await chen.card_text(
        NUMBER
    )


async def test_a_month_that_was_closed_before_is_told_as_the_month_after(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says("2月27日入户走访5户12人次")
    await chen.taps("对，记下")
    await luo.says("封账 2026-02")
    await luo.taps("就这样封账")
    await wang.taps("核实，计入")
    assert "🗓 计入3月（补报）" in await wang.card_text(NUMBER)
    assert "计入3月（补报）" in await chen.card_text(NUMBER)


async def test_what_counts_on_its_own_day_says_nothing_of_that(chen: Actor, wang: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    assert "补报" not in await wang.card_text(NUMBER)
    assert "补报" not in await chen.card_text(NUMBER)


async def test_what_is_closed_is_closed_below_too(talk: Talk, luo: Actor, feng: Actor) -> None:
    await feng.says("封账 2026-02")
    await feng.taps("就这样封账")
    heard = await luo.says("封账 2026-02")
    assert "🔒 已封账：清城区" in heard
    assert "🔒 就这样封账" not in heard.labels
    assert "2026年2月" not in (await luo.says("封账")).labels
    assert len(await closed(talk)) == 1


async def test_who_is_below_hears_once_what_was_closed(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, feng: Actor, zhao: Actor
) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    talk.passes(5 * DAY)
    for one in (wang, luo, zhao):
        await one.catches_up()
    talk.passes(2 * DAY - 3600)
    await feng.says("封账 2026-W10")
    await feng.taps("就这样封账")
    said = "🔒 已封账：清城区 · 2026年3月2日—8日 · 冯雅琴 2026年3月9日封\n"
    heard = await wang.hears_now()
    assert said + "西湖站：还有 1 次活动没核实，之后核实的算下一段的补报。" in heard
    assert "A-10001-6" in await wang.taps("西湖站 · 1")
    assert said + "凤城街道社工站：都核实了。" in await luo.hears_now()
    assert said + "翠湖站：都核实了。" in await zhao.hears_now()
    await feng.says("封账 2026-W10")
    assert "已封账" not in await wang.hears_now(), "once"


async def test_two_taps_close_it_once(talk: Talk, luo: Actor) -> None:
    await luo.says("封账 2026-02")
    key = (await luo.newest()).key("就这样封账")
    assert key is not None
    await luo.taps("就这样封账")
    await luo.taps_data(key.data, key.message)
    assert "🔒 已封账：凤城街道" in await luo.newest_text()
    assert len(await closed(talk)) == 1


async def test_before_the_first_record_there_is_nothing_to_close(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    """What is counted, or waits to be: both are records."""
    heard = await luo.says("封账")
    assert "🔒 凤城街道：还没有可封账的。过完的周、月、年里，没有活动，也没有报来的事。" in heard
    assert heard.labels == ["📒 封账记录"]
    await chen.says("昨天入户走访5户12人次")
    await chen.taps("对，记下")
    assert "第9周" in (await luo.says("封账")).labels[0]
    await wang.taps("核实，计入")
    assert (await luo.says("封账")).labels == ["2026年第9周（2月23日—3月1日）", "📒 封账记录"]


async def test_what_is_not_over_is_not_closed(luo: Actor) -> None:
    assert "还没到头，不能封账" in await luo.says("封账 本月")


async def test_only_a_head_closes_and_only_what_is_theirs(talk: Talk, wang: Actor, luo: Actor) -> None:
    assert "封账由站长来做。" in await wang.says("封账")
    await luo.says("封账 2026-02")
    key = (await luo.newest()).key("就这样封账")
    assert key is not None
    heard = await luo.taps_data(key.data.replace("441802006", "441802"), key.message)
    assert heard.answer == "这个按钮已经过期了，请看最新的那条消息。"
    await wang.taps_data(key.data, key.message)
    assert await closed(talk) == []


async def test_what_was_closed_is_on_record(luo: Actor) -> None:
    await luo.says("封账 2026-02")
    await luo.taps("就这样封账")
    assert "📒 封账记录：\n凤城街道 · 2026年2月1日—28日 · 罗永康 2026年3月2日封" in await luo.taps("封账记录")


@pytest.mark.parametrize("words", ["封账记录", "封账 记录", "看封账记录", "封帳記錄"])
async def test_the_record_comes_by_its_name_too(luo: Actor, wang: Actor, words: str) -> None:
    await luo.says("封账 2026-02")
    await luo.taps("就这样封账")
    assert "📒 封账记录：\n凤城街道 · 2026年2月1日—28日 · 罗永康 2026年3月2日封" in await luo.says(words)
    assert "封账由站长来做。" in await wang.says(words), "who heads nothing has nothing on record"


async def test_a_resident_does_not_know_the_word(chen: Actor) -> None:
    assert "封账由站长来做" not in await chen.says("封账")


async def test_what_is_sealed_is_shown_before_and_said_after(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    talk.passes(7 * DAY)
    assert "已封账" not in await luo.says("数字")
    heard = await luo.says("封账 2026-W10")
    assert "封账后不再变的数字：\n入户走访  1 次 · 5 户 · 12 人次\n" in heard
    assert "封账以后不能撤销；之后核实的算下一段的补报。" in heard
    await luo.taps("就这样封账")
    await luo.says("数字")
    heard = await luo.taps("本周")
    assert "已封账" not in heard, "that week still runs"
    heard = await luo.taps("‹ 第10周", await luo.newest())
    assert "第10周（3月2日—8日）\n🔒 已封账 · 罗永康 2026年3月9日封\n入户走访" in heard


async def test_a_period_without_figures_says_so_and_stays_open(talk: Talk, luo: Actor) -> None:
    heard = await luo.says("封账 2026-02")
    assert "🔒 凤城街道 2026年2月：这段时间没有活动，也没有报来的事。" in heard
    assert "都核实了" not in heard
    assert "好的，凤城街道 2026年2月先不封。" in await luo.taps("先不封")
    assert await closed(talk) == []


async def test_what_comes_after_the_close_is_late_in_the_next_and_changes_nothing(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    """In the figures, behind them and in the digest; the closed week stays as it was."""
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await chen.says("今天4号楼入户走访3户")
    await chen.taps("对，记下")
    await wang.says(NUMBER)
    await wang.taps("核实，计入")
    talk.passes(7 * DAY - 3600)
    await luo.says("封账 2026-W10")
    await luo.taps("就这样封账")
    closed = (await luo.says("数字 2026-W10")).text
    assert "入户走访  1 次 · 5 户 · 12 人次\n" in closed
    await wang.says("A-10002-4")
    await wang.taps("核实，计入")
    talk.passes(600)
    assert (await luo.says("数字 2026-W10")).text == closed
    assert "入户走访  1 次（含补报1） · 3 户（含补报3）\n" in await luo.says("数字 本周")
    assert "A-10002-4 · 3月9日 · 凤城街道西湖社区西湖花园4号楼 · 3 户 · 补报" in await luo.taps(
        "入户走访 3 户"
    )
    assert "按社区\n西湖社区  3 户（含补报3）" in await luo.taps("分开看…")
    await luo.says("简报")
    assert "入户走访 1 次（含补报 1） · 3 户（含补报 3）" in await luo.taps("本周")
    await luo.says("简报")
    heard = await luo.taps("上周")
    assert "已封账" in heard
    assert "入户走访 1 次（上期 0） · 5 户 · 12 人次" in heard


async def test_a_month_that_ends_on_the_25th_and_a_week_from_sunday_hold_everywhere(
    talk: Talk, means: Means, chen: Actor, wang: Actor, luo: Actor
) -> None:
    """What a district has said of its periods is kept by the figures, the digest and 封账."""
    await applied(talk, means, '[periods]\nweek_begins = "sun"\nmonth_ends = 25\n')
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    await counted(talk)
    assert "🔢 凤城街道，2026年3月（2月26日—3月25日）\n" in await luo.says("数字")
    assert "🔢 凤城街道，2026年第10周（3月1日—7日）\n" in await luo.taps("本周")
    await luo.says("简报")
    assert "月报 2026年3月（2月26日—3月25日）" in await luo.taps("本月")
    talk.passes(24 * DAY)
    await chen.says("今天入户走访2户")
    await chen.taps("对，记下")
    await wang.says("A-10002-4")
    await wang.taps("核实，计入")
    assert "入户走访  1 次 · 5 户 · 12 人次\n" in await luo.says("数字 三月")
    assert "🔢 凤城街道，2026年4月（3月26日—4月25日）" in await luo.says("数字 本月")
    assert "入户走访  1 次 · 2 户\n" in await luo.newest_text()
    assert "🔒 凤城街道 2026年3月（2月26日—3月25日）：都核实了。" in await luo.says("封账 三月")
    await luo.taps("就这样封账")
    assert "🔒 已封账" in await luo.says("数字 3月")
    assert "🏠 2026年4月（3月26日—4月25日）您报的事\n" in await chen.says("简报")
    assert "🏠 2026年3月（2月26日—3月25日）您报的事\n" in await chen.taps("上个月")
