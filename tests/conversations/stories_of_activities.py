"""Lives of what is counted: told, walked, signed in, opened as a case, closed as a period, looked at, taken out."""

import re

from tests.conversations.stage import DONE, LEAK, NUMBER, Stage, looked_at_by_all, story

DAY, HOUR = 86_400, 3_600
LINK = re.compile(r"\?start=(sign_\w+)")


@story(
    "activities activity_accept amend confirm day held kind kinds no_number not_ours ours project_ends projects",
    "my_activities own_month recount to_need unconfirmed under",
)
async def told(stage: Stage) -> None:
    """What kind, which day, which project, how many; passed on; and what is something to be dealt with."""
    await stage.luo.says("新项目 微心愿")
    await stage.chen.says("今天服务居民，共30人次")
    await stage.chen.taps("其他…")
    await stage.chen.taps("宣讲宣传")
    await stage.chen.taps("不对，改一下")
    await stage.chen.taps("归到项目…")
    await stage.chen.taps("微心愿")
    await stage.chen.taps("不对，改一下")
    await stage.chen.taps("日期")
    await stage.chen.taps("2月28日")
    await stage.chen.taps("不对，改一下")
    await stage.chen.taps("数字")
    await stage.chen.says("2场40人次")
    await stage.chen.taps("对，记下")
    await stage.chen.says("今天入户走访独居老人，服务8人次")
    await stage.chen.taps("跳过")
    await stage.chen.forwards("今天开展防诈骗宣传一场，86人次")
    await stage.chen.taps("只是转发")
    await stage.chen.forwards("今天开展防火宣传一场，50人次")
    await stage.chen.taps("是我们办的")
    await stage.chen.taps("对，记下")
    await stage.wang.says("待办")
    await stage.wang.taps("活动待核实")
    await stage.wang.taps("待确认")
    await stage.wang.says("A-10002-4")
    await stage.wang.taps("这是要办的事")
    await stage.luo.taps("结束 微心愿")
    for number in (DONE, "A-10004-0"):
        await stage.zhang.says(number)
        await stage.zhang.taps("核实，计入")
    await stage.chen.says("简报")
    await stage.chen.taps("我的活动")
    await stage.chen.taps("上个月")


@story("activity_accept confirm_all one_of_them")
async def told_together(stage: Stage) -> None:
    """A week as a list: one of it is put right by its number, all are confirmed by one tap and accepted."""
    await stage.chen.says("本周：\n1. 入户走访12次36户\n2. 宣讲2场85人次")
    await stage.chen.taps("A-10002-4")
    await stage.chen.says("90人次")
    listed = next(said for said in await stage.chen.chat() if "一共 2 项" in said.text)
    await stage.chen.taps("都对，记下", on=listed)
    for number in (DONE, "A-10002-4"):
        await stage.wang.says(number)
        await stage.wang.taps("核实，计入")


@story("activity_accept activity_back activity_return activity_void activity_wrong confirm recount")
async def returned_and_voided(stage: Stage) -> None:
    """Returned for its numbers, put right by the one button, counted, returned once more, void in words."""
    await stage.chen.says("今天入户走访5户12人次")
    await stage.chen.taps("对，记下")
    await stage.wang.says(DONE)
    await stage.wang.taps("退回")
    await stage.wang.taps("数字不符")
    await stage.wang.says("只有4户签了字")
    await stage.chen.taps("🔢 改数字")
    await stage.chen.says("4户12人次")
    await stage.chen.taps("对，记下")
    await stage.zhang.says(DONE)
    await stage.zhang.taps("核实，计入")
    await stage.wang.taps("退回")
    await stage.wang.taps("缺照片")
    await stage.wang.taps("没有要补的")
    await stage.zhang.taps("作废")
    await stage.zhang.says("这次走访取消了")


