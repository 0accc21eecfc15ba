"""The workbook of a digest: numbers as numbers, texts as texts, and nobody in it."""

import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.digest_sheets import workbook
from fieldwork.digests import PlaceFigures, Stated, Table
from fieldwork.letters.digests import digest as digest_letter
from fieldwork.letters.terms import figure_named
from fieldwork.texts import Language
from tests.bot.digests import AT, LONG, SPEAK, busy, digest, place, yearly

HANS = SPEAK("zh-hans")


def opened(data: bytes) -> Any:
    return load_workbook(BytesIO(data))


def rows(data: bytes, sheet: str) -> list[tuple[Any, ...]]:
    return list(opened(data)[sheet].iter_rows(values_only=True))


def test_a_workbook_has_a_sheet_for_each_thing_that_a_digest_holds() -> None:
    book = opened(workbook(busy(), HANS))
    assert book.sheetnames == ["概况", "各地", "未结", "按天数", "每周", "退单", "说明"]
    assert opened(workbook(busy(), SPEAK("zh-hant"))).sheetnames[0] == "概況"
    assert opened(workbook(busy(), SPEAK("en"))).sheetnames[:3] == ["Overview", "Places", "Open"]
    assert opened(workbook(digest(), HANS)).sheetnames == ["概况", "说明"]


def test_a_year_has_the_tables_of_the_white_paper() -> None:
    data = workbook(yearly(), HANS)
    assert opened(data).sheetnames[5:] == ["退单", "目标", "按类别", "按机构", "说明"]
    assert [row[0] for row in rows(data, "按类别")] == ["类别", HANS.named("governance.sewage"), "未注明"]
    assert rows(data, "按机构")[1][0] == "慈善会"
    assert rows(data, "目标")[1] == ("服务社区", 8, 2, 11)
    assert rows(workbook(yearly(), SPEAK("en")), "Targets")[1][0] == "Communities served"


def test_a_year_has_its_months_and_what_stands_at_its_end() -> None:
    months = Table(by="month", rows=[place("", 8, 9).model_copy(update={"place": "2026-02"})])
    cases = Stated(name="case_open", unit="例", number=7)
    told = yearly().model_copy(update={"tables": [months, *yearly().tables], "at_end": [cases]})
    data = workbook(told, HANS)
    assert [row[0] for row in rows(data, "按月")] == ["月份", "2026-02"]
    assert ("在办个案", "例", 7) in [row[:3] for row in rows(data, "概况")]
    assert "在办个案" not in digest_letter(HANS, 0, told, False, 60).text


def test_numbers_are_numbers_and_a_rate_is_one_too() -> None:
    told = rows(workbook(busy(), HANS), "概况")[1:]
    assert [row[1:] for row in told[:3]] == [
        ("件", 160, None, None, 140, 3), ("件", 98, 120, 0.816667, 88, None), ("小时", 12.5, None, None, None, None)
    ]  # fmt: skip
    assert opened(workbook(busy(), HANS))["概况"]["E3"].number_format == "0.0%"
    monday, received, solved = rows(workbook(busy(), HANS), "每周")[1]
    assert (monday.date(), received, solved) == (date(2026, 1, 12), 20, 15)


def test_no_person_is_in_it() -> None:
    data = workbook(busy(), HANS)
    with zipfile.ZipFile(BytesIO(data)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist()).decode()
    assert "西湖花园" in everything
    assert "王小明" not in everything
    assert "陈大文" not in everything
    assert ("联系不上的人", "人", 1) in [row[:3] for row in rows(data, "概况")]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "'="])
def test_a_name_that_a_spreadsheet_would_run_is_a_text(begins: str) -> None:
    cell = opened(workbook(busy(places=[place(f"{begins}1+1", 9, 9)]), HANS))["各地"]["A2"]
    assert (cell.data_type, cell.value) == ("s", f"'{begins}1+1")


def test_a_matter_without_a_category_says_so() -> None:
    unknown = busy().matters[0].model_copy(update={"category": ""})
    assert rows(workbook(busy(matters=[unknown]), HANS), "未结")[1][2] == "类别不明"


def test_the_sheet_of_what_is_open_has_everything_and_says_what_it_leaves_out() -> None:
    one = busy().matters[0]
    others = [one.model_copy(update={"serial": serial, "number": f"N-{serial}", "days_late": 0})
              for serial in range(20_001, 20_031)]  # fmt: skip
    told = rows(workbook(busy(rest=others, open=33), HANS), "未结")
    assert [row[0] for row in told[1:-1]] == [one.number, *(each.number for each in others)]
    assert told[-1][0] == "另有 2 件受限或未列出"
    assert rows(workbook(busy(rest=others, open=31), HANS), "未结")[-1][0] == others[-1].number


