"""Lives of a station: who is away and who is on duty, what is not theirs, who may see it, who is asked to help."""

from tests.conversations.stage import LEAK, NUMBER, Stage, over, story

HOUR, DAY = 3_600, 86_400
SECOND, THIRD = "N-10002-4", "N-10003-2"


@story(
    "away away_ask away_dates away_for away_who back duty duty_mine hand hand_to hand_why nope puts quiet",
    "rings rota rotas seek sign stand_in swap works",
)
async def away_and_on_duty(stage: Stage) -> None:
    """What rings; a stand-in for oneself and for a colleague; the rota, a swap that is refused, and one that is not."""
    await stage.chen.says(LEAK)
    await stage.wang.taps("签收")
    await stage.wang.taps("转给…")
    await stage.wang.taps("张立文")
    await stage.wang.taps("说明一下原因")
    await stage.wang.says("我下午去开会")
    await stage.wang.says("设置")
    await stage.wang.taps("全站的")
    await stage.wang.taps("满 5 张静音")
    await stage.wang.taps("请假")
    await stage.wang.taps("到周日")
    await stage.wang.taps("张立文")
    await stage.wang.taps("我回来了")
    await stage.luo.says("请假")
    await stage.luo.taps("替同事登记…")
    await stage.luo.taps("其他…")
    await stage.luo.taps("赵文杰")
    await stage.luo.taps("写日期…")
    await stage.luo.says("3-9到3-10")
    await stage.luo.taps("没有人代")
    await stage.luo.says("值班")
    await stage.luo.taps("其他…")
    await stage.luo.says("值班")
    await stage.luo.taps("西湖站")
    await stage.luo.taps("周六")
    await stage.luo.taps("张立文")
    await stage.zhang.taps("换班")
    await stage.zhang.taps("王慧敏")
    await stage.wang.taps("值不了")
    await stage.zhang.taps("换班")
    await stage.zhang.taps("王慧敏")
    await stage.wang.taps("我来值")
    await stage.luo.says("西湖站 3-4到3-5 休息 盘点")
    await stage.luo.taps("照常上班")


@story("amend merge merge_with more not_joined not_same open part same together unmerge")
async def joined(stage: Stage) -> None:
    """A neighbour has it too, and then not; the station joins them, and parts them; three of a kind are seen."""
    await stage.chen.says("4号楼电梯坏了")
    stage.talk.passes(2 * HOUR)
    await stage.li.says("4号楼电梯又坏了，上不去")
    await stage.li.taps("我也遇到")
    await stage.li.taps("不是同一件")
    await stage.wang.chooses("并案", await stage.wang.card(SECOND))
    await stage.wang.taps(NUMBER)
    await stage.wang.chooses("拆开", await stage.wang.card(SECOND))
    stage.talk.passes(2 * HOUR)
    await stage.chen.says("4号楼电梯门关不上了")
    await stage.chen.taps("不是")
    stage.talk.passes(HOUR)
    await stage.wang.hears_now()
    await stage.wang.taps("一起办")
    await stage.wang.taps(THIRD)
    await over(stage.li, SECOND)
    await over(stage.chen, NUMBER, THIRD)


@story(
    "admit admit_one agree_decline decline decline_as decline_now decline_own history look more",
    "refuse_decline",
)
async def not_theirs(stage: Stage) -> None:
    """Declined with words of one's own; where it is sensitive a second person says no, and then yes."""
    await stage.chen.says("4号楼的李阿姨得了癌症")
    await stage.luo.says(NUMBER)
    await stage.luo.chooses("让同事看")
    await stage.luo.taps("张立文")
    await stage.zhang.taps("打开")
    for answer in ("不同意", "同意"):
        await stage.wang.chooses("不归我们…", await stage.wang.card(NUMBER))
        await stage.wang.taps("商业纠纷，不归社工站")
        await stage.wang.taps("请第二个人看")
        await stage.zhang.taps(answer)
    stage.talk.passes(HOUR)
    await stage.chen.says(LEAK)
    await stage.wang.chooses("不归我们…", await stage.wang.card(SECOND))
    await stage.wang.taps("自己写…")
    await stage.wang.says("供电局，电话95598")
    stage.talk.passes(HOUR)
    await stage.chen.says("4号楼门禁坏了")
    await stage.wang.chooses("办理经过", await stage.wang.card(THIRD))
    await stage.wang.chooses("不归我们…", await stage.wang.card(THIRD))
    await stage.wang.taps("归市里的部门")
    await stage.wang.taps("发给上报人")


