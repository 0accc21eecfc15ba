"""Shorter lives of reports: what is put right, asked, declined, returned, joined, confided, opened again."""

from tests.conversations.stage import LEAK, NUMBER, Stage, looked_at_by_all, story

SECOND = "N-10002-4"
SICK = "4号楼502的李阿姨得了癌症，请来看看，电话13800138000"


@story("")
async def put_right(stage: Stage) -> None:
    """Its category, how urgent it is, more words that are another matter, what the station asks; taken back."""
    await stage.chen.says(LEAK)
    await stage.chen.taps("不对，改一下")
    await stage.chen.taps("类别")
    await stage.chen.taps("其他…")
    await stage.chen.taps("社区治理")
    await stage.chen.taps("下水化粪池")
    await stage.chen.taps("不对，改一下")
    await stage.chen.taps("紧急程度")
    await stage.chen.taps("等不到明天")
    await stage.chen.taps("补充")
    await stage.chen.says("味道很大")
    await looked_at_by_all(stage)
    await stage.wang.chooses("问上报人一句")
    await stage.wang.taps("是从什么时候开始的？")
    await stage.wang.taps("不等了，继续办")
    await stage.wang.chooses("办理经过")
    await stage.wang.chooses("联系上报人")
    await stage.wang.says("明天来看")
    await stage.chen.taps("不对，改一下")
    await stage.chen.taps("不用管了")


@story("")
async def in_danger(stage: Stage) -> None:
    """Somebody is in danger, says the reporter of one report and the station of another."""
    await stage.chen.says("4号楼着火了")
    await stage.chen.taps("有")
    await stage.li.says("5号楼5楼有人晕倒了")
    await stage.li.taps("没有")
    await stage.chen.says(LEAK)
    await stage.wang.taps("现在有危险", await stage.wang.card("N-10003-2"))


@story("")
async def declined(stage: Stage) -> None:
    """Not ours, for another reason after all; of another report a second person does not agree, and then does."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.chooses("不归我们…")
    await stage.wang.taps("归市里的部门")
    await stage.wang.taps("换个原因")
    await stage.wang.taps("自己写…")
    await stage.wang.says("供电局，电话95598")
    await stage.wang.taps("发给上报人")
    await stage.chen.says("4号楼3单元502独居的陈阿婆三天没开门")
    for answer in ("不同意", "同意"):
        await stage.wang.chooses("不归我们…", await stage.wang.card(SECOND))
        await stage.wang.taps("归市里的部门")
        await stage.wang.taps("请第二个人看")
        await stage.zhang.taps(answer)


@story("")
async def decided(stage: Stage) -> None:
    """Refused, taken back, refused again; returned with a wish; sent on elsewhere, with a reason."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("转给…")
    await stage.wang.taps("别的站…")
    await stage.wang.taps("麻寺田站")
    await stage.wang.taps("收回")
    await stage.wang.taps("转给…")
    await stage.wang.taps("别的站…")
    await stage.wang.taps("麻寺田站")
    await stage.wu.taps("不归我们")
    await stage.wu.taps("不在我们辖区")
    await stage.wang.taps("退单")
    await stage.wang.taps("不在我们辖区")
    await stage.wang.taps("其他…")
    await stage.wang.taps("麻寺田站")
    await stage.wang.says("4号楼的化粪池按划片归麻寺田站管")
    await stage.feng.says(NUMBER)
    await stage.feng.taps("裁定")
    await stage.luo.taps("改派到…")
    await stage.luo.taps("凤桂园站")
    await stage.luo.taps("说明一下原因")
    await stage.luo.says("划片图上是这样")


@story("")
async def kept_after_all(stage: Stage) -> None:
    """Refused, and kept; handed over, and given back; the street takes what was returned."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    for end in ("我们自己办", "退单"):
        await stage.wang.taps("转给…")
        await stage.wang.taps("别的站…")
        await stage.wang.taps("麻寺田站")
        await stage.wu.taps("不归我们")
        await stage.wu.taps("不在我们辖区")
        await stage.wang.taps(end)
    await stage.wang.taps("不在我们辖区")
    await stage.wang.taps("跳过，由上级定")
    await stage.wang.says("4号楼的化粪池不归我们管")
    await stage.luo.taps("我们来办")


@story("")
async def joined(stage: Stage) -> None:
    """The same matter, of two: not, and then it is; merged by the station and parted; and one who joins and leaves."""
    await stage.chen.says("4号楼门口的门禁坏了，进不去")
    await stage.liang.says("4号楼门禁坏了，进不去")
    await stage.liang.taps("不是")
    await stage.wang.chooses("并案", await stage.wang.card(SECOND))
    await stage.wang.taps(NUMBER)
    await stage.wang.chooses("拆开", await stage.wang.card(SECOND))
    await stage.luo.says("西湖花园4号楼门禁坏了，进不去")
    await stage.luo.taps("我也遇到")


@story("")
async def confided(stage: Stage) -> None:
    """Somebody's own: opened, shown to a colleague, lowered; another raised, and reported by law."""
    await stage.chen.says(SICK)
    await stage.luo.says(NUMBER)
    await stage.wang.taps("打开")
    await stage.luo.chooses("让同事看")
    await stage.luo.taps("张立文")
    await stage.luo.says(NUMBER)
    await stage.luo.chooses("降低密级")
    await stage.luo.taps("个人")
    await stage.luo.says("癌症说的是宣传讲座")
    await stage.chen.says("4号楼楼道灯坏了")
    await stage.wang.chooses("提高密级", await stage.wang.card(SECOND))
    await stage.wang.taps("敏感")
    await stage.chen.says("4号楼502的小孩天天被打")
    await stage.wang.taps("不用")
    await stage.chen.says("4号楼601的小孩天天被打")
    await stage.wang.taps("要强制报告")
    await stage.wang.taps("公安")
    await stage.wang.says("西湖派出所李警官，编号110-27")


@story("")
async def opened_again(stage: Stage) -> None:
    """Closed and opened again by its reporter; done, and done again for one above; not solved, with a reason."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("联系了")
    await stage.wang.taps("办结")
    await stage.wang.taps("已清理干净")
    await stage.chen.taps("解决了")
    await stage.chen.taps("不满意")
    await stage.chen.says("我的上报")
    await stage.chen.taps(NUMBER)
    await stage.chen.taps("重新打开")
    await stage.zhang.taps("签收")
    await stage.zhang.taps("联系了")
    await stage.zhang.taps("办结")
    await stage.zhang.taps("已清理干净")
    await stage.luo.says(NUMBER)
    await stage.luo.chooses("要求重办")
    await stage.luo.says("照片里还在漏")
    await stage.chen.taps("催一下")


@story("")
async def given_time(stage: Stage) -> None:
    """More time; out of the figures; for long, until somebody is found, and taken up again."""
    await stage.chen.says(LEAK)
    await looked_at_by_all(stage)
    await stage.wang.taps("联系了")
    await stage.wang.chooses("延期…")
    await stage.wang.taps("等经费批下来")
    await stage.wang.taps("10天")
    await stage.luo.says("待办")
    await stage.luo.taps("待审批")
    await stage.luo.taps(NUMBER)
    await stage.luo.taps("同意")
    await stage.wang.chooses("剔除…")
    await stage.wang.taps("重复")
    await stage.luo.taps("同意")
    await stage.wang.chooses("挂账…")
    await stage.wang.taps("没有责任主体")
    await stage.wang.taps("三个月")
    await stage.luo.taps("同意")
    await stage.wang.taps("恢复办理")
