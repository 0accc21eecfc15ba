"""The catalogues: every sentence said in each language, in its register, and every button fits."""

import ast
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from bot import example
from bot.texts import CATALOGUES, FILES, ROLES, load_translators
from bot.words import SHIPPED, load_words
from fieldwork.buttons import LIMIT, Button
from fieldwork.days import Span
from fieldwork.letters import (
    Letter,
    amending,
    arranging,
    calling_back,
    finding,
    finishing,
    handing,
    listing,
    locked,
    mapping,
    reporter,
    station,
)
from fieldwork.letters.matter import Matter
from fieldwork.network_plans import Tree, plan
from fieldwork.network_reading import read
from fieldwork.numbers import LARGEST
from fieldwork.people import Person
from fieldwork.places import Network
from fieldwork.reports import PrivacyClass, Report, State, Urgency
from fieldwork.seeing import Surface, Viewer, sight
from fieldwork.texts import Language, Translator
from tests.talk import CLERKS_WORDS

HOUSE = Path(__file__).parent.parent
ROOMS = ("fieldwork", "handlers", "bot")
REGISTERS = ("reporter", "staff", "both")
WORDS = load_words([SHIPPED])
SPEAK = load_translators(WORDS, Language.HANS)
NETWORKS = Path(__file__).parent / "data" / "networks"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


class Sentence(NamedTuple):
    """An English sentence of the code, and who hears it."""

    register: str
    english: str


def in_code() -> set[Sentence]:
    """Every sentence that the code says."""
    files = [file for room in ROOMS for file in (HOUSE / room).rglob("*.py")]
    return {said for file in files for said in _said_in(ast.parse(file.read_text(encoding="utf-8")))}


def _said_in(tree: ast.AST) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            if node.func.attr in REGISTERS and isinstance(first, ast.Constant):
                yield Sentence(node.func.attr, str(first.value))


def in_catalogue(language: Language) -> dict[Sentence, str]:
    with (CATALOGUES / FILES[language]).open(encoding="utf-8") as file:
        return {Sentence(m.context or "", str(m.id)): str(m.string) for m in read_po(file) if m.id}


@pytest.mark.parametrize("language", FILES)
def test_every_sentence_of_the_code_is_in_the_catalogue_and_none_is_left_over(language: Language) -> None:
    said, kept = in_code(), in_catalogue(language)
    assert len(said) > 100
    assert said - kept.keys() == set()
    assert kept.keys() - said == set()
    assert [sentence for sentence, text in kept.items() if not text.strip()] == []


@pytest.mark.parametrize("language", FILES)
def test_a_translation_has_the_places_of_its_sentence(language: Language) -> None:
    kept = in_catalogue(language)
    assert {s.english: text for s, text in kept.items() if _places(s.english) != _places(text)} == {}


@pytest.mark.parametrize("language", [Language.HANS, Language.HANT])
def test_no_sentence_to_a_reporter_holds_a_clerks_word(language: Language) -> None:
    t = SPEAK(language)
    heard = [_as_said(t, s) for s in in_catalogue(Language.HANS) if s.register in ("reporter", "both")]
    heard += [t.named(code) for code in WORDS.catalogue]
    heard += [t.named(phrase.code) for phrase in WORDS.phrases.phrase]
    heard += [t.named(role.value) for role in ROLES]
    assert len(heard) > 100
    assert [text for text in heard if any(word in text for word in CLERKS_WORDS)] == []


def test_the_chinese_catalogue_is_chinese() -> None:
    """But for sentences that only put signs around names and what somebody wrote."""
    bare = [text for text in in_catalogue(Language.HANS).values() if not any("一" <= c <= "鿿" for c in text)]
    assert [text for text in bare if _without_places(text).strip("➕💬🔢 ·：（）。，%/–—")] == []


def test_traditional_is_derived_and_leaves_what_is_put_in_alone() -> None:
    said = SPEAK(Language.HANT).reporter(
        "{number}: added, {station} has it too.", number="N", station="国华站"
    )
    assert said == "N：加上了，国华站也看得到。"
    assert SPEAK(Language.HANT).reporter("Not right, change it") == "不對，改一下"


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _without_places(text: str) -> str:
    return "".join(literal for literal, *_ in string.Formatter().parse(text))


def _as_said(t: Translator, sentence: Sentence) -> str:
    values = {name: f"<{name}>" for name in _places(sentence.english)}
    return str(getattr(t, sentence.register)(sentence.english, **values))


# -- buttons ----------------------------------------------------------------------------------------


def _networks() -> Iterator[Network]:
    """The example's, and real ones of four districts."""
    for text in (
        example.network_text(),
        *(file.read_text(encoding="utf-8") for file in NETWORKS.glob("*.json")),
    ):
        after = plan(read(text), Tree()).after
        yield Network(after.places.values(), after.stations.values(), (), 1)


def _report(state: State = State.DISPATCHED, serial: int = LARGEST) -> Report:
    """The longest serial and version that the database holds."""
    return Report(serial=serial, version=LARGEST, state=state, reporter_id=1, sent_at=AT, kept_at=AT)


