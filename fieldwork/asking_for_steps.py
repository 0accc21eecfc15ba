"""What somebody wants to do with a report, said in a word and its number: 剔除 N-10001-6, N-10001-6 延期.

Only listed words stand there: whatever says more is an addition, or a report.
"""

import re
from typing import NamedTuple

from fieldwork import numbers
from fieldwork.asking_by_number import MARKS, NUMBER
from fieldwork.understanding.folding import fold

ON_NEEDS = {
    "签收": "sign", "办结": "done", "催办": "urge", "催一下": "urge", "催": "urge", "转给": "hand", "转派": "hand",
    "转": "hand", "延期": "ask_extend", "挂起": "ask_hold", "挂账": "ask_park", "剔除": "ask_exclude",
    "督办": "supervise",
    "转介": "refer",
}  # fmt: skip
"""Words for what a station does with a need, each with the button that does the same."""
OF_STAFF = {
    "办理经过": "history", "经过": "history", "流程": "history", "历史": "history", "处理经过": "history",
    "更多": "more", "受理": "sign", "接单": "sign", "联系": "contact", "联系了": "contact", "已联系": "contact",
    "联系过了": "contact", "联系上了": "contact", "已办结": "done", "结案": "done", "已结案": "done",
    "办完了": "done", "已办完": "done", "已处理": "done", "处理了": "done", "处理完了": "done",
    "处理好了": "done", "退单": "return", "退回": "return", "退件": "return", "转办": "hand", "关单": "done",
    "合并": "merge", "并案": "merge",
}  # fmt: skip
"""What only somebody of a station writes so: a reporter's 已处理 is news of their own matter."""
LOOKS = {
    "详情", "记录", "内容", "卡片", "处理", "办理", "办", "谁在办", "谁办", "谁在处理", "谁负责", "谁经办",
    "在哪", "在谁那", "在谁那里", "派单", "裁定", "回复", "打电话", "保密", "密级", "改类别", "改地点", "改派",
    "补充", "关闭", "超期", "超期吗", "超期了吗", "逾期吗", "逾期了吗", "到期", "什么时候到期", "哪天到期",
    "还剩多久", "期限", "回访", "电话回访", "已回访", "升级", "重开", "重新打开", "恢复", "协办", "报方案", "核验",
    "验收", "分派", "指派", "关联", "拆分",
}  # fmt: skip
"""Of staff too: whatever it is that they want to see or do, it stands on the card, or under it."""
ON_ACTIVITIES = {"核实": "activity_accept", "计入": "activity_accept", "退回": "activity_return"}
"""And with an activity."""
_OF_ALL = ON_NEEDS.keys() | ON_ACTIVITIES.keys()
_OF_STAFF = _OF_ALL | OF_STAFF.keys() | LOOKS
_ALONE = {"剔除", "延期", "挂账", "挂起", "督办", "转派", "转介"}
_TO_WHOM = re.compile("(?:转给|转交|转派给?|交给)[^,，。0-9]{2,4}")
_SMALL = re.compile("申请|请|麻烦|帮我|帮忙|给我|我要|我想|要|把|将|这个|这条|这件|的|一下|吧|了|一次")


class Wish(NamedTuple):
    """What is wished of which report."""

    word: str
    serial: int | None  # None where its digits are wrong
    number: str  # as it was written; empty where there is none


def read(text: str, *, of_staff: bool = False) -> Wish | None:
    """The one wish in a short message; None where it says anything else."""
    folded = fold(text)
    known = _OF_STAFF if of_staff else _OF_ALL
    found = NUMBER.findall(folded)
    beside = MARKS.sub("", NUMBER.sub("", folded))
    beside = "转给" if of_staff and _TO_WHOM.fullmatch(beside) else beside  # to whom is tapped
    word = beside if beside in known else _SMALL.sub("", beside)
    if len(found) > 1 or word not in (known if found else _ALONE):
        return None
    return Wish(word, numbers.read(found[0]) if found else None, found[0] if found else "")
