"""The pieces of which the patterns of addresses are made. They are for folded and marked text."""

from fieldwork.understanding.numerals import CHINESE

DIGITS = r"(?:[A-Z]-?)?\d{1,3}[A-Z]?"
NUMBER = rf"(?:{DIGITS}|[A-Z甲乙丙丁]|[{CHINESE}]{{1,5}})"
SMALL = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
DASH = r"\s?[-_]{1,4}\s?"

FREE = r"(?:(?<![0-9A-Z.\-/:])|(?<=[^0-9A-Z.\-_/:][-_]))"
"""Not in the middle of another number; a dash behind a word (大厦-3栋) is none."""

NO_MORE = r"(?![0-9A-Z]|-\d)"
NO_MEASURE = (
    r"(?!\s?(?:元|块|年|月|日|天|点|人|个|米|%|路|斤|万|千|百|岁|次|分|公里|平|度|层|楼|热线|小时|户|名|场|例|"
    r"[号]?[栋幢座撞]|号楼|#|单元|弄|号线|级|折|倍|章|条|页|瓦|辆|公交))"
)
ROOM_END = r"(?:室|号房|房(?![价租贷屋东])|号(?!楼|栋|幢|座|线|路))?"

# What sounds or looks like 幢, 栋 and 楼 is typed by a slip: only where the address goes on or ends.
_SLIPPED = (
    r"(?:[号好]搂|好楼|[撞懂董憧橦冻动铜]"
    r"(?=$|[\s,]|\d{1,4}(?![0-9]|[人个次])|[一二三四五六甲乙东西A-Z]{1,2}单元))"
)
MARK = (
    rf"(?:号(?:大|住宅|公寓|宿舍|办公|商务|写字|教学)?楼栋?|号[L1]楼|号[栋幢]|号座(?![谈位椅机])|[栋幢]|座(?![谈位椅机])|#[楼栋幢座]|(?<!\d\d\d)#|"
    rf"{_SLIPPED})"
)
"""What makes the number before it a building's."""
