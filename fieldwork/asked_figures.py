"""What somebody asks figures of, in a few words: 数字 上月 西湖社区, 上个月入户走访多少户, 签收率 按社区.

Nothing is guessed: a period, a place, a figure and what it is to be apart by are read where their words stand, and
what is left over is given back, so that whoever asks hears what was not understood.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from fieldwork.activities import AS_TOLD, ActivityKind, Unit
from fieldwork.few_words import FILLERS
from fieldwork.figures import BY_KEY, CASES, By, Figure
from fieldwork.periods import Period, PeriodRules, parse
from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.placing import Placed

T = TypeVar("T")
LONGEST, SHORT = 40, 16  # characters of a question for figures; of one that is a term alone
ALONE = frozenset({"old", "open", "service", "trained", "communities", "parked", "case_open", "risen_3"})
"""Figures whose term nobody writes who means something else."""
_KINDS = frozenset(kind.value for kind in ActivityKind)
OPENINGS = ("数字", "看数字", "/FIGURES", "FIGURES")
_LONGEST_PERIOD = 12
_HOW_MANY = r"(?:多少|几)"
_ASKS = re.compile(r"多少|几[户场例人次件个]|[户人次场]数|数字|统计|数据|情况")
_MAY_ASK = re.compile(r"多少|几|数字|數字|统计|統計|数据|數據|情况|情況|率|[按分各]")
_UNITS = sorted((unit.value for unit in AS_TOLD), key=len, reverse=True)
_UNIT = re.compile(rf"(?:{_HOW_MANY}了?|了)?({'|'.join(_UNITS)})数?")
_BYS = (
    (By.PLACE, "街道|社区|小区|楼栋|下级|地方|地区"),
    (By.WEEK, "每?周|星期"),
    (By.CATEGORY, "类别|类型|分类|种类"),
    (By.STATION, "站点?|社工站"),
    (By.WORKER, "每?人|人员|社工"),
    (By.ORGANISATION, "组织|机构|单位"),
    (By.PROJECT, "项目|合同"),
)
_BY = tuple((by, re.compile(rf"[按分各](?:{words})(?:分开|分|看|统计)*")) for by, words in _BYS)
_SHORT = {"走访": "home_visit", "入户": "home_visit", "上门": "home_visit", "家访": "home_visit", "宣讲": "publicity",
          "清扫": "cleanup", "个案": "case_session", "座谈": "council", "慈善": "charity_event"}  # fmt: skip
"""Kinds by a shorter word than their own."""
_SAID = {"志愿时长": "volunteer_hours.小时", "服务时长": "volunteer_hours.小时", "志愿服务时长": "volunteer_hours.小时",
         "报了": "received.件", "报上来": "received.件", "收到": "received.件", "办了": "done.件", "超时": "overdue.件",
         "超期": "overdue.件", "积压": "open.件", "没办完": "open.件"}  # fmt: skip
"""Figures by what people say beside their terms."""
_ALSO = "数字 统计 数 数据 情况 多少 几 件 个 共 一共 总共 是 有 我们 做 都 到底 分别"
_FILLING = re.compile(
    "|".join(map(re.escape, sorted({*map(fold, FILLERS), *_ALSO.split()}, key=len, reverse=True)))
)


class Wanted(NamedTuple):
    """What was asked for; empty is what was not said."""

    period: Period | None = None
    place: str | None = None
    candidates: tuple[str, ...] = ()  # places that fit equally well
    figures: tuple[Figure, ...] = ()
    by: By | None = None
    own: bool = False  # 我的
    left: str = ""  # what was not understood
    asks: bool = False  # whether it asks for numbers, and does not only hold such words

    @property
    def says_enough(self) -> bool:
        """Whether these words can be nothing but a question for figures."""
        about = self.figures or self.period or self.place or self.by
        return bool(self.asks and about and not self.left and not self.candidates)


class Ground(NamedTuple):
    """What the words are read against."""

    today: date
    rules: PeriodRules
    placed: Callable[[str], Placed]  # where words are about
    terms: Mapping[str, Figure]  # figures by what they are called, folded
    kinds: Mapping[str, ActivityKind]  # kinds of activities by what they are called, folded


def wanted(text: str, ground: Ground) -> Wanted:
    """What a few words ask for. `text` without the word that opens figures."""
    words = _Words(fold(text))
    named = words.protected(ground.placed(words.said).known)
    asks, own = bool(_ASKS.search(named)), "我的" in named or "我自己" in named
    period = words.take(_period(named, ground))
    by = words.take(_by(words.said))
    figures = words.take(_figures(words.said, ground))
    placed = ground.placed(words.said)
    words.blank((*placed.known, *placed.address.spans))
    sure = by is not None or any(not figure.adds_up for figure in figures or ())  # 签收率; 上报 按社区
    sure = sure or _is_named(figures or (), bool(period or placed.place))
    return Wanted(period, placed.place, placed.candidates, figures or (), by, own, words.left(), asks or sure)


def _is_named(figures: Sequence[Figure], within: bool) -> bool:
    """One figure by its term: 积案 alone, or 挂账 今年. Who names a kind of activity may tell of one."""
    return len(figures) == 1 and figures[0].name not in _KINDS and (within or figures[0].name in ALONE)


def may_ask(text: str, terms: Collection[str] = ()) -> bool:
    """Whether it is worth reading: short, and with a word that asks for numbers; or shorter, with a term."""
    if len(text) <= SHORT and any(map(fold(text).__contains__, terms)):
        return True
    return len(text) <= LONGEST and _MAY_ASK.search(text) is not None


def opened(text: str) -> str | None:
    """What stands behind 数字, after a blank; None where that is not how it begins."""
    first, _, rest = text.strip().partition(" ")
    return rest.strip() if fold(first) in OPENINGS and rest.strip() else None


class _Words:
    """A folded text of which is taken what was understood."""

    def __init__(self, said: str) -> None:
        self.said = said

    def take(self, found: tuple[Span, T] | None) -> T | None:
        """What was found; its words are gone."""
        if found is None:
            return None
        self.blank([found[0]])
        return found[1]

    def blank(self, spans: Sequence[Span]) -> None:
        """These words are understood."""
        self.said = self.protected(spans)

    def protected(self, spans: Sequence[Span]) -> str:
        """The text without some words, as long as before."""
        said = self.said
        for start, end in spans:
            said = said[:start] + " " * (end - start) + said[end:]
        return said

    def left(self) -> str:
        """What nobody has understood."""
        return "".join(each for each in _FILLING.sub("", self.said) if each.isalnum())


def _period(said: str, ground: Ground) -> tuple[Span, Period] | None:
    """The longest words that name a period and stand by themselves: no digit goes on beside them."""
    for start, end in _stretches(said):
        beside = said[max(0, start - 1) : start] + said[end : end + 1]
        period = (
            None
            if any(each.isdigit() or each == "-" for each in beside)
            else _parsed(said[start:end], ground)
        )
        if period:
            return (start, end), period
    return None


def _stretches(said: str) -> Iterator[Span]:
    """Every stretch of two characters or more, the longest first."""
    for length in range(min(_LONGEST_PERIOD, len(said)), 1, -1):
        yield from ((start, start + length) for start in range(len(said) - length + 1))


def _parsed(said: str, ground: Ground) -> Period | None:
    """A bare number is no month: it may be anything."""
    if said != said.strip() or said.isdecimal() and len(said) < 4:
        return None
    return parse(said, ground.today, ground.rules)


def _by(said: str) -> tuple[Span, By] | None:
    return next(((found.span(), by) for by, words in _BY if (found := words.search(said))), None)


def _figures(said: str, ground: Ground) -> tuple[Span, tuple[Figure, ...]] | None:
    """The figure that is named; of a kind of activity the one of its unit, or all of its units."""
    kind = _longest(said, {**_short(), **ground.kinds})
    term = _longest(said, {**{word: BY_KEY[key] for word, key in _SAID.items()}, **ground.terms})
    if term and (kind is None or len(kind[0]) <= len(term[0])):
        start = said.index(term[0])
        end = start + len(term[0])
        unit = _UNIT.match(said, end)
        return (start, unit.end() if unit else end), (term[1],)
    return _of_kind(said, *kind) if kind else None


def _of_kind(said: str, name: str, kind: ActivityKind) -> tuple[Span, tuple[Figure, ...]]:
    start = said.index(name)
    end = start + len(name)
    unit = _UNIT.match(said, end + (said[end : end + 1] == "了"))
    span = start, unit.end() if unit else end
    if kind is ActivityKind.CASE_SESSION and unit and unit[1] == Unit.CASES:
        return span, CASES  # 个案多少例 are cases, not sessions
    units = [unit[1]] if unit else [each.value for each in AS_TOLD]
    return span, tuple(BY_KEY[f"{kind.value}.{each}"] for each in units)


def _short() -> dict[str, ActivityKind]:
    return {word: ActivityKind(kind) for word, kind in _SHORT.items()}


def _longest(said: str, known: Mapping[str, T]) -> tuple[str, T] | None:
    """The longest of some names that stands in a text."""
    name = max((name for name in known if name in said), key=len, default=None)
    return (name, known[name]) if name else None
