"""Words that a digest's text, its picture and its workbook share."""

from collections.abc import Iterator
from itertools import groupby

from fieldwork.digests import AgeGroup, Behind, Digest, Span, Stated
from fieldwork.figures import with_calls_explained
from fieldwork.letters.periods import as_of, period_named
from fieldwork.need_lines import Need
from fieldwork.periods import Period
from fieldwork.texts import Language, Translator

NEEDS = frozenset(need.value for need in Need)


def heading(t: Translator, digest: Digest) -> str:
    """Which digest it is: 周报 2026年第10周（3月2日—8日） · 已封账."""
    period = Period(digest.span, digest.since, digest.until, digest.period)
    said = f"{span_named(t, digest.span)} {period_named(t, period)}"
    return " · ".join([said, t.staff("period closed")] if digest.closed else [said])


def stamped(t: Translator, digest: Digest) -> str:
    """The same, and until when what happened is in it; of one that was kept before this was said, without."""
    said = heading(t, digest)
    return f"{said} · {as_of(t, digest.as_of)}" if digest.as_of else said


def by_name(digest: Digest) -> Iterator[tuple[str, Iterator[Stated]]]:
    """What was done, kind by kind, each in all its units."""
    done = (each for each in digest.figures if each.whole is None and each.name not in NEEDS)
    return groupby(with_calls_explained(done), lambda each: each.name)


def span_named(t: Translator, span: Span) -> str:
    """A digest by the length of its period."""
    names = {
        Span.DAY: t.staff("Daily digest"),
        Span.WEEK: t.staff("Weekly digest"),
        Span.MONTH: t.staff("Monthly digest"),
        Span.YEAR: t.staff("Yearly digest"),
    }
    return names[span]


def target_named(t: Translator, behind: Behind) -> str:
    """A target, as the district's rules call it."""
    return behind.english if t.language is Language.ENGLISH and behind.english else behind.name


def not_counted(t: Translator) -> str:
    """Beside what is to be done all the same: two people have left it out of the rates (剔除)."""
    return t.staff("in no rate")


def age_named(t: Translator, group: AgeGroup) -> str:
    """Since how many days matters are open."""
    if group.until is None:
        return t.staff("from {since} days on", since=group.since)
    if group.until == group.since:
        return t.staff("{since} days", since=group.since)
    return t.staff("{since}–{until} days", since=group.since, until=group.until)
