"""What an auditor gets: the same each time, people by number, and a sample that can be drawn again."""

import csv
import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.commands import opening
from fieldwork.activities import Activity, ActivityKind, Stage, Unit
from fieldwork.reports import Attachment, AttachmentState, Event, PrivacyClass, Report, ReportKind, State
from fieldwork.tallies import Closing, Tally
from storage import activities, exports, reports, tallies
from tests.commands import app

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MARCH = date(2026, 3, 1), date(2026, 3, 31)
XIHU, BUILDING = "441802006019", "441802006019-1-4"
PATH, SUM = f"/441802/441802006/{XIHU}/", "a" * 64
Types = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("settled_machine")


@pytest.fixture
def types() -> Types:
    """Types a command as a shell would, and gives what came back."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def kept(job: Callable[[Session], Any]) -> Any:
    with opening.books(None) as books:
        return books.now_write(job)


def a_month(session: Session) -> None:
    """Three needs, one of them left out of the rates, one sensitive; and an activity, accepted, with a photo."""
    for grade in (PrivacyClass.P1, PrivacyClass.P1, PrivacyClass.P3):
        need = Report(reporter_id=1, station=XIHU, place=BUILDING, category="governance.sewage", privacy=grade,
                      state=State.CLOSED, text="化粪池漏了", sent_at=AT, kept_at=AT)  # fmt: skip
        reports.file(session, need, 1001, None)
        reports.note(session, Event(at=AT, serial=need.serial, step="sign", actor_id=2, role="social_worker"))
    for step, actor in (("ask_exclude", 2), ("exclude", 14)):
        reports.note(session, Event(at=AT, serial=10_001, step=step, actor_id=actor,
                                    reason=json.dumps({"code": "excluded.test", "words": "王阿姨说的"})))  # fmt: skip
    told = Report(kind=ReportKind.ACTIVITY, state=State.NOTED, reporter_id=2, station=XIHU, place=BUILDING,
                  text="走访", sent_at=AT, kept_at=AT)  # fmt: skip
    reports.file(session, told, 1002, None)
    record = Activity(serial=told.serial, kind=ActivityKind.HOME_VISIT, stage=Stage.ACCEPTED, person_id=2,
                      station=XIHU, place=BUILDING, held_on=date(2026, 3, 2), decided_by=14)  # fmt: skip
    activities.keep(session, record, {Unit.HOUSEHOLDS: 5})
    tallies.enter(
        session, [Tally(day=date(2026, 3, 2), name="home_visit", unit="户", number=5, path=PATH, at=AT)]
    )
    reports.attach(session, Attachment(serial=told.serial, file_id="f", file_unique_id="u", caption="楼道",
                                       state=AttachmentState.KEPT, sha256=SUM, size=9))  # fmt: skip
    tallies.close(
        session, Closing(place=XIHU, path=PATH, since=MARCH[0], until=MARCH[1], closed_at=AT, closed_by=14)
    )


def tables(file: Path) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(file) as pack:
        return {name: list(csv.DictReader(StringIO(pack.read(name).decode("utf-8-sig"))))
                for name in pack.namelist() if name.endswith(".csv")}  # fmt: skip


def test_an_audit_holds_what_proves_the_figures(types: Types, tmp_path: Path) -> None:
    kept(a_month)
    types(
        "report",
        "export",
        tmp_path / "needs.csv",
        "--reason",
        "月报",
        "--from",
        "2026-03-01",
        "--to",
        "2026-03-31",
    )
    file = tmp_path / "march.zip"
    done = types("audit", XIHU, "2026-03", file, "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["records"] == 4
    found = tables(file)
    assert [row["number"] for row in found["needs.csv"]] == ["N-10001-6", "N-10002-4", "N-10003-2"]
    assert (found["needs.csv"][0]["place"], found["needs.csv"][2]["place"]) == (BUILDING, ""), (
        "P3 has no place"
    )
    (activity,) = found["activities.csv"]
    assert (activity["户"], activity["accepted_by"], activity["by_time"]) == ("5", "14", "0")
    assert {"number": "N-10001-6", "step": "sign", "person": "2"}.items() <= found["history.csv"][0].items()
    assert found["photos.csv"][0]["sha256"] == SUM
    (left_out,) = found["exclusions.csv"]
    assert (left_out["asked_by"], left_out["agreed_by"], left_out["reason"]) == ("2", "14", "excluded.test")
    assert [(row["place"], row["closed_by"]) for row in found["closings.csv"]] == [(XIHU, "14")]
    assert [(row["what"], row["reason"], row["rows"]) for row in found["exports.csv"]] == [
        ("report", "月报", "3")
    ]
    assert found["figures.csv"][0]["number"] == "5"
    with zipfile.ZipFile(file) as pack:
        manifest = json.loads(pack.read("manifest.json"))
        whole = b"".join(pack.read(name) for name in pack.namelist()).decode()
    assert (manifest["place_name"], manifest["period"]) == ("凤城街道西湖社区", "2026-03")
    assert (manifest["times_in"], manifest["ruleset"]) == ("Asia/Shanghai", 0)
    accepted = [manifest[f"accepted_{by}"] for by in ("by_people", "by_time", "imported")]
    assert accepted == [1, 0, 0]
    assert (
        manifest["parts"]["photos.csv"]
        == hashlib.sha256(zipfile.ZipFile(file).read("photos.csv")).hexdigest()
    )
    assert not [words for words in ("化粪池漏了", "王阿姨", "楼道", "王慧敏") if words in whole]


def test_the_same_books_give_the_same_bytes_and_it_is_kept_who_took_them(
    types: Types, tmp_path: Path
) -> None:
    kept(a_month)
    for name in ("one.zip", "two.zip"):
        assert types("audit", XIHU, "2026-03", tmp_path / name).exit_code == 0
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert [taken.what for taken in kept(lambda s: exports.taken(s))] == ["audit", "audit"]


def test_a_sample_is_the_same_for_the_same_seed(types: Types, tmp_path: Path) -> None:
    kept(a_month)

    def drawn(seed: str) -> list[str]:
        file = tmp_path / "sample.zip"
        assert types("audit", XIHU, "2026-03", file, "--sample", "2", "--seed", seed).exit_code == 0
        found = tables(file)
        return [row["number"] for row in (*found["needs.csv"], *found["activities.csv"])]

    everything = ["N-10001-6", "N-10002-4", "N-10003-2", "A-10004-0"]
    by_hand = sorted(everything, key=lambda number: hashlib.sha256(f"s:{number}".encode()).hexdigest())[:2]
    assert sorted(drawn("s")) == sorted(by_hand)
    assert drawn("s") == drawn("s")
    assert len({tuple(drawn(seed)) for seed in "abcdefgh"}) > 1


def test_how_a_sample_was_drawn_is_told(types: Types, tmp_path: Path) -> None:
    kept(a_month)
    file = tmp_path / "sample.zip"
    said = types("audit", XIHU, "2026-03", file, "--sample", "2", "--seed", "s").stdout
    assert f"2 of 4 records, drawn by the seed s, in {file}" in said
    with zipfile.ZipFile(file) as pack:
        facts = json.loads(pack.read("manifest.json"))
    assert (facts["records"], facts["sample"], facts["shown"], facts["seed"]) == (4, 2, 2, "s")
    assert facts["drawn_by"] == "the records whose sha256 of SEED:NUMBER is smallest"
    shown = {row["number"] for name in ("needs.csv", "activities.csv") for row in tables(file)[name]}
    assert {row["number"] for row in tables(file)["lines.csv"]} <= shown


def test_what_was_taken_out_elsewhere_is_no_part_of_it(types: Types, tmp_path: Path) -> None:
    kept(a_month)
    for place in ("441802006021", XIHU, "441802"):
        types("report", "export", tmp_path / "needs.csv", "--reason", place, "--place", place)
    assert types("audit", XIHU, "2026-03", tmp_path / "march.zip").exit_code == 0
    assert [row["reason"] for row in tables(tmp_path / "march.zip")["exports.csv"]] == [XIHU, "441802"]


def test_names_are_for_the_district_alone(types: Types, tmp_path: Path) -> None:
    kept(a_month)
    file = tmp_path / "march.zip"
    assert types("audit", XIHU, "2026-03", file, "--names").exit_code == 2
    assert types("audit", "441802", "2026-03", file, "--names").exit_code == 0
    named = {row["person"]: row["name"] for row in tables(file)["people.csv"]}
    assert named["2"] == "王慧敏"
    assert "14" in named, "who closed the period, and accepted"


def test_what_is_no_period_is_said(types: Types, tmp_path: Path) -> None:
    said = types("audit", XIHU, "春天", tmp_path / "spring.zip")
    assert (said.exit_code, "is no period" in said.stderr) == (2, True)
    assert types("audit", XIHU, "2026-03", tmp_path / "march.csv").exit_code == 2
