"""Activities, figures and digests are asked for in a hundred ways: each is answered, and none becomes a report.

Whoever may not have something hears who has it, and still can report what they wrote.
"""

import pytest

from tests.conversations.clockwork import until
from tests.talk import Actor, Talk

STATION = "这件事由社工站来做"
LAST_WEEK, LAST_MONTH, LAST_YEAR = "周报 2026年第10周", "月报 2026年2月", "年报 2025年"
OF_A_HEAD = (
    ("积案 今年", "🔢 积案"), ("积案", "🔢 积案"), ("今年积案有多少", "🔢 积案"), ("结案率多少", "🔢 结案率"),
    ("解决率", "🔢 解决率"), ("满意率 上月", "🔢 满意率"), ("参评率", "🔢 参评率"), ("本月数字", "🔢 凤城街道"),
    ("服务人次", "🔢 服务"), ("超时多少件", "🔢 逾期"), ("未结有多少", "🔢 未结"), ("退单情况", "🔢 退单"),
    ("挂账 今年", "🔢 挂账"), ("各社区走访数", "🔢"), ("今年走访了多少户", "🔢 入户走访"),
    ("周报", LAST_WEEK), ("月报", LAST_MONTH), ("年报", LAST_YEAR), ("白皮书", LAST_YEAR),
    ("今年的白皮书", "年报 2026年"),
    ("上个月的简报", LAST_MONTH), ("本周周报", "周报 2026年第11周"), ("昨天的日报", "日报 2026年3月6日—8日"),
    ("三月的月报", "月报 2026年3月"), ("2025年年报", LAST_YEAR), ("重发上周的", LAST_WEEK),
    ("重发上周简报", LAST_WEEK),
    ("再发一次上周的周报", LAST_WEEK), ("麻烦给我看上周的简报", LAST_WEEK), ("重發上週簡報", LAST_WEEK),
    ("西湖社区月报", "📊 凤城街道西湖社区\n月报 2026年2月"), ("发简报", "哪一份简报"), ("再发一次", "哪一份简报"),
    ("季度报表", "哪一份简报"), ("联系不上的人", "哪一份简报"), ("沉默的楼长", "哪一份简报"),
    ("楼长简报", "没看懂“楼长”"),
    ("目标", "🎯"), ("目标完成情况", "🎯"), ("封账3月", "还没到头"), ("封账 3月", "还没到头"), ("封账记录", "封账"),
    ("上会N-10001-6", "🏛 N-10001-6"), ("议题", "🏛"), ("我的时长", "志愿时长"), ("志愿时长证明", "志愿时长"),
    ("志愿者签到", "开始签到"), ("个案", "个案"), ("抽查", "这里没有要办的"), ("结束走访", "没有在走访"),
    ("剔除 N-10001-6", "点一个原因"), ("N-10001-6 剔除", "点一个原因"), ("剔除 N-10001-3", "没有找到这个号码"),
    ("剔除", "要写上编号"), ("延期 N-10001-6", "还没签收"), ("催办 N-10001-6", "已经提醒了王慧敏"),
    ("转给 N-10001-6", "转给谁"), ("挂账 N-10001-6", "现在做不了"), ("查看 N-10001-6", "N-10001-6"),
    ("导出活动", "导出"), ("还有多少没办", "待办"), ("多少件没签收", "待办"), ("目标完成多少", "🎯"),
    ("社区排名", "您是在找这个吗"), ("数据报表", "您是在找这个吗"), ("时长证明怎么开", "志愿时长"), ("下次议事会", "🏛"),
    ("谁超时了", "24 小时"),
)  # fmt: skip
OF_A_WORKER = (
    ("积案 今年", "🔢 积案"), ("结案率多少", "🔢 结案率"), ("周报", f"📊 凤城街道西湖社区\n{LAST_WEEK}"),
    ("白皮书", LAST_YEAR), ("年报", LAST_YEAR), ("日报", "☀️"), ("上个月的简报", LAST_MONTH),
    ("西湖社区月报", LAST_MONTH),
    ("东门社区周报", "不归您看"), ("封账 3月", "由站长来做"), ("封账3月", "由站长来做"), ("导出 上月", STATION),
    ("上会N-10001-6", "🏛"), ("核实 A-10002-4", "现在做不了"), ("退回 A-10002-4", "A-10002-4"), ("剔除", "要写上编号"),
    ("签收 N-10001-6", "签收了"), ("延期 N-10001-6", "点一个原因"),
    ("办理经过 N-10001-6", "📜 N-10001-6 办理经过"), ("N-10001-6 流程", "📜 N-10001-6"), ("看 N-10001-6", "化粪池漏了"),
    ("查N-10001-6", "化粪池漏了"), ("详情 N-10001-6", "化粪池漏了"), ("谁在办 N-10001-6", "化粪池漏了"),
    ("N-10001-6 超期了吗", "化粪池漏了"), ("更多 N-10001-6", "要做什么"), ("退单 N-10001-6", "N-10001-6"),
    ("N-10001-6 转给张伟", "转给谁"), ("联系了 N-10001-6", "已记下"), ("N-10001-6 处理完了", "怎么处理的"),
)  # fmt: skip
OF_A_BUILDING_HEAD = (
    ("积案 今年", STATION), ("结案率多少", STATION), ("服务人次", STATION), ("目标", STATION), ("封账 3月", STATION),
    ("导出活动", STATION), ("个案", STATION), ("剔除", STATION), ("剔除 N-10001-6", STATION),
    ("延期 N-10001-6", STATION),
    ("白皮书", "您报的事"), ("上个月的简报", "2026年2月您报的事"), ("重发上个月的", "2026年2月您报的事"),
    ("三月的月报", "2026年3月您报的事"), ("上会N-10001-6", "🏛"), ("志愿时长证明", "志愿时长"),
    ("催办 N-10001-6", "N-10001-6：西湖站会在"), ("办理经过 N-10001-6", "N-10001-6"), ("N-10001-6 谁负责", "N-10001-6"),
)  # fmt: skip
OF_A_VOLUNTEER = (
    ("積案 今年", "由社工站來做"), ("上会 N-10001-6", "由社工站來做"), ("封账 3月", "由社工站來做"),
    ("議題", "由社工站來做"),
    ("西湖社区月报", "由社工站來做"), ("上周簡報", "由社工站來做"), ("剔除", "由社工站來做"),
    ("志愿時長證明", "志願時長"), ("志愿者签到", "開始簽到"), ("转给 N-10001-6", "由社工站來做"),
)  # fmt: skip


