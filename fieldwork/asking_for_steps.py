"""What somebody wants to do with a report, said in a word and its number: 剔除 N-10001-6, N-10001-6 延期.

Only listed words stand there: whatever says more is an addition, or a report.
"""

import re
from typing import NamedTuple

from fieldwork import numbers
from fieldwork.asking_by_number import MARKS, NUMBER
from fieldwork.understanding.folding import fold

ON_NEEDS = {
    "签收": "sign", "办结": "done", "催办": "urge", "催一下": "urge", "催": "urge", "转给": "hand", "转派": "hand",
    "转": "hand", "延期": "ask_extend", "挂起": "ask_hold", "挂账": "ask_park", "剔除": "ask_exclude",
    "督办": "supervise",
    "转介": "refer",
}  # fmt: skip
"""Words for what a station does with a need, each with the button that does the same."""
ON_ACTIVITIES = {"核实": "activity_accept", "计入": "activity_accept", "退回": "activity_return"}
"""And with an activity."""
_ALONE = {"剔除", "延期", "挂账", "挂起", "督办", "转派", "转介"}
_SMALL = re.compile("申请|请|麻烦|帮我|帮忙|给我|我要|我想|要|把|将|这个|这条|这件|的|一下|吧|了|一次")


class Wish(NamedTuple):
    """What is wished of which report."""

    word: str
    serial: int | None  # None where its digits are wrong
    number: str  # as it was written; empty where there is none


def read(text: str) -> Wish | None:
    """The one wish in a short message; None where it says anything else."""
    folded = fold(text)
    found = NUMBER.findall(folded)
    beside = MARKS.sub("", NUMBER.sub("", folded))
    word = beside if beside in ON_NEEDS else _SMALL.sub("", beside)
    if len(found) > 1 or word not in (ON_NEEDS | ON_ACTIVITIES if found else _ALONE):
        return None
    return Wish(word, numbers.read(found[0]) if found else None, found[0] if found else "")
