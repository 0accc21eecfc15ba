"""The check finds, before a report falls in, where nobody near would see it."""

from datetime import UTC, date, datetime

from fieldwork.checking import NO_STATION, NOBODY, Gap, gaps, lowest_places
from fieldwork.people import Person, Role, RoleKind, Staffing
from fieldwork.places import Cover, Network, Place, PlaceKind, Station
from fieldwork.routing import Rule

DAY = date(2026, 3, 1)
BEFORE = date(2026, 1, 1)
PLACES = [
    Place(code="d", kind=PlaceKind.DISTRICT, name="甲区"),
    Place(code="s", kind=PlaceKind.STREET, name="甲街道", parent="d"),
    Place(code="c", kind=PlaceKind.COMMUNITY, name="西湖社区", parent="s"),
    Place(code="b", kind=PlaceKind.BUILDING, name="4号楼", parent="c"),
    Place(code="u", kind=PlaceKind.UNIT, name="1单元", parent="b"),
    Place(code="e", kind=PlaceKind.COMMUNITY, name="东门社区", parent="s"),
]
STATIONS = [Station(code=code, name=f"{code}站", place=code) for code in "dsce"]


def network(covers: str = "dsce") -> Network:
    return Network(PLACES, STATIONS, [Cover(station=code, place=code) for code in covers])


def staffed(tree: Network, *places: str, blocked: bool = False) -> Staffing:
    people = [
        Person(id=n, account=n, blocked_at=datetime(2026, 2, 1, tzinfo=UTC) if blocked else None)
        for n, _ in enumerate(places)
    ]
    roles = [
        Role(person_id=n, kind=RoleKind.SOCIAL_WORKER, place=p, since=BEFORE) for n, p in enumerate(places)
    ]
    return Staffing(tree, people, roles, DAY)


def found(
    tree: Network, staffing: Staffing, *rules: Rule, categories: tuple[str, ...] = ("safety",)
) -> list[Gap]:
    return list(gaps(tree, staffing, rules, categories, DAY))


def test_reports_come_from_buildings_and_from_places_that_have_none() -> None:
    assert [place.code for place in lowest_places(network())] == ["b", "e"]


def test_an_empty_network_has_no_gap() -> None:
    assert found(Network([]), Staffing(Network([]), [], [], DAY)) == []


def test_a_station_with_somebody_leaves_no_gap_and_one_without_does() -> None:
    tree = network()
    (gap,) = found(tree, staffed(tree, "c"))
    assert gap == Gap(
        place="e", category="safety", station="e", reason="nobody can be reached there, nor at s站"
    )


def test_the_streets_station_is_enough() -> None:
    tree = network()
    assert found(tree, staffed(tree, "s")) == []


def test_the_districts_coordinator_is_not_near_enough() -> None:
    tree = network()
    assert {gap.place for gap in found(tree, staffed(tree, "d"))} == {"b", "e"}


def test_somebody_who_blocked_the_bot_is_nobody() -> None:
    tree = network()
    assert len(found(tree, staffed(tree, "c", "e", blocked=True))) == 2


def test_every_category_is_a_row_of_its_own() -> None:
    tree = network()
    rows = found(tree, staffed(tree, "c"), categories=("safety", "elderly"))
    assert [(row.place, row.category) for row in rows] == [("e", "safety"), ("e", "elderly")]


def test_a_rule_that_names_an_empty_station_opens_a_gap_for_its_category_alone() -> None:
    tree = network()
    rule = Rule(id="r", category="safety", station="e")
    rows = found(tree, staffed(tree, "c"), rule, categories=("safety", "elderly"))
    assert [(row.place, row.category, row.station) for row in rows] == [
        ("b", "safety", "e"), ("e", "safety", "e"), ("e", "elderly", "e")]  # fmt: skip


def test_a_rule_that_names_a_staffed_station_closes_one() -> None:
    tree = network()
    assert found(tree, staffed(tree, "c"), Rule(id="r", place="e", station="c")) == []


def test_a_place_that_no_station_answers_for_is_told_so() -> None:
    tree = network(covers="c")
    assert [(gap.place, gap.station, gap.reason) for gap in found(tree, staffed(tree))] == [
        ("b", "c", NOBODY), ("e", None, NO_STATION)]  # fmt: skip
