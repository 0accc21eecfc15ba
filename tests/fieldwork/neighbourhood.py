"""A small district with the traps of real ones, and a reader that knows it.

清城区
  凤城街道   西湖社区: 西湖花园 4, 5, 6 · 东门社区 (东门): 东门小区 1, 4, 综合楼; 翠竹苑 4, 7, B座
               飞来湖社区
  坑梓街道   坑梓社区, 沙田社区, 新建村
  龙田街道   龙田社区, 老坑社区, 新建村
"""

from bot.words import SHIPPED, load_words
from fieldwork.places import Network, Place, PlaceKind
from fieldwork.understanding.reading import Reader

WORDS = load_words([SHIPPED])


def _place(code: str, kind: PlaceKind, name: str, parent: str | None, *aliases: str) -> Place:
    return Place(code=code, kind=kind, name=name, parent=parent, aliases=list(aliases))


def _buildings(estate: str, *names: str) -> list[Place]:
    return [_place(f"{estate}-{name}", PlaceKind.BUILDING, name, estate) for name in names]


NETWORK = Network(
    [
        _place("QC", PlaceKind.DISTRICT, "清城区", None),
        _place("FC", PlaceKind.STREET, "凤城街道", "QC"),
        _place("KZ", PlaceKind.STREET, "坑梓街道", "QC"),
        _place("LT", PlaceKind.STREET, "龙田街道", "QC"),
        _place("xihu", PlaceKind.COMMUNITY, "西湖社区", "FC", "西湖社区居委会"),
        _place("dongmen", PlaceKind.COMMUNITY, "东门社区", "FC", "东门"),
        _place("feilaihu", PlaceKind.COMMUNITY, "飞来湖社区", "FC"),
        _place("kengzi", PlaceKind.COMMUNITY, "坑梓社区", "KZ"),
        _place("shatian", PlaceKind.COMMUNITY, "沙田社区", "KZ"),
        _place("xinjian-kz", PlaceKind.COMMUNITY, "新建村", "KZ"),
        _place("longtian", PlaceKind.COMMUNITY, "龙田社区", "LT"),
        _place("laokeng", PlaceKind.COMMUNITY, "老坑社区", "LT"),
        _place("xinjian-lt", PlaceKind.COMMUNITY, "新建村", "LT"),
        _place("garden", PlaceKind.ESTATE, "西湖花园", "xihu"),
        _place("gate", PlaceKind.ESTATE, "东门小区", "dongmen"),
        _place("bamboo", PlaceKind.ESTATE, "翠竹苑", "dongmen"),
        *_buildings("garden", "4号楼", "5号楼", "6号楼"),
        *_buildings("gate", "1栋", "4栋", "综合楼"),
        *_buildings("bamboo", "4幢", "7幢", "B座"),
        _place("garden-4-2", PlaceKind.UNIT, "2单元", "garden-4号楼"),
    ]
)

READER = Reader(WORDS, NETWORK)

FOUR, FIVE = "garden-4号楼", "garden-5号楼"
