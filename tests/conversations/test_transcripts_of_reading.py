"""The transcripts of what a station reads of its own work, and of the meetings at which it is spoken of."""

import pytest

from tests.conversations.clockwork import until
from tests.conversations.test_arranging_visits import planned
from tests.conversations.test_asking_monthly import comes
from tests.conversations.test_looking_at_targets import served
from tests.conversations.test_transcripts import AFTERWARDS, READING
from tests.conversations.test_transcripts_of_duty import untrue
from tests.talk import Actor, Talk

LEAK = "4号楼化粪池漏了"
MEETINGS = (
    "calling_a_council",
    "changing_a_council",
    "looking_at_the_agenda",
    "sending_agendas",
    "when_and_where",
)
MINUTES = ("asking_what_was_decided", "closing_the_minutes", "counting_who_came", "keeping_the_minutes")
COUNCILS = (*MEETINGS, *MINUTES, "putting_on_the_agenda")
FIGURES = ("asking_for_figures", "looking_at_figures", "looking_at_parts", "taking_out", "turning_away")
DIGESTS, ASKED = ("reading_digests", "urging"), ("asking_for_digests", "naming_a_step")
WAYS = ("finding_the_way", "guessing")
MORNINGS, MONTHS, TARGETS = ("starting_the_day",), ("own_months",), ("looking_at_targets",)
TIMES, ABOUT = ("saying_when_digests_come",), ("asking_about_digests",)


def test_every_transcript_of_reading_has_a_story_here() -> None:
    assert sorted(
        COUNCILS + FIGURES + DIGESTS + ASKED + WAYS + MORNINGS + MONTHS + TARGETS + TIMES + ABOUT
    ) == sorted(READING)


async def test_a_matter_on_the_agenda_is_told_as_the_transcript_says(
    talk: Talk, chen: Actor, liang: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says("4号楼电梯坏了")
    await wang.chooses("上会")
    await chen.says(LEAK)
    await liang.says("西湖花园4号楼化粪池漏了")
    await liang.taps("我也遇到")
    await luo.says("上会")
    await luo.taps("N-10002-4")
    assert untrue(talk, ("putting_on_the_agenda",)) == []


async def test_a_meeting_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, li: Actor, wang: Actor, luo: Actor
) -> None:
    await li.says("议事会")
    await chen.says(LEAK)
    await wang.chooses("上会")
    await luo.says("议事会")
    await luo.taps("西湖花园")
    await luo.taps("3月6日")
    await luo.says("晚上七点")
    await luo.says("4号楼架空层")
    await luo.says("3月9日")
    await luo.taps("改日期")
    await luo.says("3月6日")
    await luo.taps("改地点")
    await luo.taps("社区活动室")
    await until(talk, 4, 8, 31)
    await luo.taps("加一句")
    await luo.taps("N-10001-6")
    await luo.says("物业说要动维修基金，得大家同意")
    await luo.taps("改日期")
    await luo.says("3月9日")
    await luo.taps("不开了")
    await luo.says("议事会")
    await luo.taps("西湖花园")
    await luo.taps("3月11日")
    assert untrue(talk, MEETINGS) == []


async def test_minutes_are_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    await wang.chooses("上会")
    await luo.says("议事会 西湖花园")
    await luo.says("3月6日晚上七点")
    await luo.taps("社区活动室")
    await until(talk, 6, 20)
    await luo.says("议事会")
    await luo.taps("3月6日")
    await luo.taps("签到")
    await luo.taps("加名字")
    await luo.says("李阿婆 赵大爷")
    await luo.says("会议记录")
    await luo.says("12")
    await luo.taps("重新问我")
    await luo.says("请物业一周内清掏")
    await luo.taps("王慧敏")
    await luo.taps("3月13日")
    await luo.says("12")
    assert untrue(talk, MINUTES) == []


async def test_figures_and_the_table_are_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says("今天入户走访4号楼5户")
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    talk.passes(300)
    await chen.says(LEAK)
    await wang.taps("签收")
    talk.passes(61)
    await talk.settle()
    await luo.says("数字")
    await luo.taps("入户走访 5 户")
    await luo.taps("分开看…")
    await luo.taps("按周")
    await luo.says("导出")
    await luo.taps("上报的事")
    await luo.taps("本月")
    await luo.says("月度汇总")
    await luo.says("导出")
    await luo.taps("上报的事")
    await luo.taps("本月")
    await luo.says("数字")
    for asked in ("数字 上月 西湖社区", "这个月西湖社区入户走访了多少户？", "上报 按社区", "数字 上季度"):
        await luo.says(asked)
    assert untrue(talk, FIGURES) == []


