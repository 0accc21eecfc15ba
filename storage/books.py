"""The books: where everything is kept, and the one pen that writes in them.

A whole transaction is one job. Jobs that write are done one after another by one thread of their own, so
that a statement costs no hop between threads and the disk's flush never stops the chat; jobs that read have
their own connections. SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE. PostgreSQL: the same, other address.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from storage import sealing
from storage.sealing import Seal

T = TypeVar("T")
READERS = 4
BUSY = 30.0  # seconds to wait for another process's write


class Unavailable(Exception):
    """The database cannot be read or written now: locked, full, gone. Trying again may help."""


class Books:
    """An open database. `write` and `read` are awaited from the event loop; `now_write` and `now_read` are not."""

    def __init__(self, url: str, seal: Seal) -> None:
        self.url = url
        self.engine = open_engine(url, seal)
        self._pen = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pen")
        self._eyes = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="eyes")

    async def write(self, job: Callable[[Session], T]) -> T:
        """Does a job in one transaction and commits it; what it raises rolls it back and is raised here."""
        return await asyncio.get_running_loop().run_in_executor(self._pen, self.now_write, job)

    async def read(self, job: Callable[[Session], T]) -> T:
        """Does a job that only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._eyes, self.now_read, job)

    def now_write(self, job: Callable[[Session], T]) -> T:
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                return job(session)
        except OperationalError as trouble:
            raise Unavailable(str(trouble.orig)) from trouble

    def now_read(self, job: Callable[[Session], T]) -> T:
        reading = self.engine.execution_options(fieldbot_reading=True)
        try:
            with Session(reading, expire_on_commit=False) as session:
                return job(session)
        except OperationalError as trouble:
            raise Unavailable(str(trouble.orig)) from trouble

    def close(self) -> None:
        """Waits for the job that is being written, then lets go of the database."""
        self._pen.shutdown()
        self._eyes.shutdown()
        self.engine.dispose()


def open_engine(url: str, seal: Seal) -> Engine:
    """An engine for an SQLite or PostgreSQL address that can read and write what is sealed."""
    arguments: dict[str, Any] = {"timeout": BUSY, "check_same_thread": False} if is_sqlite(url) else {}
    engine = create_engine(_with_driver(url), connect_args=arguments, pool_size=READERS + 2)
    sealing.give(engine.dialect, seal)
    if is_sqlite(url):
        event.listen(engine, "connect", _as_embedded)
        event.listen(engine, "begin", _begin)
    return engine


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def _with_driver(url: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _as_embedded(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours: see _begin
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later can be refused at once, whatever the time-out:
    # a writer therefore asks for the pen before its first word.
    reading = connection.get_execution_options().get("fieldbot_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
