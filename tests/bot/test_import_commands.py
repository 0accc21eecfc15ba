"""Past records into the books: shown first, each bad row named, never twice, and figures as where they came from."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.carrying import Table, plain, written
from bot.commands import opening
from fieldwork.activities import Activity, ActivityKind, Stage, Unit
from fieldwork.counting_in import CALLS_COUNTED
from fieldwork.reports import Report, State
from fieldwork.tallies import Closing
from storage import activities, outbox, reports, tallies
from storage.tallies import Sum
from tests.bot.conftest import Kept
from tests.commands import app

T = TypeVar("T")

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DISTRICT, XIHU, BUILDING = "/441802/", "441802006019", "441802006019-1-4"
PATH = f"/441802/441802006/{XIHU}/"
YEAR = date(2025, 1, 1), date(2025, 12, 31)
WANG = 2
HEADER = "外部编号,种类,日期,地点,次,户,人次,主题\n"
VISIT = "2025-001,入户走访,2025-05-06,西湖社区/西湖花园/4号楼,1,5,12,端午走访\n"
Types = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("settled_machine")


@pytest.fixture
def types() -> Types:
    """Types a command as a shell would, and gives what came back."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def kept(job: Callable[[Session], T]) -> T:
    with opening.books(None) as books:
        return books.now_write(job)


def sums(path: str = DISTRICT) -> list[Sum]:
    return sorted(kept(lambda s: tallies.sums(s, path, *YEAR)))


def activity(serial: int = 10_001) -> Activity:
    found = kept(lambda s: activities.by_serial(s, serial))
    assert found is not None
    return found


def report(serial: int = 10_001) -> Report | None:
    return kept(lambda s: reports.by_serial(s, serial))


