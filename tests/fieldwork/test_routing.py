"""Which station is told, and why (DESIGN 5): nothing lands nowhere, and the most specific rule wins."""

from hypothesis import given
from hypothesis import strategies as st

from fieldwork.people import RoleKind
from fieldwork.places import Cover, Network, PlaceKind
from fieldwork.routing import BACKSTOP, NEAREST, OWN_PLACE, TRIAGE, Chosen, Router, Routing, Rule
from tests.fieldwork.districts import (
    CATEGORIES,
    DAY,
    URGENCIES,
    District,
    districts,
    person,
    place,
    station,
    worker,
)

PLACES = [
    place("district", None, PlaceKind.DISTRICT),
    place("street", "district", PlaceKind.STREET),
    place("xihu", "street", PlaceKind.COMMUNITY),
    place("garden", "xihu", PlaceKind.ESTATE),
    place("four", "garden", PlaceKind.BUILDING),
    place("dongmen", "street", PlaceKind.COMMUNITY),
]
SEATS = ["district", "street", "xihu", "dongmen"]
TREE = Network(PLACES, [station(seat) for seat in SEATS], [Cover(station=seat, place=seat) for seat in SEATS])
EVERYWHERE = {seat: number for number, seat in enumerate(SEATS, 1)}


def router(*rules: Rule, reachable: list[str] | None = None) -> Router:
    """A worker in each station; those of the stations named can be reached, or all."""
    held = SEATS if reachable is None else reachable
    people = [person(number, reachable=seat in held) for seat, number in EVERYWHERE.items()]
    roles = [worker(number, seat) for seat, number in EVERYWHERE.items()]
    return District(TREE, people, roles, list(rules)).router


def routed(
    of: Router, at: str | None = "four", home: str = "four", category: str | None = None, urgency: str = "T2"
) -> Routing:
    return of.route(at, home, category, urgency)


def first(routing: Routing) -> tuple[str, str]:
    return routing.first.rule, routing.first.station


def rule(name: str, to: str, **fits: str) -> Rule:
    return Rule(id=name, station=to, version=7, **fits)


# -- the tree ---------------------------------------------------------------------------------------


def test_without_a_rule_the_nearest_station_above_the_place_has_it() -> None:
    routing = routed(router())
    assert first(routing) == (NEAREST, "xihu")
    assert routing.second == Chosen(rule=NEAREST, version=1, station="street")


def test_a_station_where_nobody_can_be_reached_is_passed_over() -> None:
    assert first(routed(router(reachable=["street", "district"]))) == (NEAREST, "street")
    assert first(routed(router(reachable=["district"]))) == (NEAREST, "district")


def test_where_nobody_can_be_reached_at_all_the_parent_station_holds_it() -> None:
    routing = routed(router(reachable=[]))
    assert first(routing) == (BACKSTOP, "street")
    assert routing.second == Chosen(rule=BACKSTOP, version=1, station="district")


def test_a_neighbours_station_is_not_rung_because_it_is_staffed() -> None:
    assert first(routed(router(reachable=["dongmen", "district"]))) == (NEAREST, "district")


def test_a_station_that_covers_a_place_comes_before_that_of_the_parent() -> None:
    covers = [*TREE.covers, Cover(station="dongmen", place="garden")]
    tree = Network(PLACES, TREE.stations.values(), covers)
    people, roles = (
        [person(n) for n in EVERYWHERE.values()],
        [worker(n, seat) for seat, n in EVERYWHERE.items()],
    )
    assert first(routed(District(tree, people, roles, []).router))[1] == "dongmen"


def test_a_text_without_a_place_goes_to_the_station_of_the_senders_own() -> None:
    assert first(routed(router(), at=None, home="four")) == (OWN_PLACE, "xihu")
    assert first(routed(router(), at=None, home="street")) == (OWN_PLACE, "street")


def test_only_a_sender_above_street_level_goes_to_the_districts_triage() -> None:
    assert first(routed(router(), at=None, home="district")) == (TRIAGE, "district")


def test_a_place_that_is_gone_leaves_the_senders_own() -> None:
    assert first(routed(router(), at="torn down", home="four")) == (OWN_PLACE, "xihu")


def test_where_both_are_gone_the_district_has_it() -> None:
    assert first(routed(router(), at="torn down", home="torn down too")) == (BACKSTOP, "district")
    upside_down = Network(PLACES, list(TREE.stations.values())[::-1], TREE.covers)
    unstaffed = District(upside_down, [], [], []).router
    assert first(routed(unstaffed, at="torn down", home="")) == (BACKSTOP, "district")


# -- rules ------------------------------------------------------------------------------------------


def test_a_rule_comes_before_the_tree_and_the_tree_comes_second() -> None:
    routing = routed(router(rule("sewage", "district", category="sewage")), category="sewage")
    assert routing.first == Chosen(rule="sewage", version=7, station="district")
    assert routing.second == Chosen(rule=NEAREST, version=1, station="xihu")


def test_a_rule_of_a_category_holds_for_all_below_it_and_no_other() -> None:
    of = router(rule("sewage", "district", category="sewage"))
    assert first(routed(of, category="sewage.leak"))[0] == "sewage"
    assert first(routed(of, category="sewages"))[0] == NEAREST
    assert first(routed(of, category=None))[0] == NEAREST


