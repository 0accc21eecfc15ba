"""Who is on duty: what is said of some days takes nothing from the days before and after."""

from datetime import UTC, date, datetime

from fieldwork.duty import Closure, Duty
from storage import duties, reachability
from storage.books import Books

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
STATION = "441802006019"


def march(day: int) -> date:
    return date(2026, 3, day)


def on_duty(person: int, since: int, until: int) -> Duty:
    return Duty(person_id=person, station=STATION, since=march(since), until=march(until), noted_at=NOW)


def rota(books: Books) -> list[tuple[int, int, int]]:
    kept = books.now_read(lambda session: duties.duties(session, march(1), march(31)))
    return [(duty.person_id, duty.since.day, duty.until.day) for duty in kept]


def test_one_day_in_the_middle_leaves_the_days_around_it(books: Books) -> None:
    books.now_write(lambda session: duties.arrange(session, on_duty(2, 9, 15)))
    before = books.now_write(lambda session: duties.arrange(session, on_duty(3, 11, 11)))
    assert [duty.person_id for duty in before] == [2]
    assert rota(books) == [(2, 9, 10), (3, 11, 11), (2, 12, 15)]


def test_days_that_reach_over_two_duties_cut_both(books: Books) -> None:
    books.now_write(lambda session: duties.arrange(session, on_duty(2, 9, 11)))
    books.now_write(lambda session: duties.arrange(session, on_duty(3, 12, 15)))
    books.now_write(lambda session: duties.arrange(session, on_duty(4, 11, 12)))
    assert rota(books) == [(2, 9, 10), (4, 11, 12), (3, 13, 15)]


def test_nobody_at_all_leaves_a_gap(books: Books) -> None:
    books.now_write(lambda session: duties.arrange(session, on_duty(2, 9, 11)))
    books.now_write(lambda session: duties.arrange(session, on_duty(0, 10, 10), nobody=True))
    assert rota(books) == [(2, 9, 9), (2, 11, 11)]


def test_another_station_is_another_rota(books: Books) -> None:
    books.now_write(lambda session: duties.arrange(session, on_duty(2, 9, 11)))
    elsewhere = on_duty(3, 9, 11).model_copy(update={"station": "441802006012"})
    books.now_write(lambda session: duties.arrange(session, elsewhere))
    assert len(rota(books)) == 2


def test_whoever_keeps_up_with_people_and_calendars_looks_again(books: Books) -> None:
    def version() -> int:
        return books.now_read(reachability.version)

    before = version()
    books.now_write(lambda session: duties.arrange(session, on_duty(2, 9, 11)))
    arranged = version()
    closure = Closure(station=STATION, since=march(9), until=march(9), reason="盘点", noted_at=NOW)
    books.now_write(lambda session: duties.close(session, closure))
    closed = version()
    assert before < arranged < closed
    assert books.now_write(lambda session: duties.open_again(session, STATION, march(9), NOW)) == 1
    assert books.now_read(duties.closures) == []
    assert version() > closed
