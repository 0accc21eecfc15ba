"""`fieldbot activity import` and `report import`: past records out of a table, first as a dry run (补录)."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from sqlmodel import Session

from bot.commands import carrying, opening, reports
from bot.commands.naming import Exit, file_read, person_named, refuse, settings
from bot.means import Means
from bot.spreadsheets import rows_under
from fieldwork.exports import What, plain
from fieldwork.import_words import columns_below, columns_of, left_alone
from fieldwork.imports import Bad, Known, PastActivity, PastNeed, read
from fieldwork.network_files import BadNetwork
from fieldwork.network_tables import Row
from fieldwork.people import Person
from fieldwork.places import Network
from fieldwork.reports import PrivacyClass
from fieldwork.texts import Language
from storage import exports, importing, network, roll
from storage.importing import Bringing

LEAST = {What.ACTIVITIES: ("种类 kind", "日期 held_on", "地点 place", "次", "户", "人次", "…"),
         What.NEEDS: ("收到时间 sent_at", "结案时间 closed_at", "类别 category", "地点 place", "…")}  # fmt: skip
MOST_SHOWN = 20

File = Annotated[Path, typer.Argument(help="XLSX, CSV or JSON lines; - reads what comes in.")]
Apply = Annotated[bool, typer.Option("--apply", help="Do it; without this, only show it.")]
LeaveOut = Annotated[bool, typer.Option("--leave-out", help="Go on without the bad rows.")]
By = Annotated[
    str, typer.Option(help="Who answers for the file: the number of `people list`, or the exact name.")
]
Review = Annotated[bool, typer.Option("--review", help="They wait until their station accepts them.")]
AsJson = Annotated[bool, typer.Option("--json", help="One object a record or bad row.")]
Db = Annotated[str | None, typer.Option(help="The database's address.")]
PastRecord = PastActivity | PastNeed


class Table(NamedTuple):
    """The rows of a file, and the headings of what was not read."""

    rows: list[Row]
    left_alone: list[str]


class Brought(NamedTuple):
    """What a file comes to: the new records, how many are in the books already, and what is wrong with which rows."""

    new: list[PastRecord]
    there: int
    bad: list[Bad]
    numbers: list[int]  # the serials, where it was applied


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    del app  # both groups are there already
    reports.group.command("import")(import_reports)
    carrying.activities.command("import")(import_activities)


def import_activities(
    file: File, by: By, apply: Apply = False, leave_out: LeaveOut = False, review: Review = False,
    as_json: AsJson = False, db: Db = None,
) -> None:  # fmt: skip
    """Show what past activities a table would bring into the books, or bring them in (--apply)."""
    _import(What.ACTIVITIES, file, by, apply, leave_out, review, as_json, db)


def import_reports(
    file: File,
    by: By,
    apply: Apply = False,
    leave_out: LeaveOut = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Show what past needs a table would bring into the books, or bring them in (--apply)."""
    _import(What.NEEDS, file, by, apply, leave_out, False, as_json, db)


def _import(
    what: What, file: Path, by: str, apply: bool, leave_out: bool, review: bool, as_json: bool, db: str | None
) -> None:
    table, chosen = _table(file, what), settings()
    with opening.books(db, chosen) as books:
        at, means = opening.moment(books, chosen.zone), opening.means(books, chosen)

        def job(session: Session) -> Brought:
            return _brought(session, what, table.rows, by, means, at, apply, leave_out, review)

        done = books.now_write(job) if apply else books.now_read(job)
    applied = apply and (leave_out or not done.bad)
    if table.left_alone and not as_json:
        typer.echo(f"Left alone, since no column is called so: {', '.join(table.left_alone)}.")
    _tell(done, file, applied, as_json)
    if done.bad:
        raise typer.Exit(Exit.FINDINGS)


def _table(file: Path, what: What) -> Table:
    raw = sys.stdin.buffer.read() if str(file) == "-" else file_read(file)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return Table(_lines(raw, file), [])
    alone: list[str] = []

    def header(cells: Sequence[str]) -> dict[str, int] | None:
        found = columns_of(cells)
        if found is not None:
            alone[:] = left_alone(cells, found)
        return found

    try:
        return Table(rows_under(raw, header, LEAST[what], columns_below), alone)
    except BadNetwork as bad:
        refuse(f"{file}: {bad.findings[0].sentence}")


def _lines(raw: bytes, file: Path) -> list[Row]:
    """JSON lines: an object a line; whatever a value is, as text."""
    found = []
    for number, line in enumerate(raw.decode("utf-8-sig", "replace").splitlines(), 1):
        if line.strip():
            try:
                value = json.loads(line)
            except ValueError:
                value = None
            if not isinstance(value, dict):
                refuse(f"{file}, line {number}: it is no JSON object.")
            cells = {name: "" if one is None else str(one) for name, one in value.items()}
            found.append(Row(number, cells))
    return found


