"""Examples of what letters about rounds, lists and cases ask for, for the page that shows every letter."""

from datetime import datetime
from typing import Any

from fieldwork.cases import Case, CaseKind, Ending
from fieldwork.outings import Walked


def examples_of_rounds(home: str, at: datetime) -> dict[Any, list[Any]]:
    """By type; the first of each is the plainest."""
    plain = Case(id=1, kind=CaseKind.ELDER, station=home, place=home, worker_id=2, opened_on=at.date(),
                 noted_at=at)  # fmt: skip
    ended = {"closed_on": at.date(), "closed_why": Ending.REACHED.value}
    return {
        Case: [
            plain, plain.model_copy(update=ended), plain.model_copy(update={"kind": CaseKind.DRUG}),
        ],
        Walked: [Walked(8, 9, 2, 14), Walked(8, 8, 0), Walked()],
    }  # fmt: skip
