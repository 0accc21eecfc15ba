"""Reports that words are looked for in: newest first, a bounded number, opened a page at a time.

What people wrote is sealed, so it is matched after it was opened. An index of keyed hashes (of every two
characters) would be faster with a hundred thousand reports, but tells whoever holds the database which
reports share words, and with a list of frequent words nearly what they say. A station has some thousands
of reports, and those are opened in a fraction of a second (benchmarks/RESULTS.md).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from fieldwork.reports import Report
from storage.network import table_of
from storage.putting_off import write_out
from storage.tables import EventRow, ReportRow

AT_ONCE = 250  # reports opened by one query
_REPORTS, _EVENTS = table_of(ReportRow), table_of(EventRow)
_NAMES = ("serial", "kind", "state", "urgency", "category", "place", "station", "reporter_id", "handler_id",
          "text", "words", "door", "named", "for_name", "outcome", "version", "privacy",
          "sent_at", "kept_at")  # fmt: skip
_COLUMNS = tuple(_REPORTS.c[name] for name in _NAMES)


def newest(
    session: Session, stations: Sequence[str], reporter: int, before: int, most: int
) -> Iterator[tuple[Report, list[str]]]:
    """The reports of some stations or by one reporter, newest first, each with what was added to it.

    `before` is the serial from which on they are left out; 0 for none.
    """
    left = most
    while left > 0:
        found = _page(session, stations, reporter, before, min(AT_ONCE, left))
        added = _added(session, [report.serial for report in found])
        yield from ((report, added.get(report.serial, [])) for report in found)
        if len(found) < AT_ONCE:
            return
        before, left = found[-1].serial, left - len(found)


def _page(session: Session, stations: Sequence[str], reporter: int, before: int, limit: int) -> list[Report]:
    theirs: Any = _REPORTS.c.reporter_id == reporter
    if stations:
        theirs = or_(_REPORTS.c.station.in_(stations), theirs)
    statement = select(*_COLUMNS).where(theirs).order_by(_REPORTS.c.serial.desc()).limit(limit)
    if before:
        statement = statement.where(_REPORTS.c.serial < before)
    rows = session.connection().execute(statement)
    return [Report.model_construct(**dict(zip(_NAMES, row, strict=True))) for row in rows]


def _added(session: Session, serials: list[int]) -> dict[int, list[str]]:
    """What the reporters added later, by report."""
    write_out(session)
    statement = select(_EVENTS.c.serial, _EVENTS.c.reason).where(
        _EVENTS.c.serial.in_(serials), _EVENTS.c.step == "added"
    )
    found: dict[int, list[str]] = {}
    for serial, words in session.connection().execute(statement.order_by(_EVENTS.c.id)):
        found.setdefault(serial, []).append(words)
    return found
