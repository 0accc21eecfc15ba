"""What stands around a number: that it is of today, what was done, that they came; or nothing of all this.

From it `backdrops.py` and `adding.py` judge the numbers of one unit beside each other.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from fieldwork.understanding.numerals import AMOUNT
from fieldwork.understanding.reasons import Marks, Placed

BACKDROPS = ("stock", "running", "past", "now", "invited", "last_time", "this_time")
"""The lists of counting.toml that are looked for in a number's clause."""

_DEED = re.compile(r"[走访敲查装办做送见完去入探接开举慰看改培教组]|服务|上门")
_BUILDING = re.compile(r"(?:\s{2,}|\s*[\dA-Z]{1,4}\s?(?:号楼|[栋座幢号]楼?))[^,\d]{0,4}[共有]")
# a place that was read has been taken out and left blanks
_THERE_ARE = re.compile(r"[^,来到参签听的]*(?:的[^,来到参签听的]+)?有")  # 加装电梯的楼有(16户)
_OF = re.compile(r".*的(?=[^有共])")  # what was done to it tells which it is
_AIMED_AT = re.compile(
    r"(?:(?<!不)[对向]|针对|面向)(?:辖区|本社区|社区|全镇|全村|片区)?内?$"
)  # 对辖区(156户)启动走访
_ENDS = re.compile(r"(?:人家|居民|住户|长者|老人|老年人|家庭|商户)?\s*(?:[,。;!?)]|$)")
_REPORT_OF = re.compile(
    r"\s*[^,。;!?\d]{0,8}(?P<month>\d{1,2})月份?[^,。;!?\d]{0,8}(?:小结|总结|月报|报表|工作|情况|汇总)"
)
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月份?(?!\d)")
_YEAR = re.compile(r"20\d\d年(?!\s?\d)")
_HAPPENED = re.compile(
    r"[走访敲查装办做送见完去入探接开举慰看改培教理剪量讲宣测签调清扫治巡谈聊跟结转训演练派发领洗换磨陪检评估跑扶帮问答诊课通]"
    r"|组织|服务|上门|受众|受益|惠及|行[咗楼]|落楼|小组|沙龙|(?<![外未以])来|嚟|到(?!期|龄)|参[加与会训]|与会|议事|疏散|出席|联系|核[实查对了]|登记|新增|活动|讲座|听众|电话|学习|作业|会[谈议]|[议开]会"
)
"""What was done, or that they came. Where nothing of it stands, a number is of the stock, or a part."""
_CAME = re.compile(r"到[会场了齐席]|出席|实[到来]|来[了领]|嚟[咗领]|签到|参加的")
_JUST_CAME = re.compile(r"(?:[来到嚟][了咗]|实[到来]|到[会场]的?|出席|签到)\s*$")
_WANTING = re.compile(r"[^,想要需等]{0,3}(?:[想需]|要(?!求|紧|的)|等(?!候区))")
_EXPECTED = re.compile(rf"[^,]{{0,2}}[来到嚟][了咗]\s?{AMOUNT}\s?[个位名人](?!半?小时)")
_FOR_SOME = re.compile(r"^[^,]{0,2}(?:[给为帮替陪让]了?|(?:更换|维修|修好|修了|代买|代办)[^,]{0,4})$")
_STANDING = re.compile(r"[^,了咗过到来参]*的(?=[^有共])")  # 长期跟踪服务的(患者11人): which they are
_THERE = ("有", "得")
_LABEL = re.compile(
    r"[上下中]午|[早晚午]餐?|[早晚]上|白天|夜|[上中下]旬|[周期拜][一二三四五六日天末]|[月日号]|[今昨寻琴前][天日早晚]|第[^,]{1,3}[场次期节班组批轮堂]|另?一场|线[上下]"
    r"|[A-Z\d]{1,4}\s?(?:号楼|[栋座幢号楼组班])|\s{2,}|^[^,]{1,8}:"
)
"""One of several: a day, a door, a meeting. What stands so needs no word of what was done."""
_SHORT = 8  # characters of a clause that says nothing but of when
_TODAY = re.compile(r"(?<![到至止])[今昨寻琴前][天日早晚晨朝]")


class Backdrop(StrEnum):
    """What a number is of, if it is not of today."""

    STOCK = "stock"
    RUNNING = "running"
    PAST = "past"
    LAST = "last"  # the same time once before: 上周, 上一场
    INVITED = "invited"  # beside those who came: 邀请25人，到会21人


class Around(NamedTuple):
    """What the clause of a number says of it."""

    backdrop: Backdrop | None = None
    is_now: bool = False  # 今天走访5户
    is_after_now: bool = False  # 今天打了20个电话，通了17人: so said somewhere before it
    is_this_time: bool = False  # 本周8户, beside 上周12户
    is_today: bool = False  # 今天走访5户, 昨天3户: of a day
    has_happened: bool = False  # a deed, or that they came, stands beside it: 来了5人, 5人到场
    has_come: bool = False  # 到会21人, but not 8名组员来了6名 of the eight
    just_came: bool = False  # 来了6名
    is_there: bool = False  # 个案有5例
    is_for_some: bool = False  # 给3户换了灯泡, maybe of those who were visited
    is_aside: bool = False  # nothing says that it is one of several: neither a day, a place nor a meeting


