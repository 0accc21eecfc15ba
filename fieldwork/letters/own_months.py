"""What became of what a building head reported, once a month."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.listing import about, numbers
from fieldwork.letters.matter import Matter
from fieldwork.letters.reporter import standing_named
from fieldwork.texts import Translator

SHOWN = 5  # of what is open, each a button; of what is finished as many lines


class OwnMonth(NamedTuple):
    """Somebody's own matters of a month."""

    since: date
    sent: int
    solved: tuple[Matter, ...] = ()
    open: tuple[Matter, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.sent or self.solved or self.open)


def own_month(t: Translator, chat: int, month: OwnMonth) -> Letter:
    """How much was reported, what is dealt with, and with whom the rest is."""
    lines = [t.reporter("🏠 What you reported in {month}", month=_named(t, month.since))]
    lines.append(t.reporter("Reported: {sent} · dealt with: {solved} · still open: {open}", sent=month.sent,
                            solved=len(month.solved), open=len(month.open)))  # fmt: skip
    lines += [f"✓ {matter.report.number} · {about(t, matter)}" for matter in month.solved[:SHOWN]]
    lines += _open(t, month)
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=numbers(list(month.open[:SHOWN])),
                  card=f"own_month/{month.since:%Y%m}", anew=True, priority=Priority.DIGEST)  # fmt: skip


def _named(t: Translator, first: date) -> str:
    return t.both("{year}-{month}", year=first.year, month=first.month)


def _open(t: Translator, month: OwnMonth) -> Iterator[str]:
    for matter in month.open[:SHOWN]:
        said = [matter.report.number, about(t, matter), standing_named(t, matter)]
        who = f"{matter.station}{matter.handler}"
        yield "… " + " · ".join([*said, *([who] if who else [])])
    if len(month.open) > SHOWN:
        yield t.reporter("and {many} more", many=len(month.open) - SHOWN)
