"""A network file is read whole, every bad row is named at once, and it comes back as it was."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from fieldwork.json_lines import lines_of
from fieldwork.network_files import BadNetwork, decode
from fieldwork.network_plans import Tree, plan
from fieldwork.network_reading import read
from fieldwork.network_writing import render
from fieldwork.places import PlaceKind

NETWORKS = sorted((Path(__file__).parent.parent / "data" / "networks").glob("*.json"))
EXAMPLE = Path(__file__).parents[2] / "bot" / "data" / "example" / "network.json"


BACKWARDS = {"since": "2026-02-02", "until": "2026-02-01"}


def imported(text: str, before: Tree | None = None) -> Tree:
    return plan(read(text), before or Tree()).after


def tried(text: str, before: Tree | None = None) -> tuple[Tree | None, list[str]]:
    try:
        return imported(text, before), []
    except BadNetwork as bad:
        return None, [finding.sentence for finding in bad.findings]


def refused(network: Any) -> list[str]:
    text = network if isinstance(network, str) else json.dumps(network, ensure_ascii=False, indent=1)
    with pytest.raises(BadNetwork) as bad:
        imported(text)
    return [str(finding) for finding in bad.value.findings]


def district(*communities: Any, **more: Any) -> dict[str, Any]:
    street = {"code": "4401", "name": "甲街道", "communities": list(communities)}
    return {"code": "44", "name": "甲区", "streets": [street], **more}


@pytest.mark.parametrize("path", [*NETWORKS, EXAMPLE], ids=lambda path: path.stem)
def test_a_real_network_comes_back_letter_for_letter(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert render(imported(text)) == text


def test_there_are_five_real_networks_to_try() -> None:
    assert len(NETWORKS) == 5


@pytest.mark.parametrize("path", [*NETWORKS, EXAMPLE], ids=lambda path: path.stem)
def test_a_second_import_changes_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    again = plan(read(text), imported(text))
    assert again.changes_nothing
    assert again.changes == ()


def test_several_networks_leave_as_a_list_and_come_back() -> None:
    tree = Tree()
    for path in NETWORKS:
        tree = imported(path.read_text(encoding="utf-8"), tree)
    out = render(tree)
    assert len(json.loads(out)) == 5
    assert plan(read(out), tree).changes_nothing
    assert imported(out) == tree


def test_the_everyday_name_is_the_name_and_the_official_one_an_alias() -> None:
    place = imported(json.dumps(district({"code": "440101", "name": "西湖社区居委会"}))).places["440101"]
    assert (place.name, place.aliases) == ("西湖社区", ["西湖社区居委会"])


def test_district_street_and_community_have_a_station_unless_the_file_says_otherwise() -> None:
    without = {"code": "440102", "name": "丙社区", "station": False}
    tree = imported(json.dumps(district({"code": "440101", "name": "乙社区"}, without)))
    assert {code: station.name for code, station in tree.stations.items()} == {
        "44": "甲区社工总站", "4401": "甲街道社工站", "440101": "乙社区社工点"}  # fmt: skip


def test_keys_we_do_not_know_are_kept_for_the_way_out() -> None:
    network = district({"code": "440101", "name": "乙社区", "人口": {"户": 12, "x": [1.5, None]}}, slug="jia")
    text = json.dumps(network, ensure_ascii=False, indent=1)
    assert json.loads(render(imported(text))) == network


# -- what is wrong ----------------------------------------------------------------------------------


def test_every_bad_row_is_named_in_one_go_with_its_line() -> None:
    text = """{"code": "44", "name": "甲区", "streets": [
 {"code": "4401", "name": "甲街道", "communities": [
  {"code": "440101", "name": "甲社区居委会", "station": {"covers": ["999"]}},
  {"code": "44030500a", "name": "乙社区"},
  {"code": "440101", "name": "丙社区"},
  {"code": "440104", "name": "甲社区"},
  {"name": "丁社区"},
  {"code": "440106", "name": 5},
  {"code": "440107", "name": "己社区", "estates": {}},
  "庚社区"
 ]}],
 "rules": [{"id": "r1", "station": "nowhere"}]}"""
    findings = refused(text)
    for beginning in (
        'line 3, streets[0].communities[0].station.covers[0]: the station covers "999"',
        'line 4, streets[0].communities[1]: code "44030500a" is not a code',
        'line 5, streets[0].communities[2]: code "440101" stands twice',
        'line 6, streets[0].communities[3]: the name "甲社区" is already',
        "line 7, streets[0].communities[4]: it has no code",
        "line 8, streets[0].communities[5].name: here stands a text in quotes, not the number 5",
        "line 9, streets[0].communities[6].estates: here stands a list in brackets",
        'line 10, streets[0].communities[7]: a community is an object in braces, not the text "庚社区"',
        'line 12, rules[0]: it leads to the station "nowhere"',
    ):
        assert any(finding.startswith(beginning) for finding in findings), beginning
    assert len(findings) == 9


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no JSON from line 1, column 1"),
        ('{"code": "44",\n "name": }', "no JSON from line 2, column 10"),
        ("[" * 100_000, "nested too deeply"),
        ('{"code": NaN}', "NaN is no number"),
        ('{"code": 1e999}', "too large"),
        ('{"code": ' + "9" * 5000 + "}", "thousands of digits"),
        ('{"code": "\\ud800"}', "half a character"),
        ('{"code": "44", "name": "a", "name": "b"}', '"name" stands twice'),
        ("[]", "holds no network"),
        ("null", "not null"),
        ("true", "not true"),
        ('"甲区"', 'not the text "甲区"'),
    ],
)
def test_what_is_no_network_at_all_is_told_in_a_sentence(text: str, sentence: str) -> None:
    assert any(sentence in finding for finding in refused(text))


def test_a_file_that_is_not_utf_8_is_told_so() -> None:
    with pytest.raises(BadNetwork, match="UTF-8: byte 11"):
        decode(b'{"name": "' + "西湖".encode("gbk"))


def test_a_byte_order_mark_does_no_harm() -> None:
    assert decode(b"\xef\xbb\xbf{}") == "{}"


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ({"code": "4401", "name": "乙社区"}, "cannot lie in itself"),
        ({"code": "440101", "name": "乙" * 101}, "101 characters"),
        ({"code": "4" * 41, "name": "乙社区"}, "41 characters"),
        ({"code": "440101", "name": " "}, "empty"),
        ({"code": "440101", "name": "乙\u202e社区"}, "cannot be printed"),
        ({"code": "440101", "name": "乙社区", "aliases": [f"a{n}" for n in range(51)]}, "50 aliases"),
        ({"code": "440101", "name": "乙社区", "aliases": "西湖"}, "a list in brackets"),
        ({"code": "440101", "name": "乙社区", "station": 1}, "a station is true, false"),
        ({"code": "440101", "name": "乙社区", "station": {"phone": "1"}}, 'has no "phone"'),
        ({"code": "440101", "name": "乙社区", "station": {"since": "gestern"}}, "no day"),
        ({"code": "440101", "name": "乙社区", "station": BACKWARDS}, "ends"),
        ({"code": "440101", "name": "乙社区", "station": {"covers": ["44", "44"]}}, "covered twice"),
        ({"code": "440101", "name": "乙社区", "station": {"code": "4401"}}, "that of another station"),
        ({"code": "440101", "name": "乙社区", "streets": [{"code": "1", "name": "a"}]}, "cannot lie in a"),
        ({"code": "440101", "name": "乙社区", "estates": [{"name": "a"}, {"name": "a"}]}, "beside it"),
        ({"code": "440101", "name": "乙社区", "x": json.loads("[" * 30 + "]" * 30)}, "nested more than 20"),
    ],
)  # fmt: skip
def test_a_bad_place_is_told_in_a_sentence(place: dict[str, Any], sentence: str) -> None:
    assert any(sentence in finding for finding in refused(district(place)))


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({}, "a list in brackets"),
        ([5], "a rule is an object in braces"),
        ([{"id": "r", "station": "44"}, {"id": "r", "station": "44"}], "stands twice"),
        ([{"id": "r", "station": "44", "urgency": "T9"}], "none of T0, T1"),
        ([{"id": "r", "station": "44", "version": True}], "whole number from 1"),
        ([{"id": "r", "station": "44", "place": "77"}], "there is none"),
        ([{"id": "r", "station": "44", "if": "x"}], 'has no "if"'),
        ([{"station": "44"}], "it has no id"),
    ],
)
def test_a_bad_rule_is_told_in_a_sentence(rules: Any, sentence: str) -> None:
    assert any(sentence in finding for finding in refused(district(rules=rules)))


# -- whatever comes ---------------------------------------------------------------------------------

texts = some.text(max_size=8) | some.sampled_from(
    ["44", "4401", "44-1", "西湖社区居委会", "2026-01-01", "T0"]
)
values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | texts,
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(
            texts
            | some.sampled_from(
                [
                    "code",
                    "name",
                    "streets",
                    "communities",
                    "buildings",
                    "aliases",
                    "station",
                    "covers",
                    "rules",
                    "id",
                    "version",
                    "since",
                    "until",
                    "place",
                ]
            ),  # fmt: skip
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


def told_or_imported(text: str) -> bool:
    """Either every bad row has a sentence, or the tree comes back as it is."""
    tree, sentences = tried(text)
    if tree is None:
        return bool(sentences) and all(sentence.endswith(".") for sentence in sentences)
    return plan(read(render(tree)), tree).changes_nothing


@settings(max_examples=150, deadline=None)
@given(values)
def test_no_json_whatever_ends_in_a_traceback(value: Any) -> None:
    assert told_or_imported(json.dumps(value))


@settings(max_examples=150, deadline=None)
@given(some.data())
def test_a_damaged_network_never_ends_in_a_traceback(data: some.DataObject) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    start = data.draw(some.integers(0, len(text)))
    end = data.draw(some.integers(start, min(len(text), start + 60)))
    assert told_or_imported(text[:start] + data.draw(some.text(max_size=5)) + text[end:])


@settings(max_examples=150, deadline=None)
@given(some.data())
def test_a_network_with_one_odd_value_never_ends_in_a_traceback(data: some.DataObject) -> None:
    whole = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    here: Any = whole
    for _ in range(data.draw(some.integers(0, 6))):
        if isinstance(inner := here[data.draw(some.sampled_from(keys(here)))], dict | list) and inner:
            here = inner
    here[data.draw(some.sampled_from(keys(here)))] = data.draw(values)
    assert told_or_imported(json.dumps(whole))


def keys(value: Any) -> list[Any]:
    return list(value) if isinstance(value, dict) else list(range(len(value)))


stations: list[Any] = [
    True,
    False,
    {"telephone": "0763"},
    {"covers": []},
    {"covers": ["1"], "since": "2026-01-01"},
    {"covers": [{"place": "1", "until": "2026-01-01"}, "1"]},
]
names = some.text("甲乙丙丁戊己庚辛", min_size=1, max_size=3)


@some.composite
def networks(draw: some.DrawFn) -> dict[str, Any]:
    """A network as somebody may write it: levels left out, codes left out below, stations of every form."""
    return draw(places(PlaceKind.DISTRICT, "1")) | {"rules": [{"id": "r", "station": "1"}], "station": True}


@some.composite
def places(draw: some.DrawFn, kind: PlaceKind, code: str) -> dict[str, Any]:
    order = list(PlaceKind)
    below = order[order.index(kind) + 1 : order.index(kind) + 3]
    row: dict[str, Any] = {"code": code, "name": draw(names) + draw(some.sampled_from(["", "社区居委会"]))}
    if order.index(kind) > 2 and draw(some.booleans()):
        del row["code"]
    if draw(some.booleans()):
        row["aliases"] = draw(some.lists(names, max_size=3))
    if draw(some.booleans()):
        row["station"] = draw(some.sampled_from(stations) | some.just([{"code": f"s{code}"}, {"name": "二"}]))
    number = 0
    for each in below:
        key = {"community": "communities"}.get(each, f"{each}s")
        children = []
        for _ in range(draw(some.integers(0, 1 if order.index(kind) > 1 else 2))):
            number += 1
            child = draw(places(each, f"{code}{number}"))
            children.append(child | {"name": f"{number}{child['name']}"})
        if children:
            row[key] = children
    return row


@settings(max_examples=60, deadline=None)
@given(networks(), networks())
def test_any_good_network_comes_back_and_a_second_import_changes_nothing(
    first: dict[str, Any], then: dict[str, Any]
) -> None:
    tree = imported(json.dumps(first))
    out = render(tree)
    assert imported(out) == tree
    assert plan(read(out), tree).changes_nothing
    assert plan(read(json.dumps(first)), tree).changes_nothing
    told_after_the_other(tree, then)


def told_after_the_other(tree: Tree, then: dict[str, Any]) -> None:
    """Another file over what is kept is refused in sentences, or no place is lost and all comes back."""
    after, sentences = tried(json.dumps(then), tree)
    if after is None:
        assert sentences
        return
    assert set(after.places) >= set(tree.places)
    assert plan(read(json.dumps(then)), after).changes_nothing
    assert plan(read(render(after)), after).changes_nothing
    assert imported(render(after)) == after


def test_a_line_is_found_for_every_value() -> None:
    text = '{\n "a": [\n  1,\n  {"b": "x, [y]\\""}\n ],\n "c": {}\n}'
    assert lines_of(text) == {"": 1, "a": 2, "a[0]": 3, "a[1]": 4, "a[1].b": 4, "c": 6}
