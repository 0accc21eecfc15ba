"""Reports as they are kept: numbered once, changed by whoever is first, with a history that only grows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from fieldwork import numbers
from fieldwork.life import steps_to
from fieldwork.reports import Attachment, AttachmentState, Event, Report, State, Urgency, Wording
from storage import reports
from storage.books import Books
from storage.tables import ReportRow

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
VERA, LIU, WANG = 1, 2, 3
CHAT = 700_000_000_001
XIHU, DONGMEN = "441802006019", "441802006001"


USUAL: dict[str, Any] = {
    "reporter_id": VERA, "text": "4号楼化粪池漏了", "station": XIHU, "sent_at": AT, "kept_at": AT,
}  # fmt: skip


def made(**given: Any) -> Report:
    return Report(**{**USUAL, **given})


def files(books: Books, message: int = 1, **given: Any) -> Report:
    return books.now_write(lambda session: reports.file(session, made(**given), CHAT, message))


def filed(books: Books, many: int, **given: Any) -> list[int]:
    return [files(books, message, **given).serial for message in range(1, many + 1)]


def found(books: Books, serial: int) -> Report:
    report = books.now_read(lambda session: reports.by_serial(session, serial))
    assert report is not None
    return report


def by_message(books: Books, message: int, chat: int = CHAT) -> int | None:
    report = books.now_read(lambda session: reports.by_message(session, chat, message))
    return report.serial if report else None


def page(books: Books, skip: int) -> list[int]:
    """Two of Vera's reports."""
    return [r.serial for r in books.now_read(lambda s: reports.of_reporter(s, VERA, 2, skip))]


def happens(books: Books, serial: int, step: str) -> None:
    event = Event(at=AT, serial=serial, step=step, reason=step * 2)
    books.now_write(lambda session: reports.note(session, event))


def attaches(books: Books, serial: int, name: str) -> None:
    photo = Attachment(serial=serial, file_id=name, file_unique_id=name, caption=f"{name}!", from_id=VERA)
    books.now_write(lambda session: reports.attach(session, photo))


def walks(books: Books, report: Report, name: str, **values: Any) -> bool:
    steps = steps_to(name, report)
    return books.now_write(
        lambda s: reports.walk(
            s, report, steps, at=AT, actor=WANG, role="social_worker", reason="看过了", **values
        )
    )


def events(books: Books, serial: int) -> list[Event]:
    return books.now_read(lambda session: reports.events(session, serial))


# -- numbers ----------------------------------------------------------------------------------------


def test_the_first_number_has_five_digits_and_the_next_follows(books: Books) -> None:
    assert filed(books, 3) == [numbers.FIRST, numbers.FIRST + 1, numbers.FIRST + 2]


def test_a_number_is_never_given_twice(books: Books) -> None:
    last = filed(books, 2)[-1]
    books.now_write(lambda s: s.execute(delete(ReportRow).where(col(ReportRow.serial) == last)))
    assert files(books, 9).serial == last + 1


def test_a_report_that_was_rolled_back_is_not_there(books: Books) -> None:
    def fails(session: Session) -> None:
        reports.file(session, made(), CHAT, 1)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        books.now_write(fails)
    assert books.now_read(lambda s: reports.of_reporter(s, VERA, 10)) == []
    assert books.now_read(lambda s: reports.by_message(s, CHAT, 1)) is None


def test_what_was_filed_is_found_as_it_was(books: Books) -> None:
    given = made(
        urgency=Urgency.T1, category="sewage.leak", place="p", door="2单元", named="翠竹苑", words="楼下",
        album="a", rule="nearest", rule_version=1, rung_id=LIU, question="place",
        sent_at=AT - timedelta(seconds=9),
    )  # fmt: skip
    kept = books.now_write(lambda session: reports.file(session, given, CHAT, 1))
    assert found(books, kept.serial).model_dump() == kept.model_dump()


@pytest.mark.parametrize("serial", [0, -1, 1, 2**31 - 1])
def test_a_number_that_nobody_has_finds_nothing(books: Books, serial: int) -> None:
    files(books)
    assert books.now_read(lambda session: reports.by_serial(session, serial)) is None


# -- changes ----------------------------------------------------------------------------------------


def test_the_first_of_two_changes_wins_and_the_second_is_told(books: Books) -> None:
    serial = files(books).serial
    mine, hers = found(books, serial), found(books, serial)
    assert books.now_write(lambda s: reports.change(s, mine, handler_id=WANG))
    assert not books.now_write(lambda s: reports.change(s, hers, handler_id=LIU))
    assert (found(books, serial).handler_id, found(books, serial).version) == (WANG, 1)
    assert (mine.handler_id, mine.version) == (WANG, 1)
    assert (hers.handler_id, hers.version) == (None, 0)


def test_a_step_implies_those_before_it_each_with_its_event(books: Books) -> None:
    report = files(books, state=State.DISPATCHED)
    assert walks(books, report, "done", handler_id=WANG)
    told = [(e.step, e.came_from, e.went_to, e.reason) for e in events(books, report.serial)]
    assert told == [
        ("sign", State.DISPATCHED, State.SIGNED, "implied by done"),
        ("contact", State.SIGNED, State.IN_PROGRESS, "implied by done"),
        ("done", State.IN_PROGRESS, State.DONE, "看过了"),
    ]
    assert {(e.at, e.actor_id, e.role) for e in events(books, report.serial)} == {(AT, WANG, "social_worker")}
    kept = found(books, report.serial)
    assert (kept.state, kept.handler_id, kept.version) == (State.DONE, WANG, 1)


