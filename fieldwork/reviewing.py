"""What becomes of an activity that was told: the station accepts it, returns it or makes it void (FIELD 4.5).

    draft ──confirmed──▶ submitted ──accepted, by a person or by time──▶ accepted: counts
                           │   ▲                                            │
                   returned│   │                                            │returned: counts no more
                           ▼   │                                            ▼
                        has_issues ──put right, confirmed──▶ resubmitted ──▶ accepted
    any of them ──▶ void

A sample is drawn for a look: time does not accept what was drawn. Who is drawn depends on the number and the
district's seed alone, so that whoever reads the rules can draw it again.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from fieldwork.activities import Activity, Problem, Stage

WAITING = (Stage.SUBMITTED, Stage.RESUBMITTED)  # for the station
UNCONFIRMED = (Stage.DRAFT, Stage.RETURNED)  # for whoever told of it
LEAVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.SUBMITTED: frozenset({Stage.DRAFT}),
    Stage.RESUBMITTED: frozenset({Stage.RETURNED, Stage.RESUBMITTED}),
    Stage.ACCEPTED: frozenset(WAITING),
    Stage.RETURNED: frozenset({*WAITING, Stage.ACCEPTED}),
    Stage.VOID: frozenset(Stage) - {Stage.VOID},
}
"""Which stages lead to one."""
VOID_AS = (Problem.TWICE, Problem.NOT_OURS)  # why something is made void, as buttons; else in words


class ReviewRules(BaseModel):
    """[review]: when what was done counts by itself, and what a person looks at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by_time_days: PositiveInt = 7  # after its numbers were confirmed, if nobody said anything
    sample: float = Field(default=0.1, ge=0, le=1)  # this share is drawn
    seed: str = Field(default="fieldbot", max_length=40)  # of the draw; no secret, so that it can be checked


def may_become(activity: Activity, stage: Stage) -> bool:
    """Whether an activity can be brought to a stage from where it stands."""
    return activity.stage in LEAVES.get(stage, ())


def confirmed(activity: Activity) -> Stage:
    """The stage of an activity whose numbers its teller has just confirmed."""
    return Stage.RESUBMITTED if activity.stage in (Stage.RETURNED, Stage.RESUBMITTED) else Stage.SUBMITTED


def is_drawn(serial: int, rules: ReviewRules) -> bool:
    """Whether an activity is of the sample that a person looks at."""
    drawn = int.from_bytes(sha256(f"{rules.seed}/{serial}".encode()).digest()[:8])
    return drawn < rules.sample * 2**64


def due_at(confirmed_at: datetime, sampled: bool, rules: ReviewRules) -> datetime | None:
    """When time accepts it; None where it waits for a person."""
    return None if sampled else confirmed_at + timedelta(days=rules.by_time_days)
