"""A slow oracle of what time brings to a report: RULES 3.3 and 3.4 once more, day by day, sharing nothing.

It reads the same file of rules and the same history; the reckoning is its own. Moments are seconds since 1970, a
day is looked at as often as it is asked for, and holidays are asked of chinese_calendar day by day. Where RULES
leave room, it takes:

- A leg begins anew with another station, another level and what is done again; a limit set by hand begins the
  work's leg alone. In each leg a mark comes once, and where several came at once the last alone.
- A plan is waited for from when the station has it; until it is agreed on nothing of the work is due there. The
  reporter counts the plan's limit and the work's until then, and the work's alone from the moment it is agreed on.
- A pause moves what lies behind its beginning: what was left is left, an hour at least. T0's calls go on.
- In working time a day that is named (review, hold, extension) is the first day worked from it on.
- 未参评 comes after seven days on whatever day that is: nobody works for it.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

import chinese_calendar

DAY = 86400.0
UNITS = {"min": 60, "h": 3600, "d": 86400}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOVES = ("transfer", "give_back", "send_on", "back_up", "part", "is_need")
PAUSES = ("needs_info", "on_hold")
NIGHT_IS_OVER, DAY_BEGINS = time(8, 30), time(9)
RISES = ("rise2", "rise3", "list")


class Closed(NamedTuple):
    """A station said at a moment that it would be closed."""

    noted: float
    station: str
    since: date
    until: date


class Mark(NamedTuple):
    leg: str
    edition: int
    rank: int
    name: str
    at: float
    level: int = 0


def length(written: str) -> tuple[int, str]:
    unit = written.lstrip("0123456789")
    return int(written.removesuffix(unit)), unit


def seconds(written: str) -> float:
    number, unit = length(written)
    return float(number * UNITS[unit])


class Wall:
    """The clock on the wall."""

    works = staticmethod(lambda _day: True)

    def __init__(self, days: "Days") -> None:
        self.days = days

    def spent(self, start: float, end: float) -> float:
        return max(end - start, 0.0)

    def add(self, start: float, amount: float) -> float:
        return start + amount

    def after(self, start: float, written: str) -> float:
        return start + seconds(written)


class Days:
    """When a station works, and how long that is."""

    def __init__(self, rules: dict[str, Any], station: str, closed: Sequence[Closed], zone: tzinfo) -> None:
        calendar = rules["calendar"]
        differs = [one for one in calendar.get("stations", ()) if one["station"] == station]
        own: dict[str, Any] = differs[0] if differs else {}
        self.zone, self.calendar = zone, calendar
        self.hours = own.get("hours") or calendar["hours"]
        self.workdays = own.get("workdays") or calendar["workdays"]
        self.hours_of = {**calendar.get("hours_of", {}), **own.get("hours_of", {})}
        self.closed = [(one.since, one.until) for one in closed if one.station == station]
        self.spans = lru_cache(maxsize=None)(self._spans)

    def works(self, day: date) -> bool:
        if any(since <= day <= until for since, until in self.closed):
            return False
        if day in self.calendar["days_on"]:
            return True
        if day in self.calendar["days_off"]:
            return False
        if self.calendar["holidays"] == "china" and day.year <= 2026:
            kind = chinese_calendar.is_workday(day)
            if kind != (day.weekday() < 5) or chinese_calendar.get_holiday_detail(day)[1]:
                return bool(kind)
        return WEEKDAYS[day.weekday()] in self.workdays

    def moment(self, day: date, hour: time) -> float:
        return datetime.combine(day, hour, self.zone).timestamp()

    def local(self, at: float) -> datetime:
        return datetime.fromtimestamp(at, self.zone)

    def _spans(self, day: date) -> list[tuple[float, float]]:
        if not self.works(day):
            return []
        found = []
        for written in self.hours_of.get(WEEKDAYS[day.weekday()], self.hours):
            opens, closes = (time.fromisoformat(part) for part in written.split("-"))
            found.append((self.moment(day, opens), self.moment(day, closes)))
        return found

    def _from(self, at: float) -> Iterator[tuple[float, float]]:
        day = self.local(at).date()
        while True:
            for opens, closes in self.spans(day):
                if closes > at:
                    yield max(opens, at), closes
            day += timedelta(days=1)

    def opening(self, at: float) -> float:
        return next(self._from(at))[0]

    def closing(self, day: date) -> float:
        spans = self.spans(day)
        return spans[-1][1] if spans else self.moment(day, time(18))

    def spent(self, start: float, end: float) -> float:
        total, day = 0.0, self.local(start).date()
        while day <= self.local(end).date():
            for opens, closes in self.spans(day):
                total += max(min(closes, end) - max(opens, start), 0.0)
            day += timedelta(days=1)
        return total

    def add(self, start: float, amount: float) -> float:
        for opens, closes in self._from(start):
            if amount <= closes - opens:
                return opens + amount
            amount -= closes - opens
        raise AssertionError("a calendar goes on for ever")

    def after(self, start: float, written: str) -> float:
        number, unit = length(written)
        opened = self.opening(start)
        if unit != "d":
            return self.add(opened, seconds(written))
        here = self.local(opened)
        day = here.date()
        if number == 0:
            return self.closing(day)
        for _ in range(number):
            day = self.worked_from(day + timedelta(days=1))
        return self.moment(day, here.time())

    def worked_from(self, day: date) -> date:
        while not self.works(day):
            day += timedelta(days=1)
        return day


class Almanac:
    """The days of all stations, as they were known at a moment."""

    def __init__(self, rules_text: str, closed: Sequence[Closed], zone: tzinfo) -> None:
        self.rules, self.closed, self.zone = tomllib.loads(rules_text), closed, zone
        self.of = lru_cache(maxsize=None)(self._of)

    def known(self, at: float) -> int:
        """How many closures had been said by then."""
        return sum(one.noted <= at for one in self.closed)

    def _of(self, station: str, known: int) -> Days:
        return Days(self.rules, station, self.closed[:known], self.zone)


@dataclass
class Life:
    """A report as far as its clocks need it, fed with what happened, in order."""

    almanac: Almanac
    came: float
    state: str = ""
    urgency: str = ""
    category: str = ""
    station: str = ""
    due_on: date | None = None
    supervise_until: date | None = None
    waits_until: date | None = None
    station_since: float = 0.0
    raised_at: float = 0.0
    unparked_at: float = 0.0
    planned_at: float = 0.0
    reporter_since: float = 0.0
    entered_at: float = 0.0
    agreed: tuple[float, date] | None = None  # with the station
    told: tuple[float, date] | None = None  # the reporter
    turned: int = 0
    set_anew: int = 0
    again: int = 0
    taken_up: int = 0
    contacted: bool = False
    level_before: int = 0
    entries: Counter[str] = field(default_factory=Counter)
    pauses: list[tuple[float, float]] = field(default_factory=list)
    paused_at: float = 0.0
    asked_for: float = 0.0
    reached: dict[tuple[str, int], int] = field(default_factory=dict)

    def happens(self, at: float, step: str, to: str | None, facts: dict[str, Any]) -> None:
        """One event, with what it changed."""
        was_at, before = self.station, self.state
        for name, value in facts.items():
            setattr(self, name, value)
        reworked = to == "rework" and before != "rework"
        moved = step in MOVES or (step == "dispatched" and self.station != was_at) or not before
        if moved or reworked:
            self.station_since, self.agreed, self.unparked_at = at, None, 0.0
        if step == "urgency":
            self.raised_at, self.agreed, self.told = at, None, None
        if reworked:
            self.reporter_since, self.told, self.contacted = at, None, False
            self.again += 1
        self.turned += bool(moved or reworked or step == "urgency")
        self._is_set(at, step)
        self.contacted = self.contacted or step == "contact"
        if to and to != before:
            self._enters(at, before, to)

    def _is_set(self, at: float, step: str) -> None:
        if step in ("extend", "supervise", "unpark", "plan_approved"):
            self.set_anew += 1
        if step == "unpark":
            self.taken_up += 1
        if step == "plan_approved":
            self.planned_at, self.agreed, self.told = at, None, None
        if step == "unpark":
            self.agreed, self.unparked_at = None, at
        if step == "supervise" and self.supervise_until:
            self.agreed = (at, self.supervise_until)
        if step == "extend" and self.due_on:
            self.agreed = self.told = (at, self.due_on)

    def _enters(self, at: float, before: str, to: str) -> None:
        limits = self.almanac.rules["limits"]
        if before in PAUSES:
            cap = limits["hold_days"] * DAY
            if before == "needs_info":
                cap = limits["needs_info_days"] * DAY - self.asked_for
            lasted = min(at - self.paused_at, cap)
            self.asked_for += lasted if before == "needs_info" else 0
            self.pauses.append((self.paused_at, self.paused_at + lasted))
        if to in PAUSES:
            self.paused_at = at
        self.state, self.entered_at = to, at
        self.entries[to] += 1

    # -- clocks

    def clock(self) -> dict[str, Any]:
        slow = self.again > 0 and self.urgency not in ("T0", "T1")
        best: dict[str, Any] = {}
        for one in self.almanac.rules["clocks"]:
            of = one.get("category", "")
            fits = (
                one.get("rework", False) == slow
                and (slow or one["urgency"] == self.urgency)
                and one.get("station", self.station) == self.station
                and (not of or self.category == of or self.category.startswith(f"{of}."))
            )
            grade = ("station" in one, len(of.split(".")) if of else 0)
            if fits and (not best or grade > best["grade"]):
                best = {**one, "grade": grade}
        return best

    def days(self, now: float) -> Days:
        return self.almanac.of(self.station, self.almanac.known(now))

    def marks(self, now: float) -> list[Mark]:
        """All that time brings in this state, by what is known now."""
        clock, days = self.clock(), self.days(now)
        runs: Wall | Days = Wall(days) if clock["runs"] == "wall" else days
        return list(self._marks(clock, days, runs))

    def _marks(self, clock: dict[str, Any], days: Days, runs: "Wall | Days") -> Iterator[Mark]:
        match self.state:
            case "dispatched" | "rework":
                yield from self._signing(clock, days, runs)
                yield from self._unsigned(clock, days, runs)
            case "signed":
                yield from self._contacting(clock, days, runs)
                yield from self._doing(clock, days, runs)
            case "in_progress":
                yield from self._doing(clock, days, runs)
            case "referred":
                yield from self._doing(clock, days, runs)
                yield from self._named("recheck", days, runs)
            case "return_pending":
                end = runs.after(self.entered_at, clock.get("decide", "1d"))
                yield from self._leg(
                    "decide",
                    self.entries[self.state],
                    self.entered_at,
                    end,
                    clock.get("remind", 0.8),
                    clock,
                    runs,
                )
            case "needs_info":
                end = self.entered_at + self.almanac.rules["limits"]["needs_info_days"] * DAY
                end = end if runs is not days else days.opening(end)
                yield Mark("day.answer", self.entries[self.state], 0, "day.answer", end)
            case "on_hold":
                yield from self._named("resume", days, runs)
            case "parked":
                yield from self._named("review", days, runs)
            case "done":
                verify = self.almanac.rules["limits"]["verify_days"]
                end = days.after(self.entered_at, f"{verify}d")
                yield Mark("verify", self.entries[self.state], 1, "verify.late", end)
            case "callback":
                yield from self._calling_back(days)
        if self.state in ("dispatched", "rework", "signed", "in_progress", "referred", "return_pending"):
            yield from self._reporter(clock, days, runs)

    def _signing(self, clock: dict[str, Any], days: Days, runs: "Wall | Days") -> Iterator[Mark]:
        start = self.station_since
        if "calls" in clock:
            start = max(start, self.raised_at)
            every = seconds(clock["calls"])
            for number in range(1, 145 + 720):
                waited = number * every if number < 145 else 144 * every + (number - 144) * 3600.0
                level = 3 if waited >= seconds(clock["call_head"]) else 2
                level = level if waited >= seconds(clock["call_district"]) else 1
                yield Mark("sign", self.turned, number, f"sign.call{number}", start + waited, level)
        elif "sign" in clock:
            share = clock.get("remind_unsigned", clock.get("remind", 0.8))
            end = self._by_day(clock, days, runs, start, "sign")
            yield from self._leg("sign", self.turned, start, end, share, clock, runs)

    def _unsigned(self, clock: dict[str, Any], days: Days, runs: "Wall | Days") -> Iterator[Mark]:
        """Late for contact and work without anybody hearing so, where the station's clock is not the reporter's."""
        if self.turned < 2:
            return
        raised = self.raised_at if self.urgency == "T0" else 0.0
        start = max(self.station_since, raised)
        if "contact" in clock:
            end = self._paused(self._by_day(clock, days, runs, start, "contact"), start, runs)
            yield Mark("silent.contact", self.turned, 1, "silent.contact.late", end)
        if not self.agreed:
            start = max(start, self.unparked_at, self.planned_at if "plan" in clock else 0.0)
            planned = runs.after(start, clock["plan"]) if "plan" in clock and not self.planned_at else start
            end = self._paused(runs.after(planned, clock["done"]), start, runs)
            yield Mark("silent.done", self.turned, 1, "silent.done.late", end)

    def _contacting(self, clock: dict[str, Any], days: Days, runs: "Wall | Days") -> Iterator[Mark]:
        if "contact" in clock:
            start = max(self.station_since, self.raised_at if self.urgency == "T0" else 0.0)
            end = self._by_day(clock, days, runs, start, "contact")
            yield from self._leg("contact", self.turned, start, end, clock.get("remind", 0.8), clock, runs)

    def _doing(self, clock: dict[str, Any], days: Days, runs: "Wall | Days") -> Iterator[Mark]:
        start = max(self.station_since, self.unparked_at, self.raised_at if self.urgency == "T0" else 0.0)
        if "plan" in clock and not self.agreed:
            if not self.planned_at:  # nothing else of the work is due
                end, share = runs.after(start, clock["plan"]), clock.get("remind", 0.8)
                yield from self._leg("plan", self.turned + self.taken_up, start, end, share, clock, runs)
                return
            start = max(start, self.planned_at)
        end = runs.after(start, clock["done"])
        if self.agreed:
            start, end = self.agreed[0], self._end_of(self.agreed[1], days, runs)
        edition = self.turned + self.set_anew
        yield from self._leg("done", edition, start, end, clock.get("remind", 0.8), clock, runs)

    def _end_of(self, day: date, days: Days, runs: "Wall | Days") -> float:
        return days.closing(days.worked_from(day) if runs is days else day)

    def _named(self, what: str, days: Days, runs: "Wall | Days") -> Iterator[Mark]:
        if self.waits_until:
            day = days.worked_from(self.waits_until) if runs is days else self.waits_until
            name = f"day.{what}"
            yield Mark(name, self.waits_until.toordinal(), 0, name, days.moment(day, NIGHT_IS_OVER))

    def _calling_back(self, days: Days) -> Iterator[Mark]:
        limits, edition, start = self.almanac.rules["limits"], self.entries[self.state], self.entered_at
        again, ring = limits["ask_again_days"], limits["ask_again_days"] + limits["ring_days"]
        yield Mark("day.again", edition, 0, "day.again", days.after(start, f"{again}d"))
        yield Mark("day.ring", edition, 0, "day.ring", days.after(start, f"{ring}d"))
        over = start + limits["callback_days"] * DAY
        yield Mark("day.unanswered", edition, 0, "day.unanswered", over)

    def _reporter(self, clock: dict[str, Any], days: Days, runs: "Wall | Days") -> Iterator[Mark]:
        start = max(self.came, self.reporter_since)
        unspoken = not self.contacted and self.state in ("dispatched", "rework", "signed")
        if "contact" in clock and unspoken:
            end = self._paused(self._by_day(clock, days, runs, start, "contact"), start, runs)
            yield Mark("reporter.contact", self.again, 1, "reporter.contact.late", end)
        since, end = start, runs.after(start, clock["done"])
        if "plan" in clock:
            since = max(start, self.planned_at)
            end = runs.after(since if self.planned_at else runs.after(since, clock["plan"]), clock["done"])
        if self.told:
            since, end = self.told[0], self._end_of(self.told[1], days, runs)
        yield Mark("reporter.done", self.again, 1, "reporter.done.late", self._paused(end, since, runs))

    def _leg(
        self, leg: str, edition: int, start: float, end: float, share: float, clock: dict[str, Any],
        runs: "Wall | Days",
    ) -> Iterator[Mark]:  # fmt: skip
        remind = self._paused(runs.add(start, runs.spent(start, end) * share), start, runs)
        late = self._paused(end, start, runs)
        if remind < late - 1e-3:
            yield Mark(leg, edition, 0, f"{leg}.remind", remind)
        yield Mark(leg, edition, 1, f"{leg}.late", late, 1)
        for number, (mark, after) in enumerate(zip(RISES, clock["rises"], strict=True), 2):
            at = self._paused(runs.after(late, after), late, runs)
            yield Mark(leg, edition, number, f"{leg}.{mark}", at, min(number, 3))

    def _by_day(
        self, clock: dict[str, Any], days: Days, runs: "Wall | Days", start: float, leg: str
    ) -> float:
        """T1: two hours by day, else by nine; the first contact as much later as by day."""
        end = runs.after(start, clock[leg])
        if "awake" not in clock:
            return end
        wakes, sleeps = (time.fromisoformat(part) for part in clock["awake"].split("-"))
        signed = runs.after(start, clock["sign"])
        if all(wakes <= days.local(at).time() < sleeps for at in (start, signed)):
            return end
        day = days.local(start).date()
        while days.moment(day, DAY_BEGINS) <= start:
            day += timedelta(days=1)
        return days.moment(day, DAY_BEGINS) + (end - signed)

    def _paused(self, at: float, since: float, runs: "Wall | Days") -> float:
        for begun, ended in self.pauses:
            if begun >= since and begun < at:
                at = runs.add(ended, max(runs.spent(begun, at), 3600.0))
        return at

    # -- sweeping

    def fires(self, now: float) -> list[Mark]:
        """What a sweep acts on now: of each leg the last that came, once; in the order they came."""
        last: dict[tuple[str, int], Mark] = {}
        for mark in sorted(self.marks(now), key=lambda mark: (mark.at, mark.rank)):
            key = (mark.leg, mark.edition)
            if mark.at <= now and mark.rank > self.reached.get(key, -1):
                last[key] = mark
        return sorted(last.values(), key=lambda mark: mark.at)

    def notes(self, mark: Mark) -> None:
        self.reached[mark.leg, mark.edition] = mark.rank

    def level(self, now: float) -> int:
        """The overdue level; it stands still while time does."""
        if self.state in PAUSES:
            return self.level_before
        passed = [mark.level for mark in self.marks(now) if mark.at <= now and mark.leg[:8] != "reporter"]
        self.level_before = max([1 if self.again else 0, *passed])
        return self.level_before
