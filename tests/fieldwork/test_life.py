"""Every step in every state: may it be taken, and what becomes of the report (RULES 3.2)."""

from datetime import UTC, datetime
from itertools import product

import pytest

from fieldwork.life import STEPS, Stay, steps_to
from fieldwork.reports import Report, State

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
S = State

NEW = (S.DISPATCHED, S.REWORK)
HELD = (S.ON_HOLD, S.REFERRED, S.PARKED)
OPEN_BEFORE_DONE = (S.SUBMITTED, *NEW, S.NEEDS_INFO, S.RETURN_PENDING, S.SIGNED, S.IN_PROGRESS, *HELD)
# From where each step may be taken, and where it leads; None: it stays, or goes back to where it was.
ALLOWED: dict[str, tuple[tuple[State, ...], State | None]] = {
    "dispatch": ((S.SUBMITTED, S.DISPATCHED), S.DISPATCHED),
    "ask": ((S.DISPATCHED, S.SIGNED, S.IN_PROGRESS), S.NEEDS_INFO),
    "answer": ((S.NEEDS_INFO,), None),
    "decline": ((S.DISPATCHED, S.NEEDS_INFO, S.SIGNED), S.NOT_ACCEPTED),
    "merge": ((S.SUBMITTED, *NEW, S.NEEDS_INFO, S.SIGNED, S.IN_PROGRESS), S.MERGED),
    "part": ((S.MERGED,), S.DISPATCHED),
    "succeed": ((S.MERGED,), None),
    "decline_too": ((S.MERGED,), S.NOT_ACCEPTED),
    "transfer": ((*NEW, S.SIGNED, S.IN_PROGRESS), S.SIGNED),
    "give_back": ((*NEW, S.SIGNED, S.IN_PROGRESS), S.DISPATCHED),
    "return": ((S.DISPATCHED, S.SIGNED), S.RETURN_PENDING),
    "send_on": ((S.RETURN_PENDING,), S.DISPATCHED),
    "uphold": ((S.RETURN_PENDING,), S.SIGNED),
    "back_up": ((S.RETURN_PENDING,), S.DISPATCHED),
    "sign": (NEW, S.SIGNED),
    "contact": ((*NEW, S.SIGNED), S.IN_PROGRESS),
    "hold": ((S.IN_PROGRESS,), S.ON_HOLD),
    "resume": ((S.ON_HOLD,), S.IN_PROGRESS),
    "extend": ((S.SIGNED, S.IN_PROGRESS, S.REFERRED), None),
    "refer": ((S.IN_PROGRESS,), S.REFERRED),
    "heard_back": ((S.REFERRED,), S.IN_PROGRESS),
    "park": ((S.IN_PROGRESS, S.ON_HOLD), S.PARKED),
    "unpark": ((S.PARKED,), S.IN_PROGRESS),
    "done": ((*NEW, S.SIGNED, S.IN_PROGRESS), S.DONE),
    "reached": ((*NEW, S.SIGNED, S.IN_PROGRESS), S.CLOSED),
    "verify": ((S.DONE,), S.CALLBACK),
    "not_verified": ((S.DONE,), S.REWORK),
    "call_back": ((S.DONE, S.MERGED), S.CALLBACK),
    "solved": ((S.CALLBACK,), S.CLOSED),
    "partly": ((S.CALLBACK,), S.CLOSED),
    "unsolved": ((S.CALLBACK,), S.REWORK),
    "phoned": ((S.CALLBACK,), S.CLOSED),
    "phoned_unsolved": ((S.CALLBACK,), S.REWORK),
    "unanswered": ((S.CALLBACK,), S.CLOSED),
    "redo": ((S.CALLBACK,), S.REWORK),
    "reopen": ((S.CLOSED,), S.REWORK),
    "withdraw": ((*OPEN_BEFORE_DONE, S.MERGED, S.NOTED), S.WITHDRAWN),
    "noted": ((S.SUBMITTED,), S.NOTED),
    "is_need": ((S.NOTED,), S.DISPATCHED),
}
ACTS = {name for name, step in STEPS.items() if step.leads_to is Stay.HERE}  # beside the state


def report_in(state: State) -> Report:
    return Report(serial=10_427, state=state, reporter_id=1, sent_at=AT, kept_at=AT)


@pytest.mark.parametrize(("name", "state"), list(product(sorted(set(STEPS) - ACTS), State)))
def test_every_step_in_every_state(name: str, state: State) -> None:
    steps = steps_to(name, report_in(state))
    leaves, leads_to = ALLOWED[name]
    assert [step.name for step in steps][-1:] == ([name] if state in leaves else [])
    if steps and leads_to:
        assert steps[-1].leads_to is leads_to


def test_a_step_takes_the_earlier_ones_with_it() -> None:
    taken = {
        state: [step.name for step in steps_to("done", report_in(state))] for state in ALLOWED["done"][0]
    }
    assert taken[S.DISPATCHED] == taken[S.REWORK] == ["sign", "contact", "done"]
    assert taken[S.SIGNED] == ["contact", "done"]
    assert taken[S.IN_PROGRESS] == ["done"]


def test_what_is_over_stays_over_but_for_what_is_opened_again() -> None:
    for state in (S.CLOSED, S.WITHDRAWN, S.NOT_ACCEPTED):
        assert not report_in(state).is_open
        moves = [name for name in set(STEPS) - ACTS if steps_to(name, report_in(state))]
        assert moves == (["reopen"] if state is S.CLOSED else [])


def test_every_open_report_can_go_on() -> None:
    for state in set(S) - {S.CLOSED, S.WITHDRAWN, S.NOT_ACCEPTED}:
        assert report_in(state).is_open
        assert any(steps_to(name, report_in(state)) for name in set(STEPS) - ACTS)


def test_each_step_begins_where_the_one_before_it_ended() -> None:
    for name, state in product(STEPS, State):
        here = state
        for step in steps_to(name, report_in(state)):
            assert here in step.leaves
            here = step.end(report_in(here))


def test_a_step_that_nobody_knows_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        steps_to("promise", report_in(S.SIGNED))
