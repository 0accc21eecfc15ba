"""Whole lives of reports, as the tests of every button live them."""

from tests.conversations.stage import DONE, LEAK, NUMBER, Stage, looked_at_by_all, story


@story("contact done how more phrase satisfied sign solved unsolved")
async def plain(stage: Stage) -> None:
    """Signed, done, not solved, done again by another, closed."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("更多")
    await stage.wang.taps("签收")
    await stage.wang.taps("联系了")
    await stage.wang.taps("办结")
    await stage.wang.taps("已清理干净")
    await stage.chen.taps("还没解决")
    await stage.zhang.taps("签收")
    await stage.zhang.taps("办结")
    await stage.zhang.taps("上门了")
    await stage.zhang.taps("已修好，现场确认过")
    await stage.chen.taps("解决了")
    await stage.chen.taps("满意")


@story(
    "amend is_report part say_it ways",
    "stand_by activities activities_accept activity_accept activity_back activity_return activity_void",
    "activity_void_as activity_wrong close_now close_period confirm",
)
async def reviewed(stage: Stage) -> None:
    """What was done: returned, stood by, counted, returned again, void; and another by the page."""
    await finding_the_way(stage)
    await stage.chen.says("今天入户走访6户13人次")
    await stage.chen.taps("对，记下")
    for one in (stage.wang, stage.zhang, stage.luo):
        await one.says(DONE)
    await stage.wang.taps("退回")
    await stage.wang.taps("数字不符")
    await stage.zhang.taps("没有要补的")
    await stage.chen.taps("没错，不用改")
    await stage.chen.taps("核对过，没有错")
    await stage.wang.taps("核实，计入")
    await stage.luo.taps("退回")
    await stage.luo.taps("其他")
    await stage.luo.says("请再问一下")
    await stage.wang.taps("作废")
    await stage.wang.taps("重复")
    await stage.chen.says("昨天入户走访3户7人次")
    await stage.chen.taps("对，记下")
    await stage.wang.says("待办")
    await stage.wang.taps("活动待核实")
    await stage.wang.taps("核实本页")
    await stage.zhang.says("A-10002-4")
    await stage.zhang.taps("作废")
    await stage.zhang.says("这次取消了")
    await stage.luo.says("封账")
    await stage.luo.taps("第9周")
    await stage.luo.taps("就这样封账")
    await stage.li.says("导出数据")
    await stage.li.taps("这是一件要报的事")
    await stage.li.taps("不对，改一下")
    await stage.li.taps("不用管了")


async def finding_the_way(stage: Stage) -> None:
    """Help, and what it leads to."""
    await stage.chen.says("帮助")
    await stage.chen.taps("📝 做了什么")
    await stage.chen.taps("登记活动")


@story("done fairly hand hand_to how partly phrase sign take")
async def handed_over(stage: Stage) -> None:
    """From colleague to colleague, and taken over by the head."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("签收")
    await stage.wang.taps("转给…")
    await stage.wang.taps("张立文")
    await stage.luo.taps("我来接手")
    await stage.luo.taps("办结")
    await stage.luo.taps("打了电话")
    await stage.luo.taps("已请物业处理完毕")
    await stage.chen.taps("解决了一部分")
    await stage.chen.taps("基本满意")


@story(
    "contact done hand how offer offer_no offer_to offer_why phrase return return_for return_to",
    "satisfied sign solved unsolved uphold",
)
async def returned(stage: Stage) -> None:
    """A wrong station, as it thinks: another one refuses, it is returned, decided about, and done again."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("签收")
    await stage.wang.taps("转给…")
    await stage.wang.taps("别的站…")
    await stage.wang.taps("麻寺田站")
    await stage.wu.taps("不归我们")
    await stage.wu.taps("不是我们的职责")
    await stage.wang.taps("退单")
    await stage.wang.taps("不在我们辖区")
    await stage.wang.taps("跳过，由上级定")
    await stage.wang.says("4号楼的化粪池按划片归麻寺田站管")
    await stage.luo.taps("维持，由他们办")
    await stage.wang.taps("联系了")
    await stage.wang.taps("办结")
    await stage.wang.taps("已清理干净")
    await stage.chen.taps("还没解决")
    await stage.zhang.taps("签收")
    await stage.zhang.taps("办结")
    await stage.zhang.taps("上门了")
    await stage.zhang.taps("已修好，现场确认过")
    await stage.chen.taps("解决了")
    await stage.chen.taps("满意")


@story("done hand how offer offer_to offer_yes phrase satisfied solved")
async def taken_over(stage: Stage) -> None:
    """Another station says that it is theirs."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("转给…")
    await stage.wang.taps("别的站…")
    await stage.wang.taps("麻寺田站")
    await stage.wu.taps("接手")
    await stage.wu.taps("办结")
    await stage.wu.taps("打了电话")
    await stage.wu.taps("已请物业处理完毕")
    await stage.chen.taps("解决了")
    await stage.chen.taps("满意")


