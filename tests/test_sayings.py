"""The list of what people can say can not go stale: each word of a conversation stands in it, and leads there."""

from collections.abc import Iterator

from aiogram import Router

from bot.menus import of_residents
from bot.texts import load_translators
from bot.words import SHIPPED, load_words
from fieldwork.buttons import Button
from fieldwork.few_words import guessed, meant
from fieldwork.letters.finding_the_way import SAY
from fieldwork.people import RoleKind
from fieldwork.sayings import SAYINGS
from fieldwork.texts import Language
from handlers import KEYS, routers
from handlers.hearing import Says

SPEAK = load_translators(load_words([SHIPPED]), Language.HANS)
ELSEWHERE = {
    "取消": "an answer to any question",
    "知道了": "an answer to the five lines",
    "结束": "ends an outing, and is a button there",
    "撤回上一条": "takes back a line of an outing, and is a button there",
    "一步一步": "报问题 leads there",
    "我回来了": "an answer to 请假, and is a button there",
    "会议记录": "议事会 leads there, and it is a button there",
    "封账记录": "封账 leads there, and it is a button there",
    "/report": "报问题",
}
"""Words that stand in no help, each with the reason."""


def test_every_word_that_a_conversation_listens_to_stands_in_the_list() -> None:
    listed = {saying.word.said(SPEAK(each.value)).lower() for saying in SAYINGS for each in Language}
    unknown = [
        sorted(words) for words in _listened_to() if not words & listed and not words & ELSEWHERE.keys()
    ]
    assert unknown == []


def test_no_exception_is_left_over() -> None:
    listened = set().union(*_listened_to())
    assert ELSEWHERE.keys() - listened == set()


def test_every_word_leads_elsewhere_than_to_a_report() -> None:
    short = {saying.word.said(SPEAK(Language.HANS.value)) for saying in SAYINGS}
    assert short - KEYS == set(), (
        "the short way for plain reports would take it, and somebody on a round lose it"
    )


def test_a_word_that_surely_means_one_thing_means_no_other_for_the_same_person() -> None:
    for kind in RoleKind:
        sure = [word for saying in SAYINGS if saying.is_for({kind}) for word in saying.guesses.split()]
        assert sorted({word for word in sure if sure.count(word) > 1}) == [], kind


def test_every_guess_is_understood_by_somebody() -> None:
    for word in guessed():
        assert any((found := meant(word, {kind}, SPEAK)) and found.all for kind in RoleKind), word


def test_the_command_list_holds_what_everybody_may_say() -> None:
    said = of_residents(SPEAK(Language.HANS.value))
    assert {"report", "mine", "find", "language", "help", "me"} <= said.keys()
    assert not said.keys() & {"todo", "figures", "close", "people", "agenda"}


def test_each_command_of_the_list_is_heard() -> None:
    commands = {f"/{saying.command}" for saying in SAYINGS if saying.command}
    by_hand = {"/signin", "/outing", "/doors", "/language", "/agenda", "/council", "/nudge"}
    assert commands - by_hand - set().union(*_listened_to()) == set()


def test_each_saying_fits_a_button() -> None:
    keys = [saying.key for saying in SAYINGS]
    assert len(keys) == len(set(keys))
    for key in keys:
        assert Button(label=key, action=SAY, choice=key).packed()


def _listened_to() -> list[frozenset[str]]:
    """The words of each conversation that is opened by exactly one of them."""
    return [words for router in routers() for words in _words(router)]


def _words(router: Router) -> Iterator[frozenset[str]]:
    for handler in router.message.handlers:
        for each in handler.filters or ():
            if isinstance(each.callback, Says):
                yield each.callback.words
    for inner in router.sub_routers:
        yield from _words(inner)
