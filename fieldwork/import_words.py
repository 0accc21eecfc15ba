"""What people call the columns and the values of past records, in the tables that they keep (补录)."""

import re
from collections.abc import Mapping, Sequence

from fieldwork.activities import ActivityKind, Stage, Unit
from fieldwork.counting_in import VOLUNTEER_HOURS
from fieldwork.exports import ACTIVITY_COLUMNS, NEED_COLUMNS
from fieldwork.reports import Finding, State, Urgency

KEY = "external_id"
HEADINGS: Mapping[str, str] = {
    **{name: name for name in (KEY, *ACTIVITY_COLUMNS, *NEED_COLUMNS)},
    "外部编号": KEY, "原编号": KEY, "编号": "number",
    **dict.fromkeys(("种类", "类型", "活动类型", "活动类别", "活动种类", "服务类型", "服务类别"), "kind"),
    "日期": "held_on", "时间": "held_on",
    **{what + when: "held_on" for what in ("活动", "走访", "服务", "开展") for when in ("日期", "时间")},
    "结束日期": "held_until", "周期": "period", "地点代码": "place",
    **dict.fromkeys(("地点", "地址", "活动地点", "走访地点", "服务地点", "地点（名称）"), "place_name"),
    **dict.fromkeys(("站点", "社工站"), "station"),
    **dict.fromkeys(("主题", "内容", "原话", "活动主题", "活动名称", "活动内容", "服务内容"), "words"),
    **dict.fromkeys(("诉求内容", "事项内容", "反映内容", "问题描述", "诉求", "问题", "事项"), "words"),
    "分钟": "minutes", "时长": "minutes", "志愿者人数": "volunteers", "志愿者数": "volunteers",
    **dict.fromkeys(("未遇", "未遇（次）"), "not_met"),
    **dict.fromkeys(("志愿时长", "志愿时长（小时）", "志愿服务时长", "志愿服务时长（小时）"), VOLUNTEER_HOURS),
    **dict.fromkeys(("人员号", "人员", "社工", "工作人员"), "person"),
    "机构": "organisation", "项目": "project", "核实状态": "stage",
    "状态": "state", "紧急程度": "urgency", "类别": "category",
    **dict.fromkeys(("收到时间", "上报时间", "受理时间"), "sent_at"),
    "签收时间": "signed_at",
    **dict.fromkeys(("首次联系", "首次联系时间"), "contacted_at"),
    "办结时间": "done_at", "结案时间": "closed_at", "核实结论": "finding", "办理结果": "finding",
    "回访答复": "answer", "回访结果": "answer", "满意度": "grade",
    **{f"{before}{unit}{after}": unit.value for unit in Unit
       for before, after in (("", "数"), ("服务", ""), ("数量（", "）"))},
    "走访户数": Unit.HOUSEHOLDS.value, "参加人数": Unit.PEOPLE.value, "场次": Unit.SESSIONS.value,
}  # fmt: skip
"""A heading, in small letters and without spaces, to the column's name."""
COUNTED = re.compile(
    r"(?:服务|走访|入户|参加|参与|覆盖|惠及|受益|慰问|接待|帮扶|活动|开展|举办|对象|数量|本次)+"
    r"(?:(?P<short>户次|人次|次)数?|(?P<long>户|人|场|例)数)"
)
"""What people write before and behind a unit: 服务户数, 参加人次. What is added up (累计户数) is of no one record."""
KIND_NAMES: Mapping[str, ActivityKind] = {
    "入户走访": ActivityKind.HOME_VISIT, "走访": ActivityKind.HOME_VISIT, "电话探访": ActivityKind.PHONE_VISIT,
    "个案服务": ActivityKind.CASE_SESSION, "个案": ActivityKind.CASE_SESSION, "小组服务": ActivityKind.GROUP_SESSION,
    "小组": ActivityKind.GROUP_SESSION, "社区活动": ActivityKind.COMMUNITY_ACTIVITY, "宣讲宣传": ActivityKind.PUBLICITY,
    "宣讲": ActivityKind.PUBLICITY, "宣传": ActivityKind.PUBLICITY, "环境整治": ActivityKind.CLEANUP,
    "适老化改造": ActivityKind.ACCESSIBILITY_WORK, "无障碍改造": ActivityKind.ACCESSIBILITY_WORK,
    "公益慈善活动": ActivityKind.CHARITY_EVENT, "慈善活动": ActivityKind.CHARITY_EVENT, "议事会": ActivityKind.COUNCIL,
    "座谈": ActivityKind.COUNCIL, "培训": ActivityKind.TRAINING, "督导": ActivityKind.SUPERVISION,
    "资源链接": ActivityKind.RESOURCE_LINK, "其他": ActivityKind.OTHER,
}  # fmt: skip
STAGE_NAMES: Mapping[str, Stage] = {
    **dict.fromkeys(("已计入", "已计入（补报）", "计入别的时段", "已核实", "已审核", "通过", "已完成"), Stage.ACCEPTED),
    **dict.fromkeys(("待核实", "待审核", "未审核"), Stage.SUBMITTED),
    **dict.fromkeys(("退回", "已退回"), Stage.RETURNED),
    **dict.fromkeys(("待确认", "待本人确认"), Stage.DRAFT),
    **dict.fromkeys(("作废", "已作废", "已计入（扣回）"), Stage.VOID),
}  # fmt: skip
CODES: Mapping[str, str] = {
    **dict.fromkeys(("已结案", "结案", "已办结", "办结", "已完成"), State.CLOSED.value),
    **dict.fromkeys(("已撤销", "撤销", "撤回"), State.WITHDRAWN.value), "不予受理": State.NOT_ACCEPTED.value,
    "特急": Urgency.T0.value, "最急": Urgency.T0.value, "紧急": Urgency.T1.value, "急": Urgency.T1.value,
    "一般": Urgency.T2.value, "普通": Urgency.T2.value, "复杂": Urgency.T3.value, "咨询": Urgency.Q.value,
    **dict.fromkeys(("解决了", "已解决", "解决", "属实，已解决"), "solved"), "部分解决": "partly",
    **dict.fromkeys(("未解决", "没解决", "还没解决", "属实，未解决"), "unsolved"), "不属实": Finding.UNTRUE.value,
    "满意": "satisfied", "非常满意": "satisfied", **dict.fromkeys(("基本满意", "比较满意"), "fairly"),
    "不满意": "unsatisfied",
}  # fmt: skip
"""What is said of past needs, to the codes of an export."""
SAID_IN: Mapping[str, Sequence[str]] = {
    "minutes": ("分", "分钟"), "volunteers": ("人", "名", "位"), "not_met": ("次", "户"),
    VOLUNTEER_HOURS: ("小时",),
}  # fmt: skip
"""What may stand behind a number, where it is not the column's own unit."""
FOOT = re.compile(r"(?:合|总|小|共|累)\s*计[：:]?|(?:制表|填表|填报|审核|审批|负责)人?[：:].*")
"""What stands at the foot of a table: a sum, or who signs for it."""


def columns_of(cells: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands, if these cells are a header of past records at all."""
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        if name := _column(cell):
            found.setdefault(name, number)
    return found if {"kind", "held_on"} <= found.keys() or "sent_at" in found else None


def columns_below(cells: Sequence[str]) -> dict[str, int] | None:
    """What a second row of the header adds: nothing but names stand in it (次 户 人次, below a merged 数量)."""
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        if cell.strip():
            name = _column(cell)
            if name is None:
                return None
            found.setdefault(name, number)
    return found or None


def _column(cell: str) -> str | None:
    """The column that a heading names."""
    heading = "".join(cell.split()).lower().replace("(", "（").replace(")", "）")
    counted = COUNTED.fullmatch(heading)
    by_unit = (counted["short"] or counted["long"]) if counted else None
    return heading if heading in tuple(Unit) else HEADINGS.get(heading, by_unit)


def left_alone(cells: Sequence[str], columns: Mapping[str, int]) -> list[str]:
    """The headings of a header that name no column: what stands below them is not read."""
    return [
        cell.strip() for number, cell in enumerate(cells) if cell.strip() and number not in columns.values()
    ]
