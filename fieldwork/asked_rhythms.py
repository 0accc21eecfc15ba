"""What somebody wants of the digests that come by themselves: 日报改到9点, 不要周报了, 恢复, 简报几点发.

Only words of a short list may stand there: whatever says more is a report.
"""

import re
from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from typing import NamedTuple

from fieldwork.digests import Span
from fieldwork.reminding import read_times
from fieldwork.understanding.folding import fold

LONGEST = 24  # characters


class Act(StrEnum):
    """What is to become of it."""

    ASK = "ask"  # when it comes, or how that is changed
    STOP = "stop"
    BEGIN = "begin"  # again
    AT = "at"  # another time


class Wish(NamedTuple):
    """Of which digests what is wanted."""

    act: Act
    spans: frozenset[Span]  # none: of all
    names: bool  # a digest is named, or that something is sent: it can be nothing else
    at: time | None = None
    is_at_night: bool = False  # a time was said, and nothing comes then
    on_a_day: bool = False  # of the week, of the month


_SPANS: Mapping[str, Span] = {
    "日": Span.DAY, "天": Span.DAY, "早": Span.DAY, "晨": Span.DAY, "周": Span.WEEK, "星期": Span.WEEK,
    "礼拜": Span.WEEK, "月": Span.MONTH, "年": Span.YEAR, "白皮书": Span.YEAR,
}  # fmt: skip
_NAMED = re.compile(
    r"(?:每个?)?(?P<span>日|天|早|晨|周|星期|月|年)度?(?:的)?(?:简报|报)|(?P<book>白皮书)|(?:所有|全部)?(?:的)?简报"
)
_EACH = re.compile(r"每个?(?P<span>日|天|周|星期|礼拜|月|年)(?![一二三四五六日天末])")
_DAY_OF = re.compile(
    r"(?:每个?)?(?P<span>周|星期|礼拜)[一二三四五六日天末]|每?个?(?P<month>月)(?:初|底|末|\d{1,2}[号日])"
)
_TIME = re.compile(
    r"(?:上午|早上|中午|下午|傍晚|晚上|半夜|凌晨|夜里)?(?:\d{1,2}[:.]\d{2}|(?:\d{1,2}|[一二两三四五六七八九十]{1,3})点(?:半|[0-5]?\d分?|钟)?)"
)
_ASK = re.compile("什么时候|啥时候|什么时间|几点钟?|何时|哪天|多久")
_STOP = re.compile(
    "不想要|不想收|不需要|不要再|不要|不用|不收|不看|别再|别|停掉|停止|停发|停|取消|关掉|关闭|关|退订"
)
_BEGIN = re.compile("恢复|重新(?!发|推送)开?|开启|开通|继续|订阅|接着")
_CHANGE = re.compile(
    "改成|改到|改为|改在|修改|更改|改|设置|设成|设为|设|调整|调到|调成|调|换成|换到|换|定在|定到|定"
)
_SENT = re.compile("发送|推送|发|送|推")
_WHEN = re.compile("时间|时候|钟点")
_SMALL = re.compile(
    "请问|麻烦|请|我们|我|给|把|将|想要|想|要|能不能|可不可以|可以|能|怎么|如何|在哪|一般|现在|以后|每次|一下|一份|都|在|会|"
    "来|出来|出|收到|收|看到|到|是|的|了|吧|吗|呢|啊|呀|就|再"
)


def read(text: str) -> Wish | None:
    """The one wish in a short message; None where it says anything else."""
    if len(text) > 2 * LONGEST:
        return None
    words = _Words("".join(fold(text).split()).strip("。.!！?？~～，,"))
    if not words.left or len(words.left) > LONGEST:
        return None
    spans = words.spans()
    named = words.named
    said = words.take(_TIME)
    asks, stops, begins = words.take(_ASK), words.take(_STOP), words.take(_BEGIN)
    changes, sent, when = words.take(_CHANGE), words.take(_SENT), words.take(_WHEN)
    if _SMALL.sub("", words.left):
        return None
    times = read_times(said) if said else None
    on_a_day = words.on_a_day and bool(sent or changes or said)
    act = _act(
        bool(said) or on_a_day, bool(stops), bool(begins), bool(asks or changes and named or when and named)
    )
    if act is None or (not named and not said and act is not Act.BEGIN):
        return None
    sure = bool(named or (sent and said and spans))
    return Wish(act, spans, sure, times[0] if times else None, bool(said) and times is None, on_a_day)


def _act(at: bool, stops: bool, begins: bool, asks: bool) -> Act | None:
    """A time is what it is to be; two wishes at once are none."""
    if stops and (begins or at):
        return None
    if at:
        return Act.AT
    return Act.STOP if stops else Act.BEGIN if begins else Act.ASK if asks else None


class _Words:
    """A folded text of which is taken what was understood."""

    def __init__(self, said: str) -> None:
        self.left, self.named, self.on_a_day = said, False, False

    def take(self, wanted: re.Pattern[str]) -> str:
        """The first such words, which are gone then; empty for none."""
        found = wanted.search(self.left)
        if found is None:
            return ""
        self.left = self.left[: found.start()] + self.left[found.end() :]
        return found[0]

    def spans(self) -> frozenset[Span]:
        """The digests that are named, and how often something is to come."""
        found = set[Span]()
        for wanted in (_NAMED, _DAY_OF, _EACH):
            while said := wanted.search(self.left):
                self.left = self.left[: said.start()] + self.left[said.end() :]
                self.named |= wanted is _NAMED
                self.on_a_day |= wanted is _DAY_OF and not said[0].endswith("一")  # on Monday it does come
                found |= {_SPANS[word] for word in said.groupdict().values() if word}
        return frozenset(found)
