"""The figures of needs are entered by reading on in the history."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlmodel import Session, col

from fieldwork.reports import Report, State
from storage import entering, reports, tallies
from storage.books import Books
from storage.network import remember
from storage.tables import EventRow, ReportRow
from tests.fieldwork.neighbourhood import NETWORK

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = entering.Day(NETWORK, UTC, lambda *_: 1.0, AT)


@pytest.fixture
def books(embedded_books: Books) -> Books:
    return embedded_books


def filed(session: Session, number: int) -> None:
    """A report, and the two events by which it came to its station: with this number and the next."""
    report = Report(place="b1", station="c1", reporter_id=9, sent_at=AT, kept_at=AT, text="x")
    serial = reports.file(session, report, 700, None).serial
    reports.change(session, report, state=State.DISPATCHED)
    steps = ("sent", None, State.SUBMITTED), ("dispatched", State.SUBMITTED, State.DISPATCHED)
    for id_, (step, came, went) in enumerate(steps, number):
        session.add(
            EventRow(id=id_, at=AT, serial=serial, step=step, actor_id=1, came_from=came, went_to=went)
        )
    session.flush()


def read(session: Session) -> int:
    return entering.read_on(session, DAY)


def received(session: Session) -> float:
    sums = tallies.sums(session, "/", AT.date(), AT.date())
    return sum(each.number for each in sums if each.name == "received")


def test_a_lower_number_that_is_committed_late_is_read_all_the_same(books: Books) -> None:
    """A transaction may take its numbers first and end last."""
    books.now_write(lambda session: filed(session, 10))
    books.now_write(read)
    books.now_write(lambda session: filed(session, 5))
    assert books.now_write(received) == 1
    books.now_write(lambda session: filed(session, 12))
    books.now_write(read)
    assert books.now_write(received) == 3


def test_what_an_older_version_left_out_of_the_rates_is_reckoned_anew_once(books: Books) -> None:
    """Its lines of that time do not say how much of what was received is out of the rates."""

    def older(session: Session) -> None:
        filed(session, 10)
        read(session)
        report = reports.by_serial(session, session.execute(select(col(ReportRow.serial))).scalar_one())
        assert report
        reports.change(session, report, excluded=True)
        session.add(EventRow(id=12, at=AT, serial=report.serial, step="exclude", actor_id=1))
        remember(session, entering.CURSOR, 12)
        remember(session, entering.MADE, 0)

    def out(session: Session) -> float:
        read(session)
        return sum(
            each.number
            for each in tallies.sums(session, "/", AT.date(), AT.date())
            if each.name == "received_out"
        )

    books.now_write(older)
    assert [books.now_write(out), books.now_write(out)] == [1, 1]


def test_a_look_reads_only_what_is_new(books: Books) -> None:
    """Twenty reports that nothing happened to since are not reckoned anew for one that is new."""
    for number in range(1, 41, 2):
        books.now_write(partial(filed, number=number))
    books.now_write(read)
    books.now_write(lambda session: filed(session, 41))
    asked: list[Any] = []
    event.listen(books.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert books.now_write(read) == 2
    assert sum("FROM reports" in statement for statement in asked) == 1
