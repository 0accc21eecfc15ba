"""The books: a job is one transaction, a locked database is waited for, one that is gone is said to be."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session

from storage import schema
from storage.books import Books, Unavailable, WrongAddress
from storage.conversations import Conversations, Key, Standing
from storage.sealing import Seal


def notes(books: Books, name: str, value: object = "noted") -> None:
    books.now_write(lambda session: schema.note_fact(session, name, value))


def noted(books: Books, name: str) -> object:
    return books.now_read(lambda session: schema.fact(session, name))


def test_what_a_job_wrote_is_there_for_the_next(books: Books) -> None:
    notes(books, "a")
    assert noted(books, "a") == "noted"


def test_a_job_that_raises_leaves_nothing(books: Books) -> None:
    notes(books, "a", "before")

    def fails(session: Session) -> None:
        schema.note_fact(session, "a", "after")
        schema.note_fact(session, "b", "after")
        session.flush()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        books.now_write(fails)
    assert (noted(books, "a"), noted(books, "b")) == ("before", None)


def test_the_pen_writes_on_after_a_job_that_raised(books: Books) -> None:
    with pytest.raises(ZeroDivisionError):
        books.now_write(lambda session: 1 // 0)
    notes(books, "a")
    assert noted(books, "a") == "noted"


async def test_jobs_that_write_are_done_one_after_another(books: Books) -> None:
    def counts(session: Session) -> None:
        schema.note_fact(session, "count", int(str(schema.fact(session, "count") or 0)) + 1)

    await asyncio.gather(*(books.write(counts) for _ in range(40)))
    assert await books.read(lambda session: schema.fact(session, "count")) == 40


async def test_what_a_job_gives_or_raises_arrives_at_who_asked(books: Books) -> None:
    assert await books.write(lambda session: "given") == "given"
    with pytest.raises(ZeroDivisionError):
        await books.write(lambda session: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        await books.read(lambda session: 1 // 0)


def test_reading_does_not_wait_for_a_writer(books: Books) -> None:
    notes(books, "a", "before")

    def reads_beside(session: Session) -> object:
        schema.note_fact(session, "a", "after")
        session.flush()
        return noted(books, "a")

    assert books.now_write(reads_beside) == "before"
    assert noted(books, "a") == "after"


def test_an_embedded_database_flushes_each_commit_to_the_disk(embedded_books: Books) -> None:
    with embedded_books.engine.connect() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


# -- locked, gone, broken ---------------------------------------------------------------------------


def test_a_locked_database_is_waited_for(embedded_books: Books, tmp_path: Path) -> None:
    begins = threading.Event()
    event.listen(embedded_books.engine, "before_cursor_execute", lambda *_: begins.set())
    with closing(sqlite3.connect(tmp_path / "books.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writer = threading.Thread(target=notes, args=(embedded_books, "a"))
        writer.start()
        begins.wait()
        assert noted_by(other) is None
        other.execute("COMMIT")
    writer.join()
    assert noted(embedded_books, "a") == "noted"


def noted_by(other: sqlite3.Connection) -> object:
    return other.execute("SELECT value FROM facts WHERE name = 'a'").fetchone()


def test_a_database_that_stays_locked_is_unavailable_and_nothing_is_written(
    impatient_books: Books, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "books.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="^database is locked$"):
            notes(impatient_books, "a")
        other.execute("COMMIT")
    assert noted(impatient_books, "a") is None
    notes(impatient_books, "a")


@pytest.fixture
def impatient_books(embedded_books: Books, a_seal: Seal) -> Iterator[Books]:
    """The same file, opened by somebody who does not wait."""
    opened = Books(embedded_books.url, a_seal, patience=0.0)
    yield opened
    opened.close()


def test_a_file_of_something_else_is_unavailable(tmp_path: Path, a_seal: Seal) -> None:
    (tmp_path / "a.db").write_text("Dear diary, " * 100)
    books = Books(f"sqlite:///{tmp_path / 'a.db'}", a_seal)
    with pytest.raises(Unavailable, match="^file is not a database$"):
        schema.ensure(books.engine, books.url)
    with pytest.raises(Unavailable, match="not a database"):
        notes(books, "a")
    assert (tmp_path / "a.db").read_text() == "Dear diary, " * 100
    books.close()


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path, a_seal: Seal) -> None:
    books = Books(f"sqlite:///{tmp_path / 'missing' / 'a.db'}", a_seal)
    with pytest.raises(Unavailable, match="^unable to open database file$"):
        schema.ensure(books.engine, books.url)
    books.close()


def test_a_postgresql_that_does_not_answer_is_unavailable_in_one_line(a_seal: Seal) -> None:
    books = Books("postgresql://nobody:a-password@127.0.0.1:1/none", a_seal)
    with pytest.raises(Unavailable) as gone:
        schema.ensure(books.engine, books.url)
    assert "\n" not in str(gone.value)
    assert "a-password" not in str(gone.value)
    books.close()


@pytest.mark.postgres
def test_a_postgresql_that_went_away_is_found_again(postgres_books: Books) -> None:
    notes(postgres_books, "a")
    with postgres_books.engine.connect() as mine, postgres_books.engine.connect() as other:
        number = other.execute(text("SELECT pg_backend_pid()")).scalar()
        mine.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
        mine.commit()
        other.invalidate()
    assert noted(postgres_books, "a") == "noted"


def test_a_mistake_of_ours_is_not_called_unavailable(books: Books) -> None:
    notes(books, "a")
    with pytest.raises(Exception, match=r"(?i)unique") as mistake:
        books.now_write(lambda s: s.execute(text("INSERT INTO facts (name, value) VALUES ('a', '1')")))
    assert not isinstance(mistake.value, Unavailable)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("books.db", "cannot be read"),
        ("", "cannot be read"),
        ("postgresql://a:b@c:no-port/d", "cannot be read"),
        ("mysql://a:secret@b/c", "kind mysql"),
        ("mongodb://b", "kind mongodb"),
    ],
)
def test_an_address_that_is_none_is_told_without_its_password(url: str, sentence: str, a_seal: Seal) -> None:
    with pytest.raises(WrongAddress, match=sentence) as wrong:
        Books(url, a_seal)
    assert "secret" not in str(wrong.value)


@pytest.mark.postgres
def test_every_way_to_write_a_postgresql_address_is_understood(postgres_books: Books, a_seal: Seal) -> None:
    notes(postgres_books, "a")
    bare = postgres_books.url.partition("://")[2]
    for kind in ("postgres", "postgresql", "postgresql+psycopg"):
        again = Books(f"{kind}://{bare}", a_seal)
        assert noted(again, "a") == "noted"
        again.close()


def test_an_error_quotes_nothing_that_was_to_be_written(books: Books) -> None:
    """What cannot be sealed is not sealed yet, and an error may end in a log."""

    def job(session: Session) -> None:
        conversations = Conversations(session, [1])
        conversations.move(Key(1, 1, 1), Standing("reporting", {"said": "陈桂芳", "more": object()}))
        conversations.save(datetime(2026, 3, 2, 10, tzinfo=UTC))

    with pytest.raises(StatementError) as told:
        books.now_write(job)
    assert "conversations" in str(told.value)
    assert "陈桂芳" not in str(told.value)


@pytest.mark.postgres
def test_a_fact_that_two_note_at_the_same_instant_is_noted(postgres_books: Books) -> None:
    """Several processes sweep: each asks whether it was noted, and then notes it."""
    both, refused = threading.Barrier(2), list[str]()

    def job(session: Session, name: str) -> None:
        assert schema.fact(session, name) is None
        both.wait()
        schema.note_fact(session, name, "noted")

    def notes_some() -> None:
        for number in range(20):
            try:
                postgres_books.now_write(partial(job, name=f"told {number}"))
            except IntegrityError as clash:
                refused.append(str(clash.orig))

    other = threading.Thread(target=notes_some)
    other.start()
    notes_some()
    other.join()
    assert refused == []
    assert noted(postgres_books, "told 19") == "noted"
