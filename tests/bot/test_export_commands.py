"""Records as a table: what leaves, in which form, and that it is kept who took what and why."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import update
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot import workbooks
from bot.carrying import Table, plain, sum_of, written
from bot.clock import Clock
from bot.commands import carrying, opening
from bot.settings import operator
from fieldwork.activities import Activity, ActivityKind, Stage, Unit
from fieldwork.exports import Row
from fieldwork.organisations import Organisation, Project
from fieldwork.reports import Event, PrivacyClass, Report, ReportKind, State
from storage import activities, exports, organisations, outings, people, reports, schema, shifting
from storage.network import table_of
from storage.tables import PlaceRow, StationRow
from tests.commands import app

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MARCH_2 = date(2026, 3, 2)
XIHU, BUILDING = "441802006019", "441802006019-1-4"
Types = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("settled_machine")


@pytest.fixture
def types() -> Types:
    """Types a command as a shell would, and gives what came back."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def kept(job: Callable[[Session], Any]) -> Any:
    with opening.books(None) as books:
        return books.now_write(job)


def file_need(
    words: str, grade: PrivacyClass = PrivacyClass.P1, at: datetime = AT, station: str = XIHU
) -> Report:
    """A need that was signed for."""
    need = Report(reporter_id=1, station=station, place=BUILDING, category="06-01", privacy=grade, text=words,
                  state=State.SIGNED, handler_id=2, sent_at=at, kept_at=at)  # fmt: skip

    def job(session: Session) -> None:
        reports.file(session, need, 1001, None)
        reports.note(session, Event(at=at, serial=need.serial, step="sign", actor_id=2))

    kept(job)
    return need


def file_activity(counts: dict[Unit, float], held_on: date = MARCH_2) -> Report:
    """A round of visits that was accepted."""
    told = Report(kind=ReportKind.ACTIVITY, state=State.NOTED, reporter_id=2, station=XIHU, place=BUILDING,
                  text="今天入户走访", sent_at=AT, kept_at=AT)  # fmt: skip

    def job(session: Session) -> None:
        reports.file(session, told, 1002, None)
        record = Activity(serial=told.serial, kind=ActivityKind.HOME_VISIT, stage=Stage.ACCEPTED, person_id=2,
                          station=XIHU, place=BUILDING, held_on=held_on, decided_by=7)  # fmt: skip
        activities.keep(session, record, counts)

    kept(job)
    return told


def in_csv(file: Path) -> list[dict[str, str]]:
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its mark"
    return list(csv.DictReader(StringIO(raw.decode("utf-8-sig"))))


