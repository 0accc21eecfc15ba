"""Plans of visits as they are kept, in both databases."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from fieldwork.care import CarePlan, Mute, Outcome, Risk, Visit
from storage import care
from storage.books import Books

AT, MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC), date(2026, 3, 2)
WANG, XIHU = 2, "441802006019"


def made(books: Books, **values: Any) -> CarePlan:
    given: dict[str, Any] = {
        "place": "4", "door": "502", "name": "李阿婆", "risk": Risk.HIGH, "first_on": MONDAY, "next_on": MONDAY,
        "station": XIHU, "responsible_id": WANG, "made_by": WANG, "made_at": AT,
    }  # fmt: skip
    plan = CarePlan(**(given | values))
    return books.now_write(lambda s: care.make(s, plan))


def kept(books: Books, plan: int) -> CarePlan:
    found = books.now_read(lambda s: care.by_id(s, plan))
    assert found is not None
    return found


def test_a_plan_is_kept_whole(books: Books) -> None:
    plan = made(books, telephone="13800000000", words="有糖尿病")
    assert plan.code == "K-10001-6"
    assert kept(books, plan.id).model_dump() == plan.model_dump()


def test_of_two_who_change_the_same_the_first_does(books: Books) -> None:
    number = made(books).id
    first, second = kept(books, number), kept(books, number)
    assert books.now_write(lambda s: care.change(s, first, risk=Risk.KEY))
    assert not books.now_write(lambda s: care.change(s, second, risk=Risk.GENERAL))
    assert (kept(books, number).risk, first.version, second.risk) == (Risk.KEY, 1, Risk.HIGH)


def test_who_may_have_to_go_somewhere_is_found_by_the_day(books: Books) -> None:
    later = MONDAY + timedelta(days=40)
    made(books)
    made(books, responsible_id=3, next_on=later, first_on=later)
    made(books, responsible_id=4, next_on=later, first_on=later, changed_at=AT)
    made(books, responsible_id=5, next_on=later, first_on=later, extra_on=MONDAY)
    made(books, responsible_id=6, next_on=None, ended_at=AT)
    soon = MONDAY + timedelta(days=21)
    assert books.now_read(lambda s: care.responsible(s, soon)) == [WANG, 4, 5]
    assert [plan.id for plan in books.now_read(lambda s: care.of_people(s, [3, 4, 6]))] == [2, 3]


def test_an_ended_plan_is_of_its_month_alone(books: Books) -> None:
    made(books)
    made(books, ended_at=AT, next_on=None)
    found = books.now_read(lambda s: (care.of_stations(s, [XIHU]), care.of_stations(s, [XIHU], AT)))
    assert [[plan.id for plan in plans] for plans in found] == [[1], [1, 2]]
    assert books.now_read(lambda s: care.of_stations(s, [XIHU], AT + timedelta(days=1)))[-1].id == 1


def test_a_note_goes_below_the_first(books: Books) -> None:
    plan = made(books).id
    visit = Visit(plan_id=plan, at=AT, day=MONDAY, by_id=WANG, outcome=Outcome.MET)
    number = books.now_write(lambda s: care.note_visit(s, visit))
    for words in ("血压正常", "药够一周"):
        books.now_write(partial(care.annotate, visit=number, words=words))
    (found,) = books.now_read(lambda s: care.visits_of(s, [plan], MONDAY))
    assert found.note == "血压正常\n药够一周"
    assert books.now_read(lambda s: care.visits_of(s, [plan], MONDAY + timedelta(days=1))) == []


def test_a_pause_is_taken_back(books: Books) -> None:
    plan, until = made(books).id, MONDAY + timedelta(days=7)
    for pause in (Mute(plan_id=plan, since=MONDAY, until=until, noted_at=AT),
                  Mute(place="4", since=MONDAY, until=until, noted_at=AT)):  # fmt: skip
        books.now_write(partial(care.mute, pause=pause))
    assert books.now_write(lambda s: care.unmute(s, MONDAY, AT, plan=plan)) == 1
    assert [mute.in_force(MONDAY) for mute in books.now_read(lambda s: care.mutes(s, MONDAY))] == [
        False,
        True,
    ]
    assert books.now_write(lambda s: care.unmute(s, MONDAY, AT, place="4")) == 1
    assert books.now_read(lambda s: care.mutes(s, until + timedelta(days=1))) == []


def test_what_is_over_its_time_keeps_its_days_and_nothing_else(books: Books) -> None:
    ended, open_ = made(books, ended_at=AT, ended_why="去世", next_on=None).id, made(books).id
    visit = Visit(plan_id=ended, at=AT, day=MONDAY, outcome=Outcome.MET, note="血压正常")
    books.now_write(lambda s: care.note_visit(s, visit))
    books.now_write(
        lambda s: care.mute(s, Mute(plan_id=ended, since=MONDAY, until=MONDAY, reason="住院", noted_at=AT))
    )
    assert books.now_read(lambda s: care.over(s, AT, 9)) == []
    after = AT + timedelta(days=1)
    assert books.now_read(lambda s: care.over(s, after, 9)) == [ended]
    assert books.now_write(lambda s: care.bury(s, [ended], after)) == 1
    assert books.now_read(lambda s: care.over(s, after, 9)) == []
    plan = kept(books, ended)
    assert (plan.door, plan.name, plan.ended_why, plan.place, plan.ended_at) == ("", "", "", "4", AT)
    assert [visit.note for visit in books.now_read(lambda s: care.visits_of(s, [ended]))] == [""]
    assert [mute.reason for mute in books.now_read(lambda s: care.mutes(s, MONDAY))] == [""]
    assert kept(books, open_).name == "李阿婆"
