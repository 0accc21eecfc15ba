"""What a person can say here, by what they are doing: the one list from which help, keys and commands are made.

A word opens its conversation as though it were typed. `guesses` are what people type who never read the word;
`perhaps` are words that may mean this or another thing, so that it is asked. Whatever is longer, or holds a place
or a matter, is none of these words and stays a report.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from fieldwork.people import HEADS, LEADS, STAFF, RoleKind
from fieldwork.texts import Translator

VISITED = "走访 入户 入户走访 上门走访 活动"
HOW_MUCH = "统计 情况 数据 户数 人次 总数 了多少 多少户 了多少户 了几户 了多少人 多少人次 了多少人次 了几次"
RANKED = "数据报表 周报表 月报表 年报表 排名 社区排名 街道排名 站点排名 全区排名 红黑榜"
HOW = "怎么 如何 怎样"
TO_DO = (
    "改 改数字 改数 改户数 改人数 改日期 改地点 改内容 修改 修改数字 更正 更正数字 纠正 撤回 撤销 删除 删掉 取消 作废 "
    "结束 结束走访 填 填写 写 录 录入 补充 补正 操作 传照片 发照片 加照片 确认 提交 退出"
)


def _each(first: str, then: str) -> str:
    """Each of the first words with each of the others: 走访统计, 怎么改数字."""
    return " ".join(one + other for one in first.split() for other in then.split())


A_PAGE = 6  # things on one page


class Line(NamedTuple):
    """A sentence that is said later, in somebody's language; it stands in the catalogues as `t.both("…")` does."""

    register: str
    english: str

    @classmethod
    def both(cls, english: str) -> "Line":
        return cls("both", english)

    @classmethod
    def staff(cls, english: str) -> "Line":
        return cls("staff", english)

    def said(self, t: Translator) -> str:
        return t.look_up(self.register, self.english)


class Group(StrEnum):
    """What somebody is doing. Names stand in buttons."""

    REPORTING = "report"  # 报事
    DONE = "done"  # 做了什么
    TODAY = "today"  # 今天要做的
    FIGURES = "figures"  # 看数字
    PEOPLE = "people"  # 人和站点
    SELF = "self"  # 我自己


GROUPS = {
    Group.REPORTING: Line.both("📣 Report"),
    Group.DONE: Line.both("📝 What was done"),
    Group.TODAY: Line.both("📋 What is to be done"),
    Group.FIGURES: Line.both("📊 Figures"),
    Group.PEOPLE: Line.both("👥 People and stations"),
    Group.SELF: Line.both("👤 Myself"),
}

EVERYBODY = frozenset(RoleKind)
MEMBERS = EVERYBODY - {RoleKind.RESIDENT}
VISITORS = STAFF | {RoleKind.BUILDING_HEAD, RoleKind.VOLUNTEER, RoleKind.PARTNER}
HEADING = frozenset(HEADS)
WORKERS = frozenset({RoleKind.SOCIAL_WORKER, RoleKind.STATION_HEAD})
HEAD, BUILDING = RoleKind.STATION_HEAD, RoleKind.BUILDING_HEAD


class Saying(NamedTuple):
    """One thing to say: what it is for, and who may."""

    key: str  # in buttons
    group: Group
    who: frozenset[RoleKind]
    word: Line  # typed or tapped, it opens the conversation
    about: Line  # what comes of it, with an example; {building} is one of their own
    command: str = ""
    guesses: str = ""  # other words for it, a blank between two; 繁體 and capitals are the same
    perhaps: str = ""
    unless: frozenset[RoleKind] = frozenset()  # these mean another thing by the word
    opens: bool = True  # False: there is no conversation to open, `about` says how

    def is_for(self, kinds: Collection[RoleKind]) -> bool:
        """Whether somebody who is this may say it."""
        return not self.who.isdisjoint(kinds) and self.unless.isdisjoint(kinds)


