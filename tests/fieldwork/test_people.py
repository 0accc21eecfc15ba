"""Who can be reached, and whom a station's card rings."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from fieldwork.people import STAFF, Person, Role, RoleKind, Staffing, can_be_reached
from fieldwork.places import Cover, Network, PlaceKind
from tests.fieldwork.districts import AT, DAY, District, districts, person, place, station, worker

NETWORK = Network(
    [
        place("street", None, PlaceKind.STREET),
        place("xihu", "street", PlaceKind.COMMUNITY),
        place("garden", "xihu", PlaceKind.ESTATE),
        place("four", "garden", PlaceKind.BUILDING),
        place("five", "garden", PlaceKind.BUILDING),
        place("dongmen", "street", PlaceKind.COMMUNITY),
    ],
    [station("street"), station("sub", "xihu")],
    [
        Cover(station="street", place="street"),
        Cover(station="sub", place="xihu"),
        Cover(station="sub", place="dongmen"),
    ],
)
STREET, SUB = NETWORK.stations["street"], NETWORK.stations["sub"]
HEAD = RoleKind.STATION_HEAD


def staffing(*roles: Role, but_not: int = 0, day: date = DAY) -> Staffing:
    people = [person(role.person_id, reachable=role.person_id != but_not) for role in roles]
    return Staffing(NETWORK, people, roles, day)


def rung(of: Staffing, at: str | None, but: int | None = None) -> int | None:
    found = of.responsible(SUB, at, but)
    return found.id if found else None


def test_the_worker_whose_own_place_is_nearest_is_rung() -> None:
    of = staffing(worker(1, "xihu"), worker(2, "garden"), worker(3, "four"))
    assert [rung(of, at) for at in ("four", "five", "xihu")] == [3, 2, 1]


def test_of_two_as_near_always_the_same_is_rung() -> None:
    assert rung(staffing(worker(5, "xihu"), worker(2, "xihu")), "four") == 2


def test_a_worker_elsewhere_at_the_station_is_better_than_nobody() -> None:
    assert rung(staffing(worker(1, "dongmen")), "four") == 1
    assert rung(staffing(worker(1, "dongmen")), None) == 1
    assert rung(staffing(worker(1, "dongmen")), "torn down") == 1


def test_a_station_head_is_rung_only_where_no_worker_can_be() -> None:
    assert rung(staffing(worker(1, "four", HEAD), worker(2, "dongmen")), "four") == 2
    assert rung(staffing(worker(1, "four", HEAD), worker(2, "dongmen"), but_not=2), "four") == 1


def test_rework_is_for_another_person() -> None:
    of = staffing(worker(1, "four"), worker(2, "xihu"))
    assert rung(of, "four", but=1) == 2
    assert rung(staffing(worker(1, "four")), "four", but=1) is None
    assert rung(staffing(worker(1, "four"), worker(2, "xihu", HEAD)), "four", but=1) == 2


def test_who_blocked_the_bot_is_not_rung() -> None:
    assert rung(staffing(worker(1, "four"), worker(2, "xihu"), but_not=1), "four") == 2
    assert rung(staffing(worker(1, "four"), but_not=1), "four") is None


def test_each_worker_belongs_to_the_lowest_station_of_their_place() -> None:
    of = staffing(worker(1, "four"), worker(2, "street"), worker(3, "dongmen"))
    assert {p.id for p in of.reachable(SUB)} == {1, 3}
    assert {p.id for p in of.reachable(STREET)} == {2}


def test_one_person_with_two_roles_is_reached_once() -> None:
    of = staffing(worker(1, "four"), worker(1, "dongmen", HEAD))
    assert [p.id for p in of.reachable(SUB)] == [1]


@pytest.mark.parametrize("kind", list(RoleKind))
def test_only_staff_hear_of_a_stations_reports(kind: RoleKind) -> None:
    assert bool(staffing(worker(1, "four", kind)).reachable(SUB)) == (kind in STAFF)


@pytest.mark.parametrize(
    ("days_since", "days_until", "holds"),
    [(0, None, True), (-1, None, True), (1, None, False), (-5, 0, True), (-5, -1, False), (0, 0, True)],
)
def test_a_role_holds_from_a_day_to_a_day_both_included(
    days_since: int, days_until: int | None, holds: bool
) -> None:
    role = worker(1, "four")
    role.since = DAY + timedelta(days=days_since)
    role.until = None if days_until is None else DAY + timedelta(days=days_until)
    assert role.in_force(DAY) == holds
    assert bool(staffing(role).reachable(SUB)) == holds


def test_reachable_is_who_joined_and_has_not_blocked_the_bot() -> None:
    assert can_be_reached(Person(account=1))
    assert not can_be_reached(Person(account=None))
    assert not can_be_reached(Person(account=1, blocked_at=AT))


@given(districts())
def test_a_station_that_can_reach_somebody_knows_whom_to_ring(district: District) -> None:
    of = district.staffing
    for one in district.network.stations.values():
        responsible = of.responsible(one, one.place)
        assert (responsible is not None) == bool(of.reachable(one))
        assert responsible is None or responsible in of.reachable(one)
