"""Words that a digest's picture and its workbook share."""

from fieldwork.activities import ActivityKind, Unit
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


def figure_named(t: Translator, name: str) -> str:
    """A figure by its term; a name that is said already, as a station's, is left as it is."""
    return (_needs(t) | _done(t)).get(name, name)


def _needs(t: Translator) -> dict[str, str]:
    """What is counted of needs, and rated (RULES 3.1, 3.5)."""
    return {
        "received": t.staff("received"),
        "signed": t.staff("signed for"),
        "contacted": t.staff("contacted"),
        "done": t.staff("done"),
        "closed": t.staff("closed"),
        "returned": t.staff("returned"),
        "reopened": t.staff("reworked"),
        "parked": t.staff("parked"),
        "withdrawn": t.staff("withdrawn"),
        "not_accepted": t.staff("not accepted"),
        "unrated": t.staff("not rated"),
        "signed_in_time": t.staff("signed for in time"),
        "contacted_in_time": t.staff("contacted in time"),
        "done_in_time": t.staff("done in time"),
        "answered": t.staff("answered the call-back"),
        "solved": t.staff("solved, says the reporter"),
        "satisfied": t.staff("satisfied"),
        "return_upheld": t.staff("returns upheld"),
    }


def _done(t: Translator) -> dict[str, str]:
    """What was done, by kind (FIELD 4.5)."""
    return {
        ActivityKind.HOME_VISIT: t.both("home visits"),
        ActivityKind.PHONE_VISIT: t.both("visits by telephone"),
        ActivityKind.CASE_SESSION: t.both("casework"),
        ActivityKind.GROUP_SESSION: t.both("group work"),
        ActivityKind.COMMUNITY_ACTIVITY: t.both("community activity"),
        ActivityKind.PUBLICITY: t.both("talk or publicity"),
        ActivityKind.CLEANUP: t.both("clean-up"),
        ActivityKind.ACCESSIBILITY_WORK: t.both("accessibility work"),
        ActivityKind.CHARITY_EVENT: t.both("charity event"),
        ActivityKind.COUNCIL: t.both("council or round table"),
        ActivityKind.TRAINING: t.both("training"),
        ActivityKind.SUPERVISION: t.both("supervision of workers"),
        ActivityKind.RESOURCE_LINK: t.both("linking of resources"),
        ActivityKind.OTHER: t.both("other activity"),
    }


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
