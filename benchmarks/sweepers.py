"""Four processes sweep one PostgreSQL, and are killed and started again at random: nothing twice, nothing missing.

    python -m benchmarks.sweepers [--reports 400] [--days 8] [--seconds 160] [--kills 60] [--seed 1]

Made-up reports of every urgency wait, are worked on, are asked about or are called back; nobody does anything,
so that all that happens is what time brings. The field's clock runs through some days in as many seconds as are
given. In the end the timetable of each report is reckoned once more from its history, without a database.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkContext, ForkProcess
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from benchmarks import sweeper
from benchmarks.servers import postgres_databases
from bot import example
from fieldwork import ladder, timetable
from fieldwork.letters.mornings import CARD as MORNING_CARD
from fieldwork.marks import CALL
from fieldwork.people import Person, Staffing
from fieldwork.reports import ENDED, LOOK_SOON, Event, Report, State, Urgency
from fieldwork.rhythms import RhythmKind
from fieldwork.timetable import FIRED, Sheet
from storage import digests, network, people, reports, schema
from storage.books import Books
from storage.network import table_of
from storage.sealing import Seal
from storage.tables import ErrandRow, EventRow, LetterRow, ReminderRow, ReportRow

MONDAY_NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine in the morning in the field
PROCESSES = 4
BUILDING, WANG, CHEN = "441802006019-1-4", 1002, 1001
URGENCIES = (Urgency.T2,) * 10 + (Urgency.T3,) * 5 + (Urgency.Q,) * 2 + (Urgency.T1,) * 2 + (Urgency.T0,)
STATES = (
    (State.DISPATCHED,) * 5 + (State.SIGNED,) * 3 + (State.NEEDS_INFO, State.CALLBACK, State.RETURN_PENDING)
)
WAYS = {
    State.SIGNED: ("signed",), State.NEEDS_INFO: ("signed", "asked"), State.CALLBACK: ("signed", "done"),
    State.RETURN_PENDING: ("return",),
}  # fmt: skip
QUIET_LOOKS = 300.0  # seconds at most until everything is looked after, when the clock has stopped
_REPORTS, _EVENTS = table_of(ReportRow), table_of(EventRow)
_REMINDERS, _LETTERS, _ERRANDS = table_of(ReminderRow), table_of(LetterRow), table_of(ErrandRow)


@dataclass(frozen=True)
class Verdict:
    """What was left in the end."""

    reports: int
    kills: int
    fired: int  # steps that were acted on
    reminders: int
    letters: int
    fired_twice: int  # a step in a report's history more than once
    moved_twice: int  # a step of the bot's own that moved a report, more than once
    told_twice: int  # the same words to the same person within one hour
    unlooked: (
        int  # reports that nobody had looked after in the end: the machine was too slow, or something hangs
    )
    missing: int  # steps that are due by the timetable, and neither they nor a later one of their leg came
    untold: int  # people who should have been told at a step that came, and were not written down
    digests: int = 0  # digests and mornings that were made
    digests_twice: int = 0  # for the same person and period more than once

    @property
    def kept(self) -> bool:
        return not (
            self.fired_twice
            or self.moved_twice
            or self.told_twice
            or self.unlooked
            or self.missing
            or self.untold
            or self.digests_twice
        )


def torture(url: str, reports: int, days: int, seconds: float, kills: int, seed: int) -> Verdict:
    """Runs the whole of it on a fresh PostgreSQL. The same seed makes the same reports."""
    chance = random.Random(seed)
    with closing(Books(url, Seal(sweeper.KEY))) as books:
        schema.ensure(books.engine, url)
        books.now_write(lambda session: _file(session, reports, chance))
        ends = MONDAY_NINE + timedelta(days=days)
        _swept_by_four(books, ends, seconds, kills, chance)
        return books.now_read(lambda session: _judged(session, ends, kills))


# -- what lies in the books ------------------------------------------------------------------------


def _file(session: Session, many: int, chance: random.Random) -> None:
    cast = json.loads(example.cast_text())["people"]
    example.settle_in(session, example.network_text(), cast, MONDAY_NINE - timedelta(days=30))
    wang, chen = (people.by_account(session, account) for account in (WANG, CHEN))
    assert wang
    assert chen
    station = network.load(session).stations_above(BUILDING, MONDAY_NINE.date())[0].code
    for number in range(many):
        _one(session, number, station, wang, chen, chance)


def _one(
    session: Session, number: int, station: str, wang: Person, chen: Person, chance: random.Random
) -> None:
    """It came in the last two days, and somebody has done as much as its state says."""
    state, urgency = chance.choice(STATES), chance.choice(URGENCIES)
    at = MONDAY_NINE - timedelta(minutes=chance.randrange(60, 2880))
    handler = wang.id if state is not State.DISPATCHED and state is not State.RETURN_PENDING else None
    report = reports.file(session, Report(
        reporter_id=chen.id, rung_id=wang.id, handler_id=handler, station=station, place=BUILDING, state=state,
        urgency=urgency, category="governance.lighting", text=f"第{number}处楼道灯坏了", before=State.DISPATCHED,
        sent_at=at, kept_at=at, next_due=LOOK_SOON), CHEN, number + 1)  # fmt: skip
    told = [Event(at=at, serial=report.serial, step="dispatched", role="rule", went_to=State.DISPATCHED)]
    for step in WAYS.get(state, ()):
        went_to = State.SIGNED if step == "signed" else state
        at += timedelta(minutes=chance.randrange(1, 30))
        told.append(Event(at=at, serial=report.serial, step=step, actor_id=wang.id, role="social_worker",
                          came_from=told[-1].went_to, went_to=went_to))  # fmt: skip
    reports.note(session, *told)


# -- sweeping and killing ---------------------------------------------------------------------------


def _swept_by_four(books: Books, ends: datetime, seconds: float, kills: int, chance: random.Random) -> None:
    context = multiprocessing.get_context("fork")  # what takes seconds to import is there at once
    length = (ends - MONDAY_NINE).total_seconds()
    hand = sweeper.FieldTime(MONDAY_NINE.timestamp(), ends.timestamp(), time.monotonic(), length / seconds)
    at_work = [_started(context, books.url, hand) for _ in range(PROCESSES)]
    try:
        for moment in sorted(chance.uniform(0, seconds) for _ in range(kills)):
            time.sleep(max(0.0, hand.began + moment - time.monotonic()))
            victim = chance.randrange(PROCESSES)
            at_work[victim].kill()
            at_work[victim].join()
            at_work[victim] = _started(context, books.url, hand)
        time.sleep(max(0.0, hand.began + seconds - time.monotonic()))
        _until_nothing_is_due(books, ends)
    finally:
        for one in at_work:
            one.kill()
            one.join()


def _started(context: ForkContext, url: str, hand: sweeper.FieldTime) -> ForkProcess:
    process = context.Process(target=sweeper.sweep, args=(url, hand), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # of threads: a fork makes its own, and is only killed
        process.start()
    return process


def _until_nothing_is_due(books: Books, ends: datetime) -> None:
    """The clock has stopped; what was not looked after yet is, or it is missing."""
    until = time.monotonic() + QUIET_LOOKS
    while time.monotonic() < until and books.now_read(lambda session: _is_anything_due(session, ends)):
        time.sleep(0.1)
    time.sleep(1.0)  # what the last look has found is being committed


def _is_anything_due(session: Session, ends: datetime) -> bool:
    """A report, or the digest of the last day, where that is a day on which digests come."""
    here = ends.astimezone(sweeper.MEANS.zone)
    if reports.due(session, ends, 1) or not sweeper.MEANS.calendars(()).of("").is_working_day(here.date()):
        return bool(reports.due(session, ends, 1))
    roles, midnight = sweeper.MEANS.rules.digests.day, here.replace(hour=0)
    return bool(digests.waiting(session, roles, RhythmKind.DIGEST_DAY, midnight, here.date()))


# -- judging ----------------------------------------------------------------------------------------


def _judged(session: Session, ends: datetime, kills: int) -> Verdict:
    tree = network.load(session)
    staffing = people.staffing(session, tree, MONDAY_NINE.date())
    sheets = list(_sheets(session, staffing))
    told, made = _told(session), _digests(session)
    steps = Counter((serial, *_step(step, reason)) for serial, step, reason in _events(session))
    letters = session.execute(
        select(_LETTERS.c.chat, _LETTERS.c.card, _LETTERS.c.content, _LETTERS.c.written_at)
    ).all()
    return Verdict(
        reports=len(sheets), kills=kills, fired=sum(name == FIRED for _, name, _ in steps), reminders=len(told),
        letters=len(letters),
        fired_twice=sum(many - 1 for (_, name, _), many in steps.items() if name == FIRED),
        moved_twice=sum(many - 1 for (_, name, _), many in steps.items() if name != FIRED),
        told_twice=_said_twice(letters),
        unlooked=len(reports.due(session, ends, len(sheets))),
        missing=sum(len(timetable.to_act_on(sheet, ends)) for sheet in sheets if sheet.report.state not in ENDED),
        untold=sum(_untold(sheet, staffing, told) for sheet in sheets),
        digests=made.total(), digests_twice=sum(many - 1 for many in made.values()),
    )  # fmt: skip


def _sheets(session: Session, staffing: Staffing) -> Iterator[Sheet]:
    """All reports with their histories, as they stand in the end."""
    calendars = sweeper.MEANS.calendars(staffing.closures)
    for row in session.execute(select(_REPORTS).order_by(_REPORTS.c.serial)).mappings():
        report = Report.model_construct(**row)
        events = reports.events(session, report.serial)
        yield Sheet(report, events, sweeper.MEANS.rules, calendars.of(report.station))


def _events(session: Session) -> list[tuple[int, str, str]]:
    """What the bot itself noted."""
    own = select(_EVENTS.c.serial, _EVENTS.c.step, _EVENTS.c.reason).where(_EVENTS.c.actor_id.is_(None))
    return [(serial, step, reason) for serial, step, reason in session.execute(own)]


def _step(name: str, reason: str) -> tuple[str, str]:
    return name, str(json.loads(reason)["step"]) if name == FIRED else ""


def _told(session: Session) -> set[tuple[str, str, int]]:
    rows = session.execute(select(_REMINDERS.c.subject, _REMINDERS.c.step, _REMINDERS.c.person_id))
    return {(subject, step, person) for subject, step, person in rows}


def _untold(sheet: Sheet, staffing: Staffing, told: set[tuple[str, str, int]]) -> int:
    """Who was to be told at a step that came, and is not written down; calls go through their own list."""
    came, subject = timetable.fired(sheet.events), f"report:{sheet.report.serial}"
    legs = ("sign", "contact", "done", "decide", "verify")
    due = [one for one in sheet.table if one.step in came and one.leg in legs]
    return sum(
        (subject, one.step, who.person.id) not in told
        for one in due
        if not one.mark.startswith(CALL)
        for who in ladder.recipients(staffing, sheet.report, one)
    )


def _digests(session: Session) -> Counter[tuple[Any, ...]]:
    """Digests by person, place and period; mornings by chat and day."""
    asked = select(_ERRANDS.c.person_id, _ERRANDS.c.content).where(_ERRANDS.c.kind == "digest")
    of = [(person, what["place"], what["period"]) for person, what in session.execute(asked)]
    came = select(_LETTERS.c.chat, _LETTERS.c.written_at).where(_LETTERS.c.card == MORNING_CARD)
    mornings = [(chat, at.astimezone(sweeper.MEANS.zone).date()) for chat, at in session.execute(came)]
    return Counter([*of, *mornings])


def _said_twice(letters: Any) -> int:
    """The same words, beside no card, to the same chat within one hour of the field."""
    said = Counter(
        (chat, str(content), written_at.replace(minute=0, second=0, microsecond=0))
        for chat, card, content, written_at in letters
        if card is None and content
    )
    return sum(many - 1 for many in said.values())


def main() -> int:
    """The command. Exit 1 when something came twice, or is missing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--days", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=160)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="fieldbot-sweepers-", ignore_cleanup_errors=True) as folder,
        postgres_databases(folder, "torture") as (url,),
    ):
        verdict = torture(url, asked.reports, asked.days, asked.seconds, asked.kills, asked.seed)
    print(json.dumps({**asdict(verdict), "kept": verdict.kept}))
    return 0 if verdict.kept else 1


if __name__ == "__main__":
    sys.exit(main())
