"""Which reports are one matter: two hundred pairs of our own, and what is never offered to anybody."""

from datetime import UTC, datetime

import pytest

from fieldwork.reports import PrivacyClass, Report, ReportKind, Urgency
from fieldwork.rules import SameMatter
from fieldwork.sameness import Sameness, candidates, first_words, masked
from handlers.dispatching import door_of
from tests.fieldwork import same_matters
from tests.fieldwork.neighbourhood import FIVE, FOUR, NETWORK, READER, WORDS
from tests.fieldwork.same_matters import Pair

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
RULES = SameMatter(not_alike=("social_assistance", "elderly", "child", "disability", "civil_affairs"))
SAMENESS = Sameness(WORDS.sameness)


def told(text: str, serial: int = 1, home: str = FOUR, **values: object) -> Report:
    """A report as its words are read, from somebody of a building or a community."""
    reading = READER.read(text, [home])
    report = Report(
        serial=serial, reporter_id=serial, text=text, category=next(iter(reading.categories), None),
        urgency=Urgency(reading.urgency), place=reading.place or home, door=door_of(reading), sent_at=AT, kept_at=AT,
    )  # fmt: skip
    return report.model_copy(update=values)


def same(new: Report, old: Report) -> bool:
    return bool(candidates(new, [old], SAMENESS, NETWORK, RULES))


def measured(pairs: tuple[Pair, ...], home: str) -> tuple[float, float]:
    """Precision and recall."""
    found = [(same(told(two, 2, home), told(one, 1, home)), truth) for one, two, truth in pairs]
    right = sum(offered and truth for offered, truth in found)
    return right / sum(offered for offered, _ in found), right / sum(truth for _, truth in found)


@pytest.mark.parametrize(
    ("pairs", "home"),
    [
        (same_matters.SEEN, FOUR),
        (same_matters.UNSEEN, FOUR),
        (same_matters.SEEN_AROUND, "xihu"),
        (same_matters.UNSEEN_AROUND, "xihu"),
    ],
)
def test_of_twenty_offers_nineteen_are_right(pairs: tuple[Pair, ...], home: str) -> None:
    precision, recall = measured(pairs, home)
    assert precision >= 0.95
    assert recall >= 0.75


def test_there_are_two_hundred_pairs_and_half_of_them_are_two_matters() -> None:
    pairs = same_matters.SEEN + same_matters.UNSEEN + same_matters.SEEN_AROUND + same_matters.UNSEEN_AROUND
    assert len(pairs) >= 200
    assert 0.4 < sum(truth for *_, truth in pairs) / len(pairs) < 0.6


BROKEN = "电梯坏了"


@pytest.mark.parametrize(
    "values",
    [
        {"privacy": PrivacyClass.P2},
        {"privacy": PrivacyClass.P3},
        {"for_name": "张阿婆"},
        {"mandatory": True},
        {"kind": ReportKind.ACTIVITY},
        {"category": None},
        {"category": "governance"},
        {"category": "elderly.care"},
        {"urgency": Urgency.Q},
        {"place": FIVE},
        {"place": None},
        {"place": "QC"},
        {"serial": 1},
    ],
)
def test_what_is_never_offered(values: dict[str, object]) -> None:
    assert same(told(BROKEN, 2), told(BROKEN))
    assert not same(told(BROKEN, 2).model_copy(update=values), told(BROKEN))
    assert "serial" in values or not same(told(BROKEN, 2), told(BROKEN).model_copy(update=values))


def test_the_surest_comes_first() -> None:
    others = [told("电梯按钮没反应", 1), told("电梯又坏了，上不去", 2), told("路灯坏了", 3)]
    found = candidates(told("电梯又坏了，上不去", 4), others, SAMENESS, NETWORK, RULES)
    assert [one.serial for one in found] == [2, 1]


def test_the_place_itself_names_the_unit() -> None:
    of_unit = told(BROKEN, 1, place="garden-4-2")
    assert same(told(BROKEN, 2), of_unit)
    assert same(told("2单元电梯坏了", 2), of_unit)
    assert not same(told("3单元电梯坏了", 2), of_unit)


def test_what_is_each_households_own_is_the_same_at_the_same_door_only() -> None:
    assert same(told("3单元502漏水", 2), told("3单元502又漏水了"))
    assert not same(told("漏水", 2), told("漏水"))
    assert not same(told("3单元502漏水", 2), told("2单元502漏水"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请打13800138000", "请打***"),
        ("138 0013 8000 找我", "*** 找我"),
        ("502和1203都漏", "***和***都漏"),
        ("4号楼7楼", "4号楼7楼"),
    ],
)
def test_no_number_that_may_be_somebodys_is_passed_on(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_the_first_words_are_one_short_line() -> None:
    assert first_words("电梯\n坏了") == "电梯 坏了"
    assert first_words("很" * 40) == "很" * 24 + "…"
