"""An audit as a ZIP of tables: the same books give the same bytes, so that two can be held against each other."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlmodel import Session

from bot.carrying import Table, plain, sum_of, written
from fieldwork import auditing as rows
from fieldwork.exports import (
    ACTIVITY_COLUMNS,
    NEED_COLUMNS,
    Order,
    Row,
    Scope,
    Taken,
    What,
    activity_row,
    need_row,
)
from fieldwork.periods import Period
from fieldwork.places import Place
from fieldwork.reports import Report
from fieldwork.rules import Rules
from fieldwork.seeing import Part
from fieldwork.tallies import Closing
from storage import auditing, exports, figures, people, tallies
from storage.exports import Done, Need, Within
from storage.figures import Asked

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the time of every part: a ZIP knows no earlier one
TABLES = "csv"


class Audit(NamedTuple):
    """What is looked at: a place, a period, and how many records are drawn (None: all)."""

    place: Place
    period: Period
    scope: Scope
    zone: tzinfo
    rules: Rules
    sample: int | None = None
    seed: str = "1"
    names: bool = False  # people by name, too
    ruleset: int = 0  # the version of the district's rules by which figures are stated


class Held(NamedTuple):
    """The records of an audit: how many there are, and of those that are shown the numbers, by serial."""

    all: int
    shown: dict[int, str]
    sensitive: frozenset[int]  # of those shown: neither place nor amounts

    @property
    def serials(self) -> list[int]:
        return sorted(self.shown)


def packed(session: Session, audit: Audit, file: Path) -> Held:
    """Writes the pack, and gives what it holds."""
    held = _held(session, audit)
    with TemporaryDirectory() as folder:
        parts = {name: Path(folder) / name for name in _write_tables(session, audit, held, Path(folder))}
        sampled = audit.sample is not None
        facts = {"place": audit.place.code, "place_name": audit.scope.name(audit.place.code),
                 "period": audit.period.name, "since": audit.period.since, "until": audit.period.until,
                 "times_in": str(audit.zone), "ruleset": audit.ruleset,
                 "records": held.all, "shown": len(held.shown), "sample": audit.sample,
                 "seed": audit.seed if sampled else None, "drawn_by": rows.DRAWN_BY if sampled else None}  # fmt: skip
        facts |= _accepted(session, audit)
        sums = {name: sum_of(part) for name, part in parts.items()}
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
            _put(pack, "manifest.json", rows.manifest(facts, sums).encode())
            for name, part in parts.items():
                _put(pack, name, part.read_bytes())
    return held


def _accepted(session: Session, audit: Audit) -> dict[str, int]:
    """How many activities that count a person accepted, how many time did, and how many came with past records."""
    since, until = audit.period.since, audit.period.until
    asked = Asked(audit.scope.network, audit.place.code, since, until, audit.rules)
    return {f"accepted_{by}": many for by, many in figures.acceptances(session, asked)._asdict().items()}


def _put(pack: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
    pack.writestr(info, data)


def _held(session: Session, audit: Audit) -> Held:
    numbers, sensitive = dict[int, str](), set[int]()
    for report in _reports(session, audit):
        numbers[report.serial] = report.number
        if Part.BUILDING not in audit.scope.sight(report):
            sensitive.add(report.serial)
    if audit.sample is not None:
        drawn = set(rows.drawn([numbers[serial] for serial in sorted(numbers)], audit.sample, audit.seed))
        shown = {serial: number for serial, number in numbers.items() if number in drawn}
        return Held(len(numbers), shown, frozenset(sensitive & shown.keys()))
    return Held(len(numbers), numbers, frozenset(sensitive))


def _reports(session: Session, audit: Audit) -> Iterator[Report]:
    """What came in the period, and what counts in it; some of it twice."""
    since, until = audit.period.since, audit.period.until
    needs = exports.needs(session, Within.of(Order(What.NEEDS, since, until), audit.zone), words=False)
    done = exports.activities(
        session, Within.of(Order(What.ACTIVITIES, since, until), audit.zone), words=False
    )
    came = (one.report for one in chain[Need | Done](needs, done) if audit.scope.holds(one.report))
    behind = auditing.counted(session, audit.scope.network.trail(audit.place.code), since, until)
    both = chain[Need | Done](exports.needs_of(session, behind), exports.activities_of(session, behind))
    yield from chain(came, (one.report for one in both))


def _write_tables(session: Session, audit: Audit, held: Held, folder: Path) -> list[str]:
    """Each table as a file in a folder; gives their names in order."""
    tables = _tables(session, audit, held)
    for name, (columns, of_table) in tables.items():
        written(folder / name, TABLES, Table(plain(columns), of_table), audit.zone)
    return sorted(tables)


def _tables(session: Session, audit: Audit, held: Held) -> dict[str, tuple[tuple[str, ...], Iterable[Row]]]:
    tags, path = exports.tags(session), audit.scope.network.trail(audit.place.code)
    since, until, shown = audit.period.since, audit.period.until, held.serials
    tables: dict[str, tuple[tuple[str, ...], Iterable[Row]]] = {
        "needs.csv": (NEED_COLUMNS[:-1], (need_row(audit.scope, *one) for one in exports.needs_of(session, shown))),
        "activities.csv": (ACTIVITY_COLUMNS[:-1], (activity_row(audit.scope, *one, tags)
                                                   for one in exports.activities_of(session, shown))),
        "history.csv": (rows.HISTORY, (rows.history_row(held.shown[serial], event, serial in held.sensitive)
                                       for serial, events in auditing.histories(session, shown) for event in events)),
        "hours.csv": (rows.HOURS, (rows.hours_row(held.shown[one.serial], one) for one in auditing.hours(session, shown)
                                   if one.serial not in held.sensitive)),
        "photos.csv": (rows.PHOTOS, (rows.photo_row(held.shown[one.serial], one)
                                     for one in auditing.files(session, shown))),
        "exclusions.csv": (rows.EXCLUSIONS, (row for serial, events in auditing.histories(session, shown)
                                             for row in rows.exclusions(held.shown[serial], events))),
        "closings.csv": (rows.CLOSINGS, map(rows.closing_row, _closings(session, audit))),
        "exports.csv": (rows.EXPORTS, map(rows.export_row, _taken(session, audit))),
        "lines.csv": (rows.LINES, _lines(session, audit, held, path)),
        "figures.csv": (rows.FIGURES, (rows.figure_row(one._asdict())
                                       for one in sorted(tallies.sums(session, path, since, until)))),
    }  # fmt: skip
    if audit.names:
        tables["people.csv"] = (rows.PEOPLE, _named(session, audit, shown))
    return tables


def _closings(session: Session, audit: Audit) -> list[Closing]:
    path = audit.scope.network.trail(audit.place.code)
    return tallies.closings_there(session, [path], audit.period.since, audit.period.until)


def _taken(session: Session, audit: Audit) -> list[Taken]:
    """What was taken out; not the audits themselves: the same books are to give the same bytes again."""
    found = exports.taken(session, audit.period.since, audit.period.until)
    return [one for one in found if one.what != What.AUDIT and _touches(audit, one.place)]


def _named(session: Session, audit: Audit, serials: list[int]) -> list[Row]:
    """Whoever stands by number in any of the tables, by name: for the district alone."""
    who = {event.actor_id for _, events in auditing.histories(session, serials) for event in events}
    who |= {id_ for one in exports.activities_of(session, serials)
            for id_ in (one.activity.person_id, one.activity.decided_by)}  # fmt: skip
    who |= {id_ for one in auditing.hours(session, serials) for id_ in (one.person_id, one.confirmed_by)}
    who |= {one.closed_by for one in _closings(session, audit)}
    who |= {one.person_id for one in _taken(session, audit)}
    found = people.by_ids(session, sorted(id_ for id_ in who if id_))
    return [{"person": id_, "name": found[id_].name} for id_ in sorted(found)]


def _lines(session: Session, audit: Audit, held: Held, path: str) -> Iterator[Row]:
    """The lines that the figures add up; of a sample those of its records alone."""
    for line in auditing.lines(session, path, audit.period.since, audit.period.until):
        if line.serial in held.shown or (audit.sample is None and not line.serial):
            number = held.shown.get(line.serial, line.category)  # of a case its code
            yield rows.line_row(number, line, line.serial in held.sensitive)


def _touches(audit: Audit, place: str) -> bool:
    """Whether what was taken out of a place holds anything of the one that is audited."""
    network = audit.scope.network
    own, theirs = network.trail(audit.place.code), network.trail(place)
    return own.startswith(theirs) or theirs.startswith(own)
