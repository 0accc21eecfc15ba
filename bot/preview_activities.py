"""Examples of what letters about activities ask for, for the page that shows every letter."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from fieldwork.activities import Activity, ActivityKind, Problem, Stage, Unit
from fieldwork.digests import Span
from fieldwork.letters import closing_periods, reviewing_many
from fieldwork.letters.matter import Matter
from fieldwork.letters.reviewing_many import Flag, Page, Waiting
from fieldwork.organisations import Organisation, Project, ProjectKind
from fieldwork.periods import Period, PeriodRules, period_of
from fieldwork.reports import ReportKind, State
from fieldwork.reviewing import Was
from fieldwork.tallies import Closing


def examples_of_activities(matter: Matter, at: datetime) -> dict[Any, list[Any]]:
    """By type; the first of each is the plainest."""
    lines = [Waiting(told, flags) for told, flags in zip(activities(matter, at), _flags(), strict=False)]
    return {
        reviewing_many.Waiting: lines,
        Activity: [told.activity for told in activities(matter, at)],
        Organisation: [Organisation(id=1, name="春晖社工中心", place="441802006")],
        Project: [
            Project(id=n, name="微心愿", kind=kind, place="441802006")
            for n, kind in enumerate(ProjectKind, start=1)
        ],
        Page: [
            Page(lines[:1], 0, more=False),
            Page(lines, 1, more=True, unconfirmed=3),
            Page([], 0, more=False),
        ],
        Mapping[str, int]: [{"已结案": 12, "办理中": 3}, {}],
        Closing: [_closing(at)],
        closing_periods.Told: [closing_periods.Told("凤城街道", _closing(at), "罗永康", at.date())],
        Period: [period_of(at.date(), span, PeriodRules()) for span in Span],
    }


def activities(matter: Matter, at: datetime) -> list[Matter]:
    """One activity wherever it may stand, and with everything that a card may say of it."""
    noted = matter.report.model_copy(update={"kind": ReportKind.ACTIVITY, "state": State.NOTED})
    plain = Activity(serial=noted.serial, kind=ActivityKind.HOME_VISIT, stage=Stage.SUBMITTED, person_id=1,
                     station=noted.station, place=noted.place, held_on=at.date())  # fmt: skip
    decided = {"decided_at": at, "decided_by": 2}
    changes: list[dict[str, Any]] = [
        {}, {"sampled": True, "unusual": Unit.HOUSEHOLDS.value}, {"unusual": Unit.TIMES.value},
        {"unusual": Unit.PERSON_TIMES.value}, {"stage": Stage.DRAFT},
        {"stage": Stage.ACCEPTED, **decided}, {"stage": Stage.ACCEPTED},
        *({"stage": Stage.RETURNED, "problem": one, "note": "请再看看", **decided} for one in Problem),
        {"stage": Stage.RESUBMITTED, "held_on": at.date() + timedelta(days=1)},
        {"stage": Stage.VOID, "problem": Problem.OTHER, "note": "走访取消了", **decided},
    ]  # fmt: skip
    before = Was(kind=ActivityKind.OTHER, held_on=at.date(), counts={Unit.HOUSEHOLDS: 4})
    told = {
        "report": noted,
        "reviewer": "王慧敏",
        "was": before,
        "counts": {Unit.TIMES: 1, Unit.HOUSEHOLDS: 5, Unit.PERSON_TIMES: 3},
        "usual": (2, 4),
        "replaces": ("A-10427-3",),
        "unsaid": Unit.PERSON_TIMES,
        "photos_wanted": "both",
        "organisation": "春晖社工中心",
        "project": "微心愿",
    }
    return [
        matter.model_copy(update={**told, "activity": plain.model_copy(update=change)}) for change in changes
    ]


def _flags() -> list[tuple[Flag, ...]]:
    return [(), tuple(Flag)]


def _closing(at: datetime) -> Closing:
    return Closing(place="441802006", path="/441802/441802006/", since=date(2026, 2, 1), until=date(2026, 2, 28),
                   closed_at=at, closed_by=1, waiting=2)  # fmt: skip
