"""Words that a digest's picture and its workbook share."""

from fieldwork.activities import Unit
from fieldwork.digests import AgeGroup, Digest, Span
from fieldwork.letters.dates import day_named
from fieldwork.texts import Translator

LEAST = 3  # counts of places below that are smaller are hidden, unless the reader's own rules say otherwise


def heading(t: Translator, digest: Digest) -> str:
    """Which digest it is: 周报 2026-W10 · 3月2日 – 3月8日 · 已封账."""
    days = day_named(t, digest.since)
    if digest.until != digest.since:
        days = f"{days} – {day_named(t, digest.until)}"
    parts = [f"{span_named(t, digest.span)} {digest.period}", days]
    return " · ".join([*parts, t.staff("period closed")] if digest.closed else parts)


def span_named(t: Translator, span: Span) -> str:
    """A digest by the length of its period."""
    names = {
        Span.DAY: t.staff("Daily digest"),
        Span.WEEK: t.staff("Weekly digest"),
        Span.MONTH: t.staff("Monthly digest"),
        Span.YEAR: t.staff("Yearly digest"),
    }
    return names[span]


def unit_named(t: Translator, unit: str) -> str:
    """A unit by its word: without one a number is no figure."""
    names = {
        "件": t.staff("matters"),
        Unit.TIMES: t.staff("times"),
        Unit.HOUSEHOLDS: t.staff("households"),
        Unit.HOUSEHOLD_VISITS: t.staff("household calls"),
        Unit.PEOPLE: t.staff("people"),
        Unit.PERSON_TIMES: t.staff("person-times"),
        Unit.SESSIONS: t.staff("sessions"),
        Unit.CASES: t.staff("cases"),
        Unit.HOURS: t.staff("hours"),
    }
    return names.get(unit, unit)


def age_named(t: Translator, group: AgeGroup) -> str:
    """Since how many days matters are open."""
    if group.until is None:
        return t.staff("from {since} days on", since=group.since)
    if group.until == group.since:
        return t.staff("{since} days", since=group.since)
    return t.staff("{since}–{until} days", since=group.since, until=group.until)


def number_said(number: float) -> str:
    """Whole numbers without a point, hours with one place."""
    return f"{number:.0f}" if number == round(number) else f"{number:.1f}"


def under(number: float, least: int) -> bool:
    """Whether a count is so small that it could tell who it was."""
    return 0 < number < least


def shown(number: float, least: int) -> str:
    """A count as it leaves the station: ＜3 where it is so small."""
    return f"＜{least}" if under(number, least) else number_said(number)
