"""Digests out of the books: of one place, and of many in one pass."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event
from sqlmodel import Session

from bot.rules import load_rules
from fieldwork import periods
from fieldwork.activities import Activity, ActivityKind, Stage, Unit
from fieldwork.cases import Case, CaseKind, opening
from fieldwork.digests import Digest, Span
from fieldwork.people import RoleKind
from fieldwork.periods import Period
from fieldwork.places import Cover, Network, Place, PlaceKind, Station
from fieldwork.reports import Event, PrivacyClass, Report, State, Urgency
from fieldwork.tallies import Closing, Tally
from fieldwork.timetable import FIRED
from storage import activities, cases, people, reports, tallies
from storage.books import Books
from storage.digesting import Ground, digest_of, digests_of_all

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 9, 8, 30, tzinfo=CHINA)
RULES = load_rules()
WEEK = periods.last_complete(MONDAY.date(), Span.WEEK, RULES.periods)
K = PlaceKind
TREE = Network(
    [
        Place(code="d", kind=K.DISTRICT, name="清城区"),
        Place(code="s", kind=K.STREET, name="凤城街道", parent="d"),
        Place(code="t", kind=K.STREET, name="东城街道", parent="d"),
        Place(code="x", kind=K.COMMUNITY, name="西湖社区", parent="s"),
        Place(code="y", kind=K.COMMUNITY, name="东门社区", parent="s"),
        Place(code="x4", kind=K.BUILDING, name="4号楼", parent="x"),
        Place(code="x5", kind=K.BUILDING, name="5号楼", parent="x"),
    ],
    [Station(code=code, name=f"{code}站", place=code) for code in ("d", "s", "t", "x")],
    [Cover(station=code, place=code) for code in ("d", "s", "t", "x")],
)
GROUND = Ground(TREE, RULES, MONDAY, CHINA)


def test_a_street_states_what_lies_below_it_and_nothing_else(books: Books) -> None:
    books.now_write(
        lambda s: _enter(s, ("x4", 3, "received", 3), ("y", 4, "received", 2), ("t", 3, "received", 9))
    )
    digest = _made(books, "s")
    assert _number(digest, "received") == 5
    assert [(each.name, each.figures[0].number) for each in digest.places] == [
        ("西湖社区", 3),
        ("东门社区", 2),
    ]


@pytest.mark.parametrize(("place", "index"), [("t", "by_place"), ("d", "by_day")])
def test_a_small_place_is_looked_up_by_place_and_the_whole_by_day(
    embedded_books: Books, place: str, index: str
) -> None:
    """Else a street among forty thousand reads eight weeks of a whole country."""
    asked: list[tuple[str, Any]] = []
    event.listen(
        embedded_books.engine, "before_cursor_execute", lambda *said: asked.append((said[2], said[3]))
    )
    _made(embedded_books, place)
    of_lines = [(sql, values) for sql, values in asked if "FROM tallies" in sql]
    with embedded_books.engine.connect() as connection:
        plans = [
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all())
            for sql, values in of_lines
        ]
    assert len(plans) > 2
    assert [plan for plan in plans if index not in plan and "COVERING" not in plan] == []


def test_the_week_before_stands_beside_and_late_lines_are_told(books: Books) -> None:
    books.now_write(lambda s: _enter(s, ("x", 3, "received", 3), ("x", -4, "received", 8)))
    books.now_write(lambda s: _enter(s, ("x", 4, "received", 1), late=True))
    stated = _made(books, "x").figures[0]
    assert (stated.number, stated.before, stated.late) == (4, 8, 1)


def test_a_rate_keeps_what_it_is_of(books: Books) -> None:
    books.now_write(lambda s: _enter(s, ("x", 3, "answered", 20), ("x", 3, "solved", 16)))
    rates = {each.name: (each.number, each.whole) for each in _made(books, "x").figures if each.whole}
    assert rates == {"rated_rate": (20, 20), "solved_rate": (16, 20), "satisfied_rate": (0, 20)}


def test_who_is_behind_with_a_target_is_counted_in_the_longer_digests(books: Books) -> None:
    books.now_write(lambda s: _joins(s, 1, RoleKind.SOCIAL_WORKER, "x", days=90))
    books.now_write(lambda s: _joins(s, 2, RoleKind.SOCIAL_WORKER, "y", days=90))
    (wang, _) = books.now_read(
        lambda s: [s_.id for s_ in (people.by_account(s, 1001), people.by_account(s, 1002)) if s_]
    )
    session = _line("x", 3, "case_session", 1, "次").model_copy(update={"person_id": wang, "serial": 10001})
    done = Activity(serial=10001, kind=ActivityKind.CASE_SESSION, stage=Stage.ACCEPTED, person_id=wang, station="x",
                    held_on=date(2026, 3, 3))  # fmt: skip
    books.now_write(lambda s: activities.keep(s, done, {Unit.TIMES: 1}))
    books.now_write(lambda s: tallies.enter(s, [session]))
    month = periods.period_of(MONDAY.date(), Span.MONTH, RULES.periods)
    assert [(each.people, each.of) for each in _made(books, "s", month).behind] == [(1, 2)]
    assert _made(books, "s").behind == []


def test_the_units_of_an_activity_stay_apart(books: Books) -> None:
    lines = [
        _line("x", 3, "home_visit", number, unit) for number, unit in ((1, "次"), (5, "户"), (8, "人次"))
    ]
    books.now_write(lambda s: tallies.enter(s, lines))
    stated = [(each.name, each.unit, each.number) for each in _made(books, "x").figures]
    assert stated[0] == ("service", "人次", 8)
    assert stated[1:] == [("home_visit", "次", 1), ("home_visit", "户", 5), ("home_visit", "人次", 8)]


def test_what_is_open_is_told_by_age_and_what_is_late_stands_first(books: Books) -> None:
    late = books.now_write(lambda s: _file(s, "x4", days=3, level=1))
    books.now_write(lambda s: _note_late(s, late, MONDAY - timedelta(days=2)))
    unsigned = books.now_write(lambda s: _file(s, "x5", days=1, state=State.DISPATCHED))
    books.now_write(lambda s: _file(s, "y", days=1, station="s"))
    digest = _made(books, "s")
    assert [(each.since, each.until, each.many) for each in digest.ages] == [
        (0, 7, 3),
        (8, 30, 0),
        (31, None, 0),
    ]
    assert [(each.serial, each.days_late) for each in digest.matters] == [(late, 2), (unsigned, 0)]
    assert digest.matters[0].place == "凤城街道西湖社区4号楼"


def test_what_is_late_in_two_ways_is_late_since_the_limit_it_passed_last(books: Books) -> None:
    """The contact rises once more after the work was late, too: neither limit was over only then."""
    late = books.now_write(lambda s: _file(s, "x4", days=9, level=2))
    for days, step in (
        (8, "contact.late#0"),
        (6, "done.late#0"),
        (3, "contact.rise2#0"),
        (1, "done.rise2#0"),
    ):
        books.now_write(partial(_note_late, serial=late, at=MONDAY - timedelta(days=days), step=step))
    assert [(each.serial, each.days_late) for each in _made(books, "x").matters] == [(late, 6)]


def test_what_is_restricted_is_counted_and_not_listed(books: Books) -> None:
    books.now_write(lambda s: _file(s, "x4", days=3, level=2, privacy=PrivacyClass.P3))
    digest = _made(books, "x")
    assert (digest.matters, digest.restricted, digest.open) == ([], 1, 1)


def test_what_waits_to_be_accepted_is_counted(books: Books) -> None:
    for serial, stage in ((1, Stage.SUBMITTED), (2, Stage.ACCEPTED), (3, Stage.RESUBMITTED)):
        books.now_write(partial(activities.keep, activity=_activity(serial, stage), counts={Unit.TIMES: 1}))
    assert _made(books, "s").not_accepted == 2


def test_a_station_that_returned_is_named(books: Books) -> None:
    books.now_write(lambda s: _enter(s, ("x", 3, "returned", 2)))
    assert [(each.name, each.number) for each in _made(books, "s").returns] == [("x站", 2)]


def test_heads_who_were_not_heard_from_are_counted_and_five_are_named(books: Books) -> None:
    for number in range(7):
        books.now_write(partial(_joins, number=number, kind=RoleKind.BUILDING_HEAD, place="x4", days=90))
    books.now_write(lambda s: _joins(s, 20, RoleKind.BUILDING_HEAD, "x4", days=10))
    silence = _made(books, "s").silence
    assert (silence.heads, len(silence.names), silence.buildings) == (7, 5, 2)


def test_nobody_is_silent_before_the_bot_has_begun_there(books: Books) -> None:
    """The first of a station who joins begins it: a network that was read in yesterday is not silent since ever."""
    books.now_write(lambda s: _joins(s, 1, RoleKind.SOCIAL_WORKER, "s", days=90))
    books.now_write(lambda s: _joins(s, 2, RoleKind.BUILDING_HEAD, "x4", days=59))
    silence = _made(books, "s").silence
    assert (silence.heads, silence.buildings) == (0, 0)
    books.now_write(lambda s: _joins(s, 3, RoleKind.SOCIAL_WORKER, "x", days=61))
    books.now_write(lambda s: _enter(s, ("x5", -40, "received", 1)))
    silence = _made(books, "s").silence
    assert (silence.heads, silence.buildings) == (0, 1)
    assert silence.where == ["凤城街道西湖社区4号楼"]


def test_staff_who_blocked_the_bot_cannot_be_reached(books: Books) -> None:
    books.now_write(lambda s: _joins(s, 1, RoleKind.SOCIAL_WORKER, "x", days=90))
    books.now_write(lambda s: people.set_blocked(s, 1001, MONDAY))
    assert _made(books, "s").unreachable == ["某1"]


def test_a_closed_period_is_told_also_where_the_street_closed_it(books: Books) -> None:
    closing = Closing(place="s", path=TREE.trail("s"), since=WEEK.since, until=WEEK.until, closed_at=MONDAY)
    books.now_write(lambda s: tallies.close(s, closing))
    assert [_made(books, place).closed for place in ("x", "s", "d")] == [True, True, False]


def test_a_week_that_runs_is_held_against_nothing(books: Books) -> None:
    books.now_write(lambda s: _enter(s, ("x", 10, "received", 3), ("x", 3, "received", 8)))
    running = periods.period_of(MONDAY.date(), Span.WEEK, RULES.periods)
    assert _made(books, "x", running).figures[0].before is None


def test_nothing_is_empty(books: Books) -> None:
    assert _made(books, "t").is_empty


def test_eight_weeks_stand_in_a_row(books: Books) -> None:
    books.now_write(lambda s: _enter(s, ("x", 3, "received", 3), ("x", -4, "solved", 2)))
    weeks = _made(books, "s").weeks
    assert len(weeks) == 8
    assert [(each.received, each.solved) for each in weeks[-2:]] == [(0, 2), (3, 0)]


def test_one_place_has_all_that_is_open_what_needs_somebody_first(books: Books) -> None:
    """Five are in the text; the others, then what needs nobody, in the table."""
    late = books.now_write(lambda s: [_file(s, "x4", days=n, level=1) for n in range(7)])
    fresh = books.now_write(lambda s: [_file(s, "x5", days=n) for n in (1, 2)])
    digest = _made(books, "s")
    told = [each.serial for each in (*digest.matters, *digest.rest)]
    assert (len(digest.matters), digest.more_matters, digest.open) == (5, 2, 9)
    assert told == [*reversed(late), *reversed(fresh)]


def test_weeks_that_have_not_come_are_no_weeks(books: Books) -> None:
    """A month that runs ends, for its picture, with the week of today."""
    for span in (Span.MONTH, Span.YEAR):
        weeks = _made(books, "s", periods.period_of(MONDAY.date(), span, RULES.periods)).weeks
        assert weeks[-1].monday == MONDAY.date()


def test_it_says_until_when_what_happened_is_in_the_figures(books: Books) -> None:
    """All that was read is; of what was not the first tells."""
    assert _made(books, "s").as_of == MONDAY
    happened = [MONDAY - timedelta(minutes=few) for few in (9, 4)]
    books.now_write(lambda s: reports.note(s, *(Event(at=at, serial=1, step="seen") for at in happened)))
    assert _made(books, "s").as_of == happened[0]


def test_a_week_is_settled_when_all_that_happened_in_it_is_counted(books: Books) -> None:
    """Else its last minute would be missing for good in what is kept."""
    running = periods.period_of(MONDAY.date(), Span.WEEK, RULES.periods)
    assert _made(books, "s").is_settled
    assert not _made(books, "s", running).is_settled
    sunday_night = MONDAY - timedelta(hours=9)
    books.now_write(lambda s: reports.note(s, Event(at=sunday_night, serial=1, step="seen")))
    assert not _made(books, "s").is_settled


@pytest.mark.parametrize("span", Span)
def test_digests_of_all_in_one_pass_are_those_of_each(books: Books, span: Span) -> None:
    books.now_write(
        lambda s: _enter(s, ("x4", 3, "received", 3), ("y", 4, "returned", 2), ("t", -4, "solved", 9))
    )
    books.now_write(
        lambda s: [_file(s, place, days=n, level=n % 3) for n, place in enumerate(("x4", "x5", "x"))]
    )
    books.now_write(lambda s: _joins(s, 1, RoleKind.BUILDING_HEAD, "x4", days=90))
    period = periods.last_complete(MONDAY.date(), span, RULES.periods)
    places = ["s", "t", "x"]
    together = books.now_read(lambda s: list(digests_of_all(s, GROUND, places, period)))
    single = [_without_what_one_place_has(_made(books, place, period)) for place in places]
    assert together == single


def _without_what_one_place_has(digest: Digest) -> Digest:
    silence = digest.silence.model_copy(update={"where": []})
    return digest.model_copy(update={"tables": [], "rest": [], "at_end": [], "silence": silence})


def test_a_year_has_tables_by_category_organisation_and_project(books: Books) -> None:
    line = _line("x", 3, "home_visit", 5, "户")
    books.now_write(lambda s: tallies.enter(s, [line, line.model_copy(update={"organisation_id": 7})]))
    year = periods.period_of(MONDAY.date(), Span.YEAR, RULES.periods)
    tables = {table.by: table for table in _made(books, "x", year).tables}
    assert set(tables) == {"month", "category", "organisation", "project"}
    assert [(row.place, row.figures[0].number) for row in tables["organisation"].rows] == [("", 5), ("7", 5)]


def test_a_case_stands_under_its_kind_in_the_table_by_category(books: Books) -> None:
    """Its lines keep the code alone; of what is restricted (P4) not even the kind is told."""

    def opened(session: Session) -> None:
        for kind in (CaseKind.ELDER, CaseKind.ELDER, CaseKind.DRUG):
            case = cases.open_(session, Case(kind=kind, station="x", place="x", worker_id=1,
                                             opened_on=date(2026, 3, 3), noted_at=MONDAY))  # fmt: skip
            tallies.enter(session, [opening(case, TREE.trail("x"), MONDAY)])

    books.now_write(opened)
    year = periods.period_of(MONDAY.date(), Span.YEAR, RULES.periods)
    (table,) = (table for table in _made(books, "x", year).tables if table.by == "category")
    assert [(row.place, row.figures[0].number) for row in table.rows] == [
        ("case.elder", 2),
        ("restricted", 1),
    ]


def test_a_year_has_its_months_which_sum_to_it_and_what_stands_at_its_end(books: Books) -> None:
    """A month is the district's own: here it ends on the 25th."""
    books.now_write(
        lambda s: _enter(s, ("x4", -1, "received", 3), ("x", 3, "received", 2), ("y", 8, "solved", 1))
    )
    late = RULES.model_copy(update={"periods": RULES.periods.model_copy(update={"month_ends": 25})})
    year = periods.period_of(MONDAY.date(), Span.YEAR, late.periods)
    ground = GROUND._replace(rules=late)
    digest = books.now_read(lambda s: digest_of(s, ground, "s", year))
    (months,) = (table for table in digest.tables if table.by == "month")
    assert [(row.place, row.figures[0].number) for row in months.rows] == [("2026-03", 5)]
    assert _number(digest, "received") == 5
    plain = periods.period_of(MONDAY.date(), Span.YEAR, RULES.periods)
    (months,) = (table for table in _made(books, "s", plain).tables if table.by == "month")
    assert [(row.place, row.figures[0].number) for row in months.rows] == [("2026-02", 3), ("2026-03", 2)]
    assert [(each.name, each.number) for each in digest.at_end] == []


