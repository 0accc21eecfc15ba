"""The numbers of an activity: what it counts by itself, what it cannot do without, and what is out of the ordinary.

No number is derived from another. What a kind counts by itself (told of one outing, it is 1 次) stands on the
card like every other number, and is confirmed with them.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from math import inf
from statistics import median
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from fieldwork.activities import Activity, ActivityKind, Counts, Unit

_DONE = r"(?:整治|改造|清理|打扫|施工|做|修|装|^|\s)"
_DONE_TO = r"(?:整治|改造|清理|打扫|施工|做|修|装)[^\s,，。前后後]{1,4}"  # 装扶手前, not 装门前的灯
_BEFORE = re.compile(rf"{_DONE}前|{_DONE_TO}前(?=$|[\s,，。])|before", re.IGNORECASE)
_AFTER = re.compile(rf"{_DONE}[后後]|{_DONE_TO}[后後](?=$|[\s,，。])|after", re.IGNORECASE)
OCCASIONS = (Unit.TIMES, Unit.SESSIONS)  # by either is told how often something took place

EACH_ONCE = (Unit.HOUSEHOLDS, Unit.PEOPLE)  # however often it took place, each counts once

_LIKE = {
    Unit.TIMES: Unit.SESSIONS, Unit.SESSIONS: Unit.TIMES,
    Unit.PEOPLE: Unit.PERSON_TIMES, Unit.HOUSEHOLD_VISITS: Unit.HOUSEHOLDS,
}  # fmt: skip
"""Where nothing is said of a unit, what is normal of another one holds for it; the numbers stay apart."""
_DAYS = {"": 366, "-": 31, "W": 7, "Q": 92}

History = Mapping[Unit, Sequence[float]]
"""What earlier ones of a kind came to each time, and how often one told of it took place, by unit."""


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
    a_day: dict[Unit, float] = {}  # most that one person tells of one day; empty: as shipped


def _kind(
    kind: ActivityKind, itself: Unit = Unit.TIMES, *needs: Unit, photos: bool = False,
    a_day: tuple[float, ...] = (), **usual: tuple[float, float],
) -> KindRules:  # fmt: skip
    named = {Unit[name.upper()]: bounds for name, bounds in usual.items()}
    most = dict(zip((itself, *named), a_day, strict=False))
    return KindRules(kind=kind, itself=itself, needs=needs, photos=photos, usual=named, a_day=most)


_K, _U = ActivityKind, Unit
_HEADS = (_U.PERSON_TIMES, _U.PEOPLE)
SHIPPED = (
    _kind(_K.HOME_VISIT, _U.TIMES, _U.HOUSEHOLDS, a_day=(12, 40, 160), households=(1, 12), person_times=(1, 48)),
    _kind(_K.PHONE_VISIT, _U.TIMES, *_HEADS, _U.HOUSEHOLDS, a_day=(60, 80), person_times=(1, 40)),
    _kind(_K.CASE_SESSION, _U.TIMES, a_day=(8, 30), person_times=(1, 10)),
    _kind(_K.GROUP_SESSION, _U.TIMES, *_HEADS, a_day=(4, 120), person_times=(3, 40)),
    _kind(_K.COMMUNITY_ACTIVITY, _U.SESSIONS, *_HEADS, a_day=(4, 1000), person_times=(5, 500)),
    _kind(_K.PUBLICITY, _U.SESSIONS, *_HEADS, a_day=(6, 1500), person_times=(5, 600)),
    _kind(_K.CLEANUP, _U.TIMES, *_HEADS, photos=True, a_day=(6, 200), person_times=(2, 60)),
    _kind(_K.ACCESSIBILITY_WORK, _U.TIMES, _U.HOUSEHOLDS, photos=True, a_day=(40, 40), households=(1, 40)),
    _kind(_K.CHARITY_EVENT, _U.SESSIONS, *_HEADS, a_day=(4, 3000), person_times=(5, 1500)),
    _kind(_K.COUNCIL, _U.SESSIONS, *_HEADS, a_day=(4, 150), person_times=(3, 60)),
    _kind(_K.TRAINING, _U.SESSIONS, *_HEADS, a_day=(6, 600), person_times=(3, 300)),
    _kind(_K.SUPERVISION, _U.TIMES, a_day=(8, 60), person_times=(1, 30)),
    _kind(_K.RESOURCE_LINK, _U.TIMES, a_day=(30,)),
    _kind(_K.OTHER, _U.TIMES, a_day=(30,)),
)  # fmt: skip


_SHIPPED_DAYS = {each.kind: each.a_day for each in SHIPPED}


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


def completed(
    rules: KindRules, counts: Counts, period: str = "", about: Collection[Unit] = ()
) -> dict[Unit, float]:
    """The numbers that were said, and the one that such an activity is by itself.

    A whole period is not one, and what took place about ten times (`about`) neither.
    """
    said = dict(counts)
    if not period and not any(unit in said or unit in about for unit in OCCASIONS):
        said[rules.itself] = 1
    return {unit: said[unit] for unit in Unit if unit in said}


def missing(rules: KindRules, counts: Counts) -> Unit | None:
    """The unit without which such an activity says little."""
    return None if not rules.needs or any(unit in counts for unit in rules.needs) else rules.needs[0]


def asked_for(rules: KindRules, counts: Counts, about: Collection[Unit]) -> Unit | None:
    """The one number that is asked for: one that was said only about, else the one that is missing.

    How long it took is not worth a question.
    """
    wanted = [unit for unit in about if unit not in counts and unit is not Unit.HOURS]
    needed = [unit for unit in wanted if unit in rules.needs]
    return next(iter(needed or wanted), None) or missing(rules, counts)


def occasions(counts: Counts) -> float:
    """How often it took place, as it was said; 1 where nothing is said."""
    return next((counts[unit] for unit in OCCASIONS if counts.get(unit)), 1)


def days_of(activity: Activity) -> int:
    """How many days it tells of: one, several, or all of its period."""
    if not activity.period:
        return ((activity.held_until or activity.held_on) - activity.held_on).days + 1
    _, mark, rest = activity.period.partition("-")
    return _DAYS[rest[0] if rest[:1].isalpha() else mark]


def unusual(
    rules: ActivityRules, kind: ActivityKind, counts: Counts, history: History, days: int = 1
) -> Unit | None:
    """The first unit whose number is outside what is normal there; None where all is as usual.

    So much each time, and so much a day: what many days come to is held against as many.
    """
    for unit, number in counts.items():
        least, most = usual(rules, kind, unit, counts, history, days)
        if not least <= number <= most:
            return unit
    return None


def usual(
    rules: ActivityRules, kind: ActivityKind, unit: Unit, counts: Counts, history: History, days: int = 1
) -> tuple[float, float]:
    """Least and most that is normal there of a unit, for so often and so many days."""
    often, (low, high) = occasions(counts), _each_time(rules, kind, unit, history)
    least = low if unit in EACH_ONCE else low * often  # three sessions with two people are two people
    return least, min(high * max(often, days), _in_a_day(rules, kind, unit, history) * days)


def _each_time(rules: ActivityRules, kind: ActivityKind, unit: Unit, history: History) -> tuple[float, float]:
    """Least and most each time; of how often it took place itself nothing is said."""
    if unit in OCCASIONS:
        return 0, inf
    usual, middle = rules.of(kind).usual, _middle(rules, unit, history)
    if middle is not None:
        return middle / rules.usual_times, middle * rules.usual_times
    return usual.get(unit) or usual.get(_LIKE.get(unit, unit)) or (0, inf)


def _in_a_day(rules: ActivityRules, kind: ActivityKind, unit: Unit, history: History) -> float:
    """The most in one day; never less than the most of one time, or than what the station's own come to."""
    most = rules.of(kind).a_day or _SHIPPED_DAYS.get(kind, {})
    known = most.get(unit) or most.get(_LIKE.get(unit, unit))
    if known is None:
        return inf
    if unit in OCCASIONS:
        return max(known, rules.usual_times * (_middle(rules, unit, history) or 0))
    return max(known, _each_time(rules, kind, unit, history)[1])


def _middle(rules: ActivityRules, unit: Unit, history: History) -> float | None:
    """The median of what the station's own came to, once there are enough of them."""
    earlier = history.get(unit, ())
    return median(earlier) if len(earlier) >= rules.usual_after else None


PhotosWanted = Literal["", "before", "after", "one", "both"]
"""Which of the two pictures is not there: that from before, that from after, one of them, both; or none is missing."""


def photos_wanted(captions: Sequence[str]) -> PhotosWanted:
    """What is missing of before and after, by the lines of the pictures; one without a line can be either."""
    before = any(_BEFORE.search(caption) for caption in captions)
    after = any(_AFTER.search(caption) for caption in captions)
    open_ = sum(1 for caption in captions if not (_BEFORE.search(caption) or _AFTER.search(caption)))
    if before + after + open_ >= 2:
        return ""
    return "after" if before else "before" if after else "one" if open_ else "both"
