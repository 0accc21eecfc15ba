"""The database's shape: each migration goes up and down again, and all of them together make the tables."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from fieldwork import numbers
from fieldwork.reports import Report
from storage import attachments, reports, schema
from storage.books import Books
from storage.schema import SchemaError
from storage.sealing import Seal
from tests.storage.lending import fresh_database

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEWER = "9999"  # a migration that only a newer programme knows


@pytest.fixture
def bare(bare_address: str, a_seal: Seal) -> Books:
    return Books(bare_address, a_seal)


def tables(books: Books) -> set[str]:
    return set(inspect(books.engine).get_table_names()) - {"alembic_version"}


def test_each_migration_goes_up_down_and_up_again(bare: Books) -> None:
    shaping = schema.config(bare.engine)
    upwards = list(ScriptDirectory.from_config(shaping).walk_revisions())[::-1]
    assert upwards
    for script in upwards:
        command.upgrade(shaping, script.revision)
        before = tables(bare)
        command.downgrade(shaping, "-1")
        command.upgrade(shaping, script.revision)
        assert tables(bare) == before
    assert schema.standing(bare.engine) == schema.newest()
    command.downgrade(shaping, "base")
    assert tables(bare) == set()
    bare.close()


def test_going_down_and_up_forgets_no_number(bare: Books) -> None:
    """Not even before the first report: N-10001 is the first, whatever way the tables went."""
    shaping = schema.config(bare.engine)
    command.upgrade(shaping, "head")
    command.downgrade(shaping, "0001")
    command.upgrade(shaping, "head")
    report = Report(reporter_id=1, sent_at=NOON, kept_at=NOON)
    assert bare.now_write(lambda session: reports.file(session, report, 1, None)).serial == numbers.FIRST
    bare.close()


def test_the_migrations_make_the_tables_that_the_programme_works_with(bare: Books) -> None:
    command.upgrade(schema.config(bare.engine), "head")
    with bare.engine.connect() as connection:
        standing = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(standing, SQLModel.metadata) == []
    bare.close()


def test_a_missing_column_would_be_found(bare: Books) -> None:
    """The test above can fail."""
    command.upgrade(schema.config(bare.engine), "head")
    with bare.engine.begin() as connection:
        connection.execute(text("ALTER TABLE people DROP COLUMN language"))
        (difference,) = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    assert difference[0] == "add_column"
    bare.close()


def test_a_database_of_a_newer_programme_is_refused_in_one_sentence(books: Books) -> None:
    _stands_at(books, NEWER)
    with pytest.raises(SchemaError, match=r"^The database was written by a newer fieldbot .*9999.*\.$"):
        schema.ensure(books.engine, books.url)
    assert schema.standing(books.engine) == NEWER


def test_a_newer_database_file_is_left_as_it_was(shaped_file: Path, tmp_path: Path, a_seal: Seal) -> None:
    path = tmp_path / "newer.db"
    shutil.copy(shaped_file, path)
    books = Books(f"sqlite:///{path}", a_seal)
    _stands_at(books, NEWER)
    books.close()
    before = path.read_bytes()
    again = Books(f"sqlite:///{path}", a_seal)
    with pytest.raises(SchemaError):
        schema.ensure(again.engine, again.url)
    again.close()
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["newer.db"]


def test_an_older_embedded_database_is_copied_before_it_is_migrated(
    tmp_path: Path, a_seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = _old_books(tmp_path, a_seal)
    _knows_an_older_shape(monkeypatch, books)
    schema.ensure(books.engine, books.url)
    books.close()
    assert _noted(tmp_path / "old.db.before-0000") == ["before"]
    assert _noted(tmp_path / "old.db") == ["before"]
    with closing(sqlite3.connect(tmp_path / "old.db.before-0000")) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0000",)]


def test_a_copy_that_cannot_be_made_stops_the_migration(
    tmp_path: Path, a_seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = _old_books(tmp_path, a_seal)
    (tmp_path / "old.db.before-0000").mkdir()
    _knows_an_older_shape(monkeypatch, books)
    with pytest.raises(SchemaError, match=r"^The database could not be copied .*\.$"):
        schema.ensure(books.engine, books.url)
    assert schema.standing(books.engine) == "0000"
    books.close()


@pytest.mark.postgres
def test_an_older_postgresql_is_migrated_by_its_own_command_alone(
    postgres: str, a_seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = Books(fresh_database(postgres), a_seal)
    command.upgrade(schema.config(books.engine), "head")
    _stands_at(books, "0000")
    _knows_an_older_shape(monkeypatch, books)
    with pytest.raises(SchemaError, match=r"^The database has an older shape; run `fieldbot db migrate`"):
        schema.ensure(books.engine, books.url)
    assert schema.standing(books.engine) == "0000"
    assert schema.migrate(books.engine, books.url) == ("0000", schema.newest())
    assert schema.standing(books.engine) == schema.newest()
    books.close()


def test_migrating_twice_changes_nothing_the_second_time(bare: Books) -> None:
    assert schema.migrate(bare.engine, bare.url) == (None, schema.newest())
    assert schema.migrate(bare.engine, bare.url) == (schema.newest(), schema.newest())
    bare.close()


def _stands_at(books: Books, revision: str) -> None:
    with books.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})


def _old_books(folder: Path, seal: Seal) -> Books:
    """Books that stand at a shape before the first, with a fact in them."""
    books = Books(f"sqlite:///{folder / 'old.db'}", seal)
    command.upgrade(schema.config(books.engine), "head")
    books.now_write(lambda session: schema.note_fact(session, "kept", "before"))
    _stands_at(books, "0000")
    return books


def _knows_an_older_shape(monkeypatch: pytest.MonkeyPatch, books: Books) -> None:
    """As if there had been a shape 0000 before: the way from it to the newest is a stamp."""
    knows = schema._knows
    monkeypatch.setattr(schema, "_knows", lambda revision: revision == "0000" or knows(revision))
    monkeypatch.setattr(command, "upgrade", lambda *_: _stands_at(books, schema.newest()))


def _noted(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT value FROM facts WHERE name = 'kept'").fetchall()
    return [value.strip('"') for (value,) in rows]


def test_sums_of_files_are_sealed_on_the_way_up_and_open_again_on_the_way_down(bare: Books) -> None:
    shaping, sum_ = schema.config(bare.engine), "ab" * 32
    command.upgrade(shaping, "0002")
    with bare.engine.begin() as connection:
        columns = inspect(connection).get_columns("attachments")
        row: dict[str, object] = {
            c["name"]: b"" if "LOB" in str(c["type"]) or "BYTEA" in str(c["type"]) else 0 for c in columns
        }
        row |= {"kind": "photo", "file_id": "f", "file_unique_id": "u", "state": "kept", "reason": "",
                "sha256": sum_, "id": 7, "proof": False, "transcribed_by": None}  # fmt: skip
        names = ", ".join(row)
        connection.execute(
            text(f"INSERT INTO attachments ({names}) VALUES (:{names.replace(', ', ', :')})"), row
        )
    command.upgrade(shaping, "head")
    assert bare.now_read(lambda s: attachments.unheld(s, [sum_])) == [], "it is found by its sum"
    (kept,) = bare.now_read(lambda s: s.execute(text("SELECT sha256, kept_as FROM attachments")).all())
    assert sum_.encode() not in bytes(kept.sha256)
    assert kept.kept_as == bare.seal.name(sum_)
    command.downgrade(shaping, "0002")
    assert bare.now_read(lambda s: s.execute(text("SELECT sha256 FROM attachments")).scalar_one()) == sum_
    bare.close()
