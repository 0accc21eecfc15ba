"""Who is told when a limit comes near, is over, and rises; and who is called in danger."""

from collections.abc import Sequence
from typing import Any

import pytest

from fieldwork import ladder
from fieldwork.duty import Duty
from fieldwork.ladder import AsWhat, Called, instead_of, next_call, recipients
from fieldwork.marks import Due
from fieldwork.people import Absence, Role, RoleKind, Staffing
from fieldwork.places import Cover, Network, PlaceKind
from fieldwork.reports import Report, State, Urgency
from tests.fieldwork.districts import AT, DAY, person, place, station, worker

NETWORK = Network(
    [
        place("district", None, PlaceKind.DISTRICT),
        place("street", "district", PlaceKind.STREET),
        place("xihu", "street", PlaceKind.COMMUNITY),
        place("garden", "xihu", PlaceKind.ESTATE),
    ],
    [station("D", "district"), station("S", "street"), station("X", "xihu")],
    [
        Cover(station="D", place="district"),
        Cover(station="S", place="street"),
        Cover(station="X", place="xihu"),
    ],
)
HEAD, COORDINATOR = RoleKind.STATION_HEAD, RoleKind.COORDINATOR
NEAR, FAR, HEAD_X, HEAD_S, SECOND_S, COORD, CHIEF = 1, 2, 3, 4, 5, 6, 7
EVERYBODY = (
    worker(NEAR, "garden"), worker(FAR, "xihu"), worker(HEAD_X, "xihu", HEAD), worker(HEAD_S, "street", HEAD),
    worker(SECOND_S, "street"), worker(COORD, "district", COORDINATOR), worker(CHIEF, "district", HEAD),
)  # fmt: skip


def staffed(
    *, gone: Sequence[int] = (), away: dict[int, int | None] | None = None, on_duty: dict[str, int] | None = None,
    roles: Sequence[Role] = EVERYBODY,
) -> Staffing:  # fmt: skip
    people = [person(role.person_id, reachable=role.person_id not in gone) for role in roles]
    absences = [Absence(person_id=who, since=DAY, stand_in_id=stand_in, noted_at=AT)
                for who, stand_in in (away or {}).items()]  # fmt: skip
    duties = [
        Duty(person_id=who, station=code, since=DAY, until=DAY, noted_at=AT)
        for code, who in (on_duty or {}).items()
    ]
    return Staffing(NETWORK, people, roles, DAY, absences, duties)


def report(**values: Any) -> Report:
    known = {"state": State.SIGNED, "station": "X", "place": "garden", "rung_id": NEAR, "handler_id": NEAR}
    return Report(reporter_id=99, serial=1, sent_at=AT, kept_at=AT, **{**known, **values})


def told(staffing: Staffing, name: str, **values: Any) -> list[tuple[int, str]]:
    leg, mark = name.split(".")
    found = recipients(staffing, report(**values), Due(leg, mark, 0, AT))
    return [(one.person.id, str(one.as_what)) for one in found]


def test_before_the_limit_the_one_who_has_it_is_told() -> None:
    assert told(staffed(), "done.remind") == [(NEAR, "handler")]
    assert told(staffed(), "sign.remind", handler_id=None, rung_id=FAR) == [(FAR, "handler")]
    assert told(staffed(), "sign.remind", handler_id=None, rung_id=None) == [(NEAR, "handler")], "the nearest"


def test_at_the_limit_the_head_is_told_too_and_of_what_is_urgent_the_deputy_at_once() -> None:
    assert told(staffed(), "done.late") == [(NEAR, "handler"), (HEAD_X, "head")]
    assert told(staffed(), "done.late", urgency=Urgency.T1) == [
        (NEAR, "handler"), (HEAD_X, "head"), (FAR, "deputy")
    ]  # fmt: skip


def test_a_head_who_has_it_is_told_once() -> None:
    assert told(staffed(), "done.late", handler_id=HEAD_X) == [(HEAD_X, "handler")]


def test_then_those_one_level_up_then_the_district_with_who_may_say_why() -> None:
    assert told(staffed(), "done.rise2") == [(HEAD_S, "above")]
    assert told(staffed(), "done.rise3") == [(COORD, "district"), (NEAR, "handler")]
    assert told(staffed(), "done.list") == [(COORD, "district"), (NEAR, "handler")]


def test_who_supervises_hears_of_each_limit() -> None:
    assert (SECOND_S, "supervisor") in told(staffed(), "done.late", supervisor_id=SECOND_S)
    assert (SECOND_S, "supervisor") in told(staffed(), "done.rise2", supervisor_id=SECOND_S)
    assert (SECOND_S, "supervisor") not in told(staffed(), "done.remind", supervisor_id=SECOND_S)


