"""How long a table of records takes to leave, and how much memory.

    python -m benchmarks.exports [--rows 1000000] [--what report activity] [--forms jsonl csv xlsx] [--only sqlite]

Needs with two events each and activities with two numbers each are made up in fresh books on SQLite and PostgreSQL, and
leave with their words in each form, each table in a process of its own, so that its memory is its own. A tenth of
the rows is written first: memory must not grow.
"""

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import Session

from benchmarks.rows import Mould, fill, without_indexes
from benchmarks.servers import postgres_databases
from bot.carrying import Table, plain, written
from fieldwork.activities import Activity, ActivityKind, Stage
from fieldwork.exports import Order, Scope, What
from fieldwork.places import Network, Place, PlaceKind, Station
from fieldwork.reports import Event, Report, ReportKind, State
from storage import exports, schema
from storage.books import Books
from storage.sealing import Seal
from storage.tables import ActivityRow, CountRow, EventRow, ReportRow

KEY = "a key for measuring"
AT = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(seconds=30)  # from one record to the next
AT_ONCE = 100_000
BUILDINGS = 500
DISTRICT = Place(code="1", kind=PlaceKind.DISTRICT, name="区")
BELOW = [Place(code=f"1-{n}", kind=PlaceKind.BUILDING, name=f"{n}号楼", parent="1") for n in range(BUILDINGS)]
TREE = Network([DISTRICT, *BELOW], [Station(code="1", name="站", place="1")])
NEED = Report(serial=1, reporter_id=1, station="1", state=State.CLOSED, category="governance.sewage", sent_at=AT,
              kept_at=AT, text="化粪池漏了，味道很大")  # fmt: skip
TOLD = Report(serial=1, kind=ReportKind.ACTIVITY, reporter_id=1, station="1", state=State.NOTED, sent_at=AT,
              kept_at=AT, text="今天入户走访5户12人次")  # fmt: skip
VISIT = Activity(serial=1, kind=ActivityKind.HOME_VISIT, stage=Stage.ACCEPTED, person_id=1, station="1",
                 held_on=AT.date(), decided_by=2)  # fmt: skip


class Written(NamedTuple):
    """What one table took."""

    rows: int
    seconds: float
    processor: float  # seconds of it: what is left where nobody else wants the processor
    peak: int  # MB, the most that the process ever held
    file: int  # MB


def filled(url: str, what: What, rows: int) -> None:
    """Fresh books with so many records."""
    with closing(Books(url, Seal(KEY))) as books:
        schema.ensure(books.engine, url)
        with without_indexes(books, ReportRow, EventRow, ActivityRow, CountRow):
            for begin in range(0, rows, AT_ONCE):
                made = range(begin, min(begin + AT_ONCE, rows))
                (_needs if what is What.NEEDS else _activities)(books, made)


def _needs(books: Books, made: range) -> None:
    need = Mould(ReportRow, NEED), ("serial", "place", "sent_at", "kept_at", "closed_at")
    fill(books, *need, [(_serial(n), _place(n), _at(n), _at(n), _at(n)) for n in made])
    for step in ("sign", "done"):
        event = Mould(EventRow, Event(at=AT, serial=1, step=step, actor_id=2)), ("serial", "at")
        fill(books, *event, [(_serial(n), _at(n)) for n in made])


def _activities(books: Books, made: range) -> None:
    fill(books, Mould(ReportRow, TOLD), ("serial", "place"), [(_serial(n), _place(n)) for n in made])
    held = Mould(ActivityRow, VISIT), ("serial", "place", "held_on", "counted_on")
    fill(books, *held, [(_serial(n), _place(n), *2 * (_at(n).date(),)) for n in made])
    for unit in ("户", "人次"):
        count = Mould(CountRow, CountRow(serial=1, unit=unit, number=5)), ("serial", "unit")
        fill(books, *count, [(_serial(n), unit) for n in made])


def _serial(number: int) -> int:
    return 10_001 + number


def _place(number: int) -> str:
    return BELOW[number % BUILDINGS].code


def _at(number: int) -> datetime:
    return AT + number * STEP


def take_out(url: str, what: What, form: str, until: date | None, told: Any) -> None:
    """One table, in a process of its own."""
    began, spent = time.perf_counter(), time.process_time()
    with closing(Books(url, Seal(KEY))) as books, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"table.{form}"
        scope, order = Scope(TREE, AT.date()), Order(what, until=until, words=True)

        def job(session: Session) -> int:
            found = (row for row in exports.rows(session, order, scope, UTC) if row is not None)
            return written(file, form, Table(plain(order.columns), found), UTC)

        many = books.now_read(job)
        size = file.stat().st_size // 1_000_000
    took = time.perf_counter() - began, time.process_time() - spent
    told.put(Written(many, *took, _held(), size))


def _held() -> int:
    """The most memory that this process ever held, in megabytes."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024


@contextmanager
def databases(only: str | None) -> Iterator[list[tuple[str, str]]]:
    """Fresh ones, by kind."""
    with tempfile.TemporaryDirectory() as folder:
        found = [(f"SQLite {what.value}", f"sqlite:///{folder}/{what.value}.db") for what in KINDS]
        if only == "sqlite":
            yield found
            return
        with postgres_databases(folder, *(what.value for what in KINDS)) as urls:
            there = [(f"PostgreSQL {what.value}", url) for what, url in zip(KINDS, urls, strict=True)]
            yield there if only else found + there


KINDS = (What.NEEDS, What.ACTIVITIES)


def main() -> None:
    """Fills, takes out, prints."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--what", nargs="+", default=[what.value for what in KINDS])
    asked.add_argument("--forms", nargs="+", default=["jsonl", "csv", "xlsx"])
    asked.add_argument("--only", choices=["sqlite", "postgres"])
    given = asked.parse_args()
    with databases(given.only) as found:
        for named, url in found:
            what = What(named.split()[1])
            if what.value in given.what:
                filled(url, what, given.rows)
                tenth = (AT + given.rows // 10 * STEP).date()
                for form in given.forms:
                    for until in (tenth, None):
                        _print(f"{named} {form}", _apart(url, what, form, until))


def _apart(url: str, what: What, form: str, until: date | None) -> Written:
    spawn = multiprocessing.get_context("spawn")
    told = spawn.Queue()
    one = spawn.Process(target=take_out, args=(url, what, form, until, told))
    one.start()
    done: Written = told.get()
    one.join()
    return done


def _print(what: str, done: Written) -> None:
    print(f"{what:26} {done.rows:>9,} rows  {done.seconds:7.1f} s  {done.processor:7.1f} s of processor  "
          f"{done.peak:>5} MB at most  {done.file:>4} MB of file", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
