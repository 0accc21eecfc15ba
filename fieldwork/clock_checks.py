"""What is wrong with the calendars and clocks of a file of rules: said in sentences, at their lines (RULES 3.3)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from fieldwork.calendars import Length, read_length, read_period
from fieldwork.clocks import CalendarRules, Clock, Weekday
from fieldwork.places import Network
from fieldwork.rulesets import Rulebook, RuleFile

DAY = timedelta(days=1)
_AS_TIME = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": DAY}


def check_clocks(file: RuleFile, after: Rulebook, network: Network) -> None:
    """Complains of each clock and of each calendar that cannot be meant."""
    for number, clock in enumerate(after.rules.clocks):
        _check_clock(file, clock, f"clocks[{number}]", after, network)
    _check_twice(file, after.rules.clocks)
    _check_calendar(file, after.rules.calendar, network)


# -- clocks -----------------------------------------------------------------------------------------


def _check_clock(file: RuleFile, clock: Clock, at: str, after: Rulebook, network: Network) -> None:
    if clock.station is not None and clock.station not in network.stations:
        file.complain(f"{at}.station", f"there is no station {clock.station}")
    if clock.category is not None and clock.category not in after.words.catalogue:
        file.complain(f"{at}.category", f"there is no category {clock.category}")
    if clock.urgency is None and not clock.rework:
        file.complain(at, "a clock is for an urgency, or for what is done again (rework = true)")
    if not _grow(clock.rises or ()):
        file.complain(
            f"{at}.rises", f"{', '.join(clock.rises or ())}: each must be longer than the one before"
        )
    if clock.plan and (clock.rework or clock.calls):
        file.complain(f"{at}.plan", "what is done again, or called for, waits for no plan")
    calls = [each for each in (clock.call_above, clock.call_district, clock.call_head) if each]
    if not _grow(calls):
        file.complain(
            f"{at}.call_above", f"{', '.join(calls)}: call_above, call_district and call_head must grow"
        )
    if clock.sign and clock.done and not _grow((clock.sign, clock.done)):
        file.complain(f"{at}.done", f"{clock.done} to finish is not longer than {clock.sign} to sign")


def _grow(lengths: Sequence[str]) -> bool:
    """Whether each is longer than the one before."""
    return all(_size(a) < _size(b) for a, b in pairwise(map(read_length, lengths)))


def _size(length: Length) -> timedelta:
    return length.number * _AS_TIME[length.unit]


def _check_twice(file: RuleFile, clocks: Sequence[Clock]) -> None:
    """Two for the same: one of them would never be looked at."""
    seen = set[tuple[object, ...]]()
    for number, clock in enumerate(clocks):
        what = (None if clock.rework else clock.urgency, clock.rework, clock.station, clock.category)
        if what in seen:
            file.complain(f"clocks[{number}]", "there is a clock for the same above")
        seen.add(what)


# -- calendars --------------------------------------------------------------------------------------


def _check_calendar(file: RuleFile, rules: CalendarRules, network: Network) -> None:
    _check_hours(file, rules.hours, "calendar.hours")
    for day, hours in rules.hours_of.items():
        _check_hours(file, hours, f"calendar.hours_of.{day}")
    for day_ in sorted(set(rules.days_off) & set(rules.days_on)):
        file.complain("calendar.days_on", f"{day_} is a day off and a working day at once")
    seen = set[str]()
    for number, own in enumerate(rules.stations):
        at = f"calendar.stations[{number}]"
        if own.station not in network.stations:
            file.complain(f"{at}.station", f"there is no station {own.station}")
        if own.station in seen:
            file.complain(f"{at}.station", f"{own.station} stands there twice")
        seen.add(own.station)
        _check_hours(file, own.hours, f"{at}.hours")
        for day, hours in own.hours_of.items():
            _check_hours(file, hours, f"{at}.hours_of.{day}")
        if not _works(rules, own.workdays or rules.workdays, rules.hours_of | own.hours_of):
            file.complain(
                at, f"the station {own.station} would never work: every working day is without hours"
            )
    if not _works(rules, rules.workdays, rules.hours_of):
        file.complain("calendar.workdays", "no station would ever work: every working day is without hours")


def _check_hours(file: RuleFile, hours: Sequence[str], path: str) -> None:
    """Periods of a day, one after another."""
    periods = list(map(read_period, hours))
    for number, (before, behind) in enumerate(pairwise(periods), start=1):
        if behind.opens < before.closes:
            told = f"{hours[number]} begins before {hours[number - 1]} is over; write them in order, none in another"
            file.complain(f"{path}[{number}]", told)


def _works(
    rules: CalendarRules, workdays: Sequence[Weekday], hours_of: Mapping[Weekday, Sequence[str]]
) -> bool:
    return any(hours_of.get(day, rules.hours) for day in workdays)
