"""What is wished of a report by its number: to see how far it is, or to take it back.

Only listed words may stand around the number: N-10001-6 井盖还没修 says more, and N-10001-6 修好了 says something
else, so both stay what they were.
"""

import re
from typing import NamedTuple

from fieldwork import numbers
from fieldwork.understanding.folding import fold

NUMBER = re.compile(r"(?<![A-Z0-9])([NA]\s*[- _]?\s*\d{5,10}\s*[- _]?\s*\d)(?!\d)")
MARKS = re.compile(r"[\s。．.，,！!？?、~～…:：;；“”\"'「」()（）#-]+")
SMALL = (
    "请问|请|麻烦|帮我|帮忙|给我|我要|我想|我的|我|想|要|把|将|这个|这条|这件|那个|那条|那件|活动|上报|报告|记录|事情|事|单子|号|"
    "现在|目前|今天|到底|还|已经|都|了|的|吧|呢|啊|呀|吗|一下|掉|它|PLEASE|MY|THE|IS|OF|IT"
)
HOW = (
    "怎么样|怎样|如何|咋样|什么情况|啥情况|情况|进展|进度|什么状态|状态|到哪一步|到哪步|到哪里|到哪|哪一步|什么时候|多久|何时|"
    "谁在办理?|谁在处理|谁在管|谁负责|谁来|办理经过|处理经过|经过|详情|详细|"
    "查一查|查一?下|查询|查看|看看|看一?下|查|看|打开|处理得|处理|办得|办理|解决|核实|审核|通过|计入|有结果|结果|有人|有|来修|来人|上门|修|办|弄|搞|能|会|好|完|"
    "HOW|WHERE|STATUS|SHOW|WHAT|ABOUT"
)
_ASKS = re.compile(
    r"怎么样|怎样|如何|咋样|情况|进展|进度|状态|到哪|哪一步|什么时候|多久|何时|谁|经过|详情|详细|[查看](?![了过])|打开|吗|结果|[了好完过]没有?$|HOW|WHERE|STATUS|SHOW"
)
_AWAY = "不要|不用管|不用|不需要|不报|不用处理|不必管|撤回|撤销|撤|取消|作废|删除|删|WITHDRAW|CANCEL|TAKE|BACK|DELETE"
_ISHOW = re.compile(f"(?:{SMALL}|{HOW}|没有?)+")
_WHY = "怎么|如何|[报写记弄搞填说发]错|错|[报写记填发]?重复|[报写记填发]重"
_IS_AWAY = re.compile(f"(?:{SMALL}|{_WHY})*(?:{_AWAY})(?:{SMALL}|{_WHY}|{_AWAY})*")


class Wish(NamedTuple):
    """What is wished of which report."""

    serial: int | None  # None where its digits are wrong
    away: bool  # taken back; otherwise looked at


def read(text: str) -> Wish | None:
    """The one wish in a short message; None where it says anything else."""
    folded = fold(text)
    found = NUMBER.findall(folded)
    if len(found) != 1:
        return None
    serial = numbers.read(found[0])
    beside = MARKS.sub("", NUMBER.sub("", folded))
    if _IS_AWAY.fullmatch(beside):
        return None if "吗" in beside else Wish(serial, away=True)
    return Wish(serial, away=False) if _ASKS.search(beside) and _ISHOW.fullmatch(beside) else None
