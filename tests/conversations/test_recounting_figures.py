"""What counts the figures again has eyes: each thing that must not be is seen when it is there."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fieldwork.activities import Activity, Stage
from fieldwork.cases import Case, CaseKind
from fieldwork.reports import Event
from fieldwork.tallies import Closing, Tally
from tests.conversations import recounting, recounting_figures
from tests.conversations.recounting import Kept
from tests.conversations.recounting_figures import Figures, in_order, out_of_order
from tests.talk import Actor, Talk

VISITED, LEAK = "今天入户走访5户12人次", "4号楼化粪池漏了"
A, N = 10001, 10002
Books = tuple[Kept, Figures]


async def read(talk: Talk) -> Books:
    now = talk.clock.now().astimezone(ZoneInfo("Asia/Shanghai"))
    return await talk.asks(lambda s: recounting.kept(s, now)), await talk.asks(recounting_figures.read)


@pytest.fixture
async def books(talk: Talk, chen: Actor, wang: Actor) -> tuple[Books, Books]:
    """Before and after an activity is counted, beside a need, with nothing wrong."""
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await chen.says(LEAK)
    talk.passes(120)
    await wang.catches_up()
    before = await read(talk)
    await wang.taps("核实，计入", await wang.card("A-10001-6"))
    talk.passes(120)
    await talk.settle()
    after = await read(talk)
    assert list(in_order(*after)) == []
    assert list(out_of_order(before, after)) == []
    return before, after


def lines_of(books: Books, serial: int) -> list[Tally]:
    return [line for line in books[1].lines if line.serial == serial]


def seen(books: Books, **changed: Any) -> list[str]:
    return list(in_order(books[0], books[1]._replace(**changed)))


def with_activity(books: Books, **changed: Any) -> dict[int, Activity]:
    return {A: books[1].activities[A].model_copy(update=changed)}


def test_a_line_that_is_entered_twice_is_seen(books: tuple[Books, Books]) -> None:
    after = books[1]
    for serial in (A, N):
        assert seen(after, lines=[*after[1].lines, lines_of(after, serial)[0]]) != []


def test_a_line_that_is_missing_is_seen(books: tuple[Books, Books]) -> None:
    left = [line for line in books[1][1].lines if line.name != "home_visit" or line.unit != "户"]
    assert any("its record says" in one for one in seen(books[1], lines=left))


def test_what_was_returned_and_still_counts_is_seen(books: tuple[Books, Books]) -> None:
    assert len(seen(books[1], activities=with_activity(books[1], stage=Stage.RETURNED))) == 2


@pytest.mark.parametrize(
    "changed", [{"place": None}, {"project_id": 7}, {"person_id": 77}, {"station": "441802006"}]
)
def test_a_line_of_somewhere_or_somebody_else_is_seen(
    books: tuple[Books, Books], changed: dict[str, Any]
) -> None:
    assert any("stands at" in one for one in seen(books[1], activities=with_activity(books[1], **changed)))


def test_another_day_that_nobody_calls_late_is_seen(books: tuple[Books, Books]) -> None:
    other = with_activity(books[1], held_on=date(2026, 3, 1))
    assert any("counted on another day" in one for one in seen(books[1], activities=other))


def test_a_step_of_a_need_that_is_not_counted_is_seen(books: tuple[Books, Books]) -> None:
    kept, figures = books[1]
    done = Event(at=kept.now, serial=N, step="done", role="station")
    found = list(in_order(kept._replace(events={**kept.events, N: [*kept.events[N], done]}), figures))
    assert any("done is counted 0 times" in one for one in found)


def test_a_case_that_is_not_counted_is_seen(books: tuple[Books, Books]) -> None:
    case = Case(id=1, kind=CaseKind.ELDER, station="441802006019", worker_id=2, opened_on=date(2026, 3, 2),
                noted_at=books[1][0].now)  # fmt: skip
    assert any("cases are counted" in one for one in seen(books[1], cases=[case]))


def test_a_line_that_was_rewritten_is_seen(books: tuple[Books, Books]) -> None:
    before, (kept, figures) = books
    first = figures.lines[0].model_copy(update={"number": 2})
    found = list(out_of_order(before, (kept, figures._replace(lines=[first, *figures.lines[1:]]))))
    assert any("were changed" in one for one in found)


def test_a_closed_period_that_changes_is_seen(books: tuple[Books, Books]) -> None:
    before, after = books
    day = date(2026, 3, 2)
    closing = Closing(place="441802", path="/441802/", since=day, until=day, closed_at=before[0].now)
    found = list(out_of_order((before[0], before[1]._replace(closings=[closing])), after))
    assert any("was closed, and its figures changed" in one for one in found)


def test_a_change_that_nothing_tells_of_is_seen(books: tuple[Books, Books]) -> None:
    kept, figures = books[1]
    for name, other in (("stage", Stage.VOID), ("held_on", date(2026, 3, 1))):
        silent = figures._replace(activities=with_activity(books[1], **{name: other}))
        assert any(name in one for one in out_of_order(books[1], (kept, silent)))


def test_whoever_told_of_it_does_not_accept_it(books: tuple[Books, Books]) -> None:
    kept, figures = books[1]
    (accepted,) = [one for one in kept.events[A] if one.step == "accepted"]
    own = accepted.model_copy(update={"actor_id": figures.activities[A].person_id})
    events = {**kept.events, A: [*kept.events[A][:-1], own]}
    found = list(out_of_order(books[0], (kept._replace(events=events), figures)))
    assert any("who is only" in one for one in found)
    assert any("accepted by whoever told of it" in one for one in found)
