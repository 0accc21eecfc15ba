"""Building, unit, floor and room out of a text, in every way people type them, in one form (DESIGN 6).

3栋, 三号楼, 3#, B座, 46-3-502, 4号楼2单元502. The text is folded, and the names of the network's places in it
are replaced by marks: after an estate's name a bare number is a building (西湖花园4号), elsewhere it is not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from fieldwork.understanding.forms import DASH, FREE, MARK, NO_MEASURE, NO_MORE, NUMBER, SMALL
from fieldwork.understanding.ground import ESTATE_MARK, MARKS, PLACE_MARK, Ground, ground, in_an_address
from fieldwork.understanding.hyphens import read_chain
from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.numerals import CHINESE, number

__all__ = ["ESTATE_MARK", "PLACE_MARK", "Address", "building_key", "part_key", "read_address"]

# 3栋, 三号楼, 第3幢, B座, 3#, 3#楼, 1-3号楼.
_MARKED = re.compile(
    rf"{FREE}(?:第\s?)?(?P<building>(?:\d{{1,3}}[-至到](?=\d))?{NUMBER}|\d{{4}})\s?(?P<mark>{MARK})"
)
_LETTERED = re.compile(rf"{FREE}(?P<building>[A-Z]\d{{0,2}})楼(?!上|下|道|梯|顶|层)")
# 3楼2单元: a floor has no units, so the building is meant.
_STOREYED = re.compile(rf"{FREE}(?P<building>\d{{1,3}}|[{CHINESE}]{{1,4}})楼(?=\s?{SMALL}单元)")
# 西湖花园4号, and the second number of 解放路370号6号.
_HOUSE = re.compile(
    rf"{FREE}(?P<building>[A-Z]?\d{{1,3}}[A-Z]?|[A-Z]|[{CHINESE}]{{1,3}})号"
    r"(?!楼|栋|线|路|公交|门|地铁|库|馆|铺|商铺|店|摊|门|\s?\d*日|[上下]午|早|晚|中午|凌晨|[起到至])"
)
# 4号2单元, 4号502室: behind a road, 号 is the number of a door.
_HOUSE_UNIT = re.compile(rf"{FREE}(?P<building>\d{{1,3}})号(?=\s?{SMALL}单元|\s?\d{{3,4}}(?:室|房))")
# 汽车城G9号; a greater number is a shop's.
_HALL = re.compile(rf"{FREE}(?P<building>[A-Z]?\d{{1,2}})号(?!\d|[楼栋线路门库馆铺店摊日])")
# 乘凉桥117号3楼: a house with floors.
_HOUSE_FLOOR = re.compile(
    rf"{FREE}(?P<building>[A-Z]?\d{{1,3}})号(?=\s?(?:\d{{1,2}}|[{CHINESE}]{{1,3}})[楼层]|-?\s?\d{{1,4}}室?\s*$)"
)
# 西湖花园3-5单元
_BEFORE_UNIT = re.compile(rf"{FREE}(?P<building>\d{{1,3}}){DASH}(?=\d{{1,2}}单元)")
# 西湖花园4 五单元, and a number that ends an address.
_BARE = re.compile(
    rf"{FREE}(?P<building>[A-Z]?\d{{1,4}}[A-EG-Z]?|[A-Z])(?![0-9A-Z])(?=\s?{SMALL}单元|\s?[{CHINESE}]{{1,3}}[楼层]|(?<!\d{{3}})\s*$)"
)
# 银座大厦B1025室 is room 1025 of the tower B, 3A105 is room 105 of 3A.
_LETTERED_ROOM = re.compile(rf"{FREE}(?P<building>[A-Z])(?=[1-9]\d{{2,3}}(?:室|房))")
_LETTER_ROOM = re.compile(rf"{FREE}(?P<building>[A-Z])(?=[1-9]\d{{2,3}}(?!\d))")
_TOWER_ROOM = re.compile(rf"{FREE}(?P<building>\d{{1,2}}[A-EG-Z])(?=[1-9]\d{{2,3}}(?!\d))")
# 汽车城C3, at the end of an address.
_LETTER_LAST = re.compile(rf"{FREE}(?P<building>[A-Z]\d{{1,2}})号?(?=\s*$)")
_RANGE = re.compile(r"(\d+)[-至到](\d+)")
_NEAR = 60  # what is said before a building, and belongs to it, is no longer
_EARLIER = re.compile(r"(?<![0-9A-Z.\-/:])(?:[A-Z]?\d{1,3}(?:号楼|栋|幢|#)?[、,和及与跟]){1,8}$")

_UNIT = re.compile(rf"{FREE}第?(?P<unit>{SMALL}|[A-Z])\s?(?:单元|门(?=\d{{3}}))")
_FLOOR = re.compile(
    rf"(?<![0-9A-Z.{CHINESE}几这那每加建盖共有多\-])第?(?P<floor>-?\d{{1,2}}|[负]?[{CHINESE}]{{1,3}}|地下[{CHINESE}\d]|B\d)"
    r"(?:楼|层|(?<=\d)F(?![A-Z]))(?![栋号长盘宇市高房])"
)
_ROOM = re.compile(
    r"(?<![0-9A-Z.\-])(?P<room>\d{3,4}[A-Z]?)(?:室|房(?![价租贷屋东])|号房|号室|住户|户主|业主)"
)
# 302户漏水 is a household; 覆盖764户 and 走访302户 count them.
_HOUSEHOLD = re.compile(
    r"(?<![0-9A-Z.\-\u4e00-\u9fff])(?<![\u4e00-\u9fff:][\s:])(?P<room>[1-9]\d?(?:0[1-9]|1\d))户(?![外次])"
)
# 302漏水: at the beginning, and of the shape that rooms have; 110 and the years are others.
_ROOM_ALONE = re.compile(
    r"(?:^|(?<=[\s,。;:!?、]))(?!11[0249]|12[02]|(?:19|20)\d\d)(?P<room>[1-9]\d?(?:0[1-9]|1\d))"
    r"(?=家|[的里]|停[水电气]|没[水电气人]|断[水电]|跳闸|吵|有人|老人|阿姨|大[爷妈]|住"
    r"|\s?(?:漏|渗|堵|独居|孤寡|空巢|失能|需[要助]|要助|想[要申装请]|求助))"
)
_ROOM_NEXT = re.compile(
    rf"[\s,的\-/]{{0,2}}(?P<room>[1-9]\d{{2,3}}[A-Z]?)(?:号房|室|房|号(?![楼栋]))?{NO_MORE}{NO_MEASURE}"
)

# 这三栋, 有3栋 and 三栋楼都 count buildings; 一座桥 is none.
_COUNTED_BEFORE = tuple("这那有共几约近各每整好多数")
_STOREYS = (
    rf"(?:\d{{1,3}}|[{CHINESE}几多]{{1,4}})(?:层(?:高|楼|的?(?:[高小]楼|住房|建筑|住宅|民房|房子))|米高?的)"
)
_COUNTED_AFTER = re.compile(
    r"楼(?:房|都|全|均|一起|同时|的?居民)|[大高]楼|房子|居民楼|[桥塔山厕雕亭庙]|以[上下]|及\d+座以|"
    + _STOREYS
)
_SEATS = re.compile(r"\)?的?(?:小?[汽客]?车(?![库棚位道])|客)")
# 一栋电梯坏了 is building 1, 突然冒出一栋 and 一栋危房 are some building.
_ONE_AFTER = re.compile(
    r"[栋幢座]|危房|违[章建法]|[一几]百|厂房|别墅|教学楼|[老旧新小破][楼房]|高层[建住楼]|" + _STOREYS
)
_ONE_BEFORE = re.compile(r"(?:[是有建成了出起盖买拆租赁造同另唯其这那某中]|然而|作业,|包括)$")


@dataclass(frozen=True, slots=True)
class Address:
    """What was found; an empty word where nothing was. `spans` are the words it was read from."""

    buildings: tuple[str, ...] = ()
    unit: str = ""
    floor: str = ""
    room: str = ""
    spans: tuple[Span, ...] = ()
    building_spans: tuple[Span, ...] = ()
    apart: bool = False  # several buildings that are not one list: which is meant is not said


def read_address(marked: str) -> Address:
    """The address in a folded text whose known names are replaced by marks. Never fails."""
    chain = read_chain(marked)
    if chain is not None:
        return _with_rest(marked, (chain.building,), (chain.span,), chain.unit, chain.floor, chain.room)
    matches = _written_out(marked)
    towers = _towers(marked, matches)
    matches = _first_of_a_line(marked, [match for match in matches if match not in towers])
    named = [_all_named(marked, match) for match in matches]
    buildings = tuple(dict.fromkeys(each for numbers, _ in named for each in numbers))
    spans = tuple((start, match.end()) for (_, start), match in zip(named, matches, strict=True))
    unit = number(towers[0]["building"]) if towers else ""
    found = _with_rest(marked, buildings, (*spans, *(tower.span() for tower in towers)), unit)
    return replace(found, building_spans=spans, apart=_apart(marked, spans) and len(buildings) > 1)


@lru_cache(maxsize=4096)
def building_key(name: str) -> str:
    """The number of a building by its folded name (4号楼, 4栋 and 西湖花园4号楼 are 4); "" for 综合楼."""
    if re.fullmatch(rf"{NUMBER}号?", name):
        return number(name.removesuffix("号"))
    found = [match for match in _MARKED.finditer(name) if match.end() == len(name)]
    found = found or [match for match in _LETTERED.finditer(name) if match.end() == len(name)]
    return number(found[0]["building"]) if found else ""


def part_key(name: str) -> str:
    """The number of a unit or household by its folded name: 2单元 is 2, 502室 is 502; "" for another name."""
    match = re.fullmatch(rf"第?({SMALL}|[A-Z]|\d{{3,4}}[A-Z]?)(?:单元|室|号房|房|户|号)?", name)
    return number(match[1]) if match else ""


def _written_out(marked: str) -> list[re.Match[str]]:
    """The buildings that are named by a word; those that only count, or say who is writing, left out."""
    matches = [match for match in _MARKED.finditer(marked) if not _counts(marked, match)]
    if len(matches) > 1:
        matches = [match for match in matches if not _of_the_sender(marked, match)] or matches
    if matches:
        return matches
    for pattern in (_LETTERED, _STOREYED):
        found = pattern.search(marked)
        if found is not None:
            return [found]
    return _by_the_name_before(marked)


def _by_the_name_before(marked: str) -> list[re.Match[str]]:
    """A number that is a building because of what stands before it, and no door on a road."""
    for pattern, grounds in (
        (_HOUSE, (Ground.ESTATE, Ground.DOOR)),
        (_HALL, (Ground.HALL,)),
        (_HOUSE_UNIT, (Ground.ESTATE, Ground.DOOR, Ground.NAME, Ground.HALL, Ground.NOTHING)),
        (_HOUSE_FLOOR, (Ground.NAME, Ground.HALL)),
        (_LETTERED_ROOM, (Ground.ESTATE, Ground.DOOR, Ground.NAME, Ground.HALL)),
        (_LETTER_ROOM, (Ground.ESTATE, Ground.DOOR, Ground.NAME)),
        (_TOWER_ROOM, (Ground.ESTATE, Ground.DOOR, Ground.NAME, Ground.HALL)),
        (_LETTER_LAST, (Ground.ESTATE, Ground.NAME, Ground.HALL)),
        (_BEFORE_UNIT, (Ground.ESTATE, Ground.NAME)),
        (_BARE, (Ground.ESTATE,)),
    ):
        for match in pattern.finditer(marked):
            if ground(marked, match.start()) in grounds:
                return [match]
    return []


def _towers(marked: str, matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """The A座 of 9栋A座 is a part of the building before it; these are such parts."""
    return [
        two
        for one, two in pairwise(matches)
        if one.end() == two.start()
        and one["mark"] != two["mark"]
        and not (_is_number(one["building"]) and _is_number(two["building"]))
    ]


def _first_of_a_line(marked: str, matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """In an address that goes on after its building, a second one only says what is near (3栋西侧B座)."""
    spans = [match.span() for match in matches]
    if len(matches) > 1 and _apart(marked, spans) and in_an_address(marked, matches[-1].start()):
        return matches[:1]
    return matches


def _is_number(written: str) -> bool:
    return number(written).isdigit()


def _of_the_sender(marked: str, match: re.Match[str]) -> bool:
    """我是4号楼楼长，9号楼……: the first says who writes, not where it is."""
    before = marked[max(0, match.start() - _NEAR) : match.start()].rstrip(MARKS)
    says_so = before.endswith(("我是", "我住", "我住在", "我家在", "本人是"))
    return says_so or marked.startswith(("楼长", "的楼长"), match.end())


def _apart(marked: str, spans: Sequence[Span]) -> bool:
    """Whether something else is said between the buildings, so that they are not one list."""
    between = [marked[one[1] : other[0]].strip() for one, other in pairwise(spans)]
    return any(words not in ("", "、", ",", "和", "及", "与", "跟", "到", "至", "-") for words in between)


def _counts(marked: str, match: re.Match[str]) -> bool:
    """Whether 三栋 says how many, not which."""
    written, mark = match["building"], match["mark"]
    if mark.startswith(("号", "#")) or written[0].isascii() and written[0].isalpha():
        return False
    before = marked[max(0, match.start() - _NEAR) : match.start()]
    if written == "两" or before.endswith(_COUNTED_BEFORE):
        return True
    if written == "一" and not match[0].startswith("第"):
        one = mark == "座" or _ONE_BEFORE.search(before) or _ONE_AFTER.match(marked, match.end())
        return bool(one) and ground(marked, match.start()) is Ground.NOTHING
    if mark == "座" and _SEATS.match(marked, match.end()) is not None:
        return True
    return _COUNTED_AFTER.match(marked, match.end()) is not None


def _all_named(marked: str, match: re.Match[str]) -> tuple[tuple[str, ...], int]:
    """All buildings of 4、5号楼 or 1-3号楼, and where their words start."""
    start, written = match.start(), match["building"]
    if match[0][0] in (ESTATE_MARK, PLACE_MARK):
        start = match.start("building")  # the name itself is no part of the number
    numbers = [number(written)]
    span = _RANGE.fullmatch(written)
    if span is not None:
        low, high = int(span[1]), int(span[2])
        numbers = [str(each) for each in range(low, high + 1)] if low < high <= low + 20 else [written]
    near = max(0, start - _NEAR)
    earlier = _EARLIER.search(marked[near:start])
    if earlier is not None:
        start = near + earlier.start()
        numbers = [number(each) for each in re.findall(r"[A-Z]?\d{1,3}", earlier[0])] + numbers
    return tuple(dict.fromkeys(numbers)), start


def _with_rest(
    marked: str,
    buildings: tuple[str, ...],
    building_spans: tuple[Span, ...],
    unit: str = "",
    floor: str = "",
    room: str = "",
) -> Address:
    """Unit, floor and room from what is left when the words of the buildings are gone."""
    rest, spans = marked, list(building_spans)
    for span in spans:
        rest = _blank(rest, span)
    unit, rest = _take(_UNIT, "unit", rest, spans) if not unit else (unit, rest)
    floor, rest = _take(_FLOOR, "floor", rest, spans) if not floor else (floor, rest)
    if not room:
        room, rest = _take(_ROOM, "room", rest, spans)
    if not room:
        room, rest = _take(_HOUSEHOLD, "room", rest, spans)
    if not room:
        room = _room_next(rest, spans)
    if not room:
        room, rest = _take(_ROOM_ALONE, "room", rest, spans)
    return Address(buildings, unit, _floor(floor), room.lstrip("0"), tuple(spans), building_spans)


def _take(pattern: re.Pattern[str], part: str, rest: str, spans: list[Span]) -> tuple[str, str]:
    match = pattern.search(rest)
    if match is None:
        return "", rest
    spans.append(match.span())
    return number(match[part]), _blank(rest, match.span())


def _room_next(rest: str, spans: list[Span]) -> str:
    """A bare number right behind a building, unit or floor: 4号楼502."""
    for _, end in sorted(spans):
        match = _ROOM_NEXT.match(rest, end)
        if match is not None:
            spans.append(match.span())
            return match["room"]
    return ""


def _floor(found: str) -> str:
    """负一 and 地下一 and B1 are -1."""
    for under in ("负", "地下", "B"):
        if found.startswith(under):
            return "-" + number(found.removeprefix(under))
    return found


def _blank(text: str, span: Span) -> str:
    return text[: span[0]] + "\ue002" * (span[1] - span[0]) + text[span[1] :]
