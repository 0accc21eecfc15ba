"""The number people say aloud: every single wrong digit is found, and every swap of neighbours but one."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fieldwork import numbers

SERIALS = st.integers(numbers.FIRST, 999_999_999)


def test_a_number_looks_like_this() -> None:
    assert numbers.printed(10_427) == "N-10427-3"
    assert numbers.printed(10_427, prefix="A") == "A-10427-3"


def test_the_check_digit_is_luhns() -> None:
    assert numbers.check_digit(7_992_739_871) == 3  # the example that every description of it gives


@given(SERIALS)
def test_what_is_printed_can_be_read(serial: int) -> None:
    assert numbers.read(numbers.printed(serial)) == serial


@given(SERIALS, st.data())
def test_every_single_wrong_digit_is_found(serial: int, data: st.DataObject) -> None:
    digits = f"{serial}{numbers.check_digit(serial)}"
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    assert numbers.read(digits[:place] + wrong + digits[place + 1 :]) is None


@given(SERIALS, st.data())
def test_every_swap_of_two_neighbours_but_09_and_90_is_found(serial: int, data: st.DataObject) -> None:
    digits = f"{serial}{numbers.check_digit(serial)}"
    place = data.draw(st.integers(0, len(digits) - 2))
    assume({digits[place], digits[place + 1]} != {"0", "9"})
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert swapped == digits or numbers.read(swapped) is None


@pytest.mark.parametrize(
    "typed",
    [
        "N-10427-3",
        "n-10427-3",
        " N-10427-3 ",
        "n10427 3",
        "N104273",
        "104273",
        "10427-3",
        "Ｎ－１０４２７－3",
        "N—10427—3",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert numbers.read(typed) == 10_427


@pytest.mark.parametrize(
    "typed", ["", "N", "N-10427", "N-10427-79", "13800000000x", "4号楼", "N-1-0", "M-10427-3", "-1042-7"]
)
def test_what_is_no_number_is_not_read(typed: str) -> None:
    assert numbers.read(typed) is None


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_not_and_never_raises(text: str) -> None:
    serial = numbers.read(text)
    assert serial is None or numbers.looks_like_one(text)


@given(st.from_regex(r"N-[0-9]{5,20}-[0-9]", fullmatch=True))
def test_a_number_that_is_read_fits_the_database(typed: str) -> None:
    serial = numbers.read(typed)
    assert serial is None or 0 <= serial < 2**31


def test_a_number_without_its_last_digit_looks_like_one_and_is_not_read() -> None:
    assert numbers.looks_like_one("10427")
    assert numbers.looks_like_one("N-10427")
    assert numbers.read("10427") is None
    assert not numbers.looks_like_one("502")  # a room


def test_a_mistyped_number_still_looks_like_one() -> None:
    assert numbers.looks_like_one("N-10472-7")
    assert numbers.read("N-10472-7") is None
    assert not numbers.looks_like_one("4号楼化粪池漏了")
