"""How often, at how many homes, with how many people: 5户12人次, 两场, 1.5小时, 走访户数：5.

The units are kept apart as they are written (次 户 户次 人 人次 场 例 小时), never added and never turned into
one another. A number that is only about (二十多人, 20人左右), a range, a rate (每户2人), what was planned or not met
(限80人, 未遇2户), and two numbers of one unit that both could be meant (理发30人，量血压45人) stay out. With a sum
beside its parts (共11户) the sum counts, with parts behind the whole (走访12户，其中2户……) the whole. Volunteers and
staff are not the people who were served: volunteers are told apart, staff are left out.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from fieldwork.understanding.numerals import AMOUNT, amount
from fieldwork.understanding.tables import spelled_out

Number = int | float
Count = tuple[str, Number]

UNITS = ("次", "户", "户次", "人", "人次", "场", "例", "小时")
SPELLINGS = {
    "钟头": "小时", "个人": "人", "名": "人", "位": "人", "个案": "例", "家次": "户次", "宗": "例", "场次": "场",
    "家庭": "户", "老人": "人", "长者": "人", "孩子": "人", "小朋友": "人", "儿童": "人", "学生": "人", "居民": "人",
    "家长": "人", "党员": "人", "群众": "人", "青少年": "人",
    "HOUSEHOLD": "户", "PEOPLE": "人", "PERSONS": "人", "PERSON-TIMES": "人次", "VISITS": "次", "SESSION": "场",
    "CASES": "例", "HOUR": "小时", "VOLUNTEERS": "志愿者",
}  # fmt: skip
"""Other words for the same unit."""
SLIPS = {"护": "户", "湖": "户", "沪": "户", "戸": "户", "人此": "人次", "人刺": "人次", "人词": "人次", "仁次": "人次",
         "人茨": "人次", "厂": "场", "厂次": "场"}  # fmt: skip
"""What a voice or a thumb makes of a unit; it counts only where the word ends behind it: 五护士 are no households."""
LABELS = {
    "户次数": "户次", "户次": "户次", "户数": "户", "人次数": "人次", "人次": "人次", "人数": "人", "走访户": "户",
    "次数": "次", "场次": "场", "场数": "场", "例数": "例", "个案数": "例", "个案": "例", "小时数": "小时",
    "人此": "人次",
}  # fmt: skip
"""Words before a number: 走访户数：5. A bare unit (户：5) needs the colon."""

_AMOUNT = rf"(?P<number>{AMOUNT})"
_UNIT = "|".join(sorted((*UNITS, *SPELLINGS), key=len, reverse=True))
_SLIP = "|".join(sorted(SLIPS, key=len, reverse=True))
_LABEL = "|".join(sorted(LABELS, key=len, reverse=True))
_NUMERAL = "零〇一二两三四五六七八九十百千万廿卅"
_FREE = rf"(?<![\d.第每这那再又几数近{_NUMERAL}])(?<!\d[:/])(?<![\d{_NUMERAL}][至到\-~])(?<!\d,)(?<!第\s)"
_ANOTHER_WORD = (
    r"(?!次|[口型籍民景如数牌置称字校额间]|工(?!作)|座(?!谈)|单(?![亲身独])|外(?![来地省籍国])|楼(?!长)|行道|地|所|馆|会诊|\s?\d+分"
    r"|(?<=小时)(?:后|前|内|热线|值[守班]|不间断))"
)
"""What stands behind a unit's word makes it another word: 户外, 名称, 例会; 2小时后 is a time."""
_COUNT = re.compile(
    rf"{_FREE}{_AMOUNT}\s?[\ufe0f\u20e3]*个?(?P<half>半)?\s?"
    rf"(?:(?P<slip>{_SLIP})(?=$|[\s,.;!?、:和及共]|[\d{_NUMERAL}])|(?P<unit>{_UNIT}){_ANOTHER_WORD})(?P<more>半)?"
)
_LABELLED = re.compile(
    rf"(?<![\d{_NUMERAL}])(?:(?P<label>{_LABEL})(?:\s?[:|=]\s?|\s{{0,2}})|(?P<bare>[户人场例次])\s?[:=]\s?)"
    rf"(?P<number>{AMOUNT})"
    rf"(?!\s?(?:{_UNIT}|{_SLIP})(?!次?数?\s?[:=]?\s?[\d{_NUMERAL}])|\s?[余多来几%元个\d.年月日号岁\-~至到])"
)
_SENTENCE = re.compile(r"[^。;!?\n]+")
_CLAUSE = re.compile(r"(?:[^,]|(?<=\d),(?=\d{3}(?!\d)))+")
_EACH_ONE = re.compile(r"一[户人家场次例](?=一[^\d])")  # 一户一档
_LISTED = re.compile(r"(?m)^\s*\d{1,2}(?:[.)]\s?(?=\D|\d+(?!\d|[万千%元米斤吨点公]|个?半?小时))|、(?=\D))")

