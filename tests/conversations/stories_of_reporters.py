"""Lives of what is reported: put right, spoken, led through question by question, looked for; own settings."""

from tests import cast
from tests.conversations.stage import LEAK, NUMBER, Stage, over, story
from tests.conversations.test_reporting import TWO_OF_A_NAME

MINUTE, HOUR, DAY = 60, 3_600, 86_400
SECOND, THIRD = "N-10002-4", "N-10003-2"
HOME = "凤城街道西湖社区西湖花园4号楼"


@story("add amend category danger_no danger_now field part part_them skip talk urgency")
async def put_right(stage: Stage) -> None:
    """Another kind, another place and how urgent it is; more words, a photo that is another matter; danger."""
    await stage.chen.says(LEAK)
    await stage.chen.taps("补充")
    await stage.chen.says("味道很大")
    await stage.wang.taps("💬 回复")
    await stage.wang.says("明天上午来看")
    await stage.chen.taps("不对，改一下", await stage.chen.card(NUMBER))
    kinds = await stage.chen.taps("类别")
    await stage.chen.taps("其他…")
    await stage.chen.taps("更多…")
    await stage.chen.says("化粪池")
    await stage.chen.taps("不对，改一下", await stage.chen.card(NUMBER))
    kinds = await stage.chen.taps("类别")
    await stage.chen.taps(kinds.labels[1])
    await stage.chen.taps("不对，改一下", await stage.chen.card(NUMBER))
    await stage.chen.taps("紧急程度")
    await stage.chen.taps("可以等几天")
    stage.talk.passes(2 * HOUR)
    await stage.chen.says("4号楼楼道灯坏了")
    stage.talk.passes(20)
    await stage.chen.sends_photo()
    await stage.chen.taps("分开")
    await stage.chen.taps("跳过")
    stage.talk.passes(2 * HOUR)
    await stage.chen.says("4号楼5楼有人晕倒了")
    await stage.chen.taps("没有")
    stage.talk.passes(2 * HOUR)
    await stage.chen.says("4号楼漏煤气")
    await stage.chen.taps("有")
    await over(stage.chen, NUMBER, SECOND, THIRD, "N-10004-0", "N-10005-7")


@story("heard_right heard_wrong listen map typing")
async def spoken(stage: Stage) -> None:
    """A voice is heard and typed, wrongly and rightly."""
    await stage.chen.sends_voice(12)
    await stage.wang.taps("🎧 听")
    await stage.wang.taps("代录")
    await stage.wang.says("四号楼花坛漏了")
    await stage.chen.taps("不对")
    await stage.chen.says("四号楼化粪池漏了")
    stage.talk.passes(2 * HOUR)
    await stage.chen.sends_voice(7)
    await stage.wang.taps("代录")
    await stage.wang.says("四号楼楼道灯坏了")
    await stage.chen.taps("对")
    stage.talk.passes(2 * HOUR)
    await stage.chen.says("楼下路灯坏了")
    await stage.chen.shares_location(23.7, 113.03, to=await stage.chen.newest())
    await stage.wang.taps("🗺")


@story("guide guide_back guide_begin guide_cancel guide_change guide_edit guide_on guide_send guide_skip")
async def led(stage: Stage) -> None:
    """Question by question: back, changed, given up, found again, sent."""
    await stage.chen.says("报问题")
    await stage.chen.taps("一步一步来")
    await stage.chen.taps(HOME)
    await stage.chen.taps("上一步")
    await stage.chen.taps(HOME)
    await stage.chen.taps("取消")
    await stage.chen.taps("恢复")
    await stage.chen.says("楼道灯坏了")
    await stage.chen.taps("可以等几天")
    for _ in ("kind", "whose", "photo"):
        await stage.chen.taps("跳过")
    await stage.chen.taps("改一改")
    await stage.chen.taps("我说的话")
    await stage.chen.says("楼道灯全坏了")
    await stage.chen.taps("发送")
    stage.talk.passes(2 * HOUR)
    await stage.chen.says("一步一步来")
    await stage.chen.taps(HOME)
    stage.talk.passes(2 * HOUR)
    await stage.chen.says("报问题")
    await stage.chen.taps("继续写")


