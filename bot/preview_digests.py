"""Examples of what letters of digests ask for, for the page that shows every letter."""

from datetime import date, datetime, timedelta
from typing import Any

from fieldwork.digests import AgeGroup, Behind, Digest, Morning, OpenMatter, Silence, Span, Stated
from fieldwork.reports import State


def examples_of_digests(home: str, at: datetime) -> dict[Any, list[Any]]:
    """By type; the first of each is the plainest."""
    day, matters = at.date(), _matters(home)
    return {
        Morning: [Morning(day=day, mine=4, late=1, unsigned=2, visits=3, to_ring=1, to_check=2),
                  Morning(day=day, mine=2), Morning(day=day)],
        OpenMatter: matters,
        Digest: [_digest(home, at, day, matters), *_little(home, at, day)],
    }  # fmt: skip


def _matters(home: str) -> list[OpenMatter]:
    plain = OpenMatter(serial=10_427, number="N-10427-3", place="西湖花园4号楼", category="governance.sewage",
                       station=home, state=State.SIGNED, days_open=9, days_late=3, level=2)  # fmt: skip
    changes: list[dict[str, Any]] = [{"days_late": 0}, {"place": "", "category": ""}]
    return [plain, *(plain.model_copy(update=change) for change in changes)]


def _digest(home: str, at: datetime, day: date, matters: list[OpenMatter]) -> Digest:
    """One that has something of everything."""
    figures = [("received", "件", 12, None), ("done", "件", 7, None), ("solved", "件", 16, 20),
               ("home_visit", "次", 5, None), ("home_visit", "户", 20, None)]  # fmt: skip
    return Digest(
        place=home, place_name="凤城街道", span=Span.WEEK, period="2026-W09", since=day - timedelta(days=7),
        until=day - timedelta(days=1), made_at=at, closed=True, open=14, matters=matters, more_matters=4,
        figures=[Stated(name=name, unit=unit, number=number, whole=whole, before=9, late=1)
                 for name, unit, number, whole in figures],
        ages=[AgeGroup(since=0, until=7, many=9), AgeGroup(since=8, until=30, many=4),
              AgeGroup(since=31, until=None, many=1)],
        returns=[Stated(name="东门站", unit="件", number=2)], unreachable=["王慧敏"], restricted=1,
        silence=Silence(heads=7, names=["陈桂芳", "李国柱"], buildings=12), not_accepted=3, visits_late=2,
        patterns=1, behind=[Behind(name="进驻社区", goal=8, people=2, of=9)],
    )  # fmt: skip


def _little(home: str, at: datetime, day: date) -> list[Digest]:
    """One of each length with nothing in it."""
    return [Digest(place=home, place_name="凤城街道", span=span, period="2026", since=day, until=day, made_at=at)
            for span in Span]  # fmt: skip