SAYINGS = (
    # -- report
    Saying(
        "report", Group.REPORTING, EVERYBODY, Line.both("Report a problem"),
        Line.both("just write what and where, like “{building}, the drain is leaking”, or send a photo."),
        command="report",
        guesses="上报 报事 报事情 报修 报个问题 反映问题 上报问题 我要上报 我要报事 怎么报 怎么上报 "
                "怎么报问题 report",
    ),
    Saying(
        "mine", Group.REPORTING, EVERYBODY, Line.both("My reports"),
        Line.both("what you reported, and how far it is. A number alone opens it: N-10001-6."),
        command="mine",
        guesses="我的 我的记录 我报的 我报的事 我报过的 我的报告 我的事 上报记录 我的活动 活动记录 进度 "
                "查进度 我的进度 处理进度 办理进度 怎么看进度 怎么查进度 待补正 补正 需补正 要补正 退回的活动 "
                "被退回的活动 我的退回 status",
        perhaps="待核实 未核实 待确认 未确认 待审核 待处理 未处理 记录 活动 " + _each(VISITED, HOW_MUCH),
    ),
    Saying(
        "nudge", Group.REPORTING, EVERYBODY, Line.both("Ask them to hurry"),
        Line.both("once a day, when the time that was promised is over."),
        guesses="催 催办 催一催 加急 催促",
    ),
    Saying(
        "find", Group.REPORTING, EVERYBODY, Line.both("Find"),
        Line.both("looks in what you may see, like “Find drain”."),
        command="find",
        guesses="查询 查一查 找一找 搜一搜 检索 search",
    ),
    Saying(
        "behalf", Group.REPORTING, STAFF | {BUILDING, RoleKind.VOLUNTEER}, Line.both("Report for somebody else"),
        Line.both("step by step, for who rang or has no phone."),
        guesses="代别人报 帮别人报 替人报 代人上报 代为上报",
    ),
    Saying(
        "agenda", Group.REPORTING, STAFF | {BUILDING}, Line.both("Agenda"),
        Line.both("an open matter for the next meeting of building heads: “Agenda” and its number."),
        command="agenda",
        guesses="议题 上会的事 提议题 提上会 报议题 上会议题 议程",
    ),
    Saying(
        "next_council", Group.REPORTING, frozenset({BUILDING}), Line.both("Council"),
        Line.both("when the building heads meet next, and about what."),
        guesses="下次议事会 下一次议事会 什么时候开议事会 议事会什么时候开 "
                "楼长会 楼长会议 开楼长会 议事 议事会议 会议记录", unless=STAFF,
    ),
    # -- what was done
    Saying(
        "activity", Group.DONE, MEMBERS, Line.both("Record an activity"),
        Line.both(
            "just write it in one sentence: “Visited 5 households today, 12 people served.” "
            "A number is wrong: “6 households, not 5”."
        ),
        guesses="登记活动 报活动 登活动 记活动 录活动 填活动 写活动 活动登记 活动上报 上报活动 新活动 新建活动 "
                "添加活动 登记 怎么报活动 怎么登记活动 activity",
        perhaps="活动",
        opens=False,
    ),
    Saying(
        "outing", Group.DONE, VISITORS, Line.both("Start visiting"),
        Line.both("from door to door, a line for each, like “Start visiting {building}”. “End” adds it up."),
        command="outing",
        perhaps="走访 入户 入户走访 去走访 开始入户 走访登记 入户登记 上门走访 扫楼 visit",
    ),
    Saying(
        "signin", Group.DONE, MEMBERS, Line.both("Sign-in"),
        Line.both("a code to scan for an event, like “Sign-in fire drill”. Alone, it shows the last list again."),
        command="signin",
        guesses="开始签到 志愿者签到 志愿签到 签到志愿者 签到表 签到码 签到二维码 活动签到 打卡 签名 签到名单",
    ),
    Saying(
        "hours", Group.DONE, EVERYBODY, Line.both("My hours"),
        Line.both("the hours you gave this year, as a page to print too."),
        command="hours",
        guesses="时长 时数 志愿时数 志愿时间 我的时数 我的志愿时长 我的志愿时数 服务时长 服务时数 志愿服务 "
                "工时 志愿服务时长 志愿服务时数 我的服务时长 时长证明 志愿时长证明 志愿服务证明 服务时长证明 "
                "志愿服务时长证明 志愿证明 开时长证明 开志愿时长证明 打印时长证明 时长证明怎么开 "
                "志愿时长证明怎么开 志愿服务时长证明怎么开",
        perhaps="我的统计 我的数字 我的数据 统计 数据",
    ),
    Saying(
        "case", Group.DONE, WORKERS, Line.staff("New case"),
        Line.staff("only its kind and community are kept, no name."),
        command="case",
        guesses="新建个案 个案登记 登记个案 建个案 加个案 添加个案 立案",
    ),
    Saying(
        "cases", Group.DONE, WORKERS, Line.staff("My cases"),
        Line.staff("your open cases, each with a button to close it."),
        command="cases",
        guesses="个案列表 个案 个案数 个案管理 个案记录 个案情况 case cases",
    ),
    # -- what is to be done
    Saying(
        "todo", Group.TODAY, STAFF, Line.both("To do"),
        Line.staff("what waits for the station: to sign for, at work, activities to check."),
        command="todo",
        guesses="待确认 未确认 审批 待审批 待签收 未签收 签收 待处理 未处理 待办理 待回访 任务 我的任务 "
                "没办完的 没办的 没签收的 还有多少没办 还有几件没办 多少件没签收 "
                "今天的任务 今天要做什么 待办事项 我的待办 todo",
    ),
    Saying(
        "check", Group.TODAY, STAFF, Line.staff("Check activities"),
        Line.staff("what was done here: count it, return it or make it void, with a reason; or a page at once."),
        guesses="核实 待核实 未核实 审核 待审核 未审核 活动审核 审核活动 活动核实 核实计入 退回活动 作废活动 "
                "怎么核实 怎么退回 怎么审核 抽查 抽样 抽检 抽查活动 抽查名单",
    ),
    Saying(
        "visits", Group.TODAY, STAFF, Line.staff("Visits"),
        Line.staff("today's visits and your households, like “add visit {building} 502 high risk”."),
        command="visits",
        guesses="探访列表 探访名单 探访计划 探访率 今天探访 今天的探访 今日探访 我的探访 关爱 关爱探访 "
                "探访关爱 重点户 帮扶对象 加探访 加一户 visits",
    ),
    Saying(
        "council", Group.TODAY, STAFF, Line.staff("Council"),
        Line.staff("calls a meeting of building heads, like “Council West Lake Garden”; and its minutes."),
        command="council",
        guesses="下次议事会 下一次议事会 什么时候开议事会 议事会什么时候开 "
                "楼长会 楼长会议 议事 议事会议 开楼长会 开议事会 召开议事会 召集议事会 "
                "召集楼长议事会 会议记录 协商会 minutes",
    ),
    Saying(
        "morning", Group.TODAY, frozenset({RoleKind.SOCIAL_WORKER}), Line.both("Digest"),
        Line.staff("what waits for you today, by itself each morning too; below it the digests of your station."),
        guesses="早报 晨报 今天的事 今日工作 今天的工作 日报 周报 月报 季报 年报 本周简报 本月简报 季度报表 "
                "年度报告 白皮书 发简报 发一下简报 重发简报 再发简报 联系不上的人 "
                "没有消息的楼长 沉默的楼长 谁没消息 谁没有消息",
        unless=LEADS,
    ),
    Saying(
        "due", Group.TODAY, HEADING, Line.staff("Due"),
        Line.staff("what will fall due in the next 24 hours."),
        command="due",
        guesses="谁超时 谁超时了 谁逾期了 快到期 要到期 到期提醒 即将到期 超时 超期 逾期 快超时 时限 期限",
    ),
    Saying(
        "duty", Group.TODAY, STAFF, Line.staff("Duty"),
        Line.staff("who is on duty this week; a head arranges it, like “Duty Saturday Zhang Liwen”."),
        command="duty",
        guesses="值班安排 谁值班 今天谁值班 排班表 轮值 值日 排值班 我的值班 今天值班",
    ),
    Saying(
        "closed", Group.TODAY, STAFF, Line.both("Closed"),
        Line.staff("the days on which the station does not work, like “Closed 5-1 to 5-5”."),
        command="closed",
        guesses="放假安排 休息安排 闭站",
    ),
    # -- figures
    Saying(
        "figures", Group.FIGURES, STAFF, Line.both("Figures"),
        Line.staff("this month's figures of your place, and the records behind each."),
        command="figures",
        guesses="我的数字 我的统计 我的数据 看统计 查统计 看数据 查数据 指标 统计数字 统计数据 数据统计 "
                "覆盖率 覆盖情况 本月数字 签收率 办结率 满意率 参评率 走访次数 "
                "figures stats statistics " + _each(VISITED, HOW_MUCH),
        perhaps="统计 报表 数据 统计表 汇总 成绩 月度报告 小结 总结 走访记录 工作量 我的工作量 " + RANKED,
    ),
    Saying(
        "targets", Group.FIGURES, STAFF, Line.staff("Targets"),
        Line.staff("how far each worker is with what is to be reached this year, and what counts for it."),
        command="targets",
        guesses="年度目标 目标进度 指标进度 任务进度 完成情况 目标完成情况 目标完成多少 "
                "目标完成了多少 目标完成率 进驻社区",
    ),
    Saying(
        "digest", Group.FIGURES, LEADS | {BUILDING}, Line.both("Digest"),
        Line.both("today, the week or the month in short: what came in, what is solved, what needs somebody."),
        command="digest",
        guesses="日报 周报 月报 季报 年报 月度报告 周小结 月小结 小结 总结 本周简报 本月简报 简讯 通报 "
                "白皮书 白皮书数据 季度报表 年度报告 年终总结 发简报 发一下简报 重发简报 再发简报 "
                "联系不上的人 没有消息的楼长 沉默的楼长 谁没消息 谁没有消息 digest",
        perhaps="统计 报表 汇总 统计表 数据 我的统计 我的数字 " + RANKED + " " + _each(VISITED, HOW_MUCH),
    ),
    Saying(
        "close", Group.FIGURES, HEADING, Line.staff("Close the books"),
        Line.staff("closes a week, month or year for good, like “/close 2026-01”; later ones count in the next."),
        command="close",
        guesses="结账 月结 关账 锁账 锁定数据 封存 关闭数据",
    ),
    Saying(
        "export", Group.FIGURES, HEADING, Line.staff("Export"),
        Line.staff("reports or activities as an Excel file; who took what, and what for, is kept."),
        command="export",
        guesses="下载 导出活动 导出需求 导出上报 导出数据 导出表格 下载表格 下载数据 导出报表 excel xlsx 导表 export",
        perhaps="报表 统计表 表格 台账 数据 审计 审计材料",
    ),
    # -- people and stations
    Saying(
        "people", Group.PEOPLE, LEADS, Line.both("People"),
        Line.staff("invites one or many, the list of who works and helps here."),
        command="people",
        guesses="人员管理 成员 成员管理 用户 通讯录 联系人 加人 拉人",
    ),
    Saying(
        "roll", Group.PEOPLE, LEADS, Line.both("See the list"),
        Line.staff("everybody of your place, with role; ends or moves a role."),
        guesses="花名册 人员名单 志愿者名单 楼长名单 社工名单 人员列表",
    ),
    Saying(
        "invite", Group.PEOPLE, LEADS, Line.both("Invite one"),
        Line.staff("a link and a QR code for one person."),
        command="invite",
        guesses="邀请链接 邀请码 邀请人 邀请志愿者 邀请楼长 加志愿者 加楼长 加社工",
    ),
    Saying(
        "doors", Group.PEOPLE, LEADS, Line.both("Door codes"),
        Line.staff("the sheets with the code of each building, like “Door codes {building}”."),
        command="doors",
        guesses="楼码 门码 楼道码 楼栋码 打印二维码", perhaps="二维码",
    ),
    Saying(
        "groups", Group.PEOPLE, LEADS, Line.both("Groups"),
        Line.staff("the groups that hear of your stations; /bind in a group gives it to a station."),
        command="groups",
        guesses="群管理 我的群 绑定群 绑群",
    ),
    Saying(
        "organisations", Group.PEOPLE, LEADS, Line.both("Organisations"),
        Line.staff("whose people are whose, like “新组织 NAME”."),
        guesses="机构 社会组织 团队 组织管理 组织列表",
    ),
    Saying(
        "projects", Group.PEOPLE, LEADS, Line.both("Projects"),
        Line.staff("projects and contracts under which activities are counted, like “新项目 NAME”."),
        guesses="合同 项目列表 项目管理 合同列表",
    ),
    Saying(
        "network", Group.PEOPLE, frozenset({RoleKind.ADMINISTRATOR}), Line.staff("Network"),
        Line.staff("send it as a table (XLSX or CSV) here; you see what it would change before anything is done."),
        guesses="更新网络 网络表 导入网络 网格 楼栋表 小区表", opens=False,
    ),
    # -- oneself
    Saying(
        "data", Group.SELF, EVERYBODY, Line.both("My data"),
        Line.both("what is kept of you; name, telephone, deleting, leaving."),
        command="me",
        guesses="个人资料 个人信息 我的信息 我的账号 账号 我的隐私 隐私 改名字 改电话 改手机号 注销 注销账号 "
                "删除我的资料 个人中心",
        perhaps="我的数据",
    ),
    Saying(
        "reminders", Group.SELF, MEMBERS, Line.both("My reminders"),
        Line.both("what comes to you by itself, and when; stop it, or choose another time."),
        command="reminders",
        guesses="提醒 我的通知 通知设置 关闭提醒 停止提醒 取消提醒 不要提醒 关闭通知 订阅 退订 提醒列表",
    ),
    Saying(
        "times", Group.SELF, STAFF, Line.both("Reminder times"),
        Line.staff("at what time the list of what is late comes."),
        command="times",
        guesses="改提醒时间 几点提醒 提醒时间设置",
    ),
    Saying(
        "settings", Group.SELF, STAFF, Line.both("Settings"),
        Line.staff("which cards ring you."),
        command="settings",
        guesses="静音 声音 免打扰 勿扰 铃声 响铃 关闭声音",
    ),
    Saying(
        "away", Group.SELF, STAFF, Line.staff("Away"),
        Line.staff("days on which somebody else takes your reports, like “Away 11-25 to 11-28”."),
        command="away",
        guesses="我要请假 休假 年假 病假 事假 请个假 我休假 出差",
    ),
    Saying(
        "language", Group.SELF, EVERYBODY, Line.both("Language"),
        Line.both("简体, 繁體 or English."),
        command="language",
        guesses="换语言 切换语言 改语言 中文 英文 英语 简体 繁体 简体中文 繁体中文 english chinese 语言设置 "
                "怎么换语言",
    ),
    Saying(
        "help", Group.SELF, EVERYBODY, Line.both("Help"),
        Line.both("shows all this again."),
        command="help",
        guesses="菜单 功能 怎么用 怎么使用 如何使用 使用说明 使用方法 使用帮助 说明书 教程 操作指南 指南 指引 "
                "命令 指令 所有功能 功能列表 更多功能 有什么功能 有哪些功能 能做什么 你能做什么 可以做什么 "
                "会做什么 你会什么 主菜单 首页 主页 menu start",
        perhaps="数字怎么改 户数怎么改 人数怎么改 日期怎么改 活动怎么改 走访怎么结束 " + _each(HOW, TO_DO),
    ),
)  # fmt: skip


