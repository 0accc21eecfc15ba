"""Numbers that only stand behind what was done: the stock, the running total, last year's, last week's.

全栋60户，今天走访45户; 累计改造35户，今天新完成2户; 去年办了12场，今年……; 上周12户，本周8户. Alone such a number may
well be the report (全栋60户都走完了); beside a number of today it is not. Nor does one count to which nothing was done
(我管着140户，今天走了16户), or that of a longer time beside a day's (今天走了6户，这个月51户了).
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from fieldwork.understanding.adding import Told
from fieldwork.understanding.reasons import Marks, Placed

BACKDROPS = ("stock", "running", "past", "now", "invited", "last_time", "this_time")
"""The lists of counting.toml that tell them, and what is of today."""

_DEED = re.compile(r"[走访敲查装办做送见完去入探接开举慰看改培教组]|服务|上门")
_BUILDING = re.compile(r"(?:\s{2,}|\s*[\dA-Z]{1,4}\s?(?:号楼|[栋座幢号]楼?))[^,\d]{0,4}[共有]")
# a place that was read has been taken out and left blanks
_THERE_ARE = re.compile(r"[^,来到参签听的]*(?:的[^,来到参签听的]+)?有")  # 加装电梯的楼有(16户)
_OF = re.compile(r".*的(?=[^有共])")  # what was done to it tells which it is
_ENDS = re.compile(r"(?:人家|居民|住户|长者|老人|老年人|家庭|商户)?\s*(?:[,。;!?)]|$)")
_YEAR = re.compile(r"20\d\d年(?!\s?\d)")
_HAPPENED = re.compile(
    r"[走访敲查装办做送见完去入探接开举慰看改培教理剪量讲宣测签调清扫治巡谈聊跟结转训演练派发领洗换磨陪检评估跑扶帮问答诊课通]"
    r"|组织|服务|上门|(?<![外未以])来|嚟|到(?!期|龄)|参[加与会训]|出席|联系|核[实查对了]|登记|新增|活动|讲座|听众|电话|学习|作业|会[谈议]|[议开]会"
)
"""What was done, or that they came. Where nothing of it stands, a number is of the stock, or a part."""
_CAME = re.compile(r"到[会场了齐席]|出席|实[到来]|来[了领]|嚟[咗领]|签到|参加的")
_JUST_CAME = re.compile(r"(?:[来到嚟][了咗]|实[到来]|到[会场]的?)\s*$")
_WANTING = re.compile(r"[^,想要需等]{0,3}(?:[想需]|要(?!求|紧|的)|等(?!候区))")
_FOR_SOME = re.compile(r"^[^,]{0,2}[给为帮替陪让]了?$")
_STANDING = re.compile(r"[^,了咗过到来参]*的(?=[^有共])")  # 长期跟踪服务的(患者11人): which they are
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


def is_now(each: Placed, marks: Marks) -> bool:
    """Whether the clause says before the number that it is of today: 今天走访(5户)."""
    return _said("now", each, marks)


def is_deed(text: str, each: Placed) -> bool:
    """Whether the clause says before the number what was done."""
    return _DEED.search(text, each.clause[0], each.written.start) is not None


def has_happened(text: str, each: Placed) -> bool:
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


def has_come(text: str, each: Placed) -> bool:
    """Whether the clause says that they came, and not how many of them."""
    is_last = each.high >= each.clause[1]
    return _CAME.search(text, each.clause[0], each.high if is_last else each.written.start) is not None


def just_came(text: str, each: Placed) -> bool:
    """来了(6名): of those who were expected, where more are told of before."""
    return _JUST_CAME.search(text, *_before(each)) is not None


def is_for_some(text: str, each: Placed) -> bool:
    """探访6户，给(3户)换了灯泡: maybe for some of them."""
    return _FOR_SOME.search(text[slice(*_before(each))]) is not None


def is_wanting(text: str, each: Placed) -> bool:
    """(12名)老人要配镜: nothing was done for them yet."""
    done = _HAPPENED.search(text, *_before(each))
    return done is None and _WANTING.match(text, each.written.end, each.clause[1]) is not None


def is_aside(text: str, each: Placed) -> bool:
    """Whether the number stands neither for a day nor for a place or a meeting of several."""
    return _LABEL.search(text[slice(*_before(each))]) is None


def is_today(text: str, each: Placed) -> bool:
    """Whether the clause says of which day it is."""
    return _TODAY.search(text, *_before(each)) is not None


def is_this_time(each: Placed, marks: Marks) -> bool:
    """Whether it is of now as last week's is not: 本周8户, 今年60户."""
    return is_now(each, marks) or _said("this_time", each, marks)


