"""Examples of what letters about visits ask for, for the page that shows every letter."""

from datetime import datetime
from typing import Any

from fieldwork.buttons import Button
from fieldwork.care import CarePlan, Risk
from fieldwork.letters.arranging_visits import Figures, Pause
from fieldwork.letters.visiting import Counted, Errand, Line
from fieldwork.visits_due import Rate


def examples_of_visits(home: str, at: datetime) -> dict[Any, list[Any]]:
    """By type; the first of each is the plainest."""
    day, lines = at.date(), _lines(home, at)
    behind = (("王慧敏", 2, ("K-10001-6", "K-10002-4")),)
    return {
        Risk: list(Risk),
        CarePlan: [line.plan for line in lines],
        Line: lines,
        Errand: [Errand(day, tuple(lines), later=4, noting="K-10001-6"), Errand(day)],
        Counted: [Counted(3, 12, 1, heads=True)],
        Pause: [
            Pause("K-10001-6 · 西湖花园4号楼", day, "王慧敏", plan=lines[0].plan),
            Pause("西湖花园4号楼", day, "王慧敏", "外墙施工", place=home),
        ],
        Figures: [Figures(day, Rate(15, 12, 2, 1, 1), behind), Figures(day, Rate(), ())],
        Button: [Button(action="place_pause", choice=home)],
    }


def _lines(home: str, at: datetime) -> list[Line]:
    """A household as it is, late, after a change, ended, paused."""
    plain = CarePlan(
        id=1, place=home, door="502", name="李阿婆", telephone="13800000001", words="有糖尿病", risk=Risk.HIGH,
        station=home, responsible_id=2, made_by=2, made_at=at, first_on=at.date(), next_on=at.date(),
    )  # fmt: skip
    changes: list[dict[str, Any]] = [
        {"missed_at": at},
        {"changed_at": at},
        {"extra_on": at.date()},
        {"ended_at": at},
    ]
    plans = [plain, *(plain.model_copy(update=change) for change in changes)]
    lines = [Line(plan, "西湖花园4号楼", on=at.date()) for plan in plans]
    return [*lines, lines[0]._replace(late=2), lines[0]._replace(paused=at.date())]
