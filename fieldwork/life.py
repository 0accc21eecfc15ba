"""The life of a report: the only place to ask "may this be done now, and what becomes of it" (RULES 3.2).

Each step implies the earlier ones (RULES, Settled): 联系了 on an unsigned card signs it first.
Later states (returns, hold, park, refer) join this table when they are built.
"""

from typing import NamedTuple

from fieldwork.reports import Report, State


class Step(NamedTuple):
    """A step's name, the states it leaves from, the state it leads to, and the step it implies before it."""

    name: str
    leaves: frozenset[State]
    leads_to: State
    implies: str | None = None


_WAITING = frozenset({State.DISPATCHED, State.REWORK})
_SIGNED = frozenset({State.SIGNED})
_BEFORE_DONE = frozenset({State.SUBMITTED, State.DISPATCHED, State.REWORK, State.SIGNED, State.IN_PROGRESS})
_NOTED = frozenset({State.NOTED})

STEPS = {
    step.name: step
    for step in (
        Step("dispatch", frozenset({State.SUBMITTED, State.DISPATCHED}), State.DISPATCHED),
        Step("sign", _WAITING, State.SIGNED),
        Step("contact", _SIGNED | _WAITING, State.IN_PROGRESS, implies="sign"),
        Step("done", frozenset({State.IN_PROGRESS}) | _SIGNED | _WAITING, State.DONE, implies="contact"),
        Step("solved", frozenset({State.DONE}), State.CLOSED),
        Step("partly", frozenset({State.DONE}), State.CLOSED),
        Step("unsolved", frozenset({State.DONE}), State.REWORK),
        Step("withdraw", _BEFORE_DONE | _NOTED, State.WITHDRAWN),
        Step("noted", frozenset({State.SUBMITTED}), State.NOTED),  # an activity
        Step("is_need", _NOTED, State.DISPATCHED),  # what was taken for an activity has to be dealt with
    )
}


def steps_to(name: str, report: Report) -> list[Step]:
    """The steps that `name` takes a report through now, implied ones first; empty when it may not be taken."""
    step = STEPS[name]
    if report.state not in step.leaves:
        return []
    earlier = steps_to(step.implies, report) if step.implies else []
    return [*earlier, step]