def test_a_return_is_decided_one_level_up_and_its_lateness_told_the_next_above() -> None:
    assert told(staffed(), "decide.remind") == [(HEAD_S, "decider")]
    assert told(staffed(), "decide.late") == [(HEAD_S, "decider"), (COORD, "above"), (CHIEF, "above")]
    assert told(staffed(), "decide.rise3") == [(COORD, "district")]


def test_who_was_rung_to_look_is_told_that_it_waits() -> None:
    assert told(staffed(), "verify.late", rung_id=FAR) == [(FAR, "verifier")]


def test_danger_is_called_for_not_reminded() -> None:
    assert told(staffed(), "done.remind", urgency=Urgency.T0) == []


@pytest.mark.parametrize(
    ("staffing", "to", "as_what"),
    [
        (staffed(away={NEAR: FAR}), FAR, AsWhat.HANDLER),
        (staffed(away={NEAR: None}), HEAD_X, AsWhat.DEPUTY),
        (staffed(gone=[NEAR, HEAD_X]), FAR, AsWhat.DEPUTY),
        (staffed(gone=[NEAR, FAR, HEAD_X]), HEAD_S, AsWhat.ABOVE),
        (staffed(gone=[NEAR, FAR, HEAD_X, HEAD_S]), SECOND_S, AsWhat.ABOVE),
        (staffed(gone=[NEAR, FAR, HEAD_X, HEAD_S, SECOND_S]), COORD, AsWhat.ABOVE),
    ],
)
def test_who_cannot_be_reached_is_passed_over(staffing: Staffing, to: int, as_what: AsWhat) -> None:
    found = instead_of(staffing, report(), NEAR)
    assert found is not None
    assert (found.person.id, found.as_what, found.passed_from) == (to, as_what, NEAR)


def test_for_a_head_who_cannot_be_reached_somebody_hears_who_has_not_heard_already() -> None:
    assert told(staffed(away={HEAD_X: None}), "done.late") == [(NEAR, "handler"), (FAR, "deputy")]
    assert told(staffed(gone=[HEAD_X, FAR]), "done.late") == [(NEAR, "handler"), (HEAD_S, "above")]


def test_where_nobody_at_all_can_be_reached_nobody_is_told() -> None:
    nobody = staffed(gone=[role.person_id for role in EVERYBODY])
    assert instead_of(nobody, report(), NEAR) is None
    assert told(nobody, "done.late") == []


def test_a_station_is_unreachable_when_it_has_people_and_none_can_be_reached() -> None:
    seat = NETWORK.stations["X"]
    assert ladder.is_unreachable(staffed(gone=[NEAR, FAR, HEAD_X]), seat)
    assert not ladder.is_unreachable(staffed(gone=[NEAR, FAR]), seat)
    assert not ladder.is_unreachable(staffed(roles=[worker(HEAD_S, "street", HEAD)]), seat), (
        "nobody works there"
    )


def test_who_is_on_duty_is_rung_first_in_danger_alone() -> None:
    of, seat = staffed(on_duty={"X": FAR}), NETWORK.stations["X"]
    rung = [of.responsible(seat, "garden", urgent=urgent) for urgent in (True, False)]
    assert [one.id for one in rung if one] == [FAR, NEAR]


# -- calls ------------------------------------------------------------------------------------------


def rings(staffing: Staffing, calls: int) -> list[int]:
    """Who is called, ten minutes apart, with the shipped thresholds: 20, 30 and 60 minutes."""
    levels = {2: 1, 3: 2, 6: 3}
    lists, opened, called = (
        ladder.call_list(staffing, report(handler_id=None, urgency=Urgency.T0)),
        0,
        [Called(NEAR, 0, 0)],
    )
    for number in range(1, calls + 1):
        newly = levels.get(number, 0)
        opened = newly or opened
        found = next_call(lists, opened, newly, called)
        assert found is not None
        called.append(Called(found[0].id, number, found[1]))
    return [one.person_id for one in called[1:]]


def test_each_call_rings_one_further_person_and_each_level_at_its_time() -> None:
    assert rings(staffed(), 6) == [FAR, HEAD_S, COORD, HEAD_X, NEAR, CHIEF]


def test_when_all_were_called_it_begins_again_with_who_is_on_duty() -> None:
    few = [worker(NEAR, "garden"), worker(FAR, "xihu"), worker(COORD, "district", COORDINATOR)]
    assert rings(staffed(roles=few, on_duty={"X": FAR}), 7) == [FAR, COORD, COORD, FAR, NEAR, COORD, FAR]


def test_nobody_can_be_called_where_nobody_is() -> None:
    lists = ladder.call_list(staffed(gone=[role.person_id for role in EVERYBODY]), report(rung_id=None))
    assert next_call(lists, 3, 3, []) is None
