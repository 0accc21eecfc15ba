"""What holds the books against the histories has eyes: each thing that must not be is seen when it is there."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldwork.reports import Event, Report, State
from tests.conversations.recounting import Kept, in_order, kept, out_of_order
from tests.talk import Actor, Talk

LEAK = "4号楼化粪池漏了"


async def read(talk: Talk) -> Kept:
    return await talk.asks(lambda s: kept(s, talk.clock.now().astimezone(ZoneInfo("Asia/Shanghai"))))


@pytest.fixture
async def books(talk: Talk, chen: Actor, wang: Actor) -> tuple[Kept, Kept]:
    """Before and after a signature, with nothing wrong."""
    await chen.says(LEAK)
    before = await read(talk)
    await wang.taps("签收")
    after = await read(talk)
    (report,) = after.reports.values()
    assert list(out_of_order(before, after, report.handler_id)) == []
    assert list(in_order(after)) == []
    return before, after


def with_report(books: Kept, **changed: object) -> Kept:
    (report,) = books.reports.values()
    return books._replace(reports={report.serial: report.model_copy(update=changed)})


def with_events(books: Kept, *more: Event, cut: int = 0) -> Kept:
    ((serial, events),) = books.events.items()
    return books._replace(events={serial: [*events[: len(events) - cut], *more]})


def sign_of(books: Kept) -> Event:
    (events,) = books.events.values()
    return events[-1]


def only(books: Kept) -> Report:
    (report,) = books.reports.values()
    return report


def test_a_report_without_a_station_is_seen(books: tuple[Kept, Kept]) -> None:
    assert any("has no station" in one for one in in_order(with_report(books[1], station="")))


def test_a_report_in_two_states_is_seen(books: tuple[Kept, Kept]) -> None:
    found = list(in_order(with_report(books[1], state=State.IN_PROGRESS)))
    assert any("state is" in one for one in found)


def test_a_category_that_the_history_does_not_know_is_seen(books: tuple[Kept, Kept]) -> None:
    assert any("category is" in one for one in in_order(with_report(books[1], category="child")))


def test_a_figure_that_is_not_what_the_histories_say_is_seen(books: tuple[Kept, Kept]) -> None:
    figures = {**books[1].figures, "answer": Counter({"solved": 1})}
    assert any("answer is counted as" in one for one in in_order(books[1]._replace(figures=figures)))


def test_a_gap_in_a_history_is_seen(books: tuple[Kept, Kept]) -> None:
    leap = sign_of(books[1]).model_copy(update={"came_from": State.DONE})
    assert any("leaves done" in one for one in in_order(with_events(books[1], leap, cut=1)))


def test_a_change_that_nothing_tells_of_is_seen(books: tuple[Kept, Kept]) -> None:
    found = out_of_order(books[1], with_report(books[1], urgency="T0"), None)
    assert any("urgency changed, and nothing tells of it" in one for one in found)


def test_a_history_that_was_rewritten_is_seen(books: tuple[Kept, Kept]) -> None:
    found = out_of_order(books[1], with_events(books[1], cut=1), None)
    assert any("rewritten" in one for one in found)


def test_a_step_in_somebody_elses_name_is_seen(books: tuple[Kept, Kept]) -> None:
    found = list(out_of_order(*books, 4711))
    assert any("in the name of" in one for one in found)


@pytest.mark.parametrize(
    ("step", "came_from", "went_to"),
    [
        ("solved", State.SIGNED, State.CLOSED),  # not in this state
        ("hold", State.IN_PROGRESS, State.ON_HOLD),  # one level up decides that
        ("withdraw", State.SIGNED, State.WITHDRAWN),  # the reporter's
        ("uphold", State.RETURN_PENDING, State.SIGNED),
        ("call_back", State.DONE, State.CALLBACK),  # the clock's
        ("done", State.IN_PROGRESS, State.CLOSED),  # leads elsewhere
        ("nonsense", State.SIGNED, State.CLOSED),
        ("dispatched", State.SIGNED, State.DISPATCHED),
    ],
)
def test_a_step_that_was_not_allowed_is_seen(
    books: tuple[Kept, Kept], step: str, came_from: State, went_to: State
) -> None:
    report = only(books[1])
    taken = Event(at=books[1].now + timedelta(minutes=1), serial=report.serial, step=step, actor_id=report.handler_id,
                  role="social_worker", came_from=came_from, went_to=went_to)  # fmt: skip
    assert list(out_of_order(books[1], with_events(books[1], taken), report.handler_id)) != []
