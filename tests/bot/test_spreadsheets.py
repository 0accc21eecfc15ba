"""Spreadsheets that come from anybody: read for what they are, or refused in one sentence."""

import csv
import zipfile
from collections.abc import Sequence
from io import BytesIO, StringIO

import pytest
from openpyxl import Workbook, load_workbook

from bot import spreadsheets
from bot.spreadsheets import CSV, XLSX, held_in, rows_in, source_of, table
from fieldwork.network_files import BadNetwork
from fieldwork.network_plans import Tree
from fieldwork.network_sifting import sift
from fieldwork.network_tables import COLUMNS, Row
from tests.sandbox.conftest import png

ROWS = [
    ("district", "44", "甲区", "", "", ""),
    ("street", "4401", "甲街道", "44", "一街; 二街", "名称: 甲站; 电话: 0763-000 0001"),
]


def sentence(raw: bytes) -> str:
    with pytest.raises(BadNetwork) as bad:
        source_of(held_in(raw), Tree())
    (finding,) = bad.value.findings
    return finding.sentence


def read(raw: bytes) -> list[tuple[str, ...]]:
    return [tuple(row.cells[name] for name in COLUMNS) for row in rows_in(raw)]


def in_csv(rows: Sequence[tuple[str, ...]], separator: str = ",") -> str:
    text = StringIO()
    csv.writer(text, delimiter=separator).writerows([COLUMNS, *rows])
    return text.getvalue()


