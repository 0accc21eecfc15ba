"""Days as they are said to people."""

from datetime import date

from fieldwork.texts import Translator


def day_named(t: Translator, day: date) -> str:
    """A day of the coming months: 3月9日."""
    return t.both("{month}-{day}", month=day.month, day=day.day)


def days_named(t: Translator, since: date, until: date) -> str:
    """From a day to a day: 11月23日—29日, 11月30日—12月6日; of one day the day."""
    if since == until:
        return day_named(t, since)
    if (since.year, since.month) == (until.year, until.month):
        return t.both(
            "{month}-{since} to {month}-{until}", month=since.month, since=since.day, until=until.day
        )
    return t.both("{since} to {until}", since=day_named(t, since), until=day_named(t, until))


def of_year(t: Translator, year: int, said: str) -> str:
    """A day, or days, with their year: 2026年11月23日."""
    return t.both("{year}: {days}", year=year, days=said)


def how_long(t: Translator, days: int) -> str:
    """So many days ahead, as people say it."""
    said = {
        7: t.staff("a week"),
        14: t.staff("two weeks"),
        30: t.staff("a month"),
        60: t.staff("two months"),
        90: t.staff("three months"),
    }
    return said.get(days) or t.staff("{many} days", many=days)
