"""Examples of what letters about rounds, lists and cases ask for, for the page that shows every letter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from fieldwork.activities import ActivityKind, Attendance, Counts, HouseholdLine, Met, Unit
from fieldwork.attending import Served
from fieldwork.cases import Case, CaseKind, Ending
from fieldwork.letters.attending import Year
from fieldwork.letters.households import Household, Shown
from fieldwork.letters.patterns import Pattern
from fieldwork.letters.telling_apart import Same, Why
from fieldwork.outings import Walked
from fieldwork.seeing import Part, Sight


def examples_of_rounds(home: str, at: datetime) -> dict[Any, list[Any]]:
    """By type; the first of each is the plainest."""
    plain = Case(id=1, kind=CaseKind.ELDER, station=home, place=home, worker_id=2, opened_on=at.date(),
                 noted_at=at)  # fmt: skip
    ended = {"closed_on": at.date(), "closed_why": Ending.REACHED.value}
    return {
        Case: [
            plain, plain.model_copy(update=ended), plain.model_copy(update={"kind": CaseKind.DRUG}),
        ],
        Attendance: [Attendance(serial=10_427, name=name, signed_at=at, minutes=90, confirmed_at=at)
                     for name in ("陈桂芳", "李国柱")],
        Mapping[ActivityKind, Counts]: [{ActivityKind.HOME_VISIT: {Unit.TIMES: 3, Unit.HOUSEHOLDS: 14}}, {}],
        Counts: [{Unit.PEOPLE: 12, Unit.PERSON_TIMES: 15}, {}],
        Year: [Year(2026, (Served(at.date(), "消防讲座", 90, True), Served(at.date(), "义诊", 60, False))),
               Year(2026)],
        Same: [Same(1, "陈桂芳", why) for why in Why],
        Sequence[tuple[int, str]]: [[(1, "西湖社区西湖花园4号楼"), (2, "西湖社区西湖花园5号楼")]],
        Shown: [Shown(_households(home, at), 4), Shown(_households(home, at), 40, 1)],
        Walked: [Walked(8, 9, 2, 14), Walked(8, 8, 1, 5, ("401", "402")), Walked(8, 8, 0), Walked()],
    }  # fmt: skip


def _households(home: str, at: datetime) -> list[Household]:
    """One that is plain, one of which a report came, one where nobody was in, one that is sensitive."""
    all_, nothing = Sight(frozenset(Part), masked=False), Sight()
    line = HouseholdLine(at=at, place=home, door="302", note="独居 厨房漏水", person_times=1)
    missed = line.model_copy(update={"door": "303", "note": "没人", "met": Met.NOT_MET, "person_times": None})
    return [
        Household(line.model_copy(update={"note": "都好"}), "", all_), Household(line, "N-10428-1", all_),
        Household(missed, "", all_), Household(line, "", nothing),
    ]  # fmt: skip


def patterns(home: str) -> list[Pattern]:
    """What comes up again and again there."""
    both = (10_426, 10_427)
    return [
        Pattern(home, "governance.lift", both, 7),
        Pattern(home, "governance.lift", both, 7, 2.5),
        Pattern(home, "elderly.care", both, 7, private=True),
    ]
