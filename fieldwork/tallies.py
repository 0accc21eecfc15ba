"""Tallies: the lines that figures are summed from. Only ever added.

Each line says on which day how much of what was done where, and which record it comes from. What is taken back
is a line with the opposite number. A period that a place has closed (封账) gets no more lines: what comes later
stands on the first day after it, marked as 补报; so a closed period never changes, and every figure opens to its
records.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import SQLModel


class Tally(SQLModel):
    """One line."""

    day: date
    name: str  # what is counted: a kind of activity, or a step of a need (fieldwork.figures)
    unit: str  # 次 户 户次 人 人次 场 例 小时; 件 of needs
    number: float
    serial: int = 0  # the record: a report or an activity
    path: str  # the place and everything above it: `/441802/441802006/441802006019/`
    station: str = ""
    category: str = ""
    person_id: int | None = None  # who did it
    organisation_id: int | None = None
    project_id: int | None = None
    late: bool = False  # 补报: of a period that was closed before
    by_time: bool = False  # accepted by time, by nobody
    at: datetime  # when it was entered


class Closing(SQLModel):
    """封账: from then on a place's figures of a period stay as they are."""

    id: int = 0
    place: str
    path: str
    since: date
    until: date  # both included
    closed_at: datetime
    closed_by: int | None = None
    waiting: int = 0  # how much was not accepted then


class Entry(NamedTuple):
    """On which day a line stands, and whether that is later than it happened."""

    day: date
    late: bool


def covering(closings: Iterable[Closing], path: str, since: date, until: date) -> Closing | None:
    """What has closed all of a period at a place already: the place's own closing, or one above."""
    around = (each for each in closings if path.startswith(each.path))
    return next((each for each in around if each.since <= since and until <= each.until), None)


def entry(day: date, path: str, closings: Iterable[Closing]) -> Entry:
    """Where a line of a day belongs: on that day, or on the first after all that was closed around it."""
    closed, on = [each for each in closings if path.startswith(each.path)], day
    while around := next((each for each in closed if each.since <= on <= each.until), None):
        on = around.until + timedelta(days=1)
    return Entry(on, on != day)


def difference(wanted: Iterable[Tally], standing: Iterable[Tally], at: datetime) -> list[Tally]:
    """What one record lacks in the figures, and the opposite of what should not stand there.

    `standing` are its lines in the order they were entered. Days do not matter: what was entered late, since its
    own day was closed, is there. What is taken back is taken from the day it stands on.
    """
    have, should, found = _sorted(standing), _sorted(wanted), list[Tally]()
    for like in dict.fromkeys([*should, *have]):
        lines, there = should[like], _left(have[like])
        found += lines[len(there) :]
        found += [line.model_copy(update={"number": -line.number, "at": at}) for line in there[len(lines) :]]
    return found


def _sorted(lines: Iterable[Tally]) -> defaultdict[tuple[object, ...], list[Tally]]:
    """Lines that differ in nothing but their days stand together."""
    found = defaultdict[tuple[object, ...], list[Tally]](list)
    for line in lines:
        found[line.name, line.unit, abs(line.number), line.path, line.station, line.category, line.person_id,
              line.organisation_id, line.project_id].append(line)  # fmt: skip
    return found


def _left(lines: Iterable[Tally]) -> list[Tally]:
    """What is left of lines when each that was taken back is left out, with the newest before it."""
    left = list[Tally]()
    for line in lines:
        if line.number >= 0:
            left.append(line)
        elif left:
            left.pop()
    return left
