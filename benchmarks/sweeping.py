"""Whether a sweep costs the same however much lies in the books, of which the same number is due.

    python -m benchmarks.sweeping [--small 10000] [--large 10000000] [--due 100] [--rounds 15] [--only sqlite]

Fills two databases of a kind, one with few and one with many reports, their history and reminders; all but a
few of them are over, or due later. Then the same number falls due in each, turn by turn: the sweep finds them
and looks after them, commits, and is put back. What is told are medians, and the large one's against the small
one's. One kind after the other, in a folder that is deleted afterwards (14 GB for ten million reports).
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Table, delete, insert, text, update
from sqlmodel import Session

from benchmarks.servers import postgres_databases
from bot import example
from bot.clock import Clock
from bot.conversing import Conversing
from bot.means import Means, means_of
from bot.settings import read_settings
from fieldwork.numbers import FIRST
from fieldwork.people import Person
from fieldwork.reminders import Manner, Reminder, ReminderState
from fieldwork.reports import Event, Report, State
from fieldwork.timetable import FIRED
from handlers.sweeping import SWEEPS
from storage import network, people, reminders, reports, schema
from storage.books import Books, is_sqlite
from storage.network import table_of
from storage.sealing import Seal
from storage.tables import EventRow, LetterRow, ReminderRow, ReportRow

TEN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday, ten in the morning in the field
LISTS = TEN + timedelta(hours=1, minutes=1)  # when the morning's lists have come due
PATTERN = 1000  # made-up rows that the rest are copies of, with numbers of their own
OPEN_EVERY = 20  # one of so many is still open
AT_ONCE = 1000  # copies of the pattern in one transaction
WANG = 1002  # account of the example's social worker
MOST = 64  # a look
_RULES_CHANGED, _REPORTS_DUE = SWEEPS[:2]
_REPORTS, _EVENTS, _REMINDERS = table_of(ReportRow), table_of(EventRow), table_of(ReminderRow)


@dataclass
class Hand:
    """A clock's hand, in seconds."""

    at: float = TEN.timestamp()

    def __call__(self) -> float:
        return self.at


@dataclass
class Field:
    """Books of one size, and what sweeps them."""

    books: Books
    means: Means
    due: list[int] = field(default_factory=list)  # serials
    hand: Hand = field(default_factory=Hand)
    taken: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.conversing = Conversing(self.books, Clock(wall=self.hand), "42:bench", self.means)

    @contextmanager
    def timing(self, what: str) -> Iterator[None]:
        """How long something takes, in milliseconds."""
        began = time.perf_counter()
        yield
        self.taken.setdefault(what, []).append((time.perf_counter() - began) * 1000)

    def timed(self, what: str, job: Callable[[], Sequence[int]]) -> None:
        """How long it takes to find something; that there is something to find is looked at, too."""
        with self.timing(what):
            found = job()
        assert found, f"nothing was due: {what}"


# -- filling ----------------------------------------------------------------------------------------


def settle(books: Books) -> Person:
    """The shipped example: its network and its people."""
    cast = json.loads(example.cast_text())["people"]
    books.now_write(lambda s: example.settle_in(s, example.network_text(), cast, TEN - timedelta(days=400)))
    wang = books.now_read(lambda s: people.by_account(s, WANG))
    assert wang
    return wang