@story("amend lower lower_to more part raise_class raise_to")
async def who_may_see(stage: Stage) -> None:
    """Privacy rises by a worker's hand and is lowered by the head's, with a reason."""
    await stage.chen.says("4号楼楼道灯坏了")
    await stage.wang.chooses("提高密级")
    await stage.wang.taps("敏感")
    await stage.luo.says(NUMBER)
    await stage.luo.chooses("降低密级")
    await stage.luo.taps("个人")
    await stage.luo.says("只说了楼道的灯")
    await over(stage.chen, NUMBER)


@story(
    "amend back_up decide decide_why hand keep offer offer_back offer_no offer_open offer_to offer_why",
    "offers part return return_for return_more return_to send send_to sign",
)
async def decided_above(stage: Stage) -> None:
    """Offered and taken back, kept, returned with pages of stations; sent on, and with a word why."""
    await stage.chen.says(LEAK)
    await stage.wang.taps("签收")
    await stage.wang.taps("转给…")
    await stage.wang.taps("别的站…")
    await stage.wang.taps("其他…")
    await stage.wang.taps("翠湖站")
    await stage.wang.taps("收回")
    for _ in range(2):
        await stage.wang.taps("转给…")
        await stage.wang.taps("别的站…")
        await stage.wang.taps("麻寺田站")
        await stage.wu.says("待办")
        await stage.wu.taps("请我们接手")
        await stage.wu.taps(NUMBER)
        await stage.wu.taps("不归我们")
        await stage.wu.taps("不在我们辖区")
        await stage.wang.hears()
        if _ == 0:
            await stage.wang.taps("我们自己办")
    await stage.wang.taps("退单")
    await stage.wang.taps("不在我们辖区")
    await stage.wang.taps("其他…")
    await stage.wang.taps("跳过，由上级定")
    await stage.wang.says("4号楼的化粪池按划片归麻寺田站管")
    await stage.feng.says(NUMBER)
    await stage.feng.taps("裁定")
    await stage.luo.taps("改派到…")
    await stage.luo.taps("麻寺田站")
    await stage.luo.taps("说明一下原因")
    await stage.luo.says("划片图上4号楼在麻寺田")
    await stage.wu.taps("转给…")
    await stage.wu.taps("别的站…")
    await stage.wu.taps("其他…")
    await stage.wu.taps("翠湖站")
    await stage.zhao.taps("不归我们")
    await stage.zhao.taps("不在我们辖区")
    await stage.wu.taps("退单")
    await stage.wu.taps("不在我们辖区")
    await stage.wu.taps("跳过，由上级定")
    await stage.wu.says("划片图上4号楼在西湖")
    await stage.luo.taps("我们来办")
    await over(stage.chen, NUMBER)


