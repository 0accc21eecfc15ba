"""What became of what a building head reported, and what they did, once a month."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fieldwork.activities import ActivityKind, Counts
from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.activities import counted, kind_named
from fieldwork.letters.listing import about, numbers
from fieldwork.letters.matter import Matter
from fieldwork.letters.own_rhythms import own_time
from fieldwork.letters.periods import period_named
from fieldwork.letters.reporter import standing_named
from fieldwork.periods import Period
from fieldwork.texts import Translator

SHOWN = 5  # of what is open, each a button; of what is finished as many lines


class OwnMonth(NamedTuple):
    """Somebody's own matters of a month, and what they did in it."""

    period: Period
    sent: int
    solved: tuple[Matter, ...] = ()
    open: tuple[Matter, ...] = ()
    done: Mapping[ActivityKind, Counts] = {}  # that the station has accepted
    waiting: int = 0  # activities that it has not looked at
    returned: int = 0  # those to be put right
    has_just_begun: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.reported_something or self.did_something)

    @property
    def reported_something(self) -> bool:
        return bool(self.sent or self.solved or self.open)

    @property
    def did_something(self) -> bool:
        return bool(self.done or self.waiting or self.returned)


def own_month(
    t: Translator, chat: int, month: OwnMonth, back: int | None = None, *, instead: bool = False
) -> Letter:
    """How much was reported, what is dealt with, and with whom the rest is; then what was done.

    `back`: it was asked for, of this month (0) or the last (1), and leads to the other; coming by itself (None) it
    leads to when it comes. `instead`: another period was asked for, and that there is none is said first.
    """
    said = t.reporter("Yours comes month by month; here is {month}.", month=period_named(t, month.period))
    lines = [said, ""] if instead else []
    lines += [t.reporter("🏠 What you reported in {month}", month=period_named(t, month.period))]
    if month.has_just_begun:
        lines.append(t.reporter("The month has just begun."))
    if month.reported_something or not month.did_something:
        lines.append(t.reporter("Reported: {sent} · dealt with: {solved} · still open: {open}", sent=month.sent,
                                solved=len(month.solved), open=len(month.open)))  # fmt: skip
    lines += [f"✓ {matter.report.number} · {about(t, matter)}" for matter in month.solved[:SHOWN]]
    lines += [*_open(t, month), *_done(t, month)]
    rows, last = numbers(list(month.open[:SHOWN])), list[Button]()
    if len(month.open) > SHOWN:
        more = t.reporter("📋 {many} more", many=len(month.open) - SHOWN)
        last.append(Button(label=more, action="my_reports"))
    if month.did_something:
        last.append(Button(label=t.reporter("📝 My activities"), action="my_activities"))
    last.append(own_time(t) if back is None else _other(t, back))
    rows += (tuple(last),)
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows,
                  card=f"own_month/{month.period.since:%Y%m}", anew=True, priority=Priority.DIGEST)  # fmt: skip


def _other(t: Translator, back: int) -> Button:
    label = t.reporter("This month") if back else t.reporter("Last month")
    return Button(label=label, action="own_month", record=0 if back else 1)


def _open(t: Translator, month: OwnMonth) -> Iterator[str]:
    for matter in month.open[:SHOWN]:
        said = [matter.report.number, about(t, matter), standing_named(t, matter)]
        who = f"{matter.station}{matter.handler}"
        yield "… " + " · ".join([*said, *([who] if who else [])])
    if len(month.open) > SHOWN:
        yield t.reporter("and {many} more", many=len(month.open) - SHOWN)


def _done(t: Translator, month: OwnMonth) -> Iterator[str]:
    """Kind by kind, each number with its unit; and what does not count yet."""
    if month.done:
        yield t.reporter("🤝 What you did, and what counts:")
    yield from (f"{kind_named(t, kind)} {counted(t, counts)}" for kind, counts in month.done.items())
    if month.waiting:
        yield t.reporter("The station has still to look at {many} activities.", many=month.waiting)
    if month.returned:
        yield t.reporter("{many} activities came back to be put right.", many=month.returned)