def test_a_year_tells_what_adds_up_out_of_no_lines(books: Books) -> None:
    """Of one that runs as of today: only what was open for a month by now is old."""
    lines = [_line("x4", -40, "received", 1).model_copy(update={"serial": 5}),
             _line("x4", 3, "received", 1).model_copy(update={"serial": 6}),
             _line("x", 4, "first_response", 2.5, "小时").model_copy(update={"serial": 6})]  # fmt: skip
    books.now_write(lambda s: tallies.enter(s, lines))
    year = periods.period_of(MONDAY.date(), Span.YEAR, RULES.periods)
    told = {each.name: each.number for each in _made(books, "s", year).at_end}
    assert told == {"old": 1, "first_response": 2.5}
    assert _made(books, "s").at_end == []


# -- what the tests write ---------------------------------------------------------------------------


def _made(books: Books, place: str, period: Period = WEEK) -> Digest:
    return books.now_read(lambda session: digest_of(session, GROUND, place, period))


def _number(digest: Digest, name: str) -> float:
    return next(each.number for each in digest.figures if each.name == name)


def _line(place: str, day: int, name: str, number: float, unit: str = "件", *, late: bool = False) -> Tally:
    on = date(2026, 3, 1) + timedelta(days=day - 1)
    station = next(seat.code for seat in TREE.stations_above(place, on))
    return Tally(day=on, name=name, unit=unit, number=number, path=TREE.trail(place), station=station,
                 late=late, at=MONDAY)  # fmt: skip


