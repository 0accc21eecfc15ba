"""Figures: whatever they are parted by, the parts are the whole; what the records say is what the lines say; a
closed period stays as it is."""

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import Session

from bot.rules import load_rules
from fieldwork import periods
from fieldwork.activities import Activity, Stage
from fieldwork.digests import Span, Stated
from fieldwork.figures import FIGURES, FIRST_RESPONSE, OLD, OPEN, By, Figure, How, named
from fieldwork.life import STEPS, steps_to
from fieldwork.need_lines import Need
from fieldwork.places import Cover, Network, Place, PlaceKind, Station
from fieldwork.reports import Event, Report, State
from fieldwork.tallies import Closing, Tally
from storage import activities, entering, figure_parts, figures, reports, tallies, targets
from storage.books import Books
from storage.figures import Asked
from storage.network import FACTS
from storage.sealing import Seal

RULES = load_rules()
AT = datetime(2026, 2, 20, 4, 0, tzinfo=UTC)
PLACES = {
    "d": None,
    "s1": "d",
    "s2": "d",
    "c1": "s1",
    "c2": "s1",
    "c3": "s2",
    "b1": "c1",
    "b2": "c1",
    "b3": "c3",
}
KINDS = dict(
    zip("dscb", (PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.BUILDING), strict=True)
)
STATIONS = ("d", "s1", "s2", "c1", "c2", "c3")
NETWORK = Network(
    [Place(code=code, kind=KINDS[code[0]], name=code, parent=up) for code, up in PLACES.items()],
    [Station(code=code, name=code, place=code) for code in STATIONS],
    [Cover(station=code, place=code) for code in STATIONS],
)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def books(shaped_file: Path, tmp_path: Path, a_seal: Seal) -> Iterator[Books]:
    shutil.copy(shaped_file, tmp_path / "books.db")
    with closing(Books(f"sqlite:///{tmp_path / 'books.db'}", a_seal)) as books:
        yield books


def asked(place: str, since: date = date(2026, 1, 1), until: date = date(2026, 12, 31)) -> Asked:
    return Asked(NETWORK, place, since, until, RULES)


def line(name: str = "home_visit", unit: str = "户", place: str = "b1", **values: Any) -> Tally:
    usual = {"day": date(2026, 3, 2), "number": 5, "serial": 10001, "path": NETWORK.trail(place), "station": "c1",
             "person_id": 1, "at": AT}  # fmt: skip
    return Tally.model_validate({"name": name, "unit": unit, **usual, **values})


TOLD = [("home_visit", "户"), ("home_visit", "户次"), ("home_visit", "人次"), ("received", "件"), ("ended", "件"),
        ("signed_in_time", "件"), ("dispatched", "件"), ("answered", "件")]  # fmt: skip
DAYS = st.dates(date(2026, 2, 1), date(2026, 4, 30))


def told(what: tuple[str, str], number: int, **values: Any) -> Tally:
    """A line; of needs there is never less than nothing, so that their rates are of something."""
    return line(*what, number=max(number, 0) if what[1] == "件" else number, **values)


LINES = st.builds(
    told, st.sampled_from(TOLD), number=st.integers(-1, 5), place=st.sampled_from(list(PLACES)), day=DAYS,
    category=st.sampled_from(["", "a", "b"]), person_id=st.sampled_from([None, 1, 2]),
    organisation_id=st.sampled_from([None, 1]), late=st.booleans(),
)  # fmt: skip
MANY = st.lists(LINES, min_size=6, max_size=24)


@FEW
@given(lines=MANY, place=st.sampled_from(list(PLACES)))
def test_the_parts_are_the_whole_by_whatever_they_are_parted(
    books: Books, lines: list[Tally], place: str
) -> None:
    def parted(session: Session) -> None:
        session.connection().execute(delete(tallies.TALLIES))
        tallies.enter(session, lines)
        found = figures.figures(session, asked(place), FIGURES)
        for by in By:
            parts = Counter[tuple[str, str]]()
            for _part, figure, one in figure_parts.all_parts(session, asked(place), FIGURES, by):
                parts.update(_numbers(figure, one))
            whole = Counter[tuple[str, str]]()
            for figure, one in zip(FIGURES, found, strict=True):
                whole.update(_numbers(figure, one) if figure_parts.may_part(figure, by) else {})
            if by is By.STATION:  # what is open lies where its report does, and these lines have none: below
                whole = Counter({key: many for key, many in whole.items() if key[0] != OPEN.key})
            assert {each: many for each, many in parts.items() if many} == {
                each: many for each, many in whole.items() if many
            }, by

    books.now_write(parted)


