"""The commands an operator types: import, export, check, show, invite, people list."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.commands import opening
from bot.example import network_text
from storage import people
from tests.commands import app

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
USERNAME = "fieldbot_sandbox_bot"
Types = Callable[..., Result]


@pytest.fixture(autouse=True)
def _a_machine_of_its_own(begun_machine: Path) -> None:
    """First of all; whatever else a test asks for is put upon it."""


@pytest.fixture
def types() -> Types:
    """Types a command as a shell would, and gives what came back."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "network.json"
    path.write_text(network_text(), encoding="utf-8")
    return path


@pytest.fixture
def settled(settled_machine: dict[str, str]) -> dict[str, str]:
    """The example with its cast: the codes to join with."""
    return settled_machine


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


# -- import and export ------------------------------------------------------------------------------


def test_a_dry_run_shows_what_would_be_new_and_changes_nothing(types: Types, file: Path) -> None:
    said = types("network", "import", file)
    assert said.exit_code == 0
    assert "new street 441802006 凤城街道" in said.stdout
    assert "new: 28 community" in said.stdout
    assert "dry run" in said.stdout
    assert types("network", "show", "--json").stdout == ""


def test_an_import_is_applied_once_and_then_changes_nothing(types: Types, file: Path) -> None:
    assert "Done." in types("network", "import", file, "--apply").stdout
    again = types("network", "import", file, "--apply")
    assert (again.exit_code, again.stdout) == (0, "Nothing changes.\n")


def test_what_goes_out_is_what_came_in(types: Types, file: Path, tmp_path: Path) -> None:
    types("network", "import", file, "--apply")
    out = tmp_path / "out.json"
    assert types("network", "export", out).exit_code == 0
    assert out.read_bytes() == file.read_bytes()
    assert types("network", "export", "-").stdout == network_text() + "\n"


def test_a_file_can_come_in_through_a_pipe(file: Path) -> None:
    said = CliRunner().invoke(app, ["network", "import", "-", "--json"], input=file.read_bytes())
    assert {"what": "new", "kind": "district", "code": "441802", "name": "清城区"} in rows(said)


def test_bad_rows_are_told_on_stderr_and_nothing_is_applied(types: Types, file: Path) -> None:
    broken = json.loads(network_text())
    broken["streets"][0]["communities"][3]["code"] = "44030500a"
    broken["streets"][0]["communities"][5]["name"] = ""
    file.write_text(json.dumps(broken, ensure_ascii=False, indent=1), encoding="utf-8")
    said = types("network", "import", file, "--apply")
    assert said.exit_code == 1
    assert 'streets[0].communities[3]: code "44030500a" is not a code' in said.stderr
    assert "streets[0].communities[5].name: it is empty." in said.stderr
    assert 'the station covers "441802006004", and there is no such place.' in said.stderr
    assert "Nothing was changed: 3 bad rows." in said.stderr
    assert types("network", "show", "--json").stdout == ""
    listed = rows(types("network", "import", file, "--json"))
    assert [set(row) for row in listed] == [{"path", "sentence", "line"}] * 3


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_table_that_goes_out_comes_in_and_changes_nothing(
    types: Types, file: Path, tmp_path: Path, form: str
) -> None:
    types("network", "import", file, "--apply")
    out = tmp_path / f"out.{form}"
    assert types("network", "export", out).exit_code == 0
    again = types("network", "import", out, "--apply")
    assert (again.exit_code, again.stdout) == (0, "Nothing changes.\n")


def test_bad_rows_can_be_left_out_and_are_named(types: Types, tmp_path: Path) -> None:
    table = tmp_path / "网络.csv"
    table.write_bytes(
        "类型,编码,名称,上级\n区,44,甲区,\n街道,4401,甲街道,44\n社区,x/1,西湖社区,4401\n".encode("gb18030")
    )
    said = types("network", "import", table, "--apply")
    assert (said.exit_code, "Nothing was changed: 1 bad row." in said.stderr) == (1, True)
    said = types("network", "import", table, "--apply", "--leave-out")
    assert (said.exit_code, "Done." in said.stdout) == (1, True)
    assert 'row 4: code "x/1" is not a code' in said.stderr
    assert [row["name"] for row in rows(types("network", "show", "--json"))] == ["甲区", "甲街道"]
    listed = rows(types("network", "import", table, "--json"))
    assert [set(row) for row in listed] == [{"sentence", "line"}]


