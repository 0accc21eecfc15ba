"""Building, unit, floor and room out of a text, in every way people type them, in one form (DESIGN 6).

3栋, 三号楼, 3#, B座, 46-3-502, 4号楼2单元502. The text is folded, and the names of the network's places in it
are replaced by marks: after an estate's name a bare number is a building (西湖花园4号), elsewhere it is not.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.numerals import CHINESE, number

ESTATE_MARK, PLACE_MARK = "\ue000", "\ue001"
"""Stand for each character of an estate's (or building's) name, and of any other place's name."""

_MARKS = f"{ESTATE_MARK}{PLACE_MARK}"

_DIGITS = r"(?:[A-Z]-?)?\d{1,3}[A-Z]?"
_NUMBER = rf"(?:{_DIGITS}|[A-Z]|[{CHINESE}]{{1,5}})"
_SMALL = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
_DASH = r"\s?[-_]\s?"
_FREE = r"(?<![0-9A-Z.\-/:])"  # not in the middle of another number
_NO_MORE = r"(?![0-9A-Z]|-\d)"
_NO_MEASURE = r"(?!\s?(?:元|块|年|月|日|天|点|人|个|米|%|路|斤|万|千|百|岁|次|分|公里|平|度|层|楼|热线))"
_ROOM_END = r"(?:室|号房|房(?![价租贷屋东])|号(?!楼|栋|线|路))?"
_AFTER = rf"{ESTATE_MARK}[\s,的]{{0,2}}"

# 46-3-502, also 46栋-3-502.
_THREE = re.compile(
    rf"{_FREE}第?(?P<building>{_DIGITS})(?:号楼|栋|幢|#)?{_DASH}(?P<unit>\d{{1,2}}|[A-Z])(?:单元)?{_DASH}"
    rf"(?P<room>(?!(?:19|20)\d\d(?!\d))\d{{3,4}}[A-Z]?){_ROOM_END}{_NO_MORE}"
)
# 西湖花园8-10-1109, 西湖花园49-4-10: after an estate's name nothing else can be meant.
_THREE_AFTER = re.compile(
    rf"{_AFTER}(?P<building>{_DIGITS}){_DASH}(?P<unit>\d{{1,2}}|[A-Z]){_DASH}(?P<room>\d{{2,4}}[A-Z]?)"
    rf"{_ROOM_END}{_NO_MORE}"
)
# 4-502: a building and a room.
_TWO = re.compile(
    rf"{_FREE}(?P<building>(?!0){_DIGITS}|[A-Z])(?:号楼|栋|幢|座|#)?{_DASH}(?P<room>[1-9]\d{{2,3}}[A-Z]?)"
    rf"{_ROOM_END}{_NO_MORE}{_NO_MEASURE}"
)
# 西湖花园4-2: a building and a unit.
_TWO_AFTER = re.compile(rf"{_AFTER}(?P<building>{_DIGITS}){_DASH}(?P<unit>\d{{1,2}}){_NO_MORE}{_NO_MEASURE}")
# 西湖花园4号, 西湖花园4号502; and 4号2单元 anywhere.
_HOUSE_AFTER = re.compile(
    rf"{_AFTER}(?P<building>\d{{1,3}}|[A-Z]|[{CHINESE}]{{1,3}})号(?!楼|栋|线|路|公交|门|地铁|\s?\d*日)"
)
_HOUSE_UNIT = re.compile(rf"{_FREE}(?P<building>\d{{1,3}})号(?=\s?{_SMALL}单元|\s?\d{{3,4}}(?:室|房))")
# 3栋, 三号楼, 第3幢, B座, 3#, 3#楼, 1-3号楼.
_MARKED = re.compile(
    rf"{_FREE}(?:第\s?)?(?P<building>(?:\d{{1,3}}-(?=\d))?{_NUMBER}|\d{{4}})\s?"
    r"(?P<mark>号大?楼栋?|号[栋幢座]|[栋幢]|座|#[楼栋]?)"
)
_LETTERED = re.compile(rf"{_FREE}(?P<building>[A-Z]\d?)楼(?!上|下|道|梯|顶|层)")
_EARLIER = re.compile(r"(?<![0-9A-Z.\-/:])(?:\d{1,3}(?:号楼|栋|幢|#)?[、,和及与跟]){1,8}$")

_UNIT = re.compile(rf"{_FREE}第?(?P<unit>{_SMALL}|[A-Z])\s?单元")
_FLOOR = re.compile(
    rf"(?<![0-9A-Z.{CHINESE}几这那每加建盖共有多\-])第?(?P<floor>-?\d{{1,2}}|[负]?[{CHINESE}]{{1,3}}|地下[{CHINESE}\d]|B\d)"
    r"(?:楼|层)(?![栋号长盘宇市高房])"
)
_ROOM = re.compile(
    r"(?<![0-9A-Z.\-])(?P<room>\d{3,4}[A-Z]?)(?:室|房(?![价租贷屋东])|号房|号室|住户|业主|户(?!外))"
)
_ROOM_NEXT = re.compile(
    rf"[\s,的\-/]{{0,2}}(?P<room>[1-9]\d{{2,3}}[A-Z]?)(?:号房|室|房|号(?![楼栋]))?{_NO_MORE}{_NO_MEASURE}"
)

