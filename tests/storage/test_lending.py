"""A database that is lent once more is empty, counts from one again, and nobody is in it."""

from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from fieldwork import numbers
from fieldwork.reports import Report
from storage import inbox, reports, schema
from storage.books import Books
from storage.sealing import Seal
from tests.storage.desk import NOON
from tests.storage.lending import Lender

pytestmark = pytest.mark.postgres
UPDATE = {"update_id": 1, "message": {"chat": {"id": 7}}}


@pytest.fixture
def fresh_lender(postgres: str, shaped_template: str) -> Lender:
    return Lender(postgres, shaped_template)


def _first(books: Books) -> int:
    """Takes an update in; the number it gets."""
    books.now_write(lambda s: inbox.keep(s, 42, [UPDATE], NOON))
    return books.now_read(lambda s: inbox.peek(s, 10))[-1].id


def test_the_next_one_finds_nothing_of_the_one_before(fresh_lender: Lender, a_seal: Seal) -> None:
    numbers = []
    for _ in range(2):
        with fresh_lender.lent() as address:
            books = Books(address, a_seal)
            assert books.now_read(lambda s: inbox.counts(s)) == {}
            assert schema.standing(books.engine) == schema.newest()
            numbers.append((address, _first(books)))
            books.close()
    assert numbers[0] == numbers[1]


def test_reports_are_counted_from_the_first_number_again(fresh_lender: Lender, a_seal: Seal) -> None:
    for _ in range(2):
        with fresh_lender.lent() as address:
            books = Books(address, a_seal)
            report = Report(reporter_id=1, text="漏水", station="s", sent_at=NOON, kept_at=NOON)
            books.now_write(partial(reports.file, report=report, chat=1001, message_id=1))
            assert report.serial == numbers.FIRST
            books.close()


def test_two_at_a_time_have_two(fresh_lender: Lender) -> None:
    with fresh_lender.lent() as one, fresh_lender.lent() as other:
        assert one != other


def test_whoever_stayed_in_it_is_shown_out(fresh_lender: Lender, a_seal: Seal) -> None:
    with fresh_lender.lent() as address:
        stays = Books(address, a_seal)
        connection = stays.engine.connect()
        connection.execute(text("LOCK TABLE reports"))
    with pytest.raises(DatabaseError):
        connection.execute(text("SELECT 1"))
    connection.invalidate()
    connection.close()
    stays.close()


def test_one_that_has_another_shape_is_lent_to_nobody(fresh_lender: Lender, a_seal: Seal) -> None:
    with fresh_lender.lent() as address:
        books = Books(address, a_seal)
        with books.engine.begin() as connection:
            connection.execute(text("ALTER TABLE reports ADD COLUMN odd integer"))
        books.close()
    with fresh_lender.lent() as other:
        assert other != address
