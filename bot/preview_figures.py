"""Examples of what letters about figures ask for, for the page that shows every letter."""

from datetime import datetime
from typing import Any

from fieldwork.digests import Span, Stated
from fieldwork.figures import Figure
from fieldwork.figures import named as figure_of
from fieldwork.letters.figure_parts import Part
from fieldwork.letters.figures import Excluded, Page, Shown
from fieldwork.letters.targets import Counted, Goal
from fieldwork.periods import PeriodRules, after, before, period_of
from fieldwork.rules import Target
from fieldwork.targets import Reached

PAST = (12, 3, 40)  # activities accepted by people, by time, with past records
TARGET = Target(name="每名社工进驻社区", english="Communities served by each worker", goal=8)


def examples_of_figures(home: str, at: datetime) -> dict[Any, list[Any]]:
    """By type; the first of each is the plainest."""
    rules = PeriodRules()
    month = period_of(at.date(), Span.MONTH, rules)
    visits = figure_of("home_visit", "户")
    return {
        Stated: [
            Stated(name="home_visit", unit="户", number=764, before=700, late=3),
            Stated(name="signing_rate", unit="件", number=16, whole=20),
        ],
        Page: [Page(home, "凤城街道", month, before=before(month, rules), after=after(month, rules), accepted=PAST)],
        Excluded: [Excluded("N-10001-6", "excluded.twice", "王慧敏", "罗永康")],
        Part: [Part("西湖社区", Stated(name="home_visit", unit="户", number=764))],
        Goal: [Goal(0, TARGET, period_of(at.date(), Span.YEAR, rules), 1, [Reached(2, 1, 8, 1), Reached(3, 0, 8, 1)])],
        Reached: [Reached(2, 1, 8, 1)],
        Counted: [Counted("西湖社区", at.date(), [(10_001, "A-10001-6")])],
        Shown: [Shown(10_001, "A-10001-6", at.date(), "西湖花园4号楼", "5 户")],
        Figure: [visits],
    }  # fmt: skip
