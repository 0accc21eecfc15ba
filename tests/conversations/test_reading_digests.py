"""Digests: asked for, and by themselves."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot.means import Means
from fieldwork.digests import Span
from fieldwork.reminders import Reminder
from storage import reminders
from storage.tables import DigestRow
from tests import cast
from tests.conversations.clockwork import until
from tests.talk import Actor, Heard, Talk

pytestmark = [pytest.mark.shipped_clocks, pytest.mark.shipped_digests]
NUMBER = "N-10001-6"
LEAK = "4号楼化粪池漏了"


@pytest.fixture(autouse=True)
def _an_administrator_hears_the_words_of_the_staff(talk: Talk) -> None:
    talk.staff.add(cast.DENG.account)


async def rows(talk: Talk, span: Span) -> int:
    of = select(func.count()).select_from(DigestRow).where(col(DigestRow.span) == span)
    return await talk.asks(lambda session: int(session.execute(of).scalar_one()))


async def urges(talk: Talk) -> list[Reminder]:
    found = await talk.asks(lambda session: reminders.about(session, "report:10001"))
    return [row for row in found if row.step.startswith("urge#")]


async def _did(talk: Talk, who: Actor, told: str) -> None:
    await who.says(told)
    await who.taps("对，记下")
    talk.passes(600)


# -- asked for --------------------------------------------------------------------------------------


async def test_a_head_reads_the_last_week_and_does_something_about_a_matter(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    await until(talk, 9, 10)
    assert "看凤城街道的哪一份简报" in await luo.says("简报")
    heard = await luo.taps("上周")
    assert "📊 凤城街道" in heard
    assert "周报 2026年第10周（3月2日—8日）" in heard
    assert "（3月2日—8日） · 截至 3月9日 10:00\n" in heard
    assert "未结 1 件" in heard
    assert "1. N-10001-6 · 西湖社区西湖花园4号楼 · 下水化粪池 · 待签收 · 超时" in heard
    assert heard.text.index("需要跟进的：") < heard.text.index("上报 1 件"), "what needs somebody comes first"
    late = heard.text.partition("待签收 · ")[2].partition("\n")[0]
    assert late.startswith("超时")
    assert f"待签收 · {late}" in await luo.taps("1. 下水化粪池")
    assert "N-10001-6：已经提醒了王慧敏。" in await luo.taps("催办")
    talk.passes(60)
    assert "🔔 N-10001-6：上级在催，请尽快处理" in await wang.hears_now()


async def test_what_has_just_happened_is_in_it(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await luo.says("简报")
    heard = await luo.taps("今天")
    assert "截至 3月2日 10:00\n现在未结 1 件" in heard
    assert "上报 1 件\n签收率 1 / 1（100%）" in heard


async def test_a_second_reminder_waits_for_the_next_day(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    await until(talk, 9, 10)
    await luo.says("简报")
    await luo.taps("上周")
    await luo.taps("1. 下水化粪池")
    await luo.taps("催办")
    assert "今天已经催过王慧敏了" in await luo.taps("催办")
    assert len(await urges(talk)) == 1
    await until(talk, 10, 10)
    assert "已经提醒了王慧敏" in await luo.taps("催办")
    assert (await talk.steps(NUMBER)).count("urged") == 2


async def test_nobody_urges_themselves(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    await until(talk, 9, 10)
    await luo.says("简报")
    await luo.taps("上周")
    before = await luo.taps("1. 下水化粪池")
    await luo.says(NUMBER)
    await luo.taps("签收")
    assert "已经提醒" not in await luo.taps("催办", before.messages[-1])
    assert await urges(talk) == []
    assert "👉 催办" not in (await luo.taps("1. 下水化粪池")).labels


async def test_what_is_not_among_the_first_five_is_a_tap_away(talk: Talk, chen: Actor, luo: Actor) -> None:
    for floor in range(1, 16):
        await chen.says(f"4号楼{floor}楼路灯坏了")
        talk.passes(70)
    await until(talk, 9, 10)
    await luo.says("简报")
    assert "还有 10 件" in await luo.taps("上周")
    heard = await luo.taps("📋 还有 10 件")
    assert "需要跟进的第 6–13 件（共 15 件）：\n6. N-10006-" in heard
    assert heard.labels[-2:] == ["下一页 ›", "📄 表"]
    heard = await luo.taps("下一页 ›")
    assert "需要跟进的第 14–15 件（共 15 件）：" in heard
    assert heard.labels[-2:] == ["‹ 上一页", "📄 表"]
    assert "N-10015-" in await luo.taps("15. ")


async def test_silent_buildings_are_named_behind_a_tap(talk: Talk, chen: Actor, luo: Actor) -> None:
    """None on the first day, nor as long as nobody can have been silent; later those of which nothing came."""
    await luo.says("简报")
    assert "没有消息的楼栋" not in await luo.taps("今天")
    talk.passes(61 * 24 * 3600)
    await chen.says("4号楼楼道灯坏了")
    await luo.says("简报")
    heard = await luo.taps("今天")
    assert "🔕 没有消息的楼栋 2 栋（60 天以上）" in heard
    opened = await luo.taps("🔕 没消息的楼栋")
    assert "没有消息的楼栋 2 栋（60 天以上）\n第 1–2 栋（共 2 栋）：\n西湖社区西湖花园5号楼\n" in opened


async def _reads_of_the_matter(who: Actor) -> Heard:
    """The last week's first matter, and what can be done about it."""
    await who.says("简报")
    await who.taps("上周")
    return await who.taps("1. 下水化粪池")