def _numbers(figure: Figure, one: Stated) -> dict[tuple[str, str], int]:
    """What a figure comes to, what it is of, and what of it came late."""
    return {(figure.key, "number"): int(one.number), (figure.key, "whole"): int(one.whole or 0),
            (figure.key, "late"): int(one.late)}  # fmt: skip


@FEW
@given(lines=MANY, place=st.sampled_from(list(PLACES)), days=st.tuples(DAYS, DAYS))
def test_a_figure_is_what_its_own_lines_say_in_its_own_unit(
    books: Books, lines: list[Tally], place: str, days: tuple[date, date]
) -> None:
    """Told once more by somebody who reads every line: no other unit, no other day, no place beside."""
    since, until = min(days), max(days)
    summed = [figure for figure in FIGURES if figure.how is How.SUM]

    def told(session: Session) -> None:
        session.connection().execute(delete(tallies.TALLIES))
        tallies.enter(session, lines)
        there = [
            each
            for each in lines
            if each.path.startswith(NETWORK.trail(place)) and since <= each.day <= until
        ]
        stated = figures.figures(session, asked(place, since, until), summed)
        for figure, one in zip(summed, stated, strict=True):
            own = [each for each in there if (each.name, each.unit) in figure.of]
            assert one.number == sum(each.number for each in own), figure.key
            assert one.late == sum(each.number for each in own if each.late), figure.key

    books.now_write(told)


def test_what_adds_up_has_parts_by_all_and_what_is_told_apart_by_none() -> None:
    for by in By:
        may = {figure.key for figure in FIGURES if figure_parts.may_part(figure, by)}
        adds_up = {figure.key for figure in FIGURES if figure.adds_up and figure is not OLD}
        lacks = {
            By.WEEK: {"open.件", "case_open.例"},
            By.WORKER: {"received.件", "open.件", "dispatched.件"},
        }.get(by, set())
        assert adds_up - may == lacks
        assert not may & {"trained.人", "communities.个", "first_response.小时", "visit_rate", "old.件"}


@FEW
@given(lines=MANY, span=st.sampled_from(Span), cut=st.integers(0, 28))
def test_the_periods_of_any_calendar_are_the_whole(
    books: Books, lines: list[Tally], span: Span, cut: int
) -> None:
    rules = periods.PeriodRules(week_begins="sun", month_ends=cut)
    all_days = periods.Period(Span.YEAR, date(2026, 2, 1), date(2026, 4, 30), "")

    def parted(session: Session) -> None:
        session.connection().execute(delete(tallies.TALLIES))
        tallies.enter(session, lines)
        found = Counter[tuple[str, str]]()
        for each in periods.within(all_days, span, rules):
            for what, added in figures.sums(session, asked("d", each.since, each.until)).items():
                found[what] += int(added.number)
        whole = {what: added.number for what, added in figures.sums(session, asked("d")).items()}
        assert {what: number for what, number in whole.items() if number} == {
            what: number for what, number in found.items() if number
        }

    books.now_write(parted)


# -- needs, by their histories ------------------------------------------------------------------------


