"""What was accepted stands in the figures, what is not does not, and what was closed never changes."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlmodel import Session

from fieldwork.activities import Activity, ActivityKind, Stage, Unit
from fieldwork.tallies import Closing, Tally
from handlers import counting_in
from handlers.turn import Desk, Turn
from storage import activities, tallies
from storage.books import Books, Unavailable
from storage.sealing import Seal
from tests.fieldwork.neighbourhood import NETWORK
from tests.storage.lending import fresh_database

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FIRST = date(2026, 3, 1)
PLACES = tuple(place.code for place in NETWORK.places.values())
EVER = (date(2026, 1, 1), date(2026, 12, 31))
DESK = cast(Desk, SimpleNamespace(network=NETWORK))

some = st.integers(0, 40)
days = st.integers(0, 12)
numbers = st.dictionaries(st.sampled_from([Unit.HOUSEHOLDS, Unit.PERSON_TIMES, Unit.HOURS]),
                          st.sampled_from([1, 2.5, 7, 30]), max_size=3)  # fmt: skip
Standing = dict[tuple[str, str], float]
Period = tuple[str, date, date]


@pytest.fixture
def books(embedded_books: Books) -> Books:
    return embedded_books


def in_a_turn(books: Books, act: Callable[[Turn], Any]) -> Any:
    return books.now_write(lambda session: act(Turn(session, DESK, AT)))


def visit(serial: int, place: str, held_on: date) -> Activity:
    return Activity(serial=serial, kind=ActivityKind.HOME_VISIT, stage=Stage.ACCEPTED, person_id=1, station="FC",
                    place=place, held_on=held_on, decided_by=2)  # fmt: skip


def stands(session: Session, place: str, since: date = EVER[0], until: date = EVER[1]) -> Standing:
    """What the figures say of a place; what comes to nothing is left out."""
    found = tallies.sums(session, NETWORK.trail(place), since, until)
    return {(each.name, each.unit): each.number for each in found if each.number}


def _stands_in(session: Session, period: Period) -> Standing:
    return stands(session, *period)


def close(session: Session, place: str, since: date, until: date) -> None:
    tallies.close(
        session, Closing(place=place, path=NETWORK.trail(place), since=since, until=until, closed_at=AT)
    )


# -- one by one -------------------------------------------------------------------------------------


def test_an_accepted_activity_is_a_line_a_unit(books: Books) -> None:
    entered = _kept_and_counted(books, held_on=FIRST)
    assert [(line.day, line.name, line.unit, line.number, line.late) for line in entered] == [
        (FIRST, "home_visit", "户", 5, False), (FIRST, "home_visit", "人次", 12, False)
    ]  # fmt: skip
    assert {line.path for line in entered} == {NETWORK.trail(PLACES[-1])}


def _kept_and_counted(books: Books, held_on: date) -> list[Tally]:
    def act(turn: Turn) -> list[Tally]:
        activity = visit(10001, PLACES[-1], held_on)
        activities.keep(turn.session, activity, {Unit.HOUSEHOLDS: 5, Unit.PERSON_TIMES: 12})
        counting_in.count_in(turn, activity)
        counting_in.count_in(turn, activity)  # said twice, it counts once
        assert activity.counted_on is not None
        return tallies.of_record(turn.session, 10001)[-2:]

    return cast(list[Tally], in_a_turn(books, act))


def test_what_was_held_in_a_closed_period_stands_on_the_first_open_day(books: Books) -> None:
    in_a_turn(books, lambda turn: close(turn.session, PLACES[0], FIRST, FIRST + timedelta(days=6)))
    entered = _kept_and_counted(books, held_on=FIRST + timedelta(days=3))
    assert {(line.day, line.late) for line in entered} == {(FIRST + timedelta(days=7), True)}


def test_what_is_taken_out_of_a_closed_period_is_missing_from_the_next(books: Books) -> None:
    _kept_and_counted(books, held_on=FIRST)

    def act(turn: Turn) -> tuple[Standing, Standing]:
        close(turn.session, PLACES[0], FIRST, FIRST)
        activity = activities.by_serial(turn.session, 10001)
        assert activity is not None
        counting_in.take_out(turn, activity)
        assert activity.counted_on is None
        next_day = FIRST + timedelta(days=1)
        return (stands(turn.session, PLACES[0], FIRST, FIRST),
                stands(turn.session, PLACES[0], next_day, next_day))  # fmt: skip

    before, after = in_a_turn(books, act)
    assert before == {("home_visit", "户"): 5, ("home_visit", "人次"): 12}
    assert after == {("home_visit", "户"): -5, ("home_visit", "人次"): -12}


# -- in any order -----------------------------------------------------------------------------------


class InAnyOrder(RuleBasedStateMachine):
    """Told, accepted, returned, changed, made void, closed: in any order, over twelve days and all places."""

    folder: ClassVar[Callable[[], Path]]
    shaped: ClassVar[bytes]
    seal: ClassVar[Seal]

    def __init__(self) -> None:
        super().__init__()
        file = type(self).folder() / "books.db"
        file.write_bytes(self.shaped)
        self.books = Books(f"sqlite:///{file}", self.seal)
        self.serial = 10000
        self.closed: list[tuple[Period, Standing]] = []

    def teardown(self) -> None:
        self.books.close()

    @rule(place=st.sampled_from(PLACES), day=days, told=numbers)
    def tells(self, place: str, day: int, told: dict[Unit, float]) -> None:
        self.serial += 1
        kept = visit(self.serial, place, FIRST + timedelta(days=day)).model_copy(
            update={"stage": Stage.SUBMITTED}
        )
        self.books.now_write(lambda session: activities.keep(session, kept, told))

    @rule(which=some)
    def accepts(self, which: int) -> None:
        self._changes(which, Stage.ACCEPTED, counting_in.count_in)

    @rule(which=some, told=numbers, day=days)
    def changes(self, which: int, told: dict[Unit, float], day: int) -> None:
        """Put right while it counts: the old numbers go, the new ones come."""

        def act(turn: Turn, activity: Activity) -> None:
            if activity.stage is Stage.ACCEPTED:
                activities.count(turn.session, activity.serial, told)
                activities.change(turn.session, activity, held_on=FIRST + timedelta(days=day))
                counting_in.count_in(turn, activity)

        self._changes(which, None, act)

    @rule(which=some, stage=st.sampled_from([Stage.RETURNED, Stage.VOID]))
    def takes_back(self, which: int, stage: Stage) -> None:
        self._changes(which, stage, counting_in.take_out)

    @rule(place=st.sampled_from(PLACES), day=days, long=st.integers(0, 6))
    def closes(self, place: str, day: int, long: int) -> None:
        since = FIRST + timedelta(days=day)
        until = since + timedelta(days=long)

        def act(turn: Turn) -> None:
            close(turn.session, place, since, until)
            period = (place, since, until)
            self.closed.append((period, _stands_in(turn.session, period)))

        in_a_turn(self.books, act)

    def _changes(self, which: int, stage: Stage | None, act: Callable[[Turn, Activity], None]) -> None:
        def changed(turn: Turn) -> None:
            activity = activities.by_serial(turn.session, 10001 + which)
            if activity:
                if stage:
                    activities.change(turn.session, activity, stage=stage)
                act(turn, activity)

        in_a_turn(self.books, changed)

    @invariant()
    def the_figures_agree_with_the_records(self) -> None:
        self.books.now_read(self._recounted)

    def _recounted(self, session: Session) -> None:
        kept = [activities.by_serial(session, serial) for serial in range(10001, self.serial + 1)]
        for place in (PLACES[0], *NETWORK.places):
            expected = Counter[tuple[str, str]]()
            for activity in kept:
                inside = activity and activity.place and NETWORK.contains(place, activity.place)
                if activity and inside and activity.stage is Stage.ACCEPTED:
                    told = activities.counts(session, activity.serial)
                    expected.update({(activity.kind.value, unit.value): many for unit, many in told.items()})
            assert stands(session, place) == dict(expected), place

    @invariant()
    def what_was_closed_never_changes(self) -> None:
        for period, stood in self.closed:
            found = self.books.now_read(partial(_stands_in, period=period))
            assert found == stood, period


@pytest.fixture
def machine(tmp_path_factory: pytest.TempPathFactory, shaped_file: Path, a_seal: Seal) -> type[InAnyOrder]:
    def folder() -> Path:
        return tmp_path_factory.mktemp("counting-in")

    given = {"folder": staticmethod(folder), "shaped": shaped_file.read_bytes(), "seal": a_seal}
    return type("InAnyOrderHere", (InAnyOrder,), given)


def test_a_recount_agrees_in_any_order(machine: type[InAnyOrder]) -> None:
    few = settings(max_examples=8, stateful_step_count=25, deadline=None, derandomize=True, database=None,
                   suppress_health_check=list(HealthCheck))  # fmt: skip
    run_state_machine_as_test(machine, settings=few)


@pytest.mark.torture
def test_a_recount_agrees_for_long(machine: type[InAnyOrder]) -> None:
    many = settings(max_examples=400, stateful_step_count=50, deadline=None, print_blob=True,
                    suppress_health_check=list(HealthCheck))  # fmt: skip
    run_state_machine_as_test(machine, settings=many)


def test_only_what_was_closed_around_a_place_is_read(books: Books) -> None:
    for place in ("QC", "dongmen", "garden", "KZ"):
        books.now_write(partial(close, place=place, since=FIRST, until=FIRST))
    trail = NETWORK.trail("xihu")
    around = books.now_read(lambda session: tallies.closings(session, trail))
    assert [closing.place for closing in around] == ["QC"]
    assert books.now_read(tallies.closings) == []
    there = books.now_read(lambda session: tallies.closings_there(session, [trail], since=FIRST))
    assert [closing.place for closing in there] == ["QC", "garden"]
    later = FIRST + timedelta(days=1)
    assert not books.now_read(lambda session: tallies.closings_there(session, [trail], since=later))


# -- while somebody closes --------------------------------------------------------------------------


@pytest.mark.postgres
def test_nobody_enters_while_somebody_closes(postgres: str, shaped_template: str, a_seal: Seal) -> None:
    """Else a line could slip into a period that another process is just closing."""
    url = fresh_database(postgres, template=shaped_template)
    closing, entering = Books(url, a_seal), Books(url, a_seal)

    def enters(session: Session) -> None:
        session.connection().execute(text("SET LOCAL lock_timeout = '100ms'"))
        tallies.enter_where_open(session, [_line()])

    def closes(session: Session) -> None:
        tallies.hold_closings(session)
        with pytest.raises(Unavailable):
            entering.now_write(enters)
        close(session, PLACES[0], FIRST, FIRST)

    closing.now_write(closes)
    entering.now_write(enters)
    entered = entering.now_read(lambda session: tallies.of_record(session, 10001))
    assert [(line.day, line.late) for line in entered] == [(FIRST + timedelta(days=1), True)]
    closing.close()
    entering.close()


def _line() -> Tally:
    return Tally(day=FIRST, name="home_visit", unit="户", number=5, serial=10001, at=AT,
                 path=NETWORK.trail(PLACES[0]))  # fmt: skip