async def test_each_may_do_about_a_matter_what_is_theirs_to_do(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, zhao: Actor, luo: Actor, feng: Actor, deng: Actor
) -> None:
    """A head urges whoever has it; who has it does not urge; a colleague looks; the administrator does neither."""
    await chen.says(LEAK)
    await wang.taps("签收")
    await until(talk, 9, 10)
    everything = ["👉 催办", "🤝 转给", "⏳ 延期", "📄 查看"]
    for who, may in ((luo, everything), (feng, everything), (wang, everything[1:]), (zhang, everything[3:])):
        heard = await _reads_of_the_matter(who)
        assert heard.labels == may, who.member.name
        assert "\n👤 西湖站王慧敏" in heard
        assert "N-10001-6 · 已签收" in await who.taps("查看")
    await deng.says("简报")
    assert not any("下水" in label for label in (await deng.taps("上周")).labels)
    key = heard.messages[-1].key("查看")
    assert key
    for action in ("digest_matter", "urge", "hand", "ask_extend"):
        for who in (zhao, deng, chen):
            forged = await who.taps_data(key.data.replace("open", action), key.message)
            assert "这件事不归您办理" in forged.answer, (action, who.member.name)


async def test_what_is_not_signed_for_has_the_same_four_and_says_why_it_cannot_be_extended(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    """Each is tapped from the digest of yesterday, and works to its end; 延期 tells what comes first."""
    await chen.says(LEAK)
    await until(talk, 9, 10)
    matter = (await _reads_of_the_matter(luo)).messages[-1]
    await until(talk, 10, 10)
    assert matter.labels == ["👉 催办", "🤝 转给", "⏳ 延期", "📄 查看"]
    assert [len(row) for row in matter.rows] == [2, 2], "as wide as a phone"
    assert (await luo.taps("延期", matter)).answer == "还没签收，签收后才能申请延期。"
    assert "✍️ 签收" in (await luo.newest()).labels, "what comes first is below"
    assert "N-10001-6 · 待签收" in await luo.taps("查看", matter)
    assert "已经提醒了王慧敏" in await luo.taps("催办", matter)
    assert "转给谁" in await luo.taps("转给", matter)
    await luo.taps("张立文")
    assert "N-10001-6" in await wang.hears_now()
    assert (await talk.steps(NUMBER))[-1] == "handed_over"


async def test_what_is_done_says_that_there_is_nothing_to_hurry(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    await until(talk, 9, 10)
    matter = (await _reads_of_the_matter(luo)).messages[-1]
    await wang.taps("办结", await wang.card(NUMBER))
    await wang.taps("上门了")
    await wang.taps("已清理干净")
    assert "没什么要催的" in (await luo.taps("催办", matter)).answer
    assert await urges(talk) == []


@pytest.mark.parametrize(("many", "keys"), [(1, [1]), (3, [2, 1]), (10, [2, 2, 1])])
async def test_a_digest_of_few_and_of_many_lines_fits_a_phone(
    talk: Talk, chen: Actor, luo: Actor, many: int, keys: list[int]
) -> None:
    """One key a line, two abreast, and never more than six rows; what is beyond the fifth is one tap away."""
    for floor in range(1, many + 1):
        await chen.says(f"4号楼{floor}楼路灯坏了")
        talk.passes(70)
    await until(talk, 9, 10)
    await luo.catches_up()
    told = (await luo.says("简报 上周")).messages[-1]
    lines = [row for row in told.rows if row[0].label[0].isdigit()]
    assert [len(row) for row in lines] == keys
    assert len(told.rows) <= 6
    assert max(len(label) for label in told.labels) <= 12
    assert max(map(len, told.text.splitlines())) <= 60, "two lines of a phone at most"


async def test_a_matter_is_handed_on_from_a_digest(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await until(talk, 9, 10)
    await _reads_of_the_matter(luo)
    assert "转给谁" in await luo.taps("转给")
    assert "N-10001-6 已转给张立文" in await luo.taps("张立文")
    assert (await talk.steps(NUMBER))[-1] == "handed_over"


async def test_more_time_is_asked_for_from_a_digest(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await until(talk, 9, 10)
    await _reads_of_the_matter(wang)
    assert "点一个原因" in await wang.taps("延期")
    await wang.taps("等材料或配件")
    assert "已请罗永康审批：延期到" in await wang.taps("3天")
    talk.passes(60)
    assert "王慧敏申请" in await luo.hears_now()


async def test_the_picture_and_the_table_come_when_they_are_asked_for(
    talk: Talk, chen: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    await until(talk, 9, 10)
    await luo.says("简报")
    asked = await luo.taps("上周")
    assert asked.messages[-1].text.startswith("📊 凤城街道")
    assert asked.photos == []
    assert {"📊 图", "📄 表"} <= set(asked.labels)
    assert "⏰ 时间" not in asked.labels
    heard = await luo.taps("表")
    assert [said.document for said in heard.messages] == ["凤城街道-2026-W10.xlsx"]
    assert (await luo.taps("📊 图")).photos


async def test_a_worker_reads_the_last_day_week_and_month_of_the_station(
    talk: Talk, chen: Actor, wang: Actor, zhao: Actor
) -> None:
    await chen.says(LEAK)
    await until(talk, 9, 10)
    heard = await wang.says("简报")
    assert heard.labels[-4:] == ["昨天", "上周", "本月", "上月"]
    asked = heard.messages[-1]
    heard = await wang.taps("上周")
    assert "📊 凤城街道西湖社区\n周报 2026年第10周（3月2日—8日）" in heard
    assert "1. N-10001-6" in heard
    for label, said in (
        ("昨天", "日报 2026年3月6日—8日"),
        ("本月", "月报 2026年3月 "),
        ("上月", "月报 2026年2月 "),
    ):
        assert said in await wang.taps(label, asked)
    assert "看凤城街道西湖社区的哪一份" in await wang.taps("别的简报")
    key = asked.key("上周")
    assert key
    assert "这个按钮" in (await zhao.taps_data(key.data, key.message)).answer


async def test_who_checks_activities_hears_how_many_wait_and_opens_them(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, deng: Actor
) -> None:
    await chen.says("今天入户走访4号楼5户")
    await chen.taps("对，记下")
    for worker in (wang, luo):
        heard = await worker.says("简报")
        if worker is luo:
            heard = await luo.taps("本月")
            assert "📝 待核实的活动 1 次" in heard
        else:
            assert "☀️ 3月2日\n活动待核实 1 次" in heard
        assert "A-10001-6 · 3月2日" in await worker.taps("待核实 · 1", heard.messages[0])
    await deng.says("简报")
    assert not any("待核实" in label for label in (await deng.taps("本月")).labels)


async def test_a_morning_says_how_many_more_wait(talk: Talk, chen: Actor, wang: Actor) -> None:
    for floor in range(1, 8):
        await chen.says(f"4号楼{floor}楼路灯坏了")
        talk.passes(70)
    heard = await wang.says("简报")
    assert "待签收 7 件" in heard
    assert "待签收 · 7" in (await wang.taps("📋 待办 · 还有 2 件")).labels
    assert len(heard.messages[0].rows) <= 6


async def test_a_place_below_is_chosen_by_name(luo: Actor) -> None:
    await luo.says("简报")
    heard = await luo.taps("换个地方")
    while "西湖社区" not in heard.labels:
        heard = await luo.taps("其他…", heard.messages[-1])
    assert "看凤城街道西湖社区的哪一份" in await luo.taps("西湖社区")
    assert "📊 凤城街道西湖社区" in await luo.taps("今天")


async def test_a_forged_place_is_refused(zhao: Actor, luo: Actor) -> None:
    shown = (await luo.says("简报")).messages[-1]
    key = shown.key("上周")
    assert key is not None
    heard = await zhao.taps_data(key.data, key.message)
    assert "这个按钮" in heard.answer
    assert "凤城街道" not in heard


async def test_a_week_that_was_told_is_told_again_as_it_was(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    await until(talk, 9, 10)
    await luo.says("简报")
    first = await luo.taps("上周")
    await until(talk, 10, 10)
    assert (await luo.taps("上周")).messages[0].text == first.messages[0].text
    assert await rows(talk, Span.WEEK) == 3  # of the street's head, the coordinator and the administrator


async def test_where_nothing_happened_that_is_said_when_asked(liu: Actor, talk: Talk, luo: Actor) -> None:
    await luo.says("简报")
    assert "没有发生什么" in await luo.taps("去年")


async def test_who_only_reports_has_no_digest(grace: Actor) -> None:
    assert "There is no digest for you" in await grace.says("Digest")


# -- by themselves ----------------------------------------------------------------------------------


async def test_a_worker_hears_each_morning_what_the_day_brings(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await until(talk, 3, 8, 40)
    heard = await wang.hears_now()
    (morning,) = [said for said in heard.messages if said.text.startswith("☀️")]
    assert morning.text.startswith("☀️ 3月3日\n手上 1 件")
    assert morning.labels[-1] == "⏰ 时间"
    assert "西湖花园4号楼\n🔴 N-10001-6 · 下水化粪池 · 已签收 · 超时" in morning.text


async def test_nothing_comes_where_nothing_waits(talk: Talk, wang: Actor, luo: Actor, feng: Actor) -> None:
    await until(talk, 3, 9)
    for who in (wang, luo, feng):
        assert not await who.hears_now()


async def test_a_week_comes_on_monday_once_also_after_a_restart(
    talk: Talk, chen: Actor, luo: Actor, feng: Actor, means: Means
) -> None:
    await chen.says(LEAK)
    await until(talk, 9, 8, 40)
    heard = await luo.hears_now()
    assert [said.text.splitlines()[1].split(" · ")[0] for said in heard.messages if said.text.startswith("📊 凤")] == [
        "日报 2026年3月6日—8日", "周报 2026年第10周（3月2日—8日）",
    ]  # fmt: skip
    weekly = [said for said in heard.messages if "周报" in said.text]
    assert [bool(said.photo) for said in weekly] == [False, True]  # the text, then its picture
    assert "📊 图" not in weekly[0].labels
    assert "⏰ 我的提醒" in await luo.taps("⏰ 时间", weekly[0])
    assert not weekly[1].labels
    assert "周报 2026年第10周" in await feng.hears_now()
    talk.restarts(means)
    await until(talk, 9, 18)
    assert "周报" not in await luo.hears_now()
    assert await rows(talk, Span.WEEK) == 3


async def test_a_time_of_ones_own_is_kept_and_a_stop_too(
    talk: Talk, chen: Actor, luo: Actor, feng: Actor
) -> None:
    await chen.says(LEAK)
    await luo.says("我的提醒")
    await luo.taps("停：每日简报")
    await feng.says("我的提醒")
    shown = await feng.newest()
    at = next(row for row in shown.rows if "每周简报" in row[0].label)[1]
    await feng.taps_data(at.data, at.message)
    await feng.taps("10:00")
    await until(talk, 9, 9)
    assert "日报" not in await luo.hears_now()
    assert "周报" not in await feng.hears_now()
    await until(talk, 9, 10, 5)
    assert "周报" in await feng.hears_now()


async def test_what_came_while_away_is_not_piled_up(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    await luo.says("我请假 3月6日到3月17日")
    await until(talk, 18, 9)
    told = [
        said.text.splitlines()[1].split(" · ")[0]
        for said in await luo.chat()
        if said.text.startswith("📊 凤")
    ]
    assert [each for each in told if each.startswith("周报")] == ["周报 2026年第11周（3月9日—15日）"]


async def test_a_building_head_reads_once_a_month_what_became_of_it(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    talk.passes(timedelta(days=30, hours=-1).total_seconds())
    await talk.settle()
    heard = await chen.hears_now()
    (month,) = [said for said in heard.messages if "您报的事" in said.text]
    assert month.text.startswith("🏠 2026年3月您报的事\n报了 1 件，处理好了 0 件，还没办完 1 件")
    assert "西湖站王慧敏" in month.text
    assert "每月简报" in await chen.taps("⏰ 时间", month)


async def test_a_building_head_reads_what_they_did_and_what_counts(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    """Kind by kind, added up in each unit; what is not looked at, or came back, is told apart."""
    for told in ("今天入户走访4号楼5户12人次", "今天入户走访4号楼4户8人次"):
        await _did(talk, chen, told)
        await wang.taps("核实，计入")
    await _did(talk, chen, "今天入户走访4号楼2户")
    await wang.taps("退回")
    await wang.taps("数字不符")
    await wang.taps("没有要补的")
    await until(talk, 31, 17)
    await _did(talk, chen, "今天入户走访4号楼3户")
    talk.passes(17 * 3600)
    await talk.settle()
    (month,) = [said for said in (await chen.hears_now()).messages if "您报的事" in said.text]
    assert month.text == (
        "🏠 2026年3月您报的事\n🤝 您做的活动，已计入统计：\n入户走访 2 次 · 9 户 · 20 人次\n"
        "还有 1 项活动等站里核实。\n有 1 项活动等您改一下。"
    )
    heard = await chen.taps("我的活动", month)
    assert heard.messages[0].text.startswith("您做的活动：\nA-10004-0 · 入户走访 · 3月31日 · 3 户")
    assert heard.messages[0].id != month.id


async def test_a_building_head_reads_the_last_month_again(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await until(talk, 31, 10)
    talk.passes(24 * 3600)
    assert "🏠 2026年4月您报的事\n这个月刚开始。\n报了 0 件" in await chen.says("简报")
    heard = await chen.taps("上个月")
    assert "🏠 2026年3月您报的事\n报了 1 件" in heard
    assert "2026年4月" in await chen.taps("这个月", heard.messages[-1])


@pytest.mark.parametrize(
    "words", ["简报 上月", "简报 上个月", "简报 3月", "简报上月", "月报 三月", "上月简报"]
)
async def test_a_building_head_names_the_month_behind_the_word(talk: Talk, chen: Actor, words: str) -> None:
    await chen.says(LEAK)
    await until(talk, 31, 10)
    talk.passes(24 * 3600)
    assert "🏠 2026年3月您报的事\n报了 1 件" in await chen.says(words)


async def test_on_the_first_day_of_a_month_it_is_said_that_the_month_has_just_begun(
    talk: Talk, chen: Actor
) -> None:
    await until(talk, 31, 10)
    assert "刚开始" not in await chen.says("简报")
    talk.passes(24 * 3600)
    assert "🏠 2026年4月您报的事\n这个月刚开始。\n报了 0 件" in await chen.says("简报")
    assert "刚开始" not in (await chen.taps("上个月")).messages[-1].text


async def test_a_building_head_opens_what_the_month_has_no_room_for(talk: Talk, chen: Actor) -> None:
    for floor in range(1, 8):
        await chen.says(f"4号楼{floor}楼路灯坏了")
        talk.passes(70)
    month = (await chen.says("简报")).messages[-1]
    assert "\n还有 2 件" in month.text
    heard = await chen.taps("📋 还有 2 件", month)
    assert heard.text.startswith("您报过的：\nN-10007-")
    assert "N-10001-6" in heard
    assert heard.messages[0].id != month.id


async def test_own_activities_are_turned_page_by_page(talk: Talk, chen: Actor) -> None:
    for households in range(1, 13):
        await _did(talk, chen, f"今天入户走访4号楼{households}户")
    await chen.says(LEAK)
    await chen.says("简报")
    heard = await chen.taps("我的活动")
    assert "N-10013" not in heard
    heard = await chen.taps("下一页 ›")
    assert heard.text.startswith("您做的活动：\nA-10002-4")


async def test_nothing_comes_at_night(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    await until(talk, 8, 23)
    await until(talk, 9, 7, 50)
    assert "📊" not in await luo.hears_now()


async def test_what_came_after_a_month_is_of_the_next(talk: Talk, chen: Actor) -> None:
    await until(talk, 31, 17)
    await chen.says("4号楼楼道灯坏了")
    talk.passes(4 * 3600)  # past the quiet hours' begin: nothing is told any more in March
    await chen.catches_up()
    talk.passes(8 * 3600)
    await chen.says(LEAK)
    talk.passes(4 * 3600)
    told = await chen.hears_now()
    assert "3月您报的事" in told
    assert "报了 1 件" in told
    assert "下水化粪池" not in "".join(said.text for said in told.messages if "您报的事" in said.text)