def packed(*parts: tuple[str, bytes], like: bytes = b"") -> bytes:
    """A zip with these parts, and those of a workbook that it is like."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if like:
            named = {name for name, _ in parts}
            with zipfile.ZipFile(BytesIO(like)) as old:
                for name in old.namelist():
                    if name not in named:
                        made.writestr(name, old.read(name))
        for name, data in parts:
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("form", [XLSX, CSV])
def test_a_table_comes_back_as_it_went_out(form: str) -> None:
    assert read(table(COLUMNS, ROWS, form)) == ROWS


@pytest.mark.parametrize("form", [XLSX, CSV])
@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "'=1", "''=1", "|x"])
def test_a_formula_is_a_text_and_leaves_as_one(form: str, formula: str) -> None:
    rows = [("building", "1", formula, "", "", "")]
    raw = table(COLUMNS, rows, form)
    assert read(raw) == rows
    if form == CSV:
        assert f"'{formula}" in raw.decode("utf-8-sig").replace('""', '"')
    else:
        cell = load_workbook(BytesIO(raw)).active["C2"]
        assert (cell.data_type, cell.value) == ("s", f"'{formula}")


def test_a_formula_that_somebody_typed_is_taken_as_text() -> None:
    book = Workbook()
    book.active.append(COLUMNS)
    book.active.append(("building", 441802006019.0, "=HYPERLINK(1)", 12, True, None))
    out = BytesIO()
    book.save(out)
    assert read(out.getvalue()) == [("building", "441802006019", "=HYPERLINK(1)", "12", "true", "")]


@pytest.mark.parametrize("writing", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_each_writing_and_with_each_separator(writing: str, separator: str) -> None:
    assert read(in_csv(ROWS, separator).encode(writing)) == ROWS


def test_titles_above_the_header_and_empty_rows_are_passed_over() -> None:
    text = "凤城街道楼栋表,,\n\n" + "类型,名称,上级\n" + "\n楼栋,1号楼,甲\n"
    assert rows_in(text.encode("gb18030")) == [Row(5, {"kind": "楼栋", "name": "1号楼", "parent": "甲"})]


def test_the_sheet_with_the_header_is_found() -> None:
    book = Workbook()
    book.active.append(["说明"])
    second = book.create_sheet()
    second.append(COLUMNS)
    second.append(ROWS[0])
    out = BytesIO()
    book.save(out)
    assert read(out.getvalue()) == [ROWS[0]]


# -- what a file says that it is, and is not --------------------------------------------------------


def test_a_file_is_what_its_content_says() -> None:
    """A CSV that is called .xlsx, a JSON that is called .csv: nobody looks at the name."""
    assert isinstance(held_in(in_csv(ROWS).encode()), list)
    assert isinstance(held_in(b'\xef\xbb\xbf {"code": "44"}'), str)
    assert len(sift(source_of(held_in(table(COLUMNS, ROWS, XLSX)), Tree()), Tree()).plan.after.places) == 2


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (packed(("network.csv", in_csv(ROWS).encode())), "It is a packed folder (zip)"),
        (b"PK\x03\x04 and then nothing", "It is no workbook that can be read"),
        (table(COLUMNS, ROWS, XLSX)[:3000], "It is no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "It is an old .xls, or protected by a password"),
        (b"<html><table><tr><td>kind</td></tr></table>", "It is a web page, whatever its name"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><Workbook/>', "It is a web page, whatever its name"),
        (png(8, 8), "It is a picture or a PDF"),
        (b"%PDF-1.7 x", "It is a picture or a PDF"),
        (b"kind,name\0\0\0", "It is no text and no workbook"),
        (b"kind\xff\xff\xff,name", "It is not written in UTF-8"),
        (b"", "No header was found"),
        (b"a,b,c\n1,2,3\n", "No header was found"),
        (b'kind,name\n"' + b"x" * 200_000, "It is no table that can be read"),
        (b"{not json", "This is no JSON from line 1"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(raw: bytes, said: str) -> None:
    assert sentence(raw).startswith(said)


# -- what would not fit -----------------------------------------------------------------------------


def test_a_zip_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openpyxl.load_workbook", None)  # whoever opens it fails
    like = table(COLUMNS, ROWS, XLSX)
    bomb = packed(("xl/worksheets/sheet1.xml", bytes(100 * 1024 * 1024)), like=like)
    assert len(bomb) < 200_000
    assert "it is not opened" in sentence(bomb)
    words = packed(("xl/sharedStrings.xml", bytes(41 * 1024 * 1024)), like=like)
    assert "it is not opened" in sentence(words)
    assert "it is not opened" in sentence(packed(*((f"x{n}", b"") for n in range(1_100)), like=like))


def test_a_part_that_says_it_is_small_and_is_not_is_not_unpacked_beyond_that() -> None:
    like = table(COLUMNS, ROWS, XLSX)
    bomb = bytearray(packed(("xl/worksheets/sheet1.xml", bytes(50 * 1024 * 1024)), like=like))
    size = (50 * 1024 * 1024).to_bytes(4, "little")
    assert bomb.count(size) == 2
    lying = bytes(bomb).replace(size, (2_000).to_bytes(4, "little"))
    assert "It is no workbook that can be read" in sentence(lying)


def test_entities_that_grow_are_not_followed() -> None:
    like = table(COLUMNS, ROWS, XLSX)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    kinds = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{laughs}]>'
    with zipfile.ZipFile(BytesIO(like)) as made:
        sheet = made.read("xl/worksheets/sheet1.xml").decode()
    bomb = sheet.replace("<worksheet", f"{kinds}<worksheet", 1).replace("甲区", "&l8;")
    assert "It is no workbook that can be read" in sentence(
        packed(("xl/worksheets/sheet1.xml", bomb.encode()), like=like)
    )


def test_more_rows_or_columns_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 20)
    many = [("building", "", f"{n}号楼", "44", "", "") for n in range(30)]
    assert sentence(table(COLUMNS, many, XLSX)) == "It has more than 20 rows."
    assert sentence(table(COLUMNS, many, CSV)) == "It has more than 20 rows."
    wide = [("x",) * 51]
    assert sentence(table(COLUMNS, wide, XLSX)) == "Row 2 has more than 50 columns."
    assert sentence(table(COLUMNS, wide, CSV)) == "Row 2 has more than 50 columns."


def test_what_a_sheet_says_of_its_own_size_is_not_believed() -> None:
    like = table(COLUMNS, ROWS, XLSX)
    with zipfile.ZipFile(BytesIO(like)) as made:
        sheet = made.read("xl/worksheets/sheet1.xml").decode()
    for size in ("A1:A1", "A1:XFD1048576"):
        claimed = sheet.replace("<sheetData>", f'<dimension ref="{size}"/><sheetData>')
        assert claimed != sheet
        assert read(packed(("xl/worksheets/sheet1.xml", claimed.encode()), like=like)) == ROWS


def test_a_protected_workbook_is_called_that() -> None:
    raw = bytearray(table(COLUMNS, ROWS, XLSX))
    at = raw.index(b"PK\x01\x02") + 8
    raw[at] |= 1
    assert sentence(bytes(raw)).startswith("It is protected by a password")
