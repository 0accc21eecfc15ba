"""Limits as a district has set them: by urgency, category and station; all of it data (RULES 3.3, 3.4).

The most specific clock wins: one for a station before one for all, one for a category before one for any.
"""

from collections.abc import Sequence
from datetime import date, time, tzinfo
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from fieldwork.calendars import (
    WEEK,
    Calendar,
    Length,
    NationalDays,
    Runs,
    days_in,
    read_length,
    read_period,
)
from fieldwork.duty import Closure
from fieldwork.reports import Report, Urgency


def _is_length(written: str) -> str:
    read_length(written)
    return written


def _is_period(written: str) -> str:
    read_period(written)
    return written


Long = Annotated[str, AfterValidator(_is_length)]
Hours = Annotated[str, AfterValidator(_is_period)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Clock(_Written):
    """The limits of one kind of report. What is absent has no limit."""

    urgency: Urgency | None = None
    rework: bool = False  # of what is done again (重办)
    station: str | None = None
    category: str | None = None
    runs: Runs
    sign: Long | None = None  # 签收
    contact: Long | None = None  # 首次联系
    plan: Long | None = None  # 方案: until how the work is done is agreed on; done counts from then
    done: Long  # 办结
    decide: Long = "1d"  # 裁定 of a return
    remind: float = Field(default=0.8, gt=0, lt=1)  # share of a limit after which 催办 comes
    remind_unsigned: float | None = Field(default=None, gt=0, lt=1)  # the same before anybody signed
    rises: tuple[Long, Long, Long] | None = None  # after the limit: level 2, level 3, 约谈
    awake: Hours | None = None  # a limit of signing or contact that ends outside these hours …
    asleep_until: time | None = None  # … ends at this time instead
    calls: Long | None = None  # T0: the next person is called so often, until somebody signs
    call_above: Long | None = None  # from when the station above is called too
    call_district: Long | None = None  # and whoever is on duty for the district: level 2
    call_head: Long | None = None  # and the district's head: level 3

    def length(self, leg: str) -> Length | None:
        """The limit of a leg: sign, contact, plan, done, decide."""
        written: str | None = getattr(self, leg)
        return read_length(written) if written else None


class StationHours(_Written):
    """What differs at one station."""

    station: str
    hours: tuple[Hours, ...] = ()
    workdays: tuple[Weekday, ...] = ()
    hours_of: dict[Weekday, tuple[Hours, ...]] = {}


class CalendarRules(_Written):
    """When stations work, and which table of holidays counts."""

    holidays: Literal["china", "hongkong", "macau", "none"] = "china"
    hours: tuple[Hours, ...] = ("08:30-12:00", "14:00-17:30")
    workdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    hours_of: dict[Weekday, tuple[Hours, ...]] = {}
    days_off: tuple[date, ...] = ()  # what the table of holidays does not know yet
    days_on: tuple[date, ...] = ()  # 调休
    stations: tuple[StationHours, ...] = ()

    @model_validator(mode="after")
    def _opens(self) -> "CalendarRules":
        if not self.hours or not self.workdays:
            raise ValueError("calendar: hours and workdays must not be empty")
        return self

    def of(
        self, station: str, national: NationalDays, closures: Sequence[tuple[date, date]], zone: tzinfo
    ) -> Calendar:
        """The calendar of one station, with its closures as spans of days."""
        own = next((each for each in self.stations if each.station == station), StationHours(station=station))
        hours_of = self.hours_of | own.hours_of
        return Calendar(
            zone=zone,
            hours=tuple(map(read_period, own.hours or self.hours)),
            hours_of={WEEK.index(day): tuple(map(read_period, hours)) for day, hours in hours_of.items()},
            workdays=frozenset(WEEK.index(day) for day in own.workdays or self.workdays),
            national=national,
            off=frozenset(self.days_off),
            on=frozenset(self.days_on),
            closed=days_in(closures),
        )


def _mark(said: object) -> str:
    return sha256(repr(said).encode()).hexdigest()[:16]


class Calendars:
    """The calendars of all stations, each made when it is first asked for."""

    def __init__(
        self, rules: CalendarRules, national: NationalDays, closures: Sequence[Closure], zone: tzinfo
    ) -> None:
        self._rules, self._national, self._zone = rules, national, zone
        self._closures = closures
        self._made: dict[str, Calendar] = {}
        said = (rules.model_dump_json(), len(national.off), len(national.on), national.known, str(zone))
        self.mark = _mark(said)  # two that reckon alike, but for closures, have the same

    def closed(self) -> dict[str, str]:
        """A mark for each station that has closures: two that are closed alike have the same."""
        days = dict[str, list[tuple[date, date]]]()
        for each in self._closures:
            days.setdefault(each.station, []).append((each.since, each.until))
        return {station: _mark(sorted(spans)) for station, spans in days.items()}

    def of(self, station: str) -> Calendar:
        """The calendar of a station, by its code."""
        if station not in self._made:
            closed = [(each.since, each.until) for each in self._closures if each.station == station]
            self._made[station] = self._rules.of(station, self._national, closed, self._zone)
        return self._made[station]


def clock_of(clocks: Sequence[Clock], report: Report, rework: bool) -> Clock:
    """The clock that a report runs on: the most specific that fits. Raises LookupError where none does.

    What is most urgent or urgent keeps its own clock when it is done again: it is the shorter one.
    """
    slow = rework and report.urgency not in (Urgency.T0, Urgency.T1)
    fitting = [clock for clock in clocks if _fits(clock, report, slow)]
    if not fitting:
        raise LookupError(f"no clock for {report.urgency}")
    return max(fitting, key=lambda clock: (clock.station is not None, _depth(clock.category)))


def _fits(clock: Clock, report: Report, rework: bool) -> bool:
    return (
        clock.rework == rework
        and (rework or clock.urgency is report.urgency)
        and clock.station in (None, report.station)
        and (clock.category is None or _within(report.category, clock.category))
    )


def _within(category: str | None, of: str) -> bool:
    return category is not None and (category == of or category.startswith(of + "."))


def _depth(category: str | None) -> int:
    return len(category.split(".")) if category else 0
