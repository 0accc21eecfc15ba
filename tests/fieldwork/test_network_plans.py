"""What a second file changes: places never go, rules get new versions, and two networks keep apart."""

import json
from copy import deepcopy
from typing import Any

import pytest

from fieldwork.network_files import BadNetwork
from fieldwork.network_plans import Plan, Tree, plan
from fieldwork.network_reading import read

FIRST: dict[str, Any] = {
    "code": "44", "name": "甲区",
    "streets": [{"code": "4401", "name": "甲街道", "communities": [
        {"code": "440101", "name": "西湖社区居委会", "estates": [
            {"name": "西湖花园", "buildings": [{"name": "4号楼"}, {"name": "5号楼"}]}]},
        {"code": "440102", "name": "东门社区居委会"},
    ]}],
    "rules": [{"id": "gas", "category": "safety.gas", "station": "4401"}],
}  # fmt: skip


def planned(network: Any, before: Tree | None = None, used: frozenset[str] = frozenset()) -> Plan:
    return plan(read(json.dumps(network)), before or Tree(), used)


def changed(change: Any) -> dict[str, Any]:
    """The first network with one change made by a function."""
    network = deepcopy(FIRST)
    change(network)
    return network


def communities(network: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = network["streets"][0]["communities"]
    return found


def lines(made: Plan) -> list[tuple[str, str, str]]:
    return [(change.what, change.kind, change.code) for change in made.changes]


def refusal(network: Any, before: Tree) -> str:
    with pytest.raises(BadNetwork) as bad:
        planned(network, before)
    return str(bad.value)


@pytest.fixture
def kept() -> Tree:
    return planned(FIRST).after


def test_codes_below_a_community_are_derived_and_stay(kept: Tree) -> None:
    assert [kept.places[f"440101-1-{n}"].name for n in (1, 2)] == ["4号楼", "5号楼"]
    turned = changed(lambda n: communities(n)[0]["estates"][0]["buildings"].reverse())
    after = planned(turned, kept).after
    assert [after.places[f"440101-1-{n}"].name for n in (1, 2)] == ["4号楼", "5号楼"]
    more = changed(lambda n: communities(n)[0]["estates"][0]["buildings"].insert(0, {"name": "3号楼"}))
    assert planned(more, kept).after.places["440101-1-3"].name == "3号楼"


def test_a_place_that_the_file_no_longer_names_stays_and_is_listed(kept: Tree) -> None:
    without = changed(lambda n: communities(n).pop(1))
    made = planned(without, kept)
    assert lines(made) == [("gone", "community", "440102")]
    assert made.changes_nothing
    assert made.after.stations["440102"].name == "东门社区社工点"


def test_what_changes_is_told_from_and_to(kept: Tree) -> None:
    made = planned(changed(lambda n: communities(n)[1].update(name="东门口社区")), kept)
    assert ("changed", "community", "440102") in lines(made)
    assert "name: 东门社区 → 东门口社区" in made.changes[0].detail


def test_a_place_can_move_under_another_parent(kept: Tree) -> None:
    def move(network: dict[str, Any]) -> None:
        moved = communities(network).pop(1)
        network["streets"].append({"code": "4402", "name": "乙街道", "communities": [moved]})

    after = planned(changed(move), kept).after
    assert after.places["440102"].parent == "4402"
    assert after.top_of("440102") == "44"


def test_a_new_code_for_a_place_that_is_kept_is_refused(kept: Tree) -> None:
    said = refusal(changed(lambda n: communities(n)[1].update(code="440109")), kept)
    assert '"东门社区" is kept beside it under the code "440102"' in said


def test_a_place_cannot_rise_above_what_is_kept_in_it(kept: Tree) -> None:
    def sink(network: dict[str, Any]) -> None:
        communities(network)[0] = {"code": "440101", "name": "西湖社区居委会", "station": False}
        communities(network)[1]["estates"] = [{"code": "440101", "name": "西湖社区居委会"}]
        del communities(network)[0]

    assert 'cannot become a estate: the estate "西湖花园"' in refusal(changed(sink), kept)


def test_a_place_without_a_code_is_refused_where_another_kind_of_its_name_is_kept(kept: Tree) -> None:
    """A community that is kept, and now an estate of its name beside it."""

    def swap(network: dict[str, Any]) -> None:
        network["streets"][0] = {"code": "4401", "name": "甲街道", "estates": [{"name": "东门社区居委会"}]}

    assert '"东门社区" is kept beside it' in refusal(changed(swap), kept)


# -- stations ---------------------------------------------------------------------------------------


def test_a_station_that_is_taken_away_goes_with_its_covers(kept: Tree) -> None:
    made = planned(changed(lambda n: communities(n)[1].update(station=False)), kept)
    assert lines(made) == [("removed", "station", "440102")]
    assert "440102" not in made.after.covers


def test_a_station_that_reports_name_stays_without_covers(kept: Tree) -> None:
    without = changed(lambda n: communities(n)[1].update(station=False))
    made = planned(without, kept, frozenset({"440102"}))
    assert lines(made) == [("retired", "station", "440102")]
    assert planned(without, made.after, frozenset({"440102"})).changes_nothing


def test_a_station_covers_its_neighbours_from_a_day_on(kept: Tree) -> None:
    station = {"covers": ["440101", {"place": "440102", "since": "2026-03-01"}]}
    after = planned(changed(lambda n: communities(n)[0].update(station=station)), kept).after
    assert [(c.place, str(c.since)) for c in after.covers["440101"]] == [
        ("440101", "None"), ("440102", "2026-03-01")]  # fmt: skip


def test_a_station_cannot_be_taken_from_under_a_rule(kept: Tree) -> None:
    def cut(network: dict[str, Any]) -> None:
        del network["rules"]
        network["streets"][0]["station"] = False

    assert 'the rule "gas" leads to the station "4401"' in refusal(changed(cut), kept)


# -- rules ------------------------------------------------------------------------------------------


def test_a_rule_that_changes_gets_the_next_version(kept: Tree) -> None:
    made = planned(changed(lambda n: n["rules"][0].update(station="44")), kept)
    assert (made.after.rules["gas"].version, made.after.rules["gas"].station) == (2, "44")
    assert planned(changed(lambda n: n["rules"][0].update(station="44")), made.after).changes_nothing


def test_a_rule_that_changes_under_its_old_version_is_refused(kept: Tree) -> None:
    said = refusal(changed(lambda n: n["rules"][0].update(station="44", version=1)), kept)
    assert "give it 2" in said


def test_a_file_that_says_nothing_of_rules_leaves_them_alone(kept: Tree) -> None:
    assert planned(changed(lambda n: n.pop("rules")), kept).changes_nothing
    assert lines(planned(changed(lambda n: n["rules"].clear()), kept)) == [("removed", "rule", "gas")]


def test_the_order_of_rules_is_kept_and_its_change_told(kept: Tree) -> None:
    two = changed(lambda n: n["rules"].append({"id": "all", "station": "44"}))
    after = planned(two, kept).after
    two["rules"].reverse()
    made = planned(two, after)
    assert list(made.after.rules) == ["all", "gas"]
    assert not made.changes_nothing


# -- two networks -----------------------------------------------------------------------------------


def test_a_second_network_leaves_the_first_alone(kept: Tree) -> None:
    second = {"code": "55", "name": "乙区", "rules": [{"id": "b", "station": "55"}]}
    after = planned(second, kept).after
    assert set(after.places) == {*kept.places, "55"}
    assert list(after.rules) == ["gas", "b"]
    assert planned(FIRST, after).changes_nothing


def test_a_code_of_another_network_is_refused(kept: Tree) -> None:
    second = {"code": "55", "name": "乙区", "streets": [{"code": "4401", "name": "丙街道"}]}
    assert 'code "4401" is already a place of 甲区 (44)' in refusal(second, kept)


def test_a_rule_cannot_lead_into_another_network(kept: Tree) -> None:
    second = {"code": "55", "name": "乙区", "rules": [{"id": "b", "station": "4401"}]}
    assert "there is none here" in refusal(second, kept)


def test_a_rules_name_serves_one_network_only(kept: Tree) -> None:
    second = {"code": "55", "name": "乙区", "rules": [{"id": "gas", "station": "55"}]}
    assert "already one of another network" in refusal(second, kept)
