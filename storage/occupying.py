"""Who works on a database: on an embedded one a single `run`, on a server's as many as like.

The lock of the data folder does not say it, since `--db` may name a database that lies elsewhere. Whoever is
alone takes what an earlier run had claimed as left behind, and may send it again at once; others wait for its
lease to end. Both locks end with the process that holds them, however it ends.
"""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, func, make_url, select

from storage.books import is_sqlite, reached, with_driver
from storage.schema import SchemaError

_LOCK = 0x6669656C64626F74  # ours among PostgreSQL's advisory locks of one database: "fieldbot"
TAKEN = "Another fieldbot is running on this database; stop it first."


@contextmanager
def folder_held(folder: Path) -> Iterator[None]:
    """Holds a data folder, so that no second programme writes there. Raises SchemaError where another one does."""
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise SchemaError(f"Another fieldbot is running on {folder}; stop it first.") from taken
        yield


@contextmanager
def occupied(url: str) -> Iterator[bool]:
    """Holds a database for a `run`; gives whether it is alone there.

    Raises SchemaError for an embedded one that somebody holds, Unavailable for a server that does not answer.
    """
    with ExitStack() as held:
        yield _embedded(url, held) if is_sqlite(url) else _shared(url, held)


def _embedded(url: str, held: ExitStack) -> bool:
    name = make_url(url).database
    if not name or name == ":memory:":
        return True
    try:
        lock = held.enter_context(Path(f"{name}-lock").open("w"))  # noqa: SIM115 - the stack closes it
    except OSError:
        return True  # nobody can write there: opening the database says why
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        raise SchemaError(TAKEN) from taken
    return True


def _shared(url: str, held: ExitStack) -> bool:
    """Everybody holds the lock together; only who finds nobody there could have held it alone."""
    engine = create_engine(with_driver(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with reached():
        connection = held.enter_context(engine.connect())
        alone = bool(connection.scalar(select(func.pg_try_advisory_lock(_LOCK))))
        connection.execute(select(func.pg_advisory_lock_shared(_LOCK)))
        if alone:
            connection.execute(select(func.pg_advisory_unlock(_LOCK)))
    return alone
