"""What becomes of an activity that was told: the station accepts it, returns it or makes it void (FIELD 4.5).

    draft ──confirmed──▶ submitted ──accepted, by a person or by time──▶ accepted: counts
                           │   ▲                                            │
                   returned│   │                                            │returned: counts no more
                           ▼   │                                            ▼
                        has_issues ──put right, confirmed──▶ resubmitted ──▶ accepted
                           └──right as it is, with a reason──▶ submitted ──▶ accepted by a person
    any of them ──▶ void

A sample is drawn for a look: time does not accept what was drawn, nor what is far from the usual. Who is drawn depends
on the number and the district's seed alone, so that whoever reads the rules can draw it again.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from fieldwork.activities import Activity, ActivityKind, Counts, Problem, Stage, Unit

WAITING = (Stage.SUBMITTED, Stage.RESUBMITTED)  # for the station
UNCONFIRMED = (Stage.DRAFT, Stage.RETURNED)  # for whoever told of it
NOT_ACCEPTED = (*UNCONFIRMED, *WAITING)
LEAVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.SUBMITTED: frozenset({Stage.DRAFT, Stage.RETURNED}),
    Stage.RESUBMITTED: frozenset({Stage.RETURNED}),
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
    seed: str = Field(default="review", max_length=40)  # of the draw; no secret, so that it can be checked


class Was(BaseModel):
    """What an activity said when it was returned: against it is shown what was put right."""

    kind: ActivityKind = ActivityKind.OTHER
    place: str | None = None
    held_on: date | None = None
    counts: dict[Unit, float] = {}
    photos: int = 0


def may_become(activity: Activity, stage: Stage) -> bool:
    """Whether an activity can be brought to a stage from where it stands."""
    return activity.stage in LEAVES.get(stage, ())


def is_drawn(serial: int, rules: ReviewRules) -> bool:
    """Whether an activity is of the sample that a person looks at."""
    drawn = int.from_bytes(sha256(f"{rules.seed}/{serial}".encode()).digest()[:8])
    return drawn < rules.sample * 2**64


def waits_for_a_person(activity: Activity) -> bool:
    """Whether time alone does not let it count: it was drawn, or its numbers are far from the usual."""
    return activity.sampled or activity.unusual != ""


def begun(activity: Activity, at: datetime, rules: ReviewRules) -> dict[str, Any]:
    """What its teller's tap begins: it waits for a person where one has to look, else for time at the latest."""
    sampled = activity.sampled or is_drawn(activity.serial, rules)
    for_a_person = sampled or waits_for_a_person(activity)
    by_time = None if for_a_person else at + timedelta(days=rules.by_time_days)
    return {"confirmed_at": at, "sampled": sampled, "next_due": by_time}


def as_it_was(activity: Activity, counts: Counts, photos: int) -> Was:
    """What it says now, to be kept."""
    return Was(
        kind=activity.kind, place=activity.place, held_on=activity.held_on, counts=dict(counts), photos=photos
    )


def replaces(newer: Activity, earlier: Activity) -> bool:
    """Whether one is the newer report of the same period, kind and place by the same person."""
    same = ("person_id", "kind", "place", "period")
    told = all(getattr(newer, name) == getattr(earlier, name) for name in same)
    return bool(newer.period) and newer.serial != earlier.serial and told
