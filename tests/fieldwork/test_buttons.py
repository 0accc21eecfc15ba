"""A button comes back as it was sent; whatever else somebody makes up is no button, and harms nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.buttons import LIMIT, Button, parsed

LARGEST = 2**31 - 1
NUMBERS = st.integers(0, LARGEST)
ACTIONS = st.from_regex(r"[a-z][a-z_]{0,11}", fullmatch=True)
CHOICES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)


@given(ACTIONS, NUMBERS, NUMBERS, CHOICES)
def test_a_button_comes_back_as_it_was_sent(action: str, record: int, version: int, choice: str) -> None:
    sent = Button(action=action, record=record, version=version, choice=choice)
    assert parsed(sent.packed()) == sent
    assert len(sent.packed().encode()) <= LIMIT


def test_the_label_stays_with_the_person() -> None:
    assert "签收" not in Button(label="签收", action="sign", record=10_427).packed()


def test_a_choice_may_hold_the_separator() -> None:
    assert parsed(Button(action="place", choice="441802:5:6").packed()) == Button(
        action="place", choice="441802:5:6"
    )


def test_what_does_not_fit_in_64_bytes_is_refused_where_it_is_drawn() -> None:
    fits = Button(action="phrase", choice="x" * (LIMIT - len("phrase:0:0:")))
    assert len(fits.packed()) == LIMIT
    with pytest.raises(ValueError, match="the button phrase holds 65 bytes; 64 fit"):
        fits.model_copy(update={"choice": fits.choice + "x"}).packed()


def test_bytes_are_counted_not_characters() -> None:
    with pytest.raises(ValueError, match="79 bytes"):
        Button(action="place", choice="凤城街道西湖社区西湖花园四号楼二单元五零一室右").packed()


@given(st.text(max_size=64))
def test_whatever_somebody_makes_up_never_raises(data: str) -> None:
    found = parsed(data)
    assert found is None or found.packed() == data


@given(st.lists(st.text("0123456789abcdefx_- +\n\x00٣", max_size=12), min_size=4, max_size=5))
def test_made_up_numbers_are_read_exactly_or_not_at_all(parts: list[str]) -> None:
    found = parsed(":".join(["sign", *parts[1:]]))
    assert found is None or (0 <= found.record <= LARGEST and 0 <= found.version <= LARGEST)


@pytest.mark.parametrize(
    "data",
    [
        "", "sign", "sign:1", "sign:1:1", ":::", ":1:1:", "sign::1:", "sign:1::", "sign:-1:0:", "sign:1:-1:",
        "sign:0x1:0:", "sign:1_0:0:", "sign: 1:0:", "sign:+1:0:", "sign:G:0:", "sign:A:0:", "sign:01:0:",
        "sign:80000000:0:", "sign:ffffffffffffffffffffffff:0:", "sign:1:80000000:", "sign:１:0:", "1:2:3:4",
        "sign now:1:1:", "sign:1:1:\x00", "sign:1:1:\ud83d", "sign:1:1:a\nb",
    ],
    ids=ascii,
)  # fmt: skip
def test_data_that_no_button_of_ours_ever_held_is_no_button(data: str) -> None:
    assert parsed(data) is None