def test_a_broken_file_is_one_clear_sentence(types: Types, file: Path) -> None:
    file.write_text(network_text()[:300], encoding="utf-8")
    said = types("network", "import", file)
    assert said.exit_code == 1
    assert "This is no JSON from line" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_file_that_is_not_there_is_wrong_use(types: Types, tmp_path: Path) -> None:
    said = types("network", "import", tmp_path / "nothing.json")
    assert said.exit_code == 2
    assert "cannot be read: No such file or directory." in said.stderr


def test_an_empty_network_cannot_be_exported_nor_checked(types: Types) -> None:
    for words in (("export", "-"), ("check",)):
        said = types("network", *words)
        assert said.exit_code == 2
        assert "There is no network yet" in said.stderr


# -- check and show ---------------------------------------------------------------------------------


def test_a_network_without_people_has_gaps_everywhere(types: Types, file: Path) -> None:
    types("network", "import", file, "--apply")
    said = types("network", "check", "--json")
    found = rows(said)
    assert said.exit_code == 1
    assert len({row["place"] for row in found}) == 27 + 3
    first = next(row for row in found if row["place"] == "441802006019-1-4")
    assert set(first) == {"place", "category", "station", "reason"}
    assert first["station"] == "441802006019"
    assert types("network", "check").exit_code == 1


@pytest.mark.usefixtures("settled")
def test_the_cast_leaves_no_gap(types: Types) -> None:
    said = types("network", "check")
    assert (said.exit_code, said.stdout) == (0, "Every place has somebody who can be reached.\n")


@pytest.mark.usefixtures("settled")
def test_the_tree_is_shown_with_stations_and_people(types: Types) -> None:
    shown = types("network", "show", "凤城街道/西湖社区").stdout.splitlines()
    assert shown[0].startswith("西湖社区  441802006019  · 西湖站 0763-000 0002 (covers ")
    assert shown[0].endswith("· 9 joined")
    assert shown[1] == "  西湖花园  441802006019-1  · 6 joined"
    assert shown[2] == "    4号楼  441802006019-1-4  · 1 joined"
    row = rows(types("network", "show", "西湖花园", "--json"))[0]
    assert row == {"code": "441802006019-1", "kind": "estate", "name": "西湖花园", "parent": "441802006019",
                   "aliases": ["西湖花园小区"], "people": 6}  # fmt: skip


@pytest.mark.usefixtures("settled")
def test_a_place_that_is_not_there_or_fits_twice_is_wrong_use(types: Types) -> None:
    said = types("network", "show", "东湖社区")
    assert (said.exit_code, "There is no place" in said.stderr) == (2, True)
    twin = json.loads(network_text())
    twin["streets"].append({"code": "441802007", "name": "东城街道", "communities": [
        {"code": "441802007001", "name": "西湖社区居委会"}]})  # fmt: skip
    Path("twin.json").write_text(json.dumps(twin), encoding="utf-8")
    types("network", "import", "twin.json", "--apply")
    said = types("network", "show", "西湖社区")
    assert said.exit_code == 2
    assert "441802006019  清城区/凤城街道/西湖社区" in said.stderr
    assert types("network", "show", "东城街道/西湖社区").exit_code == 0


# -- invite and people ------------------------------------------------------------------------------


@pytest.mark.usefixtures("settled")
def test_an_invitation_is_a_code_and_a_link_that_works(types: Types) -> None:
    said = types("invite", "social_worker", "凤城街道/东门社区", "--name", "新社工", "--json")
    (made,) = rows(said)
    assert made == {"code": made["code"], "link": f"https://t.me/{USERNAME}?start={made['code']}"}
    with opening.books(None) as books:
        joined = books.now_write(lambda s: people.join(s, made["code"], 5000, "x", "", AT))
    assert (joined.person.name, joined.role.place) == ("新社工", "441802006012")


def test_a_resident_of_a_building_gets_the_code_on_the_wall(types: Types, settled: dict[str, str]) -> None:
    (made,) = rows(types("invite", "resident", "441802006019-1-4", "--json"))
    assert made["code"] == settled["building"]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(("ending", "beginning"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_the_link_is_drawn_as_a_qr_code(types: Types, ending: str, beginning: bytes, tmp_path: Path) -> None:
    picture = tmp_path / f"door.{ending}"
    assert types("invite", "volunteer", "西湖花园", "--qr", picture).exit_code == 0
    assert picture.read_bytes().startswith(beginning)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("king", "441802"), "There is no role"),
        (("volunteer", "nowhere"), "There is no place"),
        (("volunteer", "441802", "--days", "0"), "1 to 3650 days"),
        (("volunteer", "441802", "--qr", "door.txt"), ".png or .svg"),
        (("volunteer", "441802", "--qr", "no/such/folder.png"), "cannot be written"),
    ],
)
def test_wrong_use_of_invite_is_told_in_a_sentence(
    types: Types, words: tuple[str, ...], sentence: str
) -> None:
    said = types("invite", *words)
    assert said.exit_code == 2
    assert sentence in said.stderr


