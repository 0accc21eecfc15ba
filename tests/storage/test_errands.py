"""Errands kept: one has it at a time, a killed process costs one try, and what came of it is taken once."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from storage import errands
from storage.books import Books
from storage.errands import FURTHEST, LEASE, MOST_TRIES, Errand
from storage.tables import ErrandRow, ErrandState
from tests.storage.desk import NOON, VERA


@pytest.fixture
def asked(books: Books) -> int:
    return _ask(books)


def _ask(books: Books, link: str = "https://t.me/x") -> int:
    return books.now_write(lambda s: errands.ask(s, "qr", VERA, 3, {"link": link}, NOON))


def _claim(books: Books, owner: str, ticks: float) -> Errand | None:
    return books.now_write(lambda s: errands.claim(s, owner, ticks))


def _claimed(books: Books, owner: str = "one", ticks: float = 1_000.0) -> Errand:
    errand = _claim(books, owner, ticks)
    assert errand is not None
    return errand


def _row(session: Session) -> ErrandRow:
    return session.exec(select(ErrandRow)).one()


def test_what_was_asked_for_comes_whole_to_one_worker_alone(books: Books, asked: int) -> None:
    errand = _claimed(books)
    assert errand == (asked, "qr", VERA, 3, {"link": "https://t.me/x"}, 1, NOON)
    assert _claim(books, "two", 1_000.0) is None


def test_the_oldest_comes_first(books: Books, asked: int) -> None:
    second = _ask(books)
    assert [_claimed(books).id, _claimed(books).id] == [asked, second]


def test_a_lapsed_lease_is_one_more_try_and_then_none(books: Books, asked: int) -> None:
    first, second = _claimed(books), _claimed(books, "two", 1_000.0 + LEASE)
    assert (first.id, second.id, first.tries, second.tries) == (asked, asked, 1, MOST_TRIES)
    assert not second.hopeless
    assert _claimed(books, "three", 1_000.0 + 2 * LEASE).hopeless


def test_the_only_process_takes_over_at_its_start_what_an_earlier_run_had(books: Books, asked: int) -> None:
    _claimed(books, "earlier run")
    assert books.now_write(lambda s: errands.released(s, "this run")) == 1
    assert _claimed(books, "this run", 1_001.0).id == asked
    assert books.now_write(lambda s: errands.released(s, "this run")) == 0


def test_who_was_too_slow_writes_nothing(books: Books, asked: int) -> None:
    slow = _claimed(books, "slow")
    quick = _claimed(books, "quick", 1_000.0 + LEASE)
    assert not books.now_write(lambda s: errands.done(s, slow, "slow", NOON, {"from": "slow"}))
    assert books.now_write(lambda s: errands.done(s, quick, "quick", NOON, {"from": "quick"}))
    assert not books.now_write(lambda s: errands.failed(s, quick, "quick", NOON))
    row = books.now_read(_row)
    assert (row.state, row.content, row.result) == (ErrandState.DONE, None, {"from": "quick"})


def test_what_was_put_off_waits_and_its_try_does_not_count(books: Books, asked: int) -> None:
    errand = _claimed(books)
    assert books.now_write(lambda s: errands.later(s, errand, "one", 1_010.0))
    assert books.now_read(errands.next_due) == 1_010.0
    assert _claim(books, "one", 1_009.0) is None
    assert _claimed(books, ticks=1_010.0).tries == 1


def test_a_clock_that_was_ahead_holds_nothing_up(books: Books, asked: int) -> None:
    _claimed(books, "a wrong clock", 9_000_000.0)
    assert _claimed(books, ticks=9_000_000.0 - FURTHEST).id == asked


def test_nothing_is_due_once_all_is_done(books: Books, asked: int) -> None:
    assert books.now_read(errands.next_due) == 0.0
    errand = _claimed(books)
    books.now_write(lambda s: errands.failed(s, errand, "one", NOON))
    assert books.now_read(errands.next_due) is None


def test_a_result_is_read_in_its_own_chat_and_taken_once(books: Books, asked: int) -> None:
    errand = _claimed(books)
    books.now_write(lambda s: errands.done(s, errand, "one", NOON, {"plan": 1}))
    assert books.now_read(lambda s: errands.result(s, asked, "qr", VERA)) == {"plan": 1}
    assert books.now_read(lambda s: errands.result(s, asked, "qr", VERA + 1)) is None
    assert books.now_read(lambda s: errands.result(s, asked, "network", VERA)) is None
    assert books.now_write(lambda s: errands.taken(s, asked))
    assert not books.now_write(lambda s: errands.taken(s, asked))
    assert books.now_read(lambda s: errands.result(s, asked, "qr", VERA)) is None


def test_a_result_that_nobody_took_is_forgotten(books: Books, asked: int) -> None:
    errand = _claimed(books)
    books.now_write(lambda s: errands.done(s, errand, "one", NOON, {"plan": 1}))
    assert books.now_write(lambda s: errands.forget_results(s, NOON)) == 0
    assert books.now_write(lambda s: errands.forget_results(s, NOON + timedelta(days=7))) == 1
    assert books.now_read(lambda s: errands.result(s, asked, "qr", VERA)) is None


def test_what_was_asked_for_is_not_readable_in_the_file(embedded_books: Books) -> None:
    _ask(embedded_books, "https://t.me/somebody")
    path = embedded_books.engine.url.database or ""
    for name in (path, f"{path}-wal"):
        with open(name, "rb") as file:
            assert b"somebody" not in file.read()