@story("buildings find find_ask list mine settings sign_page todo")
async def looked_for(stage: Stage) -> None:
    """Lists, their pages, by building, by words; own reports; what falls due; a page is signed for at once."""
    for floor in range(1, 13):
        await stage.chen.says(f"4号楼{floor}楼楼道灯坏了")
        stage.talk.passes(61)
    await stage.zhang.says("待办")
    await stage.zhang.taps("待签收")
    await stage.zhang.taps("下一页 ›")
    await stage.zhang.taps("签收本页")
    await stage.zhang.taps("📋 待办")
    await stage.zhang.taps("按楼栋")
    await stage.zhang.taps("西湖花园4号楼")
    await stage.zhang.says("待办")
    await stage.zhang.taps("🔍 查找")
    await stage.zhang.says("楼道灯")
    await stage.zhang.taps("更早的 ›")
    await stage.chen.says("我的上报")
    await stage.chen.taps("下一页 ›")
    await stage.zhang.says("待办")
    await stage.zhang.taps("⚙️ 设置")
    await stage.luo.says("到期")


@story("month_ok month_report month_skip rhythm_off rhythm_on speak times times_set times_write")
async def own_hours(stage: Stage) -> None:
    """When lists come, what comes in a rhythm, in which language; asked once a month how things are."""
    await stage.wang.says("设置")
    await stage.wang.taps("⏰ 提醒时间")
    await stage.wang.taps("09:00、15:00")
    await stage.wang.taps("写时间…")
    await stage.wang.says("10点和下午三点")
    await stage.wang.says("我的提醒")
    await stage.wang.taps("停：")
    await stage.wang.taps("恢复：")
    await stage.wang.taps("⏰ 提醒时间")
    await stage.chen.says("语言")
    await stage.chen.taps("简体中文")
    stage.talk.passes(30 * DAY)
    await stage.chen.hears_now()
    await stage.chen.taps("有事要报")
    stage.talk.passes(31 * DAY)
    await stage.chen.hears_now()
    await stage.chen.taps("没事，都好")
    stage.talk.passes(30 * DAY)
    await stage.chen.hears_now()
    await stage.chen.taps("这个月别问了")


@story("agree amend at part there")
async def which_of_two(stage: Stage) -> None:
    """Somebody joins by the code at the door; a name that two places have is asked about, and put right."""
    he = stage.also(cast.HE)
    await he.says(f"/start {stage.talk.codes['building']}")
    await he.taps("知道了，开始")
    await stage.talk.gains(*TWO_OF_A_NAME)
    asked = await stage.liang.says("幸福花园电梯坏了")
    await stage.liang.taps(asked.labels[0])
    await stage.liang.taps("不對，改一下")
    await stage.liang.taps("地點")
    asked = await stage.liang.says("幸福花园")
    await stage.liang.taps(asked.labels[1])
    await stage.liang.taps("不對，改一下", await stage.liang.card(NUMBER))
    await stage.liang.taps("不用管了")


@story("amend contact done more part phrase reopen unreached")
async def not_reached(stage: Stage) -> None:
    """Nobody answers the telephone, and the head opens it again."""
    await stage.chen.says(LEAK)
    await stage.wang.taps("联系了")
    await stage.wang.taps("办结")
    await stage.wang.taps("已清理干净")
    stage.talk.passes(4 * DAY)
    await stage.talk.settle()
    await stage.zhang.says(NUMBER)
    await stage.zhang.taps("打不通")
    await stage.luo.says(NUMBER)
    await stage.luo.chooses("重新打开")
    await stage.luo.says("照片里还在漏")
    await over(stage.chen, NUMBER)
