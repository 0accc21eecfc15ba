"""A network as a table: read like the JSON it stands for, and written so that it comes back the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from fieldwork.network_files import BadNetwork
from fieldwork.network_plans import Plan, Tree, plan
from fieldwork.network_reading import read
from fieldwork.network_sifting import Sifted, Source, planned_whole, sift
from fieldwork.network_tables import COLUMNS, Row, columns_of, rows_of, tabled
from fieldwork.places import Cover

NETWORKS = sorted((Path(__file__).parent.parent / "data" / "networks").glob("*.json"))
EXAMPLE = Path(__file__).parents[2] / "bot" / "data" / "example" / "network.json"
TOPS = (
    ("区", "44", "甲区", "", "", ""),
    ("街道", "4401", "甲街道", "44", "", ""),
    ("社区", "440101", "西湖社区居委会", "4401", "", ""),
)
GARDEN = ("小区", "", "西湖花园", "440101", "西湖小区; 花园", "")


def of_rows(*rows: tuple[str, ...], kept: Tree | None = None) -> Source:
    """A table whose first row below the header is row 2, as a spreadsheet shows it."""
    numbered = [Row(n, dict(zip(COLUMNS, row, strict=True))) for n, row in enumerate(rows, start=2)]
    return Source.of_table(tabled(numbered, kept or Tree()))


def whole(*rows: tuple[str, ...], kept: Tree | None = None) -> Plan:
    return planned_whole(of_rows(*rows, kept=kept), kept or Tree())


def sifted(*rows: tuple[str, ...], kept: Tree | None = None) -> Sifted:
    return sift(of_rows(*rows, kept=kept), kept or Tree())


def told(*rows: tuple[str, ...], kept: Tree | None = None) -> list[str]:
    """What is said of the rows that are left out."""
    return [str(finding) for finding in sifted(*rows, kept=kept).left_out]


def of_json(network: Any) -> Tree:
    return plan(read(json.dumps(network)), Tree()).after


def example() -> Tree:
    return plan(read(EXAMPLE.read_text(encoding="utf-8")), Tree()).after


@pytest.mark.parametrize("path", [*NETWORKS, EXAMPLE], ids=lambda path: path.stem)
def test_a_real_network_as_a_table_is_the_same_network(path: Path) -> None:
    tree = plan(read(path.read_text(encoding="utf-8")), Tree()).after
    again = whole(*rows_of(tree), kept=tree)
    assert again.changes_nothing
    assert again.changes == ()
    from_nothing = whole(*rows_of(tree)).after
    assert (from_nothing.places, from_nothing.order) == (tree.places, tree.order)
    assert (from_nothing.stations, from_nothing.covers) == (tree.stations, tree.covers)


def test_what_a_table_cannot_say_stays_as_it_is() -> None:
    rule = {"id": "sewage", "place": "4401", "category": "governance.sewage", "station": "4401"}
    street = {"code": "4401", "name": "甲街道", "population": 30_000}
    tree = of_json({"code": "44", "name": "甲区", "streets": [street], "rules": [rule]})
    assert whole(*rows_of(tree), kept=tree).changes_nothing


def test_odd_stations_and_names_come_back() -> None:
    covers = [{"place": "4401", "since": "2026-01-01"}, "44"]
    street = {
        "code": "4401",
        "name": "甲;乙",
        "aliases": ["一、二", "三;四", "[五"],
        "station": [{"name": "a: b; c"}, {"code": "x", "telephone": "1;2", "covers": covers}],
        "communities": [{"code": "440101", "name": "无", "station": False}],
        "estates": [{"code": "e", "name": "=cmd()", "station": True}],
    }
    tree = of_json({"code": "44", "name": "甲区", "streets": [street]})
    assert whole(*rows_of(tree), kept=tree).changes_nothing
    assert whole(*rows_of(tree)).after.covers == tree.covers


def test_words_of_both_languages_are_understood() -> None:
    rows = (
        *TOPS,
        GARDEN,
        ("building", "", "4号楼", "西湖花园", "", "无"),
        ("社区", "440102", "东门社区", "4401", "", "名称：东门站；电话：0763-000 0012；负责：440102，440101"),
        ("社区", "440103", "沙田社区", "4401", "", "沙田站; 0763-000 0013"),
        ("社区", "440104", "翠湖社区", "4401", "", "无"),
    )
    tree = whole(*rows).after
    assert tree.places["440101-1"].aliases == ["西湖小区", "花园"]
    assert tree.places["440101-1-1"].name == "4号楼"
    assert (tree.stations["440102"].name, tree.stations["440102"].telephone) == ("东门站", "0763-000 0012")
    assert [cover.place for cover in tree.covers["440102"]] == ["440102", "440101"]
    assert (tree.stations["440103"].name, tree.stations["440103"].telephone) == ("沙田站", "0763-000 0013")
    assert "440104" not in tree.stations


def test_a_row_may_stand_before_its_parent() -> None:
    assert whole(*reversed((*TOPS, GARDEN))).after.places == whole(*TOPS, GARDEN).after.places


def test_a_few_rows_join_what_is_kept_and_leave_the_rest_alone() -> None:
    kept = example()
    made = whole(
        ("楼栋", "", "99号楼", "441802006019-1", "", ""),
        ("楼栋", "", "98号楼", "凤城街道/西湖社区/西湖花园", "", ""),
        kept=kept,
    )
    assert {(change.what, change.kind, change.name) for change in made.changes} == {
        ("new", "building", "98号楼"), ("new", "building", "99号楼"),
    }  # fmt: skip
    assert len(made.after.places) == len(kept.places) + 2
    assert made.after.stations == kept.stations
    assert made.after.covers == kept.covers


def test_a_column_that_is_missing_says_nothing() -> None:
    kept = example()
    short = [
        Row(n, dict(zip(COLUMNS[:4], row[:4], strict=True))) for n, row in enumerate(rows_of(kept), start=2)
    ]
    assert planned_whole(Source.of_table(tabled(short, kept)), kept).changes == ()
    everyday_names = [
        row._replace(cells={**row.cells, "name": kept.places[row.cells["code"]].name}) for row in short
    ]
    assert planned_whole(Source.of_table(tabled(everyday_names, kept)), kept).changes == ()
    without_codes = [
        row._replace(cells={**row.cells, "code": ""}) if row.cells["kind"] == "building" else row
        for row in short
    ]
    assert planned_whole(Source.of_table(tabled(without_codes, kept)), kept).changes == ()


def test_names_that_two_places_have_are_asked_about() -> None:
    rows = (
        *TOPS,
        ("社区", "440102", "东门社区", "4401", "", ""),
        GARDEN,
        ("小区", "", "西湖花园", "440102", "", ""),
        ("楼栋", "", "1号楼", "西湖花园", "", ""),
        ("楼栋", "", "2号楼", "西湖社区/西湖花园", "", ""),
    )
    assert told(*rows) == ['row 8: "西湖花园" is the name of 2 places: give its code, or more names.']
    assert sifted(*rows).plan.after.places["440101-1-1"].name == "2号楼"


def test_each_bad_row_is_left_out_with_what_lies_in_it() -> None:
    rows = (
        *TOPS,
        GARDEN,
        ("楼栋", "", "1号楼", "西湖花园", "", ""),
        ("楼栋", "", "1号楼", "西湖花园", "", ""),
        ("塔", "", "2号楼", "西湖花园", "", ""),
        ("楼栋", "", "", "西湖花园", "", ""),
        ("社区", "4.40103E+11", "沙田社区", "4401", "", ""),
        ("小区", "", "沙田花园", "4.40103E+11", "", ""),
        ("楼栋", "", "3号楼", "没有的小区", "", ""),
        ("街道", "4402", "乙街道", "440101", "", ""),
        ("楼栋", "440101", "5号楼", "西湖花园", "", ""),
        ("单元", "", "1单元", "2号楼", "", ""),
        ("社区", "440105", "青山社区", "", "", ""),
        ("社区", "440106", "东湖社区", "4401", "", '[{"covers": 3}]'),
    )
    assert told(*rows) == [
        'row 7: the name "1号楼" is already that of row 6 beside it.',
        'row 8: the kind "塔" is none of district, street, community, estate, building, unit, household.',
        "row 9, name: it is empty.",
        'row 10: code "4.40103E+11" is not a code: digits (with -1, -B below them), or a letter first.',
        "row 11: it lies in row 10, which is left out.",
        'row 12: there is no place "没有的小区" for it to lie in.',
        "row 13: a street cannot lie in a community.",
        'row 14: code "440101" is also that of a place above it: a place cannot lie in itself.',
        "row 15: it lies in row 8, which is left out.",
        "row 16: a community needs a parent.",
        "row 17, station: here stands a list in brackets, not the number 3.",
    ]  # fmt: skip
    assert [place.name for place in sifted(*rows).plan.after.places.values()] == [
        "甲区", "甲街道", "西湖社区", "西湖花园", "1号楼",
    ]  # fmt: skip


def test_a_code_that_a_spreadsheet_shortened_is_called_that() -> None:
    assert told(*TOPS, ("楼栋", "", "1号楼", "4.40101E+05", "", "")) == [
        'row 5: "4.40101E+05" is a code that the spreadsheet shortened: format the column as text.'
    ]


def test_a_station_keeps_the_covers_that_are_good() -> None:
    rows = (*TOPS, ("社区", "440102", "东门社区", "4401", "", "负责: 440102 999999"))
    assert told(*rows) == ['row 5, station: the station covers "999999", and there is no such place.']
    assert sifted(*rows).plan.after.covers["440102"] == [Cover(station="440102", place="440102")]


def test_where_the_district_itself_is_wrong_nothing_is_left() -> None:
    with pytest.raises(BadNetwork) as bad:
        sifted(("区", "", "甲区", "", "", ""), ("楼栋", "", "1号楼", "没有", "", ""))
    assert [str(finding) for finding in bad.value.findings] == [
        "row 2: it has no code.",
        'row 3: there is no place "没有" for it to lie in.',
    ]


def test_json_is_sifted_too_and_each_finding_has_its_line() -> None:
    estates = [{"name": "甲苑"}, {"name": "甲苑", "buildings": [{"name": "1号楼"}]}, {"name": ""}]
    street = {"code": "4401", "name": "甲街道", "estates": estates}
    text = json.dumps({"code": "44", "name": "甲区", "streets": [street]}, ensure_ascii=False, indent=1)
    found = sift(Source.of_text(text), Tree())
    assert [str(finding) for finding in found.left_out] == [
        'line 12, streets[0].estates[1]: the name "甲苑" is already that of streets[0].estates[0] beside it.',
        "line 15, streets[0].estates[1].buildings[0]: it lies in row 12, which is left out.",
        "line 20, streets[0].estates[2]: it is empty.",
    ]
    assert len(found.plan.after.places) == 3


def test_a_header_is_known_in_any_order_and_either_language() -> None:
    assert columns_of(["名称", "x", "类型", "Parent"]) == {"name": 0, "kind": 2, "parent": 3}
    assert columns_of(["name", "code"]) is None
