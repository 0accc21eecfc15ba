"""Writing letters: once, in order, and a card only as it stands last."""

from datetime import timedelta

import pytest

from fieldwork.buttons import Button
from fieldwork.letters import Kind, Letter, Priority
from storage import outbox
from storage.books import Books
from storage.settling import Delivered, Passing, Permanent
from storage.tables import LetterState
from tests.storage.desk import LIU, NOON, VERA, Desk

CARD = "report:10427"


@pytest.fixture
def desk(books: Books) -> Desk:
    return Desk(books)


def test_a_letter_comes_out_as_it_was_written(desk: Desk) -> None:
    button = Button(label="补充", action="add", record=10427, version=3)
    letter = Letter(chat=VERA, text="收到了", buttons=((button,),), card=CARD, silent=True)
    desk.write(letter)
    assert desk.claims_one().letter == letter


def test_a_letter_of_a_job_that_fails_was_never_written(desk: Desk) -> None:
    def job(session: object) -> None:
        outbox.write(session, Letter(chat=VERA, text="a"), at=NOON, ticks=0.0)  # type: ignore[arg-type]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        desk.books.now_write(job)
    assert desk.listed() == []


def test_a_newer_card_takes_the_place_of_one_that_has_not_left(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="first", card=CARD), Letter(chat=VERA, text="other"))
    desk.write(Letter(chat=VERA, text="second", card=CARD))
    assert desk.texts() == ["second", "other"]


def test_two_cards_of_one_batch_are_one_letter(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="first", card=CARD), Letter(chat=VERA, text="second", card=CARD))
    assert desk.texts() == ["second"]


def test_the_card_of_another_chat_is_left_alone(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="for Vera", card=CARD))
    desk.write(Letter(chat=LIU, text="for Liu", card=CARD))
    assert sorted(desk.texts()) == ["for Liu", "for Vera"]


def test_a_card_that_takes_the_place_of_one_with_sound_is_heard_and_as_urgent(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="loud", card=CARD, priority=Priority.URGENT))
    desk.write(Letter(chat=VERA, text="quiet", card=CARD, silent=True, priority=Priority.DIGEST))
    letter = desk.claims_one().letter
    assert (letter.text, letter.silent, letter.priority) == ("quiet", False, Priority.URGENT)


def test_a_card_on_its_way_is_followed_by_the_newer_one(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="first", card=CARD))
    first = desk.claims_one()
    desk.write(Letter(chat=VERA, text="second", card=CARD))
    assert desk.claim() == []
    desk.settle(Delivered(first.id, 71))
    second = desk.claims_one()
    assert (second.letter.text, second.message_id) == ("second", 71)


def test_a_card_waits_until_its_album_is_whole(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="one photo", card=CARD, delay=1.5))
    desk.ticks += 1.0
    desk.write(Letter(chat=VERA, text="two photos", card=CARD, delay=1.5))
    desk.ticks += 1.4
    assert desk.claim() == []
    desk.ticks += 0.2
    assert desk.texts() == ["two photos"]


def test_a_newer_card_keeps_the_pause_of_the_one_that_failed(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="first", card=CARD))
    desk.settle(Passing(desk.claims_one().id, "ConnectError", 20.0))
    desk.write(Letter(chat=VERA, text="second", card=CARD))
    desk.ticks += 19.0
    assert desk.claim() == []
    desk.ticks += 1.5
    assert desk.texts() == ["second"]


def test_one_step_is_told_once_to_each(desk: Desk) -> None:
    for _ in range(2):
        desk.write_step(Letter(chat=VERA, text="late"), "report:10427/late")
        desk.write_step(Letter(chat=LIU, text="late"), "report:10427/late")
    assert [claimed.letter.chat for claimed in desk.claim()] == [VERA, LIU]


def test_a_step_is_not_told_again_after_its_card_was_rewritten(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="plain", card=CARD))
    desk.write_step(Letter(chat=VERA, text="late", card=CARD), "late")
    desk.write_step(Letter(chat=VERA, text="later", card=CARD), "later")
    desk.write_step(Letter(chat=VERA, text="late", card=CARD), "late")
    assert desk.texts() == ["later"]


def test_an_album_of_more_than_ten_is_sent_in_parts(desk: Desk) -> None:
    files = tuple(str(number) for number in range(13))
    desk.write(Letter(chat=VERA, kind=Kind.ALBUM, text="words", files=files))
    parts = [claimed.letter for claimed in desk.claim()]
    assert [(len(part.files), part.text) for part in parts] == [(10, "words"), (3, "")]
    assert parts[0].files + parts[1].files == files


def test_texts_are_forgotten_after_their_time_and_the_record_stays(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="delivered"), Letter(chat=LIU, text="waiting"))
    desk.delivers(7)
    count = desk.books.now_write(lambda s: outbox.forget_texts(s, NOON + timedelta(seconds=1)))
    delivered, waiting = desk.listed()
    assert count == 1
    assert (delivered.letter, delivered.state, delivered.chat) == (None, LetterState.DELIVERED, VERA)
    assert waiting.letter is not None


def test_the_list_shows_the_newest_first_and_what_failed_alone(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="a"), Letter(chat=LIU, text="b"))
    (row, _) = desk.books.now_read(outbox.listed)
    assert (row.chat, row.kind, row.state) == (LIU, Kind.TEXT, LetterState.WAITING)
    assert desk.books.now_read(lambda s: outbox.listed(s, failed_only=True)) == []
    assert desk.books.now_read(outbox.waiting) == {"waiting": 2}


def test_what_was_not_delivered_is_worth_a_look_as_long_as_its_words_are_kept(desk: Desk) -> None:
    """A month after somebody blocked the bot, an operator need not be told of it each morning."""
    desk.write(Letter(chat=VERA, text="a"), Letter(chat=LIU, text="b"))
    first, second = desk.claim()
    desk.settle(Permanent(first.id, "blocked"), Delivered(second.id, 7))
    assert desk.books.now_read(outbox.undelivered) == 1
    desk.books.now_write(lambda s: outbox.forget_texts(s, NOON + timedelta(seconds=1)))
    assert desk.books.now_read(outbox.undelivered) == 0
    assert len(desk.books.now_read(lambda s: outbox.listed(s, failed_only=True))) == 1
