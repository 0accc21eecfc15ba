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
from fieldwork.exports import ACTIVITY_COLUMNS, NEED_COLUMNS, Order, Row, Scope, What, activity_row, need_row
from fieldwork.periods import Period
from fieldwork.places import Place
from storage import auditing, exports, people, tallies
from storage.exports import Done, Need, Within

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the time of every part: a ZIP knows no earlier one
TABLES = "csv"


class Audit(NamedTuple):
    """What is looked at: a place, a period, and how many records are drawn (None: all)."""

    place: Place
    period: Period
    scope: Scope
    zone: tzinfo
    sample: int | None = None
    seed: str = "1"
    names: bool = False  # people by name, too


class Held(NamedTuple):
    """The records of an audit: how many there are, and the serials of those that are shown, by number."""

    all: int
    shown: dict[int, str]


def packed(session: Session, audit: Audit, file: Path) -> Held:
    """Writes the pack, and gives what it holds."""
    held = _held(session, audit)
    with TemporaryDirectory() as folder:
        parts = {name: Path(folder) / name for name in _write_tables(session, audit, held, Path(folder))}
        facts = {"place": audit.place.code, "since": audit.period.since, "until": audit.period.until,
                 "records": held.all, "shown": len(held.shown),
                 "seed": audit.seed if audit.sample is not None else None}  # fmt: skip
        sums = {name: sum_of(part) for name, part in parts.items()}
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
            _put(pack, "manifest.json", rows.manifest(facts, sums).encode())
            for name, part in parts.items():
                _put(pack, name, part.read_bytes())
    return held


def _put(pack: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
    pack.writestr(info, data)


def _held(session: Session, audit: Audit) -> Held:
    numbered = {one.report.serial: one.report.number for one in _records(session, audit)}
    if audit.sample is None:
        return Held(len(numbered), numbered)
    drawn = set(rows.drawn(list(numbered.values()), audit.sample, audit.seed))
    return Held(len(numbered), {serial: number for serial, number in numbered.items() if number in drawn})


def _records(session: Session, audit: Audit) -> Iterator[Need | Done]:
    for one in chain[Need | Done](_needs(session, audit), _activities(session, audit)):
        if audit.scope.holds(one.report):
            yield one


def _needs(session: Session, audit: Audit) -> Iterator[Need]:
    order = Order(What.NEEDS, audit.period.since, audit.period.until)
    return exports.needs(session, Within.of(order, audit.zone), words=False)


def _activities(session: Session, audit: Audit) -> Iterator[Done]:
    order = Order(What.ACTIVITIES, audit.period.since, audit.period.until)
    return exports.activities(session, Within.of(order, audit.zone), words=False)


def _write_tables(session: Session, audit: Audit, held: Held, folder: Path) -> list[str]:
    """Each table as a file in a folder; gives their names in order."""
    tables = _tables(session, audit, held)
    for name, (columns, of_table) in tables.items():
        written(folder / name, TABLES, Table(plain(columns), of_table), audit.zone)
    return sorted(tables)


def _tables(session: Session, audit: Audit, held: Held) -> dict[str, tuple[tuple[str, ...], Iterable[Row]]]:
    tags, path = exports.tags(session), audit.scope.network.trail(audit.place.code)
    since, until = audit.period.since, audit.period.until
    shown = sorted(held.shown)
    tables: dict[str, tuple[tuple[str, ...], Iterable[Row]]] = {
        "needs.csv": (NEED_COLUMNS[:-1], (need_row(audit.scope, *one) for one in _needs(session, audit)
                                          if one.report.serial in held.shown)),
        "activities.csv": (ACTIVITY_COLUMNS[:-1], (activity_row(audit.scope, *one, tags)
                                                   for one in _activities(session, audit)
                                                   if one.report.serial in held.shown)),
        "history.csv": (rows.HISTORY, (rows.history_row(held.shown[serial], event)
                                       for serial, events in auditing.histories(session, shown) for event in events)),
        "photos.csv": (rows.PHOTOS, (rows.photo_row(held.shown[one.serial], one)
                                     for one in auditing.kept_files(session, shown))),
        "exclusions.csv": (rows.EXCLUSIONS, (row for serial, events in auditing.histories(session, shown)
                                             for row in rows.exclusions(held.shown[serial], events))),
        "closings.csv": (rows.CLOSINGS, map(rows.closing_row, tallies.closings_there(session, [path], since, until))),
        "exports.csv": (rows.EXPORTS, (rows.export_row(one) for one in exports.taken(session, since, until)
                                       if one.what != What.AUDIT)),
        "figures.csv": (rows.FIGURES, (one._asdict() for one in sorted(tallies.sums(session, path, since, until)))),
    }  # fmt: skip
    if audit.names:
        tables["people.csv"] = (rows.PEOPLE, _named(session, shown))
    return tables


def _named(session: Session, serials: list[int]) -> list[Row]:
    """Whoever did anything to these records, by name: for the district alone."""
    who = {event.actor_id for _, events in auditing.histories(session, serials) for event in events}
    found = people.by_ids(session, sorted(id_ for id_ in who if id_))
    return [{"person": id_, "name": found[id_].name} for id_ in sorted(found)]
