"""What a station's card says of a report that waits, or stands apart: until when, for what, out of the rates."""

import re
from datetime import date

from fieldwork.letters.dates import day_named
from fieldwork.reports import Report, State
from fieldwork.texts import Translator

_NAMED = re.compile(r"(held|parked|body)\.[a-z_]+")


def waited_for(t: Translator, report: Report) -> str:
    """For what, or for whom: a key of the district's rules by its name, else as it was written."""
    first, _, more = report.waits_for.partition("\n")
    return " · ".join(part for part in (t.named(first) if _NAMED.fullmatch(first) else first, more) if part)


def reason(t: Translator, report: Report) -> str:
    """Why it waits, by the name that the district's rules give it; nothing of what somebody wrote beside it."""
    first = report.waits_for.partition("\n")[0]
    return t.named(first) if _NAMED.fullmatch(first) else ""


def body(t: Translator, report: Report) -> str:
    """The outside body that a report is with: not whom somebody spoke with there."""
    first = report.waits_for.partition("\n")[0]
    return t.named(first) if _NAMED.fullmatch(first) else first


def lines(t: Translator, report: Report, decided_on: date | None = None) -> list[str]:
    """Lines of the card of an open report, for who may read its words. `decided_on`: of a meeting's decision."""
    said = []
    if report.waits_until:
        what = {"day": day_named(t, report.waits_until), "what": waited_for(t, report)}
        match report.state:
            case State.ON_HOLD:
                said.append(t.staff("⏸ On hold until {day}: {what}", **what))
            case State.PARKED:
                said.append(t.staff("🅿️ Parked, looked at again on {day}: {what}", **what))
            case State.REFERRED:
                said.append(t.staff("📨 With {what}; asked again on {day}", **what))
    if decided_on:
        said.append(_decided(t, decided_on, report.due_on))
    elif report.due_on:
        said.append(t.staff("⏳ More time until {day}", day=day_named(t, report.due_on)))
    return said + flags(t, report)


def _decided(t: Translator, on: date, until: date | None) -> str:
    day = day_named(t, on)
    if until is None:
        return t.staff("🏛 Building heads decided it on {day}", day=day)
    return t.staff(
        "🏛 Building heads decided it on {day}: done by {until}", day=day, until=day_named(t, until)
    )


def overdue(t: Translator, report: Report) -> list[str]:
    """The overdue level of an open report; what is done again begins at the first without being late (RULES 3.3)."""
    if not report.is_open or not report.level:
        return []
    if report.level == 1:
        return [t.staff("⏰ Late (level 1)") if is_late(report) else t.staff("⏰ Level 1: being done again")]
    return [t.staff("⏰ Late: supervision") if report.level == 2 else t.staff("⏰ Late: told the district")]


def is_late(report: Report) -> bool:
    """Whether a limit is over: what is done again stands at the first level without being late."""
    return report.is_open and report.level > (0 if report.but_id is None else 1)


def flags(t: Translator, report: Report) -> list[str]:
    """What stays on the card when the report is over."""
    said = []
    if report.state is State.CLOSED and not report.answer:
        said.append(t.staff("The reporter did not answer: not rated"))
    if report.verified_alone:
        said.append(t.staff("⚠️ Verified by the one who handled it"))
    if report.excluded:
        said.append(t.staff("🚫 Left out of the rates"))
    return said
