"""Digests to look at: a busy week, a whole year, and nothing at all."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.texts import load_translators
from bot.words import SHIPPED, load_words
from fieldwork.digests import (
    AgeGroup,
    Behind,
    Digest,
    OpenMatter,
    PlaceFigures,
    Silence,
    Span,
    Stated,
    Table,
    WeekFigures,
)
from fieldwork.texts import Language

SPEAK = load_translators(load_words([SHIPPED]), Language.HANS)
MONDAY = date(2026, 3, 2)
AT = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
LONG = "凤翔大道南片区联合社区居民服务中心暨长者服务站点"


def digest(**values: Any) -> Digest:
    """A week of a street in which nothing happened, but for what is given."""
    week = {"since": MONDAY, "until": MONDAY + timedelta(days=6), "period": "2026-W10", "span": Span.WEEK}
    return Digest(**{"place": "441802006", "place_name": "凤城街道", "made_at": AT, **week, **values})


def weeks(many: int) -> list[WeekFigures]:
    """The last weeks, one like the other but for their numbers."""
    mondays = [MONDAY - timedelta(weeks=many - 1 - at) for at in range(many)]
    return [
        WeekFigures(monday=day, received=20 + 7 * at % 31, solved=15 + 5 * at % 13)
        for at, day in enumerate(mondays)
    ]


def done(**kinds: dict[str, float]) -> list[Stated]:
    """What was done, each kind in its units."""
    return [
        Stated(name=kind, unit=unit, number=number)
        for kind, units in kinds.items()
        for unit, number in units.items()
    ]


def place(name: str, number: float, whole: float) -> PlaceFigures:
    """A community with its rate, and how much came in."""
    return PlaceFigures(
        place=name, name=name, figures=[Stated(name="received", unit="件", number=whole),
                                        Stated(name="solved_rate", unit="件", number=number, whole=whole)]
    )  # fmt: skip


def busy(**values: Any) -> Digest:
    """A week with something in each of its parts, and with texts that a spreadsheet would run."""
    communities = [
        place("西湖社区", 16, 20),
        place(LONG, 5, 21),
        place("=HYPERLINK(1)", 1, 2),
        place("城西", 0, 0),
    ]
    matter = OpenMatter(serial=10427, number="N-10427-3", place="+西湖花园 4号楼", category="governance.sewage",
                        station="441802006019", station_name="西湖站", state="signed", days_open=41, days_late=3,
                        level=2)  # fmt: skip
    whole: dict[str, Any] = {
        "figures": [
            Stated(name="received", unit="件", number=160, before=140, late=3),
            Stated(name="solved_rate", unit="件", number=98, whole=120, before=88),
            *done(training={"小时": 12.5}, home_visit={"次": 12, "户": 36, "人次": 80}, cleanup={"次": 2, "人次": 2}),
        ],
        "places": communities, "weeks": weeks(8), "matters": [matter], "more_matters": 4, "not_accepted": 5,
        "ages": [AgeGroup(since=0, until=3, many=12), AgeGroup(since=4, until=None, many=143)],
        "returns": [Stated(name="-凤城站", unit="件", number=3, whole=40)],
        "unreachable": ["王小明"], "silence": Silence(heads=3, names=["陈大文"], buildings=14), "closed": True,
    }  # fmt: skip
    return digest(**{**whole, **values})


def yearly() -> Digest:
    """A year with the tables of the white paper."""
    lighting, other = place("", 8, 9), place("", 3, 4)
    tables = [Table(by="category", rows=[lighting.model_copy(update={"place": "governance.sewage"}), other]),
              Table(by="organisation", rows=[place("慈善会", 1, 9)]), Table(by="project", rows=[])]  # fmt: skip
    behind = [Behind(name="服务社区", english="Communities served", goal=8, people=2, of=11)]
    return busy(span=Span.YEAR, period="2026", since=date(2026, 1, 1), until=date(2026, 12, 31), weeks=weeks(53),
                tables=tables, behind=behind)  # fmt: skip
