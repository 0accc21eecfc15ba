"""The bot's own page: what it tells, and that it tells it as plain words."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import page
from bot.clock import Clock
from bot.means import Shelf, means_of
from bot.settings import read_settings
from bot.turning import Hand
from fieldwork.activities import Outing
from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.reports import LOOK_SOON, Report, State
from storage import inbox, outbox, outings, reports, schema, sending, settling, shifting
from storage.sending import Pace
from storage.settling import Permanent
from storage.tables import PersonRow
from tests.bot.conftest import WatchedBooks
from tests.bot.test_preview import STAGE

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MONDAY_TEN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # ten in the morning, in the field
VERA, LIU = 1001, 1002


@dataclass
class Turned:
    """What the page turns: the clock, the telegram beside it, and a bell for those who go by it."""

    clock: Clock
    told: list[timedelta] = field(default_factory=list)
    roused: int = 0

    async def tell(self, ahead: timedelta) -> None:
        self.told.append(ahead)

    def rouse(self) -> None:
        self.roused += 1


@pytest.fixture
def turned(books: WatchedBooks) -> Turned:
    """A sandbox's clock, that stands at ten on a Monday."""
    books.now_write(lambda s: schema.check_owner(s, "sandbox", 42, "key"))
    return Turned(Clock(wall=lambda: MONDAY_TEN.timestamp()))


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(means_of(read_settings({})))


@pytest.fixture
async def client(books: WatchedBooks, turned: Turned, shelf: Shelf) -> AsyncIterator[TestClient[Any, Any]]:
    hand = Hand(books, turned.clock, shelf, turned.tell, turned.rouse)
    async with TestClient(TestServer(page.make_app(books, turned.clock, lambda: STAGE, hand))) as opened:
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
    books.now_write(lambda s: settling.settle(s, (blocked,), at=NOON, ticks=1.0, owner="me"))


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


async def turns(client: TestClient[Any, Any], way: str) -> dict[str, Any]:
    async with client.post("/clock", json={"to": way}) as response:
        assert response.status == 200, await response.text()
        return dict(await response.json())


async def test_the_field_s_time_is_shown_with_what_sort_of_time_it_is(client: TestClient[Any, Any]) -> None:
    shown = await told(client, "/clock.json")
    assert (shown["now"], shown["zone"], shown["time"]) == (
        "2026-03-02T02:00:00+00:00", "Asia/Shanghai", "work",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("turned_by", "sort"),
    [({"hours": 2, "minutes": 30}, "rest"), ({"hours": 10, "minutes": 30}, "quiet"), ({"days": 5}, "rest")],
)
async def test_outside_working_hours_it_says_so(
    client: TestClient[Any, Any], turned: Turned, turned_by: dict[str, int], sort: str
) -> None:
    turned.clock.turn(timedelta(**turned_by))
    assert (await told(client, "/clock.json"))["time"] == sort


async def test_the_clock_is_turned_an_hour_for_everybody_who_goes_by_it(
    client: TestClient[Any, Any], turned: Turned, books: WatchedBooks
) -> None:
    assert (await turns(client, "hour"))["now"] == "2026-03-02T03:00:00+00:00"
    assert turned.clock.now() == MONDAY_TEN + timedelta(hours=1)
    assert (turned.told, turned.roused) == ([timedelta(hours=1)], 1)
    assert books.now_read(shifting.shift) == timedelta(hours=1)


async def test_a_working_day_passes_over_the_weekend(client: TestClient[Any, Any], turned: Turned) -> None:
    turned.clock.turn(timedelta(days=4))
    assert (await turns(client, "day"))["now"] == "2026-03-09T02:00:00+00:00"


async def test_the_clock_is_turned_to_what_comes_next(
    client: TestClient[Any, Any], turned: Turned, books: WatchedBooks
) -> None:
    due = MONDAY_TEN + timedelta(minutes=20, microseconds=7)
    report = Report(reporter_id=1, text="漏水", station="S1", sent_at=NOON, kept_at=NOON, next_due=due)
    books.now_write(lambda s: reports.file(s, report, VERA, 1))
    shown = await told(client, "/clock.json")
    assert shown["next"] == {"what": "report", "at": due.isoformat()}
    following = await turns(client, "next")
    assert turned.clock.now() == MONDAY_TEN + timedelta(minutes=20, seconds=1)
    assert following["next"] == {"what": "morning", "at": "2026-03-03T08:30:00+08:00"}
    await turns(client, "next")
    assert turned.clock.now() == MONDAY_TEN + timedelta(minutes=21, seconds=1), (
        "what has come is not leapt over"
    )


async def test_a_letter_that_is_held_is_what_comes_next(
    client: TestClient[Any, Any], books: WatchedBooks
) -> None:
    letter = Letter(chat=VERA, text="催办", not_before=MONDAY_TEN + timedelta(hours=3))
    books.now_write(lambda s: outbox.write_many(s, (letter,), at=MONDAY_TEN, ticks=0.0))
    assert (await told(client, "/clock.json"))["next"]["what"] == "letter"


async def test_a_round_that_is_offered_in_the_evening_is_what_comes_next(
    client: TestClient[Any, Any], books: WatchedBooks
) -> None:
    outing = Outing(person_id=1, place="X", began_at=MONDAY_TEN, touched_at=MONDAY_TEN)
    books.now_write(lambda s: outings.begin(s, outing))
    expected = {"what": "round", "at": "2026-03-02T20:25:00+08:00"}
    assert (await told(client, "/clock.json"))["next"] == expected


async def test_what_changed_since_it_was_reckoned_is_reckoned_before_the_clock_is_turned(
    client: TestClient[Any, Any], books: WatchedBooks
) -> None:
    report = Report(reporter_id=1, text="漏水", station="S1", sent_at=MONDAY_TEN, kept_at=MONDAY_TEN,
                    state=State.DISPATCHED, next_due=LOOK_SOON)  # fmt: skip
    books.now_write(lambda s: reports.file(s, report, VERA, 1))
    following = (await told(client, "/clock.json"))["next"]
    assert following["what"] == "report"
    assert datetime.fromisoformat(following["at"]) > MONDAY_TEN


async def test_another_site_cannot_turn_the_clock(client: TestClient[Any, Any], turned: Turned) -> None:
    async with client.post("/clock", json={"to": "hour"}, headers={"Origin": "http://elsewhere"}) as response:
        assert response.status == 403
    async with client.post("/clock", json={"to": "yesterday"}) as response:
        assert response.status == 400
    assert turned.clock.now() == MONDAY_TEN


def test_a_real_bot_s_clock_is_never_turned_by_what_its_database_holds(books: WatchedBooks) -> None:
    books.now_write(lambda s: schema.check_owner(s, "telegram", 42, "key"))
    books.now_write(lambda s: schema.note_fact(s, shifting.SHIFT, 3600))
    assert books.now_read(shifting.shift) == timedelta()