class Walk:
    """Reports that go through life in any order that is allowed, days apart."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.chance, self.at = session, random.Random(seed), AT
        self.reports = [self._filed(place) for place in ("b1", "c2", "b3", None)]

    def _filed(self, place: str | None) -> Report:
        station = self.chance.choice(["c1", "c3"])
        report = Report(place=place, station=station, reporter_id=9, state=State.DISPATCHED, category="a",
                        sent_at=self.at, kept_at=self.at, text="x")  # fmt: skip
        report = reports.file(self.session, report, 700, None)
        self._note(report, "sent", None, State.SUBMITTED)
        why = {"first": {"station": station, "rule": "own_place"}, "of": {"urgency": "T2", "category": "a"}}
        self._note(report, "dispatched", State.SUBMITTED, State.DISPATCHED, json.dumps(why))
        return report

    def _note(
        self, report: Report, step: str, came: State | None, went: State | None, reason: str = ""
    ) -> None:
        event = Event(at=self.at, serial=report.serial, step=step, actor_id=self.chance.choice([1, 2]),
                      came_from=came, went_to=went, reason=reason)  # fmt: skip
        reports.note(self.session, event)

    def goes_on(self, steps: int) -> None:
        """So many things happen."""
        for _ in range(steps):
            self.at += timedelta(hours=self.chance.choice([1, 7, 30]))
            self._one(self.chance.choice(self.reports))

    def _one(self, report: Report) -> None:
        if self.chance.random() < 0.2:
            reports.change(self.session, report, place=self.chance.choice(list(PLACES)))
            self._note(report, "amended_place", report.state, report.state)
            return
        if self.chance.random() < 0.2:
            leg, mark = (
                self.chance.choice(["sign", "contact", "done"]),
                self.chance.choice(["remind", "late", "rise2"]),
            )
            self._note(report, "clock", report.state, report.state, json.dumps({"step": f"{leg}.{mark}#0"}))
            return
        name = self.chance.choice([n for n in STEPS if n not in ("dispatch", "noted", "is_need", "succeed")])
        for step in steps_to(name, report):
            before = report.state
            reports.change(self.session, report, state=step.end(report), before=State.DISPATCHED)
            self._note(report, step.name, before, report.state, self._reason(step.name))

    def _reason(self, step: str) -> str:
        if step in ("transfer", "give_back", "send_on", "back_up"):
            return json.dumps({"from": "c1", "to": self.chance.choice(STATIONS)})
        return "solved" if step == "phoned" else ""

    def is_read(self) -> None:
        """The figures follow."""
        day = entering.Day(
            NETWORK, UTC, lambda _station, since, until: (until - since).total_seconds() / 3600, self.at
        )
        while entering.read_on(self.session, day):
            pass


STEP_OF = {
    "sign": Need.SIGNED, "contact": Need.CONTACTED, "return": Need.RETURNED, "park": Need.PARKED, "done": Need.DONE,
    "reached": Need.DONE, "extend": Need.EXTENDED, "supervise": Need.SUPERVISED, "exclude": Need.EXCLUDED,
    "unanswered": Need.UNRATED, "send_on": Need.RETURN_UPHELD, "back_up": Need.RETURN_UPHELD,
}  # fmt: skip


def recounted(session: Session, walk: Walk) -> dict[str, int]:
    """What the histories say, told by somebody who counts steps and states alone."""
    found = Counter[str]()
    for report in walk.reports:
        events = reports.events(session, report.serial)
        steps = Counter(event.step for event in events)
        if steps["exclude"]:
            continue
        found["received"] += 1
        found["closed"] += sum(e.went_to is State.CLOSED and e.came_from is not State.CLOSED for e in events)
        found["reopened"] += sum(
            e.went_to is State.REWORK and e.came_from is not State.REWORK for e in events
        )
        found["answered"] += sum(
            steps[s] for s in ("solved", "partly", "unsolved", "phoned", "phoned_unsolved")
        )
        for step in ("contact", "return", "park", "extend", "supervise", "unanswered", "send_on", "back_up"):
            found[STEP_OF[step].value] += steps[step]
        found["done"] += steps["done"] + steps["reached"]
        over = (State.CLOSED, State.WITHDRAWN, State.NOT_ACCEPTED, State.MERGED)
        found["open"] += report.state not in over
    return {name: number for name, number in found.items() if number}


@FEW
@given(seed=st.integers(0, 10**6))
def test_a_recount_from_the_histories_agrees_with_the_lines(books: Books, seed: int) -> None:
    def walks(session: Session) -> None:
        _empty(session)
        walk = Walk(session, seed)
        for _ in range(4):
            walk.goes_on(12)
            walk.is_read()
        out = {r.serial for r in walk.reports if r.serial in _excluded(session)}
        found = Counter[str]()
        for report in walk.reports:
            if report.serial not in out:
                found.update(_summed(tallies.of_record(session, report.serial)))
        expected = recounted(session, walk)
        is_open = found["received"] + found["revived"] - found["ended"]
        assert {name: found[name] for name in expected if name != "open"} == {
            name: number for name, number in expected.items() if name != "open"
        }
        assert is_open == expected.get("open", 0)

    books.now_write(walks)


@FEW
@given(seed=st.integers(0, 10**6), place=st.sampled_from(list(PLACES)))
def test_a_closed_period_never_changes_whatever_comes_after(books: Books, seed: int, place: str) -> None:
    def walks(session: Session) -> None:
        _empty(session)
        walk = Walk(session, seed)
        walk.goes_on(20)
        walk.is_read()
        until = walk.at.date()
        tallies.close(session, Closing(place=place, path=NETWORK.trail(place), since=date(2026, 1, 1), until=until,
                                       closed_at=walk.at))  # fmt: skip
        inside = [code for code in PLACES if NETWORK.contains(place, code)]
        before = {code: figures.sums(session, asked(code, until=until)) for code in inside}
        walk.goes_on(30)
        walk.is_read()
        assert {code: figures.sums(session, asked(code, until=until)) for code in inside} == before

    books.now_write(walks)


def test_reading_on_twice_enters_nothing_twice(books: Books) -> None:
    def walks(session: Session) -> tuple[list[Tally], list[Tally]]:
        walk = Walk(session, 7)
        walk.goes_on(30)
        walk.is_read()
        once = tallies.of_record(session, walk.reports[0].serial)
        session.connection().execute(delete(FACTS).where(FACTS.c.name == entering.CURSOR))
        walk.is_read()
        return once, tallies.of_record(session, walk.reports[0].serial)

    once, twice = books.now_write(walks)
    assert once == twice


def _empty(session: Session) -> None:
    session.connection().execute(delete(tallies.TALLIES))
    session.connection().execute(delete(tallies.CLOSINGS))


def _excluded(session: Session) -> set[int]:
    of = tallies.behind(session, "/", date.min, date.max, [Need.EXCLUDED.value], "件")
    return {each.serial for each in of}


def _summed(lines: list[Tally]) -> Counter[str]:
    found = Counter[str]()
    for each in lines:
        found[each.name] += int(each.number) if each.unit == "件" else 0
    return found


# -- single figures -------------------------------------------------------------------------------------


def test_a_figure_opens_to_its_records_and_what_was_taken_back_is_none(books: Books) -> None:
    def look(session: Session) -> list[tuple[int, float]]:
        tallies.enter(session, [line(), line(serial=10002, number=3), line(serial=10002, number=-3)])
        visits = named("home_visit", "户")
        assert visits
        assert figures.figures(session, asked("c1"), [visits])[0].number == 5
        assert figures.many_records(session, asked("c1"), visits) == 1
        return [(one.serial, one.number) for one in figures.records(session, asked("c1"), visits)]

    assert books.now_write(look) == [(10001, 5)]


def test_what_is_open_is_its_stations_wherever_it_came_first(books: Books) -> None:
    """Handed over and ended elsewhere it is open at neither; else one station lacks what another has too much."""

    def walks(session: Session) -> dict[str, float]:
        _empty(session)
        walk = Walk(session, 1)
        first, second, *_ = walk.reports
        for report in walk.reports:
            reports.change(session, report, station="c1", state=State.SIGNED)
        reports.change(session, first, station="c2")
        walk.is_read()
        moved = [
            line(name, "件", place="b1", number=1, serial=second.serial, station="c3")
            for name in ("moved", "ended")
        ]
        tallies.enter(session, moved)
        (whole,) = figures.figures(session, asked("d"), [OPEN])
        assert whole.number == 3
        return {
            part: one.number
            for part, one in figure_parts.parts(session, asked("d"), OPEN, By.STATION).items()
        }

    assert books.now_write(walks) == {"c1": 2, "c2": 1}


@FEW
@given(seed=st.integers(0, 10**6))
def test_the_records_behind_a_rate_come_to_it(books: Books, seed: int) -> None:
    """All that it is of, those first that it lacks: what is not signed for in time is what somebody looks for."""
    rates = [figure for figure in FIGURES if figure.how is How.RATE and figure.lines]

    def walks(session: Session) -> None:
        _empty(session)
        walk = Walk(session, seed)
        walk.goes_on(40)
        walk.is_read()
        for figure, one in zip(rates, figures.figures(session, asked("d"), rates), strict=True):
            found = figures.records(session, asked("d"), figure)
            assert sum(each.number for each in found) == one.number, figure.key
            assert sum(each.whole for each in found) == one.whole, figure.key
            assert len(found) == figures.many_records(session, asked("d"), figure)
            assert [each.number for each in found] == sorted(each.number for each in found)

    books.now_write(walks)


def test_what_is_taken_off_later_than_it_was_counted_makes_no_rate_of_less_than_nothing(books: Books) -> None:
    def look(session: Session) -> list[tuple[float, float | None]]:
        told = ("received", 2, 3), ("received_out", 9, 4), ("closed", 2, 3), ("closed_out", 1, 4)
        tallies.enter(session, [line(name, "件", number=number, day=date(2026, month, 2))
                                for name, number, month in told])  # fmt: skip
        closed, days = named("closed_rate"), [(date(2026, n, 1), date(2026, n, 28)) for n in (3, 4)]
        assert closed
        return [(one.number, one.whole) for span in days
                for one in figures.figures(session, asked("d", *span), [closed])]  # fmt: skip

    assert books.now_write(look) == [(2, 2), (0, 0)]


def test_what_is_open_for_long_is_told_as_of_the_periods_end(books: Books) -> None:
    def look(session: Session) -> list[float]:
        came: dict[str, Any] = {"name": "received", "unit": "件", "number": 1}
        tallies.enter(session, [
            line(**came, serial=1, day=date(2026, 1, 5)), line(**came, serial=2, day=date(2026, 2, 20)),
            line(**{**came, "name": "ended"}, serial=1, day=date(2026, 4, 1)),
        ])  # fmt: skip
        until = [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
        return [
            one.number
            for day in until
            for one in figures.figures(session, asked("d", until=day), [OPEN, OLD])
        ]

    assert books.now_write(look) == [2, 1, 2, 2, 1, 1]


def test_who_was_contacted_at_once_counts_in_the_median(books: Books) -> None:
    """0 hours are an answer, and a record behind it; what was taken back, as the last two were, is none."""

    def look(session: Session) -> tuple[float, list[int]]:
        hours = [(1, 0), (2, 0), (3, 5), (4, 2), (4, -2), (5, 0), (5, 0)]
        told = [line("first_response", "小时", serial=serial, number=number) for serial, number in hours]
        tallies.enter(session, told)
        (one,) = figures.figures(session, asked("d"), [FIRST_RESPONSE])
        return one.number, [each.serial for each in figures.records(session, asked("d"), FIRST_RESPONSE)]

    assert books.now_write(look) == (0, [1, 2, 3])


def test_nothing_is_open_for_long_in_a_year_that_has_just_begun(books: Books) -> None:
    """Of a period that runs, its end is today: what came this morning is not old by 31 December."""

    def look(session: Session) -> list[float]:
        tallies.enter(session, [line(name="received", unit="件", number=1, day=date(2026, 3, 2))])
        days = (date(2026, 3, 2), date(2026, 4, 2))
        years = [replace(asked("d"), now=datetime.combine(day, time(12), tzinfo=UTC)) for day in days]
        return [one.number for year in years for one in figures.figures(session, year, [OPEN, OLD])]

    assert books.now_write(look) == [1, 0, 1, 1]


def test_who_is_behind_with_a_target_is_told_first(books: Books) -> None:
    def look(session: Session) -> list[tuple[int, int, bool]]:
        visit: dict[str, Any] = {"name": "case_session", "unit": "次", "number": 1}
        lines = [
            line(**visit, serial=1),
            line(**visit, serial=2, place="c2", person_id=4),
            line(**visit, serial=3, person_id=2),
            line(**visit, serial=4, place="b3"),  # in another street
        ]
        tallies.enter(session, lines)
        target = RULES.targets[0].model_copy(update={"goal": 2, "of_a_case": False})
        course = targets.Course.of(NETWORK, "s1", target, RULES, date(2026, 12, 31))
        found = targets.reached(session, course, [1, 2, 3])
        assert [one.serial for one in targets.records(session, course, 1)] == [1, 4]
        return [(one.person_id, one.number, one.is_behind) for one in found]

    assert books.now_write(look) == [(3, 0, True), (2, 1, True), (1, 2, False)]


def test_how_many_time_accepted_is_told_apart(books: Books) -> None:
    """And what came with past records was accepted by neither."""

    def look(session: Session) -> tuple[int, int, int]:
        past = Activity(
            serial=3, person_id=1, station="c1", held_on=date(2026, 3, 2), stage=Stage.ACCEPTED, imported=True
        )
        activities.keep(session, past, {})
        lines = [
            line(),
            line(unit="次", number=1),
            line(serial=2, by_time=True),
            line(serial=3),
            line(serial=4),
        ]
        tallies.enter(session, [*lines, line(serial=4, number=-5)])
        return figures.acceptances(session, asked("d"))

    assert books.now_write(look) == (1, 1, 1)
