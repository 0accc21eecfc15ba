"""Numbers that only stand behind what was done: the stock, the running total, last year's, last week's.

全栋60户，今天走访45户; 累计改造35户，今天新完成2户; 去年办了12场，今年……; 上周12户，本周8户. Alone such a number may
well be the report (全栋60户都走完了); beside a number of today it is not. Nor does one count to which nothing was done
(我管着140户，今天走了16户), or that of a longer time beside a day's (今天走了6户，这个月51户了).
"""

from collections.abc import Sequence

from fieldwork.understanding.adding import Told
from fieldwork.understanding.surroundings import Backdrop, is_today


def of_the_day(text: str, told: Sequence[Told]) -> Sequence[Told]:
    """Where a day is reported, what it adds up to is none of its numbers, nor what there is, whatever their units.

    今天派饭44人，本月累计1,050人次; 我跟进的个案有5例，今天家访1户; 楼长3人协助，登记住户45户.
    """
    said = [each for n, each in enumerate(told) if not _is_remark(each, told[:n])]
    done = [each for n, each in enumerate(said) if not _is_beside(each, said[n + 1 :], first=n == 0)]
    days = [each for each in done if each.unit == "小时" or not _is_running(each)]
    return days if is_today(text) and not all(each.is_part for each in days) else done


def _is_remark(each: Told, earlier: Sequence[Told]) -> bool:
    """议事会1场，代表19人，……，全楼24户: what there is, said behind what was done."""
    is_stock = each.around.backdrop == Backdrop.STOCK and not each.around.has_happened
    return is_stock and any(other.unit != each.unit and other.around.has_happened for other in earlier)


def _is_beside(each: Told, later: Sequence[Told], *, first: bool) -> bool:
    if each.is_helping:
        return any(other.unit != each.unit for other in later)
    is_there = each.around.is_there or first and each.is_sum
    return is_there and _may_be_still(each) and any(map(_is_done, later))


def _is_running(each: Told) -> bool:
    return each.is_longer or each.is_so_far or each.around.backdrop == Backdrop.RUNNING


def in_front(told: Sequence[Told]) -> list[Told]:
    """The numbers of one unit without those that only stand behind them."""
    return [each for n, each in enumerate(told) if not _is_behind(each, told, told[n + 1 :])]


def _is_behind(each: Told, told: Sequence[Told], later: Sequence[Told]) -> bool:
    others = [other for other in told if not other.around.backdrop]
    if each.around.backdrop is None:
        return _is_still(each, later) or _is_of_longer(each, told) or _is_expected(each, later)
    if sum(other.value for other in others) == each.value:
        return each.around.backdrop == Backdrop.PAST  # it is their sum
    if each.around.backdrop == Backdrop.STOCK:
        done = [
            other for other in others if other.around.is_now or other.around.has_happened and other in later
        ]
        return any(other.value <= each.value for other in done)
    if each.around.backdrop == Backdrop.RUNNING:
        return any(other.around.is_now for other in others)
    if each.around.backdrop == Backdrop.INVITED:
        came = [other for other in later if other.around.has_come or _is_done(other)]
        return any(other.value <= each.value for other in came)
    if each.around.backdrop == Backdrop.LAST:
        return any(other.around.backdrop != Backdrop.LAST for other in told if not other.is_part)
    return each.around.backdrop == Backdrop.PAST


def _is_still(each: Told, later: Sequence[Told]) -> bool:
    """我管着140户，今天走了16户: nothing was done to the first."""
    return _may_be_still(each) and any(_is_done(other) and other.value <= each.value for other in later)


def _is_expected(each: Told, later: Sequence[Told]) -> bool:
    """8名组员来了6名: the first says how many there are."""
    expected = each.around.is_aside and not (each.around.has_come or each.is_part or each.is_sum)
    return expected and any(other.around.just_came and other.value <= each.value for other in later)


def _may_be_still(each: Told) -> bool:
    return each.around.is_aside and not (each.around.has_happened or each.around.is_after_now or each.is_part)


def _is_done(other: Told) -> bool:
    return other.around.is_after_now and other.around.has_happened


def _is_of_longer(each: Told, told: Sequence[Told]) -> bool:
    """今天走了6户，这个月51户了: a day is reported, and what it adds up to."""
    days = [other for other in told if other.around.is_today and not other.is_part]
    return each.is_longer and any(other.value <= each.value for other in days)
