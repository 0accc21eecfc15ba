"""Where a conversation stands: told apart by every field of its key, kept as JSON, gone when it is over."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import Session

from storage.books import Books
from storage.conversations import NOTHING, Conversations, Key, Standing
from storage.tables import ConversationRow

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CHAT = -1_001_234_567_890
KEY = Key(bot=7_000_000_042, chat=CHAT, person=700_000_000_001, thread=5, business="b", destiny="d")
OTHERS = [
    KEY._replace(bot=7_000_000_043),
    KEY._replace(person=700_000_000_002),
    KEY._replace(thread=0),
    KEY._replace(business=""),
    KEY._replace(destiny="default"),
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(max_size=9),
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(st.text(max_size=5), deeper, max_size=3),
    max_leaves=8,
)


def moves(books: Books, *moved: tuple[Key, Standing]) -> None:
    def job(session: Session) -> None:
        conversations = Conversations(session, {key.chat for key, _ in moved})
        for key, standing in moved:
            conversations.move(key, standing)
        conversations.save(AT)

    books.now_write(job)


def stands(books: Books, key: Key = KEY) -> Standing:
    return books.now_read(lambda session: Conversations(session, [key.chat]).at(key))


def rows(books: Books) -> int:
    return books.now_read(lambda s: len(s.execute(select(ConversationRow)).all()))


def test_a_conversation_that_never_began_stands_nowhere(books: Books) -> None:
    assert stands(books) == NOTHING


@pytest.mark.parametrize(
    "other", OTHERS, ids=lambda key: next(n for n in Key._fields if getattr(key, n) != getattr(KEY, n))
)
def test_every_field_of_the_key_tells_two_conversations_apart(books: Books, other: Key) -> None:
    moves(books, (KEY, Standing("reporting", {"n": 1})), (other, Standing("joining", {"n": 2})))
    assert stands(books) == Standing("reporting", {"n": 1})
    assert stands(books, other) == Standing("joining", {"n": 2})


def test_another_chat_is_another_conversation(books: Books) -> None:
    elsewhere = KEY._replace(chat=KEY.person)
    moves(books, (KEY, Standing("reporting")))
    assert stands(books, elsewhere) == NOTHING


def test_a_conversation_goes_on_with_the_next_batch(books: Books) -> None:
    steps = [Standing("a", {"n": 1}), Standing("a", {"n": 2}), Standing("b", {"n": 2, "more": []})]
    for before, after in pairwise([NOTHING, *steps]):
        assert stands(books) == before
        moves(books, (KEY, after))
    assert stands(books) == steps[-1]
    assert rows(books) == 1


@pytest.mark.parametrize(
    "standing", [Standing("asking"), Standing(None, {"draft": "4号楼"})], ids=["no data", "no state"]
)
def test_a_state_without_data_and_data_without_a_state_are_both_kept(
    books: Books, standing: Standing
) -> None:
    moves(books, (KEY, standing))
    assert stands(books) == standing


def test_a_conversation_that_is_over_leaves_no_row(books: Books) -> None:
    moves(books, (KEY, Standing("reporting", {"n": 1})), (OTHERS[0], Standing("joining")))
    moves(books, (KEY, NOTHING))
    assert rows(books) == 1
    assert stands(books) == NOTHING


def test_one_that_begins_and_ends_in_the_same_batch_leaves_no_row(books: Books) -> None:
    moves(books, (KEY, Standing("reporting", {"n": 1})), (KEY, NOTHING))
    assert rows(books) == 0


def test_a_batch_that_fails_moves_no_conversation(books: Books) -> None:
    moves(books, (KEY, Standing("reporting", {"n": 1})))

    def fails(session: Session) -> None:
        conversations = Conversations(session, [CHAT])
        conversations.move(KEY, Standing("signing"))
        conversations.save(AT)
        raise ValueError("later in the same batch")

    with pytest.raises(ValueError, match="later"):
        books.now_write(fails)
    assert stands(books) == Standing("reporting", {"n": 1})


def test_many_conversations_move_in_one_batch(books: Books) -> None:
    keys = [KEY._replace(person=n, chat=n) for n in range(1, 65)]
    moves(books, *((key, Standing("reporting", {"n": key.person})) for key in keys))
    moves(books, *((key, NOTHING if key.person % 2 else Standing("signing", {"n": 0})) for key in keys))
    assert rows(books) == 32
    assert stands(books, keys[1]) == Standing("signing", {"n": 0})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.dictionaries(st.text(max_size=9), VALUES, max_size=4))
def test_whatever_json_holds_comes_back_as_it_was(embedded_books: Books, data: dict[str, Any]) -> None:
    moves(embedded_books, (KEY, Standing("reporting", data)))
    assert stands(embedded_books).data == json.loads(json.dumps(data))
