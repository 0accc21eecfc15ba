"""What a few words mean to somebody who writes nothing else: 统计, 怎么改数字, 我想看我的时长.

Only words of the list (sayings.py) count, with nothing but small words around them; whatever is longer, or holds a
place or a matter, may be a report.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from fieldwork.people import RoleKind
from fieldwork.sayings import OF_THE_TRADE, SAYINGS, Group, Saying, may_say
from fieldwork.texts import Language, Translators
from fieldwork.understanding.folding import fold

LONGEST = 12  # characters of a message that may be a word for something
LONGEST_LATIN = 24
_WHICH = re.compile(r"[NA]-?\d{5,10}-?\d|(?:\d{2,4}年)?\d{1,2}月份?|\d{4}(?:-?W?\d{1,2}|年)|第\d{1,2}周")
"""Of what something is wanted: 封账 3月, 上会 N-10001-6. Whoever may say it was heard before."""
NOISE = " \t\n。．.，,！!？?、~～…:：;；“”\"'「」《》()（）"
_SMALL = (
    "我要看 我想看 我要 我想 想看 想要 我们 查看 看看 看一下 查一下 打开 进入 点开 怎么看 怎么查 "
    "怎么做 怎么 如何 去哪 在哪里 在哪儿 在哪 哪里 哪儿 请问 帮我 给我 请 看 查 要 想 我 的 本站 "
    "站里 全站 社区 街道 全区 本月 这个月 上个月 上月 当月 今天 今日 昨天 昨日 本周 这周 上周 今年 "
    "去年 本年 全年 最近 最新 一下 一个 有 有没有 列表 情况 情况表 明细 多少 是多少 是什么 功能 页面 "
    "入口 吗 呢 吧 啊 呀 里 了 个 MY THE SHOW ME SEE PLEASE THIS MONTH WEEK LAST"
)
FILLERS = tuple(_SMALL.split())
"""Words that may stand around a word for something, and mean nothing else."""


class Meant(NamedTuple):
    """What somebody may mean; nothing, where it is for others to do."""

    all: tuple[Saying, ...]
    is_sure: bool = False  # one thing, beyond doubt


class _Word(NamedTuple):
    """What one word is for: surely, or perhaps."""

    sure: tuple[Saying, ...]
    perhaps: tuple[Saying, ...]
    is_ours: bool  # nobody writes it who means something else


def meant(text: str, kinds: Collection[RoleKind], speak: Translators) -> Meant | None:
    """What these few words may mean to somebody. None: they may be a report."""
    said = "".join(character for character in fold(text) if character not in NOISE)
    word = _word_in(said, _words(speak)) or _without_which(said, _words(speak))
    if word is None:
        return None
    theirs = _theirs(word, frozenset(may_say(kinds)))
    return theirs if theirs.all or word.is_ours else None


def _theirs(word: _Word, may: frozenset[Saying]) -> Meant:
    """The one thing that it surely means, else all that it may mean."""
    sure = tuple(saying for saying in word.sure if saying in may)
    if len(sure) == 1:
        return Meant(sure, is_sure=True)
    meant_by_them = [saying for saying in SAYINGS if saying in may and saying in (*word.sure, *word.perhaps)]
    return Meant(tuple(sorted(meant_by_them, key=_many)))  # what few do is likelier meant by them


def _many(saying: Saying) -> int:
    return len(saying.who)


def _word_in(said: str, known: Mapping[str, _Word]) -> _Word | None:
    """The longest word for something, if nothing but fillers stands around it."""
    if not said or len(said) > (LONGEST_LATIN if said.isascii() else LONGEST):
        return None
    if said in known:
        return known[said]
    inside = sorted((word for word in known if len(word) > 1 and word in said), key=len, reverse=True)
    for word in inside:
        before, _, after = said.partition(word)
        if _is_filling(before) and _is_filling(after):
            return known[word]
    return None


def _without_which(said: str, known: Mapping[str, _Word]) -> _Word | None:
    """A word that nobody writes who means something else, beside what it is wanted of."""
    word = _word_in(_WHICH.sub("", said), known) if _WHICH.search(said) else None
    return word if word and word.is_ours else None


def _is_filling(said: str) -> bool:
    return not said or any(said.startswith(word) and _is_filling(said[len(word) :]) for word in FILLERS)


@lru_cache(maxsize=4)  # rules that are put in force bring new translators
def _words(speak: Translators) -> Mapping[str, _Word]:
    """Every word for something, folded."""
    named = {saying: _names(saying, speak) for saying in SAYINGS}
    sure = {saying: labels | _split(saying.guesses) for saying, labels in named.items()}
    also = {saying: _split(saying.perhaps) for saying in SAYINGS}
    return {
        word: _Word(
            tuple(saying for saying in SAYINGS if word in sure[saying]),
            tuple(saying for saying in SAYINGS if word in also[saying]),
            any(word in named[s] or _is_of_the_trade(s) and word in sure[s] | also[s] for s in SAYINGS),
        )
        for word in frozenset().union(*sure.values(), *also.values())
    }


def _is_of_the_trade(saying: Saying) -> bool:
    """Whether all words for it are those of somebody who works here."""
    return saying.group is Group.FIGURES or saying.key in OF_THE_TRADE


def _names(saying: Saying, speak: Translators) -> frozenset[str]:
    """Its own word, in each language."""
    return frozenset(fold(saying.word.said(speak(each.value))).replace(" ", "") for each in Language)


def _split(listed: str) -> frozenset[str]:
    return frozenset(map(fold, listed.split()))


def guessed() -> Iterator[str]:
    """All that people type for something without having read its word."""
    for saying in SAYINGS:
        yield from (*saying.guesses.split(), *saying.perhaps.split())