_SUM = re.compile(r"(?:(?<!公)共(?![同享建治产])|总(?![部队站工])|合计|累计|总数)[^,。;]{0,6}$")
_SO_FAR = re.compile(r"(?:目前|至今|迄今|截[至止])[^,]{0,12}$")
_UP_TO_NOW = re.compile(r"(?:本[年月周]|今年|全年|目前|至今|迄今|截[至止])[^,]{0,6}$")
_PART = re.compile(r"整改|核实|新增|见到|见面|实见|见了|接通|满意|(?<!电)话|说|需|要|有|空|还有|余下|另")
_THEREOF = re.compile(r"其中|包括")
_RATE = re.compile(
    rf"(?:[每各]|平均|[户人次场]均)(?:[^,共]{{0,3}}|[户次人节场例家天周月组队位名个期][^,共\d{_NUMERAL}]{{0,6}})$"
)
_ABOUT_BEFORE = re.compile(
    r"(?:[约近超逾限拟][有了在着]?|(?:大约|大概|差不多|估计|将近|接近|几乎|超过|不足|不到|不少于|不低于|至少|最多|上百)[^,\d]{0,8})$"
)
_ABOUT_AFTER = re.compile(r"\s?(?:左右|上下|以[上下内]|不到|多|余|\+|许|之多)")
_MISSED = re.compile(
    r"(?:未[遇接见完参到]?|没[遇接见有]|没开|不在|没人|无人|请假|缺席|剩下?|发现|查出(?!租)|合格|弃权|应[访到参]|比[^,]{0,6}[多少]|增加|减少"
    r"|等了|停[水电气]|提前|迟到)[^,\d]{0,6}$"
)
_PLANNED = re.compile(
    r"(?:(?<!按)(?<!按照)计划|打算|准备(?![了好])|预计|报名(?!参加)|名额)[^,\d]{0,6}$|(?:明[天日]|后天|下(?:周|个?月|个?星期))[^,]*$"
)
_MISSED_AFTER = re.compile(
    r"\s?(?:不在|没人|无人|没开|未开|没有?[见接遇应到]|未[见接遇应到]|冇人|住院|请假|缺席|搬走|拒)"
)
_UP_TO = re.compile(r"\s?[-~至到]\s?")  # between two counts: 3户到4户
_AGAIN = re.compile(r"(?<!以)(?<!楼)[上下]$")  # 上一次
_NOT_SAID = (_ABOUT_BEFORE, _MISSED, _PLANNED, _AGAIN)
_NEIGHBOUR = re.compile(r"(?<!\d)(\d{1,2})、$")  # 5、6户: five or six

_HELPED = "志愿者"  # what volunteers are counted under, beside the units
_HELPERS = "志愿者|义工|志工|志愿队员|志愿服务者"
_STAFF = "社工|工作人员|网格员|医生|医师|医护人员|医护|护士|讲师|民警|律师|保安|保洁员"
_TAUGHT = re.compile(r"培训|督导|学习|会议|开会|到会|考试|培育")
_CALLED = re.compile(rf"(?:(?P<helpers>{_HELPERS})|(?:{_STAFF}))[们共约]?(?:[^,、\d{_NUMERAL}户]{{0,3}})$")
_CALLED_AFTER = re.compile(rf"\s?的?[^,、。\d{_NUMERAL}]{{0,3}}?(?:(?P<helpers>{_HELPERS})|(?:{_STAFF}))")
_MIXED = re.compile(rf"[\u4e00-\u9fff][和与及跟](?:{_HELPERS})")
_OF_STAFF = re.compile(_STAFF)
_GOING = re.compile(r"\s?(?:一[组队起]|分[组头])?(?:去|来|同)?(?:走访|入户|家访|上门|探访)")


class Counted(NamedTuple):
    """What a text counts, in the order of UNITS, and how many volunteers helped."""

    counts: tuple[Count, ...] = ()
    volunteers: int | None = None


class _Number(NamedTuple):
    """A number with its unit, and what stands around it in its clause."""

    match: re.Match[str]
    earlier: str  # the clause up to it
    before: str  # from the number before it
    after: str  # up to the next number
    rest: str  # the clause behind it


class _Told(NamedTuple):
    unit: str
    value: Number
    is_sum: bool = False
    is_part: bool = False  # of something told before


def counts(folded: str) -> tuple[Count, ...]:
    """The counts of a folded text, unit by unit in the order of UNITS."""
    return counted(folded).counts


def counted(folded: str) -> Counted:
    """The counts of a folded text, and the volunteers."""
    told = list(_all(_EACH_ONE.sub("", _LISTED.sub("", spelled_out(folded)))))
    chosen = {unit: _chosen([each for each in told if each.unit == unit]) for unit in (*UNITS, _HELPED)}
    helpers = chosen.pop(_HELPED)
    found = tuple((unit, value) for unit, value in chosen.items() if value is not None)
    return Counted(found, None if helpers is None else int(helpers))


