"""A plan of visits as somebody says it in one sentence: 加探访 3栋502 高风险 李阿婆 13800000000 明天.

Closed lists; what is not found stays open and is asked (FIELD 5.2). The rest of the words is what to look after.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from fieldwork import telephones
from fieldwork.care import Risk
from fieldwork.days import read_day
from fieldwork.understanding import on_behalf

QUESTIONS = ("place", "door", "who", "risk", "first")
"""In the order they are asked; the next one is the first without an answer."""

_RISKS = {
    Risk.HIGH: ("高风险", "高危", "每周", "HIGH RISK", "WEEKLY"),
    Risk.KEY: ("重点", "每月", "MONTHLY"),
    Risk.GENERAL: ("一般", "每季度", "每季", "QUARTERLY", "GENERAL"),
}
_BEGINS = re.compile(r"(?:加探访|新增探访|加一户|添加探访|ADD A VISIT|ADD VISITS?)\s*[:：,，]?\s*")
_CUT = re.compile(r"[\s,，;；、。]+")


class Told(NamedTuple):
    """What was said about one household."""

    risk: Risk | None = None
    first: date | None = None
    name: str = ""
    telephone: str = ""
    words: str = ""


def opening(folded: str) -> int | None:
    """Where the sentence goes on after its first words; None where it is no such sentence."""
    found = _BEGINS.match(folded)
    return found.end() if found else None


def risk_in(folded: str) -> Risk | None:
    """The risk that a text names; None for none, or for two."""
    found = [risk for risk, words in _RISKS.items() if any(word in folded for word in words)]
    return found[0] if len(found) == 1 else None


def tell(written: str, folded: str, today: date) -> Told:
    """What a sentence says beside the place; `folded` is `written` as it is matched, letter by letter."""
    telephone = telephones.found_in(written)
    said: dict[str, Any] = {"risk": risk_in(folded), "telephone": telephones.read(telephone) or ""}
    left = list[str]()
    for start, piece in _pieces(written):
        folded_piece = folded[start : start + len(piece)]
        named = on_behalf.titled(piece)
        if telephone and piece in telephone:
            continue
        if any(folded_piece == word for words in _RISKS.values() for word in words):
            continue
        if said.get("first") is None and (day := read_day(folded_piece, today)):
            said["first"] = day
        elif not said.get("name") and named:
            said["name"] = named
        else:
            left.append(piece)
    return Told(**said, words=" ".join(left))


def _pieces(written: str) -> list[tuple[int, str]]:
    found, at = list[tuple[int, str]](), 0
    for piece in _CUT.split(written):
        at = written.index(piece, at)
        if piece:
            found.append((at, piece))
        at += len(piece)
    return found


def next_question(said: Mapping[str, Any]) -> str | None:
    """The first question without an answer; None when all is said."""
    return next((name for name in QUESTIONS if name not in said), None)
