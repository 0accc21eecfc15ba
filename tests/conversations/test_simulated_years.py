"""Simulated years: each due step fires exactly once, at its moment, as a slow oracle reckons it."""

import json
import tomllib
from bisect import bisect_left, bisect_right
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.event import listen

from bot import example
from bot.means import Means
from bot.rules import SHIPPED_RULES
from fieldwork.reports import Event, Report
from fieldwork.rules import Rules
from fieldwork.timetable import FIRED
from storage import reports, schema
from tests.conversations.conftest import SEAL
from tests.oracle import PAUSES, Almanac, Life, Mark
from tests.talk import Hand
from tests.years import AtOnce, Years, fill

CHINA, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
MOVES_STATE = {
    "day.answer": "answer",
    "day.resume": "resume",
    "day.review": "unpark",
    "day.unanswered": "unanswered",
}
OWN = """
[[clocks]]
urgency = "T2"
category = "governance"
runs = "working"
sign = "2h"
contact = "4h"
done = "3d"
rises = ["1d", "3d", "5d"]

[[clocks]]
urgency = "T2"
station = "441802006012"
category = "governance.sewer"
runs = "wall"
sign = "4h"
contact = "8h"
done = "36h"
rises = ["1d", "3d", "5d"]

[[calendar.stations]]
station = "441802006019"
hours = ["09:00-12:30", "13:30-18:00"]
workdays = ["tue", "wed", "thu", "fri", "sat"]
hours_of = { sat = ["09:00-12:00"] }
"""


def rules_of(holidays: str) -> str:
    text = SHIPPED_RULES.read_text(encoding="utf-8") + OWN
    return text.replace('holidays = "china"', f'holidays = "{holidays}"')


async def lived(
    folder: Path, means: Means, rules: str, begin: datetime, end: datetime, many: int, seed: int
) -> Years:
    """The years, when they are over."""
    url = f"sqlite:///{folder / 'years.db'}"
    zone = begin.tzinfo
    assert isinstance(zone, ZoneInfo)
    own = replace(means, rules=Rules.model_validate(tomllib.loads(rules)), zone=zone)
    books = AtOnce(url, SEAL)
    listen(books.engine, "connect", lambda found, _record: found.execute("PRAGMA synchronous=OFF"))
    schema.ensure(books.engine, url)
    cast = example.cast_who_started()
    books.now_write(lambda s: example.settle_in(s, example.network_text(), cast, begin))
    years = Years(books, own, Hand(begin.timestamp()), Random(seed), end.timestamp())
    fill(years, begin.timestamp(), many)
    await years.pass_by()
    return years


class Trial:
    """One report's history, held against what the oracle says of it."""

    def __init__(self, years: Years, almanac: Almanac, report: Report, events: list[Event]) -> None:
        self.report, self.events, self.sweeps = report, events, years.sweeps
        self.facts, self.swept_at = years.facts[report.serial], set(years.sweeps)
        self.life = Life(almanac, min(report.sent_at, report.kept_at).timestamp())
        self.expected: list[tuple[float, str, float]] = []
        self.noted = [one.noted for one in almanac.closed]
        self.wrong: list[str] = []

    def judge(self) -> list[str]:
        """What is wrong, a sentence each."""
        now, swept = 0.0, False
        for event in self.events:
            if event.step == FIRED:
                continue
            at = event.at.timestamp()
            by_clock = event.step if event.role == "rule" and event.step in MOVES_STATE.values() else None
            moved = self.sweep(now, at, swept, bool(by_clock)) if self.life.state else None
            if moved != ((by_clock, at) if by_clock else None):
                return [*self.wrong, f"{event.step} at {event.at}: the oracle says {moved}"]
            self.life.happens(at, event.step, event.went_to, self.told_of(event, at))
            now, swept = at, at in self.swept_at
        moved = self.sweep(now, self.sweeps[-1], swept, True)
        if moved:
            self.wrong.append(f"{moved} never came")
        self.compare()
        return self.wrong

    def told_of(self, event: Event, at: float) -> dict[str, Any]:
        """What an event changed: what the act noted, or where a rule sent it."""
        if event.step == "dispatched" and at in self.swept_at:
            return {"station": json.loads(event.reason)["first"]["station"]}
        return self.facts.get(at, {})

    def sweep(self, begin: float, end: float, first: bool, last: bool) -> tuple[str, float] | None:
        """Goes through the sweeps between two events; stops at the one that has to move the report."""
        i = (bisect_left if first else bisect_right)(self.sweeps, begin)
        until = (bisect_right if last else bisect_left)(self.sweeps, end)
        while i < until:
            at = self.sweeps[i]
            for mark in self.life.fires(at):
                self.holds_against_days_off(mark, at)
                if mark.name in MOVES_STATE:
                    return MOVES_STATE[mark.name], at
                self.life.notes(mark)
                self.expected.append((at, mark.name, mark.at))
            i = max(i + 1, self.next_look(at))
        return None

    def next_look(self, at: float) -> int:
        """The next sweep at which something comes, or another calendar is known."""
        ahead = [mark.at for mark in self.life.marks(at) if mark.at > at]
        noted = [moment for moment in self.noted if moment > at]
        return bisect_left(self.sweeps, min([*ahead, *noted], default=float("inf")))

    def holds_against_days_off(self, mark: Mark, at: float) -> None:
        days = self.life.days(at)
        working = self.life.clock()["runs"] == "working" or mark.leg in ("verify", "day.again", "day.ring")
        if working and mark.leg != "day.unanswered" and not days.works(days.local(mark.at).date()):
            self.wrong.append(f"{mark.name} comes on {days.local(mark.at)}, a day off")

    def compare(self) -> None:
        """Each step once, at the first sweep after its moment."""
        told = [json.loads(event.reason) | {"swept": event.at.timestamp()} for event in self.events
                if event.step == FIRED]  # fmt: skip
        found = [(one["swept"], one["step"].partition("#")[0], datetime.fromisoformat(one["at"]).timestamp())
                 for one in told]  # fmt: skip
        twice = [step for step, many in Counter(one["step"] for one in told).items() if many > 1]
        self.wrong += [f"{step} fired more than once" for step in twice]
        # In one sweep what came in the same moment is in no order.
        for ours, theirs in zip_longest(sorted(self.expected, key=_order), sorted(found, key=_order)):
            if ours is None or theirs is None or not _alike(ours, theirs):
                self.wrong.append(f"the oracle has {_said(ours)}, the history {_said(theirs)}")
                return
        paused = self.life.state in PAUSES
        if self.report.is_open and not paused and self.report.level != self.life.level(self.sweeps[-1]):
            self.wrong.append(f"level {self.report.level}, the oracle has {self.life.level(self.sweeps[-1])}")


