"""aiogram's storage over our conversations: told apart by every field of its key, and as strict as JSON."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from sqlmodel import Session

from bot.conversing.listening import StandingStorage
from storage.books import Books
from storage.conversations import Conversations

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY = StorageKey(
    bot_id=42, chat_id=-1_001, user_id=7, thread_id=5, business_connection_id="b", destiny="aside"
)
OTHERS = {
    "bot": replace(KEY, bot_id=43),
    "chat": replace(KEY, chat_id=-1_002),
    "person": replace(KEY, user_id=8),
    "thread": replace(KEY, thread_id=None),
    "business": replace(KEY, business_connection_id=None),
    "destiny": replace(KEY, destiny="default"),
}


class Reporting(StatesGroup):
    asking = State()


@pytest.fixture
def session(books: Books) -> Iterator[Session]:
    with Session(books.engine) as opened:
        yield opened


@pytest.fixture
def storage(session: Session) -> StandingStorage:
    return next_batch(session)


def next_batch(session: Session, before: StandingStorage | None = None) -> StandingStorage:
    """The storage as the next transaction finds it."""
    if before is not None and before.conversations is not None:
        before.conversations.save(AT)
    storage = StandingStorage()
    storage.conversations = Conversations(session, [KEY.chat_id, -1_002])
    return storage


async def test_state_and_data_go_on_in_the_next_batch(session: Session, storage: StandingStorage) -> None:
    await storage.set_state(KEY, Reporting.asking)
    await storage.set_data(KEY, {"place": "4号楼"})
    later = next_batch(session, storage)
    assert await later.get_state(KEY) == "Reporting:asking"
    assert await later.get_data(KEY) == {"place": "4号楼"}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
async def test_every_field_of_aiograms_key_counts(
    session: Session, storage: StandingStorage, other: StorageKey
) -> None:
    await storage.set_state(KEY, "here")
    await storage.set_state(other, "there")
    await storage.set_data(other, {"n": 1})
    later = next_batch(session, storage)
    assert (await later.get_state(KEY), await later.get_data(KEY)) == ("here", {})
    assert (await later.get_state(other), await later.get_data(other)) == ("there", {"n": 1})


async def test_a_state_is_cleared_and_its_data_stay(session: Session, storage: StandingStorage) -> None:
    await storage.set_data(KEY, {"n": 1})
    await storage.set_state(KEY, "asking")
    await storage.set_state(KEY, None)
    later = next_batch(session, storage)
    assert (await later.get_state(KEY), await later.get_data(KEY)) == (None, {"n": 1})


async def test_data_changed_deep_inside_and_set_again_are_kept(
    session: Session, storage: StandingStorage
) -> None:
    await storage.set_data(KEY, {"photos": ["first"]})
    later = next_batch(session, storage)
    data = await later.get_data(KEY)
    data["photos"].append("second")
    await later.set_data(KEY, data)
    assert await next_batch(session, later).get_data(KEY) == {"photos": ["first", "second"]}


async def test_data_changed_and_not_set_again_are_not_kept(
    session: Session, storage: StandingStorage
) -> None:
    await storage.set_data(KEY, {"photos": ["first"]})
    (await storage.get_data(KEY))["photos"].append("second")
    assert await storage.get_data(KEY) == {"photos": ["first"]}


async def test_what_a_key_becomes_in_json_it_is_at_once(storage: StandingStorage) -> None:
    """Not only after the next batch, where nobody would look for it."""
    await storage.set_data(KEY, {4: "号楼"})  # type: ignore[dict-item]
    assert await storage.get_data(KEY) == {"4": "号楼"}


async def test_what_json_cannot_hold_is_refused_where_it_is_said(storage: StandingStorage) -> None:
    with pytest.raises(TypeError, match="datetime"):
        await storage.set_data(KEY, {"at": AT})


async def test_outside_a_transaction_there_is_nothing_to_ask() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        await StandingStorage().get_state(KEY)