def test_nothing_in_it_runs_or_leads_out() -> None:
    with zipfile.ZipFile(BytesIO(workbook(busy(), HANS))) as parts:
        names = parts.namelist()
        sheets = [parts.read(name) for name in names if name.startswith("xl/worksheets/")]
    assert not any("vba" in name or "externalLink" in name for name in names)
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_too_few_to_be_told_are_hidden_where_places_stand_side_by_side() -> None:
    """How many matters came tells of nobody; what those who reported them answered does."""
    told = {row[0]: row[1:] for row in rows(workbook(busy(), HANS), "各地")}
    assert told["西湖社区"] == (20, 16, 20)
    assert told["'=HYPERLINK(1)"] == (2, "＜3", "＜3")
    assert told["城西"] == (0, 0, 0)
    shown = {row[0]: row[1:] for row in rows(workbook(busy(), HANS, least=0), "各地")}
    assert shown["'=HYPERLINK(1)"] == (2, 1, 2)


def test_what_is_hidden_of_a_part_is_hidden_of_the_whole() -> None:
    """One rule on every sheet: a part could be told by the whole."""
    few = [Stated(name="home_visit", unit="次", number=2), Stated(name="home_visit", unit="户", number=2, before=1),
           Stated(name="satisfied_rate", unit="件", number=2, whole=5),
           Stated(name="returned", unit="件", number=1)]  # fmt: skip
    data = workbook(busy(figures=few, places=[PlaceFigures(place="西湖", name="西湖", figures=few)]), HANS)
    assert [row[2:6] for row in rows(data, "概况")[1:5]] == [
        (2, None, None, None), ("＜3", None, None, "＜3"), ("＜3", 5, None, None), (1, None, None, None)
    ]  # fmt: skip
    assert rows(data, "各地")[1][1:] == (2, "＜3", "＜3", 5, 1)
    assert "＜3" in rows(data, "说明")[3][1]


def test_by_category_whatever_is_small_is_hidden() -> None:
    few = yearly().tables[0].model_copy(update={"rows": [place("", 1, 2)]})
    data = workbook(yearly().model_copy(update={"tables": [few]}), HANS)
    assert rows(data, "按类别")[1][1:] == ("＜3", "＜3", "＜3")


def test_by_category_a_case_stands_under_its_kind() -> None:
    of_cases = [place("", 7, 9).model_copy(update={"place": part}) for part in ("case.elder", "restricted")]
    few = yearly().tables[0].model_copy(update={"rows": of_cases})
    data = workbook(yearly().model_copy(update={"tables": [few]}), HANS)
    assert [row[0] for row in rows(data, "按类别")[1:]] == ["个案 · 老人", "限制查看的"]


def test_a_station_is_called_by_its_name_and_the_header_is_the_first_row() -> None:
    data = workbook(busy(), HANS)
    assert rows(data, "未结")[1][3] == "西湖站"
    assert rows(data, "概况")[0][:3] == ("指标", "单位", "数量")
    assert rows(data, "概况")[1][0] == "上报"
    assert rows(data, "说明")[1:3] == [
        ("地方", "凤城街道"),
        ("统计期", "周报 2026年第10周（3月2日—8日） · 已封账"),
    ]


@pytest.mark.parametrize("language", Language)
def test_the_same_figure_has_the_same_term_in_every_form(language: Language) -> None:
    """On the sheets, in the text, and in the dictionary of figures."""
    t = SPEAK(language)
    data, text = workbook(busy(), t), digest_letter(t, 0, busy(), False, 60).text
    first, weeks_ = opened(data).sheetnames[0], opened(data).sheetnames[4]
    named = [row[0] for row in rows(data, first)[1:]]
    assert named[0] == rows(data, weeks_)[0][1] == figure_named(t, "received")
    for term in (
        figure_named(t, name) for name in ("received", "solved_rate", "open_now", "to_accept", "unreachable")
    ):
        assert term in named
    for term in (
        figure_named(t, name) for name in ("received", "to_accept", "silent_heads", "silent_buildings")
    ):
        assert term in text


def test_the_header_stays_and_a_long_chinese_name_has_room() -> None:
    book = opened(workbook(busy(), HANS))
    assert [sheet.freeze_panes for sheet in book] == ["B2"] * 7
    assert book["各地"].column_dimensions["A"].width > 2 * len(LONG)
    assert book["概况"].column_dimensions["A"].width < 2 * len(LONG)


@pytest.mark.parametrize("language", Language)
def test_the_same_digest_is_the_same_workbook_with_the_date_that_it_was_made(language: Language) -> None:
    data = workbook(busy(), SPEAK(language))
    assert data == workbook(busy(), SPEAK(language))
    assert opened(data).properties.created == AT.replace(tzinfo=None)
    assert data != workbook(busy(made_at=AT + timedelta(hours=1)), SPEAK(language))
