"""Lives of people: invited and moved, forgotten, visited at home; doors, groups and the network they stand in."""

from bot.spreadsheets import XLSX, table
from fieldwork.network_tables import COLUMNS
from tests import cast
from tests.conversations.racing import Racer
from tests.conversations.stage import Stage, story
from tests.gathering import gathering

HOUR, DAY = 3_600, 86_400
PLAN = "K-10001-6"


async def opened_on_the_roll(head: Racer, name: str) -> None:
    """Turns the pages of the list of people until the name is there."""
    heard = await head.says("看名单")
    while not heard.messages[-1].key(name):
        heard = await head.taps("下一页 ›", heard.messages[-1])
    await head.taps(name, heard.messages[-1])


@story("ended ending invite invited invites ivas ivat ivin moving people person resend roll withdrawn")
async def invited(stage: Stage) -> None:
    """One by one through the tree, sent again and withdrawn; many at once; a role ends, another moves."""
    await stage.luo.says("人员")
    await stage.luo.taps("邀请一人")
    for _ in range(4):
        await stage.luo.taps("其他…")
    await stage.luo.taps("西湖社区 ›")
    await stage.luo.taps("西湖花园 ›")
    await stage.luo.taps("4号楼")
    await stage.luo.taps("楼长")
    await stage.luo.says("何志明")
    await stage.luo.says("人员")
    await stage.luo.taps("看名单")
    await opened_on_the_roll(stage.luo, "何志明")
    await stage.luo.taps("再发邀请")
    await opened_on_the_roll(stage.luo, "何志明")
    await stage.luo.taps("收回")
    await stage.luo.says("人员")
    await stage.luo.taps("一次邀请多人")
    await stage.luo.says("何志明 西湖花园4号楼 楼长\n马春兰 西湖花园5号楼")
    await stage.luo.taps("应用 · 2")
    await opened_on_the_roll(stage.luo, "王慧敏")
    await stage.luo.taps("结束身份")
    await stage.luo.taps("结束：")
    await stage.luo.says("看名单")
    await stage.luo.taps("👥 人员")
    await opened_on_the_roll(stage.luo, "陈桂芳")
    await stage.luo.taps("换地方")
    await stage.luo.taps("换：")
    await stage.luo.says("西湖花园6号楼")


@story("again cut forgotten lost own person roll")
async def lost_and_forgotten(stage: Stage) -> None:
    """A telephone is lost and its account cut off; somebody asks that what is kept of them be deleted."""
    deng = stage.also(cast.DENG)
    await opened_on_the_roll(stage.feng, "李国柱")
    await stage.feng.taps("手机丢了")
    await stage.feng.taps("停用账号")
    await stage.feng.taps("再发邀请")
    await stage.chen.says("我的资料")
    await stage.chen.taps("改电话")
    await stage.chen.says("13800138000")
    await stage.chen.taps("请删除")
    await stage.chen.taps("删除")
    await deng.taps("已处理")


@story("doors doors_new doors_off doors_on doors_print doors_renew groups release")
async def doors_and_groups(stage: Stage) -> None:
    """The codes at the doors, renewed, off and on; a group that belongs to a station for a while."""
    await stage.luo.says("楼门码 西湖花园4号楼")
    await stage.luo.taps("换新码")
    await stage.luo.taps("确定换新码")
    await stage.luo.taps("关掉")
    await stage.luo.taps("重新打开")
    await stage.luo.taps("打印页")
    await stage.luo.says("人员")
    await stage.luo.taps("楼门码")
    group = await gathering(stage.talk, "西湖居民群", stage.luo, stage.chen, bot=True)
    await group.says(stage.luo, "/bind 西湖站")
    await stage.luo.says("设置")
    await stage.luo.taps("👥 群")
    await stage.luo.taps("解除 西湖居民群")


