"""The numbers of an activity: what it counts by itself, what it cannot do without, and what is out of the ordinary.

No number is derived from another. What a kind counts by itself (told of one outing, it is 1 次) stands on the
card like every other number, and is confirmed with them.
"""

import re
from collections.abc import Mapping, Sequence
from statistics import median

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from fieldwork.activities import ActivityKind, Counts, Unit

_BEFORE = re.compile(r"(?:整治|改造|清理|打扫|施工|做|修|装|^|\s)前|before", re.IGNORECASE)
_AFTER = re.compile(r"(?:整治|改造|清理|打扫|施工|做|修|装|^|\s)(?:后|後)|after", re.IGNORECASE)
OCCASIONS = (Unit.TIMES, Unit.SESSIONS)  # by either is told how often something took place

History = Mapping[Unit, Sequence[float]]
"""What earlier ones of a kind came to, each time it took place, by unit."""


class KindRules(BaseModel):
    """What a district expects of activities of one kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ActivityKind
    itself: Unit = Unit.TIMES  # one that is told of is 1 of these, unless it says how many
    needs: tuple[Unit, ...] = ()  # one of these has to be said; the first is asked for
    photos: bool = False  # before and after
    usual: dict[
        Unit, tuple[float, float]
    ] = {}  # least and most each time, as long as a station has no history


def _kind(
    kind: ActivityKind, itself: Unit = Unit.TIMES, *needs: Unit, photos: bool = False,
    **usual: tuple[float, float],
) -> KindRules:  # fmt: skip
    named = {Unit[name.upper()]: bounds for name, bounds in usual.items()}
    return KindRules(kind=kind, itself=itself, needs=needs, photos=photos, usual=named)


_K, _U = ActivityKind, Unit
SHIPPED = (
    _kind(_K.HOME_VISIT, _U.TIMES, _U.HOUSEHOLDS, households=(1, 12), person_times=(1, 48)),
    _kind(_K.PHONE_VISIT, _U.TIMES, _U.PERSON_TIMES, _U.PEOPLE, _U.HOUSEHOLDS, person_times=(1, 40)),
    _kind(_K.CASE_SESSION, _U.TIMES, person_times=(1, 10)),
    _kind(_K.GROUP_SESSION, _U.TIMES, _U.PERSON_TIMES, _U.PEOPLE, person_times=(3, 40)),
    _kind(_K.COMMUNITY_ACTIVITY, _U.SESSIONS, _U.PERSON_TIMES, _U.PEOPLE, person_times=(5, 500)),
    _kind(_K.PUBLICITY, _U.SESSIONS, _U.PERSON_TIMES, _U.PEOPLE, person_times=(5, 600)),
    _kind(_K.CLEANUP, _U.TIMES, _U.PERSON_TIMES, _U.PEOPLE, photos=True, person_times=(2, 60)),
    _kind(_K.ACCESSIBILITY_WORK, _U.TIMES, _U.HOUSEHOLDS, photos=True, households=(1, 40)),
    _kind(_K.CHARITY_EVENT, _U.SESSIONS, _U.PERSON_TIMES, _U.PEOPLE, person_times=(5, 1500)),
    _kind(_K.COUNCIL, _U.SESSIONS, _U.PERSON_TIMES, _U.PEOPLE, person_times=(3, 60)),
    _kind(_K.TRAINING, _U.SESSIONS, _U.PERSON_TIMES, _U.PEOPLE, person_times=(3, 300)),
    _kind(_K.SUPERVISION, _U.TIMES, person_times=(1, 30)),
    _kind(_K.RESOURCE_LINK, _U.TIMES),
    _kind(_K.OTHER, _U.TIMES),
)  # fmt: skip


class ActivityRules(BaseModel):
    """[activities]: how activities are told of and looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usual_times: float = Field(
        default=4.0, gt=1
    )  # more than the median so many times, or less, is asked about
    usual_after: PositiveInt = 10  # accepted ones of a kind at a station from which their median counts
    kinds: tuple[KindRules, ...] = SHIPPED

    def of(self, kind: ActivityKind) -> KindRules:
        """What holds for a kind."""
        return next((each for each in self.kinds if each.kind is kind), KindRules(kind=kind))


def completed(rules: KindRules, counts: Counts, period: str = "") -> dict[Unit, float]:
    """The numbers that were said, and the one that such an activity is by itself; a whole period is not one."""
    said = dict(counts)
    if not period and not any(unit in said for unit in OCCASIONS):
        said[rules.itself] = 1
    return {unit: said[unit] for unit in Unit if unit in said}


def missing(rules: KindRules, counts: Counts) -> Unit | None:
    """The unit without which such an activity says little."""
    return None if not rules.needs or any(unit in counts for unit in rules.needs) else rules.needs[0]


def occasions(counts: Counts) -> float:
    """How often it took place, as it was said; 1 where nothing is said."""
    return next((counts[unit] for unit in OCCASIONS if counts.get(unit)), 1)


def unusual(rules: ActivityRules, kind: ActivityKind, counts: Counts, history: History) -> Unit | None:
    """The first unit whose number, each time, is outside what is normal there; None where all is as usual."""
    often = occasions(counts)
    for unit, number in counts.items():
        bounds = _bounds(rules, kind, unit, history.get(unit, ()))
        if unit not in OCCASIONS and bounds and not bounds[0] <= number / often <= bounds[1]:
            return unit
    return None


def _bounds(
    rules: ActivityRules, kind: ActivityKind, unit: Unit, earlier: Sequence[float]
) -> tuple[float, float] | None:
    if len(earlier) < rules.usual_after:
        return rules.of(kind).usual.get(unit)
    middle = median(earlier)
    return middle / rules.usual_times, middle * rules.usual_times


def shows_both(captions: Sequence[str]) -> bool:
    """Whether pictures can be those from before and after: by their lines, or one without a line for either."""
    before = any(_BEFORE.search(caption) for caption in captions)
    after = any(_AFTER.search(caption) for caption in captions)
    open_ = sum(1 for caption in captions if not (_BEFORE.search(caption) or _AFTER.search(caption)))
    return before + after + open_ >= 2