@story("activity_accept confirm households walk_at walk_back walk_end walk_on walk_page")
async def walked(stage: Stage) -> None:
    """From door to door: two rounds, one ended in the evening; a line taken back, a need on the way."""
    await stage.liang.says("开始走访")
    await stage.luo.says("开始走访")
    await stage.luo.taps("其他…")
    await stage.liang.taps("西湖花园")
    await stage.liang.taps("号楼")
    await stage.liang.says("302 独居 两位老人")
    await stage.liang.says("303 没人")
    await stage.liang.taps("撤回上一條")
    await stage.liang.says("304 漏水")
    stage.talk.passes(10.5 * HOUR)
    await stage.liang.hears_now()
    await stage.liang.taps("還沒完")
    await stage.liang.taps("結束")
    await stage.liang.says("3")
    await stage.liang.taps("對，記下")
    await stage.wang.says(DONE)
    await stage.wang.taps("看逐户")
    await stage.wang.taps("核实，计入")


@story(
    "activity_accept confirm hours_sheet hours_year list_again list_end list_hours list_names",
    "list_apart list_qr sign_here sign_kind",
)
async def signed_in(stage: Stage) -> None:
    """A list with its code; names, hours, ended, opened again, ended; counted; and whose hours those are.

    Another that is of nothing but its kind.
    """
    link = LINK.search((await stage.wang.says("开始签到 消防讲座")).text)
    assert link is not None
    await stage.wang.taps("签到二维码")
    for one in (stage.chen, stage.li):
        await one.says(f"/start {link[1]}")
        await one.taps("签到")
    await stage.wang.taps("加名字")
    await stage.wang.says("李阿婆 赵大爷 陈桂芳")
    await stage.wang.taps("不是同一个人")
    await stage.wang.taps("结束签到")
    await stage.wang.taps("重新开放")
    await stage.wang.taps("志愿时长")
    await stage.wang.says("2小时")
    await stage.wang.taps("结束签到")
    await stage.wang.taps("对，记下")
    await stage.zhang.says(DONE)
    await stage.zhang.taps("核实，计入")
    await stage.chen.says("我的时长")
    await stage.chen.taps("打印用的一页")
    stage.talk.passes(310 * DAY)
    await stage.chen.says("我的时长")
    await stage.chen.taps("2026")
    await stage.liang.says("簽到")
    await stage.liang.taps("培訓")


@story("case_at case_close case_end case_kind case_new case_page case_places")
async def case_work(stage: Stage) -> None:
    """Cases: opened by a worker and by whoever heads a street, seen, closed."""
    await stage.wang.says("开个案")
    await stage.wang.taps("其他…")
    await stage.wang.taps("禁毒戒毒")
    await stage.luo.says("开个案")
    await stage.luo.taps("老人")
    await stage.luo.taps("其他…")
    await stage.luo.taps("社区")
    await stage.wang.says("我的个案")
    await stage.wang.taps("结案 C-10001-6")
    await stage.wang.taps("目标达成")
    await stage.luo.says("我的个案")
    await stage.luo.taps("开个案")


@story(
    "agenda_put cback ccame cday chour cmeant council_at council_minutes council_off council_sign cowner cpause",
    "cuntil cvenue",
)
async def met(stage: Stage) -> None:
    """A council: a matter put on, called off, called anew; the minutes left, gone back in, and closed."""
    await stage.chen.says(LEAK)
    stage.talk.passes(15 * DAY)
    await stage.wang.says("上会")
    await stage.wang.taps(NUMBER)
    await stage.wang.says("议事会")
    await stage.wang.taps("➕ 西湖花园 · 1")
    await stage.wang.taps("3月20日")
    await stage.wang.taps("19:00")
    await stage.wang.taps("社区活动室")
    await stage.wang.taps("不开了")
    await stage.wang.says("议事会")
    await stage.wang.taps("➕ 西湖花园 · 1")
    await stage.wang.says("今天 19:00")
    await stage.wang.taps("西湖站")
    await stage.wang.taps("📋 签到")
    await stage.wang.taps("会议记录")
    await stage.wang.says("12")
    await stage.wang.taps("重新问我")
    await stage.wang.says("请物业一周内清掏")
    await stage.wang.taps("张立文")
    await stage.wang.taps("上一步")
    await stage.wang.taps("张立文")
    await stage.wang.taps("先到这里")
    await stage.wang.taps("接着记")
    await stage.wang.taps("月")
    await stage.wang.taps("12")
    await looked_at_by_all(stage)