@story(
    "reached visit_changed visit_day visit_end visit_give visit_later visit_look visit_met visit_missed",
    "visit_more visit_move visit_new visit_open visit_risk visit_say visit_words visits_mine visits_today",
)
async def visited(stage: Stage) -> None:
    """A household is planned, not met twice, reached; its rhythm, words, days, visitor and home change; it ends."""
    await stage.wang.says("探访")
    await stage.wang.taps("加一户")
    await stage.wang.says("4栋502")
    await stage.wang.says("李阿婆 13800000000")
    await stage.wang.taps("高风险")
    await stage.wang.taps("3月2日")
    await stage.wang.says("加探访 4栋301 一般 张伯 今天")
    await stage.wang.says("探访")
    await stage.wang.taps("今天 · 2")
    await stage.wang.taps("未遇")
    stage.talk.passes(4 * HOUR)
    await stage.wang.says(PLAN)
    await stage.wang.taps("未遇")
    await stage.wang.taps("电话联系上了")
    await stage.wang.says("探访")
    await stage.wang.taps("我的户")
    await stage.wang.taps("K-10002-4")
    await stage.wang.taps("改期")
    await stage.wang.taps("3月4日")
    await stage.wang.says(PLAN)
    await stage.wang.taps("打开")
    await stage.luo.says(PLAN)
    await stage.luo.taps("情况有变")
    await stage.wang.says("探访")
    await stage.wang.taps("今天")
    await stage.wang.taps("⋯")
    await stage.wang.taps("已访", (await stage.wang.says(PLAN)).messages[-1])
    await stage.wang.taps("⋯ 更多")
    await stage.wang.taps("多久一次")
    await stage.wang.taps("重点")
    await stage.wang.says(PLAN)
    await stage.wang.taps("⋯ 更多")
    await stage.wang.taps("要留意什么")
    await stage.wang.says("多留意血压")
    await stage.wang.says(PLAN)
    await stage.wang.taps("⋯ 更多")
    await stage.wang.taps("搬家了")
    await stage.wang.says("5栋301")
    await stage.wang.says(PLAN)
    await stage.wang.taps("不再由我负责")
    await stage.wang.taps("张立文")
    await stage.zhang.taps("⋯ 更多")
    await stage.zhang.taps("不再探访")
    await stage.zhang.taps("搬走了")


@story(
    "place_pause place_resume visit_more visit_pause visit_resume visits_extra visits_month visits_page",
    "visits_pauses visits_today",
)
async def paused(stage: Stage) -> None:
    """A household and a building are left in peace for a while; an extra round; the month's rate; a long list."""
    for floor in range(1, 8):
        await stage.wang.says(f"加探访 4栋{floor}01 重点 李阿婆 今天")
    await stage.wang.says("探访")
    await stage.wang.taps("今天 · 7")
    await stage.wang.taps("其他…")
    await stage.wang.says(PLAN)
    await stage.wang.taps("⋯ 更多")
    await stage.wang.taps("⏸ 暂停")
    await stage.wang.taps("一周，到3月9日")
    await stage.wang.taps("住院")
    await stage.luo.says("探访")
    await stage.luo.taps("⏸ 暂停")
    await stage.luo.taps("▶️ 恢复")
    await stage.wang.says("探访")
    await stage.wang.taps("⏸ 暂停")
    await stage.wang.taps("暂停一栋")
    await stage.wang.says("暂停探访 5栋 到3月20日 外墙施工")
    await stage.luo.says("探访")
    await stage.luo.taps("⏸ 暂停")
    await stage.luo.taps("▶️ 恢复 西湖花园5号楼")
    await stage.luo.says("探访")
    await stage.luo.taps("加访")
    await stage.luo.says("探访")
    await stage.luo.taps("📊 本月")


@story("map_apply map_leave")
async def grown(stage: Stage) -> None:
    """The network grows by a file, and by another that is thought better of."""
    deng = stage.also(cast.DENG)
    for answer, building in (("不要了", "98号楼"), ("应用", "99号楼")):
        raw = table(COLUMNS, [("楼栋", "", building, cast.GARDEN, "", "")], XLSX)
        await deng.sends_file("网络.xlsx", raw)
        await deng.taps(answer)
