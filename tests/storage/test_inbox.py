"""The inbox: what Telegram gave is here once, in order, until it is done or set aside."""

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from storage import inbox
from storage.books import Books
from storage.inbox import TRIES, Kept, Waiting
from storage.tables import UpdateRow, UpdateState

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BOT, OTHER_BOT = 42, 43
VERA, LIU = 700_000_000_001, 700_000_000_002


def says(number: int, chat: int = VERA, text: str = "4号楼化粪池漏了") -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": chat}, "text": text}}


def keeps(books: Books, *updates: dict[str, Any], bot: int = BOT) -> int:
    return books.now_write(lambda session: inbox.keep(session, bot, updates, AT))


def waiting(books: Books, many: int = 64) -> list[Waiting]:
    return books.now_write(lambda session: inbox.take(session, many))


def numbers(found: list[Waiting]) -> list[int]:
    return [int(one.body.partition(":")[2].partition(",")[0]) for one in found]


def listed(books: Books, failed: bool = False) -> list[Kept]:
    return books.now_read(lambda session: inbox.listed(session, failed))


def does(books: Books, *ids: int, at: datetime = AT) -> None:
    books.now_write(lambda session: inbox.done(session, ids, at))


def rows(books: Books) -> list[UpdateRow]:
    def job(session: Session) -> list[UpdateRow]:
        return list(session.execute(select(UpdateRow).order_by(col(UpdateRow.id))).scalars())

    return books.now_read(job)


# -- kept once --------------------------------------------------------------------------------------


def test_an_update_that_comes_twice_is_kept_once(books: Books) -> None:
    assert keeps(books, says(7), says(8)) == 2
    assert keeps(books, says(7, text="again"), says(8), says(9)) == 1
    assert numbers(waiting(books)) == [7, 8, 9]
    assert "again" not in waiting(books)[0].body


def test_an_update_that_stands_twice_in_one_batch_is_kept_once(books: Books) -> None:
    assert keeps(books, says(7), says(7)) == 1


def test_an_update_that_is_done_is_not_taken_in_again(books: Books) -> None:
    keeps(books, says(7))
    does(books, waiting(books)[0].id)
    assert keeps(books, says(7)) == 0
    assert waiting(books) == []


def test_another_bot_may_use_the_same_number(books: Books) -> None:
    assert keeps(books, says(7)) == 1
    assert keeps(books, says(7), bot=OTHER_BOT) == 1


def test_an_empty_batch_is_no_trouble(books: Books) -> None:
    assert keeps(books) == 0


def test_telegrams_largest_batch_keeps_its_order(books: Books) -> None:
    given = [says(number, chat=VERA + number % 7) for number in range(100)]
    assert keeps(books, *given) == 100
    assert numbers(waiting(books, 200)) == list(range(100))


def test_order_is_that_of_arrival_whatever_the_numbers_say(books: Books) -> None:
    """After a quiet week Telegram begins anew at a random number."""
    keeps(books, says(900))
    keeps(books, says(5), says(6))
    assert numbers(waiting(books)) == [900, 5, 6]


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": {"chat": {"id": -5}}}, -5),
        ({"edited_message": {"chat": {"id": 6}}}, 6),
        ({"my_chat_member": {"chat": {"id": 7}}}, 7),
        ({"callback_query": {"from": {"id": 1}, "message": {"chat": {"id": 8}}}}, 8),
        ({"callback_query": {"from": {"id": 9}}}, 9),
        ({"something_new": {}}, 0),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else str(value),
)
def test_an_update_belongs_to_its_chat(update: dict[str, Any], chat: int) -> None:
    assert inbox.chat_of(update) == chat


# -- taken ------------------------------------------------------------------------------------------


def test_no_more_is_taken_than_asked_for_and_the_longest_waiting_first(books: Books) -> None:
    keeps(books, *(says(number) for number in range(5)))
    assert numbers(waiting(books, 2)) == [0, 1]


def test_what_is_taken_and_not_done_waits_again(books: Books) -> None:
    keeps(books, says(1))
    assert numbers(waiting(books)) == numbers(waiting(books)) == [1]


def test_one_alone_is_taken_as_long_as_it_waits(books: Books) -> None:
    keeps(books, says(1), says(2))
    first = waiting(books)[0].id
    assert numbers(books.now_write(lambda s: inbox.take_alone(s, first))) == [1]
    does(books, first)
    assert books.now_write(lambda s: inbox.take_alone(s, first)) == []


def test_looking_takes_nothing(books: Books) -> None:
    keeps(books, says(1), says(2))
    assert numbers(books.now_read(lambda s: inbox.peek(s, 1))) == [1]


@pytest.mark.postgres
def test_two_processes_never_have_the_same_chat(postgres_books: Books) -> None:
    """On PostgreSQL a process takes whole chats, and passes over those that another works on."""
    books = postgres_books
    keeps(books, says(1, VERA), says(2, LIU), says(3, VERA), says(4, LIU))
    with Session(books.engine) as first, Session(books.engine) as second:
        hers = inbox.take(first, 1)
        assert {one.chat for one in hers} == {VERA}
        theirs = inbox.take(second, 64)
        assert {one.chat for one in theirs} == {LIU}
        assert numbers(theirs) == [2, 4]
        inbox.done(first, [one.id for one in hers], AT)
        first.commit()
        second.rollback()
        assert numbers(inbox.take(second, 64)) == [2, 3, 4]


