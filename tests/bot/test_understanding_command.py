"""`fieldbot understand`: the stable shape of what was read, a text a line, and a check of the word files."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.example import EXAMPLE
from bot.words import SHIPPED
from tests.commands import app

NETWORK = EXAMPLE / "network.json"

Types = Callable[..., Result]


@pytest.fixture
def types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Types:
    """Types a command into a new and empty data folder."""
    monkeypatch.setenv("FIELDBOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("FIELDBOT_TOKEN", raising=False)
    monkeypatch.delenv("FIELDBOT_DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def read(types: Types, *words: Any) -> dict[str, Any]:
    done = types("understand", *words, "--json")
    assert done.exit_code == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_need_is_shown_in_the_stable_shape(types: Types) -> None:
    found = read(types, "凤城街道西湖社区西湖花园4号楼2单元502下水道堵了", "--network", NETWORK)
    assert found.pop("why")
    assert found == {
        "kind": "need",
        "place": {"street": "凤城街道", "community": "西湖社区", "estate": "西湖花园", "building": "4",
                  "unit": "2", "room": "502"},
        "categories": [{"code": "governance.sewage", "name": "下水化粪池"}],
        "departments": ["城乡建设"],
        "urgency": "T1",
    }  # fmt: skip


def test_an_activity_has_counts_and_no_urgency(types: Types) -> None:
    found = read(types, "今天入户走访5户12人次")
    assert (found["kind"], found["counts"]) == ("activity", {"户": 5, "人次": 12})
    assert "urgency" not in found


def test_what_is_said_of_an_activity_stands_beside_its_counts(types: Types) -> None:
    found = read(types, "昨天入户走访3栋5户8人次，2小时，302漏水")
    said = {"kind": "home_visit", "days_ago": 1, "minutes": 120, "need": "302漏水"}
    assert (found["counts"], found["activity"]) == ({"户": 5, "人次": 8, "小时": 2}, said)
    assert "activity" not in read(types, "302漏水")


def test_what_is_not_found_is_left_out(types: Types) -> None:
    assert set(read(types, "谢谢")) == {"kind", "why"}


def test_a_file_is_read_a_text_a_line_an_empty_one_too(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("电梯坏了\r\n\n谢谢\n", encoding="utf-8")
    lines = types("understand", "--file", file, "--json").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["need", "neither", "neither"]


def test_the_databases_network_is_used_when_there_is_one(types: Types) -> None:
    assert "place" not in read(types, "西湖社区路灯坏了")
    assert types("network", "import", NETWORK, "--apply").exit_code == 0
    assert read(types, "西湖社区路灯坏了")["place"]["community"] == "西湖社区"
    at = read(types, "5号楼路灯坏了", "--at", "凤城街道/西湖社区/西湖花园")
    assert at["place"]["building"] == "5"
    assert at["place"]["estate"] == "西湖花园"


def test_a_person_reads_one_thing_a_line(types: Types) -> None:
    said = types("understand", "4号楼化粪池漏了", "--network", NETWORK).stdout
    assert "下水化粪池 governance.sewage" in said
    assert "城乡建设" in said
    assert "because" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Give a text"),
        (("停水", "--file", "x"), "Give a text"),
        (("--file", "missing.txt"), "cannot be read"),
        (("停水", "--network", "missing.json"), "cannot be read"),
        (("停水", "--words", "missing"), "no folder missing"),
        (("停水", "--at", "nowhere"), "There is no place"),
    ],
)
def test_wrong_use_is_one_sentence(types: Types, words: tuple[str, ...], sentence: str) -> None:
    done = types("understand", *words)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_station_tries_its_words_before_it_uses_them(types: Types, tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    shutil.copy(SHIPPED / "departments.toml", folder)
    ours = folder / "departments.toml"
    ours.write_text(
        ours.read_text("utf-8").replace('"出租车", ', '"出租车", "蹦蹦车", ', 1), encoding="utf-8"
    )
    assert read(types, "蹦蹦车太多", "--words", folder)["departments"] == ["交通运输"]
    assert types("understand", "--check", "--words", folder).exit_code == 0


def test_oversights_are_findings_and_a_broken_file_is_wrong_use(types: Types, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "ours")
    danger = tmp_path / "ours" / "danger.toml"
    danger.write_text(danger.read_text("utf-8").replace('"着火", ', '"着火", "着火", ', 1), encoding="utf-8")
    found = types("understand", "--check", "--words", tmp_path / "ours")
    assert (found.exit_code, found.stdout) == (1, "danger.toml, fire: 着火 stands 2 times.\n")
    as_json = types("understand", "--check", "--words", tmp_path / "ours", "--json")
    assert json.loads(as_json.stdout) == {"sentence": "danger.toml, fire: 着火 stands 2 times."}
    danger.write_text("[[kind", encoding="utf-8")
    assert types("understand", "--check", "--words", tmp_path / "ours").exit_code == 2
