"""Printed sheets: a page a building, and on it the code, the name and the telephone, whatever their length."""

import re
import zlib
from typing import Any

import pytest

from bot.sheets import printed, printed_each
from fieldwork.letters.doors import Sheet

LINK = "https://t.me/fieldbot?start=K7M2XQ9PRT"
SHEET = Sheet(
    LINK, "凤城街道西湖社区", "西湖花园4号楼", "有事扫一扫",
    (("扫码", "用 Telegram 扫"), ("写一句或拍照", "一条消息\n就行"), ("收到编号", "都会告诉您")),
    "西湖站", "电话 0763-000 0002", "这里不是报警电话。",
)  # fmt: skip


def pages(raw: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", raw))


def test_each_sheet_is_a_page_of_a4_with_the_font_in_it() -> None:
    raw = printed([SHEET, SHEET])
    assert raw.startswith(b"%PDF-")
    assert pages(raw) == 2
    assert b"/MediaBox [0 0 595.28 841.89]" in raw
    assert b"/FontFile" in raw
    assert len(raw) < 100_000


def test_each_sheet_can_be_a_file_of_its_own() -> None:
    other = SHEET._replace(building="西湖花园5号楼", link=LINK + "x")
    first, second = printed_each([SHEET, other])
    assert (pages(first), pages(second)) == (1, 1)
    assert _drawn(first) != _drawn(second)


@pytest.mark.parametrize(
    "changes",
    [
        {"building": "锦绣江南国际花园三期东苑" * 4 + "12号楼"},
        {"building": "A"},
        {"building": "𠮷祥里 No. 3 (北)"},
        {"station": "", "telephone": ""},
        {"station": "社工服务站" * 12},
        {"building": "=cmd|' /C calc'!A0 <b>&\\"},
    ],
)
def test_any_name_fits_on_one_page(changes: dict[str, Any]) -> None:
    assert pages(printed([SHEET._replace(**changes)])) == 1


def _drawn(raw: bytes) -> list[bytes]:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.DOTALL)
    return [zlib.decompress(each) for each in streams if each[:1] == b"x"]
