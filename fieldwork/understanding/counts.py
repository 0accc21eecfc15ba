"""How often, at how many homes, with how many people: 5户12人次, 两场, 1.5小时, 走访户数：5.

Every number with a unit counts, unless there is a named reason against it (`reasons.py`): it is only about, planned,
not met, a rate. The units are never added to one another and never turned into one another; several numbers of one
unit are put together in `adding.py`. Volunteers and staff are not the people who were served: volunteers are told
apart, staff are left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from fieldwork.understanding.adding import Told, together
from fieldwork.understanding.backdrops import in_front, of_the_day
from fieldwork.understanding.folding import fold
from fieldwork.understanding.inexact import Inexact
from fieldwork.understanding.reasons import Marks, Placed, Reasons, is_rate
from fieldwork.understanding.spotting import Spotter
from fieldwork.understanding.surroundings import BACKDROPS, around, is_expected, is_today, is_wanting
from fieldwork.understanding.tables import spelled_out
from fieldwork.understanding.units import HELPED, NUMERAL, UNITS, Number, Units, Written
from fieldwork.understanding.words import CountingFile, CountingWords

ROLES = ("total", "so_far", "up_to_now", "thereof", "part", "corrected", "confirmed", "actual")
"""The lists of counting.toml that say what a number is beside others of its unit."""

Count = tuple[str, Number]
Parts = tuple[str, tuple[Number, ...]]

_SENTENCE = re.compile(r"[^。;!?\n]+")
_ALL_OF_THEM = re.compile(
    r"\s*(?:[都均全皆]|[里中]面?有|当中)"
)  # 敲了九户门，九户都见到人了; 到会40人。40人里有……
_BLOCK = re.compile(r"[。;!?]")
_CLAUSE = re.compile(r"(?:[^,]|(?<=\d),(?=\d{3}(?!\d)))+")
_HEADER = re.compile(r"(?m)^(?:[^\n]{1,20}:|\(?[一二三四五六七八九十][、)][^\n\d]{1,12})\s*$")
_EACH_ONE = re.compile(r"[一百千万][户人家场次例][一百千万多](?=[^\d])")  # 一户一档, 百人百场
_LISTED = re.compile(r"(?m)^\s*\d{1,2}(?:[.)]\s?(?=\D|\d+(?!\d|[万千%元米斤吨点公]|个?半?小时))|、(?=\D))")
_CIRCLED = re.compile("[①-⑨]")  # ③探访十二户④议事会改下月: each begins anew
_QUOTED = re.compile(
    r"[“\"「『‘《](?!\d+[户人场例次]次?[”\"」』’》])[^”\"」』’》\n]{1,12}[”\"」』’》]"
)  # names of campaigns, no figures: “最多跑一次”, but 由「4场」更正为「3场」
_ARROW = re.compile("[→➡⇒]")  # 入户4户→实见3户
_OF_THEM = re.compile(r"(?<=[户人次场例])[ ](?=有[\d一二两三四五六七八九十俩])")  # 查了21户 有4户线老化
_UP_TO = re.compile(r"\s?[-~至到]\s?")  # between two counts: 3户到4户
_HELPING = re.compile(r"(?:一起)?(?:来|前来)?(?:帮忙|帮手|搭把手|协助)")  # 大学生6人帮忙，老人21人
_OF_IT = re.compile(r"\s?(?:户|人)?(?:[中里]面?(?=[,有新还])|:)")  # 5户中，2户……; 个案3例：新增1例，跟进2例
_GOING = re.compile(r"\s?(?:一[组队起]|分[组头])?(?:去|来|同)?(?:走访|入户|家访|上门|探访)")
_TEAM = re.compile(r"(?:队|(?<!小)组|专班|一行)$")
_OUT = re.compile(r"\s?(?:到(?![齐场会位了])|去|赴|来(?!参)|前往|入户|上门|走|巡|清|分)")  # 宣传队5人到集市
_TAKING_PART = r"参[与加训赛会演展观]的?|出赛|出场|上场|到场的?|受训"
_BY_NAME = r"\s(?![男女老])[\u4e00-\u9fff](?:老师|医生|律师|师傅|社工)"  # 3位 王老师……: another matter
_SERVED = re.compile(r"(?:慰问|看望|探望|走访|关爱|服务|送清凉:?|送温暖:?)[^,:\d]{0,4}$")
_NAME = 4  # characters behind a number within which it is said who they are: 带8位老人
_THESE = ("这", "该", "以上", "上述", "上面", "此")
_BESIDE_NOTHING = " ,、:(和及与并有得只仅但"
_ROW = re.compile(
    r"[^,]{0,8}(?:周|星期|礼拜)[一二三四五六日天]|\s{2,}$"
)  # of a place that was read, blanks are left
_LISTING = re.compile(r"[^,]{0,8}[、和及与]")  # 共有家长21人、儿童24人: no sum yet


class Counted(NamedTuple):
    """What a text counts, in the order of UNITS, of what each sum was made, and how many volunteers helped."""

    counts: tuple[Count, ...] = ()
    parts: tuple[Parts, ...] = ()
    volunteers: int | None = None
    is_open: bool = False  # numbers are told of a unit, and which of them is meant stays open


class Counting:
    """The words of counting made ready once."""

    def __init__(self, words: CountingFile) -> None:
        self._units = Units(words.people, words.kinds_of, words.helpers)
        self._inexact = Inexact(words.people, words.kinds_of)
        self._reasons = Reasons(words)
        self._roles: dict[str, CountingWords] = {
            name: getattr(words, name)
            for name in (
                "total",
                "so_far",
                "up_to_now",
                "thereof",
                "part",
                "corrected",
                "confirmed",
                "actual",
                *BACKDROPS,
            )
        }
        self._spotter = Spotter({**self._reasons.lists, **self._roles})
        self._apart = [tuple(map(fold, row)) for row in words.apart]
        self._taught = re.compile(_any_of(words.taught))
        self._served = re.compile(rf"(?:{_any_of(words.kinds_of)})*(?:{_any_of(words.served)})")
        self._staff = re.compile(_any_of(words.staff))
        who = rf"(?:(?P<helpers>{_any_of(words.helpers)})|(?:{_any_of(words.staff)}))"
        self._called = re.compile(
            rf"(?P<part>{_TAKING_PART})?{who}[们共约]?(?:[^,、\d{NUMERAL}户陪为给帮教送探走访接照看慰剪理量诊测磨讲办扶义查谈约评调]{{0,3}})$"
        )
        self._called_after = re.compile(
            rf"(?!{_BY_NAME})\s?的?[^,、。\d{NUMERAL}]{{0,3}}?{who}(?!\s?[\d{NUMERAL}])"
        )
        self._mixed = re.compile(rf"(?!{_TAKING_PART})[\u4e00-\u9fff][和与及跟](?:{_any_of(words.helpers)})")
        self._group = re.compile(rf"(?:{_any_of((*words.kinds_of, *words.people))}|户|家庭)+")

    def counts(self, folded: str) -> tuple[Count, ...]:
        """The counts of a folded text, unit by unit in the order of UNITS."""
        return self.counted(folded).counts

    def counted(self, folded: str) -> Counted:
        """The counts of a folded text, their parts, and the volunteers."""
        text = _QUOTED.sub(_blank, _EACH_ONE.sub(_blank, _LISTED.sub("", spelled_out(folded))))
        text = _OF_THEM.sub(",", _ARROW.sub(",", _CIRCLED.sub(",", text)))
        told = of_the_day(text, list(self._told(text)))
        of_unit = {unit: [each for each in told if each.unit == unit] for unit in (*UNITS, HELPED)}
        made = {unit: together(in_front(each)) for unit, each in of_unit.items()}
        helpers = made.pop(HELPED)
        return Counted(
            tuple((unit, sum(values)) for unit, values in made.items() if values),
            tuple((unit, values) for unit, values in made.items() if len(values) > 1),
            int(sum(helpers)) if helpers else None,
            any(of_unit[unit] and not values for unit, values in made.items()),
        )

    def written(self, clause: str) -> list[Written]:
        """Where numbers with a unit stand in a clause, whatever they are worth."""
        return self._units.written(clause)

    def only_about(self, folded: str) -> tuple[Written, ...]:
        """What a text counts only about (3000余人次, 十几户), the first of each unit."""
        text, found = _QUOTED.sub(_blank, folded), dict[str, Written]()
        placed = list(_placed(text, self._inexact))
        marks = self._spotter.places(text) if placed else {}
        taught = self._taught.search(text) is not None
        for each in placed:
            unit, before = self._whose(text, each, taught=taught), text[each.low : each.written.start]
            other = {*self._reasons.by_words(text, each, marks)} - {"about"} or is_rate(before)
            part = _between(marks, "thereof", each.clause[0], each.written.start)
            if unit in UNITS and not (other or part):
                found.setdefault(unit, each.written)
        return tuple(found.values())

    def _told(self, text: str) -> Iterator[Told]:
        """The numbers of a text, each judged by what stands around it."""
        placed = list(_placed(text, self._units))
        if not placed:
            return
        marks = self._spotter.places(text)
        taught, summed, thereof = self._taught.search(text) is not None, False, dict[str, int]()
        last: dict[str, int] = {}
        openly: set[str] = set()  # units told outside brackets
        for each in placed:
            written = each.written
            before = text[each.low : written.start]
            summed = self._is(marks, "total", each) or summed and not before.strip()
            why = self._reasons.against(text, each, marks, summed=summed)
            unit = self._whose(text, each, taught=taught)
            if _between(marks, "thereof", each.clause[0], written.start):
                thereof[unit] = each.sentence
            if why == "their own staff" and self._served.search(text, written.start, written.end + _NAME):
                why = None
            if why is None and (is_wanting(text, each) or is_expected(text, each)):
                why = "not done"
            if unit and (why is None or why == "their own staff" and unit == HELPED):
                told = self._as_told(text, each, marks, summed=summed, since=last.get(unit, 0))
                if _is_one_of_them(told, last):
                    continue
                in_brackets = _in_brackets(text[each.sentence : written.start])
                told = told._replace(
                    unit=unit, is_part=told.is_part or in_brackets and unit in openly, is_enclosed=in_brackets
                )
                yield self._of_whole(told, text, each, marks, thereof)
                last[unit] = written.end
                openly |= set() if in_brackets else {unit}

    def _as_told(self, text: str, each: Placed, marks: Marks, *, summed: bool, since: int) -> Told:
        written, clause = each.written, each.clause
        so_far = self._is(marks, "so_far", each) or summed and self._is(marks, "up_to_now", each)
        is_first = clause[0] == each.sentence
        before = text[each.low : written.start]
        earlier = text[clause[0] : written.start].strip(_BESIDE_NOTHING)
        end = clause[1] if each.high >= clause[1] else written.end  # 调解2例成功1例: 成功 is of the next
        aside = not is_first and _between(marks, "part", clause[0], end)
        aside |= clause[0] < since and _between(marks, "part", since, written.start)  # 走访6户见到4户
        again = _between(marks, "confirmed", since or clause[0], written.start)
        again |= bool(_ALL_OF_THEM.match(text, written.end)) or before.rstrip().endswith(_THESE)
        is_helping = _HELPING.match(text, written.end) is not None
        is_list = (not since or since < clause[0]) and bool(_LISTING.match(text, written.end, each.high))
        return Told(
            written.unit, written.value, is_sum=summed and not so_far and not is_list,
            is_summed=summed,
            is_part=so_far or aside or is_helping,
            is_bare=not is_first and not earlier and written.start >= clause[0],
            is_of_group=bool(self._group.fullmatch(before.rsplit(":")[-1].strip(_BESIDE_NOTHING))),
            corrects=since > 0 and _between(marks, "corrected", since, written.start) or _is_but(text, each),
            is_actual=self._is(marks, "actual", each),
            again=again,
            around=around(text, each, marks), is_helping=is_helping,
            is_listed=text.startswith("、", written.end),
            is_row=_ROW.match(text[clause[0] : written.start]) is not None,
            row=next((n for n, row in enumerate(self._apart) if before.strip().endswith(row)), None),
            block=len(_BLOCK.findall(text, 0, written.start)), clause=clause[0],
            line=text.count("\n", 0, written.start),
            is_so_far=so_far, is_longer=self._is_longer(text, each, marks),
        )  # fmt: skip

    def _is_longer(self, text: str, each: Placed, marks: Marks) -> bool:
        """这个月(51户): of more than a day."""
        longer = _between(marks, "up_to_now", each.clause[0], each.written.start)
        return longer and not is_today(text[each.clause[0] : each.written.start])

    def _of_whole(self, told: Told, text: str, each: Placed, marks: Marks, thereof: dict[str, int]) -> Told:
        """Behind 其中, in brackets behind the whole, or after 5户中 the numbers of the sentence are parts."""
        is_part = thereof.get(told.unit) == each.sentence and not told.is_sum
        if _OF_IT.match(text, each.written.end):
            thereof[told.unit] = each.sentence
        return told._replace(is_part=told.is_part or is_part)

    def _is(self, marks: Marks, name: str, each: Placed) -> bool:
        """Whether a word of the list stands shortly before the number."""
        within, start = self._roles[name].within, each.written.start
        return any(
            each.low <= span[0] and span[1] <= start <= span[1] + within for span in marks.get(name, ())
        )

    def _whose(self, text: str, each: Placed, *, taught: bool) -> str:
        """The unit; of volunteers another, and none of staff, unless they are those who were taught or served."""
        written = each.written
        if written.unit != "人" or taught:
            return written.unit
        before, after = text[each.low : written.start], text[written.end : each.high]
        if _GOING.match(after) or before.endswith(("我们", "咱们")):  # 两人一组走访
            return ""
        if _TEAM.search(before) and _OUT.match(after):
            return ""
        if self._mixed.search(before):
            return "" if self._staff.search(before) else written.unit
        called = self._called.search(before)
        if called and (called["part"] or _SERVED.search(before[: called.start()])):
            return written.unit
        called = called or self._called_after.match(after)
        if called is None:
            return written.unit
        return HELPED if called["helpers"] else ""


def _placed(text: str, units: Units | Inexact) -> Iterator[Placed]:
    """The numbers with a unit, without ranges, each with its surroundings."""
    headers = [match.span() for match in _HEADER.finditer(text)]
    for sentence in _SENTENCE.finditer(text):
        above = [span for span in headers if span[1] <= sentence.start()]
        for clause in _CLAUSE.finditer(text, *sentence.span()):
            found = units.written(clause[0], clause.start())
            ranges = {number for pair in pairwise(found) if _is_range(text, *pair) for number in pair}
            for n, number in enumerate(found):
                low = found[n - 1].end if n else clause.start()
                high = found[n + 1].start if n + 1 < len(found) else clause.end()
                if number not in ranges:
                    yield Placed(
                        number, clause.span(), low, high, sentence.start(), above[-1] if above else (0, 0)
                    )


def _is_range(text: str, low: Written, high: Written) -> bool:
    """3户到4户; but 9户-18人次 are two numbers."""
    return low.unit == high.unit and _UP_TO.fullmatch(text, low.end, high.start) is not None


def _is_but(text: str, each: Placed) -> bool:
    """不是7户是(9户)."""
    return (
        text[each.low : each.written.start].strip(" ,") == "是" and "不是" in text[each.sentence : each.low]
    )


def _is_one_of_them(told: Told, earlier: Mapping[str, int]) -> bool:
    """回访26人次，有一位奶奶说……: she is one of those who were counted in another unit."""
    return told.is_part and (told.unit, told.value) == ("人", 1) and bool(earlier.keys() - {"人"})


def _in_brackets(earlier: str) -> bool:
    return earlier.count("(") > earlier.count(")")


def _between(marks: Marks, name: str, start: int, end: int) -> bool:
    return any(start <= span[0] and span[1] <= end for span in marks.get(name, ()))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, map(fold, words)), key=len, reverse=True)) or "(?!)"
