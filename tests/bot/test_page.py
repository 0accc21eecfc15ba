"""The bot's own page: what it tells, and that it tells it as plain words."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import page
from bot.clock import Clock
from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.reports import Report
from storage import inbox, outbox, reports, sending
from storage.sending import Pace, Permanent
from storage.tables import PersonRow
from tests.bot.conftest import WatchedBooks
from tests.bot.test_preview import STAGE

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
VERA, LIU = 1001, 1002


@pytest.fixture
async def client(books: WatchedBooks) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(page.make_app(books, Clock(), lambda: STAGE))) as opened:
        yield opened


async def told(client: TestClient[Any, Any], path: str) -> dict[str, Any]:
    async with client.get(path) as response:
        assert response.status == 200
        return dict(await response.json())


def some_letters(books: WatchedBooks) -> None:
    """One to Vera that failed, one to a stranger that waits."""
    button = Button(label="签收", action="sign", record=1)
    vera = Letter(chat=VERA, text="<b>待签收</b>", buttons=((button,),), card="report:1")
    books.now_write(lambda s: s.add(PersonRow(account=VERA, name="王社工")))
    books.now_write(lambda s: outbox.write_many(s, (vera, Letter(chat=LIU, text="b")), at=NOON, ticks=0.0))
    books.now_write(lambda s: sending.claim(s, ticks=1.0, now=NOON, owner="me", many=1, pace=Pace(off=True)))
    blocked = Permanent(1, "bot was blocked by the user", "blocked")
    books.now_write(lambda s: sending.settle(s, (blocked,), at=NOON, ticks=1.0, owner="me"))


async def test_letters_are_shown_newest_first_with_what_became_of_them(
    client: TestClient[Any, Any], books: WatchedBooks
) -> None:
    some_letters(books)
    answer = await told(client, "/letters.json")
    assert answer["counts"] == {"failed": 1, "waiting": 1}
    waiting, failed = answer["letters"]
    assert (waiting["state"], waiting["chat"], waiting["text"]) == ("waiting", LIU, "b")
    assert (failed["name"], failed["text"], failed["buttons"]) == ("王社工", "<b>待签收</b>", [["签收"]])
    assert (failed["state"], failed["error"]) == ("failed", "bot was blocked by the user")


async def test_only_those_in_trouble_can_be_asked_for(
    client: TestClient[Any, Any], books: WatchedBooks
) -> None:
    some_letters(books)
    assert [one["id"] for one in (await told(client, "/letters.json?failed"))["letters"]] == [1]


async def test_what_came_in_is_shown_without_a_word_of_it(
    client: TestClient[Any, Any], books: WatchedBooks
) -> None:
    message = {"chat": {"id": VERA, "type": "private"}, "message_id": 1, "date": 0, "text": "漏水"}
    books.now_write(lambda s: inbox.keep(s, 42, [{"update_id": 7, "message": message}], NOON))
    answer = await told(client, "/inbox.json")
    assert [(one["chat"], one["state"]) for one in answer["updates"]] == [(VERA, "waiting")]
    assert "漏水" not in str(answer)


async def test_reports_are_shown_by_number_state_and_station_alone(
    client: TestClient[Any, Any], books: WatchedBooks
) -> None:
    report = Report(reporter_id=1, text="漏水", station="S1", sent_at=NOON, kept_at=NOON)
    filed = books.now_write(lambda s: reports.file(s, report, VERA, 1))
    answer = await told(client, "/reports.json")
    assert answer == {"reports": [{"number": filed.number, "state": "submitted", "station": "S1"}]}


async def test_health_counts_what_waits(client: TestClient[Any, Any], books: WatchedBooks) -> None:
    some_letters(books)
    answer = await told(client, "/health")
    assert (answer["ok"], answer["outbox"]) == (True, {"failed": 1, "waiting": 1})


@pytest.mark.parametrize("path", ["/", "/page.js", "/page.css"])
async def test_the_page_loads_nothing_from_elsewhere(client: TestClient[Any, Any], path: str) -> None:
    async with client.get(path) as response:
        text = await response.text()
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "http://" not in text
    assert "https://" not in text


async def test_no_other_file_of_the_folder_can_be_had(client: TestClient[Any, Any]) -> None:
    for path in ("/__init__.py", "/../clock.py", "/%2e%2e/clock.py"):
        async with client.get(path) as response:
            assert response.status == 404


def test_the_page_writes_people_s_words_as_text_alone() -> None:
    script = (Path(page.__file__).parent / "page.js").read_text(encoding="utf-8")
    for door in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert door not in script


async def test_everything_it_can_say_can_be_looked_at(client: TestClient[Any, Any]) -> None:
    async with client.get("/preview") as response:
        assert response.status == 200
        everything = await response.text()
    assert "还没解决" in everything
    assert "還沒解決" in everything
    async with client.get("/preview?person=1001") as response:
        assert len(await response.text()) < len(everything)
