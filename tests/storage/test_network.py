"""What was planned is what is kept, in one transaction, and the version tells that it changed."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.example import network_text
from fieldwork.network_plans import Plan, plan
from fieldwork.network_reading import read
from fieldwork.network_writing import render
from fieldwork.routing import Rule
from storage import network
from storage.books import Books
from storage.tables import Fact, ReportRow

AT = datetime(2026, 3, 1, tzinfo=UTC)
SMALL: dict[str, Any] = {
    "code": "44", "name": "甲区", "slug": "jia",
    "streets": [{"code": "4401", "name": "甲街道", "communities": [
        {"code": "440101", "name": "西湖社区居委会", "station": {"covers": ["440102", "440101"]}},
        {"code": "440102", "name": "东门社区居委会"}]}],
    "rules": [{"id": "gas", "category": "safety.gas", "station": "4401"}],
}  # fmt: skip


def imported(books: Books, text: str) -> Plan:
    def job(session: Session) -> Plan:
        made = plan(read(text), network.kept(session), network.used_stations(session))
        network.apply(session, made)
        return made

    return books.now_write(job)


def exported(books: Books) -> str:
    return books.now_read(lambda session: render(network.kept(session)))


def test_what_was_imported_leaves_as_it_came(books: Books) -> None:
    imported(books, network_text())
    assert exported(books) == network_text()


def test_what_is_kept_is_what_was_planned(books: Books) -> None:
    made = imported(books, json.dumps(SMALL))
    assert books.now_read(network.kept) == made.after


def test_a_second_import_leaves_the_version_alone_and_a_change_grows_it(books: Books) -> None:
    imported(books, json.dumps(SMALL))
    imported(books, json.dumps(SMALL))
    assert books.now_read(network.version) == 1
    imported(books, json.dumps(SMALL | {"name": "乙区"}))
    assert books.now_read(network.version) == 2
    assert books.now_read(network.load).version == 2


def test_a_change_reaches_every_kind_of_row(books: Books) -> None:
    imported(books, json.dumps(SMALL))
    changed = json.loads(json.dumps(SMALL))
    changed["slug"] = "yi"
    changed["rules"] = [{"id": "new", "station": "44"}, {"id": "gas", "station": "44", "urgency": "T1"}]
    first, second = changed["streets"][0]["communities"]
    first["aliases"], first["station"] = ["西湖"], {"telephone": "0763-000 0009", "covers": ["440101"]}
    second["station"] = False
    made = imported(books, json.dumps(changed))
    assert books.now_read(network.kept) == made.after
    tree = books.now_read(network.load)
    assert tree.places["440101"].aliases == ["西湖社区居委会", "西湖"]
    assert tree.stations["440101"].telephone == "0763-000 0009"
    assert "440102" not in tree.stations
    assert [station.code for station in tree.stations_above("440102", AT.date())] == ["4401", "44"]
    assert books.now_read(network.rules) == [
        Rule(id="new", station="44"), Rule(id="gas", version=2, urgency="T1", station="44")]  # fmt: skip


def test_where_two_stations_cover_a_place_the_one_seated_there_comes_first(books: Books) -> None:
    imported(books, json.dumps(SMALL))
    tree = books.now_read(network.load)
    codes = [station.code for station in tree.stations_above("440102", AT.date())]
    assert codes == ["440102", "440101", "4401", "44"]


def test_the_districts_station_stands_first_of_all(books: Books) -> None:
    imported(books, network_text())
    assert next(iter(books.now_read(network.load).stations)) == "441802"


def test_covers_hold_between_their_days(books: Books) -> None:
    dated = json.loads(json.dumps(SMALL))
    dated["streets"][0]["communities"][0]["station"] |= {"since": "2026-03-01", "until": "2026-03-31"}
    imported(books, json.dumps(dated))
    tree = books.now_read(network.load)
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    own = [tree.stations_above("440101", day)[0].code == "440101" for day in days]
    assert own == [False, True, True, False]


def test_a_station_that_a_report_names_is_known_to_be_used(books: Books) -> None:
    report = ReportRow(reporter_id=1, station="440102", sent_at=AT, kept_at=AT)
    books.now_write(lambda session: session.add(report))
    assert books.now_read(network.used_stations) == {"440102"}


def test_an_atlas_reads_again_only_when_the_network_changed(books: Books) -> None:
    imported(books, json.dumps(SMALL))
    atlas = network.Atlas()
    first = books.now_read(atlas.network)
    assert books.now_read(atlas.network) is first
    assert [rule.id for rule in books.now_read(atlas.rules)] == ["gas"]
    imported(books, json.dumps(SMALL | {"rules": []}))
    assert books.now_read(atlas.network) is not first
    assert books.now_read(atlas.rules) == []


def test_an_import_that_fails_half_way_leaves_nothing_behind(books: Books) -> None:
    def job(session: Session) -> None:
        network.apply(session, plan(read(json.dumps(SMALL)), network.kept(session)))
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        books.now_write(job)
    assert books.now_read(network.version) == 0
    assert books.now_read(network.load).places == {}


def test_thousands_of_buildings_come_in_and_are_read_whole(books: Books) -> None:
    wide = json.loads(json.dumps(SMALL))
    wide["streets"][0]["communities"][0]["buildings"] = [{"name": f"{n}号楼"} for n in range(3000)]
    imported(books, json.dumps(wide))
    below = books.now_read(network.load).below("440101")
    assert [place.name for place in below] == [f"{n}号楼" for n in range(3000)]
    wide["streets"][0]["communities"][0]["buildings"].reverse()
    made = imported(books, json.dumps(wide))
    assert books.now_read(network.kept) == made.after


def test_what_a_file_says_beyond_what_we_know_is_kept_closed(books: Books) -> None:
    """It may be the name of the one who answers the door, and a telephone."""
    imported(books, json.dumps({**SMALL, "head": {"name": "chen guifang", "telephone": "13907630042"}}))
    facts = books.now_read(lambda s: str(s.execute(select(Fact.name, Fact.value)).all()))
    assert network.EXTRAS in facts
    assert "chen" not in facts
    assert json.loads(exported(books))["head"]["name"] == "chen guifang"
