"""`fieldbot report export` and `activity export`: records as a table, with a reason that is kept."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlmodel import Session

from bot.carrying import FORMS, Table, plain, sum_of, written
from bot.commands import opening, reports
from bot.commands.naming import moment, person_named, place_named, refuse, settings
from fieldwork.exports import LONGEST_REASON, Order, Row, Scope, Taken, What
from fieldwork.people import STAFF
from storage import exports, network, people

EVERY = 500  # records looked at between two moves of the bar: each move takes as long as a record
activities = typer.Typer(no_args_is_help=True, help="What was done: out of the books, and into them.")

File = Annotated[
    Path, typer.Argument(help="Where to write it; the ending says the form: .xlsx, .csv, .jsonl.")
]
Reason = Annotated[str, typer.Option(help="Why; it is kept with what was taken out.")]
PlaceOf = Annotated[str | None, typer.Option(help="Only what lies there and below: a code, or names.")]
From = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")]
To = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")]
As = Annotated[str | None, typer.Option("--as", help="Only what this person of a station may see.")]
WithWords = Annotated[bool, typer.Option("--with-words", help="What was written, of what names nobody (P1).")]
AsJson = Annotated[bool, typer.Option("--json", help="{file, rows, sha256}; no progress bar.")]
Db = Annotated[str | None, typer.Option(help="The database's address.")]


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    reports.group.command("export")(export_reports)
    activities.command("export")(export_activities)
    app.add_typer(activities, name="activity")


def export_reports(
    file: File, reason: Reason, place: PlaceOf = None, since: From = None, until: To = None, as_: As = None,
    with_words: WithWords = False, as_json: AsJson = False, db: Db = None,
) -> None:  # fmt: skip
    """Write needs as a table, those sent in a time; what their class keeps back is left empty."""
    order = Order(What.NEEDS, _day(since), _day(until), with_words)
    _export(order, file, reason, place, as_, as_json, db)


def export_activities(
    file: File, reason: Reason, place: PlaceOf = None, since: From = None, until: To = None, as_: As = None,
    with_words: WithWords = False, as_json: AsJson = False, db: Db = None,
) -> None:  # fmt: skip
    """Write activities as a table, those held in a time; `activity import` takes it back."""
    order = Order(What.ACTIVITIES, _day(since), _day(until), with_words)
    _export(order, file, reason, place, as_, as_json, db)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _export(
    order: Order, file: Path, reason: str, place: str | None, as_: str | None, as_json: bool, db: str | None
) -> None:
    form = form_of(file)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        refuse(f"Give a reason of at most {LONGEST_REASON} characters: it is kept.")
    chosen = settings()
    at, part = moment(chosen.zone), file.with_name(f"{file.name}.part")
    with opening.books(db, chosen) as books:
        scope, code, reader = books.now_read(lambda s: _scope(s, place, as_, at.date()))

        def job(session: Session) -> int:
            total = exports.many(session, order, chosen.zone)
            rows = _counted(exports.rows(session, order, scope, chosen.zone), total, shown=not as_json)
            return written(part, form, Table(plain(order.columns), rows), chosen.zone)

        many = _made(part, lambda: books.now_read(job))
        sum_ = sum_of(part)
        taken = Taken(
            order.what.value, code, order.since, order.until, reason.strip(), at, many, sum_, reader
        )
        books.now_write(lambda s: exports.note(s, taken))
        part.replace(file)
    row = {"file": str(file), "rows": many, "sha256": sum_}
    opening.printed(
        [row if as_json else {"said": f"{many} rows in {file}. It is kept that and why."}], as_json
    )


def form_of(file: Path) -> str:
    """The form that a file's ending names; another ending ends the command."""
    form = file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        refuse(f"{file.name} has no known ending: give one of .{', .'.join(FORMS)}.")
    return form


def _scope(session: Session, place: str | None, as_: str | None, day: date) -> tuple[Scope, str, int | None]:
    """Whose records, the place's code, and the number of whom they are for."""
    tree = network.load(session)
    code = place_named(tree, place).code if place else ""
    if as_ is None:
        return Scope(tree, day, code), code, None
    person = person_named(session, as_)
    roles = people.roles_of(session, person.id, day)
    if not any(role.kind in STAFF for role in roles):
        refuse(f"{person.name} ({person.id}) is of no station: there is nothing to take out as them.")
    return Scope(tree, day, code, roles), code, person.id


def _made(part: Path, make: Callable[[], int]) -> int:
    """Makes the file; what cannot be written ends the command and leaves nothing behind."""
    try:
        return make()
    except OSError as refused:
        refuse(f"The file {part} cannot be written: {refused.strerror or refused}.")
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _counted(rows: Iterable[Row | None], total: int, shown: bool) -> Iterator[Row]:
    """The rows that there are, with a bar on stderr that counts those looked at."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), disable=not shown, transient=True) as bar:
        task = bar.add_task("records", total=total)
        for looked_at, row in enumerate(rows, 1):
            if looked_at % EVERY == 0:
                bar.update(task, completed=looked_at)
            if row is not None:
                yield row
