"""Where a number stands with its unit: 5户, 两场, 三个独居老人, 俩小时, 走访户数：5.

The units are kept apart as they are written (次 户 户次 人 人次 场 例 小时). People are counted by name too (20位,
5个孩子). A word that only begins with a unit (户外, 名称, 例会) is none, and neither is a number after 第 or in a date.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import AMOUNT, ENGLISH, amount

Number = int | float

UNITS = ("次", "户", "户次", "人", "人次", "场", "例", "小时")
SPELLINGS = {
    "钟头": "小时", "名": "人", "位": "人", "个案": "例", "家次": "户次", "宗": "例", "场次": "场", "家庭": "户",
    "住户": "户", "家住户": "户", "家居民": "户", "家租户": "户", "家困难户": "户",
    "人/次": "人次", "户/次": "户次", "人 次": "人次", "户 次": "户次", "小 时": "小时",
    "HOUSEHOLD": "户", "PEOPLE": "人", "PERSONS": "人", "PERSON-TIMES": "人次", "VISITS": "次",
    "SESSION": "场", "CASES": "例", "HOUR": "小时", "HRS": "小时", "H": "小时", "VOLUNTEERS": "志愿者",
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
"""Words before a number: 走访户数：5. A bare unit (户：5) needs the colon, one in brackets (走访（户）5) none."""
HELPED = "志愿者"
"""What volunteers are counted under, beside the units."""

NUMERAL = "零〇一二两三四五六七八九十百千万廿卅壹贰叁肆伍陆柒捌玖拾佰仟俩仨"
_FREE = (
    rf"(?<![\d.第每这那再又几近高初])(?<!(?<![A-Z])[A-Z])(?<!(?<![人户次场例时])数)(?:(?<=[周期拜][一二三四五六])|(?<![{NUMERAL}]))(?<!\d[:/+])"
    rf"(?<![\d{NUMERAL}][至到\-~])(?<!\d,)(?<!第\s)"
)
ANOTHER_WORD = (
    r"(?!次|(?<= 次)[日数品要元序]"
    r"|[口型籍民景如数牌置称字校额间]|工(?!作)|座(?!谈)|单(?![亲身独])|外(?![来地省籍国卖])|(?<!次)楼(?!长)|行道|地|所|馆|会诊"
    r"|(?<=H)[A-RT-Z]|\s?\d+分)"
)
"""What stands behind a unit's word makes it another word."""
_SLIP = "|".join(sorted(SLIPS, key=len, reverse=True))
_DOOR = 3  # figures; so many right before 老人 are a room: 302老人


class Written(NamedTuple):
    """A number with its unit, and where both stand."""

    unit: str
    value: Number
    start: int
    end: int


class Units:
    """The words of people made ready once."""

    def __init__(self, people: Iterable[str], kinds_of: Iterable[str], helpers: Iterable[str] = ()) -> None:
        kinds, named = _any_of(map(fold, kinds_of)), _any_of(map(fold, people))
        units, helping = _any_of((*UNITS, *SPELLINGS)), _any_of(map(fold, helpers))
        self._behind = re.compile(
            rf"{_FREE}(?P<number>{AMOUNT}|{ENGLISH})\s?[\ufe0f\u20e3]*(?P<classed>个?)(?P<half>半)?\s?"
            rf"(?:(?P<slip>{_SLIP})(?=$|[\s,.;!?、:和及共]|[\d{NUMERAL}])|(?P<unit>{units}){ANOTHER_WORD}"
            rf"|(?<=[个半])(?P<hour>钟)|(?P<one_of>(?<=个)(?={helping}))|(?P<people>(?:{kinds})*(?!楼长者)(?:{named})))(?P<more>半)?"
        )
        self._labelled = re.compile(
            rf"(?<![\d{NUMERAL}])(?:(?P<label>{_any_of(LABELS)})(?:\s?[:|=]\s?|\s{{0,2}})|(?P<bare>[户人场例次])\s?[:=]\s?"
            rf"|\((?P<boxed>{_any_of(UNITS)})\)\s?[:=]?\s?)"
            rf"(?P<number>{AMOUNT})"
            rf"(?!\s?(?:{units}|{_SLIP})(?!次?数?\s?[:=]?\s?[\d{NUMERAL}])|\s?[余多来几%元个\d.年月日号岁\-~至到])"
        )

    def written(self, clause: str, at: int = 0) -> list[Written]:
        """The numbers of a clause that begins at `at`. 户数5 人次12 says 5 of 户数 and not 5 人次."""
        labelled = {match.start("number"): match for match in self._labelled.finditer(clause)}
        behind = [match for match in self._behind.finditer(clause) if match.start("number") not in labelled]
        found = sorted((*labelled.values(), *behind), key=re.Match.start)
        numbers = [(match, _value(match)) for match in found]
        return [Written(_unit(match), value, at + match.start(), at + match.end())
                for match, value in numbers if value is not None]  # fmt: skip


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def _unit(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if written := groups.get("unit"):
        return SPELLINGS.get(written, written)
    if written := groups.get("slip"):
        return SLIPS[written]
    if groups.get("hour"):
        return "小时"
    if groups.get("people") or groups.get("one_of") is not None:  # 18个志愿者 as 18名志愿者
        return "人"
    return LABELS[match["label"]] if match["label"] else match["bare"] or match["boxed"]


def _value(match: re.Match[str]) -> Number | None:
    value, groups = amount(match["number"]), match.groupdict()
    is_door = bool(groups.get("people")) and not groups.get("classed") and len(match["number"]) >= _DOOR
    if value is None or is_door and match["number"].isdigit():
        return None
    value += 0.5 if groups.get("half") or groups.get("more") else 0
    return value if _unit(match) == "小时" or value % 1 == 0 else None