def test_a_step_that_comes_too_late_leaves_no_event(books: Books) -> None:
    report = files(books, state=State.DISPATCHED)
    late = found(books, report.serial)
    assert walks(books, report, "sign")
    assert not walks(books, late, "sign")
    assert [event.step for event in events(books, report.serial)] == ["sign"]


def test_no_step_is_no_walk(books: Books) -> None:
    report = files(books, state=State.CLOSED)
    assert not walks(books, report, "sign")
    assert found(books, report.serial).version == 0


def test_a_history_is_told_in_the_order_it_happened(books: Books) -> None:
    serial = files(books).serial
    for step in ("sent", "added", "dispatched", "added"):
        happens(books, serial, step)
    assert [event.step for event in events(books, serial)] == ["sent", "added", "dispatched", "added"]
    assert books.now_read(lambda s: reports.additions(s, serial)) == ["addedadded", "addedadded"]


# -- messages, albums, attachments ------------------------------------------------------------------


def test_the_report_of_a_message_is_found_in_its_chat_alone(books: Books) -> None:
    report = files(books, message=5)
    later = Wording(serial=report.serial, chat=CHAT, message_id=6, at=AT, how="added", words="味道很大")
    books.now_write(lambda s: reports.word(s, later))
    assert [by_message(books, message) for message in (5, 6, 7)] == [report.serial, report.serial, None]
    assert by_message(books, 5, CHAT + 1) is None


def test_a_message_never_belongs_to_two_reports(books: Books) -> None:
    files(books, message=5)
    with pytest.raises(IntegrityError):
        files(books, message=5)


def test_an_albums_later_part_finds_the_report_of_its_own_reporter(books: Books) -> None:
    report = files(books, album="a")
    files(books, 2, album="a", reporter_id=LIU)
    kept = books.now_read(lambda s: reports.by_album(s, VERA, "a"))
    assert kept is not None
    assert kept.serial == report.serial
    assert books.now_read(lambda s: reports.by_album(s, VERA, "b")) is None


def test_attachments_come_back_in_order_and_are_wanted_at_first(books: Books) -> None:
    serial = files(books).serial
    for name in ("one", "two"):
        attaches(books, serial, name)
    kept = books.now_read(lambda s: reports.attachments(s, serial))
    assert [(a.file_id, a.caption, a.state) for a in kept] == [
        ("one", "one!", AttachmentState.WANTED),
        ("two", "two!", AttachmentState.WANTED),
    ]


# -- lists ------------------------------------------------------------------------------------------


def test_a_person_sees_their_own_reports_newest_first_and_a_page_at_a_time(books: Books) -> None:
    serials = filed(books, 5)
    files(books, 9, reporter_id=LIU)
    pages = [page(books, skip) for skip in (0, 2, 4, 6)]
    assert pages == [serials[:2:-1], [serials[2], serials[1]], serials[:1], []]


def test_a_stations_list_is_oldest_first_by_state_handler_and_place(books: Books) -> None:
    one = files(books, 1, state=State.DISPATCHED, place="four").serial
    two = files(books, 2, state=State.SIGNED, place="five", handler_id=WANG).serial
    three = files(books, 3, state=State.REWORK, place="four").serial
    files(books, 4, state=State.CLOSED, place="four")
    files(books, 5, state=State.DISPATCHED, place="four", station=DONGMEN)

    def listed(*states: State, **how: Any) -> list[int]:
        rows = books.now_read(lambda s: reports.of_station(s, [XIHU], states, **how))
        many = books.now_read(lambda s: reports.count_of_station(s, [XIHU], states, **how))
        assert many == len(rows)
        return [report.serial for report in rows]

    assert listed(*reports.UNSIGNED) == [one, three]
    assert listed(*reports.OPEN) == [one, two, three]
    assert listed(*reports.OPEN, handler=WANG) == [two]
    assert listed(*reports.OPEN, place_in=["four"]) == [one, three]
    assert listed(*reports.OPEN, place_in=[]) == []
    assert books.now_read(lambda s: reports.count_by_place(s, [XIHU], reports.OPEN)) == {"four": 2, "five": 1}


def test_words_and_doors_are_not_to_be_read_in_the_database(books: Books) -> None:
    files(books, door="2单元501", named="翠竹苑", outcome="通了")
    raw = books.now_read(lambda s: s.connection().exec_driver_sql("SELECT * FROM reports").one())
    lying_open = " ".join(str(value) for value in raw) + " ".join(
        bytes(value).decode("utf-8", "ignore") for value in raw if isinstance(value, bytes | memoryview)
    )
    for words in ("化粪池", "2单元", "翠竹苑", "通了"):
        assert words not in lying_open


def test_times_come_back_aware_and_equal_whatever_zone_they_came_in(books: Books) -> None:
    serial = files(books, sent_at=AT.astimezone()).serial
    assert found(books, serial).sent_at == AT
    assert books.now_read(lambda s: s.execute(select(col(ReportRow.kept_at))).scalar_one()).tzinfo is not None


def test_a_time_without_a_zone_is_refused(books: Books) -> None:
    with pytest.raises(Exception, match="a time without a zone"):
        files(books, sent_at=datetime(2026, 3, 2, 12, 0))  # noqa: DTZ001 - wrong on purpose
