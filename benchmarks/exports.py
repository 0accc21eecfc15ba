"""How long a table of reports takes to leave, and how much memory: python -m benchmarks.exports [--rows 1000000]

Reports are made up in fresh books, signed for and closed, and leave as JSON lines, CSV and XLSX, each in a
process of its own, so that its memory is its own. A tenth of the rows is written first: memory must not grow.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlmodel import Session

from bot.carrying import plain, written
from fieldwork.exports import Order, Scope, What
from fieldwork.places import Network, Place, PlaceKind, Station
from fieldwork.reports import Event, Report, State
from storage import exports, schema
from storage.books import Books
from storage.network import table_of
from storage.sealing import Seal
from storage.tables import EventRow, ReportRow

AT = datetime(2026, 1, 1, tzinfo=UTC)
AT_ONCE = 10_000
DISTRICT = Place(code="1", kind=PlaceKind.DISTRICT, name="区")
BUILDINGS = [Place(code=f"1-{n}", kind=PlaceKind.BUILDING, name=f"{n}号楼", parent="1") for n in range(500)]
TREE = Network([DISTRICT, *BUILDINGS], [Station(code="1", name="站", place="1")])


class Written(NamedTuple):
    """What one table took."""

    form: str
    rows: int
    seconds: float
    peak: int  # MB of the process


def fill(books: Books, rows: int) -> None:
    """Reports with a signature each, an hour apart."""
    for begin in range(0, rows, AT_ONCE):
        made = list(_reports(begin, min(AT_ONCE, rows - begin)))
        books.now_write(partial(_keep, made=made))


def _reports(begin: int, many: int) -> Iterator[Report]:
    for number in range(begin, begin + many):
        at = AT + timedelta(seconds=30 * number)
        yield Report(
            serial=10_001 + number, reporter_id=1, station="1", place=f"1-{number % 500}", state=State.CLOSED,
            category="governance.sewage", text="化粪池漏了，味道很大", sent_at=at, kept_at=at, closed_at=at,
        )  # fmt: skip


def _keep(session: Session, made: list[Report]) -> None:
    session.connection().execute(insert(table_of(ReportRow)), [one.model_dump() for one in made])
    events = [Event(at=one.sent_at, serial=one.serial, step="sign", actor_id=2).model_dump() for one in made]
    session.connection().execute(insert(table_of(EventRow)), events)


def take_out(url: str, form: str, rows: int, told: Any) -> None:
    """One table, in a process of its own."""
    until = (AT + timedelta(seconds=30 * rows)).date() - timedelta(days=1)
    began = time.perf_counter()
    with closing(Books(url, Seal("a key for measuring"))) as books, TemporaryDirectory() as folder:
        scope, order = Scope(TREE, AT.date()), Order(What.NEEDS, until=until, words=True)

        def job(session: Session) -> int:
            found = (row for row in exports.rows(session, order, scope, UTC) if row is not None)
            return written(Path(folder) / f"table.{form}", form, plain(order.columns), found, UTC)

        many = books.now_read(job)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told.put(Written(form, many, time.perf_counter() - began, peak))


def main() -> None:
    """Fills, takes out, prints."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--forms", nargs="+", default=["jsonl", "csv", "xlsx"])
    given = asked.parse_args()
    spawn = multiprocessing.get_context("spawn")
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/fieldbot.db"
        with closing(Books(url, Seal("a key for measuring"))) as books:
            schema.ensure(books.engine, url)
            fill(books, given.rows)
        for form in given.forms:
            for rows in (given.rows // 10, given.rows):
                told = spawn.Queue()
                one = spawn.Process(target=take_out, args=(url, form, rows, told))
                one.start()
                done: Written = told.get()
                one.join()
                print(
                    f"{done.form:6} {done.rows:>9,} rows  {done.seconds:7.1f} s  {done.peak:>5} MB at most",
                    flush=True,
                )


if __name__ == "__main__":
    main()
