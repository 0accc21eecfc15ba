"""Everything the bot can say, looked at without a chat: for the whole cast, in three languages."""

import json
import re

import pytest

from bot import example, preview
from bot.preview import Member
from bot.preview_examples import Examples, NoExample, Stage
from bot.texts import load_translators
from bot.words import SHIPPED, load_words
from fieldwork.buttons import LIMIT
from fieldwork.letters import TEXT_LIMIT, Letter
from fieldwork.texts import Language, Translator
from tests.talk import CLERKS_WORDS

WORDS = load_words([SHIPPED])
STAGE = Stage(example.network_(), WORDS, load_translators(WORDS, Language.HANS))
CAST = preview.cast_of(json.loads(example.cast_text())["people"])
LETTERS = {language: list(preview.letters(STAGE, language)) for language in Language}
GAP = re.compile(r"\{\w*\}")


@pytest.mark.parametrize("language", Language)
def test_every_letter_renders_within_what_telegram_takes(language: Language) -> None:
    assert len({shown.name for shown in LETTERS[language]}) > 40
    for shown in LETTERS[language]:
        said = [shown.letter.text, *(key.label for row in shown.letter.buttons for key in row)]
        assert len(shown.letter.text) <= TEXT_LIMIT, shown.name
        assert [one for one in said if GAP.search(one)] == [], shown.name
        assert len(shown.letter.buttons) <= 6, shown.name
        for key in (key for row in shown.letter.buttons for key in row if not key.url):
            assert key.label, shown.name
            assert len(key.packed().encode()) <= LIMIT, shown.name


@pytest.mark.parametrize("member", CAST, ids=lambda one: one.name)
def test_every_sentence_renders_for_each_of_the_cast_in_three_languages(member: Member) -> None:
    values = preview.values_for(member)
    for language in Language:
        t = STAGE.speak(language)
        for sentence in preview.sentences():
            if member.staff or sentence.register != "staff":
                said = sentence.said(t, {place: values[place] for place in sentence.places})
                assert said.strip(), sentence
                assert not GAP.search(said), said


@pytest.mark.parametrize("language", [Language.HANS, Language.HANT])
def test_no_letter_to_a_reporter_holds_a_clerks_word(language: Language) -> None:
    plain = [shown for shown in LETTERS[language] if not shown.staff]
    assert len(plain) > 40
    assert [(shown.name, word) for shown in plain for word in CLERKS_WORDS if word in shown.letter.text] == []


def test_the_three_languages_say_the_same_number_of_things() -> None:
    names = [[shown.name for shown in LETTERS[language]] for language in Language]
    assert set(names[0]) == set(names[1]) == set(names[2])


def test_the_page_shows_each_of_the_cast_only_what_they_can_hear() -> None:
    everything = preview.page(STAGE, CAST, None)
    chens = preview.page(STAGE, CAST, 1001)
    assert "station.card" in everything
    assert "station.card" not in chens
    assert "reporter.card" in chens
    assert "class=now" in chens


def test_a_letter_that_asks_for_something_new_asks_for_an_example() -> None:
    def about(t: Translator, weather: complex) -> Letter:
        raise AssertionError(f"{t} {weather}")

    with pytest.raises(NoExample, match="about asks for weather"):
        list(preview._each("about", about, Examples(STAGE, STAGE.speak(""))))
