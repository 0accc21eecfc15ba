"""Several activities in one message: a week as a list, two months side by side, a day for each line.

    本周：                                      本周：入户走访12次36户
    1. 入户走访12次36户            →            本周：宣讲2场85人次
    2. 宣讲2场85人次

Each has its own words, with what stands above all of them. It is several only where that is plain: each names what
was done and counts it, in a line of its own, or on another day, or says how often. What is of one kind and one time
stays one, but where each building has its own numbers (走访3栋5户、4栋6户: `by_place`). A total below them is none of
them; where they do not add up to what the whole message counts, all stays one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from fieldwork.activities import ActivityKind
from fieldwork.understanding.counts import Count, Counting
from fieldwork.understanding.kinds import Kinds
from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.numerals import AMOUNT, CHINESE
from fieldwork.understanding.occasions import occasion

_NUMBERING = re.compile(
    r"[①-⑳㈠-㈩❶-❿➀-➉][.、)）]?|(?m:^)[ \t]*[-•·*●▪◆■○▲★※➢►✅☑✔]+[ \t]*"
    r"|(?:(?m:^)|(?<=[\s;；,，。:：]))[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:[.．、](?![\d一二三四五六七八九十])|[)）][.．、]?)"
)
_LINE, _HALF, _COMMA = re.compile(r"\n"), re.compile(r";"), re.compile(r"[。!?]|,(?!\d{3}(?!\d))")
_NEXT_DAY = re.compile(
    r"、(?=\s?(?:上?个?(?:周|星期|礼拜)[一二三四五六日天]|[昨今前]天|[\d一二三四五六七八九十]{1,3}月))"
)
_MARKS, _NUMBER = re.compile(r"[\n;,。!?、)①-⑨]|(?<=[户人次场例])(?=\d[^\d])"), re.compile(rf"[\d{CHINESE}]")
_HEAD, _HEADED = re.compile(r":"), re.compile(r"[:】]")
_EDGES = " \t\n,，;；。.、:："
_TOTAL = re.compile(r"\s*(?:以上)?(?:合计|总计|共计|总共|一共|累计|共|小计|总服务)")
_NOTE = re.compile(r"\s*\([^()]*\)\s*")  # (二月份探访22户次), a line in brackets
_OF_IT = re.compile(r"\s*(?:其中|包括|含|里面|当中)")
_JOINED = re.compile(r"\s*(?:同时|并|顺便|顺带|期间|边)")  # 走访8户，同时宣传1场: in one go
_SO_FAR = re.compile(r"累计|截[至止]|以来|至今")
_PART_OF_DAY = re.compile(r"上午|中午|下午|晚上?|早上?")
_DETAIL = re.compile(
    rf"(?:{AMOUNT}|[多余])|次数?|户数?|人[次数]?|[场例]数?|场次|小时|时长|[用历耗]时|共|计|服务|覆盖|参[加与训]|出席|到场|[听受]众|受益|惠及"
    r"|志愿者|义工|居民|群众|老人|长者|儿童|学生|[数名位为是个]"
)
_BARE = 1  # characters beside such words in a line that only goes on with the one above: 人次：12
_OCCASIONS, _HELD = {"次", "场", "例"}, {"场", "例"}
_VAGUE = {ActivityKind.COMMUNITY_ACTIVITY, ActivityKind.CHARITY_EVENT, ActivityKind.OTHER}
"""Kinds that others may have been a part of: 开展活动1次，宣讲2场."""
_APART = {ActivityKind.HOME_VISIT, ActivityKind.PHONE_VISIT}
"""Kinds that are never a part of one another: who was called was not at the door."""

When = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Piece:
    """What stands between two marks, with what it says."""

    span: Span
    at_line: bool  # it begins a line, or was numbered
    opens: bool  # or stands behind a semicolon
    is_need: bool
    kinds: tuple[str, ...]
    counts: tuple[Count, ...]
    when: When

    @property
    def is_time(self) -> bool:
        """Nothing but when: 本周, or 周一 above what was done then."""
        return self.opens and bool(self.when) and not self.kinds and not self.counts and not self.is_need


@dataclass
class Item:
    """What is told of one activity."""

    kind: str  # empty where a line of a list counts what no word names: 3. 矛盾调解3例
    when: When
    times: tuple[Piece, ...]  # the times that stand above it
    named: Span | None  # where its kind stands, if in another's words
    lead: Span | None  # what stands before the first of its line and holds for it: 昨天在西湖花园
    pieces: list[Piece] = field(default_factory=list)

    @property
    def is_counted(self) -> bool:
        return any(piece.counts for piece in self.pieces)

    @property
    def at(self) -> tuple[object, ...]:
        """By what it is another activity than one of the same kind."""
        return (self.kind, self.when, tuple(piece.when for piece in self.times))


@dataclass
class Listed:
    """The items, and what stands above and below them."""

    above: list[Piece] = field(default_factory=list)
    times: list[Piece] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    needs: list[Piece] = field(default_factory=list)
    totals: list[Piece] = field(default_factory=list)
    is_open: bool = False  # a line counts something, and of what is not plain


class Part(NamedTuple):
    """The words of one activity, and of what kind it has to be by itself; empty where no word says it."""

    words: str
    kind: str


class Several:
    """Reads how many activities a message tells of."""

    def __init__(self, kinds: Kinds, counting: Counting) -> None:
        self._kinds, self._counting = kinds, counting

    def find(self, text: str, said: str, beside: Sequence[Span], counts: Sequence[Count]) -> tuple[Part, ...]:
        """The words of each activity; nothing where it is one.

        `said` is the text as it is matched, without places; `counts` is what it counts as a whole.
        """
        if sum(_NUMBER.search(part) is not None for part in _MARKS.split(said)) < 2:
            return ()  # cheap to say of nearly all
        named = sorted(self._kinds.places(said))
        pieces = list(self._pieces(text, said, beside, named))
        if not _may_be_several(pieces):
            return ()
        listed = self._listed(text, said, pieces, named)
        items = _of_one_kind_and_time(listed)
        if listed.is_open or len(items) < 2 or not _are_below(listed, items):
            return ()
        if not self._are_all(said, listed, items, counts):
            return ()
        return tuple(Part(_words(text, listed, item, first=not n), item.kind) for n, item in enumerate(items))

    def _pieces(self, text: str, said: str, beside: Sequence[Span], named: Sequence[Span]) -> Iterator[Piece]:
        places = self._kinds.places(said)
        for (start, end), at_line, opens in _spans(text, said, named, self._counting):
            when = occasion(said[start:end])
            told = {"days_ago": when.days_ago, "month_day": when.month_day, "until": when.until,
                    "weekday": when.weekday, "period": when.period}  # fmt: skip
            yield Piece(
                (start, end), at_line, opens, any(start < last and first < end for first, last in beside),
                tuple(places[span] for span in named if start <= span[0] < end),
                tuple(count for count in self._counting.counts(said[start:end]) if count[1]),
                tuple((name, value) for name, value in told.items() if value is not None),
            )  # fmt: skip

    def _listed(self, text: str, said: str, pieces: Sequence[Piece], named: Sequence[Span]) -> Listed:
        listed = Listed()
        for piece in pieces:
            last = listed.items[-1] if listed.items else None
            of_need = not piece.opens and bool(listed.needs) and piece.span[0] - listed.needs[-1].span[1] <= 1
            if of_need or piece.is_need and (piece.opens or last is None):
                listed.needs.append(piece)
            elif piece.at_line and _NOTE.fullmatch(said, *piece.span):
                continue
            elif piece.is_time:
                listed.times = [*_longer(listed.times, piece), piece]
            elif _is_total(said, listed, piece):
                listed.totals.append(piece)
            elif _begins(said, listed, piece):
                listed.items.append(_item(text, said, listed, piece, named))
            elif last and piece.opens and _is_unnamed(said, piece):
                listed.is_open |= not piece.at_line and not _says_how_often(piece)
                listed.items.append(replace(_item(text, said, listed, piece, named), kind="", named=None))
            else:
                aside = last and last.is_counted and _is_unnamed(said, piece) and _says_how_often(piece)
                listed.is_open |= bool(aside)
                (last.pieces if last else listed.above).append(piece)
        return listed

    def _are_all(self, said: str, listed: Listed, items: Sequence[Item], counts: Sequence[Count]) -> bool:
        """Whether the message as a whole counts what they do together: else a number is of more than one of them."""
        told = Counter[str]()
        for item in items:
            words = ",".join(said[slice(*piece.span)] for piece in item.pieces)
            told.update(dict(self._counting.counts(words)))
        sums = [count for total in listed.totals for count in total.counts]
        if any(told[unit] != number for unit, number in sums):
            return False
        forms = {tuple(name for name, _ in item.when) for item in items}
        if all(item.kind and item.pieces[0].at_line for item in items) and not _SO_FAR.search(said):
            return True  # a line and a kind each: nothing of one is a part of another
        return forms in ({("weekday",)}, {("month_day",)}) or dict(counts) == {
            u: n for u, n in told.items() if n
        }


def _spans(
    text: str, said: str, named: Sequence[Span], counting: Counting
) -> Iterator[tuple[Span, bool, bool]]:
    """Where each piece stands, without the mark before it; whether it begins a line, and whether it opens anything."""
    numbered = [match.span() for match in _NUMBERING.finditer(text)]
    marks = [(span, True, True) for span in [(0, 0), *numbered]]
    patterns = ((_LINE, True, True), (_HALF, False, True), (_COMMA, False, False), (_NEXT_DAY, False, False))
    for pattern, at_line, opens in patterns:
        found = (match.span() for match in pattern.finditer(said))
        marks += [(span, at_line, opens) for span in found
                  if not any(first <= span[0] < last for first, last in numbered)]  # fmt: skip
    marks = sorted(marks)
    marks += [((head, head + 1), True, True) for head in _heads(said, marks, named, counting)]
    at_line = opens = False
    for (before, of_line, of_piece), (after, *_) in pairwise(
        [*sorted(marks), ((len(said),) * 2, True, True)]
    ):
        at_line, opens = at_line or of_line, opens or of_piece
        if text[before[1] : after[0]].strip(_EDGES):
            yield (before[1], after[0]), at_line, opens
            at_line = opens = False


def _heads(
    said: str, marks: Sequence[tuple[Span, bool, bool]], named: Sequence[Span], counting: Counting
) -> Iterator[int]:
    """The colons behind nothing but a time: 本周：, 周一："""
    for colon in _HEAD.finditer(said):
        since = max(span[1] for span, *_ in marks if span[1] <= colon.start())
        head = said[since : colon.start()]
        when = occasion(head)._replace(topic=None)
        is_named = any(since <= first < colon.start() for first, _ in named)
        if any(each is not None for each in when) and not is_named and not counting.counts(head):
            yield colon.start()


def _may_be_several(pieces: Sequence[Piece]) -> bool:
    """Some kind is named, and more than once is counted."""
    return sum(bool(piece.counts) for piece in pieces) > 1 and any(piece.kinds for piece in pieces)


def _longer(times: Sequence[Piece], piece: Piece) -> Sequence[Piece]:
    """The times above that hold beside a new one: 周二 takes the place of 周一, 上周 stays."""
    form = [name for name, _ in piece.when]
    same = (n for n, each in enumerate(times) if [name for name, _ in each.when] == form)
    return times[: next(same, len(times))]


def _is_total(said: str, listed: Listed, piece: Piece) -> bool:
    """Sums up all that was told: 合计126人次. 宣讲2场，共85人次 counts what was not counted of it yet."""
    if len(listed.items) < 2 or not piece.counts or piece.kinds or not _TOTAL.match(said, piece.span[0]):
        return False
    told = {unit for each in listed.items[-1].pieces for unit, _ in each.counts}
    return piece.at_line or bool(told & {unit for unit, _ in piece.counts})


def _begins(said: str, listed: Listed, piece: Piece) -> bool:
    """Whether another activity begins here."""
    last = listed.items[-1] if listed.items else None
    if piece.is_need or _OF_IT.match(said, piece.span[0]):
        return False
    if last is None:
        return bool(piece.kinds)
    other_time = bool(piece.when) and piece.when != last.when and (bool(last.when) or not last.is_counted)
    other_time |= piece.at_line and tuple(listed.times) != last.times
    if not piece.kinds:
        return other_time and bool(piece.counts)
    return piece.opens or bool(piece.counts) and (other_time or _are_apart(said, last, piece))


def _are_apart(said: str, last: Item, piece: Piece) -> bool:
    """In one sentence: of another kind, and of what is held, or at another time of the day; or a visit and a call."""
    kind, before = piece.kinds[0], last.pieces[-1].span[1]
    if kind == last.kind or {kind, last.kind} & _VAGUE or _JOINED.match(said, piece.span[0]):
        return False
    earlier, now = (
        {unit for each in last.pieces for unit, _ in each.counts},
        {unit for unit, _ in piece.counts},
    )
    parts = {found[0] for found in _PART_OF_DAY.finditer(said, last.pieces[0].span[0], before)}
    part = _PART_OF_DAY.search(said, *piece.span)
    if parts and part and part[0] not in parts:
        return True
    each_says = bool(earlier & _OCCASIONS and now & _OCCASIONS)
    return {kind, last.kind} == _APART or each_says or bool((earlier | now) & _HELD)


def _is_unnamed(said: str, piece: Piece) -> bool:
    """What counts, and says of what, but in no word of a kind: 矛盾调解3例, 会议1次."""
    if not piece.counts or piece.kinds:
        return False
    return len(_DETAIL.sub("", said[slice(*piece.span)]).strip(_EDGES + " ")) > _BARE


def _says_how_often(piece: Piece) -> bool:
    return any(unit in _OCCASIONS for unit, _ in piece.counts)


def _item(text: str, said: str, listed: Listed, piece: Piece, named: Sequence[Span]) -> Item:
    """What goes on in a line is of the day and the place with which it began, unless it names a day itself."""
    last = listed.items[-1] if listed.items else None
    times = tuple(_longer(listed.times, piece)) if piece.when else tuple(listed.times)
    when, lead = piece.when, None
    if last and not piece.at_line and not piece.when:
        lead, when = last.lead or _lead(text, said, last.pieces[0], named), last.when
        if piece.opens and not when and lead and not _HEADED.search(said, *lead):
            lead = None  # 4栋走访5户；宣讲1场: of the place nothing is said
    if piece.kinds or last is None:
        return Item(piece.kinds[0], when, times, None, lead, [piece])
    return Item(last.kind, when, times, last.named or _name(last.pieces[0], named), lead, [piece])


def _name(piece: Piece, named: Sequence[Span]) -> Span | None:
    """Where a piece says what was done."""
    return next((span for span in named if piece.span[0] <= span[0] < piece.span[1]), None)


def _lead(text: str, said: str, piece: Piece, named: Sequence[Span]) -> Span | None:
    """When and where, before what was done: 昨天在西湖花园 of 昨天在西湖花园开展宣讲1场."""
    start, name = piece.span[0], _name(piece, named)
    part = _PART_OF_DAY.search(said, *piece.span)
    last = min(name[0], part.start() if part else name[0]) if name else start
    headings = [found.end() for found in _HEADED.finditer(said, start, last)]
    places = [at + 1 for at in range(start, last) if said[at] == " " != text[at]]
    until = max([_when_is_said(said, start, last), *headings[-1:], *places[-1:]])
    return (start, until) if until > start else None


def _when_is_said(said: str, start: int, last: int) -> int:
    """How far one has to read to know when."""
    whole = occasion(said[start:last])
    return next((end for end in range(start, last) if occasion(said[start:end]) == whole), last)


def _of_one_kind_and_time(listed: Listed) -> list[Item]:
    """What is of one kind and time is one activity, wherever it is told; what is only named is not counted."""
    found: dict[tuple[object, ...], Item] = {}
    for n, item in enumerate(listed.items):
        at = (*item.at, 0 if item.kind else n)
        same = found.setdefault(at, Item(item.kind, item.when, item.times, item.named, item.lead))
        same.pieces += item.pieces
    return [item for item in found.values() if item.is_counted]


def _are_below(listed: Listed, items: Sequence[Item]) -> bool:
    """What stands above counts nothing, and names no kind, or all of theirs: below 入户走访情况 all may be visits."""
    named = {item.kind for item in listed.items if not item.is_counted}
    counts = any(piece.counts for piece in listed.above)
    return not counts and (not named or named >= {item.kind for item in items})


def _words(text: str, listed: Listed, item: Item, *, first: bool) -> str:
    """An activity's own words behind those that hold for it; what was found wrong stays with the first."""
    needs = listed.needs if first else []
    above = [_said(text, piece.span) for piece in (*listed.above, *item.times)]
    before = [_said(text, span) for span in (item.lead, item.named) if span]
    told = "，".join(_said(text, piece.span) for piece in (*item.pieces, *needs))
    return "：".join(filter(None, (*above, *before, told)))


def _said(text: str, span: Span) -> str:
    return text[slice(*span)].strip(_EDGES)