@story(
    "assist assist_by claim claim_done claim_join done help_done help_take how more partner",
    "partner_by phrase satisfied sign solved volunteers volunteers_of",
)
async def helped(stage: Stage) -> None:
    """Another station, a partner and a volunteer do a part each."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("签收")
    await stage.wang.chooses("请别的站协办")
    await stage.wang.taps("其他…")
    await stage.wang.taps("翠湖站")
    await stage.wang.says("请借一台吸粪车")
    await stage.zhao.taps("收到")
    await stage.zhao.taps("做好了")
    await stage.zhao.says("车借过去了")
    await stage.wang.chooses("请合作单位帮忙")
    await stage.wang.taps("何建业")
    await stage.wang.says("请安排清掏")
    await stage.jianye.taps("收到")
    await stage.jianye.taps("已处理")
    await stage.jianye.says("已经清掏了")
    await stage.wang.chooses("求志愿者")
    await stage.wang.taps("志愿者和社会组织")
    await stage.wang.says("帮忙冲洗地面")
    await stage.liang.taps("我來")
    await stage.team.taps("一起去")
    await stage.liang.taps("做好了")
    await stage.liang.says("都冲干净了")
    await stage.wang.taps("办结")
    await stage.wang.taps("打了电话")
    await stage.wang.taps("已清理干净")
    await stage.chen.taps("解决了")
    await stage.chen.taps("满意")


@story(
    "ask_hold ask_till ask_why contact done grant heard_back how looked more not_verified phrase",
    "refer refer_till refer_to refuse resume satisfied sign solved supervise supervise_by verify",
)
async def waited_for(stage: Stage) -> None:
    """Held, with one no and one yes; supervised; referred; done, not done as another sees it, done again, verified."""
    await stage.chen.says("4号楼的灭火器过期了")
    await looked_at_by_all(stage)
    await stage.wang.taps("联系了")
    for reason in ("天气原因", "等材料或配件"):
        await stage.wang.chooses("挂起…")
        await stage.wang.taps(reason)
        await stage.wang.taps("一周")
        if reason == "天气原因":
            await stage.luo.taps("不同意…")
            await stage.luo.says("天气很好")
    await stage.luo.taps("同意")
    await stage.wang.taps("恢复办理")
    await stage.luo.chooses("我来督办")
    await stage.luo.taps("3个工作日")
    await stage.wang.chooses("转介…")
    await stage.wang.taps("居委会")
    await stage.wang.taps("5天")
    await stage.wang.taps("对方答复了")
    await stage.wang.says("新的明天到")
    await stage.wang.taps("办结")
    await stage.wang.taps("已清理干净")
    await stage.zhang.taps("看过，没办好")
    await stage.zhang.says("只换了一个")
    await stage.zhang.taps("签收")
    await stage.zhang.taps("办结")
    await stage.zhang.taps("上门了")
    await stage.zhang.taps("已修好，现场确认过")
    await stage.wang.taps("看过，办好了")
    await stage.wang.taps("没有要补的")
    await stage.chen.taps("解决了")
    await stage.chen.taps("满意")


@story("ask_plan contact done grant more phrase plan_in refuse satisfied solved")
async def planned(stage: Stage) -> None:
    """What is complex has a plan: it comes back once, is agreed on, and the work is done."""
    await stage.chen.says("4号楼想加装电梯")
    await looked_at_by_all(stage)
    await stage.wang.taps("联系了")
    await stage.wang.chooses("报方案…")
    await stage.wang.says("先征求业主意见")
    await stage.wang.taps("报上去")
    await stage.luo.taps("退回修改…")
    await stage.luo.says("没有写谁来办")
    await stage.wang.chooses("报方案…", await stage.wang.card(NUMBER))
    await stage.wang.says("王慧敏先征求业主意见，5月动工")
    await stage.wang.taps("报上去")
    await stage.luo.taps("同意")
    await stage.wang.taps("办结", await stage.wang.card(NUMBER))
    await stage.wang.taps("已清理干净")
    await stage.chen.taps("解决了")
    await stage.chen.taps("满意")


@story("done how phone_grade phone_said phoned phrase sign")
async def rung(stage: Stage) -> None:
    """Nobody answers in the chat: another person rings, and hears that it is partly solved."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("签收")
    await stage.wang.taps("办结")
    await stage.wang.taps("打了电话")
    await stage.wang.taps("已清理干净")
    stage.talk.passes(4 * 86_400)
    await stage.talk.settle()
    await stage.zhang.says(NUMBER)
    await stage.zhang.taps("已电话回访")
    await stage.zhang.taps("部分解决")
    await stage.zhang.taps("基本满意")


@story(
    "ccame cday chour contact council_at council_minutes council_move cowner cvenue done how more phrase",
    "satisfied sign solved to_council",
)
async def spoken_of(stage: Stage) -> None:
    """A matter goes on the agenda, the meeting is called, moved and held, and what it decided is a report."""
    await stage.chen.says(LEAK)
    await stage.wang.chooses("上会")
    await stage.wang.says("议事会")
    await stage.wang.taps("➕ 西湖花园 · 1")
    await stage.wang.taps("3月5日")
    await stage.wang.taps("09:30")
    await stage.wang.taps("社区活动室")
    await stage.wang.taps("改日期")
    await stage.wang.says("今天")
    await stage.wang.taps("会议记录")
    await stage.wang.says("请物业一周内清掏")
    await stage.wang.taps("张立文")
    await stage.wang.says("3月13日")
    await stage.wang.taps("12")
    await stage.zhang.taps("签收")
    await stage.zhang.taps("办结")
    await stage.zhang.taps("上门了")
    await stage.zhang.taps("已修好，现场确认过")
    await stage.wang.taps("解决了")
    await stage.wang.taps("满意")
    await looked_at_by_all(stage)
    await stage.wang.taps("签收")
    await stage.wang.taps("联系了")
    await stage.wang.taps("办结")
    await stage.wang.taps("已清理干净")
    await stage.chen.taps("解决了")
    await stage.chen.taps("满意")