def test_an_embedded_database_gives_nothing_out_twice(embedded_books: Books) -> None:
    """It has one writer: a second one waits until the first has committed, and finds the work done."""
    keeps(embedded_books, says(1))
    asked, found = threading.Event(), [("not yet", 0)]

    def second_process() -> None:
        asked.set()
        found[:] = [(one.body, one.id) for one in waiting(embedded_books)]

    with Session(embedded_books.engine) as first:
        (mine,) = inbox.take(first, 64)
        second = threading.Thread(target=second_process)
        second.start()
        asked.wait()
        inbox.done(first, [mine.id], AT)
        first.commit()
    second.join()
    assert found == []


# -- set aside, tried again -------------------------------------------------------------------------


def raises(books: Books, update: Waiting) -> bool:
    return books.now_write(lambda session: inbox.failed(session, update, "ValueError: no", AT))


def test_an_update_that_raised_three_times_is_set_aside_with_its_error(books: Books) -> None:
    keeps(books, says(1), says(2))
    for attempt in range(1, TRIES):
        assert not raises(books, waiting(books)[0])
        assert waiting(books)[0].tries == attempt
    assert raises(books, waiting(books)[0])
    assert numbers(waiting(books)) == [2]
    (aside,) = listed(books, failed=True)
    assert (aside.state, aside.tries, aside.error) == (UpdateState.SET_ASIDE, TRIES, "ValueError: no")
    assert [row.state for row in listed(books)] == [UpdateState.SET_ASIDE, UpdateState.WAITING]


def test_one_that_was_set_aside_can_be_tried_again_with_all_its_tries(books: Books) -> None:
    keeps(books, says(1), says(2))
    for _ in range(TRIES):
        raises(books, waiting(books)[0])
    aside = listed(books, failed=True)[0].id
    assert books.now_write(lambda session: inbox.retry(session, aside))
    assert [
        (number, one.tries) for number, one in zip(numbers(waiting(books)), waiting(books), strict=True)
    ] == [
        (1, 0),
        (2, 0),
    ]


def test_what_was_not_set_aside_cannot_be_tried_again(books: Books) -> None:
    keeps(books, says(1))
    (one,) = waiting(books)
    assert not books.now_write(lambda session: inbox.retry(session, one.id))
    does(books, one.id)
    assert not books.now_write(lambda session: inbox.retry(session, one.id))
    assert not books.now_write(lambda session: inbox.retry(session, 999))


def test_the_count_tells_where_they_stand(books: Books) -> None:
    keeps(books, says(1), says(2), says(3))
    does(books, waiting(books)[0].id)
    assert books.now_read(inbox.counts) == {"done": 1, "waiting": 2}


# -- emptied ----------------------------------------------------------------------------------------


def tidies(books: Books, after: timedelta) -> int:
    return books.now_write(lambda session: inbox.tidy(session, AT + after))


def test_the_words_go_seven_days_after_it_was_done(books: Books) -> None:
    keeps(books, says(1), says(2))
    does(books, waiting(books)[0].id)
    assert tidies(books, timedelta(days=7)) == 0
    assert tidies(books, timedelta(days=7, seconds=1)) == 1
    done, still = rows(books)
    assert (done.body, done.update_id, done.state) == ("", None, UpdateState.DONE)
    assert still.body
    assert tidies(books, timedelta(days=8)) == 0


def test_an_error_that_may_quote_somebody_goes_with_the_words(books: Books) -> None:
    keeps(books, says(1))
    raises(books, waiting(books)[0])
    does(books, waiting(books)[0].id)
    tidies(books, timedelta(days=8))
    assert rows(books)[0].error == ""


def test_after_seven_days_telegram_may_use_the_number_again(books: Books) -> None:
    keeps(books, says(1))
    does(books, waiting(books)[0].id)
    tidies(books, timedelta(days=8))
    assert keeps(books, says(1, text="another")) == 1
    assert "another" in waiting(books)[0].body


def test_what_waits_or_was_set_aside_is_never_emptied(books: Books) -> None:
    keeps(books, says(1), says(2))
    for _ in range(TRIES):
        raises(books, waiting(books)[0])
    assert tidies(books, timedelta(days=400)) == 0
    assert all(row.body for row in rows(books))


def test_the_number_of_what_was_set_aside_may_come_again_too(books: Books) -> None:
    keeps(books, says(1))
    for _ in range(TRIES):
        raises(books, waiting(books)[0])
    tidies(books, timedelta(days=8))
    assert keeps(books, says(1, text="another")) == 1
    assert [bool(row.body) for row in rows(books)] == [True, True]


def test_a_strangers_words_are_forgotten_at_once_and_the_number_is_not(books: Books) -> None:
    keeps(books, says(1))
    (one,) = waiting(books)
    does(books, one.id)
    books.now_write(lambda session: inbox.forget(session, [one.id]))
    assert [(row.body, row.update_id) for row in rows(books)] == [("", 1)]
    assert keeps(books, says(1)) == 0


@pytest.mark.parametrize("text", ["", "\x00", "'; DROP TABLE inbox; --", "𠮷野家🏠", "\ud83d", "a" * 4096])
def test_whatever_was_written_comes_back_as_it_was(books: Books, text: str) -> None:
    keeps(books, says(1, text=text))
    (one,) = rows(books)
    assert json.loads(one.body)["message"]["text"] == text


def test_from_whom_anything_was_heard_is_known_by_their_chat(books: Books) -> None:
    """Also after its words were emptied: that it came is left."""
    keeps(books, says(1, VERA), says(2, LIU))
    later = AT + timedelta(days=1)
    books.now_write(lambda session: inbox.keep(session, BOT, [says(3, VERA)], later))
    heard = books.now_read(lambda s: inbox.heard_since(s, [VERA, LIU], AT + timedelta(hours=1)))
    assert heard == {VERA}
    assert books.now_read(lambda s: inbox.heard_since(s, [], AT)) == set()
