"""Numbers in words: found, and masked where not everybody may ring whom they name."""

import pytest

from fieldwork import telephones


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("请打13800138000找我", "请打138****8000找我"),
        ("138 0013 8000", "138****8000"),
        ("138-0013-8000", "138****8000"),
        ("138.0013.8000", "138****8000"),
        ("１３８００１３８０００", "138****8000"),
        ("+86 138 0013 8000", "+86****8000"),
        ("0763-3131313", "076****1313"),
        ("+852 9123 4567", "+85****4567"),
        ("9123 4567", "****67"),
        ("身份证441802199001011234", "身份证441****34"),
        ("44180219900101123X", "441****3X"),
        ("441802900101123", "441****23"),
    ],
)  # fmt: skip
def test_a_number_is_masked_however_it_is_typed(said: str, hidden: str) -> None:
    assert telephones.hidden(said) == hidden


@pytest.mark.parametrize(
    "said", ["4号楼3单元502", "2026年3月2日", "110", "12345", "T2", "缴费1200元", "N-10001-6"]
)
def test_what_names_nobody_stays(said: str) -> None:
    assert telephones.hidden(said) == said
