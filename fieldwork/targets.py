"""Targets of workers (每名社工进驻社区): what is to be reached by a day, and how far somebody is."""

from datetime import date
from math import floor
from typing import NamedTuple

from fieldwork.periods import Period
from fieldwork.rules import Target


class Reached(NamedTuple):
    """What one worker has of a target, as different communities, and what they were to have by then."""

    person_id: int
    number: int
    goal: int
    due: int

    @property
    def is_behind(self) -> bool:
        return self.number < self.due

    @property
    def has_reached(self) -> bool:
        return self.number >= self.goal


def by_now(target: Target, whole: Period, day: date) -> int:
    """What is to be reached by the end of a day: the goal's share of the days that are over."""
    return floor(target.goal * ((day - whole.since).days + 1) / whole.days)
