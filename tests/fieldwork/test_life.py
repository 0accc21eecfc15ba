"""Every step in every state: may it be taken, and what becomes of the report (RULES 3.2)."""

from datetime import UTC, datetime
from itertools import product

import pytest

from fieldwork.life import STEPS, steps_to
from fieldwork.reports import Report, State

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
S = State

# What each step does from each state it may be taken in: the steps it takes, and where it leads.
ALLOWED: dict[tuple[str, State], tuple[list[str], State]] = {
    ("dispatch", S.SUBMITTED): (["dispatch"], S.DISPATCHED),
    ("dispatch", S.DISPATCHED): (["dispatch"], S.DISPATCHED),
    ("sign", S.DISPATCHED): (["sign"], S.SIGNED),
    ("sign", S.REWORK): (["sign"], S.SIGNED),
    ("contact", S.DISPATCHED): (["sign", "contact"], S.IN_PROGRESS),
    ("contact", S.REWORK): (["sign", "contact"], S.IN_PROGRESS),
    ("contact", S.SIGNED): (["contact"], S.IN_PROGRESS),
    ("done", S.DISPATCHED): (["sign", "contact", "done"], S.DONE),
    ("done", S.REWORK): (["sign", "contact", "done"], S.DONE),
    ("done", S.SIGNED): (["contact", "done"], S.DONE),
    ("done", S.IN_PROGRESS): (["done"], S.DONE),
    ("solved", S.DONE): (["solved"], S.CLOSED),
    ("partly", S.DONE): (["partly"], S.CLOSED),
    ("unsolved", S.DONE): (["unsolved"], S.REWORK),
    ("withdraw", S.SUBMITTED): (["withdraw"], S.WITHDRAWN),
    ("withdraw", S.DISPATCHED): (["withdraw"], S.WITHDRAWN),
    ("withdraw", S.REWORK): (["withdraw"], S.WITHDRAWN),
    ("withdraw", S.SIGNED): (["withdraw"], S.WITHDRAWN),
    ("withdraw", S.IN_PROGRESS): (["withdraw"], S.WITHDRAWN),
    ("withdraw", S.NOTED): (["withdraw"], S.WITHDRAWN),
    ("noted", S.SUBMITTED): (["noted"], S.NOTED),
    ("is_need", S.NOTED): (["is_need"], S.DISPATCHED),
}


def report_in(state: State) -> Report:
    return Report(serial=10_427, state=state, reporter_id=1, sent_at=AT, kept_at=AT)


@pytest.mark.parametrize(("name", "state"), list(product(STEPS, State)))
def test_every_step_in_every_state(name: str, state: State) -> None:
    steps = steps_to(name, report_in(state))
    taken, leads_to = ALLOWED.get((name, state), ([], state))
    assert [step.name for step in steps] == taken
    assert (steps[-1].leads_to if steps else state) is leads_to


def test_what_is_over_stays_over() -> None:
    for state in (S.CLOSED, S.WITHDRAWN):
        assert not report_in(state).is_open
        assert not [name for name in STEPS if steps_to(name, report_in(state))]


def test_every_open_report_can_go_on() -> None:
    for state in set(S) - {S.CLOSED, S.WITHDRAWN}:
        assert report_in(state).is_open
        assert any(steps_to(name, report_in(state)) for name in STEPS)


def test_each_step_begins_where_the_one_before_it_ended() -> None:
    for name, state in product(STEPS, State):
        here = state
        for step in steps_to(name, report_in(state)):
            assert here in step.leaves
            here = step.leads_to


def test_a_step_that_nobody_knows_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        steps_to("promise", report_in(S.SIGNED))