def in_lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_needs_leave_as_a_table_and_it_is_kept_who_took_them(types: Types, tmp_path: Path) -> None:
    need, file = file_need("4号楼路灯坏了"), tmp_path / "needs.csv"
    done = types("report", "export", file, "--reason", "月度汇总", "--json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["rows"], told["sha256"]) == (1, sum_of(file))
    (row,) = in_csv(file)
    assert (row["number"], row["state"], row["place"]) == (need.number, "signed", BUILDING)
    assert row["signed_at"] == "2026-03-02 09:00:00", "in the field's zone"
    assert "words" not in row
    (taken,) = kept(exports.taken)
    assert (taken.what, taken.reason, taken.many, taken.sha256, taken.person_id) == (
        "report", "月度汇总", 1, told["sha256"], None,
    )  # fmt: skip


def test_who_sat_at_the_machine_is_kept_with_what_was_taken_out(
    types: Types, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUDO_USER", "lihua")
    for as_ in ((), ("--as", "王慧敏")):
        assert types("report", "export", tmp_path / "needs.csv", "--reason", "月报", *as_).exit_code == 0
    assert types("audit", "441802", "2026-03", tmp_path / "march.zip").exit_code == 0
    alone, as_wang, audit = kept(exports.taken)
    assert alone.operator == as_wang.operator == audit.operator == operator({"SUDO_USER": "lihua"})
    assert alone.operator.startswith("lihua as ")
    assert (alone.person_id, as_wang.person_id) == (None, 2)
    with ZipFile(tmp_path / "march.zip") as pack:
        told = list(csv.DictReader(StringIO(pack.read("exports.csv").decode("utf-8-sig"))))
    assert [(row["person"], row["operator"]) for row in told] == [
        ("", alone.operator), ("2", alone.operator),
    ]  # fmt: skip


def test_in_a_sandbox_whose_clock_was_turned_it_is_kept_when_by_the_field_s_time(
    types: Types, tmp_path: Path
) -> None:
    with opening.books(None) as books:
        books.now_write(lambda s: schema.check_owner(s, "sandbox", 42, books.seal.fingerprint()))
    kept(lambda session: shifting.turn(session, 30 * 24 * 3600))
    assert types("report", "export", tmp_path / "needs.csv", "--reason", "月报").exit_code == 0
    assert types("audit", "441802", "2026-03", tmp_path / "march.zip").exit_code == 0
    for taken in kept(exports.taken):
        assert taken.at > Clock().now() + timedelta(days=29)


def test_without_a_reason_nothing_leaves(types: Types, tmp_path: Path) -> None:
    for reason in ((), ("--reason", " ")):
        said = types("report", "export", tmp_path / "needs.csv", *reason)
        assert (said.exit_code, said.stderr) == (
            2, 'Say what it is for: --reason "月度汇总". It is kept with who took it out, and when.\n',
        )  # fmt: skip
    assert not list(tmp_path.glob("needs*"))


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "zip"])
def test_where_nothing_can_be_written_it_is_said_and_nothing_is_kept(
    types: Types, tmp_path: Path, form: str
) -> None:
    file = tmp_path / "nowhere" / f"out.{form}"
    command = (
        ("audit", XIHU, "2026-03", file) if form == "zip" else ("report", "export", file, "--reason", "看看")
    )
    said = types(*command)
    assert said.exit_code == 2
    assert said.stderr == f"The file {file}.part cannot be written: No such file or directory.\n"
    assert kept(exports.taken) == []


def test_an_unknown_ending_is_said(types: Types, tmp_path: Path) -> None:
    said = types("report", "export", tmp_path / "needs.pdf", "--reason", "看看")
    assert (said.exit_code, "known ending" in said.stderr) == (2, True)


def test_what_is_sensitive_leaves_number_dates_category_and_state(types: Types, tmp_path: Path) -> None:
    for grade in PrivacyClass:
        file_need(f"说的话 {grade.value}", grade)
    file = tmp_path / "needs.jsonl"
    types("report", "export", file, "--reason", "核对", "--with-words")
    _, plain_, personal, sensitive, restricted = in_lines(file)
    assert plain_["words"] == "说的话 P1"
    assert "words" not in personal
    assert personal["place"] == BUILDING
    assert set(sensitive) == {"number", "state", "category", "sent_at", "signed_at"}
    assert set(restricted) == {"number", "state", "sent_at", "signed_at"}


def test_only_the_days_and_the_place_that_were_asked_for(types: Types, tmp_path: Path) -> None:
    file_need("二月的事", at=datetime(2026, 2, 28, 15, 59, tzinfo=UTC))  # 23:59 in China
    first = file_need("三月的事", at=datetime(2026, 2, 28, 16, 1, tzinfo=UTC))
    file = tmp_path / "needs.jsonl"
    types("report", "export", file, "--reason", "核对", "--from", "2026-03-01", "--to", "2026-03-01")
    assert [row["number"] for row in in_lines(file)] == [first.number]
    types("report", "export", file, "--reason", "核对", "--place", "441802006021")
    assert in_lines(file) == []


def test_somebody_of_a_station_takes_out_what_they_may_see(types: Types, tmp_path: Path) -> None:
    own, sensitive = file_need("4号楼路灯坏了"), file_need("4号楼有人生病", PrivacyClass.P3)
    elsewhere = file_need("麻寺田的事", station="441802006021")
    file = tmp_path / "needs.jsonl"
    types("report", "export", file, "--reason", "核对", "--as", "王慧敏")
    told = {row["number"]: row for row in in_lines(file)}
    assert elsewhere.number not in told
    assert set(told) == {own.number, sensitive.number}
    assert "category" not in told[sensitive.number], "a colleague knows that there is something, not what"
    assert types("report", "export", file, "--reason", "核对", "--as", "陈桂芳").exit_code == 2