async def test_targets_are_told_as_the_transcript_says(
    talk: Talk, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await served(wang, zhang)
    await luo.says("目标")
    await luo.taps("王慧敏 1/8")
    assert untrue(talk, TARGETS) == []


@pytest.mark.shipped_clocks
@pytest.mark.shipped_digests
async def test_a_digest_and_urging_are_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, li: Actor, deng: Actor, luo: Actor
) -> None:
    talk.staff.add(deng.account)
    await chen.says(LEAK)
    await li.says("5号楼电梯坏了")
    for day in range(2, 9):
        await until(talk, day, 20)
    await until(talk, 9, 10)
    await luo.says("简报")
    await luo.taps("上周")
    await luo.taps("1. 下水化粪池")
    await luo.taps("催办")
    talk.passes(60)
    await talk.settle()
    await luo.taps("催办")
    assert untrue(talk, DIGESTS) == []


async def test_what_is_asked_for_in_words_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await until(talk, 9, 10)
    for words in ("简报 上周", "西湖社区上周的简报", "重发上周的", "西湖社区月报", "简报 上季度"):
        await luo.says(words)
    await chen.says(LEAK)
    await wang.taps("签收")
    for words in ("剔除", "延期 N-10001-6"):
        await luo.says(words)
    await chen.says("剔除 N-10001-6")
    assert untrue(talk, ASKED) == []


@pytest.mark.shipped_digests
async def test_when_digests_come_is_told_as_the_transcript_says(luo: Actor, talk: Talk) -> None:
    for words in (
        "简报几点发",
        "每天9点发",
        "不要日报了",
        "恢复",
        "周五下午5点发周报",
        "周报时间改一下",
        "下午三点半",
    ):
        await luo.says(words)
    assert untrue(talk, TIMES) == []


@pytest.mark.shipped_clocks
@pytest.mark.shipped_digests
async def test_a_morning_is_told_as_the_transcript_says(
    talk: Talk, chen: Actor, li: Actor, deng: Actor, wang: Actor
) -> None:
    talk.staff.add(deng.account)
    await planned(wang, "4栋502 高风险 李阿婆 3-9", "4栋301 一般 张伯 3-9", "4栋201 一般 何伯 3-9")
    await _takes_up(chen, wang, LEAK)
    await until(talk, 8, 20)
    await _takes_up(li, wang, "5号楼电梯坏了")
    talk.passes(300)
    await chen.says("4号楼路灯不亮")
    await until(talk, 9, 8, 31)
    await wang.hears_now()
    assert untrue(talk, MORNINGS) == []


async def _takes_up(who: Actor, wang: Actor, words: str) -> None:
    await who.says(words)
    await wang.taps("签收")
    await wang.taps("联系了")


@pytest.mark.shipped_digests
async def test_a_month_of_ones_own_is_told_as_the_transcript_says(
    talk: Talk, chen: Actor, wang: Actor, deng: Actor
) -> None:
    talk.staff.add(deng.account)
    await _takes_up(chen, wang, LEAK)
    await wang.taps("办结")
    await wang.taps("已清理干净")
    await chen.taps("解决了")
    await chen.taps("满意")
    talk.passes(700)
    await chen.says("4号楼路灯不亮")
    await wang.taps("签收")
    for told in ("今天入户走访4号楼5户12人次", "今天入户走访4号楼4户8人次"):
        await chen.says(told)
        await chen.taps("对，记下")
        await wang.taps("核实，计入")
        talk.passes(700)
    comes(talk, "2026-03-31 16:00")
    await chen.says("今天入户走访4号楼3户")
    await chen.taps("对，记下")
    comes(talk, "2026-04-01 08:31")
    await chen.hears_now()
    assert untrue(talk, MONTHS) == []


async def test_the_ways_are_told_as_the_transcripts_say(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("帮助")
    await chen.taps("做了什么")
    await chen.taps("开始走访")
    await wang.says("我的统计")
    await wang.says("统计")
    await wang.taps("数字")
    await chen.says("导出数据")
    await chen.taps("这是一件要报的事")
    assert untrue(talk, WAYS) == []


async def test_what_became_of_it_is_asked_as_the_transcript_says(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says("今天入户走访5户12人次")
    await chen.says("那条走访记下了吗")
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    await chen.says("我报的活动呢")
    await chen.says("我这个月走访了几户")
    await chen.says("开始走访 4号楼")
    for line in ("301 都好", "302 独居", "303 没人", "走了几户了"):
        await chen.says(line)
    assert untrue(talk, AFTERWARDS) == []


@pytest.mark.shipped_digests
async def test_questions_about_digests_are_answered_as_the_transcript_says(talk: Talk, luo: Actor) -> None:
    for words in ("简报发给谁", "简报发到群里", "简报太长了", "简报看不懂", "我要改时间"):
        await luo.says(words)
    assert untrue(talk, ABOUT) == []
