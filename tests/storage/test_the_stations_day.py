"""What a station's day is read from: who is away, what waits for whom, what is handled, what words are found in."""

from datetime import UTC, date, datetime

from fieldwork.people import Absence
from fieldwork.reports import Event, State, Urgency
from storage import people, reachability, reports, searching
from storage.books import Books
from tests.storage.test_reports_kept import AT, DONGMEN, VERA, WANG, XIHU, filed, files

MONDAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def is_away(books: Books, since: int, until: int | None, person: int = WANG) -> None:
    absence = Absence(person_id=person, since=date(2026, 3, since), noted_at=NOW,
                      until=date(2026, 3, until) if until else None)  # fmt: skip
    books.now_write(lambda s: people.be_away(s, absence))


def away(books: Books, day: int) -> list[tuple[int, int | None]]:
    found = books.now_read(lambda s: people.absences(s, date(2026, 3, day), WANG))
    return [(each.since.day, each.until.day if each.until else None) for each in found]


def test_an_absence_takes_the_place_of_one_for_the_same_days(books: Books) -> None:
    is_away(books, 2, 4)
    is_away(books, 4, 6)
    is_away(books, 9, None)
    is_away(books, 3, 3, person=VERA)
    assert away(books, 2) == [(4, 6), (9, None)]
    assert away(books, 7) == [(9, None)]


def test_coming_back_ends_today_and_leaves_what_is_to_come(books: Books) -> None:
    is_away(books, 2, 4)
    is_away(books, 9, 10)
    before = books.now_read(reachability.version)
    assert books.now_write(lambda s: people.come_back(s, WANG, MONDAY, NOW))
    assert away(books, 2) == [(9, 10)]
    assert books.now_read(reachability.version) > before
    assert books.now_write(lambda s: people.come_back(s, WANG, MONDAY, NOW)), "what is to come is taken back"
    assert not books.now_write(lambda s: people.come_back(s, WANG, MONDAY, NOW))


def test_what_waits_is_counted_no_further_than_asked(books: Books) -> None:
    filed(books, 4, state=State.DISPATCHED, rung_id=WANG)
    files(books, 5, state=State.DISPATCHED, rung_id=VERA)
    files(books, 6, state=State.SIGNED, rung_id=WANG)
    files(books, 7, state=State.REWORK, rung_id=WANG, station=DONGMEN)
    counted = [
        books.now_read(lambda s, w=whom, m=most: reports.waiting(s, [XIHU], w, m))  # type: ignore[misc]
        for whom, most in ((WANG, 10), (WANG, 3), (None, 10), (99, 10))
    ]
    assert counted == [4, 3, 5, 0]


def test_pairs_name_each_station_with_each_person_once(books: Books) -> None:
    two = filed(books, 2, state=State.DISPATCHED, rung_id=WANG)
    nobodys = files(books, 3, state=State.DISPATCHED).serial
    files(books, 4, state=State.SIGNED, handler_id=VERA)
    assert set(books.now_read(reports.unsigned_pairs)) == {(XIHU, WANG), (XIHU, None)}
    assert books.now_read(reports.handled_pairs) == [(XIHU, VERA)]
    assert books.now_read(lambda s: reports.unsigned_of_pair(s, XIHU, WANG)) == two
    assert books.now_read(lambda s: reports.unsigned_of_pair(s, XIHU, None)) == [nobodys]


def test_the_urgent_come_first_and_then_the_oldest(books: Books) -> None:
    old, urgent, most, new = (
        files(books, message, state=State.DISPATCHED, urgency=urgency).serial
        for message, urgency in enumerate((Urgency.T2, Urgency.T1, Urgency.T0, Urgency.Q), start=1)
    )
    found = books.now_read(lambda s: reports.of_station(s, [XIHU], reports.UNSIGNED))
    assert [report.serial for report in found] == [most, urgent, old, new]
    counted = books.now_read(lambda s: reports.count_by_urgency(s, [XIHU], reports.UNSIGNED))
    assert counted == {Urgency.T0: 1, Urgency.T1: 1, Urgency.T2: 1, Urgency.Q: 1}


def test_the_newest_are_looked_through_first_with_what_was_added(books: Books) -> None:
    serials = filed(books, 3)
    files(books, 4, station=DONGMEN, reporter_id=WANG)
    added = Event(at=AT, serial=serials[0], step="added", reason="味道很大")
    books.now_write(lambda s: reports.note(s, added))

    def look(
        stations: list[str], reporter: int, before: int = 0, most: int = 10
    ) -> list[tuple[int, list[str]]]:
        return books.now_read(
            lambda s: [(r.serial, more) for r, more in searching.newest(s, stations, reporter, before, most)]
        )

    assert look([XIHU], 99) == [(serials[2], []), (serials[1], []), (serials[0], ["味道很大"])]
    assert look([], VERA, before=serials[1]) == [(serials[0], ["味道很大"])]
    assert look([XIHU], WANG, most=2) == [(serials[2] + 1, []), (serials[2], [])]
    assert look([], 99) == []
