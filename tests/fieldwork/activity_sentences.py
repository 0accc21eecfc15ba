"""How people write what they did, with what is to be read: for the tests and `benchmarks/understanding.py`.

A sentence a line: `text => kind counts what else is said`; `-` is no kind. All were written by hand, the seen and the
unseen half before the rules that read them. The unseen half was not looked at while the rules were worked on, only how
many were right; what it, and the sets written later, gave at the first try stands in `benchmarks/RESULTS.md`. Since
then the rules have learned from all of them but UNLEARNED: 300 by two people who had never seen the programme, of which
nobody who works on the rules looks at a miss. Whoever does replaces them by new ones.

What counts as right, where people could mean two things: a number that is only about (30余人, 近百人) or a range is no
count; two numbers of one unit side by side (上午5户，下午3户) are added up unless their sum is written; of a rate
(每户2人), a part (其中3户) and a result (未遇2户) nothing is counted; volunteers and staff are not the people who were
served. The first sentences had parallel numbers as none: each of these labels was looked at and put right.

SIDE_BY_SIDE were written against what the strangers' had left out, and looked at: the numbers alone too.
STRANGERS are six times 150 sentences that people wrote who had never seen the programme, the numbers alone.
BACKDROPS have numbers that must not be counted: stock, running totals, past years, misfortune, devices, seats.
REASONS have such numbers too, in order of why they must not be; each was invented once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fieldwork.understanding.occasions import Period
from fieldwork.understanding.reading import Reading

_COUNT = re.compile(r"(户次|人次|小时|[次户人场例])(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Told:
    """A sentence and what it says."""

    text: str
    kind: str | None
    counts: Mapping[str, float]
    said: Mapping[str, str]  # days_ago, month_day, period, minutes, volunteers: as they stand in the file

    def counted_by(self, reading: Reading) -> bool:
        """Whether all numbers and units are right and none is invented."""
        return dict(reading.counts) == self.counts

    def invented_by(self, reading: Reading) -> bool:
        """Whether something is counted that is not there, or as another number."""
        return any(self.counts.get(unit) != number for unit, number in reading.counts)

    def wrong_in(self, reading: Reading) -> list[str]:
        """Which of the other things are read otherwise than they are said."""
        found = {
            "days_ago": reading.days_ago,
            "month_day": "/".join(map(str, reading.month_day)) if reading.month_day else None,
            "period": reading.period,
            "minutes": reading.minutes,
            "volunteers": reading.volunteers,
        }
        wrong = [name for name, value in found.items() if _text(value) != self.said.get(name, "")]
        wrong += ["kind"] if reading.activity_kind != self.kind else []
        return wrong + [
            name for name in ("topic", "need") if getattr(reading, name) != self.said.get(name, "")
        ]


def _text(value: Period | str | None) -> str:
    return "" if value is None else str(value)


def _read(name: str) -> tuple[Told, ...]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return tuple(_told(*line.split(" => ")) for line in lines)


def _told(text: str, said: str) -> Told:
    kind, *rest = said.split()
    counts = {found[1]: float(found[2]) for word in rest if (found := _COUNT.fullmatch(word))}
    others = dict(word.split("=") for word in rest if "=" in word)
    return Told(text.replace("\\n", "\n"), None if kind == "-" else kind, counts, others)


def _by_reason(name: str) -> Mapping[str, tuple[Told, ...]]:
    """The sentences under each line that begins with #."""
    parts = (Path(__file__).parent / name).read_text(encoding="utf-8").split("# ")[1:]
    lines = {part.splitlines()[0]: part.splitlines()[1:] for part in parts}
    return {reason: tuple(_told(*line.split(" => ")) for line in told) for reason, told in lines.items()}


SEEN = _read("activity_sentences_seen.txt")
LATER = _read("activity_sentences_later.txt")  # against what the first ones had left out; looked at
LAST = _read("activity_sentences_last.txt")  # written when the rules stood
FINAL = _read("activity_sentences_final.txt")  # written when the misses of the others had been learned from
SIDE_BY_SIDE = _read("activity_sentences_side_by_side.txt")
STRANGERS = _read("activity_sentences_strangers.txt")
BACKDROPS = _read("activity_sentences_backdrops.txt")
REASONS = _by_reason("activity_sentences_reasons.txt")
UNSEEN = _read("activity_sentences_unseen.txt")
UNLEARNED = _read("activity_sentences_unlearned.txt")