def _enter(session: Session, *given: tuple[str, int, str, float], late: bool = False) -> None:
    tallies.enter(session, [_line(*each, late=late) for each in given])


def _file(
    session: Session, place: str, *, days: int, level: int = 0, station: str = "x",
    state: State = State.SIGNED, privacy: PrivacyClass = PrivacyClass.P1,
) -> int:  # fmt: skip
    at = (MONDAY - timedelta(days=days, hours=1)).astimezone(UTC)
    report = Report(state=state, urgency=Urgency.T2, place=place, station=station, reporter_id=1, level=level,
                    privacy=privacy, sent_at=at, kept_at=at)  # fmt: skip
    return reports.file(session, report, 1, None).serial


def _note_late(session: Session, serial: int, at: datetime, step: str = "done.late#0") -> None:
    reason = json.dumps({"step": step, "at": at.isoformat()})
    reports.note(session, Event(at=at, serial=serial, step=FIRED, reason=reason))


def _activity(serial: int, stage: Stage) -> Activity:
    return Activity(serial=serial, kind=ActivityKind.HOME_VISIT, stage=stage, person_id=1, station="x",
                    held_on=MONDAY.date())  # fmt: skip


def _joins(session: Session, number: int, kind: RoleKind, place: str, *, days: int) -> None:
    at = MONDAY - timedelta(days=days)
    people.grant(session, people.enter(session, 1000 + number, f"某{number}", "", at), kind, place, at.date())
