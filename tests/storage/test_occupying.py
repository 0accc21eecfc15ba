"""One `run` on an embedded database; on PostgreSQL many, and each knows whether it came first."""

from contextlib import closing
from pathlib import Path

import pytest

from storage.books import Books, Unavailable
from storage.occupying import TAKEN, occupied
from storage.schema import SchemaError
from storage.sealing import Seal


def test_the_first_is_alone_and_leaves_no_trace_when_it_goes(address: str) -> None:
    for _ in range(2):
        with occupied(address) as alone:
            assert alone


def test_a_second_on_a_file_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'books.db'}"
    with occupied(url), pytest.raises(SchemaError, match=TAKEN), occupied(url):
        pass
    with occupied(url) as alone:
        assert alone


@pytest.mark.postgres
def test_a_second_on_a_server_knows_that_it_is_not_alone(postgres_books: Books) -> None:
    with occupied(postgres_books.url) as first, occupied(postgres_books.url) as second:
        assert (first, second) == (True, False)


@pytest.mark.postgres
def test_one_who_comes_back_is_not_alone_while_another_stayed(postgres_books: Books) -> None:
    with occupied(postgres_books.url), occupied(postgres_books.url) as second:
        assert not second
        with occupied(postgres_books.url) as third:
            assert not third


def test_commands_may_read_and_write_beside_it(address: str, a_seal: Seal) -> None:
    with occupied(address), closing(Books(address, a_seal)) as books:
        assert books.now_write(lambda session: session.connection().exec_driver_sql("SELECT 1").scalar()) == 1


def test_a_server_that_does_not_answer_is_unavailable() -> None:
    with pytest.raises(Unavailable), occupied("postgresql://nobody@127.0.0.1:1/none"):
        pass


def test_a_folder_that_is_not_there_is_for_the_opening_to_tell(tmp_path: Path) -> None:
    with occupied(f"sqlite:///{tmp_path / 'gone' / 'books.db'}") as alone:
        assert alone