def test_without_a_name_of_the_bot_there_is_no_link(types: Types, file: Path) -> None:
    types("network", "import", file, "--apply")
    said = types("invite", "volunteer", "441802")
    assert said.exit_code == 2
    assert "start it once" in said.stderr


@pytest.mark.usefixtures("settled")
def test_people_are_listed_with_their_roles_and_no_account(types: Types) -> None:
    found = rows(types("people", "list", "西湖花园", "--json"))
    assert [row["name"] for row in found] == ["陈桂芳", "王慧敏", "李国柱", "黄秀莲", "周小燕", "何建业"]
    assert found[0]["roles"][0]["kind"] == "building_head"
    assert all(row["reachable"] and "account" not in row for row in found)
    everybody = rows(types("people", "list", "--json"))
    assert len([row for row in everybody if "id" in row]) == 17
    assert [row["invited"]["kind"] for row in everybody if "id" not in row] == ["volunteer"]
    assert "王慧敏  social_worker at 凤城街道西湖社区西湖花园" in types("people", "list", "西湖花园").stdout


@pytest.mark.usefixtures("settled")
def test_somebody_who_blocked_the_bot_is_listed_so(types: Types) -> None:
    with opening.books(None) as books:
        books.now_write(lambda s: people.set_blocked(s, 1001, AT))
    assert (
        "陈桂芳  building_head at 凤城街道西湖社区西湖花园4号楼  · blocked" in types("people", "list").stdout
    )


@pytest.mark.usefixtures("settled")
def test_where_nobody_is_the_list_says_so(types: Types) -> None:
    assert types("people", "list", "沙田社区").stdout == "Nobody holds a role there today.\n"


# -- sheets for the doors ---------------------------------------------------------------------------


def test_a_sheet_is_written_for_each_building(types: Types, settled: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "sheets" / "new"
    said = types("network", "qr", "西湖花园", "--out", out, "--json")
    assert said.exit_code == 0, said.stderr
    made = rows(said)
    assert len(made) == len({row["file"] for row in made}) == len(list(out.glob("*.pdf"))) > 2
    of_4 = next(row for row in made if row["place"] == "441802006019-1-4")
    assert of_4["link"] == f"https://t.me/{USERNAME}?start={settled['building']}"
    assert Path(of_4["file"]).name == "西湖社区西湖花园4号楼 441802006019-1-4.pdf"
    assert Path(of_4["file"]).read_bytes().startswith(b"%PDF-")
    assert rows(types("network", "qr", "西湖花园", "--out", out, "--json")) == made, "the codes stand"


def test_renewed_codes_are_other_codes(types: Types, settled: dict[str, str], tmp_path: Path) -> None:
    (made,) = rows(types("network", "qr", "441802006019-1-4", "--out", tmp_path / "s", "--renew", "--json"))
    assert not made["link"].endswith(settled["building"])
    with opening.books(None) as books, pytest.raises(people.JoiningRefused, match="replaced"):
        books.now_write(lambda s: people.join(s, settled["building"], 5000, "x", "", AT))


@pytest.mark.usefixtures("settled")
def test_all_sheets_can_be_one_file(types: Types, tmp_path: Path) -> None:
    said = types("network", "qr", "西湖花园", "--out", tmp_path / "s", "--together")
    assert said.exit_code == 0
    assert [file.name for file in (tmp_path / "s").iterdir()] == ["西湖社区西湖花园 441802006019-1.pdf"]


@pytest.mark.usefixtures("settled")
def test_where_no_building_is_no_sheet_is_made(types: Types, tmp_path: Path) -> None:
    said = types("network", "qr", "朝阳社区", "--out", tmp_path / "s")
    assert (said.exit_code, "There is no building at 朝阳社区" in said.stderr) == (2, True)
    (tmp_path / "file").touch()
    assert "cannot be made" in types("network", "qr", "西湖花园", "--out", tmp_path / "file").stderr