@story(
    "amend approval approvals ask ask_exclude ask_extend ask_park ask_this ask_till ask_why contact go_on",
    "grant more open part refuse unpark",
)
async def asked_for_time(stage: Stage) -> None:
    """More time, left out of the rates, parked and taken up again; what waits for a yes is found in the list."""
    await stage.chen.says(LEAK)
    await stage.wang.taps("联系了")
    await stage.wang.chooses("延期…")
    await stage.wang.taps("等经费批下来")
    await stage.wang.taps("10天")
    await stage.luo.says("待办")
    await stage.luo.taps("待审批")
    await stage.luo.taps(NUMBER)
    await stage.luo.taps("同意")
    await stage.wang.chooses("剔除…", await stage.wang.card(NUMBER))
    await stage.wang.taps("重复上报")
    await stage.luo.taps("看卡片")
    await stage.luo.taps("不同意…")
    await stage.luo.says("不是重复的")
    await stage.wang.chooses("挂账…", await stage.wang.card(NUMBER))
    await stage.wang.taps("没有责任主体")
    await stage.wang.taps("三个月")
    await stage.luo.taps("同意")
    await stage.wang.taps("重新办理", await stage.wang.card(NUMBER))
    asked = await stage.wang.chooses("问上报人一句", await stage.wang.card(NUMBER))
    await stage.wang.taps(asked.labels[0])
    await stage.wang.taps("不等了，继续办", await stage.wang.card(NUMBER))
    await over(stage.chen, NUMBER)


@story(
    "amend done how more open open_again part phrase phrases raise redo sign solved unsatisfied",
    "unsolved_why",
)
async def closed_and_opened(stage: Stage) -> None:
    """Done in the one above's eyes not; done again, closed, opened by the reporter, closed, opened by the head."""
    await stage.chen.says(LEAK)
    await stage.wang.taps("签收")
    await stage.wang.taps("办结")
    await stage.wang.taps("打了电话")
    await stage.wang.taps("其他…")
    await stage.wang.taps("暂时解决不了")
    await stage.wang.taps("没有责任主体")
    await stage.luo.says(NUMBER)
    await stage.luo.chooses("要求重办")
    await stage.luo.says("照片里还在漏")
    await stage.zhang.taps("签收")
    await stage.zhang.taps("办结")
    await stage.zhang.taps("打了电话")
    await stage.zhang.taps("已清理干净")
    await stage.chen.taps("解决了")
    await stage.chen.taps("不满意")
    await stage.chen.says("我的上报")
    await stage.chen.taps(NUMBER)
    await stage.chen.taps("重新打开")
    await stage.wang.says(NUMBER)
    await stage.wang.taps("签收")
    await stage.wang.taps("现在有危险")
    await over(stage.chen, NUMBER)


@story(
    "assist assist_by claim claim_cannot claim_goes claim_join claim_leave claim_undo help_done help_end",
    "help_no help_off help_proof help_take helpers more partner partner_by sign volunteers volunteers_of",
)
async def gone_along(stage: Stage) -> None:
    """Volunteers who cannot after all; a partner who shows photos, another who says no, one who is let go."""
    await stage.chen.says("4号楼楼道堆了旧沙发")
    await stage.wang.taps("签收")
    await stage.wang.chooses("求志愿者")
    await stage.wang.taps("志愿者和社会组织")
    await stage.wang.says("周六上午帮忙搬旧家具")
    await stage.liang.taps("我來")
    await stage.team.taps("一起去")
    await stage.team.taps("不去了")
    await stage.liang.taps("去不了了")
    await stage.team.taps("我来")
    await stage.liang.taps("一起去")
    stage.talk.passes(4 * DAY + 8.2 * HOUR)
    await stage.team.hears_now()
    await stage.team.taps("我去")
    await stage.liang.taps("去不了了")
    await stage.wang.chooses("请合作单位帮忙", await stage.wang.card(NUMBER))
    await stage.wang.taps("何建业")
    await stage.wang.says("请安排搬运")
    await stage.jianye.taps("收到")
    await stage.jianye.taps("已处理")
    await stage.jianye.sends_photo()
    await stage.jianye.taps("完成")
    await stage.wang.taps("照片作办结证明")
    await stage.wang.chooses("请别的站协办", await stage.wang.card(NUMBER))
    await stage.wang.taps("麻寺田站")
    await stage.wang.says("请借一辆车")
    await stage.wu.taps("不归我们")
    await stage.wu.says("车坏了")
    await stage.wang.chooses("谁在帮忙", await stage.wang.card(NUMBER))
    await stage.wang.taps("不用了")
