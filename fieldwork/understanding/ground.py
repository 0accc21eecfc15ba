"""What the words before a number name: that tells what the number is.

西湖花园4号 is a building, 解放路4号 a door on a road, 下宅村4号 a household, 今天4号 a day. Texts come folded,
and with marks in the place of the names that the network knows.
"""

import re
from enum import StrEnum

ESTATE_MARK, PLACE_MARK = "\ue000", "\ue001"
"""Stand for each character of an estate's (or building's) name, and of any other place's name."""

MARKS = f"{ESTATE_MARK}{PLACE_MARK}"
HAN = "一-鿿"

ENDING = r"(?:花园|花苑|小区|家园|新村|公寓|[名雅嘉佳]苑|新城|宿舍|家属院|大院)"
"""What only the name of an estate ends with."""

PHASE = r"(?:第?[一二三四五六七八九十\d]{1,3}(?:期|区|组团|园)|[东西南北中A-F]\d?(?:区|期))"
"""A part of an estate: 二期, 西区, 3区."""

_HOMES = (
    r"(?:山庄|名都|[华豪]庭|公馆|半岛|庄园|(?<![汽服建灯皮商])(?<!具|材|饰|装|贸|车)城|住宅区|生活区|[一二三四五六七八九东西南北]里|"
    r"[苑府湾庭园邸墅郡居轩阁坊])"
)
"""What the name of an estate may end with, but other names as well: they count in the line of an address."""

_HALLS = (
    r"(?:大厦|广场|中心|商厦|国际|时代|市场|商业街|[汽商灯服建皮]\w?城|[车具材饰装贸]城|"
    r"工业区|园区|(?:工业|产业|创意|科技|物流|软件|创业|电商|淘宝)园)"
)
"""Places where a bare number is mostly a room or a shop."""

_ROADS = r"(?:[路街巷]|大道|胡同|公路|国道|省道)"

# 我们小区, 老旧小区, 隔壁小区: no name.
_COMMON = (
    r"(?:[我你他咱]们?的?|这个?|那个?|本|该|整个?|全|各|每个?|哪个?|某|几个|一个|老旧?|旧|新|安置|隔壁|旁边|附近|对面|周边|封闭式?|"
    r"开放式?|很多|许多|多个|无物业|物业|居民|住宅|单位|员工|职工|学生|集体|工地|人才|廉租|青年|老年|长者|美化|建设|共建|文明|和谐|平安|"
    r"社区|楼|大|小|商业|活动|服务|购物|文化|健身|市民|体育|站前|火车站|门口|[东西南北中]门?|公|工业|商|农贸|菜)*(?:的)?"
)
_NO_NAME = re.compile(rf"{_COMMON}(?:{ENDING}|{_HOMES}|{_HALLS}|{_ROADS}(?:\d+号院?)?)?{PHASE}?")
_LEAD_IN = re.compile(
    r".*(?:我家?住|住在|就在|位于|反映|举报|投诉|请问|关于|[在到去从来是找有请对给])|[市区县镇]"
)


class Ground(StrEnum):
    """What a number stands behind."""

    ESTATE = "estate"  # 西湖花园, 丹溪三区
    ROAD = "road"  # 解放路, 中山大道西段
    DOOR = "door"  # 解放路370号: a number on a road is there already
    LANE = "lane"  # 88弄, whose numbers are doors, too
    HALL = "hall"  # a market, a tower, a park of industry: its numbers are rooms and shops, too
    VILLAGE = "village"  # 下宅村, 八组
    NAME = "name"  # a name: only the line of the address that it stands in tells so
    NOTHING = "nothing"


_NAMED = rf"[{HAN}{MARKS}]"
_KINDS = (
    (Ground.ESTATE, re.compile(rf"{ESTATE_MARK}{PHASE}?$")),
    (Ground.LANE, re.compile(r"\d弄$")),
    (Ground.DOOR, re.compile(rf"(?:\d弄|{_ROADS}|{_ROADS}[东西南北中]段?)[A-Z]?\d{{1,5}}号$")),
    (Ground.ROAD, re.compile(rf"{_ROADS}(?:[东西南北中]?段?|附|[东西南北中][一二三四五])?$")),
    (
        Ground.VILLAGE,
        re.compile(rf"(?<!新)村(?:{PHASE})?$|(?:^|[市区县镇乡道{MARKS}]){_NAMED}新村$|[组队屯社]$"),
    ),
)
_HALL = re.compile(rf"{_HALLS}{PHASE}?$")
_SURE = re.compile(rf"{_NAMED}{{1,10}}?{ENDING}{PHASE}?$")
_LIKELY = re.compile(rf"{_NAMED}{{1,10}}?(?:(?:{ENDING}|{_HOMES}){PHASE}?|(?<=..){PHASE})$")
_A_NAME = re.compile(rf"{_NAMED}{{2,}}(?<![省市县镇乡楼层])(?<!街道)(?<!电话|热线|编号|单号|手机|微信|号码)$")

# 浙江省金华市…, 文一西路1394号…: a line that begins so is an address, up to the first word of a sentence.
_OF_AN_ADDRESS = re.compile(
    rf"[{HAN}](?:[省市县镇乡]|街道|社区|村)|{PLACE_MARK}|{_ROADS}\d{{1,5}}[号弄]|[{HAN}]{{2}}区"
)
_OF_A_SENTENCE = re.compile(
    r"[,。;:!?\n]|[我你他她它们了吗呢吧的请把被说没不给找]|反映|投诉|举报|今天|昨天|明天|停[水电气]|时间|通知"
)
_LINE = 80  # no address is longer
# A message of a name and numbers, and nothing else: 水晶国际10-7.
_NOTHING_ELSE = re.compile(rf"{_NAMED}{{3,}}[{HAN}{MARKS}0-9A-Z\-_]*?[0-9A-Z](?:号|室|房|楼|层|单元)?")


def ground(marked: str, at: int) -> Ground:
    """What a folded and marked text names right before a position."""
    before = marked[max(0, at - 24) : at].rstrip(" ,的第-_")
    for kind, pattern in _KINDS:
        if pattern.search(before):
            return kind
    match = _SURE.search(before)
    if match is not None and named(match) is not None:
        return Ground.ESTATE
    return _in_a_line(before) if in_an_address(marked, at) else Ground.NOTHING


def _in_a_line(before: str) -> Ground:
    """What the last words of an address name, where any name may stand."""
    if _HALL.search(before):
        return Ground.HALL
    match = _LIKELY.search(before)
    if match is not None and named(match) is not None:
        return Ground.ESTATE
    return Ground.NAME if _A_NAME.search(before) else Ground.NOTHING


def may_be_an_estate(marked: str, at: int) -> bool:
    """Whether the words right before a position may name an estate, though no address stands around them."""
    match = _LIKELY.search(marked[max(0, at - 24) : at].rstrip(" ,的第-_"))
    return match is not None and named(match) is not None


def in_an_address(marked: str, at: int) -> bool:
    """Whether all that stands before a position is an address, as on an envelope."""
    before = marked[max(0, at - _LINE) : at]
    if _OF_A_SENTENCE.search(before) is not None:
        return False
    if _OF_AN_ADDRESS.search(before) is not None:
        return True
    return len(marked) <= _LINE and _NOTHING_ELSE.fullmatch(marked) is not None


def named(match: re.Match[str]) -> str | None:
    """The name in what was found as one, without the words that lead to it; `None` where it is none."""
    lead = _LEAD_IN.match(match[0])
    name = match[0][lead.end() :] if lead is not None else match[0]
    return None if len(name) < 3 or _NO_NAME.fullmatch(name) else name