def test_a_rule_of_a_place_holds_for_all_below_it_and_no_other() -> None:
    of = router(rule("estate", "district", place="garden"))
    assert first(routed(of, at="four"))[0] == "estate"
    assert first(routed(of, at="xihu"))[0] == NEAREST
    assert first(routed(of, at=None, home="dongmen"))[0] == OWN_PLACE


def test_a_rule_of_an_urgency_holds_for_that_alone() -> None:
    of = router(rule("fire", "district", urgency="T0"))
    assert first(routed(of, urgency="T0"))[0] == "fire"
    assert first(routed(of, urgency="T1"))[0] == NEAREST


def test_the_most_specific_rule_wins_whatever_its_order() -> None:
    wide, narrow = rule("wide", "district", place="street"), rule("narrow", "dongmen", place="garden")
    for of in (router(wide, narrow), router(narrow, wide)):
        routing = routed(of)
        assert first(routing) == ("narrow", "dongmen")
        assert routing.second == Chosen(rule="wide", version=7, station="district")


def test_a_narrower_place_weighs_more_than_category_and_urgency_together() -> None:
    both = rule("both", "district", place="xihu", category="sewage", urgency="T1")
    assert (
        first(routed(router(both, rule("near", "street", place="garden")), category="sewage", urgency="T1"))[
            0
        ]
        == "near"
    )


def test_a_category_weighs_more_than_an_urgency() -> None:
    of = router(rule("fast", "street", urgency="T1"), rule("kind", "district", category="sewage"))
    assert first(routed(of, category="sewage", urgency="T1"))[0] == "kind"


def test_of_two_as_specific_the_first_in_order_wins() -> None:
    one, other = rule("one", "district", category="sewage"), rule("other", "street", category="sewage")
    assert first(routed(router(one, other), category="sewage"))[0] == "one"
    assert first(routed(router(other, one), category="sewage"))[0] == "other"


def test_two_rules_to_one_station_do_not_hide_which_station_came_second() -> None:
    routing = routed(router(rule("one", "street"), rule("other", "street")))
    assert routing.second == Chosen(rule=NEAREST, version=1, station="xihu")


def test_a_rule_to_a_station_that_is_gone_is_passed_over() -> None:
    assert first(routed(router(rule("old", "closed")))) == (NEAREST, "xihu")


def test_a_rule_to_a_station_where_nobody_can_be_reached_is_passed_over() -> None:
    assert first(routed(router(rule("old", "dongmen"), reachable=["xihu"]))) == (NEAREST, "xihu")


# -- any district -----------------------------------------------------------------------------------

WHERE = st.none() | st.integers(0, 14).map(lambda number: f"p{number}")


@given(districts(), WHERE, WHERE, st.sampled_from(CATEGORIES), st.sampled_from(URGENCIES))
def test_every_report_has_a_station(
    district: District, at: str | None, home: str | None, category: str | None, urgency: str
) -> None:
    routing = district.router.route(at, home or "", category, urgency)
    assert routing.first.station in district.network.stations
    if routing.second is not None:
        assert routing.second.station in district.network.stations
        assert routing.second.station != routing.first.station


@given(districts(), WHERE, WHERE, st.sampled_from(CATEGORIES), st.sampled_from(URGENCIES))
def test_somebody_hears_of_it_if_anybody_above_the_place_can_be_reached(
    district: District, at: str | None, home: str | None, category: str | None, urgency: str
) -> None:
    routing = district.router.route(at, home or "", category, urgency)
    reachable = {s.code for s in district.network.stations.values() if district.staffing.reachable(s)}
    above = district.network.stations_above(at, DAY) if at else []
    if reachable & {one.code for one in above}:
        assert routing.first.station in reachable


@given(districts(), WHERE, st.sampled_from(CATEGORIES), st.sampled_from(URGENCIES))
def test_no_fitting_rule_is_narrower_than_the_one_that_was_chosen(
    district: District, at: str | None, category: str | None, urgency: str
) -> None:
    routing = district.router.route(at, "p0", category, urgency)
    staffed = [
        one for one in district.rules
        if one.fits(district.network, at, category, urgency)
        and one.station in district.network.stations
        and district.staffing.reachable(district.network.stations[one.station])
    ]  # fmt: skip
    chosen = next((one for one in staffed if one.id == routing.first.rule), None)
    assert (chosen is None) == (not staffed)
    if chosen is not None:
        depths = [len(list(district.network.above(one.place))) if one.place else 0 for one in staffed]
        assert depths[staffed.index(chosen)] == max(depths)


@given(districts(), WHERE, WHERE)
def test_triage_is_for_senders_above_street_level_alone(
    district: District, at: str | None, home: str | None
) -> None:
    routing = District(district.network, district.people, district.roles, []).router.route(
        at, home or "", None, "T2"
    )
    if routing.first.rule == TRIAGE:
        assert at not in district.network.places
        assert not home or district.network.at(home, PlaceKind.STREET) is None


def test_a_coordinator_alone_is_enough_to_hold_a_district() -> None:
    of = District(TREE, [person(1)], [worker(1, "district", RoleKind.COORDINATOR)], []).router
    assert first(routed(of)) == (NEAREST, "district")