def around(text: str, each: Placed, marks: Marks) -> Around:
    """What stands around a number."""
    before = text[slice(*_before(each))]
    is_last = each.high >= each.clause[1]
    is_now = _said("now", each, marks)
    return Around(
        backdrop=None if is_now else _backdrop(text, each, marks),
        is_now=is_now,
        is_after_now=_between("now", each.sentence, each.written.start, marks),
        is_this_time=is_now or _said("this_time", each, marks),
        is_today=is_today(before),
        has_happened=_has_happened(text, each),
        has_come=_CAME.search(text, each.clause[0], each.high if is_last else each.written.start) is not None,
        just_came=_JUST_CAME.search(before) is not None,
        is_there=before.endswith(_THERE),
        is_for_some=_FOR_SOME.search(before) is not None,
        is_aside=_LABEL.search(before) is None,
    )


def is_today(text: str) -> bool:
    """Whether a day is named near today: 今天, 昨晚; but not 到今天为止."""
    return _TODAY.search(text) is not None


def is_expected(text: str, each: Placed) -> bool:
    """(12个楼长)到了10个: of so many."""
    of_people = each.written.unit == "人"
    return of_people and _EXPECTED.match(text, each.written.end, each.clause[1]) is not None


def is_wanting(text: str, each: Placed) -> bool:
    """(12名)老人要配镜: nothing was done for them yet."""
    done = _HAPPENED.search(text, *_before(each))
    return done is None and _WANTING.match(text, each.written.end, each.clause[1]) is not None


def _has_happened(text: str, each: Placed) -> bool:
    """Whether the clause says what was done, or that they came, before the number or behind it."""
    header = text.rfind(":", each.sentence, each.written.start) + 1
    start, end = _before(each)
    standing = _STANDING.match(text, start, end)
    around = (
        (each.sentence, header),
        (standing.end() if standing else start, end),
        (each.written.end, min(each.high, each.clause[1])),
    )
    return any(_HAPPENED.search(text, *span) for span in around if span[0] < span[1])


def _backdrop(text: str, each: Placed, marks: Marks) -> Backdrop | None:
    """What the number is of, if its clause says that it is not of today."""
    year = _YEAR.search(text, each.clause[0], each.written.start)
    if marks.get("now") and (year or _said("past", each, marks)):
        return Backdrop.PAST
    if _is_of_another_month(text, each):
        return Backdrop.PAST
    if _said("running", each, marks) or _is_announced(text, each, marks):
        return Backdrop.RUNNING
    if _said("last_time", each, marks) or _said("past", each, marks):
        return Backdrop.LAST
    if _said("invited", each, marks):
        return Backdrop.INVITED
    return Backdrop.STOCK if _is_stock(text, each, marks) else None


def _is_of_another_month(text: str, each: Placed) -> bool:
    """3月份小结：……。2月份个案(5例)已结案."""
    report, month = _REPORT_OF.match(text), _MONTH.search(text, *_before(each))
    if report is None or month is None or _REPORT_OF.match(text, each.sentence):
        return False  # 4月份工作：……；5月份工作：……, two months side by side
    return month[1] != report["month"]


def _is_announced(text: str, each: Placed, marks: Marks) -> bool:
    """截至目前，全镇完成112户: a word of the running total that has a clause of its own."""
    start = max(text.rfind(",", each.sentence, each.clause[0] - 1) + 1, each.sentence)
    alone = 0 < each.clause[0] - start <= _SHORT
    return alone and any(start <= span[0] and span[1] < each.clause[0] for span in marks.get("running", ()))


def _is_stock(text: str, each: Placed, marks: Marks) -> bool:
    """Nothing but a place and how many live there: 全村(210户)，辖区80岁以上老人有(34位)，3号楼一共(48户)."""
    before = text[slice(*_before(each))]
    first = each.low == each.clause[0]
    if first and _AIMED_AT.search(before):
        return True
    if not first or _DEED.search(_OF.sub("", before)) or not _ENDS.match(text, each.written.end):
        return False
    return _said("stock", each, marks) or bool(_BUILDING.match(before) or _THERE_ARE.fullmatch(before))


def _said(name: str, each: Placed, marks: Marks) -> bool:
    return _between(name, *_before(each), marks)


def _between(name: str, start: int, end: int, marks: Marks) -> bool:
    return any(start <= span[0] and span[1] <= end for span in marks.get(name, ()))


def _before(each: Placed) -> tuple[int, int]:
    return each.clause[0], each.written.start