def _letters(t: Translator) -> Iterator[Letter]:
    """Every letter with buttons, with all that a person could be asked to choose from."""
    for state in (State.DISPATCHED, State.SIGNED, State.IN_PROGRESS, State.REWORK, State.DONE, State.CLOSED):
        told = Matter(report=_report(state), place="凤城街道西湖社区", station="西湖站")
        yield reporter.card(t, told, 1)
        for grade in PrivacyClass:
            graded = told.report.model_copy(update={"privacy": grade})
            seen = sight(Viewer.RESPONSIBLE, graded, Surface.CARD)
            yield station.card(t, Matter(report=graded), 1, UTC, sight=seen)
            yield locked.card(t, Matter(report=graded), 1, sight=seen)
    report, told = _report(), Matter(report=_report())
    yield calling_back.asked_if_solved(t, told, 1)
    yield calling_back.asked_how_satisfied(t, told, 1, LARGEST)
    yield reporter.asked_about_danger(t, told, 1)
    yield reporter.asked_what(t, told, 1)
    yield finishing.asked_how_contacted(t, told, 1)
    yield finishing.asked_outcome(t, told, 1, [phrase.code for phrase in WORDS.phrases.phrase])
    yield amending.asked_what_is_wrong(t, report, 1)
    yield amending.asked_urgency(t, report, 1)
    yield amending.asked_whether_to_take_back(t, report, 1)
    yield mapping.looked_through(t, 1, LARGEST, "网络.xlsx", [mapping.Sums("new", "building", 2)], [])
    yield from _categories(t, report)
    yield listing.own(t, 1, [told] * 10, LARGEST, more=True)
    many = ((LARGEST, "王慧敏", LARGEST),) * 3
    yield listing.todo(t, 1, listing.Waiting(stations=("西湖站",), mine=1, unsigned=1, standing_in=many))
    yield listing.waiting(t, 1, LARGEST, 50, 50)
    yield from _arrangements(t)
    far_apart = [
        told.model_copy(update={"report": _report(State.DISPATCHED, n * LARGEST // 10)}) for n in range(1, 11)
    ]
    yield listing.page_of_list(t, 1, far_apart, "unsigned", 1, more=True)
    yield finding.of_station(t, 1, "化粪池" * 13, [told] * 10, ["西湖站"] * 9, 2000, LARGEST)
    yield listing.page_of_list(t, 1, [told] * 10, "unsigned", LARGEST, more=True)


def _arrangements(t: Translator) -> Iterator[Letter]:
    people = [Person(id=LARGEST - number, name="王慧敏") for number in range(12)]
    told, day = Matter(report=_report(State.SIGNED)), date(2026, 11, 25)
    yield handing.asked_whom(t, told, 1, people, 1)
    yield arranging.asked_when(t, 1, people[0], own=True, today=day, is_head=True)
    yield arranging.asked_for_whom(t, 1, people, 1)
    yield arranging.asked_stand_in(t, 1, people[0], Span(day, day), people[1:], 1)
    yield arranging.settings(t, 1, people[0], alone=True, heads=True)


def _categories(t: Translator, report: Report) -> Iterator[Letter]:
    codes = list(WORDS.catalogue)
    for start in range(0, len(codes), 5):
        yield amending.asked_category(t, report, 1, codes[start : start + 5])
    for top in ("", *(each.code for each in WORDS.tops)):
        under = [leaf.code for leaf in WORDS.leaves_of(top)] if top else [each.code for each in WORDS.tops]
        for page in range(len(under) // 5 + 1):
            yield amending.asked_category_page(t, report, 1, top, under, page)


@pytest.mark.parametrize("language", list(Language))
def test_every_button_of_every_letter_fits_and_no_column_is_longer_than_six(language: Language) -> None:
    letters = list(_letters(SPEAK(language)))
    assert len(letters) > 40
    for letter in letters:
        assert len(letter.buttons) <= 6, letter.text
        for row in letter.buttons:
            for button in row:
                assert len(button.packed().encode()) <= LIMIT
                assert button.label.strip()


def test_a_button_holds_the_code_of_every_place() -> None:
    t, told = SPEAK(Language.HANS), Matter(report=_report())
    many = 0
    for network in _networks():
        places = [(code, network.path(code)) for code in network.places]
        for start in range(0, len(places), 5):
            few = places[start : start + 5]
            asked = reporter.asked_where(t, told, 1, few)
            which = amending.asked_which_place(t, told.report, 1, few)
            by_place = listing.buildings(t, 1, [(code, name, 1) for code, name in few], 0)
            for letter in (asked, which, by_place):
                many += sum(len(button.packed()) <= LIMIT for row in letter.buttons for button in row)
    assert many > 1500


def test_a_button_that_would_not_fit_is_refused_before_it_is_sent() -> None:
    with pytest.raises(ValueError, match="64 fit"):
        Button(action="at", record=LARGEST, choice="西湖花园" * 6).packed()


def test_each_urgency_and_state_has_its_words() -> None:
    t = SPEAK(Language.HANS)
    assert len({station.urgency_named(t, urgency) for urgency in Urgency}) == len(Urgency)
    assert len({station.state_named(t, state) for state in State}) == len(State)
