"""封账: which period of a place is closed, what is not accepted there yet, and what was closed."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.digests import Stated
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.dates import day_named, days_named, of_year
from fieldwork.letters.periods import period_named
from fieldwork.letters.terms import figure_named, number_of
from fieldwork.periods import Period
from fieldwork.tallies import Closing
from fieldwork.texts import Translator

PAGE = 10  # closings that are listed
STATIONS = 4  # with what is not accepted there, as buttons; all are named in the text
LINES = 8  # of figures, before a period is closed


class Told(NamedTuple):
    """A closing as it is told: of which place, by whom, on which day."""

    place: str
    closing: Closing
    by: str
    day: date


class Left(NamedTuple):
    """A station, and how much of it was not accepted when its period was closed."""

    code: str
    name: str
    many: int


def not_yours(t: Translator, chat: int) -> Letter:
    """For who heads no place."""
    return Letter(chat=chat, text=t.staff("Your head closes a period."))


def asked_place(t: Translator, chat: int, places: Sequence[tuple[str, str]]) -> Letter:
    """Of several places one is closed at a time."""
    rows = tuple((Button(label=name, action="close_at", choice=code),) for code, name in places[:6])
    return Letter(chat=chat, text=t.staff("🔒 Of which place is a period to be closed?"), buttons=rows)


def asked_period(t: Translator, chat: int, place: str, name: str, still: Sequence[Period]) -> Letter:
    """Which of the last periods; what closing means stands above."""
    text = "\n".join([
        t.staff("🔒 {place}: which period is to be closed?", place=name),
        _for_good(t),
        t.staff("Another one can be written: 封账 2026-01"),
    ])  # fmt: skip
    rows = tuple(
        (Button(label=period_named(t, each), action="close_period", choice=f"{each.name}/{place}"),)
        for each in still
    )
    return Letter(chat=chat, text=text, buttons=(*rows, (_record(t),)))


def nothing_yet(t: Translator, chat: int, name: str) -> Letter:
    """Where no week, month or year that is over holds anything."""
    lines = [
        t.staff("🔒 {place}: nothing to close yet. In the weeks, months and years that are over nothing was done and "
                "nothing came in.", place=name),
        t.staff("Another one can be written: 封账 2026-01"),
    ]  # fmt: skip
    return Letter(chat=chat, text="\n".join(lines), buttons=((_record(t),),))


def not_over(t: Translator, chat: int, name: str, period: Period) -> Letter:
    """A period that still runs."""
    text = t.staff("{place}, {period}: it is not over yet.", place=name, period=period_named(t, period))
    return Letter(chat=chat, text=text, buttons=((_record(t),),))


def asked_to_confirm(
    t: Translator, chat: int, place: str, name: str, period: Period, waiting: Sequence[tuple[str, str, int]],
    sealed: Sequence[Stated],
) -> Letter:  # fmt: skip
    """What is sealed and what is not accepted yet, by station; and the tap that closes it nevertheless, or not."""
    many = sum(each for _, _, each in waiting)
    text = t.staff("🔒 {place}, {period}: all is accepted.", place=name, period=period_named(t, period))
    if many:
        text = t.staff("🔒 {place}, {period}: {many} are not accepted yet.", place=name, period=period_named(t, period),
                       many=many)  # fmt: skip
    elif not sealed:
        text = t.staff("🔒 {place}, {period}: nothing was done and nothing came in.", place=name,
                       period=period_named(t, period))  # fmt: skip
    lines = [
        text,
        " · ".join(f"{station} {each}" for _, station, each in waiting),
        *_sealed(t, sealed),
        _for_good(t),
    ]
    opens = tuple((Button(label=f"{station} · {each}", action="activities", choice=code),)
                  for code, station, each in waiting[:STATIONS])  # fmt: skip
    which = f"{period.name}/{place}"
    now = Button(label=t.staff("🔒 Close it as it is"), action="close_now", choice=which)
    later = Button(label=t.staff("Not yet"), action="close_not", choice=which)
    return Letter(chat=chat, text=clipped("\n".join(filter(None, lines))), buttons=(*opens, (now, later)))


def _sealed(t: Translator, found: Sequence[Stated]) -> list[str]:
    """The figures that will stay as they are, a line each; the first of them where there are many."""
    if not found:
        return []
    lines = [f"{figure_named(t, name)}  {' · '.join(number_of(t, one) for one in units)}"
             for name, units in groupby(found, lambda one: one.name)]  # fmt: skip
    more = [t.staff("… and {many} more under Figures", many=len(lines) - LINES)] if len(lines) > LINES else []
    return [t.staff("What stays as it is:"), *lines[:LINES], *more]


def _for_good(t: Translator) -> str:
    return t.staff(
        "It cannot be opened again; what is accepted later counts in the next one, as reported late."
    )


def left_open(t: Translator, chat: int, name: str, period: Period) -> Letter:
    """In the place of the question."""
    text = t.staff("All right, {place}, {period} stays open.", place=name, period=period_named(t, period))
    return Letter(chat=chat, text=text, buttons=((_record(t),),))


def is_closed(t: Translator, chat: int, told: Told) -> Letter:
    """From now on, or already, by a place above perhaps."""
    text = t.staff("🔒 Closed: {line}", line=_line(t, told))
    return Letter(chat=chat, text=text, buttons=((_record(t),),))


def told_below(t: Translator, chat: int, told: Told, own: Sequence[Left]) -> Letter:
    """For the heads of the stations there: what was closed, by whom, and what of theirs comes as reported late."""
    waiting = [one for one in own if one.many]
    lines = [t.staff("🔒 Closed: {line}", line=_line(t, told._replace(closing=_silent(told.closing))))]
    lines += [t.staff("{station}: {many} are not accepted yet; once they are, they count in the next period, as "
                      "reported late.", station=one.name, many=one.many) for one in waiting]  # fmt: skip
    if not waiting:
        names = "、".join(one.name for one in own[:STATIONS])
        lines.append(t.staff("{station}: all was accepted.", station=names))
    rows = tuple((Button(label=f"{one.name} · {one.many}", action="activities", choice=one.code),)
                 for one in waiting[:STATIONS])  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows, priority=Priority.REMINDER)


def _silent(closing: Closing) -> Closing:
    """Without how much waited in all: each hears of their own."""
    return closing.model_copy(update={"waiting": 0})


def record(t: Translator, chat: int, told: Sequence[Told]) -> Letter:
    """What was closed, the newest first."""
    lines = [_line(t, each) for each in told]
    return Letter(chat=chat, text=clipped("\n".join([t.staff("📒 Closed periods:"), *(lines or ["–"])])))


def _line(t: Translator, told: Told) -> str:
    closing = told.closing
    day = of_year(t, told.day.year, day_named(t, told.day))
    who = t.staff("closed by {worker} on {day}", worker=told.by, day=day)
    waiting = t.staff("{many} not accepted then", many=closing.waiting) if closing.waiting else ""
    days = of_year(t, closing.since.year, days_named(t, closing.since, closing.until))
    return " · ".join(filter(None, (told.place, days, who, waiting)))


def seal(t: Translator, told: Told) -> str:
    """For who reads figures of a closed period: since when they stay, and by whom."""
    day = of_year(t, told.day.year, day_named(t, told.day))
    return t.staff("🔒 Closed by {worker} on {day}", worker=told.by or told.place, day=day)


def _record(t: Translator) -> Button:
    return Button(label=t.staff("📒 Closed periods"), action="closings")
