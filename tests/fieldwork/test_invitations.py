"""Codes that survive paper: no letter that is taken for another."""

import random

from fieldwork.invitations import ALPHABET, is_code, is_standing, link, make_code
from fieldwork.people import RoleKind
from fieldwork.places import PlaceKind


def test_a_code_has_ten_letters_none_of_which_is_taken_for_another() -> None:
    code = make_code(random.Random(7).choice)
    assert is_code(code)
    assert not set(ALPHABET) & set("0O1Il")
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_two_codes_differ() -> None:
    pick = random.Random(7).choice
    assert make_code(pick) != make_code(pick)


def test_other_texts_are_no_codes() -> None:
    assert not any(map(is_code, ("", "abc", "O123456789", "abcdefghjk2", "四号楼化粪池漏了啊啊")))


def test_the_link_opens_the_bot_with_the_code() -> None:
    assert link("some_bot", "abc") == "https://t.me/some_bot?start=abc"


def test_only_a_resident_of_a_building_joins_by_the_printed_code() -> None:
    assert is_standing(RoleKind.RESIDENT, PlaceKind.BUILDING)
    assert not is_standing(RoleKind.RESIDENT, PlaceKind.COMMUNITY)
    assert not is_standing(RoleKind.BUILDING_HEAD, PlaceKind.BUILDING)