def fill(books: Books, size: int, due: int, wang: Person) -> list[int]:
    """Reports, one event of each, and one reminder; then those that fall due. Gives their serials."""
    books.now_write(lambda s: _pattern(s, wang))
    tables = (_REPORTS, _EVENTS, _REMINDERS)
    for table in tables:
        for index in table.indexes:
            index.drop(books.engine)
        _copied(books, table, size // PATTERN)
        for index in table.indexes:
            index.create(books.engine)
        _numbers_go_on(books, table)
    with books.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return books.now_write(lambda s: _falling_due(s, wang, due))


def _pattern(session: Session, wang: Person) -> None:
    """A thousand reports as they lie in a district: most are over, some wait for a later day."""
    tree = network.Atlas().network(session)
    places, stations = list(tree.places), list(tree.stations)
    made = [_one(number, wang, places, stations) for number in range(PATTERN)]
    session.connection().execute(insert(_REPORTS), [report.model_dump() for report in made])
    histories = [
        Event(at=r.sent_at, serial=r.serial, step="dispatched", role="rule", went_to=State.DISPATCHED,
              reason='{"rule": "default", "station": "somewhere"}').model_dump() | {"id": r.serial - FIRST + 1}
        for r in made
    ]  # fmt: skip
    session.connection().execute(insert(_EVENTS), histories)
    told = [
        Reminder(id=r.serial - FIRST + 1, subject=f"report:{r.serial}", step="sign.late#0", person_id=wang.id,
                 manner=Manner.LIST, due_at=r.sent_at, send_at=r.next_due or r.sent_at, as_what="handler",
                 state=ReminderState.WAITING if r.next_due else ReminderState.SAID,
                 settled_at=None if r.next_due else r.sent_at).model_dump()
        for r in made
    ]  # fmt: skip
    session.connection().execute(insert(_REMINDERS), told)


def _one(number: int, wang: Person, places: Sequence[str], stations: Sequence[str]) -> Report:
    is_open, sent = number % OPEN_EVERY == 0, TEN - timedelta(hours=number * 8)
    return Report(
        serial=FIRST + number, state=State.SIGNED if is_open else State.CLOSED, place=places[number % len(places)],
        category="governance.lighting", station=stations[number % len(stations)], reporter_id=wang.id,
        handler_id=wang.id, text=f"{number % 9 + 1}号楼楼道灯坏了好几天，晚上看不见，老人家下楼很危险，请来看一下",
        next_due=TEN + timedelta(days=30, hours=number) if is_open else None,
        closed_at=None if is_open else sent + timedelta(days=3), sent_at=sent, kept_at=sent,
    )  # fmt: skip


def _copied(books: Books, table: Table, copies: int) -> None:
    """The pattern again and again, each row under numbers of its own."""
    counted = _counted(books)
    own = {"serial": f"p.serial + {PATTERN} * n.i", "id": f"p.id + {PATTERN} * n.i",
           "subject": f"'report:' || ({FIRST} + p.id - 1 + {PATTERN} * n.i)"}  # fmt: skip
    names = [column.name for column in table.columns]
    values = ", ".join(own.get(name, f'p."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    _run(books, f"CREATE TABLE pattern AS SELECT * FROM {table.name}")
    for first in range(1, copies, AT_ONCE):
        last = min(first + AT_ONCE, copies) - 1
        source = counted.format(first=first, last=last)
        _run(
            books,
            f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM {source} AS n CROSS JOIN pattern p",
        )
    _run(books, "DROP TABLE pattern")


def _counted(books: Books) -> str:
    """The numbers from first to last, as this kind of database makes them."""
    if is_sqlite(books.url):
        further = "SELECT i + 1 FROM n WHERE i < {last}"
        return "(WITH RECURSIVE n(i) AS (VALUES({first}) UNION ALL " + further + ") SELECT i FROM n)"
    return "(SELECT generate_series({first}, {last}) AS i)"


def _numbers_go_on(books: Books, table: Table) -> None:
    """PostgreSQL counts by itself: it has to go on behind the rows that were given numbers."""
    if not is_sqlite(books.url):
        (key,) = table.primary_key.columns
        of = f"SELECT setval(pg_get_serial_sequence('{table.name}', '{key.name}'), max({key.name})) FROM {table.name}"
        _run(books, of)


def _run(books: Books, statement: str) -> None:
    with books.engine.begin() as connection:
        connection.execute(text(statement))


def _falling_due(session: Session, wang: Person, many: int) -> list[int]:
    """Reports of one station that nobody has signed for in time, as they are filed."""
    roles = people.roles_of(session, wang.id, TEN.date())
    station = network.Atlas().network(session).stations_above(roles[0].place, TEN.date())[0].code
    serials = []
    for number in range(many):
        sent = TEN - timedelta(days=6)
        report = Report(
            state=State.DISPATCHED, place=roles[0].place, category="governance.lighting", station=station,
            reporter_id=wang.id, rung_id=wang.id, text=f"{number}号楼楼道灯坏了",
            sent_at=sent, kept_at=sent, next_due=TEN,
        )  # fmt: skip
        filed = reports.file(session, report, WANG, None)
        reports.note(session, Event(at=sent, serial=filed.serial, step="dispatched", role="rule",
                                    went_to=State.DISPATCHED))  # fmt: skip
        serials.append(filed.serial)
    return serials


# -- measuring --------------------------------------------------------------------------------------


async def a_round(one: Field) -> None:
    """Everything falls due once more, is found, is looked after, and is put back."""
    one.hand.at = TEN.timestamp()
    one.timed("reports, found", lambda: one.books.now_read(lambda s: reports.due(s, TEN, MOST)))
    with one.timing("reports, looked after"):
        looked_after = 0
        while some := await one.conversing.sweeping.sweep(_REPORTS_DUE):
            looked_after += some
    assert looked_after == len(one.due), "each of them was due"
    one.timed("reminders, found", lambda: one.books.now_read(lambda s: reminders.people_due(s, LISTS, MOST)))
    with one.timing("reminders, settled"):
        told = one.books.now_write(_told_what_is_due)
    assert told >= len(one.due), "somebody was to be told of each"
    one.books.now_write(lambda session: _put_back(session, one.due))


def _told_what_is_due(session: Session) -> int:
    """What each person is to be told by now, claimed and settled; gives how many there were."""
    told = 0
    for person in reminders.people_due(session, LISTS, MOST):
        claimed = reminders.claim_of(session, person, LISTS)
        reminders.settle(session, claimed, ReminderState.SAID, LISTS)
        told += len(claimed)
    return told


def _put_back(session: Session, serials: Sequence[int]) -> None:
    """As it was before the sweep."""
    subjects = [f"report:{serial}" for serial in serials]
    session.execute(update(_REPORTS).where(_REPORTS.c.serial.in_(serials)).values(next_due=TEN, level=0))
    session.execute(delete(_EVENTS).where(_EVENTS.c.serial.in_(serials), _EVENTS.c.step == FIRED))
    session.execute(delete(_REMINDERS).where(_REMINDERS.c.subject.in_(subjects)))
    session.execute(delete(table_of(LetterRow)))


async def compared(kind: str, sizes: Sequence[int], due: int, rounds: int, means: Means) -> Iterator[str]:
    """Fills both, measures them turn by turn, and tells what came of it."""
    with addresses(kind) as urls:
        fields = [await opened(url, size, due, means) for url, size in zip(urls, sizes, strict=True)]
        for number in range(rounds):
            for one in fields if number % 2 else reversed(fields):
                await a_round(one)
        told = [_told(kind, name, sizes, fields) for name in fields[0].taken]
        for one in fields:
            one.conversing.close()
            one.books.close()
    return iter(told)


def _told(kind: str, name: str, sizes: Sequence[int], fields: Sequence[Field]) -> str:
    small, large = (median(one.taken[name]) for one in fields)
    spread = " / ".join(f"{min(one.taken[name]):.1f}–{max(one.taken[name]):.1f}" for one in fields)
    return (
        f"{kind:8}  {name:21}  {sizes[0]:,} rows: {small:.1f} ms  {sizes[1]:,} rows: {large:.1f} ms  "
        f"ratio {large / small:.2f}  ({spread} ms)"
    )


async def opened(url: str, size: int, due: int, means: Means) -> Field:
    """Books of a size, filled."""
    books, began = Books(url, Seal("a key for measuring")), time.perf_counter()
    schema.ensure(books.engine, url)
    wang = settle(books)
    one = Field(books, means)
    await one.conversing.sweeping.sweep(
        SWEEPS[0]
    )  # by which rules it is reckoned, noted while nothing is there to reckon
    one.due = await asyncio.to_thread(fill, books, size, due, wang)
    print(f"filled {size:,} in {time.perf_counter() - began:.0f} s", flush=True)
    return one


@contextmanager
def addresses(kind: str) -> Iterator[list[str]]:
    """Where the two databases of a kind lie; nothing of them is left."""
    with tempfile.TemporaryDirectory(prefix="fieldbot-sweeping-", ignore_cleanup_errors=True) as name:
        if kind == "sqlite":
            yield [f"sqlite:///{Path(name) / size}.db" for size in ("small", "large")]
            return
        with postgres_databases(name, "small", "large") as urls:
            yield urls


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--small", type=int, default=10_000)
    asked.add_argument("--large", type=int, default=10_000_000)
    asked.add_argument("--due", type=int, default=100)
    asked.add_argument("--rounds", type=int, default=15)
    asked.add_argument("--only", choices=("sqlite", "postgres"))
    given = asked.parse_args()
    means = means_of(read_settings({}))
    for kind in [given.only] if given.only else ["sqlite", "postgres"]:
        sizes = (given.small, given.large)
        for line in asyncio.run(compared(kind, sizes, given.due, given.rounds, means)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
