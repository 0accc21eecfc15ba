"""Several numbers of one unit: which of them is meant, or of which the sum is made.

A written total beats what it sums up, a whole beats its parts (走访12户，其中2户……), a correction beats what was said
before it (五户，不对，六户), what came beats what was announced. Parallel ones (上午5户，下午3户) are added up; the
card shows of what, so that whoever taps can see it. Where it stays open, nothing is said.
"""

from collections.abc import Sequence
from typing import NamedTuple

from fieldwork.understanding.surroundings import Around
from fieldwork.understanding.units import Number

_EVENTS = ("次", "场", "小时")
"""Of what is held there is neither a stock nor a part; of people and homes there is."""


class Told(NamedTuple):
    """A number that counts, and what it is beside the others of its unit."""

    unit: str
    value: Number
    is_sum: bool = False
    is_summed: bool = False  # a word of a total stands before it, be it only of a list
    is_part: bool = False  # of something told before, or of a longer time
    is_bare: bool = False  # begins a later clause: 走访6户，2户……
    is_of_group: bool = False  # nothing but a group stands before it: 独居老人3户
    corrects: bool = False
    is_actual: bool = False
    again: bool = False  # 对，七户
    around: Around = Around()
    is_row: bool = False  # one line of several: 周一1场，周三1场; 7号楼12户，8号楼9户
    row: int | None = None  # of which people, where others are never part of them: 儿童, 家长
    block: int = 0  # how many full stops and semicolons stand before it
    line: int = 0  # how many lines stand above it
    clause: int = 0  # where its clause begins
    is_longer: bool = False  # 本月走访51户: of more than a day
    is_so_far: bool = False  # 累计108户
    is_enclosed: bool = False  # in brackets
    is_helping: bool = False  # 楼长3人协助
    is_listed: bool = False  # 义诊2场、义剪1场: one of a list


def together(told: Sequence[Told]) -> tuple[Number, ...]:
    """The numbers that make up what a text says of one unit: one, or those to be added; none where it is open."""
    left = _corrected(told)
    if _is_of_the_others(left):
        return (left[0].value,)
    sums = [each for each in left if each.is_sum]
    wholes = _wholes([each for each in left if not each.is_sum])
    if sums:
        return _totals(sums, [each.value for each in wholes])
    parts = {each.value for each in left}
    return _parallel(wholes) if wholes else tuple(parts) if len(parts) == 1 else ()


def _is_of_the_others(told: Sequence[Told]) -> bool:
    """走访18户，新增3户，回访15户: the first is the sum of all the others."""
    first, *others = told or [Told("", 0)]
    return (
        len(others) > 1
        and not first.is_listed
        and first.value == sum(each.value for each in others)
        and first.block == others[-1].block
    )


def _totals(sums: Sequence[Told], wholes: Sequence[Number]) -> tuple[Number, ...]:
    """The written total; of several the one that holds the others, or all of them."""
    total = _parallel(sums)
    if len(total) > 1 and any(each.around.is_aside and not each.around.has_happened for each in sums):
        return ()  # 共7户，第五网格一共88户: of two totals one may be of something else
    if wholes and all(each.is_enclosed for each in sums) and sum(total) > sum(wholes):
        return tuple(wholes) if len(wholes) == 1 else ()  # 走访34户(总40户): of how many
    return total if not wholes or sum(total) >= max(wholes) else ()


def _corrected(told: Sequence[Told]) -> list[Told]:
    """Without what was said before a correction, and what was only announced."""
    left: list[Told] = []
    for each in told:
        if each.corrects or each.is_actual and not each.is_part:
            left = []
        again = each.again or any(earlier.corrects for earlier in left)  # 不是7户是9户。今天走访9户
        if not (again and any(each.value == earlier.value for earlier in left)):
            left.append(each)
    return left


def _wholes(told: Sequence[Told]) -> list[Told]:
    wholes = [each for each in told if not each.is_part]
    if not wholes:
        return []
    first, later = wholes[0], wholes[1:]
    if not first.is_bare and not all(each.is_row for each in wholes):
        later = [each for each in later if not (each.is_bare and each.value <= first.value)]
    groups = [each.value for each in later if each.is_of_group]
    if (
        not first.is_of_group
        and not _are_apart(wholes)
        and len(groups) == len(later)
        and sum(groups) <= first.value
    ):
        later = []
    return [first, *later]


def _are_apart(told: Sequence[Told]) -> bool:
    """儿童14人次，家长6人次: the parents are no part of the children."""
    rows = {each.row for each in told}
    return None not in rows and len(rows) == len(told)


def _parallel(told: Sequence[Told]) -> tuple[Number, ...]:
    """The one that is the sum of all the others, or all of them. What a full stop divides is no whole and parts."""
    values = [each.value for each in told]
    if len(values) > 2 and not all(each.is_row for each in told) and not told[0].is_listed:
        if 2 * values[-1] == sum(values) and not (_are_lines(told) and not told[-1].is_summed):
            return (values[-1],)
        if 2 * values[0] == sum(values) and told[0].block == told[-1].block:
            return (values[0],)
    return tuple(values) if _are_alike(told) else ()


def _are_lines(told: Sequence[Told]) -> bool:
    """东门2场, 西湖1场, 翠湖3场, a line each: the last is no sum, since no word says so."""
    return len({each.line for each in told}) == len(told)


def _are_alike(told: Sequence[Told]) -> bool:
    """Only what is plainly side by side is added up: not 到场43人，女士30人, where the second may be a part."""
    if any(each.around.is_for_some and each.value < told[0].value for each in told[1:]):
        return False
    if len({each.clause for each in told}) < 2 or len({each.around.has_happened for each in told}) == 1:
        return True
    if told[0].unit in _EVENTS:
        return True
    return not any(
        each.around.is_aside and each.row is None and not each.around.has_happened for each in told
    )
