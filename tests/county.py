"""A county's year in figures, as the field states it (FIELD 1.2 and 1.3, S1, Longzi), and what people would have
written day by day to make it so: nothing here is what anybody really wrote."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

STATED = {
    ("cleanup", "次"): 62,
    ("cleanup", "人次"): 832,
    ("home_visit", "次"): 255,
    ("home_visit", "户"): 764,
    ("home_visit", "人次"): 3060,
    ("accessibility_work", "户"): 40,
    ("publicity", "场"): 43,
    ("publicity", "人次"): 6025,
    ("charity_event", "场"): 3,
    ("charity_event", "人次"): 1020,
    ("case_opened", "例"): 7,
}
"""By name and unit. 3,000 余 and 1,000 以上 are given a number, since nobody counts “more than”."""


class Deed(NamedTuple):
    """What somebody did on a day, in their own words; `photos`: before and after stand with it."""

    day: date
    kind: str
    words: str
    photos: bool = False


def deeds(year: int, share: float = 1.0, seed: int = 1) -> list[Deed]:
    """A year's deeds by day; `share` of them, each kind at least once."""
    chance = Random(seed)
    made = [*_visits(chance), *_cleanups(chance), *_works(), *_talks(chance), *_events(chance)]
    kept = _share(made, share)
    dated = [each._replace(day=_day(year, chance)) for each in kept]
    return sorted(dated, key=lambda each: each.day)


def _share(made: list[Deed], share: float) -> list[Deed]:
    found = list[Deed]()
    for kind in dict.fromkeys(each.kind for each in made):
        of = [each for each in made if each.kind == kind]
        found += of[: max(1, round(len(of) * share))]
    return found


def _day(year: int, chance: Random) -> date:
    return date(year, 1, 5) + timedelta(days=chance.randrange(355))


def _visits(chance: Random) -> Iterator[Deed]:
    homes, people = _parts(764, 255, chance), _parts(3060, 255, chance)
    ways: tuple[Callable[[int, int], str], ...] = (
        lambda homes_, people_: f"今天入户走访{homes_}户{people_}人次",
        lambda homes_, people_: f"今天走访{homes_}戶，服务{people_}人次",
        lambda homes_, people_: f"入户走访 {homes_} 户\n服务 {people_} 人次",
    )
    for number, (at, who) in enumerate(zip(homes, people, strict=True)):
        yield Deed(date.min, "home_visit", ways[number % len(ways)](at, who))


def _cleanups(chance: Random) -> Iterator[Deed]:
    for many in _parts(832, 62, chance):
        yield Deed(date.min, "cleanup", f"今天环境整治，{many}人次参加", photos=True)


def _works() -> Iterator[Deed]:
    for _number in range(40):
        yield Deed(date.min, "accessibility_work", "今天完成适老化改造1户", photos=True)


def _talks(chance: Random) -> Iterator[Deed]:
    for many in _parts(6025, 43, chance):
        yield Deed(date.min, "publicity", f"今天开展反诈宣讲1场，{many}人次")


def _events(chance: Random) -> Iterator[Deed]:
    for many in _parts(1020, 3, chance):
        yield Deed(date.min, "charity_event", f"今天举办公益慈善活动1场，服务{many}人次")


def _parts(total: int, many: int, chance: Random) -> list[int]:
    """A total in so many parts, each near the mean: nobody is asked whether they are sure."""
    mean = total / many
    parts = [max(1, round(mean * chance.uniform(0.7, 1.3))) for _ in range(many)]
    step = 1 if sum(parts) < total else -1
    while sum(parts) != total:
        at = chance.randrange(many)
        if parts[at] + step >= 1:
            parts[at] += step
    return parts