def _order(fired: tuple[float, str, float]) -> tuple[float, float, str]:
    return round(fired[0], 2), round(fired[2], 1), fired[1]


def _alike(one: tuple[float, str, float], other: tuple[float, str, float]) -> bool:
    return one[1] == other[1] and abs(one[0] - other[0]) < 0.01 and abs(one[2] - other[2]) < 0.01


def _said(fired: tuple[float, str, float] | None) -> str:
    if fired is None:
        return "nothing"
    at, name, moment = fired
    return f"{name} of {datetime.fromtimestamp(moment, CHINA)}, swept {datetime.fromtimestamp(at, CHINA)}"


def held_against_the_oracle(years: Years, rules: str) -> tuple[list[str], Counter[str]]:
    """What is wrong with any of the reports; and how often which step fired."""
    zone = years.means.zone
    almanac = Almanac(rules, years.closed, zone)
    wrong, fired = list[str](), Counter[str]()
    for serial in years.facts:
        report = years.books.now_read(partial(reports.by_serial, serial=serial))
        assert report is not None
        events = years.books.now_read(partial(reports.events, serial=serial))
        trial = Trial(years, almanac, report, events)
        wrong += [f"{serial}: {one}" for one in trial.judge()]
        fired.update(name for _at, name, _moment in trial.expected)
        fired.update(e.step for e in events if e.role == "rule" and e.step in MOVES_STATE.values())
    return wrong, fired


async def tried(folder: Path, means: Means, years_: tuple[datetime, datetime], many: int, seed: int,
                holidays: str = "china") -> Counter[str]:  # fmt: skip
    """Lives through the years and holds them against the oracle."""
    rules = rules_of(holidays)
    years = await lived(folder, means, rules, *years_, many, seed)
    with closing(years.books), closing(years.conversing):
        wrong, fired = held_against_the_oracle(years, rules)
        print(
            f"{many} reports, {len(years.sweeps)} sweeps, {years.restarts} restarts, {sum(fired.values())} steps"
        )
        assert wrong == [], f"{len(wrong)} of them wrong"
        night = [one for one in years.aloud_at_night if years.urgency(one[1], one[0]) != "T0"]
        assert night == [], "only danger rings in the night"
    return fired


def days(begin: str, end: str, zone: ZoneInfo = CHINA) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(begin).replace(tzinfo=zone), datetime.fromisoformat(end).replace(
        tzinfo=zone
    )


async def test_what_is_due_fires_once_and_in_time_over_the_longest_holidays(
    tmp_path: Path, shipped_means: Means
) -> None:
    """A slice, always the same; `make torture` runs ten thousand reports over two years."""
    fired = await tried(tmp_path, shipped_means, days("2025-09-24", "2025-10-20"), 14, seed=5)
    assert {"sign.remind", "sign.late", "done.late", "reporter.done.late"} <= set(fired)


async def test_the_nights_in_which_clocks_change_move_nothing(tmp_path: Path, shipped_means: Means) -> None:
    spring, autumn = days("2026-03-24", "2026-04-04", LONDON), days("2026-10-20", "2026-10-31", LONDON)
    for number, nights in enumerate((spring, autumn)):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        assert await tried(folder, shipped_means, nights, 3, seed=8, holidays="none")


PARTS = (
    ("2025-01-01", "2025-02-16"), ("2025-02-15", "2025-04-02"), ("2025-04-01", "2025-05-17"),
    ("2025-05-16", "2025-07-02"), ("2025-07-01", "2025-08-16"), ("2025-08-15", "2025-10-02"),
    ("2025-10-01", "2025-11-16"), ("2025-11-15", "2026-01-02"), ("2026-01-01", "2026-02-16"),
    ("2026-02-15", "2026-04-02"), ("2026-04-01", "2026-05-17"), ("2026-05-16", "2026-07-02"),
    ("2026-07-01", "2026-08-16"), ("2026-08-15", "2026-10-02"), ("2026-10-01", "2026-11-16"),
    ("2026-11-15", "2027-01-02"),
)  # fmt: skip
"""Of two years: each begins before the last one is over, since what comes in then has no time left to fall due."""


@pytest.mark.torture
@pytest.mark.parametrize("part", range(len(PARTS)))
async def test_two_years_of_ten_thousand_reports(tmp_path: Path, shipped_means: Means, part: int) -> None:
    """625 each, so that a core of one's own can take some of the parts."""
    fired = await tried(tmp_path, shipped_means, days(*PARTS[part]), 625, seed=part + 1)
    print(", ".join(f"{name} {many}" for name, many in sorted(fired.items())))
    assert len(set(MOVES_STATE.values()) & set(fired)) > 2
