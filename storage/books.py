"""The books: where everything is kept, and the one pen that writes in them.

A whole transaction is one job. Jobs that write are done one after another by one thread of their own, so
that a statement costs no hop between threads and the disk's flush never stops the chat; jobs that read have
their own connections. SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE. PostgreSQL: the same, other address.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlmodel import Session

from storage import sealing
from storage.putting_off import write_out
from storage.sealing import Seal

T = TypeVar("T")
READERS = 4
BUSY = 30.0  # seconds to wait for another process's write


class Unavailable(Exception):
    """The database cannot be read or written now: locked, full, gone. Trying again may help."""


class WrongAddress(Exception):
    """What was given is no address of a database that we can open. The message is a sentence."""


class Books:
    """An open database. `write` and `read` are awaited; `now_write` and `now_read` do it in this thread."""

    def __init__(self, url: str, seal: Seal, patience: float = BUSY) -> None:
        """`patience`: seconds to wait for another process's write. Raises WrongAddress with a sentence."""
        self.url, self.seal = url, seal
        self.engine = open_engine(url, seal, patience)
        self._pen = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pen")
        self._eyes = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="eyes")

    async def write(self, job: Callable[[Session], T]) -> T:
        """Does a job in one transaction and commits it; what it raises rolls it back and is raised here."""
        return await asyncio.get_running_loop().run_in_executor(self._pen, self.now_write, job)

    async def read(self, job: Callable[[Session], T]) -> T:
        """Does a job that only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._eyes, self.now_read, job)

    def now_write(self, job: Callable[[Session], T]) -> T:
        """As `write`, at once."""
        with reached(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            done = job(session)
            write_out(session)
            return done

    def now_read(self, job: Callable[[Session], T]) -> T:
        """As `read`, at once."""
        reading = self.engine.execution_options(fieldbot_reading=True)
        with reached(), Session(reading, expire_on_commit=False) as session:
            return job(session)

    def close(self) -> None:
        """Waits for the job that is being written, then lets go of the database."""
        self._pen.shutdown()
        self._eyes.shutdown()
        self.engine.dispose()


@contextmanager
def reached() -> Iterator[None]:
    """Where the database cannot be reached, its own error becomes Unavailable, in one line."""
    try:
        yield
    except DatabaseError as trouble:
        if isinstance(trouble, OperationalError) or _is_no_database(trouble):
            raise Unavailable(" ".join(str(trouble.orig).split())) from trouble
        raise


def _is_no_database(trouble: DatabaseError) -> bool:
    """A file of something else, or a broken one: SQLite's own errors of no narrower kind."""
    return type(trouble.orig) is sqlite3.DatabaseError


def open_engine(url: str, seal: Seal, patience: float = BUSY) -> Engine:
    """An engine for an SQLite or PostgreSQL address that can read and write what is sealed."""
    arguments: dict[str, Any] = {"timeout": patience, "check_same_thread": False} if is_sqlite(url) else {}
    # An error never quotes what was to be written: it may be what a person said, not yet sealed.
    engine = create_engine(
        with_driver(url), connect_args=arguments, pool_size=READERS + 2, hide_parameters=True
    )
    sealing.give(engine.dialect, seal)
    if is_sqlite(url):
        event.listen(engine, "connect", _as_embedded)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "connect", _as_one_of_many)
    return engine


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def with_driver(url: str) -> URL:
    """The address with the driver we bring. Its password is in none of the sentences."""
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        raise WrongAddress(
            "The database's address cannot be read: give sqlite:///… or postgresql://…"
        ) from None
    if read.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return read.set(drivername="postgresql+psycopg")
    if read.drivername in ("sqlite", "sqlite+pysqlite"):
        return read
    raise WrongAddress(
        f"A database of the kind {read.drivername} is not known: give sqlite:///… or postgresql://…"
    )


def _as_one_of_many(connection: Any, _record: object) -> None:
    """All that is asked is short: to compile a query takes PostgreSQL a hundred times as long as to answer it."""
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
    connection.commit()


def _as_embedded(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours: see _begin
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later can be refused at once, whatever the time-out:
    # a writer therefore asks for the pen before its first word.
    reading = connection.get_execution_options().get("fieldbot_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
