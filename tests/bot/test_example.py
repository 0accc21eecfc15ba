"""The example: Fengcheng as it is, five sub-sites that cover it, and a cast that knows its place."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel

from bot.example import cast_text, network_text, settle_in
from fieldwork.people import Person, Role, RoleKind
from fieldwork.places import Network, PlaceKind
from storage import network, people
from storage.books import Books
from storage.sealing import Seal

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
DAY = AT.date()
STREET, XIHU = "441802006", "441802006019"
SUB_SITES = {"西湖站", "东门站", "翠湖站", "麻寺田站", "凤桂园站"}
CAST: list[dict[str, Any]] = json.loads(cast_text())["people"]


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    opened = Books(f"sqlite:///{tmp_path / 'books.db'}", Seal("a key for the tests"))
    SQLModel.metadata.create_all(opened.engine)
    yield opened
    opened.close()


@pytest.fixture
def codes(books: Books) -> dict[str, str]:
    return books.now_write(lambda s: settle_in(s, network_text(), CAST, AT))


@pytest.fixture
def tree(books: Books, codes: dict[str, str]) -> Network:
    return books.now_read(network.load)


def test_the_street_has_its_28_communities_by_their_official_names(tree: Network) -> None:
    source = Path(__file__).parent.parent / "data" / "networks" / "qingcheng_qingyuan.json"
    streets = json.loads(source.read_text(encoding="utf-8"))["streets"]
    official = next(street for street in streets if street["code"] == STREET)
    assert {c["code"]: c["name"] for c in official["communities"]} == {
        place.code: place.aliases[0] for place in tree.below(STREET)
    }
    assert len(tree.below(STREET)) == 28


def test_the_five_sub_sites_together_cover_every_community_once(tree: Network) -> None:
    nearest = [tree.stations_above(place.code, DAY) for place in tree.below(STREET)]
    assert {stations[0].name for stations in nearest} == SUB_SITES
    assert all([s.name for s in stations[1:]] == ["凤城街道社工站", "清城区社工总站"] for stations in nearest)
    assert len([cover for cover in tree.covers if tree.places[cover.place].kind is PlaceKind.COMMUNITY]) == 28


def test_the_telephones_are_made_up_and_all_different(tree: Network) -> None:
    numbers = [station.telephone for station in tree.stations.values()]
    assert all(number.startswith("0763-000 ") for number in numbers)
    assert len(set(numbers)) == len(numbers) == 7


def test_the_garden_has_buildings_four_to_six(tree: Network) -> None:
    (garden,) = tree.find("凤城街道/西湖社区/西湖花园")
    assert [place.name for place in tree.below(garden.code)] == ["4号楼", "5号楼", "6号楼"]


@pytest.mark.usefixtures("codes")
def test_each_of_the_cast_holds_the_role_it_is_said_to_hold(books: Books) -> None:
    for row in CAST:
        person, roles = seen(books, row["id"])
        if not row["roles"]:
            assert person is None
            continue
        assert person is not None
        assert (person.name, person.language) == (row["first_name"], row["language_code"])
        assert [{"kind": role.kind, "place": role.place} for role in roles] == row["roles"]


def seen(books: Books, account: int) -> tuple[Person | None, list[Role]]:
    def job(session: Session) -> tuple[Person | None, list[Role]]:
        person = people.by_account(session, account)
        return person, people.roles_of(session, person.id, DAY) if person else []

    return books.now_read(job)


def test_nobody_is_missing_from_the_cast() -> None:
    roles = [row["role"] for row in CAST]
    assert {role: roles.count(role) for role in roles} == {
        "building_head": 3, "social_worker": 6, "volunteer": 2, "newcomer": 1, "resident": 1,
        "station_head": 1, "coordinator": 1, "administrator": 1, "outsider": 1, "partner": 2}  # fmt: skip
    assert {row["language_code"] for row in CAST} == {"zh-hans", "zh-hant", "en"}
    assert len({row["id"] for row in CAST}) == len({row["first_name"] for row in CAST}) == len(CAST)
    assert all(row["about"] and row["about_en"] for row in CAST)


def test_the_first_building_head_and_the_first_worker_belong_together(books: Books, tree: Network) -> None:
    """The page shows these two side by side."""
    head = next(row for row in CAST if row["role"] == "building_head")
    worker = next(row for row in CAST if row["role"] == "social_worker")
    staffing = books.now_read(lambda s: people.staffing(s, tree, DAY))
    rung = staffing.responsible(tree.stations[XIHU], head["place"])
    assert isinstance(rung, Person)
    assert rung.account == worker["id"]


def test_every_station_can_reach_somebody(books: Books, tree: Network) -> None:
    staffing = books.now_read(lambda s: people.staffing(s, tree, DAY))
    assert all(staffing.reachable(station) for station in tree.stations.values())


def test_the_newcomer_can_join_by_the_buildings_code_and_another_by_invitation(
    books: Books, codes: dict[str, str]
) -> None:
    newcomer = next(row for row in CAST if row["role"] == "newcomer")
    join = people.join
    joined = books.now_write(lambda s: join(s, codes["building"], newcomer["id"], "何志明", "zh-hans", AT))
    assert (joined.role.kind, joined.role.place) == (RoleKind.RESIDENT, newcomer["place"])
    other = books.now_write(lambda s: join(s, codes["invitation"], 2000, "某人", "", AT))
    assert other.role.kind is RoleKind.VOLUNTEER


@pytest.mark.usefixtures("codes")
def test_the_example_goes_into_an_empty_database_only(books: Books) -> None:
    with pytest.raises(ValueError, match="empty database"):
        books.now_write(lambda s: settle_in(s, network_text(), CAST, AT))