# 这三栋, 有3栋 and 三栋楼都 count buildings; 一座桥 is none.
_COUNTED_BEFORE = tuple("这那有共几约近各每整好多数")
_COUNTED_AFTER = re.compile(r"楼(?:房|都|全|均|一起|同时|的?居民)|[大高]楼|房子|居民楼|[桥塔山厕雕亭庙]")


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
    whole = _hyphened(marked)
    if whole is not None:
        found = whole.groupdict()
        span = (whole.start("building"), whole.end())
        unit = number(found.get("unit") or "")
        return _with_rest(marked, (number(found["building"]),), (span,), unit, found.get("room") or "")
    matches = _written_out(marked)
    named = [_all_named(marked, match) for match in matches]
    buildings = tuple(dict.fromkeys(each for numbers, _ in named for each in numbers))
    spans = tuple((start, match.end()) for (_, start), match in zip(named, matches, strict=True))
    return replace(_with_rest(marked, buildings, spans), apart=_apart(marked, spans) and len(buildings) > 1)


def building_key(name: str) -> str:
    """The number of a building by its folded name (4号楼, 4栋 and 西湖花园4号楼 are 4); "" for 综合楼."""
    if re.fullmatch(rf"{_NUMBER}号?", name):
        return number(name.removesuffix("号"))
    found = [match for match in _MARKED.finditer(name) if match.end() == len(name)]
    found = found or [match for match in _LETTERED.finditer(name) if match.end() == len(name)]
    return number(found[0]["building"]) if found else ""


def part_key(name: str) -> str:
    """The number of a unit or household by its folded name: 2单元 is 2, 502室 is 502; "" for another name."""
    match = re.fullmatch(rf"第?({_SMALL}|[A-Z]|\d{{3,4}}[A-Z]?)(?:单元|室|号房|房|户|号)?", name)
    return number(match[1]) if match else ""


def _hyphened(marked: str) -> re.Match[str] | None:
    for pattern in (_THREE_AFTER, _THREE, _TWO, _TWO_AFTER):
        match = pattern.search(marked)
        if match is not None:
            return match
    return None


def _written_out(marked: str) -> list[re.Match[str]]:
    """The buildings that are named by a word; those that only count, or say who is writing, left out."""
    matches = [match for match in _MARKED.finditer(marked) if not _counts(marked, match)]
    if len(matches) > 1:
        matches = [match for match in matches if not _of_the_sender(marked, match)] or matches
    for pattern in (_LETTERED, _HOUSE_AFTER, _HOUSE_UNIT):
        matches = matches or list(pattern.finditer(marked))[:1]
    return matches


def _of_the_sender(marked: str, match: re.Match[str]) -> bool:
    """我是4号楼楼长，9号楼……: the first says who writes, not where it is."""
    before, after = marked[: match.start()].rstrip(_MARKS), marked[match.end() :]
    return before.endswith(("我是", "我住", "我住在", "我家在", "本人是")) or after.startswith(
        ("楼长", "的楼长")
    )


def _apart(marked: str, spans: tuple[Span, ...]) -> bool:
    """Whether something else is said between the buildings, so that they are not one list."""
    between = [marked[one[1] : other[0]].strip() for one, other in pairwise(spans)]
    return any(words not in ("", "、", ",", "和", "及", "与", "跟", "到", "至", "-") for words in between)


def _counts(marked: str, match: re.Match[str]) -> bool:
    """Whether 三栋 says how many, not which."""
    written, mark = match["building"], match["mark"]
    if mark.startswith(("号", "#")) or written[0].isascii() and written[0].isalpha():
        return False
    if written == "两" or marked[: match.start()].endswith(_COUNTED_BEFORE):
        return True
    return _COUNTED_AFTER.match(marked, match.end()) is not None


def _all_named(marked: str, match: re.Match[str]) -> tuple[tuple[str, ...], int]:
    """All buildings of 4、5号楼 or 1-3号楼, and where their words start."""
    start, written = match.start(), match["building"]
    if match[0][0] in (ESTATE_MARK, PLACE_MARK):
        start = match.start("building")  # the name itself is no part of the number
    first, dash, last = written.partition("-")
    numbers = [number(written)]
    if dash and first.isdigit() and last.isdigit():
        low, high = int(first), int(last)
        numbers = [str(each) for each in range(low, high + 1)] if low < high <= low + 20 else [written]
    earlier = _EARLIER.search(marked[:start])
    if earlier is not None:
        start = earlier.start()
        numbers = [number(each) for each in re.findall(r"\d{1,3}", earlier[0])] + numbers
    return tuple(dict.fromkeys(numbers)), start


def _with_rest(
    marked: str, buildings: tuple[str, ...], building_spans: tuple[Span, ...], unit: str = "", room: str = ""
) -> Address:
    """Unit, floor and room from what is left when the words of the buildings are gone."""
    rest, spans = marked, list(building_spans)
    for span in spans:
        rest = _blank(rest, span)
    unit, rest = _take(_UNIT, "unit", rest, spans) if not unit else (unit, rest)
    floor, rest = _take(_FLOOR, "floor", rest, spans)
    if not room:
        room, rest = _take(_ROOM, "room", rest, spans)
    if not room:
        room = _room_next(rest, spans)
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
