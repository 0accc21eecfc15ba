"""What comes to somebody by itself, to change or to stop; and what a building head is asked once a month."""

from collections.abc import Sequence
from datetime import time
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority
from fieldwork.people import Person
from fieldwork.rhythms import OFFERED, RhythmKind
from fieldwork.texts import Translator

Row = tuple[Button, ...]


class Entry(NamedTuple):
    """One rhythm of somebody: whether it comes, and when."""

    kind: RhythmKind
    is_on: bool
    at: time


def named(t: Translator, kind: RhythmKind) -> str:
    """A rhythm as people call it."""
    return {
        RhythmKind.LISTS: t.both("lists of what is due"),
        RhythmKind.VISITS: t.both("the visits of the day"),
        RhythmKind.MONTHLY: t.both("a question about the building, once a month"),
        RhythmKind.TOMORROW: t.both("what I promised, the day before"),
        RhythmKind.RATES: t.both("the month's visits in figures"),
        RhythmKind.NOTICES: t.both("what has been late for long, once a week"),
        RhythmKind.DIGEST_DAY: t.both("the digest of the day"),
        RhythmKind.DIGEST_WEEK: t.both("the digest of the week"),
        RhythmKind.DIGEST_MONTH: t.both("the digest of the month"),
        RhythmKind.DIGEST_YEAR: t.both("the digest of the year"),
    }[kind]


def own_rhythms(t: Translator, chat: int, entries: Sequence[Entry], lists: bool) -> Letter:
    """All of somebody's; `lists`: the lists of what is due come to them too, and cannot be stopped."""
    lines = [t.both("⏰ My reminders"), *(_line(t, each) for each in entries)]
    rows: list[Row] = [_ways(t, each) for each in entries[:5]]
    if lists:
        lines.append(t.both("· {what}: at times of your own; what is late cannot be stopped",
                            what=named(t, RhythmKind.LISTS)))  # fmt: skip
        rows.append((Button(label=t.staff("⏰ Reminder times"), action="times"),))
    if not rows:
        lines.append(t.both("Nothing comes to you by itself but answers to what you reported."))
    return Letter(chat=chat, text="\n".join(lines), buttons=tuple(rows))


def own_time(t: Translator) -> Button:
    """Below what comes by itself: to when it comes, and whether."""
    return Button(label=t.both("⏰ Time"), action="rhythms")


def _line(t: Translator, each: Entry) -> str:
    if not each.is_on:
        return t.both("· {what}: stopped", what=named(t, each.kind))
    return t.both("· {what}: {at}", what=named(t, each.kind), at=f"{each.at:%H:%M}")


def _ways(t: Translator, each: Entry) -> Row:
    what, choice = named(t, each.kind), each.kind.value
    if each.is_on:
        switch = Button(label=t.both("Stop: {what}", what=what), action="rhythm_off", choice=choice)
    else:
        switch = Button(label=t.both("Begin again: {what}", what=what), action="rhythm_on", choice=choice)
    return (switch, Button(label=t.both("Another time"), action="rhythm_at", choice=choice))


def asked_time(t: Translator, chat: int, kind: RhythmKind) -> Letter:
    """When it is to come."""
    text = t.both("⏰ {what}: at what time? Tap or write it.", what=named(t, kind))
    return Letter(chat=chat, text=text, buttons=_times(kind, OFFERED[kind]))


def _times(kind: RhythmKind, times: Sequence[str]) -> tuple[Row, ...]:
    keys = [Button(label=at, action="rhythm_set", choice=f"{kind.value}/{at}") for at in times]
    return tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))


def not_at_night(t: Translator, chat: int) -> Letter:
    """A time was written at which nothing comes."""
    said = t.both("Nothing comes between 20:30 and 8:00. Write a time in between, like 8:30 or 下午5点.")
    return Letter(chat=chat, text=said)


def on_no_day(t: Translator, chat: int, kind: RhythmKind, at: time | None) -> Letter:
    """A day of the week or the month was written: the digest waits until its period is over."""
    said = t.both("{what} comes on the first working day after its period: the time can be chosen, not the day.",
                  what=named(t, kind))  # fmt: skip
    rows = _times(kind, [f"{at:%H:%M}"] if at else OFFERED[kind])
    return Letter(chat=chat, text=said, buttons=rows)


def none_of_these(t: Translator, chat: int, kinds: Sequence[RhythmKind]) -> Letter:
    """What does not come to them."""
    if not kinds:
        return Letter(chat=chat, text=t.both("No digest comes to you by itself."))
    what = " · ".join(named(t, kind) for kind in kinds)
    return Letter(chat=chat, text=t.both("{what} does not come to you.", what=what))


# -- once a month -----------------------------------------------------------------------------------


def asked_monthly(t: Translator, chat: int, buildings: Sequence[str]) -> Letter:
    """楼里有什么事吗?"""
    lines = [
        t.reporter("🏠 Is there anything in {place}?", place=" · ".join(buildings)),
        t.reporter("If there is, simply write it, or send a photo."),
    ]
    rows = tuple(
        (Button(label=label, action=action),)
        for label, action in (
            (t.reporter("Nothing, all is well"), "month_ok"),
            (t.reporter("There is something"), "month_report"),
            (t.reporter("Not this month"), "month_skip"),
        )
    )
    return Letter(chat=chat, text="\n".join(lines), buttons=rows, priority=Priority.REMINDER)


def is_silent(t: Translator, chat: int, who: Person, buildings: Sequence[str], times: int) -> Letter:
    """To the head of the station: a building head has not answered so often that nobody asks any more."""
    said = t.staff("📭 {worker} ({place}) has not answered {many} times; nobody asks any more.", worker=who.name,
                   place=" · ".join(buildings), many=times)  # fmt: skip
    again = Button(label=t.staff("Ask again from next month on"), action="month_again", record=who.id)
    return Letter(chat=chat, text=said, buttons=((again,),), priority=Priority.REMINDER)