OF_THE_TRADE = frozenset({"agenda", "case", "cases", "check", "hours", "morning", "signin"})
"""Beside figures: nobody writes a word for one of these who wants to report something."""

BY_KEY = {saying.key: saying for saying in SAYINGS}


def may_say(kinds: Collection[RoleKind]) -> list[Saying]:
    """What people with these roles can say here, in order."""
    return [saying for saying in SAYINGS if saying.is_for(kinds)]


def groups_of(kinds: Collection[RoleKind]) -> list[Group]:
    """What people with these roles may be doing."""
    theirs = {saying.group for saying in may_say(kinds)}
    return [group for group in GROUPS if group in theirs]


def of_group(kinds: Collection[RoleKind], group: Group) -> list[Saying]:
    """What they can say there."""
    return [saying for saying in may_say(kinds) if saying.group is group]


# -- the keys below the line of writing -------------------------------------------------------------

KEYS = ("todo", "people", "report", "mine", "outing", "visits", "figures", "digest", "morning", "close", "hours",
        "agenda", "data", "language", "help")  # fmt: skip
"""The likeliest first: those that somebody may, as far as there is room."""
MOST_KEYS = 8
_SELDOM = {
    "outing": {RoleKind.BUILDING_HEAD, RoleKind.VOLUNTEER},
    "visits": {RoleKind.SOCIAL_WORKER},
    "hours": {RoleKind.VOLUNTEER, RoleKind.PARTNER},
    "agenda": {RoleKind.BUILDING_HEAD},
    "language": EVERYBODY - STAFF,
}
"""Who has a key for what more people may say."""


def keys_of(kinds: Collection[RoleKind]) -> list[Saying]:
    """The keys of people with these roles; help is always the last."""
    theirs = [
        BY_KEY[key] for key in KEYS[:-1]
        if BY_KEY[key].is_for(kinds) and not _SELDOM.get(key, EVERYBODY).isdisjoint(kinds)
    ]  # fmt: skip
    return [*theirs[: MOST_KEYS - 1], BY_KEY["help"]]