def _brought(
    session: Session, what: What, rows: Sequence[Row], by: str, means: Means, at: datetime, apply: bool,
    leave_out: bool, review: bool,
) -> Brought:  # fmt: skip
    """Reads and brings in within one transaction, so that nothing can change in between."""
    tree, person = network.load(session), person_named(session, by)
    good, bad = read(rows, what, _known(session, tree, means, person, at))
    there = importing.known(session, good)
    new, serials = [each for each in good if each.past.key not in there], list[int]()
    if apply and (leave_out or not bad):
        bringing = Bringing(person.id, at, means.zone, tree, review)
        serials = [_bring(session, each, bringing, means) for each in new]
    return Brought(new, len(good) - len(new), bad, serials)


def _bring(session: Session, each: PastRecord, bringing: Bringing, means: Means) -> int:
    category = each.category if isinstance(each, PastNeed) else None
    grade = PrivacyClass(means.discretion.of([each.past.words], category=category).grade)
    if isinstance(each, PastNeed):
        return importing.bring_need(session, each, bringing, grade)
    return importing.bring_activity(session, each, bringing, grade)


def _known(session: Session, tree: Network, means: Means, by: Person, at: datetime) -> Known:
    """What rows are looked up in; each name is looked for once."""
    day, tags = at.astimezone(means.zone).date(), exports.tags(session)
    categories = _categories(means)

    def place(named: str) -> str | None:
        found = {one.code for one in tree.find(named)} or _run_together(tree, named)
        return next(iter(found)) if len(found) == 1 else None

    def station(named: str) -> str | None:
        found = [code for code, seat in tree.stations.items() if named in (code, seat.name)]
        return found[0] if len(found) == 1 else None

    def station_of(code: str) -> str:
        found = tree.stations_above(code, day)
        return found[0].code if found else ""

    def person(named: str) -> int | None:
        found = roll.named(session, named)
        return found[0].id if len(found) == 1 else None

    return Known(
        cache(place), cache(station), cache(station_of), cache(person), _by_name(tags.organisations),
        _by_name(tags.projects), categories.get, list(categories), by.id, day, means.zone,
    )  # fmt: skip


def _run_together(tree: Network, named: str) -> set[str]:
    """The places whose names from above, one behind the other, are these words: 西湖社区西湖花园4号楼."""
    words = "".join(named.replace("/", " ").split())
    ends = (one for one in tree.places.values() if words.endswith(one.name) and words != one.name)
    return {one.code for one in ends if tree.path(one.code).endswith(words)}


def _by_name(named: Any) -> Callable[[str], int | None]:
    ids = {name: id_ for id_, name in named.items()}
    return ids.get


def _categories(means: Means) -> dict[str, str]:
    """By code or by name; a leaf's name that stands in two fields is said with its field: 社区治理 · 路灯照明."""
    codes = dict[str, list[str]]()
    for code, one in means.words.catalogue.items():
        field = means.words.catalogue[one.parent].called(Language.HANS) + " · " if one.parent else ""
        for name in {code, one.called(Language.HANS), field + one.called(Language.HANS)}:
            codes.setdefault(name, []).append(code)
    return {name: found[0] for name, found in codes.items() if len(found) == 1}


# -- what is said -----------------------------------------------------------------------------------


def _tell(done: Brought, file: Path, applied: bool, as_json: bool) -> None:
    if as_json:
        opening.printed([_row(each) for each in done.new], True)
        opening.printed([_bad(each) for each in done.bad], True)
        return
    for record in done.new[:MOST_SHOWN]:
        typer.echo("new " + "  ".join(str(value) for value in _row(record).values() if value))
    if len(done.new) > MOST_SHOWN:
        typer.echo(f"… and {len(done.new) - MOST_SHOWN} more (--json lists them all)")
    for bad in done.bad:
        column = f", {bad.column}" if bad.column else ""
        typer.echo(f"{file}, line {bad.line}{column}: {bad.sentence}", err=True)
    typer.echo(
        f"{len(done.new)} new, {done.there} in the books already, {_rows_bad(done)} bad. {_end(done, applied)}"
    )


def _rows_bad(done: Brought) -> int:
    return len({bad.line for bad in done.bad})


def _end(done: Brought, applied: bool) -> str:
    if applied and not done.new:
        return "There was nothing new: nothing was changed."
    if applied:
        return "Done; they are marked as entered later, and nobody was told."
    if done.bad:
        return "Nothing was changed; --leave-out --apply goes on without the bad rows."
    return "This was a dry run: nothing was changed. Add --apply to do it."


def _row(each: PastRecord) -> dict[str, Any]:
    past = each.past
    if isinstance(each, PastNeed):
        return {"line": past.line, "category": each.category, "sent_at": each.sent_at, "closed_at": each.closed_at,
                "place": past.place, "station": past.station}  # fmt: skip
    counts = {
        unit.value: int(number) if number.is_integer() else number for unit, number in each.counts.items()
    }
    return {"line": past.line, "kind": each.kind.value, "held_on": each.held_on, "place": past.place,
            "station": past.station, "counts": counts, "not_met": each.not_met or None,
            "volunteer_hours": plain(each.hours) or None}  # fmt: skip


def _bad(each: Bad) -> dict[str, Any]:
    return {"line": each.line, "column": each.column, "sentence": each.sentence}
