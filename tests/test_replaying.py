"""Replays and kills in little: the same code as `fieldbot replay`, `make torture` and the benchmarks."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.torture import torture
from bot import example
from bot.clock import Clock
from bot.rehearsing import Stage, stage
from bot.replaying import BadRequests, messages, perform, requests
from bot.settings import read_settings, without_ours
from storage import landing
from tests.botapi import check_exchange, load_schema

ROWS = 150
HEADER = ["rec_id", "created_at", "street", "community", "sub_type"]
MATTERS = ["侵占绿地", "路灯不亮", "积存垃圾渣土", "下水道堵塞", "城市管理"]


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    """Requests about the example's communities, as real files have them; each tenth names no place."""
    communities = json.loads(example.network_text())["streets"][0]["communities"]
    path = tmp_path / "requests.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for i in range(ROWS):
            name = communities[i % len(communities)]["name"].removesuffix("居委会")
            place = ["-", "-"] if i % 10 == 9 else ["凤城街道", name]
            writer.writerow(
                [i, f"2018-02-{1 + i % 28:02}T15:34:{i % 60:02}", *place, MATTERS[i % len(MATTERS)]]
            )
    return path


@pytest.fixture
def network_file(tmp_path: Path) -> Path:
    """The example's street with a station at each community, as an ordinary file has it."""
    whole = json.loads(example.network_text())
    street = whole["streets"][0]
    communities = [{"code": c["code"], "name": c["name"]} for c in street["communities"]]
    streets = [{"code": street["code"], "name": street["name"], "communities": communities}]
    path = tmp_path / "network.json"
    path.write_text(
        json.dumps({"code": whole["code"], "name": whole["name"], "streets": streets}), encoding="utf-8"
    )
    return path


def test_a_replay_prints_where_each_row_landed_and_loses_none(request_file: Path, network_file: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "bot",
        "replay",
        str(request_file),
        "--network",
        str(network_file),
        "--json",
    ]
    ran = subprocess.run(command, capture_output=True, text=True, env=without_ours(), check=False)
    assert ran.returncode == 0, ran.stderr
    *landed, figures = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (figures["rows"], figures["reports"], figures["lost"], figures["doubled"]) == (ROWS, ROWS, 0, 0)
    code_of = {c["name"].removesuffix("居委会"): c["code"] for c in _communities(network_file)}
    for row, told in zip(requests(request_file), landed, strict=True):
        assert told["rec_id"] == row["rec_id"]
        expected = ("441802", "triage") if row["community"] == "-" else (code_of[row["community"]], "nearest")
        assert (told["station"], told["rule"]) == expected


def all_valid(stage_: Stage) -> None:
    """All that bot and sandbox said to each other fits the Bot API's own description."""
    schema, said = load_schema(), list(stage_.exchanges())
    wrong = [
        sentence
        for one in said
        for sentence in check_exchange(schema, one["method"], one["params"], one["answer"])
    ]
    assert len(said) > 20
    assert not wrong, wrong[:5]


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def _communities(network_file: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(network_file.read_text(encoding="utf-8"))["streets"][0][
        "communities"
    ]
    return found


async def test_the_same_bot_works_on_postgresql(
    request_file: Path, network_file: Path, postgres: str
) -> None:
    rows = requests(request_file)
    async with stage(_bytes(network_file), 10, "off", Clock(), postgres, record=True) as stage_:
        await stage_.start_bot()
        figures = await perform(stage_, messages(rows, 10, read_settings({}).zone))
        assert (figures.reports, figures.lost, figures.doubled) == (ROWS, 0, 0)
        stations = stage_.books.now_read(
            lambda session: landing.of_updates(session, [u for u, _ in stage_.offered])
        )
        await stage_.end_bot()
        all_valid(stage_)
        assert len({landed.station for landed in stations if landed}) == 29


def test_a_file_that_is_no_list_of_requests_is_refused_in_one_sentence(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadRequests, match="no rows with the columns"):
        requests(wrong)
    wrong.write_text("rec_id,created_at,street,community,sub_type\n1,yesterday,a,b,c\n", encoding="utf-8")
    with pytest.raises(BadRequests, match="Line 2"):
        requests(wrong)


async def test_kill_nine_loses_nothing_and_moves_no_conversation_a_step_too_far() -> None:
    verdict = await torture(reports=60, kills=2, seed=7, look=all_valid)
    assert verdict.kept, verdict
    assert verdict.reports == 60


@pytest.mark.torture
@pytest.mark.parametrize("seed", [1, 2])
async def test_kill_nine_twenty_times_during_a_thousand_reports(seed: int) -> None:
    verdict = await torture(reports=1000, kills=20, seed=seed)
    print(verdict)
    assert verdict.kept, verdict
    assert verdict.reports == 1000