async def _tells_and_goes_on(talk: Talk, chen: Actor) -> int:
    """A week on there is one need and one activity; gives how many reports there are."""
    await chen.says("4号楼化粪池漏了")
    await chen.says("今天入户走访4号楼5户")
    await chen.taps("对，记下")
    await until(talk, 9, 10)
    return len(await talk.reports())


@pytest.mark.parametrize(
    ("who", "asked"),
    [("luo", OF_A_HEAD), ("wang", OF_A_WORKER), ("chen", OF_A_BUILDING_HEAD), ("liang", OF_A_VOLUNTEER)],
)
async def test_what_is_asked_for_is_answered_and_no_report(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, liang: Actor, who: str,
    asked: tuple[tuple[str, str], ...],
) -> None:  # fmt: skip
    many = await _tells_and_goes_on(talk, chen)
    actor = {"luo": luo, "wang": wang, "chen": chen, "liang": liang}[who]
    wrong = []
    for words, answer in asked:
        await actor.catches_up()
        heard = await actor.says(words)
        if answer not in heard:
            wrong.append((words, heard.text[:80]))
        await actor.says("取消")
        talk.passes(61)
    assert wrong == []
    assert len(await talk.reports()) == many


@pytest.mark.parametrize(
    "words",
    [
        "楼道灯坏了三周了，简报里也没写",
        "4号楼电梯坏了，上周的周报里没有",
        "我家门口积水，请延期施工",
        "小区年报公示栏的玻璃碎了",
        "签到处的雨棚漏水",
        "结案了但是水管还在漏",
        "4号楼漏水，N-10001-6 没解决",
        "N-10001-6 处理了但是又漏了",
        "看 N-10001-6 旁边的井盖也坏了",
    ],
)
async def test_a_report_that_holds_such_words_stays_one(
    talk: Talk, chen: Actor, luo: Actor, words: str
) -> None:
    for actor in (chen, luo):
        await actor.says(words)
        talk.passes(3700)
    assert [report.text for report in await talk.reports()] == [words, words]


async def test_who_may_not_can_still_report_what_they_wrote(talk: Talk, chen: Actor) -> None:
    await chen.says("积案 今年")
    await chen.taps("这是一件要报的事")
    assert [report.text for report in await talk.reports()] == ["积案 今年"]
