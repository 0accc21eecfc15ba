"""`fieldbot report export` and `activity export`: records as a table, with a reason that is kept."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlmodel import Session

from bot.carrying import FORMS, Table, plain, sum_of, written
from bot.commands import opening, reports
from bot.commands.naming import person_named, place_named, refuse, settings
from bot.settings import operator
from bot.spreadsheets import XLSX
from bot.workbooks import ROWS_OF_A_SHEET, Sheet
from fieldwork.exports import LONGEST_REASON, Order, Row, Scope, Taken, What
from fieldwork.letters import taking_out as letters
from fieldwork.letters.taking_out import About
from fieldwork.people import STAFF
from fieldwork.texts import Translator
from storage import exports, network, people

T = TypeVar("T")
EVERY = 500  # records looked at between two moves of the bar: each move takes as long as a record
activities = typer.Typer(no_args_is_help=True, help="What was done: out of the books, and into them.")

File = Annotated[
    Path, typer.Argument(help="Where to write it; the ending says the form: .xlsx, .csv, .jsonl.")
]
Reason = Annotated[str, typer.Option(help="Why: required, and kept with what was taken out.")]
PlaceOf = Annotated[str | None, typer.Option(help="Only what lies there and below: a code, or names.")]
From = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")]
To = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")]
As = Annotated[str | None, typer.Option("--as", help="Only what this person of a station may see.")]
WithWords = Annotated[bool, typer.Option("--with-words", help="What was written, of what names nobody (P1).")]
AsJson = Annotated[bool, typer.Option("--json", help="{file, rows, sha256}; no progress bar.")]
Db = Annotated[str | None, typer.Option(help="The database's address.")]


class Whose(NamedTuple):
    """Whose records: the place, and for whom, if not for the machine."""

    scope: Scope
    code: str
    named: list[str]  # the place
    name: str = ""
    person_id: int | None = None
    language: str = ""  # none: the stations'


class Exported(NamedTuple):
    """What was written, and of whose records."""

    whose: Whose
    many: int


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    reports.group.command("export")(export_reports)
    activities.command("export")(export_activities)
    app.add_typer(activities, name="activity")


def export_reports(
    file: File, reason: Reason = "", place: PlaceOf = None, since: From = None, until: To = None, as_: As = None,
    with_words: WithWords = False, as_json: AsJson = False, db: Db = None,
) -> None:  # fmt: skip
    """Write needs as a table, those sent in a time; what their class keeps back is left empty."""
    order = Order(What.NEEDS, _day(since), _day(until), with_words)
    _export(order, file, reason, place, as_, as_json, db)


def export_activities(
    file: File, reason: Reason = "", place: PlaceOf = None, since: From = None, until: To = None, as_: As = None,
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
    _checked(order, reason)
    chosen, who = settings(), operator()
    part = file.with_name(f"{file.name}.part")
    with opening.books(db, chosen) as books:
        speak, at = opening.means(books, chosen).speak, opening.moment(books, chosen.zone)

        def job(session: Session) -> Exported:
            whose = _whose(session, place, as_, at.date())
            t = speak(whose.language)
            reader = whose.name or t.staff("whoever sits at the machine")
            about = About(
                order.what, (order.since, order.until), whose.named, reader, at, reason.strip(), operator=who
            )
            total = exports.many(session, order, chosen.zone)
            rows = _counted(exports.rows(session, order, whose.scope, chosen.zone), total, shown=not as_json)
            return Exported(whose, written(part, form, _table(t, order, about, rows), chosen.zone))

        done = made(part, lambda: books.now_read(job))
        sum_ = sum_of(part)
        taken = Taken(order.what.value, done.whose.code, order.since, order.until, reason.strip(), at, done.many, sum_,
                      done.whose.person_id, who)  # fmt: skip
        books.now_write(lambda s: exports.note(s, taken))
        part.replace(file)
    row = {"file": str(file), "rows": done.many, "sha256": sum_}
    opening.printed([row if as_json else {"said": _said(file, form, done.many)}], as_json)


def _checked(order: Order, reason: str) -> None:
    """Without a reason nothing leaves, and of no days nothing can."""
    if not reason.strip():
        refuse('Say what it is for: --reason "月度汇总". It is kept with who took it out, and when.')
    if len(reason) > LONGEST_REASON:
        refuse(f"Give a reason of at most {LONGEST_REASON} characters: it is kept.")
    if order.since and order.until and order.until < order.since:
        refuse(f"--to {order.until} lies before --from {order.since}.")


def _said(file: Path, form: str, many: int) -> str:
    sheets = -(-many // ROWS_OF_A_SHEET) if form == XLSX else 1
    parted = f", on {sheets} sheets, since one holds {ROWS_OF_A_SHEET:,}" if sheets > 1 else ""
    return f"{many} rows in {file}{parted}. Who took it out, when and why is kept."


def _table(t: Translator, order: Order, about: About, rows: Iterable[Row]) -> Table:
    """The rows, and beside them what they are: how many of each state is known when they are written."""
    states = Counter[str]()

    def passing() -> Iterator[Row]:
        for row in rows:
            states[letters.state_of(t, order.what, row)] += 1
            yield row

    told = letters.about(t, about._replace(states=states))
    beside = Sheet(t.staff("About"), letters.about_headings(t), told, letters.WIDTHS, filtered=False)
    return Table(plain(order.columns), passing(), letters.sheet_named(t, order.what), [beside])


def form_of(file: Path) -> str:
    """The form that a file's ending names; another ending ends the command."""
    form = file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        refuse(f"{file.name} has no known ending: give one of .{', .'.join(FORMS)}.")
    return form


def _whose(session: Session, place: str | None, as_: str | None, day: date) -> Whose:
    """Whose records are taken out, and for whom."""
    tree = network.load(session)
    found = place_named(tree, place) if place else None
    code, named = (found.code, [tree.path(found.code)]) if found else ("", [])
    if as_ is None:
        return Whose(Scope(tree, day, code), code, named)
    person = person_named(session, as_)
    roles = people.roles_of(session, person.id, day)
    if not any(role.kind in STAFF for role in roles):
        refuse(f"{person.name} ({person.id}) is of no station: there is nothing to take out as them.")
    return Whose(Scope(tree, day, code, roles), code, named, person.name, person.id, person.language)


def made(part: Path, make: Callable[[], T]) -> T:
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
