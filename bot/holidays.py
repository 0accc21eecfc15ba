"""Which days a country works, read from the libraries that keep them: China with its make-up days (调休), Hong
Kong and Macau. What they do not know yet, a district writes into its rules (RULES 3.3 d)."""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from chinese_calendar import constants

from fieldwork.calendars import NationalDays

COUNTRIES = {"hongkong": "HK", "macau": "MO"}
YEARS = range(2004, 2051)  # of those libraries that reckon a year by themselves


@lru_cache
def national_days(table: str) -> NationalDays:
    """The days off and the make-up days of a table: china, hongkong, macau; nothing is known of any other."""
    if table == "china":
        off, on = frozenset(constants.holidays), frozenset(constants.workdays)
        return NationalDays(off, on, _years_of(off))
    if table in COUNTRIES:
        return NationalDays(frozenset(holidays.country_holidays(COUNTRIES[table], years=YEARS)), known=YEARS)
    return NationalDays(known=range(1, 10_000))


def _years_of(days: frozenset[date]) -> range:
    """The years that a table has wholly: of the first of January alone it may know one more."""
    years = {day.year for day in days if day.month > 1 or day + timedelta(days=31) in days}
    return range(min(years), max(years) + 1)