@story(
    "ccame cdecide chour council_at council_drop council_hour council_items council_line council_lines council_minutes",
    "council_move council_venue cvenue more to_council",
)
async def taken_off(stage: Stage) -> None:
    """A council whose only two matters are one taken off, one put off to the next; and whose hour and venue change."""
    await stage.chen.says(LEAK)
    await stage.wang.chooses("上会")
    await stage.li.says("5号楼电梯坏了")
    await stage.wang.says("上会 N-10002-4")
    await stage.wang.says("议事会")
    await stage.wang.taps("西湖花园")
    await stage.wang.says("3月20日 14:30")
    await stage.wang.taps("社区活动室")
    await stage.wang.taps("⏰ 改时间")
    await stage.wang.taps("19:00")
    await stage.wang.taps("📍 改地点")
    await stage.wang.taps("小区活动室")
    await stage.wang.taps("📅 改日期")
    await stage.wang.says("今天")
    await stage.wang.taps("拿掉一件")
    await stage.wang.taps(NUMBER)
    await stage.wang.taps("加一句")
    await stage.wang.taps("N-10002-4")
    await stage.wang.says("等厂家配件")
    await stage.wang.taps("会议记录")
    await stage.wang.taps("继续观察")
    await stage.wang.taps("8")


@story("activity_accept close_not close_now close_period closings confirm")
async def closed(stage: Stage) -> None:
    """A period is closed with one activity that waits; what counts later is of the next."""
    await stage.chen.says("昨天入户走访5户12人次")
    await stage.chen.taps("对，记下")
    await stage.luo.says("封账")
    await stage.luo.taps("第9周")
    await stage.luo.taps("先不封")
    await stage.luo.says("封账")
    await stage.luo.taps("第9周")
    await stage.luo.taps("就这样封账")
    await stage.luo.taps("封账记录")
    await stage.wang.says(DONE)
    await stage.wang.taps("核实，计入")


@story(
    "digest digest_matter digest_of digest_places digests export_cancel export_days export_what fig fig_below",
    "fig_by fig_of target_of targets urge",
)
async def looked_at(stage: Stage) -> None:
    """Figures, digests, and a table taken out, by those who head something."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    stage.talk.passes(7 * DAY)
    await stage.luo.says("数字")
    await stage.luo.taps("上报 1 件")
    await stage.luo.taps("分开看…")
    await stage.luo.taps("按周")
    await stage.luo.taps("返回")
    await stage.luo.taps("返回")
    await stage.luo.taps("🎯 目标")
    await stage.luo.taps("王慧敏 0/8")
    await stage.luo.taps("返回")
    await stage.luo.says("数字")
    await stage.luo.taps("下面…")
    await stage.luo.taps("更多")
    await stage.luo.taps("社区")
    await stage.luo.says("简报")
    await stage.luo.taps("换个地方")
    await stage.luo.taps("其他…")
    await stage.luo.taps("社区")
    await stage.luo.says("简报")
    await stage.luo.taps("上周")
    await stage.luo.taps("表")
    await stage.luo.taps("1. 下水化粪池")
    await stage.luo.taps("催办")
    await stage.luo.taps("别的简报")
    await stage.luo.says("导出")
    await stage.luo.taps("活动")
    await stage.luo.taps("本月", await stage.luo.newest())
    await stage.luo.taps("取消")
    await stage.luo.says("导出")
    await stage.luo.taps("上报的事")
    await stage.luo.taps("本月", await stage.luo.newest())
    await stage.luo.says("月度汇总")


@story("confirm organisation organisation_ends rhythm_at rhythm_off rhythm_on rhythm_set")
async def organised(stage: Stage) -> None:
    """An organisation with its people ends; what comes by itself is stopped, and comes again."""
    await stage.luo.says("新组织 春晖社工中心")
    await stage.luo.taps("春晖社工中心")
    await stage.luo.says("陈桂芳")
    await stage.chen.says("今天入户走访5户12人次")
    await stage.chen.taps("对，记下")
    await stage.luo.taps("已经没有了")
    await stage.luo.says("我的提醒")
    await stage.luo.taps("停：每月探访率")
    await stage.luo.taps("恢复：每月探访率")
    await stage.luo.taps("改时间")
    await stage.luo.taps("09:00")