def test_a_dry_run_shows_what_would_come_and_changes_nothing(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "past.csv"
    file.write_text(HEADER + VISIT, "utf-8-sig")
    shown = types("activity", "import", file, "--by", "王慧敏")
    assert shown.exit_code == 0, shown.stderr
    assert "home_visit  2025-05-06  441802006019-1-4" in shown.stdout
    assert "1 new, 0 in the books already, 0 bad. This was a dry run" in shown.stdout
    assert report() is None


def test_what_is_applied_counts_on_its_day_and_is_marked(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "past.csv"
    file.write_text(HEADER + VISIT, "utf-8-sig")
    assert types("activity", "import", file, "--by", "王慧敏", "--apply").exit_code == 0
    made = activity()
    assert (made.imported, made.stage, made.decided_by, made.counted_on) == (
        True, Stage.ACCEPTED, WANG, date(2025, 5, 6),
    )  # fmt: skip
    assert sums(PATH) == [
        Sum("home_visit", "人次", 12, 0, 0), Sum("home_visit", "户", 5, 0, 0), Sum("home_visit", "次", 1, 0, 0),
    ]  # fmt: skip
    assert [event.step for event in kept(lambda s: reports.events(s, 10_001))] == ["imported"]
    assert kept(lambda s: outbox.listed(s)) == [], "nobody was told"


def test_the_same_file_twice_changes_nothing_more(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "past.csv"
    file.write_text(HEADER + VISIT + VISIT.replace("2025-001", ""), "utf-8-sig")
    types("activity", "import", file, "--by", "王慧敏", "--apply")
    before = sums()
    again = types("activity", "import", file, "--by", "王慧敏", "--apply")
    assert "0 new, 2 in the books already, 0 bad." in again.stdout
    assert sums() == before


def test_each_bad_row_is_named_with_its_line_and_nothing_is_written(types: Types, tmp_path: Path) -> None:
    bad = (
        VISIT,
        VISIT,
        "a,跳舞,2025-05-06,西湖社区,1,,,\n",
        "b,入户走访,五月,西湖社区,1,,,\n",
        "c,入户走访,2099-01-01,西湖社区,1,,,\n",
        "d,入户走访,2025-05-06,月球,1,,,\n",
        "e,入户走访,2025-05-06,西湖社区,,,,\n",
        "f,入户走访,2025-05-06,西湖社区,1,2.5,,\n",
        "g,入户走访,2025-05-06,西湖社区,一些,,,\n",
    )
    file = tmp_path / "past.csv"
    file.write_text(HEADER + "".join(bad), "utf-8-sig")
    done = types("activity", "import", file, "--by", "王慧敏", "--apply", "--json")
    assert done.exit_code == 1
    found = {
        row["line"]: row["sentence"] for row in map(json.loads, done.stdout.splitlines()) if "sentence" in row
    }
    assert sorted(found) == list(range(3, 11))
    assert "the same as line 2" in found[3]
    assert "no kind of activity" in found[4]
    assert "is no day" in found[5]
    assert "still to come" in found[6]
    assert "no place" in found[7]
    assert "no number" in found[8]
    assert "户 is counted in whole numbers" in found[9]
    assert "is no number" in found[10]
    assert report() is None

    assert types("activity", "import", file, "--by", "王慧敏", "--apply", "--leave-out").exit_code == 1
    assert activity().held_on == date(2025, 5, 6)


def test_of_a_row_with_several_faults_all_are_named(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "past.csv"
    file.write_text(
        HEADER + VISIT + "a,跳舞,五月,月球,1.5,约5户,12,\n" + "b,,2099-01-01,西湖社区,,,,\n", "utf-8-sig"
    )
    shown = types("activity", "import", file, "--by", "王慧敏")
    assert "1 new, 0 in the books already, 2 bad." in shown.stdout
    told = [line.partition("line ")[2].partition(":")[0] for line in shown.stderr.splitlines()]
    assert told == [
        "3, held_on", "3, kind", "3, place", "3, 次", "3, 户", "4, held_on", "4, kind", "4",
    ]  # fmt: skip
    done = types("activity", "import", file, "--by", "王慧敏", "--json")
    assert [row["column"] for row in map(json.loads, done.stdout.splitlines()) if row["line"] == 3] == [
        "held_on", "kind", "place", "次", "户",
    ]  # fmt: skip


def test_of_a_need_with_several_faults_all_are_named(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "needs.csv"
    bad = LEAK.replace("governance.sewage", "月亮").replace("2025-05-08", "").replace("solved", "也许")
    file.write_text(NEEDS + bad + "合计,,,,,,,,\n" + ",,合计,3,,,,,\n", "utf-8-sig")
    shown = types("report", "import", file, "--by", "王慧敏")
    told = [line.partition("line ")[2].partition(":")[0] for line in shown.stderr.splitlines()]
    assert told == ["2, closed_at", "2, category", "2, answer", "3", "4"]
    assert "0 new, 0 in the books already, 3 bad." in shown.stdout


def test_what_is_to_be_looked_at_waits_and_does_not_count(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "past.csv"
    file.write_text(HEADER + VISIT, "utf-8-sig")
    types("activity", "import", file, "--by", "王慧敏", "--apply", "--review")
    assert (activity().stage, sums()) == (Stage.SUBMITTED, [])


def test_a_closed_period_stays_and_what_comes_later_is_marked(types: Types, tmp_path: Path) -> None:
    closing = Closing(
        place=XIHU, path=PATH, since=YEAR[0], until=date(2025, 6, 30), closed_at=AT, closed_by=WANG
    )
    kept(lambda s: tallies.close(s, closing))
    file = tmp_path / "past.csv"
    file.write_text(HEADER + VISIT, "utf-8-sig")
    types("activity", "import", file, "--by", "王慧敏", "--apply")
    assert activity().counted_on == date(2025, 7, 1)
    assert kept(lambda s: tallies.sums(s, PATH, YEAR[0], date(2025, 6, 30))) == []
    assert all(one.late == one.number for one in sums(PATH))


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_export_then_import_into_other_books_gives_equal_figures(
    types: Types, tmp_path: Path, settled_data: Kept, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    rows = [
        {"kind": kind.value, "held_on": date(2025, 1 + number % 12, 3), "place": place, "words": f"=第{number}次",
         Unit.TIMES.value: 1, Unit.HOUSEHOLDS.value: number, Unit.PERSON_TIMES.value: 3 * number,
         Unit.HOURS.value: number / 2, "not_met": number % 3, "volunteer_hours": number / 3}
        for number, kind in enumerate(ActivityKind, 1) for place in (BUILDING, XIHU)
    ]  # fmt: skip
    past, out = tmp_path / "past.jsonl", tmp_path / f"out.{form}"
    written(past, "jsonl", Table(plain(list(rows[0])), rows), UTC)
    assert types("activity", "import", past, "--by", "王慧敏", "--apply").exit_code == 0
    assert types("activity", "export", out, "--reason", "迁移", "--with-words").exit_code == 0
    before = sums(), sums(f"{PATH}{XIHU}-1/{BUILDING}/")
    assert all(before)
    assert {("not_met", "次"), ("volunteer_hours", "小时")} < {(each.name, each.unit) for each in before[0]}

    assert "0 new" in types("activity", "import", out, "--by", "王慧敏").stdout, "these books have them"
    monkeypatch.setenv("FIELDBOT_DATA_DIR", str(settled_data.laid_out(tmp_path / "other")))
    done = types("activity", "import", out, "--by", "王慧敏", "--apply")
    assert done.exit_code == 0, done.stderr
    assert (sums(), sums(f"{PATH}{XIHU}-1/{BUILDING}/")) == before
    found = report()
    assert found is not None
    assert found.text == "=第1次"


BESIDE = {"not_met": "次", "volunteer_hours": "小时"}


def added_up(rows: list[dict[str, Any]]) -> dict[tuple[str, str], Any]:
    """What the columns of a table come to: each unit by kind, and what is counted beside them."""
    found = defaultdict[tuple[str, str], float](float)
    for row in rows:
        for name in (*Unit, *BESIDE):
            of = (name, BESIDE[name]) if name in BESIDE else (row["kind"], str(name))
            found[of] += float(row.get(name) or 0)
    return {of: pytest.approx(number) for of, number in found.items() if number}


def in_rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a table in any of its forms."""
    if file.suffix == ".jsonl":
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    if file.suffix == ".csv":
        return list(csv.DictReader(StringIO(file.read_text("utf-8-sig"))))
    if file.suffix == ".zip":
        with ZipFile(file) as pack:
            return list(csv.DictReader(StringIO(pack.read("activities.csv").decode("utf-8-sig"))))
    head, *lines = load_workbook(file).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), line, strict=True)) for line in lines]


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "zip"])
def test_whatever_leaves_adds_up_to_the_figures_unit_by_unit(types: Types, tmp_path: Path, form: str) -> None:
    """Every kind with every unit and with what is counted beside them: one sum everywhere."""
    past, out = tmp_path / "past.jsonl", tmp_path / f"out.{form}"
    rows = [
        {"kind": kind.value, "held_on": date(2025, 1 + many, 3), "place": place, **{u.value: many * 2 + n for n, u in
         enumerate(Unit, 1)}, Unit.HOURS.value: many + 0.5, "not_met": many % 4, "volunteer_hours": (many + 1) / 3}
        for many in range(12) for kind in ActivityKind for place in (BUILDING, XIHU)
    ]  # fmt: skip
    written(past, "jsonl", Table(plain(list(rows[0])), rows), UTC)
    assert types("activity", "import", past, "--by", "王慧敏", "--apply").exit_code == 0
    command = (
        ("audit", "441802", "2025", out) if form == "zip" else ("activity", "export", out, "--reason", "核对")
    )
    assert types(*command).exit_code == 0
    stated = {(one.name, one.unit): one.number for one in sums() if one.name != CALLS_COUNTED}
    assert {of[1] for of in stated} == set(Unit)
    assert added_up(in_rows(out)) == stated


def a_stations_own_table(file: Path) -> None:
    """As stations keep them: a title, a header of two rows, units in the cells, an empty line, a sum at the foot."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["2025年度活动台账"],
        ["填报单位：西湖社区", "", "", "", "单位：户、人次"],
        ["序号", "活动日期", "活动类型", "活动地点", "数量", "", "", "活动主题", "状态"],
        ["", "", "", "", "次", "户", "人次", "", ""],
        [
            1,
            datetime(2025, 5, 6, tzinfo=UTC).replace(tzinfo=None),
            "入户走访",
            "西湖社区",
            1,
            "5户",
            "12人次",
            "端午",
            "已核实",
        ],
        [],
        [2, 45_786, "环境整治", "西湖社区/西湖花园/4号楼", "2次", "", 30, "清扫", ""],
        [3, "2025.5.10", "走访", "西湖社区", 1, "12.5户", 3, "", ""],
        [4, "2025.5.10", "走访", "西湖社区", 1, "5人", 3, "", ""],
        [5, "2025.5.10", "走访", "西湖社区", 1, "=5+1", 3, "", ""],
        [6, "2025.5.10", "走访", "西湖社区", 1, 5, 3, "", "作废"],
        [7, "2025.5.11", "走访", "西湖社区", 1, 2, 3, "", "待核实"],
        ["合计", "", "", "", 5, 17, 51],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:I1")
    sheet.merge_cells("E3:G3")
    book.save(file)


def test_a_table_as_stations_keep_it_is_read_and_each_bad_row_told(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "2025.xlsx"
    a_stations_own_table(file)
    shown = types("activity", "import", file, "--by", "王慧敏")
    assert "3 new, 0 in the books already, 5 bad. Nothing was changed" in shown.stdout
    told = [line.partition("line ")[2] for line in shown.stderr.splitlines()]
    assert told == [
        "8, 户: 户 is counted in whole numbers.",
        '9, 户: "5人" is not told in 户: no unit is reckoned from another.',
        "10, 户: It is a formula: copy the table and paste its values.",
        "11, stage: It is 作废, no record: leave that row out.",
        "13: It has no day, kind or place: a sum is no record, leave that row out.",
    ]
    assert report() is None
    types("activity", "import", file, "--by", "王慧敏", "--apply", "--leave-out")
    found = [activity(serial) for serial in (10_001, 10_002, 10_003)]
    assert [(one.kind, one.held_on.isoformat(), one.stage) for one in found] == [
        ("home_visit", "2025-05-06", "accepted"), ("cleanup", "2025-05-09", "accepted"),
        ("home_visit", "2025-05-11", "submitted"),
    ]  # fmt: skip
    assert sums() == [
        Sum("cleanup", "人次", 30, 0, 0), Sum("cleanup", "次", 2, 0, 0), Sum("home_visit", "人次", 12, 0, 0),
        Sum("home_visit", "户", 5, 0, 0), Sum("home_visit", "次", 1, 0, 0),
    ]  # fmt: skip
    assert "0 new, 3 in the books already" in types("activity", "import", file, "--by", "王慧敏").stdout


def another_stations_table(file: Path) -> None:
    """Columns in another order and by other names, places run together, a weekday, a foot that is signed."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["凤城街道社工站2025年第二季度服务活动统计表"],
        ["序号", "活动名称", "活动地点", "活动日期", "活动类型", "场次", "参加人次", "服务户数", "志愿时长", "备注"],
        [1, "端午走访独居老人", "西湖社区", "2025年5月6日", "入户走访", "", "12人次", "12户", "", "好"],
        [2, "大清扫", "西湖社区西湖花园4号楼", "2025年5月9日（周五）", "环境整治", 1, "1,200", "", "16小时", ""],
        [],
        [3, "消防讲座", "西湖社区/西湖花园", "2025.5.20", "宣传活动", "1场", "１２０", "", "", "制表人：谁"],
        ["合计", "", "", "", "", 2, 1332, 12, 16, ""],
        ["", "", "", "合计", "", 2, 1332, 12, 16, ""],
        ["审核人：", "", "", "", "制表人：王慧敏"],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:J1")
    book.save(file)


def test_a_table_is_read_by_what_people_call_its_columns(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "2025.xlsx"
    another_stations_table(file)
    shown = types("activity", "import", file, "--by", "王慧敏")
    assert "Left alone, since no column is called so: 序号, 备注." in shown.stdout
    assert [line.partition("line ")[2] for line in shown.stderr.splitlines()] == [
        "7: It has no day, kind or place: a sum is no record, leave that row out.",
        "8: It is the foot of the table, no record: leave that row out.",
        "9: It is the foot of the table, no record: leave that row out.",
    ]
    types("activity", "import", file, "--by", "王慧敏", "--apply", "--leave-out")
    assert [(one.name, one.unit, one.number) for one in sums()] == [
        ("cleanup", "人次", 1200), ("cleanup", "场", 1), ("home_visit", "人次", 12), ("home_visit", "户", 12),
        ("publicity", "人次", 120), ("publicity", "场", 1), ("volunteer_hours", "小时", 16),
    ]  # fmt: skip
    assert activity(10_002).place == BUILDING
    again = types("activity", "import", file, "--by", "王慧敏", "--apply", "--leave-out").stdout
    assert "0 new, 3 in the books already, 3 bad. There was nothing new: nothing was changed." in again


def test_of_several_sheets_none_is_passed_over(types: Types, tmp_path: Path) -> None:
    book, file = Workbook(), tmp_path / "2025.xlsx"
    for month in range(3):
        sheet = book.create_sheet(f"{month + 1}月")
        sheet.append(["日期", "种类", "地点", "户"])
        sheet.append(["2025-05-06", "走访", "西湖社区", month + 1])
    book.save(file)
    said = types("activity", "import", file, "--by", "王慧敏")
    assert (said.exit_code, "Several of its sheets hold such a table" in said.stderr) == (2, True)


def test_a_table_without_the_columns_hears_what_they_are_called(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "past.csv"
    file.write_text("姓名,电话\n甲,1\n", "utf-8-sig")
    said = types("activity", "import", file, "--by", "王慧敏")
    assert (said.exit_code, "种类 kind, 日期 held_on, 地点 place" in said.stderr) == (2, True)


# -- needs ------------------------------------------------------------------------------------------

NEEDS = "external_id,category,place,sent_at,signed_at,done_at,closed_at,answer,words\n"
LEAK = "x1,governance.sewage,西湖社区,2025-05-06 10:00,2025-05-06 11:00,2025-05-07,2025-05-08,solved,漏了\n"


def test_a_past_need_keeps_its_times_and_starts_no_clock(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "needs.csv"
    file.write_text(NEEDS + LEAK, "utf-8-sig")
    done = types("report", "import", file, "--by", "王慧敏", "--apply")
    assert done.exit_code == 0, done.stderr
    made = report()
    assert made is not None
    assert (made.state, made.category, made.answer, made.next_due) == (
        State.CLOSED, "governance.sewage", "solved", None,
    )  # fmt: skip
    assert [event.step for event in kept(lambda s: reports.events(s, made.serial))] == [
        "sent", "dispatched", "sign", "done", "solved", "imported",
    ]  # fmt: skip
    assert kept(lambda s: outbox.listed(s)) == []
    assert "1 in the books already" in types("report", "import", file, "--by", "王慧敏", "--apply").stdout
    shown = types("report", "show", made.number)
    assert "补录" in shown.stdout


def test_what_is_open_is_no_past_record(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "needs.csv"
    file.write_text(
        NEEDS + LEAK.replace("2025-05-08", "") + LEAK.replace("2025-05-08", "2025-05-01"), "utf-8-sig"
    )
    said = types("report", "import", file, "--by", "王慧敏")
    assert said.exit_code == 1
    assert "line 2, closed_at: It is not over" in said.stderr
    assert "line 3, closed_at: Its times are not in order" in said.stderr


def test_past_needs_are_read_in_words_too_and_leave_marked(types: Types, tmp_path: Path) -> None:
    file, out = tmp_path / "needs.csv", tmp_path / "out.jsonl"
    head = "收到时间,结案时间,类别,地点,满意度,回访答复,紧急程度,状态\n"
    lamp = "2025-05-06,2025-05-08,路灯照明,西湖社区,基本满意,解决了,紧急,已结案\n"
    file.write_text(head + lamp + lamp.replace("路灯照明", "路灯"), "utf-8-sig")
    said = types("report", "import", file, "--by", "王慧敏", "--apply", "--leave-out")
    assert 'line 3, category: There is no category "路灯" (is it 路灯照明' in said.stderr.replace(
        "社区治理 · 路灯照明, ", ""
    )
    made = report()
    assert made is not None
    assert (made.urgency, made.state, made.answer, made.grade) == ("T1", "closed", "solved", "fairly")
    types("report", "export", out, "--reason", "核对")
    assert json.loads(out.read_text("utf-8"))["imported"] is True