def backdrop(text: str, each: Placed, marks: Marks) -> Backdrop | None:
    """What the number is of, if its clause says that it is not of today."""
    if is_now(each, marks):
        return None
    year = _YEAR.search(text, each.clause[0], each.written.start)
    if marks.get("now") and (year or _said("past", each, marks)):
        return Backdrop.PAST
    if _said("running", each, marks) or _is_announced(text, each, marks):
        return Backdrop.RUNNING
    if _said("last_time", each, marks):
        return Backdrop.LAST
    if _said("invited", each, marks):
        return Backdrop.INVITED
    return Backdrop.STOCK if _is_stock(text, each, marks) else None


def of_the_day(text: str, told: Sequence[Told]) -> Sequence[Told]:
    """Where a day is reported, what it adds up to is none of its numbers, nor what there is, whatever their units.

    今天派饭44人，本月累计1,050人次; 我跟进的个案有5例，今天家访1户; 楼长3人协助，登记住户45户.
    """
    done = [each for n, each in enumerate(told) if not _is_beside(each, told[n + 1 :], first=n == 0)]
    days = [each for each in done if each.unit == "小时" or not _is_running(each)]
    return days if _TODAY.search(text) and not all(each.is_part for each in days) else done


def _is_beside(each: Told, later: Sequence[Told], *, first: bool) -> bool:
    if each.is_helping:
        return any(other.unit != each.unit for other in later)
    is_there = each.is_there or first and each.is_sum
    return is_there and _may_be_still(each) and any(map(_is_done, later))


def _is_running(each: Told) -> bool:
    return each.is_longer or each.is_so_far or each.backdrop == Backdrop.RUNNING


def in_front(told: Sequence[Told]) -> list[Told]:
    """The numbers of one unit without those that only stand behind them."""
    return [each for n, each in enumerate(told) if not _is_behind(each, told, told[n + 1 :])]


def _is_behind(each: Told, told: Sequence[Told], later: Sequence[Told]) -> bool:
    others = [other for other in told if not other.backdrop]
    if each.backdrop is None:
        return _is_still(each, later) or _is_of_longer(each, told) or _is_expected(each, later)
    if sum(other.value for other in others) == each.value:
        return each.backdrop == Backdrop.PAST  # it is their sum
    if each.backdrop == Backdrop.STOCK:
        done = [other for other in others if other.is_now or other.has_happened and other in later]
        return any(other.value <= each.value for other in done)
    if each.backdrop == Backdrop.RUNNING:
        return any(other.is_now for other in others)
    if each.backdrop == Backdrop.INVITED:
        return any(other.has_come and other.value <= each.value for other in later)
    if each.backdrop == Backdrop.LAST:
        return any(other.is_this_time for other in told if other is not each)
    return each.backdrop == Backdrop.PAST


def _is_still(each: Told, later: Sequence[Told]) -> bool:
    """我管着140户，今天走了16户: nothing was done to the first."""
    return _may_be_still(each) and any(_is_done(other) and other.value <= each.value for other in later)


def _is_expected(each: Told, later: Sequence[Told]) -> bool:
    """8名组员来了6名: the first says how many there are."""
    expected = each.is_aside and not (each.has_come or each.is_part or each.is_sum)
    return expected and any(other.just_came and other.value <= each.value for other in later)


def _may_be_still(each: Told) -> bool:
    return each.is_aside and not (each.has_happened or each.is_after_now or each.is_part)


def _is_done(other: Told) -> bool:
    return other.is_after_now and other.has_happened


def _is_of_longer(each: Told, told: Sequence[Told]) -> bool:
    """今天走了6户，这个月51户了: a day is reported, and what it adds up to."""
    days = [other for other in told if other.is_today and not other.is_part]
    return each.is_longer and any(other.value <= each.value for other in days)


def _is_announced(text: str, each: Placed, marks: Marks) -> bool:
    """截至目前，全镇完成112户: a word of the running total that has a clause of its own."""
    start = max(text.rfind(",", each.sentence, each.clause[0] - 1) + 1, each.sentence)
    alone = 0 < each.clause[0] - start <= _SHORT
    return alone and any(start <= span[0] and span[1] < each.clause[0] for span in marks.get("running", ()))


def _is_stock(text: str, each: Placed, marks: Marks) -> bool:
    """Nothing but a place and how many live there: 全村(210户)，辖区80岁以上老人有(34位)，3号楼一共(48户)."""
    before = text[slice(*_before(each))]
    first = each.low == each.clause[0]
    if not first or _DEED.search(_OF.sub("", before)) or not _ENDS.match(text, each.written.end):
        return False
    return _said("stock", each, marks) or bool(_BUILDING.match(before) or _THERE_ARE.fullmatch(before))


def _said(name: str, each: Placed, marks: Marks) -> bool:
    start, end = _before(each)
    return any(start <= span[0] and span[1] <= end for span in marks.get(name, ()))


def _before(each: Placed) -> tuple[int, int]:
    return each.clause[0], each.written.start
