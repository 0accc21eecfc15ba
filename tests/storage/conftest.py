"""Books in both databases that we promise: a file, and a real PostgreSQL started for the tests."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage import schema
from storage.books import Books
from storage.sealing import Seal
from tests.storage.lending import Lender, fresh_database


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


@pytest.fixture(scope="session")
def lender(postgres: str, shaped_template: str) -> Lender:
    return Lender(postgres, shaped_template)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a database lies that has the newest shape and is empty; each test runs with both kinds."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("shaped_file"), tmp_path / "books.db")
        yield f"sqlite:///{tmp_path / 'books.db'}"
        return
    with request.getfixturevalue("lender").lent() as lent:
        yield lent


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
def postgres_books(lender: Lender, a_seal: Seal) -> Iterator[Books]:
    """Empty books in PostgreSQL."""
    with lender.lent() as lent, closing(Books(lent, a_seal)) as opened:
        yield opened


@pytest.fixture
def books(address: str, a_seal: Seal) -> Iterator[Books]:
    """Empty books, as the migrations shape them."""
    opened = Books(address, a_seal)
    yield opened
    opened.close()
