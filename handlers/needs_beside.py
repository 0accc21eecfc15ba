"""What was found on an activity lies where the activity does, also once it is known, or put right, where that was.

    Liang  今天幸福花园入户走访5户8人次，302漏水
    bot    ✅ 收到了 · N-10002-4 …                             (no place yet: one question for both)
    bot    A-10001-6：是哪個地方？           凤城街道东门社区幸福花园 · 凤城街道翠湖社区幸福花园 · 跳過
    Liang  凤城街道翠湖社区幸福花园
    bot    (both cards) 📍 凤城街道翠湖社区幸福花园

A need that names a place itself, or was put right by hand, keeps to that.
"""

from fieldwork import numbers
from fieldwork.letters.happened import data_of
from fieldwork.reports import Report
from handlers import dispatching, grading, reporting, telling, told_together
from handlers.turn import Turn
from storage import outings, reports

_BY_HAND = frozenset({"placed", "amended_place"})
Where = tuple[str | None, str]
"""A place, and what was named and is on no list."""


def where(report: Report) -> Where:
    """Where a report lies."""
    return report.place, report.named


def follow(turn: Turn, activity: Report, before: Where, home: list[str]) -> None:
    """The needs that lay where the activity did lie where it does now; who has one hears of it."""
    if where(activity) == before:
        return
    for need in _found(turn, activity):
        if need.is_open and where(need) == before and not _is_put_right(turn, need):
            _move(turn, activity, need, home)


def answered(turn: Turn, activity: Report, before: Where, home: list[str]) -> None:
    """Where it was is known: of all that was told of with it in one message that was asked once."""
    follow(turn, activity, before, home)
    for other in told_together.of(turn, activity):
        if other.serial != activity.serial and where(other) == before and not _is_put_right(turn, other):
            reports.change(turn.session, other, place=activity.place, named=activity.named)
            reporting.note_understood(turn, other)
            grading.look_again(turn, other)
            dispatching.route_again(turn, other, home)
            follow(turn, other, before, home)


def _found(turn: Turn, activity: Report) -> list[Report]:
    events = reports.events(turn.session, activity.serial)
    named = [str(data_of(each).get("number", "")) for each in events if each.step == "found_need"]
    found = [reports.by_serial(turn.session, numbers.read(number) or 0) for number in named]
    return [need for need in found if need]


def _is_put_right(turn: Turn, need: Report) -> bool:
    return any(event.step in _BY_HAND for event in reports.events(turn.session, need.serial))


def _move(turn: Turn, activity: Report, need: Report, home: list[str]) -> None:
    reports.change(turn.session, need, place=activity.place, named=activity.named)
    reporting.note_understood(turn, need)
    grading.look_again(turn, need)
    for line in outings.of_activity(turn.session, activity.serial):
        if line.need_serial == need.serial:
            outings.take_back(turn.session, [line.id])
    reporting.note_door(turn, activity, need)
    told = dispatching.route_again(turn, need, home)
    telling.tell_handler(turn, told, told.place)
