"""What comes to somebody in a rhythm is as it is shipped until they say otherwise."""

from datetime import UTC, datetime

from fieldwork.rhythms import Rhythm, RhythmKind
from storage import rhythms
from storage.books import Books

TEN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LISTS, MONTHLY = RhythmKind.LISTS, RhythmKind.MONTHLY


def test_of_whom_nothing_is_kept_has_it_as_it_is_shipped(books: Books) -> None:
    kept = books.now_read(lambda session: rhythms.of(session, 7, LISTS))
    assert kept == Rhythm(person_id=7, kind=LISTS)


def test_what_is_kept_takes_the_place_of_what_was_kept_before(books: Books) -> None:
    first = Rhythm(person_id=7, kind=LISTS, times="09:00")
    then = Rhythm(person_id=7, kind=LISTS, times="10:00,15:00", asked_at=TEN)
    books.now_write(lambda session: rhythms.keep(session, first))
    books.now_write(lambda session: rhythms.keep(session, then))
    kept = books.now_read(lambda session: rhythms.of(session, 7, LISTS))
    assert (kept.times, kept.asked_at) == ("10:00,15:00", TEN)


def test_each_kind_is_kept_by_itself(books: Books) -> None:
    books.now_write(lambda session: rhythms.keep(session, Rhythm(person_id=7, kind=LISTS, is_on=False)))
    books.now_write(lambda session: rhythms.keep(session, Rhythm(person_id=8, kind=MONTHLY, silent=2)))
    lists = books.now_read(lambda session: rhythms.of_kind(session, LISTS))
    assert {person: rhythm.is_on for person, rhythm in lists.items()} == {7: False}
    assert set(books.now_read(lambda session: rhythms.of_person(session, 8))) == {MONTHLY}
    assert books.now_read(lambda session: rhythms.of(session, 7, MONTHLY)).is_on
