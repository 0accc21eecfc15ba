"""Books in both databases that we promise: a file, and a real PostgreSQL started for the tests."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage import schema
from storage.books import Books
from storage.sealing import Seal

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def a_seal() -> Seal:
    return Seal("a key for the tests")


@pytest.fixture(scope="session")
def shaped_file(tmp_path_factory: pytest.TempPathFactory, a_seal: Seal) -> Path:
    """A database file that the migrations have shaped, to be copied."""
    path = tmp_path_factory.mktemp("shaped") / "books.db"
    _shape(f"sqlite:///{path}", a_seal)
    return path


@pytest.fixture(scope="session")
def shaped_template(postgres: str, a_seal: Seal) -> str:
    """A PostgreSQL database that the migrations have shaped, by name, to be copied."""
    _shape(fresh_database(postgres, "shaped"), a_seal)
    return "shaped"


def _shape(url: str, seal: Seal) -> None:
    shaping = Books(url, seal)
    schema.ensure(shaping.engine, url)
    shaping.close()


def fresh_database(server: str, name: str = "", template: str = "template1") -> str:
    """The address of a database that no other test has seen, made like the template."""
    name = name or f"field{next(_NUMBERS)}"
    url = server.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    address = create_engine(url).url.set(database=name, drivername="postgresql")
    return address.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database lies that has the newest shape and is empty; each test runs with both kinds."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("shaped_file"), tmp_path / "books.db")
        return f"sqlite:///{tmp_path / 'books.db'}"
    template = request.getfixturevalue("shaped_template")
    return fresh_database(request.getfixturevalue("postgres"), template=template)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def bare_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database lies, or will, that nobody has ever written to; with both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bare.db'}"
    return fresh_database(request.getfixturevalue("postgres"))


@pytest.fixture
def embedded_books(shaped_file: Path, tmp_path: Path, a_seal: Seal) -> Iterator[Books]:
    """Empty books in a file."""
    shutil.copy(shaped_file, tmp_path / "books.db")
    opened = Books(f"sqlite:///{tmp_path / 'books.db'}", a_seal)
    yield opened
    opened.close()


@pytest.fixture
def postgres_books(postgres: str, shaped_template: str, a_seal: Seal) -> Iterator[Books]:
    """Empty books in PostgreSQL."""
    opened = Books(fresh_database(postgres, template=shaped_template), a_seal)
    yield opened
    opened.close()


@pytest.fixture
def books(address: str, a_seal: Seal) -> Iterator[Books]:
    """Empty books, as the migrations shape them."""
    opened = Books(address, a_seal)
    yield opened
    opened.close()
