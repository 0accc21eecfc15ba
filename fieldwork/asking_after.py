"""What somebody asks about their own reports without a number: what became of it, how much it was this month.

    那条走访记下了吗            of the newest such thing
    我报的活动呢                of all of them
    我这个月走访了几户          of one's own month
    走了几户了                  of the round that is under way

Only listed words: 那个井盖修好了吗 names a matter, and 我今天走访了几户独居老人 tells of something, so both stay what
they were.
"""

import re
from enum import StrEnum

from fieldwork.asking_by_number import HOW, MARKS, SMALL
from fieldwork.understanding.folding import fold


class After(StrEnum):
    """What is asked about."""

    NEWEST = "newest"
    ALL = "all"
    THIS_MONTH = "this month"
    LAST_MONTH = "last month"


_ONE = "[那这]一?[条件个次项笔]|上一?[次回条件个]|刚才|刚刚|刚|之前|前面|前几天|昨天|前天|今早|早上|上午|下午|昨晚|上周"
_OWN = "我们?[报提说发记写填登]|我上报|我登记|我反映|我提交|我的"
_DONE = (
    "报上去|报过|上报|反映|登记|提交|报修|报|提|发|记|写|填|登|说|走访|入户|探访|活动|问题|报告|记录|收到|收|看到|算数|算|"
    "记上|记下|入账|上去|下|到|上|过|我们|你们|站里|社区|那里|有没有|没有|没|后来|一|管|人"
)
_BARE = re.compile(
    r"(?:请问|我|都|已经)*(?:登记|提交|上报|记录|记|收|报|写)(?:上去|下来|成功|上|下|到|好)了?(?:吗|嘛|没有?)|"
    r"(?:记|报|登记|提交|上报)了(?:吗|没有?)"
)
_LISTED = re.compile(f"(?:{_ONE}|{_DONE}|{SMALL}|{HOW})+")
_POINTS = re.compile(f"{_ONE}|{_OWN}")
_ASKS = re.compile(
    r"怎么样|怎样|如何|咋样|什么情况|进展|进度|状态|到哪|哪一步|什么时候|多久|吗$|嘛$|呢$|[了好完过到]没有?$|有没有"
)

_MONTH = r"这个?月|本月|当月"
_LAST = r"上个?月"
_LONGER = r"今年|去年|[这上]个?(?:周|星期|季度)|本周|本季度"
_MANY = "多少|几"
_OF_MONTH = re.compile(
    rf"(?:{_MONTH}|{_LAST}|{_LONGER}|{_MANY}|我|自己|到|现在|目前|为止|一共|总共|共|都|了|的|呢|啊|呀|请问|帮我|看看|查|有|是|过|做|干"
    r"|上报|报|登记|记|开展|参加|走访|入户|探访|走|跑|访|服务|活动|问题|事情|事|人次|户次|户|家|次|人|件|条|项|场|个|栋)+"
)

_ROUND = re.compile(
    r"(?:我|现在|今天|目前|这趟|已经|到现在|一共|总共|共|都|到底)*"
    r"(?:(?:走访|走|访|跑|入|敲|看|记)(?:到|过|完)?了?)?(?:有)?(?:多少|几)(?:户|家|个?门|人次?)(?:人家)?(?:了|啦|呢|啊)*"
    r"|(?:我|现在|走|走访)*到(?:哪里?|第?几楼|哪一户|哪户|几号?)(?:了|啦|呢|啊)*"
)

_A_QUESTION = re.compile(r"(?:吗|嘛|么|[了好完过到下]没有?|有没有|怎么样了?|多少|几[户次人]|呢)$")


def asks(words: str) -> bool:
    """Whether it is a question, which puts nothing right: 记下了吗. 不是昨天吗 says what is."""
    said = MARKS.sub("", fold(words))
    return _A_QUESTION.search(said) is not None and not said.startswith("不是")


def read(text: str) -> After | None:
    """The question about what one has reported or done; None where it says anything else."""
    said = MARKS.sub("", fold(text))
    if re.search(_MANY, said):
        return _month(said)
    if _BARE.fullmatch(said):
        return After.NEWEST
    if not (_ASKS.search(said) and _POINTS.search(said) and _LISTED.fullmatch(said)):
        return None
    return After.NEWEST if re.search(_ONE, said) else After.ALL


def _month(said: str) -> After | None:
    if "我" not in said or not _OF_MONTH.fullmatch(said):
        return None
    if re.search(_LAST, said):
        return After.LAST_MONTH
    if re.search(_MONTH, said):
        return After.THIS_MONTH
    return After.ALL if re.search(_LONGER, said) else None


def asks_how_far(text: str) -> bool:
    """走了几户了, 到哪了: said on the way from door to door."""
    return _ROUND.fullmatch(MARKS.sub("", fold(text))) is not None
