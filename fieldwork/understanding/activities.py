"""Activities: something was done, and it was counted, or all was found well (今天入户走访5户12人次).

A number with its unit tells of an activity by itself, whatever the verb (教会了5位老人, 听众52人), unless it is what
happened to people (来了三次都没修好) or stands beside something wrong. Whoever went there may have come upon a need:
a clause with trouble in it does not undo the activity as long as another tells what was done (走访5户，302漏水).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from fieldwork.understanding.counts import Count, Counted, Counting, Parts
from fieldwork.understanding.folding import fold
from fieldwork.understanding.kinds import Kinds
from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.numerals import AMOUNT
from fieldwork.understanding.spotting import Spotter
from fieldwork.understanding.words import ChatterFile, CountingFile, WordList

_CLAUSE = re.compile(r"[^,，。;；!！?？\n|\t✅☑✔✓→➡]+\??")
_TELLING = {"户次", "人次", "例"}
"""Units that nobody uses who does not report what was done; they need no word of it."""
_OWN = {"户", "户次", "人次", "场", "例"}
"""Units in which only those who went there count."""
_SHORT = 80  # characters; in a long complaint some number always stands apart from what is wrong
_LASTING = {"次", "小时"}
"""Units in which one also tells how long or how often one has been waiting."""
_MINE = re.compile(r"我[^们]|我们?[去到把帮给]")
_DOING = re.compile(
    r"[了完咗过毕到去做送为给帮替陪教讲办装修发接巡查访探走跑派值扶量剪洗领]|出席|今|昨|上午|下午|早|晚|[户次人场例位名个时]\s*$|^\s*[\d一二两三四五六七八九十俩]"
)
"""Signs of something done, or of a bare figure: 教会了5位老人, 听众52人."""
_APART = re.compile(
    r"[ :(]|[1-9]\d{2,3}[A-Z]?(?=[\u4e00-\u9fff])"
    r"|[^,]{0,8}?(?:就是|只是)(?!说)|[嗯啊呃额]*(?:然后|后来|其中|里面|当中|但是?|不过|结果|另外|还有|发现|有[一两1-9][户个位家])"
)
"""Behind a number: what follows is of another matter (走访6户302漏水, 走了四户然后有一户说天花板渗水)."""


_IN_VAIN = re.compile(r"\s?[都也还]?[没未不冇]")  # 讲座办了2场都没通知我们: a complaint, nothing apart


@dataclass(frozen=True, slots=True)
class Activity:
    """What was counted, and where something stands beside it that is wrong or wanted."""

    counts: tuple[Count, ...]
    parts: tuple[Parts, ...] = ()  # of what sums were made
    kind: str | None = None  # an ActivityKind's value, where the words leave no other
    volunteers: int | None = None
    beside: tuple[Span, ...] = ()


class Activities:
    """The words of what is done, made ready once."""

    def __init__(
        self, words: ChatterFile, trouble: tuple[WordList, ...], counting: Counting, counted: CountingFile
    ) -> None:
        said = words.activity
        happened = WordList(words=tuple(counted.befell))
        harm = said.harm.model_copy(update={"before": said.handled})
        self._words = Spotter(
            {"done": said.done, "well": said.well, "own": said.own, "befell": happened, "rounds": said.rounds,
             "others": said.others, "disputes": said.disputes, "harm": harm}
        )  # fmt: skip
        dealt_with = {"before": said.handled}
        lists = [said.asked, *(each.model_copy(update=dealt_with) for each in trouble)]
        self._wrong = Spotter({str(n): listed for n, listed in enumerate(lists)})
        settled = [each.model_copy(update={"after": (*each.after, *said.disputed)}) for each in lists]
        self._unsettled = Spotter({str(n): listed for n, listed in enumerate(settled)})
        self._helpers = [fold(word) for word in counted.helpers]
        units = sorted((fold(word) for word in said.counted), key=len, reverse=True)
        also = "|".join(map(re.escape, units)) or "(?!)"
        self._counted = re.compile(rf"(?:{AMOUNT}|几|多|余|来|百)\s?个?(?:{also})")
        self._counting = counting
        self.kinds = Kinds(said.kinds, said.at_large, counting)

    def find(self, folded: str) -> Activity | None:
        """The activity that a text reports; None for a need."""
        said = self._words.spot(folded)
        if "own" in said:
            return None
        clauses = list(self._clauses(folded))
        wrong = self._unsettled if "disputes" in said else self._wrong
        beside = tuple(span for span in clauses if self._is_wrong(folded[slice(*span)], wrong))
        found = self._found(folded, beside)
        others = [folded[slice(*span)] for span in clauses if span not in beside]
        if self._is_harm(said, found) or not self._is_told(folded, said, found, others):
            return None
        if beside and not any(self._stands_alone(clause, short=len(folded) <= _SHORT) for clause in others):
            return None
        return Activity(found.counts, found.parts, self.kinds.find(folded), found.volunteers, beside)

    def _is_harm(self, said: Mapping[str, Sequence[str]], found: Counted) -> bool:
        """3个志愿者在楼道抽烟: of work nothing is said, 志愿 is who they are."""
        if "harm" not in said or found.volunteers is None or {unit for unit, _ in found.counts} - _LASTING:
            return False
        return not any(all(word not in who for who in self._helpers) for word in said.get("done", ()))

    def _clauses(self, folded: str) -> Iterator[Span]:
        """走访9户15人次 下水道堵 is two, though nothing but a place that was taken out stands between."""
        for match in _CLAUSE.finditer(folded):
            wrong = self._wrong.places(match[0])
            first = min((span[0] for spans in wrong.values() for span in spans), default=0)
            told = [each.end for each in self._counting.written(match[0]) if each.end <= first]
            apart = self._apart(match[0], told[::-1])
            if apart is not None:
                yield match.start(), match.start() + apart
                yield match.start() + apart, match.end()
            else:
                yield match.span()

    def _apart(self, clause: str, ends: Sequence[int]) -> int | None:
        """Behind which number another matter begins: it says so, or all that was done is told by then."""
        said = (end for end in ends if _APART.match(clause, end))
        told = (end for end in ends if not _IN_VAIN.match(clause, end))
        alone = (end for end in told if self._is_done(clause[:end]))
        return next(chain(said, alone), None)

    def _is_done(self, clause: str) -> bool:
        """Whether a word of what was done and for how many stands there: 理了19个人."""
        told = {unit for unit, number in self._counting.counts(clause) if number}
        return bool(told & {*_OWN, "人"}) and "done" in self._words.spot(clause)

    def _found(self, folded: str, beside: Sequence[Span]) -> Counted:
        """What is counted, but not in a clause of trouble that tells of nothing done: 2户漏水."""
        for start, end in beside:
            if "done" not in self._words.spot(folded[start:end]):
                folded = folded[:start] + " " * (end - start) + folded[end:]
        found = self._counting.counted(folded)
        return found._replace(counts=tuple(count for count in found.counts if count[1]))

    def _is_wrong(self, clause: str, trouble: Spotter) -> bool:
        """Whether something is wrong there, and not only in the name of what was counted (求助来电57人次)."""
        wrong = [span for spans in trouble.places(clause).values() for span in spans]
        told = [each.start for each in self._counting.written(clause) if each.unit in _TELLING]
        return any(not told or span[0] > told[-1] for span in wrong)

    def _is_told(
        self, folded: str, said: Mapping[str, Sequence[str]], found: Counted, clauses: Iterable[str]
    ) -> bool:
        """Whether it says that something was done, and how much or that all is well."""
        counted = bool(found.counts) or found.is_open
        if "done" in said:
            helped = found.volunteers is not None  # 18个志愿者清扫楼道: who did it stands there
            return "well" in said or counted or helped or self._counted.search(folded) is not None
        if any(unit in _TELLING for unit, _ in found.counts):
            return True
        return len(folded) <= _SHORT and counted and any(map(self._tells, clauses))

    def _stands_alone(self, clause: str, *, short: bool) -> bool:
        """Whether a clause tells what was done, in a unit that only the doer counts."""
        told = {unit for unit, number in self._counting.counts(clause) if number}
        said = self._words.spot(clause)
        if "次" in told and short and "rounds" in said and "others" not in said:
            return True
        if told & _TELLING or told and "done" in said and told & (_OWN | {"人", "小时"} if short else _OWN):
            return True
        return short and bool(told - _LASTING or told and _MINE.search(clause)) and self._tells(clause)

    def _tells(self, clause: str) -> bool:
        """Whether a clause counts something that its writer may have done, though no word says what."""
        if not _DOING.search(clause) or "befell" in self._words.spot(clause):
            return False
        return any(number for _, number in self._counting.counts(clause))
