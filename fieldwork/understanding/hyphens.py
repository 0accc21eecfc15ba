"""Addresses of numbers and hyphens: 46-3-502 is building 46, unit 3, room 502.

A hyphen also stands in dates, telephone numbers and amounts, and between the doors of a shop. A chain is taken for
an address when its last number can only be a room, or when it stands behind a name that has buildings.
"""

import re
from dataclasses import dataclass

from fieldwork.understanding.forms import DASH, FREE, MARK, NO_MEASURE, NO_MORE, ROOM_END
from fieldwork.understanding.ground import Ground, ground, may_be_an_estate
from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.numerals import CHINESE, number

_PART = r"(?:[A-Z]?\d{1,4}[A-Z]?|[A-Z])"
_CHAIN = re.compile(
    rf"{FREE}第?(?P<building>(?:[A-Z]-?)?\d{{1,4}}[A-Z]?|[A-Z]|[{CHINESE}]{{1,4}}(?={MARK}))"
    rf"(?:(?P<mark>{MARK}){DASH}|(?P<close>{MARK})|{DASH})(?P<parts>{_PART}(?:{DASH}{_PART}){{0,2}}){ROOM_END}{NO_MORE}{NO_MEASURE}"
)
_ROOM = re.compile(r"\d{3,4}[A-Z]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(r"\d{1,2}|[A-Z]")
_AMOUNTS = ("收", "费", "罚", "涨", "价", "钱", "约", "租金", "票号", "编号", "工号", "单号", "证号", "卡号")
_DOORS = 20  # 806-808号 are neighbouring doors


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of numbers that is an address."""

    building: str
    unit: str
    floor: str
    room: str
    span: Span


def read_chain(marked: str) -> Chain | None:
    """The first chain in a folded and marked text that is an address."""
    for match in _CHAIN.finditer(marked):
        parts = re.split(DASH, match["parts"])
        if _is_address(marked, match, parts):
            return _chain(match, parts)
    return None


def _is_address(marked: str, match: re.Match[str], parts: list[str]) -> bool:
    if match["mark"] or match["close"]:
        return _rooms_behind(parts) and (len(parts) > 1 or match["mark"] is not None)
    if _YEAR.fullmatch(match["building"]):
        return False
    before = ground(marked, match.start())
    if _behind_a_name(marked, match, parts, before):
        return True
    if len(_digits(match["building"])) > 3:
        return False
    if len(parts) == 1:
        return before not in (Ground.ROAD, Ground.VILLAGE) and _stands_alone(marked, match, parts[0])
    return _rooms_behind(parts) and not _YEAR.fullmatch(parts[-1])


def _behind_a_name(marked: str, match: re.Match[str], parts: list[str], before: Ground) -> bool:
    """西湖花园49-4-10 and 西湖花园4-2 are addresses; the 23-24号 of a market are doors."""
    if before is Ground.NOTHING:
        return len(parts) > 1 and may_be_an_estate(marked, match.start())
    if before in (Ground.ROAD, Ground.LANE, Ground.VILLAGE):
        return False
    short = len(parts) == 1 and len(parts[0]) < 3
    if before is not Ground.ESTATE and len(_digits(match["building"])) > (2 if short else 3):
        return False
    if len(parts) == 1 and not short:
        return _is_room(match, parts[0])
    return not short or before is Ground.ESTATE or not match[0].endswith("号")


def _stands_alone(marked: str, match: re.Match[str], room: str) -> bool:
    """4-502 needs no name before it; 160-100 and 每户收50-100 are amounts."""
    if len(_digits(match["building"])) > 2 or room.endswith("00"):
        return False
    return _is_room(match, room) and not marked.endswith(_AMOUNTS, 0, match.start())


def _digits(written: str) -> str:
    return "".join(character for character in written if character.isdigit())


def _rooms_behind(parts: list[str]) -> bool:
    """Whether these are unit and room, or unit, floor and room, whatever stands before."""
    return _ROOM.fullmatch(parts[-1]) is not None and all(_UNIT.fullmatch(part) for part in parts[:-1])


def _is_room(match: re.Match[str], room: str) -> bool:
    building = match["building"]
    if "0" in (building[0], room[0]) or _ROOM.fullmatch(room) is None:
        return False
    return not (building.isdigit() and room.isdigit() and 0 < int(room) - int(building) <= _DOORS)


def _chain(match: re.Match[str], parts: list[str]) -> Chain:
    """Two numbers are building and room, or building and unit if the second is too small for a room."""
    unit = floor = room = ""
    if len(parts) == 1:
        unit, room = ("", parts[0]) if len(parts[0]) > 2 else (parts[0], "")
    else:
        unit, *between, room = parts
        floor = number(between[0]) if between else ""
    return Chain(number(match["building"]), number(unit), floor, room, (match.start("building"), match.end()))