def test_activities_leave_with_their_units_apart(types: Types, tmp_path: Path) -> None:
    told = file_activity({Unit.TIMES: 1, Unit.HOUSEHOLDS: 5, Unit.PERSON_TIMES: 8})
    kept(lambda session: outings.add_not_met(session, told.serial, BUILDING, AT, 2))
    file = tmp_path / "done.xlsx"
    types("activity", "export", file, "--reason", "月报")
    sheet = load_workbook(file).worksheets[0]
    head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    of = dict(zip(head, row, strict=True))
    assert (of["number"], of["kind"], of["次"], of["户"], of["人次"], of["户次"], of["not_met"]) == (
        told.number, "home_visit", 1, 5, 8, None, 2,
    )  # fmt: skip
    assert of["held_on"].date() == AT.date()
    assert sheet.freeze_panes == "A2"


def test_a_workbook_says_beside_its_rows_what_they_are(types: Types, tmp_path: Path) -> None:
    file_need("4号楼路灯坏了")
    file_need("4号楼有人生病", PrivacyClass.P3)
    file = tmp_path / "needs.xlsx"
    types(
        "report",
        "export",
        file,
        "--reason",
        "核对",
        "--place",
        XIHU,
        "--from",
        "2026-03-01",
        "--as",
        "王慧敏",
    )
    rows, about = load_workbook(file).worksheets
    wide = {str(cell.value): next(each.width for each in rows.column_dimensions.values()
                                  if each.min <= cell.column <= each.max) for cell in rows[1]}  # fmt: skip
    assert (wide["sent_at"] > len("2026-03-02 09:00:00"), wide["place_name"] > 30) == (True, True)
    assert (rows.title, about.title) == ("事项", "说明")
    told = [line for line in about.iter_rows(min_row=2, values_only=True) if line[0] != "制表时间"]
    assert told == [
        ("时段", "2026-03-01 起", None), ("地方", "凤城街道西湖社区，包括下级", None), ("按谁的权限", "王慧敏", None),
        ("导出人", f"本机账号 {operator()}", None), ("用途", "核对", None), ("收录", "这段时间收到的", None),
        ("状态", "已签收（表中写作 signed）", 2), ("合计", "上报的事（件）", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "said"),
    [((), "全部日期"), (("--to", "2026-03-31"), "截至 2026-03-31"),
     (("--from", "2026-03-01", "--to", "2026-03-31"), "2026-03-01 到 2026-03-31")],
)  # fmt: skip
def test_of_which_days_a_table_is_is_said_in_words(
    types: Types, tmp_path: Path, days: tuple[str, ...], said: str
) -> None:
    file_activity({Unit.HOUSEHOLDS: 5})
    file = tmp_path / "done.xlsx"
    assert types("activity", "export", file, "--reason", "核对", *days).exit_code == 0
    told = list(load_workbook(file)["说明"].iter_rows(min_row=2, values_only=True))
    assert told[0] == ("时段", said, None)
    assert ("状态", "已计入（表中写作 accepted）", 1) in told
    assert "…" not in str(told)


def test_in_the_language_of_whoever_it_is_for(types: Types, tmp_path: Path) -> None:
    file_activity({Unit.HOUSEHOLDS: 5})
    kept(lambda session: people.set_language(session, 2, "en"))
    file = tmp_path / "done.xlsx"
    assert types("activity", "export", file, "--reason", "核对", "--as", "王慧敏").exit_code == 0
    told = list(load_workbook(file)["About"].iter_rows(min_row=2, values_only=True))
    assert told[0] == ("Time", "all days", None)


