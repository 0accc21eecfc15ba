"""What a digest says: frozen figures and lists, from which its text, its picture and its workbook are made.

Names, doors, telephones and raw words are never in it; a building head's name only where the rules allow five of
them (RULES, Settled: silence).
"""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import SQLModel


class Span(StrEnum):
    """How long a period is. Names are stored."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Stated(SQLModel):
    """One figure as it is stated: `number` of `whole` where it is a rate, `before` of the period before."""

    name: str  # of the dictionary (fieldwork.figures)
    unit: str
    number: float
    whole: float | None = None
    before: float | None = None
    late: float = 0  # of it 补报


class PlaceFigures(SQLModel):
    """The figures of one place below."""

    place: str
    name: str
    figures: list[Stated] = []


class OpenMatter(SQLModel):
    """A line that can be acted on: number, place down to the building, category, and how late it is."""

    serial: int
    number: str
    place: str
    category: str
    station: str
    station_name: str = ""
    state: str
    days_open: int
    days_late: int = 0
    level: int = 0
    excluded: bool = False  # 剔除: to be done all the same, and in no rate


class WeekFigures(SQLModel):
    monday: date
    received: int
    solved: int


class AgeGroup(SQLModel):
    """Open matters by age: from so many days on, to so many (None: without end)."""

    since: int
    until: int | None
    many: int


class Silence(SQLModel):
    heads: int = 0  # building heads not heard from for 60 days
    names: list[str] = []  # five of them at most
    buildings: int = 0
    where: list[str] = []  # of one place: which buildings, 200 of them at most; behind a tap


class Table(SQLModel):
    """Figures by something else than places: the tables of a year (白皮书)."""

    by: str  # month, category, organisation, project
    rows: list[PlaceFigures] = []  # `place` is the code or the number of what it is by


class Behind(SQLModel):
    """A target that is not reached as far as it should be by now."""

    name: str  # 简体
    english: str = ""
    goal: float
    people: int  # how many are behind
    of: int  # how many it is for


class Morning(SQLModel):
    """What a day brings a worker, in counts."""

    day: date
    mine: int = 0  # signed for, to be done
    late: int = 0  # of these
    unsigned: int = 0  # of the station: nobody has signed for it
    visits: int = 0  # households to be visited today
    to_ring: int = 0  # 待电话回访
    to_check: int = 0  # activities of the station that nobody has looked at

    @property
    def is_empty(self) -> bool:
        """Nothing waits: it is not sent."""
        return not (self.mine or self.unsigned or self.visits or self.to_ring or self.to_check)


class Digest(SQLModel):
    """Everything one digest states."""

    place: str
    place_name: str
    station: str = ""
    span: Span
    period: str  # `2026-03-02`, `2026-W10`, `2026-03`, `2026`
    since: date
    until: date
    made_at: datetime
    as_of: datetime | None = None  # in the field's time: what had happened until then is in the figures
    closed: bool = False  # 封账
    figures: list[Stated] = []
    places: list[PlaceFigures] = []
    weeks: list[WeekFigures] = []
    ages: list[AgeGroup] = []
    matters: list[OpenMatter] = []
    more_matters: int = 0  # that need somebody too
    rest: list[OpenMatter] = []  # of one place: what else is open, that which needs somebody first
    returns: list[Stated] = []  # per station: `name` is the station's
    unreachable: list[str] = []  # people who cannot be reached
    silence: Silence = Silence()
    not_accepted: int = 0  # activities that wait to be accepted
    restricted: int = 0  # open matters that need somebody and that no list shows
    open: int = 0
    visits_late: int = 0  # households whose day of a visit is over
    patterns: int = 0  # of a kind, again and again, at a place
    behind: list[Behind] = []
    tables: list[Table] = []  # of a year
    at_end: list[
        Stated
    ] = []  # of a year: what is told apart, or stands at its end, and adds up out of no lines

    @property
    def is_empty(self) -> bool:
        """Nothing happened and nothing waits: it is not sent."""
        stated = any(each.number or each.whole for each in self.figures)
        waits = self.open or self.restricted or self.not_accepted or self.visits_late or self.patterns
        return not (stated or waits or self.unreachable or self.behind)

    @property
    def is_settled(self) -> bool:
        """Its period is over, and all that happened in it is counted: it can be said again as it was."""
        return self.as_of is not None and self.as_of.date() > self.until
