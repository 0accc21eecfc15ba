"""Names of estates that the network lacks: with one, the number of a building is not looked for at home.

阳光花园4号楼, written by somebody of 西湖花园, is not 西湖花园4号楼.
"""

import re

from fieldwork.understanding.ground import ENDING, HAN, PHASE, named
from fieldwork.understanding.lexicon import Span

_LOOSE = (
    r"(?:大厦|广场|中心|山庄|国际|名都|[华豪]庭|公馆|半岛|庄园|商厦|[苑府湾城庭园里邸墅郡轩阁]|"
    r"(?:路|街|巷|大道)(?:\d+号院?)?)"
)
_PHASE = rf"{PHASE}?"
_BETWEEN = " ,的第"

_BESIDE = re.compile(rf"[{HAN}]{{1,8}}(?:{ENDING}|{_LOOSE}){_PHASE}$")
_ALONE = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,9}}?{ENDING}{_PHASE}")


def unknown_beside(marked: str, start: int) -> Span | None:
    """The unknown name right before the building that starts at `start`, in a folded and marked text."""
    before = marked[max(0, start - 40) : start].rstrip(_BETWEEN)
    match = _BESIDE.search(before)
    return _span(match) if match is not None else None


def unknown_alone(marked: str) -> Span | None:
    """An unknown name that stands at the beginning of the text or after a break, without a building."""
    for match in _ALONE.finditer(marked):
        found = _span(match)
        if found is not None:
            return found
    return None


def _span(match: re.Match[str]) -> Span | None:
    name = named(match)
    if name is None or not re.search(rf"(?:{ENDING}|{_LOOSE})", name[1:]):
        return None
    return match.end() - len(name), match.end()