def test_more_rows_than_a_sheet_holds_are_told(
    types: Types, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "ROWS_OF_A_SHEET", 1)
    monkeypatch.setattr(carrying, "ROWS_OF_A_SHEET", 1)
    for words in ("4号楼路灯坏了", "5号楼路灯坏了"):
        file_need(words)
    file = tmp_path / "needs.xlsx"
    said = types("report", "export", file, "--reason", "核对")
    assert f"2 rows in {file}, on 2 sheets, since one holds 1." in said.stdout
    assert load_workbook(file).sheetnames[:3] == ["事项", "事项 2", "说明"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_formula_in_what_people_wrote_is_defused(form: str, tmp_path: Path) -> None:
    file, said = tmp_path / f"words.{form}", '=HYPERLINK("http://example.org")'
    written(file, form, Table(plain(["words"]), [{"words": said}]), UTC)
    if form == "csv":
        assert in_csv(file)[0]["words"] == f"'{said}"
    else:
        cell = load_workbook(file).worksheets[0]["A2"]
        assert (cell.data_type, cell.value) == ("s", f"'{said}")


RUNS = ("=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1", "\r=1", "＝1+1")


def named_so(said: str) -> None:
    """An activity of which everything that people name is called so: place, station, organisation, project, words."""
    told = file_activity({Unit.HOUSEHOLDS: 5})

    def job(session: Session) -> None:
        places = "441802006", XIHU, f"{XIHU}-1", BUILDING
        session.execute(
            update(table_of(PlaceRow)).where(table_of(PlaceRow).c.code.in_(places)).values(name=said)
        )
        session.execute(update(table_of(StationRow)).values(name=said))
        run_by = organisations.add(session, Organisation(name=said, place=XIHU))
        project = organisations.add_project(session, Project(name=said, place=XIHU))
        report, record = reports.by_serial(session, told.serial), activities.by_serial(session, told.serial)
        assert report
        assert record
        reports.change(session, report, text=said, words=said)
        activities.change(
            session, record, organisation_id=run_by, project_id=project, topic=said, period=said
        )

    kept(job)


@pytest.mark.parametrize("said", RUNS)
def test_nothing_that_people_name_is_run_by_a_spreadsheet(types: Types, tmp_path: Path, said: str) -> None:
    named_so(said)
    for form in ("csv", "xlsx"):
        file = tmp_path / f"done.{form}"
        types("activity", "export", file, "--reason", said, "--with-words")
        found = cells_of(file)
        assert sum(said.strip() in cell for cell in found) >= 5, "place, organisation, project, period, words"
        assert [cell for cell in found if cell[:1] in "=+-@\t\r＝＋－＠|%" and cell] == []
    pack = tmp_path / "march.zip"
    types("audit", "441802", "2026-03", pack)
    with ZipFile(pack) as parts:
        tables = [parts.read(name).decode("utf-8-sig") for name in parts.namelist() if name.endswith(".csv")]
    told = [cell for table in tables for line in csv.reader(StringIO(table, newline="")) for cell in line]
    assert [cell for cell in told if cell[:1] in "=+-@\t\r＝＋－＠|%" and cell] == []


def cells_of(file: Path) -> list[str]:
    """Every text of a table, or of a workbook's sheets."""
    if file.suffix == ".csv":
        text = file.read_bytes().decode("utf-8-sig")
        return [cell for line in csv.reader(StringIO(text, newline="")) for cell in line]
    book = load_workbook(file)
    assert {cell.data_type for sheet in book for line in sheet for cell in line} <= {"s", "n", "d"}
    return [cell.value for sheet in book for line in sheet for cell in line if isinstance(cell.value, str)]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_rows_are_written_while_they_are_read(form: str, tmp_path: Path) -> None:
    held = 0

    def rows() -> Iterator[Row]:
        for number in range(20_000):
            nonlocal held
            held = max(held, number * 5 - file.stat().st_size)
            yield {"number": f"{number:05}"}

    file = tmp_path / f"rows.{form}"
    assert written(file, form, Table(plain(["number"]), rows()), UTC) == 20_000
    assert held < 64 * 1024, "bytes that were not written yet"