def _all(text: str) -> Iterator[_Told]:
    taught = _TAUGHT.search(text) is not None
    for sentence in _SENTENCE.finditer(text):
        thereof: set[str] = set()  # units of which the rest of the sentence tells parts
        for clause in _CLAUSE.finditer(sentence[0]):
            for each in _told(clause[0], is_first=clause.start() == 0, taught=taught):
                if each.is_part and _THEREOF.search(clause[0]):
                    thereof.add(each.unit)
                yield each._replace(is_part=True) if each.unit in thereof and not each.is_sum else each


def _told(clause: str, *, is_first: bool, taught: bool) -> Iterator[_Told]:
    """The numbers of one clause, each judged by what stands right before and behind it."""
    summed = False
    for number in _numbers(clause):
        summed = _SUM.search(number.before) is not None or summed and not number.before.strip()
        value = _value(number.match)
        if value is None or not _is_said(value, number, summed=summed):
            continue
        unit = _whose(number, taught=taught)
        if unit:
            aside = bool(_THEREOF.search(number.earlier) or not is_first and _PART.search(clause))
            so_far = bool(_SO_FAR.search(number.before) or summed and _UP_TO_NOW.search(number.before))
            yield _Told(unit, value, summed and not so_far, aside or so_far)


def _numbers(clause: str) -> Iterator[_Number]:
    """The numbers with a unit, without ranges, each with its surroundings."""
    found = _with_units(clause)
    ranges = [pair for pair in pairwise(found) if _is_range(clause, *pair)]
    for n, match in enumerate(found):
        start, end = found[n - 1].end() if n else 0, found[n + 1].start() if n + 1 < len(found) else None
        if not any(match in pair for pair in ranges):
            yield _Number(match, clause[: match.start()], clause[start : match.start()],
                          clause[match.end() : end], clause[match.end() :])  # fmt: skip


def _with_units(clause: str) -> list[re.Match[str]]:
    """户数5 人次12 says 5 of 户数 and not 5 人次."""
    labelled = {match.start("number"): match for match in _LABELLED.finditer(clause)}
    behind = [match for match in _COUNT.finditer(clause) if match.start("number") not in labelled]
    return sorted((*labelled.values(), *behind), key=re.Match.start)


def _is_range(clause: str, low: re.Match[str], high: re.Match[str]) -> bool:
    """3户到4户; but 9户-18人次 are two numbers."""
    between = clause[low.end() : high.start()]
    return _UP_TO.fullmatch(between) is not None and _unit(low) == _unit(high)


def _is_said(value: Number, number: _Number, *, summed: bool) -> bool:
    """Whether the number is meant as it stands: not about, no rate, nothing missed or only planned."""
    neighbour = _NEIGHBOUR.search(number.before)
    if neighbour is not None and int(neighbour[1]) + 1 == value:
        return False
    if _ABOUT_AFTER.match(number.rest) or any(words.search(number.before) for words in _NOT_SAID):
        return False
    missed = number.after == number.rest and _MISSED_AFTER.match(number.after)
    return not (missed or _RATE.search(number.before) and not summed)


def _unit(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if written := groups.get("unit"):
        return SPELLINGS.get(written, written)
    if written := groups.get("slip"):
        return SLIPS[written]
    return LABELS[match["label"]] if match["label"] else match["bare"]


def _value(match: re.Match[str]) -> Number | None:
    value = amount(match["number"])
    if value is None:
        return None
    groups = match.groupdict()
    value += 0.5 if groups.get("half") or groups.get("more") else 0
    return value if _unit(match) == "小时" or value % 1 == 0 else None


def _whose(number: _Number, *, taught: bool) -> str:
    """The unit; of volunteers another, and none of staff, unless they are those who were taught."""
    unit = _unit(number.match)
    if unit != "人" or taught:
        return unit
    if _GOING.match(number.after) or number.before.endswith(("我们", "咱们")):  # 两人一组走访
        return ""
    if _MIXED.search(number.before):
        return "" if _OF_STAFF.search(number.before) else unit
    called = _CALLED.search(number.before) or _CALLED_AFTER.match(number.after)
    if called is None:
        return unit
    return _HELPED if called["helpers"] else ""


def _chosen(told: Sequence[_Told]) -> Number | None:
    """The sum, or the whole that the others are parts of; nothing where it is left open."""
    sums = [each.value for each in told if each.is_sum]
    whole = sums or [each.value for each in told if not each.is_part] or [each.value for each in told]
    return _one_of(whole)


def _one_of(values: Sequence[Number]) -> Number | None:
    """The only value, or the one that is the sum of all the others."""
    if len(set(values)) <= 1:
        return values[0] if values else None
    fits = [value for value in (values[0], values[-1]) if len(values) > 2 and 2 * value == sum(values)]
    return fits[0] if fits else None
