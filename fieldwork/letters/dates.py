"""Days as they are said to people."""

from datetime import date

from fieldwork.texts import Translator


def day_named(t: Translator, day: date) -> str:
    """A day of the coming months: 3月9日."""
    return t.both("{month}-{day}", month=day.month, day=day.day)


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
