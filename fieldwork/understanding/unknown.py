"""Names of estates that the network lacks: with one, the number of a building is not looked for at home.

阳光花园4号楼, written by somebody of 西湖花园, is not 西湖花园4号楼.
"""

import re

from fieldwork.understanding.lexicon import Span

_ENDING = r"(?:花园|花苑|小区|家园|新村|公寓|[名雅嘉佳]苑|新城|宿舍|家属院|大院)"
_LOOSE = r"(?:大厦|广场|中心|山庄|[苑府湾城庭园里]|(?:路|街|巷|大道)(?:\d+号院?)?)"
_PHASE = r"(?:[一二三四五六七八九\d]{1,2}期|[东西南北中ABCD]区)?"
_BETWEEN = " ,的第"
_HAN = "一-鿿"

_BESIDE = re.compile(rf"[{_HAN}]{{1,8}}(?:{_ENDING}|{_LOOSE}){_PHASE}$")
_ALONE = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{2,9}}?{_ENDING}{_PHASE}")
_LEAD_IN = re.compile(
    r".*(?:我家?住|住在|就在|位于|反映|举报|投诉|请问|关于|[在到去从来是找有请对给])|[市区县镇]"
)
# 我们小区, 老旧小区, 隔壁小区: no name.
_NO_NAME = re.compile(
    r"(?:[我你他咱]们?的?|这个?|那个?|本|该|整个?|全|各|每个?|哪个?|某|几个|一个|老旧?|旧|新|安置|隔壁|旁边|附近|对面|周边|封闭式?|"
    r"开放式?|很多|许多|多个|无物业|物业|居民|住宅|单位|员工|职工|学生|集体|工地|人才|廉租|青年|老年|长者|美化|建设|共建|文明|和谐|平安|"
    r"社区|楼|大|小|商业|活动|服务|购物|文化|健身|市民|体育|站前|火车站|门口|[东西南北中]门?|公)*"
    rf"(?:的)?(?:{_ENDING}|{_LOOSE}){_PHASE}"
)


def unknown_beside(marked: str, start: int) -> Span | None:
    """The unknown name right before the building that starts at `start`, in a folded and marked text."""
    before = marked[:start].rstrip(_BETWEEN)
    match = _BESIDE.search(before)
    return _named(match) if match is not None else None


def unknown_alone(marked: str) -> Span | None:
    """An unknown name that stands at the beginning of the text or after a break, without a building."""
    for match in _ALONE.finditer(marked):
        found = _named(match)
        if found is not None:
            return found
    return None


def _named(match: re.Match[str]) -> Span | None:
    lead = _LEAD_IN.match(match[0])
    name = match[0][lead.end() :] if lead is not None else match[0]
    if len(name) < 3 or _NO_NAME.fullmatch(name) or not re.search(rf"(?:{_ENDING}|{_LOOSE})", name[1:]):
        return None
    return match.end() - len(name), match.end()
